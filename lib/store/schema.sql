-- The database of the Routewijzer, but for its tables of figures: those are declared in tables.py. Each of them is
-- append-only: a row belongs to a content hash, and a release names one hash per part, so that equal content is stored once
-- and nothing is ever overwritten. A part with many rows lies in blocks, each with a hash of its own: then a release stores
-- what it changes and not the whole table again.

CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER NOT NULL CHECK (version > 0)
);

CREATE TABLE IF NOT EXISTS releases (
    release INTEGER PRIMARY KEY CHECK (release > 0),
    created_at TIMESTAMP NOT NULL,
    name VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    hash VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS release_parts (
    release INTEGER NOT NULL REFERENCES releases (release),
    part VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    PRIMARY KEY (release, part)
);

-- The hashes that the rows of a large part lie under; the rows of any other part lie under that of the part.
CREATE TABLE IF NOT EXISTS part_blocks (
    content VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    block VARCHAR NOT NULL,
    PRIMARY KEY (content, part, block)
);

-- Which files that were handed in went into a release; the files themselves are never kept.
CREATE TABLE IF NOT EXISTS release_files (
    release INTEGER NOT NULL REFERENCES releases (release),
    file_name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    rows BIGINT NOT NULL CHECK (rows >= 0),
    PRIMARY KEY (release, file_name, sha256)
);

-- A verkenning: a named set of assumptions on a release, and never part of one. sleutel is NULL where each route has its own.
CREATE TABLE IF NOT EXISTS verkenningen (
    verkenning INTEGER PRIMARY KEY CHECK (verkenning > 0),
    naam VARCHAR NOT NULL,
    toelichting VARCHAR NOT NULL,
    door VARCHAR NOT NULL,
    gemaakt_op TIMESTAMP NOT NULL,
    release INTEGER NOT NULL REFERENCES releases (release),
    route_a VARCHAR NOT NULL,
    route_b VARCHAR NOT NULL,
    sleutel VARCHAR
);

CREATE TABLE IF NOT EXISTS verkenning_values (
    verkenning INTEGER NOT NULL REFERENCES verkenningen (verkenning),
    parameter VARCHAR NOT NULL,
    waarde DOUBLE NOT NULL CHECK (isfinite(waarde)),
    PRIMARY KEY (verkenning, parameter)
);

-- Where the people are, of a verkenning that says so: the key by which they lie over the gemeenten.
CREATE TABLE IF NOT EXISTS verkenning_people (
    verkenning INTEGER PRIMARY KEY REFERENCES verkenningen (verkenning),
    sleutel VARCHAR NOT NULL
);

-- A route that somebody made and did not publish, on the figures of a release and never part of it: the file of its
-- scenario. Another version is another concept.
CREATE TABLE IF NOT EXISTS route_concepts (
    concept INTEGER PRIMARY KEY CHECK (concept > 0),
    release INTEGER NOT NULL REFERENCES releases (release),
    door VARCHAR NOT NULL,
    bewaard_op TIMESTAMP NOT NULL,
    body VARCHAR NOT NULL
);

-- What somebody froze: the view and what it was computed with. Its results lie in frozen_tables, as they were; the seal
-- is the hash over all of it.
CREATE TABLE IF NOT EXISTS frozen_states (
    state INTEGER PRIMARY KEY CHECK (state > 0),
    name VARCHAR NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    note VARCHAR NOT NULL CHECK (length(note) <= 300),
    author VARCHAR NOT NULL CHECK (length(author) BETWEEN 1 AND 80),
    created_at TIMESTAMP NOT NULL,
    release INTEGER NOT NULL REFERENCES releases (release),
    release_hash VARCHAR NOT NULL,
    view VARCHAR NOT NULL,
    program_version VARCHAR NOT NULL,
    program_hash VARCHAR NOT NULL,
    seal VARCHAR NOT NULL
);

-- The results of a frozen state: one Parquet file per table.
CREATE TABLE IF NOT EXISTS frozen_tables (
    state INTEGER NOT NULL REFERENCES frozen_states (state),
    table_name VARCHAR NOT NULL,
    parquet BLOB NOT NULL,
    PRIMARY KEY (state, table_name)
);

-- What was decided about a PM-post, by which body and on which day; who noted it, and when (UTC). It belongs to the id of the
-- post and to no release. Only added: one that corrects another names it, and both stay.
CREATE TABLE IF NOT EXISTS pm_decisions (
    decision INTEGER PRIMARY KEY CHECK (decision > 0),
    pm_post VARCHAR NOT NULL CHECK (length(pm_post) BETWEEN 1 AND 80),
    besluit VARCHAR NOT NULL CHECK (length(besluit) BETWEEN 1 AND 300),
    orgaan VARCHAR NOT NULL CHECK (length(orgaan) BETWEEN 1 AND 80),
    besloten_op DATE NOT NULL,
    door VARCHAR NOT NULL CHECK (length(door) BETWEEN 1 AND 80),
    vastgelegd_op TIMESTAMP NOT NULL,
    -- No reference: a copy brings them all at once, and DuckDB then looks at each before the others are there.
    verbetert INTEGER CHECK (verbetert < decision)
);

-- What happened, in the order in which it was written, whatever the clock said: to a release (the last of its events is
-- its state), to a verkenning (one that was withdrawn stays), to a frozen state, or to the database itself: acts that were
-- refused, copies made and put back, protection, decisions about PM-posten. Of that last kind alone the role is noted.
CREATE TABLE IF NOT EXISTS events (
    event INTEGER PRIMARY KEY,
    release INTEGER REFERENCES releases (release),
    verkenning INTEGER REFERENCES verkenningen (verkenning),
    state INTEGER REFERENCES frozen_states (state),
    act VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    role VARCHAR CHECK (role IN ('onbekend', 'lezer', 'analist', 'beheerder')),
    note VARCHAR NOT NULL,
    CHECK (release IS NULL OR act IN ('concept', 'in gebruik', 'ingetrokken')),
    CHECK (verkenning IS NULL OR act IN ('bewaard', 'aangeleverd', 'ingetrokken')),
    CHECK (state IS NULL OR act = 'bevroren'),
    CHECK (
        (release IS NOT NULL)::INTEGER + (verkenning IS NOT NULL)::INTEGER + (state IS NOT NULL)::INTEGER
        + (role IS NOT NULL)::INTEGER = 1
    )
);

CREATE TABLE IF NOT EXISTS scenario_files (
    content VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (content, file_name)
);
