"""The lower half of a sheet Projectie: per gemeente the kostensoorten, what each measure does, and the saldo."""

from collections.abc import Iterable

import numpy as np

from lib.analysis.certainty import direct_inputs, measure_input, weakest
from lib.model.figures import Array
from lib.model.scenario import Measure
from lib.report.workbook.context import PM, Row, WorkbookContext, YearTable
from lib.report.workbook.places import Key
from lib.report.workbook.subject import Route

TYPE_BEFORE, TYPE_AFTER = "Kostensoort vóór verdeling", "Kostensoort na verdeling"
OPERATING, EFFECT = "Saldo kostensoorten vóór verdeling", "Effect van maatregel vóór verdeling"
DIRECT, SALDO = "Saldo van maatregel", "Saldo"
NOTHING = "=0"


class PerGemeente:
    """The blocks that are sums over werkvormen."""

    def __init__(self, context: WorkbookContext, table: YearTable, route: Route) -> None:
        self.context, self.table, self.route = context, table, route
        self.figures, self.places, self.here = context.subject.figures, context.places, route.sheet

    def write(self) -> None:
        self._types("before", TYPE_BEFORE, self.route.before)
        self._types("after", TYPE_AFTER, self.route.run.costs)
        self._operating()
        for measure in self.route.run.scenario.measures:
            if measure.kind == "percentage":
                self._effect(measure)
            else:
                self._direct(measure)
        self._saldo()

    def _key(self, *what: object) -> Key:
        return (what[0], self.route.id, *what[1:])

    def _at(self, *what: object) -> str:
        return self.places.moving(self._key(*what), self.here)

    def _types(self, cell: str, block: str, euros: Array) -> None:
        """A kostensoort of a gemeente: the sum over the werkvormen."""
        for k, cost_type in enumerate(self.figures.cost_types):
            for g, gemeente in enumerate(self.figures.gemeenten):

                def formula(year: int, k: int = k, g: int = g) -> str:
                    cells = [self._at(cell, g, w, k, year) for w in range(len(self.figures.werkvormen))]
                    listed, unknown = ",".join(cells), ",".join(f'{item}="{PM}"' for item in cells)
                    return f'=IF(AND(COUNT({listed})=0,OR({unknown})),"{PM}",SUM({listed}))'

                labels = (block, gemeente.naam, "", cost_type.label)
                status = self.context.cost_status(self.route, cost_type.id)
                values = self._or_pm(euros[g, :, k], g, k, apart=cell == "before")
                self.table.add(Row(self._key(f"type {cell}", g, k), labels, "euro", status, formula, values, "euros"))

    def _or_pm(self, euros: Array, g: int, k: int, apart: bool) -> list[float | str]:
        """Sums over the werkvormen of euros [w, t]; PM in a year of which no amount is known and one is PM."""
        words = [self.context.words.get(("cost", g, w, k), "") for w in range(len(euros))]
        sums: list[float | str] = []
        for column in euros.T.tolist():
            unknown = all(word and (apart or not value) for word, value in zip(words, column, strict=True))
            sums.append(PM if unknown and PM in words else sum(column))
        return sums

    def _signed(self, cell: str, g: int, year: int) -> str:
        """Σ sign · kostensoort of a gemeente."""
        steps = (
            f"{'+' if cost_type.sign > 0 else '-'}N({self._at(f'type {cell}', g, k, year)})"
            for k, cost_type in enumerate(self.figures.cost_types)
        )
        return "".join(steps)

    def _operating(self) -> None:
        totals = self.route.run.effects.operating
        for g, gemeente in enumerate(self.figures.gemeenten):

            def formula(year: int, g: int = g) -> str:
                return f"={self._signed('before', g, year)}"

            labels = (OPERATING, gemeente.naam, "", "alle kostensoorten")
            key, status = self._key("operating", g), self._weakest_cost()
            self.table.add(Row(key, labels, "euro", status, formula, totals[g], "euros"))

    def _weakest_cost(self) -> str:
        answers, subject = self.context.subject.answers, self.context.subject
        year = subject.figures.last_year
        costs = [
            answers.cost(self.route.run, answers.codes[0], cost_type.id, year) for cost_type in self.figures.cost_types
        ]
        return weakest(item for answer in costs for item in answer.certainty.inputs).status

    def _effect(self, measure: Measure) -> None:
        """What a percentage does to the saldo of a gemeente before allocation."""
        effect = self.route.run.effects.percentage[measure.id]
        mask = measure.mask(self.figures)
        for g, gemeente in enumerate(self.figures.gemeenten):

            def formula(year: int, g: int = g) -> str:
                terms = list(self._terms(mask[g], g, year))
                strength = self.places.along(("strength", self.route.id, measure.id, year))
                return f"={strength}*({''.join(terms)})" if terms else NOTHING

            labels = (EFFECT, gemeente.naam, "", measure.title)
            key, status = self._key("effect", measure.id, g), self._measure_status(measure)
            self.table.add(Row(key, labels, "euro", status, formula, effect[g], "euros"))

    def _terms(self, mask: Array, g: int, year: int) -> Iterable[str]:
        """Per touched kostensoort sign · trend · the euros of the base year; mask [w, k]."""
        for k, cost_type in enumerate(self.figures.cost_types):
            forms = np.flatnonzero(mask[:, k]).tolist()
            if forms:
                sign = "+" if cost_type.sign > 0 else "-"
                yield f"{sign}{self.places.along(('trend', k, year))}*SUM({self._base(g, k, forms)})"

    def _base(self, g: int, k: int, forms: list[int]) -> str:
        """The base-year cells of some werkvormen, which lie below each other."""
        if len(forms) == len(self.figures.werkvormen):
            return self.places.span(("cost", g, forms[0], k), ("cost", g, forms[-1], k), columns=True)
        return ",".join(self.places.fixed(("cost", g, w, k)) for w in forms)

    def _measure_status(self, measure: Measure) -> str:
        subject = self.context.subject
        return measure_input(subject.release, subject.comparison, measure).status

    def _direct(self, measure: Measure) -> None:
        """An eenmalige or jaarlijkse measure, shared by its own key."""
        values = self.route.run.direct[measure.id]
        subject = self.context.subject
        status = weakest(direct_inputs(subject.release, subject.comparison, self.route.run, measure.kind)).status
        people = [
            ("persons", g, w) for g in range(len(self.figures.gemeenten)) for w in range(len(self.figures.werkvormen))
        ]
        everybody = f"*SUM({self.places.span(people[0], people[-1], columns=True)})" if measure.base != "een" else ""
        for g, gemeente in enumerate(self.figures.gemeenten):

            def formula(year: int, g: int = g) -> str:
                share = self.places.fixed(("share", measure.key, g))
                price = f"*{self.places.along(('price level', year))}" if measure.kind == "jaarlijks" else ""
                strength = self.places.along(("strength", self.route.id, measure.id, year))
                return f"={share}*{strength}{everybody}{price}"

            labels = (DIRECT, gemeente.naam, "", measure.title)
            self.table.add(Row(self._key("direct", measure.id, g), labels, "euro", status, formula, values[g], "euros"))

    def _saldo(self) -> None:
        """Everything together, as each gemeente carries it."""
        beside = [measure.id for measure in self.route.run.scenario.measures if measure.kind != "percentage"]
        for g, gemeente in enumerate(self.figures.gemeenten):

            def formula(year: int, g: int = g) -> str:
                direct = "".join(f"+{self._at('direct', name, g, year)}" for name in beside)
                return f"={self._signed('after', g, year)}{direct}"

            status = self.context.subject.answers.saldo(self.route.run, gemeente.code).status
            labels = (SALDO, gemeente.naam, "", "alles samen")
            values = self.route.run.saldo[g]
            self.table.add(Row(self._key("saldo", g), labels, "euro", status, formula, values, "euros", total=True))
