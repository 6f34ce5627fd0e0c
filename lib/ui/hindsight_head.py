"""What opens the look back: the message, what its numbers are, and what a reader must know before them."""

from lib.analysis.accountability import hindsight
from lib.analysis.hindsight import Ledger, Who, listed
from lib.analysis.hindsight_budget import HIGHEST, LOWEST, used_for_band
from lib.analysis.hindsight_message import headline, numbers, reads_as
from lib.analysis.hindsight_remarks import remarked
from lib.analysis.release import Release, Row
from lib.analysis.view import View
from lib.text import amount, date_words, percentage, upper_first, whole, year_range
from lib.ui.html import block, disclosure, known_since, source_link, tag, text, why

#: What a reader is told where a table of this release has no rows.
NOT_HERE = "Deze release heeft deze cijfers niet."
ONLY_ONE_YEAR = "per_wsw_persoon"


def message(ledger: Ledger, view: View) -> str:
    """The heading that is the message, who, what, when and unit, and where its numbers come from."""
    release = ledger.release
    told = f'<h1>{text(headline(ledger, view))}</h1><div class="rw-sub">{text(reads_as(ledger, view))}'
    if ledger.rows:
        made = [row for row in ledger.rows.values() if row["lasten_eur"] is not None]
        late = sum(hindsight(release, row["kennisdatum"]) for row in made)
        told += (
            f" Status {tag('begroting')} {tag('realisatie')}. Met kennis achteraf: {whole(late)} van de "
            f"{whole(len(made))} opgaven kwamen na {text(date_words(release.reference_day))}."
        )
    if view.expression == ONLY_ONE_YEAR:
        told += (
            f" Per Wsw-persoon kan hier niet: het aantal Wsw-personen per gemeente is alleen voor "
            f"{release.figures.base_year} geraamd. Daarom staan hier totalen."
        )
    return f"{told}</div>{_origin(ledger, view)}"


def _origin(ledger: Ledger, view: View) -> str:
    items = "".join(
        f"<li>{text(answer.title)}: {why(shown, answer, ledger.release)}</li>"
        for shown, answer in numbers(ledger, view)
    )
    return disclosure("Herkomst van de getallen in deze zin", f"<ul class=rw-list>{items}</ul>") if items else ""


def cautions(ledger: Ledger) -> str:
    """Everything that the release says a reader must know: of one figure, and of all of them from some year on."""
    release = ledger.release
    items = [_remark(release, *each) for each in remarked(ledger)]
    general = release.tables["cautions"]
    items += [
        f"<li><b>{text(_whose(release, row['gemeente_code']))}, vanaf {row['jaar_vanaf']}</b>: {text(row['let_op'])} "
        f"<small>{source_link(release, row['bron_id'], short=True)}, {known_since(release, row['kennisdatum'])}</small></li>"
        for row in sorted(general, key=lambda row: row["volgorde"])
    ]
    if not general:
        items.append(f"<li>{NOT_HERE} Het gaat om de lijst met waarschuwingen bij de jaarrekeningen.</li>")
    items.append(_together(ledger))
    shift = _wages(release)
    inner = f'<ul class="rw-list rw-cautions">{"".join(items)}{shift}</ul>'
    return block("Let op bij deze cijfers", "wat de boeken wel en niet zeggen", inner)


def _remark(release: Release, told: str, names: tuple[str, ...], years: tuple[int, ...], row: Row) -> str:
    span = (
        year_range(years[0], years[-1])
        if years == tuple(range(years[0], years[-1] + 1))
        else listed([*map(str, years)])
    )
    return f"<li><b>{text(listed(names))}, {span}</b>: {text(told)}. <small>{source_link(release, row['bron_id'], short=True)}</small></li>"


def _whose(release: Release, code: str) -> str:
    return upper_first(release.name(code))


def _together(ledger: Ledger) -> str:
    everyone: Who = ledger.everyone
    apart = (
        f" Sommen om te vergelijken zijn daarom zonder {text(ledger.names(ledger.only_change))}."
        if ledger.only_change
        else ""
    )
    return (
        f"<li><b>{text(upper_first(everyone.label))}</b>: ontbreekt in een jaar één opgave, dan staat er geen som maar "
        f"“onvolledig”, met de naam van wie ontbreekt.{apart}</li>"
    )


def _wages(release: Release) -> str:
    """How much of the salaries moved, from the second estimate of where the people are."""
    rows = release.tables["salary_shift"]
    if not rows or {row["gemeente_code"] for row in rows} != {each.code for each in release.figures.gemeenten}:
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
