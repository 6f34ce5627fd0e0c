"""The stored numbers of a frozen state as tables, and what has changed since, from stored values only."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from lib.analysis.frozen.changes import Changed, Since
from lib.analysis.frozen.number import Number, Results, Text
from lib.analysis.frozen.results import BELOW, CHOICE, HEAD
from lib.report.frozen import banner
from lib.store.frozen import StateInfo
from lib.text import date_words, value_with_unit, whole
from lib.ui.html import Cell, Row, block, disclosure, explained, name, table, tag, text, words

#: Blocks under the page that shows them; those of the first stand open.
PAGES = {
    "Overzicht": ("routes", "uitkomsten", "brug", "jaren", "mensen", "scenarios", "zekerheid", "hoeken", "omslag"),
    "Kosten": ("per_inwoner", "begroting", "tekort", "sleutels", "andere", "pm"),
    "Mensen": ("controle",),
    "Gevoeligheid": ("spreiding", "zekerheden", "tornado", "meningen", "aannames"),
}
OTHER = "Overig"


def head(info: StateInfo, results: Results) -> str:
    """The stored sentence, what this is, and what was chosen."""
    first = next((told.text for told in results.texts if told.kind == HEAD), info.name)
    page = next((told.label for told in results.texts if told.kind == HEAD), "")
    below = " ".join(told.text for told in results.texts if told.kind == BELOW and told.label == page)
    return (
        f'<h1>{text(first)}</h1><p class="rw-frozen" role="note">{text(banner(info))}</p>'
        f'<p class="rw-sub">{text(below)}</p><div class="rw-line">{disclosure("Wat is bevroren, door wie en waarmee", _about(info, results))}</div>'
    )


def _about(info: StateInfo, results: Results) -> str:
    told = {
        "Naam": info.name,
        "Toelichting": info.note or "geen",
        "Bevroren door": info.author,
        "Wanneer": f"{date_words(info.created_at.date())}, {info.created_at:%H.%M} uur UTC",
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
    for id_, each in groupby(results.numbers, key=lambda number: number.ids[0]):
        page = next((page for page, ids in PAGES.items() if id_.split(" ")[0] in ids), OTHER)
        found[page].append(_stored_table(info, list(each)))
    return "".join(
        block(
            page,
            "opgeslagen getallen",
            "".join(tables) if page == "Overzicht" else disclosure(f"Tabellen van {page}", "".join(tables)),
        )
        for page, tables in found.items()
        if tables
    )


def _stored_table(info: StateInfo, stored: Sequence[Number]) -> str:
    """One block: its rows and columns in the order in which they were stored."""
    columns = {number.ids[2]: number.column for number in stored}
    rows: dict[str, dict[str, Number]] = {}
    for number in stored:
        rows.setdefault(number.ids[1], {})[number.ids[2]] = number
    units = {number.unit for number in stored}
    unit = f", {stored[0].unit}" if len(units) == 1 else ""
    drawn = [
        Row((name(next(iter(cells.values())).row), *(_cell(info, cells.get(column)) for column in columns)))
        for cells in rows.values()
    ]
    return table(
        f"{stored[0].block}{unit}", ["", *map(text, columns.values())], drawn, style="rw-wrap rw-rows rw-stored"
    )


def _cell(info: StateInfo, number: Number | None) -> Cell:
    if number is None:
        return words("")
    if number.value is None:
        return Cell(text(number.shown))
    told = [
        f"{number.block}: {number.row}, {number.column}",
        f"Precieze waarde: {exact(number.value, number.unit)}",
        *([f"Status: {number.status}"] if number.status else []),
        f"Opgeslagen in stand {info.number}, release {info.release}.",
    ]
    return Cell(explained(number.shown, told))


def exact(value: float, unit: str, signed: bool = False) -> str:
    """A value with every digit and its unit; `signed` puts "+" before what is above zero."""
    kind = "euro" if unit.startswith("×") else unit.replace("€", "euro")
    return f"{'+' if signed and value > 0 else ''}{value_with_unit(value, kind)}"


def since(info: StateInfo, found: Since, release: int, program: str, count: int) -> str:
    """What differs now, number by number; the words say with which release and program it was compared."""
    against = (
        f"Vergeleken met dezelfde weergave op release {release}, die nu in gebruik is, en met het programma van nu"
    )
    moved = "dat anders rekent of schrijft" if program != info.program.hash else "dat hetzelfde is"
    told = f"<p>{text(f'{against} ({moved}).')}</p>"
    if found.nothing:
        return block(
            TITLE,
            "",
            f'<p class="rw-say" role="status">Niets: alle {whole(count)} getallen zijn nog hetzelfde.</p>{told}',
        )
    parts = [f'<p class="rw-say" role="status">{text(_summary(found, count))}</p>', told]
    tables = [_changes(list(each)) for _, each in groupby(_ordered(found.numbers), key=_block_of)]
    parts += (
        [
            tables[0],
            *(disclosure(title, drawn) for title, drawn in zip(_titles(found.numbers)[1:], tables[1:], strict=True)),
        ]
        if tables
        else []
    )
    return block(TITLE, "", "".join(parts) + _sentences(found.texts))


TITLE = "Wat is er sindsdien veranderd"


def unknown(melding: str) -> str:
    """That the same view cannot be computed any more, and why."""
    told = f"Dezelfde weergave is nu niet meer te berekenen: {melding} Wat hierboven staat, blijft zoals het is."
    return block(TITLE, "", f'<p class="rw-say" role="status">{text(told)}</p>')


def _summary(found: Since, count: int) -> str:
    added = sum(each.then is None for each in found.numbers)
    gone = sum(each.now is None for each in found.numbers)
    moved = len(found.numbers) - added - gone
    more = [f"{whole(number)} {word}" for number, word in ((added, "erbij"), (gone, "weg")) if number]
    return f"Van de {whole(count)} getallen {'is' if moved == 1 else 'zijn'} er {whole(moved)} anders{''.join(f', {each}' for each in more)}."


def _ordered(changes: Iterable[Changed]) -> list[Changed]:
    """Block by block, in the order in which blocks first come."""
    by_block: dict[str, list[Changed]] = {}
    for each in changes:
        by_block.setdefault(_block_of(each), []).append(each)
    return [each for group in by_block.values() for each in group]


def _titles(changes: Iterable[Changed]) -> list[str]:
    return [f"{next(iter(each)).either.block}" for _, each in groupby(_ordered(changes), key=_block_of)]


def _block_of(change: Changed) -> str:
    return change.either.ids[0]


def _changes(changes: Sequence[Changed]) -> str:
    rows = [
        Row(
            (
                name(f"{each.either.row}, {each.either.column}"),
                Cell(_then_or_now(each.then, "was er niet")),
                Cell(_then_or_now(each.now, "is er niet meer")),
                Cell(text(_difference(each))),
            )
        )
        for each in changes
    ]
    caption = f"{changes[0].either.block}: toen en nu"
    head = ["Getal", "Bevroren", "Nu", "Verandering, precies"]
    return table(caption, head, rows, style="rw-wrap rw-rows rw-stored")


def _then_or_now(number: Number | None, missing: str) -> str:
    if number is None:
        return text(missing)
    return f"{text(number.shown)} {tag(number.status)}" if number.status else text(number.shown)


def _difference(change: Changed) -> str:
    if change.difference is None:
        return ""
    if not change.difference:
        return "de waarde is gelijk"
    return exact(change.difference, change.either.unit, signed=True)


def _sentences(texts: Sequence[tuple[Text, str | None]]) -> str:
    if not texts:
        return ""
    rows = [
        Row((name(then.label), words(then.text), words("staat er niet meer" if now is None else now)))
        for then, now in texts
    ]
    return disclosure(
        "Zinnen die nu anders luiden",
        table("Zinnen: toen en nu", ["Pagina", "Bevroren", "Nu"], rows, style="rw-wrap rw-rows"),
    )


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
                Cell(f"<code>{text(info.seal[:12])}</code>", number=False),
            ),
            style="rw-chosen" if info.number == opened else "",
        )
        for info in infos
    ]
    head = ["Stand", "Naam", "Toelichting", "Door", "Wanneer", "Release", "Kenmerk"]
    return table("Bevroren standen, de nieuwste boven", head, rows, style="rw-wrap rw-rows rw-tall")
