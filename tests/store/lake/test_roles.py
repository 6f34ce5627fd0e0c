"""The roles of deploy/postgres.sql: what each may do with the catalogue, and what is said of what it may not."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.store.backup.holdings import holdings
from lib.store.database import stamp
from lib.store.faults import DatabaseUnwritable
from lib.store.lake.database import compact
from lib.store.lake.place import Lake
from lib.store.releases import current, ensure, load, releases
from lib.tables.content import SHIPPED, Content
from tests.postgres import PASSWORD, USER, Postgres, let_go, program
from tests.store.test_publishing import FILE, put
from tests.store.test_releases import changed

pytestmark = pytest.mark.heavy
NAME, READING = "routewijzer", "routewijzer_lezen"


@pytest.fixture
def roles(postgres: Postgres, tmp_path: Path) -> Iterator[tuple[Lake, Lake]]:
    """The place of the app and that of who reports, made by the file as an administrator runs it.

    The tests' own superuser happens to have the name of the app's role: here the app's has another.
    """
    text = (SHIPPED / "deploy" / "postgres.sql").read_text("utf-8")
    script = tmp_path / "postgres.sql"
    script.write_text(
        text.replace("ROLE routewijzer ", "ROLE eigenaar ")
        .replace("OWNER routewijzer", "OWNER eigenaar")
        .replace("TO routewijzer;", "TO eigenaar;"),
        "utf-8",
    )
    command = [str(program("psql")), "-qX", "-v", "ON_ERROR_STOP=1", "-f", str(script), postgres.address("postgres")]
    subprocess.run(command, env={**os.environ, "PGPASSWORD": PASSWORD}, check=True, capture_output=True)
    for role in ("eigenaar", READING):
        postgres.sql(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'")
    address = postgres.address(NAME)
    app = Lake(address.replace(f"user={USER}", "user=eigenaar"), str(tmp_path / "bestanden"))
    reader = Lake(address.replace(f"user={USER}", f"user={READING}"))
    yield app, reader
    for lake in (app, reader):
        let_go(lake)
    postgres.sql(f"DROP DATABASE {NAME} WITH (FORCE)")
    for role in ("eigenaar", READING):
        postgres.sql(f"DROP ROLE {role}")


def test_each_does_what_it_may(roles: tuple[Lake, Lake], postgres: Postgres, shipped: Content) -> None:
    app, reader = roles
    ensure(app, SHIPPED)
    put(app, changed(shipped, "population", inwoners=70_000), 1, FILE)
    compact(app, kept_days=0)
    for number in (1, 2):
        assert load(reader, number).hash == load(app, number).hash
    assert holdings(reader) == holdings(app)
    # Tables that came after the reader's rights were given out.
    put(app, changed(shipped, "population", inwoners=70_001), 2, FILE)
    assert stamp(reader) == stamp(app) and [one.number for one in releases(reader)] == [1, 2, 3]
    before = stamp(app)
    with pytest.raises(DatabaseUnwritable, match="gebruiker, wachtwoord en rechten"):
        put(reader, changed(shipped, "population", inwoners=70_002), 3, FILE)
    assert stamp(app) == before and current(app).number == 3


def test_nobody_else_gets_in(roles: tuple[Lake, Lake], postgres: Postgres) -> None:
    app, _ = roles
    postgres.sql(f"CREATE ROLE ander LOGIN PASSWORD '{PASSWORD}'")
    other = Lake(app.catalogue.replace("user=eigenaar", "user=ander"), app.files)
    with pytest.raises(DatabaseUnwritable, match="gebruiker, wachtwoord en rechten"):
        ensure(other, SHIPPED)
    postgres.sql("DROP ROLE ander")


def test_who_reports_makes_no_database(roles: tuple[Lake, Lake], tmp_path: Path) -> None:
    _, reader = roles
    with pytest.raises(DatabaseUnwritable, match="gebruiker, wachtwoord en rechten"):
        ensure(Lake(reader.catalogue, str(tmp_path / "bestanden")), SHIPPED)
