"""Sheet Bronnen: every source that the workbook rests on, and with which status."""

from collections import Counter
from collections.abc import Iterator

from lib.analysis.accountability import considerations_of
from lib.report.workbook.context import WorkbookContext
from lib.report.workbook.page import Column
from lib.store.tables import STATUSES

NAME = "Bronnen"
TITLE = "Bronnen"
TOLD = (
    "Status, sterkste eerst: realisatie (geboekt of geteld), begroting, bericht (uit de pers), raming (hier afgeleid), "
    "aanname. Een berekend getal heeft de zwakste status van wat erin gaat."
)
COLUMNS = (
    Column("Bron", 30),
    Column("Titel", 70),
    Column("Uitgever", 34),
    Column("Adres", 60),
    Column("Gepubliceerd", 26),
    Column("Licentie", 26),
    Column("Gebruikt in deze werkmap voor", 60),
)


def write(context: WorkbookContext) -> None:
    page, release = context.page(NAME), context.subject.release
    page.begin(TITLE, TOLD, context.subject.source_line, COLUMNS, 1)
    used = Counter(_uses(context))
    wrapped = context.styles.of("wrapped")
    for bron_id, row in release.sources.items():
        here = {(what, status): count for (source, what, status), count in used.items() if source == bron_id}
        if not here:
            continue
        cells = [row[name] or "" for name in ("titel", "uitgever", "adres", "gepubliceerd", "licentie")]
        for column, text in enumerate((bron_id, *cells, _words(here))):
            page.text(page.row, column, text, wrapped)
        page.next()
    page.filter()


def _words(used: dict[tuple[str, str], int]) -> str:
    """ "12 × cijfer (raming); 3 × aanname (aanname)", the strongest status first."""
    order = sorted(used.items(), key=lambda item: (item[0][0], (*STATUSES, "").index(item[0][1])))
    return "; ".join(f"{count} × {what}{f' ({status})' if status else ''}" for (what, status), count in order)


def _uses(context: WorkbookContext) -> Iterator[tuple[str, str, str]]:
    """(source, what rests on it, status), once per use."""
    subject, release = context.subject, context.subject.release
    year = subject.figures.base_year
    for table in ("headcounts", "costs", "population"):
        for row in release.tables[table]:
            if row["jaar"] == year:
                yield row["bron_id"], "cijfer", row["status"]
    for row in release.tables["allocation_keys"]:
        yield row["bron_id"], "aandeel van een sleutel", row["status"]
    for parameter in release.parameters.values():
        yield parameter.source, "parameter", parameter.status
    for route in subject.routes:
        scenario = route.run.scenario
        yield scenario.source, "route", ""
        for measure in scenario.measures:
            yield measure.source, "maatregel", measure.status
        for item in scenario.pm:
            yield release.pm[item].source, "PM-post", ""
        for row in considerations_of(release, scenario)[1].values():
            yield row["bron_id"], "overweging", ""
