"""One recognised sheet → its figures as columns, each with the place where it was read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.store.intake.figures import converter, turn_costs
from lib.store.intake.findings import Findings, read_column
from lib.store.intake.layout import DIMENSIONS, Layout
from lib.store.intake.naming import dimensions, provenance
from lib.store.intake.row_kinds import sort_rows
from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.splitting import split
from lib.store.intake.stated import Rules, hold_totals
from lib.store.intake.vocabulary import Vocabulary
from lib.text.parsing import Style


@dataclass(frozen=True)
class Part:
    """What one sheet holds: `columns` technical name → values, one per figure; `places` its row and column there.

    A figure without a value (an empty cell, a dash) is None: not handed in.
    """

    sheet: Sheet
    layout: Layout
    how: str
    style: Style | None
    columns: Mapping[str, Sequence[Any]]
    places: Sequence[tuple[int, int]]
    totals: int
    skipped: Sequence[str]

    @property
    def table(self) -> str:
        return self.layout.table

    def place(self, i: int, name: str = "") -> str:
        """Where a figure stands, or another column of its row."""
        row, column = self.places[i]
        at = self.layout.columns.get(
            "bron" if name == "bron_id" else name or self.layout.value, None if name else column
        )
        return self.sheet.place(row, at, name or self.layout.value)


def read_part(
    sheet: Sheet,
    layout: Layout,
    how: str,
    style: Style | None,
    rules: Rules,
    findings: Findings,
    read: Callable[[float], None],
) -> Part:
    """Read every row below the header; `read` hears which share was read."""
    body, total_rows, skipped = sort_rows(sheet, layout, findings)
    names = dimensions(sheet, layout, rules.vocabulary, rules.given, body, findings)
    read(0.4)
    given = provenance(sheet, layout, body, findings)
    read(0.6)
    convert = converter(layout, style, sheet, rules, findings)
    columns, places = _spread(sheet, layout, body, {**names, **given}, convert, findings)
    if layout.table == "costs" and rules.given.negative_costs:
        turn_costs(sheet, columns, places, rules, findings)
    if layout.whole:
        columns, places = split(sheet, layout.table, columns, places, rules.shares, findings)
    if "groep" in DIMENSIONS[layout.table]:
        columns["groep"] = _groups(columns, rules.vocabulary)
    read(0.9)
    stated = converter(layout, style, sheet, rules, Findings(), signed=True)
    totals = hold_totals(sheet, layout, rules, columns, places, total_rows, stated, findings)
    return Part(sheet, layout, how, style, columns, places, totals, skipped)


def examine(sheet: Sheet, layout: Layout, style: Style | None, rules: Rules, findings: Findings) -> None:
    """Tell what is wrong with the cells of a sheet whose heading is not sound, so that all is told at once."""
    body, _, _ = sort_rows(sheet, layout, findings)
    if {"gemeente_code", "gemeente"} & set(layout.columns):
        dimensions(sheet, layout, rules.vocabulary, rules.given, body, findings)
    provenance(sheet, layout, body, findings)
    convert = converter(layout, style, sheet, rules, findings)
    for at in sorted(layout.values):
        read_column(sheet, body, at, shown(layout.headings[at]), convert, findings)


def _spread(
    sheet: Sheet,
    layout: Layout,
    body: Sequence[int],
    named: Mapping[str, list[Any]],
    convert: Callable[[Value], Any],
    findings: Findings,
) -> tuple[dict[str, list[Any]], list[tuple[int, int]]]:
    """One figure per row in long form, one per row and column in cross form."""
    fixed = {name: [member] * len(body) for name, member in layout.fixed.items()}
    if not layout.across:
        at = layout.columns[layout.value]
        figures = read_column(sheet, body, at, layout.value, convert, findings)
        columns = {**{name: list(column) for name, column in named.items()}, **fixed, layout.value: figures}
        return columns, [(row, at) for row in body]
    spread: dict[str, list[Any]] = {}
    places: list[tuple[int, int]] = []
    for at, members in layout.across.items():
        heading = shown(layout.headings[at])
        figures = read_column(sheet, body, at, heading, convert, findings)
        one = {**named, **fixed, **{name: [member] * len(body) for name, member in members.items()}}
        for name, column in {**one, layout.value: figures}.items():
            spread.setdefault(name, []).extend(column)
        places += [(row, at) for row in body]
    return spread, places


def _groups(columns: Mapping[str, Sequence[Any]], vocabulary: Vocabulary) -> list[Any]:
    """The groep of a row, that of its werkvorm when it is not given."""
    werkvormen = columns["werkvorm"]
    given = columns.get("groep", [None] * len(werkvormen))
    return [groep or vocabulary.group_of.get(werkvorm) for groep, werkvorm in zip(given, werkvormen, strict=True)]
