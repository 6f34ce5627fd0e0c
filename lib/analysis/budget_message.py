"""What the page on costs says in words: each route's tekort, what the numbers are, and who uses which key."""

from lib.analysis.answers import Answers
from lib.analysis.budget import runs
from lib.analysis.expression import LABELS, Scale
from lib.analysis.message import period, what_is_published
from lib.model.comparison import TOTAL
from lib.model.projection import Projection
from lib.text import amount, million_words

LEGEND = "Saldo is baten min lasten; tekort is het omgekeerde; V voordelig, N nadelig."
WAGES = (
    "Het subsidieresultaat (rijksbijdrage min lonen van de Wsw) staat apart. Neemt een gemeente mensen zelf in dienst, "
    "dan gaan hun lonen in de boeken van “overdracht aan de regeling” naar “eigen salarissen”. Dat is geen extra last. "
    "Samen is het subsidieresultaat in elke route gelijk; een verdeelsleutel verdeelt het wel anders over de gemeenten."
)


def headline(answers: Answers, scale: Scale) -> str:
    """The tekort of A, of B and of the nulalternatief over the horizon, and what of it is one-off."""
    comparison, code = answers.comparison, answers.view.gemeente
    told = list({run.scenario.id: run for run in (comparison.a, comparison.b, comparison.zero)}.values())
    saldos = [answers.saldo(run, code).value for run in told]
    kind = "In de doorkijk" if comparison.horizon > answers.release.budget_until else "Over"
    same = "Twee keer dezelfde route: geen verschil. " if comparison.same else ""
    if all(value <= 0 for value in saldos):
        start = f"komt het tekort van {whose(answers)} uit op "
        outcomes = [_money(answers, scale, -value) for value in saldos]
    else:
        start = f"komt {whose(answers)} uit op "
        outcomes = [
            f"een {'overschot' if value > 0 else 'tekort'} van {_money(answers, scale, abs(value))}" for value in saldos
        ]
    routes = _listed([f"{each} met {run.scenario.in_sentence}" for each, run in zip(outcomes, told, strict=True)])
    return f"{same}{kind} {period(comparison)} {start}{routes}; {_one_off(answers, scale, told)}."


def _one_off(answers: Answers, scale: Scale, told: list[Projection]) -> str:
    single = [-answers.one_off(run, answers.view.gemeente).value for run in told]
    if not any(single):
        return "niets daarvan is eenmalig"
    return f"eenmalig is daarvan {_listed([_money(answers, scale, euros) if euros else 'niets' for euros in single])}"


def _money(answers: Answers, scale: Scale, euros: float) -> str:
    """An amount in a sentence, in the expression that was chosen."""
    if scale.unit == 1_000:
        return million_words(euros)
    shown = scale.shown(euros, answers.view.gemeente)
    return f"{amount(shown, scale.decimals)} {LABELS[answers.view.expression]}"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} en {items[-1]}"


def whose(answers: Answers) -> str:
    """The gemeente of the view inside a sentence, or all together."""
    code = answers.view.gemeente
    return f"de {answers.release.all_together} samen" if code == TOTAL else answers.release.name(code)


def reads_as(answers: Answers, scale: Scale) -> str:
    """Who, what, when, unit, on which assumptions, with which key, and what the signs mean."""
    release, comparison = answers.release, answers.comparison
    kind = "meerjarenraming" if comparison.horizon == release.budget_until else "doorkijk"
    changed = sum(comparison.values[name] != p.default for name, p in release.parameters.items())
    basis = (
        f"Eigen aannames: {changed} anders dan standaard." if changed else "Rekenvoorbeeld: alle aannames op standaard."
    )
    return (
        f"Lasten en baten van de taken van {whose(answers)}, {kind} {period(comparison)} opgeteld, {scale.label}, "
        f"lopende prijzen. {basis} {keys_in_use(answers)} {LEGEND} {rests_on(answers)}"
    ).strip()


def keys_in_use(answers: Answers) -> str:
    """Which route divides its saldo with which key."""
    told = {
        run.scenario.short_title: "eigen kosten per gemeente"
        if run.scenario.own_allocation
        else f"verdeelsleutel {run.key}"
        for run in runs(answers.comparison)
    }
    return f"Verdeling: {'; '.join(f'{title}: {how}' for title, how in told.items())}."


def rests_on(answers: Answers) -> str:
    """Which years somebody else published; beyond the meerjarenraming, on what each route rests."""
    comparison = answers.comparison
    published = what_is_published(answers.release, comparison)
    if comparison.horizon <= answers.release.budget_until:
        return published
    told = []
    for run, parts in ((comparison.a, comparison.bridge_a), (comparison.b, comparison.bridge_b)):
        chosen = comparison.largest_uncertain(run.scenario, parts, comparison.horizon)
        basis = "op geen eigen maatregel" if chosen is None else f"op de {chosen.status} “{chosen.title}”"
        told.append(f"{run.scenario.in_sentence} {basis}")
    return f"{published} De doorkijk rust bij {_listed(list(dict.fromkeys(told)))}."


def identical(answers: Answers) -> str:
    """In words which routes cannot differ, because they are one scenario; empty when all three are others."""
    comparison = answers.comparison
    if comparison.same:
        return "Route A en route B zijn dezelfde route: geen verschil."
    for letter, run in (("A", comparison.a), ("B", comparison.b)):
        if run.scenario.id == comparison.zero.scenario.id:
            return f"Route {letter} is het nulalternatief zelf: daartussen is geen verschil."
    return ""
