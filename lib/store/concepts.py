"""Concepts: routes that somebody made on the figures of a release and did not publish. Only added, never changed and never
removed: another version is another concept, so that a link to one goes on showing the same numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from lib.store.access import KEEP_ROUTE, LONGEST_NAME, Person, note_event, require
from lib.store.database import read, write
from lib.store.faults import Connection, query, rows_of
from lib.store.handed_in import FileKind
from lib.store.locations import Database
from lib.store.publishing import NotAllowed
from lib.store.releases import CONCEPT, UnknownRelease
from lib.tables.route_draft import RouteDraft, read_draft, write_draft
from lib.upload.reading.files import clean_name

#: How the id of a concept begins among the routes: no scenario of a file may have a dash in its id.
PREFIX = "concept-"
KEPT = "concept bewaard"
KIND = FileKind("een route heeft alleen de sleutels en tabellen die scenarios/README.md noemt.", "een route")


@dataclass(frozen=True)
class StoredConcept:
    """A route as it was kept: its number, the release whose figures it is made for, who kept it and when (UTC), and its
    file."""

    number: int
    release: int
    author: str
    kept_at: datetime
    body: str

    @property
    def id(self) -> str:
        """What it is called among the routes."""
        return f"{PREFIX}{self.number}"

    @cached_property
    def draft(self) -> RouteDraft:
        return read_draft(self.body)

    @property
    def title(self) -> str:
        """What a reader chooses it by."""
        return f"Concept {self.number}: {self.draft.text('titel')}"


def read_route(name: str, raw: bytes) -> RouteDraft:
    """The draft of a file that somebody hands in; whether it is sound is asked in lib.comparison.own_routes.

    Raises Personal when it points at one person, Unsound."""
    file = clean_name(name)
    content = KIND.parse(file, raw)
    KIND.refuse_personal(file, content)
    return RouteDraft(content)


def keep_concept(path: Database, draft: RouteDraft, release: int, *, by: Person) -> int:
    """Keep a draft in one transaction; returns its number. The same person keeping the same twice keeps one.

    Raises Personal or Unsound for what stands in it, NotAllowed without a name, UnknownRelease, Forbidden, StoreError.
    """
    require(path, by, KEEP_ROUTE)
    author = " ".join(by.name.split())[:LONGEST_NAME]
    if not author:
        raise NotAllowed("Vul in wie dit doet. Er is niets bewaard.")
    body = write_draft(draft)
    KIND.parse("de eigen route", body.encode())
    KIND.refuse_personal("de eigen route", draft.content)

    def action(connection: Connection) -> int:
        act = connection.execute(query("state_of"), {"release": release}).fetchone()
        if act is None or act[0] == CONCEPT:
            raise UnknownRelease(f"Release {release} is er niet voor lezers. Er is niets bewaard.")
        for other in _concepts(connection):
            if (other.release, other.author, other.body) == (release, author, body):
                return other.number
        (number,) = connection.execute(query("next_concept")).fetchone() or (1,)
        moment = datetime.now(UTC).replace(tzinfo=None)
        row = {"concept": number, "release": release, "door": author, "bewaard_op": moment, "body": body}
        connection.execute(query("insert_concept"), row)
        note_event(connection, by, KEPT, f"concept {number} “{draft.text('titel')}” bij release {release}")
        return int(number)

    return write(path, action)


def concepts(path: Database) -> list[StoredConcept]:
    """Every concept, the oldest first. Raises StoreError."""
    return read(path, _concepts)


def _concepts(connection: Connection) -> list[StoredConcept]:
    return [StoredConcept(*row) for row in rows_of(connection, "route_concepts")]


def newest(entries: Iterable[StoredConcept], concept: StoredConcept) -> StoredConcept:
    """The last version of the same route: what has its id, on whichever release."""
    same = [other for other in entries if other.draft.text("id") == concept.draft.text("id")]
    return max(same, key=lambda other: other.number)


def offered(entries: Sequence[StoredConcept], release: int) -> list[StoredConcept]:
    """The last version of each route on a release, the newest first."""
    here = [concept for concept in entries if concept.release == release]
    return [concept for concept in reversed(here) if newest(here, concept) == concept]
