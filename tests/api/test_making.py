"""A line that can be full, and values that are made once."""

import threading

import pytest

from lib.api.making import Kept, Line
from lib.api.refusals import Refused


def test_a_line_lets_in_no_more_than_it_holds() -> None:
    line, inside, go = Line(at_once=2, waiting=1, patience=30), threading.Semaphore(0), threading.Event()
    seen: list[int] = []
    present = 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal present
        with line.turn():
            with lock:
                present += 1
                seen.append(present)
            inside.release()
            go.wait(30)
            with lock:
                present -= 1

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        assert inside.acquire(timeout=30)
    while line._present < 3:
        pass
    with pytest.raises(Refused) as caught, line.turn():
        pass
    assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "30"})
    go.set()
    for thread in threads:
        thread.join()
    assert len(seen) == 3 and max(seen) == 2
    with line.turn():
        pass


def test_who_waits_too_long_is_sent_away_and_leaves_room() -> None:
    line = Line(at_once=1, waiting=5, patience=0.01)
    with line.turn():
        for _ in range(10):
            with pytest.raises(Refused), line.turn():
                pass
    with line.turn():
        pass


def test_a_failure_inside_leaves_room() -> None:
    line = Line(at_once=1, waiting=0, patience=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), line.turn():
            raise ZeroDivisionError
    with line.turn():
        pass


def test_the_last_values_are_kept() -> None:
    made: list[int] = []
    kept: Kept[int, int] = Kept(2)

    def get(key: int) -> int:
        return kept.get(key, lambda: made.append(key) or -key)  # type: ignore[func-returns-value]

    assert [get(key) for key in (1, 2, 1, 3, 1, 2)] == [-1, -2, -1, -3, -1, -2]
    assert made == [1, 2, 3, 2], "1 was used again and stays; 2 was the oldest when 3 came"


def test_a_failure_is_told_and_not_kept() -> None:
    kept: Kept[str, int] = Kept(2)

    def fail() -> int:
        raise LookupError("nu niet")

    for _ in range(2):
        with pytest.raises(LookupError, match="nu niet"):
            kept.get("x", fail)
    assert kept.get("x", lambda: 5) == 5
