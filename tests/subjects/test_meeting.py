"""The screens of Vergadermodus against the comparison they come from, and the same form for both routes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

import pytest

from lib.comparison import pm
from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec
from lib.comparison.grid import Cell, Grid
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL, Gemeente
from lib.model.readings import ENDS
from lib.subjects.meeting import (
    FORMER,
    GEMEENTEN,
    SCREENS,
    Page,
    Screen,
    deficit,
    four_readings,
    people,
    per_gemeente,
    reach,
)
from lib.subjects.meeting_choice import (
    MAKERS,
    asks,
    conditions,
    conditions_table,
    finders,
    not_in_euros,
    posts,
    turning_words,
    unknown,
)
from lib.text import millions, percentage_exact, year_range

#: What would make one side the winner where the readings do not say so.
DECIDING = re.compile(r"goedkoper|voordeliger dan|nadeliger dan|(?<!geen )kans|trekking|P5\b|P95\b|percentiel")
MANY = 15


def of(release: Release, **changes: object) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def swapped(release: Release) -> Answers:
    base = default_view(release)
    return of(release, a=base.b, b=base.a)


def parts(screen: Screen) -> tuple[Screen | Page, ...]:
    return (screen, *screen.pages)


def grids(screen: Screen) -> list[Grid]:
    return [part.grid for part in parts(screen) if part.grid]


def charts(screen: Screen) -> list[ChartSpec]:
    return [chart for part in parts(screen) for chart in part.charts]


def sentences(screen: Screen) -> Iterator[str]:
    """Every sentence, and every word in a cell or beside a chart."""
    yield screen.sentence
    yield from (page.sentence for page in screen.pages if page.sentence)
    yield from (text.words for page in screen.pages for text in page.texts)
    yield from (cell.text for grid in grids(screen) for row in grid.rows for cell in row.cells)
    for chart in charts(screen):
        yield from (chart.title, chart.quiet, chart.description)


def value(shown: Cell) -> float:
    assert shown.value is not None, shown.text
    return shown.value


def test_every_screen_has_a_title_a_sentence_and_a_picture_or_a_few_rows(release: Release) -> None:
    found = of(release)
    assert list(MAKERS) == list(SCREENS)
    for name, make in MAKERS.items():
        screen = make(found)
        assert screen.id == name and screen.title.endswith("?")
        assert all(part.sentence.endswith(".") for part in parts(screen) if part.sentence)
        assert all(len(grid.rows) <= GEMEENTEN + 1 for grid in grids(screen)), name
        assert charts(screen) or grids(screen) or any(page.texts for page in screen.pages), name
        for chart in charts(screen):
            assert chart.description.endswith(".") and chart.twin is not None and chart.twin.rows


def test_former_names_lead_to_a_screen_and_are_no_name_of_now() -> None:
    assert set(FORMER.values()) <= SCREENS.keys() and not FORMER.keys() & set(SCREENS.values())


@pytest.mark.parametrize(
    "changes", [{}, {"gemeente": "GM1700"}, {"horizon": 2030}, {"overrides": (("schaalverlies", 0.06),)}]
)
def test_no_sentence_decides_and_none_tells_of_draws(release: Release, changes: dict[str, object]) -> None:
    found = of(release, **changes)
    code = found.view.gemeente
    assert not any(found.evidence.agreement(code, last) for last in release.horizons), "the readings differ in sign"
    for make in MAKERS.values():
        for words in sentences(make(found)):
            assert not DECIDING.search(words), words


def test_the_tekort_is_that_of_the_chart(release: Release) -> None:
    found = of(release)
    screen = deficit(found)
    (chart,) = screen.charts
    for line in chart.series:
        if line.role == "zero" and not line.points:
            assert f"{millions(line.values[-1])} bij {release.zero.in_sentence}" in screen.sentence
        elif line.band:
            low, high = map(millions, line.band[-1])
            run = found.comparison.a if line.role == "a" else found.comparison.b
            assert f"{low} tot {high} bij {run.scenario.in_sentence}" in screen.sentence


def test_ranges_are_per_year_and_the_one_off_stands_apart(release: Release) -> None:
    found = of(release)
    screen = reach(found)
    (chart,) = screen.charts
    assert len(chart.categories) == len(found.evidence.spans)
    for series, (side, run) in zip(chart.series, found.comparison.sides, strict=True):
        for i, span in enumerate(found.evidence.spans):
            years = span[1] - span[0] + 1
            ends = [found.evidence.structural(side, end, ALL, span).value / years for end in ("ongunstig", "gunstig")]
            assert list(series.band[i]) == pytest.approx(ends)
            single = found.comparison.one_off(run)
            t = [year - release.figures.base_year for year in range(span[0], span[1] + 1)]
            exact = (found.comparison.against_zero(run) - single)[:, t].sum() / years
            assert series.values[i] == pytest.approx(float(exact))
    one_offs = [figure.cell for figure in screen.figures]
    assert one_offs[0].text.startswith("PM") and "onbekend, niet nul" in "".join(
        piece.verdict for piece in (one_offs[0], *one_offs[0].pieces)
    )
    assert one_offs[1].text == "−13,5 tot −0,2"
    assert all(figure.words.startswith("Grootste aannames onder het bereik per jaar: ") for figure in screen.figures)
    assert "eenmalig" not in screen.sentence, "no heading adds what is one-off or speaks of it in one number"


def test_a_range_of_one_number_is_one_number(release: Release) -> None:
    own = tuple(
        sorted((name, release.parameters[name].low) for name in ("meeropbrengst_doorontwikkeling", "behoud_na_2022"))
    )
    found = of(release, overrides=own)
    words = reach(found).sentence.split("; ")[0]
    assert " tot " not in words and "bij de route van 2017" in words


def test_readings_are_those_of_the_evidence_to_both_years(release: Release) -> None:
    found = of(release)
    screen = four_readings(found)
    first = release.figures.base_year + 1
    assert [page.label for page in screen.pages] == [year_range(first, last) for last in release.horizons]
    for page, last in zip(screen.pages, release.horizons, strict=True):
        assert page.sentence == found.evidence.verdict(last)
        (chart,) = page.charts
        assert chart.twin and [column.id for column in chart.twin.columns if "eenmalig" in column.id]
        exact = [found.evidence.difference(a, b, ALL, last).value for a in ENDS for b in ENDS]
        assert list(chart.series[0].values) == exact and chart.series[0].role == ""
        for value, words, (low, high) in zip(exact, chart.series[0].words, chart.series[0].band, strict=True):
            assert words == millions(abs(value)) and {low, high} == {value, 0.0}
        assert [words.text for words in chart.beside_zero] == [
            f"lager tekort bij {run.scenario.short_title}" for _, run in found.comparison.sides
        ]
    assert screen.opening == year_range(first, found.comparison.horizon)
    assert four_readings(of(release, horizon=2030)).opening == year_range(first, 2030)


def wider(release: Release, count: int) -> Release:
    """The release with so many gemeenten: its own, and over again."""
    figures = release.figures
    of = [i % len(figures.gemeenten) for i in range(count)]
    codes = [g.code for g in figures.gemeenten] + [f"GM9{i:03}" for i in range(count)]
    more = replace(
        figures,
        gemeenten=tuple(Gemeente(codes[i], f"Gemeente {i}") for i in range(count)),
        persons=figures.persons[of],
        staff=figures.staff[of],
        costs=figures.costs[of],
        pm=figures.pm[of],
        keys={name: shares[of] / shares[of].sum() for name, shares in figures.keys.items()},
    )
    return replace(release, figures=more)


def test_six_gemeenten_stand_together_and_more_turn_by_page(release: Release) -> None:
    found = per_gemeente(of(release))
    assert not found.pages and len(found.charts[0].categories) == GEMEENTEN
    many = per_gemeente(of(wider(release, MANY)))
    assert not many.charts and len(many.pages) == -(-MANY // GEMEENTEN)
    names = [name for page in many.pages for chart in page.charts for name in chart.categories]
    assert names == [f"Gemeente {i}" for i in range(MANY)]
    assert len({chart.reach for page in many.pages for chart in page.charts}) == 1
    for page in many.pages:
        (chart,) = page.charts
        assert chart.twin is not None and len(chart.twin.rows) <= GEMEENTEN + 1 and chart.twin.rows[-1].total
        for line in chart.series:
            assert len(line.values) == len(line.band) == len(chart.categories)
            assert all(chart.reach[0] <= end <= chart.reach[1] for pair in line.band for end in pair if isfinite(end))


def test_the_sentence_names_the_gemeente_that_lies_furthest_apart(release: Release) -> None:
    screen = per_gemeente(of(release))
    (chart,) = screen.charts
    for line, words in zip(chart.series, screen.sentence.split("; "), strict=True):
        ends = line.outer or line.band
        widest = max(zip(chart.categories, ends, strict=True), key=lambda pair: pair[1][1] - pair[1][0])[0]
        assert widest in words


def test_people_are_the_same_in_both_routes(release: Release) -> None:
    found = of(release)
    flow, work, employer, place = people(found).pages
    assert [chart.side for chart in flow.charts] == ["a", "b"]
    for page in (work, employer, place):
        assert page.grid is not None and page.grid.columns[0].id == "mensen"
        *kinds, staff = page.grid.rows
        persons = float(found.comparison.b.persons[:, :, 0].sum())
        assert sum(value(row.cells[0]) for row in kinds) == pytest.approx(persons)
        assert value(staff.cells[0]) == pytest.approx(float(release.figures.staff.sum()))
    assert any("Multipack Nijverdal" in cell.text and "Hellendoorn" in cell.text for cell in work.grid.rows[0].cells)  # type: ignore[union-attr]


# -- what if -----------------------------------------------------------------------------------------------------------


def test_every_own_measure_of_both_routes_can_be_asked(release: Release) -> None:
    found = of(release)
    expected = [
        (side, name)
        for side, run in found.comparison.sides
        for name in dict.fromkeys(name for measure in run.scenario.measures for name in measure.parameters)
    ]
    assert [(ask.side, ask.parameter.id) for ask in asks(found)] == expected
    screen = conditions(found)
    assert [page.label for page in screen.pages] == [ask.title for ask in asks(found)]
    assert [row.id for row in conditions_table(found).rows] == [name for _, name in expected]
    assert len(screen.charts) == 1


def test_what_is_asked_stays_while_it_is_answered(release: Release) -> None:
    names = [ask.parameter.id for ask in asks(of(release))]
    for name in names:
        for level in (release.parameters[name].low, release.parameters[name].high):
            other = of(release, overrides=((name, level),))
            assert [ask.parameter.id for ask in asks(other)] == names
            assert next(ask.value for ask in asks(other) if ask.parameter.id == name) == level


def test_what_both_routes_use_is_of_neither(release: Release) -> None:
    base = default_view(release)
    shared = asks(of(release, a=base.b, b="uitvoering_2021"))
    assert {ask.side for ask in shared} == {""} and {ask.route for ask in shared} == {"beide routes"}
    assert len({ask.parameter.id for ask in shared}) == len(shared)


def test_levels_are_the_band_in_order(release: Release) -> None:
    for ask in asks(of(release)):
        parameter = ask.parameter
        assert list(ask.levels.values()) == sorted({parameter.low, parameter.default, parameter.high})
        assert [name.split(" ")[0] for name in ask.levels] in (
            ["Laag", "Standaard", "Hoog"],
            ["Standaard", "Hoog"],
            ["Laag", "Standaard"],
        )
        if not parameter.unit.startswith("euro"):
            assert all(percentage_exact(level) in name for name, level in ask.levels.items())


def test_a_turning_point_is_the_structural_one_in_plain_words(release: Release) -> None:
    found = of(release)
    for ask in asks(found):
        words = turning_words(found, ask)
        own = [turn for turn in found.comparison.switching if turn.parameter == ask.parameter.id]
        values = {turn.horizon: turn.structural[ALL].value for turn in own}
        assert words.startswith(ask.parameter.label) and "bestaat niet" not in words
        for horizon, exact in values.items():
            if exact is not None:
                assert f"t/m {horizon} bij {millions(exact * 1e8)}" in words.replace("\xa0", " ")
        if all(exact is None for exact in values.values()):
            assert "geen enkele waarde" in words
    one_off = next(ask for ask in asks(found) if ask.parameter.id == "frictie_per_persoon")
    assert "alleen wat eenmalig is" in turning_words(found, one_off)


def test_an_answer_narrows_the_range_of_its_route_alone(release: Release) -> None:
    before = conditions(of(release)).charts[0].series
    after = conditions(of(release, overrides=(("schaalverlies", 0.15),))).charts[0].series
    assert list(after[0].band[0]) == pytest.approx(list(before[0].band[0]))
    assert after[1].band[0][1] < before[1].band[0][1]
    assert after[1].band[0][0] == pytest.approx(before[1].band[0][0]), "high was already its unfavourable end"


# -- what is not known -------------------------------------------------------------------------------------------------


def test_every_post_without_an_amount_stands_with_its_route_and_finder(release: Release) -> None:
    found = of(release)
    every = set(found.comparison.zero.scenario.pm)
    shown = {name: set[str]() for name in ("elke", "a", "b")}
    for signs in ((-1,), (1, 0)):
        for name, row in zip(shown, posts(found, signs).rows, strict=True):
            shown[name] |= {piece.text for cell in row.cells for piece in cell.pieces}
    labels = {item.id: item.label for item in pm.items_of(found)}
    assert shown["elke"] == {labels[name] for name in every}
    for side, run in found.comparison.sides:
        assert shown[side] == {labels[name] for name in run.scenario.pm if name not in every}
    finding = {row.id: row for row in finders(found).rows}
    assert finding.keys() == labels.keys()
    for name, row in finding.items():
        item = release.pm[name]
        assert [cell.text for cell in row.cells[-2:]] == [item.owner, item.when]


def test_every_consideration_and_every_role_is_reachable(release: Release) -> None:
    found = of(release)
    told = {text.words for page in not_in_euros(found).pages for text in page.texts}
    rows = release.tables["considerations"]
    assert told == {row["overweging"] for row in rows if row["scenario_id"] != release.zero.id}, "both routes, alike"
    rows = [row for grid in grids(unknown(found)) if grid.id == "wie beslist" for row in grid.rows]
    assert {row.cells[0].text for row in rows} == {row["rol"] for row in release.tables["decisions"]}
    for side, run in found.comparison.sides:
        words = pm.register(found).cell("aantal", side).text
        assert f"bij {run.scenario.in_sentence} {words}" in unknown(found).sentence


# -- both routes alike -------------------------------------------------------------------------------------------------


def form(sentence: str) -> str:
    """A sentence without numbers, signs, names of gemeenten, what a route itself says, and the words that go with a sign."""
    bare = re.sub(r"“[^”]*”|[+−€]|\d[\d.,]*|Almelo|Twenterand|Hellendoorn", "", sentence)
    bare = re.sub(r"lasten|last", "last", re.sub(r"baten|bate", "bate", bare))
    return re.sub(r"\s+", " ", re.sub("voordeliger|nadeliger|gelijk", "anders", bare)).strip()


def sizes(chart: ChartSpec) -> dict[str, tuple[object, ...]]:
    """The numbers of each series by its name, whichever side it has."""
    lines = chart.series if chart.panels else ()
    if chart.beside_zero:
        # B − A becomes A − B: every bar still points to the same route.
        values = [value for line in lines for value in line.values]
        return {"": tuple(sorted((chart.beside_zero[value > 0].text, abs(value)) for value in values))}
    return {line.name: (*map(str, (line.values, line.band, line.outer)), line.points) for line in lines}


def test_swapped_routes_swap_sides_and_keep_every_form(release: Release) -> None:
    there, back = of(release), swapped(release)
    words = [(r.in_sentence, r.short_title) for r in (there.comparison.a.scenario, there.comparison.b.scenario)]
    for name, make in MAKERS.items():
        first, second = make(there), make(back)
        assert first.title == second.title and len(first.pages) == len(second.pages)
        if name not in ("gepubliceerd", "voorwaarden"):
            for mine, theirs in zip(parts(first), parts(second), strict=True):
                turned = form(theirs.sentence)
                for one, other in zip(*words, strict=True):
                    turned = turned.replace(form(one), "·").replace(form(other), form(one)).replace("·", form(other))
                assert form(mine.sentence) == turned, name
        assert {figure.side for figure in first.figures} == {figure.side for figure in second.figures}
        for one, other in zip(first.pages, second.pages, strict=True):
            assert [text.words for text in one.texts] == [text.words for text in reversed(other.texts)]
        for mine, theirs in zip(charts(first), charts(second), strict=True):
            assert mine.form == theirs.form
            assert sizes(mine) == sizes(theirs), name
    mine, theirs = (sorted(turning_words(found, ask) for ask in asks(found)) for found in (there, back))
    assert mine == theirs


def test_the_same_route_twice_says_so_and_shows_it_once(release: Release) -> None:
    same = of(release, b=default_view(release).a)
    for make in MAKERS.values():
        screen = make(same)
        assert screen.id == "niet_in_euros" or "Twee keer dezelfde route" in screen.sentence, screen.id
        assert all(len(chart.series) <= 1 for chart in charts(screen) if chart.form == "spans")
    assert not four_readings(same).pages and not conditions(same).pages
    assert len(people(same).pages[0].charts) == 1


def test_the_nulalternatief_as_a_route_needs_no_words_of_its_own(release: Release) -> None:
    found = of(release, a=release.zero.id)
    for make in MAKERS.values():
        assert make(found).sentence
    assert deficit(found).sentence.count(release.zero.in_sentence) == 1


@pytest.mark.parametrize("code", ["GM0141", "GM0189"])
def test_a_gemeente_has_its_own_numbers(release: Release, code: str) -> None:
    found = of(release, gemeente=code)
    column = found.comparison.codes.index(code)
    (chart,) = deficit(found).charts
    for side in ("a", "b"):
        least, most = found.evidence.readings.sides[side].band[:, column]  # type: ignore[index]
        band = next(line.band for line in chart.series if line.role == side and line.band)
        assert [high - low for low, high in band[1:]] == pytest.approx((most - least).tolist(), abs=1e-3)
    assert release.name(code) in chart.quiet
