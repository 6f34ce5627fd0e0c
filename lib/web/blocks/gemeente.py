"""The page of one gemeente: choosing it; what changes for people and what it can cost, at once; the rest one tap away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec
from lib.comparison.message import nothing_to_compare
from lib.comparison.release import Release
from lib.comparison.view import View
from lib.model.projection import Projection
from lib.render.grids import draw
from lib.render.html import (
    EMPTY,
    Html,
    block,
    disclosure,
    element,
    listing,
    prose,
    remark,
    route,
    source_link,
    why,
)
from lib.render.range_bars import range_bars
from lib.subjects import evidence, gemeente, gemeente_questions, own_policy, risk
from lib.subjects.accountability import tables
from lib.subjects.costs.costs import LEGEND, in_short
from lib.subjects.people.people import reconciliation, shown_years
from lib.subjects.people.placement import work_here
from lib.text import counted, lower_first, upper_first, whole
from lib.web.explanations import LIGHTER, NEIGHBOURS, RANGES_HERE
from lib.web.state import full_link

#: The folded part in which a gemeente chooses for itself.
OWN = "eigen"
#: How an amount reads in the form of a budget.
THOUSANDS = " Bij × € 1.000 komen achter elk bedrag nog drie nullen."


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


# -- the first screen ------------------------------------------------------------------------------------------------


def first_screen(answers: Answers) -> Html:
    """The heading that is the message, what it can cost per inhabitant as a picture, and what changes for people."""
    heading = element("h1", gemeente.headline(answers))
    parts = element("div", per_inhabitant(answers), people(answers), style="rw-first")
    return heading + parts + disclosure("Een andere gemeente kiezen", gemeente_links(answers.release, answers.view))


def per_inhabitant(answers: Answers) -> Html:
    """The range of each route against the nulalternatief on one scale, and what comes on top once."""
    spec, every = gemeente.inhabitant_chart(answers), gemeente.in_words(evidence.gemeenten(answers))
    bars = range_bars(spec, gemeente.only_here(every, answers.view.gemeente), answers.release)
    below = _below(spec, answers, RANGES_HERE)
    once = remark(f"{gemeente.one_off_sentences(answers)} {gemeente.basis_sentence(answers)}")
    return block(spec.title, spec.quiet, bars, once, below)


def _below(spec: ChartSpec, answers: Answers, reading: str) -> Html:
    """How to read a chart, and its numbers as a table."""
    assert spec.twin is not None
    table = disclosure("Dezelfde cijfers als tabel", draw(spec.twin, answers.release, style="rw-wrap rw-rows"))
    whole = reading + (LIGHTER if answers.evidence.elsewhere else "")
    return element("div", disclosure("Hoe lees ik dit?", prose(whole)), table, style="rw-line")


def people(answers: Answers) -> Html:
    """Employer, uitvoerder and workplace now and in each route; per kind of work, and what was agreed on it, unfolded."""
    release = answers.release
    table = draw(
        gemeente.work_changes(answers), release, style="rw-wrap rw-rows rw-close rw-said-per-line", hidden_caption=True
    )
    statements = (_statements(answers, letter, run) for letter, run in answers.comparison.sides)
    sentence = EMPTY.join(
        piece if isinstance(piece, str) else why(whole(piece.value), piece, release)
        for piece in gemeente.people_pieces(answers)
    )
    work = draw(work_here(answers), release, style="rw-wrap rw-rows rw-close")
    more = disclosure(
        "Per soort werk, en wat erover is afgesproken",
        prose(sentence),
        work,
        element("div", *statements, style="rw-two"),
    )
    quiet = f"Wsw, stand van {shown_years(answers)[0]}"
    lost = remark(f"{upper_first(reconciliation(answers, answers.view.gemeente).words)}.")
    return block("Wat verandert er voor mensen", quiet, table, lost, more)


def _statements(answers: Answers, letter: str, run: Projection) -> Html:
    """What a route says about the people of this gemeente, in full and with its source."""
    release = answers.release
    by_id = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    rows = [by_id[name] for name in gemeente.statements_here(answers, run) if name in by_id]
    sources = Html("; ").join(source_link(release, name) for name in dict.fromkeys(row["bron_id"] for row in rows))
    inner = prose("Over wie waar werkt, staat bij deze route geen uitspraak in deze release.")
    if rows:
        inner = listing(f"{row['uitspraak_id']}: {row['uitspraak']}" for row in rows)
        inner += remark("Bron: ", sources, ".")
    return element("div", element("h3", route(letter, run), ": wat erover is afgesproken"), inner)


# -- what is folded --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """A folded part: its title, what it comes to in a sentence, and what stands in it besides a chart, tabs or controls."""

    title: str
    answer: str
    inner: Callable[[Answers], Html] | None = None


def sections(answers: Answers) -> Mapping[str, Section]:
    """The folded parts of the page in their order, by name."""
    place = answers.release.name(answers.view.gemeente)
    return {
        "bronnen": Section("Wat elke kant publiceerde, en de bronnen.", evidence.heading(answers), sources),
        "tekort": Section("Tekort per jaar, ook later.", gemeente.later_sentence(answers)),
        "buren": Section("Is dat veel?", gemeente.widest(answers), neighbours),
        "waar": Section("Wat moet waar zijn.", gemeente_questions.rests_mostly(answers), what_must_be_true),
        "vragen": Section(
            "Wat niet bekend is, en wat u kunt vragen.",
            gemeente_questions.owners_in_short(answers),
            questions,
        ),
        "begroting": Section("Als begroting.", "Lasten en baten, jaar voor jaar.", budget),
        OWN: Section(f"Wat als {place} het anders doet?", own_policy.choices_sentence(answers), own_choices),
        "besluiten": Section(
            "Wie beslist wat en wanneer.", f"Wat gemeenten samen besluiten, en wat {place} zelf besluit.", decisions
        ),
    }


def anchor(name: str) -> Html:
    """The place of a folded part, to which an address leads."""
    return element("span", id=name, style="rw-anchor")


def budget(answers: Answers) -> Html:
    """Lasten, baten and saldo per year of every route, and the differences, structural and one-off."""
    _, table = in_short(answers)
    words = f"{LEGEND} {gemeente.ONE_OFF_WORDS}{THOUSANDS if answers.scale.unit > 1 else ''}"
    return prose(words) + draw(table, answers.release, style="rw-budget")


def neighbours(answers: Answers) -> Html:
    """The ranges of every gemeente on one scale."""
    spec = gemeente.neighbours_chart(answers)
    assert spec.twin is not None
    bars = range_bars(spec, gemeente.only_here(spec.twin, *answers.codes), answers.release)
    return block(spec.title, spec.quiet, bars, _below(spec, answers, NEIGHBOURS))


def what_must_be_true(answers: Answers) -> Html:
    """On what each route rests, and per assumption the value at which both cost this gemeente the same."""
    comparison, release, place = answers.comparison, answers.release, answers.release.name(answers.view.gemeente)
    if unknown := nothing_to_compare(comparison):
        return prose(unknown)
    if comparison.same:
        return prose("Twee keer dezelfde route: geen verschil, dus ook geen waarde waarbij beide evenveel kosten.")
    grid, without = gemeente_questions.conditions(answers)
    intro = prose(
        f"Per aanname staat hier de waarde waarbij beide routes {place} "
        "evenveel kosten; de andere aannames blijven dan zoals ze zijn."
    )
    inner = draw(grid, release, style="rw-wrap rw-rows rw-close rw-evidence") if grid.rows else EMPTY
    none = ", ".join(lower_first(parameter.label) for parameter in without)
    rest = prose(f"Geen waarde maakt hier beide routes even duur bij: {none}.") if none else EMPTY
    return intro + inner + rest


def own_choices(answers: Answers) -> Html:
    """In which routes this gemeente can choose for itself, and what its own choices change for itself and for the others."""
    intro = prose(own_policy.can_sentence(answers))
    if not own_policy.own_values(answers):
        return intro
    table = draw(own_policy.effect(answers), answers.release, style="rw-wrap rw-rows rw-close")
    return intro + prose(own_policy.others_sentence(answers)) + table


def questions(answers: Answers) -> Html:
    """What is unknown in every route, then per route, with who finds it out; what nobody published of its measures; which risks
    were published, and what was decided."""
    zero, release = answers.comparison.zero, answers.release
    intro = prose(
        "PM betekent: de post bestaat, het bedrag is niet bekend; onbekend, niet nul. Het telt in geen enkel totaal mee. De "
        "vragen komen uit de gegevens en hebben voor elke route dezelfde vorm."
    )
    ask = Html("<div class=rw-ask>Vraag bij elke post: {}</div>").format(gemeente_questions.asked_of_pm(answers))
    everywhere = element("section", element("h3", "Niet bekend, in elke route"), _unknown(answers, zero))
    columns = (_of_route(answers, letter, run) for letter, run in answers.comparison.sides)
    grids = risk.risk_figures(release, answers.view.gemeente), risk.decisions(answers)
    more = EMPTY.join(draw(grid, release, style="rw-wrap rw-rows") for grid in grids if grid.rows)
    return intro + ask + element("div", *columns, style="rw-two") + everywhere + more


def _of_route(answers: Answers, letter: str, run: Projection) -> Html:
    measures = gemeente_questions.measure_questions(answers, run)
    none = "Bij deze route staat hier geen maatregel die is geraamd of aangenomen."
    return element(
        "div",
        element("h3", route(letter, run), ": niet bekend"),
        _unknown(answers, run),
        element("h3", route(letter, run), ": geraamd of aangenomen"),
        _list(answers, measures) if measures else prose(none),
    )


def _unknown(answers: Answers, run: Projection) -> Html:
    """The PM-posten of a route, costs, returns and unknown apart."""
    kinds = gemeente_questions.pm_questions(answers, run)
    if not kinds:
        return prose(gemeente_questions.NONE_UNKNOWN)
    return EMPTY.join(element("h4", kind) + _list(answers, items) for kind, items in kinds.items())


def _list(answers: Answers, items: Iterable[gemeente_questions.Question]) -> Html:
    lines = []
    for item in items:
        source = source_link(answers.release, item.source, short=True)
        words = Html("<b>{}</b>. {} <small>Bron: {}</small>{}")
        lines.append(words.format(item.about, item.facts, source, element("div", item.question, style="rw-ask")))
    return listing(lines, "rw-questions")


def decisions(answers: Answers) -> Html:
    """The decisions of all gemeenten together and of this one."""
    release, place = answers.release, answers.release.name(answers.view.gemeente)
    here, others = gemeente_questions.decisions_here(answers)
    own = f"Grijs: van {place} zelf. " if any(gemeente_questions.is_own(answers, row) for row in here) else ""
    left_out = ""
    if others:
        left_out = f"Nog {counted(others, 'besluit', 'besluiten')} van een andere gemeente: zie Verantwoording."
    table = tables.decisions(release, here, lambda row: gemeente_questions.is_own(answers, row))
    intro = prose(f"{own}{left_out}") if own or left_out else EMPTY
    return intro + draw(table, release, style="rw-wrap rw-rows")


def sources(answers: Answers) -> Html:
    """What each side published and left open, and the sources of what stands on this page."""
    release = answers.release
    table = draw(evidence.published(answers), release, style="rw-wrap rw-rows")
    links = [source_link(release, name) for name in gemeente_questions.sources_here(answers)]
    return table + element("h3", "Bronnen op deze pagina") + listing(links, "rw-list")
