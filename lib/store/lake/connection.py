"""The connections to a shared database: DuckDB with the catalogue and the lake, remembered while they are used, watched, and
made anew when they went dead."""

import ctypes
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import duckdb

from lib.store.faults import Connection, DatabaseCorrupt, DatabaseUnwritable, quietly
from lib.store.lake.place import GIVEN_UP, SCHEME, Lake, explained, fault, unreachable

#: What is used of DuckDB besides itself: the name in the package, and the file.
POSTGRES, DUCKLAKE, OBJECTS = "postgres_scanner", "ducklake", "httpfs"
#: Object storage that is not Amazon's has no name of its own for each bucket. DuckDB reads this itself, and the other
#: settings of such storage, when the extension is loaded.
OWN_STORAGE = "DUCKDB_S3_ENDPOINT"
#: Nothing is fetched, and nothing without the signature of DuckDB is loaded.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_unsigned_extensions": False,
}
#: What lasts longer than this is looked after: does PostgreSQL answer, and within how long. In seconds.
LISTEN_SECONDS, ANSWER_SECONDS = 2.0, 4.0
#: After a silence nobody waits again; one thread asks, with so long in between, until something comes back.
REST_SECONDS = 1.0
Result = TypeVar("Result")


class LakeConnection:
    """One DuckDB in memory, with the catalogue in PostgreSQL as `catalogus` and, when it is there, the lake as `meer`."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        #: The lake is there with all its tables, of this layout; looked at once.
        self.whole = False
        #: DuckDB gave itself up: who comes next needs another line.
        self.dead = False
        self._idle: deque[Connection] = deque()
        self._attaching = threading.Lock()
        self._attached = False
        self.base = catalogue(lake, DUCKLAKE)
        # Who comes second begins again with what the first one wrote: numbers are given out by looking.
        self.base.execute("SET GLOBAL ducklake_max_retry_count = 0")

    def attach(self, *, create: bool = False) -> None:
        """Attach the lake. Raises duckdb.Error when there is none, or another one has the name."""
        with self._attaching:
            if self._attached:
                return
            options = [f"CREATE_IF_NOT_EXISTS {str(create).lower()}"]
            files, present = self.lake.files, self.data_path()
            if files is not None:
                options.append(f"DATA_PATH {quoted(absolute(files))}")
            self._reach(files or present or "")
            name = quoted(SCHEME + self.lake.connection_string)
            self.base.execute(f"ATTACH {name} AS meer ({', '.join(options)})")
            self._attached = True

    def at_hand(self) -> None:
        """Raises DatabaseUnreachable when the files lie in a folder that is not there."""
        files = self.data_path()
        if files is not None and "://" not in files and not Path(files).is_dir():
            raise fault("files_away", self.lake)

    def unused(self, files: str) -> None:
        """Raises DatabaseUnwritable when there are files already where those of a new lake are to come."""
        self._reach(files)
        if self.base.execute("SELECT 1 FROM glob($files) LIMIT 1", {"files": f"{absolute(files)}**"}).fetchall():
            raise fault("files_taken", self.lake)

    def _reach(self, files: str) -> None:
        """Load what object storage asks."""
        if "://" in files:
            load(self.base, OBJECTS)
            if os.environ.get(OWN_STORAGE):
                self.base.execute("SET GLOBAL s3_url_style = 'path'")

    def data_path(self) -> str | None:
        """Where the catalogue says that the files lie; None before there is a lake."""
        if answer_of(self.base, "SELECT to_regclass('ducklake_metadata')::text AS found")[0][0] is None:
            return None
        rows = answer_of(self.base, "SELECT value FROM ducklake_metadata WHERE key = 'data_path'")
        return str(rows[0][0]) if rows else None

    @contextmanager
    def plain(self) -> Iterator[Connection]:
        """A connection of one's own that sees the catalogue; the lake need not be there."""
        connection = self.base.cursor()
        try:
            yield connection
        except BaseException:
            self._drop(connection)
            raise
        connection.close()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection of one's own that sees the lake; kept for the next one, unless something went wrong."""
        self.attach()
        connection = self._next()
        try:
            yield connection
        except BaseException:
            self._drop(connection)
            raise
        self._idle.append(connection)

    def close(self) -> None:
        """Let go of PostgreSQL; what is still being done goes wrong."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()
        self.base.close()

    def _drop(self, connection: Connection) -> None:
        """Close a connection on which something went wrong. Where PostgreSQL stopped in the middle of an answer, DuckDB can
        have given itself up; closing that would end the whole process, so it is left lying."""
        if self._given_up():
            for lost in (connection, self):
                ctypes.pythonapi.Py_IncRef(ctypes.py_object(lost))
            self.dead = True
            return
        quietly(connection.close)

    def _given_up(self) -> bool:
        try:
            self.base.execute("SELECT 1").fetchall()
        except GIVEN_UP:
            return True
        except duckdb.Error:
            return False
        return False

    def _next(self) -> Connection:
        """One that nobody uses now, or a new one."""
        with suppress(IndexError):
            return self._idle.pop()
        connection = self.base.cursor()
        connection.execute("USE meer")
        return connection


def catalogue(lake: Lake, *extensions: str) -> Connection:
    """A DuckDB in memory with those extensions and the catalogue as `catalogus`. Raises duckdb.Error, DatabaseUnwritable."""
    connection = loaded(POSTGRES, *extensions)
    connection.execute(f"ATTACH {quoted(lake.connection_string)} AS catalogus (TYPE postgres, READ_ONLY)")
    return connection


def loaded(*extensions: str) -> Connection:
    """A DuckDB in memory with those extensions alone. Raises DatabaseUnwritable."""
    connection = duckdb.connect(":memory:", config=SETTINGS)
    for extension in extensions:
        load(connection, extension)
    return connection


def load(connection: Connection, extension: str) -> None:
    """Load an extension of DuckDB from the package it came in. Raises DatabaseUnwritable when that is not installed, or
    not what DuckDB signed."""
    package = find_spec(f"duckdb_extension_{extension}")
    file = Path(package.origin or "").parent / "extensions" if package else Path()
    file = file / f"v{duckdb.__version__}" / f"{extension}.duckdb_extension"
    if package is None or not file.exists():
        raise DatabaseUnwritable(
            f"Voor een gedeelde database ontbreekt het onderdeel {extension} bij DuckDB {duckdb.__version__}. Installeer "
            "deploy/requirements-ducklake.txt; zie docs/beheer.md. Er is niets veranderd."
        )
    try:
        connection.execute(f"LOAD {quoted(str(file))}")
    except duckdb.Error as error:
        raise DatabaseUnwritable(
            f"Het onderdeel {extension} van DuckDB is niet zoals DuckDB het maakte; het is niet geladen. Installeer "
            "deploy/requirements-ducklake.txt opnieuw. Er is niets veranderd."
        ) from error


def answer_of(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    """What PostgreSQL answers about the catalogue. Always to the last row: an answer that was not read to its end is ended
    when Python clears it away, and then the whole process waits for PostgreSQL, not this thread alone."""
    return connection.execute(f"SELECT * FROM postgres_query('catalogus', {quoted(statement)})").fetchall()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def absolute(files: str) -> str:
    """A folder from the root, so that it means the same from every place; an address stays as it is."""
    return (files if "://" in files else str(Path(files).resolve())).rstrip("/") + "/"


_lines: dict[Lake, LakeConnection] = {}
_silent: set[Lake] = set()
_making = threading.Lock()


def line_to(lake: Lake) -> LakeConnection:
    with _making:
        line = _lines.get(lake)
        if line is None or line.dead:
            line = _lines[lake] = LakeConnection(lake)
        return line


def known_whole(lake: Lake) -> bool:
    """Whether the line that there is was seen to reach a lake with all its tables; asks nobody."""
    line = _lines.get(lake)
    return line is not None and line.whole


def attended(lake: Lake, job: Callable[[LakeConnection], Result]) -> Result:
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


def _done(lake: Lake, job: Callable[[LakeConnection], Result]) -> Result:
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
        answer_of(connection, "SELECT 1 AS one")


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
