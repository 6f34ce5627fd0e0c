"""Ways round the protection of small numbers: each gave a reader a hidden number once."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.comparison.answers import Answers
from lib.comparison.effect import between
from lib.comparison.realised import realised
from lib.comparison.release import Release, make_release, open_release
from lib.comparison.view import compare_view, default_view
from lib.render.release_files import record_csv
from lib.store.access import Person, Role
from lib.store.protection import content_hash, current, public_sizes, releases
from lib.store.publishing import HandedIn, history
from lib.store.publishing import publish as publish_files
from lib.store.releases import load
from lib.store.releases import releases as stored_releases
from lib.store.saved_views import Program, freeze, state, states
from lib.subjects.accountability.data_tables import data_table
from lib.tables.columns import BY_NAME
from lib.tables.content import Content, in_grain_order, short
from lib.web.releases.change_tables import changes_table
from lib.web.releases.releases import releases_block
from tests.people import beheerder
from tests.privacy.attacker import with_counts
from tests.store.test_releases import publish

CODE, YEAR, LATER = "GM0189", 2020, 2021
HIDDEN = {"beschut": 30, "groen": 4, "groepsdetachering": 7, "individuele_detachering": 25, "begeleid_werken": 9}
SMALL = [name for name, persons in HIDDEN.items() if persons < 10]
LEZER = Person("Lies", Role.LEZER)


def counted(content: Content, persons: dict[str, int], year: int = YEAR, code: str = CODE) -> Content:
    """The content with counted people in one gemeente."""
    others = [
        row
        for row in content.tables["headcounts"]
        if (row["gemeente_code"], row["jaar"], row["groep"]) != (code, year, "wsw")
    ]
    example = next(row for row in content.tables["headcounts"] if row["groep"] == "wsw")
    told = {"gemeente_code": code, "jaar": year, "status": "realisatie"}
    rows = [{**example, **told, "werkvorm": name, "personen": n} for name, n in persons.items()]
    counts = in_grain_order(BY_NAME["headcounts"], [*map(dict, others), *rows])
    return replace(content, tables={**content.tables, "headcounts": counts})


def every_attempt(content: Content) -> list[Content]:
    """The same release with every triple of small numbers with this sum, as a reader would try them out."""
    total = sum(HIDDEN[name] for name in SMALL)
    return [
        counted(content, {**HIDDEN, **dict(zip(SMALL, tried, strict=True))})
        for tried in itertools.product(range(1, 10), repeat=len(SMALL))
        if sum(tried) == total
    ]


def test_the_kenmerk_is_the_same_for_every_number_that_is_hidden(database: Path, shipped: Content) -> None:
    publish(database, counted(shipped, HIDDEN))
    told = {current(database).hash, releases(database)[-1].hash, open_release(database).info.hash}
    assert len(told) == 1
    attempts = every_attempt(shipped)
    assert len({attempt.hash for attempt in attempts}) == len(attempts) > 30
    assert {content_hash(attempt) for attempt in attempts} == told
    assert stored_releases(database)[-1].hash not in told
    assert load(database, 2).hash == stored_releases(database)[-1].hash


def test_a_release_with_nothing_to_hide_keeps_its_kenmerk(database: Path, shipped: Content) -> None:
    assert [info.hash for info in releases(database)] == [shipped.hash]


def test_a_frozen_state_of_before_shows_the_kenmerk_of_what_may_be_seen(database: Path, shipped: Content) -> None:
    """Its hash was that of everything, and so its seal told as much."""
    publish(database, counted(shipped, HIDDEN))
    raw = stored_releases(database)[-1]
    told = {"name": "Proef", "note": "", "by": beheerder("Sam"), "view": "{}", "program": Program("1", "0" * 64)}
    freeze(database, {"numbers": b"0"}, release=raw, **told)  # type: ignore[arg-type]
    (info,) = states(database)
    assert info == state(database, 1).info
    assert info.release_hash == current(database).hash != raw.hash


def handed_in(database: Path, content: Content) -> HandedIn:
    """The content published from a file."""
    file = HandedIn("aantallen.csv", "ab" * 32, 120, 1)
    publish_files(
        database,
        content,
        name="Tweede",
        note="Proef",
        by=beheerder("Sam"),
        files=[file],
        expected=1,
        state="in gebruik",
    )
    return file


def test_the_hash_of_a_file_is_for_analysts(database: Path, shipped: Content) -> None:
    file = handed_in(database, counted(shipped, HIDDEN))
    events = history(database)

    def record(role: Role) -> str:
        return releases_block(releases(database), public_sizes(database), events, Person("Iemand", role))

    assert file.name in record(Role.LEZER) and short(file.sha256) not in record(Role.LEZER)
    assert "1 cijfers" not in record(Role.LEZER)
    assert short(file.sha256) in record(Role.ANALIST)
    assert file.sha256 in record_csv(database, by=beheerder("Sam")).decode("utf-8-sig")


def answers_of(release: Release) -> Answers:
    view = default_view(release)
    return Answers(release, view, compare_view(release, view))


def test_a_total_is_that_of_its_visible_parts(release: Release, shipped: Content) -> None:
    """In a year after the base year 7 stood as "minder dan 10" beside all other parts and their total."""
    persons = {"beschut": 30, "groen": 7, "groepsdetachering": 20, "individuele_detachering": 25, "begeleid_werken": 12}
    changed = make_release(release.info, counted(shipped, persons, LATER))
    rows = [row for row in data_table(changed, "headcounts").rows if row["jaar"] == LATER]
    assert sorted(row["personen"] for row in rows) == [19, 20, 25, 30]
    (shown,) = (one for one in realised(answers_of(changed)) if one.code == CODE)
    assert shown.persons is not None and shown.persons.value == sum(persons.values())
    assert "12" not in shown.persons.formula.split()


def difference(release: Release, old: Content, new: Content) -> tuple[list[tuple[Any, ...]], str]:
    """What a reader gets to see of two releases beside each other."""
    both = between((release.info, old), (release.info, new))
    changes = [(change.part, change.kind, change.grain, change.values) for change in both.changes]
    return changes, changes_table(both.changes, both.old, both.new)


def test_the_size_of_a_change_tells_no_small_number(release: Release, shipped: Content) -> None:
    """14 became 20 where 6 were merged: now both releases have the same two cells as one."""
    before = {"beschut": 40, "groen": 14, "groepsdetachering": 25, "individuele_detachering": 30, "begeleid_werken": 22}
    after = {**before, "begeleid_werken": 6}
    changes, table = difference(release, counted(shipped, before), counted(shipped, after))
    assert [(part, grain[-1]) for part, _, grain, _ in changes] == [("headcounts", "groen")]
    assert changes[0][3]["personen"] == (14 + 22, 14 + 6)
    assert "begeleid" not in table.lower()


def test_nobody_learns_which_cell_of_a_group_changed_nor_how_many(
    release: Release, database: Path, shipped: Content
) -> None:
    old = counted(shipped, HIDDEN)
    fewer = {"groen": 3, "groepsdetachering": 8}
    seen = []
    for moved in (
        fewer,
        {"groen": 5, "begeleid_werken": 8},
        {"groen": 2, "groepsdetachering": 8, "begeleid_werken": 10 - 0},
    ):
        new = counted(shipped, {**HIDDEN, **moved})
        if sum(moved.get(name, HIDDEN[name]) for name in SMALL) == 20 and max(moved.values()) < 10:
            seen.append(difference(release, old, new))
    assert len(seen) == 2 and seen[0] == seen[1]
    assert seen[0][0] == []
    publish(database, old)
    publish(database, counted(shipped, {**HIDDEN, **fewer}))
    assert public_sizes(database)[3].total == 0


def alone(shipped: Content, persons: int) -> Content:
    """All people of one gemeente are in one werkvorm."""
    return counted(shipped, {name: persons if name == "groen" else 0 for name in HIDDEN})


def test_without_a_partner_a_small_number_is_not_shown(release: Release, shipped: Content) -> None:
    seen = make_release(release.info, alone(shipped, 3))
    rows = [
        row for row in data_table(seen, "headcounts").rows if row["gemeente_code"] == CODE and row["groep"] == "wsw"
    ]
    assert {row["personen"] for row in rows} == {"minder dan 10"}
    named = seen.name(CODE)
    assert "minder dan 10 mensen" in named and "geteld bij" in named
    assert len(seen.figures.gemeenten) == 6
    assert seen.figures.persons.sum() == make_release(release.info, alone(shipped, 4)).figures.persons.sum() - 1
    other = seen.away[CODE]
    assert other is not None and release.name(CODE) in seen.name(other)


@pytest.mark.parametrize(
    "number",
    [lambda a, code: a.wsw(a.comparison.zero, code, None, YEAR), lambda a, code: a.saldo(a.comparison.b, code)],
)
def test_such_a_gemeente_has_no_number_and_the_total_stands(
    release: Release, shipped: Content, number: Callable[[Answers, str], Any]
) -> None:
    answers = answers_of(make_release(release.info, alone(shipped, 3)))
    assert number(answers, CODE).value != number(answers, CODE).value
    rest = [number(answers, code).value for code in answers.codes if code != CODE]
    assert sum(rest) == pytest.approx(number(answers, "alle").value)


def test_small_staff_is_counted_with_another(release: Release, shipped: Content) -> None:
    staff = {(row["gemeente_code"]): row["personen"] for row in shipped.tables["headcounts"] if row["groep"] == "staf"}
    rows = tuple(
        {**row, "status": "realisatie"} if row["groep"] == "staf" else row for row in shipped.tables["headcounts"]
    )
    content = replace(shipped, tables={**shipped.tables, "headcounts": rows})
    seen = make_release(release.info, content)
    assert seen.figures.staff.sum() == sum(staff.values())
    assert not ((seen.figures.staff > 0) & (seen.figures.staff < 10)).any()
    told = {row["personen"] for row in data_table(seen, "headcounts").rows if row["groep"] == "staf"}
    assert "minder dan 10" in told and not told & set(range(1, 10))


def test_other_groups_hide_a_small_part_of_their_sum(release: Release, shipped: Content) -> None:
    example = next(row for row in shipped.tables["headcounts"] if row["groep"] == "wsw")
    told = {"groep": "nieuw_beschut", "status": "realisatie", "gemeente_code": CODE}
    new = ({**example, **told, "werkvorm": name, "personen": n} for name, n in (("beschut", 14), ("groen", 5)))
    content = replace(shipped, tables={**shipped.tables, "headcounts": (*shipped.tables["headcounts"], *new)})
    rows = data_table(make_release(release.info, content), "headcounts").rows
    assert [row["personen"] for row in rows if row["groep"] == "nieuw_beschut"] == [19]
    assert with_counts(content, {}).hash == content.hash
