"""The figures of a release as tables, reports that contradict each other, and the sources."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from lib.analysis.accountability import Conflict, disagree, published_conflicts, reports
from lib.analysis.conflicts import conflict_titles, subject
from lib.analysis.data_tables import EMPTY, TITLES, DataTable, data_table, heading
from lib.analysis.release import Release
from lib.analysis.release import Row as DataRow
from lib.model.figures import ALL
from lib.store.tables import PERCENTILES, PM, Column
from lib.text import UNKNOWN, amount, counted, day_words, decimal, percentage_exact, whole
from lib.ui.accountability_blocks import section
from lib.ui.html import Cell, Html, Row, disclosure, known_since, link, name, source_link, table, tag, text, words

CONTRIBUTIONS = "contributions"
#: Units whose numbers take no thousands separator.
PLAIN_UNITS = ("jaar", "code")
GROUPS = {"wsw": "Wsw", "staf": "staf", "nieuw_beschut": "nieuw beschut werk"}
#: Columns that order or mark rows and are no column of their own.
UNSEEN = ("volgorde", "volgnummer", "conflict")
#: Columns that hold a share of one, and columns that hold a year.
SHARES = ("aandeel", *PERCENTILES)
YEARS = ("jaar", "jaar_vanaf")
SIGNS = {"1": "baten (+)", "-1": "lasten (−)"}


def choices() -> dict[str, str]:
    """Title → name of every table that can be opened."""
    return {title: each for each, title in TITLES.items()}


def figures_heading(release: Release) -> str:
    """The heading above the choice of a table."""
    rows = sum(len(release.tables[each]) for each in TITLES)
    return section("cijfers", f"{whole(rows)} rijen in {len(TITLES)} tabellen, {len(release.sources)} bronnen", "")


def sources_and_conflicts(release: Release) -> str:
    return conflicts(release) + sources(release)


def figures_table(release: Release, table_name: str) -> str:
    """One table of the release, with what it rests on above it."""
    found = data_table(release, table_name)
    body = _reports(release, found) if table_name == CONTRIBUTIONS else _flat(release, found)
    return f'<p class="rw-small">{_basis(found)}</p>{body}'


def _basis(found: DataTable) -> str:
    told = [f"{whole(len(found.rows))} rijen", f"één rij is {text(found.grain)}"]
    told += [f"{whole(count)} × {tag(status)}" for status, count in found.statuses.items()]
    if found.late:
        told.append(f"{whole(found.late)} met kennis achteraf")
    if found.hidden:
        told.append(f"{whole(found.hidden)} samengevoegd omdat kleine aantallen herkenbaar zijn")
    return " · ".join(told)


def _flat(release: Release, found: DataTable) -> str:
    columns = [column for column in found.columns if column.name not in UNSEEN]
    used = [column for column in columns if any(row[column.name] not in (None, "") for row in found.rows)]
    rows = [
        Row(
            [_cell(release, column, row, head=i == 0) for i, column in enumerate(used)],
            style="rw-conflict" if row.get("conflict") else "",
        )
        for row in found.rows
    ]
    return table(found.title, [text(heading(column.name)) for column in used], rows, style="rw-wrap rw-rows rw-tall")


def _cell(release: Release, column: Column, row: DataRow, head: bool = False) -> Cell:
    value = row[column.name]
    if column.name == "status":
        return Cell(tag(value), number=False)
    if column.name == "bron_id":
        return Cell(source_link(release, value, short=True), number=False)
    if column.type == "date":
        return Cell(known_since(release, value), number=False)
    if column.name == "maatstaf" and row.get("conflict"):
        mark = f"tegenspraak: {conflict_titles(release)[row['conflict']]}"
        return Cell(
            Html(f'{text(shown_value(release, column, value))}<br><b class="rw-mark">{text(mark)}</b>'), number=False
        )
    number = (column.type != "text" and column.name not in YEARS) or (column.name == "waarde" and "eenheid" in row)
    shown = str(value) if row.get("eenheid") in PLAIN_UNITS and column.name == "waarde" else None
    return Cell(text(shown or shown_value(release, column, value)), number=number and not head, head=head)


def shown_value(release: Release, column: Column, value: Any) -> str:
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
    return label(release, column.name, str(value))


def number_words(value: object) -> str:
    """A number as it was published, in Dutch; anything else as it is."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    exponent = exact.normalize().as_tuple().exponent
    return decimal(exact, max(0, -exponent)) if isinstance(exponent, int) else str(value)


def label(release: Release, column: str, value: str) -> str:
    """The name of a code, or the words of an identifier."""
    if column == "gemeente_code":
        return release.all_together if value == ALL else release.name(value)
    if column in ("werkvorm", "kostensoort"):
        rows = release.tables["werkvormen" if column == "werkvorm" else "cost_types"]
        return next((str(row["label"]) for row in rows if row[column] == value), value)
    if column == "scenario_id":
        return release.scenarios[value].short_title if value in release.scenarios else value
    if column in ("teken", "groep"):
        return {**SIGNS, **GROUPS}.get(value, value)
    if column == "maatstaf":
        return value.replace("_", " ")
    if column == "wie":
        return subject(release, value)
    return value


def _reports(release: Release, found: DataTable) -> str:
    """Contributions with every report of the same thing beside each other."""
    rows = []
    for (code, year, measure), reported in reports(release):
        mark = ' <b class="rw-mark">tegenspraak</b>' if disagree(reported) else ""
        cells = "".join(_report(release, row) for row in reported)
        rows.append(
            Row(
                (
                    name(label(release, "gemeente_code", code)),
                    words(year),
                    Cell(Html(text(label(release, "maatstaf", measure)) + mark), number=False),
                    Cell(Html(f'<div class="rw-reports">{cells}</div>'), number=False),
                ),
                style="rw-conflict" if disagree(reported) else "",
            )
        )
    return table(found.title, ["Gemeente", "Jaar", "Maatstaf", "Wat is gemeld"], rows, style="rw-wrap rw-rows rw-tall")


def _report(release: Release, row: DataRow) -> str:
    route = f" · {text(label(release, 'scenario_id', row['scenario_id']))}" if row["scenario_id"] else ""
    return (
        f"<div><b>{text(amount(row['bedrag_eur']))}</b> {tag(row['status'])}{route}<br>"
        f"{source_link(release, row['bron_id'], short=True)}, {known_since(release, row['kennisdatum'])}<br>"
        f'<span class="rw-small">afgerond op {text(amount(row["afgerond_op_eur"]))}. '
        f"{text(row['toelichting'] or '')}</span></div>"
    )


def conflicts(release: Release) -> str:
    """Published figures that contradict each other, beside each other and never averaged."""
    groups = published_conflicts(release)
    blocks = "".join(conflict_table(release, group) for group in groups)
    return (
        disclosure(f"Tegenspraak tussen bronnen: {counted(len(groups), 'onderwerp', 'onderwerpen')}", Html(blocks))
        if groups
        else ""
    )


def conflict_table(release: Release, group: Conflict) -> Html:
    rows = [
        Row(
            (
                name(label(release, "wie", row["wie"])),
                words(day_words(row["jaar"])),
                words(label(release, "maatstaf", row["maatstaf"])),
                Cell(text(f"{number_words(row['waarde'])} {row['eenheid']}"), number=False),
                Cell(tag(row["status"]), number=False),
                Cell(source_link(release, row["bron_id"], short=True), number=False),
                Cell(known_since(release, row["kennisdatum"]), number=False),
                words(row["toelichting"] or ""),
            )
        )
        for row in group.rows
    ]
    head = ["Wie", "Jaar", "Maatstaf", "Waarde", "Status", "Bron", "Bekend sinds", "Toelichting"]
    return table(f"Tegenspraak: {group.name}", head, rows, style="rw-wrap rw-rows rw-evidence")


def sources(release: Release) -> str:
    """Every source, with its address and licence."""
    ordered: Sequence[DataRow] = sorted(release.sources.values(), key=lambda row: str(row["titel"]).casefold())
    rows = [
        Row(
            (
                Cell(link(row["adres"], row["titel"], "Opent in een nieuw tabblad"), number=False, head=True),
                words(row["uitgever"]),
                words(day_words(row["gepubliceerd"] or UNKNOWN)),
                words(row["licentie"]),
                words(row["bron_id"]),
            )
        )
        for row in ordered
    ]
    head = ["Bron", "Uitgever", "Gepubliceerd", "Licentie", "Kenmerk"]
    inner = table(f"{len(rows)} bronnen", head, rows, style="rw-wrap rw-rows")
    return disclosure(f"Alle {len(rows)} bronnen, met adres en licentie", inner)
