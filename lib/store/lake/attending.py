"""Lines that are kept, watched while they are used, and made anew when they went dead."""

import threading
import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from lib.store.faults import DatabaseCorrupt
from lib.store.lake.faults import explained, unreachable
from lib.store.lake.line import Line, asked, catalogue
from lib.store.lake.place import Lake

#: What lasts longer than this is looked after: does PostgreSQL answer, and within how long. In seconds.
LISTEN_SECONDS, ANSWER_SECONDS = 2.0, 4.0
#: After a silence nobody waits again; one thread asks, with so long in between, until something comes back.
REST_SECONDS = 1.0
Result = TypeVar("Result")

_lines: dict[Lake, Line] = {}
_silent: set[Lake] = set()
_making = threading.Lock()


def line_to(lake: Lake) -> Line:
    with _making:
        line = _lines.get(lake)
        if line is None or line.dead:
            line = _lines[lake] = Line(lake)
        return line


def known_whole(lake: Lake) -> bool:
    """Whether the line that there is was seen to reach a lake with all its tables; asks nobody."""
    line = _lines.get(lake)
    return line is not None and line.whole


def attended(lake: Lake, job: Callable[[Line], Result]) -> Result:
    """Do `job`, however long it takes, but do not wait for a line that is dead: PostgreSQL's client waits as long as the
    network keeps still. Raises DatabaseUnreachable, and what `job` raises."""
    if lake in _silent:
        raise unreachable(lake)
    done = _begun(lambda: _done(lake, job))
    while True:
        try:
            result, error = done.get(timeout=LISTEN_SECONDS)
        except Empty:
            if _fault(lake) is None:
                continue
            _keep_asking(lake)
            raise unreachable(lake) from None
        if isinstance(error, DatabaseCorrupt) and _fault(lake) is not None:
            # Nobody puts back a copy because PostgreSQL is away.
            raise unreachable(lake) from error
        if error is not None:
            raise error
        return result  # type: ignore[return-value]


def _done(lake: Lake, job: Callable[[Line], Result]) -> Result:
    with explained(lake):
        return job(line_to(lake))


def _begun(job: Callable[[], Result]) -> "SimpleQueue[tuple[Result | None, BaseException | None]]":
    """Start `job` in a thread that nobody has to wait for; its outcome comes in the queue."""
    done: SimpleQueue[tuple[Result | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            done.put((job(), None))
        except BaseException as error:
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    return done


def _fault(lake: Lake) -> BaseException | None:
    """What goes wrong with a new connection: Empty when nothing comes back at all, None when PostgreSQL answers."""
    try:
        return _begun(partial(_ask, lake)).get(timeout=ANSWER_SECONDS)[1]
    except Empty as silence:
        return silence


def _ask(lake: Lake) -> None:
    with catalogue(lake) as connection:
        asked(connection, "SELECT 1 AS one")


def _keep_asking(lake: Lake) -> None:
    """Until something comes back nobody waits for it. Then there is a new line; who still uses this one ends when the
    network gives up."""
    _lines.pop(lake, None)
    if lake not in _silent:
        _silent.add(lake)
        threading.Thread(target=_ask_on, args=(lake,), daemon=True).start()


def _ask_on(lake: Lake) -> None:
    while isinstance(_fault(lake), Empty):
        time.sleep(REST_SECONDS)
    _silent.discard(lake)
