"""The page of one gemeente: choosing it, the message, what changes for people, what it costs, what must be true, what is not
known and what to ask, and who decides."""

from collections.abc import Sequence
from dataclasses import replace

from lib.analysis import accountability_tables, gemeente
from lib.analysis.answers import Answers
from lib.analysis.costs import LEGEND, in_short
from lib.analysis.expression import Scale, scale_of
from lib.analysis.message import period, rests_on
from lib.analysis.people import shown_years
from lib.analysis.placement import work_here
from lib.analysis.release import Release
from lib.analysis.routes import runs
from lib.analysis.view import View
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import counted, lower_first, whole
from lib.ui.cost_blocks import per_inhabitant
from lib.ui.grids import draw
from lib.ui.html import disclosure, route, source_link, text, why
from lib.ui.overview_blocks import below_message
from lib.ui.state import full_link

#: The parts of the page in their order: anchor → title.
PARTS = {
    "mensen": "Wat verandert er voor mensen",
    "begroting": "Wat het kost",
    "buren": "Is dat veel?",
    "waar": "Wat moet waar zijn",
    "vragen": "Wat niet bekend is, en wat u kunt vragen",
    "besluiten": "Wie beslist wat en wanneer",
}


def choose_first(release: Release, view: View) -> str:
    """What stands here as long as no gemeente is chosen."""
    return (
        "<h1>Kies uw gemeente</h1>"
        '<p class="rw-text">Daarna staat hier voor die gemeente: wat er voor mensen verandert, wat het kost, '
        f"en wat nog niet bekend is. Uw andere keuzes blijven staan.</p>{gemeente_links(release, view)}"
    )


def gemeente_links(release: Release, view: View) -> str:
    """Every gemeente as a link to this page that keeps every other choice; one that is counted with another in words."""
    items = "".join(
        f'<li><a href="{text(full_link(release, replace(view, gemeente=code)))}" target="_self"'
        f"{' aria-current=page' if code == view.gemeente else ''}>{text(release.name(code))}</a></li>"
        for code in release.choosable
    )
    items += "".join(f"<li>{text(release.name(code))}</li>" for code in release.away)
    return f'<nav class="rw-choices" aria-label="Kies een gemeente"><ul>{items}</ul></nav>'


def message(answers: Answers) -> str:
    """The heading that is the message, what its numbers are, and the way to each part and to the other gemeenten."""
    release, view = answers.release, answers.view
    people = answers.wsw(answers.comparison.zero, view.gemeente, None, shown_years(answers)[0])
    parts = "".join(f'<li><a href="#{anchor}">{text(title)}</a></li>' for anchor, title in PARTS.items())
    return (
        f"<h1>{text(gemeente.headline(answers))}</h1>"
        + below_message(answers, (people, whole(people.value)))
        + disclosure("Een andere gemeente kiezen", gemeente_links(release, view))
        + f'<nav class="rw-toc" aria-label="Op deze pagina"><ul>{parts}</ul></nav>'
    )


def part(anchor: str, quiet: str, inner: str) -> str:
    """A part of the page that a link above leads to."""
    return (
        f'<section class="rw-block rw-part" id="{anchor}"><h2>{text(PARTS[anchor])} <small>{text(quiet)}</small></h2>'
        f"{inner}</section>"
    )


def say(html: str) -> str:
    """A paragraph of safe HTML in which a number or a word may open its explanation."""
    return f'<div class="rw-text">{html}</div>'


def people(answers: Answers) -> str:
    """Who works where now and under each route, and the statements it rests on."""
    release, comparison = answers.release, answers.comparison
    table = draw(work_here(answers), release, style="rw-wrap rw-rows rw-close")
    statements = "".join(_statements(answers, letter, run) for letter, run in comparison.sides)
    sentence = gemeente.people_sentence(answers, lambda answer: why(whole(answer.value), answer, release), text)
    quiet = f"Wsw-personen van {release.name(answers.view.gemeente)}, stand van {shown_years(answers)[0]}"
    return part("mensen", quiet, f'{say(sentence)}{table}<div class="rw-two">{statements}</div>')


def _statements(answers: Answers, letter: str, run: Projection) -> str:
    """What a route says about the people of this gemeente, in full and with its source."""
    release = answers.release
    by_id = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    rows = [by_id[name] for name in gemeente.statements_here(answers, run) if name in by_id]
    items = "".join(f"<li>{text(row['uitspraak_id'])}: {text(row['uitspraak'])}</li>" for row in rows)
    sources = "; ".join(source_link(release, name) for name in dict.fromkeys(row["bron_id"] for row in rows))
    inner = (
        f"<ul>{items}</ul><p class=rw-small>Bron: {sources}.</p>"
        if items
        else say("Over wie waar werkt, staat bij deze route geen uitspraak in deze release.")
    )
    return f"<div><h3>{route(letter, run)}: wat erover is afgesproken</h3>{inner}</div>"


def costs(answers: Answers, scale: Scale) -> str:
    """Lasten, baten and saldo per year of every route, and the differences, structural and incidental."""
    kind, table = in_short(answers)
    inner = say(text(LEGEND)) + draw(table, answers.release, style="rw-budget")
    return part("begroting", f"{kind} {period(answers.comparison)}, {scale.label}", inner)


def neighbours(answers: Answers) -> str:
    """The same saldo per inhabitant beside the other gemeenten, on one scale."""
    release, code = answers.release, answers.view.gemeente
    scale = scale_of(release, "per_inwoner")
    phrases = []
    for run in runs(answers.comparison):
        own, all_ = (
            why(scale.text(answer.value, place), answer, release)
            for place in (code, ALL)
            for answer in (answers.saldo(run, place),)
        )
        phrases.append(
            f"{text(run.scenario.in_sentence)} {own} in {text(release.name(code))} en {all_} in de {text(release.all_together)} samen"
        )
    sentence = f"Saldo in euro per inwoner, {period(answers.comparison)} opgeteld: {'; '.join(phrases)}."
    return part(
        "buren",
        f"{lower_first(scale.label)}, {period(answers.comparison)} opgeteld",
        say(sentence) + per_inhabitant(answers),
    )


def what_must_be_true(answers: Answers) -> str:
    """On what each route rests, and per assumption the value at which both cost this gemeente the same."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    place = release.name(code)
    if comparison.same:
        return part("waar", "", say("Twee keer dezelfde route: geen verschil, dus geen omslagwaarde."))
    rests = "; ".join(
        f"{text(run.scenario.in_sentence)} op {text(rests_on(comparison, run))}" for _, run in answers.comparison.sides
    )
    grid, without = gemeente.conditions(answers)
    intro = say(
        f"Buiten wat gepubliceerd is, rust de uitkomst vooral: {rests}. De omslagwaarde is de waarde waarbij beide routes "
        f"{text(place)} evenveel kosten; de andere aannames blijven dan zoals ze zijn."
    )
    inner = draw(grid, release, style="rw-wrap rw-rows rw-close rw-evidence") if grid.rows else ""
    none = ", ".join(lower_first(parameter.label) for parameter in without)
    rest = say(f"Geen waarde maakt hier beide routes even duur bij: {text(none)}.") if none else ""
    return part("waar", place, intro + inner + rest)


def questions(answers: Answers) -> str:
    """Per route its PM-posten and what nobody published, in equal columns."""
    columns = "".join(_of_route(answers, letter, run) for letter, run in answers.comparison.sides)
    intro = say(
        "PM betekent: de post bestaat, het bedrag is niet bekend. Het telt in geen enkel totaal mee. De vragen komen uit "
        "de gegevens en hebben voor elke route dezelfde vorm."
    )
    return part("vragen", answers.release.name(answers.view.gemeente), f'{intro}<div class="rw-two">{columns}</div>')


def _of_route(answers: Answers, letter: str, run: Projection) -> str:
    items, measures = gemeente.pm_items(answers, run), gemeente.measure_questions(answers, run)
    ask = f"<div class=rw-ask>Vraag bij elke post: {text(gemeente.asked_of_pm(answers))}</div>" if items else ""
    return (
        f"<div><h3>{route(letter, run)}</h3>"
        f"<h4>Niet bekend: {counted(len(items), 'PM-post', 'PM-posten')}</h4>{ask}"
        + _list(answers, items, "Bij deze route staat geen PM-post.")
        + f"<h4>Geraamd of aangenomen: {counted(len(measures), 'maatregel', 'maatregelen')}</h4>"
        + _list(answers, measures, "Bij deze route staat hier geen maatregel die is geraamd of aangenomen.")
        + "</div>"
    )


def _list(answers: Answers, items: Sequence[gemeente.Question], none: str) -> str:
    if not items:
        return say(text(none))
    lines = []
    for item in items:
        ask = f'<div class="rw-ask">Vraag: {text(item.question)}</div>' if item.question else ""
        source = source_link(answers.release, item.source, short=True)
        lines.append(f"<li><b>{text(item.about)}</b>. {text(item.facts)} <small>Bron: {source}</small>{ask}</li>")
    return f'<ul class="rw-questions">{"".join(lines)}</ul>'


def decisions(answers: Answers) -> str:
    """The decisions of all gemeenten together and of this one."""
    release, place = answers.release, answers.release.name(answers.view.gemeente)
    here, others = gemeente.decisions_here(answers)
    left_out = (
        f" Nog {others} {'besluit' if others == 1 else 'besluiten'} van een andere gemeente: zie Verantwoording."
        if others
        else ""
    )
    own = f" Grijs: van {text(place)} zelf." if any(gemeente.is_own(answers, row) for row in here) else ""
    intro = say(f"Wat gemeenten samen besluiten, en wat {text(place)} zelf besluit.{own}{left_out}")
    table = accountability_tables.decisions(release, here, lambda row: gemeente.is_own(answers, row))
    inner = draw(table, release, style="rw-wrap rw-rows")
    return part("besluiten", counted(len(here), "beslissing", "beslissingen"), intro + inner)
