"""A Comparison on paper and in files."""

#: The kinds of file that an export can be.
FORMATS = ("csv", "parquet")
