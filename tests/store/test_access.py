"""Each act asks for its role, in the act itself, and a refusal is in the record."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from lib.render.release_files import record_csv
from lib.store import access
from lib.store.access import PROTECTED, REFUSED, Act, Forbidden, Person, Role, is_protected, local, require
from lib.store.concepts import concepts, keep_concept
from lib.store.database import write
from lib.store.locations import Database
from lib.store.pm_decisions import PmDecision, decide, pm_decisions
from lib.store.publishing import history, publish, seen_events, take_in_use, withdraw
from lib.store.releases import CONCEPT, current, releases, take_away, visible
from lib.store.saved_views import Program, freeze, keep, states, verkenningen, withdraw_verkenning
from lib.store.verkenning import Verkenning
from lib.tables.content import Content
from lib.tables.route_draft import read_draft
from tests.people import beheerder, protect
from tests.store.test_scenarios import example
from tests.tiers import first

ONE = Verkenning(
    "Somber", "n", "A", datetime(2020, 3, 26), 1, "doorgaan", "akkoord_2020", None, (("discontovoet", 0.1),)
)
DECISION = PmDecision("belastingen", "Reserveren", "college van Almelo", date(2021, 3, 12))
Do = Callable[[Path, Content, Person], object]


def release_two(path: Database, content: Content, by: Person, state: str = CONCEPT) -> int:
    return publish(path, content, name="N", note="n", by=by, files=[], expected=1, state=state)


def frozen(path: Database, by: Person) -> int:
    told = {"name": "V", "note": "", "view": "{}"}
    return freeze(path, {"x": b"y"}, by=by, release=current(path), program=Program("1", "p"), **told)


ACTS: dict[str, tuple[Act, Do]] = {
    "publish": (access.PUBLISH, release_two),
    "take_in_use": (access.TAKE_IN_USE, lambda path, _, by: take_in_use(path, 2, note="n", by=by)),
    "withdraw": (access.WITHDRAW, lambda path, _, by: withdraw(path, 2, note="n", by=by)),
    "keep": (access.KEEP, lambda path, _, by: keep(path, ONE, by=by)),
    "withdraw_own": (access.WITHDRAW_OWN, lambda path, _, by: withdraw_verkenning(path, 1, note="n", by=by)),
    "withdraw_others": (access.WITHDRAW_OTHERS, lambda path, _, by: withdraw_verkenning(path, 2, note="n", by=by)),
    "freeze": (access.FREEZE, lambda path, _, by: frozen(path, by)),
    "take_away": (access.DOWNLOAD, lambda path, _, by: take_away(path, 1, by=by)),
    "decide": (access.DECIDE, lambda path, _, by: decide(path, DECISION, by=by)),
    "keep_route": (access.KEEP_ROUTE, lambda path, _, by: keep_concept(path, read_draft(example()), 1, by=by)),
    "record": (access.SEE_RECORD, lambda path, _, by: record_csv(path, by=by)),
}
#: Readers of everything that an act can change.
ALL_OF_IT = releases, verkenningen, states, pm_decisions, concepts


@pytest.fixture
def used(database: Database, shipped: Content) -> Path:
    """A concept, a verkenning of each of two people."""
    from dataclasses import replace

    release_two(database, shipped, beheerder("b"))
    keep(database, ONE, by=Person("Jan", Role.ANALIST))
    keep(database, replace(ONE, name="Ander"), by=Person("Piet", Role.ANALIST))
    return database


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", first((name for name in ACTS if name != "publish"), 2))
def test_an_act_is_done_by_its_role_and_higher_and_refused_to_others(
    used: Path, shipped: Content, name: str, role: Role
) -> None:
    act, do = ACTS[name]
    if name == "keep":
        withdraw_verkenning(used, 1, note="n", by=beheerder("b"))
    before, by = len(history(used)), Person("Jan", role)
    if role >= act.needs:
        do(used, shipped, by)
        assert REFUSED not in {event.act for event in history(used)}
        return
    kept = [read(used) for read in ALL_OF_IT]
    with pytest.raises(Forbidden) as caught:
        do(used, shipped, by)
    assert caught.value.melding.endswith("Er is niets veranderd.")
    assert [read(used) for read in ALL_OF_IT] == kept
    events = history(used)
    assert len(events) == before + 1
    assert (events[-1].actor, events[-1].act, events[-1].note) == ("Jan", REFUSED, f"rol: {role.word}")
    assert events[-1].what == f"geweigerd: {act.words}"


@pytest.mark.parametrize("role", [Role.ONBEKEND, Role.LEZER])
def test_publishing_is_refused_to_who_only_reads(database: Database, shipped: Content, role: Role) -> None:
    with pytest.raises(Forbidden):
        release_two(database, shipped, Person("Jan", role))
    assert len(releases(database)) == 1
    assert history(database)[-1].act == REFUSED


def test_every_act_of_the_store_is_tried_here() -> None:
    named = {value for value in vars(access).values() if isinstance(value, Act)}
    elsewhere = {access.READ, access.SEE_CONCEPT, access.BACK_UP, access.RESTORE, access.MOVE, access.COMPACT}
    assert named - elsewhere == {act for act, _ in ACTS.values()}


def test_only_who_may_sees_a_concept_and_the_events_around_it(used: Path) -> None:
    infos, events = releases(used), history(used)
    lezer, analist, all_of_it = Person("a", Role.LEZER), Person("b", Role.ANALIST), beheerder("c")
    assert [info.number for info in visible(infos, lezer)] == [1]
    assert [info.number for info in visible(infos, analist)] == [1, 2]
    with pytest.raises(Forbidden):
        require(used, lezer, access.SEE_RECORD)
    events = history(used)
    assert {event.release for event in seen_events(events, infos, lezer)} == {1}
    assert {event.release for event in seen_events(events, infos, analist)} == {1, 2}
    assert seen_events(events, infos, all_of_it) == events


def test_a_database_that_was_protected_knows_nobody_without_a_sign_in(database: Database) -> None:
    assert local(database, "Jan") == Person("Jan", Role.BEHEERDER)
    protect(database, "Routewijzer")
    protect(database, "Routewijzer")
    assert is_protected(database)
    assert [event.act for event in history(database)][1:] == [PROTECTED]
    nobody = local(database, "Jan")
    assert nobody == Person("Jan", Role.ONBEKEND)
    with pytest.raises(Forbidden, match="Deze database is beschermd"):
        require(database, nobody, access.READ)


def test_a_refusal_that_cannot_be_noted_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        require(tmp_path / "weg.duckdb", Person("Jan", Role.LEZER), access.WITHDRAW)


def test_a_database_that_is_not_there_yet_takes_whoever_sits_here(tmp_path: Path) -> None:
    assert local(tmp_path / "nieuw.duckdb", "Jan") == Person("Jan", Role.BEHEERDER)


def test_the_record_as_a_file_holds_no_formula(database: Database) -> None:
    with pytest.raises(Forbidden):
        require(database, Person("=1+1\n\u202e", Role.LEZER), access.WITHDRAW)
    lines = record_csv(database, by=beheerder("b")).decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[:3] == ["wanneer (UTC)", "wie", "wat"]
    assert len(lines) == 3
    assert lines[-1].split(";")[1].strip('"') == "'=1+1"


def test_what_happened_to_the_database_is_only_added(database: Database) -> None:
    write(database, lambda connection: access.note_event(connection, beheerder("x" * 200), "soort", "wat"))
    assert history(database)[-1].actor == "x" * access.LONGEST_NAME
