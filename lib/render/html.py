"""Small pieces of HTML: escaped text, tables with caption and scope, bars in cells, numbers that explain themselves, and
links to sources, never opened by themselves. That HTML is safe is its type."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Self, overload
from urllib.parse import urlsplit

from markupsafe import Markup

from lib.comparison.numbers import ExplainedNumber
from lib.comparison.release import Release, published_by
from lib.model.projection import Projection
from lib.subjects.accountability.accountability import hindsight
from lib.text import date_words

#: What means something in the Markdown of Streamlit: any of these, and a colon inside a word.
MARKDOWN = re.compile(r"[\\`*_\[\]<>$~|#!@&{}]|:(?=\S)")
#: What Streamlit makes a link, an arrow, a long dash or a symbol of, escaped or not; only something in between keeps it from
#: that.
TURNED = re.compile(r"(?<=http)(?=s?:)|(?<=www)(?=\.)|(?=@)|(?<=[-<>~])(?=[-=>])|(?<=:)(?=[\w+/-]+:)", re.IGNORECASE)
JOINER = "\u2060"
#: Letters of a name that keep it on one line; a longer one takes more lines, or nothing fits beside it.
ONE_LINE = 34


class Html(Markup):
    """HTML that is safe to draw. What `format` and `join` put into it is escaped, unless it is such HTML itself; plain text
    that is added to it makes plain text of both, which nothing draws."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        """As `html.escape` writes it."""
        return s if isinstance(s, cls) else cls(s if hasattr(s, "__html__") else escape(str(s)))

    @overload  # type: ignore[override]
    def __add__(self, value: "Html", /) -> "Html": ...
    @overload
    def __add__(self, value: str, /) -> str: ...
    def __add__(self, value: str, /) -> str:
        whole = str.__add__(self, value)
        return Html(whole) if isinstance(value, Html) else whole

    def __radd__(self, value: str, /) -> str:  # type: ignore[override]
        return str.__add__(value, self)


EMPTY = Html()


def text(value: object) -> Html:
    """Any text, made safe."""
    return Html.escape(value)


def literal(words: str) -> str:
    """Any text as it is, where Streamlit reads Markdown: no emphasis, link, picture, formula, colour or symbol."""
    return MARKDOWN.sub(r"\\\g<0>", TURNED.sub(JOINER, words))


def element(name: str, *inner: str, style: str = "", **attributes: str) -> Html:
    """An element with all that stands in it, escaped where it is plain text; `style` is its class."""
    marks = EMPTY.join(Html(' {}="{}"').format(*mark) for mark in {"class": style, **attributes}.items() if mark[1])
    return Html(f"<{name}{marks}>{EMPTY.join(inner)}</{name}>")


def paragraph(words: str, style: str = "rw-say") -> Html:
    """A paragraph of its own."""
    return element("p", words, style=style)


def prose(*inner: str) -> Html:
    """Running text in which numbers may open their explanation, which a paragraph cannot hold."""
    return Html("<div class=rw-text>{}</div>").format(EMPTY.join(inner))


def remark(*inner: str) -> Html:
    """The same in small."""
    return Html("<div class=rw-small>{}</div>").format(EMPTY.join(inner))


def listing(items: Iterable[str], style: str = "") -> Html:
    """A list without numbers."""
    return element("ul", *(element("li", item) for item in items), style=style)


def route(letter: str, run: Projection) -> Html:
    """The name of a route in its own colour."""
    return element("span", run.scenario.short_title, style=f"rw-{letter}")


def tag(status: str) -> Html:
    """A status as a small label: solid border when published, dashed when derived or assumed."""
    return element("span", status, style=f"rw-tag rw-{status}")


def why(number: str, answer: ExplainedNumber, release: Release) -> Html:
    """A number that opens its own explanation, by mouse or by keyboard."""
    return explained(number, answer.explanation(release))


def explained(words: str, lines: Sequence[str], style: str = "") -> Html:
    """A number, or another word, that opens these lines."""
    note, styles = text("\n".join(lines)), f"rw-why {style}".rstrip()
    return Html(
        f'<details class="{styles}" name="rw-why"><summary>{text(words)}</summary>'
        f'<span class="rw-note">{note}</span></details>'
    )


@dataclass(frozen=True)
class Cell:
    """One cell: numbers stand right; a head cell names its row."""

    html: Html
    number: bool = True
    head: bool = False
    style: str = ""


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
) -> Html:
    """A table with caption and scope; a heading stands as the cells of the last row do."""
    every = list(rows)
    numbers = [cell.number for cell in every[-1].cells] if every else [False] * len(head)
    columns = "".join(
        f'<th scope="col"{" class=rw-n" if number else ""}>{text(label)}</th>'
        for label, number in zip(head, numbers, strict=True)
    )
    body = "".join(_row(row) for row in every)
    small = paragraph(note, "rw-small") if note else EMPTY
    return Html(
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


def bar(value: float, low: float, high: float, start: float = 0.0) -> Html:
    """A bar from `start` to start + value on a scale from low to high (0 among them); decoration beside a number."""
    span = (high - low) or 1.0
    first, last = sorted((start, start + value))
    left, width = 100 * (first - low) / span, 100 * (last - first) / span
    sign = "rw-plus" if value > 0 else "rw-min"
    zero = 100 * (0 - low) / span
    return Html(
        '<span class="rw-bar" aria-hidden="true">'
        f'<span class="rw-axis" style="left:{zero:.2f}%"></span>'
        f'<span class="{sign}" style="left:{left:.2f}%;width:{width:.2f}%"></span></span>'
    )


def span_bar(first: float, last: float, mark: float, low: float, high: float) -> Html:
    """A bar between the numbers of two columns, open at `first` and filled at `last`, with a thin line at zero and a thick
    one at `mark`, on a scale from low to high (0 among them); decoration beside the numbers."""
    span = (high - low) or 1.0
    at_first, at_last, stroke, zero = (100 * (value - low) / span for value in (first, last, mark, 0.0))
    left, width = min(at_first, at_last), abs(at_last - at_first)
    return Html(
        '<span class="rw-bar rw-span" aria-hidden="true">'
        f'<span class="rw-reach" style="left:{left:.2f}%;width:{width:.2f}%"></span>'
        f'<span class="rw-zero-line" style="left:{zero:.2f}%"></span>'
        f'<span class="rw-axis" style="left:{stroke:.2f}%"></span>'
        f'<span class="rw-end" style="left:{at_first:.2f}%"></span>'
        f'<span class="rw-end rw-filled" style="left:{at_last:.2f}%"></span></span>'
    )


@dataclass(frozen=True)
class Span:
    """A range of a route from low to high with what lies around it (none: the range itself), and a stroke at `mark`."""

    side: str
    low: float
    high: float
    mark: float
    around: tuple[float, float]


def range_bars(ranges: Iterable[Span], low: float, high: float) -> Html:
    """Ranges under each other on a scale from low to high, with a line at zero; decoration beside numbers."""
    span = (high - low) or 1.0

    def piece(style: str, first: float, last: float) -> Html:
        left, width = 100 * (first - low) / span, 100 * (last - first) / span
        return Html(f'<span class="{style}" style="left:{left:.2f}%;width:{width:.2f}%"></span>')

    lanes = EMPTY.join(
        element(
            "span",
            piece("rw-around", *item.around),
            piece("rw-range", item.low, item.high),
            Html(f'<span class="rw-stroke" style="left:{100 * (item.mark - low) / span:.2f}%"></span>'),
            style=f"rw-lane rw-lane-{item.side}",
        )
        for item in ranges
    )
    zero = Html(f'<span class="rw-axis" style="left:{100 * (0 - low) / span:.2f}%"></span>')
    return Html(f'<span class="rw-lanes" aria-hidden="true">{lanes}{zero}</span>')


def block(title: str, quiet: str, *inner: Html) -> Html:
    """A titled part of a page; the title is a heading."""
    return element("section", subheading(title, quiet), *inner, style="rw-block")


def subheading(title: str, quiet: str) -> Html:
    """A heading inside a page, with what it is about in small behind it."""
    return element("h2", title, Html(" "), element("small", quiet))


def disclosure(title: str, *inner: Html) -> Html:
    """Text that opens on request."""
    return element("details", element("summary", title), *inner, style="rw-more")


def source_link(release: Release, bron_id: str, short: bool = False) -> Html:
    """The source by title and publisher (short: by publisher), as a link where it has an address, or else with its day."""
    row = release.sources[bron_id]
    publisher = str(row["uitgever"]) if row["adres"] else published_by(row)
    words = publisher if short else release.source_title(bron_id)
    return link(row["adres"], words, f"{row['titel']}; opent in een nieuw tabblad")


def link(address: str | None, words: str, title: str) -> Html:
    """A link, or the plain text when the address is none of http or https."""
    if not address or not safe(address):
        return text(words)
    return Html('<a href="{}" target="_blank" rel="noopener noreferrer" title="{}">{}</a>').format(
        address, title, words
    )


def safe(address: str) -> bool:
    """Whether an address is a web address with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def known_since(release: Release, day: date) -> Html:
    """A kennisdatum, marked when it lies after the reference day."""
    mark = Html(' <span class="rw-late">met kennis achteraf</span>') if hindsight(release, day) else EMPTY
    return text(date_words(day)) + mark
