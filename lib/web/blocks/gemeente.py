"""The page of one gemeente: choosing it, the message, what changes for people, what it costs, what must be true, what is not
known and what to ask, and who decides."""

from collections.abc import Sequence
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.cells import runs
from lib.comparison.message import period, rests_on
from lib.comparison.release import Release
from lib.comparison.view import Scale, View, scale_of
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.render.grids import draw
from lib.render.html import EMPTY, Html, disclosure, element, listing, route, source_link, subheading, why
from lib.subjects import gemeente
from lib.subjects.accountability import tables
from lib.subjects.costs.costs import LEGEND, in_short
from lib.subjects.people.people import shown_years
from lib.subjects.people.placement import work_here
from lib.text import counted, lower_first, whole
from lib.web.blocks.costs import per_inhabitant
from lib.web.blocks.overview import below_message
from lib.web.state import full_link

#: The parts of the page in their order: anchor → title.
PARTS = {
    "mensen": "Wat verandert er voor mensen",
    "begroting": "Wat het kost",
    "buren": "Is dat veel?",
    "waar": "Wat moet waar zijn",
    "vragen": "Wat niet bekend is, en wat u kunt vragen",
    "besluiten": "Wie beslist wat en wanneer",
}


def choose_first(release: Release, view: View) -> Html:
    """What stands here as long as no gemeente is chosen."""
    head = Html(
        '<h1>Kies uw gemeente</h1><p class="rw-text">Daarna staat hier voor die gemeente: wat er voor mensen verandert, '
        "wat het kost, en wat nog niet bekend is. Uw andere keuzes blijven staan.</p>"
    )
    return head + gemeente_links(release, view)


def gemeente_links(release: Release, view: View) -> Html:
    """Every gemeente as a link to this page that keeps every other choice; one that is counted with another in words."""
    links = (
        Html('<a href="{}" target="_self"{}>{}</a>').format(
            full_link(release, replace(view, gemeente=code)),
            Html(" aria-current=page") if code == view.gemeente else "",
            release.name(code),
        )
        for code in release.choosable
    )
    places = listing([*links, *map(release.name, release.away)])
    return Html('<nav class="rw-choices" aria-label="Kies een gemeente">{}</nav>').format(places)


def message(answers: Answers) -> Html:
    """The heading that is the message, what its numbers are, and the way to each part and to the other gemeenten."""
    release, view = answers.release, answers.view
    people = answers.wsw(answers.comparison.zero, view.gemeente, None, shown_years(answers)[0])
    parts = listing(element("a", title, href=f"#{anchor}") for anchor, title in PARTS.items())
    return (
        element("h1", gemeente.headline(answers))
        + below_message(answers, (whole(people.value), people))
        + disclosure("Een andere gemeente kiezen", gemeente_links(release, view))
        + Html('<nav class="rw-toc" aria-label="Op deze pagina">{}</nav>').format(parts)
    )


def part(anchor: str, quiet: str, *inner: Html) -> Html:
    """A part of the page that a link above leads to."""
    return element("section", subheading(PARTS[anchor], quiet), *inner, style="rw-block rw-part", id=anchor)


def say(words: str) -> Html:
    """A paragraph in which a number or a word may open its explanation."""
    return element("div", words, style="rw-text")


def people(answers: Answers) -> Html:
    """Who works where now and under each route, and the statements it rests on."""
    release, comparison = answers.release, answers.comparison
    table = draw(work_here(answers), release, style="rw-wrap rw-rows rw-close")
    statements = (_statements(answers, letter, run) for letter, run in comparison.sides)
    sentence = EMPTY.join(
        piece if isinstance(piece, str) else why(whole(piece.value), piece, release)
        for piece in gemeente.people_pieces(answers)
    )
    quiet = f"Wsw-personen van {release.name(answers.view.gemeente)}, stand van {shown_years(answers)[0]}"
    return part("mensen", quiet, say(sentence), table, element("div", *statements, style="rw-two"))


def _statements(answers: Answers, letter: str, run: Projection) -> Html:
    """What a route says about the people of this gemeente, in full and with its source."""
    release = answers.release
    by_id = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    rows = [by_id[name] for name in gemeente.statements_here(answers, run) if name in by_id]
    sources = Html("; ").join(source_link(release, name) for name in dict.fromkeys(row["bron_id"] for row in rows))
    inner = say("Over wie waar werkt, staat bij deze route geen uitspraak in deze release.")
    if rows:
        inner = listing(f"{row['uitspraak_id']}: {row['uitspraak']}" for row in rows)
        inner += Html("<p class=rw-small>Bron: {}.</p>").format(sources)
    return element("div", element("h3", route(letter, run), ": wat erover is afgesproken"), inner)


def costs(answers: Answers, scale: Scale) -> Html:
    """Lasten, baten and saldo per year of every route, and the differences, structural and incidental."""
    kind, table = in_short(answers)
    inner = say(LEGEND) + draw(table, answers.release, style="rw-budget")
    return part("begroting", f"{kind} {period(answers.comparison)}, {scale.label}", inner)


def neighbours(answers: Answers) -> Html:
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
            Html("{} {} in {} en {} in de {} samen").format(
                run.scenario.in_sentence, own, release.name(code), all_, release.all_together
            )
        )
    sentence = Html("Saldo in euro per inwoner, {} opgeteld: {}.").format(
        period(answers.comparison), Html("; ").join(phrases)
    )
    quiet = f"{lower_first(scale.label)}, {period(answers.comparison)} opgeteld"
    return part("buren", quiet, say(sentence), per_inhabitant(answers))


def what_must_be_true(answers: Answers) -> Html:
    """On what each route rests, and per assumption the value at which both cost this gemeente the same."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    place = release.name(code)
    if comparison.same:
        return part("waar", "", say("Twee keer dezelfde route: geen verschil, dus geen omslagwaarde."))
    rests = "; ".join(
        f"{run.scenario.in_sentence} op {rests_on(comparison, run)}" for _, run in answers.comparison.sides
    )
    grid, without = gemeente.conditions(answers)
    intro = say(
        f"Buiten wat gepubliceerd is, rust de uitkomst vooral: {rests}. De omslagwaarde is de waarde waarbij beide routes "
        f"{place} evenveel kosten; de andere aannames blijven dan zoals ze zijn."
    )
    inner = draw(grid, release, style="rw-wrap rw-rows rw-close rw-evidence") if grid.rows else EMPTY
    none = ", ".join(lower_first(parameter.label) for parameter in without)
    rest = say(f"Geen waarde maakt hier beide routes even duur bij: {none}.") if none else EMPTY
    return part("waar", place, intro, inner, rest)


def questions(answers: Answers) -> Html:
    """Per route its PM-posten and what nobody published, in equal columns."""
    columns = (_of_route(answers, letter, run) for letter, run in answers.comparison.sides)
    intro = say(
        "PM betekent: de post bestaat, het bedrag is niet bekend. Het telt in geen enkel totaal mee. De vragen komen uit "
        "de gegevens en hebben voor elke route dezelfde vorm."
    )
    return part("vragen", answers.release.name(answers.view.gemeente), intro, element("div", *columns, style="rw-two"))


def _of_route(answers: Answers, letter: str, run: Projection) -> Html:
    items, measures = gemeente.pm_items(answers, run), gemeente.measure_questions(answers, run)
    ask = Html("<div class=rw-ask>Vraag bij elke post: {}</div>").format(gemeente.asked_of_pm(answers))
    return element(
        "div",
        element("h3", route(letter, run)),
        element("h4", f"Niet bekend: {counted(len(items), 'PM-post', 'PM-posten')}"),
        ask if items else EMPTY,
        _list(answers, items, "Bij deze route staat geen PM-post."),
        element("h4", f"Geraamd of aangenomen: {counted(len(measures), 'maatregel', 'maatregelen')}"),
        _list(answers, measures, "Bij deze route staat hier geen maatregel die is geraamd of aangenomen."),
    )


def _list(answers: Answers, items: Sequence[gemeente.Question], none: str) -> Html:
    if not items:
        return say(none)
    lines = []
    for item in items:
        ask = element("div", f"Vraag: {item.question}", style="rw-ask") if item.question else EMPTY
        source = source_link(answers.release, item.source, short=True)
        words = Html("<b>{}</b>. {} <small>Bron: {}</small>{}")
        lines.append(words.format(item.about, item.facts, source, ask))
    return listing(lines, "rw-questions")


def decisions(answers: Answers) -> Html:
    """The decisions of all gemeenten together and of this one."""
    release, place = answers.release, answers.release.name(answers.view.gemeente)
    here, others = gemeente.decisions_here(answers)
    left_out = (
        f" Nog {others} {'besluit' if others == 1 else 'besluiten'} van een andere gemeente: zie Verantwoording."
        if others
        else ""
    )
    own = f" Grijs: van {place} zelf." if any(gemeente.is_own(answers, row) for row in here) else ""
    intro = say(f"Wat gemeenten samen besluiten, en wat {place} zelf besluit.{own}{left_out}")
    table = tables.decisions(release, here, lambda row: gemeente.is_own(answers, row))
    inner = draw(table, release, style="rw-wrap rw-rows")
    return part("besluiten", counted(len(here), "beslissing", "beslissingen"), intro, inner)
