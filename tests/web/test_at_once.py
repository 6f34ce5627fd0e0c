"""Documents are made a few at a time; who waits too long is told, and nobody else's place is lost."""

import threading

import pytest

from lib.web import documents
from lib.web.documents import SETTING, USUAL, Crowded, in_turn, place
from lib.web.server.limits import whole_setting


@pytest.fixture(autouse=True)
def two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_places", threading.BoundedSemaphore(2))


def test_a_third_waits_until_a_place_comes_free() -> None:
    begin, done = threading.Event(), threading.Event()

    def third() -> None:
        begin.set()
        with place():
            done.set()

    with place():
        with place():
            waiting = threading.Thread(target=third)
            waiting.start()
            begin.wait()
            assert not done.wait(0.05)
        assert done.wait(5)
        waiting.join()


def test_who_waits_too_long_is_told_in_dutch() -> None:
    with place(), place():
        with pytest.raises(Crowded) as told, place(0.01):
            pytest.fail("there was no place")
        assert "veel documenten" in told.value.melding and "probeer het opnieuw" in told.value.melding
    with place(0), place(0):
        pass


def test_a_maker_that_fails_leaves_its_place() -> None:
    def fails(text: str) -> bytes:
        raise ValueError(text)

    for _ in range(3):
        with pytest.raises(ValueError, match="x"):
            in_turn(fails)("x")
    assert in_turn(lambda: b"goed")() == b"goed"


@pytest.mark.parametrize(("given", "found"), [("", USUAL), ("5", 5), ("0", USUAL), ("-2", USUAL), ("veel", USUAL)])
def test_how_many_is_a_setting(given: str, found: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, given)
    assert whole_setting(SETTING, USUAL) == found
