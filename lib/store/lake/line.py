"""The line to a shared database: DuckDB with the catalogue and the lake, and the connections on it."""

import ctypes
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from lib.store.faults import DatabaseUnwritable, quietly
from lib.store.lake.faults import GIVEN_UP, files_away, files_taken
from lib.store.lake.place import SCHEME, Lake

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


class Line:
    """One DuckDB in memory, with the catalogue in PostgreSQL as `catalogus` and, when it is there, the lake as `meer`."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        #: The lake is there with all its tables, of this layout; looked at once.
        self.whole = False
        #: DuckDB gave itself up: who comes next needs another line.
        self.dead = False
        self._idle: deque[duckdb.DuckDBPyConnection] = deque()
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
            files, known = self.lake.files, self.data_path()
            if files is not None:
                options.append(f"DATA_PATH {quoted(absolute(files))}")
            self._reach(files or known or "")
            name = quoted(SCHEME + self.lake.connection_string)
            self.base.execute(f"ATTACH {name} AS meer ({', '.join(options)})")
            self._attached = True

    def at_hand(self) -> None:
        """Raises DatabaseUnreachable when the files lie in a folder that is not there."""
        known = self.data_path()
        if known is not None and "://" not in known and not Path(known).is_dir():
            raise files_away(self.lake)

    def unused(self, files: str) -> None:
        """Raises DatabaseUnwritable when there are files already where those of a new lake are to come."""
        self._reach(files)
        if self.base.execute("SELECT 1 FROM glob($files) LIMIT 1", {"files": f"{absolute(files)}**"}).fetchall():
            raise files_taken(self.lake)

    def _reach(self, files: str) -> None:
        """Load what object storage asks."""
        if "://" in files:
            load(self.base, OBJECTS)
            if os.environ.get(OWN_STORAGE):
                self.base.execute("SET GLOBAL s3_url_style = 'path'")

    def data_path(self) -> str | None:
        """Where the catalogue says that the files lie; None before there is a lake."""
        if asked(self.base, "SELECT to_regclass('ducklake_metadata')::text AS found")[0][0] is None:
            return None
        rows = asked(self.base, "SELECT value FROM ducklake_metadata WHERE key = 'data_path'")
        return str(rows[0][0]) if rows else None

    @contextmanager
    def plain(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own that sees the catalogue; the lake need not be there."""
        connection = self.base.cursor()
        try:
            yield connection
        except BaseException:
            self._drop(connection)
            raise
        connection.close()

    @contextmanager
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own that sees the lake; kept for the next one, unless something went wrong."""
        self.attach()
        connection = self._kept() or self._new()
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

    def _drop(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Close a connection on which something went wrong. Where PostgreSQL stopped in the middle of an answer, DuckDB can
        have given itself up; closing that would end the whole process, so it is left lying."""
        if self._given_up():
            for each in (connection, self):
                ctypes.pythonapi.Py_IncRef(ctypes.py_object(each))
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

    def _kept(self) -> duckdb.DuckDBPyConnection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _new(self) -> duckdb.DuckDBPyConnection:
        made = self.base.cursor()
        made.execute("USE meer")
        return made


def catalogue(lake: Lake, *extensions: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with those extensions and the catalogue as `catalogus`. Raises duckdb.Error, DatabaseUnwritable."""
    made = loaded(POSTGRES, *extensions)
    made.execute(f"ATTACH {quoted(lake.connection_string)} AS catalogus (TYPE postgres, READ_ONLY)")
    return made


def loaded(*extensions: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with those extensions alone. Raises DatabaseUnwritable."""
    made = duckdb.connect(":memory:", config=SETTINGS)
    for extension in extensions:
        load(made, extension)
    return made


def load(connection: duckdb.DuckDBPyConnection, extension: str) -> None:
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


def asked(connection: duckdb.DuckDBPyConnection, statement: str) -> list[tuple[Any, ...]]:
    """What PostgreSQL answers about the catalogue. Always to the last row: an answer that was not read to its end is ended
    when Python clears it away, and then the whole process waits for PostgreSQL, not this thread alone."""
    return connection.execute(f"SELECT * FROM postgres_query('catalogus', {quoted(statement)})").fetchall()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def absolute(files: str) -> str:
    """A folder from the root, so that it means the same from every place; an address stays as it is."""
    return (files if "://" in files else str(Path(files).resolve())).rstrip("/") + "/"
