"""The model: figures → projection → comparison, on numpy arrays, without input or output."""
