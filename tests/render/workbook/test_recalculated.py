"""The workbook calculated by another program says what the app says, before and after changing what may be changed."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from lib.comparison.release import Release
from lib.comparison.view import View, overrides
from lib.model.comparison import Comparison
from lib.model.figures import Array
from lib.model.scenario import EACH_ITS_OWN
from lib.tables.columns import PM
from tests.render.exporting import A, B
from tests.render.workbook.cells import Book, book
from tests.render.workbook.conftest import Made, Make, made
from tests.render.workbook.office import Changes, converted, emptied

pytestmark = pytest.mark.heavy
CENT = 0.01
#: The sheet of which the app found the numbers.
RANGES = "Bereik"
CASES = ("default", "changed", "own policy", "strange", "nothing new", "same", "small", "moved", "later", "leaving")
#: One value per assumption, none of them where it was; ends of the admissible range among them.
ASSUMPTIONS = {
    "uitstroom_wsw": 0.07,
    "loonindex": -0.1,
    "prijsindex": 0.0,
    "tariefindex": 0.031,
    "achterstand_rijksindex": 0.01,
    "vast_overhead": 1.0,
    "afbouw_vaste_kosten": 1.0,
    "meeropbrengst_doorontwikkeling": -1.0,
    "behoud_na_2022": 0.25,
    "meeropbrengst_akkoord": 0.07,
    "schaalverlies": 0.15,
    "efficiency_eindwaarde": 0.12,
    "frictie_per_persoon": 12300.5,
    "discontovoet": 0.04,
}
#: Results by their name, and what they are in the comparison.
RESULTS: dict[str, Callable[[Comparison], Array]] = {
    "verschil_a_nulalternatief": lambda c: c.cumulative(c.against_zero(c.a)),
    "verschil_b_nulalternatief": lambda c: c.cumulative(c.against_zero(c.b)),
    "verschil_b_a": lambda c: c.cumulative(c.difference),
    "structureel_b_a": lambda c: c.cumulative(c.difference - c.one_off(c.b) + c.one_off(c.a)),
    "saldo_nulalternatief": lambda c: c.cumulative(c.zero.saldo),
    "saldo_route_a": lambda c: c.cumulative(c.a.saldo),
    "saldo_route_b": lambda c: c.cumulative(c.b.saldo),
    "contante_waarde_route_b": lambda c: c.present_value(c.b),
}


def compared(kept: Book, recalculated: Book, text: bool = True) -> int:
    """Every formula of the one against the value in the other; how many. Without `text` the statuses, the count of what was
    changed, and the ranges, which the app found, may differ."""
    count = 0
    for sheet, address, cell in kept.formulas():
        if not text and sheet == RANGES:
            continue
        other = recalculated.sheets[sheet][address].value
        if not text and (sheet, address) == kept.names["aangepast"]:
            continue
        if isinstance(cell.value, float):
            assert isinstance(other, float) and abs(cell.value - other) < CENT, (sheet, address, cell, other)
        elif text:
            assert cell.value == other, (sheet, address, cell, other)
        else:
            assert isinstance(other, str) and not other.startswith("#"), (sheet, address, other)
        count += 1
    return count


def results_are(book: Book, comparison: Comparison) -> None:
    for name, find in RESULTS.items():
        value = book.named(name).value
        assert isinstance(value, float) and abs(value - float(find(comparison).sum())) < CENT, name


@pytest.fixture(scope="module")
def recalculated(make: Make, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    """Every case without its cached values, calculated by LibreOffice."""
    bodies = {name.replace(" ", "_"): emptied(make(name).body, {}) for name in CASES}
    files = converted(bodies, tmp_path_factory.mktemp("office"))
    return {name: book(files[name.replace(" ", "_")].read_bytes()) for name in CASES}


@pytest.mark.parametrize("case", CASES)
def test_every_formula_gives_what_the_app_says(make: Make, recalculated: dict[str, Book], case: str) -> None:
    assert compared(make(case).book, recalculated[case]) > 10_000
    results_are(recalculated[case], make(case).answers.comparison)


def changes(of: Made) -> dict[str, tuple[Changes, Release, View]]:
    """One input changed at a time: what is entered where, and the release and view in which the app says the same."""
    release, view, names = of.answers.release, of.answers.view, of.book.names
    found: dict[str, tuple[Changes, Release, View]] = {
        name: ({names[name]: value}, release, replace(view, overrides=overrides({name: value})))
        for name, value in ASSUMPTIONS.items()
    }
    found["horizon"] = {names["horizon"]: 2029.0}, release, replace(view, horizon=2029)
    keys = {names[f"sleutel_{name}"]: "wsw_personen" for name in ("nulalternatief", "route_a", "route_b")}
    found["sleutel"] = keys, release, replace(view, key="wsw_personen")
    own = replace(release.scenarios[A], own_costs=EACH_ITS_OWN)
    divided = replace(release, scenarios={**release.scenarios, A: own})
    found["verdeling"] = {names["verdeling_route_a"]: "eigen"}, divided, view
    costs = release.figures.costs.copy()
    costs[0, 0, 0] = 2_000_000.25
    figures = replace(release, figures=replace(release.figures, costs=costs))
    found["cijfer"] = {("Cijfers", cost_cell(of.book)): 2_000_000.25}, figures, view
    return found


def cost_cell(of: Book) -> str:
    """The first amount on Cijfers: the first gemeente, werkvorm and kostensoort."""
    rows = [cell for cell in of.sheets["Cijfers"] if cell.startswith("A")]
    return next(f"E{cell[1:]}" for cell in rows if of.sheets["Cijfers"][cell].value == "Kosten en opbrengsten")


@pytest.fixture(scope="module")
def changed(make: Make, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    """The default workbook with one input changed, calculated by LibreOffice."""
    of = make("default")
    bodies = {name: emptied(of.body, entered) for name, (entered, _, _) in changes(of).items()}
    files = converted(bodies, tmp_path_factory.mktemp("office"))
    return {name: book(file.read_bytes()) for name, file in files.items()}


def test_a_route_of_which_nothing_is_published_stays_pm(make: Make, tmp_path: Path) -> None:
    of = make("unpublished")
    found = book(converted({"unpublished": emptied(of.body, {})}, tmp_path)["unpublished"].read_bytes())
    assert compared(of.book, found) > 5_000
    assert {of.book.named(name).value for name in ("verschil_b_a", "saldo_route_b", "structureel_b_a")} == {PM}


@pytest.mark.parametrize("what", [*ASSUMPTIONS, "horizon", "sleutel", "verdeling", "cijfer"])
def test_an_input_that_is_changed_gives_what_the_app_then_says(make: Make, changed: dict[str, Book], what: str) -> None:
    _, release, view = changes(make("default"))[what]
    expected = made(release, view)
    compared(expected.book, changed[what], text=False)
    results_are(changed[what], expected.answers.comparison)
    before, after = (of.sheets["Uitkomst"] for of in (make("default").book, changed[what]))
    moved = [at for at, cell in before.items() if cell.formula and isinstance(cell.value, float)]
    assert any(abs(float(before[at].value) - float(after[at].value)) > 1 for at in moved)
    entered = 0 if what == "horizon" else len(changes(make("default"))[what][0])
    assert changed[what].named("aangepast").value == entered
    formulas = make("default").book.formulas()
    words = {changed[what].sheets[RANGES][at].value for sheet, at, _ in formulas if sheet == RANGES}
    assert words == {"nee, gevonden met de waarden van toen" if entered else "ja"}


def test_what_a_gemeente_chose_counts_only_where_it_pays_for_itself(make: Make, tmp_path: Path) -> None:
    of = make("own policy")
    release = of.answers.release
    shared = replace(release.scenarios[B], own_costs=())
    divided = replace(release, scenarios={**release.scenarios, B: shared})
    body = emptied(of.body, {of.book.names["verdeling_route_b"]: "sleutel"})
    found = book(converted({"shared": body}, tmp_path)["shared"].read_bytes())
    results_are(found, made(divided, of.answers.view).answers.comparison)


def test_an_amount_in_the_place_of_pm_counts(make: Make, tmp_path: Path) -> None:
    of = make("strange")
    release = of.answers.release
    place = next(a for a, cell in of.book.sheets["Cijfers"].items() if cell.value == PM and a.startswith("E"))
    row = next(row for row in of.book.rows("Cijfers") if row["Waarde"].value == PM)
    figures = release.figures
    g = [each.naam for each in figures.gemeenten].index(str(row["Gemeente"].value).lstrip("'"))
    w = [each.label for each in figures.werkvormen].index(str(row["Werkvorm"].value))
    k = [each.label for each in figures.cost_types].index(str(row["Kostensoort of sleutel"].value))
    costs, pm = figures.costs.copy(), figures.pm.copy()
    costs[g, w, k], pm[g, w, k] = 123_456.0, False
    filled = replace(release, figures=replace(figures, costs=costs, pm=pm))
    body = emptied(of.body, {("Cijfers", place): 123_456.0})
    found = book(converted({"filled": body}, tmp_path)["filled"].read_bytes())
    compared(made(filled, of.answers.view).book, found, text=False)


def test_it_opens_as_it_is(make: Make, tmp_path: Path) -> None:
    """Nothing to repair: what was kept is what is read, and it prints."""
    of = make("default")
    files = converted({"kept": of.body}, tmp_path)
    assert compared(of.book, book(files["kept"].read_bytes())) > 10_000
    opened = openpyxl.load_workbook(io.BytesIO(of.body))
    assert opened.sheetnames == list(of.book.files)
