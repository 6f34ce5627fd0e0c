"""What is said of a PM item without an amount."""

import tomllib
from dataclasses import replace

import pytest

from lib.comparison.answers import Answers
from lib.comparison.grid import Grid, Reference, Row
from lib.comparison.pm import EVERYWHERE, NOWHERE, SEVERAL, left_out, possible_range, register
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.tables.columns import PM
from lib.tables.content import SHIPPED

#: What a registry file calls the sign of a post.
WORDS = {"+": "bate", "-": "last", "onbekend": "bate of last"}


def answers_of(release: Release, **changes: str) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


@pytest.fixture
def answers(release: Release) -> Answers:
    return answers_of(release)


def posts(grid: Grid, release: Release) -> list[Row]:
    return [row for row in grid.rows if row.id in release.pm]


def test_a_range_is_told_with_its_grounds_and_never_as_that_of_a_source(release: Release) -> None:
    told = {name: possible_range(item) for name, item in release.pm.items()}
    assert told["tijdelijke_plekken"] == (
        "mogelijk bereik €\N{NO-BREAK SPACE}0 tot €\N{NO-BREAK SPACE}400.000 per jaar (onder- en bovengrens: aanname)"
    )
    assert told["belastingen"] == ""
    assert {name for name, words in told.items() if words} == {k for k, v in release.pm.items() if v.low is not None}


def test_costs_and_returns_stand_apart_and_each_post_once(answers: Answers) -> None:
    grid, release = register(answers), answers.release
    registry = tomllib.loads((SHIPPED / "scenarios/parameters.toml").read_text())["pm"]
    signs = {item["id"]: f"{WORDS[item['richting']]}, {item['soort']}" for item in registry}
    told = {row.id: grid.cell(row.id, "soort").text for row in posts(grid, release)}
    assert told == signs
    heading = ""
    for row in grid.rows:
        heading = row.label if row.kind == "section" else heading
        if row.id in release.pm:
            assert heading == SEVERAL[release.pm[row.id].sign][1]


@pytest.mark.parametrize("name", ["eigenaar", "wanneer", "gevolg"])
def test_every_post_says_who_finds_it_when_and_what_follows(answers: Answers, name: str) -> None:
    grid = register(answers)
    for item in tomllib.loads((SHIPPED / "scenarios/parameters.toml").read_text())["pm"]:
        assert grid.cell(item["id"], name).text == item[name] != ""


def test_each_route_has_the_posts_of_its_file_with_their_evidence(answers: Answers) -> None:
    """Acceptance 3: a PM that occurs in both routes stands under both, each with its own evidence."""
    grid, release = register(answers), answers.release
    for role, run in (("a", answers.comparison.a), ("b", answers.comparison.b), ("zero", answers.comparison.zero)):
        file = tomllib.loads((SHIPPED / f"scenarios/{run.scenario.id}.toml").read_text())
        own = {item["id"]: item for item in file["pm"]}
        for row in posts(grid, release):
            cell = grid.cell(row.id, role)
            assert cell.text == (PM if row.id in run.scenario.pm else NOWHERE)
            if row.id in own:
                (why,) = cell.below
                assert why.reference == Reference(own[row.id]["bron_id"], short=True)
                assert own[row.id]["toelichting"] in why.text and list(why.statements) == own[row.id].get(
                    "uitspraken", []
                )
    assert grid.cell("vastgoedopbrengst", "in").text == "Route 2017 en Akkoord 2020"
    assert grid.cell("huur_na_verkoop", "in").text == "Route 2017"
    assert grid.cell("nieuw_beschut", "in").text == EVERYWHERE
    assert not grid.cell("nieuw_beschut", "a").below and grid.cell("nieuw_beschut", "zero").below


def test_swapped_routes_swap_only_their_sides(answers: Answers) -> None:
    view = answers.view
    grid = register(answers)
    other = register(answers_of(answers.release, a=view.b, b=view.a))
    assert {row.id for row in grid.rows} == {row.id for row in other.rows}
    for row in grid.rows:
        assert grid.cell(row.id, "a") == other.cell(row.id, "b") and grid.cell(row.id, "zero") == other.cell(
            row.id, "zero"
        )
        assert grid.cell(row.id, "gevolg") == other.cell(row.id, "gevolg")


def test_how_many_are_left_out_is_never_a_bare_count(answers: Answers) -> None:
    grid = register(answers)
    cell = grid.cell("aantal", "b")
    assert cell.text == "7 lasten, 2 baten en 1 bate of last"
    assert cell.value == left_out(answers, answers.comparison.b) == 10


def test_a_range_is_drawn_as_one_and_its_grounds_stand_below(answers: Answers) -> None:
    grid = register(answers).compact
    cell = grid.cell("tijdelijke_plekken", "laag")
    assert cell.text.replace("\N{NO-BREAK SPACE}", " ") == "€ 0 tot € 400.000"
    assert cell.pieces[-1].below[0].text == "onder- en bovengrens: aanname"
    assert grid.cell("belastingen", "laag").text == "geen opgave"
