"""What the tests of pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from lib.web import cache
from tests.pages.apps import At, started_at


@pytest.fixture
def at(database: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Opens pages of the app on a database of one's own. What was computed for another copy is found again as long as neither
    is written to."""
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    monkeypatch.setattr("lib.store.file.database.stamp", _time_of)
    return started_at


@pytest.fixture
def afresh() -> Iterator[None]:
    """Nothing of another test is known, and nothing of this one afterwards."""
    for forget in (cache.clear, st.cache_resource.clear, st.cache_data.clear):
        forget()
    yield
    cache.clear()


def _time_of(path: Path) -> int:
    """The stamp of a file, which a copy that keeps its time has too."""
    journal = Path(f"{path}.wal")
    return hash((path.stat().st_mtime_ns, journal.stat().st_mtime_ns if journal.exists() else 0))
