"""What the tests of the store share. A test that takes a database runs on both kinds: one file, and a shared one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.store.locations import Database

FILE, SHARED = "database_file", "shared"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The shared kind takes longer, so that it is left to the heavy tier."""
    if "database" not in metafunc.fixturenames:
        return
    kinds = [pytest.param(FILE, id="file")]
    if metafunc.definition.get_closest_marker("one_file") is None:
        kinds.append(pytest.param(SHARED, id="shared", marks=pytest.mark.heavy))
    metafunc.parametrize("database_kind", kinds)


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> Database:
    """A database of one's own with the shipped release."""
    found: Database = request.getfixturevalue(database_kind)
    return found


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can see into, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
