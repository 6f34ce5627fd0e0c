"""The tables of a release as a reader may see them: title, what one row is, no small number of real people, and each value
in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from lib.comparison import grid
from lib.comparison.certainty import published_conflicts, subject
from lib.comparison.grid import Cell, Grid, Reference, Words
from lib.comparison.release import Release, Row
from lib.model.figures import ALL
from lib.subjects.accountability.accountability import by_status, hindsight, published_in_order
from lib.tables.columns import BY_NAME, PERCENTILES, PM, Column
from lib.text import UNKNOWN, day_words, decimal, percentage_exact, whole

#: The tables in the order in which a reader looks for them, with their Dutch titles.
TITLES: Mapping[str, str] = {
    "headcounts": "Mensen per gemeente en werkvorm",
    "costs": "Kosten en opbrengsten per gemeente en werkvorm",
    "anchors": "Getallen van de afleiding",
    "keys": "Namen van de verdeelsleutels",
    "allocation_keys": "Verdeelsleutels",
    "contributions": "Gepubliceerde bijdragen, berichten naast elkaar",
    "published_figures": "Gepubliceerde cijfers",
    "population": "Inwoners",
    "municipal_accounts": "Begrotingen en jaarrekeningen van de gemeenten",
    "cautions": "Waarschuwingen bij de jaarrekeningen",
    "budget_error": "Afwijking van begrotingen op taakveld 6.4",
    "comparators": "Verloop van de lasten elders",
    "salary_shift": "Verschuiving van salarissen",
    "cost_types": "Kostensoorten",
    "werkvormen": "Werkvormen",
    "gemeenten": "Gemeenten",
    "settings": "Instellingen van de release",
}
#: The same with the tables that the pages show as something else than a table of figures.
ALL_TITLES: Mapping[str, str] = {
    **TITLES,
    "sources": "Bronnen",
    "timeline": "Gebeurtenissen",
    "statements": "Uitspraken",
    "considerations": "Overwegingen",
    "decisions": "Besluiten",
}
HEADINGS: Mapping[str, str] = {
    "gemeente_code": "Gemeente",
    "bron_id": "Bron",
    "kennisdatum": "Bekend sinds",
    "bedrag_eur": "Bedrag (€)",
    "lasten_eur": "Lasten (€)",
    "toename_eur": "Toename (€)",
    "afgerond_op_eur": "Afgerond op (€)",
    "jaar_vanaf": "Geldt vanaf",
    "p5": "5 procent lager dan",
    "p25": "25 procent lager dan",
    "mediaan": "Middelste",
    "p75": "25 procent hoger dan",
    "p95": "5 procent hoger dan",
    "index_lasten": "Index van de lasten",
    "scenario_id": "Scenario",
    "vast_aandeel": "Vast deel",
    "draagt_staf": "Draagt de staf",
    "verslagsoort": "Soort verslag",
    "conflict": "Tegenspraak",
}
#: What an empty cell means in a column; elsewhere an empty number is unknown and an empty text is empty.
EMPTY: Mapping[str, str] = {"lasten_eur": "geen opgave", "index_lasten": "geen opgave"}
#: Units whose numbers take no thousands separator.
PLAIN_UNITS = ("jaar", "code")
#: Columns that order or mark rows and are no column of their own.
UNSEEN = ("volgorde", "volgnummer", "conflict")
#: Columns that hold a share of one, and columns that hold a year.
SHARES = ("aandeel", *PERCENTILES)
YEARS = ("jaar", "jaar_vanaf")
CODES = {
    "teken": {"1": "baten (+)", "-1": "lasten (−)"},
    "groep": {"wsw": "Wsw", "staf": "staf", "nieuw_beschut": "nieuw beschut werk"},
}


@dataclass(frozen=True)
class DataTable:
    """A table ready to show. `hidden` counts rows that small numbers of real people took away."""

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hidden: int
    statuses: dict[str, int] = field(default_factory=dict)
    late: int = 0


def heading(column: str) -> str:
    """A column of a file as a heading: "Bedrag (€)"."""
    return HEADINGS.get(column, column.replace("_", " ").capitalize())


def data_table(release: Release, name: str) -> DataTable:
    """A table of the release by its name in TITLES, with what it rests on."""
    table = BY_NAME[name]
    rows = _rows(release, name)
    return DataTable(
        name,
        TITLES[name],
        " × ".join(_grain(column) for column in table.grain),
        table.columns,
        rows,
        release.merged_away.get(name, 0),
        by_status(row["status"] for row in rows if "status" in row),
        sum(hindsight(release, row["kennisdatum"]) for row in rows if "kennisdatum" in row),
    )


def _grain(column: str) -> str:
    return {"volgnummer": "gepubliceerd cijfer", "volgorde": "waarschuwing"}.get(column, heading(column).lower())


def _rows(release: Release, name: str) -> tuple[Row, ...]:
    rows = release.tables[name]
    if name == "published_figures":
        return tuple(published_in_order(release))
    if rows and "volgorde" in rows[0]:
        return tuple(sorted(rows, key=lambda row: row["volgorde"]))
    rows = (*rows, *release.worded.get(name, ()))
    if rows and "gemeente_code" in rows[0] and name != "contributions":
        return tuple(sorted(rows, key=lambda row: _place(release, row)))
    return rows


def _place(release: Release, row: Row) -> tuple[object, ...]:
    """Where a row stands: key, gemeente, year, kind of report, werkvorm and kostensoort in the order of the pages."""
    order = {
        column: [item[column] for item in sorted(release.tables[table], key=lambda item: item["volgorde"])]
        for table, column in (("werkvormen", "werkvorm"), ("cost_types", "kostensoort"))
    }
    return (
        row.get("sleutel", ""),
        release.name(row["gemeente_code"]),
        row.get("jaar", 0),
        row.get("verslagsoort", ""),
        *(values.index(row[column]) if column in row else -1 for column, values in order.items()),
        row.get("taakveld", ""),
    )


def table_grid(release: Release, table: DataTable) -> Grid:
    """The table with a column for each of its own that holds anything, in words; rows that contradict others are marked."""
    columns = [column for column in table.columns if column.name not in UNSEEN]
    filled = [column for column in columns if any(row[column.name] not in (None, "") for row in table.rows)]
    first, *others = filled or columns
    conflicts = published_conflicts(release) if any(row.get("conflict") for row in table.rows) else {}
    rows = [
        grid.Row(
            str(i),
            _value(release, first, row),
            tuple(
                _cell(release, column, row, conflicts[row["conflict"]].name if row.get("conflict") else "")
                for column in others
            ),
            "conflict" if row.get("conflict") else "",
        )
        for i, row in enumerate(table.rows)
    ]
    measured = any("eenheid" in row for row in table.rows)
    heads = [
        grid.Column(
            column.name,
            heading(column.name),
            numeric=(column.type not in ("text", "date") and column.name not in YEARS)
            or (column.name == "waarde" and measured),
        )
        for column in others
    ]
    return Grid(table.name, table.title, "", Words(heading(first.name)), tuple(heads), tuple(rows), table.title)


def _cell(release: Release, column: Column, row: Row, conflict: str) -> Cell:
    value = row[column.name]
    if column.name == "status":
        return Cell("", tag=value)
    if column.name == "bron_id":
        return Cell("", reference=Reference(value, short=True))
    if column.type == "date":
        return Cell("", reference=Reference("", value))
    marked = column.name == "maatstaf" and conflict
    return Cell(_value(release, column, row), below=(Cell(f"tegenspraak: {conflict}", strong=True),) if marked else ())


def _value(release: Release, column: Column, row: Row) -> str:
    value = row[column.name]
    plain = column.name == "waarde" and row.get("eenheid") in PLAIN_UNITS
    return str(value) if plain else value_words(release, column, value)


def value_words(release: Release, column: Column, value: Any) -> str:
    """A value as a reader reads it: names for codes, Dutch numbers, words for what is missing."""
    if value is None or value == "":
        return EMPTY.get(column.name, "" if column.type == "text" else UNKNOWN)
    if column.name in YEARS:
        return day_words(str(value))
    if value == PM or (isinstance(value, str) and column.type != "text"):
        return str(value)
    if column.name in SHARES:
        return percentage_exact(value)
    if isinstance(value, Decimal):
        return decimal(value, 2)
    if column.type in ("whole", "euros", "amount"):
        return whole(value)
    if column.name == "waarde" or column.type == "decimal":
        return number_words(value)
    return code_words(release, column.name, str(value))


def number_words(value: object) -> str:
    """A number as it was published, in Dutch; anything else as it is."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    exponent = exact.normalize().as_tuple().exponent
    return decimal(exact, max(0, -exponent)) if isinstance(exponent, int) else str(value)


def code_words(release: Release, column: str, value: str) -> str:
    """The name of a code, or the words of an identifier."""
    match column:
        case "gemeente_code":
            return release.all_together if value == ALL else release.name(value)
        case "werkvorm" | "kostensoort":
            rows = release.tables["werkvormen" if column == "werkvorm" else "cost_types"]
            return next((str(row["label"]) for row in rows if row[column] == value), value)
        case "scenario_id":
            return release.scenarios[value].short_title if value in release.scenarios else value
        case "maatstaf":
            return value.replace("_", " ")
        case "wie":
            return subject(release, value)
    return CODES.get(column, {}).get(value, value)
