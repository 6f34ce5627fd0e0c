"""What the tests share: a copy of the shipped files, the shipped release, and how hypothesis searches."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from lib.comparison.release import Release, open_release
from lib.store.lake.place import Lake
from lib.store.releases import ensure
from lib.tables.check import check_folder
from lib.tables.content import SHIPPED, Content
from tests.objects import Objects
from tests.postgres import Postgres, program

#: What takes minutes begins first: when it comes last, all but one of the workers wait for it.
LONGEST = (
    "store/test_publishing_at_once.py",
    "browser/test_language.py",
    "browser/test_replicas.py",
    "browser/test_pages.py",
    "upload/test_reading_apart.py",
    "upload/test_fuzz.py",
    "upload/test_forms.py",
    "privacy/test_surfaces.py",
    "render/workbook/test_recalculated.py",
)

settings.register_profile("same_every_time", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same_every_time"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(LONGEST)}
    assert all(path.exists() for path in places), "a file of LONGEST has another name"
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of one's own with the shipped data/ and scenarios/."""
    place = tmp_path / "home"
    for folder, files in (("data", "*.csv"), ("scenarios", "*.toml")):
        (place / folder).mkdir(parents=True)
        for file in (SHIPPED / folder).glob(files):
            shutil.copy(file, place / folder)
    return place


@pytest.fixture(scope="session")
def shipped() -> Content:
    """The checked content of the shipped data/ and scenarios/."""
    return check_folder(SHIPPED)


@pytest.fixture(scope="session")
def first_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped release; only to read."""
    path = tmp_path_factory.mktemp("database") / "routewijzer.duckdb"
    ensure(path, SHIPPED)
    return path


@pytest.fixture
def database_file(first_database: Path, tmp_path: Path) -> Path:
    """A database of one's own with the shipped release: one file, as old as the first."""
    return Path(shutil.copy2(first_database, tmp_path / "routewijzer.duckdb"))


@pytest.fixture
def database(database_file: Path) -> Path:
    """The same; tests/store has it in both kinds."""
    return database_file


@pytest.fixture(scope="session")
def release(first_database: Path) -> Release:
    """The shipped release as a reader sees it."""
    return open_release(first_database)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of these tests' own."""
    if any(program(name) is None for name in ("initdb", "pg_ctl", "psql")):
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL ontbreekt")
        pytest.skip("PostgreSQL ontbreekt")
    server = Postgres()
    yield server
    server.end()


@pytest.fixture(scope="session")
def first_lake(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A shared database with the shipped release; only to copy."""
    lake = postgres.lake(tmp_path_factory.mktemp("meer") / "bestanden")
    ensure(lake, SHIPPED)
    return lake


@pytest.fixture
def shared(postgres: Postgres, first_lake: Lake, tmp_path: Path) -> Iterator[Lake]:
    """A shared database of one's own with the shipped release."""
    lake = postgres.copy(first_lake, tmp_path / "data" / "bestanden")
    yield lake
    postgres.drop(lake)


@pytest.fixture(scope="session")
def objects() -> Iterator[Objects]:
    """Object storage of these tests' own."""
    server = Objects()
    yield server
    server.end()
