"""The two charts that set something beside what was booked here: the routes, and other regions."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from lib.analysis.aansluiting import COMPARED
from lib.analysis.answers import Answers
from lib.analysis.hindsight import NO_RETURN, Booked, Ledger
from lib.analysis.hindsight_elsewhere import Group, group_years, groups
from lib.analysis.hindsight_routes import Direction, direction, shared_years
from lib.analysis.release import Release
from lib.charts.multiples import OTHERS, TOP, Beside
from lib.model.comparison import TOTAL
from lib.model.projection import Projection
from lib.text import decimal, thousands, upper_first, year_range
from lib.ui.hindsight_charts import Panels, missing
from lib.ui.hindsight_head import NOT_HERE
from lib.ui.hindsight_tables import short_remarks
from lib.ui.html import Cell, Row, block, name, route, table, text, why
from lib.ui.links import source_link

#: Letters on a line of the legend before it goes on below.
LEGEND_WIDTH = 38
ELSEWHERE = "Hoe het elders liep"


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
    return drawn + _remarks(ledger, found) + _left_out(answers)


def _remarks(ledger: Ledger, found: Sequence[Direction]) -> str:
    """Which booked year stands out, of each gemeente."""
    told = [
        f"{each.who.label} {year}: {remark}"
        for each in found
        if not each.who.several
        for year, cell in each.booked.items()
        for remark in (short_remarks(ledger, cell) if cell.answer else [cell.lacking])
    ]
    return f"<div class=rw-small>{text('; '.join(told))}.</div>" if told else ""


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
        return table(caption, ["Gemeente", "Geboekt", *heads], rows)
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
    return Cell(why(decimal(found.answer.value, 1), found.answer, release))


# -- elsewhere -------------------------------------------------------------------------------------------------


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


def elsewhere_table(release: Release) -> str:
    """The same numbers, each with its origin, and what they do not say."""
    found, span = groups(release), group_years(release)
    if not found:
        return block(ELSEWHERE, "", f"<div class=rw-text>{NOT_HERE}</div>")
    rows = [
        Row((name(each.label), *(_index(release, each.index.get(year, Booked(None, NO_RETURN))) for year in span)))
        for each in found
    ]
    sources = dict.fromkeys(row["bron_id"] for row in release.tables["comparators"])
    links = "; ".join(source_link(release, each) for each in sources)
    told = "".join(
        f"<div class=rw-small>{text(each.label)}, {year}: {text(remark)}.</div>"
        for each in found
        for year, cell in each.index.items()
        for remark in cell.remarks
    )
    return (
        table(
            f"Index van de lasten, {span[0]} = 100",
            ["Groep", *map(str, span)],
            rows,
            style="rw-firm rw-booked rw-groups",
        )
        + told
        + f"<div class=rw-text>Andere regio’s, andere afspraken en andere manieren van boeken: de reeksen laten een verloop "
        f"zien en bewijzen geen oorzaak. Bron: {links}.</div>"
    )
