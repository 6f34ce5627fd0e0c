"""The workbook calculated by another program says what the app says, before and after changing what may be changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from lib.model.comparison import TOTAL
from lib.store.tables import PM
from tests.report.workbook.cells import Book, book
from tests.report.workbook.conftest import Made, Make, made
from tests.report.workbook.office import Changes, converted, emptied

pytestmark = pytest.mark.heavy
CENT = 0.01
CASES = ("default", "changed", "strange", "nothing new", "same", "small", "moved")
#: One value per assumption, none of them where it was.
ASSUMPTIONS = {
    "uitstroom_wsw": 0.07,
    "loonindex": -0.1,
    "tariefindex": 0.031,
    "achterstand_rijksindex": 0.01,
    "vast_overhead": 1.0,
    "afbouw_vaste_kosten": 1.0,
    "meeropbrengst_na_2022": 0.0,
    "schaalverlies": 0.15,
    "efficiency_eindwaarde": 0.12,
    "ruimtebesparing_stichting": 0.4,
    "frictie_per_persoon": 12300.5,
    "discontovoet": 0.04,
}


def compared(kept: Book, recalculated: Book, text: bool = True) -> int:
    """Every formula of the one against the value in the other; how many."""
    count = 0
    for sheet, address, cell in kept.formulas():
        other = recalculated.sheets[sheet][address].value
        if isinstance(cell.value, float):
            assert isinstance(other, float) and abs(cell.value - other) < CENT, (sheet, address, cell, other)
        elif text:
            assert cell.value == other, (sheet, address, cell, other)
        else:
            assert isinstance(other, str) and not other.startswith("#"), (sheet, address, other)
        count += 1
    return count


def at(of: Made, name: str) -> tuple[str, str]:
    return of.book.names[name]


@pytest.fixture(scope="module")
def recalculated(make: Make, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    """Every case without its cached values, calculated by LibreOffice."""
    bodies = {name.replace(" ", "_"): emptied(make(name).body, {}) for name in CASES}
    files = converted(bodies, tmp_path_factory.mktemp("office"))
    return {name: book(files[name.replace(" ", "_")].read_bytes()) for name in CASES}


@pytest.mark.parametrize("case", CASES)
def test_every_formula_gives_what_the_app_says(make: Make, recalculated: dict[str, Book], case: str) -> None:
    assert compared(make(case).book, recalculated[case]) > 10_000
