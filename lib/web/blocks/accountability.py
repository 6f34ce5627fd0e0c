"""What a release rests on: the release itself, its parameters and PM-posten, its scenarios, what the agreement says, who
decides, and the words."""

from lib import __version__
from lib.comparison.answers import Answers
from lib.comparison.message import SAME
from lib.comparison.release import Release, Row
from lib.model.scenario import Scenario
from lib.render import html
from lib.render.grids import draw
from lib.render.html import Cell, Html, disclosure, name, source_link, table, words
from lib.subjects.accountability import tables as tables
from lib.subjects.accountability.accountability import (
    NO_CONSIDERATION,
    allocation,
    by_status,
    carriers,
    changes,
    considerations_of,
    headline,
)
from lib.subjects.risk import QUIET, TITLE
from lib.tables.content import short
from lib.text import counted, date_words, local
from lib.text.glossary import glossary
from lib.web.blocks.risk import whole_register

#: The parts of the page in their order: anchor → title.
SECTIONS = {
    "parameters": "Parameters",
    "risico": TITLE,
    "scenarios": "Scenario’s",
    "cijfers": "Cijfers en bronnen",
    "uitspraken": "Uitspraken waarop de routes steunen",
    "aansluiting": "Aansluiting met de jaarrekening",
    "overwegingen": "Wat niet in euro’s staat",
    "besluiten": "Wie beslist wat en wanneer",
    "formules": "Formules, ingevuld",
    "begrippen": "Begrippen",
}
#: Those that are of a comparison, and are not there while figures lack.
COMPARED = ("aansluiting", "overwegingen", "formules")
WIDE, NAMED = "rw-wrap rw-rows", "rw-wrap rw-rows rw-firsthead"
NOTHING = Html()


def opening(release: Release, shipped: str) -> Html:
    """What the release rests on, which release and program this is, and where things stand on the page."""
    info = release.info
    there = {name: title for name, title in SECTIONS.items() if release.checklist.complete or name not in COMPARED}
    links = NOTHING.join(Html('<li><a href="#{}">{}</a></li>').format(*item) for item in there.items())
    return Html(
        '<h1>{}</h1><p class="rw-sub">Release {} “{}”, {}, {}, door {}. {} Kenmerk <code>{}</code>. '
        'Programma versie {}. {}</p><nav class="rw-toc" aria-label="Op deze pagina"><ul>{}</ul></nav>'
    ).format(
        headline(release),
        info.number,
        info.name,
        info.state,
        date_words(local(info.created_at)),
        info.publisher,
        info.note,
        short(info.hash),
        __version__,
        shipped,
        links,
    )


def section(anchor: str, quiet: str, inner: Html = NOTHING) -> Html:
    """A part of the page that a link above leads to."""
    return Html('<section class="rw-block rw-part" id="{}"><h2>{} <small>{}</small></h2>{}</section>').format(
        anchor, SECTIONS[anchor], quiet, inner
    )


def same_route(answers: Answers) -> Html:
    """Said above a table of both routes when they are one."""
    return Html(f"<p>{SAME}</p>") if answers.comparison.same else NOTHING


# -- parameters and the risk register -----------------------------------------------------------------------------------------


def parameters(release: Release, answers: Answers | None) -> Html:
    """Every parameter."""
    count = len(release.parameters)
    statuses = by_status(parameter.status for parameter in release.parameters.values())
    quiet = ", ".join(f"{number} {status}" for status, number in statuses.items())
    every = disclosure(
        f"Alle {count} parameters: bandbreedte, waarde, bron",
        draw(tables.parameters(release, answers), release, style=NAMED),
    )
    return section("parameters", f"{count} parameters ({quiet})", every)


def risks(answers: Answers) -> Html:
    """Every PM-post of the release, what was decided about it, and the risks that were published."""
    count = len(answers.release.pm)
    return section("risico", f"{counted(count, 'PM-post', 'PM-posten')}: {QUIET}", whole_register(answers))


# -- scenarios -------------------------------------------------------------------------------------------------------


def scenarios(release: Release) -> Html:
    """All scenarios, the nulalternatief among them, each on request: what it is and changes, its measures and placements."""
    every = release.scenarios.values()
    inner = NOTHING.join(disclosure(scenario.title, _scenario(release, scenario)) for scenario in every)
    return section("scenarios", f"{len(every)} scenario’s: wat elk verandert", inner)


def _scenario(release: Release, scenario: Scenario) -> Html:
    difference = changes(release, scenario)
    base, lines = difference.base, difference.lines
    nothing = "niet van toepassing" if base is None else "niets"
    items = NOTHING.join(Html("<li>{}</li>").format(line) for line in lines)
    facts = {
        "Uitleg": scenario.explanation,
        "Bron": source_link(release, scenario.source),
        "Basis": "geen: dit is een beginpunt" if base is None else base.title,
        "Verdeling": allocation(release, scenario),
        "Uitspraken": " ".join(scenario.statements) or "geen",
        "Wat verandert tegenover de basis": Html(f"<ul>{items}</ul>") if lines else nothing,
    }
    measures = draw(tables.measures(release, scenario), release, style=NAMED)
    return (
        _terms("rw-facts", facts)
        + (measures if scenario.measures else Html("<p>Dit scenario heeft geen maatregelen.</p>"))
        + draw(tables.placements(release, scenario), release, style=WIDE)
        + _pm(release, scenario)
    )


def _terms(style: str, items: dict[str, str]) -> Html:
    """A list of words, each with what is said of it."""
    inner = NOTHING.join(Html("<div><dt>{}</dt><dd>{}</dd></div>").format(*item) for item in items.items())
    return Html(f'<dl class="{style}">{inner}</dl>')


def _pm(release: Release, scenario: Scenario) -> Html:
    if not scenario.pm:
        return Html("<p>Dit scenario heeft geen PM-posten.</p>")
    return draw(tables.pm_evidence(release, scenario), release, style=WIDE)


# -- the agreement ---------------------------------------------------------------------------------------------------


def statements(release: Release) -> Html:
    """Every statement, and whether a scenario carries each."""
    every = tables.statements(release)
    bare = [row.id for row in every.rows if not carriers(release, row.id)]
    none = f"door geen scenario gedragen: {', '.join(bare)}"
    inner = disclosure(f"Alle {len(every.rows)} uitspraken", draw(every, release, style=f"{WIDE} rw-carried"))
    return section("uitspraken", none if bare else "elke uitspraak wordt door een scenario gedragen", inner)


def considerations(answers: Answers) -> Html:
    """What is not in euros, with how many topics there are."""
    topics = {row["onderwerp"] for row in answers.release.tables["considerations"]}
    inner = same_route(answers) + considerations_table(answers) + of_zero(answers)
    return section("overwegingen", counted(len(topics), "onderwerp", "onderwerpen"), inner)


def considerations_table(answers: Answers) -> Html:
    """Both routes with equal room, in the order of the choice above the page. A table of its own: each cell is a text with
    its source and statements below it, and a heading may say of whom the texts are."""
    release, comparison = answers.release, answers.comparison
    routes = [(letter, run.scenario) for letter, run in (("a", comparison.a), ("b", comparison.b))]
    heads, texts = [], []
    for letter, scenario in routes:
        owner, records = considerations_of(release, scenario)
        borrowed = "" if owner is scenario else f" (zoals bij {owner.short_title})"
        heads.append(Html('<span class="rw-{}">{}</span>{}').format(letter, scenario.short_title, borrowed))
        texts.append(records)
    ordered = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    topics = dict.fromkeys(row["onderwerp"] for row in ordered)
    rows = [
        html.Row((name(topic), *(_consideration(release, records.get(topic)) for records in texts))) for topic in topics
    ]
    caption = "Wat voor de keuze telt en niet in een bedrag te vatten is; gelijke ruimte voor beide routes"
    return table(caption, ["Onderwerp", *heads], rows, style=f"{WIDE} rw-even")


def of_zero(answers: Answers) -> Html:
    """What the nulalternatief means, and what is said of it, each with its source."""
    release, zero = answers.release, answers.comparison.zero.scenario
    _, records = considerations_of(release, zero)
    said = [
        Html("{} ({})").format(row["overweging"], source_link(release, row["bron_id"], short=True))
        for row in records.values()
    ]
    about = Html(" ").join(said) if said else NO_CONSIDERATION
    return Html("<p class=rw-text><b>{}</b>: {} {}</p>").format(zero.short_title, zero.explanation, about)


def _consideration(release: Release, row: Row | None) -> Cell:
    if row is None:
        return words(NO_CONSIDERATION)
    source = source_link(release, row["bron_id"], short=True)
    carried = f" · {row['uitspraken']}" if row["uitspraken"] else ""
    inner = Html('{}<br><span class="rw-small">Bron: {}{}</span>').format(row["overweging"], source, carried)
    return Cell(inner, number=False)


def decisions(release: Release) -> Html:
    """Who decides what and when, and the timeline."""
    every, events = tables.decisions(release), tables.timeline(release)
    count = counted(len(every.rows), "beslissing", "beslissingen")
    inner = disclosure(f"Alle {count}", draw(every, release, style=WIDE))
    inner += disclosure(f"Tijdlijn: {len(events.rows)} gebeurtenissen", draw(events, release, style=WIDE))
    return section("besluiten", count, inner)


def words_list() -> Html:
    """The glossary as a definition list."""
    terms = {term.name: term.explanation for term in glossary()}
    inner = disclosure(f"Alle {len(terms)} begrippen", _terms("rw-terms", terms))
    return section("begrippen", f"{len(terms)} woorden", inner)
