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

-- name: set_apart_2
-- Nothing to set apart: what was stored whole stays so.

-- name: put_back_2
-- A program of before would not find the rows of a part that lies in blocks: the version tells it.

-- name: raise_version
UPDATE schema_version SET version = $version
