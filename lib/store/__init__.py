"""The store: DuckDB with releases, and the checks on what goes in."""
