"""A comparison as slides for a meeting."""
