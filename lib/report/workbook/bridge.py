"""Sheet Brug: what every measure, and the allocation, contributes to a difference, closing on nothing (model.md §5)."""

from collections.abc import Callable

import numpy as np

from lib.model.attribution import ALLOCATION, BridgeShare
from lib.model.figures import ALL, Array
from lib.report.workbook.context import WorkbookContext
from lib.report.workbook.page import Column
from lib.report.workbook.routes import OWN
from lib.report.workbook.styles import Kind
from lib.report.workbook.subject import PAIRS, Route
from lib.report.workbook.summed import Block, SummedTable
from lib.report.workbook.titles import pair_title, widest

NAME = "Brug"
TITLE = "Brug: waar elk verschil vandaan komt"
TOLD = (
    "Een maatregel telt met het gemiddelde van haar effect onder de verdeling van de ene en van de andere route; "
    "de verdeling is de rest. Samen zijn zij precies het verschil: de controle staat op 0. V voordelig, N nadelig."
)
BUILT, BUILT_TITLE = "Brug opbouw", "Opbouw van de brug: het effect van elke maatregel vóór verdeling"
BUILT_TOLD = (
    "Wat een maatregel aan het saldo van de kostensoorten doet, per gemeente waar het ontstaat. Blad Brug verdeelt dit "
    "over de gemeenten zoals de ene en zoals de andere route dat doet, en neemt het gemiddelde."
)
WIDTH = 14
#: In a key: before allocation.
MOVED = "moved"


def write(context: WorkbookContext) -> None:
    """Two sheets: the bridges, and behind them what they are made of."""
    table = _table(context, NAME, TITLE, TOLD)
    built = _table(context, BUILT, BUILT_TITLE, BUILT_TOLD)
    for pair in PAIRS:
        Bridge(context, table, built, pair).write()
    table.page.filter()
    built.page.filter()


def _table(context: WorkbookContext, name: str, title: str, explanation: str) -> SummedTable:
    who = widest(pair_title(context, pair) for pair in PAIRS)
    measures = [measure.title for route in context.subject.routes for measure in route.run.scenario.measures]
    what = widest(f"Wegvallen van {title}, vóór verdeling" for title in (*measures, "Gemiddeld saldo van"))
    columns = (Column("Onderdeel", what), Column("Verschil", who), Column("Gemeente", 18))
    table = SummedTable(context, context.page(name), columns, context.subject.years[1:], WIDTH)
    table.begin(title, explanation)
    return table


class Bridge:
    """The parts of one difference: first what a measure does before allocation, then what it contributes."""

    def __init__(self, context: WorkbookContext, table: SummedTable, built: SummedTable, pair: tuple[str, str]) -> None:
        self.context, self.table, self.built, self.pair, self.places = context, table, built, pair, context.places
        self.subject, self.answers = context.subject, context.subject.answers
        self.routes = tuple(context.subject.route_of[role] for role in pair)
        self.title = pair_title(context, pair)
        self.here = table.page.name

    def write(self) -> None:
        parts = self.subject.bridge(self.pair)
        for part in parts:
            if part.id == ALLOCATION:
                self._mean(part)
            elif any(self._has(route, "effect", part.id) for route in self.routes):
                self._change(part)
        for part in parts:
            self._contribution(part)
        self._whole(parts)

    def _block(
        self,
        key: str,
        name: str,
        label: str,
        cell: Callable[[int, int], str],
        values: Array,
        status: Callable[[str], str],
        kind: Kind = "difference",
    ) -> None:
        table = self.built if key == MOVED else self.table
        table.block(Block(("bridge", self.pair, key, name), (label, self.title), "euro", kind, cell, values, status))

    def _label(self, part: BridgeShare) -> str:
        measure = part.after or part.before
        if measure is None:
            return "Andere verdeling"
        return measure.title if part.after else f"Wegvallen van {measure.title}"

    def _change(self, part: BridgeShare) -> None:
        """What a percentage does in the one route less what it does in the other, before allocation."""
        before, after = self.routes
        nothing = np.zeros_like(before.run.effects.base)
        values = after.run.effects.percentage.get(part.id, nothing) - before.run.effects.percentage.get(
            part.id, nothing
        )

        def cell(g: int, year: int) -> str:
            return self._less("effect", part.id, g, year)

        label = f"{self._label(part)}, vóór verdeling"
        self._block(MOVED, part.id, label, cell, values[:, 1:], self._status_of(part))

    def _mean(self, part: BridgeShare) -> None:
        """The mean of both routes before allocation: what another allocation moves."""
        before, after = self.routes
        values = (before.run.effects.operating + after.run.effects.operating) / 2

        def cell(g: int, year: int) -> str:
            first, second = (self.places.moving(("operating", route.id, g, year)) for route in self.routes)
            return f"({first}+{second})/2"

        label = "Gemiddeld saldo van beide, vóór verdeling"
        self._block(MOVED, part.id, label, cell, values[:, 1:], self._status_of(part), "euros")

    def _status_of(self, part: BridgeShare) -> Callable[[str], str]:
        return lambda code: self.answers.part(part, code).status

    def _less(self, what: str, name: str, g: int, year: int) -> str:
        """The cell of the route less that of the one compared with, where they have the measure in that form."""
        before, after = self.routes
        terms = [
            f"{sign}{self.places.moving((what, route.id, name, g, year))}"
            for sign, route in (("", after), ("-", before))
            if self._has(route, what, name)
        ]
        return "".join(terms) or "0"

    def _has(self, route: Route, what: str, name: str) -> bool:
        measure = route.run.scenario.measure(name)
        return measure is not None and (measure.kind == "percentage") is (what == "effect")

    def _contribution(self, part: BridgeShare) -> None:
        before, after = self.routes

        def divided(route: Route, g: int, year: int) -> str:
            """What was moved, as a route divides it."""
            key = ("bridge", self.pair, MOVED, part.id)
            own, whole = (self.places.moving((*key, place, year), self.here) for place in (g, ALL))
            how, share = self.context.name_of[f"verdeling_{route.name}"], self.places.fixed(("part", route.id, g))
            return f'IF({how}="{OWN}",{own},{share}*{whole})'

        divides = any(self._has(route, "effect", part.id) for route in self.routes)
        beside = any(self._has(route, "direct", part.id) for route in self.routes)

        def cell(g: int, year: int) -> str:
            if part.id == ALLOCATION:
                return f"{divided(after, g, year)}-{divided(before, g, year)}"
            mean = f"({divided(before, g, year)}+{divided(after, g, year)})/2" if divides else ""
            return f"{mean}+{self._less('direct', part.id, g, year)}" if beside else mean

        self._block("part", part.id, self._label(part), cell, part.contribution[:, 1:], self._status_of(part))

    def _whole(self, parts: tuple[BridgeShare, ...]) -> None:
        """The sum of the parts, the difference itself, and what they leave open."""
        before, after = self.routes

        def status(code: str) -> str:
            return self.answers.difference(after.run, before.run, code).status

        def together(g: int, year: int) -> str:
            return "+".join(
                self.places.moving(("bridge", self.pair, "part", part.id, g, year), self.here) for part in parts
            )

        values = np.sum([part.contribution for part in parts], axis=0)[:, 1:]
        self._block("sum", "", "Onderdelen samen", together, values, status)
        whole = (after.run.saldo - before.run.saldo)[:, 1:]
        self._block(
            "whole",
            "",
            "Verschil in saldo",
            lambda g, year: self.places.moving(("difference", self.pair, g, year)),
            whole,
            status,
        )

        def left(g: int, year: int) -> str:
            first, second = (
                self.places.moving(("bridge", self.pair, key, "", g, year), self.here) for key in ("whole", "sum")
            )
            return f"ROUND({first}-{second},2)"

        gap = np.round(whole - values, 2)
        self._block("gap", "", "Controle: wat de onderdelen openlaten", left, gap, status, "cents")
