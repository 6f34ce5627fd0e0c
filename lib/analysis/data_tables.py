"""The tables of a release as a reader may see them: title, what one row is, and no small number of real people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.analysis.accountability import by_status, hindsight, published_in_order
from lib.analysis.release import Release, Row
from lib.store.tables import BY_NAME, Column

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
