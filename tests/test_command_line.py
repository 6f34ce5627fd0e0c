"""python -m lib: what it prints, how it ends, and that it says so in Dutch. Usage errors end with 2, refusals with 1."""

import csv
import io
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from lib.__main__ import main
from lib.cli import actions
from lib.cli.actions import COMMANDS
from lib.comparison.release import open_release
from lib.comparison.view import default_view
from lib.render.frozen import frozen_tables
from lib.store.file import database as store
from lib.store.publishing import history
from lib.store.releases import IN_USE, current, ensure, insert
from lib.store.saved_views import Program, freeze, keep, withdraw_verkenning
from lib.store.verkenning import Verkenning
from lib.subjects.saved_views import write_view
from lib.tables.check import check_folder
from tests.people import beheerder
from tests.render.pdf_reading import page_texts

HOME = Path(__file__).parents[1]
A, B = "maatschappelijke_onderneming_2017", "akkoord_2020"
FILES = ["bridge.csv", "costs.csv", "headcounts.csv", "readings.csv", "switching.csv", "uncertainty.csv"]
ENGLISH = re.compile(
    r"\b(usage|error|arguments?|required|invalid|choice|choose|options?|positional|show|this|help|message|exit|the|"
    r"following|unrecognized|expected|explicit|ignored|ambiguous|optional|value|file|not|found|such|directory|"
    r"permission|denied|failed|traceback|exception|cannot|could|unable|database is (?!beschermd)|corrupt|lock)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Ended]


def check_dutch(text: str) -> None:
    """No English but the names of options, paths and exceptions."""
    words = re.sub(r"--?[a-z]+|/\S+|\(\w+(Error|Exception)\)", "", text)
    assert not ENGLISH.search(words), text


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command inside this process."""

    def inside(*words: object) -> Ended:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        captured = capsys.readouterr()
        check_dutch(captured.err)
        assert "Traceback" not in captured.err
        return Ended(code, captured.out, captured.err)

    return inside


def environment(**more: str) -> dict[str, str]:
    """That of a user, who sets nothing about Python; a limit on files must not cut the compiled modules of others."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return own | {"PYTHONDONTWRITEBYTECODE": "1"} | more


def outside(*words: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does."""
    settings = {"env": environment(), **settings}
    command = [sys.executable, "-m", "lib", *map(str, words)]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=60, **settings)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "routewijzer.duckdb"
    ensure(path, HOME)
    return path


@pytest.fixture
def database(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "routewijzer.duckdb"))


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test touches the database of this folder."""
    monkeypatch.delenv("ROUTEWIJZER_HOME", raising=False)
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(tmp_path / "standaard.duckdb"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ and scenarios/ that the program takes for its own."""
    place = tmp_path / "home"
    for folder in ("data", "scenarios"):
        shutil.copytree(HOME / folder, place / folder, ignore=shutil.ignore_patterns("*.duckdb*"))
    monkeypatch.setenv("ROUTEWIJZER_HOME", str(place))
    return place


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def export_words(target: Path, *more: object, a: str = A, b: str = B, kind: str = "csv") -> tuple[object, ...]:
    return ("export", "--a", a, "--b", b, "--format", kind, "--out", target, *more)


# --- check --------------------------------------------------------------------------------------------------------


def test_check_counts_and_makes_no_database(run: Run, tmp_path: Path) -> None:
    ended = run("check", "--database", tmp_path / "nieuw" / "x.duckdb")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("data/ en scenarios/ zijn in orde, van Soweco: 22 tabellen met ")
    assert "7 scenario’s, 25 parameters en 12 PM-posten" in ended.out
    assert "is er nog niet" in ended.out
    assert not (tmp_path / "nieuw").exists()


def test_check_beside_the_release_in_use(run: Run, database: Path, home: Path) -> None:
    same = run("check", "--database", database)
    assert same.code == 0
    assert "release 1 in gebruik, “Eerste cijfers”, met dezelfde inhoud als" in same.out
    edit(home / "scenarios/akkoord_2020.toml", 'titel = "Akkoord 2020"', 'titel = "Akkoord van 2020"')
    other = run("check", "--database", database)
    assert other.code == 0
    assert "met een andere inhoud dan" in other.out


def test_check_tells_every_problem_on_a_line_of_its_own(run: Run, home: Path) -> None:
    edit(home / "data/costs.csv", "GM0141,2020,beschut,overhead,", "GM0141,2020,beschut,overhead,-")
    edit(home / "data/headcounts.csv", "GM0141,2020,wsw,beschut,203,raming", "GM0141,2020,wsw,beschut,203,ramin")
    ended = run("check")
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.lines) == 2
    assert ended.lines[0].startswith("data/headcounts.csv, regel 2, kolom status: ")
    assert "bedoelde u “raming”?" in ended.lines[0]
    assert ended.lines[1].startswith("data/costs.csv, regel 3, kolom bedrag_eur: ")


def test_check_of_an_empty_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEWIJZER_HOME", str(tmp_path / "leeg"))
    ended = run("check")
    assert ended.code == 1
    assert "data/costs.csv, bestand: het bestand ontbreekt" in ended.err


# --- releases -----------------------------------------------------------------------------------------------------


def publish(path: Path, home: Path, name: str, note: str) -> None:
    store.write(path, lambda connection: insert(connection, check_folder(home), name, note, "Sam", IN_USE))


def test_releases_makes_the_database_and_lists_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nieuw" / "x.duckdb"
    ended = run("releases", "--database", path)
    assert (ended.code, ended.err) == (0, "")
    heading, first = ended.out.splitlines()
    assert heading.split()[:2] == ["nr", "staat"]
    assert re.match(
        r"1 +in gebruik +\d{4}-\d\d-\d\d \d\d:\d\d +Eerste cijfers +Routewijzer +[0-9a-f]{12} +eerste +De cijfers",
        first,
    )
    assert path.exists()


def test_releases_shows_which_one_is_in_use(run: Run, database: Path) -> None:
    publish(database, HOME, "Tweede\ncijfers", "met \x1b[31mkleur")
    ended = run("releases", "--database", database)
    rows = ended.out.splitlines()
    assert len(rows) == 3
    assert rows[1].startswith("1   eerder in gebruik  ")
    assert rows[2].startswith("2   in gebruik  ")
    assert "Tweede cijfers" in rows[2]
    assert "  geen  " in rows[2]
    assert "\x1b" not in ended.out


def test_releases_shows_the_size_of_each_change(run: Run, database: Path, home: Path) -> None:
    edit(
        home / "data/costs.csv", "GM0141,2020,beschut,begeleiding,1024456", "GM0141,2020,beschut,begeleiding,1024456.50"
    )
    edit(home / "data/gemeenten.csv", "Wierden", "Wierde")
    path = home / "data/decisions.csv"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    publish(database, home, "Tweede", "n")
    ended = run("releases", "--database", database)
    assert re.search(r"  2 anders, 1 weg +n$", ended.out.splitlines()[2])


# --- rollback -----------------------------------------------------------------------------------------------------


def test_rollback_takes_an_earlier_release_in_use(run: Run, database: Path) -> None:
    publish(database, HOME, "Tweede", "n")
    ended = run("rollback", "1", "--note", "toch niet", "--by", "Sam", "--database", database)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "Release 1 is nu in gebruik: “Eerste cijfers”.\n"
    assert current(database).number == 1
    last = history(database)[-1]
    assert (last.release, last.act, last.actor, last.note) == (1, "in gebruik genomen", "Sam", "toch niet")


def test_rollback_without_a_name_notes_the_user(run: Run, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(database, HOME, "Tweede", "n")
    monkeypatch.setattr("getpass.getuser", lambda: "robin")
    assert run("rollback", "1", "--note", "n", "--database", database).code == 0
    assert history(database)[-1].actor == "robin"

    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert run("rollback", "2", "--note", "n", "--database", database).code == 0
    assert history(database)[-1].actor == "opdrachtregel"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("9", "--note", "n"), "Release 9 bestaat niet. Kies een release uit de lijst."),
        (("1", "--note", "n"), "Release 1 is al in gebruik. Er is niets veranderd."),
        (("1", "--note", " "), "Geef een toelichting op. Er is niets veranderd."),
        (("1", "--note", "n", "--by", ""), "Geef wie dit doet op. Er is niets veranderd."),
    ],
)
def test_rollback_that_cannot_be_done(run: Run, database: Path, words: tuple[str, ...], said: str) -> None:
    ended = run("rollback", *words, "--database", database)
    assert (ended.code, ended.out, ended.lines) == (1, "", [said])
    assert len(history(database)) == 1


# --- template -----------------------------------------------------------------------------------------------------


def test_template_writes_a_workbook_once(run: Run, database: Path, tmp_path: Path) -> None:
    target = tmp_path / "map" / "sjabloon.xlsx"
    ended = run("template", "--format", "xlsx", "--out", target, "--database", database)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Sjabloon geschreven: {target}, met de woorden van release 1.\n"
    before = target.read_bytes()
    assert before.startswith(b"PK")
    again = run("template", "--format", "xlsx", "--out", target, "--database", database)
    assert (again.code, again.lines) == (1, [f"{target} bestaat al. Kies een andere naam of verwijder het eerst."])
    assert target.read_bytes() == before
    assert names(target.parent) == ["sjabloon.xlsx"]


def test_template_writes_a_folder_of_csv_files(run: Run, database: Path, tmp_path: Path) -> None:
    target = tmp_path / "sjabloon"
    target.mkdir()
    assert run("template", "--format", "csv", "--out", target, "--database", database).code == 0
    assert names(target) == ["aantallen.csv", "kosten.csv", "leesmij.txt"]
    ended = run("template", "--format", "csv", "--out", target, "--database", database)
    assert ended.lines == [f"{target} bestaat al en is geen lege map. Kies een nieuwe of lege map."]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_template_where_nothing_can_be_written(run: Run, database: Path, kind: str) -> None:
    ended = run("template", "--format", kind, "--out", "/proc/sjabloon", "--database", database)
    assert ended.code == 1
    assert len(ended.lines) == 1 and "Kies een andere plek" in ended.lines[0]


@pytest.mark.parametrize("before", [True, False])
def test_the_database_is_named_before_or_after_the_subcommand(run: Run, tmp_path: Path, before: bool) -> None:
    option = ("--database", tmp_path / "hier.duckdb")
    words = (*option, "releases") if before else ("releases", *option)
    assert run(*words).code == 0
    assert names(tmp_path) == ["hier.duckdb"]
    assert run(*words).code == 0


def test_without_a_database_option_the_environment_decides(run: Run, tmp_path: Path) -> None:
    assert run("releases").code == 0
    assert names(tmp_path) == ["standaard.duckdb"]


# --- export -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_export_writes_a_folder(run: Run, database: Path, tmp_path: Path, kind: str) -> None:
    ended = run(*export_words(tmp_path / "uit", "--database", database, kind=kind))
    assert (ended.code, ended.err) == (0, "")
    assert f"uit release 1: costs.{kind} (6.996 rijen)" in ended.out
    assert names(tmp_path / "uit") == [name.replace("csv", kind) for name in FILES]


def test_export_of_an_earlier_release(run: Run, database: Path, tmp_path: Path, home: Path) -> None:
    edit(home / "scenarios/akkoord_2020.toml", "fase = { 2021 = 0.50, 2022 = 0.35", "fase = { 2021 = 0.40, 2022 = 0.45")
    publish(database, home, "Tweede", "Andere fase.")
    for number, more in ((1, ("--release", 1)), (2, ("--release", 2)), ("nu", ())):
        assert run(*export_words(tmp_path / f"uit{number}", "--database", database, *more)).code == 0
    costs = {number: (tmp_path / f"uit{number}" / "costs.csv").read_bytes() for number in (1, 2, "nu")}
    assert costs[1] != costs[2] == costs["nu"]


def test_set_reads_both_notations_and_per_cent(run: Run, database: Path, tmp_path: Path) -> None:
    texts = ["0.06", "0,06", "6 %", "6%"]
    for i, text in enumerate(texts):
        more = ("--database", database, "--set", f"schaalverlies={text}", "--set", "loonindex=-0,01")
        assert run(*export_words(tmp_path / str(i), *more)).code == 0
    assert run(*export_words(tmp_path / "standaard", "--database", database)).code == 0
    costs = [(tmp_path / str(i) / "costs.csv").read_bytes() for i in range(len(texts))]
    assert len(set(costs)) == 1
    assert costs[0] != (tmp_path / "standaard" / "costs.csv").read_bytes()


def test_key_changes_the_allocation(run: Run, database: Path, tmp_path: Path) -> None:
    for name, more in (("a", ()), ("b", ("--key", "inwoners")), ("c", ("--key", "gr_2019"))):
        assert run(*export_words(tmp_path / name, "--database", database, *more)).code == 0
    costs = [(tmp_path / name / "costs.csv").read_bytes() for name in "abc"]
    assert costs[0] == costs[2] != costs[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--a", "akkord_2020"), "bedoelde u “akkoord_2020”?"),
        (("--b", "ongewijzig"), "bedoelde u “ongewijzigd”?"),
        (("--b", "xyz"), "kies uit: akkoord_2020, akkoord_2020_juli_2021, alternatief_rvc"),
        (("--key", "inwoner"), "bedoelde u “inwoners”?"),
        (("--set", "schaalverlis=0,1"), "bedoelde u “schaalverlies”?"),
        (("--set", "schaalverlies=1,5"), "buiten het toelaatbare bereik"),
        (("--set", "loonindex=-0,2"), "buiten het toelaatbare bereik"),
        (("--set", "frictie_per_persoon=-1"), "buiten het toelaatbare bereik"),
        (("--set", "frictie_per_persoon=6 %"), "“6 %” is een percentage, maar hier hoort een bedrag in euro."),
        (("--release", "7"), "Release 7 bestaat niet"),
        (("--release", "0"), "Release 0 bestaat niet"),
    ],
)
def test_what_the_release_does_not_know_is_refused(
    run: Run, made: Path, tmp_path: Path, words: tuple[str, str], said: str
) -> None:
    ended = run(*export_words(tmp_path / "uit", "--database", made, *words))
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert said in ended.err
    assert names(tmp_path) == []


def keep_one(path: Path, name: str, key: str | None = None, value: float = 0.06) -> int:
    made_at = datetime(2020, 3, 26, 12, 30)
    one = Verkenning(name, "Waarom", "Controller", made_at, 1, A, B, key, (("schaalverlies", value),))
    return keep(path, one, by=beheerder("Controller"))


def test_a_decision_is_noted_corrected_and_listed(run: Run, database: Path) -> None:
    assert run("decisions", "--database", database).out == "Er is nog geen besluit over een PM-post vastgelegd.\n"
    own = ("--orgaan", "Dagelijks Bestuur", "--op", "12 maart 2021", "--by", "Kim", "--database", database)
    ended = run("decide", "belastingen", "--besluit", "Navragen", *own)
    assert (ended.code, ended.out) == (0, "Besluit 1 over PM-post belastingen is vastgelegd.\n")
    assert run("decide", "belastingen", "--besluit", "Reserveren", "--verbetert", "1", *own).code == 0
    head, first, second = run("decisions", "--database", database).out.splitlines()
    assert head.split()[:3] == ["nr", "staat", "post"]
    assert first.split()[:4] == ["1", "verbeterd", "belastingen", "Navragen"] and first.endswith("Kim")
    assert second.split()[:4] == ["2", "geldt", "belastingen", "Reserveren"] and "12-03-2021" in second
    assert [event.act for event in history(database)[1:]] == ["besluit", "besluit"]


@pytest.mark.parametrize(
    ("words", "code", "refusal"),
    [
        (("belasting", "--op", "1-1-2021"), 1, "PM-post “belasting” bestaat niet; bedoelde u “belastingen”?"),
        (("belastingen", "--op", "32-1-2021"), 2, "--op: gelezen is “32-1-2021”; schrijf een dag als 26-3-2020"),
        (("belastingen", "--op", "1-1-2021", "--verbetert", "7"), 1, "Besluit 7 bestaat niet."),
        (("belastingen",), 2, "dit ontbreekt: --op."),
    ],
)
def test_a_decision_that_is_refused_is_refused_in_dutch(
    run: Run, database: Path, words: tuple[str, ...], code: int, refusal: str
) -> None:
    ended = run("decide", *words, "--besluit", "x", "--orgaan", "DB", "--database", database)
    assert ended.code == code and refusal in ended.err and len(history(database)) == 1


def test_verkenningen_are_listed(run: Run, database: Path) -> None:
    assert run("verkenningen", "--database", database).out == "Er zijn nog geen verkenningen.\n"
    keep_one(database, "Somber")
    withdraw_verkenning(database, keep_one(database, "Vrolijk"), note="vergist", by=beheerder("Sam"))
    ended = run("verkenningen", "--database", database)
    assert (ended.code, ended.err) == (0, "")
    heading, first, second = ended.out.splitlines()
    assert heading.split()[:2] == ["nr", "staat"]
    assert re.match(r"1 +bewaard +2020-03-26 12:30 +Somber +Controller +1 +schaalverlies=0,06 +Waarom", first)
    assert second.startswith("2   ingetrokken  ")
    assert run("saved", "--database", database).out == run("states", "--database", database).out + ended.out


def test_export_of_a_verkenning(run: Run, database: Path, tmp_path: Path) -> None:
    keep_one(database, "Somber", key="inwoners")

    def costs(name: str, *more: object) -> bytes:
        ended = run(*export_words(tmp_path / name, "--database", database, *more))
        assert (ended.code, ended.err) == (0, "")
        assert ("verkenning “Somber”" in ended.out) == ("--key" not in more or "--verkenning" in more)
        return (tmp_path / name / "costs.csv").read_bytes()

    plain = costs("a", "--set", "schaalverlies=0,06", "--key", "inwoners")
    assert costs("b", "--saved", "Somber") == costs("c", "--verkenning", "1") == plain
    other = costs("d", "--set", "schaalverlies=0,07", "--key", "gr_2019")
    assert costs("e", "--verkenning", "1", "--set", "schaalverlies=0,07", "--key", "gr_2019") == other != plain
    ended = run(*export_words(tmp_path / "f", "--database", database, "--verkenning", "Sombr"))
    assert (ended.code, ended.lines) == (1, ["Onbekende verkenning “Sombr”; bedoelde u “Somber”?"])


def test_a_verkenning_that_another_release_does_not_admit(run: Run, database: Path, home: Path, tmp_path: Path) -> None:
    keep_one(database, "Somber", value=0.9)
    text = (home / "scenarios/parameters.toml").read_text("utf-8")
    before, found, after = text.partition('id = "schaalverlies"')
    assert found
    (home / "scenarios/parameters.toml").write_text(before + found + after.replace("max = 1", "max = 0.5", 1), "utf-8")
    publish(database, home, "Tweede", "Krapper.")
    assert run(*export_words(tmp_path / "a", "--database", database, "--verkenning", "Somber")).code == 0
    ended = run(*export_words(tmp_path / "b", "--database", database, "--verkenning", "Somber", "--release", "2"))
    assert (ended.code, len(ended.lines)) == (1, 1)
    assert "aannames, sleutel schaalverlies: buiten het toelaatbare bereik; gelezen: “0.9”" in ended.err


@pytest.mark.parametrize("target", ["/sys/routewijzer", "/proc/routewijzer/uit"])
def test_out_where_nothing_can_be_written(run: Run, made: Path, target: str) -> None:
    ended = run(*export_words(Path(target), "--database", made))
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert target in ended.err and "Kies een andere plek" in ended.err


def test_out_on_something_that_is_there(run: Run, database: Path, tmp_path: Path) -> None:
    (tmp_path / "brief").write_text("van mij")
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "brief").write_text("van mij")
    for place in (tmp_path / "brief", tmp_path / "map", tmp_path / "brief" / "uit"):
        ended = run(*export_words(place, "--database", database))
        assert (ended.code, len(ended.lines)) == (1, 1)
    assert names(tmp_path) == ["brief", "map", "routewijzer.duckdb"]
    assert (tmp_path / "map" / "brief").read_text() == "van mij"
    for _ in range(2):
        assert run(*export_words(tmp_path / "uit", "--database", database)).code == 0


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_full_disk_leaves_nothing_behind(made: Path, tmp_path: Path, kind: str) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ended = outside(*export_words(tmp_path / "uit", "--database", made, kind=kind), preexec_fn=small)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "is vol" in ended.stderr and len(ended.stderr.splitlines()) == 1
    assert names(tmp_path) == []


# --- the database -------------------------------------------------------------------------------------------------


def cut(path: Path, made: Path) -> None:
    path.write_bytes(made.read_bytes()[:50_000])


def rubbish(path: Path, made: Path) -> None:
    path.write_text("geen database")


def empty(path: Path, made: Path) -> None:
    path.touch()


def foreign(path: Path, made: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (i INTEGER)")


def folder(path: Path, made: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("broken", [cut, rubbish, empty, foreign, folder])
@pytest.mark.parametrize("command", ["check", "releases", "export"])
def test_a_database_that_is_none(
    run: Run, made: Path, tmp_path: Path, broken: Callable[[Path, Path], None], command: str
) -> None:
    path = tmp_path / "stuk.duckdb"
    broken(path, made)
    before = path.read_bytes() if path.is_file() else None
    words = export_words(tmp_path / "uit") if command == "export" else (command,)
    ended = run(*words, "--database", path)
    assert (ended.code, len(ended.lines)) == (1, 1)
    assert str(path) in ended.err
    assert (path.read_bytes() if path.is_file() else None) == before
    assert names(tmp_path) == ["stuk.duckdb"]


@pytest.fixture
def opened(database: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The database, held open by another process."""
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'read'); print(1, flush=True); input()"
    words = [sys.executable, "-c", code, str(database), request.param]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdin is not None
        other.stdout.readline()
        yield database
        other.stdin.write(b"\n")


@pytest.mark.parametrize("opened", ["read"], indirect=True)
def test_export_while_another_process_reads(run: Run, opened: Path, tmp_path: Path) -> None:
    assert run(*export_words(tmp_path / "uit", "--database", opened)).code == 0
    assert names(tmp_path / "uit") == FILES


@pytest.mark.parametrize("opened", ["write"], indirect=True)
def test_export_while_another_process_keeps_writing(
    run: Run, opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.3)
    ended = run(*export_words(tmp_path / "uit", "--database", opened))
    assert (ended.code, len(ended.lines)) == (1, 1)
    assert "is bezet" in ended.err


# --- frozen states ------------------------------------------------------------------------------------------------


def freeze_default(database: Path, name: str) -> dict[str, bytes]:
    """Freeze the default view of the release in use; its tables."""
    release = open_release(database)
    tables = frozen_tables(release, default_view(release))
    view, program = write_view(default_view(release)), Program("0.1.0", "ab" * 32)
    told: dict[str, Any] = {"name": name, "note": "", "by": beheerder("tester")}
    freeze(database, tables, release=release.info, view=view, program=program, **told)
    return tables


def test_states_lists_what_was_frozen(run: Run, database: Path) -> None:
    assert run("states", "--database", database).out.split() == [
        *("nr", "datum", "(UTC)", "naam", "door", "release", "kenmerk", "toelichting")
    ]
    freeze_default(database, "Vergadering 26 maart")
    ended = run("states", "--database", database)
    assert (ended.code, ended.err) == (0, "")
    line = ended.out.splitlines()[1]
    assert line.startswith("1   20") and "Vergadering 26 maart  tester  1" in line
    check_dutch(ended.out.replace("release", ""))


def test_a_state_is_written_as_it_was_stored(run: Run, database: Path, home: Path, tmp_path: Path) -> None:
    tables = freeze_default(database, "Vergadering")
    publish_changed(database, home)
    out = tmp_path / "stand"
    ended = run("export", "--state", "1", "--format", "parquet", "--out", out, "--database", database)
    assert (ended.code, ended.err) == (0, "")
    assert {file.name: file.read_bytes() for file in out.iterdir()} == {f"{n}.parquet": b for n, b in tables.items()}
    ended = run("export", "--saved", "stand 1", "--format", "csv", "--out", out, "--database", database)
    assert ended.code == 0 and "Bevroren stand nr 1, Vergadering, release 1" in ended.out
    assert names(out) == sorted([*FILES, "numbers.csv", "texts.csv"])
    for name in tables.keys() - {"grids"}:
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        stored = pq.read_table(io.BytesIO(tables[name]))
        assert rows[0] == stored.column_names and len(rows) == stored.num_rows + 1


def publish_changed(database: Path, home: Path) -> None:
    """A release in which Almelo has another name is in use."""
    file = home / "data" / "gemeenten.csv"
    file.write_text(file.read_text("utf-8").replace("Almelo", "Almelo-Oost"), "utf-8")
    content = check_folder(home)
    store.write(database, lambda connection: insert(connection, content, "Nieuw", "n", "tester", IN_USE))
    assert current(database).number == 2


def test_a_state_that_is_not_there_is_refused(run: Run, database: Path, tmp_path: Path) -> None:
    ended = run("export", "--state", "7", "--format", "csv", "--out", tmp_path / "x", "--database", database)
    assert (ended.code, ended.lines) == (1, ["Bevroren stand 7 bestaat niet. Kies een stand uit de lijst."])
    assert not (tmp_path / "x").exists()


# --- documents ----------------------------------------------------------------------------------------------------


def test_a_document_is_written_once(run: Run, database: Path, tmp_path: Path) -> None:
    out = tmp_path / "stukken" / "bijlage.pdf"
    words = ("export", "--a", A, "--b", B, "--format", "gemeente", "--out", out, "--database", database)
    ended = run(*words, "--gemeente", "GM0163", "--horizon", "2030", "--set", "schaalverlies=5 %")
    assert (ended.code, ended.err) == (0, "")
    assert re.search(r"uit release 1: Per gemeente, PDF, \d+ kB\.$", ended.out.strip())
    text = "\n".join(page_texts(out.read_bytes()))
    assert text.startswith("Hellendoorn") and "2021–2030" in text and "zonder link" in text
    ended = run(*words)
    assert (ended.code, ended.lines) == (1, [f"{out} bestaat al. Kies een andere naam of verwijder het eerst."])
    assert names(out.parent) == ["bijlage.pdf"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--gemeente", "Almelo"), "Onbekende keuze voor de gemeente: “Almelo”; kies uit: GM0141, "),
        (("--horizon", "2027"), "Onbekende keuze voor de jaren: “2027”; "),
    ],
)
def test_a_document_of_what_is_not_there_is_refused(
    run: Run, database: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "bijlage.pdf"
    ended = run("export", "--a", A, "--b", B, "--format", "pdf", "--out", out, "--database", database, *words)
    assert ended.code == 1 and said in ended.lines[-1]
    assert not out.exists()


def test_a_document_of_a_state_is_of_the_release_of_then(run: Run, database: Path, home: Path, tmp_path: Path) -> None:
    freeze_default(database, "Vergadering")
    publish_changed(database, home)
    out = tmp_path / "stand.pdf"
    ended = run("export", "--state", "1", "--format", "pdf", "--out", out, "--database", database)
    assert (ended.code, ended.err) == (0, "")
    assert "Bevroren stand nr 1, Vergadering, release 1" in ended.out and "Vergelijking (bijlage), PDF, " in ended.out
    first, *_ = pages = page_texts(out.read_bytes())
    assert "bevroren stand: stand 1, Vergadering" in first and "bron: release 1" in first
    assert "Almelo " in "\n".join(pages) and "Almelo-Oost" not in "\n".join(pages)


# --- wrong usage --------------------------------------------------------------------------------------------------

EXPORT = ("export", "--a", "x", "--b", "y", "--format", "csv", "--out", "z")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), f"geef een opdracht: {', '.join(COMMANDS)}."),
        (("exprot",), "onbekende keuze “exprot”; bedoelde u “export”?"),
        (
            ("publiceer", "x.csv"),
            "opdracht: onbekende keuze “publiceer”; bedoelde u “publish”?",
        ),
        (("export",), "dit ontbreekt: --a, --b, --format, --out."),
        (("export", "--a", "x", "--b", "y", "--out", "z"), "dit ontbreekt: --format."),
        (("export", "--state", "1"), "dit ontbreekt: --format, --out."),
        ((*EXPORT, "--state", "1"), "een bevroren stand ligt vast; laat --a, --b weg."),
        (
            ("export", "--state", "1", "--verkenning", "1", "--format", "csv", "--out", "z"),
            "een bevroren stand ligt vast; laat --verkenning weg.",
        ),
        ((*EXPORT, "--state", "een"), "--state: “een” is geen nummer van een bevroren stand."),
        (("export", "--saved", "stand een"), "--saved: “een” is geen nummer van een bevroren stand."),
        ((*EXPORT, "--saved", "1", "--state", "1"), "laat --state en --verkenning weg."),
        ((*EXPORT, "--state", "0"), "bevroren standen beginnen bij 1."),
        (("check", "extra"), "onbekend: “extra”."),
        (("check", "twee\nregels"), "onbekend: “twee regels”."),
        (("releases", "--databse", "x"), "onbekend: “--databse x”."),
        (("releases", "--data", "x"), "onbekend: “--data x”."),
        (("--database",), "--database: hierachter hoort een waarde."),
        (("releases", "--database", ""), "--database: hier hoort een pad."),
        (("check", "--help=ja"), "--help: hier hoort geen waarde"),
        (("rollback", "1"), "dit ontbreekt: --note."),
        (("rollback", "--note", "n"), "dit ontbreekt: NUMMER."),
        (("rollback", "een", "--note", "n"), "“een” is geen nummer van een release."),
        (("template", "--format", "xls", "--out", "x"), "--format: onbekende keuze “xls”; bedoelde u “xlsx”?"),
        ((*EXPORT, "--format", "odt"), "--format: onbekende keuze “odt”; kies uit: csv, "),
        ((*EXPORT, "--gemeente", "GM0141"), "--gemeente hoort bij een document; een export als csv bevat alles."),
        ((*EXPORT, "--horizon", "2030"), "--horizon hoort bij een document"),
        ((*EXPORT, "--horizon", "later"), "--horizon: “later” is geen jaar."),
        (
            ("export", "--state", "1", "--gemeente", "GM0141", "--format", "pdf", "--out", "z"),
            "een bevroren stand ligt vast; laat --gemeente weg.",
        ),
        ((*EXPORT, "--format", "parket"), "bedoelde u “parquet”?"),
        ((*EXPORT, "--release", "een"), "--release: “een” is geen nummer van een release."),
        ((*EXPORT, "--release", "-1"), "--release"),
        ((*EXPORT, "--release", "9" * 5000), "is geen nummer van een release."),
        ((*EXPORT, "--set"), "--set: hierachter hoort een waarde."),
        ((*EXPORT, "--set", "schaalverlies"), "“schaalverlies” is geen PARAMETER=WAARDE."),
        ((*EXPORT, "--set", "=3"), "“=3” is geen PARAMETER=WAARDE."),
        ((*EXPORT, "--set", "schaalverlies="), "schaalverlies heeft een getal nodig"),
        ((*EXPORT, "--set", "schaalverlies=PM"), "schaalverlies heeft een getal nodig"),
        ((*EXPORT, "--set", "schaalverlies=veel"), "“veel” is geen getal."),
        ((*EXPORT, "--set", "frictie_per_persoon=7.500"), "op twee manieren te lezen"),
        ((*EXPORT, "--set", "loonindex=0,1", "--set", "loonindex=0,2"), "loonindex staat er twee keer"),
    ],
)
def test_wrong_usage(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.lines[0].startswith("gebruik: python -m lib")
    assert said in ended.lines[-1]
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("-h",),
        ("check", "-h"),
        ("releases", "-h"),
        ("export", "--help"),
        ("rollback", "-h"),
        ("states", "-h"),
        ("template", "-h"),
    ],
)
def test_help_is_dutch(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert (ended.code, ended.err) == (0, "")
    check_dutch(ended.out)
    assert ended.out.startswith("gebruik: python -m lib") and "deze uitleg tonen" in ended.out


# --- what nobody foresaw ------------------------------------------------------------------------------------------


def failing(error: BaseException) -> Callable[[object], None]:
    def fails(_: object) -> None:
        print("een begin")
        raise error

    return fails


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("something went wrong"), "Er ging iets mis dat niet voorzien is (KeyError)"),
        (MemoryError(), "(MemoryError)"),
        (PermissionError(13, "Permission denied"), "(PermissionError)"),
        (ModuleNotFoundError("No module named 'duckdb'", name="duckdb"), "Het pakket duckdb ontbreekt."),
    ],
)
def test_an_unforeseen_error_is_one_dutch_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    monkeypatch.setattr(actions, "run", failing(error))
    ended = run("check")
    assert (ended.code, len(ended.lines)) == (1, 1)
    assert said in ended.err


def test_ctrl_c_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(actions, "run", lambda _: os.kill(os.getpid(), signal.SIGINT))
    assert run("check") == Ended(130, "", "")
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_inside_a_library_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None

    monkeypatch.setattr(actions, "run", interrupted)
    assert run("check") == Ended(130, "", "")


# --- as a user does -----------------------------------------------------------------------------------------------


def test_from_nothing_to_an_export(tmp_path: Path) -> None:
    ended = outside("--database", tmp_path / "d.duckdb", *export_words(tmp_path / "uit"), stdin=subprocess.DEVNULL)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert names(tmp_path) == ["d.duckdb", "uit"]
    assert names(tmp_path / "uit") == FILES


def test_refusals_leave_by_their_code(tmp_path: Path) -> None:
    assert outside("exprot").returncode == 2
    (tmp_path / "d.duckdb").write_text("geen database")
    ended = outside("releases", "--database", tmp_path / "d.duckdb")
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1)


@pytest.mark.parametrize("more", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(("words", "code"), [(("--help",), 0), (("exprot",), 2), (("releases",), 0), (("check",), 1)])
def test_a_reader_that_leaves(made: Path, words: tuple[str, ...], code: int, more: dict[str, str]) -> None:
    """As `| head` does, with standard output and standard error in one pipe that nobody reads."""
    known = environment(ROUTEWIJZER_DATABASE=str(HOME if words == ("check",) else made), **more)
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "lib", *words]
    ended = subprocess.run(command, cwd=HOME, env=known, stdout=write, stderr=write, timeout=60)
    os.close(write)
    assert ended.returncode == code


def test_piped_to_head(made: Path) -> None:
    line = f"{sys.executable} -m lib releases --database {made} | head -n 1"
    ended = subprocess.run(
        ["bash", "-c", line], cwd=HOME, env=environment(), capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("nr")


def test_a_full_device_is_told(made: Path) -> None:
    command = [sys.executable, "-m", "lib", "releases", "--database", str(made)]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command, cwd=HOME, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    check_dutch(ended.stderr)


def test_a_terminal_that_knows_few_letters(tmp_path: Path) -> None:
    known = environment(PYTHONIOENCODING="ascii", ROUTEWIJZER_DATABASE=str(tmp_path / "é.duckdb"))
    ended = outside("check", env=known)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "7 scenario?s" in ended.stdout


# -- what is loaded ----------------------------------------------------------------------------------------------


def test_every_command_has_its_action_and_its_arguments() -> None:
    for name, command in COMMANDS.items():
        assert callable(actions.action_of(command)), name
        assert all(isinstance(settings, dict) for _, settings in command.arguments()), name


@pytest.mark.parametrize(
    ("words", "unloaded"),
    [
        (["--help"], {"numpy", "duckdb", "pydantic", "pyarrow"}),
        (["releases"], {"scipy", "typst", "pptx", "xlsxwriter", "plotly"}),
        (["check"], {"scipy", "typst", "pptx", "xlsxwriter", "plotly"}),
    ],
)
def test_a_command_loads_what_it_uses(words: list[str], unloaded: set[str], database: Path) -> None:
    """Help, the list of releases and the check come at once: what they do not use, they do not load."""
    code = "import sys\nfrom lib.__main__ import main\ntry:\n    main(sys.argv[1:])\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    more = [] if words == ["--help"] else ["--database", str(database)]
    ended = subprocess.run(
        [sys.executable, "-c", code, *words, *more], cwd=HOME, capture_output=True, text=True, check=True, timeout=120
    )
    assert ended.stdout and unloaded.isdisjoint(ended.stderr.split())
