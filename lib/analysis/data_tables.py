"""The tables of a release as a reader may see them: title, what one row is, and no small number of real people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lib.analysis.accountability import by_status, hindsight, published_in_order
from lib.analysis.release import Release, Row
from lib.store.amounts import euros
from lib.store.content import Content
from lib.store.figures import COMPUTED
from lib.store.tables import BY_NAME, PM, Column

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
MERGED = "samengevoegd met een kleine werkvorm, omdat kleine aantallen herkenbaar zijn"


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
        len(release.tables[name]) - len(rows),
        by_status(row["status"] for row in rows if "status" in row),
        sum(hindsight(release, row["kennisdatum"]) for row in rows if "kennisdatum" in row),
    )


def protected_content(release: Release, content: Content) -> Content:
    """The content of that release as everybody may see it: small numbers of real people merged or in words."""
    shown = {name: _rows(release, name) for name in ("headcounts", "costs")}
    return Content({**content.tables, **shown}, content.files)


def _grain(column: str) -> str:
    return {"volgnummer": "gepubliceerd cijfer", "volgorde": "waarschuwing"}.get(column, heading(column).lower())


def _rows(release: Release, name: str) -> tuple[Row, ...]:
    rows = release.tables[name]
    if name == "published_figures":
        return tuple(published_in_order(release))
    if rows and "volgorde" in rows[0]:
        return tuple(sorted(rows, key=lambda row: row["volgorde"]))
    if name in ("headcounts", "costs"):
        shown = (_protected(release, name, row) for row in rows)
        rows = tuple(row for row in shown if row is not None)
    if rows and "gemeente_code" in rows[0] and name != "contributions":
        return tuple(sorted(rows, key=lambda row: _place(release, row)))
    return rows


def _place(release: Release, row: Row) -> tuple[object, ...]:
    """Where a row stands: key, gemeente, year, kind of report, werkvorm and kostensoort in the order of the pages."""
    order = {
        column: [each[column] for each in sorted(release.tables[table], key=lambda each: each["volgorde"])]
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


def _protected(release: Release, name: str, row: Row) -> Row | None:
    """The row as the model counts it; None when it was merged away; with words for a small number elsewhere."""
    persons = _persons_of(release, row)
    if row["jaar"] == release.figures.base_year and _in_model(release, name, row):
        return _merged(release, name, row, persons)
    threshold = int(release.settings["privacy_drempel"])
    if not _small(persons, threshold):
        return row
    column = "personen" if name == "headcounts" else "bedrag_eur"
    return {**row, column: f"minder dan {threshold}" if name == "headcounts" else "afgeschermd"}


def _in_model(release: Release, name: str, row: Row) -> bool:
    werkvormen = [werkvorm.id for werkvorm in release.figures.werkvormen]
    return row["werkvorm"] in werkvormen and (name == "costs" or row["groep"] == "wsw")


def _merged(release: Release, name: str, row: Row, persons: Row | None) -> Row | None:
    figures = release.figures
    g = [gemeente.code for gemeente in figures.gemeenten].index(row["gemeente_code"])
    w = [werkvorm.id for werkvorm in figures.werkvormen].index(row["werkvorm"])
    if persons is None or persons["personen"] == figures.persons[g, w]:
        return row
    if not figures.persons[g, w]:
        return None
    note = f"{row['toelichting'] or ''} {MERGED}".strip()
    if name == "headcounts":
        return {**row, "personen": int(figures.persons[g, w]), "toelichting": note}
    k = [cost_type.id for cost_type in figures.cost_types].index(row["kostensoort"])
    amount = PM if figures.pm[g, w, k] else euros(Decimal(float(figures.costs[g, w, k])))
    return {**row, "bedrag_eur": amount, "toelichting": note}


def _persons_of(release: Release, row: Row) -> Row | None:
    """The headcount that a row of headcounts or costs belongs to."""
    if "personen" in row:
        return row if row["groep"] != "staf" else None
    return release.headcount_of.get((row["gemeente_code"], row["jaar"], row["werkvorm"]))


def _small(persons: Row | None, threshold: int) -> bool:
    return persons is not None and persons["status"] not in COMPUTED and 0 < persons["personen"] < threshold
