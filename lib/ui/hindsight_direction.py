"""The routes beside what was booked: the chart, its table, and the last year in short."""

from collections.abc import Mapping, Sequence

from lib.analysis.answers import Answers
from lib.analysis.hindsight import Booked, Ledger
from lib.analysis.hindsight_charts import courses_in_view
from lib.analysis.hindsight_remarks import short_remarks
from lib.analysis.hindsight_routes import Direction, direction, shared_years
from lib.analysis.routes import side_of
from lib.text import thousands, upper_first, year_range
from lib.ui.hindsight_tables import index_cell
from lib.ui.html import Cell, Row, name, route, table, text, why


def direction_twin(answers: Answers, ledger: Ledger) -> str:
    """What the chart shows, of every year."""
    base, found = answers.release.figures.base_year, courses_in_view(answers, ledger)
    caption = f"Index van de lasten, {base} = 100"
    return _direction_table(answers, found, shared_years(answers, ledger), caption, all_years=True)


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
    heads = [route(side_of(answers.comparison, run), run) for run, _ in found[0].routes]
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
