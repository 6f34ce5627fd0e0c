"""A database as the program of the first layout of hashes left it, in stored/, is verified in that layout by every later
program: two releases and a frozen state. What is written here is what was stored then; it never changes.

It was made with `publish --folder` after a change of one amount, the page's own freezing, and `backup`.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import make_release, open_release
from lib.comparison.results import beside
from lib.comparison.view import compare_view
from lib.model.scenario import PmEvidence
from lib.render.frozen import Outdated, state_answers, stored_results
from lib.store import parts
from lib.store.backup.backup import unpack, verify
from lib.store.backup.holdings import changed_since
from lib.store.parts import ReleaseChanged
from lib.store.releases import current, ensure, load, releases
from lib.store.saved_views import BrokenState, state
from lib.subjects.saved_views import read_view, results_of
from lib.tables.check import check_folder
from lib.tables.content import Content, layouts
from lib.tables.rows import Unsound
from lib.tables.scenario_files import NOT_NAMED
from lib.tables.toml_files import FILE as REGISTRY
from lib.upload.draft import read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered

STORED = Path(__file__).parent / "stored" / "hashes_1.zip"
SHA256, SIZE = "2cd6fffe1ec0e17df640f630a527fbf146455a83e61361804fc95342ed385f6a", 19_935_232
HASHES = {
    1: "1a278dc26db6adc8175eb750b8c16b9fea48129155928ede7c9bcd4d6c3ea8c2",
    2: "c3118311d8598028abd4bf5c409eadb953d4c4ec7ba662691fd24c5153e30c4b",
}
SEAL = "fddf9fdae2381a6142f9ac340ebe8865ae8882ff83bda4afb45f4efe99afa80d"
#: What begeleiding in beschut werk cost Almelo in 2020, per release.
AMOUNTS = {1: 1_024_456, 2: 1_025_000}

#: What somebody can do with a database outside the app, as SQL, and the releases that it touches.
CHANGES = {
    "an amount of one release": ("UPDATE costs SET bedrag_eur = 1025001 WHERE bedrag_eur = 1025000", {2}),
    "an amount of the other": ("UPDATE costs SET bedrag_eur = 1024457 WHERE bedrag_eur = 1024456", {1}),
    "a headcount of both": ("UPDATE headcounts SET personen = personen + 1 WHERE gemeente_code = 'GM0141'", {1, 2}),
    "a status of both": ("UPDATE population SET status = 'aanname' WHERE gemeente_code = 'GM0141'", {1, 2}),
}


@pytest.fixture
def then(tmp_path: Path) -> Path:
    """The database of then, renewed as this program does when it opens one."""
    unpack(STORED, tmp_path)
    (path,) = tmp_path.glob("*.duckdb")
    ensure(path)
    return path


def alter(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)


def amount(content: Content) -> object:
    asked = ("GM0141", 2020, "beschut", "begeleiding")
    names = ("gemeente_code", "jaar", "werkvorm", "kostensoort")
    (row,) = (row for row in content.tables["costs"] if tuple(row[name] for name in names) == asked)
    return row["bedrag_eur"]


def test_the_backup_of_then_is_whole() -> None:
    there = verify(STORED)
    assert (there.program, there.size) == ("0.1.0", SIZE)
    assert there.sha256 == SHA256


def test_both_releases_and_the_state_are_what_was_stored(then: Path) -> None:
    assert {info.number: info.hash for info in releases(then)} == HASHES and current(then).number == 2
    assert {number: amount(load(then, number)) for number in HASHES} == AMOUNTS
    assert changed_since(then) == []
    there = state(then, 1)
    assert (there.info.seal, there.info.release_hash, there.info.name) == (SEAL, HASHES[2], "Vergadering 26 maart")
    numbers = {number.key: number for number in stored_results(there).numbers}
    almelo = numbers["uitkomsten/GM0141/zero"]
    assert len(numbers) == 1_358
    assert (almelo.value, almelo.shown, almelo.unit) == (-11_408_880.758765802, "−11.409", "× € 1.000")


def test_a_release_from_before_a_key_of_its_files_still_reads(then: Path) -> None:
    """Its files say less than a folder must now, and something that no file may say any more."""
    release, content = open_release(then, 2), load(then, 2)
    assert (release.people_keys, release.deficit_keys) == (("gr_2019",), ("gr_2019", "inwoners", "wsw_personen"))
    assert release.replacements == {} and "meeropbrengst_na_2022" in release.parameters
    agreed = release.scenarios["akkoord_2020"]
    assert (agreed.names, agreed.leaves_open, agreed.published, agreed.published_source) == ("", "", "", "")
    assert {(rule.employer, rule.workplace) for layer in agreed.placements for rule in layer} == {
        (NOT_NAMED, NOT_NAMED)
    }
    assert agreed.pm["tijdelijke_plekken"] == PmEvidence(("S8",), agreed.source, "")
    item = release.pm["tijdelijke_plekken"]
    assert (item.owner, item.when, item.consequence, item.sign) == ("", "", "", -1)
    assert "volledig" in content.files[REGISTRY]


def test_a_folder_must_say_what_a_release_from_before_may_leave_out(then: Path, home: Path) -> None:
    for name, text in load(then, 2).files.items():
        (home / "scenarios" / name).write_text(text, "utf-8")
    with pytest.raises(Unsound) as caught:
        check_folder(home)
    assert {problem.place.split(" ")[-1] for problem in caught.value.problems} == {
        "volledig",
        "eigenaar",
        "wanneer",
        "gevolg",
    }


def test_figures_can_still_be_handed_in_upon_it(then: Path) -> None:
    content = load(then, 2)
    shares = [row for row in content.tables["allocation_keys"] if row["sleutel"] == "inwoners"]
    lines = ["sleutel,gemeente_code,aandeel", *(f"vijfde,{row['gemeente_code']},{row['aandeel']}" for row in shares)]
    file = Offered("sleutels.csv", "\n".join(lines).encode())
    origin = Options("Sam", date(2026, 11, 29), status="raming", source="cbs_iv3")
    draft = read_draft([file], content, origin)
    assert "vijfde" in make_release(current(then), draft.content).deficit_keys


@pytest.mark.parametrize(("statement", "refused"), CHANGES.values(), ids=CHANGES)
def test_a_changed_cell_is_refused(then: Path, statement: str, refused: set[int]) -> None:
    alter(then, statement)
    for number in HASHES:
        if number in refused:
            with pytest.raises(ReleaseChanged, match=f"release {number} .* niet meer wat is gepubliceerd"):
                load(then, number)
        else:
            assert amount(load(then, number)) == AMOUNTS[number]
    assert len(changed_since(then)) == len(refused)
    assert state(then, 1).info.seal == SEAL


def test_a_changed_state_is_refused(then: Path) -> None:
    alter(then, "UPDATE frozen_states SET name = 'Vergadering 27 maart'")
    with pytest.raises(BrokenState):
        state(then, 1)
    assert amount(load(then, 2)) == AMOUNTS[2]


def test_a_column_that_comes_later_leaves_what_was_stored_sound(then: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = {number: load(then, number) for number in HASHES}
    first = layouts()["1"]
    later = {"1": first, "9": {**first, "costs": (*first["costs"], "zekerheid")}}
    monkeypatch.setattr("lib.tables.content.layouts", lambda: later)
    monkeypatch.setattr(parts, "layouts", lambda: later)
    for number, content in contents.items():
        for value, sound in ((None, True), ("laag", False)):
            rows = tuple({**row, "zekerheid": value} for row in content.tables["costs"])
            wider = replace(content, tables={**content.tables, "costs": rows})
            assert parts.says(wider, HASHES[number]) is sound


def test_what_was_frozen_then_keeps_its_numbers_now(then: Path) -> None:
    """As exact as the order in which amounts are added allows; but for a one-off of which no amount is known, which the
    program of then called nothing, and for the corners, which no program has any more."""
    frozen = state(then, 1)
    release = open_release(then, frozen.info.release)
    with pytest.raises(Outdated):
        state_answers(frozen, release)
    view = read_view(frozen.info.view, frozen.info.release)
    now = results_of(Answers(release, view, compare_view(release, view)))
    others = [pair for pair in beside(stored_results(frozen), now).numbers if pair.then is not None]
    assert {pair.then.ids[0] for pair in others if pair.then and pair.now is None} == {"hoeken"}
    for pair in others:
        assert pair.then is not None
        if pair.now is None or pair.then.value is None or pair.then.value == pytest.approx(pair.now.value, abs=1e-6):
            continue
        assert (pair.then.value, pair.now.value, pair.now.shown) == (0.0, None, "PM"), pair.then.key
