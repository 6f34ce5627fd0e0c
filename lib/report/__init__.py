"""A Comparison on paper and in files."""
