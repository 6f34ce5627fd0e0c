"""What figures change and what that does, as tables: for a preview and for any two releases."""

import csv
import io
from collections.abc import Iterable, Sequence

from lib.analysis.data_tables import TITLES, heading
from lib.analysis.effect import Effect, Moved
from lib.analysis.release import Release
from lib.store.content import FILES
from lib.store.differences import ADDED, CHANGED, GRAINS, Change
from lib.store.problems import Problem
from lib.store.tables import BY_NAME
from lib.text import UNKNOWN, difference, thousands, whole
from lib.ui.accountability_tables import label, shown_value
from lib.ui.html import Cell, Row, block, name, table, text, words

#: Rows of a list on the screen; the whole list can be downloaded.
SHOWN = 60
FILES_TITLE = "Scenario’s en parameters"
NONE = "bestond niet"
GONE = "vervalt"


def problems_table(caption: str, problems: Sequence[Problem]) -> str:
    """Errors or warnings: where, what, what was read, what to do."""
    head = ["Bestand", "Plaats", "Wat", "Gelezen", "Wat te doen"]
    rows = [
        Row([name(one.file), words(one.place), words(one.what), words(one.read[:120]), words(one.remedy)])
        for one in problems[:SHOWN]
    ]
    return table(caption, head, rows, note=_more(len(problems)), style="rw-wrap rw-rows rw-tall")


def _more(count: int) -> str:
    return f"De eerste {SHOWN} van {whole(count)}; de hele lijst is op te halen." if count > SHOWN else ""


def problems_file(problems: Iterable[Problem]) -> bytes:
    """The whole list as CSV for a spreadsheet."""
    lines = [("bestand", "plaats", "wat", "gelezen", "wat te doen")]
    return _csv([*lines, *((one.file, one.place, one.what, one.read, one.remedy) for one in problems)])


def changes_table(changes: Sequence[Change], old: Release, new: Release) -> str:
    """Figures with their old and new value."""
    shown = [line for change in changes[: 4 * SHOWN] for line in _lines(change, old, new)]
    rows = [
        Row([name(place), words(kind), words(what), Cell(text(was)), Cell(text(now))])
        for place, kind, what, was, now in shown[:SHOWN]
    ]
    if not rows:
        return '<p class="rw-say">Er verandert geen enkel cijfer.</p>'
    head = ["Cijfer", "Wat gebeurt er", "Kolom", "Was", "Wordt"]
    note = _more(max(len(changes), len(shown))) if len(changes) > SHOWN or len(shown) > SHOWN else ""
    return table("Cijfers die veranderen, met oud en nieuw", head, rows, note=note, style="rw-wrap rw-rows rw-tall")


def changes_file(changes: Iterable[Change], old: Release, new: Release) -> bytes:
    """Every change as CSV for a spreadsheet."""
    return _csv(
        [
            ("cijfer", "wat gebeurt er", "kolom", "was", "wordt"),
            *(line for change in changes for line in _lines(change, old, new)),
        ]
    )


def _lines(change: Change, old: Release, new: Release) -> list[tuple[str, str, str, str, str]]:
    if change.part == FILES:
        return [(f"{FILES_TITLE}: {change.grain[0]}", change.kind, "bestand", "", "")]
    release = old if change.after is None else new
    names = [
        label(release, column, str(value)) for column, value in zip(GRAINS[change.part], change.grain, strict=True)
    ]
    place = f"{TITLES.get(change.part, 'Bronnen')}: {', '.join(names)}"
    columns = {column.name: column for column in BY_NAME[change.part].columns}
    told: list[tuple[str, str, str, str, str]] = []
    for column, (was, now) in change.values.items():
        if change.kind != CHANGED and column in ("kennisdatum", "toelichting", "bron_id", "status"):
            continue
        before = NONE if change.kind == ADDED else shown_value(old, columns[column], was) or "leeg"
        after = GONE if change.after is None else shown_value(new, columns[column], now) or "leeg"
        told.append((place, change.kind, heading(column), before, after))
    return told


def effect_tables(effect: Effect, release: Release) -> str:
    """What the change does to every route and, per gemeente, to the difference between the two on the table."""
    saldi = [
        Row([name(one.what), words(one.years), *(_thousands(value) for value in (one.before, one.after)), _moved(one)])
        for one in effect.saldi
    ]
    first = table(
        "Saldo (baten − lasten) van alle gemeenten samen, × € 1.000, met alle aannames op standaard",
        ["Scenario", "Jaren", "Was", "Wordt", "Verschil"],
        saldi,
    )
    rows = [
        Row(
            [
                name(_where(release, one)),
                words(one.years),
                *(_signed(value) for value in (one.before, one.after)),
                Cell('<b class="rw-mark">volgorde draait om</b>' if one.flips else "blijft", number=False),
            ]
        )
        for one in effect.differences
    ]
    what = effect.differences[0].what if effect.differences else ""
    second = table(
        f"Verschil per gemeente, × € 1.000: {what}. V is voordelig voor de laatste, N nadelig",
        ["Gemeente", "Jaren", "Was", "Wordt", "Volgorde"],
        rows,
    )
    flips = len(effect.flips)
    told = (
        f"Op {flips} plaatsen draait de volgorde van de routes om."
        if flips
        else "Nergens draait de volgorde van de routes om."
    )
    return block("Wat dit doet met de uitkomst", "", f'<p class="rw-say">{told}</p>{first}{second}')


def _where(release: Release, one: Moved) -> str:
    known = {gemeente.code for gemeente in release.figures.gemeenten}
    return release.name(one.code) if one.code in known else release.all_together if one.code == "alle" else one.code


def _thousands(value: float | None) -> Cell:
    return Cell(text(UNKNOWN if value is None else thousands(value)))


def _signed(value: float | None) -> Cell:
    return Cell(text(UNKNOWN if value is None else difference(value)))


def _moved(one: Moved) -> Cell:
    return Cell(text(UNKNOWN if one.change is None else difference(one.change)))


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Semicolons, for a Dutch spreadsheet; a cell that looks like a formula is kept from being one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
