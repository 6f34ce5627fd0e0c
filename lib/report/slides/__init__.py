"""A comparison as slides for a meeting."""

from lib.report.slides.deck import make_slides

__all__ = ["make_slides"]
