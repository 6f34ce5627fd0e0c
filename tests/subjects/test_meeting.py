"""The screens of Vergadermodus against the comparison they come from, and the same form for both routes."""

import re
from dataclasses import replace

import pytest

from lib.comparison.answers import Answers
from lib.comparison.grid import Cell
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.subjects.meeting import SCREENS, costs, people, per_gemeente, question, spread
from lib.subjects.meeting_choice import MAKERS, asks, conditions, decision, not_in_euros
from lib.text import million_words, percentage_exact


def of(release: Release, **changes: object) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def swapped(release: Release) -> Answers:
    base = default_view(release)
    return of(release, a=base.b, b=base.a)


def value(shown: Cell) -> float:
    assert shown.answer is not None, shown.text
    return shown.answer.value


def test_every_screen_has_a_title_a_sentence_and_fits_the_order(release: Release) -> None:
    found = of(release)
    assert list(MAKERS) == list(SCREENS)
    for name, make in MAKERS.items():
        screen = make(found)
        assert screen.id == name and screen.title.endswith("?") and screen.sentence.endswith((".", "?"))
        assert screen.grid is None or len(screen.grid.rows) <= 7


def test_costs_are_those_of_the_comparison(release: Release) -> None:
    found = of(release)
    comparison, grid = found.comparison, costs(found).grid
    assert grid is not None
    single = [comparison.one_off(run) for run in (comparison.zero, comparison.a, comparison.b)]
    expected = [
        (comparison.against_zero(comparison.a), single[1] - single[0]),
        (comparison.against_zero(comparison.b), single[2] - single[0]),
        (comparison.difference, single[2] - single[1]),
    ]
    for line, (whole, one_off) in zip(grid.rows, expected, strict=True):
        together, structural, apart = map(value, line.cells)
        assert together == pytest.approx(float(comparison.cumulative(whole).sum()))
        assert apart == pytest.approx(float(comparison.cumulative(one_off).sum()))
        assert structural + apart == pytest.approx(together)


def test_six_gemeenten_and_their_total(release: Release) -> None:
    found = of(release)
    grid = per_gemeente(found).grid
    assert grid is not None and len(grid.rows) == 7 and grid.rows[-1].total
    exact = found.comparison.cumulative(found.comparison.difference)
    assert [value(line.cells[-1]) for line in grid.rows[:-1]] == pytest.approx(exact.tolist())
    assert value(grid.rows[-1].cells[-1]) == pytest.approx(float(exact.sum()))
    for cell in (cell for line in grid.rows for cell in line.cells):
        assert cell.text[-1] == ("V" if value(cell) > 0 else "N")


def test_people_are_the_same_in_both_routes(release: Release) -> None:
    found = of(release)
    grid = people(found).grid
    assert grid is not None
    *groups, _, total = grid.rows
    assert sum(value(line.cells[0]) for line in groups) == pytest.approx(value(total.cells[0]))
    assert value(total.cells[0]) == pytest.approx(float(found.comparison.b.persons[:, :, 0].sum()))
    assert all("sluit ✓" in cell.text for cell in total.cells[1:])


def test_conditions_hold_the_switching_values_and_the_corners(release: Release) -> None:
    found = of(release)
    screen, comparison = conditions(found), found.comparison
    last = comparison.figures.last_year
    for ask, figure in zip(asks(found), screen.figures, strict=True):
        exact = next(s for s in comparison.switching if (s.parameter, s.horizon) == (ask.parameter.id, last))
        switching = exact.with_one_offs[ALL].value
        assert figure.cell.text == "bestaat niet" if switching is None else value(figure.cell) == switching
        assert ask.side == figure.side
    assert screen.grid is not None and comparison.corners is not None
    shown = [[value(cell) for cell in line.cells] for line in reversed(screen.grid.rows)]
    assert shown == [pytest.approx(row) for row in comparison.corners.outcome.tolist()]


def test_what_is_asked_stays_while_it_is_answered(release: Release) -> None:
    names = [ask.parameter.id for ask in asks(of(release))]
    assert len(names) == 2
    before = conditions(of(release)).grid
    for name in names:
        for level in (0.0, release.parameters[name].high):
            other = of(release, overrides=((name, level),))
            assert [ask.parameter.id for ask in asks(other)] == names
            assert next(ask.value for ask in asks(other) if ask.parameter.id == name) == level
            after = conditions(other).grid
            assert before is not None and after is not None
            assert [[c.text for c in line.cells] for line in after.rows] == [
                [c.text for c in line.cells] for line in before.rows
            ]
    base = default_view(release)
    assert len(asks(of(release, a=release.zero.id))) == 1
    assert len(asks(of(release, b=base.a))) == 1


def test_levels_are_the_band_in_order(release: Release) -> None:
    for ask in asks(of(release)):
        parameter = ask.parameter
        assert list(ask.levels.values()) == [parameter.low, parameter.default, parameter.high]
        assert [name.split(" ")[0] for name in ask.levels] == ["Laag", "Standaard", "Hoog"]
        assert all(percentage_exact(level) in name for name, level in ask.levels.items())
    flat = replace(asks(of(release))[0].parameter, low=0.1, default=0.1, high=0.2)
    assert list(replace(asks(of(release))[0], parameter=flat).levels.values()) == [0.1, 0.2]


def test_the_range_is_that_of_the_draws_and_says_within_these_assumptions(release: Release) -> None:
    screen = spread(of(release))
    low, now, high, a, b = screen.figures
    assert value(low.cell) <= value(now.cell) <= value(high.cell)
    assert million_words(abs(value(low.cell))) in screen.sentence
    assert a.words == b.words == "binnen deze aannames" and (a.side, b.side) == ("a", "b")
    assert value(a.cell) + value(b.cell) <= 1


def form(sentence: str) -> str:
    """A sentence without numbers, signs, letters V and N, and the words that go with a sign."""
    bare = re.sub(r"[+−€]|\d[\d.,]*|\b[VN]\b|\([^)]*\)", "", sentence)
    return re.sub(r"\s+", " ", re.sub("voordeliger|nadeliger", "anders", bare)).strip()


def test_swapped_routes_swap_sides_and_keep_every_form(release: Release) -> None:
    there, back = of(release), swapped(release)
    words = [(r.in_sentence, r.short_title) for r in (there.comparison.a.scenario, there.comparison.b.scenario)]
    for name, make in MAKERS.items():
        first, second = make(there), make(back)
        assert first.title == second.title
        if name != "voorwaarden":
            mine, theirs = form(first.sentence), form(second.sentence)
            for one, other in zip(*words, strict=True):
                theirs = theirs.replace(form(one), "·").replace(form(other), form(one)).replace("·", form(other))
            assert mine == theirs, name
        assert {figure.side for figure in first.figures} == {figure.side for figure in second.figures}
        assert [text.words for text in first.texts] == [text.words for text in reversed(second.texts)]
        for one, other in zip(first.pages, second.pages, strict=True):
            assert [text.words for text in one.texts] == [text.words for text in reversed(other.texts)]
    one, other = conditions(there), conditions(back)
    parts = [screen.sentence.split(": ", 1)[1].rstrip(".").split("; ") for screen in (one, other)]
    assert parts[0] == parts[1][::-1]
    mine, theirs = costs(there).grid, costs(back).grid
    assert mine is not None and theirs is not None
    assert [value(c) for c in mine.rows[0].cells] == pytest.approx([value(c) for c in theirs.rows[1].cells])
    assert [value(c) for c in mine.rows[2].cells] == pytest.approx([-value(c) for c in theirs.rows[2].cells])


def test_the_same_route_twice_says_so_and_shows_it_once(release: Release) -> None:
    same = of(release, b=default_view(release).a)
    for make in (people, costs, per_gemeente, conditions, spread):
        assert "Twee keer dezelfde route" in make(same).sentence
    grid = per_gemeente(same).grid
    assert grid is not None and len(grid.head) == 2
    assert len(question(same).texts) == 1 and len(decision(same).figures) == 1


def test_every_consideration_and_every_role_is_reachable(release: Release) -> None:
    found = of(release)
    told = {text.words for page in not_in_euros(found).pages for text in page.texts}
    assert told == {row["overweging"] for row in release.tables["considerations"]}
    lines = [line for page in decision(found).pages if page.grid for line in page.grid.rows]
    assert {line.cells[0].text for line in lines} == {row["rol"] for row in release.tables["decisions"]}
    for figure, run in zip(decision(found).figures, (found.comparison.a, found.comparison.b), strict=True):
        assert value(figure.cell) == len(run.scenario.pm)


@pytest.mark.parametrize("code", ["GM0141", "GM0189"])
def test_a_gemeente_has_its_own_numbers(release: Release, code: str) -> None:
    found = of(release, gemeente=code)
    assert release.name(code) in question(found).sentence
    grid = costs(found).grid
    assert grid is not None
    exact = found.comparison.cumulative(found.comparison.difference)[found.codes.index(code)]
    assert value(grid.rows[-1].cells[0]) == pytest.approx(float(exact))
