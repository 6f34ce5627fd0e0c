"""A table of the product as HTML: caption and scope, numbers that explain themselves, bars beside them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from lib.comparison import grid
from lib.comparison.chart import ChartSpec
from lib.comparison.grid import Grid, reach_of
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.release import Release
from lib.render import html
from lib.render.html import EMPTY, Html, element, text

#: Columns that say less than the numbers beside them.
QUIET = {"taakveld": "rw-taakveld"}


@dataclass(frozen=True)
class Bars:
    """Bars in the columns with these ids (default: all), on the scale `reach` (default: that of this table): in the cell of
    the number, in the colour of the route there, or in a column of their own; or one from the first to the last number of
    each row, with a stroke at `mark`."""

    columns: Collection[str] | None = None
    place: Literal["beside", "coloured", "apart", "span"] = "beside"
    reach: tuple[float, float] | None = None
    mark: float = 0.0


def draw(
    table: Grid,
    release: Release,
    *,
    bars: Bars | None = None,
    style: str = "",
    hidden_caption: bool = False,
    note: str | None = None,
) -> Html:
    """The table; without `bars` none are drawn. `note` stands below it in place of its own."""
    table = table.compact
    barred = table if bars is None or bars.columns is None else table.only(bars.columns)
    reach = bars.reach if bars and bars.reach else reach_of([barred])
    numeric = _right(table)
    rows = []
    for row in table.rows:
        cells = [_name(row, release)]
        for cell, column, number in zip(row.cells, table.columns, numeric, strict=True):
            place = bars.place if bars and (bars.columns is None or column.id in bars.columns) else ""
            cells += _cells(row, cell, column, number, release, place, reach)
        if bars and bars.place == "span":
            ends = [cell.value for cell in row.cells if cell.value is not None]
            cells.append(_bar_cell(html.span_bar(ends[0], ends[-1], bars.mark, *reach)))
        rows.append(html.Row(cells, row.total, _style(row)))
    apart = [Html('<span class="rw-hidden">staaf</span>')] if bars and bars.place in ("apart", "span") else []
    head = [words(table.corner), *map(_heading, table.columns), *apart]
    below = table.note if note is None else note
    legend = table.legend(below if hidden_caption else f"{below} {table.caption}")
    below = " ".join(filter(None, (below, legend)))
    return html.table(table.caption, head, rows, note=below, hidden_caption=hidden_caption, style=style)


def _right(table: Grid) -> tuple[bool, ...]:
    """Per column whether its cells stand right: numbers do, but ranges with what stands under them do not."""
    if not table.rows:
        return ()
    cells = zip(*(row.cells for row in table.rows), strict=True)
    ranged = (any(cell.pieces and cell.between == grid.TO for cell in own) for own in cells)
    return tuple(number and not range_ for number, range_ in zip(table.numeric, ranged, strict=True))


def draw_ranges(spec: ChartSpec, release: Release, style: str = "") -> Html:
    """The twin of a chart of ranges with the bars in a column before its numbers, on one scale. Raises ValueError for a chart
    without a twin."""
    if spec.twin is None:
        raise ValueError(f"{spec.id} has no table.")
    table = spec.twin.compact
    ends = [end for series in spec.series for pair in (*series.band, *series.outer) for end in pair if isfinite(end)]
    reach = min(0.0, *ends, 0.0), max(0.0, *ends, 0.0)
    rows = []
    for row in table.rows:
        ranges = list(_spans(spec, row.label))
        bars = _bar_cell(html.range_bars(ranges, *reach) if ranges else EMPTY)
        numbers = [
            html.Cell(number_html(cell, release), style=_cell_style(row, cell, column))
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        rows.append(html.Row([_name(row, release), bars, *numbers], row.total, _style(row)))
    head = [words(table.corner), Html("<small>nadelig ← 0 → voordelig</small>"), *map(_heading, table.columns)]
    return html.table(
        table.caption, head, rows, note=table.note, hidden_caption=True, style=f"rw-spans {style}".rstrip()
    )


def _spans(spec: ChartSpec, name: str) -> Iterator[html.Span]:
    """The ranges of one row, route by route; none of a row that the chart does not have, or of what is unknown."""
    place = spec.categories.index(name) if name in spec.categories else None
    for series in spec.series:
        pair = None if place is None else series.band[place]
        if place is not None and pair and all(map(isfinite, pair)):
            around = series.outer[place] if series.outer else pair
            yield html.Span(series.role, *pair, series.values[place], around)


def _heading(column: grid.Column) -> Html:
    below = Html("<br><small>{}</small>").format(column.below) if column.below else EMPTY
    return EMPTY.join(map(words, column.words)) + below


def words(piece: grid.Words) -> Html:
    """Words in the colour of their route."""
    return _coloured(piece.side, piece.text)


def _coloured(style: str, inner: str) -> Html:
    return element("span", inner, style=f"rw-{style}") if style else text(inner)


def number_html(cell: grid.Cell, release: Release) -> Html:
    """A number that opens its explanation, or words; in the colour of its route, with its verdict, its status and what it
    rests on behind it, and what stands in small below it."""
    if cell.pieces:
        return text(cell.between).join(number_html(piece, release) for piece in cell.pieces)
    number = html.why(cell.text, cell.answer, release) if cell.answer else text(cell.text)
    number = element("b", number) if cell.strong else number
    number = _coloured("good" if cell.good else cell.side, number)
    tag = html.tag(cell.tag) if cell.tag else ""
    behind = Html(f" {statements_html(release, cell.statements)}") if cell.statements else EMPTY
    if cell.reference:
        source, day = cell.reference.source, cell.reference.day
        link = html.source_link(release, source, short=cell.reference.short) if source else EMPTY
        behind += Html(", ").join(filter(None, (link, html.known_since(release, day) if day else EMPTY)))
    below = EMPTY.join(element("div", number_html(part, release), style="rw-said") for part in cell.below)
    return Html(f"{number}{text(cell.verdict)}{' ' if number and tag else ''}{tag}{behind}{below}")


def origins(numbers: Iterable[tuple[str, ExplainedNumber]], release: Release) -> Html:
    """The numbers of a heading, as they stand in it, each with its explanation; empty without numbers."""
    items = EMPTY.join(element("li", origin(words, answer, release)) for words, answer in numbers)
    return origins_list(Html("<ul class=rw-list>{}</ul>").format(items)) if items else EMPTY


def origin(words: str, answer: ExplainedNumber, release: Release) -> Html:
    """A number by its title."""
    return Html(f"{text(answer.title)}: {html.why(words, answer, release)}")


def origins_list(items: Html) -> Html:
    return html.disclosure("Herkomst van de getallen in deze zin", items)


def statements_html(release: Release, ids: Iterable[str]) -> Html:
    """Numbers of statements of the agreement that the release knows, each with its text on request."""
    rows = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    statements = (html.explained(name, _statement(release, rows[name]), "rw-said") for name in ids if name in rows)
    return Html(" ").join(statements)


def _statement(release: Release, row: Mapping[str, object]) -> list[str]:
    source = release.source_title(str(row["bron_id"]))
    return [
        f"Uitspraak {row['uitspraak_id']}",
        str(row["uitspraak"]),
        f"Bron: {source}.",
        f"Release {release.info.number}.",
    ]


def _name(row: grid.Row, release: Release) -> html.Cell:
    heading = row.heading or (grid.Words(row.label),)
    label = html.why(row.label, row.answer, release) if row.answer else EMPTY.join(map(words, heading))
    if row.below:
        label += Html(" <small>{}</small>").format(row.below)
    if row.tag:
        label += Html(" ") + html.tag(row.tag)
    if row.remark:
        label += Html(" ") + (_coloured("good", f"{row.remark} ✓") if row.sound else text(row.remark))
    plain = not (row.tag or row.remark or row.below) and row.kind in ("", "total", "topic", "group")
    style = html.lines("".join(piece.text for piece in heading)) if plain else "rw-post" if row.kind == "post" else ""
    if row.caution:
        label += Html("<div class=rw-said>{}</div>").format(row.caution)
    return html.Cell(label, number=False, head=True, style=style)


def _style(row: grid.Row) -> str:
    return {
        "sum": "rw-sum",
        "section": "rw-head",
        "topic": "rw-head",
        "conflict": "rw-conflict",
        "group": "rw-group",
    }.get(row.kind, "rw-chosen" if row.in_view else "")


def _cells(
    row: grid.Row,
    cell: grid.Cell,
    column: grid.Column,
    number: bool,
    release: Release,
    place: str,
    reach: tuple[float, float],
) -> list[html.Cell]:
    """The cell of a number, and that of its bar where bars stand apart; what is said in pieces is no number."""
    content, value = number_html(cell, release), cell.value
    bar = EMPTY if not place or value is None or cell.start is None else html.bar(value, *reach, cell.start)
    if place == "apart":
        return [html.Cell(content, number), _bar_cell(bar)]
    if not bar:
        return [html.Cell(content, number and not cell.pieces, style=_cell_style(row, cell, column))]
    level = f" rw-level-{_side(column)}" if place == "coloured" else ""
    inside = Html(f'<span class="rw-withbar{level}">{bar}<span>{content}</span></span>')
    return [html.Cell(inside, style="rw-barcell" if place == "beside" else "")]


def _side(column: grid.Column) -> str:
    """The route whose numbers a column holds; the nulalternatief where it names none."""
    return next((piece.side for piece in column.words if piece.side), "zero")


def _bar_cell(bar: Html) -> html.Cell:
    return html.Cell(bar, number=False, style="rw-barcell")


def _cell_style(row: grid.Row, cell: grid.Cell, column: grid.Column) -> str:
    if row.kind in ("section", "remark") or cell.tag:
        return ""
    if cell.lacking:
        return "rw-lacking"
    return "rw-column-total" if column.total else QUIET.get(column.id, "")
