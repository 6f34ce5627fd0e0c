"""A protected database belongs to the secret it was protected with: first, another one, the one before, none, a backup."""

import shutil
from pathlib import Path

import pytest

from lib.render.release_files import record_csv
from lib.store.access import PROTECTED, REFUSED, is_protected
from lib.store.backup.backup import RESTORED, back_up, restore
from lib.store.backup.holdings import move
from lib.store.file.database import copy_out
from lib.store.locations import Database
from lib.store.publishing import Event, history
from lib.store.secrets import (
    FIRST,
    LOCAL,
    RENEWED,
    REPLACED,
    STAYED,
    Access,
    NothingToReplace,
    OtherSecret,
    access,
    admit,
    bind,
    check_secret,
    protected_with,
    replace_secret,
)
from tests.people import beheerder, protect, settings_with

OWN, NEXT, OTHER = "0123456789abcdef" * 3, "fedcba9876543210" * 3, "13579bdf02468ace" * 3


@pytest.fixture
def of(tmp_path: Path) -> "Settings":
    return Settings(tmp_path)


class Settings:
    """secrets.toml files, each read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, secret: str, previous: str = "") -> Access:
        return access(settings_with(self.folder / f"s-{secret}-{previous}", secret, previous))


def around(database: Database) -> list[Event]:
    return [event for event in history(database) if event.kind == "database"]


def acts(database: Database) -> list[str]:
    return [event.act for event in around(database)]


def refused(database: Database, settings: Access) -> str:
    """What is said of these settings, whoever asks; nothing is changed."""
    before = acts(database)
    for ask in (lambda: check_secret(database, settings), lambda: bind(database, settings, "Routewijzer")):
        with pytest.raises(OtherSecret) as caught:
            ask()
        assert acts(database) == before
    return caught.value.melding


def test_the_first_start_with_sign_in_notes_the_secret_once(database: Database, of: Settings) -> None:
    assert check_secret(database, of(OWN)) == "" and check_secret(database, LOCAL) == ""
    for _ in range(2):
        bind(database, of(OWN), "Routewijzer")
    assert is_protected(database) and acts(database) == [PROTECTED, FIRST]
    assert protected_with(database) == check_secret(database, of(OWN)) == of(OWN).mark
    told = around(database)[-1].what
    assert told == f"geheim van het aanmelden vastgelegd: kenmerk {of(OWN).mark}"
    written = record_csv(database, by=beheerder("b")).decode("utf-8-sig")
    assert told in written and OWN not in written and OWN[:16] not in written


def test_settings_with_another_secret_or_with_none_are_refused(database: Database, of: Settings) -> None:
    bind(database, of(OWN), "Routewijzer")
    assert "een ander cookie_secret dan in secrets.toml" in refused(database, of(OTHER))
    for settings in (of(""), LOCAL, of("", OWN)):
        assert "ontbreekt [auth]" in refused(database, settings)
    assert check_secret(database, of(OWN))


def test_a_token_from_other_settings_is_refused_on_the_record(database: Database, of: Settings) -> None:
    bind(database, of(OWN), "Routewijzer")
    admit(database, of(OWN), "Jan")
    with pytest.raises(OtherSecret):
        admit(database, of(OTHER), "Jan")
    last = around(database)[-1]
    assert (last.actor, last.act, last.note) == ("Jan", REFUSED, "rol: onbekend")
    assert last.what == "geweigerd: werken met instellingen van een ander geheim"


def test_a_database_that_an_earlier_version_protected_notes_it_at_the_first_start(
    database: Database, of: Settings
) -> None:
    protect(database, "Routewijzer")
    for settings in (of(OWN), of(OTHER), of("")):
        assert check_secret(database, settings) == ""
    bind(database, of(OWN), "Routewijzer")
    assert acts(database) == [PROTECTED, FIRST]
    refused(database, of(OTHER))


def test_another_secret_with_the_one_before_it(database: Database, of: Settings) -> None:
    bind(database, of(OWN), "Routewijzer")
    assert check_secret(database, of(NEXT, OWN)) == of(OWN).mark, "before the start too"
    refused(database, of(NEXT, OTHER))
    for _ in range(2):
        bind(database, of(NEXT, OWN), "Routewijzer")
    assert acts(database) == [PROTECTED, FIRST, RENEWED]
    assert around(database)[-1].what.endswith(f"vernieuwd: kenmerk {of(NEXT).mark}, met het vorige geheim erbij")
    assert check_secret(database, of(NEXT)) == of(NEXT).mark
    refused(database, of(OWN))
    # Who knows the one of before, which was given up, cannot go on from it.
    refused(database, of(OTHER, OWN))


def test_the_one_before_is_lost(database: Database, of: Settings) -> None:
    with pytest.raises(NothingToReplace, match="nog niet met een geheim beschermd"):
        replace_secret(database, of(NEXT), beheerder("Kim"))
    bind(database, of(OWN), "Routewijzer")
    for settings, words in ((of(OWN), "hoort al bij"), (of(""), "ontbreekt .auth."), (LOCAL, "ontbreekt .auth.")):
        with pytest.raises(NothingToReplace, match=words):
            replace_secret(database, settings, beheerder("Kim"))
    assert acts(database) == [PROTECTED, FIRST]
    replace_secret(database, of(NEXT), beheerder("Kim"))
    last = around(database)[-1]
    assert (last.actor, last.act) == ("Kim", REPLACED)
    assert last.what.endswith(f"vervangen: kenmerk {of(NEXT).mark}, zonder het vorige geheim")
    assert check_secret(database, of(NEXT)) == of(NEXT).mark
    refused(database, of(OWN))


def test_the_first_one_can_come_back(database: Database, of: Settings) -> None:
    bind(database, of(OWN), "Routewijzer")
    bind(database, of(NEXT, OWN), "Routewijzer")
    bind(database, of(OWN, NEXT), "Routewijzer")
    assert acts(database) == [PROTECTED, FIRST, RENEWED, RENEWED]
    refused(database, of(NEXT))


@pytest.mark.heavy
def test_a_backup_from_before_another_secret_leaves_it_as_it_is(
    database: Database, of: Settings, tmp_path: Path
) -> None:
    kept = [tmp_path / f"{number}.zip" for number in range(2)]
    back_up(database, kept[0], by=beheerder("b"), program="x")
    bind(database, of(OWN), "Routewijzer")
    back_up(database, kept[1], by=beheerder("b"), program="x")
    bind(database, of(NEXT, OWN), "Routewijzer")
    for file, events in zip(kept, ([PROTECTED, STAYED, RESTORED], [PROTECTED, FIRST, STAYED, RESTORED]), strict=True):
        restore(file, database, by=beheerder("b"))
        assert [act for act in acts(database) if act != "reservekopie gemaakt"] == events
        assert check_secret(database, of(NEXT)) == of(NEXT).mark
        refused(database, of(OWN))


@pytest.mark.heavy
def test_a_backup_on_another_machine_takes_its_own_secret_the_one_before_or_a_replacement(
    database: Database, of: Settings, tmp_path: Path
) -> None:
    bind(database, of(OWN), "Routewijzer")
    kept = back_up(database, tmp_path / "kopie.zip", by=beheerder("b"), program="x").place
    for number, settings in enumerate((of(OWN), of(NEXT, OWN), of(NEXT))):
        there = tmp_path / f"daar{number}" / "routewijzer.duckdb"
        restore(kept, there, by=beheerder("b"))
        refused(there, of(OTHER))
        if number == 2:
            refused(there, settings)
            replace_secret(there, settings, beheerder("Kim"))
        bind(there, settings, "Routewijzer")
        assert check_secret(there, settings) == settings.mark


@pytest.mark.heavy
def test_a_database_that_moves_takes_its_secret_along(database: Database, of: Settings, tmp_path: Path) -> None:
    bind(database, of(OWN), "Routewijzer")
    move(database, tmp_path / "nieuw.duckdb", by=beheerder("b"))
    refused(tmp_path / "nieuw.duckdb", of(OTHER))
    assert check_secret(tmp_path / "nieuw.duckdb", of(OWN))


@pytest.mark.one_file
def test_a_copy_of_the_file_is_refused_as_well(database: Path, of: Settings, tmp_path: Path) -> None:
    bind(database, of(OWN), "Routewijzer")
    copy = tmp_path / "kopie.duckdb"
    copy_out(database, lambda source: shutil.copyfileobj(source, copy.open("wb")))
    refused(copy, of(OTHER))


@pytest.mark.one_file
def test_what_is_not_there_or_cannot_be_read_belongs_to_no_secret(database: Path, of: Settings, tmp_path: Path) -> None:
    """It is what a backup is put back for."""
    assert check_secret(tmp_path / "geen.duckdb", of(OWN)) == ""
    database.write_bytes(b"rubbish")
    assert check_secret(database, of(OWN)) == ""
