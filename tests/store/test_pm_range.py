"""Bounds of a PM item come with what they rest on."""

from pathlib import Path

import pytest

from lib.tables.check import check_folder
from lib.tables.rows import Unsound

GROUNDS = 'bereik = "onder- en bovengrens: aanname"\n'


def problems(home: Path, old: str, new: str) -> list[tuple[str, str]]:
    file = home / "scenarios" / "parameters.toml"
    content = file.read_text("utf-8")
    assert content.count(old) == 1
    file.write_text(content.replace(old, new), "utf-8")
    with pytest.raises(Unsound) as caught:
        check_folder(home)
    return [(problem.place, problem.what) for problem in caught.value.problems]


def test_bounds_without_grounds_are_refused(home: Path) -> None:
    assert problems(home, GROUNDS, "") == [("pm “tijdelijke_plekken”, sleutel bereik", "sleutel ontbreekt")]


def test_grounds_without_bounds_are_refused(home: Path) -> None:
    found = problems(home, f"laag = 0\nhoog = 400000\n{GROUNDS}", GROUNDS)
    assert found == [("pm “tijdelijke_plekken”, sleutel bereik", "er zijn geen grenzen om uit te leggen")]
