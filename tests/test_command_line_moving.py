"""move and compact on the command line, and the others on a shared database: in Dutch, for who may, and never a password."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib.cli.acting import TOKEN
from lib.store.backup.holdings import holdings
from lib.store.lake.place import Lake
from lib.store.locations import DATABASE, FILES, SECRETS
from lib.store.publishing import history
from lib.store.releases import current
from lib.store.secrets import hash_of
from lib.tables.content import short
from tests.people import protect
from tests.postgres import PASSWORD, Postgres
from tests.store.meddling import name_of
from tests.test_command_line import Ended, Run, check_dutch, database, made, names, outside, run, shipped

__all__ = ["database", "made", "run", "shipped"]
UNKNOWN = f"ducklake:postgres:host=127.0.0.1 port=1 user=app password={PASSWORD} dbname=rw"
#: Options and settings have English in their names.
WORDS = ("SECRET", "requirements-ducklake.txt")


def silent(ended: Ended) -> Ended:
    """It never says the password."""
    assert PASSWORD not in ended.out + ended.err
    check_dutch(ended.out)
    return ended


@pytest.mark.parametrize(
    ("words", "said"), [(("--to", "x"), "--from"), (("--from", "x"), "--to"), ((), "--from, --to")]
)
def test_wrong_usage(run: Run, words: tuple[str, ...], said: str) -> None:
    ended = run("move", *words)
    assert ended.code == 2 and f"dit ontbreekt: {said}." in ended.err


def test_from_one_file_to_another(run: Run, database: Path, tmp_path: Path) -> None:
    before = holdings(database)
    ended = silent(run("move", "--from", database, "--to", tmp_path / "nieuw" / "x.duckdb", "--by", "Sam"))
    assert (ended.code, ended.err) == (0, "")
    assert "1 release, 0 verkenningen en 0 bevroren standen" in ended.out
    assert f"Het kenmerk is in beide {short(before.hash)}. " in ended.out
    assert holdings(tmp_path / "nieuw" / "x.duckdb") == before == holdings(database)


def test_nothing_happens_where_there_is_a_database_already(run: Run, database: Path, tmp_path: Path) -> None:
    other = tmp_path / "ander.duckdb"
    other.write_bytes(database.read_bytes())
    both = database.read_bytes(), other.read_bytes()
    ended = silent(run("move", "--from", database, "--to", other))
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert f"Er is al een database in {other}" in ended.err
    assert (database.read_bytes(), other.read_bytes()) == both


def test_there_is_nothing_to_move(run: Run, tmp_path: Path) -> None:
    ended = silent(run("move", "--from", tmp_path / "geen.duckdb", "--to", tmp_path / "x.duckdb"))
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert "is er niet" in ended.err and names(tmp_path) == []


@pytest.mark.parametrize("of", ["--from", "--to"])
def test_a_shared_database_that_does_not_answer(run: Run, database: Path, tmp_path: Path, of: str) -> None:
    places = {"--from": str(database), "--to": str(tmp_path / "x.duckdb")} | {of: UNKNOWN}
    ended = silent(run("move", "--from", places["--from"], "--to", places["--to"], "--files", tmp_path / "meer"))
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert "ducklake:127.0.0.1/rw antwoordt niet" in ended.err
    assert names(tmp_path) == ["routewijzer.duckdb"]


def test_one_file_needs_no_compacting(run: Run, database: Path) -> None:
    before = database.read_bytes()
    ended = silent(run("compact", "--database", database))
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert "is één bestand" in ended.err and database.read_bytes() == before


def test_who_may_move_a_protected_database(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect(database, "Routewijzer")
    tokens(tmp_path, monkeypatch)
    for role, says in ((None, "beschermd"), ("analist", "de rol beheerder nodig"), ("onbekend", TOKEN)):
        monkeypatch.delenv(TOKEN, raising=False)
        if role is not None:
            monkeypatch.setenv(TOKEN, role)
        ended = silent(run("move", "--from", database, "--to", tmp_path / "x.duckdb"))
        assert (ended.code, len(ended.lines)) == (1, 1) and says in ended.err
        assert not (tmp_path / "x.duckdb").exists()
    monkeypatch.setenv(TOKEN, "beheerder")
    assert run("move", "--from", database, "--to", tmp_path / "x.duckdb").code == 0
    # It takes along that it is protected.
    monkeypatch.delenv(TOKEN)
    assert "beschermd" in run("releases", "--database", tmp_path / "x.duckdb").err


def tokens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For each role a token that is its name."""
    told = "".join(
        f'[tokens.{role}]\nrol = "{role}"\nsha256 = "{hash_of(role)}"\n' for role in ("lezer", "analist", "beheerder")
    )
    (folder / "geheim").mkdir()
    (folder / "geheim" / "secrets.toml").write_text(told, "utf-8")
    monkeypatch.setenv(SECRETS, str(folder / "geheim" / "secrets.toml"))


@pytest.fixture
def empty(postgres: Postgres, tmp_path: Path) -> Iterator[Lake]:
    """Where a shared database can come."""
    lake = postgres.lake(tmp_path / "meer" / "bestanden")
    yield lake
    postgres.drop(lake)


@pytest.mark.heavy
def test_there_and_back_and_what_was_stays(run: Run, database: Path, empty: Lake, tmp_path: Path) -> None:
    before, there, back = holdings(database), name_of(empty), tmp_path / "terug.duckdb"
    gone = silent(run("move", "--from", database, "--to", there, "--files", empty.files, "--by", "Sam"))
    assert (gone.code, gone.err) == (0, "") and short(before.hash) in gone.out
    assert holdings(empty) == before
    came = silent(run("move", "--from", there, "--to", back))
    assert (came.code, came.err) == (0, "") and holdings(back) == before == holdings(database)
    for words in (("--from", database, "--to", there, "--files", empty.files), ("--from", there, "--to", database)):
        again = silent(run("move", *words))
        assert (again.code, again.out) == (1, "") and "Er is al een database in" in again.err
    assert holdings(empty) == before == holdings(database)


@pytest.mark.heavy
def test_where_the_files_come_has_to_be_said(
    run: Run, database: Path, empty: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FILES, raising=False)
    ended = silent(run("move", "--from", database, "--to", name_of(empty)))
    assert (ended.code, ended.out) == (1, "") and FILES in ended.err
    (tmp_path / "bezet").mkdir()
    (tmp_path / "bezet" / "iets.parquet").touch()
    ended = silent(run("move", "--from", database, "--to", name_of(empty), "--files", tmp_path / "bezet"))
    assert (ended.code, ended.out) == (1, "") and "staan al bestanden" in ended.err
    assert names(tmp_path / "bezet") == ["iets.parquet"]
    assert "is er niet" in run("move", "--from", name_of(empty), "--to", tmp_path / "x.duckdb").err
    assert not (tmp_path / "x.duckdb").exists()


@pytest.mark.heavy
def test_the_others_on_a_shared_database(
    run: Run, shared: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE, name_of(shared))
    checked = silent(run("check"))
    assert checked.code == 0 and f"In de database {shared} is release 1 in gebruik" in checked.out
    assert "Eerste cijfers" in silent(run("releases")).out
    kept = silent(run("backup", "--to", tmp_path / "kopie.zip"))
    assert kept.code == 0 and silent(run("verify", tmp_path / "kopie.zip")).code == 0
    back = silent(run("restore", tmp_path / "kopie.zip", "--database", tmp_path / "x.duckdb"))
    assert back.code == 0 and current(tmp_path / "x.duckdb").hash == current(shared).hash
    small = silent(run("compact"))
    assert (small.code, small.err) == (0, "")
    assert re.search(rf"{re.escape(str(shared))} had [1-9]\d* bestanden", small.out)
    wrong = silent(run("check", "--database", name_of(replace(shared, catalogue=shared.catalogue + "x"))))
    assert (wrong.code, len(wrong.lines)) == (1, 1) and "createdb" in wrong.err


@pytest.mark.heavy
def test_who_may_compact_and_move_a_protected_one(
    run: Run, shared: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect(shared, "Routewijzer")
    tokens(tmp_path, monkeypatch)
    for words in (
        ("compact", "--database", name_of(shared)),
        ("move", "--from", name_of(shared), "--to", tmp_path / "x"),
    ):
        for role, says in ((None, "beschermd"), ("analist", "de rol beheerder nodig")):
            monkeypatch.delenv(TOKEN, raising=False)
            if role is not None:
                monkeypatch.setenv(TOKEN, role)
            before = len(history(shared))
            ended = silent(run(*words))
            assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1) and says in ended.err
            assert [event.act for event in history(shared)[before:]] == ["geweigerd"]
        monkeypatch.setenv(TOKEN, "beheerder")
        assert silent(run(*words)).code == 0


@pytest.mark.heavy
def test_a_process_of_its_own_says_no_password_either(shared: Lake, tmp_path: Path) -> None:
    """Nor does its log, nor what Python says of itself."""
    settings = {**os.environ, DATABASE: name_of(shared), "ROUTEWIJZER_LOG": "debug", "PYTHONDEVMODE": "1"}
    wrong = {**settings, DATABASE: name_of(shared).replace(f"password={PASSWORD}", f"password=x{PASSWORD}")}
    for env, code in ((settings, 0), (wrong, 1)):
        done: subprocess.CompletedProcess[str] = outside("releases", env=env)
        assert done.returncode == code, done.stderr
        assert PASSWORD not in done.stdout + done.stderr
