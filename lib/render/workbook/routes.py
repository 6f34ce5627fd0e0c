"""Sheet Routes: the horizon, how each route divides its costs over the gemeenten, and its measures over the years."""

from fractions import Fraction

from lib.comparison.assumptions import short_unit
from lib.comparison.certainty import key_input, measure_input
from lib.comparison.release import Release
from lib.model.formulas import strength
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
    "Eigen: elke gemeente draagt haar eigen kosten. Sleutel: het geheel wordt met de sleutel verdeeld. "
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
OWN, SHARED = "eigen", "sleutel"
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
        for key in self.subject.figures.keys:
            page.labels((ALL_ROUTES, "Verdeelsleutel om uit te kiezen", self.subject.release.key_label(key)))
            page.choice(VALUE, key, key=("key", key), entered=False)
            page.next()

    def _division(self, route: Route) -> None:
        """Eigen or sleutel, which sleutel, and the share of each gemeente."""
        page, figures, scenario, key = self.page, self.subject.figures, route.run.scenario, route.run.key
        keys, label = list(figures.keys), self.subject.release.key_label(key)
        listed = self.places.span(("key", keys[0]), ("key", keys[-1]), ROUTES.name, columns=True)
        allocation = OWN if scenario.own_allocation else SHARED
        choices = (
            ("verdeling", "Verdeling", "eigen of sleutel", allocation, [OWN, SHARED]),
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

    def _path(self, route: Route, measure: Measure) -> None:
        """The path of a measure as input cells."""
        page, path = self.page, measure.multipliers(self.subject.figures).tolist()
        kind = "Fase (deel per jaar)" if measure.kind == "eenmalig" else "Pad (deel per jaar)"
        page.labels((route.label, measure.title, kind, "", ""))
        page.text(page.row, TOUCHES, touches(self.subject.release, measure), self.context.styles.of("wrapped"))
        page.labels((measure.source, "deel", measure.status), at=SOURCE)
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
        """Sign × parameter × path."""
        subject, sign = self.subject, "-" if measure.sign < 0 else ""
        name = self.context.name_of[measure.parameter]

        def formula(year: int) -> str:
            return f"{sign}{name}*{self.places.moving(('path', route.id, measure.id, year), ROUTES.name)}"

        kind: Kind = "share" if measure.kind == "percentage" else "cents"
        unit = short_unit(subject.release.parameters[measure.parameter].unit)
        labels = (route.label, measure.title, f"{'−' if sign else ''}{measure.parameter} × deel")
        values = strength(subject.figures, measure, subject.comparison.values)
        status = measure_input(subject.release, subject.comparison, measure).status
        self.table.add(Row(("strength", route.id, measure.id), labels, unit, kind, formula, values, status))


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
        return f"{measure.kind}{times}{priced}, verdeeld met de {release.key_words(measure.key or '')}"
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
