"""Sheet Brug: what every measure, and the allocation, contributes to a difference, closing on nothing (model.md §5)."""

import numpy as np

from lib.model.attribution import ALLOCATION, BridgeShare
from lib.model.figures import ALL, Array
from lib.render.workbook.context import GEMEENTE, Block, Formula, Status, WorkbookContext, YearTable
from lib.render.workbook.page import Column, Kind, Sheet, widest
from lib.render.workbook.routes import divided
from lib.render.workbook.subject import Pair, Route

NAME = "Brug"
TITLE = "Brug: waar elk verschil vandaan komt"
EXPLANATION = (
    "Een maatregel telt met het gemiddelde van haar effect onder de verdeling van de ene en van de andere route; "
    "de verdeling is de rest. Samen zijn zij precies het verschil: de controle staat op 0. V voordelig, N nadelig."
)
BUILT, BUILT_TITLE = "Brug opbouw", "Opbouw van de brug: het effect van elke maatregel vóór verdeling"
BUILT_EXPLANATION = (
    "Wat een maatregel aan het saldo van de kostensoorten doet, per gemeente waar het ontstaat. Blad Brug verdeelt dit "
    "over de gemeenten zoals de ene en zoals de andere route dat doet, en neemt het gemiddelde. V voordelig, N nadelig."
)
YEAR_WIDTH = 14
#: In a key: before allocation.
MOVED = "moved"


def write(context: WorkbookContext) -> None:
    """Two sheets: the bridges, and behind them what they are made of."""
    tables = _table(context, NAME, TITLE, EXPLANATION), _table(context, BUILT, BUILT_TITLE, BUILT_EXPLANATION)
    for pair in context.subject.pairs:
        Bridge(context, *tables, pair).write()
    for table in tables:
        table.page.filter()


def _table(context: WorkbookContext, name: str, title: str, explanation: str) -> YearTable:
    subject = context.subject
    measures = [measure.title for route in subject.routes for measure in route.run.scenario.measures]
    what = widest(f"Wegvallen van {measure}, vóór verdeling" for measure in (*measures, "Gemiddeld saldo van"))
    who = widest(pair.title for pair in subject.pairs)
    columns = (Column("Onderdeel", what), Column("Verschil", who), Column(GEMEENTE, 18))
    sheet = Sheet(name, title, explanation, columns, len(columns))
    return YearTable(context, sheet, subject.years[1:], YEAR_WIDTH, sums=True)


class Bridge:
    """The parts of one difference: first what a measure does before allocation, then what it contributes."""

    def __init__(self, context: WorkbookContext, table: YearTable, built: YearTable, pair: Pair) -> None:
        self.context, self.table, self.built, self.pair, self.places = context, table, built, pair, context.places
        self.answers, self.sides = context.subject.answers, (pair.other, pair.route)

    def write(self) -> None:
        """Nothing of a route of which no outcome is published: there is no bridge to it."""
        if not self.pair.shares:
            return
        labels = list(zip(self.pair.shares, self.pair.labels, strict=True))
        for part, label in labels:
            if part.id == ALLOCATION:
                self._mean(part)
            elif any(self._has(route, "effect", part.id) for route in self.sides):
                self._change(part, label)
        for part, label in labels:
            self._contribution(part, label)
        self._whole()

    def _block(
        self, key: str, name: str, label: str, cell: Formula, values: Array, status: Status, kind: Kind = "difference"
    ) -> None:
        """Values [g, t] from the base year on, which the sheet leaves out."""
        table, own = self.built if key == MOVED else self.table, ("bridge", self.pair.id, key, name)
        table.add_block(Block(own, (label, self.pair.title), kind, cell, values[:, 1:], status))

    def _at(self, key: str, name: str, place: int | str, year: int) -> str:
        return self.places.moving(("bridge", self.pair.id, key, name, place, year), NAME)

    def _change(self, part: BridgeShare, label: str) -> None:
        """What a percentage does in the one route less what it does in the other, before allocation."""
        nothing = np.zeros_like(self.pair.other.run.effects.base)
        before, after = (route.run.effects.percentage.get(part.id, nothing) for route in self.sides)

        def cell(g: int, year: int) -> str:
            return self._less("effect", part.id, g, year)

        self._block(MOVED, part.id, f"{label}, vóór verdeling", cell, after - before, self._status_of(part))

    def _mean(self, part: BridgeShare) -> None:
        """The mean of both routes before allocation: what another allocation moves."""
        before, after = (route.run.effects.operating for route in self.sides)

        def cell(g: int, year: int) -> str:
            return f"({'+'.join(self.places.moving(('operating', route.id, g, year)) for route in self.sides)})/2"

        label = "Gemiddeld saldo van beide, vóór verdeling"
        self._block(MOVED, part.id, label, cell, (before + after) / 2, self._status_of(part), "euros")

    def _status_of(self, part: BridgeShare) -> Status:
        return lambda code: self.answers.part(part, code).status

    def _less(self, what: str, name: str, g: int, year: int) -> str:
        """The cell of the route less that of the one compared with, where they have the measure in that form."""
        terms = [
            f"{sign}{self.places.moving((what, route.id, name, g, year))}"
            for sign, route in (("", self.pair.route), ("-", self.pair.other))
            if self._has(route, what, name)
        ]
        return "".join(terms) or "0"

    def _has(self, route: Route, what: str, name: str) -> bool:
        measure = route.run.scenario.measure(name)
        return measure is not None and (measure.kind == "percentage") is (what == "effect")

    def _contribution(self, part: BridgeShare, label: str) -> None:
        def borne(route: Route, g: int, year: int) -> str:
            """What was moved, as a route divides it."""
            whole = self._at(MOVED, part.id, ALL, year)
            return divided(self.context, route, g, year, lambda place: self._at(MOVED, part.id, place, year), whole)

        divides, beside = (
            any(self._has(route, what, part.id) for route in self.sides) for what in ("effect", "direct")
        )

        def cell(g: int, year: int) -> str:
            before, after = (
                (borne(route, g, year) for route in self.sides) if divides or part.id == ALLOCATION else ("", "")
            )
            if part.id == ALLOCATION:
                return f"{after}-{before}"
            mean = f"({before}+{after})/2" if divides else ""
            return f"{mean}+{self._less('direct', part.id, g, year)}" if beside else mean

        self._block("part", part.id, label, cell, part.contribution, self._status_of(part))

    def _whole(self) -> None:
        """The sum of the parts, the difference itself, and what they leave open."""
        pair, (before, after) = self.pair, (route.run for route in self.sides)
        values, whole = np.sum([part.contribution for part in pair.shares], axis=0), after.saldo - before.saldo

        def status(code: str) -> str:
            return self.answers.difference(after, before, code).status

        def together(g: int, year: int) -> str:
            return "+".join(self._at("part", part.id, g, year) for part in pair.shares)

        def difference(g: int, year: int) -> str:
            return self.places.moving(("difference", pair.id, g, year))

        def left(g: int, year: int) -> str:
            return f"ROUND({self._at('whole', '', g, year)}-{self._at('sum', '', g, year)},2)"

        self._block("sum", "", "Onderdelen samen", together, values, status)
        self._block("whole", "", "Verschil in saldo", difference, whole, status)
        gap = np.round(whole - values, 2)
        self._block("gap", "", "Controle: wat de onderdelen openlaten", left, gap, status, "cents")
