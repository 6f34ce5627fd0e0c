"""Several machines with one shared database between them, each behind a network of its own, and whether they agree."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from lib.store.backup.holdings import changed_since
from lib.store.database import read
from lib.store.lake.place import SCHEME, Lake
from lib.store.locations import DATABASE, FILES
from lib.store.publishing import FROZEN, LATER_ACTS, PUBLISHED, history
from lib.store.releases import IN_USE, current, load, releases
from lib.store.saved_views import states
from lib.tables.content import SHIPPED
from tests.browser.conftest import ROOT, server_of
from tests.browser.looking import PATIENCE_SECONDS, until
from tests.network import Network
from tests.store.publisher import file_of, words
from tests.store.replica import BEGUN, DONE, UNCERTAIN


@dataclass
class Replica:
    """One machine: its network to PostgreSQL, and the app that runs on it."""

    name: str
    lake: Lake
    network: Network
    address: str = ""
    pid: int = 0
    app: AbstractContextManager[tuple[str, int]] | None = field(default=None, repr=False)

    @property
    def settings(self) -> dict[str, str]:
        return {DATABASE: SCHEME + self.lake.catalogue, FILES: str(self.lake.files)}

    def start(self) -> None:
        self.app = server_of(ROOT, self.settings)
        self.address, self.pid = self.app.__enter__()

    def stop(self) -> None:
        if self.app is not None:
            app, self.app = self.app, None
            app.__exit__(None, None, None)

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """Status and content of what the app answers below /api/v1/."""
        try:
            with urllib.request.urlopen(f"{self.address}/api/v1/{path}", timeout=PATIENCE_SECONDS) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def at_once(replicas: Sequence[Replica], act: Callable[[Replica], Any]) -> list[Any]:
    """Do the same on all machines at the same moment."""
    with ThreadPoolExecutor(len(replicas)) as pool:
        return list(pool.map(act, replicas))


class Told(NamedTuple):
    """What a person was told of one act; `outcome` is that it began when nothing was told since."""

    kind: str
    word: str
    outcome: str
    number: int | None


class Work:
    """What tests.store.replica does beside the app of one machine."""

    def __init__(self, replica: Replica, name: str, folder: Path) -> None:
        self.printed, self.failed = folder / f"{name}.uit", folder / f"{name}.fout"
        self.stop = folder / "stop"
        command = [sys.executable, "-m", "tests.store.replica", name, str(self.stop)]
        with self.printed.open("w") as out, self.failed.open("w") as wrong:
            self.process = subprocess.Popen(
                command, cwd=SHIPPED, env={**os.environ, **replica.settings}, stdout=out, stderr=wrong
            )

    def told(self) -> list[Told]:
        """One of each act, in order. A line that is not whole yet is not told yet."""
        lines = self.printed.read_text().splitlines(keepends=True)
        last = {told.word: told for told in (Told(*json.loads(line)) for line in lines if line.endswith("\n"))}
        return list(last.values())

    def done(self) -> int:
        return sum(told.outcome == DONE for told in self.told())

    def wait(self, many: int) -> None:
        """Until it did so many things more than now."""
        before = self.done()
        until(lambda: self.process.poll() is not None or self.done() >= before + many)
        self.check()

    def check(self) -> None:
        assert self.process.poll() in (None, 0, -signal.SIGKILL), self.failed.read_text()

    def end(self) -> list[Told]:
        self.stop.touch()
        self.process.wait(PATIENCE_SECONDS)
        self.check()
        return self.told()


@contextmanager
def at_work(replicas: Sequence[Replica], round_: str, folder: Path) -> Iterator[list[Work]]:
    """Everybody publishes, reads, freezes and goes back; `round_` makes their words others than those of before."""
    running = [Work(replica, f"{round_}{replica.name}", folder) for replica in replicas]
    try:
        yield running
    finally:
        for work in running:
            work.process.kill()
            work.process.wait()


def check_told(lake: Lake, told: Iterable[Told]) -> None:
    """What was told to have succeeded is there, what was told to have changed nothing is not, and nothing else is."""
    told = list(told)
    published = {info.name: info.number for info in releases(lake) if info.number > 1}
    frozen = {info.name: info.number for info in states(lake)}
    taken = {event.note: event.release for event in history(lake) if event.act == LATER_ACTS[IN_USE]}
    for kind, found in (("publiceren", published), ("bevriezen", frozen), ("terug", taken)):
        of_kind = [one for one in told if one.kind == kind]
        for one in of_kind:
            if one.outcome == DONE:
                assert found.get(one.word) == one.number, one
            elif one.outcome not in (UNCERTAIN, BEGUN):
                assert one.word not in found, one
        assert found.keys() <= {one.word for one in of_kind}, kind


def check_whole(lake: Lake) -> None:
    """Numbers without gaps or doubles, every release and state whole, and a record that leads to the release in use."""
    infos, events = releases(lake), history(lake)
    assert [info.number for info in infos] == list(range(1, len(infos) + 1))
    assert [info.number for info in states(lake)] == list(range(1, len(states(lake)) + 1))
    assert changed_since(lake) == []
    for info in infos:
        content = load(lake, info.number)
        assert content.hash == info.hash
        if info.number > 1:
            assert words(content) == {info.name}
    first = [event for event in events if event.act == PUBLISHED]
    assert [event.release for event in first] == [info.number for info in infos]
    assert [event.files for event in first[1:]] == [(file_of(info.name),) for info in infos[1:]]
    assert [event.state for event in events if event.act == FROZEN] == [info.number for info in states(lake)]
    numbers = read(lake, lambda connection: connection.execute("SELECT event FROM events ORDER BY event").fetchall())
    assert numbers == [(number,) for number in range(1, len(events) + 1)]
    in_use = [event.release for event in events if event.act in (PUBLISHED, LATER_ACTS[IN_USE])]
    assert in_use[-1] == current(lake).number


def check_agreed(replicas: Sequence[Replica], lake: Lake) -> None:
    """Every app says the same, and what the database says."""
    assert [replica.get("ready")[0] for replica in replicas] == [200] * len(replicas)
    lists = [replica.get("releases")[1]["rijen"] for replica in replicas]
    assert all(each == lists[0] for each in lists)
    told = [(row["nummer"], row["naam"], row["hash"], row["in_gebruik"]) for row in lists[0]]
    assert told == [(info.number, info.name, info.hash, info.current) for info in reversed(releases(lake))]
    frozen = [replica.get("states")[1]["rijen"] for replica in replicas]
    assert all(each == frozen[0] for each in frozen) and len(frozen[0]) == len(states(lake))
