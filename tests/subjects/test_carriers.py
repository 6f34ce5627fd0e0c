"""Who does which work under each route, who is the employer and what happens to the workplace."""

import re
from dataclasses import replace

import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.scenario import Placement
from lib.subjects.people.carriers import UNSAID, WITH_THE_WORK, carriers


def answers_of(release: Release, **changes: str) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def test_the_people_of_every_kind_and_the_staff_are_all_people(release: Release) -> None:
    grid = carriers(answers_of(release))
    *kinds, staff = grid.column("mensen")
    assert sum(cell.value or 0 for cell in kinds) == release.figures.persons.sum() == 1100
    assert staff.value == release.figures.staff.sum() == 80


def test_sheltered_work_is_counted_per_uitvoerder(release: Release) -> None:
    cell = carriers(answers_of(release)).cell("beschut", "b uitvoerder")
    counts = [int(count) for count in re.findall(r"\d+", cell.text)]
    assert sum(counts) == 463 and all(
        name in cell.text for name in ("Stichting", "De Sterkerij", "Multipack Nijverdal")
    )
    assert {"S4", "S5", "S6"} <= set(cell.statements)


def test_what_a_route_does_not_say_is_not_said_for_it(release: Release) -> None:
    grid = carriers(answers_of(release))
    assert {grid.cell(row.id, "a werkgever").text for row in grid.rows} == {UNSAID}
    assert {grid.cell(row.id, "a werkplek").text for row in grid.rows} == {UNSAID}
    assert grid.cell("groen", "b werkgever").text == "een gemeente"
    assert grid.cell("groen", "b werkplek").text == "blijft waar mogelijk"
    assert grid.cell("staf", "b uitvoerder").text == WITH_THE_WORK
    assert "sociaal plan" in grid.cell("staf", "b werkgever").text and grid.cell("staf", "b werkgever").statements == (
        "S13",
    )


def test_swapped_routes_swap_only_their_sides(release: Release) -> None:
    view = default_view(release)
    grid, other = carriers(answers_of(release)), carriers(answers_of(release, a=view.b, b=view.a))
    for row in grid.rows:
        assert row.cells[0].text == other.row(row.id).cells[0].text
        assert row.cells[1:4] == other.row(row.id).cells[4:] and row.cells[4:] == other.row(row.id).cells[1:4]


@pytest.mark.parametrize(("code", "name"), [("GM0163", "Multipack Nijverdal"), ("GM1742", "De Sterkerij")])
def test_a_gemeente_has_its_own_uitvoerder_and_people(release: Release, code: str, name: str) -> None:
    answers = answers_of(release, gemeente=code)
    grid = carriers(answers)
    assert grid.cell("beschut", "b uitvoerder").text == name
    place = answers.codes.index(code)
    assert sum(cell.value or 0 for cell in grid.column("mensen")[:-1]) == release.figures.persons[place].sum()


def test_kinds_that_go_another_way_stand_apart(release: Release) -> None:
    """A rule that says something else of one werkvorm gives that a row of its own."""

    def other(rule: Placement) -> Placement:
        return replace(rule, workplace="verandert") if rule.werkvorm == "begeleid_werken" else rule

    scenario = release.scenarios["akkoord_2020"]
    layers = tuple(tuple(map(other, layer)) for layer in scenario.placements)
    changed = replace(release, scenarios={**release.scenarios, scenario.id: replace(scenario, placements=layers)})
    grid = carriers(answers_of(changed))
    assert len(grid.rows) == len(carriers(answers_of(release)).rows) + 1
    assert grid.cell("begeleid_werken", "b werkplek").text == "verandert"
