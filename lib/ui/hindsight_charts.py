"""What the charts of the look back need: their lines, words and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.hindsight import ACCOUNTS, BUDGET, NO_RETURN, Booked, Ledger, Who
from lib.analysis.hindsight_budget import HIGHEST, LOWEST, band, used_for_band
from lib.analysis.hindsight_elsewhere import Group, group_years, groups
from lib.analysis.hindsight_routes import Direction, direction, shared_years
from lib.analysis.release import Release
from lib.analysis.view import View
from lib.charts.multiples import OTHERS, TOP, Beside, Lines
from lib.model.comparison import TOTAL
from lib.model.projection import Projection
from lib.text import decimal, percentage, thousands, upper_first, year_range
from lib.ui import hindsight_tables as tables
from lib.ui.html import Cell, Row, block, name, route, table, text, why
from lib.ui.links import source_link

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


# -- budget and accounts ---------------------------------------------------------------------------------------


def accounts_chart(ledger: Ledger, view: View, taakveld: str, with_band: bool) -> Panels:
    """Budget beside accounts, a panel per gemeente or one of the chosen gemeente."""
    who = ledger.gemeenten if view.gemeente == TOTAL else (ledger.who(view.gemeente),)
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
    names = [f"{each.label} (eigen schaal)" if i in own else each.label for i, each in enumerate(who)]
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
            notes=_notes(ledger, found[ACCOUNTS], span),
            own_scale=own,
        ),
        f"Begroting naast jaarrekening, taakveld {taakveld}",
        f"{who[0].label if len(who) == 1 else 'per gemeente'}, {unit}; jaarrekening vol, begroting open en gestippeld",
        _accounts_words(ledger, who, taakveld, found, span),
        tables.twin(ledger, who, taakveld),
    )


def _notes(ledger: Ledger, found: Sequence[Sequence[Booked]], span: Sequence[int]) -> dict[tuple[int, int], str]:
    """Words that stand in a panel: a year without a return, and a year with a remark of its own."""
    last, notes = max(ledger.years(ACCOUNTS), default=0), {}
    for panel, cells in enumerate(found):
        for year, cell in zip(span, cells, strict=True):
            if year > last:
                continue
            told = tables.short_remarks(ledger, cell) if cell.answer else [cell.lacking]
            if told:
                notes[panel, year] = "; ".join(told)
    return notes


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


def band_words(ledger: Ledger, view: View, taakveld: str) -> str:
    """What the band is, on what it rests, and where there is none."""
    found = used_for_band(ledger.release)
    if found is None:
        return "<div class=rw-small>Deze release heeft deze cijfers niet: hoe ver begrotingen ernaast zaten is onbekend.</div>"
    if taakveld != ledger.taakvelden[0]:
        return f"<div class=rw-small>De band is alleen bekend voor taakveld {text(ledger.taakvelden[0])}.</div>"
    low, high = (
        why(percentage(found.shares[each].value, 0), found.shares[each], ledger.release) for each in (LOWEST, HIGHEST)
    )
    return (
        f"<div class=rw-small>Band: de begroting {low} tot {high}, de afwijking van {found.year} elders. Dat dit ook voor "
        "andere jaren en voor deze gemeenten geldt, is een aanname. Een andere berekening komt anders uit: zie onderaan.</div>"
    )


# -- the routes beside what was booked -------------------------------------------------------------------------


def direction_chart(answers: Answers, ledger: Ledger) -> Panels:
    """The index of what was booked beside that of each route, of every gemeente or of the chosen one."""
    view, base = answers.view, answers.release.figures.base_year
    span = list(shared_years(answers, ledger))
    who = (*ledger.gemeenten, ledger.comparable) if view.gemeente == TOTAL else (ledger.who(view.gemeente),)
    found = [direction(answers, ledger, each) for each in who]
    drawn = found[: len(ledger.gemeenten)] if len(found) > 1 else found
    lines: dict[str, tuple[str, list[list[float]]]] = {
        run.scenario.short_title: (
            _letter(answers, run),
            [[each.routes[r][1][year].value for year in span] for each in drawn],
        )
        for r, (run, _) in enumerate(found[0].routes)
    }
    lines["geboekt"] = ("booked", [[each.booked[year].value for year in span] for each in drawn])
    field = ledger.taakvelden[0]
    notes = {
        (panel, year): cell.lacking
        for panel, each in enumerate(drawn)
        for year, cell in each.booked.items()
        if cell.answer is None
    }
    return Panels(
        [upper_first(each.who.label) for each in drawn] if len(drawn) > 1 else [""],
        span,
        lines,
        f"{base} = 100",
        1,
        Beside(notes=notes, from_zero=False),
        "Beide routes naast wat er is geboekt",
        f"{who[0].label if len(who) == 1 else 'per gemeente'}, index, {base} = 100; geboekt: lasten op {field}; "
        "routes: netto lasten in het rekenvoorbeeld, zonder wat eenmalig is; de schaal begint niet bij 0",
        _direction_words(found, span),
        _direction_table(answers, found, span, f"Index van de lasten, {base} = 100", all_years=True),
    )


def _letter(answers: Answers, run: Projection) -> str:
    comparison = answers.comparison
    by_id = {comparison.b.scenario.id: "b", comparison.a.scenario.id: "a", comparison.zero.scenario.id: "zero"}
    return by_id[run.scenario.id]


def _direction_words(found: Sequence[Direction], span: Sequence[int]) -> str:
    told = []
    for each in found:
        booked = each.booked[span[-1]]
        values = [f"geboekt {decimal(booked.value, 1) if booked.answer else booked.lacking}"]
        values += [f"{run.scenario.short_title} {decimal(index[span[-1]].value, 1)}" for run, index in each.routes]
        told.append(f"{each.who.label}: {', '.join(values)}")
    return f"Lijngrafieken van de index, {span[0]} is 100, in {span[-1]}. {'; '.join(told)}."


def direction_summary(answers: Answers, ledger: Ledger) -> str:
    """The index of the last year in a table, and what it leaves out."""
    span = shared_years(answers, ledger)
    who = (*ledger.gemeenten, ledger.comparable)
    found = [direction(answers, ledger, each) for each in who]
    base, last = answers.release.figures.base_year, span[-1]
    drawn = _direction_table(answers, found, (last,), f"Index van de lasten in {last}, {base} = 100", all_years=False)
    return drawn + _left_out(answers)


def _left_out(answers: Answers) -> str:
    years = answers.horizon_years
    single = "; ".join(
        f"{route(letter, run)} {why(thousands(one.value), one, answers.release)}"
        for letter, run in (("a", answers.comparison.a), ("b", answers.comparison.b))
        for one in (answers.one_off(run, answers.view.gemeente),)
    )
    return (
        "<div class=rw-text>Boven 100 is hoger dan in het basisjaar, onder 100 lager. De hoogte van model en boeken verschilt, "
        "want op het taakveld staan ook andere taken; alleen de richting staat hier naast elkaar. Wat er is geboekt, "
        "bewijst niets over een route die niet is uitgevoerd, en ook niet waarom een bedrag hoger of lager werd.</div>"
        f"<div class=rw-text>Niet in de index: wat eenmalig is, {year_range(years[0], years[-1])}, × € 1.000: {single}.</div>"
    )


def _direction_table(
    answers: Answers, found: Sequence[Direction], span: Sequence[int], caption: str, *, all_years: bool
) -> str:
    release, rows = answers.release, []
    heads = [route(_letter(answers, run), run) for run, _ in found[0].routes]
    if not all_years:
        for each in found:
            cells = [_index(release, each.booked[span[-1]])]
            cells += [_index(release, Booked(index[span[-1]])) for _, index in each.routes]
            chosen = "rw-chosen" if each.who.codes == (answers.view.gemeente,) else ""
            rows.append(Row((name(upper_first(each.who.label)), *cells), total=each.who.several, style=chosen))
        return table(caption, ["Gemeente", "Geboekt", *heads], rows, style="rw-firm rw-booked")
    for each in found:
        series: list[tuple[str, Mapping[int, Booked]]] = [("geboekt", each.booked)]
        series += [
            (head, {year: Booked(index[year]) for year in span})
            for head, (_, index) in zip(heads, each.routes, strict=True)
        ]
        rows += [
            Row(
                (
                    name(upper_first(each.who.label)),
                    Cell(label, number=False),
                    *(_index(release, values[year]) for year in span),
                )
            )
            for label, values in series
        ]
    return table(caption, ["Gemeente", "Wat", *map(str, span)], rows, style="rw-firm rw-booked")


def _index(release: Release, found: Booked) -> Cell:
    if found.answer is None:
        return Cell(text(found.lacking), style="rw-lacking")
    answer: Answer = found.answer
    return Cell(why(decimal(answer.value, 1), answer, release))


# -- elsewhere -------------------------------------------------------------------------------------------------


def elsewhere_chart(release: Release) -> Panels | None:
    """The course in other regions, all in one panel; None when the release has none."""
    found, span = groups(release), list(group_years(release))
    if not found:
        return None
    others = iter(OTHERS * len(found))
    lines: dict[str, tuple[str, list[list[float]]]] = {
        each.label: ("booked" if each.own else next(others), [[_value(each, year) for year in span]]) for each in found
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
        Beside(notes=notes, from_zero=False, top=TOP + 22 * len(found)),
        "Hoe het elders liep",
        f"lasten op taakveld 6.4 volgens de jaarrekening, index, {span[0]} = 100, lopende prijzen; de schaal begint niet bij 0",
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


def elsewhere_table(release: Release) -> str:
    """The same numbers, each with its origin, and what they do not say."""
    found, span = groups(release), group_years(release)
    rows = [
        Row((name(each.label), *(_index(release, each.index.get(year, Booked(None, NO_RETURN))) for year in span)))
        for each in found
    ]
    sources = dict.fromkeys(row["bron_id"] for row in release.tables["comparators"])
    links = "; ".join(source_link(release, each) for each in sources)
    return (
        table(
            f"Index van de lasten, {span[0]} = 100",
            ["Groep", *map(str, span)],
            rows,
            style="rw-firm rw-booked rw-groups",
        )
        + f"<div class=rw-text>Andere regio’s, andere afspraken en andere manieren van boeken: de reeksen laten een verloop "
        f"zien en bewijzen geen oorzaak. Bron: {links}.</div>"
    )


def nothing(title: str) -> str:
    """A part of the page whose table is empty in this release."""
    return block(title, "", "<div class=rw-text>Deze release heeft deze cijfers niet.</div>")
