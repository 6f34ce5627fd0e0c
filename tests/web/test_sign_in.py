"""Who a session is, by what a sign-in says."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lib.store.access import PROTECTED, Person, Role
from lib.store.faults import StoreError
from lib.store.publishing import history
from lib.store.secrets import FIRST, RENEWED, OtherSecret, access, bind
from lib.tables.rows import Unsound
from lib.web import sign_in
from lib.web.sign_in import SIGNED_IN_HOURS, acting, enter, prepare, present, signs_in
from lib.web.status import ready, report
from tests.people import settings_with


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


OWN, OTHER = "0123456789abcdef" * 3, "13579bdf02468ace" * 3
#: What asks who is there.
ASKS: tuple[Callable[[], object], ...] = (enter, present, lambda: acting("De directeur"), ready)


def acts(database: Path) -> list[str]:
    return [event.act for event in history(database) if event.kind == "database"]


@pytest.fixture
def signed_in(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Somebody who signed in as analist, with the settings as they are given."""
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    claims(monkeypatch, is_logged_in=True, iat=time.time(), name="Jan", groep="a")

    def with_secret(secret: str, previous: str = "") -> None:
        place = settings_with(tmp_path / f"s-{secret}-{previous}", secret, previous)
        monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(place))
        sign_in.st.session_state.clear()

    return with_secret


def test_the_first_who_comes_ties_the_database_to_the_secret(signed_in: Any, database: Path) -> None:
    signed_in(OWN)
    assert enter() and acting("x") == present() == Person("Jan", Role.ANALIST)
    assert acts(database) == [PROTECTED, FIRST]


def test_to_see_whether_it_is_ready_does_so_too(signed_in: Any, database: Path) -> None:
    signed_in(OWN)
    ready()
    ready()
    assert acts(database) == [PROTECTED, FIRST]


@pytest.mark.parametrize("ask", ASKS)
def test_an_app_with_another_secret_lets_nobody_in(signed_in: Any, database: Path, ask: Callable[[], object]) -> None:
    signed_in(OWN)
    assert enter()
    signed_in(OTHER)
    before = acts(database)
    with pytest.raises(OtherSecret, match="een ander cookie_secret"):
        ask()
    assert acts(database) == before
    signed_in(OWN)
    assert enter()


def test_an_app_without_sign_in_lets_nobody_in(signed_in: Any, database: Path) -> None:
    signed_in(OWN)
    assert enter()
    signed_in("")
    assert not enter() and acting("De directeur").role is Role.ONBEKEND
    assert set(report()) == {"versie", "database"}


def test_another_secret_with_the_one_before_goes_on(signed_in: Any, database: Path) -> None:
    signed_in(OWN)
    assert enter()
    signed_in(OTHER, OWN)
    assert acting("x") == Person("Jan", Role.ANALIST)
    assert enter() and acts(database) == [PROTECTED, FIRST, RENEWED]
    signed_in(OTHER)
    assert enter()
    signed_in(OWN)
    with pytest.raises(OtherSecret):
        enter()


def test_a_secret_that_changes_while_a_page_is_open_stops_what_it_offers(
    signed_in: Any, database: Path, tmp_path: Path
) -> None:
    signed_in(OWN)
    assert enter()
    bind(database, access(settings_with(tmp_path / "ander", OTHER, OWN)), "een andere machine")
    with pytest.raises(StoreError):
        acting("x")


@pytest.mark.parametrize("secret", ["VERVANG-DIT", "VERVANG-DIT" * 4, "kort", "ab" * 32])
def test_a_secret_that_is_none_lets_nobody_in_and_the_log_says_so(
    signed_in: Any, database: Path, secret: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(secret)
    monkeypatch.setattr(sign_in.config, "set_option", lambda *_: None)
    with caplog.at_level(logging.ERROR):
        prepare()
    assert "Nobody is let in" in caplog.text and secret not in caplog.text
    assert signs_in()
    for ask in ASKS:
        with pytest.raises(Unsound):
            ask()
    assert acts(database) == []
