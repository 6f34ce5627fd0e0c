"""python -m lib publish --folder: data/ and scenarios/ of a folder become a release, or nothing changes and it says why."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

from lib.comparison.release import open_release
from lib.store.publishing import history
from lib.store.releases import current, releases
from lib.subjects import folder_preview as folder_analysis
from tests.folders import CHANGES, FIFTH_TITLE, add_event, add_route, change_parameter, edit, remove_route, remove_row
from tests.store.publisher import publish_one
from tests.store.test_scenarios import FIFTH
from tests.test_command_line import Run, run
from tests.tiers import first

__all__ = ["run"]
NOTE = ("--note", "Met het onderzoek erbij")


@pytest.mark.parametrize("name", first(CHANGES, 2))
def test_a_folder_becomes_a_release(run: Run, database: Path, home: Path, name: str) -> None:
    """What was not published by `publish` before: a route, a parameter, a source, an event, a row less, a route less."""
    change, told = CHANGES[name]
    change(home)
    ended = run("publish", "--folder", home, *NOTE, "--accept-warnings", "--database", database)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == "Ten opzichte van release 1:"
    assert f"- {told}" in lines
    assert lines[-1] == "Release 2 is in gebruik. Terug kan met: rollback 1 --note TEKST"
    same = run("publish", "--folder", home, *NOTE, "--database", database)
    assert (same.code, same.err) == (0, "")
    assert same.out == "Geen wijzigingen: release 2 zegt al hetzelfde. Er is geen release gemaakt.\n"
    assert len(releases(database)) == 2


def test_a_folder_that_says_the_same_makes_no_release(run: Run, database: Path, home: Path) -> None:
    path = home / "data/costs.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n", "utf-8")
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert ended.out == "Geen wijzigingen: release 1 zegt al hetzelfde. Er is geen release gemaakt.\n"
    assert len(releases(database)) == 1


def test_the_preview_tells_what_the_outcome_does(run: Run, database: Path, home: Path) -> None:
    change_parameter(home)
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert ended.code == 0
    assert (
        "- Verschil × € 1.000, 2021–2024, Akkoord 2020 − Maatschappelijke onderneming 2017, zes gemeenten: was −14.033 N, "
        "wordt −16.478 N" in ended.out
    )
    assert "- In het rekenvoorbeeld, eenmalig meegeteld, blijft de volgorde van de routes overal gelijk." in ended.out


def test_the_preview_tells_that_the_order_flips(run: Run, database: Path, home: Path) -> None:
    path = home / "scenarios/parameters.toml"
    before, after = path.read_text("utf-8").split('id = "efficiency_eindwaarde"')
    own, rest = after.split("[[parameter]]", 1)
    for key in ("standaard", "hoog", "max"):
        own = re.sub(rf"^{key} = .*$", f"{key} = 0.9", own, flags=re.MULTILINE)
    path.write_text(f'{before}id = "efficiency_eindwaarde"{own}[[parameter]]{rest}', "utf-8")
    ended = run("publish", "--folder", home, *NOTE, "--accept-warnings", "--database", database)
    assert ended.code == 0, ended.err
    assert "draait de volgorde van de routes op" in ended.out and "zes gemeenten (2021–2030)" in ended.out


def test_nothing_of_the_outcome_changes_with_a_source(run: Run, database: Path, home: Path) -> None:
    add_event(home)
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert "- De uitkomsten veranderen niet." in ended.out


def test_warnings_must_be_accepted(run: Run, database: Path, home: Path) -> None:
    remove_route(home)
    remove_row(home)
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert ended.code == 1
    assert "- Scenario verwijderd: Uitvoering vanaf 2021 (uitvoering_2021)" in ended.out
    first, second, verdict = ended.lines
    assert first.startswith(
        "waarschuwing: scenarios, uitvoering_2021: dit scenario verdwijnt; gelezen: “Uitvoering vanaf"
    )
    assert second.startswith(
        "waarschuwing: data/decisions.csv, 14: 1 rij verdwijnt; gelezen: “1 van de 14 niet in de map”"
    )
    assert verdict == "Niet gepubliceerd: 2 waarschuwingen. Kloppen de cijfers, geef dan --accept-warnings mee."
    assert len(releases(database)) == 1


def test_every_error_of_the_folder_is_told_and_nothing_changes(run: Run, database: Path, home: Path) -> None:
    edit(home / "data/costs.csv", "GM0141,2020,beschut,overhead,", "GM0141,2020,beschut,overhead,-")
    edit(home / "data/headcounts.csv", "GM0141,2020,wsw,beschut,203,raming", "GM0141,2020,wsw,beschut,203,ramin")
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 2)
    assert ended.lines[0].startswith("data/headcounts.csv, regel 2, kolom status: ")
    assert len(releases(database)) == 1


def test_a_route_of_a_source_that_is_not_there_is_refused(run: Run, database: Path, home: Path) -> None:
    add_route(home)
    edit(home / f"scenarios/{FIFTH}.toml", "vanaf = 2022", "vanaf = 2222")
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert ended.code == 1 and ended.lines[0].startswith(f"scenarios/{FIFTH}.toml, ")
    assert len(releases(database)) == 1


@pytest.mark.parametrize("place", ["nergens", "data", "data/costs.csv", "leeg"])
def test_a_place_that_is_no_such_folder(run: Run, database: Path, home: Path, place: str) -> None:
    (home / "leeg").mkdir()
    ended = run("publish", "--folder", home / place, *NOTE, "--database", database)
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1)
    assert ended.err.endswith("geef de map waar data/ en scenarios/ in staan.\n")


def test_what_nothing_reads_is_told(run: Run, database: Path, home: Path) -> None:
    for name in ("data/kosten 2021.csv", "scenarios/vijfde.txt", "data/README.md", "data/routewijzer.duckdb"):
        (home / name).write_text("x", "utf-8")
    (home / "data/routewijzer.voor-schema-3.duckdb").touch()
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert ended.out.splitlines()[0] == (
        "Niet gelezen, want geen tabel en geen scenario: data/kosten 2021.csv, scenarios/vijfde.txt."
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("x.csv", "--folder", "y"), "geef bestanden, of --folder met een map; niet allebei."),
        ((), "dit ontbreekt: BESTAND, of --folder met een map."),
        (("--folder", "y", "--status", "raming"), "--status hoort bij bestanden; in een map staat het er al bij."),
        (("--folder", "y", "--base-year", "2021", "--numbers", "nl"), "--numbers, --base-year hoort bij bestanden"),
        (("--folder", ""), "--folder: hier hoort een pad."),
    ],
)
def test_files_and_a_folder_exclude_each_other(run: Run, words: tuple[str, ...], told: str) -> None:
    ended = run("publish", *words, *NOTE)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.lines[-1]


def test_the_record_has_every_file_with_its_hash_and_rows(run: Run, database: Path, home: Path, tmp_path: Path) -> None:
    add_route(home)
    ended = run("publish", "--folder", home, *NOTE, "--by", "Kim", "--name", "Vijf routes", "--database", database)
    assert ended.code == 0
    last = history(database)[-1]
    assert (last.actor, last.name, last.note) == ("Kim", "Vijf routes", NOTE[1])
    files = {file.name: file for file in last.files}
    on_disk = [*(home / "data").glob("*.csv"), *(home / "scenarios").glob("*.toml")]
    assert files.keys() == {f"{path.parent.name}/{path.name}" for path in on_disk}
    for path in on_disk:
        body = path.read_bytes()
        file = files[f"{path.parent.name}/{path.name}"]
        assert (file.sha256, file.size) == (hashlib.sha256(body).hexdigest(), len(body))
    with (home / "data/published_figures.csv").open(encoding="utf-8", newline="") as rows:
        assert files["data/published_figures.csv"].rows == len(list(csv.reader(rows))) - 1
    blocks = (home / "scenarios/parameters.toml").read_text("utf-8").count("\n[[")
    assert files["scenarios/parameters.toml"].rows in (blocks, blocks + 1)


def test_back_and_forth(run: Run, database: Path, home: Path) -> None:
    """A rollback brings four routes back; the folder is laid upon it again after accepting that it is release 2."""
    add_route(home)
    assert run("publish", "--folder", home, *NOTE, "--database", database).code == 0
    assert FIFTH in open_release(database).scenarios and FIFTH not in open_release(database, 1).scenarios
    assert run("rollback", "1", *NOTE, "--database", database).code == 0
    assert FIFTH not in open_release(database).scenarios
    again = run("publish", "--folder", home, *NOTE, "--database", database)
    assert again.code == 1
    assert "precies wat al een release is; gelezen: “release 2”; met “rollback 2” komt" in again.err
    assert run("rollback", "2", *NOTE, "--database", database).code == 0
    assert open_release(database).scenarios[FIFTH].title == FIFTH_TITLE


def test_a_publisher_who_was_first_makes_it_look_again(
    run: Run, database: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other published is not in the folder: it is told as a change of the folder, not lost without a word."""
    change_parameter(home)
    prepare, turns = folder_analysis.prepare_folder, []

    def late(path: Path, place: Path) -> folder_analysis.FolderPreview:
        found = prepare(path, place)
        turns.append(found.used.number)
        if len(turns) == 1:
            publish_one(path, "Anders")
        return found

    monkeypatch.setattr("lib.cli.publishing.prepare_folder", late)
    ended = run("publish", "--folder", home, *NOTE, "--accept-warnings", "--database", database)
    assert (ended.code, turns, current(database).number) == (0, [1, 2], 3)
    assert "- Gemeenten (data/gemeenten.csv): 1 anders" in ended.out


def test_only_an_analist_publishes(run: Run, database: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEWIJZER_TOKEN", "onbekend")
    add_route(home)
    ended = run("publish", "--folder", home, *NOTE, "--database", database)
    assert ended.code == 1 and "token" in ended.err
    assert len(releases(database)) == 1
