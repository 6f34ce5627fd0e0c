"""The blocks of Overzicht, evidence before outcome: what each side published, ranges, four readings, gemeenten and people; then
the rekenvoorbeeld within its range, what it rests on, bridges that close, and all scenarios."""

from collections.abc import Iterable, Sequence
from math import isnan

from lib.comparison.answers import Answers
from lib.comparison.cells import against, named_routes, pair_title
from lib.comparison.grid import LETTERS, MILLIONS, Words, reach_of
from lib.comparison.message import (
    MILLION,
    SAME,
    basis,
    decimals,
    nothing_to_compare,
    period,
)
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.pm import UNKNOWN_AMOUNT
from lib.comparison.release import NUMBERS
from lib.model.figures import ALL
from lib.model.readings import ENDS
from lib.render.grids import Bars, draw, draw_ranges, origin, origins_list
from lib.render.html import EMPTY, Html, block, disclosure, element, listing, source_link, why
from lib.subjects import evidence, overview
from lib.subjects.evidence import example_name
from lib.subjects.example import example
from lib.subjects.gemeente_questions import even_sentence, owners_sentence
from lib.subjects.people.carriers import carriers, in_short
from lib.subjects.people.people import reconciliation
from lib.subjects.readings import ENDS_EXPLAINED, READINGS, four_readings
from lib.subjects.what_if import what_if
from lib.text import difference, lower_first, upper_first, whole, year_range
from lib.web.blocks.accountability import considerations_table, of_zero

# -- the first screen ------------------------------------------------------------------------------------------


def opening(answers: Answers) -> Html:
    """What each side published and what it left open; what that was, with its source; and what the nulalternatief means."""
    zero = answers.comparison.zero.scenario
    said = [
        _sentence(
            answers,
            Html('<span class="rw-{}">{}</span>').format(side, run.scenario.short_title),
            run.scenario.published,
            run.scenario.published_source,
        )
        for side, run in answers.comparison.sides
    ]
    meaning = _sentence(answers, element("b", zero.short_title), zero.explanation, zero.source)
    return element("h1", evidence.heading(answers)) + element(
        "div", Html(" ").join((*said, meaning)), style="rw-sub rw-said-so"
    )


def _sentence(answers: Answers, name: Html, words: str, source: str) -> Html:
    return Html("{}: {} ({}).").format(name, words.rstrip("."), source_link(answers.release, source, short=True))


def ranges(answers: Answers) -> Html:
    """How far each route can go against the nulalternatief, and the assumptions that move it most."""
    table = evidence.ranges(answers)
    inner = draw(table, answers.release, hidden_caption=True, style="rw-firm rw-reaches")
    title = f"Tegenover {against(answers)}"
    quiet = f"{_whose(answers)}{MILLIONS}, ongunstigste tot gunstigste lezing; + is voordelig"
    return block(title, quiet, inner)


def readings(answers: Answers) -> Html:
    """The four readings over all years and whether they agree; those of the meerjarenraming, and what is one-off, on request."""
    if unknown := nothing_to_compare(answers.comparison):
        return block(upper_first(READINGS), "", element("p", unknown, style="rw-verdict"))
    if answers.comparison.same:
        return block(upper_first(READINGS), "", element("p", SAME))
    release, last = answers.release, answers.release.figures.last_year
    table = four_readings(answers, last)
    note = ENDS_EXPLAINED
    extremes = draw(table.only(ENDS), release, hidden_caption=True, note=note, style="rw-readings")
    verdict = element("p", answers.evidence.verdict(last, brief=True), style="rw-verdict")
    every = (
        draw(four_readings(answers, horizon), release, style="rw-readings")
        + element("p", answers.evidence.verdict(horizon), style="rw-verdict")
        for horizon in release.horizons
    )
    more = disclosure(f"Ook t/m {release.budget_until}, en wat eenmalig is", *every)
    span = year_range(release.figures.base_year + 1, last)
    quiet = f"{_whose(answers)}{span} samen, {MILLIONS}, zonder eenmalig"
    return block(upper_first(READINGS), quiet, extremes, element("div", verdict, more, style="rw-verdict-row"))


def gemeenten(answers: Answers) -> Html:
    """How far each route can go for every gemeente, on one scale, and which gemeente can come out furthest apart."""
    spec = evidence.gemeenten_chart(answers)
    ranges = draw_ranges(spec, answers.release)
    widest = _in_small(evidence.WIDEST, evidence.widest_sentence(answers))
    return block(spec.title, spec.quiet, EMPTY.join((ranges, widest)))


def _in_small(name: str, sentence: str) -> Html:
    """A sentence in small behind what it is about."""
    return element("p", element("b", f"{name}. "), sentence, style="rw-small")


def people(answers: Answers) -> Html:
    """Who does which work, who is the employer and what happens to the workplace; nobody is lost."""
    release, code, check = answers.release, answers.view.gemeente, reconciliation(answers, answers.view.gemeente)
    short = draw(in_short(answers), release, hidden_caption=True, style="rw-wrap rw-people")
    wsw = why(whole(check.persons.value), check.persons, release)
    staff = (
        EMPTY
        if isnan(check.staff.value)
        else Html(" en {} staf").format(why(whole(check.staff.value), check.staff, release))
    )
    quiet = Html("{}{} in de Wsw{}; {}").format(
        "" if code == ALL else f"{release.name(code)}, ", wsw, staff, check.words
    )
    return element("section", element("h2", Html("Mensen <small>{}</small>").format(quiet)), short, style="rw-block")


def unknown(answers: Answers) -> Html:
    """What must be true for equal costs, and what has no amount and who has to find that out: a sentence each, before the
    tables of it."""
    even = _in_small("Wat moet waar zijn", even_sentence(answers))
    return EMPTY.join((even, _in_small(upper_first(UNKNOWN_AMOUNT), owners_sentence(answers))))


def _whose(answers: Answers) -> str:
    """The gemeente in view before what else is said in small; nothing of all together."""
    code = answers.view.gemeente
    return "" if code == ALL else f"{answers.release.name(code)}, "


# -- below it: the rekenvoorbeeld and what it rests on ---------------------------------------------------------


def in_full(answers: Answers) -> Html:
    """On request in full: what each side said and left open, what the routes are, and who does which work for whom and where."""
    published = draw(evidence.published(answers), answers.release, hidden_caption=True, style="rw-wrap rw-rows")
    work = draw(carriers(answers), answers.release, style="rw-wrap rw-rows")
    return element(
        "div",
        disclosure("Wat elke kant zei en openliet", published),
        disclosure("Wat de routes inhouden", _routes(answers)),
        disclosure("Wie het werk doet, bij wie in dienst en waar", work),
        style="rw-line",
    )


def worked_example(answers: Answers) -> Html:
    """What each route comes to with the assumptions of the view, always within its range: in all, and per gemeente."""
    release = answers.release
    whole_table = draw(example(answers), release, hidden_caption=True, style="rw-firm")
    per_gemeente = overview.example_per_gemeente(answers)
    bars = Bars([f"{side} structureel" for side, _ in answers.comparison.sides], place="coloured")
    gemeenten = draw(per_gemeente, release, bars=bars, style="rw-firm")
    words = lower_first(basis(answers.comparison).removeprefix("Rekenvoorbeeld: "))
    quiet = f"{_whose(answers)}{words} Niemand voorspelde dit. {MILLIONS}, opgeteld; + is voordelig"
    return block(upper_first(example_name(answers)), quiet, whole_table, gemeenten)


def ladder(answers: Answers) -> Html:
    """What the difference of the rekenvoorbeeld rests on: published, estimated here, assumed here."""
    title = "Waarop het verschil rust"
    if unknown := nothing_to_compare(answers.comparison):
        return block(title, "", element("p", unknown))
    if answers.comparison.same:
        return block(title, "", element("p", SAME))
    table = evidence.ladder(answers)
    bars = Bars(place="coloured")
    inner = draw(table, answers.release, bars=bars, hidden_caption=True, style="rw-narrow")
    return block(table.title, f"{_whose(answers)}{example_name(answers)}, {MILLIONS}; V voordelig, N nadelig", inner)


def not_in_euros(answers: Answers) -> Html:
    """What counts and cannot be caught in an amount: both routes, and the nulalternatief."""
    inner = considerations_table(answers) + of_zero(answers)
    return block("Niet in euro’s", "beide kanten, met bron", inner)


def years(answers: Answers) -> Html:
    """The saldo of every year, on request: the chart above shows its tekort without one-offs."""
    title = f"Saldo per jaar, met wat eenmalig is; {answers.release.name(answers.view.gemeente)}"
    return disclosure(title, draw(overview.years(answers), answers.release, style="rw-firm"))


# -- what other pages show as well ---------------------------------------------------------------------------------


def origins(
    answers: Answers, first: Iterable[tuple[str, ExplainedNumber]], in_millions: Iterable[ExplainedNumber]
) -> Html:
    """The numbers of a heading once more, each with its explanation: the `first` as they are shown, then the others."""
    release, places = answers.release, decimals(answers.view.gemeente)
    items = [origin(words, answer, release) for words, answer in first]
    items += [
        origin(difference(answer.value, MILLION, places), answer, release) + Html(" ({}; {})").format(MILLIONS, LETTERS)
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


def outcomes(answers: Answers) -> Html:
    """Every gemeente's outcome on one scale: the nulalternatief, each route against it, and B − A."""
    comparison, scale = answers.comparison, answers.scale
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
    inner = draw(table, answers.release, bars=Bars(differences, place="coloured"), style="rw-firm")
    return block(f"{count} uitkomsten, niet één gemiddelde", "op één schaal", inner)


def bridges(answers: Answers) -> Html:
    """Each route against the nulalternatief, measure by measure; and from A to B on request."""
    grids = overview.bridges(answers)
    bars = Bars(place="apart", reach=reach_of(grids))
    levels = "rw-level-a", "rw-level-b", "rw-level-zero"
    *own, between = (
        draw(grid, answers.release, bars=bars, hidden_caption=True, style=level)
        for grid, level in zip(grids, levels, strict=True)
    )
    quiet = f"{answers.release.name(answers.view.gemeente)}, {MILLIONS}, {period(answers.comparison)}; omvang: status van de maatregel"
    return block("Waar komt het vandaan?", quiet, *own, disclosure(grids[-1].caption, between))


def scenarios_table(all_answers: Sequence[Answers]) -> Html:
    """All scenarios in one small table, the nulalternatief among them; each entry has its scenario as route B."""
    table = overview.scenarios(all_answers)
    inner = draw(table, all_answers[0].release, hidden_caption=True)
    return block("Alle scenario’s", f"{MILLIONS}, {period(all_answers[0].comparison)}", inner)


def what_must_be_true(answers: Answers) -> Html:
    """On request every switching value in total, for the horizon and the last year; in one sentence what has none."""
    title = f"Wat moet waar zijn voor gelijke kosten? Per aanname, {answers.release.name(answers.view.gemeente)}"
    if unknown := nothing_to_compare(answers.comparison):
        return disclosure(title, element("p", unknown))
    if answers.comparison.same:
        return disclosure(title, element("p", "Twee keer dezelfde route: geen verschil, dus geen omslagwaarde."))
    table, without = what_if.with_a_number(what_if.switching(answers))
    inner = draw(table, answers.release, style="rw-wrap rw-rows") if table.rows else EMPTY
    none = Html(
        "<p class=rw-small>Voor deze aannames bestaat geen omslagwaarde binnen het toelaatbare bereik: {}.</p>"
    ).format(", ".join(map(lower_first, without)))
    return disclosure(title, inner, none if without else EMPTY)
