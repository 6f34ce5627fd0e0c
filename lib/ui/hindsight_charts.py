"""What the charts of the look back need: their lines, words and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.analysis.hindsight import ACCOUNTS, BUDGET, NO_RETURN, Booked, Ledger, Who
from lib.analysis.hindsight_budget import HIGHEST, LOWEST, band, used_for_band
from lib.analysis.hindsight_remarks import short_remarks
from lib.analysis.view import View
from lib.charts.beside import TOP, Beside
from lib.charts.multiples import Lines, multiples
from lib.charts.template import Chart, Palette
from lib.model.figures import ALL
from lib.text import percentage
from lib.ui import hindsight_tables as tables
from lib.ui.cache import cached
from lib.ui.chart import draw, palette_now
from lib.ui.hindsight_head import NOT_HERE
from lib.ui.html import text, why

#: Room for a legend of two names, in pixels.
TOP_FEW = 56
BAND = "waar 90 van de 100 gemeenten uitkomen"


@dataclass(frozen=True)
class Panels:
    """One chart: names, years and lines, what stands beside them, its words and its table."""

    names: list[str]
    span: list[int]
    lines: Lines
    unit: str
    decimals: int
    beside: Beside
    title: str
    quiet: str
    alternative: str
    twin: str


@cached
def _made(each: Panels, colours: Palette) -> Chart:
    return multiples(each.names, each.span, each.lines, each.unit, each.decimals, colours, beside=each.beside)


def show(key: str, each: Panels, reading: str) -> None:
    """Draw the chart with its words and its table."""
    draw(key, each.title, each.quiet, _made(each, palette_now()), each.alternative, each.twin, reading=reading)


# -- budget and accounts ---------------------------------------------------------------------------------------


def accounts_chart(ledger: Ledger, view: View, taakveld: str, with_band: bool) -> Panels:
    """Budget beside accounts, a panel per gemeente or one of the chosen gemeente."""
    who = ledger.gemeenten if view.gemeente == ALL else (ledger.who(view.gemeente),)
    span, divisor = list(ledger.years(BUDGET, ACCOUNTS)), 1 if ledger.per_inhabitant else 1_000
    own = frozenset(i for i, each in enumerate(who) if len(who) > 1 and set(each.codes) & set(ledger.only_change))
    found = {
        kind: [[ledger.booked(each, taakveld, kind, year) for year in span] for each in who]
        for kind in (BUDGET, ACCOUNTS)
    }
    lines = {
        kind: (letter, [[cell.value / divisor for cell in panel] for panel in found[kind]])
        for kind, letter in ((BUDGET, "budget"), (ACCOUNTS, "booked"))
    }
    bands = [[tuple(edge / divisor for edge in band(ledger, each, taakveld, year)) for year in span] for each in who]
    names = [f"{each.label}*" if i in own else each.label for i, each in enumerate(who)]
    unit = tables.unit_words(ledger)
    return Panels(
        names if len(who) > 1 else [""],
        span,
        lines,
        unit,
        1 if ledger.per_inhabitant else 0,
        Beside(
            band_label=BAND,
            bands=[[(low, high) for low, high in panel] for panel in bands] if with_band else (),
            missing=missing(found[ACCOUNTS], span, ledger.years(ACCOUNTS)[-1]),
            remarks=remarks(ledger, found[ACCOUNTS], span),
            own_scale=own,
            top=TOP if with_band else TOP_FEW,
        ),
        f"Begroting naast jaarrekening, taakveld {taakveld}",
        f"{who[0].label if len(who) == 1 else 'per gemeente'}, {unit}; jaarrekening vol, begroting open en gestippeld"
        + ("; * eigen schaal: alleen het verloop is te vergelijken" if own else ""),
        _accounts_words(ledger, who, taakveld, found, span),
        tables.twin(ledger, who, taakveld),
    )


def missing(found: Sequence[Sequence[Booked]], span: Sequence[int], last: int) -> dict[tuple[int, int], str]:
    """Per panel and year up to the last: the words for why there is no number."""
    return {
        (panel, year): cell.lacking
        for panel, cells in enumerate(found)
        for year, cell in zip(span, cells, strict=True)
        if cell.answer is None and year <= last
    }


def remarks(ledger: Ledger, found: Sequence[Sequence[Booked]], span: Sequence[int]) -> dict[tuple[int, int], str]:
    """Per panel and year: what is remarked on that one number."""
    return {
        (panel, year): "; ".join(told)
        for panel, cells in enumerate(found)
        for year, cell in zip(span, cells, strict=True)
        if cell.answer is not None and (told := short_remarks(ledger, cell))
    }


def _accounts_words(
    ledger: Ledger,
    who: Sequence[Who],
    taakveld: str,
    found: Mapping[str, Sequence[Sequence[Booked]]],
    span: Sequence[int],
) -> str:
    years = ledger.years(ACCOUNTS)
    told = []
    for each, cells in zip(who, found[ACCOUNTS], strict=True):
        known = dict(zip(span, cells, strict=True))
        ends = [
            f"{year} {tables.shown(ledger, known[year].value) if known[year].answer else known[year].lacking}"
            for year in (years[0], years[-1])
        ]
        gaps = [str(year) for year in years if known[year].answer is None]
        gap = f", {NO_RETURN} over {', '.join(gaps)}" if gaps else ""
        told.append(f"{each.label}: {' en '.join(ends)}{gap}")
    return (
        f"Lijngrafieken van begroting en jaarrekening op taakveld {taakveld}, {tables.unit_words(ledger)}. "
        f"Jaarrekening: {'; '.join(told)}."
    )


def band_words(ledger: Ledger, taakveld: str) -> str:
    """What the band is, on what it rests, and where there is none."""
    found = used_for_band(ledger.release)
    if found is None:
        return f"<div class=rw-small>{NOT_HERE} Hoe ver begrotingen ernaast zaten, is onbekend.</div>"
    if taakveld != ledger.taakvelden[0]:
        return f"<div class=rw-small>De band is alleen bekend voor taakveld {text(ledger.taakvelden[0])}.</div>"
    low, high = (
        why(percentage(found.shares[each].value, 0), found.shares[each], ledger.release) for each in (LOWEST, HIGHEST)
    )
    return (
        f"<div class=rw-small>Band: de begroting {low} tot {high}, de afwijking van {found.year} elders. Dat dit ook voor "
        "andere jaren en voor deze gemeenten geldt, is een aanname. Een andere berekening komt anders uit: zie onderaan.</div>"
    )
