"""Every regular expression of the product takes time in proportion to its text, whatever stands in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text import parsing
from lib.upload.meaning import context
from tests.patterns import SOURCES, Place, growth, places

#: Linear is four times; quadratic is sixteen. What takes less than this many seconds is too short to tell.
MOST, TOO_SHORT = 8.0, 0.004
#: The patterns as they were, that took quadratic time: what fits is the same.
MAIL = re.compile(r"[^\s@;,<>()]+@[^\s@;,<>()]+\.[a-z]{2,}", re.IGNORECASE)
NUMBER = re.compile(r"[^a-z@]*(?:eur(?:o)?|pm|p\.m\.?)?[^a-z@]*", re.IGNORECASE)
SHAPE = re.compile(
    parsing._SHAPE.pattern.replace("[ ]*+", "[ ]*").replace(
        "[0-9.,]++(?:[ ]++[0-9.,]++)*+", "[0-9.,](?:[0-9., ]*[0-9.,])?"
    ),
    parsing._SHAPE.flags,
)


@pytest.mark.parametrize("place", places(), ids=lambda place: f"{place.where} {place.method}")
def test_time_grows_with_the_text(place: Place) -> None:
    for _again in range(3):
        first, second = growth(place)
        if second < TOO_SHORT or second <= MOST * first:
            return
    raise AssertionError(f"{first * 1e3:.1f} → {second * 1e3:.1f} ms with four times the characters")


@pytest.mark.parametrize("pattern", [MAIL, NUMBER], ids=["mail", "number"])
def test_what_was_quadratic_is_caught(pattern: re.Pattern[str]) -> None:
    """The texts that are tried find the patterns of before."""
    method = "search" if pattern is MAIL else "fullmatch"
    first, second = growth(Place("before", pattern, method))
    assert second > MOST * first and second > TOO_SHORT


def test_every_use_of_a_pattern_is_among_them() -> None:
    """As many calls of `re` in lib/ as there are places with a line, and no pattern made where none is kept."""
    calls = r"\bre\.(?:search|match|fullmatch|sub|findall|finditer|split)\("
    used = sum(len(re.findall(calls, source.read_text("utf-8"))) for source in SOURCES)
    assert used == sum(":" in place.where for place in places())
    made = {source.name: len(re.findall(r"\bre\.compile\(", source.read_text("utf-8"))) for source in SOURCES}
    assert sum(made.values()) <= len({place.where for place in places() if ":" not in place.where})


@given(st.text(alphabet=" 1€-+(),.%eurpm@aZ\n\u00a0ſK", max_size=14))
def test_what_fits_is_what_fitted(text: str) -> None:
    assert (MAIL.search(text) is None) == (context._MAIL.search(text) is None)
    assert (NUMBER.fullmatch(text) is None) == (context._NUMBER.fullmatch(text) is None)
    then, now = SHAPE.fullmatch(text), parsing._SHAPE.fullmatch(text)
    assert (then and then.groupdict()) == (now and now.groupdict())
