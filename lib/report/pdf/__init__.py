"""A Comparison as a PDF for the archive and for a reader with assistive technology."""
