-- From an earlier layout to the one of schema.sql. What an earlier layout holds otherwise is set apart first; then
-- schema.sql makes every table that is missing; then what was set apart comes back.

-- name: version
SELECT max(version) FROM schema_version

-- name: tables
SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()

-- name: set_apart_1
CREATE TEMP TABLE costs_apart AS SELECT * FROM costs;
DROP TABLE costs

-- name: put_back_1
INSERT INTO costs BY NAME SELECT * FROM costs_apart;
DROP TABLE costs_apart

-- name: raise_version
UPDATE schema_version SET version = $version
