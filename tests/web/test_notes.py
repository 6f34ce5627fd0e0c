"""What a number explains stands on the server, and leaves it when a reader asks."""

import hashlib
import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.render.html import Html, explained
from lib.web.notes import BESIDE, NOTE, NOTES_PATH, Notes
from lib.web.server.door import Guests

LINES = ["Tekort, Almelo, 2021", "€ 1 < € 2 & “meer”", "Release 1."]


@pytest.fixture
def served() -> tuple[Notes, TestClient]:
    notes = Notes()
    return notes, TestClient(Starlette(routes=notes.routes()))


def key_of(html: str) -> str:
    return html.partition('data-uitleg="')[2].partition('"')[0]


def test_a_page_holds_a_key_and_the_server_the_words(served: tuple[Notes, TestClient]) -> None:
    notes, client = served
    whole = Html("<p>Tekort: {} en {}</p>").format(explained("1,0", LINES), explained("2,0", ["Iets anders"]))
    folded = notes.fold(whole)
    assert "Release 1." not in folded and "Iets anders" not in folded and folded.count("data-uitleg=") == 2
    answer = client.get(f"{NOTES_PATH}{key_of(folded)}")
    assert answer.text == "\n".join(LINES) and answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"].startswith("private")
    # What is not an explanation stays as it is.
    keys = re.compile(r' data-uitleg="[\w-]{12}"')
    assert keys.sub("", folded) == NOTE.sub('<span class="rw-note"></span></details>', whole)
    assert unescape(NOTE.search(whole)[1]) == answer.text  # type: ignore[index]


def test_the_same_words_have_the_same_key_so_that_a_page_does_not_change(served: tuple[Notes, TestClient]) -> None:
    notes, _ = served
    assert notes.fold(explained("1", LINES)) == notes.fold(explained("1", LINES)) != notes.fold(explained("1", ["x"]))


def test_without_a_server_the_words_stand_in_the_page() -> None:
    whole = explained("1,0", LINES)
    assert Notes().fold(whole) == whole


def test_a_key_is_not_to_be_guessed_from_the_words() -> None:
    first, second = Notes(), Notes()
    assert first.put("tekst") != second.put("tekst")
    assert first.put("tekst") not in hashlib.sha256(b"tekst").hexdigest()


def test_what_is_gone_or_never_was_is_no_page(served: tuple[Notes, TestClient]) -> None:
    _, client = served
    for key in ("0" * 32, "../secrets.toml", "%2e%2e", "é"):
        answer = client.get(f"{NOTES_PATH}{key}")
        assert answer.status_code in (404, 410) and "Release" not in answer.text


def test_the_longest_ago_goes_first_and_the_bound_holds() -> None:
    notes = Notes(limit=5 * (20 + BESIDE))
    keys = [notes.put(f"{i:020}") for i in range(5)]
    assert notes.put(f"{0:020}") == keys[0], "drawn again"
    newest = notes.put("nieuw" * 4)
    assert notes.get(keys[1]) is None and notes.get(keys[0]) is not None and notes.get(newest) is not None
    notes.put("x" * 2000)
    assert notes.get(newest) is None


def test_who_has_not_signed_in_reads_no_explanation(served: tuple[Notes, TestClient]) -> None:
    notes, _ = served
    inner = Starlette(routes=notes.routes())
    address = f"{NOTES_PATH}{notes.put('geheim')}"
    for guest in (True, False):
        answer = TestClient(Guests(inner, is_guest=lambda _, guest=guest: guest)).get(address)
        assert ("geheim" in answer.text) is not guest and (answer.status_code == 403) is guest
