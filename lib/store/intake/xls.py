"""Old Excel (.xls), looked at before it is read: cells whose value is no value, what is hidden, how far cells reach.

The file is a compound file (sectors chained by a table) that holds one stream of records, as [MS-CFB] and [MS-XLS]
describe them.
"""

import struct
from collections.abc import Iterator, Sequence

from lib.store.intake.sheets import Limits, SheetOutline, check_together, refuse

REMEDY = "sla het in Excel op als .xlsx, zonder wachtwoord."
END = 0xFFFFFFFE
#: Kinds of records: cells with one value, and the others that matter.
CELLS = {0x0203, 0x027E, 0x00FD, 0x0204, 0x0205, 0x0006, 0x00D6}
SEVERAL, FORMULA, ERROR, BOUND, BEGIN, CLOSE, LOCKED = 0x00BD, 0x0006, 0x0205, 0x0085, 0x0809, 0x000A, 0x002F
MERGED, ROW, COLUMNS = 0x00E5, 0x0208, 0x007D
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def look(file: str, raw: bytes, limits: Limits) -> list[SheetOutline]:
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
    if kind in CELLS:
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
