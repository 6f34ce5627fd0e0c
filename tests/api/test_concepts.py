"""A concept of a route outside the screen: compared by its id, by the API as by the command line; frozen with its numbers."""

import io
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lib.comparison.own_routes import open_concepts
from lib.comparison.release import open_release
from lib.comparison.view import default_view
from lib.store.concepts import keep_concept
from lib.subjects.saved_views import results, write_view
from lib.tables.route_draft import read_draft
from tests.api.conftest import client
from tests.people import beheerder
from tests.render.exporting import exported
from tests.store.test_scenarios import example

ADDRESS = "/api/v1/comparison"


@pytest.fixture
def name(place: Path) -> str:
    """The id of a concept in a database of one's own."""
    return f"concept-{keep_concept(place, read_draft(example()), 1, by=beheerder('Anna'))}"


def test_the_api_and_the_command_line_compare_a_concept(place: Path, name: str, tmp_path: Path) -> None:
    folder = exported(place, tmp_path / "uit", "akkoord_2020", name, kind="parquet")
    answer = client("lezer").get(f"{ADDRESS}/costs", params={"a": "akkoord_2020", "b": name, "format": "parquet"})
    assert answer.status_code == 200
    assert answer.content == (folder / "costs.parquet").read_bytes()
    table = pq.read_table(io.BytesIO(answer.content))
    assert set(table["scenario"].to_pylist()) == {"akkoord_2020", "ongewijzigd", name}
    said = client("lezer").get(ADDRESS, params={"b": name}).json()["gepubliceerd"]["kop"]
    assert "het akkoord met gezamenlijke detachering (concept 1)" in said


def test_a_concept_that_is_not_there_is_an_unknown_route(place: Path, name: str) -> None:
    answer = client("lezer").get(ADDRESS, params={"b": "concept-9"})
    assert answer.status_code == 400
    assert "Onbekende keuze voor route B: “concept-9”" in answer.text


def test_a_view_of_a_concept_can_be_frozen(place: Path, name: str) -> None:
    release = open_release(place)
    view = replace(default_view(release), b=name)
    stored = results(open_concepts(place, release, (view.a, view.b)), view)
    assert name in write_view(view)
    assert any("(concept 1)" in text.text for text in stored.texts)
