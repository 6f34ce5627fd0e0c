"""Sheet Aannames: every parameter with its value in the view as an input cell, named by its id."""

from typing import Any

from xlsxwriter.utility import xl_range_abs

from lib.analysis.view import admissible
from lib.model.parameters import Parameter
from lib.report.workbook.context import WorkbookContext
from lib.report.workbook.page import HEAD_ROW, Column, Page
from lib.report.workbook.styles import kind_of_unit

NAME = "Aannames"
TITLE = "Aannames: elke parameter van het model"
TOLD = "Verander een waarde in een geel vak en de hele werkmap rekent mee. Een waarde buiten minimum en maximum wordt geweigerd."
VALUE, STANDARD, LOW, HIGH, LOWEST, HIGHEST, STATUS, PLACE, CHANGED = 2, 4, 5, 6, 7, 8, 10, 11, 12
COLUMNS = (
    Column("Aanname", 38),
    Column("Naam in formules", 32),
    Column("Waarde", 12, True),
    Column("Eenheid", 26),
    Column("Standaard", 11, True),
    Column("Laag", 11, True),
    Column("Hoog", 11, True),
    Column("Minimum", 11, True),
    Column("Maximum", 11, True),
    Column("Volledig", 11, True),
    Column("Status", 11),
    Column("Plek in de bandbreedte", 17),
    Column("Aangepast in deze werkmap", 12),
    Column("Bron", 30),
    Column("Toelichting", 64),
)


def write(context: WorkbookContext) -> Page:
    page = context.page(NAME)
    page.begin(TITLE, TOLD, context.subject.source_line, COLUMNS, 3)
    for parameter in context.subject.release.parameters.values():
        _parameter(context, page, parameter)
    context.places.put(("aannames", "first"), NAME, page.first_row, CHANGED)
    context.places.put(("aannames", "last"), NAME, page.row - 1, CHANGED)
    return page


def within_bounds(context: WorkbookContext) -> str:
    """Whether every value lies within its admissible range; words in the place of a maximum are no limit."""
    rows = len(context.subject.release.parameters)
    first = HEAD_ROW + 1
    values, low, high = (
        f"{NAME}!{xl_range_abs(first, column, first + rows - 1, column)}" for column in (VALUE, LOWEST, HIGHEST)
    )
    outside = f"SUMPRODUCT(--({values}<{low}))+SUMPRODUCT(--({values}>{high}))"
    return f'=IF({outside}=0,"klopt","klopt niet")'


def _parameter(context: WorkbookContext, page: Page, parameter: Parameter) -> None:
    value = context.subject.comparison.values[parameter.id]
    kind = kind_of_unit(parameter.unit)
    page.number(VALUE, value, kind, ("parameter", parameter.id), entered=True)
    name = context.call(parameter.id, ("parameter", parameter.id))
    wrapped = context.styles.of("wrapped")
    page.labels((parameter.label, name), wrapped)
    page.text(page.row, VALUE + 1, parameter.unit, wrapped)
    bounds = (parameter.default, parameter.low, parameter.high, parameter.minimum, parameter.maximum, parameter.full)
    for column, bound in enumerate(bounds, start=STANDARD):
        if bound is None:
            page.text(page.row, column, "geen", context.styles.aside)
        else:
            page.number(column, bound, kind)
    cell, standard, low, high = (page.here(column) for column in (VALUE, STANDARD, LOW, HIGH))
    own = value != parameter.default
    page.formula(
        STATUS, f'=IF({cell}={standard},"{parameter.status}","aanname")', "aanname" if own else parameter.status, "text"
    )
    page.formula(
        PLACE,
        f'=IF({cell}={standard},"standaard",IF(AND({cell}>={low},{cell}<={high}),"binnen de band","buiten de band"))',
        "standaard" if not own else "binnen de band" if parameter.in_band(value) else "buiten de band",
        "text",
    )
    page.formula(CHANGED, page.changed(VALUE, value), "nee", "text")
    page.text(page.row, CHANGED + 1, parameter.source)
    page.text(page.row, CHANGED + 2, parameter.explanation, wrapped)
    page.validate(VALUE, _bounds(parameter), "Waarde van een aanname", _refusal(parameter))
    page.next()


def _bounds(parameter: Parameter) -> dict[str, Any]:
    if parameter.maximum is None:
        return {"validate": "decimal", "criteria": ">=", "value": parameter.minimum}
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
    }


def _refusal(parameter: Parameter) -> str:
    return f"{parameter.label}: kies een waarde van {admissible(parameter)}."
