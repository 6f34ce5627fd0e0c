"""Bad files: each is refused with every error at its place, in Dutch, and nothing changes."""

import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.store.releases import current, releases
from lib.tables.content import Content
from lib.tables.rows import Unsound
from lib.upload.meaning.context import MOST
from tests.tiers import first
from tests.upload.bad_files import BAD, COSTS, PERSONAL, ROW, Bad, hand_in, text

ENGLISH = re.compile(
    r"\b(error|invalid|file|not|found|the|value|missing|traceback|exception|\w+Error)\b", re.IGNORECASE
)


def check(bad: Bad, lines: Sequence[str]) -> None:
    """Every error of `says` has a line of its own, and there are no others."""
    left = list(lines)
    for parts in bad.says:
        said = next((line for line in left if all(part in line for part in parts)), None)
        assert said is not None, (parts, lines)
        left.remove(said)
    assert bad.more or not left
    for line in lines:
        assert not ENGLISH.search(line), line
        assert not any(value in line for value in bad.never)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.id)
def test_each_error_is_told_at_its_place(shipped: Content, bad: Bad) -> None:
    with pytest.raises(Unsound) as refused:
        hand_in(shipped, bad.files)
    check(bad, [str(problem) for problem in refused.value.problems])


@pytest.fixture(scope="module")
def kept(first_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One database for all: none of them may change it."""
    return Path(shutil.copy(first_database, tmp_path_factory.mktemp("kept") / "routewijzer.duckdb"))


@pytest.mark.parametrize("bad", first(BAD, 12), ids=lambda bad: bad.id)
def test_the_command_line_refuses(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: Bad) -> None:
    before = current(kept).hash, len(releases(kept))
    paths = []
    for i, (name, raw) in enumerate(bad.files.items()):
        path = tmp_path / (name if "/" in name else f"{i}/{name}")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
        paths.append(str(path))
    code = main(["publish", *paths, "--note", "proef", "--accept-warnings", "--database", str(kept)])
    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert "Traceback" not in told.err
    check(bad, [line for line in told.err.splitlines() if "gelezen:" in line])
    assert (current(kept).hash, len(releases(kept))) == before


def test_there_are_enough() -> None:
    assert len({bad.id for bad in BAD}) == len(BAD) >= 60


@pytest.mark.parametrize("bad", PERSONAL, ids=lambda bad: bad.id)
def test_of_a_file_about_one_person_nothing_else_is_said(shipped: Content, bad: Bad) -> None:
    files = {**bad.files, "erbij.csv": text(COSTS, ROW.replace("2020", "geen"))}
    with pytest.raises(Unsound) as refused:
        hand_in(shipped, files)
    check(bad, [str(problem) for problem in refused.value.problems])


def test_of_very_many_errors_the_rest_is_counted(shipped: Content) -> None:
    rows = [f"GM0141;2019;beschut;overhead;{i % 900}x{i};begroting;b" for i in range(MOST + 1234)]
    with pytest.raises(Unsound) as refused:
        hand_in(shipped, {"k.csv": text(COSTS, *rows)})
    *kept, last = refused.value.problems
    assert len(kept) == MOST
    assert "en nog 1.234" in str(last)


def test_equal_errors_are_one_with_their_places(shipped: Content) -> None:
    rows = [f"GM0141;2019;beschut;overhead;{i}x;begroting;b" for i in range(3)]
    years = [f"GM0141;{1000 + i};beschut;overhead;1;begroting;b" for i in range(22)]
    with pytest.raises(Unsound) as refused:
        hand_in(shipped, {"k.csv": text(COSTS, *years, *rows)})
    of_years, *others = map(str, refused.value.problems)
    assert "regel 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 en 12 andere, kolom jaar: geen jaar dat hier past" in of_years
    assert "gelezen: “1000, 1001, 1002 …”" in of_years
    assert len(others) == 3


def test_a_cell_of_a_hundred_thousand_characters_stops_nobody(shipped: Content) -> None:
    """It took half a minute, in which no other session moved: a word without end, looked at from each of its letters."""
    raw = (Path(__file__).parent / "cases" / "redos.csv").read_bytes()
    start = time.process_time()
    with pytest.raises(Unsound) as refused:
        hand_in(shipped, {"redos.csv": raw})
    assert time.process_time() - start < 3
    assert len(str(refused.value)) < 2_000
