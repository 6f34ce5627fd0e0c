"""A frozen state as tables, from stored values only; and the list of states."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from lib.analysis import grid
from lib.analysis.grid import Grid
from lib.analysis.results import BELOW, CHOICE, HEAD, Results, stored_grids
from lib.report.frozen import banner
from lib.store.content import short
from lib.store.saved_views import StateInfo
from lib.text import date_words, moment_words, value_with_unit
from lib.ui.html import Cell, Row, block, disclosure, explained, name, table, text, words

FIRST = "Overzicht"
#: Blocks under the page that shows them; those of the first stand open.
PAGES = {
    FIRST: ("routes", "uitkomsten", "brug", "mensen"),
    "Overzicht, vervolg": ("jaren", "scenarios", "zekerheid", "hoeken", "omslag"),
    "Kosten": ("per_inwoner", "begroting", "tekort", "sleutels", "andere", "pm"),
    "Mensen": ("controle",),
    "Gevoeligheid": ("spreiding", "zekerheden", "tornado", "meningen", "aannames"),
}
OTHER = "Overig"
ELSEWHERE = "Dit is wat toen is opgeslagen; wat toen was gekozen, staat hieronder."
Item = TypeVar("Item")


def head(info: StateInfo, results: Results) -> str:
    """The stored sentence, what this is, and what was chosen."""
    first = next((told.text for told in results.texts if told.kind == HEAD), info.name)
    page = next((told.label for told in results.texts if told.kind == HEAD), "")
    below = " ".join(told.text for told in results.texts if told.kind == BELOW and told.label == page)
    return (
        f'<h1>{text(first)}</h1><p class="rw-frozen" role="note">{text(banner(info))}</p>{_own(results)}'
        f'<p class="rw-sub">{text(below)} {text(ELSEWHERE)}</p><div class="rw-line">{disclosure("Wat is bevroren, door wie en waarmee", _about(info, results))}</div>'
    )


def _own(results: Results) -> str:
    """What differed from standaard when it was frozen."""
    told = results.own_words
    return f'<p class="rw-own" role="note">{text(told)}</p>' if told else ""


def _about(info: StateInfo, results: Results) -> str:
    told = {
        "Naam": info.name,
        "Toelichting": info.note or "geen",
        "Bevroren door": info.author,
        "Wanneer": moment_words(info.created_at),
        **{choice.label: choice.text for choice in results.texts if choice.kind == CHOICE},
        "Kenmerk van de stand": info.seal,
        "Kenmerk van de release": info.release_hash,
        "Programma": f"{info.program.version}, kenmerk {info.program.hash}",
    }
    rows = [Row((name(label), words(value))) for label, value in told.items()]
    sentences = [Row((name(each.label), words(each.text))) for each in results.texts if each.kind != CHOICE]
    return table("Deze stand", ["Wat", "Opgeslagen"], rows, style="rw-wrap rw-rows") + table(
        "Opgeslagen zinnen", ["Pagina", "Zin"], sentences, style="rw-wrap rw-rows"
    )


def numbers(info: StateInfo, results: Results) -> str:
    """Every stored number, block by block under the page that showed it."""
    found: dict[str, list[str]] = {page: [] for page in (*PAGES, OTHER)}
    for stored in stored_grids(results.numbers):
        page = next((page for page, ids in PAGES.items() if stored.id.split(" ")[0] in ids), OTHER)
        found[page].append(_stored_table(info, stored))
    return "".join(
        block(
            page,
            "opgeslagen getallen",
            "".join(tables) if page == FIRST else disclosure(f"Tabellen van {page}", "".join(tables)),
        )
        for page, tables in found.items()
        if tables
    )


def _stored_table(info: StateInfo, stored: Grid) -> str:
    """One block: its rows and columns in the order in which they were stored."""
    rows = [
        Row(
            (
                name(row.label),
                *(_cell(info, stored, row, *each) for each in zip(stored.columns, row.cells, strict=True)),
            ),
            total=row.total,
        )
        for row in stored.rows
    ]
    head = ['<span class="rw-hidden">wat</span>', *(text(column.label) for column in stored.columns)]
    return table(stored.caption, head, rows, style="rw-wrap rw-rows rw-stored")


def _cell(info: StateInfo, stored: Grid, row: grid.Row, column: grid.Column, cell: grid.Cell) -> Cell:
    if not cell.text:
        return words("")
    if cell.value is None:
        return Cell(text(cell.text))
    lines = [
        f"{stored.title}: {row.label}, {column.label}",
        f"Precieze waarde: {exact(cell.value, cell.unit)}",
        *([f"Status: {cell.status}"] if cell.status else []),
        f"Opgeslagen in stand {info.number}, release {info.release}.",
    ]
    return Cell(explained(cell.text, lines))


def exact(value: float, unit: str) -> str:
    """A value with every digit and its unit."""
    return value_with_unit(value, "euro" if unit.startswith("×") else unit.replace("€", "euro"))


def by_block(items: Iterable[Item], block_of: Callable[[Item], str]) -> dict[str, list[Item]]:
    """Items per id of their block, in the order in which blocks first come."""
    found: dict[str, list[Item]] = {}
    for each in items:
        found.setdefault(block_of(each), []).append(each)
    return found


def states_table(infos: Sequence[StateInfo], links: Mapping[int, str], opened: int | None) -> str:
    """The states found, the newest first, each with its link."""
    rows = [
        Row(
            (
                Cell(
                    f'<a href="{text(links[info.number])}" target="_self">Stand {info.number}</a>',
                    number=False,
                    head=True,
                ),
                words(info.name),
                words(info.note),
                words(info.author),
                words(date_words(info.created_at.date())),
                words(f"Release {info.release}"),
                Cell(f"<code>{text(short(info.seal))}</code>", number=False),
            ),
            style="rw-chosen" if info.number == opened else "",
        )
        for info in infos
    ]
    head = ["Stand", "Naam", "Toelichting", "Door", "Wanneer", "Release", "Kenmerk"]
    return table("Bevroren standen, de nieuwste boven", head, rows, style="rw-wrap rw-rows rw-tall")
