"""What the workbook checks by itself: that nothing was changed, and that everything adds up."""

from collections.abc import Iterator
from dataclasses import dataclass

from lib.model.figures import ALL
from lib.report.workbook import assumptions
from lib.report.workbook.context import WorkbookContext
from lib.report.workbook.places import Key
from lib.report.workbook.subject import PAIRS
from lib.report.workbook.summed import ALL_YEARS
from lib.report.workbook.titles import pair_title

RIGHT, WRONG, CLOSES, OPEN = "klopt", "klopt niet", "sluit", "sluit niet"
#: Less than half a cent, or than this share, is rounding of the arithmetic.
HALF_A_CENT, HARDLY = "0.005", "1E-9"


@dataclass(frozen=True)
class Check:
    """A formula with the value that it has when all is well."""

    label: str
    formula: str
    value: str | int
    explanation: str


def checks(context: WorkbookContext) -> Iterator[Check]:
    """The count of changed inputs first: its cell is the one that every status looks at."""
    yield Check(
        "Aangepaste vakken",
        _changed(context),
        0,
        "Hoeveel gele vakken anders zijn dan bij het maken. Staat hier geen 0, dan is dit een eigen berekening.",
    )
    for pair in PAIRS:
        yield Check(
            f"Brug {pair_title(context, pair)}",
            _closes(context, pair),
            CLOSES,
            "De onderdelen van de brug zijn samen het verschil, per gemeente en per jaar.",
        )
    yield Check("Verdeelsleutels", _keys(context), RIGHT, "De aandelen van elke sleutel tellen op tot 100 %.")
    yield Check(
        "Verdeling",
        _division(context),
        RIGHT,
        "Verdelen verplaatst kosten tussen gemeenten en verandert het geheel niet.",
    )
    yield Check("Grenzen van aannames", _bounds(context), RIGHT, "Elke aanname ligt tussen minimum en maximum.")


def _changed(context: WorkbookContext) -> str:
    spans = (
        context.places.span((sheet, "first"), (sheet, "last"), columns=True)
        for sheet in ("aannames", "cijfers", "routes")
    )
    return "=" + "+".join(f'COUNTIF({span},"ja")' for span in spans)


def _closes(context: WorkbookContext, pair: tuple[str, str]) -> str:
    key: Key = ("bridge", pair, "gap", "")
    cells = context.places.span((*key, 0, context.subject.years[1]), (*key, ALL, ALL_YEARS), columns=True)
    return f'=IF(AND(MAX({cells})<{HALF_A_CENT},MIN({cells})>-{HALF_A_CENT}),"{CLOSES}","{OPEN}")'


def _keys(context: WorkbookContext) -> str:
    last = len(context.subject.codes) - 1
    spans = (
        context.places.span(("share", key, 0), ("share", key, last), columns=True)
        for key in context.subject.figures.keys
    )
    return f'=IF(AND({",".join(f"ABS(SUM({span})-1)<{HARDLY}" for span in spans)}),"{RIGHT}","{WRONG}")'


def _division(context: WorkbookContext) -> str:
    """Per route all kostensoorten before and after allocation, of all gemeenten and years."""
    subject = context.subject
    ends = len(subject.codes) - 1, len(subject.figures.cost_types) - 1
    tests = []
    for route in subject.routes:
        spans = [
            context.places.span(
                (f"type {cell}", route.id, 0, 0, subject.years[0]),
                (f"type {cell}", route.id, *ends, subject.years[-1]),
                columns=True,
            )
            for cell in ("before", "after")
        ]
        tests.append(f"ABS(SUM({spans[0]})-SUM({spans[1]}))<{HARDLY}*SUM({spans[0]})+{HALF_A_CENT}")
    return f'=IF(AND({",".join(tests)}),"{RIGHT}","{WRONG}")'


def _bounds(context: WorkbookContext) -> str:
    return assumptions.within_bounds(context)
