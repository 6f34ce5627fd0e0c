"""Which table a sheet is, where its header stands, and what each column means: long form or cross form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.vocabulary import HEAD, Vocabulary, is_total, known_headings
from lib.store.intake.words import column_of, plain, table_words, words
from lib.store.problems import Problem
from lib.store.tables import BY_NAME, YEAR

#: The value of each table that can be handed in.
VALUES = {
    "headcounts": "personen",
    "costs": "bedrag_eur",
    "allocation_keys": "aandeel",
    "population": "inwoners",
    "gemeenten": "gemeente",
}
DIMENSIONS = {
    "headcounts": ("gemeente_code", "jaar", "groep", "werkvorm"),
    "costs": ("gemeente_code", "jaar", "werkvorm", "kostensoort"),
    "allocation_keys": ("sleutel", "gemeente_code"),
    "population": ("gemeente_code", "jaar"),
    "gemeenten": ("gemeente_code",),
}
#: The columns that name what a figure is about.
NAMING = ("gemeente_code", "gemeente", "jaar", "groep", "werkvorm", "kostensoort", "sleutel")


@dataclass(frozen=True)
class Layout:
    """`columns`: technical name → column; `across`: column → the members that its heading stands for, empty in long
    form; `fixed`: what the name of the sheet, or who handed it in, says of all; `totals`: columns of totals;
    `ignored`: column → heading."""

    table: str
    header: int
    columns: Mapping[str, int]
    across: Mapping[int, Mapping[str, str | int]]
    fixed: Mapping[str, int | str]
    totals: tuple[int, ...]
    ignored: Mapping[int, str]

    @property
    def value(self) -> str:
        return VALUES[self.table]

    @property
    def values(self) -> set[int]:
        """The columns that hold the figures."""
        return set(self.across) or ({self.columns[self.value]} if self.value in self.columns else set())

    @property
    def form(self) -> str:
        return "kruistabel" if self.across else "lange vorm"


def layout_of(sheet: Sheet, vocabulary: Vocabulary, problems: list[Problem]) -> Layout | None:
    """How a sheet is read; None when it is none of the tables. What its header lacks goes into `problems`."""
    scores = [known_headings(row, vocabulary) for row in sheet.rows[:HEAD]]
    if max(scores, default=0) < 2 or plain(sheet.name or "") in words()["sheets"]["explains"]:
        return None
    header = scores.index(max(scores))
    columns, across, totals, ignored = _headings(sheet, header, vocabulary, problems)
    table = _table(sheet, columns, across)
    if table is None:
        return None
    columns = dict(columns)
    across = {} if VALUES[table] in columns else across
    if table == "gemeenten":
        across = {}
    _take_out(table, columns, across, ignored, sheet.rows[header])
    fixed = _fixed(sheet, table, columns, across)
    return Layout(table, header, columns, across, fixed, totals if across else (), ignored)


def _headings(
    sheet: Sheet, header: int, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[dict[str, int], dict[int, dict[str, str | int]], tuple[int, ...], dict[int, str]]:
    columns: dict[str, int] = {}
    across: dict[int, dict[str, str | int]] = {}
    ignored: dict[int, str] = {}
    totals = []
    above = sheet.rows[header - 1] if header else [None] * len(sheet.rows[header])
    names = _column_names(sheet.rows[header])
    for i, cell in enumerate(sheet.rows[header]):
        name = names[i]
        member = vocabulary.member(cell)
        if name is not None and name not in columns:
            columns[name] = i
        elif name is not None:
            what = f"twee kolommen {name}"
            problems.append(Problem(sheet.file, sheet.place(header, i), what, shown(cell), "houd er één."))
        elif member is not None and not _possible(member):
            remedy = f"geef jaren van {YEAR.minimum:g} tot en met {YEAR.maximum:g}."
            problems.append(Problem(sheet.file, sheet.place(header, i), "geen jaar dat hier past", shown(cell), remedy))
        elif member is not None:
            upper = vocabulary.member(above[i])
            both = (member, upper) if upper is not None and upper[0] != member[0] else (member,)
            across[i] = dict(both)
        elif is_total(cell):
            totals.append(i)
        elif cell not in (None, "") or any(row[i] not in (None, "") for row in sheet.rows[header + 1 :]):
            ignored[i] = shown(cell)
    _refuse_double(sheet, header, across, problems)
    return columns, across, tuple(totals), ignored


def _column_names(cells: Sequence[Value]) -> list[str | None]:
    """Per heading the column that it names; a heading that only may mean a column gives way to one that does."""
    names = [column_of(shown(cell)) for cell in cells]
    for i, cell in enumerate(cells):
        loose = column_of(shown(cell), loosely=True)
        if names[i] is None and loose not in names:
            names[i] = loose
    return names


def _possible(member: tuple[str, str | int]) -> bool:
    """A year that a table can hold; every other member can."""
    return not isinstance(member[1], int) or (YEAR.minimum or 0) <= member[1] <= (YEAR.maximum or 0)


def _refuse_double(
    sheet: Sheet, header: int, across: Mapping[int, Mapping[str, str | int]], problems: list[Problem]
) -> None:
    seen: dict[tuple[tuple[str, str | int], ...], int] = {}
    for i, members in across.items():
        key = tuple(sorted(members.items()))
        if key in seen:
            read = shown(sheet.rows[header][i])
            problems.append(
                Problem(sheet.file, sheet.place(header, i), "deze kolom staat er twee keer", read, "houd er één.")
            )
        seen[key] = i


def _table(sheet: Sheet, columns: Mapping[str, int], across: Mapping[int, Mapping[str, str | int]]) -> str | None:
    hints = [sheet.name] if sheet.name is not None else [PurePath(sheet.file).stem]
    hint = next((table_words()[plain(word)] for word in hints if plain(word) in table_words()), None)
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
    table: str,
    columns: dict[str, int],
    across: dict[int, dict[str, str | int]],
    ignored: dict[int, str],
    header: Sequence[Value],
) -> None:
    """Columns that another table has are ignored here, and so are headings across that this table does not have."""
    wanted = {*BY_NAME[table].names, "gemeente", "bron"}
    for name in [name for name in columns if name not in wanted]:
        at = columns.pop(name)
        ignored[at] = shown(header[at])
    for at, members in list(across.items()):
        across[at] = members = {name: member for name, member in members.items() if name not in columns}
        if members and set(members) <= set(DIMENSIONS[table]):
            continue
        del across[at]
        ignored[at] = shown(header[at])


def _fixed(
    sheet: Sheet, table: str, columns: Mapping[str, int], across: Mapping[int, Mapping[str, str | int]]
) -> dict[str, int]:
    """A sheet that is called after a year holds that year."""
    if "jaar" not in DIMENSIONS[table] or "jaar" in columns or any("jaar" in members for members in across.values()):
        return {}
    years = set(re.findall(r"\b(?:19|20|21)\d{2}\b", plain(sheet.name or "")))
    return {"jaar": int(years.pop())} if len(years) == 1 else {}
