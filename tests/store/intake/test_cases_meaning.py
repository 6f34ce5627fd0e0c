"""Sheets as they come: each file of cases/ and its neighbours give what they mean, or are refused in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lib.store.content import Content
from lib.store.intake.draft import Draft, Options, read_draft
from lib.store.intake.files import Offered
from lib.store.intake.layout import DIMENSIONS
from lib.store.problems import Unsound
from tests.store.intake.bad_files import COSTS, LONG, PEOPLE, book, table, text

CASES = Path(__file__).with_name("cases")
TODAY = date(2024, 1, 1)
ROW = "Almelo;2021;beschut;begeleiding;1024;begroting;Begroting 2021"
HEADS = "Almelo;2021;wsw;beschut;203;begroting;Telling"
CARE = ("GM0141", 2021, "beschut", "begeleiding")
GREEN = ("GM0141", 2021, "groen", "begeleiding")


@dataclass(frozen=True)
class Case:
    """`figures`: grain → figure, all that the file holds when `whole`; or `says`: parts of one line of the refusal.
    `warns`: parts of one warning."""

    file: str
    raw: bytes
    figures: Mapping[tuple[Any, ...], Any] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    lines: int | None = None
    whole: bool = True


def kept(name: str, **expected: Any) -> Case:
    (path,) = CASES.glob(f"{name}*")
    return Case(path.name, path.read_bytes(), **expected)


def costs(*rows: str, header: str = COSTS, title: str | None = None, name: str = "kosten.csv", **expected: Any) -> Case:
    return Case(name, text(*([title] if title else []), header, *(rows or (ROW,))), **expected)


def people(*rows: str, header: str = LONG, title: str | None = None, **expected: Any) -> Case:
    return Case("aantallen.csv", text(*([title] if title else []), header, *(rows or (HEADS,))), **expected)


def sheets(*given: tuple[str, list[list[Any]]], name: str = "opgave.xlsx", **expected: Any) -> Case:
    return Case(name, book(*given), **expected)


def drafted(content: Content, case: Case) -> Draft:
    return read_draft([Offered(case.file, case.raw)], content, Options("Control", TODAY, **case.options))


def figures(draft: Draft) -> dict[tuple[Any, ...], Any]:
    """All that the sheets hold, by grain."""
    held = {}
    for part in draft.parts:
        names, value = DIMENSIONS[part.table], part.layout.value
        for i, figure in enumerate(part.columns[value]):
            if figure is not None:
                held[tuple(part.columns[name][i] for name in names)] = figure
    return held


def check(content: Content, case: Case) -> None:
    if case.says:
        with pytest.raises(Unsound) as refused:
            drafted(content, case)
        lines = [str(problem) for problem in refused.value.problems]
        assert any(all(part in line for part in case.says) for line in lines), lines
        assert case.lines is None or len(lines) == case.lines, lines
        return
    draft = drafted(content, case)
    held = figures(draft)
    assert (held if case.whole else {grain: held.get(grain) for grain in case.figures}) == case.figures
    for grain, figure in held.items():
        assert isinstance(figure, str | int | Decimal | float), (grain, figure)
    warned = [str(warning) for warning in draft.warnings]
    assert not case.warns or any(all(part in line for part in case.warns) for line in warned), warned


def ids(case: Case) -> str:
    return f"{case.file} {sum(case.raw) % 9973}"


NOT_EUROS = "niet in euro’s staan maar in "
UNITS = (
    kept("03a", says=(NOT_EUROS + "duizenden", "rij 1, kolom A", "Bedragen in EUR 1.000", "bedragen × € 1.000"), lines=1),
    kept("03c", says=(NOT_EUROS + "duizenden", "rij 1, kolom A", "T€"), lines=1),
    kept("03e", says=(NOT_EUROS + "miljoenen", "rij 1, kolom A", "mio"), lines=1),
    kept("03f", says=(NOT_EUROS + "duizenden", "naam van het blad"), lines=1),
    kept("03h", says=(NOT_EUROS + "duizenden", "kolom I"), lines=1),
    *(
        costs(title=words, says=(NOT_EUROS, "regel 1", words))
        for words in (
            "1.000 EUR", "dzd. euro", "x 1000", "(x € 1.000)", "€ x 1.000", "bedragen × 1 000 euro", "in duizenden euro's",
            "Bedragen luiden in duizendtallen", "TEUR", "k EUR", "EUR k", "€ 000", "'000 euro", "EUR mln", "in M€", "in miljoenen",
            "x 1 mln", "miljard euro", "x € 100", "10^3 euro", "in thousands of euros", "bedragen in dollars", "in eurocenten",
            "in procenten", "euro per inwoner", "kosten per fte", "Alle bedragen x €1.000,-", "Eenheid: duizend euro",
        )
    ),
    *(
        costs(header=COSTS.replace("bedrag_eur", words), says=(NOT_EUROS, "regel 1, kolom 5", words), lines=1)
        for words in ("Bedrag (x € 1.000)", "Bedragen in T€", "Bedrag dzd. euro", "bedrag_eur x 1.000", "Bedrag in mln", "Som van bedrag (k€)")
    ),
    *(
        sheets((name, table(COSTS, ROW)), says=(NOT_EUROS, "naam van het blad", name))
        for name in ("Kosten (EUR 1.000)", "Kosten T€", "Kosten in mln", "Kosten x1000")
    ),
    *(
        costs(ROW, f"{words};;;;;;", says=(NOT_EUROS, "regel 3", words))
        for words in ("Bedragen x € 1.000", "* in duizenden euro’s", "NB: alle bedragen in EUR 1.000", "Bron: begroting, x 1.000")
    ),
    *(
        costs(f"{ROW};{words}", header=f"{COSTS};toelichting", says=(NOT_EUROS, "regel 2", words))
        for words in ("bedragen x € 1.000", "in duizenden", "T€")
    ),
    *(costs(f"{ROW};{words}", header=f"{COSTS};eenheid", says=(NOT_EUROS, words)) for words in ("dzd", "€ 1.000", "mln")),
    costs(name="kosten_x_1000.csv", says=(NOT_EUROS, "naam van het bestand")),
    *(
        sheets(
            ("Kosten", table(COSTS, ROW)),
            (name, [["Over deze opgave"], [words]]),
            says=(NOT_EUROS, f"blad {name}, rij 2", words),
        )
        for name, words in (
            ("Toelichting", "De bedragen zijn in duizenden euro's vermeld."),
            ("Leeswijzer", "Kosten: x € 1.000, afgerond"),
            ("Blad2", "alle bedragen in T€"),
        )
    ),
)  # fmt: skip
PLAIN = (
    *(
        costs(title=words, figures={CARE: 1024})
        for words in (
            "Bedragen x € 1", "in hele euro’s en centen", "Begroting 2021 Soweco", "Bezuiniging van 2,5 mln is verwerkt",
            "Niet in duizenden", "Bedragen in euro's, niet in duizenden", "Stand per 10 januari", "Loonstijging 2,5 %", "Opgave van 1.024 mensen",
            "Gemeente Almelo, afdeling SEZ",
        )
    ),
    *(
        costs(f"{ROW};{words}", header=f"{COSTS};toelichting", figures={CARE: 1024})
        for words in ("huur € 1.000 per maand", "1.000 euro extra", "tekort 2,5 mln", "12 x 1.000 euro", "1 fte", "duizend dingen", "SE en fte")
    ),
    costs(f"{ROW};1.000 EUR", header=f"{COSTS};vorig jaar", figures={CARE: 1024}),
    costs(f"{ROW};12,5", header=f"{COSTS};fte", figures={CARE: 1024}),
    people(f"{HEADS};180,5", header=f"{LONG};fte", figures={("GM0141", 2021, "wsw", "beschut"): 203}),
    people(f"{HEADS};180,5", header=f"{LONG};aantal fte", figures={("GM0141", 2021, "wsw", "beschut"): 203}),
    people(title="Aantallen in personen, geen fte of arbeidsjaren", figures={("GM0141", 2021, "wsw", "beschut"): 203}),
    people(title="Kosten staan in het bestand x € 1.000", figures={("GM0141", 2021, "wsw", "beschut"): 203}),
)  # fmt: skip
NOT_PEOPLE = (
    kept("04a", says=("niet in personen", "rij 1, kolom A", "niet om te rekenen"), lines=1),
    kept("04c", says=("niet in personen", "rij 1, kolom A", "Aantallen x 1.000"), lines=1),
    *(
        people(title=words, says=("niet in personen", "regel 1", words), options=options)
        for options in ({}, {"thousand": True})
        for words in ("Formatie in fte", "arbeidsjaren", "Wsw in SE", "FTE's per 31 december", "x 1.000", "in duizenden", "voltijdsequivalenten", "standaardeenheden")
    ),
    people(header=LONG.replace("personen", "aantal fte"), says=("niet in personen", "aantal fte"), lines=1),
    people(header=LONG.replace("personen", "Aantal (SE)"), says=("niet in personen", "Aantal (SE)"), lines=1),
    people(f"{HEADS};arbeidsjaren", header=f"{LONG};eenheid", says=("niet in personen", "arbeidsjaren")),
    Case("i.csv", text("Inwoners x 1.000", PEOPLE, "Almelo;2021;73;begroting;CBS"), says=("niet in personen",)),
    sheets(("Aantallen", table(LONG, HEADS)), ("Uitleg", [["Aantallen zijn in arbeidsjaren"]]), says=("niet in personen", "blad Uitleg")),
)  # fmt: skip
STATED = {"thousand": True}
MULTIPLIED = (
    kept("03a", options=STATED, figures={CARE: 1_024_000}, whole=False, warns=("× € 1.000", "1.024.000")),
    kept("03h", options=STATED, figures={CARE: 1_024_000}, whole=False),
    costs(ROW.replace("1024", "1024,4567"), options=STATED, figures={CARE: Decimal("1024456.70")}, warns=("met 1.000 vermenigvuldigd",)),
    costs(ROW.replace("1024", "0,001"), options=STATED, figures={CARE: 1}),
    costs(ROW.replace("1024", "PM"), options=STATED, figures={CARE: "PM"}),
    costs(ROW, "Totaal;;;;1024;;", header=COSTS.replace("bedrag_eur", "Bedrag (x € 1.000)"), options=STATED, figures={CARE: 1_024_000}),
    kept("03e", options=STATED, says=("miljoenen", "terwijl “bedragen × € 1.000” is gekozen")),
    costs(title="Bedragen in hele euro’s", options=STATED, says=("euro’s", "terwijl “bedragen × € 1.000” is gekozen")),
    costs(header=COSTS.replace("bedrag_eur", "Bedrag in euro's"), options=STATED, says=("terwijl",)),
    costs(title="Bedragen x € 1", options=STATED, says=("terwijl",)),
)  # fmt: skip
INCOME = ROW.replace("begeleiding;1024", "opbrengsten;300")
NEGATIVE = {"negative_costs": True}
SIGNS = (
    costs(ROW.replace("1024", "-1024"), INCOME, options=NEGATIVE, figures={CARE: 1024, (*CARE[:3], "opbrengsten"): 300}, warns=("minteken", "1.024")),
    costs(ROW.replace("1024", "(1.024,50)"), options=NEGATIVE, figures={CARE: Decimal("1024.50")}),
    costs(ROW.replace("1024", "-1024"), INCOME, "Totaal;;;;-724;;", options=NEGATIVE, figures={CARE: 1024, (*CARE[:3], "opbrengsten"): 300}),
    costs(ROW, INCOME, "Totaal saldo;;;;-724;;", figures={CARE: 1024, (*CARE[:3], "opbrengsten"): 300}),
    costs(ROW.replace("1024", "-1024"), INCOME, "Totaal;;;;-700;;", options=NEGATIVE, says=("totaal dat niet klopt", "-724")),
    costs(ROW, options=NEGATIVE, says=("positief bedrag bij kosten",)),
    costs(INCOME.replace(";300", ";-300"), options=NEGATIVE, says=("negatief bedrag bij opbrengsten",)),
    costs(ROW.replace("1024", "-1024"), says=("negatief bedrag", "kosten zijn negatief")),
    costs(ROW.replace("1024", "-1,0245"), options={**NEGATIVE, **STATED}, figures={CARE: Decimal("1024.50")}),
)  # fmt: skip


@pytest.mark.parametrize("case", [*UNITS, *PLAIN, *NOT_PEOPLE, *MULTIPLIED, *SIGNS], ids=ids)
def test_the_unit_and_the_sign_of_figures(shipped: Content, case: Case) -> None:
    check(shipped, case)
