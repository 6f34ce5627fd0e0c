"""Which table a sheet is, where its header stands, and what each column means: long form or cross form."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeAlias

from lib.tables.columns import BY_NAME
from lib.tables.rows import Problem
from lib.upload.meaning.vocabulary import (
    FIRST_YEAR,
    LAST_YEAR,
    Vocabulary,
    column_of,
    column_words,
    is_blank,
    is_total,
    known_headings,
    named_years,
    plain,
    table_of,
    words,
)
from lib.upload.reading.sheets import HEAD, Sheet, Value, quote

#: The value of each table that can be handed in.
VALUES = {
    "headcounts": "personen",
    "costs": "bedrag_eur",
    "allocation_keys": "aandeel",
    "population": "inwoners",
    "gemeenten": "gemeente",
}
#: Tables in which a gemeente and a year are a block; in the others every row stands alone.
BY_YEAR = ("headcounts", "costs")
#: What a figure of a gemeente as a whole, without a werkvorm, still has to say.
KIND = {"costs": "kostensoort", "headcounts": "groep"}
#: The columns that name what a figure is about.
NAMING = ("gemeente_code", "gemeente", "jaar", "groep", "werkvorm", "kostensoort", "sleutel")
#: Dimension → member that a heading stands for.
Members: TypeAlias = Mapping[str, str | int]


@dataclass(frozen=True)
class Layout:
    """`columns`: technical name → column; `across`: column → the members that its heading stands for, empty in long
    form; `fixed`: what the name of the sheet, or who handed it in, says of all figures; `totals`: columns of totals;
    `ignored`: column → heading; `headings`: what the heading says per column, over one row or two; `whole`:
    costs of a gemeente without a werkvorm."""

    table: str
    header: int
    columns: Mapping[str, int]
    across: Mapping[int, Members]
    fixed: Members
    totals: tuple[int, ...]
    ignored: Mapping[int, str]
    headings: Sequence[Value]
    whole: bool = False

    @property
    def value(self) -> str:
        return VALUES[self.table]

    @property
    def values(self) -> set[int]:
        """The columns that hold the figures."""
        return set(self.across) or ({self.columns[self.value]} if self.value in self.columns else set())

    @property
    def dimensions(self) -> tuple[str, ...]:
        return BY_NAME[self.table].grain

    @property
    def names(self) -> set[str]:
        """Whatever is said of the figures, in a column, a heading or of all at once."""
        return {*self.columns, *self.fixed, *(name for members in self.across.values() for name in members)}

    @property
    def form(self) -> str:
        return "kruistabel" if self.across else "lange vorm"


def layout_of(sheet: Sheet, vocabulary: Vocabulary, problems: list[Problem]) -> Layout | None:
    """How a sheet is read; None when it is none of the tables. What its header lacks goes into `problems`."""
    scores = [known_headings(row, vocabulary) for row in sheet.rows[:HEAD]]
    if max(scores, default=0) < 2 or plain(sheet.name or "") in words()["sheets"]["explains"]:
        return None
    heading = _heading(sheet, scores.index(max(scores)), vocabulary)
    columns, across, totals, ignored = _headings(sheet, heading, vocabulary, problems)
    table = _table(sheet, columns, across)
    if table is None:
        return None
    if table == "gemeenten" or VALUES[table] in columns:
        across = {}
    _take_out(table, columns, across, ignored, heading.cells)
    fixed = _fixed(sheet, table, columns, across)
    layout = Layout(table, heading.last, columns, across, fixed, totals if across else (), ignored, heading.cells)
    return _as_whole(sheet, layout, vocabulary)


def _as_whole(sheet: Sheet, layout: Layout, vocabulary: Vocabulary) -> Layout:
    """The layout, marked when its figures are those of a gemeente as a whole: no werkvorm is named, not even where nobody
    looks for one, and what kind of costs or which groep of people it is about is said."""
    kind = KIND.get(layout.table)
    if kind is None or "werkvorm" in layout.names:
        return layout
    elsewhere = [sheet.name, *(cell for row in sheet.rows[: layout.header + 1] for cell in row)]
    elsewhere += [row[at] for at in layout.ignored for row in sheet.rows[layout.header + 1 :]]
    said = {f" {plain(quote(cell))} " for cell in set(elsewhere) if isinstance(cell, str)}
    if _occur(("werkvorm", *vocabulary.werkvormen), said):
        return layout
    if kind in layout.names:
        return replace(layout, whole=True)
    groepen = _occur(map(plain, set(vocabulary.group_of.values())), said) if kind == "groep" else []
    return replace(layout, whole=True, fixed={**layout.fixed, kind: groepen[0]}) if len(groepen) == 1 else layout


def _occur(words: Iterable[str], texts: Collection[str]) -> list[str]:
    return [word for word in words if any(f" {word} " in text for text in texts)]


def other_table(sheet: Sheet) -> int | None:
    """The row that is the heading of a table of the release that nobody hands in; None when there is none."""
    common = {*column_words().values(), "bron_id", *(name for table in VALUES for name in BY_NAME[table].names)}
    own = [set(table.names) - common for name, table in BY_NAME.items() if name not in VALUES]
    for i, row in enumerate(sheet.rows[:HEAD]):
        cells = {quote(cell).strip().casefold() for cell in row}
        if any(len(names & cells) > 1 for names in own):
            return i
    return None


@dataclass(frozen=True)
class _Heading:
    """Its last row, what it says per column, and what stands across a level higher: dimension → member per column."""

    last: int
    cells: Sequence[Value]
    above: Sequence[Members]


def _heading(sheet: Sheet, row: int, vocabulary: Vocabulary) -> _Heading:
    """The heading whose names stand in `row`, over one row or two. A member in the upper row holds for what stands
    below it, up to the next."""
    upper = sheet.rows[row]
    lower = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else None
    if lower is not None and _is_second(upper, lower, vocabulary):
        cells = [below if vocabulary.members(below) else over for over, below in zip(upper, lower, strict=True)]
        return _Heading(row + 1, cells, _carried(upper, lower, vocabulary))
    above: Sequence[Value] = sheet.rows[row - 1] if row else [None] * len(upper)
    return _Heading(row, upper, _carried(above, upper, vocabulary))


def _is_second(upper: Sequence[Value], lower: Sequence[Value], vocabulary: Vocabulary) -> bool:
    """Whether a row says more of the columns above it: members only, of another dimension than those above, and below each
    of those. (One year on its own is a figure without a gemeente.)"""
    below = [(over, cell) for over, cell in zip(upper, lower, strict=True) if not is_blank(cell) and cell != over]
    across = [set(vocabulary.members(over)) for over in upper]
    covered = all(not is_blank(cell) for members, cell in zip(across, lower, strict=True) if members)
    return bool(below) and any(across) and covered and all(
        column_of(quote(over), loosely=True) is None and (members := set(vocabulary.members(cell))) and members not in across
        for over, cell in below
    )  # fmt: skip


def _carried(upper: Sequence[Value], lower: Sequence[Value], vocabulary: Vocabulary) -> list[Members]:
    """The members of an upper row, each also where the row is empty to its right above another member."""
    carried: list[Members] = []
    for over, cell in zip(upper, lower, strict=True):
        members: Members = vocabulary.members(over)
        if is_blank(over) and carried and vocabulary.members(cell):
            members = carried[-1]
        carried.append(members if vocabulary.members(cell) else {})
    return carried


def _headings(
    sheet: Sheet, heading: _Heading, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[dict[str, int], dict[int, Members], tuple[int, ...], dict[int, str]]:
    columns: dict[str, int] = {}
    across: dict[int, Members] = {}
    ignored: dict[int, str] = {}
    totals = []
    below = list(zip(*sheet.rows[heading.last + 1 :], strict=True)) or [()] * len(heading.cells)
    for i, name in enumerate(_column_names(heading.cells, below, vocabulary)):
        cell, members = heading.cells[i], vocabulary.members(heading.cells[i])
        if name is not None and name not in columns:
            columns[name] = i
        elif name is not None:
            problems.append(sheet.problem(f"twee kolommen {name}", cell, "houd er één.", heading.last, i))
        elif members and not FIRST_YEAR <= int(members.get("jaar", FIRST_YEAR)) <= LAST_YEAR:
            remedy = f"geef jaren van {FIRST_YEAR} tot en met {LAST_YEAR}."
            problems.append(sheet.problem("geen jaar dat hier past", cell, remedy, heading.last, i))
        elif members:
            across[i] = {**heading.above[i], **members}
        elif is_total(cell):
            totals.append(i)
        elif not _counts_rows(cell, below[i]) and not all(map(is_blank, (cell, *below[i]))):
            ignored[i] = quote(cell)
    headed: list[Members] = []
    for i, own in across.items():
        if own in headed:
            what = "deze kolom staat er twee keer"
            problems.append(sheet.problem(what, heading.cells[i], "houd er één.", heading.last, i))
        headed.append(own)
    return columns, across, tuple(totals), ignored


def _counts_rows(heading: Value, cells: Sequence[Value]) -> bool:
    """Whether a column without a heading only numbers the rows, as pandas and R write it."""
    numbers = [quote(cell) for cell in cells]
    own = plain(quote(heading)) in words()["rows"]["number"]
    return own and any(numbers == [str(i) for i in range(first, first + len(cells))] for first in (0, 1))


def _column_names(cells: Sequence[Value], below: Sequence[Sequence[Value]], vocabulary: Vocabulary) -> list[str | None]:
    """Per heading the column that it names; a heading that only may mean a column gives way to one that does, and "naam"
    names gemeenten when nothing else stands below it."""
    names = [column_of(quote(cell)) for cell in cells]
    for i, cell in enumerate(cells):
        loose = column_of(quote(cell), loosely=True)
        if loose is None and plain(quote(cell)) in words()["gemeenten"]["headings"] and "gemeente_code" in names:
            loose = "gemeente" if _name_gemeenten(below[i], vocabulary) else None
        if names[i] is None and loose not in names:
            names[i] = loose
    return names


def _name_gemeenten(cells: Sequence[Value], vocabulary: Vocabulary) -> bool:
    filled = {plain(quote(cell)) for cell in cells if not is_blank(cell) and not is_total(cell)}
    return bool(filled) and filled <= set(vocabulary.gemeenten)


def _table(sheet: Sheet, columns: Mapping[str, int], across: Mapping[int, Members]) -> str | None:
    hint = table_of(PurePath(sheet.file).stem if sheet.name is None else sheet.name)
    if hint is not None and VALUES[hint] in columns and hint != "gemeenten":
        return hint
    for table in ("headcounts", "costs", "allocation_keys", "population"):
        if VALUES[table] in columns:
            return table
    dimensions = {name for members in across.values() for name in members}
    if across and ("kostensoort" in columns or "kostensoort" in dimensions):
        return "costs"
    if across and hint in ("headcounts", "costs", "population"):
        return hint
    if across and ("werkvorm" in columns or "werkvorm" in dimensions or "groep" in columns):
        return "headcounts"
    if hint is not None:
        return hint
    return "gemeenten" if {"gemeente_code", "gemeente"} <= set(columns) and not across else None


def _take_out(
    table: str, columns: dict[str, int], across: dict[int, Members], ignored: dict[int, str], header: Sequence[Value]
) -> None:
    """Columns that another table has are ignored here, and so are headings across that this table does not have."""
    own = {*BY_NAME[table].names, "gemeente", "bron"}
    foreign = [columns.pop(name) for name in list(columns) if name not in own]
    for at in list(across):
        across[at] = members = {name: member for name, member in across[at].items() if name not in columns}
        if not members or not set(members) <= set(BY_NAME[table].grain):
            foreign.append(at)
            del across[at]
    ignored |= {at: quote(header[at]) for at in foreign}


def _fixed(sheet: Sheet, table: str, columns: Mapping[str, int], across: Mapping[int, Members]) -> Members:
    """A sheet that is called after a year holds that year."""
    if "jaar" not in BY_NAME[table].grain or "jaar" in columns or any("jaar" in members for members in across.values()):
        return {}
    years = named_years(sheet.name or "")
    return {"jaar": next(iter(years))} if len(years) == 1 else {}
