"""What has changed since a state was frozen, number by number."""

from collections.abc import Sequence

from lib.analysis.results import Changed, Number, Since, Text
from lib.store.saved_views import StateInfo
from lib.text import amount, decimal, percentage, rounded, whole
from lib.ui.frozen_tables import by_block
from lib.ui.html import Cell, Row, block, disclosure, name, table, tag, text, words

TITLE = "Wat is er sindsdien veranderd"
#: With how many decimals a change is told, per kind of unit.
CENTS, DIGITS = 2, 4


def since(info: StateInfo, found: Since, release: int, program: str, count: int) -> str:
    """What differs on the release in use, with the program whose hash is `program`; `count` numbers were stored."""
    changed = "Het programma is hetzelfde als toen."
    if program != info.program.hash:
        changed = "Het programma is sindsdien gewijzigd."
    against = f"Vergeleken met dezelfde weergave op release {release}, die nu in gebruik is. {changed}"
    parts = [
        f'<p class="rw-say" role="status">{text(summary(found, count))}</p><p class="rw-small">{text(against)}</p>'
    ]
    for i, changes in enumerate(by_block(found.numbers, lambda change: change.either.ids[0]).values()):
        title = f"{changes[0].either.block}: {whole(len(changes))}"
        parts.append(disclosure(title, _table(changes)) if i else _table(changes))
    return block(TITLE, "verandering is nu min toen", "".join(parts) + _sentences(found.texts))


def unknown(melding: str) -> str:
    """That the same view cannot be computed any more, and why."""
    told = f"Dezelfde weergave is nu niet meer te berekenen: {melding} Wat hierboven staat, blijft zoals het is."
    return block(TITLE, "", f'<p class="rw-say" role="status">{text(told)}</p>')


def summary(found: Since, count: int) -> str:
    """How many numbers differ, in one sentence."""
    if found.nothing:
        return f"Niets: alle {whole(count)} getallen zijn nog hetzelfde."
    added = sum(each.then is None for each in found.numbers)
    gone = sum(each.now is None for each in found.numbers)
    moved = len(found.numbers) - added - gone
    parts = [
        f"{'is' if moved == 1 else 'zijn'} er {whole(moved)} anders",
        *(f"{whole(number)} {word}" for number, word in ((added, "erbij"), (gone, "weg")) if number),
    ]
    return f"Van de {whole(count)} getallen {', '.join(parts)}."


def _table(changes: Sequence[Changed]) -> str:
    rows = [
        Row(
            (
                name(f"{each.either.row}, {each.either.column}"),
                Cell(_one(each.then, "was er niet")),
                Cell(_one(each.now, "is er niet meer")),
                words(difference_words(each)),
            )
        )
        for each in changes
    ]
    units = {each.either.unit for each in changes}
    unit = f", {changes[0].either.unit}" if len(units) == 1 else ""
    caption = f"{changes[0].either.block}{unit}: toen en nu"
    return table(caption, ["Getal", "Bevroren", "Nu", "Verandering"], rows, style="rw-wrap rw-rows rw-stored")


def _one(number: Number | None, missing: str) -> str:
    if number is None:
        return text(missing)
    return f"{text(number.shown)} {tag(number.status)}" if number.status else text(number.shown)


def difference_words(change: Changed) -> str:
    """Now minus then in euros, percentage points or persons; nothing where either is no number."""
    value, unit = change.difference, change.either.unit
    if value is None or change.then is None or change.now is None:
        return ""
    if not value:
        return "de waarde is gelijk"
    is_euro, is_share = "€" in unit or unit.startswith("euro"), unit.startswith(("aandeel", "per jaar"))
    places = CENTS if is_euro else DIGITS
    size = abs(value) * (100 if is_share else 1)
    if not rounded(size, decimals=places):
        return "minder dan hier te tonen is"
    sign = "+" if value > 0 else "−"
    told = (
        amount(abs(value), CENTS) if is_euro else percentage(abs(value), DIGITS) if is_share else decimal(size, places)
    )
    hidden = ", valt weg in de afronding" if change.then.shown == change.now.shown else ""
    return f"{sign}{told}{'-punt' if is_share else ''}{hidden}"


def _sentences(texts: Sequence[tuple[Text, str | None]]) -> str:
    if not texts:
        return ""
    rows = [
        Row((name(then.label), words(then.text), words("staat er niet meer" if now is None else now)))
        for then, now in texts
    ]
    inner = table("Zinnen: toen en nu", ["Pagina", "Bevroren", "Nu"], rows, style="rw-wrap rw-rows")
    return disclosure("Zinnen die nu anders luiden", inner)
