"""The command line on a database that is protected: nobody without a token, and each token what its role may."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.store.access import PROTECTED, REFUSED
from lib.store.publishing import history
from lib.store.releases import ensure
from lib.store.secrets import FIRST, REPLACED, access, bind, hash_of
from lib.tables.content import SHIPPED
from tests.people import protect, settings_with
from tests.tiers import first

ROLES = ("lezer", "analist", "beheerder")
COMPARE = ("export", "--a", "ongewijzigd", "--b", "akkoord_2020", "--format", "csv", "--out")


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A protected database with a token for each role, which is its own secret."""
    path = tmp_path / "routewijzer.duckdb"
    ensure(path)
    protect(path, "Routewijzer")
    told = "".join(f'[tokens.{role}]\nrol = "{role}"\nsha256 = "{hash_of(role)}"\n' for role in ROLES)
    (tmp_path / "secrets.toml").write_text(told, "utf-8")
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(tmp_path / "secrets.toml"))
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(path))
    return path


def as_role(monkeypatch: pytest.MonkeyPatch, role: str | None) -> None:
    if role is None:
        monkeypatch.delenv("ROUTEWIJZER_TOKEN", raising=False)
    else:
        monkeypatch.setenv("ROUTEWIJZER_TOKEN", role)


@pytest.mark.parametrize(
    ("words", "least"),
    first(
        [
            (("releases",), "lezer"),
            (("saved",), "lezer"),
            ((*COMPARE, "uit"), "lezer"),
            (("template", "--format", "xlsx", "--out", "leeg.xlsx"), "lezer"),
            (("publish", "costs.csv", "--note", "n"), "analist"),
            (("rollback", "1", "--note", "n"), "beheerder"),
            (("record", "--out", "logboek.csv"), "beheerder"),
        ],
        3,
    ),
)
def test_each_command_asks_for_its_role(
    guarded: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    least: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "costs.csv").write_text("gemeente;jaar\n", "utf-8")
    for role in (None, *ROLES):
        as_role(monkeypatch, role)
        before = len(history(guarded))
        code = main(list(words))
        said = capsys.readouterr().err
        if role is None or ROLES.index(role) < ROLES.index(least):
            assert code == 1
            assert "beschermd" in said if role is None else f"de rol {least} nodig" in said
            last = history(guarded)[-1]
            assert (len(history(guarded)), last.act) == (before + 1, REFUSED)
            assert last.actor == f"token {role}" or role is None
            assert not (tmp_path / words[-1]).exists()
        else:
            assert "nodig" not in said and "beschermd" not in said
            # The file that is handed in here is not a good one; everything else is done.
            assert code == (1 if words[0] in ("publish", "rollback") else 0), said
            if (tmp_path / words[-1]).is_file():
                (tmp_path / words[-1]).unlink()
            assert len(history(guarded)) == before


def test_an_unknown_token_is_refused_and_not_repeated(
    guarded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_role(monkeypatch, "geheim123")
    assert main(["releases"]) == 1
    said = capsys.readouterr()
    assert "ROUTEWIJZER_TOKEN" in said.err
    assert "geheim123" not in said.err + said.out


def test_a_stranger_learns_nothing_from_check(
    guarded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_role(monkeypatch, None)
    assert main(["check"]) == 0
    assert "release" not in capsys.readouterr().out
    as_role(monkeypatch, "lezer")
    assert main(["check"]) == 0
    assert "is release 1 in gebruik" in capsys.readouterr().out


def test_the_name_in_the_record_is_that_of_the_token_whatever_is_typed(
    guarded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_role(monkeypatch, "lezer")
    assert main(["rollback", "1", "--note", "n", "--by", "De directeur"]) == 1
    assert history(guarded)[-1].actor == "token lezer"


def test_a_made_token_works_once_its_lines_are_in_the_settings(
    guarded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "--name", "Power BI", "--role", "analist"]) == 0
    said = capsys.readouterr().out
    secret = said.splitlines()[0].rpartition(" ")[2]
    lines = said[said.index("[tokens") :]
    assert len(secret) >= 40 and secret not in lines
    (tmp_path / "secrets.toml").write_text(lines, "utf-8")
    by = access(tmp_path / "secrets.toml").bearer(secret)
    assert by is not None and (by.name, by.role.word) == ("token Power BI", "analist")
    as_role(monkeypatch, secret)
    assert main(["releases"]) == 0


@pytest.mark.parametrize("name", ["", " \u200b", 'a"b', "a\\b"])
def test_a_token_needs_a_name_that_fits(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["token", "--name", name, "--role", "lezer"])
    assert left.value.code == 2
    assert "hier hoort een naam" in capsys.readouterr().err


def test_the_record_as_a_file(guarded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_role(monkeypatch, "beheerder")
    assert main(["record", "--out", str(tmp_path / "logboek.csv")]) == 0
    rows = list(csv.reader((tmp_path / "logboek.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[2] for row in rows[1:]] == [event.what for event in history(guarded)]
    assert rows[-1][2].startswith(PROTECTED)


def test_check_says_what_is_wrong_with_the_settings(
    guarded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = guarded.with_name("secrets.toml")
    as_role(monkeypatch, "lezer")
    assert main(["check"]) == 0
    assert "secrets.toml is in orde: lokale modus, want [auth] ontbreekt; tokens: 3." in capsys.readouterr().out
    secrets.write_text('[auth]\n[toegang]\nclaim = "roles"\nleser = ["x"]\niedereen = "lezer"\n', "utf-8")
    assert main(["check"]) == 1
    assert "leser" in capsys.readouterr().err


def test_a_refusal_is_one_dutch_line(guarded: Path) -> None:
    command = [sys.executable, "-m", "lib", "rollback", "1", "--note", "n"]
    done = subprocess.run(command, cwd=SHIPPED, capture_output=True, text=True)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["Deze database is beschermd"]


OWN, OTHER = "0123456789abcdef" * 3, "13579bdf02468ace" * 3
#: Commands, with a role that would be enough.
TRIED = [
    (("releases",), "lezer"),
    (("states",), "beheerder"),
    ((*COMPARE, "uit"), "beheerder"),
    (("publish", "costs.csv", "--note", "n"), "beheerder"),
    (("rollback", "1", "--note", "n"), "beheerder"),
    (("record", "--out", "logboek.csv"), "beheerder"),
    (("backup", "--to", "kopie.zip"), "beheerder"),
    (("move", "--to", "elders.duckdb", "--from"), "beheerder"),
]


@pytest.fixture
def sealed(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that the app protected with its secret; the command line has the same settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    secrets = settings_with(tmp_path / "eigen", OWN)
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(secrets))
    bind(database, access(secrets), "Routewijzer")
    return database


def names(folder: Path) -> set[str]:
    return {place.name for place in folder.iterdir()}


@pytest.mark.parametrize("secret", [OTHER, ""])
@pytest.mark.parametrize(("words", "role"), first(TRIED, 2))
def test_a_token_from_settings_of_ones_own_opens_nothing(
    sealed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    role: str,
    secret: str,
) -> None:
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(settings_with(tmp_path / "vreemd", secret)))
    as_role(monkeypatch, role)
    words = (*words, str(sealed)) if words[0] == "move" else words
    there, before = names(tmp_path), len(history(sealed))
    assert main([*words]) == 1
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 1
    assert ("een ander cookie_secret" if secret else "ontbreekt [auth]") in said.err
    assert said.err.endswith("Er is niets veranderd.\n") and "reseal" in said.err
    assert names(tmp_path) == there
    assert [(event.act, event.note) for event in history(sealed)[before:]] == [(REFUSED, "rol: onbekend")]


def test_a_token_from_the_settings_of_the_database_works(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(history(sealed))
    for role in ROLES:
        as_role(monkeypatch, role)
        assert main(["releases"]) == 0
    as_role(monkeypatch, None)
    assert main(["releases"]) == 1
    assert [event.act for event in history(sealed)[before:]] == [REFUSED]


def test_a_backup_is_not_put_over_it_with_settings_of_ones_own(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_role(monkeypatch, "beheerder")
    assert main(["backup", "--to", "kopie.zip"]) == 0
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(settings_with(tmp_path / "vreemd", OTHER)))
    assert main(["restore", "kopie.zip"]) == 1
    assert "teruggezet" not in {event.act for event in history(sealed)}


def test_a_backup_on_another_machine_says_what_is_needed_and_then_works(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_role(monkeypatch, "beheerder")
    assert main(["backup", "--to", "kopie.zip"]) == 0
    for number, (previous, does) in enumerate((("", "Let op: zij is beschermd met een ander geheim"), (OWN, ""))):
        there = str(tmp_path / f"daar{number}.duckdb")
        monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(settings_with(tmp_path / f"daar{number}", OTHER, previous)))
        capsys.readouterr()
        assert main(["restore", "kopie.zip", "--database", there]) == 0
        said = capsys.readouterr().out
        assert ("Let op" in said) == bool(does) and does in said
        if does:
            assert main(["releases", "--database", there]) == 1
            assert main(["reseal", "--database", there]) == 0
        assert main(["releases", "--database", there]) == 0


@pytest.mark.parametrize("role", [None, "lezer", "beheerder"])
def test_check_says_that_the_secret_is_not_that_of_the_database(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], role: str | None
) -> None:
    as_role(monkeypatch, role)
    assert main(["check"]) == 0
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(settings_with(tmp_path / "nieuw", OTHER, previous=OWN)))
    assert main(["check"]) == 0
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(settings_with(tmp_path / "vreemd", OTHER)))
    capsys.readouterr()
    assert main(["check"]) == 1
    assert "vorig_geheim" in capsys.readouterr().err


def test_a_secret_that_is_lost_is_replaced_and_the_record_says_so(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reseal", "--by", "Sam"]) == 1
    assert "hoort al bij dit cookie_secret" in capsys.readouterr().err
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(settings_with(tmp_path / "nieuw", OTHER)))
    assert main(["reseal", "--by", "Sam"]) == 0
    assert "hoort nu bij het cookie_secret in secrets.toml" in capsys.readouterr().out
    told = history(sealed)[-2:]
    assert [(event.actor, event.act, event.note) for event in told] == [
        ("Routewijzer", FIRST, "rol: beheerder"),
        ("Sam", REPLACED, "rol: onbekend"),
    ]
    as_role(monkeypatch, "beheerder")
    assert main(["record", "--out", "logboek.csv"]) == 0
    assert "zonder het vorige geheim" in Path("logboek.csv").read_text("utf-8-sig")
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(tmp_path / "eigen" / "secrets.toml"))
    assert main(["releases"]) == 1


@pytest.mark.parametrize(("secret", "says"), [("", "ontbreekt [auth]"), ("kort", "te kort of te voorspelbaar")])
def test_a_secret_is_not_replaced_by_none(
    sealed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    secret: str,
    says: str,
) -> None:
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(settings_with(tmp_path / "nieuw", secret)))
    before = history(sealed)
    assert main(["reseal"]) == 1
    assert says in capsys.readouterr().err and history(sealed) == before
