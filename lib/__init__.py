"""Routewijzer. `__version__` is the version of the program; the figures have releases of their own."""

__version__ = "0.1.0"
