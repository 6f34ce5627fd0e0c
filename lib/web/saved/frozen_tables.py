"""A frozen state as HTML, from stored values only; what has changed since, number by number; and the list of states."""

from collections.abc import Iterable, Mapping, Sequence

from lib.comparison import grid
from lib.comparison.grid import Grid
from lib.comparison.results import BELOW, HEAD, Changed, Number, Results, Since, stored_grids
from lib.render import html
from lib.render.frozen import banner
from lib.render.html import EMPTY, Html, block, disclosure, element, paragraph
from lib.store.saved_views import StateInfo
from lib.tables.content import short
from lib.text import amount, date_words, decimal, local, moment_words, percentage, rounded, value_with_unit, whole

FIRST = "Overzicht"
#: Blocks under the page that shows them, by their id or its first word; those of the first stand open.
PAGES = {
    FIRST: (
        *("gepubliceerd", "bereik", "tekort per jaar", "lezingen", "gemeenten", "wie werkt waar"),
        *("rekenvoorbeeld", "bewijs", "pm"),
        *("routes", "uitkomsten", "brug", "mensen"),
    ),
    "Overzicht, vervolg": ("jaren", "scenarios", "zekerheid", "hoeken", "omslag"),
    "Kosten": ("per_inwoner", "begroting", "tekort", "sleutels", "andere"),
    "Mensen": ("controle",),
    "Gevoeligheid": ("spreiding", "zekerheden", "tornado", "meningen", "aannames"),
}
OTHER = "Overig"
ELSEWHERE = "Dit is wat toen is opgeslagen; wat toen was gekozen, staat hieronder."
SINCE = "Wat is er sindsdien veranderd"
#: With how many decimals a change is written, per kind of unit.
CENTS, DIGITS = 2, 4


def head(info: StateInfo, results: Results) -> Html:
    """The stored sentence, what this is, what differed from standaard, and what was chosen."""
    first = next(iter(results.sentences(HEAD)), None)
    below = " ".join(t.text for t in results.sentences(BELOW) if first is not None and t.label == first.label)
    notes = filter(None, (results.earlier_model, results.own_words))
    own = EMPTY.join(element("p", words, style="rw-own", role="note") for words in notes)
    about = disclosure("Wat is bevroren, door wie en waarmee", _about(info, results))
    return (
        element("h1", first.text if first else info.name)
        + element("p", banner(info), style="rw-frozen", role="note")
        + own
        + paragraph(f"{below} {ELSEWHERE}", "rw-sub")
        + element("div", about, style="rw-line")
    )


def _about(info: StateInfo, results: Results) -> Html:
    facts = {
        "Naam": info.name,
        "Toelichting": info.note or "geen",
        "Bevroren door": info.author,
        "Wanneer": moment_words(info.created_at),
        **results.choices,
        "Kenmerk van de stand": info.seal,
        "Kenmerk van de release": info.release_hash,
        "Programma": f"{info.program.version}, kenmerk {info.program.hash}",
    }
    sentences = [(t.label, t.text) for t in results.sentences(HEAD, BELOW)]
    return _words_table("Deze stand", ["Wat", "Opgeslagen"], facts.items()) + _words_table(
        "Opgeslagen zinnen", ["Pagina", "Zin"], sentences
    )


def _words_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """A table of words: per row its name and what stands beside it."""
    own = [html.Row((html.name(first), *map(html.words, rest))) for first, *rest in rows]
    return html.table(caption, head, own, style="rw-wrap rw-rows")


def numbers(info: StateInfo, results: Results) -> Html:
    """Every stored number, block by block under the page that showed it."""
    tables: dict[str, list[Html]] = {page: [] for page in (*PAGES, OTHER)}
    for stored in stored_grids(results.numbers):
        names = {stored.id, stored.id.split(" ")[0]}
        page = next((page for page, ids in PAGES.items() if names & {*ids}), OTHER)
        tables[page].append(_stored_table(info, stored))
    return EMPTY.join(
        block(page, "opgeslagen getallen", *(own if page == FIRST else [disclosure(f"Tabellen van {page}", *own)]))
        for page, own in tables.items()
        if own
    )


def _stored_table(info: StateInfo, stored: Grid) -> Html:
    """One block: its rows and columns in the order in which they were stored."""
    rows = [
        html.Row(
            (
                html.name(row.label),
                *(_cell(info, stored, row, *pair) for pair in zip(stored.columns, row.cells, strict=True)),
            ),
            total=row.total,
        )
        for row in stored.rows
    ]
    head = [element("span", "wat", style="rw-hidden"), *(column.label for column in stored.columns)]
    return html.table(stored.caption, head, rows, style="rw-wrap rw-rows rw-stored")


def _cell(info: StateInfo, stored: Grid, row: grid.Row, column: grid.Column, cell: grid.Cell) -> html.Cell:
    if not cell.text:
        return html.words("")
    if cell.value is None:
        return html.Cell(html.text(cell.text))
    lines = [
        f"{stored.title}: {row.label}, {column.label}",
        f"Precieze waarde: {exact(cell.value, cell.unit)}",
        *([f"Status: {cell.status}"] if cell.status else []),
        f"Opgeslagen in stand {info.number}, release {info.release}.",
    ]
    return html.Cell(html.explained(cell.text, lines))


def exact(value: float, unit: str) -> str:
    """A value with every digit and its unit."""
    return value_with_unit(value, "euro" if unit.startswith("×") else unit.replace("€", "euro"))


def states_table(infos: Sequence[StateInfo], links: Mapping[int, str], opened: int | None) -> Html:
    """The states found, the newest first, each with its link."""
    rows = []
    for info in infos:
        link = element("a", f"Stand {info.number}", href=links[info.number], target="_self")
        facts = (info.name, info.note, info.author, date_words(local(info.created_at)), f"Release {info.release}")
        seal = html.Cell(element("code", short(info.seal)), number=False)
        cells = (html.Cell(link, number=False, head=True), *map(html.words, facts), seal)
        rows.append(html.Row(cells, style="rw-chosen" if info.number == opened else ""))
    head = ["Stand", "Naam", "Toelichting", "Door", "Wanneer", "Release", "Kenmerk"]
    return html.table("Bevroren standen, de nieuwste boven", head, rows, style="rw-wrap rw-rows rw-tall")


# -- What has changed since ------------------------------------------------------------------------------------


def changes(info: StateInfo, since: Since, release: int, program: str, results: Results) -> Html:
    """What differs on the release in use, with the program whose hash is `program`; `results` is what was stored."""
    same = "Het programma is hetzelfde als toen."
    if program != info.program.hash:
        same = "Het programma is sindsdien gewijzigd."
    against = f"Vergeleken met dezelfde weergave op release {release}, die nu in gebruik is. {same}"
    said, about = summary(since, len(results.numbers)), " ".join(filter(None, (results.earlier_model, against)))
    parts = [element("p", said, style="rw-say", role="status"), paragraph(about, "rw-small")]
    blocks: dict[str, list[Changed]] = {}
    for change in since.numbers:
        blocks.setdefault(change.either.ids[0], []).append(change)
    for i, own in enumerate(blocks.values()):
        title = f"{own[0].either.block}: {whole(len(own))}"
        parts.append(disclosure(title, _changes_table(own)) if i else _changes_table(own))
    if since.texts:
        rows = [(then.label, then.text, "staat er niet meer" if now is None else now) for then, now in since.texts]
        sentences = _words_table("Zinnen: toen en nu", ["Pagina", "Bevroren", "Nu"], rows)
        parts.append(disclosure("Zinnen die nu anders luiden", sentences))
    return block(SINCE, "verandering is nu min toen", *parts)


def unknown(melding: str) -> Html:
    """That the same view cannot be computed any more, and why."""
    why = f"Dezelfde weergave is nu niet meer te berekenen: {melding} Wat hierboven staat, blijft zoals het is."
    return block(SINCE, "", element("p", why, style="rw-say", role="status"))


def summary(since: Since, count: int) -> str:
    """How many numbers differ, in one sentence."""
    if since.nothing:
        return f"Niets: alle {whole(count)} getallen zijn nog hetzelfde."
    added = sum(change.then is None for change in since.numbers)
    gone = sum(change.now is None for change in since.numbers)
    other = len(since.numbers) - added - gone
    parts = [
        f"{'is' if other == 1 else 'zijn'} er {whole(other)} anders",
        *(f"{whole(number)} {word}" for number, word in ((added, "erbij"), (gone, "weg")) if number),
    ]
    return f"Van de {whole(count)} getallen {', '.join(parts)}."


def _changes_table(changed: Sequence[Changed]) -> Html:
    rows = [
        html.Row(
            (
                html.name(f"{change.either.row}, {change.either.column}"),
                html.Cell(_number(change.then, "was er niet")),
                html.Cell(_number(change.now, "is er niet meer")),
                html.words(difference_words(change)),
            )
        )
        for change in changed
    ]
    units = {change.either.unit for change in changed}
    unit = f", {changed[0].either.unit}" if len(units) == 1 else ""
    caption = f"{changed[0].either.block}{unit}: toen en nu"
    return html.table(caption, ["Getal", "Bevroren", "Nu", "Verandering"], rows, style="rw-wrap rw-rows rw-stored")


def _number(number: Number | None, missing: str) -> Html:
    if number is None:
        return html.text(missing)
    return Html("{} {}").format(number.shown, html.tag(number.status)) if number.status else html.text(number.shown)


def difference_words(change: Changed) -> str:
    """Now minus then in euros, percentage points or persons; nothing where either is no number."""
    value, unit = change.difference, change.either.unit
    if value is None or change.then is None or change.now is None:
        return ""
    if not value:
        return "de waarde is gelijk"
    is_euro, is_share = "€" in unit or unit.startswith("euro"), unit.startswith(("aandeel", "per jaar"))
    places, size = CENTS if is_euro else DIGITS, abs(value) * (100 if is_share else 1)
    if not rounded(size, decimals=places):
        return "minder dan hier te tonen is"
    difference = (
        amount(size, CENTS) if is_euro else percentage(abs(value), DIGITS) if is_share else decimal(size, places)
    )
    hidden = ", valt weg in de afronding" if change.then.shown == change.now.shown else ""
    return f"{'+' if value > 0 else '−'}{difference}{'-punt' if is_share else ''}{hidden}"
