"""The totals that a sheet states, at the end of its columns and rows, held against its figures; they are never figures
themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.tables.columns import PM
from lib.tables.rows import CENT, Problem, Unreadable
from lib.text import AmbiguousNumber
from lib.upload.meaning.context import ReadingContext
from lib.upload.meaning.layout import NAMING
from lib.upload.meaning.vocabulary import is_total, plain
from lib.upload.reading.sheets import Sheet, Value, quote

#: More totals than this are not a table with totals.
MOST = 2000
#: `since` of a total at the end of its row.
ROW = -2


@dataclass(frozen=True)
class Figure:
    """One figure of a sheet: its row, column and members, with its number (None for PM and missing)."""

    row: int
    column: int
    members: Mapping[str, Any]
    number: Decimal | None


@dataclass(frozen=True)
class Total:
    """A total that a sheet states in a row and column, over the figures with these members in these columns; `since` is
    the row of the total before it."""

    row: int
    column: int
    members: Mapping[str, Any]
    number: Decimal
    columns: frozenset[int]
    since: int


def check_totals(
    context: ReadingContext,
    columns: Mapping[str, Sequence[Any]],
    places: Sequence[tuple[int, int]],
    total_rows: Sequence[int],
    convert: Callable[[Value], Any],
) -> int:
    """Hold every total against its figures; how many there were."""
    layout, negative = context.layout, context.options.negative_costs
    if layout.table == "gemeenten" or not (total_rows or layout.totals) or not context.findings.sound:
        return 0
    signs = [1] * len(places)
    if layout.table == "costs" and negative:
        signs = [context.soorten[kind][1] for kind in columns["kostensoort"]]
    figures = [
        Figure(
            row, at, {name: columns[name][i] for name in layout.dimensions}, _exact(columns[layout.value][i], signs[i])
        )
        for i, (row, at) in enumerate(places)
    ]
    totals = [*_row_totals(context, total_rows, convert), *_column_totals(context, figures, convert)]
    soorten = {kind: (soort, 1 if negative else sign) for kind, (soort, sign) in context.soorten.items()}
    context.findings.problems.extend(_wrong(context.sheet, figures, totals, soorten))
    return len(totals)


def _row_totals(context: ReadingContext, total_rows: Sequence[int], convert: Callable[[Value], Any]) -> Iterator[Total]:
    layout, row_before = context.layout, context.layout.header
    for row in total_rows:
        members = _scope(context, row)
        for at in sorted(layout.values | set(layout.totals)):
            number = _stated(context, row, at, convert)
            if number is not None:
                over = frozenset(layout.across) if at in layout.totals else frozenset((at,))
                yield Total(row, at, members, number, over, row_before)
        row_before = row


def _column_totals(
    context: ReadingContext, figures: Sequence[Figure], convert: Callable[[Value], Any]
) -> Iterator[Total]:
    rows = sorted({figure.row for figure in figures})
    for row, at in [(row, at) for at in context.layout.totals for row in rows]:
        number = _stated(context, row, at, convert)
        if number is not None:
            yield Total(row, at, {}, number, frozenset(context.layout.across), ROW)


def _scope(context: ReadingContext, row: int) -> dict[str, Any]:
    """The members that a total row is about: its filled cells, and what follows the word ("Totaal Oost")."""
    layout, vocabulary = context.layout, context.vocabulary
    ids: Mapping[str, Mapping[str, str]] = {
        "gemeente_code": vocabulary.gemeenten,
        "werkvorm": vocabulary.werkvormen,
        "kostensoort": vocabulary.kostensoorten,
        "groep": vocabulary.groepen,
        "gemeente": vocabulary.gemeenten,
    }
    columns = [(name, at) for name, at in layout.columns.items() if name in NAMING]
    members: dict[str, Any] = {}
    for name, at in [*columns, *(("", at) for at in layout.ignored)]:
        cell = context.sheet.rows[row][at]
        text = plain(quote(cell))
        if is_total(cell):
            text = text.partition(" ")[2]
            members |= {other: words[text] for other, words in ids.items() if text in words}
        elif text in ids.get(name, {}):
            members[name] = ids[name][text]
        elif name == "jaar" and text.isdigit():
            members[name] = int(text)
    if "gemeente" in members:
        members["gemeente_code"] = members.pop("gemeente")
    return members


def _stated(context: ReadingContext, row: int, at: int, convert: Callable[[Value], Any]) -> Decimal | None:
    """The number that a total says; None where it is empty or PM."""
    cell = context.sheet.rows[row][at]
    try:
        return _exact(convert(cell))
    except (Unreadable, AmbiguousNumber) as error:
        remedy = error.melding if isinstance(error, AmbiguousNumber) else error.remedy
        context.add_problem("een totaal dat geen getal is", cell, remedy, row, at)
        return None


def _exact(value: Any, sign: int = 1) -> Decimal | None:
    return None if value is None or value == PM else sign * Decimal(str(value))


def _wrong(
    sheet: Sheet, figures: Sequence[Figure], totals: Sequence[Total], soorten: Mapping[str, tuple[str, int]]
) -> Iterator[Problem]:
    """Totals that are not the sum of their figures; `soorten` gives soort and sign per kostensoort."""
    over_rows = sum(total.since != ROW for total in totals)
    if over_rows > MOST:
        remedy = f"hooguit {MOST}; lever een tabel zonder tussentotalen aan."
        yield Problem(sheet.file, "bestand", f"{over_rows} totalen", "", remedy)
        return
    per_row: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        per_row[figure.row].append(figure)
    for total in totals:
        among = per_row[total.row] if total.since == ROW else figures
        whole = [figure for figure in among if figure.column in total.columns and _within(figure, total)]
        sums = {_sum(whole), *_by_soort(whole, soorten)}
        if total.since >= 0:
            sums.add(_sum([figure for figure in whole if total.since < figure.row < total.row]))
        if not any(abs(number - total.number) <= CENT for number in sums):
            what = f"een totaal dat niet klopt: de rijen tellen op tot {_dutch(_sum(whole))}"
            remedy = "verbeter het totaal of de rijen, of laat het totaal weg."
            yield sheet.problem(what, _dutch(total.number), remedy, total.row, total.column)


def _within(figure: Figure, total: Total) -> bool:
    return all(figure.members.get(name) == value for name, value in total.members.items())


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.number for figure in figures if figure.number is not None), Decimal())


def _by_soort(figures: Sequence[Figure], soorten: Mapping[str, tuple[str, int]]) -> set[Decimal]:
    """Other sums that a total over kostensoorten may be: the saldo, or one soort of costs."""
    if len({figure.members.get("kostensoort") for figure in figures} - {None}) < 2:
        return set()
    sums: dict[str, Decimal] = {soort: Decimal() for soort, _ in soorten.values()}
    saldo = Decimal()
    for figure in figures:
        soort, sign = soorten[figure.members["kostensoort"]]
        sums[soort] += figure.number or 0
        saldo += sign * (figure.number or 0)
    return {saldo, -saldo, *sums.values()}


def _dutch(number: Decimal) -> str:
    """A number as it may stand in a Dutch file."""
    return f"{number.normalize():f}".replace(".", ",")
