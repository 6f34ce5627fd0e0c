"""The figures of a release as tables, what contradicts them, their sources, the model beside the books, and one amount of
the view worked out step by step."""

from lib.comparison.answers import Answers
from lib.comparison.certainty import published_conflicts
from lib.comparison.release import NUMBERS, Release
from lib.comparison.release import Row as Record
from lib.comparison.view import Scale
from lib.render.grids import draw
from lib.render.html import (
    Cell,
    Html,
    Row,
    disclosure,
    known_since,
    link,
    name,
    paragraph,
    source_link,
    table,
    tag,
    why,
    words,
)
from lib.subjects.accountability.accountability import disagree, reports
from lib.subjects.accountability.data_tables import TITLES, DataTable, code_words, data_table, table_grid
from lib.subjects.accountability.tables import conflict
from lib.subjects.accountability.worked_example import outcomes_table, steps_table
from lib.subjects.hindsight import books, state_contribution
from lib.subjects.hindsight.books import COMPARED, BooksComparison, Together
from lib.text import UNKNOWN, amount, counted, day_words, lower_first, million_words, whole
from lib.web.blocks.accountability import NOTHING, WIDE, same_route, section

CONTRIBUTIONS = "contributions"


def choices() -> dict[str, str]:
    """Title → name of every table that can be opened."""
    return {title: key for key, title in TITLES.items()}


def figures_heading(release: Release) -> Html:
    """The heading above the choice of a table."""
    rows = sum(len(release.tables[key]) for key in TITLES)
    return section("cijfers", f"{whole(rows)} rijen in {len(TITLES)} tabellen, {len(release.sources)} bronnen")


def figures_table(release: Release, table_name: str) -> Html:
    """One table of the release, with what it rests on above it."""
    data = data_table(release, table_name)
    body = (
        _reports(release, data)
        if table_name == CONTRIBUTIONS
        else draw(table_grid(release, data), release, style=f"{WIDE} rw-tall")
    )
    return paragraph(_basis(data), "rw-small") + body


def _basis(data: DataTable) -> Html:
    facts: list[str] = [f"{whole(len(data.rows))} rijen", f"één rij is {data.grain}"]
    facts += [Html("{} × {}").format(whole(count), tag(status)) for status, count in data.statuses.items()]
    facts += [f"{whole(data.late)} met kennis achteraf"] if data.late else []
    if data.hidden:
        facts.append(f"{whole(data.hidden)} samengevoegd omdat kleine aantallen herkenbaar zijn")
    return Html(" · ").join(facts)


def _reports(release: Release, data: DataTable) -> Html:
    """Contributions with every report of the same thing beside each other. A table of its own: one cell holds them all, as
    many as fit next to each other."""
    rows = []
    for (code, year, measure), records in reports(release):
        against = disagree(records)
        mark = Html(' <b class="rw-mark">tegenspraak</b>') if against else NOTHING
        cells = (
            name(code_words(release, "gemeente_code", code)),
            words(year),
            Cell(Html("{}{}").format(code_words(release, "maatstaf", measure), mark), number=False),
            Cell(
                Html('<div class="rw-reports">{}</div>').format(NOTHING.join(_report(release, row) for row in records)),
                number=False,
            ),
        )
        rows.append(Row(cells, style="rw-conflict" if against else ""))
    return table(data.title, ["Gemeente", "Jaar", "Maatstaf", "Wat is gemeld"], rows, style=f"{WIDE} rw-tall")


def _report(release: Release, row: Record) -> Html:
    route = f" · {code_words(release, 'scenario_id', row['scenario_id'])}" if row["scenario_id"] else ""
    return Html('<div><b>{}</b> {}{}<br>{}, {}<br><span class="rw-small">afgerond op {}. {}</span></div>').format(
        amount(row["bedrag_eur"]),
        tag(row["status"]),
        route,
        source_link(release, row["bron_id"], short=True),
        known_since(release, row["kennisdatum"]),
        amount(row["afgerond_op_eur"]),
        row["toelichting"] or "",
    )


def sources_and_conflicts(release: Release) -> Html:
    """Published figures that contradict each other, and every source with its address and licence. The latter is a table of
    its own: the name of a row is a link."""
    groups = published_conflicts(release).values()
    title = f"Tegenspraak tussen bronnen: {counted(len(groups), 'onderwerp', 'onderwerpen')}"
    style = f"{WIDE} rw-evidence"
    blocks = NOTHING.join(draw(conflict(release, group), release, style=style) for group in groups)
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
        for row in sorted(release.sources.values(), key=lambda row: str(row["titel"]).casefold())
    ]
    head = ["Bron", "Uitgever", "Gepubliceerd", "Licentie", "Kenmerk"]
    every = table(f"{len(rows)} bronnen", head, rows, style=WIDE)
    return (disclosure(title, blocks) if groups else NOTHING) + disclosure(
        f"Alle {len(rows)} bronnen, met adres en licentie", every
    )


# -- the model beside the books --------------------------------------------------------------------------------------


def accounts(answers: Answers, scale: Scale) -> Html:
    """The base year of the model beside taakveld 6.4 and 6.5 of the accounts, per gemeente, with the gap."""
    release, sums = answers.release, books.lines(answers)
    reasons = NOTHING.join(Html("<li>{}</li>").format(reason) for reason in books.reasons(release))
    return section(
        "aansluiting",
        f"{release.zero.short_title}, {release.figures.base_year}, {release.key_words(answers.comparison.zero.key)}",
        _together(release, books.together(answers, sums))
        + draw(books.table(answers, sums, scale), release, style="rw-wrap rw-firm")
        + _sources(release, sums)
        + Html(f"<p>Waarom model en boeken verschillen:</p><ul>{reasons}</ul>")
        + _announced(answers, scale),
    )


def _announced(answers: Answers, scale: Scale) -> Html:
    """The rijksbijdrage of the model beside what the Rijk announced, a table per year; nothing where nothing is known."""
    tables = [
        draw(state_contribution.table(answers, year, items, scale), answers.release, style="rw-wrap rw-firm")
        for year, items in state_contribution.years(answers).items()
    ]
    if not tables:
        return NOTHING
    beware = (
        f"Naast de rijksbijdrage van het model staat de {lower_first(state_contribution.NAME)}. Die telt ook nieuw beschut werk "
        "mee, en volgt de gemeente die betaalt, ook voor mensen die elders werken. Een gat is geen voor- of nadeel van een "
        "route."
    )
    return paragraph(beware, "rw-text") + NOTHING.join(tables)


def _together(release: Release, sums: Together | None) -> Html:
    if sums is None:
        return Html("<p>Van geen gemeente is er een jaarrekening die op hoogte te vergelijken is.</p>")
    net, booked = (why(million_words(answer.value), answer, release) for answer in (sums.net, sums.booked))
    gap = why(million_words(abs(sums.gap.value)), sums.gap, release)
    several = f"{NUMBERS.get(sums.count, str(sums.count)).capitalize()} gemeenten zijn"
    return Html(
        '<div class="rw-say">{} op hoogte te vergelijken. Het model komt daar op {} netto lasten, de jaarrekening op '
        "taakveld {} op {}: {} {}. Dit gat is geen voor- of nadeel van een route.</div>"
    ).format(
        "Eén gemeente is" if sums.count == 1 else several,
        net,
        COMPARED,
        booked,
        gap,
        "meer" if sums.gap.value > 0 else "minder",
    )


def _sources(release: Release, sums: list[BooksComparison]) -> Html:
    """The sources of the books, each once, with its status and when it became known."""
    items = (
        Html("{} {}, bekend sinds {}").format(
            source_link(release, row["bron_id"]), tag(row["status"]), known_since(release, row["kennisdatum"])
        )
        for item in sums
        for row in (account.row for account in item.accounts.values())
    )
    return Html('<div class="rw-say">Bron van de boeken: {}.</div>').format(Html("; ").join(dict.fromkeys(items)))


# -- one amount, step by step ----------------------------------------------------------------------------------------


def formulas_heading(release: Release, code: str) -> Html:
    """The heading above the choices of the worked example."""
    return section("formules", f"{release.name(code)}; de gemeente en de routes volgen de keuzes van de pagina")


def example_choices(answers: Answers) -> tuple[dict[str, str], dict[str, str | None], list[int]]:
    """Label → id of kostensoorten and werkvormen (None is all), and the years after the base year."""
    figures = answers.release.figures
    kinds = {cost_type.label: cost_type.id for cost_type in figures.cost_types}
    werkvormen: dict[str, str | None] = {"Alle werkvormen": None}
    werkvormen |= {werkvorm.label: werkvorm.id for werkvorm in figures.werkvormen}
    return kinds, werkvormen, [int(year) for year in figures.years if year > figures.base_year]


def example(answers: Answers, code: str, werkvorm: str | None, kind: str, year: int) -> Html:
    """The formulas in words with the values of both routes filled in, and what follows from them."""
    grids = steps_table(answers, code, werkvorm, kind, year), outcomes_table(answers, code, werkvorm, year)
    return same_route(answers) + NOTHING.join(
        draw(grid, answers.release, style="rw-wrap rw-rows rw-steps") for grid in grids
    )
