"""Old Excel (.xls), looked at before it is read: cells whose value is no value, what is hidden, how far cells reach.

The file is a compound file (sectors chained by a table) that holds one stream of records, as [MS-CFB] and [MS-XLS]
describe them.

OpenDocument (.ods), looked at before it is read: cells whose value is no value, what is hidden, how far cells reach.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence

from lib.upload.reading.sheets import Limits, SheetOutline, check_together, refuse
from lib.upload.reading.xlsx import Archive, local, parser_of

REMEDY = "sla het in Excel op als .xlsx, zonder wachtwoord."
END = 0xFFFFFFFE
#: Kinds of records: cells with one value, and the others that matter.
XLS_CELLS = {0x0203, 0x027E, 0x00FD, 0x0204, 0x0205, 0x0006, 0x00D6}
SEVERAL, FORMULA, ERROR, BOUND, BEGIN, CLOSE, LOCKED = 0x00BD, 0x0006, 0x0205, 0x0085, 0x0809, 0x000A, 0x002F
MERGED, ROW, COLUMNS = 0x00E5, 0x0208, 0x007D
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def look_xls(file: str, raw: bytes, limits: Limits) -> list[SheetOutline]:
    """Every sheet in the order of the workbook, its name left out. Raises Unsound."""
    try:
        outlines = _sheets(file, _workbook(raw), limits)
    except (struct.error, ValueError, LookupError, UnicodeError) as error:
        raise refuse(file, "bestand", "geen leesbaar Excel-bestand", "beschadigd of geen werkmap", REMEDY) from error
    check_together(file, outlines, limits)
    return outlines


def _workbook(raw: bytes) -> bytes:
    """The stream with the records. Raises ValueError, struct.error and LookupError when it is no compound file."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    sectors = _cut(raw[size:], size)
    table = _table(raw, sectors, size)
    directory, cutoff, short = struct.unpack_from("<I4xII", raw, 48)
    names = _chain(sectors, table, directory)
    for at in range(0, len(names) - 127, 128):
        length, first, total = *struct.unpack_from("<H", names, at + 64), *struct.unpack_from("<II", names, at + 116)
        name = names[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
        if name.casefold() in ("workbook", "book"):
            if total < cutoff:
                # Short streams lie in small pieces, in a stream of the first entry.
                links = _links(_chain(sectors, table, short))
                sectors = _cut(_chain(sectors, table, struct.unpack_from("<I", names, 116)[0]), 64)
                return _chain(sectors, links, first)[:total]
            return _chain(sectors, table, first)[:total]
    raise ValueError("workbook")


def _table(raw: bytes, sectors: Sequence[bytes], size: int) -> Sequence[int]:
    """Which sector follows which."""
    masters = list(struct.unpack_from("<109I", raw, 76))
    following, extra = struct.unpack_from("<II", raw, 68)
    for _ in range(min(extra, len(sectors))):
        more = _links(sectors[following])
        masters, following = [*masters, *more[:-1]], more[-1]
    return [link for master in masters if master < END for link in _links(sectors[master])]


def _cut(stream: bytes, size: int) -> Sequence[bytes]:
    return [stream[at : at + size] for at in range(0, len(stream), size)]


def _links(stream: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(stream) // 4}I", stream[: len(stream) // 4 * 4])


def _chain(sectors: Sequence[bytes], table: Sequence[int], first: int) -> bytes:
    parts = list[bytes]()
    while first < END:
        if len(parts) > len(sectors):
            raise ValueError(first)
        parts.append(sectors[first])
        first = table[first]
    return b"".join(parts)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, place in the stream, and content of every record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(file: str, stream: bytes, limits: Limits) -> list[SheetOutline]:
    """The sheets in the order in which the workbook names them; each begins where it says."""
    at_place: dict[int, SheetOutline] = {}
    outline: SheetOutline | None = None
    depth = 0
    for kind, at, body in _records(stream):
        if kind == LOCKED:
            raise refuse(file, "bestand", "geen leesbaar Excel-bestand", "een wachtwoord", REMEDY)
        if kind == BOUND:
            place, state = struct.unpack_from("<IB", body)
            at_place[place] = SheetOutline("", hidden=bool(state & 3))
        elif kind == BEGIN:
            depth += 1
            outline = at_place.get(at, outline) if depth == 1 else outline
        elif kind == CLOSE:
            depth -= 1
        elif outline is not None and depth == 1:
            _record(outline, kind, body, limits)
            outline.check(file, limits)
    return list(at_place.values())


def _record(outline: SheetOutline, kind: int, body: bytes, limits: Limits) -> None:
    if kind in XLS_CELLS:
        row, column = struct.unpack_from("<HH", body)
        outline.cell(row, column)
        if kind == FORMULA:
            _formula(outline, row, column, body)
        elif kind == ERROR and body[7]:
            outline.add_fault(row, column, ERRORS.get(body[6], ""))
    elif kind == SEVERAL:
        outline.cell(struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, len(body) - 2)[0])
    elif kind == MERGED:
        for i in range(struct.unpack_from("<H", body)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * i)
            outline.merged.append((top, left, bottom, right))
    elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
        outline.hide_rows(struct.unpack_from("<H", body)[0], 1, limits)
    elif kind == COLUMNS and struct.unpack_from("<H", body, 8)[0] & 1:
        first, last = struct.unpack_from("<HH", body)
        outline.hide_columns(first, last, limits)


def _formula(outline: SheetOutline, row: int, column: int, body: bytes) -> None:
    """An error, or a nought that waits for a calculation when the workbook opens."""
    result, flags = body[6:14], struct.unpack_from("<H", body, 14)[0]
    if result[6:8] == b"\xff\xff":
        if result[0] == 2:
            outline.add_fault(row, column, ERRORS.get(result[2], ""))
    elif flags & 2 and struct.unpack("<d", result)[0] == 0:
        outline.add_fault(row, column)


CONTENT, MANIFEST = "content.xml", "meta-inf/manifest.xml"
KIND = "OpenDocument"
ODS_CELLS = ("table-cell", "covered-table-cell")
#: How a cell shows that its formula failed, in programs that do not say so apart.
_FAILED = ("#", "Err:")
#: More repeats than any program writes.
MOST = 1 << 24


def look_ods(file: str, raw: bytes, limits: Limits) -> list[SheetOutline]:
    """Every sheet in the order of the workbook. Raises Unsound."""
    archive = Archive(file, raw, limits, KIND)
    if MANIFEST in archive.members and any(b"encryption-data" in chunk for chunk in archive.chunks(MANIFEST)):
        raise archive.damaged("een wachtwoord")
    outlines = _Content(archive).outlines
    for outline in outlines:
        outline.check(file, limits)
    check_together(file, outlines, limits)
    archive.drain({CONTENT, MANIFEST})
    return outlines


class _Content:
    """Reads content.xml. A cell or row that is repeated stands for as many."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.outlines, self.unseen, self.style = archive, list[SheetOutline](), set[str](), ""
        self.row = self.column = self.headed = 0
        self.rows = self.columns = 1
        self.computed = self.failed = self.valued = False
        self.text: list[str] = []
        self.parser = parser_of(self._start, self._end)
        archive.parse(CONTENT, self.parser)

    @property
    def outline(self) -> SheetOutline:
        return self.outlines[-1]

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = local(name)
        if name in ODS_CELLS:
            self._cell(attributes)
        elif name == "table-row":
            self.column, self.rows = 0, _repeats(attributes, "number-rows-repeated")
            if _hidden(attributes):
                self.outline.hide_rows(self.row, self.rows, self.archive.limits)
        elif name == "table-column":
            count = _repeats(attributes, "number-columns-repeated")
            if _hidden(attributes):
                self.outline.hide_columns(self.headed, self.headed + count - 1, self.archive.limits)
            self.headed += count
        elif name == "table":
            self.row = self.headed = 0
            self.outlines.append(SheetOutline(_of(attributes, "name"), _of(attributes, "style-name") in self.unseen))
        elif name == "style":
            self.style = _of(attributes, "name")
        elif name == "table-properties" and _of(attributes, "display") == "false":
            self.unseen.add(self.style)
        elif name == "annotation":
            self.parser.CharacterDataHandler = None

    def _cell(self, attributes: Mapping[str, str]) -> None:
        kinds = {value for key, value in attributes.items() if local(key) == "value-type"}
        self.computed, self.failed = bool(_of(attributes, "formula")), "error" in kinds
        self.valued, self.columns = bool(kinds - {"", "error"}), _repeats(attributes, "number-columns-repeated")
        if self.computed or self.failed:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
        if self.valued:
            self.outline.cell(self.row + self.rows - 1, self.column + self.columns - 1)
            self.outline.check(self.archive.file, self.archive.limits)
        down, across = _repeats(attributes, "number-rows-spanned"), _repeats(attributes, "number-columns-spanned")
        if down > 1 or across > 1:
            self.outline.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))

    def _end(self, name: str) -> None:
        name = local(name)
        if name in ODS_CELLS:
            self.parser.CharacterDataHandler = None
            if self.computed or self.failed:
                self._judge("".join(self.text).strip())
            self.column += self.columns
        elif name == "table-row":
            self.row += self.rows
        elif name == "annotation" and (self.computed or self.failed):
            self.parser.CharacterDataHandler = self.text.append

    def _judge(self, text: str) -> None:
        """A formula or an error: is its value one?"""
        failed = self.failed or text.startswith(_FAILED)
        if self.valued and not failed:
            return
        for row in range(self.row, min(self.row + self.rows, self.archive.limits.rows)):
            for column in range(self.column, min(self.column + self.columns, self.archive.limits.columns)):
                self.outline.add_fault(row, column, text if failed else None)
        if len(self.outline.faults) > self.archive.limits.rows:
            self.outline.check(self.archive.file, self.archive.limits)


def _of(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if local(key) == name), "")


def _repeats(attributes: Mapping[str, str], name: str) -> int:
    return min(max(1, int(_of(attributes, name) or 1)), MOST)


def _hidden(attributes: Mapping[str, str]) -> bool:
    return _of(attributes, "visibility") in ("collapse", "filter")
