"""The lists: releases, scenarios, parameters, bevroren standen and verkenningen, as they are in the database."""

from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from lib.comparison.release import Release, open_release
from lib.comparison.view import default_view
from lib.store.access import Person, Role
from lib.store.publishing import WITHDRAWN
from lib.store.releases import releases
from lib.store.saved_views import Program, freeze, keep, states, withdraw_verkenning
from lib.store.verkenning import Verkenning
from lib.subjects.saved_views import write_view
from lib.tables.content import Content
from tests.api.conftest import client, publish

ROBIN = Person("Robin de Vries", Role.ANALIST)


def rows(one: TestClient, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = one.get(f"/api/v1/{address}").json()["rijen"]
    return found


def test_the_releases_are_listed_with_the_newest_first(place: Path, shipped: Content) -> None:
    lezer = client("lezer")
    assert [row["nummer"] for row in rows(lezer, "releases")] == [1]
    publish(place, shipped, '=HYPERLINK("x")<b>')
    second, first = rows(lezer, "releases")
    assert (first["in_gebruik"], first["toestand"]) == (False, "eerder in gebruik")
    assert (second["naam"], second["toelichting"], second["in_gebruik"]) == ('=HYPERLINK("x")<b>', "een noot", True)
    assert second["hash"] == releases(place)[1].hash
    assert datetime.fromisoformat(second["gepubliceerd_op"]).replace(tzinfo=None) == releases(place)[
        1
    ].created_at.replace(microsecond=0)
    text = lezer.get("/api/v1/releases?format=csv").content.decode("utf-8-sig")
    assert ';"\'=HYPERLINK(""x"")<b>";' in text, "no formula in a spreadsheet"


def test_a_release_that_is_withdrawn_says_so(place: Path, shipped: Content) -> None:
    number = publish(place, shipped, state=WITHDRAWN)
    lezer = client("lezer")
    assert lezer.get(f"/api/v1/releases/{number}").json()["release"]["toestand"] == "ingetrokken"
    assert lezer.get("/api/v1/releases/current").json()["release"]["nummer"] == 1


def test_one_release_tells_what_can_be_chosen(reader: TestClient, release: Release) -> None:
    told = reader.get("/api/v1/releases/1").json()
    assert told["horizonten"] == list(release.horizons)
    assert [one["gemeente_code"] for one in told["gemeenten"]] == [one.code for one in release.figures.gemeenten]
    assert [one["sleutel"] for one in told["sleutels"]] == list(release.figures.keys)
    assert (told["basisjaar"], told["laatste_jaar"]) == (release.figures.base_year, release.figures.last_year)
    for table in told["tabellen"]:
        assert reader.get(table["adres"]).json()["tabel"] == table["tabel"]


def test_scenarios_and_parameters_are_those_of_the_release(reader: TestClient, release: Release) -> None:
    scenarios = rows(reader, "releases/1/scenarios")
    assert [row["scenario"] for row in scenarios] == list(release.scenarios)
    assert [row["scenario"] for row in scenarios if row["nulalternatief"]] == [release.zero.id]
    found = {row["parameter"]: row for row in rows(reader, "releases/1/parameters")}
    assert list(found) == list(release.parameters)
    for name, one in release.parameters.items():
        assert (found[name]["standaard"], found[name]["eenheid"], found[name]["maximum"]) == (
            one.default,
            one.unit,
            one.maximum,
        )


def test_no_name_of_who_did_it_leaves_by_the_api(place: Path) -> None:
    release = open_release(place)
    view = default_view(release)
    made = Program("0.1", "ab")
    told = {"name": "Stand", "note": "n", "by": ROBIN, "release": release.info, "view": write_view(view)}
    freeze(place, {"numbers": b"x"}, program=made, **told)
    one = Verkenning(
        "Eigen", "n", "Robin de Vries", datetime(2026, 1, 2, 3, 4, 5), 1, view.a, view.b, None, (("prijsindex", 0.02),)
    )
    withdraw_verkenning(place, keep(place, one, by=ROBIN), note="n", by=ROBIN)
    lezer = client("lezer")
    (state,), (kept,) = rows(lezer, "states"), rows(lezer, "verkenningen")
    assert state["kenmerk"] == states(place)[0].seal and (state["release"], state["programma"]) == (1, "0.1")
    assert kept["aannames"] == "prijsindex=0,02" and kept["sleutel"] is None and kept["geldt"] is False
    assert kept["gemaakt_op"] == "2026-01-02T03:04:05Z"
    texts = [lezer.get(f"/api/v1/{name}").text for name in ("releases", "releases/1", "states", "verkenningen")]
    assert not any("Robin" in text for text in texts)
