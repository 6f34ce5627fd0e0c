"""The tables of the first page: six outcomes on one scale, bridges that close, people, certainty, all scenarios."""

from collections.abc import Sequence

from lib.analysis import overview, what_if
from lib.analysis.answers import Answers
from lib.analysis.expression import scale_of
from lib.analysis.grid import Words, reach_of
from lib.analysis.message import period
from lib.analysis.release import NUMBERS
from lib.analysis.routes import named_routes, pair_title
from lib.text import lower_first
from lib.ui.grids import Bars, draw, number_html
from lib.ui.html import block, disclosure, share_bar, text
from lib.ui.overview_head import pm


def outcomes(answers: Answers) -> str:
    """Every gemeente's outcome on one scale: the nulalternatief, each route against it, and B − A."""
    comparison, scale = answers.comparison, scale_of(answers.release, answers.view.expression)
    headings: dict[str, tuple[Words, ...]] = {
        f"{side}-zero": (Words(run.scenario.short_title, side), Words(", verschil"))
        for side, run in named_routes(comparison)[1:]
    }
    moved = tuple(headings)
    headings["zero"] = (Words(comparison.zero.scenario.short_title),)
    headings["b-a"] = (Words(pair_title(comparison.b, comparison.a)),)
    caption = f"Saldo {period(comparison)} opgeteld, {scale.label}; V voordelig, N nadelig"
    table = overview.outcomes(answers).only(("zero", "a-zero", "b-zero", "b-a"), caption).headed(headings)
    count = NUMBERS.get(len(answers.codes), str(len(answers.codes))).capitalize()
    inner = draw(table, answers.release, bars=Bars(moved), style="rw-firm")
    return block(f"{count} uitkomsten, niet één gemiddelde", "op één schaal", inner)


def bridges(answers: Answers) -> str:
    """Each route against the nulalternatief, measure by measure; and from A to B on request."""
    grids = overview.bridges(answers)
    bars = Bars(place="apart", reach=reach_of(grids))
    *own, between = (draw(each, answers.release, bars=bars, hidden_caption=True) for each in grids)
    quiet = f"{answers.release.name(answers.view.gemeente)}, × € 1 miljoen, {period(answers.comparison)}; omvang: status van de maatregel"
    return block("Waar komt het vandaan?", quiet, "".join(own) + disclosure(grids[-1].caption, between))


def people(answers: Answers) -> str:
    """Who carries the work out, by werkvorm, in the first year of the routes; and that nobody is lost."""
    base = answers.release.figures.base_year
    inner = draw(overview.placement(answers), answers.release, hidden_caption=True, style="rw-wrap")
    return block("Niemand valt weg", f"Wsw-personen in {base}, uitvoerder vanaf {base + 1}", inner)


def certainty_strip(answers: Answers) -> str:
    """The share of the euros by status, and how many PM items are left out."""
    comparison, release = answers.comparison, answers.release
    rows = [(row.label, row.cells[0]) for row in what_if.certainty(answers).rows]
    shares = " · ".join(f"{number_html(cell, release)} {text(status)}" for status, cell in rows)
    runs = {run.scenario.id: run for run in (comparison.a, comparison.b)}
    left_out = " · ".join(f"{text(run.scenario.short_title)}: {pm(answers, run)}" for run in runs.values())
    strip = share_bar({status: cell.value or 0.0 for status, cell in rows})
    return (
        f'<div class="rw-foot"><span>{strip} euro’s in beide routes, alle gemeenten: {shares}</span>'
        f"<span>PM-posten niet meegeteld: {left_out}</span>"
        f"<span>Elk onderstreept getal: klik of Enter voor herkomst, formule en bron.</span></div>"
    )


def scenarios_table(each: Sequence[Answers]) -> str:
    """All scenarios in one small table, the nulalternatief among them; each entry has its scenario as route B."""
    table = overview.scenarios(each)
    inner = draw(table, each[0].release, hidden_caption=True)
    return block("Alle scenario’s", f"× € 1 miljoen, {period(each[0].comparison)}", inner)


def what_must_be_true(answers: Answers) -> str:
    """Every switching value in total, for the horizon and the last year; in one sentence what has none."""
    title = "Wat moet waar zijn voor gelijke kosten?"
    if answers.comparison.same:
        return block(title, "", "<p>Twee keer dezelfde route: geen verschil, dus geen omslagwaarde.</p>")
    table, without = what_if.with_a_number(what_if.switching(answers))
    inner = draw(table, answers.release, style="rw-wrap rw-rows") if table.rows else ""
    names = text(", ".join(map(lower_first, without)))
    none = f"<p class=rw-small>Voor deze aannames bestaat geen omslagwaarde binnen het toelaatbare bereik: {names}.</p>"
    return block(
        title, f"per aanname, {answers.release.name(answers.view.gemeente)}", inner + (none if without else "")
    )
