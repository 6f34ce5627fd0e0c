"""How every address of the API answers: form, name, ETag, method; and never otherwise than in Dutch JSON when it fails."""

import asyncio
import csv
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from lib.api import catalogue, routes
from lib.api.access import RequestQueue
from lib.api.formats import MEDIA
from lib.api.operations import FORMATS
from lib.api.routes import DESCRIPTION, OPERATIONS, endpoint
from lib.tables.content import Content
from lib.web.server.lifecycle import STATUS_PATH
from tests.api.conftest import client, publish
from tests.web.server.asking import ended, scope_of

PLACES = {each.path.replace("{n}", "current"): each for each in OPERATIONS}
TABLE = "/api/v1/comparison/differences"
#: One address of each kind of answer.
KINDS = (
    "/api/v1/releases",
    "/api/v1/releases/1",
    "/api/v1/releases/1/figures/costs",
    "/api/v1/comparison",
    TABLE,
    DESCRIPTION,
)


def test_every_address_answers_in_every_form_with_the_same_rows(reader: TestClient) -> None:
    for address, operation in PLACES.items():
        told = reader.get(address)
        assert told.status_code == 200 and told.headers["content-type"] == "application/json", address
        if operation.table is None:
            assert reader.get(address, params={"format": "csv"}).status_code == 400
            continue
        rows = told.json()["rijen"]
        assert told.json()["tabel"] == operation.table.name
        comma = reader.get(address, params={"format": "csv"})
        assert comma.content.startswith(b"\xef\xbb\xbf") and comma.headers["content-type"] == MEDIA["csv"]
        read = list(csv.reader(io.StringIO(comma.content.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert tuple(read[0]) == operation.table.names and len(read) == len(rows) + 1
        columns = pq.read_table(io.BytesIO(reader.get(address, params={"format": "parquet"}).content))
        assert columns.num_rows == len(rows)
        for name in columns.column_names:
            assert [row[name] for row in rows] == list(map(plain, columns[name].to_pylist())), (address, name)


def plain(value: object) -> object:
    """A value of a Parquet file as JSON has it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("address", KINDS)
def test_an_answer_that_is_known_is_not_sent_again(reader: TestClient, address: str) -> None:
    first = reader.get(address)
    assert first.headers["cache-control"] == "private, no-cache"
    tag = first.headers["etag"]
    for known in (tag, f'"x", W/{tag}', "*"):
        again = reader.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert reader.get(address, headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize("address", KINDS)
def test_head_tells_what_get_would_send(reader: TestClient, address: str) -> None:
    full, head = reader.get(address), reader.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(full.headers) and int(head.headers["content-length"]) == len(full.content)


def test_what_differs_by_who_asks_is_kept_apart(reader: TestClient) -> None:
    for address in ("/api/v1/releases", "/api/v1/releases/0"):
        assert reader.get(address).headers["vary"] == "Authorization, Accept"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
@pytest.mark.parametrize("address", [TABLE, "/api/v1/releases", DESCRIPTION])
def test_nothing_can_be_done_but_reading(here: TestClient, method: str, address: str) -> None:
    found = here.request(method, address)
    assert (found.status_code, found.headers["allow"]) == (405, "GET, HEAD")
    assert found.json() == {"melding": "Hier kan alleen gelezen worden: gebruik GET of HEAD."}


def test_another_form_or_choice_or_release_has_another_tag(place: Path, shipped: Content) -> None:
    here = client()
    asked = [{"format": name} for name in FORMATS] + [
        {"horizon": "2024"},
        {"key": "inwoners"},
        {"set": "prijsindex=0,02"},
    ]
    tags = [here.get(TABLE, params=values).headers["etag"] for values in asked]
    assert len(set(tags)) == len(asked)
    publish(place, shipped)
    assert here.get(TABLE).headers["etag"] not in tags
    assert here.get(TABLE, params={"release": "1"}).headers["etag"] not in tags, "it is no longer in use"


def test_another_program_has_another_tag(here: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = here.get(TABLE).headers["etag"]
    monkeypatch.setattr("lib.api.formats.program", lambda: "een ander programma")
    assert here.get(TABLE).headers["etag"] != before


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "csv"),
        ("application/vnd.apache.parquet", "parquet"),
        ("application/json;q=0.1, text/csv;q=0.5", "csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
        ("application/*", "json"),
        ("text/*", "csv"),
        ("*/*, application/json;q=0", "csv"),
        ("", "json"),
    ],
)
def test_the_form_that_is_liked_best(here: TestClient, accept: str, kind: str) -> None:
    assert here.get(TABLE, headers={"accept": accept}).headers["content-type"] == MEDIA[kind]


@pytest.mark.parametrize(
    "accept", ["text/html", "image/png, text/csv;q=0", "x", ";;,,q=", "text/csv;q=x", "text/csv;q=7"]
)
def test_a_form_that_there_is_not(here: TestClient, accept: str) -> None:
    found = here.get(TABLE, headers={"accept": accept})
    assert found.status_code == 406
    assert found.json()["melding"].endswith("application/json, text/csv, application/vnd.apache.parquet.")
    assert here.get(TABLE, params={"format": "csv"}, headers={"accept": accept}).status_code == 200


def test_a_file_has_a_name_and_says_its_release(here: TestClient) -> None:
    found = here.get("/api/v1/releases/1/figures/municipal_accounts", params={"format": "csv"})
    assert found.headers["content-disposition"] == (
        'attachment; filename="routewijzer-release-1-figures-municipal-accounts.csv"'
    )
    told = here.get("/api/v1/releases/1").json()["release"]
    assert found.headers["routewijzer-release"] == str(told["nummer"])
    assert found.headers["routewijzer-kenmerk"] == told["hash"]
    assert "content-disposition" not in here.get(TABLE).headers


def test_the_status_and_an_unknown_address_are_as_they_were(here: TestClient) -> None:
    assert here.get("/api/v1/status").json()["release"]["nummer"] == 1
    for path in ("nergens", "%0d%0ax", "a%0ab/c%0d", "%00", "%ff"):
        found = here.get(f"/api/v1/{path}")
        assert (path, found.status_code, found.json()) == (path, 404, {"melding": "Dit adres bestaat niet."})
    for missing, near in (("/api/v1/comparison/cost", "costs"), ("/api/v1/releases/1/figures/headcount", "headcounts")):
        found = here.get(missing)
        assert found.status_code == 404 and found.json()["melding"].endswith(f"bedoelde u “{near}”?")


def test_a_failure_is_a_sentence_and_in_the_log(
    here: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("geheime binnenkant")

    monkeypatch.setattr(catalogue, "listed", fail)
    found = here.get("/api/v1/releases")
    assert found.status_code == 500 and set(found.json()) == {"melding"}
    assert "binnenkant" not in found.text and "binnenkant" in caplog.text


def test_a_broken_database_is_told_without_where_it_is(place: Path) -> None:
    here = client()
    place.write_bytes(b"geen database")
    found = here.get("/api/v1/releases")
    assert (found.status_code, found.headers["retry-after"]) == (503, "60")
    assert found.json()["melding"].startswith("De cijfers zijn nu niet te lezen.") and str(place) not in found.text


def test_a_full_line_says_when_to_come_back_and_holds_up_no_small_answer(
    here: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, begun, ready = RequestQueue(at_once=1, waiting=0, patience=9), threading.Event(), threading.Event()
    monkeypatch.setattr(routes, "queue", full)

    def work() -> None:
        begun.set()
        assert ready.wait(60)

    with ThreadPoolExecutor(1) as other:
        running = other.submit(asyncio.run, full.result(work))
        assert begun.wait(60)
        try:
            answer, head = here.get(TABLE), here.head(TABLE)
            small = [here.get(address).status_code for address in (STATUS_PATH, DESCRIPTION, "/api/v1/geen")]
        finally:
            ready.set()
        running.result()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "9")
    assert answer.json()["melding"].endswith("Probeer het over 9 seconden opnieuw.")
    assert (head.status_code, head.content) == (503, b"") and small == [200, 200, 404]
    assert here.get(TABLE).status_code == 200


def test_who_reads_slowly_takes_no_place_from_others(here: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "queue", RequestQueue(at_once=1, waiting=0))
    place, meanwhile = endpoint(PLACES[TABLE]), []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            meanwhile.append((message["status"], (await asyncio.to_thread(here.get, TABLE)).status_code))

    ended(place(scope_of(TABLE, path_params={}), receive, send))
    assert meanwhile == [(200, 200)]
