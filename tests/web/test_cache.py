"""What is made per view is bounded in bytes, made by one thread at a time, and given back."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, KeysView
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.web import cache
from lib.web.cache import Cache, cached, size_of

MB = 1024**2
#: Seconds to wait for something that takes a moment.
PATIENCE = 20.0


def blank(megabytes: int) -> np.ndarray:
    return np.ones(megabytes * MB, dtype=np.uint8)


def eventually(so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not so() and time.monotonic() < end:
        time.sleep(0.02)
    return so()


@dataclass
class Clock:
    """Time passes when a test says so."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Filling:
    """Grows as it is asked, as the answers of a view do."""

    inside: dict[str, object] = field(default_factory=dict)


class Stopped(BaseException):
    """As Streamlit stops a script: no Exception."""


# -- size ------------------------------------------------------------------------------------------------------


def test_the_size_of_a_value_is_that_of_all_it_holds_each_counted_once() -> None:
    large = blank(4)
    assert 4 * MB <= size_of(large) < 4.1 * MB
    assert 4 * MB <= size_of([large, {"again": large}, Filling({"x": large[10:]})]) < 4.1 * MB
    assert size_of("é" * MB) >= MB and size_of({"text": b"x" * MB}) >= MB
    assert size_of([large], {id(large)}) < MB
    around: list[object] = []
    around.append(around)
    assert size_of(around) < 1_000


def test_of_what_holds_many_a_sample_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"jaar": i, "tekst": f"nummer {i}"} for i in range(100_000)]
    whole = sys.getsizeof(rows) + sum(map(sys.getsizeof, (x for row in rows for x in (row, *row.values()))))
    asked: list[int] = []

    def counted(value: object) -> int:
        asked.append(1)
        return original(value)

    original = sys.getsizeof
    monkeypatch.setattr(cache.sys, "getsizeof", counted)
    assert size_of(rows) == pytest.approx(whole, rel=0.1) and len(asked) < 5_000


def test_the_numbers_of_a_view_are_counted_without_its_release(release: Release) -> None:
    view = default_view(release)
    memory = Cache()
    memory.get("release", 1, lambda: release)
    alone = memory.size
    memory.get("view", 1, lambda: Answers(release, view, compare_view(release, view)))
    assert alone > 100_000 and 10_000 < memory.size - alone < alone


# -- bound -----------------------------------------------------------------------------------------------------


def test_all_together_stay_within_the_bound_and_the_longest_unused_goes_first() -> None:
    memory = Cache(limit=10 * MB)
    for number in range(3):
        memory.get(number, 1, lambda: blank(3))
    memory.get(0, 1, lambda: blank(3))
    memory.get(3, 1, lambda: blank(3))
    assert memory.size <= 10 * MB and len(memory) == 3
    again: list[int] = []
    for number in (0, 2, 3):
        memory.get(number, 1, lambda number=number: again.append(number))
    assert not again
    memory.get(1, 1, lambda: again.append(1))
    assert again == [1]


def test_what_is_larger_than_the_bound_is_kept_alone() -> None:
    memory = Cache(limit=2 * MB)
    memory.get("small", 1, lambda: blank(1))
    memory.get("large", 1, lambda: blank(5))
    assert len(memory) == 1
    memory.get("small", 1, lambda: blank(1))
    assert len(memory) == 1 and memory.size < 2 * MB


def test_what_grew_after_it_was_made_is_measured_again() -> None:
    memory = Cache(limit=6 * MB, sweep=0.05)
    memory.get("other", 1, lambda: blank(2))
    grows = memory.get("grows", 1, Filling)
    grows.inside["x"] = blank(5)
    memory.get("grows", 1, Filling)
    assert eventually(lambda: len(memory) == 1)
    assert 5 * MB <= memory.size < 6 * MB and memory.get("grows", 1, Filling) is grows


class Changing(dict[str, str]):
    """Changes whenever it is looked through."""

    def keys(self) -> KeysView[str]:
        raise RuntimeError("dictionary changed size during iteration")

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())


def test_what_changes_while_it_is_measured_is_kept_and_goes_like_the_rest() -> None:
    with pytest.raises(RuntimeError):
        size_of(Changing())
    clock = Clock()
    memory = Cache(idle=10, sweep=0.02, clock=clock)
    changing = memory.get("x", 1, Changing)
    assert isinstance(changing, Changing)
    for _ in range(3):
        clock.now += 8
        assert memory.get("x", 1, Changing) is changing
        entry = memory._entries["x"]
        assert eventually(lambda entry=entry: entry.measured == clock.now)
    clock.now += 11
    assert eventually(lambda: len(memory) == 0)


# -- one maker -------------------------------------------------------------------------------------------------


def test_one_thread_makes_it_and_the_others_wait_for_that() -> None:
    memory, times, values = Cache(), [], []

    def make() -> object:
        times.append(1)
        time.sleep(0.1)
        return object()

    threads = [threading.Thread(target=lambda: values.append(memory.get("x", 1, make))) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert len(times) == 1 and len(values) == 12 and len({id(value) for value in values}) == 1


def test_another_key_is_made_meanwhile() -> None:
    memory, release_it = Cache(), threading.Event()
    slow = threading.Thread(target=lambda: memory.get("slow", 1, lambda: release_it.wait(PATIENCE)))
    slow.start()
    assert memory.get("quick", 1, lambda: 7) == 7 and slow.is_alive()
    release_it.set()
    slow.join(PATIENCE)


@pytest.mark.parametrize("ends", [ValueError, Stopped])
def test_a_maker_that_fails_or_is_stopped_leaves_nothing_locked(ends: type[BaseException]) -> None:
    memory, begun, go = Cache(), threading.Event(), threading.Event()

    def stop() -> object:
        begun.set()
        go.wait(PATIENCE)
        raise ends

    def first() -> None:
        with pytest.raises(ends):
            memory.get("x", 1, stop)

    values: list[object] = []
    failing = threading.Thread(target=first)
    waiting = threading.Thread(target=lambda: values.append(memory.get("x", 1, lambda: "after")))
    failing.start()
    assert begun.wait(PATIENCE)
    waiting.start()
    go.set()
    waiting.join(PATIENCE)
    failing.join(PATIENCE)
    assert values == ["after"] and memory.get("x", 1, lambda: "again") == "after"


# -- given back ------------------------------------------------------------------------------------------------


def test_what_is_of_an_earlier_state_of_the_database_goes_at_once() -> None:
    memory = Cache()
    memory.renew(1)
    memory.get("before", 1, lambda: "x")
    memory.get("always", None, lambda: "y")
    memory.renew(1)
    assert len(memory) == 2
    memory.renew(2)
    assert len(memory) == 1 and memory.get("always", None, lambda: "other") == "y"


def test_what_nobody_uses_goes_without_a_visitor() -> None:
    clock = Clock()
    memory = Cache(idle=10, sweep=0.02, clock=clock)
    for name in ("idle", "used"):
        memory.get(name, 1, lambda: "y")
    clock.now = 8
    memory.get("used", 1, lambda: "other")
    clock.now = 11
    assert eventually(lambda: len(memory) == 1)
    assert memory.get("used", 1, lambda: "other") == "y"
    clock.now = 22
    assert eventually(lambda: memory._sweeper is None) and len(memory) == 0
    memory.get("later", 1, lambda: "z")
    clock.now = 33
    assert eventually(lambda: len(memory) == 0)


def test_after_clearing_what_was_being_made_is_not_kept() -> None:
    memory, begun, go = Cache(), threading.Event(), threading.Event()
    slow = threading.Thread(target=lambda: memory.get("x", 1, lambda: begun.set() or go.wait(PATIENCE)))
    slow.start()
    assert begun.wait(PATIENCE)
    memory.clear()
    go.set()
    slow.join(PATIENCE)
    assert len(memory) == 0


MEMORY = """
import time
import numpy as np
from pathlib import Path
import lib.web.state
from lib.web.cache import Cache, size_of

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

class View:
    def __init__(self, number):
        self.values = [np.ones(1000) for _ in range(300)]
        self.rows = [{"jaar": i, "tekst": f"{number} {i}" * 4} for i in range(2000)]
        self.itself = self

memory = Cache(limit=2 << 30, sweep=0.2)
memory.get("first", 1, lambda: View(0)); memory.clear()
time.sleep(0.5)
before = resident()
for number in range(160):
    memory.get(number, 1, lambda: View(number))
full, size = resident(), memory.size
memory.idle = 0.5
end = time.monotonic() + 30
while (len(memory) or resident() > 1.2 * before) and time.monotonic() < end:
    time.sleep(0.2)
print(before, full, size, resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc en glibc")
def test_the_memory_goes_back_to_the_system() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    before, full, size, after = map(int, done.stdout.split())
    assert full - before > 250 * MB and 0.7 < size / (full - before) < 1.3
    assert after <= 1.2 * before and after - before < 0.1 * (full - before)


# -- decorator -------------------------------------------------------------------------------------------------


def test_arguments_decide_by_value_also_those_that_cannot_be_hashed() -> None:
    times: list[object] = []

    @cached
    def words(names: list[str], stamp: int) -> str:
        times.append(names)
        return ", ".join(names)

    cache.clear()
    assert words(["a", "b"], 1) == words(["a", "b"], stamp=1) == "a, b" and len(times) == 1
    assert words(["a"], 1) == "a" and words(["a", "b"], 2) == "a, b" and len(times) == 3
    cache.renew(3)
    assert words(["a"], 1) == "a" and len(times) == 4
    cache.clear()


def test_a_page_that_is_run_anew_finds_what_it_had_and_not_what_another_page_has() -> None:
    source = "from lib.web.cache import cached\n@cached\ndef made(stamp):\n    return [{!r}]\nfound = made(1)\n"

    def run(page: str) -> object:
        names = {"__name__": "__main__"}
        exec(compile(source.format(page), f"{page}.py", "exec"), names)
        return names["found"]

    cache.clear()
    assert run("kosten") is run("kosten") and run("mensen") == ["mensen"]
    cache.clear()
