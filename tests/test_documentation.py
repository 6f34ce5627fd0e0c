"""Every `python -m lib …` that the documents print is followed as it stands there, in a home and a database of its own.

A line that explains what can be given (`[--by NAAM]`, `csv|parquet`) is followed with nothing more than it asks, for each
alternative, and once with everything that it allows.
"""

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from lib.__main__ import main
from lib.cli.actions import BY, COMMANDS, parse
from lib.comparison.release import open_release
from lib.comparison.view import default_view
from lib.render.documents import DOCUMENTS as DOCUMENT_KINDS
from lib.render.frozen import frozen_tables
from lib.store.backup.backup import back_up
from lib.store.pm_decisions import PmDecision, decide
from lib.store.saved_views import Program, freeze, keep
from lib.store.secrets import access, bind
from lib.subjects.saved_views import write_view
from lib.tables.content import SHIPPED
from tests.folders import add_event
from tests.people import beheerder, settings_with
from tests.store.publisher import publish_one
from tests.store.test_verkenningen import ONE
from tests.tiers import first

DOCUMENTS = (
    "README.md",
    "data/README.md",
    "scenarios/README.md",
    *(f"docs/{p.name}" for p in SHIPPED.glob("docs/*.md")),
)
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^(?!alias )(?:.*python -m lib|rw) (.*)$")
INLINE = re.compile(r"`(?:[^`\n]*python -m lib|rw) ([^`\n]+)`")
#: What goes on with the usage of the line above.
MORE = re.compile(r"^ +(\[--.*)$")
#: Commands that ask a server: their words are read, and these tests do what they say.
ELSEWHERE = {
    "move": "vraagt PostgreSQL; tests/test_command_line_moving.py verhuist heen en terug",
    "compact": "vraagt PostgreSQL; tests/test_command_line_moving.py en tests/store/lake/test_upkeep.py",
}
#: What stands for a value, whatever the command.
VALUES = {
    "TEKST": "Proef",
    "NAAM": "Kim",
    "ROL": "lezer",
    "STATUS": "raming",
    "JAAR": "2020",
    "BEGIN": "2022",
    "NAMEN": "Noordbeek, GM9501 Zuidbeek",
    "N": "1",
    "CODE": "GM0141",
    "GEMEENTE": "GM0141",
    "SLEUTEL": "inwoners",
    "SCHATTING": "loonstijging_2021",
    "NAAM_OF_NUMMER": "1",
    "BEWAARD": "stand 1",
    "POST": "belastingen",
    "WIE": "Dagelijks Bestuur",
    "DAG": "26-3-2020",
    "NUMMER": "1",
    "PARAMETER=WAARDE": "schaalverlies=0,06",
    "PARAMETER@GM0163=WAARDE": "efficiency_eindwaarde@GM0163=0,06",
}


def lines(document: str) -> Iterator[str]:
    """What follows `python -m lib` on each line of code and in each piece of text, usages whole."""
    text = (SHIPPED / document).read_text("utf-8")
    for block in FENCE.findall(text):
        found: list[str] = []
        for line in block.splitlines():
            if (more := MORE.match(line)) and found:
                found[-1] += f" {more[1]}"
            elif command := COMMAND.match(line):
                # After two spaces comes what it does.
                found.append(re.split(r"  +", command[1])[0])
        yield from found
    yield from INLINE.findall(FENCE.sub("", text))


def usages(line: str) -> Iterator[str]:
    """With nothing more than it asks, for each alternative; and with everything."""
    plain = re.sub(r"\]…| …$", lambda match: match[0].replace("…", ""), line).rstrip()
    least = " ".join(re.sub(r"\[[^]]*\]", "", plain).split())
    parts = [part.split("|") if re.fullmatch(r"\w+(\|\w+)+", part) else [part] for part in split(least)]
    yield from (shlex.join(words) for words in product(*parts))
    if "[" in plain:
        yield shlex.join(part.split("|")[0] for part in split(re.sub(r"[\[\]]", "", plain)))


def split(text: str) -> list[str]:
    return shlex.split(text)


def printed() -> list[ParameterSet]:
    """Each command once, with the document that prints it first; what makes a document of a comparison takes seconds."""
    found: dict[str, str] = {}
    for document in DOCUMENTS:
        for line in lines(document):
            for usage in usages(line):
                found.setdefault(usage, document)
    slow = re.compile(rf"^export .*--format ({'|'.join(DOCUMENT_KINDS)})\b")
    return [
        pytest.param(document, usage, marks=[pytest.mark.heavy] if slow.match(usage) else [])
        for usage, document in found.items()
    ]


@pytest.fixture(scope="module")
def filled(first_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has two releases, a verkenning, a frozen state and a decision; and a backup of it."""
    folder, kim = tmp_path_factory.mktemp("gevuld"), beheerder("Kim")
    database = Path(shutil.copy(first_database, folder / "routewijzer.duckdb"))
    release = open_release(database)
    view = default_view(release)
    freeze(
        database,
        frozen_tables(release, view),
        name="Stand",
        note="",
        by=kim,
        release=release.info,
        view=write_view(view),
        program=Program("1", "ab" * 32),
    )
    keep(database, ONE, by=kim)
    decide(database, PmDecision("belastingen", "Navragen", "college", date(2020, 3, 26)), by=kim)
    publish_one(database, "Later")
    back_up(database, folder / "kopie.zip", by=kim, program="0")
    return folder


@pytest.fixture
def world(filled: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same to change, a home whose files changed since, and a file to hand in."""
    for file in filled.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "reservekopieen").mkdir()
    rows = "gemeente_code;jaar;inwoners;status;bron\nGM0141;2020;73108;realisatie;CBS\n"
    (tmp_path / "inwoners.csv").write_text(rows, "utf-8")
    add_event(home)
    monkeypatch.setenv("ROUTEWIJZER_HOME", str(home))
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(tmp_path / "routewijzer.duckdb"))
    monkeypatch.setenv("ROUTEWIJZER_SECRETS", str(tmp_path / "secrets.toml"))
    monkeypatch.chdir(home)
    return tmp_path


def filled_in(words: list[str], world: Path) -> list[str]:
    """The words with something that is there in the place of what stands for it."""
    command = words[0]
    kind = words[words.index("--format") + 1] if "--format" in words else ""
    routes = iter(("maatschappelijke_onderneming_2017", "akkoord_2020"))
    file = {"verify": "kopie.zip", "restore": "kopie.zip", "record": "logboek-nieuw.csv"}.get(command, f"nieuw.{kind}")
    places: dict[str, Path | str] = {
        "BESTAND…": world / "inwoners.csv",
        "BESTAND": world / file,
        "MAP": world / ("home" if command == "publish" else "uit"),
        "PLEK": world / (f"uit.{kind}" if kind else "nieuw.zip"),
        "/pad/naar/regio": world / "home",
        "$env:ROUTEWIJZER_HOME": world / "home",
        "/opt/routewijzer": world / "home",
        "/var/lib/routewijzer/reservekopieen": world / "reservekopieen",
        "/var/lib/routewijzer/reservekopieen/BESTAND": world / "kopie.zip",
    }
    if command == "export":
        places["JAAR"] = "2030"
    values = VALUES | {word: str(place) for word, place in places.items()}
    return [next(routes) if word == "ID" else values.get(word, word) for word in words]


def of_another_secret(world: Path) -> None:
    """The database is protected with a secret that the settings no longer have."""
    before, database = access(settings_with(world, "0123456789abcdef" * 2)), world / "routewijzer.duckdb"
    bind(database, before, "Routewijzer")
    settings_with(world, "fedcba9876543210" * 2)


@pytest.mark.parametrize(("document", "line"), first(printed(), 12))
def test_what_a_document_prints_can_be_done(
    world: Path, document: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = filled_in(split(line), world)
    assert words[0] in COMMANDS, f"{document}: {line}"
    if len(words) == 1 and COMMANDS[words[0]].arguments() not in ((), (BY,)):
        return  # Named in a sentence, which does not say how to use it.
    if words[0] in ELSEWHERE:
        assert parse(words).command == words[0]
        return
    if words[0] == "reseal":
        of_another_secret(world)
    code = main(words)
    told = capsys.readouterr()
    assert code == 0, f"{document}: {line}\n{told.err}"
    assert not told.err and (told.out or words[0] in ("verkenningen", "states"))


def test_every_command_is_in_the_readme_with_each_of_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    """What the command line takes and README does not print, nobody finds."""
    told: dict[str, set[str]] = {}
    for line in lines("README.md"):
        told.setdefault(split(line.replace("[", " ").replace("]", " "))[0], set()).update(
            re.findall(r"--[a-z-]+", line)
        )
    assert told.keys() >= COMMANDS.keys()
    for name in COMMANDS:
        with pytest.raises(SystemExit):
            parse([name, "--help"])
        options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--database"}
        assert options <= told[name], name
