"""The workbook in the making: its file, sheets, names and places, and the rows over the years that its sheets share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from xlsxwriter import Workbook

from lib.model.figures import ALL, Array
from lib.render.workbook.page import HEAD_ROW, Column, Key, Kind, Names, Page, Places, Sheet, Styles
from lib.render.workbook.subject import Subject

#: How many input cells differ from what they were when the workbook was made; every status looks at it.
CHANGED = "aangepast"
HORIZON, BASE_YEAR = "horizon", "basisjaar"
WEAKEST = "aanname"
#: What a cell says in the place of a number.
PM, NOT_GIVEN, MERGED, UNKNOWN = "PM", "geen opgave", "samengevoegd", "onbekend"
#: In the place of a year in a key: the sum to the chosen year, and to the last one.
CHOSEN, ALL_YEARS = "gekozen", "alle jaren"
SUM_WIDTH = 16
UNITS = (Column("Eenheid", 17), Column("Status", 10))
#: The formula of a gemeente [g] in a year, its values [g] over the years, and the status of a gemeente code or ALL.
Formula = Callable[[int, int], str]
Values = Array | Sequence[Sequence[float | str]]
Status = Callable[[str], str]
#: The column into which a block writes the names of its rows.
GEMEENTE = "Gemeente"


@dataclass
class WorkbookContext:
    """`name_of` gives the name by which formulas call a parameter, a choice or a result; `words` the word that stands in
    the place of a figure."""

    subject: Subject
    file: Workbook
    styles: Styles = field(init=False)
    names: Names = field(init=False)
    places: Places = field(default_factory=Places)
    name_of: dict[str, str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    words: dict[Key, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = Styles(self.file)
        self.names = Names(self.file.define_name)

    def page(self, sheet: Sheet) -> Page:
        """A new sheet at the end, with its header."""
        target = self.file.add_worksheet(sheet.name)
        self.pages.append(Page(target, self.styles, self.places, sheet, self.subject.source_line))
        return self.pages[-1]

    def call(self, what: str, key: Key) -> str:
        """Give the cell of `key` the name of a parameter, choice or result."""
        self.name_of[what] = self.names.add(what, self.places.fixed(key))
        return self.name_of[what]

    def status(self, page: Page, column: int, status: str, total: bool = False) -> None:
        """The weakest status of what a row rests on; who changes an input makes it an assumption."""
        formula = f'=IF({self.name_of[CHANGED]}=0,"{status}","{WEAKEST}")'
        page.formula(column, formula, status, "text", total=total)


@dataclass(frozen=True)
class Row:
    """A row over the years: labels, unit and status, and per year a formula (without "=") with its value.

    `sums` adds it up at the end, where the table has room for that; `pm` is the formula (without "=") and the number of
    PM-posten that the sums leave out. Equal keys never recur.
    """

    key: Key
    labels: tuple[str, ...]
    unit: str
    kind: Kind
    formula: Callable[[int], str]
    values: Array | Sequence[float | str]
    status: str
    total: bool = False
    sums: bool = True
    pm: tuple[str, int] | None = None


@dataclass(frozen=True)
class Block:
    """A row per gemeente, and with `total` one that adds them up.

    `labels` are those of a row without the name of the gemeente; `behind` says more, per gemeente. `cell` gives the formula
    (without "=") of a gemeente [g] in a year; values [g, t] over the years of the table; `status` that of all, or by
    gemeente code or ALL; `strong` rows stand out; `sums` and `pm` as in a Row, `pm` of the total.
    """

    key: Key
    labels: tuple[str, ...]
    kind: Kind
    cell: Formula
    values: Values
    status: str | Status
    pm: tuple[str, int] | None = None
    unit: str = "euro"
    total: bool = True
    sums: bool = True
    strong: bool = False
    behind: Sequence[str] = ()

    def status_of(self, code: str) -> str:
        return self.status if isinstance(self.status, str) else self.status(code)


class YearTable:
    """A sheet with rows over the years: label columns, unit, status, the years, two sums where `sums`, and `more` columns."""

    def __init__(
        self,
        context: WorkbookContext,
        sheet: Sheet,
        years: Sequence[int],
        width: float,
        *,
        sums: bool = False,
        more: Sequence[Column] = (),
    ) -> None:
        """`sheet` has the label columns alone; `width` is that of a year."""
        self.context, self.years, self.with_sums = context, tuple(years), sums
        self.labels, self.unit_column = [column.head for column in sheet.columns], len(sheet.columns)
        self.first = self.unit_column + len(UNITS)
        self.sums = self.first + len(self.years)
        self.summed = [year for year in self.years if year > context.subject.figures.base_year]
        for year in self.years:
            context.places.put(("head", sheet.name, year), sheet.name, HEAD_ROW, self.column(year))
        added = (Column("", SUM_WIDTH, True), Column(f"Samen t/m {years[-1]}", SUM_WIDTH, True)) if sums else ()
        columns = (*sheet.columns, *UNITS, *(Column(year, width, True) for year in self.years), *added, *more)
        self.page = context.page(replace(sheet, columns=columns))
        if sums:
            formula, until = f'="Samen t/m "&{context.name_of[HORIZON]}', context.subject.comparison.horizon
            self.page.sheet.write_formula(
                HEAD_ROW, self.sums, formula, context.styles.head_number, f"Samen t/m {until}"
            )

    def column(self, year: int) -> int:
        return self.first + self.years.index(year)

    def head(self, year: int) -> str:
        """The cell with the year above a column."""
        return self.context.places.along(("head", self.page.name, year), self.page.name)

    def start(self, labels: Sequence[str], unit: str, status: str, total: bool = False) -> None:
        """Labels, unit and status of a row."""
        page, style = self.page, self.context.styles.of("text", total=total)
        page.labels((*labels, *[""] * (self.unit_column - len(labels)), unit), style)
        self.context.status(page, self.unit_column + 1, status, total)

    def add(self, row: Row) -> None:
        """A row; `values` are those of the years of the table, in their order."""
        self.start(row.labels, row.unit, row.status, row.total)
        for year, value in zip(self.years, row.values, strict=True):
            formula = f"={row.formula(year)}"
            self.page.formula(self.column(year), formula, value, row.kind, (*row.key, year), row.total)
        if self.with_sums and row.sums:
            self._add_sums(row)
        self.page.next()

    def _add_sums(self, row: Row) -> None:
        """Over the years after the base year, and how many PM-posten they leave out."""
        page, places, first, last = self.page, self.context.places, self.summed[0], self.summed[-1]
        cells = places.span((*row.key, first), (*row.key, last), page.name, rows=False)
        heads = places.span(("head", page.name, first), ("head", page.name, last), page.name)
        until = f'=SUMIFS({cells},{heads},"<="&{self.context.name_of[HORIZON]})'
        ends = ((CHOSEN, until, self.context.subject.comparison.horizon), (ALL_YEARS, f"=SUM({cells})", last))
        by_year = {year: float(value) for year, value in zip(self.years, row.values, strict=True)}
        for at, (name, formula, end) in enumerate(ends, start=self.sums):
            value = sum(by_year[year] for year in self.summed if year <= end)
            page.formula(at, formula, value, row.kind, (*row.key, name), row.total)
        if row.pm is not None:
            page.formula(self.sums + len(ends), f"={row.pm[0]}", row.pm[1], "whole", total=row.total)

    def add_block(self, block: Block) -> None:
        """Its rows, and below them the sum."""
        subject, at = self.context.subject, self.labels.index(GEMEENTE)

        def row(place: int | str, name: str, code: str, *behind: str, **own: Any) -> Row:
            key, labels = (*block.key, place), (*block.labels[:at], name, *block.labels[at:], *behind)
            return Row(key, labels, block.unit, block.kind, status=block.status_of(code), sums=block.sums, **own)

        for g, gemeente in enumerate(subject.figures.gemeenten):
            own = {"formula": partial(block.cell, g), "values": block.values[g], "total": block.strong}
            self.add(row(g, gemeente.naam, gemeente.code, *block.behind[g : g + 1], **own))
        if block.total:
            own = {"formula": partial(self._sum_of, block.key), "values": np.sum(block.values, axis=0), "total": True}
            self.add(row(ALL, subject.release.all_together, ALL, pm=block.pm, **own))

    def _sum_of(self, key: Key, year: int) -> str:
        return f"SUM({self.gemeenten(key, year)})"

    def gemeenten(self, key: Key, column: int | str) -> str:
        """The cells of the gemeenten of a block, which lie below each other, in one column."""
        last = len(self.context.subject.figures.gemeenten) - 1
        return self.context.places.span((*key, 0, column), (*key, last, column), self.page.name, rows=False)
