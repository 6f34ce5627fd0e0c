"""Who may read what: tokens per role, lokale modus, a protected database; a refusal is in the record, a token nowhere."""

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lib.api.routes import DESCRIPTION, OPERATIONS
from lib.store.access import database_events
from lib.store.database import read
from lib.store.secrets import access, bind
from lib.tables.content import Content
from tests.api.conftest import APP, TOKENS, client, concept
from tests.people import protect

LIST = "/api/v1/releases"
SINGLE = "/api/v1/releases/1/figures/headcounts?aantallen=afzonderlijk"
ADDRESSES = [each.path.replace("{n}", "current") for each in OPERATIONS]
ROLES = ("lezer", "analist", "beheerder")


def refused_acts(path: Path) -> list[tuple[str, str, str]]:
    """Who, role and act of every refusal in the record."""
    return [(row[1], row[2], row[4]) for row in read(path, database_events) if row[3] == "geweigerd"]


def sign_in(secrets: Path, secret: str = "0123456789abcdef" * 2, toegang: str = "") -> None:
    told = f'[auth]\nclient_id = "x"\ncookie_secret = "{secret}"\n[toegang]\nclaim = "groep"\niedereen = "lezer"\n{toegang}'
    secrets.write_text(told + secrets.read_text("utf-8"), "utf-8")


def test_where_people_sign_in_every_address_needs_a_token(shipped_place: Path, secrets: Path) -> None:
    sign_in(secrets)
    for address in ADDRESSES:
        found = client().get(address)
        assert (found.status_code, found.headers["www-authenticate"]) == (401, 'Bearer realm="Routewijzer"'), address
        assert found.json()["melding"].startswith("Hiervoor is een token nodig") and set(found.json()) == {"melding"}
    assert client("lezer").get(LIST).status_code == 200


def test_a_protected_database_needs_a_token(place: Path) -> None:
    protect(place, "Sam")
    for address in (LIST, *ADDRESSES[-2:]):
        assert client().get(address).status_code == 401
        assert client("lezer").get(address).status_code == 200
    assert client().get(DESCRIPTION).status_code == 200, "it holds no figures"


def test_a_token_of_settings_with_another_secret_opens_nothing(place: Path, secrets: Path) -> None:
    tokens, own = secrets.read_text("utf-8"), "0123456789abcdef" * 2
    sign_in(secrets, own)
    bind(place, access(secrets), "Routewijzer")
    before = refused_acts(place)
    assert [client(role).get(LIST).status_code for role in ROLES] == [200, 200, 200]
    for told in (tokens, None):
        secrets.write_text(tokens, "utf-8")
        if told is None:
            sign_in(secrets, "13579bdf02468ace" * 2)
        for address in (LIST, SINGLE, *ADDRESSES[-2:]):
            found = client("beheerder").get(address)
            assert found.status_code == 503 and "beschermd met een ander geheim" in found.json()["melding"], address
            assert set(found.json()) == {"melding"} and str(place) not in found.text
    # Whoever asks over the network cannot fill the record.
    assert refused_acts(place) == before
    secrets.write_text(tokens, "utf-8")
    sign_in(secrets, "13579bdf02468ace" * 2, f'vorig_geheim = "{own}"\n')
    assert client("lezer").get(LIST).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "Bearer onbekend",
        "Bearer ",
        "Bearer",
        "Basic YTpi",
        TOKENS["lezer"],
        f"Bearer {TOKENS['lezer']}x",
        f"Bearer {TOKENS['lezer']} {TOKENS['lezer']}",
        "Bearer " + "x" * 5_000,
        "Bearer \xe9\xfc",
    ],
)
def test_an_unknown_token_is_refused_also_in_lokale_modus(shipped_place: Path, header: str) -> None:
    found = client().get(LIST, headers={"authorization": header.encode("latin-1")})
    assert (found.status_code, found.json()["melding"][:26]) == (401, "Dit token is niet bekend. ")
    assert found.headers["www-authenticate"] == 'Bearer realm="Routewijzer", error="invalid_token"'
    assert header.split()[-1] not in found.text


def test_two_tokens_are_none(shipped_place: Path) -> None:
    both = [("authorization", f"Bearer {TOKENS[role]}") for role in ("lezer", "beheerder")]
    assert client().get(LIST, headers=both).status_code == 401


def test_the_scheme_in_any_case(shipped_place: Path) -> None:
    assert client().get(LIST, headers={"authorization": f"bEaReR  {TOKENS['lezer']}"}).status_code == 200


ELSEWHERE = pytest.mark.parametrize(
    ("base", "address", "headers"),
    [
        ("http://localhost", "192.168.1.9", {}),
        ("http://routewijzer.example", "127.0.0.1", {}),
        ("http://localhost.example", "127.0.0.1", {}),
        ("http://localhost", "127.0.0.1", {"x-forwarded-for": "127.0.0.1"}),
        ("http://localhost", "127.0.0.1", {"forwarded": "for=127.0.0.1"}),
        ("http://localhost", "127.0.0.1", {"via": "1.1 proxy"}),
        ("http://localhost", "127.0.0.1", {"x-forwarded-proto": "https"}),
        ("http://localhost", "iemand", {}),
    ],
)


@ELSEWHERE
def test_lokale_modus_is_for_this_machine_alone(
    shipped_place: Path, base: str, address: str, headers: dict[str, str]
) -> None:
    """Also for who has a token: the server does not open before people sign in."""
    far = TestClient(APP, base_url=base, client=(address, 5_000), headers=headers)
    for token in ({}, {"authorization": f"Bearer {TOKENS['lezer']}"}):
        found = far.get(LIST, headers=token)
        assert found.status_code == 403 and "lokale modus" in found.json()["melding"]


@ELSEWHERE
def test_where_people_sign_in_a_token_opens_it(
    place: Path, secrets: Path, base: str, address: str, headers: dict[str, str]
) -> None:
    secrets.write_text(
        '[auth]\ncookie_secret = "0123456789abcdef0123456789abcdef"\n[toegang]\nclaim = "roles"\niedereen = "lezer"\n'
        + secrets.read_text("utf-8"),
        "utf-8",
    )
    far = TestClient(APP, base_url=base, client=(address, 5_000), headers=headers)
    assert far.get(LIST).status_code == 401
    assert far.get(LIST, headers={"authorization": f"Bearer {TOKENS['lezer']}"}).status_code == 200


@pytest.mark.parametrize(
    "base", ["http://localhost:8501", "http://127.0.0.1:8501", "http://[::1]:8501", "http://localhost."]
)
@pytest.mark.parametrize("address", ["::1", "127.0.0.1", "::ffff:127.0.0.1"])
def test_every_name_of_this_machine_is_good(shipped_place: Path, base: str, address: str) -> None:
    assert TestClient(APP, base_url=base, client=(address, 5_000)).get(LIST).status_code == 200


def test_every_single_headcount_is_for_an_analist(place: Path) -> None:
    for role, status in zip(ROLES, (403, 200, 200), strict=True):
        assert client(role).get(SINGLE).status_code == status
    assert client().get(SINGLE).status_code == 200, "in lokale modus one may do everything"
    told = "een release met alle afzonderlijke aantallen ophalen"
    assert refused_acts(place) == [("token de lezer", "lezer", told)]
    found = client("lezer").get(SINGLE)
    assert found.json()["melding"].startswith(f"U bent lezer. Voor “{told}” is de rol analist nodig")


def test_a_concept_is_not_for_a_lezer(place: Path, shipped: Content) -> None:
    number = concept(place, shipped)
    addresses = [f"/api/v1/releases/{number}{rest}" for rest in ("", "/scenarios", "/figures/keys")]
    addresses += [f"/api/v1/comparison{rest}?release={number}" for rest in ("", "/bridge")]
    for address in addresses:
        found = client("lezer").get(address)
        assert (found.status_code, "Geheim plan" in found.text) == (403, False), address
    assert client("analist").get(addresses[0]).json()["release"]["toestand"] == "concept"
    assert client("analist").get(addresses[-1]).status_code == 200
    assert len(refused_acts(place)) == len(addresses)
    assert set(refused_acts(place)) == {("token de lezer", "lezer", "een concept lezen")}


def test_a_concept_is_listed_for_who_may_read_it(place: Path, shipped: Content) -> None:
    concept(place, shipped)
    listed = {role: [row["nummer"] for row in client(role).get(LIST).json()["rijen"]] for role in ROLES}
    assert listed == {"lezer": [1], "analist": [2, 1], "beheerder": [2, 1]}
    tag = client("analist").get(LIST).headers["etag"]
    assert client("lezer").get(LIST, headers={"if-none-match": tag}).status_code == 200


def test_a_tag_opens_nothing(place: Path, shipped: Content) -> None:
    number = concept(place, shipped)
    for address in (f"/api/v1/releases/{number}", SINGLE):
        tag = client("analist").get(address).headers["etag"]
        assert client("lezer").get(address, headers={"if-none-match": tag}).status_code == 403
        assert client().get(address, headers={"if-none-match": tag, "authorization": "Bearer x"}).status_code == 401


def test_settings_that_are_unsound_let_nobody_in(shipped_place: Path, secrets: Path) -> None:
    secrets.write_text('[tokens.x]\nrol = "baas"\nsha256 = "geheim"\n', "utf-8")
    for one in (client(), client("beheerder")):
        found = one.get(LIST)
        assert found.status_code == 503 and "geheim" not in found.text and "baas" not in found.text


def test_no_token_in_the_log_or_the_record(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client("lezer").get(SINGLE)
    client().get(LIST, headers={"authorization": "Bearer een-fout-token"})
    told = caplog.text + str(read(place, database_events))
    assert TOKENS["lezer"] not in told and "een-fout-token" not in told
