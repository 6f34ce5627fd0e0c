"""A table over the years whose rows are added up: to the chosen year, and to the last one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.model.figures import ALL, Array
from lib.report.workbook.context import HORIZON, Row, WorkbookContext, YearTable
from lib.report.workbook.page import HEAD_ROW, Column, Page
from lib.report.workbook.places import Key
from lib.report.workbook.styles import Kind

#: In the place of a year in a key: the sum to the chosen year, and to the last one.
CHOSEN, ALL_YEARS = "gekozen", "alle jaren"
SUM_WIDTH = 16


@dataclass(frozen=True)
class Block:
    """A row per gemeente and one for all together.

    `cell` gives the formula (without "=") of a gemeente [g] in a year; values [g, t] over the years of the table;
    `status` that of a gemeente code or ALL; `pm` the formula (without "=") and the number of PM-posten that
    the sum of all leaves out.
    """

    key: Key
    labels: tuple[str, str]
    unit: str
    kind: Kind
    cell: Callable[[int, int], str]
    values: Array
    status: Callable[[str], str]
    pm: tuple[str, int] | None = None


class SummedTable(YearTable):
    """`CHOSEN` and `ALL_YEARS` stand in the place of the year in the keys of the sums."""

    def __init__(
        self,
        context: WorkbookContext,
        page: Page,
        labels: Sequence[Column],
        years: Sequence[int],
        width: float,
        more: Sequence[Column] = (),
    ) -> None:
        sums = (Column("", SUM_WIDTH, True), Column(f"Samen t/m {years[-1]}", SUM_WIDTH, True))
        super().__init__(context, page, labels, years, width, (*sums, *more))
        self.sums = self.first + len(self.years)
        self.summed = [year for year in self.years if year > context.subject.figures.base_year]

    def begin(self, title: str, explanation: str, frozen: int | None = None) -> None:
        super().begin(title, explanation, frozen)
        horizon = self.context.name_of[HORIZON]
        words = f"Samen t/m {self.context.subject.comparison.horizon}"
        style = self.context.styles.head_number
        self.page.sheet.write_formula(HEAD_ROW, self.sums, f'="Samen t/m "&{horizon}', style, words)

    def add_summed(self, row: Row, pm: tuple[str, int] | None = None) -> None:
        """A row with its sums over the years after the base year, and how many PM-posten they leave out."""
        self.start(row)
        self.cells(row)
        page, places, first, last = self.page, self.context.places, self.summed[0], self.summed[-1]
        cells = places.span((*row.key, first), (*row.key, last), page.name, rows=False)
        heads = places.span(("head", page.name, first), ("head", page.name, last), page.name)
        formula = f'=SUMIFS({cells},{heads},"<="&{self.context.name_of[HORIZON]})'
        until = self.context.subject.comparison.horizon
        by_year = {year: float(value) for year, value in zip(self.years, row.values, strict=True)}
        sums = [sum(by_year[year] for year in self.summed if year <= end) for end in (until, last)]
        page.formula(self.sums, formula, sums[0], row.kind, (*row.key, CHOSEN), row.total)
        page.formula(self.sums + 1, f"=SUM({cells})", sums[1], row.kind, (*row.key, ALL_YEARS), row.total)
        if pm is not None:
            page.formula(self.sums + 2, f"={pm[0]}", pm[1], "whole", total=row.total)
        page.next()

    def block(self, block: Block) -> None:
        """Its rows, and below them the sum."""
        subject = self.context.subject
        for g, gemeente in enumerate(subject.figures.gemeenten):

            def cell(year: int, g: int = g) -> str:
                return f"={block.cell(g, year)}"

            labels, status = (*block.labels, gemeente.naam), block.status(gemeente.code)
            row = Row((*block.key, g), labels, block.unit, status, cell, block.values[g], block.kind)
            self.add_summed(row)
        last = len(subject.figures.gemeenten) - 1

        def total(year: int) -> str:
            span = self.context.places.span((*block.key, 0, year), (*block.key, last, year), self.page.name, rows=False)
            return f"=SUM({span})"

        labels = (*block.labels, subject.release.all_together)
        values = block.values.sum(axis=0)
        status = block.status(ALL)
        self.add_summed(
            Row((*block.key, ALL), labels, block.unit, status, total, values, block.kind, total=True), block.pm
        )
