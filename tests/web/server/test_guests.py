"""Before signing in there is a page and nothing else."""

import asyncio
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from lib.web.server.door import CLOSED, Guests, is_guest
from lib.web.server.limits import GUESTS, OF_CLIENT, SESSIONS, SessionLimit
from tests.web.server.asking import Told, ask, ask_async, ended, scope_of, well

SECRET = "0123456789abcdef0123456789abcdef"
COOKIE = "_streamlit_user"
UPLOAD = "/_stcore/upload_file/session/file"


@pytest.fixture
def signing_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secrets.toml"
    told = f'[auth]\nclient_id = "x"\ncookie_secret = "{SECRET}"\n[toegang]\nclaim = "groep"\nanalist = ["a"]\n'
    path.write_text(told, "utf-8")
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(path))
    monkeypatch.setattr("streamlit.web.server.starlette.starlette_websocket.get_cookie_secret", lambda: SECRET)
    config.set_option("secrets.files", [str(path)])


def cookie(secret: str = SECRET, **changed: Any) -> Mapping[str, str]:
    claims = {"is_logged_in": True, "name": "Jan", "groep": "a", "iat": time.time(), **changed}
    told = {name: value for name, value in claims.items() if value is not None}
    signed = create_signed_value(secret, COOKIE, json.dumps(told)).decode()
    return {"cookie": f"{COOKIE}={signed}"}


@pytest.mark.usefixtures("signing_in")
def test_only_who_signed_in_with_a_role_may_send_a_file() -> None:
    app = Guests(well)
    assert ask(app, UPLOAD, method="PUT", headers=cookie()).status == 200
    refused: dict[str, Mapping[str, str]] = {
        "nothing": {},
        "another secret": cookie("VERVANG-DIT"),
        "no moment": cookie(iat=None),
        "long ago": cookie(iat=time.time() - 13 * 3600),
        "no role": cookie(groep="b"),
        "no cookie of ours": {"cookie": f"{COOKIE}=x"},
    }
    for name, headers in refused.items():
        for method in ("PUT", "POST", "DELETE"):
            told = ask(app, UPLOAD, method=method, headers=headers)
            assert told.status == 403 and "aangemeld" in told.melding, name


@pytest.mark.usefixtures("signing_in")
def test_pages_are_served_to_who_signs_in_next() -> None:
    for path in ("/", "/oauth2callback", "/auth/login", "/_stcore/health", "/static/x.js"):
        assert ask(Guests(well), path).status == 200


def test_numbers_about_the_process_are_nobodys() -> None:
    for headers in ({}, cookie()):
        assert ask(Guests(well), CLOSED, headers=headers).status == 404


def test_in_lokale_modus_nobody_is_a_guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(tmp_path / "none.toml"))
    assert not is_guest(scope_of(UPLOAD, method="PUT"))


def test_guests_shut_out_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of sessions of one client that did not sign in, then of many clients: who did still gets in."""
    for name, most in ((SESSIONS, 30), (OF_CLIENT, 8), (GUESTS, 4)):
        monkeypatch.setenv(name, str(most))

    async def run() -> list[int]:
        leave = asyncio.Event()

        async def stays(scope: Scope, receive: Receive, send: Send) -> None:
            await well(scope, receive, send)
            await leave.wait()

        app = SessionLimit(stays, is_guest=lambda scope: b"cookie" not in dict(scope["headers"]))

        def session(address: str, known: bool = False) -> "asyncio.Task[Told]":
            headers = {"cookie": "x"} if known else {}
            scope = scope_of("/_stcore/stream", type="websocket", client=(address, 1), headers=headers)
            return asyncio.ensure_future(ask_async(app, scope))

        told = [session("10.0.0.1") for _ in range(300)]
        told += [session(f"10.0.1.{i}") for i in range(20)]
        known = [session("10.0.0.1", known=True) for _ in range(10)]
        for _ in range(100):
            await asyncio.sleep(0)
        leave.set()
        found = [(await each).status for each in told], [(await each).status for each in known]
        assert app.open == {}
        return [found[0][:300].count(101), found[0].count(101), found[1].count(101)]

    assert ended(run()) == [4, 10, 4]
