"""Headings of figures that contradict each other come from their rows, never from the id of the group."""

from dataclasses import replace

from lib.analysis.accountability import published_conflicts
from lib.analysis.conflicts import conflict_title, conflict_titles, subject
from lib.analysis.release import Release


def test_every_conflict_is_named_after_its_rows_and_none_alike(release: Release) -> None:
    titles = conflict_titles(release)
    assert len(set(titles.values())) == len(titles)
    assert [group.name for group in published_conflicts(release)] == list(titles.values())
    assert not any("_" in title for title in titles.values())
    for group in published_conflicts(release):
        for row in group.rows:
            assert subject(release, row["wie"]) in group.name
            assert row["maatstaf"].replace("_", " ").lower() in group.name.lower()
            assert str(row["jaar"])[:4] in group.name


def test_a_group_may_have_any_id(release: Release) -> None:
    rows = [
        {**row, "conflict": "x" if row["conflict"] == "tekort_2017" else row["conflict"]}
        for row in release.tables["published_figures"]
    ]
    renamed = replace(release, tables={**release.tables, "published_figures": tuple(rows)})
    assert conflict_titles(renamed)["x"] == conflict_titles(release)["tekort_2017"]


def test_what_is_the_same_in_all_rows_is_said_once(release: Release) -> None:
    rows = [row for row in release.tables["published_figures"] if row["conflict"] == "bijdrage_almelo_2017"]
    assert conflict_title(release, rows) == "Aanvullende gemeentelijke bijdrage begroting; Almelo, 2017"
