"""What the list of releases keeps of what it read, and what it says of the record."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lib.store.backup.backup import back_up, restore
from lib.store.publishing import history
from lib.store.releases import releases
from lib.tables.content import Content
from lib.web.releases.releases import CLOCK, content_of, releases_block
from tests.people import beheerder
from tests.store.test_releases import changed, publish


@pytest.mark.heavy
def test_a_release_that_got_the_number_of_another_is_read_anew(
    database: Path, tmp_path: Path, shipped: Content
) -> None:
    """A backup of before it is put back, and another is published."""
    me = beheerder("Sam")
    place = back_up(database, tmp_path / "kopie.zip", by=me, program="0").place
    for word in ("eerst", "daarna"):
        publish(database, changed(shipped, "gemeenten", gemeente=word))
        info = releases(database)[1]
        assert content_of(database, info.number, info.created_at).tables["gemeenten"][0]["gemeente"] == word
        restore(place, database, by=me)


def test_the_record_says_that_the_clock_was_set_back(database: Path, shipped: Content) -> None:
    publish(database, changed(shipped, "gemeenten", gemeente="B"))
    first, second = history(database)
    early = replace(second, happened_at=first.happened_at - timedelta(minutes=1))
    assert CLOCK not in releases_block([], {}, [second, first], beheerder("Sam"))
    assert CLOCK in releases_block([], {}, [early, first], beheerder("Sam"))
