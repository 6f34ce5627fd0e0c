"""What people do with releases: publish one, take one in use, withdraw one; and the record of who did what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from lib.store.access import PUBLISH, SEE_RECORD, TAKE_IN_USE, WITHDRAW, Person, add_event, require
from lib.store.database import read, write
from lib.store.faults import Connection, StoreError, query, rows_of
from lib.store.locations import Database
from lib.store.releases import (
    CONCEPT,
    IN_USE,
    NO_SUCH_RELEASE,
    ReleaseInfo,
    UnknownRelease,
    current_number,
    insert,
    sound,
    visible,
)
from lib.tables.content import Content
from lib.tables.rows import INVISIBLE
from lib.upload.meaning.context import sign_of_person

WITHDRAWN = "ingetrokken"
FROZEN = "bevroren"
PUBLISHED = "gepubliceerd"
#: What the first event of a release is called, and what a later one.
FIRST_ACTS = {IN_USE: PUBLISHED, CONCEPT: "als concept gepubliceerd", WITHDRAWN: "ingetrokken gepubliceerd"}
LATER_ACTS = {IN_USE: "in gebruik genomen", CONCEPT: "concept gemaakt", WITHDRAWN: "ingetrokken"}


class ReleaseMoved(StoreError):
    """Another release came into use since the publisher looked."""


class NotAllowed(StoreError):
    """The act cannot be done; nothing changed."""


def clean_text(what: str, text: str, most: int, refusal: str, required: bool = True) -> str:
    """A text of at most so many characters as it will be stored; `refusal` says what did not happen. Raises NotAllowed for one
    that is missing, too long, with characters that nobody sees or about one person."""
    clean = text.strip(" ")
    if INVISIBLE.search(clean):
        raise NotAllowed(
            f"{what}: er staat een teken of regeleinde in dat niemand ziet; typ de tekst opnieuw. {refusal}"
        )
    clean = " ".join(clean.split())
    if required and not clean:
        raise NotAllowed(f"{what}: vul dit in. {refusal}")
    if len(clean) > most:
        raise NotAllowed(f"{what}: dit zijn {len(clean)} tekens, er passen er {most}; maak de tekst korter. {refusal}")
    sign = sign_of_person(clean, datetime.now(UTC).date(), expected=True)
    if sign is not None:
        raise NotAllowed(f"{what}: hier staat {sign}; haal dat weg. {refusal}")
    return clean


@dataclass(frozen=True)
class HandedIn:
    """A file that was handed in: its name, hash (hex), size in bytes and number of rows. The file is not kept."""

    name: str
    sha256: str
    size: int
    rows: int


@dataclass(frozen=True)
class Event:
    """One line of the record: when (UTC), who, which release, what, why; files with the act of publishing.

    `verkenning` is the number of the verkenning, `state` that of the frozen state (on that release) that it happened to;
    both None for a release itself. Without `release` it happened to the database.
    """

    happened_at: datetime
    actor: str
    release: int | None
    name: str
    act: str
    note: str
    files: tuple[HandedIn, ...]
    verkenning: int | None = None
    state: int | None = None

    @property
    def kind(self) -> str:
        """What it happened to."""
        if self.release is None:
            return "database"
        if self.verkenning is not None:
            return "verkenning"
        return "release" if self.state is None else "stand"

    @property
    def what(self) -> str:
        """The act in words: "release 2 gepubliceerd"."""
        if self.release is None:
            return f"{self.act}: {self.name}"
        if self.verkenning is not None:
            return f"verkenning {self.verkenning} “{self.name}” (bij release {self.release}) {self.act}"
        if self.state is not None:
            return f"stand {self.state} “{self.name}” (uit release {self.release}) {self.act}"
        return f"release {self.release} {self.act}"


def publish(
    path: Database,
    content: Content,
    *,
    name: str,
    note: str,
    by: Person,
    files: Sequence[HandedIn],
    expected: int,
    state: str = IN_USE,
) -> int:
    """Add a release in one transaction; returns its number. `content` was made from release `expected`. The same act
    done twice adds one release: the second returns the number of the first.

    Raises ReleaseMoved when another release is in use by now, NotAllowed without name, note or publisher, Forbidden,
    StoreError.
    """
    require(path, by, PUBLISH)
    texts = _text("een naam", name), _text("een toelichting", note), _text("wie publiceert", by.name)

    def action(connection: Connection) -> int:
        used = current_number(connection)
        before = _published_before(connection, content.hash, texts, state, expected)
        if before is not None:
            return before
        if used != expected:
            raise _other_release(used, expected, "de controle", "Bekijk de wijzigingen opnieuw en publiceer dan.")
        number = insert(connection, content, *texts, state)
        for file in dict.fromkeys(files):
            values = {"file_name": file.name, "sha256": file.sha256, "bytes": file.size, "rows": file.rows}
            connection.execute(query("insert_file"), {"release": number, **values})
        return number

    return write(path, action)


def take_in_use(path: Database, number: int, *, note: str, by: Person, expected: int | None = None) -> None:
    """Make a release the current one: an earlier one, a concept or a withdrawn one. `expected` is the release that was
    in use on the screen of who asks; None for who looked at none.

    Raises UnknownRelease, ReleaseChanged, NotAllowed when it is current already or note or name is empty, ReleaseMoved when
    another than `expected` is in use, Forbidden, StoreError.
    """
    require(path, by, TAKE_IN_USE)
    reason, actor = _text("een toelichting", note), _text("wie dit doet", by.name)

    def action(connection: Connection) -> None:
        _refuse_unknown(connection, number)
        # Nobody takes in use what can no longer be shown.
        sound(path, connection, number)
        if current_number(connection) == number:
            raise NotAllowed(f"Release {number} is al in gebruik. Er is niets veranderd.")
        _refuse_older(current_number(connection), expected)
        add_event(connection, IN_USE, actor, reason, release=number)

    write(path, action)


def withdraw(path: Database, number: int, *, note: str, by: Person, expected: int | None = None) -> None:
    """Withdraw a release that is not in use. `expected` is the release that was in use on the screen of who asks; None
    for who looked at none.

    Raises UnknownRelease, NotAllowed when it is current or withdrawn or note or name is empty, ReleaseMoved when another
    than `expected` is in use, Forbidden, StoreError.
    """
    require(path, by, WITHDRAW)
    reason, actor = _text("een toelichting", note), _text("wie dit doet", by.name)

    def action(connection: Connection) -> None:
        if _refuse_unknown(connection, number) == WITHDRAWN:
            raise NotAllowed(f"Release {number} is al ingetrokken. Er is niets veranderd.")
        if current_number(connection) == number:
            raise NotAllowed(
                f"Release {number} is in gebruik en kan niet worden ingetrokken. Neem eerst een andere release in gebruik."
            )
        _refuse_older(current_number(connection), expected)
        add_event(connection, WITHDRAWN, actor, reason, release=number)

    write(path, action)


def history(path: Database) -> list[Event]:
    """Everything that happened to releases, verkenningen and the database, and every state that was frozen, the oldest
    first: in the order in which it was written, whatever the clock said.

    Raises StoreError.
    """

    def action(connection: Connection) -> list[Event]:
        files: dict[int, list[HandedIn]] = defaultdict(list)
        for release, *file in rows_of(connection, "release_files"):
            files[release].append(HandedIn(*file))
        return [_event(row, files) for row in connection.execute(query("history")).fetchall()]

    return read(path, action)


def clock_set_back(events: Iterable[Event]) -> bool:
    """Whether somewhere in the record, the oldest first, a later event bears an earlier time."""
    return any(later.happened_at < earlier.happened_at for earlier, later in pairwise(events))


def seen_events(events: Sequence[Event], infos: Sequence[ReleaseInfo], by: Person) -> list[Event]:
    """What of the record someone may see: of concepts no more than of the releases themselves, and what happened to the
    database only who keeps it."""
    numbers = {info.number for info in visible(infos, by)}
    sees_all = SEE_RECORD.open_to(by)
    return [event for event in events if (sees_all if event.release is None else event.release in numbers)]


def _event(row: tuple[Any, ...], files: Mapping[int, Sequence[HandedIn]]) -> Event:
    release, name, verkenning, state, act, happened_at, actor, role, note, first = row
    if role is not None:
        return Event(happened_at, actor, None, note, act, f"rol: {role}", ())
    if verkenning is not None or state is not None:
        return Event(happened_at, actor, release, name, act, note, (), verkenning, state)
    words = (FIRST_ACTS if first else LATER_ACTS)[act]
    return Event(happened_at, actor, release, name, words, note, tuple(files.get(release, ())) if first else ())


def _text(what: str, text: str) -> str:
    """The text on one line, without characters that nobody sees. Raises NotAllowed when nothing is left."""
    clean = " ".join(INVISIBLE.sub(" ", text).split())
    if not clean:
        raise NotAllowed(f"Geef {what} op. Er is niets veranderd.")
    return clean


def _other_release(used: int | None, expected: int, basis: str, advice: str) -> ReleaseMoved:
    now = "is er geen release in gebruik" if used is None else f"is release {used} in gebruik gekomen"
    return ReleaseMoved(f"Intussen {now}; {basis} ging uit van release {expected}. {advice} Er is niets veranderd.")


def _refuse_older(used: int | None, expected: int | None) -> None:
    """Raises ReleaseMoved when the screen of who acts was older than the database."""
    if expected is not None and used != expected:
        raise _other_release(used, expected, "uw scherm", "Kijk naar de lijst zoals zij nu is en kies dan opnieuw.")


def _published_before(
    connection: Connection, hash_: str, texts: tuple[str, str, str], state: str, expected: int
) -> int | None:
    """The newest release when it came from this very act, done a moment ago; None when it did not."""
    newest = connection.execute(query("newest_release")).fetchone()
    if newest is None or tuple(newest[1:]) != (hash_, *texts, state):
        return None
    # Who looks at the newest release and publishes the same again wants another one.
    return None if newest[0] == expected else int(newest[0])


def _refuse_unknown(connection: Connection, number: int) -> str:
    """The state of the release. Raises UnknownRelease."""
    state = connection.execute(query("state_of"), {"release": number}).fetchone()
    if state is None:
        raise UnknownRelease(NO_SUCH_RELEASE.format(number=number))
    return str(state[0])
