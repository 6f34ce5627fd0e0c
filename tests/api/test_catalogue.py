"""The lists: releases, scenarios, parameters, bevroren standen and verkenningen, as they are in the database."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from lib.comparison.release import Release, open_release
from lib.comparison.view import default_view
from lib.store.access import Person, Role
from lib.store.pm_decisions import PmDecision, decide
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
    assert [one["sleutel"] for one in told["sleutels"]] == list(release.deficit_keys)
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


def test_decisions_about_pm_posten_are_listed_without_who_noted_them(place: Path) -> None:
    lezer = client("lezer")
    assert rows(lezer, "pm_decisions") == []
    first = PmDecision("belastingen", "=Navragen", "college", date(2021, 3, 12))
    decide(place, first, by=ROBIN)
    decide(place, replace(first, words="Reserveren", corrects=1), by=ROBIN)
    one, two = rows(lezer, "pm_decisions")
    assert {name: one[name] for name in ("nummer", "pm_post", "besluit", "orgaan", "besloten_op", "verbetert")} == {
        "nummer": 1,
        "pm_post": "belastingen",
        "besluit": "=Navragen",
        "orgaan": "college",
        "besloten_op": "2021-03-12",
        "verbetert": None,
    }
    assert (two["nummer"], two["verbetert"]) == (2, 1)
    answer = lezer.get("/api/v1/pm_decisions?format=csv")
    assert "Robin" not in lezer.get("/api/v1/pm_decisions").text and ";'=Navragen;" in answer.content.decode(
        "utf-8-sig"
    )


def test_the_register_and_published_risks_are_told_cell_by_cell(reader: TestClient) -> None:
    cells = {(row["tabel"], row["rij"], row["kolom"]): row for row in rows(reader, "comparison/grids")}
    bound = cells["pm", "tijdelijke_plekken", "hoog"]
    assert (bound["waarde"], bound["rij_titel"]) == (400_000, "Tijdelijke plekken met extra begeleiding")
    assert cells["pm", "belastingen", "laag"]["waarde"] is None
    chance, largest = (cells["gepubliceerde risico’s", "0", name] for name in ("kans", "gevolg"))
    assert (chance["waarde"], chance["eenheid"], chance["status"]) == (50, "procent", "bericht")
    assert (largest["waarde"], largest["eenheid"]) == (300_000, "euro")
    assert not any(name.startswith("aangeleverd") for name, *_ in cells), "nothing was handed in of later years"
