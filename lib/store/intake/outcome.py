"""The tables of the next release, checked together; a problem among them is told at the place where it was handed in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.store import rules
from lib.store.check import read_model
from lib.store.content import Content, in_grain_order
from lib.store.intake.blocks import Merged
from lib.store.intake.findings import Told
from lib.store.intake.parts import Part
from lib.store.problems import Problem, Unsound
from lib.store.rows import Rows, as_rows
from lib.store.tables import BY_NAME

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


def checked(merged: Merged, content: Content, parts: Sequence[Part], files: Sequence[str]) -> Content:
    """The content of the next release. Raises Unsound when the tables together, or the scenarios upon them, fail."""
    problems: list[Problem] = []
    tables = {
        name: in_grain_order(BY_NAME[name], list(merged.rows[name].values())) if name in merged.touched else rows
        for name, rows in content.tables.items()
    }
    rows = {name: as_rows(BY_NAME[name], found) for name, found in tables.items()}
    rules.check_tables(rows, problems)
    if not problems and not merged.touched <= FIGURES:
        read_model(rows, dict(content.files), problems)
    if problems:
        told = Told()
        told.extend(_placed(problem, merged, parts, files, rows) for problem in problems)
        raise Unsound(told())
    return Content(tables, content.files)


def _placed(
    problem: Problem, merged: Merged, parts: Sequence[Part], files: Sequence[str], rows: Mapping[str, Rows]
) -> Problem:
    """A problem in a table of the release, at the row that was handed in or with the files that touched the table."""
    name = next((name for name, table in rows.items() if table.file == problem.file), None)
    if name is None:
        return problem
    found = _ROW.match(problem.place)
    if found is not None:
        row = {column: values[int(found[1]) - 2] for column, values in rows[name].values.items()}
        part, i = merged.places[name].get(tuple(row[key] for key in BY_NAME[name].grain), (None, 0))
        if part is not None:
            return replace(problem, file=part.sheet.file, place=part.place(i, found[2] or ""))
    own = dict.fromkeys(part.sheet.file for part in parts if part.table == name)
    place = f"{TITLES.get(name, name)}: {problem.place}"
    return replace(problem, file=", ".join(own or files), place=place)
