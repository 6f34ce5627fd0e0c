"""secrets.toml → who is what."""

from pathlib import Path

import pytest

from lib.store.access import Person, Role
from lib.store.secrets import LOCAL, Access, access, hash_of
from lib.tables.rows import Unsound

SIGN_IN = '[auth]\nclient_id = "x"\ncookie_secret = "0123456789abcdef0123456789abcdef"\n'


def read(folder: Path, text: str) -> Access:
    path = folder / "secrets.toml"
    path.write_text(text, "utf-8")
    return access(path)


def test_without_the_file_and_without_auth_it_is_lokale_modus(tmp_path: Path) -> None:
    assert access(tmp_path / "secrets.toml") == LOCAL
    assert not read(tmp_path, "[iets_anders]\nwaarde = 1\n").signs_in


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"groepen": "dienst-lezers"}, Role.LEZER),
        ({"groepen": ["dienst-lezers", "dienst-beheer"]}, Role.BEHEERDER),
        ({"groepen": ("dienst-analyse",)}, Role.ANALIST),
        ({"groepen": "dienst"}, None),
        ({"groepen": 5}, None),
        ({"groepen": {"dienst-beheer": 1}}, None),
        ({}, None),
    ],
)
def test_the_claim_gives_the_highest_role_it_names(
    tmp_path: Path, claims: dict[str, object], role: Role | None
) -> None:
    found = read(
        tmp_path,
        SIGN_IN + '[toegang]\nclaim = "groepen"\nlezer = ["dienst-lezers"]\nanalist = ["dienst-analyse"]\n'
        'beheerder = ["dienst-beheer"]\n',
    )
    person = found.person({"name": "J.\nde  Boer\u200b", **claims})
    assert person == (None if role is None else Person("J. de Boer", role))


def test_an_unverified_address_gives_no_role(tmp_path: Path) -> None:
    found = read(tmp_path, SIGN_IN + '[toegang]\nclaim = "email"\nbeheerder = ["a@b.nl"]\niedereen = "lezer"\n')
    assert found.person({"email": "a@b.nl"}) == Person("a@b.nl", Role.BEHEERDER)
    assert found.person({"email": "a@b.nl", "email_verified": True}) == Person("a@b.nl", Role.BEHEERDER)
    assert found.person({"email": "a@b.nl", "email_verified": False}) == Person("a@b.nl", Role.LEZER)


def test_a_token_is_known_by_its_hash_alone(tmp_path: Path) -> None:
    found = read(tmp_path, f'[tokens."Power BI"]\nrol = "analist"\nsha256 = "{hash_of("geheim")}"\n')
    assert found.bearer("geheim") == Person("token Power BI", Role.ANALIST)
    assert found.bearer(hash_of("geheim")) is None
    assert found.bearer("") is None


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("[auth", "bestand", "niet te lezen als TOML"),
        (SIGN_IN, "toegang, sleutel claim", "sleutel ontbreekt"),
        (SIGN_IN + '[toegang]\nclaim = "x"\n', "toegang", "niemand heeft een rol"),
        (SIGN_IN + '[toegang]\nclaim = "x"\nlezer = "a"\n', "toegang, sleutel lezer", "geen lijst van teksten"),
        (SIGN_IN + '[toegang]\nclaim = "x"\niedereen = "baas"\n', "toegang, sleutel iedereen", "onbekende waarde"),
        (SIGN_IN + '[toegang]\nclaim = "x"\niedereen = "lezer"\nlezers = []\n', "toegang, sleutel lezers", "onbekende"),
        (
            SIGN_IN + '[toegang]\nclaim = "x"\nvorige_geheim = "niet-herhalen"\n',
            "toegang, sleutel vorige_geheim",
            "onbekende",
        ),
        (
            SIGN_IN + '[toegang]\nclaim = "x"\nvorig_geheim = ["niet-herhalen"]\n',
            "toegang, sleutel vorig_geheim",
            "geen tekst",
        ),
        ('tokens = "x"\n', "tokens", "geen tabel"),
        ('[tokens.x]\nrol = "lezer"\nsha256 = "niet-herhalen"\n', "tokens “x”, sleutel sha256", "geen kenmerk"),
        ('[tokens.x]\nrol = "baas"\nsha256 = "' + "0" * 64 + '"\n', "tokens “x”, sleutel rol", "onbekende waarde"),
        ('[tokens." "]\nrol = "lezer"\nsha256 = "' + "0" * 64 + '"\n', "tokens “ ”", "een token heeft een naam nodig"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_no_secret(tmp_path: Path, text: str, place: str, what: str) -> None:
    with pytest.raises(Unsound) as caught:
        read(tmp_path, text)
    told = [(problem.place, problem.what) for problem in caught.value.problems]
    assert any(where == place and said.startswith(what) for where, said in told), told
    assert "niet-herhalen" not in str(caught.value)


@pytest.mark.parametrize(
    "secret", ["", "VERVANG-DIT" * 4, "change-me-" * 4, "0123456789abcdef0123456789abcde", "ab" * 32, "x" * 64]
)
def test_a_secret_of_the_example_or_one_that_is_guessed_lets_nobody_in(tmp_path: Path, secret: str) -> None:
    with pytest.raises(Unsound) as caught:
        read(tmp_path, f'[auth]\ncookie_secret = "{secret}"\n[toegang]\nclaim = "x"\niedereen = "lezer"\n')
    assert {problem.place for problem in caught.value.problems} == {"auth, sleutel cookie_secret"}
    assert not secret or secret not in str(caught.value)


def test_of_a_secret_a_mark_is_kept_and_of_the_one_before_it_too(tmp_path: Path) -> None:
    plain = read(tmp_path, SIGN_IN + '[toegang]\nclaim = "x"\niedereen = "lezer"\n')
    both = read(tmp_path, SIGN_IN + f'[toegang]\nclaim = "x"\niedereen = "lezer"\nvorig_geheim = "{"fedcba98" * 4}"\n')
    assert (plain.mark, plain.previous) == (both.mark, "") and both.previous
    assert len({both.mark, both.previous, hash_of("0123456789abcdef" * 2)[:32]}) == 3
    assert "0123456789abcdef" not in repr(both) and "fedcba98" not in repr(both)
    assert (LOCAL.mark, LOCAL.previous) == ("", "")
