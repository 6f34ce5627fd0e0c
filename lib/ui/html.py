"""Small pieces of HTML: escaped text, tables with caption and scope, bars in cells, numbers that explain themselves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from lib.analysis.answers import Answer
from lib.analysis.release import Release
from lib.model.projection import Projection

SHOWN_NAMES = 3
#: What means something in the Markdown of Streamlit: any of these, and a colon inside a word.
MARKDOWN = re.compile(r"[\\`*_\[\]<>$~|#!@&{}]|:(?=\S)")
#: What Streamlit makes a link, an arrow or a long dash of, escaped or not; only something in between keeps it from that.
TURNED = re.compile(r"(?<=http)(?=s?:)|(?<=www)(?=\.)|(?=@)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
JOINER = "\u2060"


def text(value: object) -> str:
    """Any text, made safe."""
    return escape(str(value))


def literal(words: str) -> str:
    """Any text as it is, where Streamlit reads Markdown: no emphasis, link, picture, formula, colour or symbol."""
    return MARKDOWN.sub(r"\\\g<0>", TURNED.sub(JOINER, words))


def route(letter: str, run: Projection) -> str:
    """The name of a route in its own colour."""
    return f'<span class="rw-{letter}">{text(run.scenario.short_title)}</span>'


def tag(status: str) -> str:
    """A status as a small label: solid border when published, dashed when derived or assumed."""
    return f'<span class="rw-tag rw-{text(status)}">{text(status)}</span>'


def why(shown: str, answer: Answer, release: Release) -> str:
    """A number that opens its own explanation, by mouse or by keyboard."""
    certainty = answer.certainty
    titles = dict.fromkeys(release.source_title(item.source) for item in certainty.inputs)
    late = dict.fromkeys(item.label for item in certainty.inputs if item.kennisdatum > release.reference_day)
    told = [
        answer.title,
        answer.definition,
        answer.formula,
        f"Status: {certainty.status}; bepalend is: {certainty.decided_by}.",
        f"Bron: {_some(titles)}.",
        *([f"Met kennis achteraf: {_some(late)}."] if late else []),
        f"Release {release.info.number}.",
    ]
    return explained(shown, told)


def explained(shown: str, told: Sequence[str], style: str = "") -> str:
    """A number, or another word, that opens these lines."""
    lines = text("\n".join(told))
    styles = f"rw-why {style}".rstrip()
    return f'<details class="{styles}" name="rw-why"><summary>{text(shown)}</summary><span class="rw-note">{lines}</span></details>'


def _some(names: Iterable[str]) -> str:
    """The first few of a list, and how many more there are."""
    known = list(names)
    more = [f"en {len(known) - SHOWN_NAMES} meer, zie Verantwoording"] if len(known) > SHOWN_NAMES else []
    return "; ".join([*known[:SHOWN_NAMES], *more])


@dataclass(frozen=True)
class Cell:
    """One cell: `html` is safe; numbers stand right; a head cell names its row."""

    html: str
    number: bool = True
    head: bool = False
    style: str = ""


#: Letters of a name that keep it on one line; a longer one takes more lines, or nothing fits beside it.
ONE_LINE = 34


def lines(value: object) -> str:
    """The style of a cell with this name."""
    return "rw-long" if len(str(value)) > ONE_LINE else ""


def name(value: object) -> Cell:
    """The cell that names a row."""
    return Cell(text(value), number=False, head=True, style=lines(value))


def words(value: object) -> Cell:
    return Cell(text(value), number=False)


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    total: bool = False
    style: str = ""


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Row],
    *,
    note: str = "",
    hidden_caption: bool = False,
    style: str = "",
) -> str:
    """A table with caption and scope. `head` holds safe HTML; a heading stands as the cells of the last row do."""
    drawn = list(rows)
    numbers = [cell.number for cell in drawn[-1].cells] if drawn else [False] * len(head)
    columns = "".join(
        f'<th scope="col"{" class=rw-n" if number else ""}>{label}</th>'
        for label, number in zip(head, numbers, strict=True)
    )
    body = "".join(_row(row) for row in drawn)
    small = f'<p class="rw-small">{text(note)}</p>' if note else ""
    return (
        f'<div class="rw-scroll {style}" tabindex="0" role="region" aria-label="{text(caption)}"><table class="rw-table">'
        f"<caption{' class=rw-hidden' if hidden_caption else ''}>{text(caption)}</caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>{small}"
    )


def _row(row: Row) -> str:
    kind = " ".join(filter(None, ("rw-total" if row.total else "", row.style)))
    return f'<tr class="{kind}">{"".join(_cell(cell) for cell in row.cells)}</tr>'


def _cell(cell: Cell) -> str:
    kind = " ".join(filter(None, ("rw-n" if cell.number else "", cell.style)))
    mark = f' class="{kind}"' if kind else ""
    return f'<th scope="row"{mark}>{cell.html}</th>' if cell.head else f"<td{mark}>{cell.html}</td>"


def bar(value: float, low: float, high: float, start: float = 0.0) -> str:
    """A bar from `start` to start + value on a scale from low to high (0 among them); decoration beside a number."""
    span = (high - low) or 1.0
    first, last = sorted((start, start + value))
    left, width = 100 * (first - low) / span, 100 * (last - first) / span
    sign = "rw-plus" if value > 0 else "rw-min"
    zero = 100 * (0 - low) / span
    return (
        '<span class="rw-bar" aria-hidden="true">'
        f'<span class="rw-axis" style="left:{zero:.2f}%"></span>'
        f'<span class="{sign}" style="left:{left:.2f}%;width:{width:.2f}%"></span></span>'
    )


def span_bar(first: float, last: float, mark: float, low: float, high: float) -> str:
    """A bar from `first` to `last` with a stroke at `mark`, on a scale from low to high; decoration beside numbers."""
    span = (high - low) or 1.0
    left, width, stroke = (100 * part / span for part in (first - low, last - first, mark - low))
    return (
        '<span class="rw-bar rw-span" aria-hidden="true">'
        f'<span class="rw-reach" style="left:{left:.2f}%;width:{width:.2f}%"></span>'
        f'<span class="rw-axis" style="left:{stroke:.2f}%"></span></span>'
    )


def share_bar(shares: dict[str, float]) -> str:
    """A strip of statuses, each with its own pattern; decoration beside the percentages in words."""
    parts = "".join(
        f'<span class="rw-share rw-{text(status)}" style="width:{100 * share:.2f}%"></span>'
        for status, share in shares.items()
    )
    return f'<span class="rw-shares" aria-hidden="true">{parts}</span>'


def card(title: str, value: str, *lines: str) -> str:
    """A figure with its label above and words below; arguments are safe HTML."""
    below = "".join(f"<div>{line}</div>" for line in lines)
    return f'<section class="rw-card"><h2>{title}</h2><div class="rw-figure">{value}</div>{below}</section>'


def block(title: str, quiet: str, inner: str) -> str:
    """A titled part of a page; the title is a heading."""
    return f'<section class="rw-block"><h2>{text(title)} <small>{text(quiet)}</small></h2>{inner}</section>'


def disclosure(title: str, inner: str) -> str:
    """Text that opens on request."""
    return f'<details class="rw-more"><summary>{text(title)}</summary>{inner}</details>'
