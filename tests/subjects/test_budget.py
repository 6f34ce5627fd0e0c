"""A budget says exactly what the Comparison says, line by line, and its differences turn around with the routes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.cells import pair_ids, pair_title, routes_of, runs, title_of
from lib.comparison.release import Release
from lib.comparison.view import EXPRESSIONS, View, compare_view, default_view, scale_of
from lib.model.figures import ALL
from lib.model.scenario import Scenario
from lib.subjects.costs.basis import key_effects, published_beside_model, share, tekort
from lib.subjects.costs.budget import Budget, budget, columns, difference
from lib.subjects.costs.costs import amount_cell, headline, identical, reads_as
from tests.tiers import first

EXECUTION = ("begeleiding", "overhead", "huisvesting", "materieel")


def answers_of(release: Release, **choices: object) -> Answers:
    view = replace(default_view(release), **choices)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


#: The pairs of routes in so many parts.
TURNS = 4


def all_pairs(release: Release, turn: int) -> list[tuple[str, str]]:
    return list(product(release.computed, repeat=2))[turn::TURNS]


@pytest.mark.parametrize("horizon", first([2024, 2030]))
@pytest.mark.parametrize("turn", first(range(TURNS), 2))
def test_the_saldo_of_every_budget_is_that_of_the_comparison(release: Release, horizon: int, turn: int) -> None:
    for a, b in all_pairs(release, turn):
        answers = answers_of(release, a=a, b=b, horizon=horizon)
        for run in runs(answers.comparison):
            for g, code in enumerate((*answers.codes, ALL)):
                euros = run.saldo.sum(axis=0) if code == ALL else run.saldo[g]
                found = budget(answers, run, code)
                _check_saldo(found, euros, release.figures.base_year)


def _check_saldo(found: Budget, euros: np.ndarray, base_year: int) -> None:
    for i, column in enumerate(found.columns):
        expected = sum(euros[year - base_year] for year in column)
        amounts = {line.id: line.answers[i].value for line in found.lines}
        posts = sum(line.in_saldo * line.answers[i].value for line in found.lines if not line.is_sum)
        assert amounts["saldo"] == pytest.approx(expected, abs=1e-6)
        assert posts == pytest.approx(expected, abs=1e-6)
        assert amounts["totaal_baten"] - amounts["totaal_lasten"] == pytest.approx(expected, abs=1e-6)


def test_the_columns_are_the_base_year_each_year_and_the_horizon_without_the_base_year(release: Release) -> None:
    answers = answers_of(release, horizon=2024)
    assert columns(answers) == ((2020,), (2021,), (2022,), (2023,), (2024,), (2021, 2022, 2023, 2024))
    assert columns(answers)[1] == (2021,)


@pytest.mark.parametrize("code", [ALL, "GM0141", "GM0183"])
def test_subtotals_add_up_their_lines(release: Release, code: str) -> None:
    answers = answers_of(release)
    found = budget(answers, answers.comparison.b, code)
    for i in range(len(found.columns)):
        amounts = {line.id: line.answers[i].value for line in found.lines}
        execution = sum(amounts[kind] for kind in EXECUTION)
        assert amounts["uitvoeringskosten"] == pytest.approx(execution)
        assert amounts["operationeel"] == pytest.approx(amounts["opbrengsten"] - execution)
        assert amounts["subsidieresultaat"] == pytest.approx(amounts["rijksbijdrage"] - amounts["loonkosten_wsw"])
        assert amounts["incidenteel"] == pytest.approx(-amounts["frictie"])
        assert amounts["structureel"] == pytest.approx(amounts["saldo"] + amounts["frictie"])
        together = amounts["operationeel"] + amounts["subsidieresultaat"] + amounts["incidenteel"]
        assert amounts["saldo"] == pytest.approx(together)


def test_wages_of_the_wsw_are_no_execution_costs(release: Release) -> None:
    """Trap 1: in total no route costs more because the wages stand elsewhere in the books."""
    answers = answers_of(release)
    for column in range(len(columns(answers))):
        wages = {
            budget(answers, run, ALL).line("subsidieresultaat").answers[column].value
            for run in runs(answers.comparison)
        }
        assert max(wages) == pytest.approx(min(wages), abs=1e-6)
    parts = {name: sign for sign, name in budget(answers, answers.comparison.b, ALL).line("uitvoeringskosten").parts}
    assert tuple(parts) == EXECUTION


@pytest.mark.parametrize("turn", first(range(TURNS), 2))
def test_lasten_and_baten_are_positive(release: Release, turn: int) -> None:
    for a, b in all_pairs(release, turn):
        answers = answers_of(release, a=a, b=b, horizon=2030)
        for run in runs(answers.comparison):
            for code in (*answers.codes, ALL):
                for line in budget(answers, run, code).lines:
                    if line.role != "saldo":
                        assert all(answer.value >= 0 for answer in line.answers), line.id


def test_a_one_off_measure_has_a_row_of_its_own_in_the_years_of_its_phase(release: Release) -> None:
    answers = answers_of(release)
    found = budget(answers, answers.comparison.b, ALL).line("frictie")
    assert [answer.value for answer in found.answers] == pytest.approx(
        [0, 3_850_000, 2_695_000, 1_155_000, 0, 7_700_000]
    )
    assert found.section == "incidenteel"
    formula = found.answers[1].formula.replace("\N{NO-BREAK SPACE}", " ")
    assert formula.endswith("× 1.100 personen × 50,0 % in 2021 = € 3.850.000")
    almelo = budget(answers, answers.comparison.b, "GM0141").line("frictie")
    assert almelo.answers[1].value == pytest.approx(3_850_000 * release.figures.keys["gr_2019"][0])
    assert budget(answers, answers.comparison.a, ALL).find("frictie") is None


def test_a_yearly_measure_has_a_row_of_its_own(release: Release) -> None:
    """A scenario that is handed in may hold one; the shipped ones do not."""
    one_off = release.scenarios["akkoord_2020"].measure("frictie")
    assert one_off is not None
    yearly = replace(one_off, id="elk_jaar", title="Elk jaar", kind="jaarlijks", sign=1, base="een")
    changed = _with_scenario(release, replace(release.scenarios["akkoord_2020"], measures=(yearly,)))
    answers = answers_of(changed)
    found = budget(answers, answers.comparison.b, ALL)
    line = found.line("elk_jaar")
    assert (line.section, line.role) == ("overig_structureel", "baat")
    run = answers.comparison.b
    assert line.answers[2].value == pytest.approx(run.direct["elk_jaar"][:, 2].sum())
    assert found.line("overig_structureel").answers[2].value == pytest.approx(line.answers[2].value)
    _check_saldo(found, run.saldo.sum(axis=0), release.figures.base_year)


def _with_scenario(release: Release, scenario: Scenario) -> Release:
    return replace(release, scenarios={**release.scenarios, scenario.id: scenario})


@pytest.mark.parametrize("code", [ALL, "GM1700"])
def test_the_base_year_is_the_same_in_every_budget(release: Release, code: str) -> None:
    answers = answers_of(release)
    firsts = [
        {line.id: line.answers[0].value for line in budget(answers, run, code).lines if not line.id.startswith("fric")}
        for run in runs(answers.comparison)
    ]
    assert firsts[1] == pytest.approx(firsts[0])
    assert firsts[2] == pytest.approx(firsts[0])


@pytest.mark.parametrize("turn", first(range(TURNS), 2))
def test_a_difference_is_the_difference_in_saldo_and_its_posts_add_up_to_it(release: Release, turn: int) -> None:
    for a, b in all_pairs(release, turn):
        answers = answers_of(release, a=a, b=b)
        for code in (*answers.codes, ALL):
            for run, other in (routes_of(answers.comparison, name) for name in pair_ids(answers.comparison)):
                found = _difference(answers, run, other, code)
                for i, column in enumerate(found.columns):
                    expected = answers.difference(run, other, code, column).value
                    posts = sum(line.answers[i].value for line in found.lines if not line.is_sum)
                    assert found.line("saldo").answers[i].value == pytest.approx(expected, abs=1e-6)
                    assert posts == pytest.approx(expected, abs=1e-6)


def _difference(answers: Answers, run: object, other: object, code: str) -> Budget:
    first, second = budget(answers, run, code), budget(answers, other, code)  # type: ignore[arg-type]
    return difference(first, second, pair_title(run, other))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", [ALL, "GM1742"])
def test_the_difference_turns_around_with_the_routes(release: Release, code: str) -> None:
    one, two = answers_of(release), answers_of(release, a="akkoord_2020", b="maatschappelijke_onderneming_2017")
    there = _difference(one, one.comparison.b, one.comparison.a, code)
    back = _difference(two, two.comparison.b, two.comparison.a, code)
    assert {line.id for line in there.lines} == {line.id for line in back.lines}
    assert any(line.answers[-1].value for line in there.lines)
    for line in there.lines:
        opposite = [-answer.value for answer in back.line(line.id).answers]
        assert [answer.value for answer in line.answers] == pytest.approx(opposite, abs=1e-6)


@pytest.mark.parametrize("code", [ALL, "GM1742"])
def test_the_sums_of_a_difference_add_up_their_parts(release: Release, code: str) -> None:
    answers = answers_of(release)
    for run, other in (routes_of(answers.comparison, name) for name in pair_ids(answers.comparison)):
        found = _difference(answers, run, other, code)
        for line in found.lines:
            for i in range(len(found.columns)):
                parts = sum(sign * found.line(name).answers[i].value for sign, name in line.parts)
                if line.parts:
                    assert line.answers[i].value == pytest.approx(parts, abs=1e-6), line.id


def test_more_lasten_are_nadelig_and_more_baten_voordelig(release: Release) -> None:
    answers = answers_of(release)
    found = _difference(answers, answers.comparison.b, answers.comparison.zero, ALL)
    assert found.line("huisvesting").answers[0].value < 0
    found = _difference(answers, answers.comparison.a, answers.comparison.zero, ALL)
    assert found.line("opbrengsten").answers[0].value > 0


def test_a_route_is_never_set_against_itself(release: Release) -> None:
    same = answers_of(release, b="maatschappelijke_onderneming_2017")
    assert [title_of(same.comparison, name) for name in pair_ids(same.comparison)] == ["Route 2017 − Ongewijzigd"]
    assert "geen verschil" in identical(same)
    with_zero = answers_of(release, a="ongewijzigd")
    assert [title_of(with_zero.comparison, name) for name in pair_ids(with_zero.comparison)] == [
        "Akkoord 2020 − Ongewijzigd"
    ]
    assert identical(with_zero).startswith("Route A is het nulalternatief")
    nothing = answers_of(release, a="ongewijzigd", b="ongewijzigd")
    assert pair_ids(nothing.comparison) == ()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_amount_is_divided_by_the_people_of_its_own_gemeente(release: Release, expression: str) -> None:
    scale = scale_of(release, expression)
    answers = answers_of(release, expression=expression)
    counts = {
        "totaal": np.ones(6),
        "per_inwoner": release.population,
        "per_wsw_persoon": release.figures.persons.sum(axis=1),
    }[expression]
    for g, code in enumerate(answers.codes):
        euros = budget(answers, answers.comparison.b, code).line("saldo").answers[-1].value
        assert scale.convert(euros, code) == pytest.approx(euros / counts[g])
    if expression != "totaal":
        euros = budget(answers, answers.comparison.b, ALL).line("saldo").answers[-1].value
        assert scale.convert(euros, ALL) == pytest.approx(euros / counts.sum())


def test_pm_is_counted_where_it_falls(release: Release) -> None:
    pm = release.figures.pm.copy()
    pm[1, 0, 2] = True  # Hellendoorn, beschut, huisvesting
    figures = replace(release.figures, pm=pm)
    answers = answers_of(replace(release, figures=figures))
    shared = budget(answers, answers.comparison.zero, "GM0141").line("huisvesting")
    assert shared.pm == (1,) * len(shared.pm)
    own = budget(answers, answers.comparison.b, "GM0141")
    assert own.line("huisvesting").pm == (1, 0, 0, 0, 0, 0)
    assert budget(answers, answers.comparison.b, "GM0163").line("saldo").pm == (1,) * 6
    assert own.line("overhead").pm == (0,) * 6


# -- words -------------------------------------------------------------------------------------------------------


def test_the_headline_names_all_three_and_turns_around_with_the_routes(release: Release) -> None:
    answers = answers_of(release)
    told = headline(answers, scale_of(release, "totaal")).replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "Over 2021–2024 komt in het rekenvoorbeeld het structurele tekort van de zes gemeenten samen uit op "
        "€ 18,9 miljoen met de route van 2017, € 25,2 miljoen met het akkoord van 2020 en € 26,0 miljoen met doorgaan zoals in "
        "2020; eenmalig: PM (onbekend, niet nul), € 7,7 miljoen en niets."
    )
    turned = answers_of(release, a="akkoord_2020", b="maatschappelijke_onderneming_2017")
    again = headline(turned, scale_of(release, "totaal")).replace("\N{NO-BREAK SPACE}", " ")
    assert again == (
        "Over 2021–2024 komt in het rekenvoorbeeld het structurele tekort van de zes gemeenten samen uit op "
        "€ 25,2 miljoen met het akkoord van 2020, € 18,9 miljoen met de route van 2017 en € 26,0 miljoen met doorgaan zoals in "
        "2020; eenmalig: € 7,7 miljoen, PM (onbekend, niet nul) en niets."
    )


def test_the_headline_of_one_route_twice_and_of_one_gemeente(release: Release) -> None:
    same = answers_of(release, b="maatschappelijke_onderneming_2017", gemeente="GM0141", expression="per_inwoner")
    told = headline(same, scale_of(release, "per_inwoner")).replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "Twee keer dezelfde route: geen verschil. Over 2021–2024 komt in het rekenvoorbeeld het structurele tekort van Almelo "
        "uit op € 113,36 per inwoner met de route van 2017 en € 156,04 per inwoner met doorgaan zoals in 2020; "
        "eenmalig: PM (onbekend, niet nul) en niets."
    )


def test_a_surplus_is_no_tekort(release: Release) -> None:
    changed = {"achterstand_rijksindex": -0.01, "meeropbrengst_doorontwikkeling": 1.0, "behoud_na_2022": 2.0}
    rich = answers_of(release, overrides=tuple(changed.items()))
    told = headline(rich, scale_of(release, "totaal"))
    assert "een overschot van" in told
    assert "een tekort van" in told
    assert "Eigen aannames: 3 anders dan standaard." in reads_as(rich, scale_of(release, "totaal"))


def test_the_sub_line_names_the_key_of_each_route(release: Release) -> None:
    told = reads_as(answers_of(release, key="inwoners"), scale_of(release, "totaal"))
    assert "sleutel inwoners (Ongewijzigd, Route 2017)" in told
    assert "eigen kosten (Akkoord 2020)" in told


# -- the key -----------------------------------------------------------------------------------------------------


def test_another_key_moves_saldo_and_never_the_total(release: Release) -> None:
    view = default_view(release)
    answers = answers_of(release)
    others = {key: _with_key(release, view, key) for key in release.deficit_keys}
    effects = key_effects(answers, others)
    assert [(effect.run.scenario.id, effect.key) for effect in effects] == [
        ("ongewijzigd", "inwoners"),
        ("ongewijzigd", "wsw_personen"),
        ("maatschappelijke_onderneming_2017", "inwoners"),
        ("maatschappelijke_onderneming_2017", "wsw_personen"),
    ]
    for effect in effects:
        assert effect.closes
        keys = release.figures.keys
        saldo = answers.saldo(effect.run, ALL).value
        for g, code in enumerate(answers.codes):
            expected = (keys[effect.key][g] - keys["gr_2019"][g]) * saldo
            assert effect.shifts[code].value == pytest.approx(expected, abs=1e-6)
            assert effect.shifts[code].value != 0


def _with_key(release: Release, view: View, key: str) -> Answers:
    chosen = replace(view, key=key)
    return Answers(release, chosen, compare_view(release, chosen))


def test_shares_come_from_the_release(release: Release) -> None:
    answers = answers_of(release)
    almelo = share(answers, "gr_2019", "GM0141")
    assert (almelo.value, almelo.status) == (0.4387, "begroting")
    assert share(answers, "gr_2019", "GM0163").status == "raming"
    assert share(answers, "inwoners", ALL).value == pytest.approx(1)


# -- published ---------------------------------------------------------------------------------------------------


def test_the_model_stands_beside_what_was_published(release: Release) -> None:
    found = {(each.code, each.year): each for each in published_beside_model(answers_of(release)) if each.model}
    shown = {place: round(each.model.value / 1e6, 2) for place, each in found.items() if each.model}
    assert shown == {
        (ALL, 2020): 6.10,
        ("GM0141", 2020): 2.68,
        (ALL, 2021): 5.10,
        ("GM0141", 2021): 2.24,
        (ALL, 2022): 4.40,
        ("GM0141", 2022): 1.93,
    }
    fits = {place: each.fits(each.reports[0]) for place, each in found.items()}
    assert [place for place, fit in fits.items() if not fit] == [("GM0141", 2020)]


def test_conflicting_reports_stay_beside_each_other(release: Release) -> None:
    found = published_beside_model(answers_of(release, gemeente="GM0141"))
    almelo = next(each for each in found if (each.code, each.year) == ("GM0141", 2017))
    assert len(almelo.reports) == 4
    assert almelo.conflicting
    assert almelo.model is None
    assert {each.code for each in found} == {"GM0141", ALL}


def test_a_route_that_is_not_in_view_is_not_compared(release: Release) -> None:
    found = published_beside_model(answers_of(release, a="akkoord_2020"))
    assert max(each.year for each in found) == 2020


def test_tekort_is_the_opposite_of_saldo(release: Release) -> None:
    answers = answers_of(release)
    run = answers.comparison.b
    saldo = answers.saldo(run, "GM0189", (2021,))
    assert tekort(answers, run, "GM0189", (2021,)).value == -saldo.value
    structural = tekort(answers, run, "GM0189", (2021,), with_one_off=False)
    assert structural.value == pytest.approx(-saldo.value + answers.one_off(run, "GM0189", (2021,)).value)
    assert structural.value < -saldo.value


@pytest.mark.parametrize(("euros", "shown"), [(0.0, "PM"), (-3e-9, "PM"), (12_345.0, "12 + PM")])
def test_nothing_but_pm_is_printed_as_pm_whatever_the_last_bits_of_sums(
    release: Release, euros: float, shown: str
) -> None:
    answers = answers_of(release)
    own = budget(answers, answers.comparison.a, ALL)
    line = own.lines[0]
    answer = replace(line.answers[1], value=euros)
    line = replace(line, answers=(answer,) * len(line.answers), pm=(1,) * len(line.pm))
    assert amount_cell(own, line, 1, scale_of(release, "totaal"), False).text == shown
