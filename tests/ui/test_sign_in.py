"""Who a session is, by what a sign-in says."""

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lib.store.access import Person, Role
from lib.ui import sign_in
from lib.ui.sign_in import SIGNED_IN_HOURS, acting, signs_in
from lib.ui.status import report


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Path) -> Path:
    path = tmp_path / "secrets.toml"
    path.write_text(
        '[auth]\nclient_id = "x"\ncookie_secret = "0123456789abcdef0123456789abcdef"\n[toegang]\nclaim = "groep"\nanalist = ["a"]\n',
        "utf-8",
    )
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(path))
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    return path


def claims(monkeypatch: pytest.MonkeyPatch, **said: Any) -> None:
    monkeypatch.setattr(sign_in.st, "user", SimpleNamespace(to_dict=lambda: said))


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ({"is_logged_in": True, "iat": 0}, Role.ANALIST),
        ({"is_logged_in": True, "iat": -SIGNED_IN_HOURS * 3600 + 60}, Role.ANALIST),
        ({"is_logged_in": True, "iat": -SIGNED_IN_HOURS * 3600 - 60}, Role.ONBEKEND),
        ({"is_logged_in": True}, Role.ONBEKEND),
        ({"is_logged_in": True, "iat": 3600}, Role.ONBEKEND),
        ({"is_logged_in": False, "iat": 0}, Role.ONBEKEND),
        ({}, Role.ONBEKEND),
        ({"is_logged_in": True, "groep": "b"}, Role.ONBEKEND),
    ],
)
def test_only_who_signed_in_not_too_long_ago_with_a_role(
    secrets: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any], role: Role
) -> None:
    moment = {"iat": said["iat"] + time.time()} if "iat" in said else {}
    claims(monkeypatch, **{"name": "Jan", "groep": "a", **said, **moment})
    assert acting("De directeur").role is role
    assert acting("De directeur").name != "De directeur"


def test_in_lokale_modus_who_types_a_name(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.unlink()
    claims(monkeypatch)
    assert not signs_in()
    assert acting("Jan") == Person("Jan", Role.BEHEERDER)


def test_settings_that_cannot_be_read_keep_everyone_out(secrets: Path) -> None:
    secrets.write_text("[auth", "utf-8")
    assert signs_in()


def test_a_stranger_learns_no_release_from_the_status(secrets: Path) -> None:
    assert set(report()) == {"versie", "database"}
    secrets.unlink()
    assert set(report()) == {"versie", "database", "release"}
