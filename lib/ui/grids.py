"""A table of the product as HTML: caption and scope, numbers that explain themselves, bars beside them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from lib.analysis import grid
from lib.analysis.answers import Answer
from lib.analysis.grid import Grid, reach_of
from lib.analysis.release import Release
from lib.ui import html
from lib.ui.links import known, source_link

#: Columns that say less than the numbers beside them.
QUIET = {"taakveld": "rw-taakveld"}


@dataclass(frozen=True)
class Bars:
    """Bars in the columns with these ids (default: all), on the scale `reach` (default: that of this table): in the cell of
    the number, in the colour of the route there, or in a column of their own; or one from the lowest to the highest number
    of each row, with a stroke at `mark`."""

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
) -> str:
    """The table; without `bars` none are drawn. `note` stands below it in place of its own."""
    drawn = table if bars is None or bars.columns is None else table.only(bars.columns)
    reach = bars.reach if bars and bars.reach else reach_of([drawn])
    rows = []
    for row in table.rows:
        cells = [_name(row)]
        for cell, column, number in zip(row.cells, table.columns, table.numeric, strict=True):
            place = bars.place if bars and (bars.columns is None or column.id in bars.columns) else ""
            cells += _cells(row, cell, column, number, release, place, reach)
        if bars and bars.place == "span":
            ends = [cell.value for cell in row.cells if cell.value is not None]
            spanned = html.span_bar(min(ends), max(ends), bars.mark, *reach)
            cells.append(html.Cell(spanned, number=False, style="rw-barcell"))
        rows.append(html.Row(cells, row.total, _style(row)))
    apart = ['<span class="rw-hidden">staaf</span>'] if bars and bars.place in ("apart", "span") else []
    head = [words(table.corner), *map(_heading, table.columns), *apart]
    return html.table(
        table.caption, head, rows, note=table.note if note is None else note, hidden_caption=hidden_caption, style=style
    )


def _heading(column: grid.Column) -> str:
    below = f"<br><small>{html.text(column.below)}</small>" if column.below else ""
    return f"{''.join(map(words, column.words))}{below}"


def words(piece: grid.Words) -> str:
    """Words in the colour of their route."""
    return f'<span class="rw-{piece.side}">{html.text(piece.text)}</span>' if piece.side else html.text(piece.text)


def number_html(cell: grid.Cell, release: Release) -> str:
    """A number that opens its explanation, or words; in the colour of its route, with its verdict, its status and what it
    rests on behind it, and what stands in small below it."""
    if cell.pieces:
        return "; ".join(number_html(piece, release) for piece in cell.pieces)
    shown = html.why(cell.text, cell.answer, release) if cell.answer else html.text(cell.text)
    shown = f"<b>{shown}</b>" if cell.strong else shown
    style = "good" if cell.good else cell.side
    shown = f'<span class="rw-{style}">{shown}</span>' if style else shown
    tag = html.tag(cell.tag) if cell.tag else ""
    behind = f" {statements_html(release, cell.statements)}" if cell.statements else ""
    if cell.reference:
        source, day = cell.reference.source, cell.reference.day
        link = source_link(release, source, short=cell.reference.short) if source else ""
        behind += ", ".join(filter(None, (link, known(release, day) if day else "")))
    below = "".join(f'<div class="rw-said">{number_html(part, release)}</div>' for part in cell.below)
    return f"{shown}{html.text(cell.verdict)}{' ' if shown and tag else ''}{tag}{behind}{below}"


def origins(numbers: Iterable[tuple[str, Answer]], release: Release) -> str:
    """The numbers of a heading, as they stand in it, each with its explanation; empty without numbers."""
    items = "".join(
        f"<li>{html.text(answer.title)}: {html.why(words, answer, release)}</li>" for words, answer in numbers
    )
    return html.disclosure("Herkomst van de getallen in deze zin", f"<ul class=rw-list>{items}</ul>") if items else ""


def statements_html(release: Release, ids: Iterable[str]) -> str:
    """Numbers of statements of the agreement that the release knows, each with its text on request."""
    rows = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    return " ".join(html.explained(name, _statement(release, rows[name]), "rw-said") for name in ids if name in rows)


def _statement(release: Release, row: Mapping[str, object]) -> list[str]:
    source = release.source_title(str(row["bron_id"]))
    return [
        f"Uitspraak {row['uitspraak_id']}",
        str(row["uitspraak"]),
        f"Bron: {source}.",
        f"Release {release.info.number}.",
    ]


def _name(row: grid.Row) -> html.Cell:
    heading = row.heading or (grid.Words(row.label),)
    label = "".join(map(words, heading))
    tag = f" {html.tag(row.tag)}" if row.tag else ""
    remark = f'<span class="rw-good">{html.text(row.remark)} ✓</span>' if row.sound else html.text(row.remark)
    if row.below:
        label += f" <small>{html.text(row.below)}</small>"
    plain = not (row.tag or row.remark or row.below) and row.kind in ("", "total", "topic", "group")
    style = html.lines("".join(each.text for each in heading)) if plain else "rw-post" if row.kind == "post" else ""
    caution = f"<div class=rw-said>{html.text(row.caution)}</div>" if row.caution else ""
    named = f"{label}{tag}{f' {remark}' if row.remark else ''}{caution}"
    return html.Cell(named, number=False, head=True, style=style)


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
    words, value = number_html(cell, release), cell.value
    bar = "" if not place or value is None or cell.start is None else html.bar(value, *reach, cell.start)
    if place == "apart":
        return [html.Cell(words, number), html.Cell(bar, number=False, style="rw-barcell")]
    if not bar:
        return [html.Cell(words, number and not cell.pieces, style=_cell_style(row, cell, column))]
    level = f" rw-level-{column.id}" if place == "coloured" else ""
    inside = f'<span class="rw-withbar{level}">{bar}<span>{words}</span></span>'
    return [html.Cell(inside, style="rw-barcell" if place == "beside" else "")]


def _cell_style(row: grid.Row, cell: grid.Cell, column: grid.Column) -> str:
    if row.kind in ("section", "remark") or cell.tag:
        return ""
    if cell.lacking:
        return "rw-lacking"
    return "rw-column-total" if column.total else QUIET.get(column.id, "")


def draw_tabs(key: str, parts: Mapping[str, Callable[[], str]], mark: Callable[[str], str] | None = None) -> None:
    """A tab for each part, by its label; only what stands in the open one is made, and marked."""
    tabs = st.tabs([*map(html.literal, parts)], key=key, on_change="rerun")
    for tab, write in zip(tabs, parts.values(), strict=True):
        if tab.open:
            tab.html(mark(write()) if mark else write())
