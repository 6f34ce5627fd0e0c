"""Headings of figures that contradict each other come from their rows, never from the id of the group."""

from dataclasses import replace

from lib.analysis.accountability import conflict_title, published_conflicts, subject
from lib.analysis.release import Release


def test_every_conflict_is_named_after_its_rows_and_none_alike(release: Release) -> None:
    groups = published_conflicts(release).values()
    titles = [group.name for group in groups]
    assert len(set(titles)) == len(titles)
    assert not any("_" in title for title in titles)
    for group in groups:
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
    assert published_conflicts(renamed)["x"].name == published_conflicts(release)["tekort_2017"].name


def test_what_is_the_same_in_all_rows_is_said_once(release: Release) -> None:
    rows = [row for row in release.tables["published_figures"] if row["conflict"] == "bijdrage_almelo_2017"]
    assert conflict_title(release, rows) == "Aanvullende gemeentelijke bijdrage begroting; Almelo, 2017"
