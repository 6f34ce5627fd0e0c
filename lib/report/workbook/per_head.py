"""The lower part of Uitkomst: the people, present value, and differences per inhabitant and per Wsw person."""

from collections.abc import Callable

import numpy as np

from lib.analysis.expression import scale_of
from lib.model.figures import ALL, Array
from lib.model.parameters import DISCOUNT
from lib.report.workbook.context import HORIZON, UNKNOWN, Row, WorkbookContext
from lib.report.workbook.places import Key
from lib.report.workbook.styles import Kind
from lib.report.workbook.subject import PAIRS, ROLES, ZERO, role_name
from lib.report.workbook.summed import ALL_YEARS, CHOSEN, SummedTable
from lib.report.workbook.titles import pair_title, role_title

PEOPLE = "Elke route"


class PerHead:
    """Blocks of people, and blocks of euros without years."""

    def __init__(self, context: WorkbookContext, table: SummedTable) -> None:
        self.context, self.table, self.subject = context, table, context.subject
        self.answers, self.places, self.page = context.subject.answers, context.places, table.page
        self.count = len(context.subject.figures.gemeenten)

    def write(self) -> None:
        run = self.subject.comparison.zero
        year = self.subject.years[-1]
        self._people(
            "persons", "Wsw-personen", run.persons, lambda code: self.answers.wsw(run, code, None, year).status
        )
        self._people("staff", "Staf", run.staff, lambda code: self.answers.staff(run, code, None, year).status)
        for role in ROLES:
            self._present_value(role)
        for pair in PAIRS:
            self._per_head(pair, "per_inwoner", "Verschil per inwoner", "each", "euro per inwoner", self._inhabitants)
        for pair in PAIRS:
            self._per_head(
                pair, "per_wsw_persoon", "Verschil per Wsw-persoon", "difference", "euro per persoon", self._served
            )

    def _people(self, key: str, label: str, people: Array, status: Callable[[str], str]) -> None:
        """Per gemeente and all together; in every route the same people."""
        values, forms = people.sum(axis=1), range(len(self.subject.figures.werkvormen))
        for g, gemeente in enumerate(self.subject.figures.gemeenten):

            def cell(year: int, g: int = g) -> str:
                return f"=SUM({','.join(self.places.moving((key, ZERO, g, w, year)) for w in forms)})"

            labels = (label, PEOPLE, gemeente.naam)
            self.table.add(
                Row(("people", key, g), labels, "personen", status(gemeente.code), cell, values[g], "persons")
            )

        def total(year: int) -> str:
            return f"=SUM({self._column('people', key, year)})"

        labels = (label, PEOPLE, self.subject.release.all_together)
        everybody = values.sum(axis=0)
        row = Row(("people", key, ALL), labels, "personen", status(ALL), total, everybody, "persons", total=True)
        self.table.add(row)

    def _column(self, *what: object) -> str:
        """The gemeenten of a block below each other, in one column."""
        *key, column = what
        return self.places.span((*key, 0, column), (*key, self.count - 1, column), self.page.name, rows=False)

    def _rows(
        self,
        key: Key,
        labels: tuple[str, str],
        unit: str,
        kind: Kind,
        columns: tuple[str, ...],
        cell: Callable[[int | str, str], tuple[str, float | str]],
        status: Callable[[str], str],
    ) -> None:
        """A row per gemeente and one for all, with only sums; `cell` gives the formula and value of a cell."""
        gemeenten = self.subject.figures.gemeenten
        who: list[tuple[int | str, str, str]] = [
            (g, gemeente.naam, gemeente.code) for g, gemeente in enumerate(gemeenten)
        ]
        for place, name, code in (*who, (ALL, self.subject.release.all_together, ALL)):
            total = place == ALL
            self.table.start(Row((), (*labels, name), unit, status(code), lambda _: "", (), kind, total))
            for column in columns:
                formula, value = cell(place, column)
                at = self.table.sums + (column == ALL_YEARS)
                self.page.formula(at, formula, value, kind, (*key, place, column), total)
            self.page.next()

    def _present_value(self, role: str) -> None:
        """Σ saldo / (1 + discontovoet)^n up to the chosen year."""
        run, summed = self.subject.route_of[role].run, self.table.summed
        values = self.subject.comparison.present_value(run)
        heads, n = (
            self.places.span((*key, summed[0]), (*key, summed[-1]), self.page.name)
            for key in (("head", self.page.name), ("n",))
        )

        def cell(place: int | str, column: str) -> tuple[str, float]:
            if isinstance(place, str):
                return f"=SUM({self._column('present', role, column)})", float(values.sum())
            start, end = (("saldo of", role, place, year) for year in (summed[0], summed[-1]))
            saldo = self.places.span(start, end, self.page.name, rows=False)
            rate = self.context.name_of[DISCOUNT]
            formula = f"=SUMPRODUCT(({heads}<={self.context.name_of[HORIZON]})*{saldo}/(1+{rate})^{n})"
            return formula, float(values[place])

        labels = ("Contante waarde van het saldo", role_title(self.context, role))
        self._rows(
            ("present", role),
            labels,
            "euro",
            "euros",
            (CHOSEN,),
            cell,
            lambda code: self.answers.present_value(run, code).status,
        )
        self.context.call(f"contante_waarde_{role_name(role)}", ("present", role, ALL, CHOSEN))

    def _inhabitants(self, place: int | str) -> tuple[str, str]:
        """How many, and whether that is known."""
        if isinstance(place, int):
            cell = self.places.fixed(("population", place))
            return cell, f"N({cell})>0"
        span = self.places.span(("population", 0), ("population", self.count - 1), columns=True)
        return f"SUM({span})", f'COUNTIF({span},">0")={self.count}'

    def _served(self, place: int | str) -> tuple[str, str]:
        base = self.subject.figures.base_year
        if isinstance(place, int):
            cell = self.places.fixed(("people", "persons", place, base), self.page.name)
            return cell, f"{cell}>0"
        span = self._column("people", "persons", base)
        return f"SUM({span})", f'COUNTIF({span},">0")={self.count}'

    def _per_head(
        self,
        pair: tuple[str, str],
        expression: str,
        label: str,
        kind: Kind,
        unit: str,
        heads: Callable[[int | str], tuple[str, str]],
    ) -> None:
        other, route = (self.subject.route_of[role].run for role in pair)
        scale, last = scale_of(self.subject.release, expression), self.subject.years[-1]
        horizons = {CHOSEN: self.subject.comparison.horizon, ALL_YEARS: last}
        values = route.saldo - other.saldo

        def cell(place: int | str, column: str) -> tuple[str, float | str]:
            code = ALL if isinstance(place, str) else self.answers.codes[place]
            years = [year for year in self.table.summed if year <= horizons[column]]
            amount = scale.convert(self.answers.pick(values, code, years), code)
            whole = self.places.moving(("difference", pair, place, column), self.page.name)
            count, counted = heads(place)
            return f'=IF({counted},{whole}/{count},"{UNKNOWN}")', amount if np.isfinite(amount) else UNKNOWN

        self._rows(
            (expression, pair),
            (label, pair_title(self.context, pair)),
            unit,
            kind,
            (CHOSEN, ALL_YEARS),
            cell,
            lambda code: self.answers.difference(route, other, code).status,
        )
