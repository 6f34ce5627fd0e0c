"""What figures change and what that does, as tables: for a preview and for any two releases. They are lists of what files say,
shown on a screen and nowhere else; the whole list is a CSV file of the same rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lib.comparison.effect import Effect, Moved
from lib.comparison.release import Release
from lib.model.figures import ALL
from lib.render.html import Cell, Html, Row, block, name, paragraph, table, text, words
from lib.render.table_files import csv_file
from lib.store.parts import GRAINS, Change
from lib.subjects.accountability.data_tables import ALL_TITLES, code_words, value_words
from lib.subjects.release_preview import Preview, Ways
from lib.tables.columns import BY_NAME, Column
from lib.tables.content import FILES
from lib.tables.rows import Problem
from lib.text import UNKNOWN, date_words, difference, thousands, upper_first, whole
from lib.upload.meaning.layout import VALUES

#: Rows of a list on the screen; the whole list can be downloaded.
SHOWN = 60
#: Enough for every figure of one year: costs and persons of all gemeenten.
SHOWN_CHANGES = 300
FILES_TITLE = "Scenario’s en parameters"
CHANGE = ("Cijfer", "Wat gebeurt er", "Was", "Wordt")
PROBLEM = ("Bestand", "Plaats", "Wat", "Gelezen", "Wat te doen")
TALL = "rw-wrap rw-rows rw-tall"
#: Columns that tell about a figure and are none themselves.
ASIDE = ("status", "bron_id", "kennisdatum", "toelichting")
#: What files do to figures that they leave out of their block: a table, gemeente and year.
FILL_IN = "Vul aan: wat niet in het bestand staat, blijft"
REPLACE = "Vervang het hele blok (tabel, gemeente en jaar): wat niet in het bestand staat, vervalt"
NONE = "bestond niet"
GONE = "vervalt"
#: What happens to a figure that the files leave out of a block that is replaced.
LEFT_OUT = "vervalt: niet aangeleverd"


def problems_table(caption: str, problems: Sequence[Problem]) -> Html:
    """Errors or warnings: where, what, what was read, what to do."""
    rows = [
        Row([name(item.file), *map(words, (item.place, item.what, item.read[:120], item.remedy))])
        for item in problems[:SHOWN]
    ]
    return table(caption, PROBLEM, rows, note=_more(len(problems)), style=TALL)


def _more(count: int, most: int = SHOWN) -> str:
    return f"De eerste {most} van {whole(count)}; de hele lijst is op te halen." if count > most else ""


def problems_file(problems: Iterable[Problem]) -> bytes:
    """The whole list as CSV for a spreadsheet."""
    rows = ((item.file, item.place, item.what, item.read, item.remedy) for item in problems)
    return csv_file(list(map(str.lower, PROBLEM)), rows)


def _stays(_: Change) -> bool:
    return False


def changes_table(
    changes: Sequence[Change], old: Release, new: Release, vanishes: Callable[[Change], bool] = _stays
) -> Html:
    """Figures with their old and new value, one row per figure; first those of which `vanishes` says that they go."""
    if not changes:
        return paragraph("Er verandert geen enkel cijfer.")
    first = sorted(changes, key=vanishes, reverse=True)[:SHOWN_CHANGES]
    lines = (_line(change, old, new, vanishes) for change in first)
    rows = [Row([name(place), *map(words, others)]) for place, *others in lines]
    caption = "Cijfers die veranderen, met oud en nieuw; tussen haakjes wat er verder verandert"
    return table(caption, CHANGE, rows, note=_more(len(changes), SHOWN_CHANGES), style=TALL)


def changes_file(
    changes: Iterable[Change], old: Release, new: Release, vanishes: Callable[[Change], bool] = _stays
) -> bytes:
    """Every change as CSV for a spreadsheet."""
    return csv_file(CHANGE, (_line(change, old, new, vanishes) for change in changes))


def _line(change: Change, old: Release, new: Release, vanishes: Callable[[Change], bool]) -> tuple[str, str, str, str]:
    """What changes, what happens, old and new."""
    kind = LEFT_OUT if vanishes(change) else change.kind
    if change.part == FILES:
        return f"{FILES_TITLE}: {change.grain[0]}", kind, "bestand", "bestand"
    if change.part == "sources":
        row = change.after or change.before or {}
        return f"Bron: {row['titel']} ({row['uitgever']})", kind, "", ""
    release = old if change.after is None else new
    pairs = zip(GRAINS[change.part], change.grain, strict=True)
    names = (code_words(release, column, str(value)) for column, value in pairs)
    place = f"{ALL_TITLES[change.part]}: {', '.join(names)}"
    return place, kind, _values(change, change.before, old, NONE), _values(change, change.after, new, GONE)


def _values(change: Change, row: Mapping[str, Any] | None, release: Release, none: str) -> str:
    """One side of a change: the figure, and what else is different; `none` where it has no such row."""
    if row is None:
        return none
    columns = {column.name: column for column in BY_NAME[change.part].columns}
    value = VALUES.get(change.part)
    others = [column for column in change.columns if column != value]
    figures = [*([] if value is None else [value]), *(column for column in others if column not in ASIDE)]
    aside = [_aside(release, columns[column], row[column]) for column in others if column in ASIDE]
    written = "; ".join(value_words(release, columns[column], row[column]) for column in figures)
    return written + (f" ({', '.join(aside)})" if aside else "")


def _aside(release: Release, column: Column, value: Any) -> str:
    if column.name == "bron_id":
        return release.source_title(value) if value in release.sources else str(value)
    if column.type == "date":
        return f"bekend {date_words(value)}"
    return value_words(release, column, value) or "geen toelichting"


def ways_table(ways: Ways, replace: bool) -> Html:
    """Filling in beside replacing whole blocks: how many figures, and what it does to the outcome; a sentence where both
    come to the same, or where replacing cannot be. `replace` is the way of now."""
    if ways.refused:
        first = ways.refused[0]
        return paragraph(f"Het hele blok vervangen kan niet: {first.place}: {first.what}.")
    if ways.replacing is None:
        return paragraph("Het bestand laat niets weg: aanvullen en vervangen komt op hetzelfde neer.")
    head = ["Manier", "Nieuw", "Anders", "Vervalt", "Blijft", "Verschil van de routes, × € 1.000", "Meest geraakt"]
    rows = [_way("Aanvullen", ways.filling, not replace), _way("Vervangen", ways.replacing, replace)]
    caption = "Aanvullen of vervangen: wat elk doet met de cijfers en de uitkomst; Blijft: staat niet in het bestand"
    return table(caption, head, rows, style="rw-wrap rw-rows")


def _way(label: str, preview: Preview, current: bool) -> Row:
    tally, moves = preview.tally, preview.effect.differences
    counts = [Cell(text(whole(count))) for count in (tally.added, tally.changed, tally.vanishing, tally.staying)]
    apart = [move for move in moves if move.code != ALL and move.change]
    most = max(apart, key=lambda move: abs(move.change or 0), default=None)
    hit = ["geen gemeente"] if most is None else [_where(preview.new, most), _change_words(most)]
    columns = ([_change_words(move) for move in moves if move.code == ALL], hit)
    cells = (Cell(Html("<br>").join(lines), number=False) for lines in columns)
    return Row([name(f"{label} (gekozen)" if current else label), *counts, *cells])


def _change_words(move: Moved) -> str:
    """An outcome before and after: "2021–2024: 153 N wordt 168 N"."""
    was, becomes = (UNKNOWN if value is None else difference(value) for value in (move.before, move.after))
    return f"{move.years}: {f'blijft {was}' if was == becomes else f'{was} wordt {becomes}'}"


def effect_tables(effect: Effect, release: Release) -> Html:
    """What the change does to every route and, per gemeente, to the difference between the two on the table."""
    saldi = _moves(
        "Saldo (baten − lasten) van alle gemeenten samen, × € 1.000, met alle aannames op standaard",
        "Scenario",
        [(move.what, move) for move in effect.saldi],
    )
    what = effect.differences[0].what if effect.differences else ""
    differences = _moves(
        f"Verschil per gemeente, × € 1.000: {what}; V voordelig, N nadelig voor de eerstgenoemde",
        "Gemeente",
        [(_where(release, move), move) for move in effect.differences],
    )
    opening = paragraph(f"{effect.order}.")
    return block("Wat dit doet met de uitkomst", "", opening, saldi, differences)


def _moves(caption: str, head: str, moves: Sequence[tuple[str, Moved]]) -> Html:
    """One row per name, two columns (was, wordt) and the difference per span of years."""
    spans = list(dict.fromkeys(move.years for _, move in moves))
    by_name: dict[str, dict[str, Moved]] = {}
    for label, move in moves:
        by_name.setdefault(label, {})[move.years] = move
    rows = [
        Row([name(label), *(cell for span in spans for cell in _cells(own.get(span)))])
        for label, own in by_name.items()
    ]
    heads = [f"{span} {word}" for span in spans for word in ("was", "wordt", "verandering")]
    return table(caption, [head, *heads], rows, style="rw-rows")


def _cells(move: Moved | None) -> list[Cell]:
    if move is None:
        return [Cell(text(UNKNOWN))] * 3
    write = difference if move.compared else thousands
    values = [Cell(text(UNKNOWN if value is None else write(value))) for value in (move.before, move.after)]
    if move.flips:
        return [*values, Cell(Html('<b class="rw-mark">volgorde draait om</b>'))]
    return [*values, Cell(text(UNKNOWN if move.change is None else difference(move.change)))]


def _where(release: Release, move: Moved) -> str:
    codes = {gemeente.code for gemeente in release.figures.gemeenten} | {ALL}
    return upper_first(release.name(move.code)) if move.code in codes else move.code
