"""A database for several machines: a DuckLake with its catalogue in PostgreSQL and its files in a shared place; how it is
named, and what goes wrong with it, as a Dutch sentence that says what to do."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial

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
#: What PostgreSQL and its client say, in lower case, of a line that is not there.
_AWAY = (
    "unable to connect",
    "could not connect",
    "connection refused",
    "connection timed out",
    "connection reset",
    "connection to server",
    "closed the connection",
    "no connection to the server",
    "terminating connection",
    "could not receive data",
    "could not send data",
    "could not translate host name",
    "starting up",
    "shutting down",
    "ssl connection has been closed",
    'failed to execute query "rollback"',
    'failed to execute query "commit"',
    "idle-in-transaction",
    "current transaction is aborted",
    "timeout expired",
)
#: DuckDB stumbled over an answer that broke off, and does no more with this line.
GIVEN_UP = (duckdb.InternalException, duckdb.FatalException)
_NO_RIGHT = (
    "permission denied for",
    "permission denied to",
    "authentication failed",
    "no password supplied",
    "pg_hba.conf",
    "must be owner",
    "is not permitted to log in",
)
#: What its client says of a setting that it cannot read.
_NO_SETTING = (
    "invalid connection option",
    "invalid uri",
    'missing "="',
    "definition of service",
    "service file",
    "unexpected spaces",
    "forbidden value",
    "invalid sslmode",
    "invalid port",
    "root certificate file",
)
#: What the client of object storage says: that it may not, and that there is no answer to trust.
_NO_ENTRY = ("(http 403", "http code 403", "(http 400", "http code 400", "(http 401", "http code 401")
_NO_STORAGE = ("for http ", "returned http 5", "(http 5", "http code 5")
_LOST_FILE = ("no files found that match", "no such file", "http 404", "http code 404")
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


Fault = Callable[[Lake], StoreError]


def _fault(kind: type[StoreError], melding: str) -> Fault:
    """What makes the error of a lake; `melding` has its name as {lake}."""
    return lambda lake: kind(melding.format(lake=lake))


unreachable = _fault(
    DatabaseUnreachable,
    "De gedeelde database {lake} antwoordt niet. Probeer het over een minuut opnieuw; blijft het zo, meld het de "
    "beheerder. Er is niets veranderd.",
)
uncertain = _fault(
    DatabaseUncertain,
    "De verbinding met de gedeelde database {lake} viel weg terwijl zij schreef. Of het gelukt is, staat in het "
    "logboek: kijk daar eerst, en doe het daarna zo nodig opnieuw.",
)
busy = _fault(
    DatabaseBusy,
    "De gedeelde database {lake} is bezet: anderen schrijven er al een tijd in. Probeer het zo opnieuw. "
    "Er is niets veranderd.",
)
missing = _fault(
    DatabaseMissing,
    "De gedeelde database {lake} is er niet. Start de Routewijzer opnieuw: dan maakt zij een nieuwe uit data/ en "
    "scenarios/.",
)
#: Who writes then would make a folder of that name, which the others do not see.
files_away = _fault(
    DatabaseUnreachable,
    "De map met de bestanden van {lake} is op deze machine niet te vinden. Koppel haar aan en probeer het opnieuw. "
    "Er is niets veranderd.",
)
#: Compacting clears away what no state knows, so that two databases in one place would eat each other.
files_taken = _fault(
    DatabaseUnwritable,
    "Waar de bestanden van {lake} horen te komen, staan al bestanden. Kies met ROUTEWIJZER_DATABASE_FILES een lege "
    "map of een ander adres. Er is niets veranderd.",
)
no_files = _fault(
    DatabaseUnwritable,
    "Er is nog geen database in {lake}. Geef met ROUTEWIJZER_DATABASE_FILES op waar haar bestanden komen: "
    "een map die alle machines zien, of een adres dat begint met s3://. Er is niets veranderd.",
)
_unknown = _fault(
    DatabaseUnwritable,
    "PostgreSQL kent {lake} niet. Maak die database eerst (createdb), of wijs met ROUTEWIJZER_DATABASE een "
    "andere aan. Er is niets veranderd.",
)
_lost_file = _fault(
    DatabaseCorrupt,
    "Van {lake} ontbreekt een bestand. Is de map of opslag met de bestanden bereikbaar? Zo niet, zet dan een "
    "reservekopie terug.",
)
_damaged = _fault(
    DatabaseCorrupt,
    "De gedeelde database {lake} is beschadigd, onvolledig of van een andere vorm. Zet een reservekopie terug, of "
    "wijs met ROUTEWIJZER_DATABASE een andere database aan.",
)
#: What is said → what a person has to set right first, or wait for; the first that fits.
_CAUSES: tuple[tuple[tuple[str, ...], Fault], ...] = (
    (("lock timeout", *_OVERTAKEN), busy),
    (
        _NO_RIGHT,
        _fault(
            DatabaseUnwritable,
            "PostgreSQL laat de Routewijzer niet toe tot {lake}, of niet genoeg. Controleer gebruiker, wachtwoord en "
            "rechten; zie docs/beheer.md. Er is niets veranderd.",
        ),
    ),
    (
        _NO_ENTRY,
        _fault(
            DatabaseUnwritable,
            "De opslag met de bestanden van {lake} laat de Routewijzer niet toe. Controleer AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY en AWS_REGION; zie docs/beheer.md. Er is niets veranderd.",
        ),
    ),
    (
        _NO_SETTING,
        _fault(
            DatabaseUnwritable,
            "Wat na ducklake:postgres: staat, is voor PostgreSQL niet te lezen. Controleer ROUTEWIJZER_DATABASE; zie "
            "docs/beheer.md. Er is niets veranderd.",
        ),
    ),
    (("creating a new ducklake is explicitly disabled",), missing),
    (
        ("does not match existing data path",),
        _fault(
            DatabaseUnwritable,
            "De bestanden van {lake} staan ergens anders dan ROUTEWIJZER_DATABASE_FILES zegt. Zet daar dezelfde plek "
            "als bij het maken van de database, of laat die instelling weg. Er is niets veranderd.",
        ),
    ),
)


def overtaken(error: duckdb.Error) -> bool:
    """Another machine wrote between our look and our writing; ours did not happen."""
    return _says(error, _OVERTAKEN)


def explained(lake: Lake) -> AbstractContextManager[None]:
    """Turn what PostgreSQL, DuckDB or the machine says into a StoreError in Dutch."""
    return told_by(partial(in_words, lake))


def in_words(lake: Lake, error: Exception) -> StoreError:
    """`error` as a sentence. What DuckDB or PostgreSQL says never reaches a reader: it can hold names and passwords."""
    for words, fault in _CAUSES:
        if _says(error, words):
            return fault(lake)
    if _says(error, ("does not exist",)) and _says(error, ("fatal",)):
        return _unknown(lake)
    machine = _machine(lake, error)
    if machine is not None:
        return machine
    if isinstance(error, GIVEN_UP) or _says(error, (*_AWAY, *_NO_STORAGE)):
        return unreachable(lake)
    return _lost_file(lake) if _says(error, _LOST_FILE) else _damaged(lake)


def _machine(lake: Lake, error: Exception) -> StoreError | None:
    fault = type(error)(_said(error)) if isinstance(error, duckdb.Error) else error
    disk = "de PostgreSQL" if _says(error, ("could not extend file",)) else "de bestanden"
    return machine_fault(fault, f"de map met de bestanden van {lake}", f"{disk} van {lake}")


def _says(error: Exception, words: tuple[str, ...]) -> bool:
    text = _said(error)
    return any(word in text for word in words)


def _said(error: Exception) -> str:
    """In lower case, without the statement or the place that it is about."""
    return _STATEMENT.sub(r"\1 ", str(error).lower())
