"""The description is valid, says every route and column in Dutch, and what comes back is what it says."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import load_all_checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from lib.api.routes import DESCRIPTION, OPERATIONS, REFUSALS, api_routes
from lib.api.tables import Field
from lib.comparison.release import Release
from lib.tables.content import SHIPPED
from tests.api.asking import NARROWED, application, narrowed, served, told
from tests.api.conftest import TOKENS, client
from tests.people import protect

ENGLISH = re.compile(r"\b(the|of the|returns?|list|error|found|missing|with|value|number|required)\b", re.IGNORECASE)
HEADERS = {"Authorization": f"Bearer {TOKENS['analist']}"}
load_all_checks()


def test_the_description_is_valid() -> None:
    OpenAPIV31SpecValidator(told()).validate()


def test_the_description_is_served_as_it_is(here: TestClient) -> None:
    assert here.get(DESCRIPTION).json() == told()


def test_every_route_is_described_and_no_other() -> None:
    routes = {route.path for route in api_routes()} - {DESCRIPTION}
    shelves = {path for path in routes if path.endswith("{table}")}
    assert set(told()["paths"]) == routes - shelves
    names = [item["get"]["operationId"] for item in told()["paths"].values()]
    assert len(set(names)) == len(names) == len(OPERATIONS)


def test_everything_is_said_in_dutch() -> None:
    def texts(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value[key] for key in ("description", "summary", "title") if isinstance(value.get(key), str)]
            return own + [text for inner in value.values() for text in texts(inner)]
        return [text for inner in value for text in texts(inner)] if isinstance(value, list) else []

    found = texts(told())
    assert len(found) > 300
    assert not [text for text in found if ENGLISH.search(text)]


def test_every_address_in_readme_answers(reader: TestClient) -> None:
    text = (SHIPPED / "README.md").read_text("utf-8")
    found = set(re.findall(r"/api/v1/[\w./?=&-]+", text))
    assert len(found) > 8
    for address in found:
        assert reader.get(address).status_code == 200, address


def fields() -> list[tuple[str, Field]]:
    return [(each.table.name, field) for each in OPERATIONS if each.table for field in each.table.fields]


def test_every_amount_has_a_unit_and_every_column_an_explanation() -> None:
    for table, field in fields():
        assert field.explained.endswith("."), (table, field.name)
        assert not field.empty or field.empty.endswith("."), (table, field.name)
        if field.name.endswith("_eur"):
            assert field.unit == "euro", (table, field.name)


def test_every_refusal_is_described_and_every_parameter_has_an_example() -> None:
    for item in told()["paths"].values():
        assert set(item["get"]["responses"]) == {"200", "304", *REFUSALS}
        for parameter in item["get"]["parameters"]:
            assert parameter["description"] and parameter["example"], parameter["name"]


@pytest.fixture(scope="module")
def schema(release: Release) -> Any:
    return schemathesis.openapi.from_asgi(NARROWED, application(release))


def test_answers_are_as_described(shipped_place: Path, schema: Any) -> None:
    """A few requests of a tester that makes them from the description; the heavy test makes many."""
    kinds = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    operations = [schema[path]["GET"] for path in schema]
    asked: list[int] = []

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(operations).flatmap(lambda one: st.one_of([one.as_strategy(kind) for kind in kinds])))
    def ask(case: Any) -> None:
        asked.append(case.call_and_validate(headers=HEADERS).status_code)

    ask()
    assert asked.count(200) > 5 and asked.count(400) > 5


@pytest.mark.parametrize("kind", ["json", "csv", "parquet"])
def test_a_breach_of_the_description_is_seen(
    shipped_place: Path, schema: Any, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The tester is no dummy: another media type, or a value of another type, is a breach."""
    case = schema["/api/v1/releases"]["GET"].Case(query={"format": kind})
    case.call_and_validate(headers=HEADERS)
    if kind == "json":
        monkeypatch.setattr("lib.api.formats.dumped", lambda _: b'{"rijen": "geen"}')
    else:
        monkeypatch.setitem(serving_media(), kind, "image/png")
    with pytest.raises(schemathesis.core.failures.FailureGroup):
        case.call_and_validate(headers=HEADERS)


def serving_media() -> dict[str, str]:
    from lib.api import routes

    return routes.MEDIA


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("address", "more"),
    [
        pytest.param(NARROWED, (), id="what-there-is"),
        pytest.param(DESCRIPTION, ("--exclude-checks", positive_data_acceptance.__name__), id="as-described"),
    ],
)
def test_a_tester_over_the_network_finds_nothing(
    place: Path, tmp_path: Path, release: Release, address: str, more: tuple[str, ...]
) -> None:
    """On a protected database: no failure of the server, nothing that is not described, nothing without a token."""
    protect(place, "Sam")
    with served(application(release)) as server:
        words = ["run", f"{server}{address}", "--checks", "all", "--max-examples", "25", "--seed", "1", *more]
        words += ["--phases", "examples,coverage,fuzzing", "-H", f"Authorization: {HEADERS['Authorization']}"]
        command = [sys.executable, "-m", "schemathesis.cli", *words]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stdout[-4_000:] + ended.stderr[-2_000:]
    assert f"{len(OPERATIONS)}/{len(OPERATIONS)}" in ended.stdout
    assert client().get("/api/v1/releases").status_code == 401
    assert narrowed(release)["paths"].keys() == told()["paths"].keys()
