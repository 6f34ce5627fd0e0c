"""A region from nothing: every file of a folder that passes check, with nothing in it that nobody said.

Heads and example rows follow from the declarations of the tables; what every region shares (werkvormen, kostensoorten, limits,
the bands of its assumptions) comes from the shipped folder, as a beginning that is still to be chosen; the rest stands in
lib/tables/region.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from lib.model.parameters import ROLES
from lib.tables.check import check_files, checklist_of, model_of
from lib.tables.columns import BY_NAME, EXAMPLE, GROEPEN, SOORTEN, TABLES, Column, Table
from lib.tables.content import SHIPPED
from lib.tables.filling import FIGURES, PLACEHOLDER, Checklist
from lib.tables.rules import index_terms
from lib.tables.toml_files import FILE as REGISTRY
from lib.tables.toml_files import parse

_HERE = Path(__file__).with_name("region")
#: The tables that a region begins with as they are shipped.
SHARED = ("werkvormen", "cost_types")
#: The tables besides those with figures without which no route can be reckoned.
NEEDED = ("settings", "sources", "gemeenten", "keys", *SHARED)
#: What a gemeente whose code was given rests on.
OWN_SOURCE = "opgave_regio"
#: What the bands rest on that are as they are shipped.
SHIPPED_BANDS = "beginwaarden"
SCENARIOS = ("ongewijzigd.toml", "samen.toml", "zelf.toml")
README = "README.md"
_PLACEMENT = re.compile(r"\[\[plaatsing\]\]\n(?:.+\n)+")
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Gemeente:
    """A gemeente of a new region; `provisional`: its code is still to be looked up."""

    code: str
    name: str
    provisional: bool


@dataclass(frozen=True)
class NewRegion:
    """What somebody says of a region: what it is called, its gemeenten, the last year of now, the first in which its routes
    differ, and on which day."""

    name: str
    gemeenten: tuple[Gemeente, ...]
    base_year: int
    start: int
    today: date


def region_files(region: NewRegion, home: str) -> tuple[dict[str, bytes], Checklist]:
    """Every file by its path inside the folder, and what is to be filled in; `home` is how its own explanation calls the
    folder. Raises Unsound when what was said makes no sound folder."""
    tables, words = _tables(region), _words(region)
    texts = {table.file: _csv(table, [*tables[table.name], _example(table, tables, words)]) for table in TABLES}
    texts |= {f"scenarios/{name}": text for name, text in _scenarios(region, tables).items()}
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    content = check_files(files)
    checklist = checklist_of(content, *model_of(content))
    return files | {README: _readme(region, checklist, home).encode("utf-8")}, checklist


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((_HERE / "region.toml").read_text("utf-8"))


def years_ahead() -> int:
    """How many years after its base year a region looks."""
    return int(_texts()["jaren"]["laatste_jaar"])


def _shipped(table: str) -> list[dict[str, str]]:
    with (SHIPPED / BY_NAME[table].file).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _words(region: NewRegion) -> dict[str, str]:
    """What is filled in where a text has $…."""
    last = region.base_year + years_ahead()
    until = min(region.start + _texts()["jaren"]["meerjarenraming_jaren"] - 1, last)
    return {
        "regio": region.name,
        "basisjaar": str(region.base_year),
        "eerste_jaar": str(region.start),
        "vandaag": region.today.isoformat(),
        # Of this year every figure that comes in now is known in time, until somebody chooses the day.
        "peildatum": date(region.today.year, 12, 31).isoformat(),
        # The budget year and the three after it.
        "meerjarenraming_tot": str(until),
        "laatste_jaar": str(last),
    }


def _tables(region: NewRegion) -> dict[str, list[Cells]]:
    """The rows of every table as texts."""
    words = _words(region)
    rows: dict[str, list[Cells]] = {table.name: [] for table in TABLES}
    rows |= {name: list(_shipped(name)) for name in SHARED}
    for name in ("settings", "sources", "keys"):
        rows[name] += [_row(name, (key, *cells), words) for key, cells in _texts()[name].items()]
    rows["settings"] += [row for row in _shipped("settings") if _is_limit(row["naam"])]
    rows["gemeenten"] += [_gemeente(gemeente) for gemeente in region.gemeenten]
    return rows


def _is_limit(name: str) -> bool:
    """Whether a setting of the shipped folder says something of the program, and nothing of its region."""
    return name not in _texts()["settings"] and not name.startswith("sleutels_")


def _row(table: str, cells: Iterable[str], words: Mapping[str, str]) -> Cells:
    filled = (Template(cell).substitute(words) for cell in cells)
    return dict(zip(BY_NAME[table].names, filled, strict=True))


def _gemeente(gemeente: Gemeente) -> Cells:
    source = PLACEHOLDER if gemeente.provisional else OWN_SOURCE
    return {"gemeente_code": gemeente.code, "gemeente": gemeente.name, "bron_id": source}


def _example(table: Table, rows: Mapping[str, list[Cells]], words: Mapping[str, str]) -> Cells:
    """A row that shows how it is done, and says of itself that it does not count."""
    cells = {column.name: _example_cell(column, rows, words) for column in table.columns}
    return cells | {table.example_column: EXAMPLE}


def _example_cell(column: Column, rows: Mapping[str, list[Cells]], words: Mapping[str, str]) -> str:
    if column.refers is not None:
        table, other = column.refers
        return rows[table][0][other] if rows[table] else ""
    if column.choices:
        return column.choices[0]
    if column.type == "date":
        return words["vandaag"]
    if column.ordinal:
        return words["basisjaar"] if column.maximum is not None else "1"
    return Template(_texts()["voorbeeld"][column.type]).substitute(kolom=column.name)


def _csv(table: Table, rows: Iterable[Cells]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, table.names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _scenarios(region: NewRegion, tables: Mapping[str, list[Cells]]) -> dict[str, str]:
    """The TOML files by name."""
    execution = [row["kostensoort"] for row in tables["cost_types"] if row["soort"] == SOORTEN[0]]
    words = _words(region) | {"uitvoeringskosten": ", ".join(map(_toml, execution))}
    werkvormen = [row["werkvorm"] for row in tables["werkvormen"] if row["groep"] == GROEPEN[0]]
    files = {name: _scenario((_HERE / name).read_text("utf-8"), werkvormen, words) for name in SCENARIOS}
    registry, shared = Template((_HERE / REGISTRY).read_text("utf-8")), _shared_parameters(tables, region.today)
    return files | {REGISTRY: registry.substitute(words, gedeeld=shared)}


def _scenario(text: str, werkvormen: Iterable[str], words: Mapping[str, str]) -> str:
    """The text with its placement once for every werkvorm."""

    def repeated(placement: re.Match[str]) -> str:
        block = Template(placement[0])
        return "\n".join(block.safe_substitute(werkvorm=werkvorm) for werkvorm in werkvormen)

    return Template(_PLACEMENT.sub(repeated, text)).substitute(words)


def _shared_parameters(tables: Mapping[str, list[Cells]], today: date) -> str:
    """The assumptions that the formulas and the kostensoorten ask for, with the shipped bands as a beginning."""
    kinds = tables["cost_types"]
    named = {name for row in kinds for _, name in index_terms(row["index"])} | {row["vast_aandeel"] for row in kinds}
    provenance = {"status": "aanname", "bron_id": SHIPPED_BANDS, "kennisdatum": today, **_texts()["parameters"]}
    shipped = parse((SHIPPED / "scenarios" / REGISTRY).read_text("utf-8"))["parameter"]
    return "".join(_block(row | provenance) for row in shipped if row["id"] in named | set(ROLES))


def _block(row: Mapping[str, Any]) -> str:
    return "\n[[parameter]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in row.items())


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _readme(region: NewRegion, checklist: Checklist, home: str) -> str:
    tasks = "\n".join(f"- [ ] **{task.title}** (`{task.file}`): {task.remedy}" for task in checklist.tasks)
    tables = "\n".join(_table_words(table) for table in TABLES)
    text = Template((_HERE / README).read_text("utf-8"))
    return text.substitute(_words(region), checklist=tasks, tabellen=tables, map=home)


def _table_words(table: Table) -> str:
    """A table with its columns; those that may be empty in brackets."""
    columns = ", ".join(column.name if column.required else f"({column.name})" for column in table.columns)
    use = "nodig om te rekenen" if table.name in (*FIGURES, *NEEDED) else "mag leeg blijven"
    return f"- `{table.file}`, {use}: {columns}."
