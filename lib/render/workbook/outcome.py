"""Sheet Uitkomst: what the routes differ, of which one-off, the saldo of each route, per gemeente and year; below them the
people, present value, and differences per inhabitant and per Wsw person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from lib.comparison.numbers import ExplainedNumber
from lib.comparison.pm import left_out
from lib.comparison.view import scale_of
from lib.model.figures import ALL, Array
from lib.model.parameters import DISCOUNT
from lib.render.workbook.assumptions import left_out_amounts
from lib.render.workbook.context import (
    ALL_YEARS,
    CHOSEN,
    GEMEENTE,
    HORIZON,
    UNKNOWN,
    Block,
    Status,
    WorkbookContext,
    YearTable,
)
from lib.render.workbook.page import Column, Key, Kind, Sheet, widest
from lib.render.workbook.subject import Pair, Route, role_name
from lib.text import is_pm

NAME = "Uitkomst"
TITLE = "Uitkomst: saldo per route en het verschil, per gemeente en per jaar"
EXPLANATION = (
    "Saldo = baten − lasten; een min betekent dat er geld bij moet. Verschil: V is voordelig, N is nadelig voor de route "
    "die voorop staat. Het basisjaar telt niet mee in een som. PM-posten tellen in geen enkel totaal mee."
)
YEAR_WIDTH = 14


def write(context: WorkbookContext) -> None:
    Outcome(context).write()


class Outcome:
    """The blocks of euros and of people, and those of euros without years."""

    def __init__(self, context: WorkbookContext) -> None:
        self.context, self.subject, self.places = context, context.subject, context.places
        self.answers, self.comparison = self.subject.answers, self.subject.comparison
        self.figures, self.count = self.subject.figures, len(self.subject.figures.gemeenten)
        self.roles = [(role, self.subject.role_title(role), route) for role, route in self.subject.route_of.items()]
        who = widest([*(pair.title for pair in self.subject.pairs), *(title for _, title, _ in self.roles)])
        columns = (Column("Onderdeel", 32), Column("Route of verschil", who), Column(GEMEENTE, 18))
        more = [Column("PM niet meegeteld", 12, True)]
        sheet = Sheet(NAME, TITLE, EXPLANATION, columns, len(columns))
        self.table = YearTable(context, sheet, self.subject.years, YEAR_WIDTH, sums=True, more=more)

    def write(self) -> None:
        for pair in self.subject.pairs:
            self._difference(pair)
        for pair in self.subject.pairs:
            self._one_off_and_structural(pair)
        for role, title, route in self.roles:
            key, cell = ("saldo of", role), partial(self._at, route, "saldo")
            status, pm = self._status(self.answers.saldo, route), self._pm(route)
            self._block(key, ("Saldo", title), "euros", cell, route.run.saldo, status, pm)
            self._name(f"saldo_{role_name(role)}", key)
        for role, title, route in self.roles:
            if role == route.id:
                self._soorten(role, title, route)
        self._people("persons", "Wsw-personen", self.comparison.zero.persons, self.answers.wsw)
        self._people("staff", "Staf", self.comparison.zero.staff, self.answers.staff)
        for role, title, route in self.roles:
            self._present_value(role, title, route)
        self._per_head("per_inwoner", "Verschil per inwoner", "each", "euro per inwoner", self._inhabitants)
        label, unit = "Verschil per Wsw-persoon", "euro per persoon"
        self._per_head("per_wsw_persoon", label, "difference", unit, self._served)
        self.table.page.filter()

    def _block(self, *block: Any, **more: Any) -> None:
        self.table.add_block(Block(*block, **more))

    def _at(self, route: Route, what: str, *where: object) -> str:
        """A cell of the sheet of a route."""
        return self.places.moving((what, route.id, *where))

    def _name(self, what: str, key: Key) -> None:
        self.context.call(what, (*key, ALL, CHOSEN))

    def _pm(self, *routes: Route) -> tuple[str, int]:
        """How many PM-posten of these routes, and PM amounts of the base year, no total counts."""
        runs = [route.run for route in routes]
        items = {item for run in runs for item in run.scenario.pm}
        amounts = left_out_amounts(self.context, range(len(self.figures.cost_types)))
        return f"{len(items)}+{amounts}", left_out(self.answers, *runs)

    @staticmethod
    def _status(ask: Callable[..., ExplainedNumber], *routes: Route) -> Status:
        """That of what is asked of these routes, by gemeente code or ALL."""
        return lambda code: ask(*(route.run for route in routes), code).status

    def _difference(self, pair: Pair) -> None:
        """The difference in saldo."""
        key, labels, (own, other) = ("difference", pair.id), ("Verschil in saldo", pair.title), pair.routes

        def cell(g: int, year: int) -> str:
            return "-".join(self._at(route, "saldo", g, year) for route in pair.routes)

        values, status = own.run.saldo - other.run.saldo, self._status(self.answers.difference, *pair.routes)
        self._block(key, labels, "difference", cell, values, status, self._pm(*pair.routes))
        self._name(f"verschil_{pair.name}", key)

    def _one_off_and_structural(self, pair: Pair) -> None:
        """What of a difference is one-off, and the difference without that."""
        key, one_off, (own, other) = ("structural", pair.id), self.comparison.one_off, pair.routes

        def single(g: int, year: int) -> str:
            first, second = (self._beside(route, "eenmalig", g, year) for route in pair.routes)
            return f"{first}-({second})"

        def structural(g: int, year: int) -> str:
            return "-".join(self.places.moving((name, pair.id, g, year), NAME) for name in ("difference", "one-off"))

        values, status = one_off(own.run) - one_off(other.run), self._status(self.answers.difference, *pair.routes)
        self._block(("one-off", pair.id), ("Waarvan eenmalig", pair.title), "difference", single, values, status)
        values = (own.run.saldo - one_off(own.run)) - (other.run.saldo - one_off(other.run))
        status = self._status(self.answers.structural, *pair.routes)
        self._block(key, ("Waarvan structureel", pair.title), "difference", structural, values, status)
        self._name(f"structureel_{pair.name}", key)

    def _beside(self, route: Route, kind: str, g: int, year: int) -> str:
        """The measures of a kind that stand beside the cells, added up."""
        ids = [measure.id for measure in route.run.scenario.measures if measure.kind == kind]
        return "+".join(self._at(route, "direct", name, g, year) for name in ids) or "0"

    def _soorten(self, role: str, title: str, route: Route) -> None:
        """What the saldo of a route is made of, soort by soort, and what stands beside the kostensoorten."""
        answers, comparison, cost_types = self.answers, self.comparison, self.figures.cost_types
        for soort in self.figures.soorten:
            kinds = [k for k, cost_type in enumerate(cost_types) if cost_type.soort == soort]

            def cell(g: int, year: int, kinds: Sequence[int] = kinds) -> str:
                signs = ("+" if cost_types[k].sign > 0 else "-" for k in kinds)
                cells = (self._at(route, "type after", k, g, year) for k in kinds)
                return "".join(f"{sign}N({own})" for sign, own in zip(signs, cells, strict=True))

            def status(code: str, soort: str = soort) -> str:
                return answers.soort(route.run, code, soort, answers.horizon_years).status

            pm = left_out_amounts(self.context, kinds), int(self.figures.pm[:, :, kinds].sum())
            key, values = ("soort", role, soort), comparison.of_soort(route.run, soort)
            self._block(key, (f"Saldo {soort}", title), "euros", cell, values, status, pm)
        beside = (
            ("jaarlijks", "Overig structureel", comparison.yearly, answers.saldo),
            ("eenmalig", "Eenmalig", comparison.one_off, answers.one_off),
        )
        for kind, label, euros, ask in beside:
            key, own, whose = ("beside", role, kind), partial(self._beside, route, kind), self._status(ask, route)
            self._block(key, (label, title), "euros", own, euros(route.run), whose)

    # -- people, and euros without years -----------------------------------------------------------------------

    def _people(self, key: str, label: str, people: Array, ask: Callable[..., ExplainedNumber]) -> None:
        """Per gemeente and all together; in every route the same people [g, w, t]."""

        def status(code: str) -> str:
            return ask(self.comparison.zero, code, None, self.subject.years[-1]).status

        def cell(g: int, year: int) -> str:
            forms = range(len(self.figures.werkvormen))
            return f"SUM({','.join(self.places.moving((key, 'zero', w, g, year)) for w in forms)})"

        labels, values = (label, "Elke route"), people.sum(axis=1)
        self._block(("people", key), labels, "persons", cell, values, status, unit="personen", sums=False)

    def _rows(
        self,
        key: Key,
        labels: tuple[str, str],
        unit: str,
        kind: Kind,
        columns: tuple[str, ...],
        cell: Callable[[int | str, str], tuple[str, float | str]],
        status: Status,
    ) -> None:
        """A row per gemeente and one for all, with only sums; `cell` gives the formula and value of a cell."""
        gemeenten = self.figures.gemeenten
        who: list[tuple[int | str, str, str]] = [(g, own.naam, own.code) for g, own in enumerate(gemeenten)]
        for place, name, code in (*who, (ALL, self.subject.release.all_together, ALL)):
            total = place == ALL
            self.table.start((*labels, name), unit, status(code), total)
            for column in columns:
                formula, value = cell(place, column)
                at = self.table.sums + (column == ALL_YEARS)
                self.table.page.formula(at, formula, value, kind, (*key, place, column), total)
            self.table.page.next()

    def _present_value(self, role: str, title: str, route: Route) -> None:
        """Σ saldo / (1 + discontovoet)^n up to the chosen year."""
        key, run, summed = ("present", role), route.run, self.table.summed
        values = self.comparison.present_value(run)
        keys: tuple[Key, ...] = (("head", NAME), ("n",))
        heads, n = (self.places.span((*own, summed[0]), (*own, summed[-1]), NAME) for own in keys)
        rate, horizon = (self.context.name_of[name] for name in (DISCOUNT, HORIZON))

        def cell(place: int | str, column: str) -> tuple[str, float]:
            if isinstance(place, str):
                return f"=SUM({self.table.gemeenten(key, column)})", float(values.sum())
            start, end = (("saldo of", role, place, year) for year in (summed[0], summed[-1]))
            saldo = self.places.span(start, end, NAME, rows=False)
            return f"=SUMPRODUCT(({heads}<={horizon})*{saldo}/(1+{rate})^{n})", float(values[place])

        labels = ("Contante waarde van het saldo", title)
        self._rows(key, labels, "euro", "euros", (CHOSEN,), cell, self._status(self.answers.present_value, route))
        self._name(f"contante_waarde_{role_name(role)}", key)

    def _inhabitants(self, place: int | str) -> tuple[str, str]:
        """How many, and whether that is known."""
        if isinstance(place, int):
            cell = self.places.fixed(("population", place))
            return cell, f"N({cell})>0"
        return self._sum(self.places.span(("population", 0), ("population", self.count - 1), columns=True))

    def _served(self, place: int | str) -> tuple[str, str]:
        key, base = ("people", "persons"), self.figures.base_year
        if isinstance(place, int):
            cell = self.places.fixed((*key, place, base), NAME)
            return cell, f"{cell}>0"
        return self._sum(self.table.gemeenten(key, base))

    def _sum(self, span: str) -> tuple[str, str]:
        return f"SUM({span})", f'COUNTIF({span},">0")={self.count}'

    def _per_head(
        self, expression: str, label: str, kind: Kind, unit: str, heads: Callable[[int | str], tuple[str, str]]
    ) -> None:
        """Each difference; `heads` gives by how many it is divided, and whether that is known."""
        scale = scale_of(self.subject.release, expression, self.subject.comparison.people)
        horizons = {CHOSEN: self.comparison.horizon, ALL_YEARS: self.subject.years[-1]}
        for pair in self.subject.pairs:
            values = pair.route.run.saldo - pair.other.run.saldo

            def cell(
                place: int | str, column: str, pair: Pair = pair, values: Array = values
            ) -> tuple[str, float | str]:
                code = ALL if isinstance(place, str) else self.answers.codes[place]
                years = [year for year in self.table.summed if year <= horizons[column]]
                amount = scale.convert(self.answers.pick(values, code, years), code)
                whole = self.places.moving(("difference", pair.id, place, column), NAME)
                count, counted = heads(place)
                text = amount if np.isfinite(amount) or is_pm(amount) else UNKNOWN
                return f'=IF({counted},{whole}/{count},"{UNKNOWN}")', text

            key, labels, columns = (expression, pair.id), (label, pair.title), tuple(horizons)
            self._rows(key, labels, unit, kind, columns, cell, self._status(self.answers.difference, *pair.routes))
