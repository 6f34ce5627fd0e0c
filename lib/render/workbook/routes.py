"""Sheet Routes: the horizon, how each route divides its costs over the gemeenten, and its measures over the years."""

from collections.abc import Callable
from fractions import Fraction

from lib.comparison.assumptions import short_unit
from lib.comparison.certainty import key_input, measure_status
from lib.comparison.release import Release
from lib.model.allocation import Division, key_divides
from lib.model.formulas import strength
from lib.model.parameters import split_name
from lib.model.scenario import Measure
from lib.render.workbook.context import BASE_YEAR, HORIZON, Row, WorkbookContext, YearTable
from lib.render.workbook.page import Column, Kind, Sheet
from lib.render.workbook.subject import Route
from lib.subjects.accountability import accountability
from lib.text import lower_first

VALUE, CHANGED, TOUCHES, SOURCE = 3, 4, 5, 6
ROUTES = Sheet(
    "Routes",
    "Routes: verdeling en maatregelen",
    "Eigen: elke gemeente draagt haar eigen kosten. Sleutel: het geheel wordt met de sleutel verdeeld. Per deel: wie wanneer "
    "eigen kosten draagt, verschilt; de delen van een jaar staan eronder en zijn samen 1. "
    "Het pad zegt welk deel van een maatregel in een jaar telt; wie een jaar verandert, verandert ook de jaren erna die ernaar verwijzen.",
    (
        Column("Route", 30),
        Column("Keuze of maatregel", 30),
        Column("Gegeven", 38),
        Column("Waarde", 14, True),
        Column("Aangepast in deze werkmap", 12),
        Column("Raakt", 50),
        Column("Bron", 30),
    ),
    3,
)
YEAR_WIDTH = 9
OWN, SHARED, MIXED = "eigen", "sleutel", "per deel"
ALL_ROUTES = "Alle routes"
NOT_A_NUMBER = "Hier hoort een getal: bij 100 % telt de maatregel in dat jaar helemaal mee, bij 0 % niet."


def write(context: WorkbookContext) -> None:
    Routes(context).write()


class Routes:
    """The rows of the sheet: what holds for all routes, and per route its allocation and its measures."""

    def __init__(self, context: WorkbookContext) -> None:
        self.context, self.subject, self.places = context, context.subject, context.places
        self.table = YearTable(context, ROUTES, context.subject.years, YEAR_WIDTH)
        self.page, self.unit = self.table.page, self.table.unit_column

    def write(self) -> None:
        self._general()
        for route in self.subject.routes:
            self._division(route)
            for measure in route.run.scenario.measures:
                self._path(route, measure)
                self._strength(route, measure)
        self.page.remember_column("routes", CHANGED)

    def _general(self) -> None:
        """Base year, horizon and the keys to choose from."""
        page, first, last = self.page, self.subject.years[1], self.subject.years[-1]
        rule = {"validate": "integer", "criteria": "between", "minimum": first, "maximum": last}
        years = (
            ("Basisjaar", "jaar van de cijfers", self.subject.figures.base_year, BASE_YEAR),
            ("Telt tot en met", "laatste jaar dat optelt", self.subject.comparison.horizon, HORIZON),
        )
        for label, words, year, name in years:
            page.labels((ALL_ROUTES, label, words))
            page.number(VALUE, year, "year", (name,), entered=name == HORIZON)
            self.context.call(name, (name,))
            if name == HORIZON:
                page.validate(VALUE, rule, "Laatste jaar", f"Kies een jaar van {first} tot en met {last}.")
            page.next()
        for key in self.subject.release.deficit_keys:
            page.labels((ALL_ROUTES, "Verdeelsleutel om uit te kiezen", self.subject.release.key_label(key)))
            page.choice(VALUE, key, key=("key", key), entered=False)
            page.next()

    def _division(self, route: Route) -> None:
        """Eigen or sleutel, which sleutel, and the share of each gemeente."""
        page, figures, scenario, key = self.page, self.subject.figures, route.run.scenario, route.run.key
        release = self.subject.release
        keys, label = release.deficit_keys, release.key_label(key)
        listed = self.places.span(("key", keys[0]), ("key", keys[-1]), ROUTES.name, columns=True)
        allocation = MIXED if route.ways else SHARED if key_divides(figures, scenario) else OWN
        options = [OWN, SHARED, MIXED] if route.ways else [OWN, SHARED]
        choices = (
            ("verdeling", "Verdeling", " of ".join(options), allocation, options),
            ("sleutel", "Verdeelsleutel", label, key, f"={listed}"),
        )
        for what, name, words, value, source in choices:
            page.labels((route.label, name, words))
            page.choice(VALUE, value, key=(what, route.id))
            self.context.call(f"{what}_{route.name}", (what, route.id))
            page.formula(CHANGED, page.changed(VALUE, value), "nee", "text")
            page.text(page.row, SOURCE, scenario.source)
            page.validate(VALUE, {"validate": "list", "source": source}, name, "Kies een waarde uit de lijst.")
            page.next()
        count, status = len(figures.gemeenten), key_input(self.subject.release, key).status
        block = self.places.span(("share", keys[0], 0), ("share", keys[-1], count - 1), ROUTES.name, columns=True)
        position = f"MATCH({self.context.name_of[f'sleutel_{route.name}']},{listed},0)"
        for g, gemeente in enumerate(figures.gemeenten):
            page.labels((route.label, "Aandeel volgens de sleutel", gemeente.naam))
            formula, share = f"=INDEX({block},({position}-1)*{count}+{g + 1})", float(figures.keys[key][g])
            page.formula(VALUE, formula, share, "share", ("part", route.id, g))
            page.text(page.row, self.unit, "aandeel")
            self.context.status(page, self.unit + 1, status)
            page.next()
        for i, way in enumerate(route.ways):
            self._way(route, i, way)

    def _way(self, route: Route, i: int, way: Division) -> None:
        """In which part of each year a division holds, as input cells."""
        page, own = (
            self.page,
            [g.naam for g, alone in zip(self.subject.figures.gemeenten, way.own, strict=True) if alone],
        )
        who = f"eigen kosten: {', '.join(own)}" if own else "alle gemeenten delen"
        page.labels((route.label, "Deel van het jaar", who, "", ""))
        page.labels((route.run.scenario.source, "deel", "aanname"), at=SOURCE)
        page.formula(CHANGED, _same(self.table, way.part.tolist()), "nee", "text")
        for year, part in zip(self.table.years, way.part.tolist(), strict=True):
            page.number(self.table.column(year), part, "share", ("way", route.id, i, year), entered=True)
        page.next()

    def _path(self, route: Route, measure: Measure) -> None:
        """The path of a measure as input cells."""
        page, path = self.page, measure.multipliers(self.subject.figures).tolist()
        kind = "Fase (deel per jaar)" if measure.kind == "eenmalig" else "Pad (deel per jaar)"
        page.labels((route.label, measure.title, kind, "", ""))
        page.text(page.row, TOUCHES, touches(self.subject.release, measure), self.context.styles.of("wrapped"))
        status = measure_status(self.subject.release, self.subject.comparison, measure)
        page.labels((measure.source, "deel", status), at=SOURCE)
        page.formula(CHANGED, _same(self.table, path), "nee", "text")
        for year, value in zip(self.table.years, path, strict=True):
            self._step(route, measure, year, value)
        page.next()

    def _step(self, route: Route, measure: Measure, year: int, value: float) -> None:
        """The multiplier of a year: a number, a fraction as a sum, or the year before it where the path goes on."""
        page, column, key = self.page, self.table.column(year), ("path", route.id, measure.id, year)
        step = dict(measure.path).get(year, Fraction(0) if measure.kind == "eenmalig" else None)
        if year == self.table.years[0]:
            page.number(column, value, "share", key)
            return
        if step is not None and not _ends(step):
            page.formula(column, f"={step.numerator}/{step.denominator}", value, "share", key, entered=True)
        elif step is not None or year == self.table.years[1]:
            page.number(column, value, "share", key, entered=True)
        else:
            before = self.places.moving((*key[:-1], year - 1), ROUTES.name)
            page.formula(column, f"={before}", value, "share", key, entered=True)
        rule = {"validate": "custom", "value": f"=ISNUMBER({page.here(column)})"}
        page.validate(column, rule, "Pad van een maatregel", NOT_A_NUMBER)

    def _strength(self, route: Route, measure: Measure) -> None:
        """Sign × parameter, × factor where it has one, × path: a row for the gemeenten in which it is the same."""
        subject, sign = self.subject, "-" if measure.sign < 0 else ""
        places: dict[tuple[str, ...], list[int]] = {}
        for g in range(len(subject.figures.gemeenten)):
            places.setdefault(subject.sizes_at(measure, g), []).append(g)
        kind: Kind = "share" if measure.kind == "percentage" else "cents"
        unit = short_unit(subject.release.parameters[measure.parameter].unit)
        values = strength(subject.figures, route.run.scenario, measure, subject.comparison.values)
        status = measure_status(subject.release, subject.comparison, measure)
        for sizes, gemeenten in places.items():

            def formula(year: int, sizes: tuple[str, ...] = sizes) -> str:
                factors = "*".join(self._size(route, name, year) for name in sizes)
                return f"{sign}{factors}*{self.places.moving(('path', route.id, measure.id, year), ROUTES.name)}"

            names = ", ".join(subject.figures.gemeenten[g].naam for g in gemeenten)
            where = f"{names}: " if len(places) > 1 else ""
            words = " × ".join(self.context.name_of[name] for name in sizes)
            labels = (route.label, measure.title, f"{where}{'−' if sign else ''}{words} × deel")
            key = ("strength", route.id, measure.id, sizes)
            self.table.add(Row(key, labels, unit, kind, formula, values[gemeenten[0]], status))

    def _size(self, route: Route, name: str, year: int) -> str:
        """A value by its name; one that a gemeente has of its own only where it pays for itself."""
        name_of, (parameter, code) = self.context.name_of, split_name(name)
        if code is None:
            return name_of[name]
        how, g = name_of[f"verdeling_{route.name}"], self.subject.answers.codes.index(code)
        parts = [
            self.places.moving(("way", route.id, i, year), ROUTES.name)
            for i, way in enumerate(route.ways)
            if way.own[g]
        ]
        alone = f'{how}="{OWN}"'
        if parts:
            alone = f'OR({alone},AND({how}="{MIXED}",{"+".join(parts)}>0))'
        return f"IF({alone},{name_of[name]},{name_of[parameter]})"


def divided(context: WorkbookContext, route: Route, g: int, year: int, at: Callable[[int], str], whole: str) -> str:
    """The formula of what a gemeente bears: its own cell, its share of the whole, or both in parts of a year; `at` gives
    the cell of a gemeente, `whole` their sum."""
    places, how = context.places, context.name_of[f"verdeling_{route.name}"]
    shares = [places.fixed(("part", route.id, other)) for other in range(len(context.subject.figures.gemeenten))]
    plain = f'IF({how}="{OWN}",{at(g)},{shares[g]}*{whole})'
    if not route.ways:
        return plain
    terms = []
    for i, way in enumerate(route.ways):
        staying = [other for other, alone in enumerate(way.own) if not alone]
        bears = f"N({at(g)})"
        if not way.own.any():
            bears = f"{shares[g]}*{whole}"
        elif not way.own[g] and len(staying) > 1:
            among, together = (",".join(cells) for cells in ([shares[s] for s in staying], [at(s) for s in staying]))
            bears = f"IF(SUM({among})=0,N({at(g)}),{shares[g]}*SUM({together})/SUM({among}))"
        terms.append(f"{places.along(('way', route.id, i, year))}*{bears}")
    return f'IF({how}="{MIXED}",{"+".join(terms)},{plain})'


def _same(table: YearTable, path: list[float]) -> str:
    """Whether the path is still what it was."""
    cells = [
        f"ABS({table.page.here(table.column(year))}-{value!r})<1E-12"
        for year, value in zip(table.years, path, strict=True)
    ]
    return f'=IF(AND({",".join(cells)}),"nee","ja")'


def _ends(step: Fraction) -> bool:
    """Whether a spreadsheet can hold the step as a decimal."""
    rest = step.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def touches(release: Release, measure: Measure) -> str:
    """What a measure moves, in words."""
    if measure.kind != "percentage":
        times = " × alle Wsw-personen van het basisjaar" if measure.base == "wsw_personen" else ""
        priced = " × prijspeil" if measure.kind == "jaarlijks" else ""
        over = f", alleen {accountability.names(release, measure.gemeenten)}" if measure.gemeenten else ""
        return f"{measure.kind}{times}{priced}, verdeeld met de {release.key_words(measure.key or '')}{over}"
    kinds = [
        lower_first(kind.label)
        for kind in release.figures.cost_types
        if not measure.cost_types or kind.id in measure.cost_types
    ]
    forms = [
        lower_first(form.label)
        for form in release.figures.werkvormen
        if not measure.werkvormen or form.id in measure.werkvormen
    ]
    where = accountability.names(release, measure.gemeenten)
    return f"{', '.join(kinds)}; {'alle werkvormen' if measure.werkvormen is None else ', '.join(forms)}; {where}"
