"""Figures that were changed outside the app: a program that asks gets a sentence and no figure."""

from pathlib import Path

import duckdb

from tests.api.conftest import client


def test_the_api_gives_no_changed_figure(place: Path) -> None:
    with duckdb.connect(str(place)) as connection:
        connection.execute("UPDATE costs SET bedrag_eur = bedrag_eur + 1")
    with client("analist") as asking:
        for address in ("figures/costs", "figures/headcounts", "scenarios", "parameters"):
            answer = asking.get(f"/api/v1/releases/current/{address}")
            assert answer.status_code == 503 and "niet meer wat is gepubliceerd" in answer.json()["melding"]
        assert asking.get("/api/v1/comparison/costs").status_code == 503
