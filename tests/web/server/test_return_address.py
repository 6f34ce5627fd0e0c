"""After signing in back to the link, never to another server; failing is told in Dutch."""

from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.web.server.door import COOKIE, FAILED, ReturnAddress

HTML = {"accept": "text/html,*/*"}


async def page(_: Request) -> Response:
    return PlainTextResponse("bladzijde")


async def login(request: Request) -> Response:
    return PlainTextResponse("Authentication error", 400) if "stuk" in request.query_params else RedirectResponse("/op")


async def callback(request: Request) -> Response:
    answer = RedirectResponse("/", 302)
    if request.query_params.get("code") == "goed":
        answer.set_cookie("_streamlit_user", "naam")
    else:
        answer.delete_cookie("_streamlit_user")
    return answer


def client(signs_in: bool = True) -> TestClient:
    routes = [Route("/auth/login", login), Route("/oauth2callback", callback), Route("/{rest:path}", page)]
    app = Starlette(routes=routes)
    return TestClient(ReturnAddress(app, signs_in=lambda: signs_in), follow_redirects=False)


def kept(answer: object) -> str | None:
    found = SimpleCookie(answer.headers.get("set-cookie", "")).get(COOKIE)  # type: ignore[attr-defined]
    return None if found is None else found.value


def test_back_to_the_page_with_every_choice() -> None:
    browser = client()
    browser.get("/kosten?jaren=2021%E2%80%932030&aannames=schaalverlies%3D0%2C06", headers=HTML)
    answer = browser.get("/oauth2callback?code=goed")
    assert answer.headers["location"] == "/kosten?jaren=2021%E2%80%932030&aannames=schaalverlies%3D0%2C06"
    assert client().get("/oauth2callback?code=goed").headers["location"] == "/"


@pytest.mark.parametrize(
    "address",
    [
        "//elders.example",
        "https://elders.example",
        "/\\elders.example",
        "/kosten\r\nx: y",
        "/a/../b",
        "kosten",
        "/?" + "x" * 4_000,
        "/\u202ekosten",
    ],
)
def test_never_to_somewhere_else(address: str) -> None:
    answer = client().get("/oauth2callback?code=goed", headers={"cookie": f"{COOKIE}={quote(address, safe='')}"})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/static/js/index.js", "text/html"),
        ("/_stcore/health", "text/html"),
        ("/api/v1/status", "text/html"),
        ("/kosten", "image/png"),
        ("http://testserver//elders.example/x", "text/html"),
        (f"/?{FAILED}", "text/html"),
        ("/?" + "x" * 4_000, "text/html"),
    ],
)
def test_only_a_page_is_kept(path: str, accept: str) -> None:
    assert kept(client().get(path, headers={"accept": accept})) is None


def test_failing_is_told_and_signing_out_is_no_failure() -> None:
    assert client().get("/oauth2callback?error=access_denied").headers["location"] == f"/?{FAILED}"
    assert client().get("/oauth2callback?code=fout").headers["location"] == f"/?{FAILED}"
    assert client().get("/oauth2callback").headers["location"] == "/"


def test_a_provider_that_is_away_is_told_in_dutch() -> None:
    answer = client().get("/auth/login?stuk=1")
    assert answer.status_code == 503
    assert "Aanmelden lukt nu niet" in answer.text and "Authentication" not in answer.text
    assert client().get("/auth/login").headers["location"] == "/op"


def test_without_signing_in_nothing_is_kept() -> None:
    answer = client(signs_in=False).get("/kosten", headers=HTML)
    assert answer.text == "bladzijde" and kept(answer) is None
