"""A comparison by the API is the comparison of the command line and the screen: the same tables, to the last byte."""

import io
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from lib.api import selection
from lib.comparison.answers import Answers
from lib.comparison.release import Release, open_release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.render.export import SCHEMAS
from lib.render.table_files import table_csv
from lib.subjects.what_if.pair import AssumptionPair
from lib.tables.content import Content
from lib.text import favour
from tests.api.conftest import client, publish, with_rows
from tests.render.exporting import LATER, A, B, exported

CHANGED = ("--key", "inwoners", "--set", "prijsindex=2 %", "--set", "schaalverlies=0.11")
ASKED = {"a": B, "b": LATER, "key": "inwoners", "set": ["prijsindex=2 %", "schaalverlies=0.11"]}
ADDRESS = "/api/v1/comparison"


@pytest.fixture(scope="module")
def export(first_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command line writes for the same choices."""
    return exported(first_database, tmp_path_factory.mktemp("export") / "tabellen", B, LATER, *CHANGED, kind="parquet")


def get(one: TestClient, name: str = "", **query: Any) -> Any:
    found = one.get(f"{ADDRESS}{name}", params=query)
    assert found.status_code == 200, found.text
    return found.json()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_is_the_export_byte_for_byte(reader: TestClient, export: Path, name: str) -> None:
    file = export / f"{name}.parquet"
    assert reader.get(f"{ADDRESS}/{name}", params={**ASKED, "format": "parquet"}).content == file.read_bytes()
    columns = pq.read_table(file)
    assert reader.get(f"{ADDRESS}/{name}", params={**ASKED, "format": "csv"}).content == table_csv(columns)
    told = [{key: row[key] for key in columns.column_names} for row in get(reader, f"/{name}", **ASKED)["rijen"]]
    assert told == columns.to_pylist()


def test_the_choices_stand_beside_the_numbers(reader: TestClient, release: Release) -> None:
    told = get(reader, "/bridge", **ASKED, gemeente="GM0141", horizon="2024")
    assert told["keuzes"] == {
        "a": B,
        "b": LATER,
        "sleutel": "inwoners",
        "mensen": release.people_keys[0],
        "aannames": [{"parameter": "prijsindex", "waarde": 0.02}, {"parameter": "schaalverlies", "waarde": 0.11}],
        "gemeente": "GM0141",
        "horizon": 2024,
    }
    assert told["release"] == {
        "nummer": 1,
        "naam": release.info.name,
        "hash": release.info.hash,
        "toestand": "in gebruik",
    }
    assert all(one["uitleg"] for one in told["kolommen"])
    assert {one["naam"]: one["eenheid"] for one in told["kolommen"]}["bijdrage_eur"] == "euro"


def test_nothing_asked_is_the_standard_of_the_release_in_use(reader: TestClient, release: Release) -> None:
    view = default_view(release)
    told = get(reader)["keuzes"]
    assert (told["a"], told["b"], told["sleutel"], told["aannames"]) == (view.a, view.b, None, [])


def test_rows_can_be_limited_to_a_gemeente_and_a_horizon(reader: TestClient, release: Release) -> None:
    code, horizon = release.figures.gemeenten[1].code, release.horizons[0]
    for name in ("costs", "headcounts", "bridge", "switching", "readings", "uncertainty", "differences"):
        every = get(reader, f"/{name}")["rijen"]
        some = get(reader, f"/{name}", gemeente=code, horizon=str(horizon))["rijen"]
        if "horizon" in every[0]:
            expected = [row for row in every if row["gemeente_code"] == code and row["horizon"] == horizon]
        else:
            expected = [row for row in every if row["gemeente_code"] == code and row["jaar"] <= horizon]
        assert some == expected and some
        assert get(reader, f"/{name}", gemeente=ALL)["rijen"] == every


def test_the_differences_are_those_of_the_screen(reader: TestClient, release: Release) -> None:
    view = default_view(release)
    answers = Answers(release, view, compare_view(release, view))
    found = {(row["gemeente_code"], row["horizon"]): row for row in get(reader, "/differences")["rijen"]}
    assert len(found) == (len(answers.codes) + 1) * len(release.horizons)
    for code in (*answers.codes, ALL):
        answer = answers.difference(answers.comparison.b, answers.comparison.a, code)
        row = found[code, view.horizon]
        assert (row["verschil_eur"], row["status"]) == (answer.value, answer.status)
        assert row["bepaald_door"] == answer.certainty.decided_by
        assert row["voordelig_nadelig"] == favour(answer.value)
    assert found[ALL, view.horizon]["pm_posten_b"] == answers.pm(answers.comparison.b).value
    assert get(reader)["verschillen"] == list(found.values())
    assert all(row["voordelig_nadelig"] is None for row in get(reader, "/differences", a=B, b=B)["rijen"])


def test_two_assumptions_together_are_those_of_the_screen(reader: TestClient, release: Release) -> None:
    names = ("behoud_na_2022", "meeropbrengst_doorontwikkeling")
    view = replace(default_view(release), pair=names)
    pair = AssumptionPair(Answers(release, view, compare_view(release, view)))
    asked = {"eerste": names[0], "tweede": names[1]}
    rows = get(reader, "/equal_costs", **asked)["rijen"]
    assert len(rows) == len(pair.steps) * len(pair.answers.comparison.codes) * len(release.horizons)
    assert {(row["eerste"], row["tweede"]) for row in rows} == {names}
    for row in (row for row in rows if row["horizon"] == view.horizon):
        whole, structural = (turn[row["gemeente_code"]] for turn in pair.turns[row["eerste_waarde"]])
        assert (row["omslagwaarde"], row["omslagwaarde_structureel"]) == (whole.value, structural.value)
        assert row["binnen_bandbreedte"] == (None if whole.value is None else "ja" if whole.in_band else "nee")
        assert row["status"] == "aanname" and row["bron_id"] in release.sources
    some = get(reader, "/equal_costs", **asked, gemeente="GM1700", horizon="2024")["rijen"]
    assert some == [row for row in rows if (row["gemeente_code"], row["horizon"]) == ("GM1700", 2024)] and some


def test_two_assumptions_that_nobody_chose_are_those_that_count_most(reader: TestClient) -> None:
    there, back = (get(reader, "/equal_costs", a=a, b=b)["rijen"] for a, b in ((A, B), (B, A)))
    assert {(row["eerste"], row["tweede"]) for row in there} == {
        ("meeropbrengst_doorontwikkeling", "frictie_per_persoon")
    }
    numbers = [[(row["eerste_waarde"], row["omslagwaarde"]) for row in rows] for rows in (there, back)]
    assert str(numbers[0])[:200] == str(numbers[1])[:200] and len(numbers[0]) == len(numbers[1])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"eerste": "schaalverleis"}, "Onbekende aanname “schaalverleis”; bedoelde u"),
        ({"eerste": "loonindex", "tweede": "loonindex"}, "Twee keer dezelfde aanname, “Loonindex”"),
        ({"tweede": "efficiency_eindwaarde@GM0163"}, "Onbekende aanname “efficiency_eindwaarde@GM0163”"),
    ],
)
def test_two_assumptions_that_cannot_be_are_refused_in_words(
    reader: TestClient, query: dict[str, str], words: str
) -> None:
    answer = reader.get(f"{ADDRESS}/equal_costs", params=query)
    assert answer.status_code in (400, 422) and words in answer.text


def test_every_number_has_a_status_and_a_source(reader: TestClient, release: Release) -> None:
    origin = get(reader, "/provenance")["rijen"]
    assert {row["bron_id"] for row in origin} <= set(release.sources)
    for name, column in (("costs", "kostensoort"), ("headcounts", "groep"), ("bridge", "onderdeel")):
        told = get(reader, f"/{name}")
        assert told["herkomst"] == [row for row in origin if row["tabel"] == name]
        known = {
            (row["scenario"], row["regel"], year)
            for row in told["herkomst"]
            for year in range(row["jaar_vanaf"], row["jaar_tot_en_met"] + 1)
        }
        assert {(row.get("scenario"), row[column], row["jaar"]) for row in told["rijen"]} <= known
    for name in ("switching", "readings", "uncertainty"):
        told = get(reader, f"/{name}")
        known_spans = {(row["gemeente_code"], row["jaar_tot_en_met"]) for row in told["herkomst"]}
        assert {(row["gemeente_code"], row["horizon"]) for row in told["rijen"]} <= known_spans


def test_what_was_published_comes_before_the_numbers(reader: TestClient, release: Release) -> None:
    there, back = get(reader), get(reader, a=B, b=A)
    assert list(there)[4:9] == ["gepubliceerd", "bereik", "lezingen", "pm", "pm_posten"]
    said = {route["scenario"]: route for route in there["gepubliceerd"]["routes"]}
    for name, scenario in ((A, release.scenarios[A]), (B, release.scenarios[B])):
        parts = scenario.names, scenario.leaves_open, scenario.published, scenario.published_source
        assert tuple(said[name].values()) == (name, *parts)
        assert f"noemt {scenario.names} en laat {scenario.leaves_open} open" in there["gepubliceerd"]["kop"]
    assert sorted(there["gepubliceerd"]["routes"], key=str) == sorted(back["gepubliceerd"]["routes"], key=str)
    for verdict in (*there["gepubliceerd"]["oordeel"], *back["gepubliceerd"]["oordeel"]):
        assert "hangt af van wat niemand publiceerde" in verdict["zin"]


def test_ranges_are_those_of_the_model(reader: TestClient, release: Release) -> None:
    """model.md §5: structural over the meerjarenraming, one-off of the route of 2017 PM and so nothing."""
    rows = {(row["scenario"], row["gemeente_code"], row["jaar_vanaf"]): row for row in get(reader, "/ranges")["rijen"]}
    assert len(rows) == 2 * 2 * (len(release.figures.gemeenten) + 1)
    both = [rows[name, ALL, 2021] for name in (A, B)]
    ends = [(row["structureel_ongunstig_eur"], row["structureel_gunstig_eur"]) for row in both]
    assert [[round(end / 1e6, 2) for end in pair] for pair in ends] == [[-2.42, 7.74], [-8.13, 4.11]]
    single = [(row["eenmalig_ongunstig_eur"], row["eenmalig_gunstig_eur"]) for row in both]
    assert single[0] == (None, None) and [round(end / 1e6, 2) for end in single[1]] == [-13.53, -0.18]
    for row in rows.values():
        assert row["status"] == "aanname" and row["bron_id"] in release.sources
        assert row["andere_schatting_laag_eur"] <= row["structureel_ongunstig_eur"] + 0.01
        assert row["andere_schatting_hoog_eur"] >= row["structureel_gunstig_eur"] - 0.01
    assert get(reader)["bereik"] == list(rows.values())
    some = get(reader, "/ranges", gemeente="GM1700")["rijen"]
    assert some == [row for row in rows.values() if row["gemeente_code"] == "GM1700"]


def test_pm_has_its_evidence_per_route(reader: TestClient, release: Release) -> None:
    told = get(reader, "/pm")["rijen"]
    for name in (release.zero.id, A, B):
        own = {row["pm_post"]: row for row in told if row["scenario"] == name}
        assert own.keys() == release.scenarios[name].pm.keys()
        for item, proof in release.scenarios[name].pm.items():
            row, post = own[item], release.pm[item]
            assert (row["waarom"], row["bron_id"], row["status"]) == (proof.explanation, proof.source, "PM")
            assert (row["laag_eur"], row["eigenaar"], row["wanneer"], row["gevolg"]) == (
                *(post.low, post.owner, post.when, post.consequence),
            )
    assert get(reader)["pm"] == told


def test_the_addresses_of_the_tables_keep_their_meaning(place: Path, shipped: Content) -> None:
    lezer = client("lezer")
    before = get(lezer, **ASKED)
    rows = {table["tabel"]: lezer.get(table["adres"]).json()["rijen"] for table in before["tabellen"]}

    def dearer(row: dict[str, Any]) -> None:
        row["bedrag_eur"] = row["bedrag_eur"] * 2

    publish(place, with_rows(shipped, "costs", dearer))
    assert get(lezer, **ASKED)["verschillen"] != before["verschillen"]
    for table in before["tabellen"]:
        told = lezer.get(table["adres"]).json()
        assert told["rijen"] == rows[table["tabel"]] and told["keuzes"]["aannames"] == before["keuzes"]["aannames"]


def test_an_amount_that_is_pm_is_told_so(place: Path, shipped: Content) -> None:
    def unknown(row: dict[str, Any]) -> None:
        if row["werkvorm"] == "groen" and row["kostensoort"] == "huisvesting":
            row["bedrag_eur"] = "PM"

    publish(place, with_rows(shipped, "costs", unknown))
    release, lezer = open_release(place), client("lezer")
    found = get(lezer, "/costs")["rijen"]
    words = [(row["bedrag_eur_woord"], row["saldo_eur_woord"]) for row in found if row["bedrag_eur"] is None]
    assert words and set(words) == {("PM", "PM")}
    assert all(row["bedrag_eur_woord"] is None for row in found if row["bedrag_eur"] is not None)
    text = lezer.get(f"{ADDRESS}/costs?format=csv").content.decode("utf-8-sig")
    assert text.count(";PM;PM\r\n") == len(words)
    columns = pq.read_table(io.BytesIO(lezer.get(f"{ADDRESS}/costs?format=parquet").content))
    assert columns.schema.names == SCHEMAS["costs"].names and columns["bedrag_eur"].null_count == len(words)
    pm = {one["scenario"]: one["aantal"] for one in get(lezer)["pm_posten"]}
    view = default_view(release)
    answers = Answers(release, view, compare_view(release, view))
    assert pm[view.b] == answers.pm(answers.comparison.b).value


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"a": "niets"}, "Onbekende keuze voor route A: “niets”; kies uit: "),
        ({"b": "ongewijzig"}, "bedoelde u “ongewijzigd”?"),
        ({"key": "x"}, "Onbekende keuze voor de verdeelsleutel: “x”"),
        ({"mensen": "inwoners"}, "Onbekende keuze voor waar de mensen zijn: “inwoners”"),
        ({"set": "prijsindex@GM0141=0,01"}, "Prijsindex: hier kan een gemeente geen eigen waarde hebben"),
        ({"set": "efficiency_eindwaarde@GM9=0,01"}, "onbekende gemeente “GM9”"),
        ({"gemeente": "GM9999"}, "Onbekende keuze voor de gemeente: “GM9999”"),
        ({"horizon": "2025"}, "Onbekende keuze voor de jaren: “2025”"),
        ({"horizon": "24"}, "horizon: gelezen is “24” en dat kan hier niet; bijvoorbeeld horizon="),
        ({"set": "prijsindex"}, "set: gelezen is “prijsindex” en dat kan hier niet"),
        ({"set": "prijsinde=1"}, "Onbekende parameter “prijsinde”; bedoelde u “prijsindex”?"),
        ({"set": "prijsindex=veel"}, "Prijsindex: "),
        ({"set": "prijsindex=PM"}, "Prijsindex: hier hoort een getal"),
        ({"set": "prijsindex=80 %"}, "ligt buiten het toelaatbare bereik"),
        ({"set": "frictie_per_persoon=1.500"}, "1.500"),
        ({"set": ["prijsindex=0,01", "prijsindex=0,02"]}, "Aannames: prijsindex staat er twee keer"),
    ],
)
def test_what_the_release_does_not_know_is_told(reader: TestClient, query: dict[str, Any], told: str) -> None:
    found = reader.get(f"{ADDRESS}/costs", params=query)
    assert found.status_code == 400 and told in found.json()["melding"]


def test_many_at_the_same_time_compute_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted, export_table = [], selection.export_table

    def count(name: str, *rest: Any) -> Any:
        counted.append(name)
        return export_table(name, *rest)

    monkeypatch.setattr(selection, "export_table", count)
    bodies: list[bytes] = []

    def ask() -> None:
        bodies.append(client("lezer").get(f"{ADDRESS}/uncertainty?format=parquet").content)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted == ["uncertainty"] and len(bodies) == 8 and len(set(bodies)) == 1
