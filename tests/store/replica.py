"""What one machine does with a shared database: python -m tests.store.replica NAME STOP, with ROUTEWIJZER_DATABASE set.

Until the file STOP is there it publishes, reads, freezes and takes earlier releases in use, in an order of its own. Each
act prints a line before it begins and one with what it came to, so that a test knows what a person would have been told.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lib.store import locations
from lib.store.backup.holdings import changed_since
from lib.store.faults import DatabaseBusy, DatabaseUncertain, DatabaseUnreachable
from lib.store.locations import Database
from lib.store.publishing import NotAllowed, ReleaseMoved, publish, take_in_use
from lib.store.releases import current, ensure, load, releases
from lib.store.saved_views import Program, freeze
from tests.people import beheerder
from tests.store.publisher import file_of, marked, words

BEGUN, DONE, NOTHING, UNCERTAIN = "begonnen", "gelukt", "niets veranderd", "onzeker"
#: What a machine may be told when nothing of it happened; what else goes wrong ends the process.
REFUSALS = (DatabaseBusy, DatabaseUnreachable, ReleaseMoved, NotAllowed)
PAUSE_SECONDS = 0.05


def publish_word(word: str, path: Database | None = None) -> int:
    path = path or locations.database()
    used = current(path)
    content = load(path, used.number)
    assert content.hash == used.hash
    handed_in = [file_of(word)]
    return publish(
        path,
        marked(content, word),
        name=word,
        note="proef",
        by=beheerder(word),
        files=handed_in,
        expected=used.number,
    )


def freeze_word(word: str) -> int:
    path = locations.database()
    return freeze(
        path,
        {"woord": word.encode() * 1000},
        name=word,
        note="",
        by=beheerder(word),
        release=current(path),
        view="{}",
        program=Program("0", "0"),
    )


def take_earlier_in_use(word: str) -> int:
    path = locations.database()
    number = random.choice(releases(path)).number
    take_in_use(path, number, note=word, by=beheerder(word))
    return number


def read_whole(_: str = "", path: Database | None = None) -> int:
    """The release in use has parts of no other, and nothing that was kept has changed."""
    path = path or locations.database()
    info = current(path)
    content = load(path, info.number)
    assert content.hash == info.hash
    if info.number > 1:
        assert words(content) == {info.name}, (info.number, words(content))
    if random.random() < 0.1:
        assert changed_since(path) == []
    return info.number


ACTS: dict[str, Callable[[str], int]] = {
    "publiceren": publish_word,
    "bevriezen": freeze_word,
    "terug": take_earlier_in_use,
    "lezen": read_whole,
}


def say(*told: object) -> None:
    print(json.dumps(told), flush=True)


def one_act(kind: str, word: str) -> None:
    """Do it, and print what came of it: the kind, the word, the outcome and the number."""
    say(kind, word, BEGUN, None)
    try:
        say(kind, word, DONE, ACTS[kind](word))
    except REFUSALS:
        say(kind, word, NOTHING, None)
    except DatabaseUncertain:
        say(kind, word, UNCERTAIN, None)


if __name__ == "__main__":
    name, stop = sys.argv[1], Path(sys.argv[2])
    ensure(locations.database())
    turn = 0
    while not stop.exists():
        turn += 1
        one_act(random.choice(list(ACTS)), f"{name}-{turn}")
        time.sleep(random.uniform(0, PAUSE_SECONDS))
