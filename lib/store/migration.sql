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

-- name: set_apart_3
CREATE TEMP TABLE events_apart AS SELECT * FROM events;
DROP VIEW events;
DROP TABLE release_events;
DROP TABLE verkenning_events;
DROP TABLE access_events;
DROP TABLE event_order;
DROP TABLE IF EXISTS temp.verkenningen;
DROP TABLE IF EXISTS temp.frozen_states

-- name: put_back_3
INSERT INTO events BY NAME SELECT * FROM events_apart;
DROP TABLE events_apart

-- name: events_of_before
-- As one table, for who reads layout 3 or an earlier one, and to set it apart. What has no place in the order came after
-- what has. Of one kind the numbers give the order: the last event of a release is its state, whatever the clock said.
CREATE OR REPLACE TEMP VIEW events AS
SELECT row_number() OVER (ORDER BY placed, moment, kind, number)::INTEGER AS event,
       release, verkenning, state, act, happened_at, actor, role, note
FROM (
    SELECT *, max(coalesce(place, 2147483647)) OVER numbered AS placed, max(happened_at) OVER numbered AS moment
    FROM (
        SELECT 'release' AS kind, event AS number, release, state AS act, happened_at, actor, note FROM release_events
        UNION ALL BY NAME
        SELECT 'verkenning' AS kind, event AS number, verkenning, act, happened_at, actor, note FROM verkenning_events
        UNION ALL BY NAME
        SELECT 'stand' AS kind, state AS number, state, 'bevroren' AS act, created_at AS happened_at, author AS actor, note
        FROM frozen_states
        UNION ALL BY NAME
        SELECT 'database' AS kind, event AS number, kind AS act, happened_at, actor, role, told AS note
        FROM access_events
    ) LEFT JOIN event_order USING (kind, number)
    WINDOW numbered AS (PARTITION BY kind ORDER BY number)
)

-- name: lacks_verkenningen
CREATE TEMP TABLE verkenningen (verkenning INTEGER, release INTEGER, naam VARCHAR)

-- name: lacks_verkenning_events
CREATE TEMP TABLE verkenning_events (
    event INTEGER, verkenning INTEGER, act VARCHAR, happened_at TIMESTAMP, actor VARCHAR, note VARCHAR
)

-- name: lacks_frozen_states
CREATE TEMP TABLE frozen_states (
    state INTEGER, release INTEGER, name VARCHAR, note VARCHAR, author VARCHAR, created_at TIMESTAMP
)

-- name: lacks_access_events
CREATE TEMP TABLE access_events (
    event INTEGER, happened_at TIMESTAMP, actor VARCHAR, role VARCHAR, kind VARCHAR, told VARCHAR
)

-- name: lacks_event_order
CREATE TEMP TABLE event_order (place INTEGER, kind VARCHAR, number INTEGER)

-- name: raise_version
UPDATE schema_version SET version = $version
