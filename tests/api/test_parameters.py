"""Whatever is asked: a sentence in JSON, bounded, with nothing in it that does something where it is shown."""

from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from lib.api.operations import FORMAT, LONGEST, LONGEST_QUERY, MOST, Refused, read_query
from lib.tables.rows import INVISIBLE

NASTY = (
    "'; DROP TABLE releases; --",
    "1 OR 1=1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(0)",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "%2e%2e%2f",
    "{{7*7}}${7*7}%s%n",
    "[x](javascript:alert(1))",
    "\x00",
    "\r\nSet-Cookie: x=1",
    "\u202eevil\u2066",
    "\u200b",
    "a\u0301" * 40,
    "١٢٣",
    "１",
    "٣",
    "-1",
    "0",
    "1e9",
    "9" * 400,
    "x" * 5_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 30,
)
COMPARISON = "/api/v1/comparison/bridge"
PLACES = [
    *(f"{COMPARISON}?{name}={{}}" for name in ("a", "b", "release", "gemeente", "horizon", "key", "set", "format")),
    f"{COMPARISON}?set=prijsindex%3D{{}}",
    f"{COMPARISON}?set={{}}%3D0.02",
    f"{COMPARISON}?{{}}=1",
    "/api/v1/releases/{}",
    "/api/v1/releases/{}/figures/costs",
    "/api/v1/releases/1/figures/{}",
    "/api/v1/comparison/{}",
    "/api/v1/{}",
    "/api/v1/releases/1/figures/costs?aantallen={}",
]
#: A value that is a number in another notation is one.
GOOD = {(f"{COMPARISON}?set=prijsindex%3D{{}}", "0"), (f"{COMPARISON}?set={{}}%3D0.02", "prijsindex")}


@pytest.mark.parametrize("address", PLACES)
def test_hostile_input_is_text_and_nothing_else(reader: TestClient, address: str) -> None:
    for text in NASTY:
        if address == "/api/v1/{}" and "\n" in text:
            continue  # no address of the API, nor of any other route
        found = reader.get(address.format(quote(text, safe="", errors="surrogatepass")))
        if (address, text) in GOOD:
            assert found.status_code == 200
            continue
        assert found.status_code in (400, 404), (text, found.text[:200])
        assert found.headers["content-type"] == "application/json"
        assert found.headers["x-content-type-options"] == "nosniff" and "set-cookie" not in found.headers
        told = found.json()
        assert list(told) == ["melding"] and 0 < len(told["melding"]) <= LONGEST
        assert not INVISIBLE.search(told["melding"]), told


@pytest.mark.parametrize(
    "query",
    [
        b"%ff%fe=1",
        b"a=%ff",
        b"a=%ed%a0%80",
        b"&&&",
        b"=",
        b"a",
        b"a=&b=",
        b"\xff\xfe",
        b"a=1;b=2",
        b"format=json&format=csv",
    ],
)
def test_a_query_that_is_no_text(reader: TestClient, query: bytes) -> None:
    found = reader.get(f"{COMPARISON}?{query.decode('latin-1')}")
    assert found.status_code in ((200,) if query == b"&&&" else (400,)), found.text


def test_what_is_asked_is_bounded() -> None:
    for query in (b"format=" + b"x" * LONGEST_QUERY, b"&".join([b"format=csv"] * (MOST + 1))):
        with pytest.raises(Refused, match=r"maak haar korter\.$") as caught:
            read_query((FORMAT,), query)
        assert caught.value.status == 400


def test_a_parameter_that_there_is_not_is_never_passed_over(reader: TestClient) -> None:
    found = reader.get(f"{COMPARISON}?horizo=2024")
    assert (found.status_code, found.json()["melding"]) == (400, "Onbekende parameter “horizo”; bedoelde u “horizon”?")
    found = reader.get("/api/v1/releases?token=geheim")
    assert found.status_code == 400 and "geheim" not in found.text
    assert (
        reader.get(f"{COMPARISON}?horizon=2024&horizon=2030").json()["melding"].startswith("De parameter horizon staat")
    )


def test_nothing_is_written_by_what_is_asked(reader: TestClient, shipped_place: Path) -> None:
    before = shipped_place.read_bytes()
    for text in NASTY:
        reader.get(f"{COMPARISON}?a={quote(text, safe='', errors='surrogatepass')}")
    assert shipped_place.read_bytes() == before
