"""The charts of Terugblik, each declared once: accounts beside budgets, the routes beside what was booked, other regions."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from lib.comparison.answers import Answers
from lib.comparison.cells import side_of
from lib.comparison.chart import ChartSpec, Notation, Panel, Role, Series
from lib.comparison.message import assumed
from lib.comparison.release import Release
from lib.comparison.view import View
from lib.subjects.hindsight.beside import Direction, Group, band, courses_in_view, group_years, groups, shared_years
from lib.subjects.hindsight.books import COMPARED
from lib.subjects.hindsight.ledger import (
    ACCOUNTS,
    BUDGET,
    NO_RETURN,
    Booked,
    Ledger,
    Who,
    amount_words,
    in_view,
    short_remarks,
    unit_words,
)
from lib.subjects.hindsight.tables import direction_twin
from lib.text import decimal, upper_first

BAND = "waar 90 van de 100 gemeenten uitkomen"
ELSEWHERE = "Hoe het elders liep"
#: Letters on a line of the legend before it goes on below.
LEGEND_WIDTH = 38
INDEX = Notation(1, 1)


# -- budget and accounts ---------------------------------------------------------------------------------------


def accounts_chart(ledger: Ledger, view: View, taakveld: str, with_band: bool) -> ChartSpec:
    """Budget beside accounts, a panel per gemeente or one of the chosen gemeente; its twin stands with the tables."""
    who = in_view(ledger, view)
    span, unit, several = ledger.years(BUDGET, ACCOUNTS), unit_words(ledger), len(who) > 1
    panels = tuple(_accounts_panel(ledger, item, taakveld, span, several, with_band) for item in who)
    own = any(panel.own_scale for panel in panels)
    return ChartSpec(
        "begroting_en_jaarrekening",
        "lines",
        f"Begroting naast jaarrekening, taakveld {taakveld}",
        f"Lijngrafieken van begroting en jaarrekening op taakveld {taakveld}, {unit}. "
        f"Jaarrekening: {'; '.join(_accounts_words(ledger, item, taakveld) for item in who)}.",
        Notation(1, 1) if ledger.per_inhabitant else Notation(1_000, 0),
        tuple(map(str, span)),
        panels,
        f"{'per gemeente' if several else who[0].label}, {unit}; jaarrekening vol, begroting open en gestippeld"
        + ("; * eigen schaal: alleen het verloop is te vergelijken" if own else ""),
        unit,
        band_label=BAND,
        legend=2 if with_band else 1,
    )


def _accounts_panel(
    ledger: Ledger, who: Who, taakveld: str, span: Sequence[int], several: bool, with_band: bool
) -> Panel:
    roles: tuple[tuple[str, Role], ...] = (BUDGET, "budget"), (ACCOUNTS, "booked")
    amounts = {kind: {year: ledger.booked(who, taakveld, kind, year) for year in span} for kind, _ in roles}
    own = several and bool(set(who.codes) & set(ledger.only_change))
    last = ledger.years(ACCOUNTS)[-1]
    return Panel(
        f"{who.label}{'*' if own else ''}" if several else "",
        tuple(Series(kind, role, tuple(cell.value for cell in amounts[kind].values())) for kind, role in roles),
        band=tuple(band(ledger, who, taakveld, year) for year in span) if with_band else (),
        missing=missing({year: cell for year, cell in amounts[ACCOUNTS].items() if year <= last}),
        remarks={
            year: "; ".join(words)
            for year, cell in amounts[ACCOUNTS].items()
            if cell.answer is not None and (words := short_remarks(ledger, cell))
        },
        own_scale=own,
    )


def missing(amounts: Mapping[int, Booked]) -> dict[int, str]:
    """Per year the words for why there is no number."""
    return {year: cell.lacking for year, cell in amounts.items() if cell.answer is None}


def _accounts_words(ledger: Ledger, who: Who, taakveld: str) -> str:
    """The first and last year of the accounts, and of which there are none."""
    amounts = {year: ledger.booked(who, taakveld, ACCOUNTS, year) for year in ledger.years(ACCOUNTS)}
    words = {
        year: f"{year} {amount_words(ledger, cell.value) if cell.answer else cell.lacking}"
        for year, cell in amounts.items()
    }
    years = list(words)
    gaps = ", ".join(map(str, missing(amounts)))
    return f"{who.label}: {words[years[0]]} en {words[years[-1]]}" + (f", {NO_RETURN} over {gaps}" if gaps else "")


# -- the routes beside what was booked -------------------------------------------------------------------------


def direction_chart(answers: Answers, ledger: Ledger) -> ChartSpec:
    """The index of what was booked beside that of each route, of every gemeente or of the chosen one."""
    base, span = answers.release.figures.base_year, shared_years(answers, ledger)
    courses = courses_in_view(answers, ledger)
    several = len(courses) > 1
    panels = courses[: len(ledger.gemeenten)] if several else courses
    return ChartSpec(
        "routes_en_boeken",
        "lines",
        "Beide routes naast wat er is geboekt",
        f"Lijngrafieken van de index, {span[0]} is 100, in {span[-1]}. "
        f"{'; '.join(_direction_words(course, span[-1]) for course in courses)}.",
        INDEX,
        tuple(map(str, span)),
        tuple(_direction_panel(answers, course, span, len(panels) > 1) for course in panels),
        f"{'per gemeente' if several else courses[0].who.label}, index, {base} = 100; geboekt: lasten op "
        f"{ledger.taakvelden[0]}; routes: netto lasten {assumed(answers.comparison)}, zonder wat eenmalig is; de schaal "
        "begint niet bij 0",
        f"{base} = 100",
        from_zero=False,
        twin=direction_twin(answers, ledger),
    )


def _direction_panel(answers: Answers, course: Direction, span: Sequence[int], several: bool) -> Panel:
    routes = (
        Series(run.scenario.short_title, side_of(answers.comparison, run), tuple(index[year].value for year in span))
        for run, index in course.routes
    )
    booked = {year: course.booked[year] for year in span}
    own = Series("geboekt", "booked", tuple(cell.value for cell in booked.values()))
    return Panel(upper_first(course.who.label) if several else "", (*routes, own), missing=missing(booked))


def _direction_words(course: Direction, year: int) -> str:
    booked = course.booked[year]
    values = [f"geboekt {decimal(booked.value, 1) if booked.answer else booked.lacking}"]
    values += [f"{run.scenario.short_title} {decimal(index[year].value, 1)}" for run, index in course.routes]
    return f"{course.who.label}: {', '.join(values)}"


# -- other regions ---------------------------------------------------------------------------------------------


def elsewhere_chart(release: Release) -> ChartSpec | None:
    """The course in other regions, all in one panel; its table stands beside it. None when the release has none."""
    courses, span = groups(release), group_years(release)
    if not courses:
        return None
    series = (
        Series(
            "<br>".join(wrap(group.label, LEGEND_WIDTH)),
            "booked" if group.own else "other",
            tuple(_of_year(group, year).value for year in span),
        )
        for group in courses
    )
    notes = {year: NO_RETURN for group in courses if group.own for year in span if _of_year(group, year).answer is None}
    ends = "; ".join(f"{group.label} {_elsewhere_words(_of_year(group, span[-1]))}" for group in courses)
    return ChartSpec(
        "elders",
        "lines",
        ELSEWHERE,
        f"Lijngrafiek van de index van de lasten, {span[0]} is 100. In {span[-1]}: {ends}.",
        INDEX,
        tuple(map(str, span)),
        (Panel("", tuple(series), missing=notes),),
        f"lasten op taakveld {COMPARED} volgens de jaarrekening, index, {span[0]} = 100, lopende prijzen; de schaal begint "
        "niet bij 0",
        f"index, {span[0]} = 100",
        from_zero=False,
        legend=2 + len(courses) / 2,
    )


def _of_year(group: Group, year: int) -> Booked:
    return group.index.get(year, Booked(None, NO_RETURN))


def _elsewhere_words(cell: Booked) -> str:
    return cell.lacking if cell.answer is None else decimal(cell.value, 1)
