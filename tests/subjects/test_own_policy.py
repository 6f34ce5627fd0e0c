"""Own policy: a gemeente that pays for itself may have a value of its own, wherever an assumption can stand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lib.comparison.answers import Answers
from lib.comparison.assumptions import (
    Change,
    change_between,
    changed,
    read_assumptions,
    read_typed,
    read_value,
    rewrite_typed,
    write_assumptions,
)
from lib.comparison.certainty import parameter_input
from lib.comparison.message import OWN, assumed, basis, differing, own_assumptions, own_words
from lib.comparison.release import Release
from lib.comparison.results import Results
from lib.comparison.view import NotInView, check_override, compare_view, default_view, own_policy, parameter_of
from lib.model.parameters import own_name
from lib.model.scenario import Scenario
from lib.subjects.own_policy import can_sentence, choices_sentence, effect, others_sentence, own_parameters
from lib.subjects.saved_views import read_view, results, write_view
from lib.subjects.what_if.what_if import assumptions

NAME = "efficiency_eindwaarde@GM0163"
WORDS = "Efficiency op termijn in Hellendoorn 8 % (standaard 6 %)"


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_a_link_holds_it_and_gives_it_back(release: Release) -> None:
    own, wrong = read_assumptions(release, f"{NAME}=0,08;loonindex=0,025")
    assert (own, wrong) == (((NAME, 0.08), ("loonindex", 0.025)), [])
    assert write_assumptions(own) == f"{NAME}=0,08;loonindex=0,025"


def test_it_counts_also_where_it_is_standaard(release: Release) -> None:
    standard = release.default_values["efficiency_eindwaarde"]
    assert changed(release, {NAME: standard, "efficiency_eindwaarde": standard}) == ((NAME, standard),)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("efficiency_eindwaard@GM0163", "bedoelde u “efficiency_eindwaarde”?"),
        ("efficiency_eindwaarde@GM0164", "onbekende gemeente “GM0164”; bedoelde u"),
        ("efficiency_eindwaarde@", "onbekende gemeente “”"),
        ("efficiency_eindwaarde@alle", "onbekende gemeente “alle”"),
        ("meeropbrengst_doorontwikkeling@GM0163", "hier kan een gemeente geen eigen waarde hebben"),
        ("loonindex@GM0163", "hier kan een gemeente geen eigen waarde hebben"),
    ],
)
def test_where_there_is_none_it_says_why(release: Release, name: str, words: str) -> None:
    for ask in (lambda: check_override(release, name, 0.05), lambda: read_value(release, name, "0,05")):
        with pytest.raises(NotInView) as raised:
            ask()
        assert words in raised.value.melding
    own, wrong = read_assumptions(release, f"{name}=0,05")
    assert own == () and len(wrong) == 1


def test_a_gemeente_that_is_counted_with_another_has_none(release: Release) -> None:
    code = release.figures.gemeenten[1].code
    joined = replace(release.figures, joined={1: 0})
    few = replace(release, figures=joined)
    with pytest.raises(NotInView, match="over haar alleen is niets te tonen"):
        parameter_of(few, own_name("efficiency_eindwaarde", code))


def test_only_measures_of_a_route_in_which_each_pays_for_itself(release: Release) -> None:
    for scenario in release.scenarios.values():
        names = {name for measure in scenario.measures for name in measure.parameters}
        assert set(own_policy([scenario])) == (names if scenario.own_costs else set())
    assert not own_policy([replace(scenario, own_costs=()) for scenario in release.scenarios.values()])


def test_its_range_is_that_of_the_parameter_and_its_name_is_said(release: Release) -> None:
    with pytest.raises(NotInView) as raised:
        check_override(release, NAME, 1.5)
    assert plain(raised.value.melding).startswith("Efficiency op termijn in Hellendoorn: 150 %")
    assert read_typed(release, NAME, "8") == 0.08
    assert rewrite_typed(release, f"{NAME}=8", "") == f"{NAME}=0,08"


def test_the_last_change_starts_from_what_held(release: Release) -> None:
    before, after = (("efficiency_eindwaarde", 0.07),), (("efficiency_eindwaarde", 0.07), (NAME, 0.08))
    change = change_between(release, before, after)
    assert change == Change(NAME, Decimal("0.01"))
    assert change.again(release, after) == 0.09 and change.again(release, ()) == 0.07
    assert change_between(release, after, before) == Change(NAME, Decimal("-0.01"))


def test_every_surface_names_it(release: Release) -> None:
    view = replace(default_view(release), overrides=((NAME, 0.08),))
    (item,) = own_assumptions(release, view.overrides)
    assert plain(item.words) == WORDS
    assert plain(own_words(release, view)) == f"1 aanname staat anders dan standaard: {WORDS}."
    comparison = compare_view(release, view)
    assert differing(comparison) == view.overrides and assumed(comparison) == OWN
    assert basis(comparison) == "Eigen aannames: 1 anders dan standaard."
    assert parameter_input(release, comparison, "efficiency_eindwaarde").label.endswith("(eigen keuze)")
    assert not parameter_input(release, comparison, "schaalverlies").label.endswith("(eigen keuze)")


@pytest.mark.parametrize("value", [0.08, 0.06])
def test_a_frozen_state_names_it_from_what_is_stored(release: Release, value: float) -> None:
    view = replace(default_view(release), overrides=((NAME, value),))
    assert read_view(write_view(view), view.release) == view
    found = results(release, view)
    stored = Results(found.numbers, found.texts)
    assert plain(stored.own_words).endswith(plain(own_words(release, view)))
    rows = [row.id for row in assumptions(Answers(release, view, compare_view(release, view))).rows]
    assert rows.index(NAME) == rows.index("efficiency_eindwaarde") + 1


def test_two_opinions_may_differ_in_it(release: Release) -> None:
    view = replace(default_view(release), opinions=((), ((NAME, 0.08),)))
    assert read_view(write_view(view), view.release) == view
    results(release, view)


# -- what own choices change -----------------------------------------------------------------------------------------


def at_home(release: Release, **own: float) -> Answers:
    """Hellendoorn with values of its own, in the shipped comparison."""
    overrides = tuple(sorted((own_name(name, "GM0163"), value) for name, value in own.items()))
    view = replace(default_view(release), gemeente="GM0163", overrides=overrides)
    return Answers(release, view, compare_view(release, view))


def test_the_effect_is_that_of_the_percentage_on_its_own_costs_and_nothing_for_the_others(release: Release) -> None:
    """By hand: begeleiding, overhead and materieel of Hellendoorn, per year the volume, the price and the path of a third, two
    thirds and the whole from 2023 on; 6 % saves what 0 % does not."""
    figures, values = release.figures, release.default_values
    g = [gemeente.code for gemeente in figures.gemeenten].index("GM0163")
    path, lost = {2023: 1 / 3, 2024: 2 / 3}, 0.0
    for k, cost_type in enumerate(figures.cost_types):
        if cost_type.id not in ("begeleiding", "overhead", "materieel"):
            continue
        base = figures.costs[g, :, k].sum()
        index = values["prijsindex" if cost_type.id == "materieel" else "loonindex"]
        for year, part in path.items():
            n = year - figures.base_year
            fixed = values[f"vast_{cost_type.id}"] * (1 - values["afbouw_vaste_kosten"]) ** n
            volume = fixed + (1 - fixed) * (1 - values["uitstroom_wsw"]) ** n
            lost += base * volume * (1 + index) ** n * values["efficiency_eindwaarde"] * part
    grid = effect(at_home(release, efficiency_eindwaarde=0.0))
    assert grid.cell("b hier", "scheelt").value == pytest.approx(-lost)
    assert grid.cell("b hier", "scheelt").text.endswith("nadeliger")
    assert [row.id for row in grid.rows] == ["b hier", "b anderen"]
    assert grid.cell("b anderen", "scheelt").value == 0


def without_amounts(release: Release) -> Scenario:
    """The agreement without its one-off measure: only one-offs without an amount are left."""
    route = release.scenarios["akkoord_2020"]
    return replace(route, measures=tuple(measure for measure in route.measures if measure.kind != "eenmalig"))


def test_what_is_one_off_stands_apart_and_pm_stays_pm(release: Release) -> None:
    grid = effect(at_home(release, frictie_per_persoon=8000.0))
    share = dict(
        zip(
            [gemeente.code for gemeente in release.figures.gemeenten],
            release.figures.keys["gr_2019"].tolist(),
            strict=True,
        )
    )
    lost = 1000 * float(release.figures.persons.sum()) * share["GM0163"]
    assert grid.cell("b hier", "eenmalig").value == pytest.approx(-lost)
    assert grid.cell("b hier", "scheelt").value == 0
    unknown = replace(release, scenarios=release.scenarios | {"akkoord_2020": without_amounts(release)})
    assert [row.cells[1].text for row in effect(at_home(unknown, efficiency_eindwaarde=0.08)).rows] == ["PM", "PM"]


def test_only_what_works_here_can_be_chosen(release: Release) -> None:
    """The saving on housing is for gemeenten of the stichting, and Hellendoorn is none of them."""
    here = own_parameters(at_home(release))
    assert "efficiency_eindwaarde" in here and "ruimtebesparing_stichting" not in here
    assert "meeropbrengst_doorontwikkeling" not in here
    view = replace(default_view(release), gemeente="GM0189")
    assert "ruimtebesparing_stichting" in own_parameters(Answers(release, view, compare_view(release, view)))


def test_it_is_said_what_was_chosen_and_where_nothing_can_be(release: Release) -> None:
    plain_view, own = at_home(release), at_home(release, efficiency_eindwaarde=0.08)
    assert plain(choices_sentence(plain_view)) == "Hellendoorn rekent nu met de waarden van de route."
    assert plain(choices_sentence(own)) == "Hellendoorn kiest zelf: efficiency op termijn 8 % (de route: 6 %)."
    assert (
        others_sentence(own) == "Voor de 5 andere gemeenten verandert er niets: zij betalen niet mee aan deze kosten."
    )
    swapped = replace(own.view, a=own.view.b, b=own.view.a)
    there = Answers(release, swapped, compare_view(release, swapped))
    assert can_sentence(there) == can_sentence(own)
    assert "deelt Hellendoorn de kosten met anderen" in can_sentence(own)
    assert {row.id: row.cells[0].text for row in effect(there).rows}["a hier"] == effect(own).cell(
        "b hier", "scheelt"
    ).text


def test_a_frozen_state_holds_what_own_choices_change(release: Release) -> None:
    own = at_home(release, efficiency_eindwaarde=0.08)
    titles = [grid.id for grid in results(release, own.view).tables]
    assert "eigen beleid" in titles
    assert "eigen beleid" not in [grid.id for grid in results(release, at_home(release).view).tables]
