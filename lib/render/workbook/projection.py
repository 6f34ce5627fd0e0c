"""Sheet Projectie per route: people and euros per gemeente, werkvorm, kostensoort and year; below them, per gemeente, the
kostensoorten, what each measure does, and the saldo (model.md §3).

Blocks stand by kostensoort and werkvorm, so that the gemeenten of one sum lie below each other.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np

from lib.comparison.certainty import direct_inputs, measure_status, weakest
from lib.comparison.numbers import ExplainedNumber
from lib.model.figures import Array
from lib.model.scenario import Measure
from lib.render.workbook.context import GEMEENTE, PM, Block, Formula, Status, Values, WorkbookContext, YearTable
from lib.render.workbook.page import Column, Key, Kind, Sheet
from lib.render.workbook.routes import OWN, divided
from lib.render.workbook.subject import Route
from lib.subjects.people.people import uitvoerder_name

TITLE = "Projectie: {title}"
EXPLANATION = (
    "Kosten en opbrengsten zijn allebei positief; saldo = baten − lasten, een min betekent dat er geld bij moet. "
    "Na verdeling is wat een gemeente draagt."
)
COLUMNS = (
    Column("Onderdeel", 27),
    Column(GEMEENTE, 17),
    Column("Werkvorm", 23),
    Column("Kostensoort of maatregel", 28),
    Column("Uitvoerder na het basisjaar", 30),
)
YEAR_WIDTH = 13


def write(context: WorkbookContext, route: Route) -> None:
    """The sheet of a route."""
    Projected(context, route).write()


class Projected:
    """The blocks of one route; the key of a cell ends on the gemeente and the year."""

    def __init__(self, context: WorkbookContext, route: Route) -> None:
        sheet = Sheet(route.sheet, TITLE.format(title=route.title), EXPLANATION, COLUMNS, 4)
        self.table = YearTable(context, sheet, context.subject.years, YEAR_WIDTH)
        self.context, self.route, self.places, self.here = context, route, context.places, route.sheet
        self.subject, self.answers, self.figures = context.subject, context.subject.answers, context.subject.figures
        self.forms, self.kinds = range(len(self.figures.werkvormen)), range(len(self.figures.cost_types))
        self.gemeenten = range(len(self.figures.gemeenten))
        percentages = [measure for measure in route.run.scenario.measures if measure.kind == "percentage"]
        self.masks = {measure: measure.mask(self.figures) for measure in percentages}
        self.carriers, self.cost = cache(self._carriers), cache(self._cost)

    def write(self) -> None:
        """People and cells by werkvorm first, then what is summed over the werkvormen."""
        run = self.route.run
        self._persons()
        self._cells("Kosten vóór verdeling", "before", self._before, self.route.before, apart=True)
        self._staff()
        self._cells("Kosten na verdeling", "after", self._after, run.costs)
        self._types("Kostensoort vóór verdeling", "before", self.route.before)
        self._types("Kostensoort na verdeling", "after", run.costs)
        status = weakest(item for answer in map(self.cost, self.kinds) for item in answer.certainty.inputs).status
        label, formula = "Saldo kostensoorten vóór verdeling", partial(self._signed, "before")
        self._block(label, ("operating",), formula, run.effects.operating, status, what="alle kostensoorten")
        for measure in run.scenario.measures:
            if measure.kind == "percentage":
                self._effect(measure)
            else:
                self._direct(measure)
        self._saldo()
        self.table.page.filter()

    def _block(
        self,
        label: str,
        key: Key,
        formula: Formula,
        values: Values,
        status: str | Status,
        w: int | None = None,
        what: str = "",
        kind: Kind = "euros",
        strong: bool = False,
    ) -> None:
        """A row per gemeente; of a werkvorm [w] with who carries it out."""
        form = "" if w is None else self.figures.werkvormen[w].label
        behind = () if w is None else [self.carriers(g, w) for g in self.gemeenten]
        unit, labels = "euro" if kind == "euros" else "personen", (label, form, what)
        more: dict[str, Any] = {"total": False, "strong": strong, "behind": behind}
        self.table.add_block(Block(self._key(*key), labels, kind, formula, values, status, unit=unit, **more))

    def _key(self, *what: object) -> Key:
        return (what[0], self.route.id, *what[1:])

    def _at(self, *what: object) -> str:
        """A cell of this sheet; the year comes last."""
        return self.places.moving(self._key(*what), self.here)

    def _carriers(self, g: int, w: int) -> str:
        """Who carries the work out after the base year, and from when where that changes."""
        carriers: list[str] = []
        release, scenario, last = self.answers.release, self.route.run.scenario, ""
        code, form = self.figures.gemeenten[g].code, self.figures.werkvormen[w].id
        for year in self.table.years[1:]:
            name = uitvoerder_name(release, scenario, code, form, year)
            if name != last:
                carriers.append(f"{name} vanaf {year}" if carriers else name)
                last = name
        return "; ".join(carriers)

    def _cost(self, k: int) -> ExplainedNumber:
        """Of a kostensoort after the base year, for its status: its cells all rest on the same kind of inputs."""
        code, year = self.answers.codes[0], self.figures.last_year
        return self.answers.cost(self.route.run, code, self.figures.cost_types[k].id, year)

    # -- by werkvorm -------------------------------------------------------------------------------------------

    def _persons(self) -> None:
        """N = N₀ · v."""
        status = self.answers.wsw(self.route.run, self.answers.codes[0], None, self.figures.last_year).status
        for w in self.forms:

            def formula(g: int, year: int, w: int = w) -> str:
                return self._times(("persons", w, g), self.places.along(("attrition", year)))

            values = self._or_words(("persons", w), self.route.run.persons[:, w], apart=True)
            self._block("Wsw-personen", ("persons", w), formula, values, status, w, kind="persons")

    def _staff(self) -> None:
        """K = K₀ · volume, over the werkvormen in proportion to the kostensoort that carries them; where that is
        nothing, to the persons; where there are none, evenly."""
        status = self.answers.staff(self.route.run, self.answers.codes[0], None, self.figures.last_year).status
        carrier = self.figures.staff_carrier
        for w in self.forms:

            def formula(g: int, year: int, w: int = w) -> str:
                work = [self._at("before", carrier, form, g, year) for form in self.forms]
                people = [self._at("persons", form, g, year) for form in self.forms]
                whole = f"N({self.places.fixed(('staff', g))})*{self.places.along(('volume', carrier, year))}"
                by_work, by_people = (f"N({cells[w]})/SUM({','.join(cells)})" for cells in (work, people))
                evenly = f"IF(SUM({','.join(people)})>0,{by_people},1/{len(self.forms)})"
                return f"{whole}*IF(SUM({','.join(work)})>0,{by_work},{evenly})"

            self._block("Staf", ("staff", w), formula, self.route.run.staff[:, w], status, w, kind="persons")

    def _cells(
        self, label: str, key: str, formula: Callable[[int, int, int, int], str], euros: Array, apart: bool = False
    ) -> None:
        """Euros [g, w, k, t]; `formula` of k, w, g and year."""
        for k, w in product(self.kinds, self.forms):
            values, name = self._or_words(("cost", k, w), euros[:, w, k], apart), self.figures.cost_types[k].label
            self._block(label, (key, k, w), partial(formula, k, w), values, self.cost(k).status, w, name)

    def _before(self, k: int, w: int, g: int, year: int) -> str:
        """C = C₀ · volume · price · F, with F = 1 + the strengths of the measures that touch the cell."""
        touching = (measure for measure, mask in self.masks.items() if mask[g, w, k])
        steps = "+".join(self._strength(measure, g, year) for measure in touching)
        factor = f"*(1+{steps})" if steps else ""
        return self._times(("cost", k, w, g), f"{self.places.along(('trend', k, year))}{factor}")

    def _strength(self, measure: Measure, g: int, year: int) -> str:
        """How strong a measure is in a gemeente."""
        return self.places.along(("strength", self.route.id, measure.id, self.subject.sizes_at(measure, g), year))

    def _after(self, k: int, w: int, g: int, year: int) -> str:
        """C': the cell itself, or the share of the gemeente in the sum. In the base year the nulalternatief divides."""
        own = self._at("before", k, w, g, year)
        first, last = (self._key("before", k, w, place, year) for place in (0, self.gemeenten[-1]))
        whole = f"SUM({self.places.span(first, last, self.here)})"
        route = self.route if year > self.figures.base_year else self.subject.route_of["zero"]
        if route.ways:
            mixed = divided(self.context, route, g, year, lambda place: self._at("before", k, w, place, year), whole)
            return f"IF(AND(ISTEXT({own}),N({mixed})=0),{own},{mixed})"
        how, share = self.context.name_of[f"verdeling_{route.name}"], self.places.fixed(("part", route.id, g))
        return f'IF(OR({how}="{OWN}",AND(ISTEXT({own}),{whole}=0)),{own},{share}*{whole})'

    def _times(self, start: Key, factor: str) -> str:
        """An amount of the base year × a factor; words instead of an amount stay words."""
        cell = self.places.fixed(start)
        return f"IF(ISNUMBER({cell}),{cell}*{factor},{cell})"

    def _or_words(self, start: Key, values: Array, apart: bool = False) -> list[list[float | str]]:
        """Values [g, t], with the word of the base year where there is one: always while gemeenten are `apart`, else where
        no known euros are divided into the cell."""
        words = [self.context.words.get((*start, g)) for g in self.gemeenten]
        return [
            [word if word and (apart or not value) else value for value in row]
            for word, row in zip(words, values.tolist(), strict=True)
        ]

    # -- summed over the werkvormen ----------------------------------------------------------------------------

    def _types(self, label: str, cell: str, euros: Array) -> None:
        """Each kostensoort of each gemeente; euros [g, w, k, t]."""
        for k in self.kinds:

            def formula(g: int, year: int, k: int = k) -> str:
                cells = [self._at(cell, k, w, g, year) for w in self.forms]
                listed, unknown = ",".join(cells), ",".join(f'{item}="{PM}"' for item in cells)
                return f'IF(AND(COUNT({listed})=0,OR({unknown})),"{PM}",SUM({listed}))'

            values = [self._or_pm(euros[g, :, k], g, k, apart=cell == "before") for g in self.gemeenten]
            name = self.figures.cost_types[k].label
            self._block(label, (f"type {cell}", k), formula, values, self.cost(k).status, what=name)

    def _or_pm(self, euros: Array, g: int, k: int, apart: bool) -> list[float | str]:
        """Sums over the werkvormen of euros [w, t]; PM in a year of which no amount is known and one is PM."""
        words = [self.context.words.get(("cost", k, w, g), "") for w in self.forms]
        sums: list[float | str] = []
        for column in euros.T.tolist():
            unknown = all(word and (apart or not value) for word, value in zip(words, column, strict=True))
            sums.append(PM if unknown and PM in words else sum(column))
        return sums

    def _signed(self, cell: str, g: int, year: int) -> str:
        """Σ sign · kostensoort of a gemeente."""
        signs = ("+" if cost_type.sign > 0 else "-" for cost_type in self.figures.cost_types)
        return "".join(f"{sign}N({self._at(f'type {cell}', k, g, year)})" for k, sign in enumerate(signs))

    def _effect(self, measure: Measure) -> None:
        """What a percentage does to the saldo of a gemeente before allocation."""

        def formula(g: int, year: int) -> str:
            terms = "".join(self._terms(self.masks[measure][g], g, year))
            return f"{self._strength(measure, g, year)}*({terms})" if terms else "0"

        label, key, effect = (
            "Effect van maatregel vóór verdeling",
            ("effect", measure.id),
            self.route.run.effects.percentage,
        )
        status = measure_status(self.subject.release, self.subject.comparison, measure)
        self._block(label, key, formula, effect[measure.id], status, what=measure.title)

    def _terms(self, mask: Array, g: int, year: int) -> Iterator[str]:
        """Per touched kostensoort sign · trend · the euros of the base year; mask [w, k]."""
        for k, cost_type in enumerate(self.figures.cost_types):
            forms = np.flatnonzero(mask[:, k]).tolist()
            if forms:
                sign = "+" if cost_type.sign > 0 else "-"
                yield f"{sign}{self.places.along(('trend', k, year))}*SUM({self._base(g, k, forms)})"

    def _base(self, g: int, k: int, forms: list[int]) -> str:
        """The base-year cells of some werkvormen, which lie below each other."""
        if len(forms) == len(self.forms):
            return self.places.span(("cost", k, forms[0], g), ("cost", k, forms[-1], g), columns=True)
        return ",".join(self.places.fixed(("cost", k, w, g)) for w in forms)

    def _direct(self, measure: Measure) -> None:
        """An eenmalige or jaarlijkse measure, shared by its own key."""
        first, last = ("persons", 0, 0), ("persons", self.forms[-1], self.gemeenten[-1])
        everybody = f"*SUM({self.places.span(first, last, columns=True)})" if measure.base != "een" else ""

        def formula(g: int, year: int) -> str:
            share = self._part_of(measure, g)
            strength = self._strength(measure, g, year)
            price = f"*{self.places.along(('price level', year))}" if measure.kind == "jaarlijks" else ""
            return f"{share}*{strength}{everybody}{price}"

        inputs = direct_inputs(self.subject.release, self.subject.comparison, self.route.run, measure.kind)
        values, status = self.route.run.direct[measure.id], weakest(inputs).status
        self._block("Saldo van maatregel", ("direct", measure.id), formula, values, status, what=measure.title)

    def _part_of(self, measure: Measure, g: int) -> str:
        """The share of a gemeente in the amount of a measure: that of its key, scaled to those that the measure names."""
        if measure.gemeenten is None:
            return self.places.fixed(("share", measure.key, g))
        named = [place for place, own in enumerate(self.figures.gemeenten) if measure.falls_on(own.code)]
        if g not in named:
            return "0"
        among = ",".join(self.places.fixed(("share", measure.key, place)) for place in named)
        own = self.places.fixed(("share", measure.key, g))
        return f"IF(SUM({among})=0,1/{len(named)},{own}/SUM({among}))"

    def _saldo(self) -> None:
        """Everything together, as each gemeente carries it."""
        run = self.route.run
        beside = [measure.id for measure in run.scenario.measures if measure.kind != "percentage"]

        def formula(g: int, year: int) -> str:
            direct = "".join(f"+{self._at('direct', name, g, year)}" for name in beside)
            return f"{self._signed('after', g, year)}{direct}"

        def status(code: str) -> str:
            return self.answers.saldo(run, code).status

        self._block("Saldo", ("saldo",), formula, run.saldo, status, what="alles samen", strong=True)
