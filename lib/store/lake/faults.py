"""What goes wrong with a shared database, as a Dutch sentence that says what to do."""

import re
from contextlib import AbstractContextManager
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
_NO_LAKE = ("creating a new ducklake is explicitly disabled",)
_OTHER_FILES = ("does not match existing data path",)
_LOST_FILE = ("no files found that match", "no such file", "http 404", "http code 404")
_OVERTAKEN = ("duplicate key value", "conflict", "could not serialize access", "deadlock detected")
#: What goes before and after is said by DuckDB and PostgreSQL; what is inside holds what people typed.
_STATEMENT = re.compile(
    r'(failed to execute query|failed to prepare copy|to postgres at) (?!"(?:rollback|commit)":)"(?:.*": (?=error: )|.*": )',
    re.DOTALL,
)


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


def files_away(lake: Lake) -> DatabaseUnreachable:
    """Who writes then would make a folder of that name, which the others do not see."""
    return DatabaseUnreachable(
        f"De map met de bestanden van {lake} is op deze machine niet te vinden. Koppel haar aan en probeer het opnieuw. "
        "Er is niets veranderd."
    )


def files_taken(lake: Lake) -> DatabaseUnwritable:
    """Compacting clears away what no state knows, so that two databases in one place would eat each other."""
    return DatabaseUnwritable(
        f"Waar de bestanden van {lake} horen te komen, staan al bestanden. Kies met ROUTEWIJZER_DATABASE_FILES een lege "
        "map of een ander adres. Er is niets veranderd."
    )


def in_words(lake: Lake, error: Exception) -> StoreError:
    """`error` as a sentence. What DuckDB or PostgreSQL says never reaches a reader: it can hold names and passwords."""
    if _says(error, ("lock timeout", *_OVERTAKEN)):
        return busy(lake)
    return _refused(lake, error) or _machine(lake, error) or _away(lake, error) or _damaged(lake, error)


def explained(lake: Lake) -> AbstractContextManager[None]:
    """Turn what PostgreSQL, DuckDB or the machine says into a StoreError in Dutch."""
    return told_by(partial(in_words, lake))


def _refused(lake: Lake, error: Exception) -> StoreError | None:
    """What a person has to set right first."""
    if _says(error, _NO_RIGHT):
        return DatabaseUnwritable(
            f"PostgreSQL laat de Routewijzer niet toe tot {lake}, of niet genoeg. Controleer gebruiker, wachtwoord en "
            "rechten; zie docs/beheer.md. Er is niets veranderd."
        )
    if _says(error, _NO_ENTRY):
        return DatabaseUnwritable(
            f"De opslag met de bestanden van {lake} laat de Routewijzer niet toe. Controleer AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY en AWS_REGION; zie docs/beheer.md. Er is niets veranderd."
        )
    if _says(error, _NO_SETTING):
        return DatabaseUnwritable(
            "Wat na ducklake:postgres: staat, is voor PostgreSQL niet te lezen. Controleer ROUTEWIJZER_DATABASE; zie "
            "docs/beheer.md. Er is niets veranderd."
        )
    if _says(error, _NO_LAKE):
        return missing(lake)
    if _says(error, _OTHER_FILES):
        return DatabaseUnwritable(
            f"De bestanden van {lake} staan ergens anders dan ROUTEWIJZER_DATABASE_FILES zegt. Zet daar dezelfde plek "
            "als bij het maken van de database, of laat die instelling weg. Er is niets veranderd."
        )
    if _says(error, ("does not exist",)) and _says(error, ("fatal",)):
        return DatabaseUnwritable(
            f"PostgreSQL kent {lake} niet. Maak die database eerst (createdb), of wijs met ROUTEWIJZER_DATABASE een "
            "andere aan. Er is niets veranderd."
        )
    return None


def _machine(lake: Lake, error: Exception) -> StoreError | None:
    told = type(error)(_said(error)) if isinstance(error, duckdb.Error) else error
    disk = "de PostgreSQL" if _says(error, ("could not extend file",)) else "de bestanden"
    return machine_fault(told, f"de map met de bestanden van {lake}", f"{disk} van {lake}")


def _away(lake: Lake, error: Exception) -> StoreError | None:
    gone = isinstance(error, GIVEN_UP) or _says(error, _AWAY) or _says(error, _NO_STORAGE)
    return unreachable(lake) if gone else None


def _damaged(lake: Lake, error: Exception) -> StoreError:
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
    text = _said(error)
    return any(word in text for word in words)


def _said(error: Exception) -> str:
    """In lower case, without the statement or the place that it is about."""
    return _STATEMENT.sub(r"\1 ", str(error).lower())
