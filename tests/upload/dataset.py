"""One generated dataset of everything that can be handed in, as facts: (members, figure); and how it is laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from lib.tables.content import Content

YEARS = (2020, 2021)
PM = "PM"
SOURCES = ("Begroting 2020 – Café Hölle, één opgave", "Zürich; “nieuw” überzicht")
VALUES = {"headcounts": "personen", "costs": "bedrag_eur", "population": "inwoners", "allocation_keys": "aandeel"}
FILE_NAMES = {"headcounts": "Aantallen", "costs": "Kosten", "population": "Inwoners", "allocation_keys": "Sleutels"}
GRAINS = {
    "headcounts": ("gemeente_code", "jaar", "groep", "werkvorm"),
    "costs": ("gemeente_code", "jaar", "werkvorm", "kostensoort"),
    "population": ("gemeente_code", "jaar"),
    "allocation_keys": ("sleutel", "gemeente_code"),
}
HEADINGS = {
    "gemeente_code": "Gemeentecode",
    "gemeente": "Gemeente",
    "jaar": "Begrotingsjaar",
    "groep": "Doelgroep",
    "werkvorm": "Vorm van werk",
    "kostensoort": "Soort kosten",
    "personen": "Aantal personen",
    "bedrag_eur": "Bedrag (in euro’s)",
    "inwoners": "Aantal inwoners",
    "sleutel": "Verdeelsleutel",
    "aandeel": "Aandeel",
    "status": "STATUS",
    "bron": "Bron",
}
Cell = str | int | Decimal | None
Facts = Mapping[tuple[Any, ...], Any]
Grid = list[list[Cell]]


@dataclass(frozen=True)
class Dataset:
    """`facts`: table → grain → figure; the words of the release that a file may use instead of its ids."""

    facts: Mapping[str, Facts]
    names: Mapping[str, str]
    labels: Mapping[str, str]

    def status(self, code: str) -> str:
        return ("realisatie", "begroting")[sorted(self.names).index(code) % 2]

    def source(self, code: str) -> str:
        return SOURCES[sorted(self.names).index(code) % 2]


def make(content: Content, seed: int = 20200326) -> Dataset:
    """Figures for every cell of two years: cents, whole amounts, noughts, thousands, PM."""
    random = np.random.default_rng(seed)
    codes = [row["gemeente_code"] for row in content.tables["gemeenten"]]
    groups = {row["werkvorm"]: row["groep"] for row in content.tables["werkvormen"]}
    kinds = [row["kostensoort"] for row in content.tables["cost_types"]]
    persons = {
        (code, year, groups[werkvorm], werkvorm): int(random.integers(0, 2000))
        for code in codes
        for year in YEARS
        for werkvorm in groups
    }
    costs = {
        (code, year, werkvorm, kind): _amount(random)
        for code in codes
        for year in YEARS
        for werkvorm in groups
        if groups[werkvorm] == "wsw"
        for kind in kinds
    }
    inhabitants = {(code, year): int(random.integers(1, 2_000_000)) for code in codes for year in YEARS}
    parts = random.multinomial(10_000, np.full(len(codes), 1 / len(codes)))
    shares = {("gr_2019", code): Decimal(int(part)) / 10_000 for code, part in zip(codes, parts, strict=True)}
    labels = {row["werkvorm"]: row["label"] for row in content.tables["werkvormen"]}
    labels |= {row["kostensoort"]: row["label"] for row in content.tables["cost_types"]}
    names = {row["gemeente_code"]: row["gemeente"] for row in content.tables["gemeenten"]}
    tables = {"headcounts": persons, "costs": costs, "population": inhabitants, "allocation_keys": shares}
    return Dataset(tables, names, labels)


def _amount(random: np.random.Generator) -> int | Decimal | str:
    kind = random.integers(0, 12)
    if kind < 3:
        return (PM, 0, int(random.integers(1, 10_000)) * 1000)[kind]
    cents = Decimal(int(random.integers(1, 10 ** int(random.integers(2, 11))))) / 100
    return int(cents) if cents == int(cents) else cents


def expected(data: Dataset, content: Content) -> dict[str, dict[tuple[Any, ...], tuple[Any, str, str]]]:
    """Per table, by grain, the figure with its status and the title of its source, upon the release in use."""
    titles = {row["bron_id"]: row["titel"] for row in content.tables["sources"]}
    result = {}
    for table, facts in data.facts.items():
        blocks = {grain[:2] for grain in facts}
        found = {}
        for row in content.tables[table]:
            grain = tuple(row[name] for name in GRAINS[table])
            if grain[:2] not in blocks:
                found[grain] = row[VALUES[table]], row["status"], titles[row["bron_id"]]
        for grain, figure in facts.items():
            code = grain[1] if table == "allocation_keys" else grain[0]
            found[grain] = (
                (float(figure) if table == "allocation_keys" else figure),
                data.status(code),
                data.source(code),
            )
        result[table] = found
    return result


def held(content: Content) -> dict[str, dict[tuple[Any, ...], tuple[Any, str, str]]]:
    """The same of a content."""
    titles = {row["bron_id"]: row["titel"] for row in content.tables["sources"]}
    return {
        table: {
            tuple(row[name] for name in grain): (row[VALUES[table]], row["status"], titles[row["bron_id"]])
            for row in content.tables[table]
        }
        for table, grain in GRAINS.items()
    }


@dataclass(frozen=True)
class Written:
    """How a table is laid out: which dimensions stand across, and which words are used."""

    across: tuple[str, ...] = ()
    technical: bool = True
    names: bool = False
    turned: bool = False
    per_sheet: bool = False


def grids(data: Dataset, table: str, way: Written) -> dict[str | None, Grid]:
    """Sheet name → rows with their heading; one sheet without a name unless there is one per year."""
    facts = data.facts[table]
    across = tuple(name for name in way.across if name in GRAINS[table])
    if not (way.per_sheet and "jaar" in GRAINS[table]):
        return {None: _grid(data, table, facts, across, way, GRAINS[table])}
    at = GRAINS[table].index("jaar")
    names = tuple(name for name in GRAINS[table] if name != "jaar")
    return {
        f"{'Kosten' if table == 'costs' else 'Aantallen' if table == 'headcounts' else 'Inwoners'} {year}": _grid(
            data,
            table,
            {grain[:at] + grain[at + 1 :]: figure for grain, figure in facts.items() if grain[at] == year},
            across,
            way,
            names,
        )
        for year in YEARS
    }


def _grid(data: Dataset, table: str, facts: Facts, across: Sequence[str], way: Written, grain: tuple[str, ...]) -> Grid:
    down = [name for name in grain if name not in across and not (name == "groep" and across)]
    value = VALUES[table]
    columns = [*("gemeente" if name == "gemeente_code" and way.names else name for name in down)]
    members = sorted({tuple(key[grain.index(name)] for name in across) for key in facts}, key=str)
    headings: list[Cell] = [name if way.technical else HEADINGS[name] for name in columns]
    told: list[Cell] = ["status", "bron"] if way.technical else [HEADINGS["status"], HEADINGS["bron"]]
    top: Grid = []
    if len(across) == 2:
        top = [[None] * len(headings) + [_word(data, member[0], way) for member in members] + [None, None]]
    shown = [_word(data, member[-1], way) for member in members] if across else [_value_heading(value, way)]
    rows: dict[tuple[Any, ...], list[Cell]] = {}
    for key, figure in facts.items():
        own = tuple(key[grain.index(name)] for name in down)
        row = rows.setdefault(own, [None] * len(shown))
        row[members.index(tuple(key[grain.index(name)] for name in across)) if across else 0] = figure
    body: Grid = []
    for own, figures in rows.items():
        code = own[down.index("gemeente_code")]
        cells = [_word(data, member, way) for member in own]
        body.append([*cells, *figures, data.status(code), data.source(code)])
    grid = [*top, [*headings, *shown, *told], *body]
    return [row[::-1] for row in grid] if way.turned else grid


def _value_heading(value: str, way: Written) -> Cell:
    return value if way.technical else HEADINGS[value]


def _word(data: Dataset, member: Any, way: Written) -> Cell:
    if isinstance(member, int):
        return member
    if way.names and member in data.names:
        return data.names[member]
    return member if way.technical else data.labels.get(member, member)
