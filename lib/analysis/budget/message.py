"""What the page on costs says in words: each route's tekort, what the numbers are, and who uses which key."""

import numpy as np

from lib.analysis.answers import Answers
from lib.analysis.expression import LABELS, Scale
from lib.analysis.message import division, period, repeated, rests_on, what_is_published
from lib.analysis.own_choices import basis
from lib.analysis.routes import runs
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import amount, million_words

LEGEND = "Saldo is baten min lasten; tekort is het omgekeerde; V voordelig, N nadelig."
WAGES = (
    "Het subsidieresultaat (rijksbijdrage min lonen van de Wsw) staat apart. Neemt een gemeente mensen zelf in dienst, "
    "dan gaan hun lonen in de boeken van “overdracht aan de regeling” naar “eigen salarissen”. Dat is geen extra last."
)
SAME_SUBSIDY = " Samen is het subsidieresultaat in elke route gelijk; een verdeelsleutel verdeelt het wel anders over de gemeenten."

#: Sums of the same euros may differ by less than this when they are divided otherwise.
HALF_A_CENT = 0.005


def wages(answers: Answers) -> str:
    """What the subsidieresultaat is, and that it is the same in every route in view where that holds."""
    return WAGES + (SAME_SUBSIDY if same_subsidy(answers) else "")


def same_subsidy(answers: Answers) -> bool:
    """Whether the subsidieresultaat of all gemeenten together is equal, year by year, in every route in view."""
    comparison, t = answers.comparison, slice(0, len(answers.horizon_years) + 1)
    first, *rest = (comparison.of_soort(run, "subsidieresultaat").sum(axis=0)[t] for run in runs(comparison))
    return all(np.allclose(amounts, first, rtol=0, atol=HALF_A_CENT) for amounts in rest)


def headline(answers: Answers, scale: Scale) -> str:
    """The tekort of A, of B and of the nulalternatief over the horizon, and what of it is one-off."""
    comparison, code = answers.comparison, answers.view.gemeente
    routes_in_view = list({run.scenario.id: run for run in (comparison.a, comparison.b, comparison.zero)}.values())
    saldos = [answers.saldo(run, code).value for run in routes_in_view]
    kind = "In de doorkijk" if comparison.horizon > answers.release.budget_until else "Over"
    same = repeated(comparison)
    if all(value <= 0 for value in saldos):
        start = f"komt het tekort van {whose(answers)} uit op "
        outcomes = [_money(answers, scale, -value) for value in saldos]
    else:
        start = f"komt {whose(answers)} uit op "
        outcomes = [
            f"een {'overschot' if value > 0 else 'tekort'} van {_money(answers, scale, abs(value))}" for value in saldos
        ]
    routes = _listed(
        [f"{outcome} met {run.scenario.in_sentence}" for outcome, run in zip(outcomes, routes_in_view, strict=True)]
    )
    return f"{same}{kind} {period(comparison)} {start}{routes}; {_one_off(answers, scale, routes_in_view)}."


def _one_off(answers: Answers, scale: Scale, routes: list[Projection]) -> str:
    single = [-answers.one_off(run, answers.view.gemeente).value for run in routes]
    if not any(single):
        return "niets daarvan is eenmalig"
    return f"eenmalig is daarvan {_listed([_money(answers, scale, euros) if euros else 'niets' for euros in single])}"


def _money(answers: Answers, scale: Scale, euros: float) -> str:
    """An amount in a sentence, in the expression that was chosen."""
    if scale.unit == 1_000:
        return million_words(euros)
    scaled = scale.convert(euros, answers.view.gemeente)
    return f"{amount(scaled, scale.decimals)} {LABELS[answers.view.expression]}"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} en {items[-1]}"


def whose(answers: Answers) -> str:
    """The gemeente of the view inside a sentence, or all together."""
    code = answers.view.gemeente
    return f"de {answers.release.all_together} samen" if code == ALL else answers.release.name(code)


def reads_as(answers: Answers, scale: Scale) -> str:
    """Who, what, when, unit, on which assumptions, with which key, and what the signs mean."""
    release, comparison = answers.release, answers.comparison
    kind = "meerjarenraming" if comparison.horizon == release.budget_until else "doorkijk"
    return (
        f"Lasten en baten van de taken van {whose(answers)}, {kind} {period(comparison)} opgeteld, {scale.label}, "
        f"lopende prijzen. {basis(comparison)} {keys_in_use(answers)} {LEGEND} {certainty(answers)}"
    ).strip()


def keys_in_use(answers: Answers) -> str:
    """Which route divides its saldo with which key."""
    return division(answers.release, tuple(runs(answers.comparison)))


def certainty(answers: Answers) -> str:
    """Which years somebody else published; beyond the meerjarenraming, on what each route rests."""
    comparison = answers.comparison
    published = what_is_published(answers.release, comparison)
    if comparison.horizon <= answers.release.budget_until:
        return published
    grounds = [f"{run.scenario.in_sentence} op {rests_on(comparison, run)}" for run in (comparison.a, comparison.b)]
    return f"{published} De doorkijk rust bij {_listed(list(dict.fromkeys(grounds)))}."


def identical(answers: Answers) -> str:
    """In words which routes cannot differ, because they are one scenario; empty when all three are others."""
    comparison = answers.comparison
    if comparison.same:
        return "Route A en route B zijn dezelfde route: geen verschil."
    for letter, run in (("A", comparison.a), ("B", comparison.b)):
        if run.scenario.id == comparison.zero.scenario.id:
            return f"Route {letter} is het nulalternatief zelf: daartussen is geen verschil."
    return ""
