"""The blocks of Terugblik: the message, what a reader must know beforehand, its tables, and what they do not say."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from lib.comparison.answers import Answers
from lib.comparison.cells import PM
from lib.comparison.certainty import Conflict, conflict_title, published_conflicts
from lib.comparison.grid import Grid
from lib.comparison.release import Release, Row
from lib.comparison.view import View
from lib.render import html
from lib.render.grids import draw, origins
from lib.render.html import EMPTY, Html, block, disclosure, element, listing, prose, remark, source_link
from lib.subjects.accountability.accountability import hindsight
from lib.subjects.accountability.tables import conflict
from lib.subjects.hindsight import tables as tables
from lib.subjects.hindsight.beside import HIGHEST, LOWEST, direction, groups, used_for_band, usual
from lib.subjects.hindsight.books import COMPARED
from lib.subjects.hindsight.ledger import Ledger, remarked, short_remarks
from lib.subjects.realised import realised_costs
from lib.text import amount, counted, date_words, listed, percentage, thousands, upper_first, whole, year_range
from lib.web.blocks.costs import handed_in_cautions

#: What a reader is told where a table of this release has no rows.
NOT_HERE = "Deze release heeft deze cijfers niet."
ELSEWHERE = "Hoe het elders liep"
ONLY_ONE_YEAR = "per_wsw_persoon"


def message(ledger: Ledger, view: View) -> Html:
    """The heading that is the message, who, what, when and unit, and where its numbers come from."""
    release = ledger.release
    late = only_one = EMPTY
    if ledger.rows:
        returns = [row for row in ledger.rows.values() if row["lasten_eur"] is not None]
        after = sum(hindsight(release, row["kennisdatum"]) for row in returns)
        late = Html(" Status {} {}. Met kennis achteraf: {} van de {} opgaven kwamen na {}.").format(
            *map(html.tag, ("begroting", "realisatie")),
            *map(whole, (after, len(returns))),
            date_words(release.reference_day),
        )
    if view.expression == ONLY_ONE_YEAR:
        only_one = Html(
            " Per Wsw-persoon kan hier niet: het aantal Wsw-personen per gemeente is alleen voor {} geraamd. "
            "Daarom staan hier totalen."
        ).format(release.figures.base_year)
    below = element("div", tables.reads_as(ledger, view), late, only_one, style="rw-sub")
    return element("h1", tables.headline(ledger, view)) + below + origins(tables.numbers(ledger, view), release)


def cautions(ledger: Ledger) -> Html:
    """Everything that the release says a reader must know: of one figure, and of all of them from some year on."""
    release = ledger.release
    items = [_remarked(release, *entry) for entry in remarked(ledger)]
    general = release.tables["cautions"]
    items += [
        Html("<b>{}, vanaf {}</b>: {} <small>{}, {}</small>").format(
            upper_first(release.name(row["gemeente_code"])),
            row["jaar_vanaf"],
            row["let_op"],
            source_link(release, row["bron_id"], short=True),
            html.known_since(release, row["kennisdatum"]),
        )
        for row in sorted(general, key=lambda row: row["volgorde"])
    ]
    if not general:
        items.append(Html("{} Het gaat om de lijst met waarschuwingen bij de jaarrekeningen.").format(NOT_HERE))
    inner = listing([*items, _together(ledger), *_wages(release)], "rw-list rw-cautions")
    return block("Let op bij deze cijfers", "wat de boeken wel en niet zeggen", inner)


def _remarked(release: Release, words: str, names: tuple[str, ...], years: tuple[int, ...], row: Row) -> Html:
    span = (
        year_range(years[0], years[-1])
        if years == tuple(range(years[0], years[-1] + 1))
        else listed([*map(str, years)])
    )
    link = source_link(release, row["bron_id"], short=True)
    return Html("<b>{}, {}</b>: {}. <small>{}</small>").format(listed(names), span, words, link)


def _together(ledger: Ledger) -> Html:
    apart = (
        f" Sommen om te vergelijken zijn daarom zonder {ledger.names(ledger.only_change)}."
        if ledger.only_change
        else ""
    )
    return Html(
        "<b>{}</b>: ontbreekt in een jaar één opgave, dan staat er geen som maar “onvolledig”, met de naam van wie ontbreekt.{}"
    ).format(upper_first(ledger.everyone.label), apart)


def _wages(release: Release) -> Iterator[Html]:
    """How much of the salaries moved, from the second estimate of where the people are, if it is known of everyone."""
    rows = release.tables["salary_shift"]
    if not rows or {row["gemeente_code"] for row in rows} != {gemeente.code for gemeente in release.figures.gemeenten}:
        return
    total, year = sum(row["toename_eur"] for row in rows), rows[0]["jaar"]
    yield Html("<b>{}, {}</b>: de salarissen op hoofdtaakveld 6 stegen met {}. {}. <small>{}</small>").format(
        upper_first(release.all_together),
        year,
        amount(total),
        rows[0]["toelichting"],
        source_link(release, rows[0]["bron_id"], short=True),
    )


def band_words(ledger: Ledger, taakveld: str) -> Html:
    """What the band is, on what it rests, and where there is none."""
    basis = used_for_band(ledger.release)
    if basis is None:
        return remark(f"{NOT_HERE} Hoe ver begrotingen ernaast zaten, is onbekend.")
    if taakveld != ledger.taakvelden[0]:
        return remark(f"De band is alleen bekend voor taakveld {ledger.taakvelden[0]}.")
    low, high = (
        html.why(percentage(basis.shares[end].value, 0), basis.shares[end], ledger.release) for end in (LOWEST, HIGHEST)
    )
    return remark(
        *(
            "Band: de begroting ",
            low,
            " tot ",
            high,
            f", de afwijking van {basis.year} elders. Dat dit ook voor andere ",
        ),
        "jaren en voor deze gemeenten geldt, is een aanname. Een andere berekening komt anders uit: zie onderaan.",
    )


def tabs(ledger: Ledger, view: View, taakveld: str) -> dict[str, Callable[[], Html]]:
    """Label → the table under it, made when asked for."""

    def write(grid: Callable[[Ledger, View, str], Grid]) -> Callable[[], Html]:
        return lambda: _with_source(ledger, grid(ledger, view, taakveld), "rw-firm rw-booked")

    return {
        "Geboekt": write(tables.booked),
        "Verloop als index": write(tables.indices),
        "Begroting tegenover jaarrekening": write(tables.deviations),
    }


def twin(ledger: Ledger, view: View, taakveld: str) -> Html:
    """Budget and accounts of every year as they are drawn."""
    return _with_source(ledger, tables.accounts_twin(ledger, view, taakveld), "rw-firm rw-many")


def _with_source(ledger: Ledger, grid: Grid, style: str) -> Html:
    status = ". Status: begroting is begroot, jaarrekening is realisatie."
    source = element("div", "Bron: ", _links(ledger.release, ledger.rows.values()), status, style="rw-small")
    return draw(grid, ledger.release, style=style) + source


def _links(release: Release, rows: Iterable[Row]) -> Html:
    """Every source of these rows."""
    return Html("; ").join(source_link(release, source) for source in dict.fromkeys(row["bron_id"] for row in rows))


def handed_in(answers: Answers) -> Html:
    """What gemeenten handed in of later years beside each route, and what that is and is not; empty when there is nothing."""
    grid = realised_costs(answers)
    if not grid.rows:
        return EMPTY
    title = "Aangeleverd naast elke route"
    return block(
        title,
        "per gemeente, zoals zij het zelf opgaf",
        handed_in_cautions(answers),
        draw(grid, answers.release, style="rw-firm"),
    )


def direction_summary(answers: Answers, ledger: Ledger) -> Html:
    """The index of the last year in a table, which booked year stands out of each gemeente, and what it leaves out."""
    remarks = [
        f"{who.label} {year}: {words}"
        for who in ledger.gemeenten
        for year, entry in direction(answers, ledger, who).booked.items()
        for words in (short_remarks(ledger, entry) if entry.answer else [entry.lacking])
    ]
    words = remark(f"{'; '.join(remarks)}.") if remarks else EMPTY
    return draw(tables.directions(answers, ledger), answers.release) + words + _left_out(answers)


def _left_out(answers: Answers) -> Html:
    years, phrases = answers.horizon_years, []
    for letter, run in (("a", answers.comparison.a), ("b", answers.comparison.b)):
        single = answers.one_off(run, answers.view.gemeente)
        words = PM if answers.release.one_off_is_pm(run.scenario) else thousands(single.value)
        phrases.append(html.route(letter, run) + Html(" ") + html.why(words, single, answers.release))
    once = f"Niet in de index: wat eenmalig is, {year_range(years[0], years[-1])}, × € 1.000: "
    return prose(
        "Boven 100 is hoger dan in het basisjaar, onder 100 lager. De hoogte van model en boeken verschilt, "
        "want op het taakveld staan ook andere taken; alleen de richting staat hier naast elkaar. Wat er is geboekt, "
        "bewijst niets over een route die niet is uitgevoerd, en ook niet waarom een bedrag hoger of lager werd."
    ) + prose(once, Html("; ").join(phrases), ".")


def elsewhere_table(release: Release) -> Html:
    """The course in other regions, each number with its origin, and what they do not say."""
    grid = tables.elsewhere(release)
    if not grid.rows:
        return block(ELSEWHERE, "", prose(NOT_HERE))
    remarks = (
        remark(f"{group.label}, {year}: {words}.")
        for group in groups(release)
        for year, entry in group.index.items()
        for words in entry.remarks
    )
    caveat = prose(
        "Andere regio’s, andere afspraken en andere manieren van boeken: de reeksen laten een verloop zien en bewijzen geen "
        "oorzaak. Bron: ",
        *(_links(release, release.tables["comparators"]), "."),
    )
    return EMPTY.join([draw(grid, release, style="rw-firm rw-booked rw-groups"), *remarks, caveat])


def budget_error(release: Release) -> Html:
    """Accounts over budget on taakveld 6.4 at other gemeenten, per year, and a computation that contradicts it."""
    title, items = "Hoe ver begrotingen er meestal naast zitten", usual(release)
    if not items:
        return block(title, "", prose(NOT_HERE))
    middle = items[0].row["toelichting"] or ""
    intro = prose(f"{middle}. Een min betekent: minder uitgegeven dan begroot.")
    table = draw(tables.budget_errors(release), release, style="rw-wrap rw-rows rw-firm")
    against = (_against(release, item.year, item.against) for item in items if item.against)
    return block(title, f"taakveld {COMPARED}, jaarrekening tegenover begroting", intro, table, *against)


def _against(release: Release, year: int, rows: Sequence[Row]) -> Html:
    words = prose(
        element("b", f"Tegenspraak over {year}."),
        " Een tweede berekening van dezelfde maat telt andere gemeenten en komt anders uit. Beide staan hier; er is niet "
        "gemiddeld en niet gekozen wie gelijk heeft. De band in de grafiek gebruikt de tabel hierboven.",
    )
    return words + _conflict(release, Conflict(conflict_title(release, rows), tuple(rows)))


def _conflict(release: Release, reports: Conflict) -> Html:
    return draw(conflict(release, reports), release, style="rw-wrap rw-rows rw-evidence")


def conflicts(release: Release) -> Html:
    """What was published and what contradicts it, one disclosure per subject; never averaged."""
    above = {row["volgnummer"] for item in usual(release) for row in item.against}
    subjects = [item for item in published_conflicts(release).values() if item.rows[0]["volgnummer"] not in above]
    title = "Wat is gepubliceerd en elkaar tegenspreekt"
    if not subjects:
        return block(title, "", prose(NOT_HERE))
    intro = prose("Berichten over hetzelfde staan naast elkaar; er is niet gemiddeld en niet gekozen wie gelijk heeft.")
    parts = (disclosure(item.name, _conflict(release, item)) for item in subjects)
    return block(title, counted(len(subjects), "onderwerp", "onderwerpen"), intro, *parts)
