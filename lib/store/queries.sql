-- Every statement on the database, by name. The tables of figures share theirs, by their name.

-- name: version
SELECT version FROM schema_version

-- name: insert_version
INSERT INTO schema_version VALUES ($version)

-- name: next_release
SELECT coalesce(max(release), 0) + 1 FROM releases

-- name: insert_release
INSERT INTO releases VALUES ($release, $created_at, $name, $note, $publisher, $hash)

-- name: known_parts
SELECT DISTINCT part, content FROM release_parts

-- name: known_blocks
SELECT DISTINCT block FROM part_blocks WHERE part = $part

-- name: insert_event
INSERT INTO events
SELECT coalesce(max(event), 0) + 1, $release, $verkenning, $state, $act, $happened_at, $actor, $role, $note FROM events

-- name: releases
SELECT release, created_at, name, note, publisher, hash,
       (SELECT act FROM events AS e WHERE e.release = r.release ORDER BY event DESC LIMIT 1) AS state
FROM releases AS r ORDER BY release

-- name: hash_of_release
SELECT hash FROM releases WHERE release = $release

-- name: current_release
SELECT release FROM events AS used
WHERE act = 'in gebruik'
  AND NOT EXISTS (
      SELECT 1 FROM events AS later
      WHERE later.release = used.release AND later.event > used.event AND later.act <> 'in gebruik'
  )
ORDER BY event DESC LIMIT 1

-- name: newest_release
SELECT release, hash, name, note, publisher,
       (SELECT act FROM events AS e WHERE e.release = r.release ORDER BY event DESC LIMIT 1) AS state
FROM releases AS r ORDER BY release DESC LIMIT 1

-- name: stored_parts
SELECT release, part, coalesce(block, content) FROM release_parts LEFT JOIN part_blocks USING (part, content)
WHERE release = $release OR $release IS NULL

-- name: stored_whole
SELECT release, part, content FROM release_parts WHERE release = $release OR $release IS NULL

-- name: rows_of_part
SELECT * EXCLUDE (content) FROM query_table($part) WHERE content IN (SELECT unnest($stored))

-- name: counted_people
SELECT DISTINCT content FROM headcounts WHERE personen > 0 AND status NOT IN (SELECT unnest($computed))

-- name: changes_of_part
WITH old AS (SELECT * EXCLUDE (content) FROM query_table($part) WHERE content IN (SELECT unnest($before))),
     new AS (SELECT * EXCLUDE (content) FROM query_table($part) WHERE content IN (SELECT unnest($after)))
SELECT count(*) FILTER (WHERE old.$first IS NULL),
       count(*) FILTER (WHERE old.$first IS NOT NULL AND new.$first IS NOT NULL AND old IS DISTINCT FROM new),
       count(*) FILTER (WHERE new.$first IS NULL)
FROM old FULL JOIN new USING ($grain)

-- name: insert_file
INSERT INTO release_files VALUES ($release, $file_name, $sha256, $bytes, $rows)

-- name: release_files
SELECT release, file_name, sha256, bytes, rows FROM release_files ORDER BY ALL

-- name: has_table
SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() AND table_name = $name

-- name: tables
SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary ORDER BY table_name

-- name: rows_of_table
FROM query_table($name)

-- name: history
SELECT coalesce(release, v.release, s.release) AS release, coalesce(r.name, v.naam, s.name) AS name, verkenning, state,
       act, happened_at, actor, role, e.note,
       event = min(event) OVER (PARTITION BY e.release) AS first
FROM events AS e LEFT JOIN releases AS r USING (release) LEFT JOIN verkenningen AS v USING (verkenning)
                 LEFT JOIN frozen_states AS s USING (state)
ORDER BY event

-- name: database_events
SELECT happened_at, actor, role, act, note FROM events WHERE role IS NOT NULL ORDER BY event

-- name: state_of
SELECT act FROM events WHERE release = $release ORDER BY event DESC LIMIT 1

-- name: next_verkenning
SELECT coalesce(max(verkenning), 0) + 1 FROM verkenningen

-- name: insert_verkenning
INSERT INTO verkenningen
VALUES ($verkenning, $name, $note, $author, $made_at, $release, $route_a, $route_b, $key)

-- name: insert_verkenning_part
INSERT INTO verkenning_values VALUES ($verkenning, $parameter, $waarde)

-- name: verkenningen
SELECT verkenning, naam, toelichting, door, gemaakt_op, release, route_a, route_b, sleutel
FROM verkenningen ORDER BY verkenning

-- name: verkenning_values
SELECT verkenning, parameter, waarde FROM verkenning_values ORDER BY verkenning, parameter

-- name: insert_verkenning_people
INSERT INTO verkenning_people VALUES ($verkenning, $sleutel)

-- name: verkenning_people
SELECT verkenning, sleutel FROM verkenning_people ORDER BY verkenning

-- name: verkenning_events
SELECT verkenning, act, happened_at, actor, note FROM events WHERE verkenning IS NOT NULL ORDER BY event

-- name: next_concept
SELECT coalesce(max(concept), 0) + 1 FROM route_concepts

-- name: insert_concept
INSERT INTO route_concepts VALUES ($concept, $release, $door, $bewaard_op, $body)

-- name: route_concepts
SELECT concept, release, door, bewaard_op, body FROM route_concepts ORDER BY concept

-- name: next_state
SELECT coalesce(max(state), 0) + 1 FROM frozen_states

-- name: insert_state
INSERT INTO frozen_states VALUES ($state, $name, $note, $author, $created_at, $release, $release_hash, $view,
                                  $program_version, $program_hash, $seal)

-- name: equal_states
SELECT state FROM frozen_states
WHERE name = $name AND note = $note AND author = $author AND release = $release AND release_hash = $release_hash
  AND view = $view AND program_version = $program_version AND program_hash = $program_hash
ORDER BY state

-- name: insert_state_part
INSERT INTO frozen_tables VALUES ($state, $table_name, $parquet)

-- name: frozen_states
SELECT state, name, note, author, created_at, release, release_hash, view, program_version, program_hash, seal
FROM frozen_states ORDER BY state

-- name: frozen_tables
SELECT table_name, parquet FROM frozen_tables WHERE state = $state ORDER BY table_name

-- name: next_pm_decision
SELECT coalesce(max(decision), 0) + 1 FROM pm_decisions

-- name: insert_pm_decision
INSERT INTO pm_decisions VALUES ($number, $item, $words, $body, $decided_on, $author, $noted_at, $corrects)

-- name: pm_decisions
SELECT decision, pm_post, besluit, orgaan, besloten_op, door, vastgelegd_op, verbetert FROM pm_decisions ORDER BY decision
