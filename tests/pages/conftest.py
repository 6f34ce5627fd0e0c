"""What the tests of pages share."""

from pathlib import Path

import pytest

from tests.pages.apps import At, started_at


@pytest.fixture
def at(database: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Opens pages of the app on a database of one's own."""
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    return started_at
