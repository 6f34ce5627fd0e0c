"""Figures upon the release in use. What the files leave out stays as it was; on request the whole block (table,
gemeente, year) of each figure is replaced, and what the files leave out of it goes. The tables are then checked
together; a problem among them is told at the place where it was handed in."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from lib.tables import rules
from lib.tables.check import read_model
from lib.tables.columns import BY_NAME
from lib.tables.content import Content, in_grain_order
from lib.tables.figures import settings_of
from lib.tables.filling import under_construction
from lib.tables.rows import Problem, Rows, Unsound, as_rows
from lib.upload.gaps import Block, Grain, Sources, gaps, stand_in
from lib.upload.meaning.context import CappedProblems, Findings, Options
from lib.upload.meaning.layout import BY_YEAR, VALUES
from lib.upload.meaning.layout_checks import lacking_provenance
from lib.upload.sheet_figures import SheetFigures

#: What is said of a key, a gemeente or inhabitants that come without a status.
WEAKEST = "aanname"
#: What people call the tables that they hand in.
TITLES = {
    "headcounts": "Aantallen",
    "costs": "Kosten",
    "allocation_keys": "Sleutels",
    "population": "Inwoners",
    "gemeenten": "Gemeenten",
}
#: Tables of which no row can make a scenario wrong.
FIGURES = {"headcounts", "costs", "population", "sources"}
_ROW = re.compile(r"regel (\d+)(?:, kolom (\w+))?")
Row: TypeAlias = dict[str, Any]


@dataclass
class NextTables:
    """The tables of the next release. `rows` per table by grain; `handed` those of the files; `places` where each stands;
    `before` those that were there; `blocks` what the files are about, per table; `absent` the cells of them that the
    release has and the files do not."""

    rows: dict[str, dict[Grain, Row]]
    before: dict[str, dict[Grain, Row]]
    handed: dict[str, dict[Grain, Row]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[str, dict[Grain, tuple[SheetFigures, int]]] = field(default_factory=lambda: defaultdict(dict))
    blocks: dict[str, set[Block]] = field(default_factory=lambda: defaultdict(set))
    absent: set[tuple[str, Grain]] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def files(self, table: str) -> dict[Block, str]:
        """The first file that names each block."""
        files: dict[Block, str] = {}
        for grain, (sheet, _) in self.places[table].items():
            files.setdefault((grain[0], grain[1]), sheet.sheet.file)
        return files


def merge(
    sheets: Sequence[SheetFigures], content: Content, base_year: int, options: Options, findings: Findings
) -> NextTables:
    """The tables of the next release; what is wrong goes into `findings`."""
    rows = {name: _by_grain(name, table) for name, table in content.tables.items()}
    tables = NextTables(rows, {name: dict(rows[name]) for name in VALUES})
    sources = Sources({key[0]: row for key, row in rows["sources"].items()}, options, findings)
    for sheet in sheets:
        lacking = lacking_provenance(sheet.sheet, sheet.layout, options)
        findings.problems.extend(lacking)
        if not lacking:
            _take(sheet, tables, sources, options, findings)
    _refuse_namesakes(tables, findings)
    if not findings.sound:
        return tables
    for table in BY_YEAR:
        blocks, handed = tables.blocks[table], tables.handed[table]
        absent = [grain for grain in tables.before[table] if (grain[0], grain[1]) in blocks and grain not in handed]
        tables.absent |= {(table, grain) for grain in absent}
        for grain in absent if options.replace else ():
            del rows[table][grain]
    for table, handed in tables.handed.items():
        rows[table].update(handed)
    _add_keys(tables)
    # While content is under construction, what lacks is not filled in yet: nothing stands for it.
    for table in BY_YEAR if not under_construction(settings_of(content)) else ():
        if _complete(table, tables, content, base_year, options, findings):
            sources.add_nobody()
    rows["sources"] |= {(bron_id,): row for bron_id, row in sources.new.items()}
    tables.touched |= {*tables.handed, *tables.blocks, *(["sources"] if sources.new else [])}
    return tables


def _by_grain(table: str, rows: Sequence[Mapping[str, Any]]) -> dict[Grain, Row]:
    grain = BY_NAME[table].grain
    return {tuple([row[name] for name in grain]): dict(row) for row in rows}


def _take(sheet: SheetFigures, tables: NextTables, sources: Sources, options: Options, findings: Findings) -> None:
    """The figures of one sheet as rows; one that was not given only marks its block."""
    table, by_year, value = BY_NAME[sheet.table], sheet.table in BY_YEAR, sheet.layout.value
    places, blocks = tables.places[sheet.table], tables.blocks[sheet.table]
    before, handed = tables.before[sheet.table], tables.handed[sheet.table]
    grains = zip(*(sheet.columns[name] for name in table.grain), strict=True)
    cells = zip(*(sheet.columns[name] for name in (value, "status", "bron", "kennisdatum", "toelichting")), strict=True)
    wrong = findings.wrong
    for i, (grain, (figure, status, text, day, note)) in enumerate(zip(grains, cells, strict=True)):
        if wrong and (None in grain or (sheet.sheet.words, sheet.places[i][0]) in wrong):
            continue
        if grain in places:
            findings.problems.add(_twice(sheet, i, grain, *places[grain]))
            continue
        places[grain] = sheet, i
        if by_year and (figure is not None or not sheet.layout.across):
            blocks.add((grain[0], grain[1]))
        if figure is None:
            continue
        old = before.get(grain)
        source = sources.of(text, sheet, i) if text is not None else None
        if old is not None and _unchanged(old, value, figure, (status or options.status, source, day, note)):
            handed[grain] = old
            continue
        if status is None and options.status is None and by_year:
            remedy = "vul de status in, of kies één status voor alle cijfers zonder status."
            findings.problems.add(sheet.problem(i, "de status ontbreekt", "", remedy, "status"))
        source = sources.default(sheet, i, by_year) if source is None else source
        provenance = (status or options.status or WEAKEST, source, day or options.today, note)
        own = (figure, *provenance) if value != "gemeente" else (figure, source)
        handed[grain] = dict(zip(table.names, (*grain, *own), strict=True))


def _twice(sheet: SheetFigures, i: int, grain: Grain, first: SheetFigures, at: int) -> Problem:
    before, figure = first.figures[at], sheet.figures[i]
    place = f"{first.sheet.file}, {first.place(at)}" if first.sheet.file != sheet.sheet.file else first.place(at)
    contradiction = f" met een andere waarde ({_plain(before)})" if before != figure else ""
    read = f"{', '.join(map(str, grain))}: {_plain(figure)}"
    return sheet.problem(i, f"dit cijfer staat ook op {place}{contradiction}", read, "houd één van de twee.")


def _plain(value: Any) -> str:
    return "leeg" if value is None else str(value).replace(".", ",")


def _unchanged(old: Mapping[str, Any], value: str, figure: Any, cells: tuple[Any, ...]) -> bool:
    """Whether a figure is what the release holds already: it then keeps its date and its note. A share through a
    spreadsheet keeps fifteen digits."""
    before = old[value]
    if before != figure and not (isinstance(before, float) and math.isclose(before, figure, rel_tol=1e-14)):
        return False
    pairs = zip(("status", "bron_id", "kennisdatum", "toelichting"), cells, strict=True)
    own = [(old[name], cell) for name, cell in pairs if cell is not None and name in old]
    return all(cell == (before.strip() if isinstance(before, str) else before) for before, cell in own)


def _refuse_namesakes(tables: NextTables, findings: Findings) -> None:
    """A handed-in gemeente has a name of its own."""
    codes = {row["gemeente"].casefold(): grain[0] for grain, row in tables.before["gemeenten"].items()}
    for grain, row in tables.handed["gemeenten"].items():
        other = codes.setdefault(row["gemeente"].casefold(), grain[0])
        if other != grain[0] and tables.handed["gemeenten"].get((other,), row)["gemeente"] == row["gemeente"]:
            sheet, i = tables.places["gemeenten"][grain]
            what, remedy = f"zo heet gemeente {other} al", "geef elke gemeente een eigen naam."
            findings.problems.add(sheet.problem(i, what, row["gemeente"], remedy))


def _add_keys(tables: NextTables) -> None:
    """A key that was not there yet is called by its own name."""
    for name in dict.fromkeys(grain[0] for grain in tables.handed.get("allocation_keys", ())):
        if (name,) not in tables.rows["keys"]:
            label = name.replace("_", " ")
            tables.rows["keys"][(name,)] = {"sleutel": name, "label": label[:1].upper() + label[1:]}
            tables.touched.add("keys")


def _complete(
    table: str, tables: NextTables, content: Content, base_year: int, options: Options, findings: Findings
) -> bool:
    """Fill what the blocks of the base year lack, if they hold anything at all; whether that was anything."""
    files, rows, before = tables.files(table), tables.rows[table], tables.before[table]
    lacking = gaps(table, {block: files[block] for block in tables.blocks[table]}, before, rows, content, findings)
    filling = {(grain[0], grain[1]) for grain in tables.handed[table] if grain[1] == base_year}
    cells = [(*block, *cell) for block in lacking if block in filling for cell in lacking[block]]
    rows |= {grain: stand_in(table, grain, before, options.today) for grain in cells}
    return bool(cells)


def checked_content(
    tables: NextTables, content: Content, sheets: Sequence[SheetFigures], files: Sequence[str]
) -> Content:
    """The content of the next release. Raises Unsound when the tables together, or the scenarios upon them, fail."""
    problems: list[Problem] = []
    contents = {
        name: in_grain_order(BY_NAME[name], list(tables.rows[name].values())) if name in tables.touched else rows
        for name, rows in content.tables.items()
    }
    rows = {name: as_rows(BY_NAME[name], table) for name, table in contents.items()}
    notes = rules.check_tables(rows, problems)
    if notes:
        # What the rules scaled, they scaled in what they were given.
        contents["allocation_keys"] = in_grain_order(BY_NAME["allocation_keys"], list(rows["allocation_keys"]))
    if not problems and not tables.touched <= FIGURES:
        read_model(rows, dict(content.files), problems, stored=True)
    if problems:
        capped = CappedProblems()
        capped.extend(_at_its_place(problem, tables, sheets, files, rows) for problem in problems)
        raise Unsound(capped.grouped())
    said = tuple(_at_its_place(note, tables, sheets, files, rows) for note in notes)
    return Content(contents, content.files, said)


def _at_its_place(
    problem: Problem, tables: NextTables, sheets: Sequence[SheetFigures], files: Sequence[str], rows: Mapping[str, Rows]
) -> Problem:
    """A problem in a table of the release, at the row that was handed in or with the files that touched the table."""
    name = next((name for name, table in rows.items() if table.file == problem.file), None)
    if name is None:
        return problem
    match = _ROW.match(problem.place)
    if match is not None:
        grain = tuple(rows[name].values[key][int(match[1]) - 2] for key in BY_NAME[name].grain)
        if grain in tables.places[name]:
            sheet, i = tables.places[name][grain]
            return replace(problem, file=sheet.sheet.file, place=sheet.place(i, match[2] or ""))
    own = dict.fromkeys(sheet.sheet.file for sheet in sheets if sheet.table == name)
    place = f"{TITLES.get(name, name)}: {problem.place}"
    return replace(problem, file=", ".join(own or files), place=place)
