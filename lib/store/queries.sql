-- Every statement on the database, by name. Tables of figures have an insert_… and a select_… each.

-- name: version
SELECT version FROM schema_version

-- name: insert_version
INSERT INTO schema_version VALUES ($version)

-- name: next_release
SELECT coalesce(max(release), 0) + 1 FROM releases

-- name: insert_release
INSERT INTO releases VALUES ($release, $created_at, $name, $note, $publisher, $hash)

-- name: insert_part
INSERT INTO release_parts VALUES ($release, $part, $content)

-- name: known_content
SELECT count(*) FROM release_parts WHERE part = $part AND content = $content

-- name: insert_event
INSERT INTO release_events
SELECT coalesce(max(event), 0) + 1, $release, $state, $happened_at, $actor, $note FROM release_events

-- name: releases
SELECT release, created_at, name, note, publisher, hash,
       (SELECT state FROM release_events AS e WHERE e.release = r.release ORDER BY event DESC LIMIT 1) AS state
FROM releases AS r ORDER BY release

-- name: current_release
SELECT release FROM release_events AS used
WHERE state = 'in gebruik'
  AND NOT EXISTS (
      SELECT 1 FROM release_events AS later
      WHERE later.release = used.release AND later.event > used.event AND later.state <> 'in gebruik'
  )
ORDER BY event DESC LIMIT 1

-- name: parts
SELECT part, content FROM release_parts WHERE release = $release

-- name: all_parts
SELECT release, part, content FROM release_parts ORDER BY release, part

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

-- name: release_events
SELECT event, release, name, state, happened_at, actor, e.note,
       e.event = (SELECT min(event) FROM release_events AS first WHERE first.release = e.release) AS first
FROM release_events AS e JOIN releases USING (release) ORDER BY event

-- name: insert_access_event
INSERT INTO access_events
SELECT coalesce(max(event), 0) + 1, $happened_at, $actor, $role, $kind, $told FROM access_events

-- name: access_events
SELECT event, happened_at, actor, role, kind, told FROM access_events ORDER BY event

-- name: place_events
INSERT INTO event_order
SELECT (SELECT coalesce(max(place), 0) FROM event_order) + row_number() OVER (ORDER BY happened_at, kind, number),
       kind, number
FROM (
    SELECT 'release' AS kind, event AS number, happened_at FROM release_events
    UNION ALL SELECT 'verkenning', event, happened_at FROM verkenning_events
    UNION ALL SELECT 'stand', state, created_at FROM frozen_states
    UNION ALL SELECT 'database', event, happened_at FROM access_events
) AS happened
WHERE NOT EXISTS (
    SELECT 1 FROM event_order AS placed WHERE placed.kind = happened.kind AND placed.number = happened.number
)

-- name: event_order
SELECT place, kind, number FROM event_order ORDER BY place

-- name: state_of
SELECT state FROM release_events WHERE release = $release ORDER BY event DESC LIMIT 1

-- name: next_verkenning
SELECT coalesce(max(verkenning), 0) + 1 FROM verkenningen

-- name: insert_verkenning
INSERT INTO verkenningen
VALUES ($verkenning, $naam, $toelichting, $door, $gemaakt_op, $release, $route_a, $route_b, $sleutel)

-- name: insert_verkenning_value
INSERT INTO verkenning_values VALUES ($verkenning, $parameter, $waarde)

-- name: insert_verkenning_event
INSERT INTO verkenning_events
SELECT coalesce(max(event), 0) + 1, $verkenning, $act, $happened_at, $actor, $note FROM verkenning_events

-- name: verkenningen
SELECT verkenning, naam, toelichting, door, gemaakt_op, release, route_a, route_b, sleutel
FROM verkenningen ORDER BY verkenning

-- name: verkenning_values
SELECT verkenning, parameter, waarde FROM verkenning_values ORDER BY verkenning, parameter

-- name: verkenning_events
SELECT verkenning, act, happened_at, actor, note FROM verkenning_events ORDER BY event

-- name: verkenning_record
SELECT event, verkenning, release, naam, act, happened_at, actor, note
FROM verkenning_events JOIN verkenningen USING (verkenning) ORDER BY event

-- name: next_state
SELECT coalesce(max(state), 0) + 1 FROM frozen_states

-- name: insert_frozen_state
INSERT INTO frozen_states VALUES ($state, $name, $note, $author, $created_at, $release, $release_hash, $view,
                                  $program_version, $program_hash, $seal)

-- name: insert_frozen_table
INSERT INTO frozen_tables VALUES ($state, $table_name, $parquet)

-- name: frozen_states
SELECT state, name, note, author, created_at, release, release_hash, view, program_version, program_hash, seal
FROM frozen_states ORDER BY state

-- name: frozen_tables
SELECT table_name, parquet FROM frozen_tables WHERE state = $state ORDER BY table_name

-- name: insert_scenario_files
INSERT INTO scenario_files BY NAME SELECT * FROM staged

-- name: select_scenario_files
SELECT * EXCLUDE (content) FROM scenario_files WHERE content = $content ORDER BY file_name

-- name: insert_settings
INSERT INTO settings BY NAME SELECT * FROM staged

-- name: select_settings
SELECT * EXCLUDE (content) FROM settings WHERE content = $content ORDER BY ALL

-- name: insert_sources
INSERT INTO sources BY NAME SELECT * FROM staged

-- name: select_sources
SELECT * EXCLUDE (content) FROM sources WHERE content = $content ORDER BY ALL

-- name: insert_gemeenten
INSERT INTO gemeenten BY NAME SELECT * FROM staged

-- name: select_gemeenten
SELECT * EXCLUDE (content) FROM gemeenten WHERE content = $content ORDER BY ALL

-- name: insert_werkvormen
INSERT INTO werkvormen BY NAME SELECT * FROM staged

-- name: select_werkvormen
SELECT * EXCLUDE (content) FROM werkvormen WHERE content = $content ORDER BY ALL

-- name: insert_cost_types
INSERT INTO cost_types BY NAME SELECT * FROM staged

-- name: select_cost_types
SELECT * EXCLUDE (content) FROM cost_types WHERE content = $content ORDER BY ALL

-- name: insert_anchors
INSERT INTO anchors BY NAME SELECT * FROM staged

-- name: select_anchors
SELECT * EXCLUDE (content) FROM anchors WHERE content = $content ORDER BY ALL

-- name: insert_headcounts
INSERT INTO headcounts BY NAME SELECT * FROM staged

-- name: select_headcounts
SELECT * EXCLUDE (content) FROM headcounts WHERE content = $content ORDER BY ALL

-- name: insert_costs
INSERT INTO costs BY NAME SELECT * FROM staged

-- name: select_costs
SELECT * EXCLUDE (content) FROM costs WHERE content = $content ORDER BY ALL

-- name: insert_allocation_keys
INSERT INTO allocation_keys BY NAME SELECT * FROM staged

-- name: select_allocation_keys
SELECT * EXCLUDE (content) FROM allocation_keys WHERE content = $content ORDER BY ALL

-- name: insert_contributions
INSERT INTO contributions BY NAME SELECT * FROM staged

-- name: select_contributions
SELECT * EXCLUDE (content) FROM contributions WHERE content = $content ORDER BY ALL

-- name: insert_municipal_accounts
INSERT INTO municipal_accounts BY NAME SELECT * FROM staged

-- name: select_municipal_accounts
SELECT * EXCLUDE (content) FROM municipal_accounts WHERE content = $content ORDER BY ALL

-- name: insert_cautions
INSERT INTO cautions BY NAME SELECT * FROM staged

-- name: select_cautions
SELECT * EXCLUDE (content) FROM cautions WHERE content = $content ORDER BY ALL

-- name: insert_budget_error
INSERT INTO budget_error BY NAME SELECT * FROM staged

-- name: select_budget_error
SELECT * EXCLUDE (content) FROM budget_error WHERE content = $content ORDER BY ALL

-- name: insert_population
INSERT INTO population BY NAME SELECT * FROM staged

-- name: select_population
SELECT * EXCLUDE (content) FROM population WHERE content = $content ORDER BY ALL

-- name: insert_salary_shift
INSERT INTO salary_shift BY NAME SELECT * FROM staged

-- name: select_salary_shift
SELECT * EXCLUDE (content) FROM salary_shift WHERE content = $content ORDER BY ALL

-- name: insert_comparators
INSERT INTO comparators BY NAME SELECT * FROM staged

-- name: select_comparators
SELECT * EXCLUDE (content) FROM comparators WHERE content = $content ORDER BY ALL

-- name: insert_published_figures
INSERT INTO published_figures BY NAME SELECT * FROM staged

-- name: select_published_figures
SELECT * EXCLUDE (content) FROM published_figures WHERE content = $content ORDER BY ALL

-- name: insert_timeline
INSERT INTO timeline BY NAME SELECT * FROM staged

-- name: select_timeline
SELECT * EXCLUDE (content) FROM timeline WHERE content = $content ORDER BY ALL

-- name: insert_statements
INSERT INTO statements BY NAME SELECT * FROM staged

-- name: select_statements
SELECT * EXCLUDE (content) FROM statements WHERE content = $content ORDER BY ALL

-- name: insert_considerations
INSERT INTO considerations BY NAME SELECT * FROM staged

-- name: select_considerations
SELECT * EXCLUDE (content) FROM considerations WHERE content = $content ORDER BY ALL

-- name: insert_decisions
INSERT INTO decisions BY NAME SELECT * FROM staged

-- name: select_decisions
SELECT * EXCLUDE (content) FROM decisions WHERE content = $content ORDER BY ALL

-- name: insert_keys
INSERT INTO keys BY NAME SELECT * FROM staged

-- name: select_keys
SELECT * EXCLUDE (content) FROM keys WHERE content = $content ORDER BY ALL
