"""What is stored of a view: every shown number and the sentences; as tables again, what of it differs from standaard,
and what differs between two of them. Nothing here computes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isclose

from pydantic import TypeAdapter

from lib.comparison.assumptions import short_unit
from lib.comparison.grid import Cell, Column, Grid, Row, Words
from lib.comparison.message import AT_STANDARD, PEOPLE_NAME, OwnAssumption, sentences
from lib.model.figures import ALL
from lib.model.parameters import OWN
from lib.tables.toml_files import RATE
from lib.text import value_with_unit

#: What separates the ids of block, row and column in a key.
BETWEEN = "/"
#: Rows that add up the others.
SUMS = (ALL, "samen", "saldo", "totaal")
#: Rows of words alone: nothing in them is stored as a number.
WORDED = ("section", "remark")
#: Tables as JSON, and back.
FORMS = TypeAdapter(tuple[Grid, ...])
#: The kinds of sentence, and how choices are stored.
HEAD, BELOW, CHOICE = "kop", "onder", "keuze"
KEY_LABEL, ROUTES_KEY = "Verdeelsleutel", "van de route zelf"
PM_LABEL, PM_YES = "PM-posten met een bereik in de spreiding", "ja"
#: The stored table of assumptions and its columns.
ASSUMPTIONS, VALUE, STANDARD = "aannames", "waarde", "standaard"
#: The table that a state has since ranges come before outcomes, and what is said of one without it.
RANGES = "bereik"
EARLIER_MODEL = "Gemaakt met het eerdere model: dat kende nog geen bereik en geen lezingen per route. De getallen zijn die van toen."
#: Two values this close (as a share of the larger) are one number, worked out on another machine; and two amounts in euros,
#: which are sums of large ones, in another order.
NOISE, EURO_NOISE = 1e-12, 1e-6


@dataclass(frozen=True)
class Number:
    """`key` is block/row/column by id and stays when a label changes; `value` is exact, in euros or in `unit`, before
    it is rounded for `shown`, and None where `shown` is no number (PM, geen omslag, the name of an uitvoerder)."""

    key: str
    block: str
    row: str
    column: str
    value: float | None
    shown: str
    unit: str
    status: str

    @property
    def ids(self) -> tuple[str, str, str]:
        block, row, column = self.key.split(BETWEEN)
        return block, row, column


@dataclass(frozen=True)
class Text:
    """A sentence or a choice: `kind` is kop, onder or keuze; `label` is the choice or the page."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class Results:
    """Everything of a view that is stored, apart from the tables of the export. `forms` are its tables without what is
    stored as numbers; nothing in a state from before tables were stored."""

    numbers: tuple[Number, ...]
    texts: tuple[Text, ...]
    forms: tuple[Grid, ...] = field(default=(), compare=False)

    @property
    def tables(self) -> tuple[Grid, ...]:
        """As they were drawn; of a state without forms, what its numbers say of them."""
        stored = {number.key: number for number in self.numbers}
        return tuple(_filled(form, stored) for form in self.forms) or stored_grids(self.numbers)

    def sentences(self, *kinds: str) -> list[Text]:
        """Those of these kinds, in the order of the pages."""
        return [text for text in self.texts if text.kind in kinds]

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, in words, by its label."""
        return {text.label: text.text for text in self.sentences(CHOICE)}

    @property
    def earlier_model(self) -> str:
        """That it was made before ranges and readings, in a sentence; "" where it holds them."""
        return "" if any(number.ids[0] == RANGES for number in self.numbers) else EARLIER_MODEL

    @property
    def own_words(self) -> str:
        """Every assumption that differed from standaard, with its value and standaard, and a chosen key; "" for nothing."""
        cells: dict[str, dict[str, Number]] = {}
        for number in self.numbers:
            block, row, column = number.ids
            if block == ASSUMPTIONS:
                cells.setdefault(row, {})[column] = number
        own = tuple(
            OwnAssumption(name, row[VALUE].row, _words(row[VALUE]), _words(row[STANDARD]).removesuffix(f" {RATE}"))
            for name, row in cells.items()
            if row.keys() >= {VALUE, STANDARD} and (OWN in name or row[VALUE].value != row[STANDARD].value)
        )
        key, people = self.choices.get(KEY_LABEL, ROUTES_KEY), self.choices.get(PEOPLE_NAME, AT_STANDARD)
        return sentences(
            own,
            "" if key == ROUTES_KEY else key,
            self.choices.get(PM_LABEL) == PM_YES,
            people="" if people.endswith(AT_STANDARD) else people,
        )


def _words(number: Number) -> str:
    return value_with_unit(number.value, short_unit(number.unit))


def numbers(grid: Grid) -> Iterator[Number]:
    """What is stored of a table: every cell that holds something, but for what only a screen shows."""
    for row in grid.rows:
        for cell, column in zip(row.cells, grid.columns, strict=True):
            if column.screen or row.kind in WORDED or not cell.text:
                continue
            key, value = _key(grid, row, column), cell.value
            exact = None if value is None else float(value) + 0.0
            text, unit = f"{cell.text}{cell.verdict}", cell.unit or grid.unit
            yield Number(key, grid.title, row.label, column.label, exact, text, unit, cell.certainty)


def _key(grid: Grid, row: Row, column: Column) -> str:
    return BETWEEN.join(id_.replace(BETWEEN, " ") for id_ in (grid.id, row.id, column.id))


def form_of(grid: Grid) -> Grid:
    """What is stored of a table besides its numbers: headings, rows, colours and words; not what only a screen shows."""
    plain = grid.only(column.id for column in grid.columns if not column.screen)
    rows = (replace(row, cells=tuple(_without_number(cell, row) for cell in row.cells)) for row in plain.rows)
    return replace(plain, rows=tuple(rows))


def _without_number(cell: Cell, row: Row) -> Cell:
    text = f"{cell.text}{cell.verdict}" if row.kind in WORDED else ""
    return Cell(text, side=cell.side, tag=cell.tag, good=cell.good)


def _filled(form: Grid, stored: Mapping[str, Number]) -> Grid:
    """A table from its form and the numbers by their keys, under the caption of what is stored of it."""
    keys = [[_key(form, row, column) for column in form.columns] for row in form.rows]
    units = {stored[key].unit for own in keys for key in own if key in stored}
    rows = tuple(
        replace(row, cells=tuple(_with_number(cell, stored.get(key)) for cell, key in zip(row.cells, own, strict=True)))
        for row, own in zip(form.rows, keys, strict=True)
    )
    return replace(form, rows=rows, caption=f"{form.title}, {units.pop()}" if len(units) == 1 else form.title)


def _with_number(cell: Cell, number: Number | None) -> Cell:
    if number is None:
        return cell
    return replace(cell, text=number.shown, exact=number.value, unit=number.unit, status=number.status)


def stored_grids(stored: Iterable[Number]) -> tuple[Grid, ...]:
    """What is stored as tables again: rows and columns in the order in which they were stored; an empty cell where nothing
    is."""
    numbers = {number.key: number for number in stored}
    blocks: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {}
    for number in numbers.values():
        block, row, column = number.ids
        _, rows, columns = blocks.setdefault(block, (number.block, {}, {}))
        rows.setdefault(row, number.row)
        columns.setdefault(column, number.column)
    return tuple(_filled(_plain_form(block, *labels), numbers) for block, labels in blocks.items())


def _plain_form(name: str, title: str, rows: Mapping[str, str], columns: Mapping[str, str]) -> Grid:
    """The form of a table of which only numbers are stored; labels by id."""
    heads = tuple(Column(id_, label, numeric=True) for id_, label in columns.items())
    empty = (Cell(""),) * len(heads)
    own = tuple(Row(id_, label, empty, "total" if id_ in SUMS else "") for id_, label in rows.items())
    return Grid(name, title, "", Words("Wat"), heads, own)


@dataclass(frozen=True)
class Changed:
    """One number then and now; None where it was not there. What is neither is never listed."""

    then: Number | None
    now: Number | None

    @property
    def either(self) -> Number:
        number = self.now or self.then
        assert number is not None
        return number

    @property
    def difference(self) -> float | None:
        """Now minus then, exact; None where either is no number."""
        if self.then is None or self.now is None or self.then.value is None or self.now.value is None:
            return None
        return self.now.value - self.then.value


@dataclass(frozen=True)
class Since:
    """The numbers and the sentences that differ, in the order of the state; what is new comes last."""

    numbers: tuple[Changed, ...]
    texts: tuple[tuple[Text, str | None], ...]

    @property
    def nothing(self) -> bool:
        return not self.numbers and not self.texts


def beside(then: Results, now: Results) -> Since:
    """What differs between two results."""
    return Since(tuple(_numbers(then.numbers, now.numbers)), tuple(_texts(then.texts, now.texts)))


def _numbers(then: Iterable[Number], now: Iterable[Number]) -> Iterable[Changed]:
    old, new = ({number.key: number for number in numbers} for numbers in (then, now))
    for key in dict.fromkeys((*old, *new)):
        first, second = old.get(key), new.get(key)
        if first is None or second is None or not _same(first, second):
            yield Changed(first, second)


def _same(first: Number, second: Number) -> bool:
    """Equal as printed, in status and in unit, and as exact as machines agree."""
    if (first.shown, first.status, first.unit) != (second.shown, second.status, second.unit):
        return False
    if first.value is None or second.value is None:
        return first.value is second.value
    return same_value(first.value, second.value, "€" in first.unit or first.unit.startswith("euro"))


def same_value(first: float, second: float, in_euros: bool) -> bool:
    """Whether two values differ by nothing but how a machine adds."""
    return isclose(first, second, rel_tol=NOISE, abs_tol=EURO_NOISE if in_euros else NOISE)


def _texts(then: Iterable[Text], now: Iterable[Text]) -> Iterable[tuple[Text, str | None]]:
    """Sentences that read otherwise now. The choices are those of the view itself, and of which release it is."""
    old, new = (_by_place(texts) for texts in (then, now))
    for place, text in old.items():
        if place not in new or new[place].text != text.text:
            yield text, new[place].text if place in new else None


def _by_place(texts: Iterable[Text]) -> dict[tuple[str, str, int], Text]:
    """Each sentence by its page and its place there; choices left out."""
    places: dict[tuple[str, str, int], Text] = {}
    for text in texts:
        if text.kind != CHOICE:
            count = sum(1 for kind, label, _ in places if (kind, label) == (text.kind, text.label))
            places[text.kind, text.label, count] = text
    return places
