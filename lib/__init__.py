"""Routewijzer: figures → projection → comparison → every surface."""

__version__ = "0.1.0"
