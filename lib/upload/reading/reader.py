"""The process that reads files of others: `python -m lib.upload.reading.reader`, spoken to over its stdin and stdout.

It has little memory and little time. What passes them ends this process and nothing else. It speaks in frames of plain
values: marshal writes text, numbers and lists as fast as they can be copied, and never runs anything. Dates and
decimals, which it does not know, go beside the rows as text.
"""

import dataclasses
import gc
import marshal
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, TypeAlias

from lib.tables.rows import Unsound
from lib.upload.reading.files import Offered, clean_name, read_file
from lib.upload.reading.sheets import Fault, Limits, MergedCells, Sheet, Value, refuse

try:
    import resource
except ImportError:  # Windows: time is still limited, by who asks
    resource = None  # type: ignore[assignment]

#: Of marshal: the same text twice is written once.
VERSION = 4
#: As many cells are written while the other side reads those before.
CELLS = 50_000
#: Cells that marshal does not know: row and column, and what each is.
Odd: TypeAlias = list[tuple[int, int, str, str]]
#: Bytes of memory, and seconds of processor for one file.
MEMORY, SECONDS = 512 << 20, 10
#: What a process may hold and still read the next file.
FIT = 200 << 20
#: Where Linux says how much a process holds, in pages.
HOLDS = Path("/proc/self/statm")
#: How often is looked whether who asks is still there.
LOOK = 0.5
TOO_LARGE = f"meer dan {MEMORY >> 20} MB"
SPLIT = "verdeel de cijfers over meer bestanden, of sla alleen de waarden op in een nieuw bestand."


class Gone(Exception):
    """The other side has ended."""


def send(stream: IO[bytes], kind: str, *values: Any) -> None:
    """Raises OSError when nobody reads any more."""
    body = marshal.dumps((kind, *values), VERSION)
    stream.write(len(body).to_bytes(8, "little"))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[str, tuple[Any, ...]]:
    """The kind of the next frame and what it holds. Raises Gone."""
    size = stream.read(8)
    body = stream.read(int.from_bytes(size, "little")) if len(size) == 8 else b""
    if not body or len(body) < int.from_bytes(size, "little"):
        raise Gone
    kind, *values = marshal.loads(body)
    return kind, tuple(values)


def _send_sheet(stream: IO[bytes], sheet: Sheet) -> None:
    """What a sheet is, then its rows, some at a time. Equal texts are one object: that is what VERSION writes once."""
    own = {field.name: getattr(sheet, field.name) for field in dataclasses.fields(sheet) if field.name != "rows"}
    own |= {name: list(own[name]) for name in ("lines", "hidden_rows", "hidden_columns")}
    own |= {name: [dataclasses.astuple(cell) for cell in own[name]] for name in ("merged", "faults")}
    send(stream, "sheet", own)
    same = dict[str, str]().setdefault
    step = max(1, CELLS // max(1, len(sheet.rows[0]))) if sheet.rows else 1
    for start in range(0, len(sheet.rows), step):
        piece = sheet.rows[start : start + step]
        if sheet.shared:
            send(stream, "rows", piece, [])
            continue
        rows = [[same(cell, cell) if type(cell) is str else cell for cell in row] for row in piece]
        try:
            send(stream, "rows", rows, [])
        except ValueError:
            send(stream, "rows", rows, list(_take_odd(rows)))


def _take_odd(rows: list[list[Value]]) -> Iterator[tuple[int, int, str, str]]:
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if isinstance(cell, date | Decimal):
                yield i, j, *(("date", cell.isoformat()) if isinstance(cell, date) else ("decimal", str(cell)))
                row[j] = None


def sheet_of(own: dict[str, Any], rows: list[Sequence[Value]]) -> Sheet:
    """The sheet that was sent; `rows` is filled afterwards."""
    own |= {
        "merged": [MergedCells(*cells) for cells in own["merged"]],
        "faults": [Fault(*cell) for cell in own["faults"]],
    }
    own |= {name: frozenset(own[name]) for name in ("hidden_rows", "hidden_columns")}
    return Sheet(rows=rows, **own)


def rows_of(rows: list[list[Value]], odd: Odd) -> list[list[Value]]:
    for row, column, kind, text in odd:
        rows[row][column] = date.fromisoformat(text) if kind == "date" else Decimal(text)
    return rows


def main() -> None:
    """Read files until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    gc.disable()
    send(answers, "ready")
    try:
        while True:
            _, (name, raw, limits) = receive(questions)
            if not _answer(Offered(name, raw), Limits(*limits), questions, answers):
                return
            del raw
            gc.collect()
    except (Gone, OSError):
        return


def _watch(parent: int) -> None:
    """End when the process that asks has ended."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(0)


def _answer(offered: Offered, limits: Limits, questions: IO[bytes], answers: IO[bytes]) -> bool:
    """Whether this process can read another."""
    if resource is not None:
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, hard))

    def score(rows: Any) -> int:
        send(answers, "ask", rows)
        return int(receive(questions)[1][0])

    name = clean_name(offered.name)
    try:
        sheets, how = read_file(offered, limits, score, lambda share: send(answers, "share", share))
        fit = _holds() < FIT
        for sheet in sheets:
            _send_sheet(answers, sheet)
        send(answers, "done", how, fit)
        return fit
    except Unsound as error:
        refusal, fit = error, _holds() < FIT
    except (Gone, OSError):
        raise
    except MemoryError:
        refusal, fit = refuse(name, "bestand", "te groot om te lezen", TOO_LARGE, SPLIT), False
    except BaseException:  # a reader in another language can panic, and that is no Exception
        remedy = "sla het opnieuw op, en lever dat aan."
        refusal, fit = refuse(name, "bestand", "niet te lezen", "beschadigd", remedy), False
    send(answers, "refused", [dataclasses.astuple(problem) for problem in refusal.problems], fit)
    return fit


def _holds() -> int:
    """The memory that this process holds of its limit. (Its peak would begin with that of who started it.)"""
    return int(HOLDS.read_text().split()[5]) * os.sysconf("SC_PAGESIZE") if HOLDS.exists() else 0


if __name__ == "__main__":
    main()
