"""What was decided about a PM-post: by which body and on which day, noted by somebody who may. Only added: a decision is
corrected by a later one, and both stay to be seen. It belongs to the id of the post: no release and no number hangs on it."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

from lib.store.access import DECIDE, Person, note_event, require
from lib.store.database import read, write
from lib.store.faults import Connection, query, rows_of
from lib.store.locations import Database
from lib.store.publishing import NotAllowed, clean_text
from lib.text import date_words, local

#: The most characters of the decision, and of who took it.
LONGEST, LONGEST_BODY = 300, 80
NOTHING = "Er is niets vastgelegd."
#: What the record calls it.
DECIDED = "besluit"


@dataclass(frozen=True)
class PmDecision:
    """A decision about the PM-post with this id: `words` say what `body` decided on that day; `author` noted it at that
    moment (UTC). `corrects` is the number of the one that it stands in the place of."""

    item: str
    words: str
    body: str
    decided_on: date
    corrects: int | None = None
    number: int = 0
    author: str = ""
    noted_at: datetime = datetime.min

    @property
    def text(self) -> str:
        """On one line: what, by whom, when."""
        return f"{self.words} ({self.body}, {date_words(self.decided_on)})"


def decide(path: Database, decision: PmDecision, *, by: Person) -> int:
    """Note a decision in one transaction; returns its number. The same person noting the same twice notes one. Whether a
    release has the post is asked in lib.subjects.risk.

    Raises NotAllowed for its texts, a day that is still to come, or a decision that cannot be corrected; Forbidden;
    StoreError.
    """
    require(path, by, DECIDE)
    clean = replace(
        decision,
        item=clean_text("PM-post", decision.item, LONGEST_BODY, NOTHING),
        words=clean_text("Besluit", decision.words, LONGEST, NOTHING),
        body=clean_text("Wie besloot", decision.body, LONGEST_BODY, NOTHING),
        author=clean_text("Wie legt dit vast", by.name, LONGEST_BODY, NOTHING),
    )
    now = datetime.now(UTC).replace(tzinfo=None)
    if clean.decided_on > local(now).date():
        raise NotAllowed(f"Wanneer besloten: {date_words(clean.decided_on)} is nog niet geweest. {NOTHING}")

    def action(connection: Connection) -> int:
        stored = _decisions(connection)
        before = next((other.number for other in stored if _without_moment(other) == _without_moment(clean)), None)
        if before is not None:
            return before
        _refuse_correction(clean, stored)
        new = replace(clean, number=_next(connection), noted_at=now)
        connection.execute(query("insert_pm_decision"), asdict(new))
        note_event(connection, by, DECIDED, f"PM-post {new.item}, besluit {new.number}: {new.text}")
        return new.number

    return write(path, action)


def _without_moment(decision: PmDecision) -> PmDecision:
    return replace(decision, number=0, noted_at=datetime.min)


def _next(connection: Connection) -> int:
    (number,) = connection.execute(query("next_pm_decision")).fetchone() or (1,)
    return int(number)


def _refuse_correction(decision: PmDecision, stored: list[PmDecision]) -> None:
    """Raises NotAllowed when what is to be corrected is not there, is about another post, or was corrected already."""
    if decision.corrects is None:
        return
    first = next((other for other in stored if other.number == decision.corrects), None)
    later = next((other for other in stored if other.corrects == decision.corrects), None)
    if first is None:
        raise NotAllowed(f"Besluit {decision.corrects} bestaat niet. {NOTHING}")
    if first.item != decision.item:
        raise NotAllowed(f"Besluit {first.number} gaat over een andere PM-post: {first.item}. {NOTHING}")
    if later is not None:
        raise NotAllowed(f"Besluit {first.number} is al verbeterd, door besluit {later.number}. {NOTHING}")


def pm_decisions(path: Database) -> tuple[PmDecision, ...]:
    """Every decision, the first one noted first, those that were corrected among them. Raises StoreError."""
    return tuple(read(path, _decisions))


def _decisions(connection: Connection) -> list[PmDecision]:
    """None in a database of an earlier layout that takes no writing."""
    return [
        PmDecision(item, words, body, day, corrects, number, author, moment)
        for number, item, words, body, day, author, moment, corrects in rows_of(connection, "pm_decisions")
    ]
