"""The clock of the machine is set back: what is in use, the order of the record and all that is kept do not depend on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.store import access, saved_views
from lib.store import releases as releasing
from lib.store.access import PROTECTED
from lib.store.backup.backup import RESTORED, back_up, restore
from lib.store.locations import Database
from lib.store.publishing import Event, clock_set_back, history, take_in_use
from lib.store.releases import current, ensure, load, releases
from lib.store.saved_views import keep
from lib.tables.content import Content
from tests.people import protect
from tests.store.filled import BEHEERDER, KIM
from tests.store.test_frozen import put_away
from tests.store.test_publishing import put
from tests.store.test_releases import changed
from tests.store.test_verkenningen import ONE

Clock = Callable[[timedelta], None]
YEAR = timedelta(days=365)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock of the program forward or, below zero, back."""

    def set_(by: timedelta) -> None:
        class Changed(datetime):
            @classmethod
            def now(cls, tz: object = None) -> "Changed":
                there = datetime.now(UTC) + by
                return cls(*there.timetuple()[:6], there.microsecond, tzinfo=UTC)

        for module in (access, saved_views, releasing):
            monkeypatch.setattr(module, "datetime", Changed)

    return set_


def told(events: list[Event]) -> list[tuple[str, int]]:
    return [(event.kind, event.state or event.verkenning or event.release or 0) for event in events]


def test_the_record_is_in_the_order_in_which_it_happened(database: Database, shipped: Content, clock: Clock) -> None:
    """Of every kind some before, and some after the clock went back a year, and then forward two."""
    put_away(database)
    put(database, changed(shipped, "gemeenten", gemeente="B"), 1)
    clock(-YEAR)
    keep(database, replace(ONE, release=2), by=KIM)
    protect(database, "Routewijzer")
    put(database, changed(shipped, "gemeenten", gemeente="C"), 2)
    clock(YEAR)
    put_away(database, name="Later")
    clock(-YEAR)
    take_in_use(database, 1, note="terug", by=BEHEERDER)
    events = history(database)
    assert told(events) == [
        ("release", 1),
        ("stand", 1),
        ("release", 2),
        ("verkenning", 1),
        ("database", 0),
        ("release", 3),
        ("stand", 2),
        ("release", 1),
    ]
    assert clock_set_back(events) and not clock_set_back(events[:3])
    assert events[3].happened_at < events[2].happened_at
    assert [event.act for event in events if event.kind == "database"] == [PROTECTED]


def test_what_came_last_is_in_use(database: Database, shipped: Content, clock: Clock) -> None:
    put(database, changed(shipped, "gemeenten", gemeente="B"), 1)
    clock(-YEAR)
    content = changed(shipped, "gemeenten", gemeente="C")
    assert put(database, content, 2) == 3
    assert (current(database).number, load(database, 3).hash) == (3, content.hash)
    take_in_use(database, 2, note="terug", by=BEHEERDER)
    assert current(database).number == 2
    assert [info.number for info in releases(database)] == [1, 2, 3]


@pytest.mark.heavy
def test_a_database_from_later_than_now_is_opened_and_written(tmp_path: Path, clock: Clock, shipped: Content) -> None:
    """Made, backed up and put back while the clock says another year each time."""
    path = tmp_path / "data" / "routewijzer.duckdb"
    clock(YEAR)
    ensure(path)
    place = back_up(path, tmp_path, by=BEHEERDER, program="0").place
    clock(-YEAR)
    put(path, changed(shipped, "gemeenten", gemeente="B"), 1)
    restore(place, path, by=BEHEERDER)
    assert [event.act for event in history(path)] == ["gepubliceerd", RESTORED]
