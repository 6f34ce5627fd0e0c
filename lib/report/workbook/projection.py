"""Sheet Projectie per route: people and euros per gemeente, werkvorm, kostensoort and year (model.md §3).

Blocks stand by kostensoort, werkvorm and gemeente, so that the gemeenten of one sum lie below each other.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product

from lib.analysis.people import uitvoerder_name
from lib.model.figures import Array
from lib.report.workbook.context import Row, WorkbookContext, YearTable
from lib.report.workbook.page import Column
from lib.report.workbook.per_gemeente import PerGemeente
from lib.report.workbook.places import Key
from lib.report.workbook.routes import OWN
from lib.report.workbook.subject import ZERO, Route

COLUMNS = (
    Column("Onderdeel", 27),
    Column("Gemeente", 17),
    Column("Werkvorm", 23),
    Column("Kostensoort of maatregel", 28),
    Column("Uitvoerder na het basisjaar", 30),
)
TITLE = "Projectie: {title}"
TOLD = (
    "Kosten en opbrengsten zijn allebei positief; saldo = baten − lasten, een min betekent dat er geld bij moet. "
    "Na verdeling is wat een gemeente draagt."
)
WIDTH = 13
PERSONS, STAFF = "Wsw-personen", "Staf"
BEFORE, AFTER = "Kosten vóór verdeling", "Kosten na verdeling"


def write(context: WorkbookContext, route: Route) -> None:
    """The sheet of a route: people and cells here, what is summed over the werkvormen after them."""
    page = context.page(route.sheet)
    table = YearTable(context, page, COLUMNS, context.subject.years, WIDTH)
    table.begin(TITLE.format(title=route.title), TOLD, 4)
    Projected(context, table, route).write()
    PerGemeente(context, table, route).write()
    page.filter()


class Projected:
    """The blocks of people and of cells of one route."""

    def __init__(self, context: WorkbookContext, table: YearTable, route: Route) -> None:
        self.context, self.table, self.route = context, table, route
        self.figures, self.places, self.here = context.subject.figures, context.places, route.sheet
        self.answers, self.last = context.subject.answers, context.subject.figures.last_year
        self.forms, self.gemeenten = self.figures.werkvormen, self.figures.gemeenten
        self.carriers = cache(self._carriers)

    def write(self) -> None:
        self._persons()
        self._before()
        self._staff()
        self._after()

    def key(self, *what: object) -> Key:
        return (what[0], self.route.id, *what[1:])

    def at(self, *what: object) -> str:
        """A cell of this sheet; the year comes last."""
        return self.places.moving(self.key(*what), self.here)

    def _persons(self) -> None:
        """N = N₀ · v."""
        status = self.answers.wsw(self.route.run, self.answers.codes[0], None, self.last).status
        for w, g in product(range(len(self.forms)), range(len(self.gemeenten))):
            start = ("persons", g, w)
            formula = self._times(start, lambda year: self.places.along(("attrition", year)))
            values = self._or_word(start, self.route.run.persons[g, w], apart=True)
            row = Row(self.key(*start), self._labels(PERSONS, g, w), "personen", status, formula, values, "persons")
            self.table.add(row)

    def _staff(self) -> None:
        """K = K₀ · volume, over the werkvormen in proportion to the kostensoort that carries them; where that is
        nothing, to the persons; where there are none, evenly."""
        status = self.answers.staff(self.route.run, self.answers.codes[0], None, self.last).status
        for w, g in product(range(len(self.forms)), range(len(self.gemeenten))):

            def formula(year: int, g: int = g, w: int = w) -> str:
                return self._staff_formula(year, g, w)

            values, labels = self.route.run.staff[g, w], self._labels(STAFF, g, w)
            self.table.add(Row(self.key("staff", g, w), labels, "personen", status, formula, values, "persons"))

    def _staff_formula(self, year: int, g: int, w: int) -> str:
        carrier = self.figures.staff_carrier
        work = [self.at("before", g, form, carrier, year) for form in range(len(self.forms))]
        people = [self.at("persons", g, form, year) for form in range(len(self.forms))]
        whole = f"N({self.places.fixed(('staff', g))})*{self.places.along(('volume', carrier, year))}"
        by_people = f"IF(SUM({','.join(people)})>0,N({people[w]})/SUM({','.join(people)}),1/{len(self.forms)})"
        return f"={whole}*IF(SUM({','.join(work)})>0,N({work[w]})/SUM({','.join(work)}),{by_people})"

    def _before(self) -> None:
        """C = C₀ · volume · price · F, with F = 1 + the strengths of the measures that touch the cell."""
        for k, w, g in self._cells():
            touching = self._touching((g, w, k))

            def index(year: int, k: int = k, touching: list[str] = touching) -> str:
                steps = [self.places.along(("strength", self.route.id, name, year)) for name in touching]
                factor = f"*(1+{'+'.join(steps)})" if steps else ""
                return f"{self.places.along(('trend', k, year))}{factor}"

            start = ("cost", g, w, k)
            values = self._or_word(start, self.route.before[g, w, k], apart=True)
            self._cell(BEFORE, "before", (k, w, g), self._times(start, index), values)

    def _touching(self, at: tuple[int, int, int]) -> list[str]:
        """The ids of the percentages that move a cell [g, w, k]."""
        measures = [item for item in self.route.run.scenario.measures if item.kind == "percentage"]
        return [measure.id for measure in measures if measure.mask(self.figures)[at]]

    def _after(self) -> None:
        """C': the cell itself, or the share of the gemeente in the sum. In the base year the nulalternatief divides."""
        for k, w, g in self._cells():

            def formula(year: int, k: int = k, w: int = w, g: int = g) -> str:
                own = self.at("before", g, w, k, year)
                first, last = (self.key("before", place, w, k, year) for place in (0, len(self.gemeenten) - 1))
                whole = f"SUM({self.places.span(first, last, self.here)})"
                route = self.route if year > self.figures.base_year else self.context.subject.route_of[ZERO]
                how, share = self.context.name_of[f"verdeling_{route.name}"], self.places.fixed(("part", route.id, g))
                return f'=IF(OR({how}="{OWN}",AND(ISTEXT({own}),{whole}=0)),{own},{share}*{whole})'

            values = self._or_word(("cost", g, w, k), self.route.run.costs[g, w, k])
            self._cell(AFTER, "after", (k, w, g), formula, values)

    def _cells(self) -> Iterator[tuple[int, int, int]]:
        return product(range(len(self.figures.cost_types)), range(len(self.forms)), range(len(self.gemeenten)))

    def _cell(
        self,
        block: str,
        key: str,
        at: tuple[int, int, int],
        formula: Callable[[int], str],
        values: Sequence[float | str],
    ) -> None:
        k, w, g = at
        cost_type = self.figures.cost_types[k]
        labels = self._labels(block, g, w, cost_type.label)
        status = self.context.cost_status(self.route, cost_type.id)
        self.table.add(Row(self.key(key, g, w, k), labels, "euro", status, formula, values, "euros"))

    def _labels(self, block: str, g: int, w: int, kind: str = "") -> tuple[str, ...]:
        return block, self.gemeenten[g].naam, self.forms[w].label, kind, self.carriers(g, w)

    def _times(self, start: Key, factor: Callable[[int], str]) -> Callable[[int], str]:
        """An amount of the base year × a factor; words instead of an amount stay words."""
        cell = self.places.fixed(start)
        return lambda year: f"=IF(ISNUMBER({cell}),{cell}*{factor(year)},{cell})"

    def _or_word(self, start: Key, values: Array, apart: bool = False) -> Sequence[float | str]:
        """Values, with the word of the base year where there is one: always while gemeenten are `apart`, else where no
        known euros are divided into the cell."""
        word = self.context.words.get(start)
        return [word if word and (apart or not value) else value for value in values.tolist()]

    def _carriers(self, g: int, w: int) -> str:
        """Who carries the work out after the base year, and from when where that changes."""
        carriers: list[str] = []
        release, scenario = self.answers.release, self.route.run.scenario
        last = ""
        for year in self.table.years[1:]:
            name = uitvoerder_name(release, scenario, self.gemeenten[g].code, self.forms[w].id, year)
            if name != last:
                carriers.append(f"{name} vanaf {year}" if carriers else name)
                last = name
        return "; ".join(carriers)
