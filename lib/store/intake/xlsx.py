"""XLSX and XLSM, looked at before they are read: cells whose value is no value, what is hidden, how far cells reach."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from lib.store.intake.archive import Archive, local, truth
from lib.store.intake.limits import Limits, too_much
from lib.store.intake.seen import Seen, check_together, uncalculated, wrong
from lib.store.intake.sheets import column_of

BOOK, RELATIONS, TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
#: A worksheet has no more rows.
ROWS = 1 << 20
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_DIGITS = "0123456789"


def look(file: str, raw: bytes, limits: Limits) -> list[Seen]:
    """Every sheet in the order of the workbook; one that is no worksheet (a chart) is empty. Raises Unsound."""
    archive = Archive(file, raw, limits)
    book = _Book(archive)
    targets = _targets(archive)
    seen, read = [], {BOOK, RELATIONS}
    if len(book.sheets) > limits.sheets:
        check_together(file, [Seen(name) for name, _, _ in book.sheets], limits)
    for name, hidden, key in book.sheets:
        kind, path = targets.get(key, ("", ""))
        sheet = Seen(name, hidden)
        if kind == "worksheet":
            read.add(path)
            _Worksheet(archive, path, sheet, book.recalculated)
        seen.append(sheet)
    check_together(file, seen, limits)
    for path in {TEXTS, *(path for kind, path in targets.values() if kind == "sharedStrings")} & archive.members.keys():
        read.add(path)
        _refuse_count(archive, path)
    archive.drain(read)
    return seen


class _Book:
    """`sheets`: name, hidden, key of its relation; `recalculated`: whether stored values wait for a calculation."""

    def __init__(self, archive: Archive) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.recalculated = False
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        archive.parse(BOOK, parser)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = local(name)
        if name == "sheet":
            key = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            hidden = attributes.get("state", "visible").casefold() != "visible"
            self.sheets.append((attributes.get("name", ""), hidden, key))
        elif name == "calcPr":
            completed = attributes.get("calcCompleted")
            unfinished = completed is not None and not truth(completed)
            self.recalculated |= truth(attributes.get("fullCalcOnLoad")) or unfinished


def _targets(archive: Archive) -> dict[str, tuple[str, str]]:
    """Key of a relation → its kind and the member that it names."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = archive.meant(target if target.startswith("/") else f"xl/{target}")
            found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], path

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    archive.parse(RELATIONS, parser)
    return found


def _refuse_count(archive: Archive, path: str) -> None:
    """Room is taken for as many texts as the list says that it has."""
    size = archive.members[path].file_size

    def start(name: str, attributes: Mapping[str, str]) -> None:
        parser.StartElementHandler = None
        for key, most in (("uniqueCount", size), ("count", archive.limits.unpacked)):
            count = attributes.get(key, "0").strip()
            if not count.isdecimal() or len(count) > 9 or int(count) > most:
                raise archive.damaged("een onmogelijk aantal teksten")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    archive.parse(path, parser)


class _Worksheet:
    """Reads one worksheet's XML into `sheet`. Most cells are passed with one or two calls: it is as fast as it can."""

    def __init__(self, archive: Archive, path: str, sheet: Seen, recalculated: bool) -> None:
        self.archive, self.sheet, self.recalculated = archive, sheet, recalculated
        self.row, self.column, self.row_text = -1, -1, ""
        self.kind = self.text = ""
        self.formula = self.value = False
        self.spread: set[tuple[int, int]] = set()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        archive.parse(path, self.parser)
        sheet.faults += [uncalculated(*place) for place in sorted(self.spread)]
        sheet.check(archive.file, archive.limits)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if ":" in name:
            name = local(name)
        if name == "v" or name == "is":
            self.sheet.cell(self.row, self.column)
            self.value = True
            if self.parser.EndElementHandler is not None:
                self.parser.CharacterDataHandler = self._add
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.formula = True
            self.parser.EndElementHandler = self._end
            if "ref" in attributes and attributes.get("t") in ("array", "dataTable"):
                self._spread(attributes["ref"])
        elif name == "row":
            self._row(attributes)
        elif name == "mergeCell":
            self.sheet.merged.append(self._range(attributes.get("ref", "")))
        elif name == "col" and truth(attributes.get("hidden")):
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self.sheet.hide_columns(first - 1, last - 1, self.archive.limits)

    def _row(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r")
        self.row, self.column = self.row + 1 if given is None else int(given) - 1, -1
        self.row_text = str(self.row + 1)
        if truth(attributes.get("hidden")) or attributes.get("ht", "1").strip() in ("0", "0.0"):
            self.sheet.hide_rows(self.row, 1, self.archive.limits)
        if not 0 <= self.row < ROWS:
            raise self.archive.damaged("een rij die er niet kan zijn")
        if len(self.sheet.faults) > self.archive.limits.rows:
            self.sheet.check(self.archive.file, self.archive.limits)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r")
        if given is None:
            self.column += 1
        else:
            letters = given.rstrip(_DIGITS)
            if given[len(letters) :] != self.row_text:
                raise self.archive.damaged("een cel die in een andere rij staat dan zij zegt")
            self.column = column_of(letters)
        self.kind, self.formula, self.value = attributes.get("t", "n"), False, False
        if self.kind == "e" or (self.spread and (self.row, self.column) in self.spread):
            self.parser.EndElementHandler = self._end
        if self.parser.EndElementHandler is not None:
            self.text = ""

    def _add(self, text: str) -> None:
        if len(self.text) < 64:
            self.text += text

    def _end(self, name: str) -> None:
        name = local(name)
        if name == "v" or name == "is":
            self.parser.CharacterDataHandler = None
        elif name == "c":
            self.parser.EndElementHandler = None
            self._judge(self.text.strip())
            self.text = ""

    def _judge(self, text: str) -> None:
        """A formula or an error: is its value one?"""
        place = self.row, self.column
        computed = self.formula or place in self.spread
        self.spread.discard(place)
        if self.kind == "e":
            self.sheet.faults.append(wrong(*place, text or "fout"))
        elif computed and self._without(text):
            self.sheet.faults.append(uncalculated(*place))

    def _without(self, text: str) -> bool:
        """Whether a formula has no value: none is stored, or a nought that waits for the first calculation."""
        if not text:
            return self.recalculated or not (self.value and self.kind in ("str", "inlineStr"))
        return self.recalculated and self.kind == "n" and float(text) == 0

    def _spread(self, reference: str) -> None:
        """The cells that one formula fills beside its own."""
        top, left, bottom, right = self._range(reference)
        count = (bottom - top + 1) * (right - left + 1) + len(self.spread)
        if count > self.archive.limits.rows:
            remedy = "sla alleen de waarden op."
            raise too_much(self.archive.file, "cellen met één formule", count, self.archive.limits.rows, remedy)
        self.spread |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}

    def _range(self, reference: str) -> tuple[int, int, int, int]:
        matched = _RANGE.fullmatch(reference.strip())
        if matched is None:
            raise self.archive.damaged("een bereik dat er geen is")
        first, top, last, bottom = matched.groups()
        left, right = column_of(first), column_of(last or first)
        return int(top) - 1, left, int(bottom or top) - 1, right
