"""Without sign-in only this machine comes in; with it anyone, but never from a page of another site."""

from pathlib import Path
from typing import Any

import pytest

from lib.store import locations
from lib.store.locations import host_name, is_loopback
from lib.web.server.door import LOCAL_ONLY_WHY, OTHER_SITE_WHY, Door, open_to_others
from tests.web.server.asking import ask, well

CLOSED, OPEN = Door(well, open_to_others=lambda: False), Door(well, open_to_others=lambda: True)
FROM_ELSEWHERE: list[dict[str, Any]] = [
    {"server": ("192.168.1.20", 8501), "client": ("192.168.1.30", 4000), "headers": {"host": "192.168.1.20:8501"}},
    {"client": ("192.168.1.30", 4000)},
    {"client": ("unknown", 0)},
    {"client": None},
    {"server": None},
    {"server": ("/run/app.sock", None)},
    {"headers": {"host": "routewijzer.example"}},
    {"headers": {"host": "localhost.evil.example"}},
    {"headers": {"host": "127.0.0.1.evil.example:8501"}},
    {"headers": {"host": "evil.example@localhost"}, "client": ("10.0.0.1", 1)},
    {"headers": {"host": ""}},
    {"headers": {"host": "[::1"}},
    {"headers": {"x-forwarded-for": "127.0.0.1"}},
    {"headers": {"x-real-ip": "10.0.0.9"}},
    {"headers": {"via": "1.1 proxy"}},
]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("changed", FROM_ELSEWHERE, ids=str)
def test_lokale_modus_refuses_what_is_not_this_machine(changed: dict[str, Any], kind: str) -> None:
    told = ask(CLOSED, "/kosten", type=kind, **changed)
    assert told.status == 403 and b"goed" not in told.body
    if kind == "websocket":
        assert [message["type"] for message in told.messages] == ["websocket.close"]
    else:
        assert "lokale modus" in told.body.decode() and '<html lang="nl">' in told.body.decode()
    assert ask(OPEN, "/kosten", type=kind, **changed).status in (101, 200)


def test_a_program_gets_the_sentence_as_json() -> None:
    told = ask(CLOSED, "/api/v1/status", client=("10.0.0.1", 1))
    assert (told.status, told.melding) == (403, LOCAL_ONLY_WHY.format(address="http://localhost:8501"))
    assert told.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"headers": {"host": "127.0.0.1:8501"}},
        {"headers": {"host": "LOCALHOST"}},
        {"server": ("::1", 8501), "client": ("::1", 9), "headers": {"host": "[::1]:8501"}},
        {"server": ("::ffff:127.0.0.1", 8501), "client": ("::ffff:127.0.0.1", 9)},
    ],
    ids=str,
)
def test_this_machine_comes_in(changed: dict[str, Any]) -> None:
    assert ask(CLOSED, "/", **changed).body == b"goed"
    assert ask(CLOSED, "/_stcore/stream", type="websocket", **changed).status == 101


@pytest.mark.parametrize("door", [CLOSED, OPEN])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:9999", "http://localhost:8501.evil"]
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_page_of_another_site_is_refused(door: Door, origin: str, kind: str) -> None:
    told = ask(door, "/_stcore/stream", type=kind, headers={"origin": origin})
    assert told.status == 403
    assert kind == "websocket" or told.melding == OTHER_SITE_WHY


def test_its_own_page_is_not() -> None:
    own = {"host": "routewijzer.example", "origin": "https://Routewijzer.example"}
    assert ask(OPEN, "/_stcore/stream", type="websocket", headers=own).status == 101


def test_the_door_follows_secrets_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = tmp_path / "secrets.toml"
    monkeypatch.setenv(locations.SECRETS, str(secrets))
    door, elsewhere = Door(well), {"headers": {"host": "routewijzer.example"}, "client": ("10.0.0.1", 1)}
    assert not open_to_others() and ask(door, "/", **elsewhere).status == 403
    secrets.write_text(
        '[auth]\nclient_id = "x"\ncookie_secret = "0123456789abcdef0123456789abcdef"\n[toegang]\nclaim = "roles"\niedereen = "lezer"\n',
        "utf-8",
    )
    assert open_to_others() and ask(door, "/", **elsewhere).status == 200
    secrets.write_text("[auth\n", "utf-8")
    assert not open_to_others() and ask(door, "/", **elsewhere).status == 403
    secrets.unlink()
    assert ask(door, "/", **elsewhere).status == 403


@pytest.mark.parametrize(
    ("name", "so"),
    [
        ("localhost", True),
        ("localhost.", True),
        ("LOCALHOST", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:10.0.0.1", False),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("", False),
    ],
)
def test_what_is_this_machine(name: str, so: bool) -> None:
    assert is_loopback(name) is so


def test_a_port_is_no_part_of_a_name() -> None:
    assert [host_name(host) for host in ("a:1", "[::1]:80", "x", "")] == ["a", "::1", "x", ""]
