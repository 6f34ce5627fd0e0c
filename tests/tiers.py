"""Which cases of a test run with every change, and which with the heavy tier: one test, one assertion, two moments."""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

import pytest
from _pytest.mark import ParameterSet


def first(cases: Iterable[Any], count: int = 1) -> list[Any]:
    """The first few as they are; the others in the heavy tier."""
    rest = iter(cases)
    return [*islice(rest, count), *map(_heavy, rest)]


def these(cases: Iterable[Any], normal: Collection[Any]) -> list[Any]:
    """The named ones as they are; the others in the heavy tier. Raises ValueError for a name that is no case."""
    every = list(cases)
    if absent := set(normal) - set(every):
        raise ValueError(f"No case: {absent}")
    return [case if case in normal else _heavy(case) for case in every]


def _heavy(case: Any) -> Any:
    if isinstance(case, ParameterSet):
        return pytest.param(*case.values, marks=[*case.marks, pytest.mark.heavy], id=case.id)
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.heavy)
