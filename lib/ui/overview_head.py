"""The head of the first page: the message, four figures, and what must be true."""

from lib.analysis import overview, what_if
from lib.analysis.answers import Answer, Answers
from lib.analysis.assumptions import bare, switching_words
from lib.analysis.message import MILLION, decimals, headline, period, reads_as, unpublished, what_is_published
from lib.analysis.routes import pair_title
from lib.model.projection import Projection
from lib.text import difference, lower_first, whole
from lib.ui.grids import draw, number_html
from lib.ui.html import card, disclosure, route, source_link, text, why


def message(answers: Answers) -> str:
    """The heading that is the message, what its numbers are, and what the routes are."""
    title = headline(answers.release, answers.comparison, answers.view.gemeente)
    return f"<h1>{text(title)}</h1>{below_message(answers)}"


def below_message(answers: Answers, *first: tuple[Answer, str]) -> str:
    """What the numbers of a message are, where they come from, and what the routes are; `first` are other numbers that
    the message begins with, as they are shown."""
    release, comparison, code = answers.release, answers.comparison, answers.view.gemeente
    told = (
        reads_as(release, comparison, code),
        what_is_published(release, comparison),
        unpublished(release, comparison, code),
    )
    return (
        f'<div class="rw-sub">{text(" ".join(told))}</div>'
        '<div class="rw-line">'
        + disclosure("Herkomst van de getallen in deze zin", _in_sentence(answers, first))
        + disclosure("Wat de routes inhouden", _routes(answers))
        + "</div>"
    )


def _in_sentence(answers: Answers, first: tuple[tuple[Answer, str], ...]) -> str:
    """The numbers of the heading once more, each with its explanation."""
    comparison, code = answers.comparison, answers.view.gemeente
    items = [f"<li>{text(answer.title)}: {why(shown, answer, answers.release)}</li>" for answer, shown in first]
    for _, run in comparison.sides:
        for answer in (answers.difference(run, comparison.zero, code), answers.one_off(run, code)):
            shown = why(difference(answer.value, MILLION, decimals(code)), answer, answers.release)
            items.append(f"<li>{text(answer.title)}: {shown} (× € 1 miljoen)</li>")
    return f"<ul>{''.join(items)}</ul>"


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
    moved, structural, single = (number_html(cell, answers.release) for cell in cells)
    return card(
        f"{route(letter, run)} tegenover {text(lower_first(answers.comparison.zero.scenario.short_title))}",
        moved,
        f"structureel {structural} · eenmalig {single}",
        f"× € 1 miljoen, {period(answers.comparison)} · PM-posten niet meegeteld: {pm(answers, run)}",
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
    chosen = [
        comparison.largest_uncertain(run.scenario, parts, last)
        for run, parts in ((comparison.a, comparison.bridge_a), (comparison.b, comparison.bridge_b))
    ]
    names = list(dict.fromkeys(measure.parameter for measure in chosen if measure))
    lines = [_switching_line(answers, name_, last) for name_ in names]
    return f'<section class="rw-card"><h2>{text(title)}</h2>{"".join(f"<div>{line}</div>" for line in lines)}</section>'


def _switching_line(answers: Answers, parameter_id: str, horizon: int) -> str:
    parameter = answers.release.parameters[parameter_id]
    found = next(s for s in answers.comparison.switching if (s.parameter, s.horizon) == (parameter_id, horizon))
    code = answers.view.gemeente
    answer = answers.switching(parameter_id, found.with_one_offs[code], code, horizon)
    shown, verdict = switching_words(parameter, found.with_one_offs[code].value)
    low, middle, high = (bare(parameter, v) for v in (parameter.low, parameter.default, parameter.high))
    asked = why(f"standaard {middle}, band {low} tot {high}", answers.parameter(parameter_id), answers.release)
    return f"{text(parameter.label)}: <b>{why(shown, answer, answers.release)}</b><br>{asked}{text(verdict)}"


def pm(answers: Answers, run: Projection) -> str:
    answer = answers.pm(run)
    return why(whole(answer.value), answer, answers.release)
