"""The database for several machines: DuckLake, its catalogue in PostgreSQL, its files in a place that all reach."""
