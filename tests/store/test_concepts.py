"""Concepts in the database, of both kinds: only added, by who may, about nobody; and a route that is newer has another number."""

import pytest

from lib.comparison.own_routes import concept_names, open_concepts
from lib.comparison.release import open_release
from lib.store.access import Forbidden, Person, Role
from lib.store.concepts import concepts, keep_concept, newest, offered, read_route
from lib.store.locations import Database
from lib.store.publishing import NotAllowed, history
from lib.store.releases import UnknownRelease
from lib.tables.route_draft import RouteDraft, read_draft, write_draft
from lib.tables.rows import Unsound
from lib.upload.meaning.context import Personal
from tests.store.test_scenarios import example

ANALIST = Person("Anna", Role.ANALIST)
#: A number of nine digits that passes the eleven-test.
BSN = "123456782"


@pytest.fixture
def draft() -> RouteDraft:
    return read_draft(example())


def test_what_was_kept_is_read_back_and_the_same_twice_is_kept_once(database: Database, draft: RouteDraft) -> None:
    assert concepts(database) == []
    number = keep_concept(database, draft, 1, by=ANALIST)
    assert keep_concept(database, draft, 1, by=ANALIST) == number == 1
    (concept,) = concepts(database)
    assert (concept.id, concept.author, concept.release, concept.draft) == ("concept-1", "Anna", 1, draft)
    assert concept.title == "Concept 1: Akkoord 2020 met gezamenlijke detachering"
    event = history(database)[-1]
    assert (event.kind, event.act, event.actor) == ("database", "concept bewaard", "Anna")
    assert event.name == "concept 1 “Akkoord 2020 met gezamenlijke detachering” bij release 1"


def test_another_version_is_another_concept_and_the_first_stays(database: Database, draft: RouteDraft) -> None:
    keep_concept(database, draft, 1, by=ANALIST)
    keep_concept(database, draft.with_text(titel="Anders"), 1, by=ANALIST)
    keep_concept(database, draft.with_text(id="iets_anders", titel="Iets anders"), 1, by=ANALIST)
    first, second, third = concepts(database)
    assert first.draft == draft
    assert (newest([first, second, third], first), newest([first, second, third], third)) == (second, third)
    assert offered([first, second, third], 1) == [third, second]
    assert offered([first, second, third], 2) == []


def test_a_reader_may_not_keep_and_nothing_is_kept(database: Database, draft: RouteDraft) -> None:
    with pytest.raises(Forbidden, match="een eigen route als concept bewaren"):
        keep_concept(database, draft, 1, by=Person("Lo", Role.LEZER))
    with pytest.raises(NotAllowed, match="Vul in wie dit doet"):
        keep_concept(database, draft, 1, by=Person(" ", Role.ANALIST))
    with pytest.raises(UnknownRelease, match="Release 9"):
        keep_concept(database, draft, 9, by=ANALIST)
    with pytest.raises(Personal):
        keep_concept(database, draft.with_text(toelichting=f"Voor {BSN}"), 1, by=ANALIST)
    assert concepts(database) == []


def test_a_release_has_a_concept_for_who_asks(database: Database, draft: RouteDraft) -> None:
    number = keep_concept(database, draft, 1, by=ANALIST)
    release = open_release(database)
    assert open_concepts(database, release, ("akkoord_2020",)) is release
    extended = open_concepts(database, release, ("akkoord_2020", f"concept-{number}", "concept-7"))
    assert [*extended.scenarios] == [*release.scenarios, "concept-1"]
    route = extended.scenarios["concept-1"]
    assert route.title.startswith("Concept 1: ")
    assert "concept 1" in route.in_sentence
    assert "concept 1" in route.short_title
    assert route.uitvoerder("GM0141", "groepsdetachering", 2021).id == "detacheringsbureau"
    assert concept_names(("concept-2", "a", "concept-2")) == ("concept-2",)


@pytest.mark.parametrize(
    ("raw", "error", "what"),
    [
        (b"\xff\xfe", Unsound, "geen leesbare tekst"),
        (b"id = ", Unsound, "geen geldige TOML"),
        (b"#" * 64_001, Unsound, "te groot"),
        (b"a.a.a.a.a.a = 1", Unsound, "te diep genest"),
        (f'toelichting = "{BSN}"'.encode(), Personal, "burgerservicenummer"),
    ],
)
def test_a_file_that_is_no_route_is_refused_in_words(raw: bytes, error: type[Unsound], what: str) -> None:
    with pytest.raises(error, match=what):
        read_route("map/route.toml", raw)


def test_a_file_that_was_fetched_is_the_same_route(draft: RouteDraft) -> None:
    assert read_route("route.toml", write_draft(draft).encode()) == draft
