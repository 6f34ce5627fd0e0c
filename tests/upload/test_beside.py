"""What who hands in says beside the files: it holds where they say nothing, and they may not say otherwise."""

from datetime import date
from typing import Any

import pytest

from lib.tables.content import Content
from lib.tables.rows import Unsound
from lib.upload.draft import UploadDraft
from tests.upload.bad_files import book, hand_in, table, text

TODAY = date(2024, 1, 1)
COSTS = "werkvorm;kostensoort;bedrag_eur;status;bron"
LINE = "beschut;overhead;5;begroting;x"


def drafted(content: Content, *lines: str, name: str = "kosten.csv", **given: Any) -> UploadDraft:
    return hand_in(content, {name: text(*lines)}, **given)


def cells(draft: UploadDraft, table: str = "costs") -> dict[tuple[Any, ...], Any]:
    value = {"costs": "bedrag_eur", "headcounts": "personen", "population": "inwoners"}[table]
    changed = {tuple(row.items()) for row in draft.content.tables[table]}
    rows = [dict(row) for row in changed if dict(row)["kennisdatum"] == TODAY]
    return {(row["gemeente_code"], row["jaar"], row.get("werkvorm")): row[value] for row in rows}


@pytest.mark.parametrize("gemeente", ["Almelo", "almelo", "GM0141", "141"])
def test_gemeente_and_year_of_a_file_without_them(shipped: Content, gemeente: str) -> None:
    draft = drafted(shipped, COSTS, LINE, gemeente=gemeente, jaar=2021)
    assert cells(draft) == {("GM0141", 2021, "beschut"): 5}


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("jaar;" + COSTS, ("2021;" + LINE,)),
        ("jaar;" + COSTS, (";" + LINE,)),
        ("gemeente;" + COSTS, ("Almelo;" + LINE,)),
        ("gemeente;jaar;" + COSTS, (";2021;" + LINE,)),
        ("gemeente;gemeente_code;jaar;" + COSTS, (";;;" + LINE,)),
        ("werkvorm;kostensoort;2021;status;bron", (LINE,)),
        ("werkvorm;overhead;status;bron", ("beschut;5;begroting;x",)),
    ],
)
def test_each_part_that_a_file_says_itself(shipped: Content, head: str, lines: tuple[str, ...]) -> None:
    assert cells(drafted(shipped, head, *lines, gemeente="Almelo", jaar=2021)) == {("GM0141", 2021, "beschut"): 5}


def test_persons_and_inhabitants(shipped: Content) -> None:
    persons = drafted(shipped, "werkvorm;personen;status;bron", "groen;40;begroting;x", gemeente="Almelo", jaar=2020)
    assert cells(persons, "headcounts") == {("GM0141", 2020, "groen"): 40}
    people = drafted(shipped, "jaar;inwoners;status;bron", "2021;73200;begroting;x", gemeente="Almelo")
    assert cells(people, "population") == {("GM0141", 2021, None): 73200}


def test_a_workbook_with_a_cross_table(shipped: Content) -> None:
    rows = table("werkvorm;begeleiding;overhead", "beschut;1998;2010", "groen;1000;2000", "Totaal;2998;4010")
    sheets = book(("Kosten", [["Opgave van de afdeling"], *rows]))
    options = {"status": "begroting", "source": "x", "gemeente": "Almelo", "jaar": 2021}
    draft = hand_in(shipped, {"opgave.xlsx": sheets}, **options)
    assert sum(row["bedrag_eur"] for row in draft.content.tables["costs"] if row["jaar"] == 2021) == 7008
    assert draft.parts[0].totals == 2


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("kosten.csv", ("gemeente;" + COSTS, "Wierden;" + LINE), "regel 2, kolom gemeente: het bestand noemt een andere gemeente dan u opgaf; gelezen: “Wierden”"),
        ("kosten.csv", ("jaar;" + COSTS, "2020;" + LINE), "regel 2, kolom jaar: het bestand noemt een ander jaar dan u opgaf; gelezen: “2020”"),
        ("kosten.csv", ("werkvorm;kostensoort;2020;status;bron", LINE), "het bestand noemt een ander jaar dan u opgaf; gelezen: “2020”"),
        ("kosten.csv", ("Begroting gemeente Wierden", COSTS, LINE), "een andere gemeente dan u opgaf; gelezen: “Begroting gemeente Wierden”"),
        ("kosten.csv", ("Begroting 2020", COSTS, LINE), "een ander jaar dan u opgaf; gelezen: “Begroting 2020”"),
        ("kosten_wierden.csv", (COSTS, LINE), "naam van het bestand: het bestand noemt een andere gemeente"),
        ("kosten 2020.csv", (COSTS, LINE), "naam van het bestand: het bestand noemt een ander jaar"),
    ],
)  # fmt: skip
def test_a_file_that_says_otherwise_is_refused(shipped: Content, name: str, lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(Unsound) as refused:
        drafted(shipped, *lines, name=name, gemeente="Almelo", jaar=2021)
    (line,) = map(str, refused.value.problems)
    assert said in line and "haal één van de twee weg" in line


def test_a_sheet_of_another_year_is_refused(shipped: Content) -> None:
    sheets = book(("Kosten 2020", table(COSTS, LINE)))
    with pytest.raises(Unsound, match="blad Kosten 2020: het bestand noemt een ander jaar"):
        hand_in(shipped, {"opgave.xlsx": sheets}, gemeente="Almelo", jaar=2021)


@pytest.mark.parametrize("title", ["Stand per 31-12-2020", "Begroting 2021 gemeente Almelo, vastgesteld in 2020"])
def test_a_date_or_the_same_is_no_contradiction(shipped: Content, title: str) -> None:
    draft = drafted(shipped, title, COSTS, LINE, gemeente="Almelo", jaar=2021)
    assert cells(draft) == {("GM0141", 2021, "beschut"): 5}


def test_an_unknown_gemeente_is_refused_with_a_suggestion(shipped: Content) -> None:
    with pytest.raises(Unsound, match="bedoelde u “Almelo”"):
        drafted(shipped, COSTS, LINE, gemeente="Almeloo", jaar=2021)


def test_what_lacks_says_that_it_can_be_given(shipped: Content) -> None:
    with pytest.raises(Unsound, match=r"kolom jaar ontbreekt.*geef het jaar op naast het bestand"):
        drafted(shipped, COSTS, LINE, gemeente="Almelo")
    with pytest.raises(Unsound, match="geef de gemeente op naast het bestand"):
        drafted(shipped, COSTS, LINE)


def test_keys_and_gemeenten_say_their_own(shipped: Content) -> None:
    """A table of every gemeente is no contradiction."""
    keys = [row for row in shipped.tables["allocation_keys"] if row["sleutel"] == "inwoners"]
    lines = [f"proef;{row['gemeente_code']};{str(row['aandeel']).replace('.', ',')};begroting;x" for row in keys]
    draft = drafted(
        shipped, "sleutel;gemeente_code;aandeel;status;bron", *lines, name="sleutels.csv", gemeente="Almelo", jaar=2021
    )
    assert len(draft.content.tables["allocation_keys"]) == len(shipped.tables["allocation_keys"]) + len(keys)


def test_negative_costs_beside_positive_returns(shipped: Content) -> None:
    lines = ("beschut;overhead;-5;begroting;x", "beschut;opbrengsten;7;begroting;x")
    draft = drafted(shipped, COSTS, *lines, gemeente="Almelo", jaar=2021, negative_costs=True, thousand=True)
    rows = [row for row in draft.content.tables["costs"] if row["jaar"] == 2021]
    assert {row["kostensoort"]: row["bedrag_eur"] for row in rows} == {"overhead": 5000, "opbrengsten": 7000}
    for wrong in ("beschut;overhead;5;begroting;x", "beschut;opbrengsten;-7;begroting;x"):
        with pytest.raises(Unsound, match="bedrag bij"):
            drafted(shipped, COSTS, wrong, gemeente="Almelo", jaar=2021, negative_costs=True)


def test_a_cross_table_says_at_once_what_it_lacks(shipped: Content) -> None:
    """One merged heading above the kostensoorten is no heading by itself."""
    rows = table("Werkvorm;Kostensoort;Kostensoort;Kostensoort")
    rows += table("Werkvorm;Begeleiding en leiding;Overhead;Huisvesting", "Beschut werk;1;2;3")
    files = {"opgave.xlsx": book(("Kosten", [["Bedragen x € 1.000"], *rows]))}
    with pytest.raises(Unsound) as refused:
        hand_in(shipped, files)
    said = " ".join(map(str, refused.value.problems))
    for part in ("de gemeente op naast", "het jaar op naast", "duizenden euro’s", "kolom status", "kolom bron"):
        assert part in said
    draft = hand_in(shipped, files, status="raming", source="x", gemeente="Almelo", jaar=2021, thousand=True)
    assert sum(row["bedrag_eur"] for row in draft.content.tables["costs"] if row["jaar"] == 2021) == 6000
