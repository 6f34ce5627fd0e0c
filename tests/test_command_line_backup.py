"""backup, verify, restore on the command line: in Dutch, with a line in the record, and for who may."""

from pathlib import Path

import pytest

from lib.__main__ import main
from lib.cli.acting import TOKEN
from lib.store.locations import SECRETS
from lib.store.migration import SCHEMA
from lib.store.publishing import history
from lib.store.secrets import hash_of
from tests.people import protect
from tests.test_command_line import Run, check_dutch, database, made, names, run, shipped

__all__ = ["database", "made", "run", "shipped"]


@pytest.fixture
def kept(run: Run, database: Path, tmp_path: Path) -> Path:
    ended = run("backup", "--to", tmp_path / "kopie.zip", "--by", "Sam", "--database", database)
    assert (ended.code, ended.err) == (0, "")
    assert f"Reservekopie {tmp_path / 'kopie.zip'} gemaakt, met 1 release, 0 verkenningen en" in ended.out
    check_dutch(ended.out)
    return tmp_path / "kopie.zip"


def test_made_looked_at_destroyed_and_put_back(run: Run, database: Path, kept: Path) -> None:
    looked = run("verify", kept)
    assert (looked.code, looked.err) == (0, "")
    assert "is in orde: gemaakt op " in looked.out and f"schema {SCHEMA}, met 1 release, " in looked.out
    check_dutch(looked.out)
    database.write_bytes(b"rubbish")
    back = run("restore", kept, "--by", "Sam", "--database", database)
    assert (back.code, back.err) == (0, "")
    assert f"staat terug in {database}" in back.out
    assert "De database van daarvoor staat nu in " in back.out
    check_dutch(back.out)
    first, restored = history(database)
    assert (first.actor, restored.actor, restored.act) == ("Routewijzer", "Sam", "teruggezet")


def test_into_a_folder_and_where_there_was_no_database(run: Run, database: Path, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "kopieën").mkdir()
    assert run("backup", "--to", tmp_path / "kopieën", "--database", database).code == 0
    (file,) = names(tmp_path / "kopieën")
    assert file.startswith("routewijzer-") and file.endswith(".zip")
    back = run("restore", tmp_path / "kopieën" / file, "--database", tmp_path / "nieuw" / "x.duckdb")
    assert back.code == 0 and "van daarvoor" not in back.out
    assert names(tmp_path / "nieuw") == ["x.duckdb"]


def test_a_backup_does_not_make_the_database_first(run: Run, tmp_path: Path) -> None:
    ended = run("backup", "--to", tmp_path / "kopie.zip", "--database", tmp_path / "geen.duckdb")
    assert (ended.code, len(ended.lines)) == (1, 1)
    assert "is er niet" in ended.err and names(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "geen.zip"), "geen.zip is niet te gebruiken: dit bestand is er niet."),
        (("restore", "geen.zip"), "geen.zip is niet te gebruiken: dit bestand is er niet."),
        (("verify", __file__), "dit is geen reservekopie van de Routewijzer, of zij is onvolledig."),
        (("backup", "--to", __file__), "bestaat al. Kies een andere naam, of een map."),
    ],
)
def test_refused_in_one_line(run: Run, database: Path, words: tuple[str, ...], said: str) -> None:
    ended = run(*words, "--database", database)
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert said in ended.err


@pytest.mark.parametrize(
    ("words", "said"), [(("backup",), "--to"), (("verify",), "BESTAND"), (("restore",), "BESTAND")]
)
def test_wrong_usage(run: Run, words: tuple[str, ...], said: str) -> None:
    ended = run(*words)
    assert ended.code == 2 and f"dit ontbreekt: {said}." in ended.err


def ended(*words: object, database: Path) -> int:
    return main([*map(str, words), "--database", str(database)])


@pytest.mark.heavy
def test_a_protected_database_takes_a_token_and_a_damaged_one_anybody_at_the_machine(
    database: Path, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put back, a protected one still takes nobody unknown."""
    protect(database, "Routewijzer")
    for words in (("backup", "--to", tmp_path / "nee.zip"), ("restore", kept)):
        assert ended(*words, database=database) == 1
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[tokens."Nachtkopie"]\nrol = "beheerder"\nsha256 = "{hash_of("geheim")}"\n')
    monkeypatch.setenv(SECRETS, str(secrets))
    monkeypatch.setenv(TOKEN, "geheim")
    protected = tmp_path / "beschermd.zip"
    assert ended("backup", "--to", protected, database=database) == 0
    monkeypatch.delenv(TOKEN)
    database.write_bytes(b"rubbish")
    assert ended("restore", protected, "--by", "Sam", database=database) == 0
    assert ended("restore", protected, "--by", "Sam", database=database) == 1
    assert [(event.actor, event.act) for event in history(database)[1:]] == [
        ("Sam", "reservekopie gemaakt"),
        ("Routewijzer", "beschermd"),
        *[(event.actor, "geweigerd") for event in history(database)[3:5]],
        ("Sam", "teruggezet"),
        ("Sam", "geweigerd"),
    ]
