"""Sheet Routes: the horizon, how each route divides its costs over the gemeenten, and its measures over the years."""

from fractions import Fraction

from lib.analysis import accountability
from lib.analysis.assumptions import short_unit
from lib.analysis.certainty import key_input, measure_input
from lib.analysis.release import Release
from lib.model.formulas import strength
from lib.model.scenario import Measure
from lib.report.workbook.context import BASE_YEAR, HORIZON, Row, WorkbookContext, YearTable
from lib.report.workbook.page import Column, Page
from lib.report.workbook.styles import Kind
from lib.report.workbook.subject import Route
from lib.text import lower_first

NAME = "Routes"
TITLE = "Routes: verdeling en maatregelen"
TOLD = (
    "Eigen: elke gemeente draagt haar eigen kosten. Sleutel: het geheel wordt met de sleutel verdeeld. "
    "Het pad zegt welk deel van een maatregel in een jaar telt; wie een jaar verandert, verandert ook de jaren erna die ernaar verwijzen."
)
COLUMNS = (
    Column("Route", 30),
    Column("Keuze of maatregel", 30),
    Column("Gegeven", 38),
    Column("Waarde", 14, True),
    Column("Aangepast in deze werkmap", 12),
    Column("Raakt", 50),
    Column("Bron", 30),
)
VALUE, CHANGED, TOUCHES, SOURCE = 3, 4, 5, 6
WIDTH = 9
OWN, SHARED = "eigen", "sleutel"
ALL_ROUTES = "Alle routes"
NOT_A_NUMBER = "Hier hoort een getal: bij 100 % telt de maatregel in dat jaar helemaal mee, bij 0 % niet."
SHARE = "Aandeel volgens de sleutel"


def write(context: WorkbookContext) -> None:
    page = context.page(NAME)
    table = YearTable(context, page, COLUMNS, context.subject.years, WIDTH)
    table.begin(TITLE, TOLD, 3)
    _general(context, page)
    for route in context.subject.routes:
        _division(context, table, route)
        for measure in route.run.scenario.measures:
            _measure(context, table, route, measure)
    context.places.put(("routes", "first"), NAME, page.first_row, CHANGED)
    context.places.put(("routes", "last"), NAME, page.row - 1, CHANGED)


def _general(context: WorkbookContext, page: Page) -> None:
    """Base year, horizon and the keys to choose from."""
    subject = context.subject
    page.labels((ALL_ROUTES, "Basisjaar", "jaar van de cijfers"))
    page.number(VALUE, subject.figures.base_year, "year", (BASE_YEAR,))
    context.call(BASE_YEAR, (BASE_YEAR,))
    page.next()
    page.labels((ALL_ROUTES, "Telt tot en met", "laatste jaar dat optelt"))
    page.number(VALUE, subject.comparison.horizon, "year", (HORIZON,), entered=True)
    context.call(HORIZON, (HORIZON,))
    first, last = subject.years[1], subject.years[-1]
    rule = {"validate": "integer", "criteria": "between", "minimum": first, "maximum": last}
    page.validate(VALUE, rule, "Laatste jaar", f"Kies een jaar van {first} tot en met {last}.")
    page.next()
    for key in subject.figures.keys:
        page.labels((ALL_ROUTES, "Verdeelsleutel om uit te kiezen", subject.release.key_label(key)))
        page.choice(VALUE, key, key=("key", key), entered=False)
        page.next()


def _division(context: WorkbookContext, table: YearTable, route: Route) -> None:
    """Eigen or sleutel, which sleutel, and the share of each gemeente."""
    page, figures, scenario = table.page, context.subject.figures, route.run.scenario
    keys = list(figures.keys)
    listed = context.places.span(("key", keys[0]), ("key", keys[-1]), NAME, columns=True)
    choices = (
        ("verdeling", "Verdeling", "eigen of sleutel", OWN if scenario.own_allocation else SHARED, [OWN, SHARED]),
        ("sleutel", "Verdeelsleutel", context.subject.release.key_label(route.run.key), route.run.key, f"={listed}"),
    )
    for what, name, words, value, source in choices:
        page.labels((route.label, name, words))
        page.choice(VALUE, value, key=(what, route.id))
        context.call(f"{what}_{route.name}", (what, route.id))
        page.formula(CHANGED, page.changed(VALUE, value), "nee", "text")
        page.text(page.row, SOURCE, scenario.source)
        page.validate(VALUE, {"validate": "list", "source": source}, name, "Kies een waarde uit de lijst.")
        page.next()
    shares = figures.keys[route.run.key]
    last = len(figures.gemeenten) - 1
    block = context.places.span(("share", keys[0], 0), ("share", keys[-1], last), NAME, columns=True)
    for g, gemeente in enumerate(figures.gemeenten):
        page.labels((route.label, SHARE, gemeente.naam))
        position = f"MATCH({context.name_of[f'sleutel_{route.name}']},{listed},0)"
        place = f"({position}-1)*{len(figures.gemeenten)}+{g + 1}"
        page.formula(VALUE, f"=INDEX({block},{place})", float(shares[g]), "share", ("part", route.id, g))
        page.text(page.row, table.unit_column, "aandeel")
        context.status(page, table.unit_column + 1, key_input(context.subject.release, route.run.key).status)
        page.next()


def _measure(context: WorkbookContext, table: YearTable, route: Route, measure: Measure) -> None:
    """The path as input cells, and below it sign × parameter × path."""
    page, subject = table.page, context.subject
    path = measure.multipliers(subject.figures).tolist()
    kind = "Fase (deel per jaar)" if measure.kind == "eenmalig" else "Pad (deel per jaar)"
    page.labels((route.label, measure.title, kind, "", ""))
    page.text(page.row, TOUCHES, touches(subject.release, measure), context.styles.of("wrapped"))
    page.text(page.row, SOURCE, measure.source)
    page.text(page.row, table.unit_column, "deel")
    page.text(page.row, table.unit_column + 1, measure.status)
    page.formula(CHANGED, _same(table, path), "nee", "text")
    for year, value in zip(table.years, path, strict=True):
        _step(table, route, measure, year, value)
    page.next()
    _strength(context, table, route, measure)


def _step(table: YearTable, route: Route, measure: Measure, year: int, value: float) -> None:
    """The multiplier of a year: a number, a fraction as a sum, or the year before it where the path goes on."""
    page, column, key = table.page, table.column(year), ("path", route.id, measure.id, year)
    step = dict(measure.path).get(year, Fraction(0) if measure.kind == "eenmalig" else None)
    if year == table.years[0]:
        page.number(column, value, "share", key)
        return
    if step is not None and not _ends(step):
        page.entered_formula(column, f"={step.numerator}/{step.denominator}", value, "share", key)
    elif step is not None or year == table.years[1]:
        page.number(column, value, "share", key, entered=True)
    else:
        before = page.places.moving(("path", route.id, measure.id, year - 1), NAME)
        page.entered_formula(column, f"={before}", value, "share", key)
    rule = {"validate": "custom", "value": f"=ISNUMBER({page.here(column)})"}
    page.validate(column, rule, "Pad van een maatregel", NOT_A_NUMBER)


def _strength(context: WorkbookContext, table: YearTable, route: Route, measure: Measure) -> None:
    subject, sign = context.subject, "-" if measure.sign < 0 else ""
    name = context.name_of[measure.parameter]

    def formula(year: int) -> str:
        return f"={sign}{name}*{context.places.moving(('path', route.id, measure.id, year), NAME)}"

    status = measure_input(subject.release, subject.comparison, measure).status
    kind: Kind = "share" if measure.kind == "percentage" else "cents"
    unit = short_unit(subject.release.parameters[measure.parameter].unit)
    labels = (route.label, measure.title, f"{'−' if sign else ''}{measure.parameter} × deel")
    values = strength(subject.figures, measure, subject.comparison.values)
    table.add(Row(("strength", route.id, measure.id), labels, unit, status, formula, values, kind))


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
