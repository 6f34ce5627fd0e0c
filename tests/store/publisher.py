"""A process that publishes or reads releases: python -m tests.store.publisher publish PLACE NAME TIMES | read PLACE UNTIL 0
| fork PLACE - 0.

Every release carries one word in three tables, so that a reader sees when it gets parts of two. `publish` publishes
TIMES variations (endlessly with 0) and prints the number of each; `read` reads until the file UNTIL is there; `fork` makes,
for each name on its stdin, a process that publishes endlessly: it begins at once, since all is imported. All end with the
process that started them.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from lib.store.faults import DatabaseBusy
from lib.store.lake.place import Lake
from lib.store.locations import Database, database_named
from lib.store.publishing import HandedIn, ReleaseMoved, publish
from lib.store.releases import current, load
from lib.tables.content import Content
from tests.people import beheerder

PARENT = os.getppid()
#: What is printed when a publisher begins, with its number, and when one that was forked has ended, with how.
READY, ENDED = "begint", "geëindigd"
MARKED = {"gemeenten": "gemeente", "costs": "toelichting", "population": "toelichting"}


def marked(content: Content, word: str) -> Content:
    """The content with the word in the first row of three tables."""
    tables = dict(content.tables)
    for table, column in MARKED.items():
        first, *rest = tables[table]
        tables[table] = ({**first, column: word}, *rest)
    return replace(content, tables=tables)


def words(content: Content) -> set[str]:
    return {str(content.tables[table][0][column]) for table, column in MARKED.items()}


def file_of(word: str) -> HandedIn:
    return HandedIn(f"{word}.csv", word, len(word), 1)


def publish_one(path: Database, word: str) -> int:
    """Publish, and look again when somebody was first; a shared database that is too busy is asked again."""
    while True:
        used = current(path).number
        content = marked(load(path, used), word)
        try:
            return publish(
                path, content, name=word, note="proef", by=beheerder(word), files=[file_of(word)], expected=used
            )
        except ReleaseMoved:
            continue
        except DatabaseBusy:
            if orphan() or not isinstance(path, Lake):
                raise


def orphan() -> bool:
    return os.getppid() != PARENT


def turns(times: int) -> Iterator[int]:
    """That many turns, endlessly with 0, as long as the process that started this one is there."""
    for turn in range(times) if times else count():
        if orphan():
            return
        yield turn


def publish_many(path: Database, name: str, times: int) -> None:
    print(READY, os.getpid(), flush=True)
    for turn in turns(times):
        print(publish_one(path, f"{name}-{turn}"), flush=True)


def publish_apart(path: Database) -> None:
    """One process after another, each until it has ended."""
    global PARENT
    for name in sys.stdin:
        child = os.fork()
        if child == 0:
            PARENT = os.getppid()
            publish_many(path, name.strip(), 0)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(ENDED, os.waitstatus_to_exitcode(status), flush=True)


def read_on(path: Database, until: Path) -> None:
    """Every release seen is whole; prints how many reads there were."""
    for turn in turns(0):
        info = current(path)
        content = load(path, info.number)
        assert content.hash == info.hash
        if info.number > 1:
            assert words(content) == {info.name}, (info.number, words(content))
        if until.exists():
            print(turn + 1)
            return
        # Without a pause eight readers leave the publishers no processor.
        time.sleep(0.05)


if __name__ == "__main__":
    act, where, who, many = sys.argv[1:]
    place = database_named(where)
    if act == "fork":
        publish_apart(place)
    elif act == "publish":
        publish_many(place, who, int(many))
    else:
        read_on(place, Path(who))
