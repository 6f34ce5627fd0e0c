"""A database for several machines: a DuckLake with its catalogue in PostgreSQL and its files in a shared place; how it is
named, and what goes wrong with it, as a Dutch sentence that says what to do."""

import re
import tomllib
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb

from lib.store.faults import (
    DatabaseBusy,
    DatabaseCorrupt,
    DatabaseMissing,
    DatabaseUncertain,
    DatabaseUnreachable,
    DatabaseUnwritable,
    StoreError,
    machine_fault,
    told_by,
)

#: How such a database is written; what follows is what PostgreSQL calls a connection string.
SCHEME = "ducklake:postgres:"
_URL = re.compile(r"postgres(ql)?://")
#: Who, at which machines, which database: nothing else may look like it, since what does not fit is not shown.
_HOST = r"(?:\[[\da-fA-F:.]+\]|[\w.%-]+)(?::\d+)?"
_SHOWN = re.compile(rf"postgres(?:ql)?://(?:[^@/?]*@)?((?:{_HOST}(?:,{_HOST})*)?)(?:/([\w.%-]*))?(?:\?[^@]*)?")
_SETTING = re.compile(r"(?<!\w)(\w++)\s*+=\s*+(?:'((?:[^'\\]|\\.)*)'|((?:[^\s\\]|\\.)+))")
#: How soon a line that is dead is noticed, on our side and on that of PostgreSQL. In seconds.
_QUIET, _AGAIN, _TIMES = 5, 2, 3
_LISTENING = {
    "connect_timeout": f"{_QUIET}",
    "keepalives_idle": f"{_QUIET}",
    "keepalives_interval": f"{_AGAIN}",
    "keepalives_count": f"{_TIMES}",
    "tcp_user_timeout": f"{1000 * (_QUIET + _AGAIN * _TIMES)}",
    "options": (
        f"-c tcp_keepalives_idle={_QUIET} -c tcp_keepalives_interval={_AGAIN} -c tcp_keepalives_count={_TIMES}"
    ),
}
#: DuckDB stumbled over an answer that broke off, and does no more with this line.
GIVEN_UP = (duckdb.InternalException, duckdb.FatalException)
_KINDS = {
    kind.__name__: kind
    for kind in (
        DatabaseBusy,
        DatabaseCorrupt,
        DatabaseMissing,
        DatabaseUncertain,
        DatabaseUnreachable,
        DatabaseUnwritable,
    )
}
#: The faults of faults.toml that a person has to set right first, before what any machine can meet is looked for, and after.
_FIRST = ("busy", "no_right", "no_entry", "no_setting", "missing", "other_files")
_THEN = ("unreachable", "lost_file")
_OVERTAKEN = ("duplicate key value", "conflict", "could not serialize access", "deadlock detected")
#: What goes before and after is said by DuckDB and PostgreSQL; what is inside holds what people typed.
_STATEMENT = re.compile(
    r'(failed to execute query|failed to prepare copy|to postgres at) (?!"(?:rollback|commit)":)"(?:.*": (?=error: )|.*": )',
    re.DOTALL,
)


@dataclass(frozen=True)
class Lake:
    """`catalogue` is the connection string of PostgreSQL, never shown because it can hold a password. `files` is the
    folder or address of the Parquet files, needed to make the database; afterwards the catalogue knows it."""

    catalogue: str = field(repr=False)
    files: str | None = None

    def __str__(self) -> str:
        """What messages call it."""
        if _URL.match(self.catalogue):
            parts = _SHOWN.fullmatch(self.catalogue)
            host, name = parts.groups() if parts else (None, None)
            return f"ducklake:{host or 'postgres'}/{name or ''}".rstrip("/")
        settings = {name: quoted or plain for name, quoted, plain in _SETTING.findall(self.catalogue)}
        place = settings.get("host", settings.get("service", "postgres"))
        return f"ducklake:{place}/{settings.get('dbname', settings.get('user', ''))}".rstrip("/")

    @property
    def connection_string(self) -> str:
        """The same for PostgreSQL, so that a line that is dead is noticed; what the setting says itself stays."""
        if _URL.match(self.catalogue):
            more = [
                f"{name}={value.replace(' ', '%20').replace('=', '%3D')}"
                for name, value in _LISTENING.items()
                if f"{name}=" not in self.catalogue
            ]
            return self.catalogue + ("&" if "?" in self.catalogue else "?") + "&".join(more)
        names = {name for name, _, _ in _SETTING.findall(self.catalogue)}
        more = [f"{name}='{value}'" for name, value in _LISTENING.items() if name not in names]
        return " ".join([self.catalogue, *more])


@cache
def _faults() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))


def fault(name: str, lake: Lake) -> StoreError:
    """The error of that name in faults.toml."""
    declared = _faults()[name]
    return _KINDS[declared["kind"]](declared["melding"].format(lake=lake))


unreachable = partial(fault, "unreachable")


def overtaken(error: duckdb.Error) -> bool:
    """Another machine wrote between our look and our writing; ours did not happen."""
    return _says(error, _OVERTAKEN)


def explained(lake: Lake) -> AbstractContextManager[None]:
    """Turn what PostgreSQL, DuckDB or the machine says into a StoreError in Dutch."""
    return told_by(partial(in_words, lake))


def in_words(lake: Lake, error: Exception) -> StoreError:
    """`error` as a sentence. What DuckDB or PostgreSQL says never reaches a reader: it can hold names and passwords."""
    if _says(error, _OVERTAKEN):
        return fault("busy", lake)
    first = next((name for name in _FIRST if _says(error, _faults()[name]["heard"])), None)
    if first is not None:
        return fault(first, lake)
    if _says(error, ("does not exist",)) and _says(error, ("fatal",)):
        return fault("unknown", lake)
    machine = _machine(lake, error)
    if machine is not None:
        return machine
    if isinstance(error, GIVEN_UP):
        return unreachable(lake)
    return fault(next((name for name in _THEN if _says(error, _faults()[name]["heard"])), "damaged"), lake)


def _machine(lake: Lake, error: Exception) -> StoreError | None:
    said = type(error)(_said(error)) if isinstance(error, duckdb.Error) else error
    disk = "de PostgreSQL" if _says(error, ("could not extend file",)) else "de bestanden"
    return machine_fault(said, f"de map met de bestanden van {lake}", f"{disk} van {lake}")


def _says(error: Exception, words: Iterable[str]) -> bool:
    text = _said(error)
    return any(word in text for word in words)


def _said(error: Exception) -> str:
    """In lower case, without the statement or the place that it is about."""
    return _STATEMENT.sub(r"\1 ", str(error).lower())
