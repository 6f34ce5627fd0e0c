"""The routes beside what was booked: the chart, its table, and the last year in short."""

from collections.abc import Mapping, Sequence

from lib.analysis.answers import Answers
from lib.analysis.hindsight import Booked, Ledger
from lib.analysis.hindsight_remarks import short_remarks
from lib.analysis.hindsight_routes import Direction, direction, shared_years
from lib.analysis.own_choices import assumed
from lib.charts.beside import Beside
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import decimal, thousands, upper_first, year_range
from lib.ui.hindsight_charts import Panels, missing
from lib.ui.hindsight_tables import index_cell
from lib.ui.html import Cell, Row, name, route, table, text, why


def direction_chart(answers: Answers, ledger: Ledger) -> Panels:
    """The index of what was booked beside that of each route, of every gemeente or of the chosen one."""
    view, base = answers.view, answers.release.figures.base_year
    span = list(shared_years(answers, ledger))
    who = (*ledger.gemeenten, ledger.comparable) if view.gemeente == ALL else (ledger.who(view.gemeente),)
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
        f"routes: netto lasten {assumed(answers.comparison)}, zonder wat eenmalig is; de schaal begint niet bij 0",
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
            cells = [index_cell(release, each.booked[span[-1]])]
            cells += [index_cell(release, Booked(index[span[-1]])) for _, index in each.routes]
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
                    *(index_cell(release, values[year]) for year in span),
                )
            )
            for label, values in series
        ]
    return table(caption, ["Gemeente", "Wat", *map(str, span)], rows, style="rw-firm rw-booked")
