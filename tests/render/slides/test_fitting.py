"""Room for text: wide enough, whole lines, and no column that pushes another away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.comparison.grid import Cell, Grid, Words, words_grid
from lib.render.slides.drawing import pages, sentence_box
from lib.render.slides.layout import BODY_BOTTOM, INNER, TABLES, column_widths, fitting, height, lines, width
from lib.render.slides.plan import Slide
from lib.render.slides.tables import rows_height, widths_of

#: Inches of these words at 72 points in Arial, plain and bold.
MEASURED = {
    "Rijssen-Holten": (6.502, 7.001),
    "Verschil in saldo": (7.226, 7.892),
    "−15.256 N": (4.643, 4.643),
    "Meeropbrengst door doorontwikkeling": (16.732, 18.278),
    "Zes gemeenten": (6.949, 7.280),
    "De jaarlijkse uitvoeringskosten gaan niet omlaag": (21.457, 23.174),
    "WWWWW": (4.719, 4.719),
}


@pytest.mark.parametrize("text", MEASURED)
def test_text_is_never_estimated_narrower_than_it_is(text: str) -> None:
    for bold, measured in enumerate(MEASURED[text]):
        assert measured <= width(text, 72, bool(bold)) <= 1.12 * measured


@settings(max_examples=40)
@given(st.text(max_size=80), st.sampled_from((8, 14, 24)), st.floats(0.5, 12))
def test_lines_hold_their_text(text: str, size: int, room: float) -> None:
    found = lines(text, size, room)
    assert found >= 1 + text.count("\n")
    assert found * room >= width(text.replace("\n", ""), size) - room
    assert lines(text, size, 2 * room) <= found


def test_a_word_too_long_for_a_line_is_broken() -> None:
    assert lines("W" * 100, 20, 2.0) >= 13
    assert lines("kort " + "W" * 100, 20, 2.0) >= 14


def test_the_largest_size_that_fits() -> None:
    text = "woord " * 40
    size = fitting(text, (40, 30, 20, 10), 10, 1.5)
    assert height(text, size, 10) <= 1.5 < height(text, size + 10, 10)
    assert fitting(text, (40, 30), 1, 0.1) == 30


@settings(max_examples=40)
@given(st.lists(st.floats(0.1, 40), min_size=1, max_size=8), st.floats(1, 13))
def test_columns_fill_the_room_and_the_widest_give_in(wanted: list[float], room: float) -> None:
    found = column_widths(wanted, room)
    assert sum(found) == pytest.approx(room)
    if sum(wanted) > room:
        assert all(each <= want + 1e-9 for each, want in zip(found, wanted, strict=True))
        cut = [each for each, want in zip(found, wanted, strict=True) if each < want - 1e-9]
        assert max(found) == pytest.approx(max(cut)) and min(cut) == pytest.approx(max(cut))


def grid(count: int, words: str = "woorden", name: str = "Naam") -> Grid:
    rows = ((Words(f"{name} {i}"), (Cell(words), Cell(f"+{i}.000"))) for i in range(count))
    return words_grid("tabel", "Tabel", (Words("Wie"), Words("Rol"), Words("Bedrag")), rows)


@pytest.mark.parametrize("count", [1, 6, 13, 40])
@pytest.mark.parametrize("words", ["kort", "een zin met wat meer woorden erin " * 4, "W" * 400])
def test_every_row_stands_on_one_slide_and_every_table_fits(count: int, words: str) -> None:
    slide = Slide("Titel", "Een zin.", grid=grid(count, words), note="Status van deze getallen: raming.")
    found = pages(slide)
    assert [line.name.text for page in found for line in page.table.grid.rows] == [f"Naam {i}" for i in range(count)]
    for page in found:
        assert page.table is not None and page.grid == page.table.grid
        high = rows_height(page.table.grid.head, page.table.grid.rows, page.table.size, page.table.widths)
        assert sentence_box(page)[0].bottom + high < BODY_BOTTOM
        assert page.table.size in TABLES or len(page.table.grid.rows) == 1 or "W" in words
        assert sum(page.table.widths) == pytest.approx(INNER, abs=0.01)
    sizes = [len(page.table.grid.rows) for page in found if page.table]
    assert max(sizes) - min(sizes) <= 1


def test_numbers_stay_on_one_line() -> None:
    found = grid(3, "een zin met wat meer woorden erin " * 9, "Een naam die ook niet kort is " * 3)
    widths = widths_of(found, 20)
    assert widths[2] > width("+2.000", 20, bold=True)
