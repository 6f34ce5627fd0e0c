"""The web shell as a client meets it, without a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.web import dutch
from lib.web.server import answers, headers, lifecycle, streamlit_static, web_middleware

PAGES = ["/", "/kosten", "/mensen", "/verantwoording", "/nergens", "/kosten?a=1"]
STRINGS = dutch.read_strings()
STATIC = streamlit_static()
#: The app without sign-in serves only this machine.
HERE = ("127.0.0.1", 50000)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}


def report() -> Mapping[str, object]:
    return {"release": 3}


def broken_report() -> Mapping[str, object]:
    raise RuntimeError("the database is gone")


async def broken(_: Request) -> PlainTextResponse:
    raise RuntimeError("the database is gone")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Streamlit's own server around a script of one line, dressed as in app.py."""
    script = tmp_path_factory.mktemp("script") / "main.py"
    script.write_text("import streamlit as st; st.title('Proef')", "utf-8")
    app = st.App(
        script,
        middleware=web_middleware(),
        routes=[lifecycle.status_route(report), Route("/api/v1/kapot", broken), lifecycle.unknown_api_route()],
    )
    with TestClient(app, base_url="http://localhost", client=HERE) as running:
        yield running


def test_the_page_of_streamlit_is_english_without_us() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    assert '<html lang="en">' in page and "<title>Streamlit</title>" in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("encoding", ["identity", "gzip, deflate, br"])
def test_every_page_is_dutch(client: TestClient, path: str, encoding: str) -> None:
    response = client.get(path, headers={"accept-encoding": encoding, "if-none-match": "*"})
    assert response.status_code == 200
    assert response.text.count('<html lang="nl">') == 1 and 'lang="en"' not in response.text
    assert "<title>Routewijzer</title>" in response.text
    assert "Zet JavaScript aan" in response.text and "You need to enable" not in response.text
    assert int(response.headers["content-length"]) == len(response.content)
    assert "content-encoding" not in response.headers and "etag" not in response.headers
    assert client.head(path).content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/media/nergens.pdf",
        "/component/nergens",
        "/%0d%0ax",
        "/static/nergens.js",
        "/static/js/nergens.js",
        "/kosten/static/js/nergens.js",
        "/kosten/media/x",
        "/kosten/x/api/y",
    ],
)
def test_what_is_not_there_is_told_in_dutch(client: TestClient, path: str) -> None:
    """A document of yesterday, or half an address: Streamlit itself says so in English, or serves its page."""
    found = client.get(path)
    assert (found.status_code, found.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert '<html lang="nl">' in found.text and answers.GONE in found.text and "not found" not in found.text.lower()
    assert {name: found.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert client.head(path).status_code == 404


def test_a_program_is_told_as_json_what_is_not_there(client: TestClient) -> None:
    found = client.get("/_stcore/nergens")
    assert (found.status_code, found.json()) == (404, {"melding": answers.GONE})
    assert client.get("/_stcore/health").text == "ok"


def test_only_html_is_translated() -> None:
    text = '<html lang="en">'
    app = Starlette(
        routes=[Route("/html", lambda _: HTMLResponse(text)), Route("/plat", lambda _: PlainTextResponse(text))],
        middleware=[Middleware(dutch.DutchMiddleware, static=STATIC, strings=())],
    )
    client = TestClient(app)
    assert client.get("/html").text == '<html lang="nl">'
    assert client.get("/plat").text == text


@pytest.mark.parametrize("string", STRINGS, ids=lambda s: f"{s.file}-{s.english[:40]}")
def test_every_english_text_is_where_the_table_says(string: dutch.FixedString) -> None:
    scripts = dutch.scripts_named(STATIC, string.file)
    assert scripts, f"Streamlit has no script named {string.file}"
    assert sum(path.read_text("utf-8").count(string.english) for path in scripts) == string.times
    assert string.english != string.dutch and string.where


@pytest.mark.parametrize("string", STRINGS, ids=lambda s: f"{s.file}-{s.english[:40]}")
def test_the_served_script_says_it_in_dutch(client: TestClient, string: dutch.FixedString) -> None:
    texts = [client.get(f"/static/js/{path.name}").text for path in dutch.scripts_named(STATIC, string.file)]
    assert not any(string.english in text for text in texts)
    assert sum(text.count(string.dutch) for text in texts) >= string.times


@pytest.mark.parametrize("marks", [("`", "`"), ("{", "}"), ("(", ")"), ("[", "]")])
def test_a_replacement_keeps_the_script_sound(marks: tuple[str, str]) -> None:
    """What opens in the English still closes in the Dutch, so that no text swallows the code behind it."""
    opening, closing = marks
    for string in STRINGS:
        if opening == closing:
            assert string.english.count(opening) % 2 == string.dutch.count(opening) % 2, string.english
        else:
            left = [text.count(opening) - text.count(closing) for text in (string.english, string.dutch)]
            assert left[0] == left[1], string.english


def test_a_translated_script_is_asked_for_again_and_recognised(client: TestClient) -> None:
    script = dutch.scripts_named(STATIC, "FileUploader")[0].name
    first = client.get(f"/static/js/{script}", headers={"accept-encoding": "gzip"})
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-type"].startswith("text/javascript")
    assert int(first.headers["content-length"]) == len(first.content)
    known = client.get(f"/static/js/{script}", headers={"if-none-match": f'"oud", W/{first.headers["etag"]}'})
    assert known.status_code == 304 and known.content == b""
    stale = client.get(f"/static/js/{script}", headers={"if-none-match": '"oud"'})
    assert stale.status_code == 200
    assert client.head(f"/static/js/{script}").headers["content-length"] == first.headers["content-length"]


def test_another_table_gives_another_tag() -> None:
    own = [string for string in STRINGS if string.file == "FileUploader"]
    tags = {script.etag for rows in (own, own[:1]) for script in dutch.translate_scripts(STATIC, rows).values()}
    assert len(tags) == 2


def test_a_script_without_our_texts_stays_cached_for_long(client: TestClient) -> None:
    script = dutch.scripts_named(STATIC, "protobuf")[0].name
    assert "immutable" in client.get(f"/static/js/{script}").headers["cache-control"]


def test_a_text_that_streamlit_dropped_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    gone = dutch.FixedString("FileUploader", "`No such text`", "`Weg`", "nowhere")
    assert dutch.translate_scripts(STATIC, [gone]) == {}
    assert "No such text" in caplog.text


@pytest.mark.parametrize(
    "path", [*PAGES, "/api/v1/status", "/api/v1/x", "/api/v1/kapot", "/_stcore/health", "/favicon.png", "/static/x.js"]
)
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers.get_list(name) == [value]
    assert "camera=()" in headers["permissions-policy"]
    assert len(headers.get_list("content-security-policy")) == 1


def test_the_policy_allows_the_script_in_the_page_and_no_other(client: TestClient) -> None:
    response = client.get("/")
    scripts = re.findall(r"<script>(.*?)</script>", response.text, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
    assert len(hashes) == 1
    assert policy["script-src"] == f"'self' 'sha256-{hashes[0]}'"
    assert policy["connect-src"] == "'self' ws://localhost wss://localhost"
    assert policy["default-src"] == policy["frame-ancestors"] == "'self'"
    assert "http" not in response.headers["content-security-policy"]


def test_a_crafted_host_adds_nothing_to_the_policy() -> None:
    policy = headers.content_security_policy("<script>x</script>", "evil.example; script-src *")
    assert "evil" not in policy and "connect-src 'self';" in policy


def test_status_tells_what_the_report_says(client: TestClient) -> None:
    response = client.get("/api/v1/status")
    assert response.status_code == 200 and response.json() == {"release": 3}
    assert response.headers["cache-control"] == "no-store"


def test_status_that_fails_says_so_in_dutch(caplog: pytest.LogCaptureFixture) -> None:
    response = TestClient(Starlette(routes=[lifecycle.status_route(broken_report)])).get("/api/v1/status")
    assert response.status_code == 503
    assert response.json() == {"melding": lifecycle.STATUS_FAILED}
    assert "database is gone" not in response.text and "/api/v1/status failed" in caplog.text


def test_an_unknown_api_address_is_404_and_no_page(client: TestClient) -> None:
    response = client.get("/api/v1/onbekend")
    assert response.status_code == 404 and response.json() == {"melding": f"{answers.NOT_THERE}."}


@pytest.mark.parametrize(("path", "asked"), [("/media/x", "gzip"), ("/x", None)])
def test_only_a_page_gives_up_its_compression(path: str, asked: str | None) -> None:
    def encoding(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(request.headers.get("accept-encoding")))

    app = Starlette(
        routes=[Route(path, encoding)],
        middleware=[Middleware(dutch.DutchMiddleware, static=STATIC, strings=())],
    )
    assert TestClient(app).get(path, headers={"accept-encoding": "gzip"}).text == str(asked)


def test_the_config_sends_nothing_out_and_listens_here_only() -> None:
    config = (Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text("utf-8")
    assert "gatherUsageStats = false" in config and 'address = "127.0.0.1"' in config
    assert 'showErrorDetails = "none"' in config
    assert "enableXsrfProtection = true" in config and "enableCORS = true" in config
