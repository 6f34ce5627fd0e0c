"""Every address below /api/, however it is written and whatever is asked of it, is answered in Dutch JSON."""

import re

import pytest
from starlette.testclient import TestClient

from lib.api.operations import Refused
from lib.api.routes import check_method
from lib.web.server.door import LOCAL_ONLY_WHY, local_address
from lib.web.server.lifecycle import READ_ONLY

ENGLISH = re.compile(r"Not Found|Bad Request|Method|Allowed|Error|Redirect", re.IGNORECASE)
NEARLY = {
    "//api/v1/releases": "/api/v1/releases",
    "/api//v1/releases": "/api/v1/releases",
    "/api/v1/releases/": "/api/v1/releases",
    "/API/v1/releases": "/api/v1/releases",
    "/Api/V1/Releases/Current": "/api/v1/releases/current",
    "///api/v1/comparison//": "/api/v1/comparison",
    "/api/v1/health/": "/api/v1/health",
}


@pytest.mark.parametrize("address", [*NEARLY, "/api", "/api/", "//api", "/API/%0a<b>", "/api/v1/onzin"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "TRACE", "FOO"])
def test_an_address_that_is_nearly_one_is_answered_by_the_api(reader: TestClient, address: str, method: str) -> None:
    told = reader.request(method, f"{str(reader.base_url).rstrip('/')}{address}", follow_redirects=False)
    assert told.status_code == 404 and told.headers["content-type"] == "application/json"
    if method != "HEAD":
        melding = told.json()["melding"]
        assert melding.startswith("Dit adres bestaat niet") and not ENGLISH.search(melding) and "<b>" not in melding
        if address in NEARLY:
            assert f"bedoelde u {NEARLY[address]}?" in melding


@pytest.mark.parametrize("address", ["/api/v1/status", "/api/v1/releases", "/api/v1/openapi.json"])
@pytest.mark.parametrize("method", ["POST", "OPTIONS", "TRACE", "FOO"])
def test_what_only_reads_says_so(reader: TestClient, address: str, method: str) -> None:
    told = reader.request(method, address)
    assert (told.status_code, told.json(), told.headers["allow"]) == (405, {"melding": READ_ONLY}, "GET, HEAD")
    with pytest.raises(Refused) as refused:
        check_method(method)
    assert refused.value.melding == READ_ONLY


@pytest.mark.parametrize(
    ("server", "address"), [(("10.0.0.1", 9123), "http://localhost:9123"), (None, "http://localhost")]
)
def test_the_port_in_a_message_is_the_one_that_was_asked(server: tuple[str, int] | None, address: str) -> None:
    assert local_address({"type": "http", "server": server}) == address
    assert "8501" not in LOCAL_ONLY_WHY and "{address}" in LOCAL_ONLY_WHY
