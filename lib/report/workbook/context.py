"""The workbook in the making: its file, sheets, names and places, and how a row over the years is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook

from lib.model.figures import Array
from lib.report.workbook.names import Names
from lib.report.workbook.page import HEAD_ROW, Column, Page
from lib.report.workbook.places import Key, Places
from lib.report.workbook.styles import Kind, Styles
from lib.report.workbook.subject import Route, Subject

#: How many input cells differ from what they were when the workbook was made; every status looks at it.
CHANGED = "aangepast"
HORIZON, BASE_YEAR = "horizon", "basisjaar"
WEAKEST = "aanname"
#: What a cell says in the place of a number.
PM, NOT_GIVEN, MERGED, UNKNOWN = "PM", "geen opgave", "samengevoegd", "onbekend"


@dataclass
class WorkbookContext:
    """`name_of` gives the name by which formulas call a parameter, a choice or a result; `words` the word that stands in
    the place of a figure; `statuses` those of a route and kostensoort."""

    subject: Subject
    file: Workbook
    styles: Styles = field(init=False)
    names: Names = field(init=False)
    places: Places = field(default_factory=Places)
    name_of: dict[str, str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    words: dict[Key, str] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = Styles(self.file)
        self.names = Names(self.file.define_name)

    def page(self, name: str) -> Page:
        """A new sheet at the end."""
        page = Page(self.file.add_worksheet(name), self.styles, self.places, name)
        self.pages.append(page)
        return page

    def call(self, what: str, key: Key) -> str:
        """Give the cell of `key` the name of a parameter, choice or result."""
        self.name_of[what] = self.names.add(what, self.places.fixed(key))
        return self.name_of[what]

    def status(self, page: Page, column: int, status: str, total: bool = False) -> None:
        """The weakest status of what a row rests on; who changes an input makes it an assumption."""
        formula = f'=IF({self.name_of[CHANGED]}=0,"{status}","{WEAKEST}")'
        page.formula(column, formula, status, "text", total=total)

    def cost_status(self, route: Route, kind: str) -> str:
        """Of a kostensoort after the base year: its cells all rest on the same kind of inputs."""
        if (route.id, kind) not in self.statuses:
            answers, year = self.subject.answers, self.subject.figures.last_year
            self.statuses[route.id, kind] = answers.cost(route.run, answers.codes[0], kind, year).status
        return self.statuses[route.id, kind]


@dataclass(frozen=True)
class Row:
    """A row over the years: labels, unit and status, and per year a formula with its value. Equal keys never recur."""

    key: Key
    labels: tuple[str, ...]
    unit: str
    status: str
    formula: Callable[[int], str]
    values: Array | Sequence[float | str]
    kind: Kind
    total: bool = False


class YearTable:
    """Rows over the years on a page: label columns, unit, status, then the years and `more` columns."""

    def __init__(
        self,
        context: WorkbookContext,
        page: Page,
        labels: Sequence[Column],
        years: Sequence[int],
        width: float,
        more: Sequence[Column] = (),
    ) -> None:
        self.context, self.page, self.years = context, page, tuple(years)
        self.unit_column = len(labels)
        self.first = self.unit_column + 2
        units = (Column("Eenheid", 17), Column("Status", 10))
        self.columns = (*labels, *units, *(Column(year, width, True) for year in self.years), *more)
        for year in self.years:
            context.places.put(("head", page.name, year), page.name, HEAD_ROW, self.column(year))

    def begin(self, title: str, explanation: str, frozen: int | None = None) -> None:
        source = self.context.subject.source_line
        self.page.begin(title, explanation, source, self.columns, self.unit_column if frozen is None else frozen)

    def column(self, year: int) -> int:
        return self.first + self.years.index(year)

    def head(self, year: int) -> str:
        """The cell with the year above a column."""
        return self.context.places.along(("head", self.page.name, year), self.page.name)

    def start(self, row: Row) -> None:
        """Labels, unit and status of a row."""
        page, style = self.page, self.context.styles.of("text", total=row.total)
        for at in range(self.unit_column):
            page.text(page.row, at, row.labels[at] if at < len(row.labels) else "", style)
        page.text(page.row, self.unit_column, row.unit, style)
        self.context.status(page, self.unit_column + 1, row.status, row.total)

    def cells(self, row: Row) -> None:
        """`values` are those of the years of the table, in their order."""
        for year, value in zip(self.years, row.values, strict=True):
            self.page.formula(self.column(year), row.formula(year), value, row.kind, (*row.key, year), row.total)

    def add(self, row: Row) -> None:
        self.start(row)
        self.cells(row)
        self.page.next()
