-- The database of the Routewijzer. Every table of figures is append-only: a row belongs to a content hash, and a
-- release names one hash per part, so that equal content is stored once and nothing is ever overwritten. A part with many
-- rows lies in blocks, each with a hash of its own: then a release stores what it changes and not the whole table again.

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

-- What happened, in the order in which it was written, whatever the clock said: to a release (the last of its events is
-- its state), to a verkenning (one that was withdrawn stays), to a frozen state, or to the database itself: acts that were
-- refused, copies made and put back, protection. Of that last kind alone the role is noted.
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

CREATE TABLE IF NOT EXISTS settings (
    content VARCHAR NOT NULL,
    naam VARCHAR NOT NULL,
    waarde VARCHAR NOT NULL,
    eenheid VARCHAR NOT NULL,
    toelichting VARCHAR NOT NULL,
    PRIMARY KEY (content, naam)
);

CREATE TABLE IF NOT EXISTS sources (
    content VARCHAR NOT NULL,
    bron_id VARCHAR NOT NULL,
    titel VARCHAR NOT NULL,
    uitgever VARCHAR NOT NULL,
    adres VARCHAR,
    gepubliceerd VARCHAR,
    licentie VARCHAR NOT NULL,
    PRIMARY KEY (content, bron_id)
);

CREATE TABLE IF NOT EXISTS gemeenten (
    content VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    gemeente VARCHAR NOT NULL,
    bron_id VARCHAR NOT NULL,
    PRIMARY KEY (content, gemeente_code)
);

CREATE TABLE IF NOT EXISTS werkvormen (
    content VARCHAR NOT NULL,
    werkvorm VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    volgorde BIGINT NOT NULL,
    groep VARCHAR NOT NULL CHECK (groep IN ('wsw', 'staf', 'nieuw_beschut')),
    PRIMARY KEY (content, werkvorm)
);

CREATE TABLE IF NOT EXISTS cost_types (
    content VARCHAR NOT NULL,
    kostensoort VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    soort VARCHAR NOT NULL CHECK (soort IN ('uitvoeringskosten', 'opbrengsten', 'subsidieresultaat')),
    teken VARCHAR NOT NULL CHECK (teken IN ('1', '-1')),
    vast_aandeel VARCHAR,
    index VARCHAR NOT NULL,
    draagt_staf VARCHAR NOT NULL CHECK (draagt_staf IN ('ja', 'nee')),
    taakveld VARCHAR NOT NULL,
    volgorde BIGINT NOT NULL,
    PRIMARY KEY (content, kostensoort)
);

CREATE TABLE IF NOT EXISTS anchors (
    content VARCHAR NOT NULL,
    naam VARCHAR NOT NULL,
    waarde DOUBLE NOT NULL,
    eenheid VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, naam)
);

CREATE TABLE IF NOT EXISTS headcounts (
    content VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    groep VARCHAR NOT NULL CHECK (groep IN ('wsw', 'staf', 'nieuw_beschut')),
    werkvorm VARCHAR NOT NULL,
    personen BIGINT NOT NULL CHECK (personen >= 0),
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, gemeente_code, jaar, groep, werkvorm)
);

-- bedrag_eur is NULL for PM: known to exist, amount unknown. Cents are kept.
CREATE TABLE IF NOT EXISTS costs (
    content VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    werkvorm VARCHAR NOT NULL,
    kostensoort VARCHAR NOT NULL,
    bedrag_eur DECIMAL(18, 2) CHECK (bedrag_eur >= 0),
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, gemeente_code, jaar, werkvorm, kostensoort)
);

CREATE TABLE IF NOT EXISTS keys (
    content VARCHAR NOT NULL,
    sleutel VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    PRIMARY KEY (content, sleutel)
);

CREATE TABLE IF NOT EXISTS allocation_keys (
    content VARCHAR NOT NULL,
    sleutel VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    aandeel DOUBLE NOT NULL CHECK (aandeel BETWEEN 0 AND 1),
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, sleutel, gemeente_code)
);

CREATE TABLE IF NOT EXISTS contributions (
    content VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    maatstaf VARCHAR NOT NULL,
    scenario_id VARCHAR,
    bedrag_eur BIGINT NOT NULL,
    afgerond_op_eur BIGINT NOT NULL CHECK (afgerond_op_eur > 0),
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, gemeente_code, jaar, maatstaf, status, bron_id)
);

-- lasten_eur is NULL where no return was made.
CREATE TABLE IF NOT EXISTS municipal_accounts (
    content VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    verslagsoort VARCHAR NOT NULL CHECK (verslagsoort IN ('begroting', 'jaarrekening')),
    taakveld VARCHAR NOT NULL,
    lasten_eur BIGINT,
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, gemeente_code, jaar, verslagsoort, taakveld)
);

-- How far the accounts of gemeenten ended from their budgets: shares, 0.02 is 2 per cent above the budget.
CREATE TABLE IF NOT EXISTS budget_error (
    content VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    aantal_gemeenten BIGINT NOT NULL CHECK (aantal_gemeenten > 0),
    p5 DOUBLE NOT NULL CHECK (p5 >= -1),
    p25 DOUBLE NOT NULL CHECK (p25 >= -1),
    mediaan DOUBLE NOT NULL CHECK (mediaan >= -1),
    p75 DOUBLE NOT NULL CHECK (p75 >= -1),
    p95 DOUBLE NOT NULL CHECK (p95 >= -1),
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    conflict VARCHAR,
    toelichting VARCHAR,
    PRIMARY KEY (content, jaar)
);

CREATE TABLE IF NOT EXISTS cautions (
    content VARCHAR NOT NULL,
    volgorde BIGINT NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    jaar_vanaf BIGINT NOT NULL,
    let_op VARCHAR NOT NULL,
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    PRIMARY KEY (content, volgorde)
);

CREATE TABLE IF NOT EXISTS population (
    content VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    inwoners BIGINT NOT NULL CHECK (inwoners > 0),
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, gemeente_code, jaar)
);

CREATE TABLE IF NOT EXISTS salary_shift (
    content VARCHAR NOT NULL,
    gemeente_code VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    toename_eur BIGINT NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, gemeente_code, jaar)
);

CREATE TABLE IF NOT EXISTS comparators (
    content VARCHAR NOT NULL,
    groep VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    index_lasten DOUBLE CHECK (index_lasten >= 0),
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    toelichting VARCHAR,
    PRIMARY KEY (content, groep, jaar)
);

CREATE TABLE IF NOT EXISTS published_figures (
    content VARCHAR NOT NULL,
    volgnummer BIGINT NOT NULL,
    jaar VARCHAR NOT NULL,
    wie VARCHAR NOT NULL,
    maatstaf VARCHAR NOT NULL,
    waarde VARCHAR NOT NULL,
    eenheid VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('realisatie', 'begroting', 'bericht', 'raming', 'aanname')),
    bron_id VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    conflict VARCHAR,
    toelichting VARCHAR,
    PRIMARY KEY (content, volgnummer)
);

CREATE TABLE IF NOT EXISTS timeline (
    content VARCHAR NOT NULL,
    volgorde BIGINT NOT NULL,
    datum DATE,
    datum_tekst VARCHAR NOT NULL,
    gebeurtenis VARCHAR NOT NULL,
    bron_ids VARCHAR NOT NULL,
    kennisdatum DATE NOT NULL,
    PRIMARY KEY (content, volgorde)
);

CREATE TABLE IF NOT EXISTS statements (
    content VARCHAR NOT NULL,
    uitspraak_id VARCHAR NOT NULL,
    uitspraak VARCHAR NOT NULL,
    waar VARCHAR NOT NULL,
    bron_id VARCHAR NOT NULL,
    PRIMARY KEY (content, uitspraak_id)
);

CREATE TABLE IF NOT EXISTS considerations (
    content VARCHAR NOT NULL,
    volgorde BIGINT NOT NULL,
    onderwerp VARCHAR NOT NULL,
    scenario_id VARCHAR NOT NULL,
    overweging VARCHAR NOT NULL,
    uitspraken VARCHAR,
    bron_id VARCHAR NOT NULL,
    PRIMARY KEY (content, volgorde)
);

CREATE TABLE IF NOT EXISTS decisions (
    content VARCHAR NOT NULL,
    volgorde BIGINT NOT NULL,
    wie VARCHAR NOT NULL,
    rol VARCHAR NOT NULL,
    besluit VARCHAR NOT NULL,
    wanneer VARCHAR NOT NULL,
    bron_id VARCHAR NOT NULL,
    PRIMARY KEY (content, volgorde)
);
