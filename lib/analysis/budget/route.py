"""The budget of one route: its posts in sections, each with its sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib.analysis.answers import Answer, Answers
from lib.analysis.budget.lines import (
    EXECUTION,
    ONE_OFF,
    RETURNS,
    SUBSIDY,
    TOTALS,
    YEARLY,
    Budget,
    BudgetLine,
    Column,
    Role,
    columns,
    span,
)
from lib.analysis.budget.posts import posts
from lib.analysis.certainty import weakest
from lib.model.projection import Projection
from lib.text import amount, lower_first

DEFINITIONS = {
    "Operationeel resultaat": "Opbrengsten min uitvoeringskosten; zonder de lonen van de Wsw.",
    "Subsidieresultaat": "Rijksbijdrage min de lonen van de Wsw; geen uitvoeringskosten.",
    "Overig structureel": "Maatregelen die elk jaar terugkomen en niet bij een kostensoort horen.",
    "Incidenteel (eenmalig)": "Kosten of opbrengsten die hooguit drie jaar duren.",
    "Totaal lasten": "Alles wat geld kost, ook de lonen van de Wsw en wat eenmalig is.",
    "Totaal baten": "Alles wat geld oplevert, ook de rijksbijdrage.",
    "Waarvan structureel": "Saldo zonder wat eenmalig is.",
}


def budget(answers: Answers, run: Projection, code: str) -> Budget:
    """Every line of a route for one gemeente or ALL."""
    across = columns(answers)
    maker = _Sums(answers, run, code, across, posts(answers, run, code, across))
    return Budget(run.scenario.title, code, answers.release.name(code), across, tuple(maker.lines()))


@dataclass(frozen=True)
class _Sums:
    """The posts of a route in sections, each with its sum."""

    answers: Answers
    run: Projection
    code: str
    across: Sequence[Column]
    posts: Sequence[BudgetLine]

    def lines(self) -> Iterator[BudgetLine]:
        """Posts and sums in the order of the table."""
        cost = self._of(EXECUTION)
        yield from cost
        yield self._sum(EXECUTION, "Uitvoeringskosten", EXECUTION, "last", cost)
        returns = self._of(RETURNS)
        yield from returns
        yield self._sum("operationeel", "Operationeel resultaat", RETURNS, "saldo", [*returns, *cost])
        wages = sorted(self._of(SUBSIDY), key=lambda line: -line.in_saldo)
        yield from wages
        yield self._sum(SUBSIDY, "Subsidieresultaat", SUBSIDY, "saldo", wages)
        for section, label in ((YEARLY, "Overig structureel"), (ONE_OFF, "Incidenteel (eenmalig)")):
            own = self._of(section)
            yield from own
            yield self._sum(section, label, section, "saldo", own)
        yield from self._totals()

    def _of(self, section: str) -> list[BudgetLine]:
        return [post for post in self.posts if post.section == section]

    def _totals(self) -> Iterator[BudgetLine]:
        costs = self._sum("totaal_lasten", "Totaal lasten", TOTALS, "last", self._with_role("last"))
        returns = self._sum("totaal_baten", "Totaal baten", TOTALS, "baat", self._with_role("baat"))
        saldo = tuple(
            replace(
                self.answers.saldo(self.run, self.code, column),
                formula=f"baten {amount(b.value)} − lasten {amount(a.value)} = {amount(b.value - a.value)}",
            )
            for a, b, column in zip(costs.answers, returns.answers, self.across, strict=True)
        )
        pm = tuple(a + b for a, b in zip(costs.pm, returns.pm, strict=True))
        parts = ((1, returns.id), (-1, costs.id))
        yield from (
            costs,
            returns,
            BudgetLine("saldo", "Saldo (baten − lasten)", TOTALS, "saldo", saldo, pm, parts, is_sum=True),
        )
        lasting = [post for post in self.posts if post.section != ONE_OFF]
        structural = self._sum("structureel", "Waarvan structureel", TOTALS, "saldo", lasting)
        yield replace(structural, parts=((1, "saldo"), (-1, ONE_OFF)))

    def _with_role(self, role: Role) -> list[BudgetLine]:
        return [post for post in self.posts if post.role == role]

    def _sum(self, line_id: str, label: str, section: str, role: Role, parts: Sequence[BudgetLine]) -> BudgetLine:
        """Parts added up: as they stand for lasten and baten, with their sign in the saldo for a saldo."""
        signs = [part.in_saldo if role == "saldo" else 1 for part in parts]
        answers = tuple(self._sum_answer(label, parts, signs, i) for i in range(len(self.across)))
        pm = tuple(sum(part.pm[i] for part in parts) for i in range(len(self.across)))
        named = tuple(zip(signs, (part.id for part in parts), strict=True))
        return BudgetLine(line_id, label, section, role, answers, pm, named, is_sum=True)

    def _sum_answer(self, label: str, parts: Sequence[BudgetLine], signs: Sequence[int], i: int) -> Answer:
        value = sum((sign * part.answers[i].value for sign, part in zip(signs, parts, strict=True)), 0.0)
        terms = " ".join(
            f"{'+' if sign > 0 else '−'} {lower_first(part.label)} {amount(part.answers[i].value)}"
            for sign, part in zip(signs, parts, strict=True)
        ).removeprefix("+ ")
        inputs = [item for part in parts for item in part.answers[i].certainty.inputs]
        return Answer(
            value,
            f"{label}, {self.run.scenario.short_title}, {self.answers.release.name(self.code)}, {span(self.across[i])}",
            DEFINITIONS.get(label, "Optelling van de regels erboven."),
            f"{terms} = {amount(value)}" if parts else "deze route heeft hier geen maatregel",
            weakest(inputs) if inputs else self.answers.one_off(self.run, self.code).certainty,
        )
