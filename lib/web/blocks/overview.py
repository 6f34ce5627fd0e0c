"""The blocks of Overzicht: the message, four figures and what must be true; six outcomes on one scale, bridges that close,
people, certainty, all scenarios."""

from collections.abc import Iterable, Sequence

from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare, switching_words
from lib.comparison.cells import named_routes, pair_title
from lib.comparison.grid import MILLIONS, Words, reach_of
from lib.comparison.message import MILLION, decimals, headline, period, reads_as, unpublished, what_is_published
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.release import NUMBERS
from lib.comparison.view import scale_of
from lib.model.projection import Projection
from lib.render.grids import Bars, draw, number_html, origin, origins_list
from lib.render.html import EMPTY, Html, block, card, disclosure, element, listing, route, share_bar, source_link, why
from lib.subjects import overview
from lib.subjects.what_if import what_if
from lib.text import difference, lower_first, whole


def message(answers: Answers) -> Html:
    """The heading that is the message, what its numbers are, and what the routes are."""
    title = headline(answers.release, answers.comparison, answers.view.gemeente)
    return element("h1", title) + below_message(answers)


def below_message(answers: Answers, *first: tuple[str, ExplainedNumber]) -> Html:
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
    routes = disclosure("Wat de routes inhouden", _routes(answers))
    return element("div", " ".join(sentences), style="rw-sub") + element(
        "div", origins(answers, first, differences), routes, style="rw-line"
    )


def origins(
    answers: Answers, first: Iterable[tuple[str, ExplainedNumber]], in_millions: Iterable[ExplainedNumber]
) -> Html:
    """The numbers of a heading once more, each with its explanation: the `first` as they are shown, then the others."""
    release, places = answers.release, decimals(answers.view.gemeente)
    items = [origin(words, answer, release) for words, answer in first]
    items += [
        origin(difference(answer.value, MILLION, places), answer, release) + Html(" ({})").format(MILLIONS)
        for answer in in_millions
    ]
    return origins_list(listing(items))


def _routes(answers: Answers) -> Html:
    """What each route is, in the words of its scenario, with the source."""
    comparison = answers.comparison
    runs = {run.scenario.id: run for run in (comparison.zero, comparison.a, comparison.b)}
    return listing(
        Html("<b>{}</b>: {} Bron: {}.").format(
            run.scenario.title, run.scenario.explanation, source_link(answers.release, run.scenario.source)
        )
        for run in runs.values()
    )


def cards(answers: Answers) -> Html:
    """Each route against the nulalternatief, the corners, and what must be true."""
    comparison = answers.comparison
    routes = [_route_card(answers, letter, run) for letter, run in (("a", comparison.a), ("b", comparison.b))]
    return element("div", *routes, _corner_card(answers), _switching_card(answers), style="rw-cards")


def _route_card(answers: Answers, letter: str, run: Projection) -> Html:
    cells = overview.routes(answers).row(letter).cells
    whole_number, *parts = (number_html(cell, answers.release) for cell in cells)
    zero, span = lower_first(answers.comparison.zero.scenario.short_title), period(answers.comparison)
    return card(
        Html("{} tegenover {}").format(route(letter, run), zero),
        whole_number,
        Html("structureel {} · eenmalig {}").format(*parts),
        Html("{}, {} · PM-posten niet meegeteld: {}").format(MILLIONS, span, pm(answers, run)),
    )


def _corner_card(answers: Answers) -> Html:
    comparison = answers.comparison
    span = f"{answers.release.figures.base_year + 1}–{comparison.figures.last_year}"
    table = what_if.corners(answers)
    if table is None:
        return card(
            f"Doorkijk {span}", "niet van toepassing", "De routes hebben niet elk een eigen onzekere maatregel."
        )
    title = f"Doorkijk {span}: {pair_title(comparison.b, comparison.a)} hangt af van"
    inner = draw(table, answers.release, hidden_caption=True, style="rw-corner")
    return element("section", element("h2", title), inner, style="rw-card")


def _switching_card(answers: Answers) -> Html:
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
    lines = (element("div", _switching_line(answers, name_, last)) for name_ in names)
    return element("section", element("h2", title), *lines, style="rw-card")


def _switching_line(answers: Answers, parameter_id: str, horizon: int) -> Html:
    parameter = answers.release.parameters[parameter_id]
    turn = next(s for s in answers.comparison.switching if (s.parameter, s.horizon) == (parameter_id, horizon))
    code = answers.view.gemeente
    answer = answers.switching(parameter_id, turn.with_one_offs[code], code, horizon)
    words, verdict = switching_words(parameter, turn.with_one_offs[code].value)
    low, middle, high = (bare(parameter, v) for v in (parameter.low, parameter.default, parameter.high))
    band = why(f"standaard {middle}, band {low} tot {high}", answers.parameter(parameter_id), answers.release)
    number = why(words, answer, answers.release)
    return Html("{}: <b>{}</b><br>{}{}").format(parameter.label, number, band, verdict)


def pm(answers: Answers, run: Projection) -> Html:
    answer = answers.pm(run)
    return why(whole(answer.value), answer, answers.release)


# -- tables ----------------------------------------------------------------------------------------------------


def outcomes(answers: Answers) -> Html:
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


def bridges(answers: Answers) -> Html:
    """Each route against the nulalternatief, measure by measure; and from A to B on request."""
    grids = overview.bridges(answers)
    bars = Bars(place="apart", reach=reach_of(grids))
    *own, between = (draw(grid, answers.release, bars=bars, hidden_caption=True) for grid in grids)
    quiet = f"{answers.release.name(answers.view.gemeente)}, {MILLIONS}, {period(answers.comparison)}; omvang: status van de maatregel"
    return block("Waar komt het vandaan?", quiet, *own, disclosure(grids[-1].caption, between))


def people(answers: Answers) -> Html:
    """Who carries the work out, by werkvorm, in the first year of the routes; and that nobody is lost."""
    base = answers.release.figures.base_year
    inner = draw(overview.placement(answers), answers.release, hidden_caption=True, style="rw-wrap")
    return block("Niemand valt weg", f"Wsw-personen in {base}, uitvoerder vanaf {base + 1}", inner)


def certainty_strip(answers: Answers) -> Html:
    """The share of the euros by status, and how many PM items are left out."""
    comparison, release = answers.comparison, answers.release
    rows = [(row.label, row.cells[0]) for row in what_if.certainty(answers).rows]
    dot = Html(" · ")
    shares = dot.join(Html("{} {}").format(number_html(cell, release), status) for status, cell in rows)
    runs = {run.scenario.id: run for run in (comparison.a, comparison.b)}
    left_out = dot.join(Html("{}: {}").format(run.scenario.short_title, pm(answers, run)) for run in runs.values())
    strip = share_bar({status: cell.value or 0.0 for status, cell in rows})
    return element(
        "div",
        element("span", strip, " euro’s in beide routes, alle gemeenten: ", shares),
        element("span", "PM-posten niet meegeteld: ", left_out),
        element("span", "Elk onderstreept getal: klik of Enter voor herkomst, formule en bron."),
        style="rw-foot",
    )


def scenarios_table(all_answers: Sequence[Answers]) -> Html:
    """All scenarios in one small table, the nulalternatief among them; each entry has its scenario as route B."""
    table = overview.scenarios(all_answers)
    inner = draw(table, all_answers[0].release, hidden_caption=True)
    return block("Alle scenario’s", f"{MILLIONS}, {period(all_answers[0].comparison)}", inner)


def what_must_be_true(answers: Answers) -> Html:
    """Every switching value in total, for the horizon and the last year; in one sentence what has none."""
    title = "Wat moet waar zijn voor gelijke kosten?"
    if answers.comparison.same:
        return block(title, "", element("p", "Twee keer dezelfde route: geen verschil, dus geen omslagwaarde."))
    table, without = what_if.with_a_number(what_if.switching(answers))
    inner = draw(table, answers.release, style="rw-wrap rw-rows") if table.rows else EMPTY
    none = Html(
        "<p class=rw-small>Voor deze aannames bestaat geen omslagwaarde binnen het toelaatbare bereik: {}.</p>"
    ).format(", ".join(map(lower_first, without)))
    quiet = f"per aanname, {answers.release.name(answers.view.gemeente)}"
    return block(title, quiet, inner, none if without else EMPTY)
