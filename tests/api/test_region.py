"""The API of another region: every address, in every form, and no name of the shipped region."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from lib.__main__ import main
from lib.api.comparison import PLACE
from lib.api.operations import FORMATS, PARQUET
from lib.api.routes import DESCRIPTION, OPERATIONS
from lib.api.selection import GEMEENTE
from lib.store.locations import DATABASE, HOME
from lib.store.releases import ensure
from tests.api.conftest import client
from tests.regions.beekstreek import GEMEENTEN, write_region
from tests.regions.shipped_names import found_in, own_ids, own_phrases, proper_names

NOT_HERE = proper_names() | own_ids() | own_phrases()


@pytest.fixture
def there(shipped_place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A lezer of a region whose tables hold no more than what is needed to compute."""
    home = write_region(tmp_path / "beekstreek", published=False)
    database = home / "data" / "routewijzer.duckdb"
    ensure(database, home)
    monkeypatch.setenv(HOME, str(home))
    monkeypatch.setenv(DATABASE, str(database))
    return client("lezer")


def test_another_region_is_read_by_the_same_addresses(there: TestClient) -> None:
    one = next(iter(GEMEENTEN))
    for operation in OPERATIONS:
        address = operation.path.replace("{n}", "current")
        asked = {"gemeente": one} if GEMEENTE in operation.parameters else {}
        for format_ in FORMATS if operation.table else (None,):
            found = there.get(address, params={**asked, **({"format": format_} if format_ else {})})
            assert found.status_code == 200, (address, found.text[:300])
            assert format_ == PARQUET or not found_in(found.text, NOT_HERE), (address, found_in(found.text, NOT_HERE))
    assert not found_in(there.get(DESCRIPTION).text, NOT_HERE)


def test_a_table_without_rows_has_its_columns(there: TestClient, tmp_path: Path) -> None:
    address = "/api/v1/releases/current/figures/municipal_accounts"
    assert there.get(address).json()["rijen"] == []
    assert there.get(address, params={"format": "csv"}).text.splitlines()[0].startswith("\ufeffgemeente_code;jaar;")
    file = tmp_path / "leeg.parquet"
    file.write_bytes(there.get(address, params={"format": "parquet"}).content)
    columns = pq.read_table(file)
    assert columns.num_rows == 0 and str(columns.schema.field("lasten_eur").type) == "int64"
    told = there.get("/api/v1/releases/current").json()["gemeenten"]
    assert sorted(one["gemeente_code"] for one in told) == sorted(GEMEENTEN)


def test_a_region_that_is_not_filled_in_has_figures_and_no_comparison(
    shipped_place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "regio"
    words = ["--gemeenten", "Noordbeek, Zuidbeek", "--base-year", "2024", "--out", str(home)]
    assert main(["region", "Twee Beken", *words]) == 0
    database = home / "data" / "routewijzer.duckdb"
    ensure(database, home)
    monkeypatch.setenv(HOME, str(home))
    monkeypatch.setenv(DATABASE, str(database))
    reader = client("lezer")
    for operation in OPERATIONS:
        answer = reader.get(operation.path.replace("{n}", "current"))
        compares = operation.path.startswith(PLACE)
        assert answer.status_code == (409 if compares else 200), (operation.path, answer.text[:300])
        assert not compares or "Nog niet ingevuld: 0 van 86 cijfers ingevuld." in answer.json()["melding"]
