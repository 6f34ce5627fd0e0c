"""Sentences about two routes. Every sentence has one form for A and B alike, so that swapping them swaps the numbers."""

from lib.analysis.certainty import PUBLISHED
from lib.analysis.release import Release
from lib.model.comparison import Comparison
from lib.model.figures import Array
from lib.model.scenario import Scenario
from lib.text import million_words, rounded, whole, year_range

MILLION = 1_000_000


def period(comparison: Comparison) -> str:
    """The years after the base year up to the horizon: 2021–2024."""
    return year_range(comparison.figures.base_year + 1, comparison.horizon)


def headline(release: Release, comparison: Comparison) -> str:
    """Each route against the nulalternatief, and what of it is one-off."""
    if comparison.horizon > release.budget_until:
        return _outlook(release, comparison)
    against = f"tegenover {release.zero.in_sentence}"
    if comparison.same:
        run = comparison.a
        return (
            f"Twee keer dezelfde route: geen verschil. In {period(comparison)} is, {against}, "
            f"{_moved(run.scenario, _total(comparison, comparison.difference_a))}; "
            f"eenmalig is daarvan {_signed(_total(comparison, comparison.one_off(run)))}."
        )
    one_offs = [_total(comparison, comparison.one_off(run)) for run in (comparison.a, comparison.b)]
    return (
        f"In {period(comparison)} is, {against}, "
        f"{_moved(comparison.a.scenario, _total(comparison, comparison.difference_a))} en "
        f"{_moved(comparison.b.scenario, _total(comparison, comparison.difference_b))}; "
        f"eenmalig is daarvan {_signed_pair(one_offs)}."
    )


def _outlook(release: Release, comparison: Comparison) -> str:
    """Beyond the meerjarenraming nothing is published: say what the outcome rests on, name no cheaper route."""
    if comparison.same:
        return (
            f"Twee keer dezelfde route: geen verschil. In {period(comparison)} rust "
            f"{comparison.a.scenario.in_sentence} op {_rests_on(comparison, comparison.a.scenario)}."
        )
    outcomes = [_total(comparison, d) for d in (comparison.difference_a, comparison.difference_b)]
    return (
        f"In de doorkijk {period(comparison)} rust {comparison.a.scenario.in_sentence} op "
        f"{_rests_on(comparison, comparison.a.scenario)} en {comparison.b.scenario.in_sentence} op "
        f"{_rests_on(comparison, comparison.b.scenario)}; tegenover {release.zero.in_sentence} is de uitkomst "
        f"in het rekenvoorbeeld {_signed_pair(outcomes)}."
    )


def _rests_on(comparison: Comparison, scenario: Scenario) -> str:
    parts = comparison.bridge_a if scenario is comparison.a.scenario else comparison.bridge_b
    chosen = comparison.largest_uncertain(scenario, parts, comparison.horizon)
    return "geen eigen maatregel" if chosen is None else f"de {chosen.status} “{chosen.title}”"


def _total(comparison: Comparison, euros: Array) -> float:
    return float(comparison.cumulative(euros).sum())


def _moved(scenario: Scenario, euros: float) -> str:
    shown = rounded(euros, MILLION, 1)
    if not shown:
        return f"{scenario.in_sentence} gelijk"
    word = "voordeliger" if shown > 0 else "nadeliger"
    return f"{scenario.in_sentence} {million_words(abs(euros))} {word}"


def _signed(euros: float) -> str:
    shown = rounded(euros, MILLION, 1)
    sign = "" if not shown else ("+" if shown > 0 else "−")
    return sign + million_words(abs(euros))


def _signed_pair(euros: list[float]) -> str:
    """Two signed amounts that share the word miljoen: A's first."""
    first, second = (_signed(each) for each in euros)
    return f"{first.removesuffix(' miljoen')} en {second}"


def what_is_published(release: Release, comparison: Comparison) -> str:
    """Which years of each route somebody else published, up to the horizon."""
    routes = dict.fromkeys((comparison.a.scenario.id, comparison.b.scenario.id))
    told = []
    for name in routes:
        years = sorted(
            {
                str(row["jaar"])
                for row in release.tables["contributions"]
                if row["scenario_id"] == name
                and row["status"] in PUBLISHED
                and release.figures.base_year < row["jaar"] <= comparison.horizon
            }
        )
        told.append(
            f"van {release.scenarios[name].in_sentence} {'de jaren ' + ' en '.join(years) if years else 'geen jaar'}"
        )
    return f"Gepubliceerd is {'; '.join(told)}."


def reads_as(release: Release, comparison: Comparison) -> str:
    """What the numbers are: who, what, when, unit."""
    kind = "meerjarenraming" if comparison.horizon == release.budget_until else "doorkijk"
    changed = [name for name, parameter in release.parameters.items() if comparison.values[name] != parameter.default]
    basis = (
        "Rekenvoorbeeld: alle aannames op standaard."
        if not changed
        else f"Eigen aannames: {len(changed)} anders dan standaard."
    )
    return f"Saldo van de taken, {release.all_together}, {kind} {period(comparison)} opgeteld, lopende prijzen. {basis}"


def people_message(release: Release, comparison: Comparison) -> str:
    """What happens to the people, in the base figures of both routes."""
    persons, staff = release.figures.persons.sum(), release.figures.staff.sum()
    return (
        f"In elke route werken dezelfde {_count(persons)} mensen uit de Wsw en {_count(staff)} medewerkers van de staf; "
        "wat verschilt is wie het werk uitvoert."
    )


def _count(value: float) -> str:
    return whole(round(value))
