"""What a folder publishes is read by the API and written by every export at once; an old release keeps what it had."""

from pathlib import Path

import pytest

from lib.__main__ import main
from lib.render import FORMATS
from lib.render.documents import DOCUMENTS
from tests.api.conftest import client
from tests.folders import CHANGES, NEW_SOURCE
from tests.store.test_scenarios import FIFTH
from tests.tiers import first

OLD, NEW = "/api/v1/releases/1", "/api/v1/releases/current"
#: By what it is called, where the API tells of a change and what only the new release has, and only the old one.
TOLD = {
    "route": ("scenarios", FIFTH, None),
    "bron": ("figures/sources", NEW_SOURCE, None),
    "route weg": ("scenarios", None, "uitvoering_2021"),
}


@pytest.fixture
def published(place: Path, home: Path, request: pytest.FixtureRequest) -> Path:
    CHANGES[request.param][0](home)
    words = ["publish", "--folder", str(home), "--note", "Proef", "--accept-warnings", "--database", str(place)]
    assert main(words) == 0
    return place


@pytest.mark.parametrize(("published", "name"), [(name, name) for name in TOLD], indirect=["published"])
def test_the_api_tells_of_it_and_of_the_old_release_as_it_was(published: Path, name: str) -> None:
    address, added, gone = TOLD[name]
    old, new = (client("lezer").get(f"{release}/{address}") for release in (OLD, NEW))
    assert (old.status_code, new.status_code) == (200, 200)
    before, after = (answer.text.replace(" ", "") for answer in (old, new))
    for wanted, has, lacks in ((added, after, before), (gone, before, after)):
        if wanted is not None:
            assert wanted.replace(" ", "") in has and wanted.replace(" ", "") not in lacks


@pytest.mark.parametrize("published", ["aanname"], indirect=True)
def test_the_api_tells_the_parameter_of_each_release(published: Path) -> None:
    values = []
    for release in (OLD, NEW):
        rows = client("lezer").get(f"{release}/parameters").json()["rijen"]
        values.append(next(row for row in rows if "schaalverlies" in row.values())["standaard"])
    assert values == [0.0, 0.06]


@pytest.mark.parametrize("published", ["route"], indirect=True)
def test_a_comparison_with_the_fifth_route(published: Path) -> None:
    asked = {"a": "akkoord_2020", "b": FIFTH}
    found = client("lezer").get("/api/v1/comparison/costs", params=asked)
    assert found.status_code == 200 and FIFTH in found.text
    old = client("lezer").get("/api/v1/comparison/costs", params={**asked, "release": "1"})
    assert old.status_code == 400 and "onbekende" in old.text.casefold()


@pytest.mark.parametrize("published", ["route"], indirect=True)
@pytest.mark.parametrize("kind", first([*FORMATS, *DOCUMENTS], 2))
def test_every_export_takes_the_fifth_route(
    published: Path, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["export", "--a", "akkoord_2020", "--b", FIFTH, "--format", kind, "--database", str(published), "--out"]
    assert main([*words, str(tmp_path / f"nu.{kind}")]) == 0
    assert (tmp_path / f"nu.{kind}").exists()
    capsys.readouterr()
    assert main([*words, str(tmp_path / f"toen.{kind}"), "--release", "1"]) == 1
    assert f"Onbekende keuze voor route B: “{FIFTH}”" in capsys.readouterr().err
    assert not (tmp_path / f"toen.{kind}").exists()
