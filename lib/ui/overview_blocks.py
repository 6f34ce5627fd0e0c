"""The blocks of Overzicht: the message, four figures and what must be true; six outcomes on one scale, bridges that close,
people, certainty, all scenarios."""

from collections.abc import Iterable, Sequence

from lib.analysis import overview, what_if
from lib.analysis.answers import Answers
from lib.analysis.assumptions import bare, switching_words
from lib.analysis.expression import scale_of
from lib.analysis.grid import MILLIONS, Words, reach_of
from lib.analysis.message import MILLION, decimals, headline, period, reads_as, unpublished, what_is_published
from lib.analysis.numbers import ExplainedNumber
from lib.analysis.release import NUMBERS
from lib.analysis.routes import named_routes, pair_title
from lib.model.projection import Projection
from lib.text import difference, lower_first, whole
from lib.ui.grids import Bars, draw, number_html
from lib.ui.html import block, card, disclosure, route, share_bar, source_link, text, why


def message(answers: Answers) -> str:
    """The heading that is the message, what its numbers are, and what the routes are."""
    title = headline(answers.release, answers.comparison, answers.view.gemeente)
    return f"<h1>{text(title)}</h1>{below_message(answers)}"


def below_message(answers: Answers, *first: tuple[ExplainedNumber, str]) -> str:
    """What the numbers of a message are, where they come from, and what the routes are; `first` are other numbers that
    the message begins with, as they are shown."""
    release, comparison, code = answers.release, answers.comparison, answers.view.gemeente
    sentences = (
        reads_as(release, comparison, code),
        what_is_published(release, comparison),
        unpublished(release, comparison, code),
    )
    differences = (
        answer
        for _, run in comparison.sides
        for answer in (answers.difference(run, comparison.zero, code), answers.one_off(run, code))
    )
    return (
        f'<div class="rw-sub">{text(" ".join(sentences))}</div>'
        '<div class="rw-line">'
        + origins(answers, first, differences)
        + disclosure("Wat de routes inhouden", _routes(answers))
        + "</div>"
    )


def origins(
    answers: Answers, first: Iterable[tuple[ExplainedNumber, str]], in_millions: Iterable[ExplainedNumber]
) -> str:
    """The numbers of a heading once more, each with its explanation: the `first` as they are shown, then the others."""
    release, places = answers.release, decimals(answers.view.gemeente)
    items = [f"<li>{text(answer.title)}: {why(words, answer, release)}</li>" for answer, words in first]
    items += [
        f"<li>{text(answer.title)}: {why(difference(answer.value, MILLION, places), answer, release)} ({MILLIONS})</li>"
        for answer in in_millions
    ]
    return disclosure("Herkomst van de getallen in deze zin", f"<ul>{''.join(items)}</ul>")


def _routes(answers: Answers) -> str:
    """What each route is, in the words of its scenario, with the source."""
    comparison = answers.comparison
    runs = {run.scenario.id: run for run in (comparison.zero, comparison.a, comparison.b)}
    items = [
        f"<li><b>{text(run.scenario.title)}</b>: {text(run.scenario.explanation)} "
        f"Bron: {source_link(answers.release, run.scenario.source)}.</li>"
        for run in runs.values()
    ]
    return f"<ul>{''.join(items)}</ul>"


def cards(answers: Answers) -> str:
    """Each route against the nulalternatief, the corners, and what must be true."""
    comparison = answers.comparison
    routes = [_route_card(answers, letter, run) for letter, run in (("a", comparison.a), ("b", comparison.b))]
    return f'<div class="rw-cards">{"".join(routes)}{_corner_card(answers)}{_switching_card(answers)}</div>'


def _route_card(answers: Answers, letter: str, run: Projection) -> str:
    cells = overview.routes(answers).row(letter).cells
    whole_number, structural, single = (number_html(cell, answers.release) for cell in cells)
    return card(
        f"{route(letter, run)} tegenover {text(lower_first(answers.comparison.zero.scenario.short_title))}",
        whole_number,
        f"structureel {structural} · eenmalig {single}",
        f"{MILLIONS}, {period(answers.comparison)} · PM-posten niet meegeteld: {pm(answers, run)}",
    )


def _corner_card(answers: Answers) -> str:
    comparison = answers.comparison
    span = f"{answers.release.figures.base_year + 1}–{comparison.figures.last_year}"
    table = what_if.corners(answers)
    if table is None:
        return card(
            f"Doorkijk {span}", "niet van toepassing", "De routes hebben niet elk een eigen onzekere maatregel."
        )
    title = f"Doorkijk {span}: {text(pair_title(comparison.b, comparison.a))} hangt af van"
    inner = draw(table, answers.release, hidden_caption=True, style="rw-corner")
    return f'<section class="rw-card"><h2>{title}</h2>{inner}</section>'


def _switching_card(answers: Answers) -> str:
    """For each route the measure that its outcome rests on most, and the value at which both cost the same."""
    comparison = answers.comparison
    last = comparison.figures.last_year
    title = f"Wat moet waar zijn voor gelijke kosten t/m {last}?"
    if comparison.same:
        return card(title, "geen verschil", "Twee keer dezelfde route: elke waarde geeft gelijke kosten.")
    measures = [
        comparison.largest_uncertain(run.scenario, parts, last)
        for run, parts in ((comparison.a, comparison.bridge_a), (comparison.b, comparison.bridge_b))
    ]
    names = list(dict.fromkeys(measure.parameter for measure in measures if measure))
    lines = [_switching_line(answers, name_, last) for name_ in names]
    return f'<section class="rw-card"><h2>{text(title)}</h2>{"".join(f"<div>{line}</div>" for line in lines)}</section>'


def _switching_line(answers: Answers, parameter_id: str, horizon: int) -> str:
    parameter = answers.release.parameters[parameter_id]
    turn = next(s for s in answers.comparison.switching if (s.parameter, s.horizon) == (parameter_id, horizon))
    code = answers.view.gemeente
    answer = answers.switching(parameter_id, turn.with_one_offs[code], code, horizon)
    words, verdict = switching_words(parameter, turn.with_one_offs[code].value)
    low, middle, high = (bare(parameter, v) for v in (parameter.low, parameter.default, parameter.high))
    band = why(f"standaard {middle}, band {low} tot {high}", answers.parameter(parameter_id), answers.release)
    return f"{text(parameter.label)}: <b>{why(words, answer, answers.release)}</b><br>{band}{text(verdict)}"


def pm(answers: Answers, run: Projection) -> str:
    answer = answers.pm(run)
    return why(whole(answer.value), answer, answers.release)


# -- tables ----------------------------------------------------------------------------------------------------


def outcomes(answers: Answers) -> str:
    """Every gemeente's outcome on one scale: the nulalternatief, each route against it, and B − A."""
    comparison, scale = answers.comparison, scale_of(answers.release, answers.view.expression)
    headings: dict[str, tuple[Words, ...]] = {
        f"{side}-zero": (Words(run.scenario.short_title, side), Words(", verschil"))
        for side, run in named_routes(comparison)[1:]
    }
    differences = tuple(headings)
    headings["zero"] = (Words(comparison.zero.scenario.short_title),)
    headings["b-a"] = (Words(pair_title(comparison.b, comparison.a)),)
    caption = f"Saldo {period(comparison)} opgeteld, {scale.label}; V voordelig, N nadelig"
    table = overview.outcomes(answers).only(("zero", "a-zero", "b-zero", "b-a"), caption).headed(headings)
    count = NUMBERS.get(len(answers.codes), str(len(answers.codes))).capitalize()
    inner = draw(table, answers.release, bars=Bars(differences), style="rw-firm")
    return block(f"{count} uitkomsten, niet één gemiddelde", "op één schaal", inner)


def bridges(answers: Answers) -> str:
    """Each route against the nulalternatief, measure by measure; and from A to B on request."""
    grids = overview.bridges(answers)
    bars = Bars(place="apart", reach=reach_of(grids))
    *own, between = (draw(grid, answers.release, bars=bars, hidden_caption=True) for grid in grids)
    quiet = f"{answers.release.name(answers.view.gemeente)}, {MILLIONS}, {period(answers.comparison)}; omvang: status van de maatregel"
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


def scenarios_table(all_answers: Sequence[Answers]) -> str:
    """All scenarios in one small table, the nulalternatief among them; each entry has its scenario as route B."""
    table = overview.scenarios(all_answers)
    inner = draw(table, all_answers[0].release, hidden_caption=True)
    return block("Alle scenario’s", f"{MILLIONS}, {period(all_answers[0].comparison)}", inner)


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
