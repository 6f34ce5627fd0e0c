"""Whatever bytes stand in the files, the check passes or says what is wrong; it never falls over."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.model.parameters import defaults
from lib.model.projection import project
from lib.tables.check import check_folder, model_of
from lib.tables.content import SHIPPED
from lib.tables.figures import figures_of, settings_of
from lib.tables.rows import INVISIBLE, Unsound

FILES = tuple(
    str(path.relative_to(SHIPPED)) for path in sorted((*SHIPPED.glob("data/*.csv"), *SHIPPED.glob("scenarios/*.toml")))
)
ODD = (
    *('"', "'", "\n", "\r", ",", "\t", "\0", "\x1b", "=", "[", "]", "[[", "{", "}", "#", "\\", "\\u0000", '"""', " "),
    *("PM", "-", "-1", "0", "1e400", "nan", "inf", "9" * 40, "0x" + "f" * 40, "1/0", "1e-99999", "true", "²", "٣"),
    *(
        "2020",
        "2020-02-30",
        "2020-03-26T10:00:00",
        "alle",
        "verdeling",
        "kader",
        "begeleiding",
        "é",
        "\ufeff",
        "\uffff",
    ),
)
PIECES = st.sampled_from([text.encode() for text in ODD]) | st.binary(max_size=6)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file and its text after a few insertions, deletions and replacements of bytes, lines or words."""
    file = draw(st.sampled_from(FILES))
    text = (SHIPPED / file).read_bytes()
    for _ in range(draw(st.integers(1, 3))):
        separator = draw(st.sampled_from([b"\n", b",", b" ", b"="]))
        words = text.split(separator)
        at = draw(st.integers(0, len(words) - 1))
        change = draw(st.sampled_from(("delete", "double", "replace", "insert")))
        if change == "delete":
            del words[at]
        elif change == "double":
            words.insert(at, words[at])
        elif change == "replace":
            words[at] = draw(PIECES)
        else:
            inside = draw(st.integers(0, len(words[at])))
            words[at] = words[at][:inside] + draw(PIECES) + words[at][inside:]
        text = separator.join(words)
    return file, text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mutated")
    for file in FILES:
        (place / file).parent.mkdir(exist_ok=True)
        shutil.copy(SHIPPED / file, place / file)
    return place


def check_mutated(folder: Path, file: str, text: bytes) -> None:
    """Sound content runs to finite euros; unsound content is told in whole lines."""
    (folder / file).write_bytes(text)
    try:
        content = check_folder(folder)
    except Unsound as error:
        assert error.problems
        assert not any(INVISIBLE.search(str(problem)) for problem in error.problems)
        assert all(problem.what and problem.remedy for problem in error.problems)
    else:
        assert len(content.hash) == 64
        registry, scenarios = model_of(content)
        zero = scenarios[settings_of(content)["nulalternatief"]]
        for scenario in scenarios.values():
            run = project(figures_of(content), scenario, defaults(registry.parameters), zero)
            assert scenario.only_pm or np.isfinite(run.saldo).all()
    finally:
        shutil.copy(SHIPPED / file, folder / file)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(change=mutated())
def test_the_check_survives_any_bytes(folder: Path, change: tuple[str, bytes]) -> None:
    check_mutated(folder, *change)


@pytest.mark.heavy
@settings(max_examples=2000, derandomize=False, suppress_health_check=[HealthCheck.too_slow])
@given(change=mutated())
def test_the_check_survives_any_bytes_for_long(folder: Path, change: tuple[str, bytes]) -> None:
    check_mutated(folder, *change)
