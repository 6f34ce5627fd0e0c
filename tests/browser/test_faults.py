"""What a reader sees when the database cannot be used: a Dutch sentence with what to do, never a traceback."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

ROOT = Path(__file__).parents[2]


def status(app_address: str) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(f"{app_address}/api/v1/status") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_corrupt_newer_and_missing_are_told_in_words(page: Page, app_address: str, database: Path) -> None:
    code, found = status(app_address)
    assert code == 200 and found["database"] == "in orde" and found["release"]["nummer"] == 1  # type: ignore[index]
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 3])
    page.goto(app_address)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("is beschadigd of onvolledig. Zet een reservekopie terug")
    assert "Traceback" not in page.locator("body").inner_text()
    code, found = status(app_address)
    assert code == 503 and "beschadigd" in str(found["melding"])
    database.write_bytes(whole)
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    page.goto(f"{app_address}/kosten")
    expect(page.get_by_role("alert")).to_contain_text("is gemaakt met een nieuwere versie")
    database.unlink()
    page.goto(app_address)
    expect(page.locator("h1")).to_contain_text("; het akkoord van 2020 noemt")
    assert database.exists()
