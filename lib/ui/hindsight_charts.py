"""What the charts of the look back need: their lines, words and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from lib.analysis.aansluiting import COMPARED
from lib.analysis.answers import Answers
from lib.analysis.hindsight import (
    ACCOUNTS,
    BUDGET,
    NO_RETURN,
    Booked,
    Ledger,
    Who,
    amount_words,
    short_remarks,
    unit_words,
)
from lib.analysis.hindsight_beside import Direction, Group, band, courses_in_view, group_years, groups, shared_years
from lib.analysis.hindsight_tables import direction_twin
from lib.analysis.own_choices import assumed
from lib.analysis.release import Release
from lib.analysis.routes import side_of
from lib.analysis.view import View
from lib.charts.beside import TOP, Beside
from lib.charts.multiples import OTHERS, Lines, multiples
from lib.charts.template import Chart, Palette
from lib.model.figures import ALL
from lib.text import decimal, upper_first
from lib.ui import grids
from lib.ui.cache import cached
from lib.ui.chart import draw, palette_now
from lib.ui.hindsight_blocks import ELSEWHERE, twin

#: Letters on a line of the legend before it goes on below.
LEGEND_WIDTH = 38
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
    unit = unit_words(ledger)
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
        twin(ledger, view, taakveld),
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
            f"{year} {amount_words(ledger, known[year].value) if known[year].answer else known[year].lacking}"
            for year in (years[0], years[-1])
        ]
        gaps = [str(year) for year in years if known[year].answer is None]
        gap = f", {NO_RETURN} over {', '.join(gaps)}" if gaps else ""
        told.append(f"{each.label}: {' en '.join(ends)}{gap}")
    return (
        f"Lijngrafieken van begroting en jaarrekening op taakveld {taakveld}, {unit_words(ledger)}. "
        f"Jaarrekening: {'; '.join(told)}."
    )


# -- the routes and other regions -------------------------------------------------------------------------------


def direction_chart(answers: Answers, ledger: Ledger) -> Panels:
    """The index of what was booked beside that of each route, of every gemeente or of the chosen one."""
    base = answers.release.figures.base_year
    span = list(shared_years(answers, ledger))
    found = courses_in_view(answers, ledger)
    drawn = found[: len(ledger.gemeenten)] if len(found) > 1 else found
    lines: dict[str, tuple[str, list[list[float]]]] = {
        run.scenario.short_title: (
            side_of(answers.comparison, run),
            [[each.routes[r][1][year].value for year in span] for each in drawn],
        )
        for r, (run, _) in enumerate(found[0].routes)
    }
    field = ledger.taakvelden[0]
    booked = [[each.booked[year] for year in span] for each in drawn]
    lines["geboekt"] = ("booked", [[cell.value for cell in cells] for cells in booked])
    return Panels(
        [upper_first(each.who.label) for each in drawn] if len(drawn) > 1 else [""],
        span,
        lines,
        f"{base} = 100",
        1,
        Beside(missing=missing(booked, span, span[-1]), from_zero=False),
        "Beide routes naast wat er is geboekt",
        f"{found[0].who.label if len(found) == 1 else 'per gemeente'}, index, {base} = 100; geboekt: lasten op {field}; "
        f"routes: netto lasten {assumed(answers.comparison)}, zonder wat eenmalig is; de schaal begint niet bij 0",
        _direction_words(found, span),
        grids.draw(direction_twin(answers, ledger), answers.release, style="rw-firm rw-booked"),
    )


def _direction_words(found: Sequence[Direction], span: Sequence[int]) -> str:
    told = []
    for each in found:
        booked = each.booked[span[-1]]
        values = [f"geboekt {decimal(booked.value, 1) if booked.answer else booked.lacking}"]
        values += [f"{run.scenario.short_title} {decimal(index[span[-1]].value, 1)}" for run, index in each.routes]
        told.append(f"{each.who.label}: {', '.join(values)}")
    return f"Lijngrafieken van de index, {span[0]} is 100, in {span[-1]}. {'; '.join(told)}."


def elsewhere_chart(release: Release) -> Panels | None:
    """The course in other regions, all in one panel; None when the release has none."""
    found, span = groups(release), list(group_years(release))
    if not found:
        return None
    others = iter(OTHERS * len(found))
    lines: dict[str, tuple[str, list[list[float]]]] = {
        "<br>".join(wrap(each.label, LEGEND_WIDTH)): (
            "booked" if each.own else next(others),
            [[_value(each, year) for year in span]],
        )
        for each in found
    }
    notes = {
        (0, year): NO_RETURN
        for each in found
        if each.own
        for year in span
        if year not in each.index or each.index[year].answer is None
    }
    ends = "; ".join(f"{each.label} {_shown(each, span[-1])}" for each in found)
    return Panels(
        [""],
        span,
        lines,
        f"index, {span[0]} = 100",
        1,
        Beside(missing=notes, from_zero=False, top=TOP + 12 * len(found)),
        ELSEWHERE,
        f"lasten op taakveld {COMPARED} volgens de jaarrekening, index, {span[0]} = 100, lopende prijzen; de schaal begint niet bij 0",
        f"Lijngrafiek van de index van de lasten, {span[0]} is 100. In {span[-1]}: {ends}.",
        "",
    )


def _value(group: Group, year: int) -> float:
    return group.index[year].value if year in group.index else float("nan")


def _shown(group: Group, year: int) -> str:
    found = group.index.get(year)
    if found is None:
        return NO_RETURN
    return found.lacking if found.answer is None else decimal(found.value, 1)
