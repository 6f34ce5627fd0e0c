"""The tables of Overzicht: structural and one-off apart, PM where no amount is known, and the same form for both routes."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from lib.comparison import pm
from lib.comparison.answers import Answers
from lib.comparison.grid import Grid
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.model.scenario import Scenario
from lib.render.grids import draw_ranges
from lib.subjects import evidence, overview, readings
from lib.subjects.example import example
from lib.tables.columns import PM

CODES = (ALL, "GM1700")


def answers_of(release: Release, **changes: object) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def swapped(release: Release, **changes: object) -> tuple[Answers, Answers]:
    view = default_view(release)
    return answers_of(release, **changes), answers_of(release, a=view.b, b=view.a, **changes)


def texts(grid: Grid, row: str) -> list[str]:
    return [f"{cell.text}{cell.verdict}" for cell in grid.row(row).cells]


# -- swapping the routes swaps the numbers ------------------------------------------------------------------------


def form(sentence: str, *scenarios: Scenario) -> str:
    """A sentence in which both routes and all amounts are one and the same."""
    for scenario in scenarios:
        for name in (scenario.in_sentence, scenario.short_title, scenario.names, scenario.leaves_open):
            sentence = sentence.replace(name, "#").replace(name[0].upper() + name[1:], "#")
    return re.sub(r"[+−]?\d+,\d+", "0", sentence)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_keeps_its_form(release: Release, code: str) -> None:
    one, other = swapped(release, gemeente=code)
    routes = [run.scenario for _, run in one.comparison.sides]
    sentences: tuple[Callable[[Answers], str], ...] = (
        evidence.heading,
        lambda answers: evidence.ladder(answers).title,
        lambda answers: evidence.tekort_chart(answers).quiet,
        lambda answers: evidence.gemeenten_chart(answers).quiet,
        pm.unknown_one_offs,
    )
    for sentence in sentences:
        assert form(sentence(one), *routes) == form(sentence(other), *routes)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("table", [evidence.published, evidence.ranges])
def test_rows_of_the_routes_swap_whole(release: Release, table: Callable[[Answers], Grid], code: str) -> None:
    one, other = (table(answers) for answers in swapped(release, gemeente=code))
    assert texts(one, "a") == texts(other, "b") and texts(one, "b") == texts(other, "a")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("table", [evidence.gemeenten, overview.example_per_gemeente, overview.years])
def test_columns_of_the_routes_swap_whole(release: Release, table: Callable[[Answers], Grid], code: str) -> None:
    one, other = (table(answers) for answers in swapped(release, gemeente=code))
    turned = {
        column.id: re.sub(r"^[ab]\b", lambda side: "ba"["ab".index(side[0])], column.id) for column in one.columns
    }
    assert sorted(turned.values()) == sorted(column.id for column in other.columns)
    for row in one.rows:
        for own, name in turned.items():
            first, second = one.cell(row.id, own), other.cell(row.id, name)
            assert (first.text, first.verdict, first.tag) == (second.text, second.verdict, second.tag)


def test_a_reading_says_the_same_in_either_order(release: Release) -> None:
    one, other = swapped(release)
    for last in release.horizons:
        first, second = readings.four_readings(one, last), readings.four_readings(other, last)
        for a in ("gunstig", "ongunstig"):
            for b in ("gunstig", "ongunstig"):
                assert first.cell(a, b).text == second.cell(b, a).text


def test_a_difference_turns_its_sign_and_keeps_its_size(release: Release) -> None:
    one, other = (evidence.ladder(answers) for answers in swapped(release))
    for row in one.rows:
        for column in one.columns:
            first, second = one.cell(row.id, column.id).value, other.cell(row.id, column.id).value
            assert first == pytest.approx(-(second or 0.0), abs=1e-6)


# -- structural and one-off apart, PM where no amount is known -----------------------------------------------------


def test_a_one_off_without_an_amount_reads_pm_in_every_table(release: Release) -> None:
    answers = answers_of(release)
    assert overview.routes(answers).cell("a", "eenmalig").text == PM
    assert {cell.text for cell in overview.years(answers).column("a eenmalig")} == {PM}
    assert {cell.text for cell in overview.example_per_gemeente(answers).column("a eenmalig")} == {PM}
    assert overview.bridges(answers)[0].cell("eenmalig", "verschil").text == PM
    every = [answers_of(release, b=name) for name in release.scenarios]
    assert overview.scenarios(every).cell(answers.view.a, "eenmalig").text == PM
    for grid in (evidence.ladder(answers), readings.four_readings(answers, release.budget_until)):
        assert "Eenmalig van Route 2017: PM, onbekend, niet nul." in grid.note


def test_where_nothing_is_one_off_zero_is_known(release: Release) -> None:
    answers = answers_of(release, a=release.zero.id)
    assert overview.routes(answers).cell("a", "eenmalig").text == "0,0"


@pytest.mark.parametrize("code", CODES)
def test_a_bridge_says_what_is_structural_and_what_one_off(release: Release, code: str) -> None:
    grids = overview.bridges(answers_of(release, gemeente=code))
    for grid in grids[1:]:
        samen, structural, single = (grid.cell(name, "verschil").value for name in ("samen", "structureel", "eenmalig"))
        assert samen == pytest.approx((structural or 0.0) + (single or 0.0), abs=1e-6)
    assert grids[0].cell("structureel", "verschil").value == grids[0].cell("samen", "verschil").value


@pytest.mark.parametrize("code", CODES)
def test_the_rekenvoorbeeld_lies_within_its_range(release: Release, code: str) -> None:
    answers = answers_of(release, gemeente=code)
    grid, per_gemeente = example(answers), overview.example_per_gemeente(answers)
    for row in grid.rows:
        now, low, high = (grid.cell(row.id, f"structureel{end}").value for end in ("", " van", " tot"))
        assert low <= now <= high
    for row in per_gemeente.rows:
        for side in "ab":
            low, now, high = (
                per_gemeente.cell(row.id, f"{side} {name}").value for name in ("van", "structureel", "tot")
            )
            assert low <= now <= high


def test_the_years_stand_beside_the_nulalternatief(release: Release) -> None:
    answers = answers_of(release)
    grid = overview.years(answers)
    for row in grid.rows:
        place = int(row.id) - release.figures.base_year
        assert grid.cell(row.id, "zero").value == pytest.approx(answers.comparison.zero.saldo[:, place].sum())


def test_pm_of_a_scenario_are_costs_and_returns(release: Release) -> None:
    every = [answers_of(release, b=name) for name in release.scenarios]
    grid = overview.scenarios(every)
    assert grid.cell("ongewijzigd", "pm").text == "1 last en 1 bate"
    assert grid.cell("akkoord_2020", "pm").value == 10


# -- ranges as bars ---------------------------------------------------------------------------------------------


def test_the_bars_of_a_chart_stand_beside_its_numbers(release: Release) -> None:
    spec = evidence.gemeenten_chart(answers_of(release))
    page = draw_ranges(spec, release)
    rows = re.findall(r"<tr.*?</tr>", page, flags=re.DOTALL)[1:]
    assert len(rows) == len(spec.categories) + 1
    for row in rows[:-1]:
        assert row.count("rw-lane rw-lane-a") == row.count("rw-lane rw-lane-b") == 1
    assert "rw-lane" not in rows[-1] and "rw-plus" not in page and "rw-min" not in page
    with pytest.raises(ValueError, match="gemeenten"):
        draw_ranges(replace(spec, twin=None), release)


def test_a_bar_lies_where_its_numbers_are(release: Release) -> None:
    spec = evidence.gemeenten_chart(answers_of(release))
    page = draw_ranges(spec, release)
    ends = [end for series in spec.series for pair in (*series.band, *series.outer) for end in pair]
    low, high = min(ends), max(ends)
    first = re.search(
        r'rw-lane-a"><span class="rw-around".*?<span class="rw-range" style="left:([\d.]+)%;width:([\d.]+)%', page
    )
    assert first
    band = spec.series[0].band[0]
    assert float(first[1]) == pytest.approx(100 * (band[0] - low) / (high - low), abs=0.01)
    assert float(first[2]) == pytest.approx(100 * (band[1] - band[0]) / (high - low), abs=0.01)


@pytest.mark.parametrize("chart", [evidence.tekort_chart, evidence.gemeenten_chart])
@pytest.mark.parametrize("code", CODES)
def test_every_chart_has_words_and_a_table(release: Release, chart: Callable[..., object], code: str) -> None:
    spec = chart(answers_of(release, gemeente=code))
    assert isinstance(spec, evidence.ChartSpec)
    assert spec.twin is not None and len(spec.twin.rows) >= len(spec.categories)
    assert all(series.name in spec.description for series in spec.series if not series.points)
    assert len(spec.description) > 100
