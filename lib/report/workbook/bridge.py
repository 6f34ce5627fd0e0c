"""Sheet Brug: what every measure, and the allocation, contributes to a difference, closing on nothing (model.md §5)."""

from collections.abc import Callable

import numpy as np

from lib.analysis.bridges import steps
from lib.model.attribution import ALLOCATION, Part
from lib.model.comparison import TOTAL
from lib.model.figures import Array
from lib.model.projection import operating
from lib.report.workbook.draft import Draft, Row
from lib.report.workbook.page import Column
from lib.report.workbook.routes import OWN
from lib.report.workbook.subject import PAIRS, Route
from lib.report.workbook.summed import Block, SummedTable
from lib.report.workbook.titles import pair_name, pair_title

NAME = "Brug"
TITLE = "Brug: waar elk verschil vandaan komt"
TOLD = (
    "Een maatregel telt met het gemiddelde van haar effect onder de verdeling van de ene en van de andere route; "
    "de verdeling is de rest. Samen zijn zij precies het verschil: de controle staat op 0. V voordelig, N nadelig."
)
COLUMNS = (Column("Onderdeel", 38), Column("Verschil", 34), Column("Gemeente", 18))
WIDTH = 14
CLOSES, OPEN = "sluit", "sluit niet"
#: Below half a cent nothing is open but rounding of the arithmetic.
NOTHING = 0.005


def write(draft: Draft) -> None:
    page = draft.page(NAME)
    table = SummedTable(draft, page, COLUMNS, draft.subject.years[1:], WIDTH)
    table.begin(TITLE, TOLD)
    for pair in PAIRS:
        Bridge(draft, table, pair).write()
    page.filter()


class Bridge:
    """The parts of one difference: first what a measure does before allocation, then what it contributes."""

    def __init__(self, draft: Draft, table: SummedTable, pair: tuple[str, str]) -> None:
        self.draft, self.table, self.pair, self.places = draft, table, pair, draft.places
        self.subject, self.answers = draft.subject, draft.subject.answers
        self.routes = tuple(draft.subject.route_of[role] for role in pair)
        self.title = pair_title(draft, pair)
        self.here = table.page.name

    def write(self) -> None:
        parts = self.subject.bridge(self.pair)
        for part in parts:
            self._moved(part)
        for part in parts:
            self._contribution(part)
        self._whole(parts)

    def _block(
        self, key: str, name: str, label: str, cell: Callable[[int, int], str], values: Array, status: Callable[[str], str]
    ) -> None:
        block = Block(("bridge", self.pair, key, name), (label, self.title), "euro", "difference", cell, values, status)
        self.table.block(block)

    def _label(self, part: Part) -> str:
        measure = part.after or part.before
        if measure is None:
            return "Andere verdeling"
        return measure.title if part.after else f"Wegvallen van {measure.title}"

    def _moved(self, part: Part) -> None:
        """B − A of a percentage before allocation; of the allocation the mean of both routes before it."""
        before, after = self.routes
        if part.id == ALLOCATION:
            label = "Gemiddeld saldo van kostensoorten vóór verdeling"
            values = (operating(before.effects) + operating(after.effects)) / 2

            def cell(g: int, year: int) -> str:
                first, second = (self.places.moving(("operating", each.id, g, year)) for each in self.routes)
                return f"({first}+{second})/2"
        else:
            label = f"{self._label(part)}, vóór verdeling"
            nothing = np.zeros_like(before.effects.base)
            values = after.effects.percentage.get(part.id, nothing) - before.effects.percentage.get(part.id, nothing)

            def cell(g: int, year: int) -> str:
                return self._less("effect", part.id, g, year)

        self._block("moved", part.id, label, cell, values[:, 1:], lambda code: self.answers.part(part, code).status)

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

    def _contribution(self, part: Part) -> None:
        before, after = self.routes

        def divided(route: Route, g: int, year: int) -> str:
            """What was moved, as a route divides it."""
            key = ("bridge", self.pair, "moved", part.id)
            own, whole = (self.places.moving((*key, each, year), self.here) for each in (g, TOTAL))
            how, share = self.draft.name_of[f"verdeling_{route.name}"], self.places.fixed(("part", route.id, g))
            return f'IF({how}="{OWN}",{own},{share}*{whole})'

        def cell(g: int, year: int) -> str:
            under_a, under_b = divided(before, g, year), divided(after, g, year)
            if part.id == ALLOCATION:
                return f"{under_b}-{under_a}"
            direct = self._less("direct", part.id, g, year)
            return f"({under_a}+{under_b})/2{'' if direct == '0' else f'+({direct})'}"

        values = part.contribution[:, 1:]
        self._block("part", part.id, self._label(part), cell, values, lambda code: self.answers.part(part, code).status)

    def _whole(self, parts: tuple[Part, ...]) -> None:
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
            "whole", "", "Verschil in saldo", lambda g, year: self.places.moving(("difference", self.pair, g, year)), whole, status
        )

        def left(g: int, year: int) -> str:
            first, second = (self.places.moving(("bridge", self.pair, key, "", g, year), self.here) for key in ("whole", "sum"))
            return f"ROUND({first}-{second},2)"

        self._block("gap", "", "Controle: wat de onderdelen openlaten", left, np.round(whole - values, 2), status)
