"""What goes wrong with a shared database, as a Dutch sentence that says what to do."""

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
)
from lib.store.lake.place import Lake

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
_NO_RIGHT = ("permission denied", "authentication failed", "no password supplied", "pg_hba.conf", "must be owner")
_NO_LAKE = ("creating a new ducklake is explicitly disabled",)
_OTHER_FILES = ("does not match existing data path",)
_LOST_FILE = ("no files found that match", "no such file", "http 404", "404 (not found)")
_OVERTAKEN = ("maximum retry count", "conflict", "could not serialize access", "deadlock detected")


def overtaken(error: duckdb.Error) -> bool:
    """Another machine wrote between our look and our writing; ours did not happen."""
    return _says(error, _OVERTAKEN)


def unreachable(lake: Lake) -> DatabaseUnreachable:
    return DatabaseUnreachable(
        f"De gedeelde database {lake} antwoordt niet. Probeer het over een minuut opnieuw; blijft het zo, meld het de "
        "beheerder. Er is niets veranderd."
    )


def uncertain(lake: Lake) -> DatabaseUncertain:
    return DatabaseUncertain(
        f"De verbinding met de gedeelde database {lake} viel weg terwijl zij schreef. Of het gelukt is, staat in het "
        "logboek: kijk daar eerst, en doe het daarna zo nodig opnieuw."
    )


def busy(lake: Lake) -> DatabaseBusy:
    return DatabaseBusy(
        f"De gedeelde database {lake} is bezet: anderen schrijven er al een tijd in. Probeer het zo opnieuw. "
        "Er is niets veranderd."
    )


def in_words(lake: Lake, error: Exception) -> StoreError:
    """`error` as a sentence. What DuckDB or PostgreSQL says never reaches a reader: it can hold names and passwords."""
    known = machine_fault(error, f"de bestanden van {lake}")
    if known is not None and not _says(error, _NO_RIGHT):
        return known
    if _says(error, ("lock timeout",)):
        return busy(lake)
    if _says(error, _NO_RIGHT):
        return DatabaseUnwritable(
            f"PostgreSQL laat de Routewijzer niet toe tot {lake}, of niet genoeg. Controleer gebruiker, wachtwoord en "
            "rechten; zie docs/beheer.md. Er is niets veranderd."
        )
    if _says(error, _NO_LAKE):
        return missing(lake)
    if _says(error, _OTHER_FILES):
        return DatabaseUnwritable(
            f"De bestanden van {lake} staan ergens anders dan ROUTEWIJZER_DATABASE_FILES zegt. Zet daar dezelfde plek "
            "als bij het maken van de database, of laat die instelling weg. Er is niets veranderd."
        )
    if _says(error, ("does not exist",)) and "fatal" in str(error).lower():
        return DatabaseUnwritable(
            f"PostgreSQL kent {lake} niet. Maak die database eerst (createdb), of wijs met ROUTEWIJZER_DATABASE een "
            "andere aan. Er is niets veranderd."
        )
    if isinstance(error, GIVEN_UP) or _says(error, _AWAY):
        return unreachable(lake)
    if _says(error, _LOST_FILE):
        return DatabaseCorrupt(
            f"Van {lake} ontbreekt een bestand. Is de map of opslag met de bestanden bereikbaar? Zo niet, zet dan een "
            "reservekopie terug."
        )
    return DatabaseCorrupt(
        f"De gedeelde database {lake} is beschadigd, onvolledig of van een andere vorm. Zet een reservekopie terug, of "
        "wijs met ROUTEWIJZER_DATABASE een andere database aan."
    )


def missing(lake: Lake) -> DatabaseMissing:
    return DatabaseMissing(
        f"De gedeelde database {lake} is er niet. Start de Routewijzer opnieuw: dan maakt zij een nieuwe uit data/ en "
        "scenarios/."
    )


def _says(error: Exception, words: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return any(word in text for word in words)
