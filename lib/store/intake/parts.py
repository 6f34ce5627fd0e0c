"""One recognised sheet → its figures as columns, each with the place where it was read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from lib.store.intake import values
from lib.store.intake.findings import Findings, read_column
from lib.store.intake.layout import DIMENSIONS, Layout
from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.totals import ROW, Figure, Total, as_decimal, check_totals, scope
from lib.store.intake.vocabulary import Vocabulary, is_total
from lib.store.intake.words import plain, words
from lib.store.problems import Problem
from lib.store.rows import Unreadable
from lib.store.tables import BY_NAME
from lib.text import AmbiguousNumber
from lib.text.parsing import Style

NAMING = ("gemeente_code", "gemeente", "jaar", "groep", "werkvorm", "kostensoort", "sleutel")
GIVEN = ("status", "bron", "kennisdatum", "toelichting")


@dataclass(frozen=True)
class Part:
    """What one sheet holds: `columns` technical name → values, one per figure; `places` its row and column there.

    A figure without a value (an empty cell, a dash) is None: not handed in.
    """

    sheet: Sheet
    layout: Layout
    how: str
    style: Style | None
    columns: Mapping[str, Sequence[Any]]
    places: Sequence[tuple[int, int]]
    totals: int
    skipped: Sequence[str]

    @property
    def table(self) -> str:
        return self.layout.table

    def place(self, i: int, name: str = "") -> str:
        """Where a figure stands, or another column of its row."""
        row, column = self.places[i]
        at = self.layout.columns.get(
            "bron" if name == "bron_id" else name or self.layout.value, None if name else column
        )
        return self.sheet.place(row, at, name or self.layout.value)


@dataclass(frozen=True)
class Rules:
    """What the release knows that reading a sheet needs."""

    vocabulary: Vocabulary
    soorten: Mapping[str, tuple[str, int]]


def read_part(sheet: Sheet, layout: Layout, how: str, style: Style | None, rules: Rules, findings: Findings) -> Part:
    """Read every row below the header."""
    body, total_rows, skipped = _kinds(sheet, layout, findings)
    names = _named(sheet, layout, rules.vocabulary, body, findings)
    given = _given(sheet, layout, body, findings)
    convert = _converter(layout, style, sheet, findings)
    columns, places = _spread(sheet, layout, body, {**names, **given}, convert, findings)
    if "groep" in DIMENSIONS[layout.table]:
        columns["groep"] = _groups(columns, rules.vocabulary)
    totals = _check(sheet, layout, rules, columns, places, total_rows, convert, findings)
    return Part(sheet, layout, how, style, columns, places, totals, skipped)


def _kinds(sheet: Sheet, layout: Layout, findings: Findings) -> tuple[list[int], list[int], list[str]]:
    """Rows with figures, rows with totals, and what was passed over, in words."""
    naming = [layout.columns[name] for name in NAMING if name in layout.columns] + list(layout.ignored)
    status, own = layout.columns.get("status"), set(layout.columns.values()) | set(layout.across)
    body, totals, skipped = [], [], []
    heads: dict[str, bool] = {}
    for i in range(layout.header + 1, len(sheet.rows)):
        row = sheet.rows[i]
        if status is not None and row[status] == words()["rows"]["example"]:
            skipped.append(f"{sheet.place(i)}: de voorbeeldrij")
            continue
        if any(_total_cell(row[column], heads) for column in naming):
            totals.append(i)
            continue
        if row == sheet.rows[layout.header]:
            remedy = "verwijder de tweede kop, of zet elke tabel op een eigen blad."
            findings.problems.add(Problem(sheet.file, sheet.place(i), "de kop staat er nog een keer", "", remedy))
            continue
        filled = [column for column in own if row[column] is not None and row[column] != ""]
        if not filled:
            continue
        if len(filled) == 1 and filled[0] in naming and layout.table != "gemeenten" and _is_note(row[filled[0]]):
            read = shown(row[filled[0]])
            what, remedy = "een regel met alleen tekst", "hij wordt overgeslagen; klopt dat niet, vul hem dan aan."
            findings.warnings.add(Problem(sheet.file, sheet.place(i), what, read, remedy))
            skipped.append(f"{sheet.place(i)}: een regel met alleen tekst")
            continue
        body.append(i)
    return body, totals, skipped


def _total_cell(cell: Value, seen: dict[str, bool]) -> bool:
    if not isinstance(cell, str):
        return False
    if cell not in seen:
        seen[cell] = is_total(cell)
    return seen[cell]


def _is_note(cell: Value) -> bool:
    """A line of words below a table, such as the source of the whole."""
    return isinstance(cell, str) and len(plain(cell).split()) > 2


def _named(
    sheet: Sheet, layout: Layout, vocabulary: Vocabulary, body: Sequence[int], findings: Findings
) -> dict[str, list[Any]]:
    """The dimensions that have a column of their own."""
    found: dict[str, list[Any]] = {}
    kinds, groepen = vocabulary.kostensoorten, _groepen(vocabulary)
    readers: dict[str, Callable[[Value], Any]] = {
        "jaar": values.year,
        "werkvorm": values.member_of(vocabulary.werkvormen, "werkvorm", vocabulary.group_of),
        "kostensoort": values.member_of(kinds, "kostensoort", set(kinds.values())),
        "groep": _optional(values.member_of(groepen, "groep", set(groepen.values()))),
        "sleutel": _key,
    }
    for name in DIMENSIONS[layout.table]:
        if name in layout.columns and name in readers:
            at = layout.columns[name]
            found[name] = read_column(sheet, body, at, name, readers[name], findings)
    found["gemeente_code"] = _gemeenten(sheet, layout, vocabulary, body, findings)
    return found


def _groepen(vocabulary: Vocabulary) -> dict[str, str]:
    groepen = {*vocabulary.group_of.values(), "nieuw_beschut"}
    return {plain(groep): groep for groep in groepen}


def _optional(read: Callable[[Value], Any]) -> Callable[[Value], Any]:
    return lambda value: None if value is None or value == "" else read(value)


def _key(value: Value) -> str:
    text = values.free_text(value)
    if text is None:
        raise Unreadable("de sleutel ontbreekt", "vul deze cel in.")
    return plain(text).replace(" ", "_")


def _gemeenten(
    sheet: Sheet, layout: Layout, vocabulary: Vocabulary, body: Sequence[int], findings: Findings
) -> list[Any]:
    """Codes, from the code, the name or both; that they contradict each other is a problem."""
    if layout.table == "gemeenten":
        return read_column(sheet, body, layout.columns["gemeente_code"], "gemeente_code", _new_code, findings)
    known = {name: layout.columns[name] for name in ("gemeente_code", "gemeente") if name in layout.columns}
    read = values.member_of(vocabulary.gemeenten, "gemeente", vocabulary.names)
    if len(known) == 1:
        ((name, at),) = known.items()
        return read_column(sheet, body, at, name, read, findings)
    codes = read_column(sheet, body, known["gemeente_code"], "gemeente_code", _optional(read), findings)
    named = read_column(sheet, body, known["gemeente"], "gemeente", _optional(read), findings)
    result = []
    for row, code, name in zip(body, codes, named, strict=True):
        cells = [shown(sheet.rows[row][at]) for at in known.values()]
        if code and name and code != name:
            place = sheet.place(row, known["gemeente"], "gemeente")
            what, remedy = "code en naam zijn van twee gemeenten", "laat code en naam van één gemeente staan."
            findings.problems.add(Problem(sheet.file, place, what, ", ".join(cells), remedy))
        elif not code and not name and not any(cells):
            place = sheet.place(row, known["gemeente_code"], "gemeente_code")
            findings.problems.add(Problem(sheet.file, place, "gemeente ontbreekt", "", "vul deze cel in."))
        result.append(code or name)
    return result


def _new_code(value: Value) -> str:
    text = shown(value).strip()
    if not text:
        raise Unreadable("gemeente_code ontbreekt", "vul deze cel in.")
    if not text.replace("_", "").isalnum() or not text.isascii() or len(text) > 20:
        raise Unreadable("geen code van een gemeente", "gebruik letters en cijfers, zoals GM0001.")
    return text


def _given(sheet: Sheet, layout: Layout, body: Sequence[int], findings: Findings) -> dict[str, list[Any]]:
    """Status, source, date and note, None where they are not given."""
    readers: dict[str, Callable[[Value], Any]] = {
        "status": values.status,
        "bron": values.free_text,
        "kennisdatum": values.day,
        "toelichting": values.free_text,
    }
    return {
        name: read_column(sheet, body, layout.columns[name], name, readers[name], findings)
        if name in layout.columns
        else [None] * len(body)
        for name in GIVEN
    }


def _converter(layout: Layout, style: Style | None, sheet: Sheet, findings: Findings) -> Callable[[Value], Any]:
    value = next(column for column in BY_NAME[layout.table].columns if column.name == layout.value)
    if layout.table == "headcounts" or layout.table == "population":
        return partial(values.count, style=style, least=int(value.minimum or 0), most=int(value.maximum or 0))
    if layout.table == "allocation_keys":
        return partial(values.share, style=style)
    if layout.table == "gemeenten":
        return _name
    return _amounts(style, sheet, findings)


def _name(value: Value) -> str:
    text = values.free_text(value)
    if text is None:
        raise Unreadable("de naam ontbreekt", "vul deze cel in.")
    return text


def _amounts(style: Style | None, sheet: Sheet, findings: Findings) -> Callable[[Value], Any]:
    """Reads amounts; the first that was rounded to cents is told, once per sheet."""
    told: list[Value] = []

    def read(value: Value) -> Any:
        found, rounded = values.amount(value, style)
        if rounded and not told:
            told.append(value)
            what = "bedragen met meer dan twee decimalen"
            remedy = f"zij worden afgerond op centen, dit wordt {str(found).replace('.', ',')}."
            findings.warnings.add(
                Problem(sheet.file, sheet.place(0).rpartition(", ")[0] or "bestand", what, shown(value), remedy)
            )
        return found

    return read


def _spread(
    sheet: Sheet,
    layout: Layout,
    body: Sequence[int],
    named: Mapping[str, list[Any]],
    convert: Callable[[Value], Any],
    findings: Findings,
) -> tuple[dict[str, list[Any]], list[tuple[int, int]]]:
    """One figure per row in long form, one per row and column in cross form."""
    fixed = {name: [member] * len(body) for name, member in layout.fixed.items()}
    if not layout.across:
        at = layout.columns[layout.value]
        figures = read_column(sheet, body, at, layout.value, convert, findings)
        columns = {**{name: list(column) for name, column in named.items()}, **fixed, layout.value: figures}
        return columns, [(row, at) for row in body]
    spread: dict[str, list[Any]] = {}
    places: list[tuple[int, int]] = []
    for at, members in layout.across.items():
        heading = shown(sheet.rows[layout.header][at])
        figures = read_column(sheet, body, at, heading, convert, findings)
        one = {**named, **fixed, **{name: [member] * len(body) for name, member in members.items()}}
        for name, column in {**one, layout.value: figures}.items():
            spread.setdefault(name, []).extend(column)
        places += [(row, at) for row in body]
    return spread, places


def _groups(columns: Mapping[str, Sequence[Any]], vocabulary: Vocabulary) -> list[Any]:
    """The groep of a row, that of its werkvorm when it is not given."""
    werkvormen = columns["werkvorm"]
    given = columns.get("groep", [None] * len(werkvormen))
    return [groep or vocabulary.group_of.get(werkvorm) for groep, werkvorm in zip(given, werkvormen, strict=True)]


def _check(
    sheet: Sheet,
    layout: Layout,
    rules: Rules,
    columns: Mapping[str, Sequence[Any]],
    places: Sequence[tuple[int, int]],
    total_rows: Sequence[int],
    convert: Callable[[Value], Any],
    findings: Findings,
) -> int:
    """Hold every total against its figures; how many there were."""
    if layout.table == "gemeenten" or not (total_rows or layout.totals) or findings.problems or findings.questions:
        return 0
    names = DIMENSIONS[layout.table]
    figures = [
        Figure(row, at, {name: columns[name][i] for name in names}, as_decimal(columns[layout.value][i]))
        for i, (row, at) in enumerate(places)
    ]
    totals = [
        *_row_totals(sheet, layout, rules, total_rows, convert, findings),
        *_column_totals(sheet, layout, figures, convert, findings),
    ]
    findings.problems.extend(check_totals(sheet, figures, totals, rules.soorten))
    return len(totals)


def _row_totals(
    sheet: Sheet,
    layout: Layout,
    rules: Rules,
    total_rows: Sequence[int],
    convert: Callable[[Value], Any],
    findings: Findings,
) -> list[Total]:
    vocabulary = rules.vocabulary
    known = {
        "gemeente_code": vocabulary.gemeenten,
        "werkvorm": vocabulary.werkvormen,
        "kostensoort": vocabulary.kostensoorten,
        "groep": _groepen(vocabulary),
    }
    naming = [(name, at) for name, at in layout.columns.items() if name in NAMING]
    naming += [(f"_{at}", at) for at in layout.ignored]
    totals, since = [], layout.header
    for row in total_rows:
        members = scope({name: sheet.rows[row][at] for name, at in naming}, known | {"gemeente": vocabulary.gemeenten})
        if "gemeente" in members:
            members["gemeente_code"] = members.pop("gemeente")
        for at in sorted(layout.values | set(layout.totals)):
            number = _stated(sheet, row, at, convert, findings)
            if number is not None:
                over = frozenset(layout.across) if at in layout.totals else frozenset((at,))
                totals.append(Total(row, at, members, number, over, since))
        since = row
    return totals


def _column_totals(
    sheet: Sheet, layout: Layout, figures: Sequence[Figure], convert: Callable[[Value], Any], findings: Findings
) -> list[Total]:
    rows = sorted({figure.row for figure in figures})
    stated = [(row, at, _stated(sheet, row, at, convert, findings)) for at in layout.totals for row in rows]
    over = frozenset(layout.across)
    return [Total(row, at, {}, number, over, ROW) for row, at, number in stated if number is not None]


def _stated(sheet: Sheet, row: int, at: int, convert: Callable[[Value], Any], findings: Findings) -> Decimal | None:
    """The number that a total says; None where it is empty or PM."""
    cell = sheet.rows[row][at]
    try:
        return as_decimal(convert(cell))
    except (Unreadable, AmbiguousNumber) as error:
        told = error.melding if isinstance(error, AmbiguousNumber) else error.remedy
        findings.problems.add(
            Problem(sheet.file, sheet.place(row, at), "een totaal dat geen getal is", shown(cell), told)
        )
        return None
