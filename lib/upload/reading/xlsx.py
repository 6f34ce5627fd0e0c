"""XLSX and XLSM, looked at before they are read: cells whose value is no value, what is hidden, how far cells reach.

Any workbook in a zip, an OpenDocument too, is unpacked piece by piece, its XML read as it comes (Archive).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from lib.tables.rows import Unsound
from lib.upload.reading.sheets import Limits, SheetOutline, check_limit, check_together, column_number, refuse

CHUNK = 1 << 20
REMEDY = "sla het opnieuw op als werkmap, zonder wachtwoord."
#: A workbook has tens of members.
MEMBERS = 2000
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
BOOK, RELATIONS, TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
#: A worksheet has no more rows.
ROWS = 1 << 20
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_DIGITS = "0123456789"


class Archive:
    """A workbook's archive: its members by the names that programs mean, in any case, with either slash. Opening and
    reading raise Unsound, whose words call the file `kind`."""

    def __init__(self, file: str, raw: bytes, limits: Limits, kind: str = "Excel-bestand") -> None:
        self.file, self.limits, self.kind, self.unpacked = file, limits, kind, 0
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(raw))
        except (*DAMAGE, UnicodeError) as error:
            raise self.damaged("beschadigd of afgebroken") from error
        infos = self.zip.infolist()
        check_limit(file, "onderdelen", len(infos), MEMBERS, REMEDY)
        self._refuse_size(sum(info.file_size for info in infos))
        self.members = {self.meant(info.filename): info for info in infos}
        if len(self.members) < len(infos):
            raise self.damaged("twee onderdelen met dezelfde naam")

    @staticmethod
    def meant(path: str) -> str:
        """A path inside the archive as programs compare it."""
        parts: list[str] = []
        for part in path.replace("\\", "/").casefold().split("/"):
            if part == ".." and parts:
                parts.pop()
            elif part not in ("", ".", ".."):
                parts.append(part)
        return "/".join(parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a member that is there."""
        try:
            with self.zip.open(self.members[name]) as stream:
                while chunk := stream.read(CHUNK):
                    self.unpacked += len(chunk)
                    self._refuse_size(self.unpacked)
                    yield chunk
        except DAMAGE as error:
            raise self.damaged("beschadigd of afgebroken") from error

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed a member's XML to a parser that has its handlers."""
        if name not in self.members:
            self.drain(set())
            raise self._unreadable("beschadigd of geen werkmap")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
            raise self._unreadable("beschadigd of geen werkmap") from error

    def drain(self, read: set[str]) -> None:
        """Unpack what was not `read`, so that no member holds more than it says."""
        for name in self.members.keys() - read:
            for _ in self.chunks(name):
                pass

    def damaged(self, how: str) -> Unsound:
        return refuse(self.file, "bestand", f"geen heel {self.kind}", how, REMEDY)

    def _unreadable(self, how: str) -> Unsound:
        return refuse(self.file, "bestand", f"geen leesbaar {self.kind}", how, REMEDY)

    def _refuse_doctype(self, *_: object) -> None:
        raise self._unreadable("een eigen documenttype")

    def _refuse_size(self, size: int) -> None:
        remedy = "verwijder bladen, opmaak en lege rijen."
        check_limit(self.file, "bytes na uitpakken", size, self.limits.unpacked, remedy)


def parser_of(
    start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None
) -> expat.XMLParserType:
    """A parser that tells of the beginning and the end of each element."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    return parser


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def _truth(value: str | None) -> bool:
    """A yes or no of a workbook's XML."""
    return value is not None and value.strip().casefold() in ("1", "true", "on")


def look(file: str, raw: bytes, limits: Limits) -> list[SheetOutline]:
    """Every sheet in the order of the workbook; one that is no worksheet (a chart) is empty. Raises Unsound."""
    archive = Archive(file, raw, limits)
    book = _Book(archive)
    outlines, read = [], {BOOK, RELATIONS}
    targets = _targets(archive)
    if len(book.sheets) > limits.sheets:
        check_together(file, [SheetOutline(name) for name, _, _ in book.sheets], limits)
    for name, hidden, key in book.sheets:
        kind, path = targets.get(key, ("", ""))
        outline = SheetOutline(name, hidden)
        if kind == "worksheet":
            read.add(path)
            _Worksheet(archive, path, outline, book.recalculated)
        outlines.append(outline)
    check_together(file, outlines, limits)
    for path in {TEXTS, *(path for kind, path in targets.values() if kind == "sharedStrings")} & archive.members.keys():
        read.add(path)
        _refuse_count(archive, path)
    archive.drain(read)
    return outlines


class _Book:
    """`sheets`: name, hidden, key of its relation; `recalculated`: whether stored values wait for a calculation."""

    def __init__(self, archive: Archive) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.recalculated = False
        archive.parse(BOOK, parser_of(self._start))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = local(name)
        if name == "sheet":
            key = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            hidden = attributes.get("state", "visible").casefold() != "visible"
            self.sheets.append((attributes.get("name", ""), hidden, key))
        elif name == "calcPr":
            unfinished = "calcCompleted" in attributes and not _truth(attributes["calcCompleted"])
            self.recalculated |= _truth(attributes.get("fullCalcOnLoad")) or unfinished


def _targets(archive: Archive) -> dict[str, tuple[str, str]]:
    """Key of a relation → its kind and the member that it names."""
    targets: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = archive.meant(target if target.startswith("/") else f"xl/{target}")
            targets[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], path

    archive.parse(RELATIONS, parser_of(start))
    return targets


def _refuse_count(archive: Archive, path: str) -> None:
    """Room is taken for as many texts as the list says that it has."""
    size = archive.members[path].file_size

    def start(name: str, attributes: Mapping[str, str]) -> None:
        parser.StartElementHandler = None
        for key, most in (("uniqueCount", size), ("count", archive.limits.unpacked)):
            count = attributes.get(key, "0").strip()
            if not count.isdecimal() or len(count) > 9 or int(count) > most:
                raise archive.damaged("een onmogelijk aantal teksten")

    parser = parser_of(start)
    archive.parse(path, parser)


class _Worksheet:
    """Reads one worksheet's XML into `sheet`. Most cells are passed with one or two calls: it is as fast as it can."""

    def __init__(self, archive: Archive, path: str, sheet: SheetOutline, recalculated: bool) -> None:
        self.archive, self.sheet, self.recalculated = archive, sheet, recalculated
        self.row, self.column, self.row_text = -1, -1, ""
        self.kind = self.text = ""
        self.formula = self.value = False
        self.spread: set[tuple[int, int]] = set()
        self.parser = parser_of(self._start)
        archive.parse(path, self.parser)
        for place in sorted(self.spread):
            sheet.add_fault(*place)
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
        elif name == "col" and _truth(attributes.get("hidden")):
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self.sheet.hide_columns(first - 1, last - 1, self.archive.limits)

    def _row(self, attributes: Mapping[str, str]) -> None:
        self.row, self.column = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1, -1
        self.row_text = str(self.row + 1)
        if _truth(attributes.get("hidden")) or attributes.get("ht", "1").strip() in ("0", "0.0"):
            self.sheet.hide_rows(self.row, 1, self.archive.limits)
        if not 0 <= self.row < ROWS:
            raise self.archive.damaged("een rij die er niet kan zijn")
        if len(self.sheet.faults) > self.archive.limits.rows:
            self.sheet.check(self.archive.file, self.archive.limits)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            letters = reference.rstrip(_DIGITS)
            if reference[len(letters) :] != self.row_text:
                raise self.archive.damaged("een cel die in een andere rij staat dan zij zegt")
            self.column = column_number(letters)
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
            self.sheet.add_fault(*place, text)
        elif computed and self._without(text):
            self.sheet.add_fault(*place)

    def _without(self, text: str) -> bool:
        """Whether a formula has no value: none is stored, or a nought that waits for the first calculation."""
        if not text:
            return self.recalculated or not (self.value and self.kind in ("str", "inlineStr"))
        return self.recalculated and self.kind == "n" and float(text) == 0

    def _spread(self, reference: str) -> None:
        """The cells that one formula fills beside its own."""
        top, left, bottom, right = self._range(reference)
        count = (bottom - top + 1) * (right - left + 1) + len(self.spread)
        limit, remedy = self.archive.limits.rows, "sla alleen de waarden op."
        check_limit(self.archive.file, "cellen met één formule", count, limit, remedy)
        self.spread |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}

    def _range(self, reference: str) -> tuple[int, int, int, int]:
        matched = _RANGE.fullmatch(reference.strip())
        if matched is None:
            raise self.archive.damaged("een bereik dat er geen is")
        first, top, last, bottom = matched.groups()
        left, right = column_number(first), column_number(last or first)
        return int(top) - 1, left, int(bottom or top) - 1, right
