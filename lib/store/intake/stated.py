"""The totals that a sheet states, at the end of its columns and rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.store.intake.findings import Findings
from lib.store.intake.given import Given
from lib.store.intake.layout import DIMENSIONS, NAMING, Layout
from lib.store.intake.naming import groepen_of
from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.splitting import Shares
from lib.store.intake.totals import ROW, Figure, Total, as_decimal, check_totals, scope
from lib.store.intake.vocabulary import Vocabulary
from lib.store.problems import Problem
from lib.store.rows import Unreadable
from lib.text import AmbiguousNumber


@dataclass(frozen=True)
class Rules:
    """What reading a sheet needs: what the release knows (`soorten`: soort and sign per kostensoort; `shares`: how costs
    lie over the werkvormen), and what was given beside the files."""

    vocabulary: Vocabulary
    soorten: Mapping[str, tuple[str, int]]
    given: Given
    shares: Shares


def hold_totals(
    sheet: Sheet,
    layout: Layout,
    rules: Rules,
    columns: Mapping[str, Sequence[Any]],
    places: Sequence[tuple[int, int]],
    total_rows: Sequence[int],
    convert: Callable[[Value], Any],
    findings: Findings,
) -> int:
    """Hold every total against its figures; how many there were."""
    if layout.table == "gemeenten" or not (total_rows or layout.totals) or findings.problems or findings.questions:
        return 0
    names = DIMENSIONS[layout.table]
    signs = _signs(layout, rules, columns)
    figures = [
        Figure(row, at, {name: columns[name][i] for name in names}, as_decimal(columns[layout.value][i], signs[i]))
        for i, (row, at) in enumerate(places)
    ]
    totals = [
        *_row_totals(sheet, layout, rules, total_rows, convert, findings),
        *_column_totals(sheet, layout, figures, convert, findings),
    ]
    soorten = {
        kind: (soort, 1 if rules.given.negative_costs else sign) for kind, (soort, sign) in rules.soorten.items()
    }
    findings.problems.extend(check_totals(sheet, figures, totals, soorten))
    return len(totals)


def _signs(layout: Layout, rules: Rules, columns: Mapping[str, Sequence[Any]]) -> Sequence[int]:
    """The sign with which each figure stands in its sheet."""
    if layout.table == "costs" and rules.given.negative_costs:
        return [rules.soorten[kind][1] for kind in columns["kostensoort"]]
    return [1] * len(columns[layout.value])


def _row_totals(
    sheet: Sheet,
    layout: Layout,
    rules: Rules,
    total_rows: Sequence[int],
    convert: Callable[[Value], Any],
    findings: Findings,
) -> list[Total]:
    vocabulary = rules.vocabulary
    known = {
        "gemeente_code": vocabulary.gemeenten,
        "werkvorm": vocabulary.werkvormen,
        "kostensoort": vocabulary.kostensoorten,
        "groep": groepen_of(vocabulary),
    }
    naming = [(name, at) for name, at in layout.columns.items() if name in NAMING]
    naming += [(f"_{at}", at) for at in layout.ignored]
    totals, since = [], layout.header
    for row in total_rows:
        members = scope({name: sheet.rows[row][at] for name, at in naming}, known | {"gemeente": vocabulary.gemeenten})
        if "gemeente" in members:
            members["gemeente_code"] = members.pop("gemeente")
        for at in sorted(layout.values | set(layout.totals)):
            number = _stated(sheet, row, at, convert, findings)
            if number is not None:
                over = frozenset(layout.across) if at in layout.totals else frozenset((at,))
                totals.append(Total(row, at, members, number, over, since))
        since = row
    return totals


def _column_totals(
    sheet: Sheet, layout: Layout, figures: Sequence[Figure], convert: Callable[[Value], Any], findings: Findings
) -> list[Total]:
    rows = sorted({figure.row for figure in figures})
    stated = [(row, at, _stated(sheet, row, at, convert, findings)) for at in layout.totals for row in rows]
    over = frozenset(layout.across)
    return [Total(row, at, {}, number, over, ROW) for row, at, number in stated if number is not None]


def _stated(sheet: Sheet, row: int, at: int, convert: Callable[[Value], Any], findings: Findings) -> Decimal | None:
    """The number that a total says; None where it is empty or PM."""
    cell = sheet.rows[row][at]
    try:
        return as_decimal(convert(cell))
    except (Unreadable, AmbiguousNumber) as error:
        told = error.melding if isinstance(error, AmbiguousNumber) else error.remedy
        findings.problems.add(
            Problem(sheet.file, sheet.place(row, at), "een totaal dat geen getal is", shown(cell), told)
        )
        return None
