"""A table that is declared once shows the same numbers on a screen, in a state, in a PDF and as slides."""

import html as markup
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pptx import Presentation

from lib.comparison.answers import Answers
from lib.comparison.grid import LETTERS, Cell, Column, Grid, Row, RowKind, Words, reach_of
from lib.comparison.release import Release
from lib.comparison.results import numbers, stored_grids
from lib.comparison.view import View, compare_view, default_view, scale_of
from lib.model.figures import ALL
from lib.render.grids import Bars, draw
from lib.render.packing import Imprint
from lib.render.pdf.comparison import make_comparison
from lib.render.slides.deck import make_slides
from lib.subjects import gemeente, gemeente_questions, overview, readings, risk
from lib.subjects.accountability import tables as accountability
from lib.subjects.accountability.worked_example import outcomes_table, steps_table
from lib.subjects.costs import costs
from lib.subjects.hindsight import books
from lib.subjects.hindsight import tables as tables
from lib.subjects.hindsight.ledger import Ledger
from lib.subjects.people import evidence as evidence
from lib.subjects.people import placement
from lib.subjects.saved_views import grids_of
from lib.web.blocks import overview as overview_blocks
from tests.render.pdf_reading import page_texts

VIEWS: dict[str, Callable[[View], View]] = {
    "standaard": lambda view: view,
    "één gemeente per inwoner": lambda view: replace(view, gemeente="GM0141", expression="per_inwoner"),
    "gewisseld, met meningen": lambda view: replace(
        view, a=view.b, b=view.a, opinions=((("efficiency_eindwaarde", 0.0),), (("efficiency_eindwaarde", 0.1),))
    ),
    "twee keer dezelfde": lambda view: replace(view, b=view.a),
}
ADDED = "Een kolom erbij"


def answers_of(release: Release, view: View) -> Answers:
    return Answers(release, view, compare_view(release, view))


def shown(drawn: str) -> str:
    """What a reader sees, without tags and explanations."""
    seen = re.sub(r'<span class="rw-note">.*?</span>', "", drawn, flags=re.DOTALL)
    return markup.unescape(re.sub(r"<[^>]+>", "|", seen))


@pytest.fixture(params=VIEWS)
def answers(request: pytest.FixtureRequest, release: Release) -> Answers:
    return answers_of(release, VIEWS[request.param](default_view(release)))


def on_pages(answers: Answers) -> Iterator[Grid]:
    """Tables of the pages that no state stores; of no gemeente those of all."""
    release, ledger = answers.release, Ledger(answers.release)
    yield from (costs.per_year(answers), costs.in_short(answers)[1], placement.work(answers))
    yield from (placement.staff_per_gemeente(answers), placement.people_per_carrier(answers))
    yield from (
        evidence.estimates(answers),
        evidence.estimate_sources(answers),
        evidence.reports(release),
        evidence.counted(release),
    )
    for grid in (tables.booked, tables.indices, tables.deviations, tables.accounts_twin):
        yield grid(ledger, answers.view, "6.4")
    yield from (tables.directions(answers, ledger), tables.elsewhere(release), tables.budget_errors(release))
    yield accountability.parameters(answers.release, answers)
    for words in (
        risk.risk_figures,
        accountability.statements,
        accountability.decisions,
        accountability.timeline,
    ):
        yield words(release)
    yield books.table(answers, books.lines(answers), scale_of(release, answers.view.expression))
    yield steps_table(answers, answers.view.gemeente, None, "overhead", 2024)
    yield outcomes_table(answers, answers.view.gemeente, None, 2024)
    if answers.view.gemeente != ALL:
        yield from (placement.work_here(answers), gemeente.work_changes(answers), gemeente.inhabitant(answers))
        yield gemeente_questions.conditions(answers)[0]
        yield from filter(None, (gemeente.tekort_here(answers).twin, gemeente.neighbours_chart(answers).twin))


def test_every_table_shows_all_that_it_holds_and_is_stored_whole(answers: Answers) -> None:
    grids = *grids_of(answers), *on_pages(answers)
    assert len(grids) > 15 and len({grid.id for grid in grids}) == len(grids)
    for grid in grids:
        seen = shown(draw(grid, answers.release))
        for row in grid.rows:
            assert row.label in seen or "".join(words.text for words in row.heading) in seen.replace("|", "")
            for cell in row.cells:
                assert cell.text in seen and cell.verdict in seen and cell.tag in seen
        stored = tuple(numbers(grid))
        kept = [(row, column) for row in grid.rows for column in grid.columns]
        held = {number.ids: number for number in stored}
        for row, column in kept:
            cell = row.cells[grid.columns.index(column)]
            ids = grid.id, row.id, column.id
            if column.screen or row.kind in ("section", "remark") or not cell.text:
                assert ids not in held
            else:
                number = held.pop(ids)
                assert (number.shown, number.row, number.column) == (cell.text + cell.verdict, row.label, column.label)
                assert number.value == pytest.approx(cell.value) if cell.value is not None else number.value is None
        assert not held


def test_what_is_stored_is_the_same_tables_again(answers: Answers) -> None:
    stored = tuple(number for grid in grids_of(answers) for number in numbers(grid))
    again = stored_grids(stored)
    assert tuple(number for grid in again for number in numbers(grid)) == stored


def test_a_column_more_shows_wherever_the_table_does(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    before = overview.scenarios
    answers = answers_of(release, default_view(release))

    def more(each: list[Answers]) -> Grid:
        grid = before(each)
        rows = tuple(
            replace(row, cells=(*row.cells, Cell(f"{90_000 + i}", exact=float(90_000 + i))))
            for i, row in enumerate(grid.rows)
        )
        return replace(grid, columns=(*grid.columns, Column("erbij", ADDED)), rows=rows)

    monkeypatch.setattr(overview, "scenarios", more)
    every = [answers_of(release, replace(answers.view, b=name)) for name in release.scenarios]
    screen = shown(overview_blocks.scenarios_table(every))
    (state,) = (
        grid for grid in stored_grids(n for grid in grids_of(answers) for n in numbers(grid)) if grid.id == "scenarios"
    )
    document = " ".join(page_texts(make_comparison(answers, Imprint("", datetime(2026, 1, 1, tzinfo=UTC)))))
    for text in (screen, shown(draw(state, release)), document):
        assert ADDED in " ".join(text.split())
        assert all(f"{90_000 + i}" in text for i in range(len(release.scenarios)))


def test_a_column_more_in_a_screen_of_the_meeting_is_on_its_slide(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = readings.four_readings
    answers = answers_of(release, default_view(release))

    def other(each: Answers, last: int) -> Grid:
        grid = before(each, last)
        rows = tuple(
            replace(row, cells=(Cell(f"{70_000 + i}", exact=1.0), *row.cells[1:])) for i, row in enumerate(grid.rows)
        )
        return replace(grid, rows=rows)

    monkeypatch.setattr(readings, "four_readings", other)
    slides = Presentation(io.BytesIO(make_slides(answers, Imprint("", datetime(2026, 1, 1, tzinfo=UTC))))).slides
    cells = [
        cell.text
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    assert all(cells.count(f"{70_000 + i}") == len(release.horizons) for i in range(2))


# -- drawing ---------------------------------------------------------------------------------------------------


def small(*rows: Row, columns: int = 1, corner: str = "Wat") -> Grid:
    heads = tuple(Column(f"k{i}", f"Kop {i}") for i in range(columns))
    return Grid("klein", "Klein", "€", Words(corner), heads, rows, "Een kleine tabel")


def test_rows_of_another_length_are_no_table() -> None:
    with pytest.raises(ValueError, match="klein"):
        small(Row("a", "A", (Cell("1"), Cell("2"))))


def test_all_that_a_name_or_a_cell_says_is_text(release: Release) -> None:
    evil = "<script>1</script>"
    row = Row(
        "a", evil, (Cell(evil, verdict=evil),), tag="aanname", remark=evil, below=evil, heading=(Words(evil, "a"),)
    )
    grid = replace(small(row, corner=evil), columns=(Column("x", evil, below=evil),), caption=evil, remark=evil)
    assert "<script" not in draw(grid, release)


def test_words_stand_left_and_numbers_right(release: Release) -> None:
    grid = small(Row("a", "A", (Cell("1,0 V"), Cell("geen"))), columns=2)
    assert grid.numeric == (True, False)
    assert draw(grid, release).count('class="rw-n"') == 1
    assert replace(grid, columns=tuple(replace(each, numeric=True) for each in grid.columns)).numeric == (True, True)


def test_bars_are_on_one_scale_with_nothing_among_it(release: Release) -> None:
    rows = Row("a", "A", (Cell("2", exact=2.0, start=0.0),)), Row("b", "B", (Cell("−1", exact=-1.0, start=2.0),))
    grid = small(*rows)
    assert reach_of([grid]) == (0.0, 2.0) and reach_of([]) == (0.0, 0.0)
    drawn = draw(grid, release, bars=Bars(place="apart"))
    assert "left:0.00%;width:100.00%" in drawn and "left:50.00%;width:50.00%" in drawn
    assert draw(grid, release).count("rw-bar") == 0


def test_a_number_that_is_none_has_no_bar_and_is_stored_as_none() -> None:
    grid = small(Row("a", "A", (Cell("PM", exact=float("nan"), start=0.0),)))
    assert [number.value for number in numbers(grid)] == [None] and reach_of([grid]) == (0.0, 0.0)


# -- rows of zeros ---------------------------------------------------------------------------------------------


def of_rows(*rows: Row) -> Grid:
    columns = (Column("bedrag", "Bedrag", numeric=True), Column("waar", "Waar", screen=True))
    return Grid("nullen", "Nullen", "€", Words("Post"), columns, rows, "Nullen")


def line(name: str, text: str, value: float | None = None, kind: RowKind = "") -> Row:
    return Row(name, name, (Cell(text, exact=value), Cell("6.4")), kind)


def test_rows_of_only_zeros_are_folded_and_named() -> None:
    rows = line("Materieel", "0", 0.0), line("Eenmalig", "0", -0.0, "line"), line("Lonen", "3", 3.0)
    grid = of_rows(*rows).folded()
    assert [row.id for row in grid.rows] == ["Lonen"]
    assert grid.note == "Niet getoond, overal nul: materieel, eenmalig."


def test_totals_pm_and_small_numbers_are_never_folded() -> None:
    rows = (
        line("Totaal", "0", 0.0, "total"),
        line("Som", "0", 0.0, "sum"),
        line("Post", "PM", 0.0),
        line("Klein", "0", 0.4),
        line("Onbekend", "onbekend"),
        line("Lonen", "3", 3.0),
    )
    assert of_rows(*rows).folded() == of_rows(*rows)


def test_a_heading_goes_with_its_rows_and_a_table_of_zeros_stays() -> None:
    first, second = (Row(name, name, (Cell(""), Cell("")), "section") for name in ("Lasten", "Baten"))
    grid = of_rows(first, line("Materieel", "0", 0.0), second, line("Lonen", "3", 3.0)).folded()
    assert [row.id for row in grid.rows] == ["Baten", "Lonen"]
    zeros = of_rows(line("Materieel", "0", 0.0), line("Totaal", "0", 0.0, "total"))
    assert zeros.folded() == zeros


# -- letters -----------------------------------------------------------------------------------------------------


def test_a_letter_has_its_word_below_it_once(release: Release) -> None:
    lettered = small(Row("a", "A", (Cell("+1\xa0V"),)))
    assert draw(lettered, release).count(LETTERS) == 1
    assert draw(replace(lettered, caption=f"Verschil; {LETTERS}"), release).count(f"{LETTERS}.") == 0
    hidden = replace(lettered, caption=f"Verschil; {LETTERS}")
    assert f"{LETTERS}.</p>" in draw(hidden, release, hidden_caption=True)
    assert LETTERS not in draw(small(Row("a", "A", (Cell("1"),))), release)
