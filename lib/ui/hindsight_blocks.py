"""The blocks of Terugblik: the message, what a reader must know beforehand, its tables, and what they do not say."""

from collections.abc import Callable, Sequence

from lib.analysis import hindsight_tables as tables
from lib.analysis.aansluiting import COMPARED
from lib.analysis.accountability import Conflict, conflict_title, hindsight, published_conflicts
from lib.analysis.accountability_tables import conflict
from lib.analysis.answers import Answers
from lib.analysis.grid import Grid
from lib.analysis.hindsight import Ledger, remarked, short_remarks
from lib.analysis.hindsight_beside import HIGHEST, LOWEST, direction, groups, used_for_band, usual
from lib.analysis.release import Release, Row
from lib.analysis.view import View
from lib.text import amount, counted, date_words, listed, percentage, thousands, upper_first, whole, year_range
from lib.ui.grids import draw, origins
from lib.ui.html import Html, block, disclosure, known_since, route, source_link, tag, text, why

#: What a reader is told where a table of this release has no rows.
NOT_HERE = "Deze release heeft deze cijfers niet."
ELSEWHERE = "Hoe het elders liep"
ONLY_ONE_YEAR = "per_wsw_persoon"


def message(ledger: Ledger, view: View) -> str:
    """The heading that is the message, who, what, when and unit, and where its numbers come from."""
    release = ledger.release
    words = f'<h1>{text(tables.headline(ledger, view))}</h1><div class="rw-sub">{text(tables.reads_as(ledger, view))}'
    if ledger.rows:
        returns = [row for row in ledger.rows.values() if row["lasten_eur"] is not None]
        late = sum(hindsight(release, row["kennisdatum"]) for row in returns)
        words += (
            f" Status {tag('begroting')} {tag('realisatie')}. Met kennis achteraf: {whole(late)} van de "
            f"{whole(len(returns))} opgaven kwamen na {text(date_words(release.reference_day))}."
        )
    if view.expression == ONLY_ONE_YEAR:
        words += (
            f" Per Wsw-persoon kan hier niet: het aantal Wsw-personen per gemeente is alleen voor "
            f"{release.figures.base_year} geraamd. Daarom staan hier totalen."
        )
    return f"{words}</div>{origins(tables.numbers(ledger, view), release)}"


def cautions(ledger: Ledger) -> str:
    """Everything that the release says a reader must know: of one figure, and of all of them from some year on."""
    release = ledger.release
    items = [_remark(release, *remark) for remark in remarked(ledger)]
    general = release.tables["cautions"]
    items += [
        f"<li><b>{text(upper_first(release.name(row['gemeente_code'])))}, vanaf {row['jaar_vanaf']}</b>: {text(row['let_op'])} "
        f"<small>{source_link(release, row['bron_id'], short=True)}, {known_since(release, row['kennisdatum'])}</small></li>"
        for row in sorted(general, key=lambda row: row["volgorde"])
    ]
    if not general:
        items.append(f"<li>{NOT_HERE} Het gaat om de lijst met waarschuwingen bij de jaarrekeningen.</li>")
    items.append(_together(ledger))
    inner = f'<ul class="rw-list rw-cautions">{"".join(items)}{_wages(release)}</ul>'
    return block("Let op bij deze cijfers", "wat de boeken wel en niet zeggen", inner)


def _remark(release: Release, remark: str, names: tuple[str, ...], years: tuple[int, ...], row: Row) -> str:
    span = (
        year_range(years[0], years[-1])
        if years == tuple(range(years[0], years[-1] + 1))
        else listed([*map(str, years)])
    )
    return f"<li><b>{text(listed(names))}, {span}</b>: {text(remark)}. <small>{source_link(release, row['bron_id'], short=True)}</small></li>"


def _together(ledger: Ledger) -> str:
    apart = (
        f" Sommen om te vergelijken zijn daarom zonder {text(ledger.names(ledger.only_change))}."
        if ledger.only_change
        else ""
    )
    return (
        f"<li><b>{text(upper_first(ledger.everyone.label))}</b>: ontbreekt in een jaar één opgave, dan staat er geen som maar "
        f"“onvolledig”, met de naam van wie ontbreekt.{apart}</li>"
    )


def _wages(release: Release) -> str:
    """How much of the salaries moved, from the second estimate of where the people are."""
    rows = release.tables["salary_shift"]
    if not rows or {row["gemeente_code"] for row in rows} != {gemeente.code for gemeente in release.figures.gemeenten}:
        return ""
    total, year = sum(row["toename_eur"] for row in rows), rows[0]["jaar"]
    return (
        f"<li><b>{text(upper_first(release.all_together))}, {year}</b>: de salarissen op hoofdtaakveld 6 stegen met "
        f"{amount(total)}. {text(rows[0]['toelichting'])}. "
        f"<small>{source_link(release, rows[0]['bron_id'], short=True)}</small></li>"
    )


def band_words(ledger: Ledger, taakveld: str) -> str:
    """What the band is, on what it rests, and where there is none."""
    basis = used_for_band(ledger.release)
    if basis is None:
        return f"<div class=rw-small>{NOT_HERE} Hoe ver begrotingen ernaast zaten, is onbekend.</div>"
    if taakveld != ledger.taakvelden[0]:
        return f"<div class=rw-small>De band is alleen bekend voor taakveld {text(ledger.taakvelden[0])}.</div>"
    low, high = (
        why(percentage(basis.shares[end].value, 0), basis.shares[end], ledger.release) for end in (LOWEST, HIGHEST)
    )
    return (
        f"<div class=rw-small>Band: de begroting {low} tot {high}, de afwijking van {basis.year} elders. Dat dit ook voor "
        "andere jaren en voor deze gemeenten geldt, is een aanname. Een andere berekening komt anders uit: zie onderaan.</div>"
    )


def tabs(ledger: Ledger, view: View, taakveld: str) -> dict[str, Callable[[], str]]:
    """Label → the table under it, made when asked for."""

    def write(grid: Callable[[Ledger, View, str], Grid]) -> Callable[[], str]:
        return lambda: _with_source(ledger, grid(ledger, view, taakveld), "rw-firm rw-booked")

    return {
        "Geboekt": write(tables.booked),
        "Verloop als index": write(tables.indices),
        "Begroting tegenover jaarrekening": write(tables.deviations),
    }


def twin(ledger: Ledger, view: View, taakveld: str) -> str:
    """Budget and accounts of every year as they are drawn."""
    return _with_source(ledger, tables.accounts_twin(ledger, view, taakveld), "rw-firm rw-many")


def _with_source(ledger: Ledger, grid: Grid, style: str) -> str:
    sources = dict.fromkeys(row["bron_id"] for row in ledger.rows.values())
    links = "; ".join(source_link(ledger.release, source) for source in sources)
    source = f'<div class="rw-small">Bron: {links}. Status: begroting is begroot, jaarrekening is realisatie.</div>'
    return draw(grid, ledger.release, style=style) + source


def direction_summary(answers: Answers, ledger: Ledger) -> str:
    """The index of the last year in a table, which booked year stands out of each gemeente, and what it leaves out."""
    remarks = [
        f"{who.label} {year}: {remark}"
        for who in ledger.gemeenten
        for year, entry in direction(answers, ledger, who).booked.items()
        for remark in (short_remarks(ledger, entry) if entry.answer else [entry.lacking])
    ]
    words = f"<div class=rw-small>{text('; '.join(remarks))}.</div>" if remarks else ""
    return draw(tables.directions(answers, ledger), answers.release) + words + _left_out(answers)


def _left_out(answers: Answers) -> str:
    years, phrases = answers.horizon_years, []
    for letter, run in (("a", answers.comparison.a), ("b", answers.comparison.b)):
        single = answers.one_off(run, answers.view.gemeente)
        phrases.append(f"{route(letter, run)} {why(thousands(single.value), single, answers.release)}")
    return (
        "<div class=rw-text>Boven 100 is hoger dan in het basisjaar, onder 100 lager. De hoogte van model en boeken verschilt, "
        "want op het taakveld staan ook andere taken; alleen de richting staat hier naast elkaar. Wat er is geboekt, "
        "bewijst niets over een route die niet is uitgevoerd, en ook niet waarom een bedrag hoger of lager werd.</div>"
        f"<div class=rw-text>Niet in de index: wat eenmalig is, {year_range(years[0], years[-1])}, × € 1.000: {'; '.join(phrases)}.</div>"
    )


def elsewhere_table(release: Release) -> str:
    """The course in other regions, each number with its origin, and what they do not say."""
    grid = tables.elsewhere(release)
    if not grid.rows:
        return block(ELSEWHERE, "", f"<div class=rw-text>{NOT_HERE}</div>")
    sources = dict.fromkeys(row["bron_id"] for row in release.tables["comparators"])
    links = "; ".join(source_link(release, source) for source in sources)
    remarks = "".join(
        f"<div class=rw-small>{text(group.label)}, {year}: {text(remark)}.</div>"
        for group in groups(release)
        for year, entry in group.index.items()
        for remark in entry.remarks
    )
    caveat = (
        "<div class=rw-text>Andere regio’s, andere afspraken en andere manieren van boeken: de reeksen laten een verloop "
        f"zien en bewijzen geen oorzaak. Bron: {links}.</div>"
    )
    return draw(grid, release, style="rw-firm rw-booked rw-groups") + remarks + caveat


def budget_error(release: Release) -> str:
    """Accounts over budget on taakveld 6.4 at other gemeenten, per year, and a computation that contradicts it."""
    title, items = "Hoe ver begrotingen er meestal naast zitten", usual(release)
    if not items:
        return block(title, "", f"<div class=rw-text>{NOT_HERE}</div>")
    middle = items[0].row["toelichting"] or ""
    inner = f"<div class=rw-text>{text(middle)}. Een min betekent: minder uitgegeven dan begroot.</div>"
    inner += draw(tables.budget_errors(release), release, style="rw-wrap rw-rows rw-firm")
    inner += "".join(_against(release, item.year, item.against) for item in items if item.against)
    return block(title, f"taakveld {COMPARED}, jaarrekening tegenover begroting", inner)


def _against(release: Release, year: int, rows: Sequence[Row]) -> str:
    words = (
        f"<div class=rw-text><b>Tegenspraak over {year}.</b> Een tweede berekening van dezelfde maat telt andere gemeenten en "
        "komt anders uit. Beide staan hier; er is niet gemiddeld en niet gekozen wie gelijk heeft. De band in de grafiek "
        "gebruikt de tabel hierboven.</div>"
    )
    return words + _conflict(release, Conflict(conflict_title(release, rows), tuple(rows)))


def _conflict(release: Release, reports: Conflict) -> Html:
    return draw(conflict(release, reports), release, style="rw-wrap rw-rows rw-evidence")


def conflicts(release: Release) -> str:
    """What was published and what contradicts it, one disclosure per subject; never averaged."""
    above = {row["volgnummer"] for item in usual(release) for row in item.against}
    subjects = [item for item in published_conflicts(release).values() if item.rows[0]["volgnummer"] not in above]
    title = "Wat is gepubliceerd en elkaar tegenspreekt"
    if not subjects:
        return block(title, "", f"<div class=rw-text>{NOT_HERE}</div>")
    intro = "<div class=rw-text>Berichten over hetzelfde staan naast elkaar; er is niet gemiddeld en niet gekozen wie gelijk heeft.</div>"
    parts = "".join(disclosure(item.name, _conflict(release, item)) for item in subjects)
    return block(title, counted(len(subjects), "onderwerp", "onderwerpen"), intro + parts)
