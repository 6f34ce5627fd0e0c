"""What the agreement says and who carries it, what is not in euros, and who decides what and when."""

from collections.abc import Callable, Sequence

from lib.analysis.accountability import NO_CONSIDERATION, Carrier, carriers, considerations_of
from lib.analysis.answers import Answers
from lib.analysis.gemeente import natural_order
from lib.analysis.message import SAME
from lib.analysis.release import Release
from lib.analysis.release import Row as DataRow
from lib.model.scenario import Scenario
from lib.text import counted, date_words
from lib.ui.accountability_blocks import section
from lib.ui.html import Cell, Html, Row, disclosure, known_since, name, source_link, table, text, words


def statements(release: Release) -> str:
    """Every statement, where it lives, and what of the scenario files carries it."""
    ordered = sorted(release.tables["statements"], key=lambda row: natural_order(row["uitspraak_id"]))
    bare = [row["uitspraak_id"] for row in ordered if not carriers(release, row["uitspraak_id"])]
    rows = [
        Row(
            (
                Cell(text(row["uitspraak_id"]), number=False, head=True),
                words(row["uitspraak"]),
                words(row["waar"]),
                Cell(Html(_carried(carriers(release, row["uitspraak_id"]))), number=False),
                Cell(source_link(release, row["bron_id"], short=True), number=False),
            )
        )
        for row in ordered
    ]
    head = ["Nr.", "Uitspraak", "Waar in de Routewijzer", "Gedragen door", "Bron"]
    verdict = (
        "elke uitspraak wordt door een scenario gedragen"
        if not bare
        else f"door geen scenario gedragen: {', '.join(bare)}"
    )
    inner = table(f"{len(rows)} uitspraken en waar ze zijn verwerkt", head, rows, style="rw-wrap rw-rows")
    return section("uitspraken", verdict, disclosure(f"Alle {len(rows)} uitspraken", inner))


def _carried(found: tuple[Carrier, ...]) -> str:
    if not found:
        return '<b class="rw-mark">niets in de scenario’s draagt deze uitspraak</b>'
    by_scenarios: dict[tuple[str, ...], list[str]] = {}
    for carrier in found:
        by_scenarios.setdefault(carrier.scenarios, []).append(f"{carrier.kind} {carrier.name}")
    return "<br>".join(
        f"<b>{text(', '.join(scenarios))}</b>: {text('; '.join(held))}" for scenarios, held in by_scenarios.items()
    )


def considerations(answers: Answers) -> str:
    """Both routes with equal room, in the order of the choice above the page."""
    release, comparison = answers.release, answers.comparison
    routes = [(letter, run.scenario) for letter, run in (("a", comparison.a), ("b", comparison.b))]
    held = [(letter, scenario, *considerations_of(release, scenario)) for letter, scenario in routes]
    ordered = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    topics = dict.fromkeys(row["onderwerp"] for row in ordered)
    rows = [Row((name(topic), *(_consideration(release, rows.get(topic)) for *_, rows in held))) for topic in topics]
    head = ["Onderwerp", *(Html(_route_head(letter, scenario, owner)) for letter, scenario, owner, _ in held)]
    same = f"<p>{SAME}</p>" if comparison.same else ""
    caption = "Wat voor de keuze telt en niet in een bedrag te vatten is; gelijke ruimte voor beide routes"
    return section(
        "overwegingen",
        counted(len(topics), "onderwerp", "onderwerpen"),
        same + table(caption, head, rows, style="rw-wrap rw-rows rw-even"),
    )


def _route_head(letter: str, scenario: Scenario, owner: Scenario) -> str:
    borrowed = "" if owner is scenario else f" (zoals bij {text(owner.short_title)})"
    return f'<span class="rw-{letter}">{text(scenario.short_title)}</span>{borrowed}'


def _consideration(release: Release, row: DataRow | None) -> Cell:
    if row is None:
        return words(NO_CONSIDERATION)
    carried = f" · {text(row['uitspraken'])}" if row["uitspraken"] else ""
    source = source_link(release, row["bron_id"], short=True)
    return Cell(
        Html(f'{text(row["overweging"])}<br><span class="rw-small">Bron: {source}{carried}</span>'), number=False
    )


def decisions(release: Release) -> str:
    """Who decides what and when, and the timeline."""
    ordered = sorted(release.tables["decisions"], key=lambda row: row["volgorde"])
    inner = decisions_table(release, "Wie beslist wat en wanneer, zoals het is gelopen", ordered)
    return section(
        "besluiten",
        counted(len(ordered), "beslissing", "beslissingen"),
        disclosure(f"Alle {counted(len(ordered), 'beslissing', 'beslissingen')}", inner) + _timeline(release),
    )


def decisions_table(
    release: Release, caption: str, ordered: Sequence[DataRow], own: Callable[[DataRow], bool] = lambda row: False
) -> Html:
    """Decisions with who takes them and in which role; those that are `own` stand out."""
    rows = [
        Row(
            (
                name(row["wanneer"]),
                words(row["wie"]),
                words(row["besluit"]),
                words(row["rol"]),
                Cell(source_link(release, row["bron_id"], short=True), number=False),
            ),
            style="rw-chosen" if own(row) else "",
        )
        for row in ordered
    ]
    return table(caption, ["Wanneer", "Wie", "Wat", "Rol", "Bron"], rows, style="rw-wrap rw-rows")


def _timeline(release: Release) -> str:
    ordered = sorted(release.tables["timeline"], key=lambda row: row["volgorde"])
    rows = [
        Row(
            (
                name(row["datum_tekst"]),
                words(row["gebeurtenis"]),
                Cell(
                    Html("; ".join(source_link(release, source, short=True) for source in row["bron_ids"].split())),
                    number=False,
                ),
                Cell(known_since(release, row["kennisdatum"]), number=False),
            )
        )
        for row in ordered
    ]
    caption = f"Wat na {date_words(release.reference_day)} bekend werd, is met kennis achteraf"
    inner = table(caption, ["Datum", "Gebeurtenis", "Bronnen", "Bekend sinds"], rows, style="rw-wrap rw-rows")
    return disclosure(f"Tijdlijn: {len(rows)} gebeurtenissen", inner)
