"""The process that reads files of others: `python -m lib.store.intake.reader`, spoken to over its stdin and stdout.

It has little memory and little time. What passes them ends this process and nothing else.
"""

import gc
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from lib.store.intake.files import Offered, clean_name, read_file
from lib.store.intake.frames import Gone, receive, send, send_sheets
from lib.store.intake.limits import Limits, refuse
from lib.store.problems import Unsound

try:
    import resource
except ImportError:  # Windows: time is still limited, by who asks
    resource = None  # type: ignore[assignment]

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


def main() -> None:
    """Read files until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    gc.disable()
    send(answers, "ready")
    try:
        while True:
            _, (name, raw, limits) = receive(asked)
            if not _answer(Offered(name, raw), Limits(*limits), asked, answers):
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


def _answer(offered: Offered, limits: Limits, asked: IO[bytes], answers: IO[bytes]) -> bool:
    """Whether this process can read another."""
    _limit_time()

    def recognised(rows: Any) -> int:
        send(answers, "ask", rows)
        return int(receive(asked)[1][0])

    try:
        sheets, how = read_file(offered, limits, recognised, lambda share: send(answers, "share", share))
        fit = _held() < FIT
        send_sheets(answers, sheets)
        send(answers, "done", how, fit)
        return fit
    except Unsound as error:
        refusal, fit = error, _held() < FIT
    except (Gone, OSError):
        raise
    except MemoryError:
        refusal, fit = refuse(clean_name(offered.name), "bestand", "te groot om te lezen", TOO_LARGE, SPLIT), False
    except BaseException:  # a reader in another language can panic, and that is no Exception
        remedy = "sla het opnieuw op, en lever dat aan."
        refusal = refuse(clean_name(offered.name), "bestand", "niet te lezen", "beschadigd", remedy)
        fit = False
    problems = [(one.file, one.place, one.what, one.read, one.remedy) for one in refusal.problems]
    send(answers, "refused", problems, fit)
    return fit


def _limit_time() -> None:
    if resource is not None:
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, hard))


def _held() -> int:
    """The memory that this process holds of its limit. (Its peak would begin with that of who started it.)"""
    return int(HOLDS.read_text().split()[5]) * os.sysconf("SC_PAGESIZE") if HOLDS.exists() else 0


if __name__ == "__main__":
    main()
