"""python -m lib publish: what a file leaves out, what it does not say itself, and what of it is not used."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lib.__main__ import main
from lib.store.releases import current, load
from lib.tables.columns import PM
from tests.upload.bad_files import COSTS, LONG, book, text

HOUSING = "Hellendoorn;2020;beschut;huisvesting;100000;begroting;Begroting 2020"
STAFF = "Hellendoorn;2020;staf;kader;9;realisatie;Grootboek"
CODE = "GM0163"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Publish = Callable[..., Ended]


@pytest.fixture
def database(first_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(first_database, tmp_path / "routewijzer.duckdb"))


@pytest.fixture
def publish(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Publish:
    """Publish one file with these words."""

    def run(raw: bytes, *words: object, name: str = "opgave.csv") -> Ended:
        path = tmp_path / name
        path.write_bytes(raw)
        capsys.readouterr()
        code = main(["publish", str(path), "--note", "Proef", "--database", str(database), *map(str, words)])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


def rows(database: Path, table: str, year: int = 2020, code: str = CODE) -> list[dict[str, Any]]:
    content = load(database, current(database).number)
    return [dict(row) for row in content.tables[table] if (row["gemeente_code"], row["jaar"]) == (code, year)]


def test_what_a_file_leaves_out_stays(publish: Publish, database: Path) -> None:
    before = rows(database, "costs")
    ended = publish(text(COSTS, HOUSING))
    assert (ended.code, ended.err) == (0, "")
    assert "34 cijfers uit dezelfde blokken (tabel, gemeente, jaar) staan niet in het bestand en blijven." in ended.out
    after = rows(database, "costs")
    assert [one for one, other in zip(after, before, strict=True) if one != other] == [
        one for one in after if (one["werkvorm"], one["kostensoort"]) == ("beschut", "huisvesting")
    ]


def test_a_replaced_block_must_be_accepted(publish: Publish, database: Path) -> None:
    ended = publish(text(COSTS, HOUSING), "--replace")
    assert ended.code == 1 and current(database).number == 1
    assert "waarschuwing: opgave.csv, Hellendoorn, 2020: bij werkvorm beschut ontbreekt" in ended.err
    ended = publish(text(COSTS, HOUSING), "--replace", "--accept-warnings")
    assert ended.code == 0 and "34 cijfers uit dezelfde blokken" in ended.out and "en vervallen." in ended.out
    left = [row for row in rows(database, "costs") if row["bedrag_eur"] != PM]
    assert [(row["werkvorm"], row["kostensoort"], row["status"]) for row in left] == [
        ("beschut", "huisvesting", "begroting")
    ]
    gone = [row for row in rows(database, "costs") if row["bedrag_eur"] == PM]
    assert {(row["status"], row["bron_id"]) for row in gone} == {("aanname", "niet_aangeleverd")}


@pytest.mark.parametrize("words", [(), ("--replace",)])
def test_nobody_lends_a_source_to_persons(publish: Publish, database: Path, words: tuple[str, ...]) -> None:
    ended = publish(text(LONG, STAFF), "--accept-warnings", *words)
    assert ended.code == 0
    ledger = [row for row in rows(database, "headcounts") if row["status"] == "realisatie"]
    assert [(row["groep"], row["personen"]) for row in ledger] == [("staf", 9)]
    zero = [row for row in rows(database, "headcounts") if row["personen"] == 0]
    assert bool(zero) is bool(words) and {row["status"] for row in zero} <= {"aanname"}


def test_what_is_not_used_is_said_with_its_cells(publish: Publish) -> None:
    head = f"{COSTS};eigen opmerking".split(";")
    lines = [[*HOUSING.split(";"), "x"], ["Hellendoorn", "2020", "groen", "huisvesting", 5, "begroting", "x", ""]]
    raw = book(("Kosten", [head, *lines]), ("Losse notities", [["Gesprek met de afdeling"], ["gebeld"]]))
    said = [
        "niet gebruikt: opgave.xlsx, blad Kosten: kolom eigen opmerking (1 cel)",
        "niet gebruikt: opgave.xlsx, blad Losse notities: geen cijfers gevonden (2 cellen)",
    ]
    refused = publish(raw, "--replace", name="opgave.xlsx")
    assert refused.code == 1 and refused.err.splitlines()[:2] == said
    done = publish(raw, "--accept-warnings", name="opgave.xlsx")
    assert done.code == 0 and done.out.splitlines()[:2] == said
    same = publish(raw, name="opgave.xlsx")
    assert same.code == 0 and same.out.splitlines()[:2] == said and "Geen wijzigingen" in same.out


def test_what_a_file_does_not_say_is_given(publish: Publish, database: Path) -> None:
    raw = text("werkvorm;kostensoort;bedrag", "beschut;huisvesting;-130,5", "beschut;opbrengsten;95")
    words = ("--gemeente", "hellendoorn", "--jaar", "2021", "--thousand", "--negative-costs")
    named = ("--status", "realisatie", "--source", "Jaarrekening", "--accept-warnings")
    ended = publish(raw, *words, *named)
    assert (ended.code, ended.err) == (0, "")
    found = {row["kostensoort"]: (row["bedrag_eur"], row["status"]) for row in rows(database, "costs", 2021)}
    assert found == {"huisvesting": (130_500, "realisatie"), "opbrengsten": (95_000, "realisatie")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--gemeente", "Wierden"), "het bestand noemt een andere gemeente dan u opgaf"),
        (("--jaar", "2021"), "het bestand noemt een ander jaar dan u opgaf"),
        (("--gemeente", "Hellendorn"), "bedoelde u “Hellendoorn”?"),
        (("--negative-costs",), "positief bedrag bij kosten"),
    ],
)
def test_what_a_file_says_otherwise_is_refused(
    publish: Publish, database: Path, words: tuple[str, ...], said: str
) -> None:
    ended = publish(text(COSTS, HOUSING), *words)
    assert ended.code == 1 and said in ended.err
    assert current(database).number == 1
