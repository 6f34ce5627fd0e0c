"""Values that are made once."""

import pytest

from lib.api.making import Kept


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
