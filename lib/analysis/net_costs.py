"""What a gemeente pays for these tasks in the model, before the rijksbijdrage: comparable with what it books on 6.4."""

from collections.abc import Sequence

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import cost_inputs, weakest
from lib.model.projection import Projection
from lib.text import amount


def net_costs(answers: Answers, run: Projection, codes: Sequence[str], year: int, who: str) -> Answer:
    """Uitvoeringskosten plus wages minus opbrengsten of some gemeenten in a year, in euros, without what is one-off."""
    figures, comparison = answers.release.figures, answers.comparison
    income = [k for k, c in enumerate(figures.cost_types) if c.soort == "subsidieresultaat" and c.sign > 0]
    received, structural = run.costs[:, :, income].sum(axis=(1, 2)), run.saldo - comparison.one_off(run)
    paid, saldo = (sum(answers.pick(euros, code, (year,)) for code in codes) for euros in (received, structural))
    kinds = tuple(cost_type.id for cost_type in figures.cost_types)
    return Answer(
        paid - saldo,
        f"Netto lasten in het model, {run.scenario.short_title}, {who}, {year}",
        "Uitvoeringskosten plus lonen van de Wsw min opbrengsten, zonder de rijksbijdrage en zonder wat eenmalig is: "
        "wat de gemeente voor deze taken overmaakt of zelf betaalt.",
        f"rijksbijdrage {amount(paid)} − saldo ({amount(saldo)}) = {amount(paid - saldo)}",
        weakest(cost_inputs(answers.release, comparison, run, kinds, year > figures.base_year)),
    )
