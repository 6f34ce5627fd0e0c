"""What the figures rest on: the release, the parameters, the PM items, and the words."""

from lib import __version__
from lib.analysis.accountability import (
    by_status,
    headline,
    pm_scenarios,
)
from lib.analysis.answers import Answers
from lib.analysis.pm import RANGE, possible_range
from lib.analysis.release import Release
from lib.model.parameters import Parameter, PmItem
from lib.store.content import short
from lib.text import amount, date_words, percentage_exact, value_with_unit
from lib.text.glossary import glossary
from lib.ui.html import Cell, Html, Row, disclosure, known_since, source_link, table, tag, text, why, words

#: The parts of the page in their order: anchor → title.
SECTIONS = {
    "parameters": "Parameters en PM-posten",
    "scenarios": "Scenario’s",
    "cijfers": "Cijfers en bronnen",
    "uitspraken": "Uitspraken waarop de routes steunen",
    "aansluiting": "Aansluiting met de jaarrekening",
    "overwegingen": "Wat niet in euro’s staat",
    "besluiten": "Wie beslist wat en wanneer",
    "formules": "Formules, ingevuld",
    "begrippen": "Begrippen",
}
DIRECTIONS = {1: "baten", -1: "lasten"}
PM_KINDS = {"eenmalig": "eenmalig", "jaarlijks": "elk jaar"}


def opening(release: Release, shipped: str) -> str:
    """What the release rests on, which release and program this is, and where things stand on the page."""
    info = release.info
    links = "".join(f'<li><a href="#{anchor}">{text(title)}</a></li>' for anchor, title in SECTIONS.items())
    return (
        f"<h1>{text(headline(release))}</h1>"
        f'<p class="rw-sub">Release {info.number} “{text(info.name)}”, {text(info.state)}, {text(date_words(info.created_at.date()))}, '
        f"door {text(info.publisher)}. {text(info.note)} Kenmerk <code>{text(short(info.hash))}</code>. "
        f"Programma versie {text(__version__)}. {text(shipped)}</p>"
        f'<nav class="rw-toc" aria-label="Op deze pagina"><ul>{links}</ul></nav>'
    )


def section(anchor: str, quiet: str, inner: str) -> str:
    """A part of the page that a link above leads to."""
    return (
        f'<section class="rw-block rw-part" id="{anchor}"><h2>{text(SECTIONS[anchor])} <small>{text(quiet)}</small></h2>'
        f"{inner}</section>"
    )


# -- parameters and PM items -----------------------------------------------------------------------------------


def parameters(answers: Answers) -> str:
    """Every parameter with band, range, value in the view, status and source; and every PM item."""
    release = answers.release
    rows = [_parameter_row(answers, parameter) for parameter in release.parameters.values()]
    head = [
        "Parameter",
        "Eenheid",
        "Laag",
        "Standaard",
        "Hoog",
        "Toelaatbaar",
        "In deze weergave",
        "Status",
        "Bron",
        "Bekend sinds",
    ]
    counts = by_status(parameter.status for parameter in release.parameters.values())
    quiet = ", ".join(f"{count} {status}" for status, count in counts.items())
    inner = table(
        "Laag tot hoog is wat aannemelijk is; toelaatbaar is wat ingevuld kan worden",
        head,
        rows,
        style="rw-wrap rw-rows rw-firsthead",
    )
    title = f"Alle {len(rows)} parameters: bandbreedte, waarde, bron"
    return section(
        "parameters",
        f"{len(rows)} parameters ({quiet}), {len(release.pm)} PM-posten",
        disclosure(title, inner) + _pm(release),
    )


def _parameter_row(answers: Answers, parameter: Parameter) -> Row:
    release = answers.release
    value = answers.comparison.values[parameter.id]
    own = "" if value == parameter.default else "<br>eigen keuze"
    answer = answers.parameter(parameter.id)
    top = "" if parameter.maximum is None else f" tot {_level(parameter, parameter.maximum)}"
    return Row(
        (
            _named(parameter.label, parameter.id, parameter.explanation),
            words(parameter.unit),
            *(Cell(text(_level(parameter, v))) for v in (parameter.low, parameter.default, parameter.high)),
            Cell(text(f"{'vanaf ' if not top else ''}{_level(parameter, parameter.minimum)}{top}")),
            Cell(Html(why(_level(parameter, value), answer, release) + own)),
            Cell(tag(parameter.status), number=False),
            Cell(source_link(release, parameter.source), number=False),
            Cell(known_since(release, parameter.kennisdatum), number=False),
        )
    )


def _level(parameter: Parameter, value: float) -> str:
    """A value without the words of its unit, which stand in a column of their own."""
    if parameter.unit.startswith("euro"):
        return amount(value)
    shared = parameter.unit.startswith("aandeel") or parameter.unit == "per jaar"
    return percentage_exact(value) if shared else value_with_unit(value, parameter.unit)


def _named(label: str, key: str, explanation: str) -> Cell:
    inner = f'{text(label)} <code>{text(key)}</code><br><span class="rw-small">{text(explanation)}</span>'
    return Cell(Html(inner), number=False, head=True)


def _pm(release: Release) -> str:
    rows = [_pm_row(release, item) for item in release.pm.values()]
    head = ["PM-post", "Hoe vaak", "Soort", "Mogelijk bereik", "In scenario", "Bron", "Bekend sinds"]
    caption = "PM: de post bestaat, het bedrag is niet bekend; hij telt nergens mee en is dus niet nul"
    inner = table(caption, head, rows, style="rw-wrap rw-rows rw-firsthead rw-ranges")
    return disclosure(f"Alle {len(rows)} PM-posten", inner)


def _pm_row(release: Release, item: PmItem) -> Row:
    held = ", ".join(scenario.short_title for scenario in pm_scenarios(release, item.id))
    return Row(
        (
            _named(item.label, item.id, item.explanation),
            words(PM_KINDS.get(item.kind, item.kind)),
            words(DIRECTIONS[item.sign]),
            words(possible_range(item).removeprefix(f"{RANGE} ") or "PM"),
            words(held or "geen scenario"),
            Cell(source_link(release, item.source), number=False),
            Cell(known_since(release, item.kennisdatum), number=False),
        )
    )


def words_list() -> str:
    """The glossary as a definition list."""
    terms = glossary()
    items = "".join(f"<div><dt>{text(term.name)}</dt><dd>{text(term.explanation)}</dd></div>" for term in terms)
    inner = f'<dl class="rw-terms">{items}</dl>'
    return section("begrippen", f"{len(terms)} woorden", disclosure(f"Alle {len(terms)} begrippen", Html(inner)))
