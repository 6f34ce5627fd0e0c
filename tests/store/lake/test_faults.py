"""What goes wrong with a shared database becomes a Dutch sentence: what is said, and what really happens."""

import errno
import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path

import duckdb
import pytest

from lib.store import faults
from lib.store.access import Person, Role, note_event
from lib.store.database import present, read, write
from lib.store.faults import StoreError
from lib.store.lake import connection as lines
from lib.store.lake.connection import SETTINGS, load
from lib.store.lake.place import Lake, in_words, overtaken
from lib.store.publishing import history
from lib.store.releases import current, ensure
from lib.store.releases import load as load_release
from lib.tables.content import SHIPPED
from tests.postgres import PASSWORD, Postgres, name_of
from tests.test_command_line import check_dutch

LAKE = Lake(f"host=pg user=app password={PASSWORD} dbname=rw", "/srv/bestanden")
PLACE = "ducklake:pg/rw"
AT = f'Unable to connect to Postgres at "host=pg password={PASSWORD} dbname=rw"'
COMMIT = (
    "TransactionContext Error: Failed to commit: Failed to commit DuckLake transaction.\\nExceeded the maximum retry count "
    "of 0 set by the ducklake_max_retry_count setting.\\n"
)
TYPED = (
    'INSERT INTO "public".ducklake_inlined_data VALUES (\'er is een "conflict": permission denied for wie dan ook\');'
)
QUERY = f'{COMMIT}Failed to flush changes into DuckLake: Failed to execute query "{TYPED}": '


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (f'{AT}: connection to server at "pg", port 5432 failed: Connection refused', "Unreachable", "antwoordt niet"),
        (f'{AT}: could not translate host name "pg" to address', "Unreachable", "antwoordt niet"),
        (f"{AT}: connection to server failed: FATAL:  the database system is starting up", "Unreachable", "antwoordt"),
        (f"{AT}: FATAL:  sorry, too many clients already", "Unreachable", "antwoordt niet"),
        ('Failed to execute query "ROLLBACK": ', "Unreachable", "antwoordt niet"),
        (f'{COMMIT}Failed to execute query "COMMIT": server closed the connection', "Unreachable", "antwoordt niet"),
        (f'{AT}: FATAL:  password authentication failed for user "app"', "Unwritable", "gebruiker, wachtwoord en rechten"),
        (f'{AT}: FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "Unwritable", "gebruiker, wachtwoord en rechten"),
        (f"{QUERY}ERROR:  permission denied for table ducklake_snapshot", "Unwritable", "gebruiker, wachtwoord en rechten"),
        (f'{AT}: FATAL:  database "rw" does not exist', "Unwritable", "createdb"),
        (f'{AT}: definition of service "rw" not found', "Unwritable", "Controleer ROUTEWIJZER_DATABASE"),
        (f'{AT}: invalid connection option "quatsch"', "Unwritable", "Controleer ROUTEWIJZER_DATABASE"),
        ('DATA_PATH parameter "/a/" does not match existing data path', "Unwritable", "ROUTEWIJZER_DATABASE_FILES"),
        (f'{QUERY}ERROR:  could not extend file "base/1": No space left on device', "Unwritable", "PostgreSQL van ducklake"),
        ('Cannot open file "/srv/bestanden/x.parquet": No space left on device', "Unwritable", "De schijf met de bestanden"),
        ('Cannot open file "/srv/bestanden/x.parquet": Permission denied', "Unwritable", "in de map met de bestanden van"),
        (f"{QUERY}ERROR:  canceling statement due to lock timeout", "Busy", "bezet"),
        (f'{QUERY}ERROR:  duplicate key value violates unique constraint "x"', "Busy", "bezet"),
        ("and creating a new DuckLake is explicitly disabled", "Missing", "is er niet"),
        ('Cannot open file "/srv/bestanden/x.parquet": No such file or directory', "Corrupt", "ontbreekt een bestand"),
        ("HTTP GET error reading 's3://meer/x' in region 'x' (HTTP 404 Not Found)", "Corrupt", "ontbreekt een bestand"),
        ("HTTP GET error reading 's3://meer/x' (HTTP 403 Forbidden)", "Unwritable", "AWS_ACCESS_KEY_ID"),
        ("Unable to connect to URL s3://meer/x: Forbidden (HTTP code 403)", "Unwritable", "AWS_ACCESS_KEY_ID"),
        ("Request returned HTTP 503 for HTTP PUT to 'http://opslag/x'", "Unreachable", "antwoordt niet"),
        ("Could not connect to server error for HTTP GET to 'http://opslag/x'", "Unreachable", "antwoordt niet"),
        ("SSL peer certificate or SSH remote key was not OK error for HTTP HEAD to 'x'", "Unreachable", "antwoordt niet"),
        ("Parquet file has no magic bytes", "Corrupt", "beschadigd"),
    ],
)  # fmt: skip
def test_each_kind_of_fault_is_a_sentence(error: str, kind: str, says: str) -> None:
    found = in_words(LAKE, duckdb.IOException(error))
    assert type(found) is getattr(faults, f"Database{kind}")
    assert says in found.melding and PASSWORD not in found.melding
    check_dutch(found.melding.replace("SECRET_ACCESS_KEY", ""))


def test_a_full_disk_of_ours_and_too_little_memory() -> None:
    assert "is vol" in in_words(LAKE, OSError(errno.ENOSPC, "x")).melding
    assert isinstance(in_words(LAKE, duckdb.OutOfMemoryException("x")), faults.OutOfMemory)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ('ERROR:  duplicate key value violates unique constraint "ducklake_snapshot_pkey"', True),
        ("ERROR:  could not serialize access due to concurrent update", True),
        ("ERROR:  permission denied for table ducklake_snapshot", False),
        ("server closed the connection unexpectedly", False),
        ("ERROR:  canceling statement due to statement timeout", False),
    ],
)
def test_only_who_was_beaten_to_it_begins_again(said: str, first: bool) -> None:
    """Whatever went wrong, DuckLake adds that it may not try again; and the statement holds what people typed."""
    assert overtaken(duckdb.TransactionException(QUERY + said)) is first
    assert not overtaken(duckdb.TransactionException(f'{COMMIT}Failed to execute query "COMMIT": server closed'))


def told(action: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as refused:
        action()
    assert PASSWORD not in refused.value.melding
    return f"{type(refused.value).__name__}: {refused.value.melding}"


@pytest.fixture
def catalogue(shared: Lake) -> Callable[..., Lake]:
    """The place of a shared database with other words in it."""

    def other(**words: object) -> Lake:
        made = " ".join(part for part in shared.catalogue.split() if part.split("=")[0] not in words)
        return Lake(" ".join([made, *(f"{name}={value}" for name, value in words.items())]))

    return other


@pytest.mark.heavy
def test_what_postgresql_refuses(catalogue: Callable[..., Lake]) -> None:
    assert "wachtwoord" in told(lambda: current(catalogue(password="fout")))
    assert "createdb" in told(lambda: current(catalogue(dbname="bestaat_niet")))
    assert "DatabaseUnreachable" in told(lambda: current(catalogue(port=1)))
    assert "DatabaseUnreachable" in told(lambda: current(catalogue(host="bestaat.invalid")))
    assert "Controleer ROUTEWIJZER_DATABASE" in told(lambda: current(catalogue(quatsch=1)))
    assert "Controleer ROUTEWIJZER_DATABASE" in told(lambda: current(Lake("service=bestaat_niet")))


@pytest.mark.heavy
def test_other_files_than_the_catalogue_knows(shared: Lake, tmp_path: Path) -> None:
    assert "ROUTEWIJZER_DATABASE_FILES" in told(lambda: current(replace(shared, files=str(tmp_path / "anders"))))
    assert not (tmp_path / "anders").exists()


@pytest.mark.heavy
def test_a_catalogue_without_a_lake(postgres: Postgres, tmp_path: Path) -> None:
    empty = postgres.lake(tmp_path / "bestanden")
    assert not present(empty)
    assert "DatabaseMissing" in told(lambda: current(empty))
    assert "ROUTEWIJZER_DATABASE_FILES" in told(lambda: ensure(replace(empty, files=None), SHIPPED))
    (tmp_path / "bestanden" / "main").mkdir(parents=True)
    (tmp_path / "bestanden" / "main" / "van een ander.parquet").touch()
    assert "staan al bestanden" in told(lambda: ensure(empty, SHIPPED))
    (tmp_path / "bestanden" / "main" / "van een ander.parquet").unlink()
    ensure(empty, SHIPPED)
    assert current(empty).number == 1
    postgres.drop(empty)


@pytest.mark.heavy
def test_the_folder_with_the_files_is_not_there(shared: Lake) -> None:
    """Nobody makes another one of that name, which no other machine would see."""
    files = Path(str(shared.files))
    current(shared)
    aside = files.rename(files.with_name("elders"))
    for known in (shared, replace(shared, files=None)):
        assert "ontbreekt een bestand" in told(lambda known=known: load_release(known, 1))
        assert "op deze machine niet te vinden" in told(lambda known=known: noted(known))
    assert not files.exists()
    aside.rename(files)
    noted(shared)
    assert history(shared)[-1].actor == "Sam"


def noted(lake: Lake) -> None:
    write(lake, lambda connection: note_event(connection, Person("Sam", Role.ANALIST), "proef", "conflict"))


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("trigger", "body", "says"),
    [
        (
            "CONSTRAINT TRIGGER t AFTER INSERT ON ducklake_snapshot DEFERRABLE INITIALLY DEFERRED",
            "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL;",
            "DatabaseUnreachable",
        ),
        (
            "TRIGGER t AFTER INSERT ON ducklake_snapshot",
            "RAISE EXCEPTION 'could not extend file \"base/1\": No space left on device' USING ERRCODE = '53100';",
            "De schijf met de PostgreSQL",
        ),
    ],
)
def test_what_postgresql_does_in_the_middle_of_writing(
    shared: Lake, postgres: Postgres, trigger: str, body: str, says: str
) -> None:
    """It is tried once: whatever happened, nobody was there before us."""
    database, tries = name_of(shared), []
    postgres.sql(f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$", database)
    postgres.sql(f"CREATE {trigger} FOR EACH ROW EXECUTE FUNCTION f()", database)
    before = len(history(shared))

    def once(connection: duckdb.DuckDBPyConnection) -> None:
        tries.append(1)
        note_event(connection, Person("Sam", Role.ANALIST), "proef", "conflict")

    assert says in told(lambda: write(shared, once))
    postgres.sql("DROP TRIGGER t ON ducklake_snapshot", database)
    assert (len(tries), len(history(shared))) == (1, before)
    noted(shared)


def test_nothing_is_fetched_and_nothing_unsigned_is_loaded() -> None:
    with lines.loaded(lines.POSTGRES, lines.DUCKLAKE) as connection:
        names = "'autoinstall_known_extensions', 'autoload_known_extensions', 'allow_unsigned_extensions'"
        found = connection.execute(f"SELECT value FROM duckdb_settings() WHERE name IN ({names})").fetchall()
        assert found == [("false",)] * 3
        with pytest.raises(duckdb.Error, match="annot change"):
            connection.execute("SET GLOBAL allow_unsigned_extensions = true")
        with pytest.raises(duckdb.Error):
            connection.execute("LOAD httpfs")


@pytest.fixture
def extensions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the smallest extension that DuckDB takes for the installed one."""
    real = importlib.util.find_spec("duckdb_extension_postgres_scanner")
    assert real is not None and real.origin is not None
    shutil.copytree(Path(real.origin).parent, tmp_path / "pakket")
    spec = ModuleSpec("duckdb_extension_postgres_scanner", None, origin=str(tmp_path / "pakket" / "__init__.py"))
    monkeypatch.setattr(lines, "find_spec", lambda name: spec)
    return next((tmp_path / "pakket").rglob("*.duckdb_extension"))


def test_an_extension_that_was_changed_is_not_loaded(extensions: Path) -> None:
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        load(connection, lines.POSTGRES)
    raw = bytearray(extensions.read_bytes())
    raw[len(raw) // 2] ^= 1
    # Another file of that name: the first one is in use by now.
    extensions.unlink()
    extensions.write_bytes(raw)
    said = told(lambda: read(LAKE, lambda connection: None))
    assert "is niet zoals DuckDB het maakte" in said and "requirements-ducklake.txt" in said
    check_dutch(said.partition(": ")[2].replace("requirements-ducklake.txt", ""))


def test_an_extension_that_is_not_installed(extensions: Path) -> None:
    extensions.unlink()
    said = told(lambda: read(LAKE, lambda connection: None))
    assert "ontbreekt het onderdeel postgres_scanner" in said and "requirements-ducklake.txt" in said
