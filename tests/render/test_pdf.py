"""The PDF read back: tags and language, numbers against the export, and text that stays text."""

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from math import nan
from pathlib import Path
from typing import Any

import pytest

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.comparison.grid import TO
from lib.comparison.release import Release, open_release
from lib.comparison.results import Results
from lib.comparison.view import View, compare_view, default_view
from lib.model.figures import ALL
from lib.render.export import CannotExport, export_tables
from lib.render.packing import Imprint
from lib.render.pdf.blocks import PdfContext, ShownNumbers, text_row
from lib.render.pdf.charts import scale_over
from lib.render.pdf.comparison import SECTIONS, make_comparison
from lib.render.pdf.gemeente import make_gemeenten
from lib.render.pdf.pieces import (
    LETTERS,
    SHOWABLE,
    Bands,
    Bullets,
    Cell,
    Document,
    Heading,
    Item,
    Paragraph,
    Piece,
    Spans,
    Table,
    Turned,
    showable,
    typeset,
    with_letters,
)
from lib.store.releases import ensure
from lib.subjects import evidence
from lib.subjects.what_if.pair import AssumptionPair
from lib.tables.content import short
from tests.render.conftest import replace as change
from tests.render.exporting import HOME, LATER, ZERO, A, B
from tests.render.pdf_reading import annotations, lines, opened, page_texts, tags, titles

LINK = "http://localhost:8501/?a=Maatschappelijke+onderneming+2017&b=Akkoord+2020&jaren=2021%E2%80%932024&release=Release+1"
IMPRINT = Imprint(LINK, datetime(2026, 5, 4, 9, 8))
A4 = (595, 842)


def answers_of(release: Release, **chosen: Any) -> Answers:
    view = replace(default_view(release), **chosen)
    return Answers(release, view, compare_view(release, view))


@pytest.fixture(scope="module")
def answers(release: Release) -> Answers:
    return answers_of(release)


@pytest.fixture(scope="module")
def document(answers: Answers) -> bytes:
    return make_comparison(answers, IMPRINT)


@pytest.fixture(scope="module")
def pages(answers: Answers) -> bytes:
    return make_gemeenten(answers, IMPRINT)


# -- what a reader with assistive technology gets ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["document", "pages"])
def test_it_says_that_it_is_tagged_and_dutch_and_what_it_is_called(name: str, request: pytest.FixtureRequest) -> None:
    body = request.getfixturevalue(name)
    found, root = opened(body), opened(body).root_object
    assert root["/Lang"] == "nl-NL"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in body
    assert found.metadata is not None
    routes = "Maatschappelijke onderneming 2017 en Akkoord 2020, 2021–2024"
    assert (
        found.metadata.title
        == {"document": "Vergelijking (bijlage)", "pages": "Per gemeente (bijlage)"}[name] + f": {routes}"
    )
    assert found.metadata.creation_date_raw.startswith("D:20260504090800")
    assert not annotations(body)


def test_its_headings_tables_and_charts_are_tagged(answers: Answers, document: bytes) -> None:
    found = tags(document)
    names = [tag.name for tag in found]
    assert names.count("/H1") == 1
    assert names.count("/H2") == len(titles(document)) - names.count("/H3") - 1
    tables = [tag for tag in found if tag.name == "/Table"]
    assert len(tables) > 20
    assert names.count("/Caption") == len(tables)
    assert names.count("/THead") == len(tables)
    heads = [tag for tag in found if tag.name == "/TH"]
    assert heads and all(tag.attributes["/Scope"] == "/Column" and "/THead" in tag.inside for tag in heads)
    assert all(tag.attributes["/Headers"] for tag in found if tag.name == "/TD")
    figures = [tag for tag in found if tag.name == "/Figure"]
    charts = evidence.tekort_chart(answers), evidence.gemeenten_chart(answers), AssumptionPair(answers).chart()
    assert [tag.alt for tag in figures] == [chart.description for chart in charts]
    assert titles(document)[:9] == [
        evidence.heading(answers),
        "Wat elke route kan betekenen tegenover ongewijzigd",
        "Tekort per jaar",
        "Vier uitersten van het verschil tussen de routes",
        "Zes gemeenten tegenover ongewijzigd",
        "De mensen: wie het werk doet, bij wie in dienst en waar",
        "Rekenvoorbeeld tegenover ongewijzigd, met het bereik ernaast",
        "Waarop het verschil rust",
        "Risico’s (paragraaf weerstandsvermogen en risicobeheersing)",
    ]


def test_every_font_is_inside(document: bytes) -> None:
    found = [str(each) for page in opened(document).pages for each in page["/Resources"]["/Font"]]
    assert found
    for page in opened(document).pages:
        for font in page["/Resources"]["/Font"].values():
            (below,) = font["/DescendantFonts"]
            assert {"/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"])


@pytest.mark.parametrize("name", ["document", "pages"])
def test_every_page_says_where_it_comes_from(name: str, release: Release, request: pytest.FixtureRequest) -> None:
    body = request.getfixturevalue(name)
    texts = page_texts(body)
    for i, text in enumerate(texts, start=1):
        assert f"bron: release 1, kenmerk {short(release.info.hash)} · gemaakt 4 mei 2026, 11:08" in text
        assert f"pagina {i} van {len(texts)}" in text
        assert LINK in text.replace("\n", "")
    for page in opened(body).pages:
        assert sorted(round(float(side)) for side in page.mediabox[2:]) == list(A4)


def test_without_a_link_it_says_so(answers: Answers) -> None:
    body = make_gemeenten(answers, Imprint("", IMPRINT.made_at))
    assert "gemaakt op de opdrachtregel, zonder link" in opened(body).pages[0].extract_text()


def test_equal_in_equal_out(answers: Answers, document: bytes) -> None:
    assert make_comparison(answers, IMPRINT) == document
    assert make_comparison(answers, replace(IMPRINT, made_at=datetime(2026, 5, 4, 9, 9))) != document


def test_the_message_is_that_of_the_screen(answers: Answers, document: bytes) -> None:
    text = " ".join(" ".join(page_texts(document)).split())
    verdicts = (answers.evidence.verdict(last) for last in answers.release.horizons)
    for sentence in (evidence.heading(answers), *verdicts):
        assert sentence.replace("\N{NO-BREAK SPACE}", " ") in text
    assert "uitersten, geen kansen" in text and "PM: onbekend, niet nul" in text


# -- numbers against the export ------------------------------------------------------------------------------------


def dutch(value: float, decimals: int = 0, shift: int = 0, signed: bool = False) -> str:
    """Written without lib.text."""
    exact = (Decimal(value) / 10**shift).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(exact):,}".replace(",", ";").replace(".", ",").replace(";", ".")
    return ("−" if exact < 0 else "+" if signed and exact > 0 else "") + digits


def moved(value: float, decimals: int = 0, shift: int = 3) -> str:
    shown = dutch(value, decimals, shift, signed=True)
    return shown + {"+": " V", "−": " N"}.get(shown[0], "")


def said(body: bytes, start: str, after: str = "") -> list[str]:
    """What follows `start` on the lines that begin with it, after the first line with `after`."""
    found = lines(body)
    at = next(i for i, line in enumerate(found) if after in line)
    return [line.removeprefix(start).strip() for line in found[at:] if line.startswith(f"{start} ")]


def check_numbers(release: Release, view: View) -> None:
    """Saldi, differences, bridge, budgets, people, switching values and percentiles of all together."""
    comparison = compare_view(release, view)
    body = make_comparison(Answers(release, view, comparison), IMPRINT)
    tables = {name: table.to_pylist() for name, table in export_tables(release, comparison).items()}
    roles = (ZERO, view.a, view.b)
    check_saldi(body, release, tables["costs"], roles, view.horizon)
    check_bridge(body, release, tables, comparison)
    check_people(body, tables["headcounts"], roles, view.horizon)
    if view.a != view.b:
        check_spread(body, release, tables, view)


def total(rows: list[dict[str, Any]], value: str, **wanted: Any) -> float:
    return sum(
        row[value] or 0.0
        for row in rows
        if all(row[name] in each if isinstance(each, range) else row[name] == each for name, each in wanted.items())
    )


def check_saldi(
    body: bytes, release: Release, costs: list[dict[str, Any]], roles: tuple[str, str, str], until: int
) -> None:
    years = range(2021, until + 1)
    for code in (*(gemeente.code for gemeente in release.figures.gemeenten), ALL):
        where = {} if code == ALL else {"gemeente_code": code}
        zero, a, b = (total(costs, "saldo_eur", scenario=role, jaar=years, **where) for role in roles)
        name = release.name(code)
        told = [
            dutch(zero, shift=3),
            moved(a - zero),
            *([moved(b - zero), moved(b - a)] if roles[1] != roles[2] else []),
        ]
        assert said(body, showable(name[:1].upper() + name[1:]), "Saldo en verschil")[0] == " ".join(told)
    for role in dict.fromkeys(roles):
        yearly = [total(costs, "saldo_eur", scenario=role, jaar=year) for year in years]
        told = " ".join(dutch(value, shift=3) for value in (*yearly, sum(yearly)))
        title = release.scenarios[role].short_title
        # The base year, which other tests hold, may lie on a half that floats round either way.
        _, after = said(body, "Saldo (baten − lasten)", f"Begroting {title}, ")[0].replace(" + PM", "").split(" ", 1)
        assert after == told


def check_bridge(body: bytes, release: Release, tables: dict[str, list[dict[str, Any]]], comparison: Any) -> None:
    if comparison.same:
        assert "Twee keer dezelfde route: geen verschil." in lines(body)
        return
    years = range(2021, comparison.horizon + 1)
    parts = [total(tables["bridge"], "bijdrage_eur", onderdeel=part.id, jaar=years) for part in comparison.bridge]
    title = f"{comparison.b.scenario.short_title} − {comparison.a.scenario.short_title}, "
    found = lines(body)
    start = max(i for i, line in enumerate(found) if line.startswith(title) and line.endswith("× € 1 miljoen"))
    end = next(i for i, line in enumerate(found) if i > start and line.startswith("Samen (de delen tellen precies op)"))
    amounts = [each for line in found[start + 2 : end + 1] for each in re.findall(r"(?:[−+]\S+ [VN]|0,0)$", line)]
    assert amounts == [moved(value, 1, 6) for value in (*parts, sum(parts))]


def check_people(body: bytes, headcounts: list[dict[str, Any]], roles: tuple[str, str, str], until: int) -> None:
    if roles[1] == roles[2]:
        return
    wsw = [(ZERO, 2020), *((role, year) for role in roles[1:] for year in (2021, until))]
    people = [total(headcounts, "personen", scenario=role, jaar=year, groep="wsw") for role, year in wsw]
    told = " ".join(dutch(each, 0 if abs(each - round(each)) < 1e-6 else 1) for each in people)
    assert told + " 0, geen verschil" in said(body, "Zes gemeenten", "Wsw-personen per gemeente")[0]


def check_spread(body: bytes, release: Release, tables: dict[str, list[dict[str, Any]]], view: View) -> None:
    spread = [row for row in tables["uncertainty"] if row["gemeente_code"] == ALL and row["horizon"] == view.horizon]
    told = [moved(row["cumulatief_verschil_eur"], 1, 6) for row in spread if row["percentiel"].startswith("P")]
    assert said(body, "Zes gemeenten", "binnen deze bandbreedtes, die zelf aannames zijn")[0] == " ".join(told)
    text = " ".join(lines(body))
    assert "aandeel van de trekkingen" not in text and "voordeliger" not in text
    for row in tables["switching"]:
        if row["gemeente_code"] == ALL and row["omslagwaarde"] is not None and row["horizon"] == view.horizon:
            euros = release.parameters[row["parameter"]].unit.startswith("euro")
            value = row["omslagwaarde"]
            assert (f"€ {dutch(value)}" if euros else f"{dutch(value * 100, 1)} %") in text


PAIRS = [*itertools.product((ZERO, A, B, LATER), repeat=2)]


def test_numbers_read_back_equal_the_export(release: Release) -> None:
    check_numbers(release, replace(default_view(release), a=A, b=B))


@pytest.mark.heavy
@pytest.mark.parametrize("horizon", [2024, 2030])
@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_numbers_of_every_pair_equal_the_export(release: Release, a: str, b: str, horizon: int) -> None:
    check_numbers(release, replace(default_view(release), a=a, b=b, horizon=horizon))


@pytest.mark.heavy
def test_numbers_with_own_assumptions_and_another_key(release: Release) -> None:
    chosen = (("loonindex", 0.035), ("schaalverlies", 0.11))
    check_numbers(release, replace(default_view(release), a=B, b=A, overrides=chosen, key="inwoners", horizon=2030))


# -- nothing that the screen does not show -----------------------------------------------------------------------------


def tables_of(context: PdfContext) -> Iterator[Table]:
    for section in SECTIONS:
        for piece in section(context):
            yield from (
                each for each in (piece.pieces if isinstance(piece, Turned) else (piece,)) if isinstance(each, Table)
            )


VIEWS: dict[str, dict[str, Any]] = {
    "standaard": {},
    "een gemeente": {"gemeente": "GM0189", "expression": "per_inwoner", "horizon": 2030},
    "eigen aannames": {"overrides": (("schaalverlies", 0.06),), "key": "inwoners", "pm": True},
    "meningen": {"opinions": ((), (("schaalverlies", 0.1),))},
    "met ongewijzigd": {"a": ZERO},
    "twee keer dezelfde": {"a": B},
}


#: One view is enough to see what breaks often; the rest takes long.
SOME = [name if i == 1 else pytest.param(name, marks=pytest.mark.heavy) for i, name in enumerate(VIEWS)]


@pytest.mark.parametrize("name", SOME)
def test_every_number_in_a_table_is_one_of_the_screen_and_has_a_status(release: Release, name: str) -> None:
    context = PdfContext(answers_of(release, **VIEWS[name]), IMPRINT)
    known = {number.shown for number in context.numbers.results.numbers}
    count = 0
    for table in tables_of(context):
        cells = [cell.text for row in table.rows for cell in row.cells if cell.number]
        numbers = [end for text in cells for end in text.split(TO)]
        count += len(numbers)
        assert set(numbers) <= known, table.caption
        if numbers:
            assert any(note.startswith("Status van elk getal: ") for note in table.notes), table.caption
    assert count > 300


@pytest.mark.parametrize("make", [make_comparison, make_gemeenten])
@pytest.mark.parametrize("name", SOME)
def test_a_special_view_can_be_made(release: Release, name: str, make: Callable[[Answers, Imprint], bytes]) -> None:
    body = make(answers_of(release, **VIEWS[name]), Imprint("", IMPRINT.made_at, "stand 3, Vergadering, kenmerk 12"))
    assert "bevroren stand: stand 3, Vergadering, kenmerk 12" in opened(body).pages[0].extract_text()


@pytest.mark.heavy
def test_swapping_the_routes_swaps_the_columns(release: Release) -> None:
    first, second = (make_comparison(answers_of(release, a=a, b=b), IMPRINT) for a, b in ((A, B), (B, A)))
    for gemeente in release.figures.gemeenten:
        one, other = (said(body, gemeente.naam, "Saldo per inwoner")[0].split() for body in (first, second))
        assert one == [other[0], other[2], other[1]]
    assert len(opened(first).pages) == len(opened(second).pages)


def forms(release: Release, context: PdfContext) -> list[str]:
    """Every sentence, caption and note of a document, with a mark for each route, gemeente and number."""
    names = sorted(
        {word for name in (A, B) for word in route_names(release, name)}, key=lambda word: (-len(word), word)
    )
    places = "|".join(gemeente.naam for gemeente in release.figures.gemeenten)
    texts: list[str] = []
    for section in SECTIONS:
        for piece in section(context):
            for own in piece.pieces if isinstance(piece, Turned) else (piece,):
                texts += sentences(own)
    result = []
    for text in texts:
        for name in names:
            text = re.sub(re.escape(name), "ROUTE", text, flags=re.IGNORECASE)
        result.append(re.sub(r"[−+]?[\d.,]*\d(\s[VN]\b)?", "#", re.sub(places, "GEMEENTE", text)))
    return result


def route_names(release: Release, name: str) -> tuple[str, ...]:
    """What a route is called, and what its own side published and left open."""
    own = release.scenarios[name]
    return own.title, own.short_title, own.in_sentence, own.names, own.leaves_open


def sentences(piece: Piece) -> list[str]:
    if isinstance(piece, Heading | Paragraph):
        return [piece.text]
    return [piece.caption, *piece.notes] if isinstance(piece, Table) else []


def test_swapping_the_routes_keeps_the_form_of_every_sentence(release: Release) -> None:
    """Which years and statuses a route has, and how often one assumption moves it, is its own."""
    first, second = (forms(release, PdfContext(answers_of(release, a=a, b=b), IMPRINT)) for a, b in ((A, B), (B, A)))
    assert len(first) == len(second) > 60
    assert sorted(first) == sorted(second)
    cheaper = [text for text in first if re.search(r"goedkoper|voordeliger|minder kost", text)]
    assert all("hangt af van wat niemand publiceerde" in text for text in cheaper) and cheaper


def charts_of(release: Release) -> tuple[Answers, Bands, Spans]:
    context = PdfContext(answers_of(release), IMPRINT)
    pieces = [piece for section in SECTIONS for piece in section(context)]
    (lines_,), (spans_,) = ([p for p in pieces if isinstance(p, kind)] for kind in (Bands, Spans))
    assert isinstance(lines_, Bands) and isinstance(spans_, Spans)
    return context.answers, lines_, spans_


def test_lines_and_bands_lie_at_their_numbers(release: Release) -> None:
    answers, chart, _ = charts_of(release)
    lowest, highest = (float(chart.amounts[i].text.replace(",", ".")) * 1e6 for i in (0, -1))
    assert (lowest, highest) == (0, 10e6)
    zero, a, b = (course for course in chart.courses if course.line)
    start, published = (course for course in chart.courses if course.marks)
    assert [zero.side, a.side, b.side, start.side, published.side] == ["zero", "a", "b", "zero", "a"]
    for course, run in ((zero, answers.comparison.zero), (a, answers.comparison.a), (b, answers.comparison.b)):
        structural = answers.saldo(run, ALL, (2024,)).value - answers.one_off(run, ALL, (2024,)).value
        assert course.line[4] == pytest.approx((0.4, 1 + structural / highest))
    for course, side in ((a, answers.evidence.readings.sides["a"]), (b, answers.evidence.readings.sides["b"])):
        least, most = side.band[:, 0, 3]
        tekort = -answers.saldo(answers.comparison.zero, ALL, (2024,)).value
        assert course.band[4] == pytest.approx((0.4, 1 - (tekort - least) / highest))
        assert course.band[-5] == pytest.approx((0.4, 1 - (tekort - most) / highest))
    assert [[mark.text for mark in course.marks] for course in (start, published)] == [["6,1"], ["5,1", "4,4"]]
    assert not zero.band and zero.name == "Ongewijzigd"


def test_ranges_of_the_gemeenten_lie_at_their_numbers(release: Release) -> None:
    answers, _, chart = charts_of(release)
    grid = evidence.gemeenten(answers)
    low, high = (float(chart.ticks[i].text.replace("−", "-")) for i in (0, -1))
    assert [row.name for row in chart.rows] == [gemeente.naam for gemeente in release.figures.gemeenten]
    for row, code in zip(chart.rows, answers.codes, strict=True):
        for reach, side in zip(row.reaches, ("a", "b"), strict=True):
            assert reach.side == side
            ends = [grid.cell(code, name).value for name in (side, f"{side} tot")]
            assert [reach.start, reach.stop] == pytest.approx([(end - low) / (high - low) for end in ends])
            assert reach.outer_start <= reach.start <= reach.now <= reach.stop <= reach.outer_stop
    assert chart.zero == pytest.approx(-low / (high - low))


@pytest.mark.parametrize(
    ("values", "ends", "step"),
    [
        ((6.1e6, nan, 8.9e6), (0, 10e6), 2e6),
        ((-26.0, nan, 12.0), (-30, 20), 10),
        ((nan,), (0, 0.2), 0.2),
        ((-3.0, nan, -1.0), (-3, 0), 0.5),
    ],
)
def test_a_scale_holds_zero_and_every_number(values: tuple[float, ...], ends: tuple[float, float], step: float) -> None:
    spec = ChartSpec("x", "bands", "", "", Notation(1, 0), panels=(Panel("", (Series("", "a", values),)),))
    scale = scale_over(*spec.extremes)
    assert (scale.low, scale.high) == pytest.approx(ends) and scale.step == pytest.approx(step)
    assert scale.ticks[0] == scale.low and scale.ticks[-1] == pytest.approx(scale.high)


# -- the pages of a gemeente -------------------------------------------------------------------------------------------

#: The parts of Mijn gemeente in their order, all of them unfolded.
PARTS = (
    "Per inwoner per jaar, vergeleken met doorgaan zoals in 2020",
    "Wat verandert er voor mensen",
    "Tekort per jaar",
    "Als begroting",
    "Is dat veel?",
    "Wat moet waar zijn",
    "Wat niet bekend is, en wat u kunt vragen",
    "Wie beslist wat en wanneer",
    "Wat elke kant publiceerde, en de bronnen",
)


def by_gemeente(answers: Answers, body: bytes) -> dict[str, list[str]]:
    """Code → the lines of its pages."""
    names = {answers.release.name(code): code for code in answers.codes}
    parts: dict[str, list[str]] = {}
    for text in page_texts(body):
        shown = text.splitlines()
        code = names.get(shown[0]) or next(reversed(parts))
        parts.setdefault(code, []).extend(shown)
    return parts


@pytest.mark.parametrize("chosen", [{}, {"a": B, "b": LATER, "horizon": 2030}], ids=str)
def test_each_gemeente_begins_a_page_with_every_part_in_order(release: Release, chosen: dict[str, Any]) -> None:
    answers = answers_of(release, **chosen)
    body = make_gemeenten(answers, IMPRINT)
    parts = by_gemeente(answers, body)
    assert list(parts) == list(answers.codes)
    for shown in parts.values():
        assert [line for line in shown if line in PARTS] == list(PARTS)
    assert [tag.name for tag in tags(body)].count("/H1") == len(parts)


def test_the_pages_of_one_gemeente_say_what_the_export_says(answers: Answers, pages: bytes) -> None:
    costs = export_tables(answers.release, answers.comparison)["costs"].to_pylist()
    for code, text in by_gemeente(answers, pages).items():
        shown = [" ".join(line.translate(str.maketrans("", "", "●◆■◇○")).split()) for line in text]
        for role in (ZERO, A, B):
            yearly = [
                total(costs, "saldo_eur", scenario=role, gemeente_code=code, jaar=year) for year in range(2021, 2025)
            ]
            assert f"Saldo {' '.join(dutch(value, shift=3) for value in (*yearly, sum(yearly)))}" in shown


def test_the_ranges_of_one_gemeente_are_words_and_its_one_off_pm(answers: Answers, pages: bytes) -> None:
    for text in by_gemeente(answers, pages).values():
        said = " ".join(" ".join(text).split())
        assert "Met de route van 2017: onbekend, niet nul (PM). Met het akkoord van 2020: tussen €" in said
        assert re.search(r"€ \d+ nadeliger tot € \d+ voordeliger", said)
        assert "miljoen" not in said.partition("Wat elke kant publiceerde")[0]
        assert "hangt af van wat niemand publiceerde" in said


def test_one_gemeente_of_choice(release: Release) -> None:
    texts = page_texts(make_gemeenten(answers_of(release, gemeente="GM1700"), IMPRINT))
    assert texts[0].startswith("Twenterand") and len(texts) <= 5


# -- text stays text -----------------------------------------------------------------------------------------------------

HOSTILE = (
    '#panic("x") $x^2$ *vet* _schuin_ `code` = kop [a] {b} \\u{41} // weg /* weg */ -- --- ~ @naam <label> <b>&amp;</b> '
    "#link(http://kwaad.example) http://kwaad.example/a =HYPERLINK(http://kwaad.example) ‘é’ ÆØ αβ Жж → ✓ 中文 😀 aͤ"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release in which every text that a document shows may be taken for something else."""
    home = tmp_path_factory.mktemp("hostile")
    for folder in ("data", "scenarios"):
        shutil.copytree(HOME / folder, home / folder, ignore=shutil.ignore_patterns("*.duckdb*"))
    text = HOSTILE.replace('"', '""').replace("\\", "\\\\")
    change(home / "data/gemeenten.csv", "Almelo", '"#emph[Almelo] $x$"')
    change(home / "data/sources.csv", '"Gezamenlijk persbericht [^"]+"', f'"{text}"')
    change(home / "data/statements.csv", "Zes gemeenten doen mee aan het akkoord.", f'"{text}"')
    change(home / "data/considerations.csv", "De uitvoering blijft bij hetzelfde bedrijf.", f"#panic() *x* {'y' * 90}")
    told = HOSTILE.replace("\\", "\\\\\\\\").replace('"', '\\\\"')
    change(home / "scenarios/akkoord_2020.toml", 'titel = "Kleinere schaal"', 'titel = "#[*Kleinere*] $schaal$ <b>"')
    change(home / "scenarios/parameters.toml", r'(id = "loonindex"\n(?:.*\n)*?toelichting = )".*"', rf'\1"{told}"')
    path = tmp_path_factory.mktemp("store") / "routewijzer.duckdb"
    ensure(path, home)
    return open_release(path)


def test_text_is_never_markup_code_or_a_link(hostile: Release) -> None:
    body = make_comparison(answers_of(hostile), IMPRINT)
    packed = "".join("".join(page_texts(body)).split())
    assert packed.count("".join(showable(HOSTILE).split())) == 3
    assert "[U+4E2D][U+6587][U+1F600]" in packed
    assert "#[*Kleinere*]$schaal$<b>" in packed and "#panic()*x*" + "y" * 90 in packed
    assert not any("y" * 60 in line for line in lines(body))
    assert said(body, "#emph[Almelo] $x$", "Saldo en verschil")
    assert not annotations(body)
    assert not annotations(make_gemeenten(answers_of(hostile), IMPRINT))


def test_everything_that_is_called_showable_is() -> None:
    """In every weight, by the compiler itself: a character without a glyph is no PDF/UA."""
    text = " ".join(chr(code) for first, last in SHOWABLE for code in range(first, last + 1))
    assert "[U+" not in showable(text).replace("[ ", "")
    typeset(
        Document("t", "s", "a", text, text, (Heading(text, 1), Bullets((Item(text, text, text),)))), IMPRINT.made_at
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u0301", "á"),
        ("a\r\n\tb", "a b"),
        ("\u202ex\u200b", "[U+202E]x[U+200B]"),
        ("\x00", "[U+0000]"),
        ("€\N{NO-BREAK SPACE}1", "€\N{NO-BREAK SPACE}1"),
    ],
)
def test_what_no_font_shows_is_told_by_its_number(text: str, shown: str) -> None:
    assert showable(text) == shown


# -- what is missing -------------------------------------------------------------------------------------------------------


def test_a_table_with_letters_says_first_what_they_mean() -> None:
    def table(text: str) -> Table:
        cells = Cell("Oost"), Cell(text, True)
        return Table("Verschil", (Cell("Wie"), Cell("Verschil", True)), (text_row(*cells),), (1, 1), ("Status.",))

    lettered, plain = table("−1,2\xa0N"), table("−1,2")
    assert with_letters(lettered) == replace(lettered, notes=(LETTERS, "Status."))
    assert with_letters(plain) == plain
    turned = with_letters(Turned((Heading("Begroting"), lettered)))
    assert turned == Turned((Heading("Begroting"), with_letters(lettered)))


def test_a_source_without_an_address_is_told_by_sender_and_day(release: Release, document: bytes) -> None:
    packed = "".join("".join(page_texts(document)).split())
    assert "geenadres" not in packed
    assert "ZesgemeentenenSowecoNV,26maart2020" in packed
    assert release.source_place("persbericht_2020") == "Zes gemeenten en Soweco NV, 26 maart 2020"
    assert release.source_title("persbericht_2020").endswith("(Zes gemeenten en Soweco NV, 26 maart 2020)")
    for name in ("Almelo", "Hellendoorn", "Rijssen-Holten", "Tubbergen", "Twenterand", "Wierden"):
        assert name in release.sources["persbericht_2020"]["titel"]
    assert release.source_place("cbs_iv3") == release.sources["cbs_iv3"]["adres"]


def test_a_missing_number_stops_the_document(answers: Answers) -> None:
    """Whichever block it is missing from."""
    whole = PdfContext(answers, IMPRINT).numbers.results
    stopped = set()
    for block in dict.fromkeys(number.ids[0] for number in whole.numbers):
        gone = next(number for number in whole.numbers if number.ids[0] == block)
        left = Results(tuple(number for number in whole.numbers if number is not gone), whole.texts)
        context = PdfContext(answers, IMPRINT)
        context.__dict__["numbers"] = ShownNumbers(left)
        try:
            for section in SECTIONS:
                list(section(context))
        except CannotExport as error:
            assert error.melding.startswith("Het document is niet gemaakt: een getal ontbreekt (")
            stopped.add(block)
    not_shown = {
        "routes",
        "mensen",
        "omslag per gemeente",
        "spreiding per jaar",
        "tekort zero",
        "tekort a",
        "tekort b",
        "sleutels",
        "andere sleutel",
    }
    assert stopped == {number.ids[0] for number in whole.numbers} - not_shown


def test_what_is_unknown_is_printed_as_the_screen_does(release: Release) -> None:
    others = tuple(row for row in release.tables["population"] if row["gemeente_code"] != "GM0163")
    unknown = replace(release, tables={**release.tables, "population": others})
    body = make_comparison(answers_of(unknown, expression="per_inwoner"), IMPRINT)
    assert said(body, "Hellendoorn", "Saldo en verschil")[0] == "onbekend onbekend onbekend onbekend"
    there = answers_of(unknown)
    page = " ".join(by_gemeente(there, make_gemeenten(there, IMPRINT))["GM0163"])
    assert "hangt af" in page and "per inwoner per jaar onbekend met de route van 2017 en onbekend met" in page


def test_pm_is_printed_as_pm(strange_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "routewijzer.duckdb"
    ensure(path, strange_home)
    release = open_release(path)
    check_numbers(release, replace(default_view(release), b="vijfde"))
    body = make_comparison(answers_of(release, b="vijfde"), IMPRINT)
    assert "+ PM" in said(body, "Huisvesting", "Begroting Ongewijzigd")[0]
    assert any("7 × PM" in line for line in lines(body))


def test_a_small_number_of_people_is_told_with_another_and_not_shown(home: Path, tmp_path: Path) -> None:
    change(
        home / "data/headcounts.csv",
        "GM0183,2020,wsw,begeleid_werken,6,raming",
        "GM0183,2020,wsw,begeleid_werken,6,realisatie",
    )
    path = tmp_path / "routewijzer.duckdb"
    ensure(path, home)
    release = open_release(path)
    text, *_ = page_texts(make_gemeenten(answers_of(release, gemeente="GM0183"), IMPRINT))
    shown = text.splitlines()
    assert any(line.startswith("Groen met begeleid werken 20 ") for line in shown)
    assert any(line.startswith("Begeleid werken – geteld bij groen") for line in shown)
    body = make_comparison(answers_of(release, gemeente="GM0183"), IMPRINT)
    assert not re.search(r"(?m)^Begeleid werken.* 6 ", "\n".join(page_texts(body)))


# -- bars and marks --------------------------------------------------------------------------------------------------------


def test_a_number_of_another_status_than_the_rest_is_marked(document: bytes, answers: Answers) -> None:
    """2021 of route A reproduces a published contribution; one-offs rest on an estimate."""
    text = "\n".join(page_texts(document))
    assert "\n2021 −6,3 −5,1 ◆ PM −10,1 −3,9 ◇\n" in text
    assert "\n2023 −6,6 −4,6 PM −7,5 −1,2 ◇\n" in text
    statuses = {
        run.scenario.id: answers.saldo(run, ALL, (2021,)).status for run in (answers.comparison.a, answers.comparison.b)
    }
    assert statuses == {A: "begroting", B: "aanname"}
    assert "Status van elk getal: aanname, behalve waar het gemerkt is (◆ is begroting; ◇ is raming)." in " ".join(
        text.split()
    )


def test_bars_of_the_gemeenten_are_on_one_scale(answers: Answers) -> None:
    context = PdfContext(answers, IMPRINT)
    table = next(table for table in tables_of(context) if table.caption.startswith("Saldo en verschil"))
    zero, drawn = set(), {}
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if cell.bar is not None:
                drawn[row.cells[0].text, column] = cell.bar
                zero.add(cell.bar.zero)
    assert len(drawn) == 12 and len(zero) == 1
    names = {gemeente.naam: gemeente.code for gemeente in answers.release.figures.gemeenten}
    values = {
        (name, column): answers.difference(run, answers.comparison.zero, names[name]).value
        for name, column in drawn
        for run in [(answers.comparison.a, answers.comparison.b)[column - 2]]
    }
    reach = max(values.values()) - min(values.values())
    for key, bar in drawn.items():
        assert bar.stop - bar.start == pytest.approx(abs(values[key]) / reach)
        assert bar.zero == pytest.approx(bar.start if values[key] > 0 else bar.stop)
        assert bar.side == {2: "a", 3: "b"}[key[1]]


def test_the_steps_of_a_bridge_stand_on_each_other(answers: Answers) -> None:
    context = PdfContext(answers, IMPRINT)
    table = next(table for table in tables_of(context) if table.caption.startswith("Akkoord 2020 − Route 2017, "))
    end = next(i for i, row in enumerate(table.rows) if row.kind == "totaal")
    *steps, whole = [row.cells[1].bar for row in table.rows[: end + 1]]
    assert whole is not None
    for row in table.rows[end + 1 :]:
        assert row.cells[0].text.startswith("Waarvan ") and row.cells[1].bar is not None
        assert whole.zero in (pytest.approx(row.cells[1].bar.start), pytest.approx(row.cells[1].bar.stop))
    at = whole.zero
    for bar in steps:
        assert bar is not None and bar.zero == whole.zero
        assert bar.side == ""
        start, end = (bar.start, bar.stop) if bar.start == pytest.approx(at) else (bar.stop, bar.start)
        assert start == pytest.approx(at)
        at = end
    assert at == pytest.approx(whole.start)
