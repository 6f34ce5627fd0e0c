"""Verkenningen: kept whole and for ever, in the record, out as a file and in again without loss."""

import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.store.handed_in import LARGEST_FILE
from lib.store.locations import Database
from lib.store.publishing import NotAllowed, history, publish, withdraw
from lib.store.releases import CONCEPT, UnknownRelease, releases
from lib.store.saved_views import keep, verkenningen, withdraw_verkenning
from lib.store.verkenning import LONGEST, Verkenning, read_file, text_problems, write_file
from lib.tables.content import SHIPPED, Content
from lib.tables.rows import Unsound
from lib.upload.meaning.context import Personal
from tests.people import beheerder
from tests.store.meddling import LAYOUT_3, meddling, name_of
from tests.store.test_releases import changed

ONE = Verkenning(
    "Somber over schaal",
    'Wat als de "kleine" schaal \\ meer kost? É\u2019en < twee',
    "Controller A",
    datetime(2020, 3, 26, 12, 30, 15),
    1,
    "maatschappelijke_onderneming_2017",
    "akkoord_2020",
    None,
    (("frictie_per_persoon", 12300.0), ("loonindex", 0.1 + 0.2), ("schaalverlies", 0.065)),
)
FILE = """[verkenning]
naam = "Somber"
toelichting = "Waarom"
door = "Controller"
gemaakt_op = 2020-03-26T12:30:15Z
release = 1
route_a = "een"
route_b = "twee"

[aannames]
schaalverlies = 0.065
"""
BSN = "123456782"


OWN = replace(ONE, people="loonstijging_2021", values=(("efficiency_eindwaarde@GM0163", 0.08), ("loonindex", 0.02)))


def test_where_the_people_are_and_own_values_of_a_gemeente_come_back(database: Database) -> None:
    assert keep(database, OWN, by=beheerder("A")) == keep(database, OWN, by=beheerder("A")) == 1
    (stored,) = verkenningen(database)
    assert stored.verkenning == OWN == read_file("a.toml", write_file(OWN))
    assert b'\nmensen = "loonstijging_2021"\n' in write_file(OWN)
    assert b'\n"efficiency_eindwaarde@GM0163" = 0.08\nloonindex = 0.02\n' in write_file(OWN)


def test_kept_as_it_was_and_on_record(database: Database) -> None:
    before = [info.hash for info in releases(database)]
    assert keep(database, ONE, by=beheerder("Controller A")) == 1
    assert keep(database, replace(ONE, name="Ander", key="inwoners"), by=beheerder("Raadslid"), handed_in=True) == 2
    first, second = verkenningen(database)
    assert (first.number, first.verkenning, first.in_force) == (1, ONE, True)
    assert second.verkenning == replace(ONE, name="Ander", key="inwoners")
    assert (first.people, second.people) == (None, None)
    assert [(each.act, each.actor, each.note) for each in second.acts] == [("aangeleverd", "Raadslid", ONE.note)]
    withdraw_verkenning(database, 1, note="vergist", by=beheerder("Controller B"))
    assert [kept.in_force for kept in verkenningen(database)] == [False, True]
    assert verkenningen(database)[0].verkenning == ONE
    told = [(event.verkenning, event.act, event.actor, event.note) for event in history(database)]
    assert told[0][:2] == (None, "gepubliceerd")
    assert told[1:] == [
        (1, "bewaard", "Controller A", ONE.note),
        (2, "aangeleverd", "Raadslid", ONE.note),
        (1, "ingetrokken", "Controller B", "vergist"),
    ]
    assert [info.hash for info in releases(database)] == before


def test_keeping_the_same_twice_keeps_one(database: Database) -> None:
    """A second click comes a moment later."""
    assert keep(database, ONE, by=beheerder("A")) == 1
    assert keep(database, replace(ONE, made_at=datetime(2020, 3, 26, 12, 30, 16)), by=beheerder("A")) == 1
    assert len(verkenningen(database)) == 1 and len(history(database)) == 2
    withdraw_verkenning(database, 1, note="weg", by=beheerder("A"))
    assert keep(database, ONE, by=beheerder("A")) == 2


def test_the_record_is_in_the_order_of_time(database: Database, shipped: Content) -> None:
    keep(database, ONE, by=beheerder("A"))
    other = changed(shipped, "gemeenten", gemeente="Almelo-Oost")
    publish(database, other, name="P", note="n", by=beheerder("p"), files=[], expected=1)
    withdraw_verkenning(database, 1, note="weg", by=beheerder("A"))
    withdraw(database, 1, note="oud", by=beheerder("p"))
    events = history(database)
    assert [(event.verkenning, event.release, event.act) for event in events] == [
        (None, 1, "gepubliceerd"),
        (1, 1, "bewaard"),
        (None, 2, "gepubliceerd"),
        (1, 1, "ingetrokken"),
        (None, 1, "ingetrokken"),
    ]
    assert [event.happened_at for event in events] == sorted(event.happened_at for event in events)


def test_what_cannot_be_done_changes_nothing(database: Database, shipped: Content) -> None:
    concept = changed(shipped, "gemeenten", gemeente="Almelo-Oost")
    publish(database, concept, name="P", note="n", by=beheerder("p"), files=[], expected=1, state=CONCEPT)
    keep(database, ONE, by=beheerder("A"))
    before = history(database), verkenningen(database)
    for taken in (replace(ONE, name="SOMBER over schaal"), replace(ONE, note="anders")):
        with pytest.raises(NotAllowed, match="Verkenning 1 heeft deze naam al"):
            keep(database, taken, by=beheerder("A"))
    with pytest.raises(NotAllowed, match="Verkenning 1 heeft deze naam al"):
        keep(database, ONE, by=beheerder("B"))
    for unknown in (2, 9):
        with pytest.raises(UnknownRelease):
            keep(database, replace(ONE, name="Ander", release=unknown), by=beheerder("A"))
    with pytest.raises(NotAllowed, match="bestaat niet"):
        withdraw_verkenning(database, 7, note="n", by=beheerder("a"))
    for note, actor in (("", "a"), ("n", " "), ("n" * 301, "a"), (f"bsn {BSN}", "a"), ("n", "a@b.nl")):
        with pytest.raises(Unsound):
            withdraw_verkenning(database, 1, note=note, by=beheerder(actor))
    for wrong in (replace(ONE, name="x" * 81), replace(ONE, name="Ander", values=(("loonindex", 1e13),))):
        with pytest.raises(Unsound):
            keep(database, wrong, by=beheerder("A"))
    assert (history(database), verkenningen(database)) == before
    withdraw_verkenning(database, 1, note="n", by=beheerder("a"))
    with pytest.raises(NotAllowed, match="al ingetrokken"):
        withdraw_verkenning(database, 1, note="n", by=beheerder("a"))
    assert keep(database, ONE, by=beheerder("A")) == 2


def test_a_layout_without_verkenningen_that_takes_no_writing_has_none(database: Database) -> None:
    gone = ("verkenning_events", "verkenning_values", "verkenning_people")
    with meddling(database) as connection:
        for statement in (*LAYOUT_3, *(f"DROP TABLE {name}" for name in gone)):
            connection.execute(statement)
        connection.execute("DROP TABLE verkenningen")
    assert verkenningen(database) == []
    assert len(history(database)) == 1
    assert keep(database, ONE, by=beheerder("A")) == 1


@pytest.mark.heavy
def test_three_processes_at_once_lose_none(database: Database) -> None:
    code = (
        "import sys; from dataclasses import replace; from lib.store.locations import database_named\n"
        "from lib.store.saved_views import keep; from tests.people import beheerder\n"
        "from tests.store.test_verkenningen import ONE\n"
        "for i in range(4): keep(database_named(sys.argv[1]), replace(ONE, name=sys.argv[2] + str(i)), by=beheerder('A'))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, name_of(database), name], cwd=SHIPPED, stderr=subprocess.PIPE)
        for name in "abc"
    ]
    assert [process.communicate(timeout=120)[1] for process in running] == [b"", b"", b""]
    kept = verkenningen(database)
    assert [each.number for each in kept] == list(range(1, 13))
    assert {each.name for each in kept} == {f"{name}{i}" for name in "abc" for i in range(4)}
    assert all(each.values == ONE.values and len(each.acts) == 1 for each in kept)


def test_the_file_is_plain_toml_and_comes_back_the_same() -> None:
    raw = write_file(ONE)
    assert read_file("a.toml", raw) == ONE
    assert write_file(read_file("a.toml", raw)) == raw
    lines = raw.decode("utf-8").splitlines()
    assert "schaalverlies = 0.065" in lines and "frictie_per_persoon = 12300" in lines
    assert "loonindex = 0.30000000000000004" in lines and "gemaakt_op = 2020-03-26T12:30:15Z" in lines
    windows = b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")
    assert read_file("a.toml", windows) == ONE


words = some.text(min_size=1, max_size=80)
numbers = some.floats(-1e12, 1e12)


@given(words, words, words, some.dictionaries(some.from_regex("[a-z][a-z0-9_]*", fullmatch=True), numbers))
def test_every_sound_verkenning_comes_back_the_same(name: str, note: str, by: str, values: dict[str, float]) -> None:
    one = replace(ONE, name=name.strip(), note=note.strip(), author=by.strip(), values=tuple(sorted(values.items())))
    if not text_problems("x", one):
        raw = write_file(one)
        assert read_file("a.toml", raw) == one
        assert write_file(read_file("a.toml", raw)) == raw


def test_an_hour_of_another_zone_is_the_same_moment() -> None:
    raw = FILE.replace("12:30:15Z", "13:30:15+01:00").encode()
    assert read_file("a.toml", raw).made_at == datetime(2020, 3, 26, 12, 30, 15)


LATER = "2999-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('naam = "Somber"\n', "", "verkenning, sleutel naam: sleutel ontbreekt"),
        ('naam = "Somber"', "naam = 3", "verkenning, sleutel naam: geen tekst; gelezen: “3”; schrijf tekst tussen"),
        ('naam = "Somber"', 'naam = "12"', "geen letter in de naam; gelezen: “12”; een getal alleen"),
        ('naam = "Somber"', 'naam = "Som\u2066ber"', "verkenning, sleutel naam: onzichtbaar teken"),
        ('naam = "Somber"', 'naam = "Som\\nber"', "verkenning, sleutel naam: onzichtbaar teken"),
        ('naam = "Somber"', f'naam = "{"x" * 81}"', "te lang"),
        ('"Waarom"', f'"{"x" * 301}"', "verkenning, sleutel toelichting: te lang"),
        ("naam =", "naem =", "verkenning, sleutel naem: onbekende sleutel; gelezen: “naem”; bedoelde u “naam”?"),
        ("[aannames]", "[aanames]", "sleutel aanames: onbekende sleutel; gelezen: “aanames”; bedoelde u “aannames”?"),
        ("[verkenning]\n", "", "sleutel verkenning: tabel ontbreekt"),
        ("release = 1", 'release = "1"', "verkenning, sleutel release: geen nummer van een release; gelezen: “1”"),
        ("release = 1", "release = true", "geen nummer van een release"),
        ("2020-03-26T12:30:15Z", "2020-03-26", "geen tijdstip met tijdzone; gelezen: “2020-03-26”"),
        ("2020-03-26T12:30:15Z", "0001-01-01T00:00:00+14:00", "geboortedatum|geen tijdstip met tijdzone"),
        ("2020-03-26T12:30:15Z", LATER, "ligt in de toekomst"),
        ("0.065", '"0.065"', "aannames, sleutel schaalverlies: geen getal; gelezen: “0.065”; schrijf een getal"),
        ("0.065", "0,065", "geen geldige TOML"),
        ("0.065", "nan", "geen getal"),
        ("0.065", "1e400", "geen getal"),
        ("0.065", "1e-999999999", "meer cijfers dan hier tellen"),
        ("0.065", "0.0650000000000000000000001", "meer cijfers dan hier tellen"),
        ("0.065", "{ a = 1 }", "geen getal"),
        ("0.065", "0.065\nschaalverlies = 0.1", "geen geldige TOML"),
        ("0.065", "9" * 5000, "geldige TOML|geen getal"),
        ('"Somber"', "[" * 5000 + "]" * 5000, "TOML|te diep genest"),
        ("0.065", "0.065\n" + ".".join("a" * 3000) + " = 1", "te diep genest"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_key(old: str, new: str, said: str) -> None:
    assert old in FILE
    with pytest.raises(Unsound) as caught:
        read_file("map/a.toml", FILE.replace(old, new, 1).encode())
    told = str(caught.value)
    assert told.startswith("a.toml, ") and any(part in told for part in said.split("|")), told


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe\x00", "geen leesbare tekst"),
        (b"PK\x03\x04\x00", "geen geldige TOML"),
        (b"", "tabel ontbreekt"),
        (b"#" * (LARGEST_FILE + 1), "te groot"),
        (b"a." * 31_000 + b"a = 1", "te diep genest"),
        (b"a = {" + b"a." * 31_000 + b"a = 1}", "te diep genest"),
        (b"[" + b"'a' . " * 10_000 + b"a]", "te diep genest"),
        (b"a = " + b"[" * 60_000, "geen geldige TOML"),
    ],
)
def test_another_kind_of_file_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(Unsound, match=said):
        read_file("a.toml", raw)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Somber", f"Somber {BSN}"),
        ("Waarom", "mail jan@voorbeeld.nl"),
        ("Controller", "jan@voorbeeld.nl"),
        ("release = 1", f"release = 1\nbsn = {BSN}"),
        ("release = 1", f'release = 1\n"{BSN}" = 1'),
        ("route_a = ", f'extra = ["{BSN}"]\nroute_a = '),
        ("0.065", f'"{BSN}"'),
    ],
)
def test_a_file_about_one_person_is_refused_and_not_repeated(old: str, new: str) -> None:
    with pytest.raises(Personal) as caught:
        read_file("a.toml", FILE.replace(old, new, 1).encode())
    assert BSN not in str(caught.value) and "voorbeeld" not in str(caught.value)


@pytest.mark.parametrize("piece", [b"a." * 190 + b"a%d = 1\n", b"[" + b"a." * 190 + b"b%d]\n"])
def test_the_deepest_file_is_read_in_time(piece: bytes) -> None:
    lines = b"".join(piece % i for i in range(LARGEST_FILE // (len(piece) + 3)))
    started = time.process_time()
    with pytest.raises(Unsound):
        read_file("a.toml", lines)
    assert time.process_time() - started < 5


def test_an_amount_that_passes_the_eleven_test_is_an_amount() -> None:
    assert read_file("a.toml", FILE.replace("0.065", BSN).encode()).values == (("schaalverlies", float(BSN)),)


@pytest.mark.parametrize("key", ["name", "note", "author"])
def test_texts_are_looked_at_when_they_are_kept(database: Database, key: str) -> None:
    most = LONGEST[{"name": "naam", "note": "toelichting", "author": "door"}[key]]
    for text in ("", " ", f"x {BSN}", "x a@b.nl", "x\u200b", "x\ny", "x" * (most + 1)):
        with pytest.raises(Unsound):
            keep(database, replace(ONE, **{key: text}), by=beheerder("A"))  # type: ignore[arg-type]
    keep(database, replace(ONE, **{key: "x" * most}), by=beheerder("A"))  # type: ignore[arg-type]
