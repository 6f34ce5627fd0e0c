"""A folder becomes a release on both kinds of database: what is published is what was looked at, whole or not at all."""

from pathlib import Path

import pytest

from lib.comparison.release import open_release
from lib.comparison.view import default_view
from lib.store.locations import Database
from lib.store.publishing import ReleaseMoved, take_in_use
from lib.store.releases import CONCEPT, current, load, releases
from lib.store.saved_views import Program, freeze, keep, withdraw_verkenning
from lib.subjects.folder_preview import FolderPreview, prepare_folder
from lib.subjects.release_preview import publish_candidate
from lib.subjects.saved_views import write_view
from lib.tables.check import check_folder
from lib.tables.content import Content
from tests.folders import CHANGES, add_event, add_route, change_parameter, edit, remove_route
from tests.people import beheerder
from tests.store.publisher import publish_one
from tests.store.test_scenarios import FIFTH
from tests.store.test_verkenningen import ONE
from tests.tiers import first

KIM = beheerder("Kim")


def put(database: Database, preview: FolderPreview, concept: bool = False) -> int:
    return publish_candidate(database, preview, name="Map", note="noot", by=KIM, concept=concept)


@pytest.mark.parametrize("name", first(CHANGES, 2))
def test_a_change_in_a_folder_reaches_a_database_that_exists(
    database: Database, home: Path, shipped: Content, name: str
) -> None:
    CHANGES[name][0](home)
    preview = prepare_folder(database, home)
    assert preview.size.total == 1 and len(releases(database)) == 1
    assert put(database, preview) == 2
    assert load(database, 2).hash == check_folder(home).hash == current(database).hash
    assert load(database, 1).hash == shipped.hash
    assert not prepare_folder(database, home).changes
    take_in_use(database, 1, note="terug", by=KIM)
    again = prepare_folder(database, home)
    assert again.same is not None and again.same.number == 2


def test_everything_at_once(database: Database, home: Path) -> None:
    for change, _ in CHANGES.values():
        change(home)
    preview = prepare_folder(database, home)
    assert {part: (size.added, size.changed, size.removed) for part, size in preview.sizes.items()} == {
        "sources": (1, 0, 0),
        "timeline": (1, 0, 0),
        "decisions": (0, 0, 1),
        "scenario_files": (1, 1, 1),
    }
    put(database, preview)
    found = open_release(database)
    assert FIFTH in found.scenarios and "uitvoering_2021" not in found.scenarios
    assert found.parameters["schaalverlies"].default == 0.06 and "onderzoek_detacheren" in found.sources


def test_who_looked_at_another_release_looks_again(database: Database, home: Path) -> None:
    add_route(home)
    preview = prepare_folder(database, home)
    publish_one(database, "Eerder")
    with pytest.raises(ReleaseMoved):
        put(database, preview)
    assert [info.number for info in releases(database)] == [1, 2]
    assert put(database, prepare_folder(database, home)) == 3


def test_a_concept_is_not_in_use(database: Database, home: Path) -> None:
    add_route(home)
    assert put(database, prepare_folder(database, home), concept=True) == 2
    assert current(database).number == 1 and releases(database)[1].state == CONCEPT
    assert prepare_folder(database, home).same is None


def test_who_refers_to_a_route_that_goes_is_named(database: Database, home: Path) -> None:
    """A frozen state and a verkenning in force; not one that was withdrawn."""
    release = open_release(database)
    view = write_view(default_view(release))
    edited = view.replace("akkoord_2020", "uitvoering_2021")
    assert edited != view
    freeze(
        database, {}, name="Stand", note="", by=KIM, release=release.info, view=edited, program=Program("1", "ab" * 32)
    )
    for name in ("Eigen", "Weg"):
        keep(database, ONE.__class__(**{**ONE.__dict__, "name": name, "route_b": "uitvoering_2021"}), by=KIM)
    withdraw_verkenning(database, 2, note="vergist", by=KIM)
    remove_route(home)
    (warning,) = prepare_folder(database, home).warnings
    assert (warning.file, warning.place, warning.what) == ("scenarios", "uitvoering_2021", "dit scenario verdwijnt")
    assert warning.remedy.startswith("bevroren stand 1 “Stand”, verkenning 1 “Eigen” wijzen ernaar en blijven bij")


def test_what_was_handed_in_since_is_not_lost_without_a_word(database: Database, home: Path) -> None:
    """The folder lacks a row that the release in use has, and has a raming where that has a realisatie."""
    path = home / "data/population.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), "utf-8")
    edit(home / "data/anchors.csv", *_weaker(home))
    warnings = [(one.file, one.what, one.read) for one in prepare_folder(database, home).warnings]
    assert ("data/population.csv", "1 rij verdwijnt", "1 van de 60 niet in de map") in warnings
    assert ("data/anchors.csv", "1 cijfer krijgt een zwakkere status", "bericht wordt aanname") in warnings


def _weaker(home: Path) -> tuple[str, str]:
    line = next(one for one in (home / "data/anchors.csv").read_text("utf-8").splitlines() if ",bericht," in one)
    return line, line.replace(",bericht,", ",aanname,")


@pytest.mark.one_file
@pytest.mark.parametrize(
    ("amount", "what"),
    [
        ("PM", "een bekend bedrag wordt PM"),
        ("2048912", "100\N{NO-BREAK SPACE}% meer dan in de release in gebruik"),
        ("1024457", None),
    ],
)
def test_a_figure_that_changes_a_lot_is_told(database: Database, home: Path, amount: str, what: str | None) -> None:
    start = "GM0141,2020,beschut,begeleiding,"
    edit(home / "data/costs.csv", f"{start}1024456,", f"{start}{amount},")
    assert [one.what for one in prepare_folder(database, home).warnings] == ([what] if what else [])


@pytest.mark.one_file
@pytest.mark.parametrize(("name", "value"), [("standaard_route_b", "uitvoering_2021"), ("meerjarenraming_tot", "2025")])
def test_another_default_is_told(database: Database, home: Path, name: str, value: str) -> None:
    path = home / "data/settings.csv"
    line = next(one for one in path.read_text("utf-8").splitlines() if one.startswith(f"{name},"))
    was = line.split(",")[1]
    edit(path, line, line.replace(f"{name},{was},", f"{name},{value},"))
    (warning,) = prepare_folder(database, home).warnings
    assert (warning.file, warning.place, warning.read) == ("data/settings.csv", name, f"{was} wordt {value}")


@pytest.mark.one_file
def test_a_comment_in_a_scenario_changes_no_model(database: Database, home: Path) -> None:
    with (home / "scenarios/ongewijzigd.toml").open("a", encoding="utf-8") as file:
        file.write("# nagekeken\n")
    preview = prepare_folder(database, home)
    assert preview.size.total == 1 and preview.model == () and preview.warnings == ()


@pytest.mark.one_file
def test_a_scenario_counts_with_what_it_takes_from_its_base(database: Database, home: Path) -> None:
    edit(home / "scenarios/akkoord_2020.toml", '"Minder ruimte voor de stichting"', '"Minder ruimte"')
    change_parameter(home)
    add_event(home)
    model = prepare_folder(database, home).model
    assert [(one.sort, one.id, one.words) for one in model] == [
        ("scenario", "akkoord_2020", ("maatregel gewijzigd: minder ruimte",)),
        ("scenario", "uitvoering_2021", ("maatregel gewijzigd: minder ruimte",)),
        (
            "aanname",
            "schaalverlies",
            (
                "standaard 0\N{NO-BREAK SPACE}% van de uitvoeringskosten wordt 6\N{NO-BREAK SPACE}% van de uitvoeringskosten",
            ),
        ),
    ]
