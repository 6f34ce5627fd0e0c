"""What figures change and what that does, as tables: for a preview and for any two releases."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lib.analysis.candidate import Preview, Ways
from lib.analysis.data_tables import ALL_TITLES, code_words, value_words
from lib.analysis.effect import Effect, Moved
from lib.analysis.release import Release
from lib.model.figures import ALL
from lib.report.table_files import csv_file
from lib.store.content import FILES
from lib.store.differences import GRAINS, Change
from lib.store.intake.layout import VALUES
from lib.store.problems import Problem
from lib.store.tables import BY_NAME, Column
from lib.text import UNKNOWN, date_words, difference, thousands, upper_first, whole
from lib.ui.html import Cell, Row, block, name, table, text, words

#: Rows of a list on the screen; the whole list can be downloaded.
SHOWN = 60
#: Enough for every figure of one year: costs and persons of all gemeenten.
SHOWN_CHANGES = 300
FILES_TITLE = "Scenario’s en parameters"
LINE = ("Cijfer", "Wat gebeurt er", "Was", "Wordt")
#: Columns that tell about a figure and are none themselves.
ASIDE = ("status", "bron_id", "kennisdatum", "toelichting")
#: What files do to figures that they leave out of their block: a table, gemeente and year.
FILL_IN = "Vul aan: wat niet in het bestand staat, blijft"
REPLACE = "Vervang het hele blok (tabel, gemeente en jaar): wat niet in het bestand staat, vervalt"
NONE = "bestond niet"
GONE = "vervalt"
#: What happens to a figure that the files leave out of a block that is replaced.
LEFT_OUT = "vervalt: niet aangeleverd"


def problems_table(caption: str, problems: Sequence[Problem]) -> str:
    """Errors or warnings: where, what, what was read, what to do."""
    head = ["Bestand", "Plaats", "Wat", "Gelezen", "Wat te doen"]
    rows = [
        Row([name(one.file), words(one.place), words(one.what), words(one.read[:120]), words(one.remedy)])
        for one in problems[:SHOWN]
    ]
    return table(caption, head, rows, note=_more(len(problems)), style="rw-wrap rw-rows rw-tall")


def _more(count: int, most: int = SHOWN) -> str:
    return f"De eerste {most} van {whole(count)}; de hele lijst is op te halen." if count > most else ""


def problems_file(problems: Iterable[Problem]) -> bytes:
    """The whole list as CSV for a spreadsheet."""
    head = ("bestand", "plaats", "wat", "gelezen", "wat te doen")
    return csv_file(head, ((one.file, one.place, one.what, one.read, one.remedy) for one in problems))


def _stays(_: Change) -> bool:
    return False


def changes_table(
    changes: Sequence[Change], old: Release, new: Release, vanishes: Callable[[Change], bool] = _stays
) -> str:
    """Figures with their old and new value, one row per figure; first those of which `vanishes` says that they go."""
    if not changes:
        return '<p class="rw-say">Er verandert geen enkel cijfer.</p>'
    first = sorted(changes, key=vanishes, reverse=True)[:SHOWN_CHANGES]
    rows = [
        Row([name(place), words(kind), words(was), words(now)])
        for place, kind, was, now in (_line(change, old, new, vanishes) for change in first)
    ]
    caption = "Cijfers die veranderen, met oud en nieuw; tussen haakjes wat er verder verandert"
    return table(caption, LINE, rows, note=_more(len(changes), SHOWN_CHANGES), style="rw-wrap rw-rows rw-tall")


def changes_file(
    changes: Iterable[Change], old: Release, new: Release, vanishes: Callable[[Change], bool] = _stays
) -> bytes:
    """Every change as CSV for a spreadsheet."""
    return csv_file(LINE, (_line(change, old, new, vanishes) for change in changes))


def _line(change: Change, old: Release, new: Release, vanishes: Callable[[Change], bool]) -> tuple[str, str, str, str]:
    """What changes, what happens, old and new."""
    if vanishes(change):
        place, _, was, now = _line(change, old, new, _stays)
        return place, LEFT_OUT, was, now
    if change.part == FILES:
        return f"{FILES_TITLE}: {change.grain[0]}", change.kind, "bestand", "bestand"
    release = old if change.after is None else new
    pairs = zip(GRAINS[change.part], change.grain, strict=True)
    names = [code_words(release, column, str(value)) for column, value in pairs]
    if change.part == "sources":
        row = change.after or change.before or {}
        return f"Bron: {row['titel']} ({row['uitgever']})", change.kind, "", ""
    place = f"{ALL_TITLES[change.part]}: {', '.join(names)}"
    return place, change.kind, _values(change, 0, old), _values(change, 1, new)


def _values(change: Change, side: int, release: Release) -> str:
    """One side of a change: the figure, and what else is different."""
    row = (change.before, change.after)[side]
    if row is None:
        return GONE if side else NONE
    columns = {column.name: column for column in BY_NAME[change.part].columns}
    value = VALUES.get(change.part)
    differing = [column for column in change.columns if column != value and column in ASIDE]
    other = [column for column in change.columns if column != value and column not in ASIDE]
    told = [value_words(release, columns[column], row[column]) for column in [value, *other] if column is not None]
    aside = [_aside(release, columns[column], row[column]) for column in differing]
    return "; ".join(told) + (f" ({', '.join(aside)})" if aside else "")


def _aside(release: Release, column: Column, value: Any) -> str:
    if column.name == "bron_id":
        return release.source_title(value) if value in release.sources else str(value)
    if column.type == "date":
        return f"bekend {date_words(value)}"
    return value_words(release, column, value) or "geen toelichting"


def ways_table(ways: Ways, replace: bool) -> str:
    """Filling in beside replacing whole blocks: how many figures, and what it does to the outcome; a sentence where both
    come to the same, or where replacing cannot be. `replace` is what was chosen."""
    if ways.refused:
        first = ways.refused[0]
        return f'<p class="rw-say">Het hele blok vervangen kan niet: {text(f"{first.place}: {first.what}")}.</p>'
    if ways.replacing is None:
        return '<p class="rw-say">Het bestand laat niets weg: aanvullen en vervangen komt op hetzelfde neer.</p>'
    head = ["Manier", "Nieuw", "Anders", "Vervalt", "Blijft", "Verschil van de routes, × € 1.000", "Meest geraakt"]
    rows = [
        _way("Aanvullen", ways.filling, chosen=not replace),
        _way("Vervangen", ways.replacing, chosen=replace),
    ]
    caption = "Aanvullen of vervangen: wat elk doet met de cijfers en de uitkomst; Blijft: staat niet in het bestand"
    return table(caption, head, rows, style="rw-wrap rw-rows")


def _way(label: str, preview: Preview, chosen: bool) -> Row:
    tally, moves = preview.tally, preview.effect.differences
    counts = [Cell(whole(count)) for count in (tally.added, tally.changed, tally.vanishing, tally.staying)]
    together = "<br>".join(text(_moved(one)) for one in moves if one.code == ALL)
    apart = [one for one in moves if one.code != ALL and one.change]
    most = max(apart, key=lambda one: abs(one.change or 0), default=None)
    hit = "geen gemeente" if most is None else f"{text(_where(preview.new, most))}<br>{text(_moved(most))}"
    cells = [Cell(together, number=False), Cell(hit, number=False)]
    return Row([name(f"{label} (gekozen)" if chosen else label), *counts, *cells])


def _moved(one: Moved) -> str:
    """An outcome before and after: "2021–2024: 153 N wordt 168 N"."""
    was, becomes = (UNKNOWN if value is None else difference(value) for value in (one.before, one.after))
    return f"{one.years}: {f'blijft {was}' if was == becomes else f'{was} wordt {becomes}'}"


def effect_tables(effect: Effect, release: Release) -> str:
    """What the change does to every route and, per gemeente, to the difference between the two on the table."""
    flips = len(effect.flips)
    told = (
        f"De volgorde van de routes draait op {flips} {'plaats' if flips == 1 else 'plaatsen'} om."
        if flips
        else "De volgorde van de routes blijft overal gelijk."
    )
    first = _moves(
        "Saldo (baten − lasten) van alle gemeenten samen, × € 1.000, met alle aannames op standaard",
        "Scenario",
        [(one.what, one) for one in effect.saldi],
    )
    what = effect.differences[0].what if effect.differences else ""
    second = _moves(
        f"Verschil per gemeente, × € 1.000: {what}; V voordelig, N nadelig voor de eerstgenoemde",
        "Gemeente",
        [(_where(release, one), one) for one in effect.differences],
    )
    return block("Wat dit doet met de uitkomst", "", f'<p class="rw-say">{told}</p>{first}{second}')


def _moves(caption: str, head: str, moves: Sequence[tuple[str, Moved]]) -> str:
    """One row per name, two columns (was, wordt) and the difference per span of years."""
    spans = list(dict.fromkeys(one.years for _, one in moves))
    by_name: dict[str, dict[str, Moved]] = {}
    for shown, one in moves:
        by_name.setdefault(shown, {})[one.years] = one
    rows = [
        Row([name(shown), *(cell for span in spans for cell in _cells(found.get(span)))])
        for shown, found in by_name.items()
    ]
    heads = [text(f"{span} {word}") for span in spans for word in ("was", "wordt", "verandering")]
    return table(caption, [head, *heads], rows, style="rw-rows")


def _cells(one: Moved | None) -> list[Cell]:
    if one is None:
        return [Cell(UNKNOWN)] * 3
    shown = difference if one.compared else thousands
    values = [Cell(text(UNKNOWN if value is None else shown(value))) for value in (one.before, one.after)]
    if one.flips:
        return [*values, Cell('<b class="rw-mark">volgorde draait om</b>')]
    return [*values, Cell(text(UNKNOWN if one.change is None else difference(one.change)))]


def _where(release: Release, one: Moved) -> str:
    known = {gemeente.code for gemeente in release.figures.gemeenten} | {ALL}
    return upper_first(release.name(one.code)) if one.code in known else one.code
