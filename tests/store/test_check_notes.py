"""What check does besides refusing: it scales shares that miss 1 by a rounding and says so, passes over example rows, and says
what is the same in many places once."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.store.locations import HOME, Database
from lib.tables.check import check_folder
from lib.tables.columns import BY_NAME, EXAMPLE
from lib.tables.content import Content
from lib.tables.rows import Problem, Unsound, grouped
from tests.folders import edit
from tests.store.meddling import name_of
from tests.test_command_line import Run, run

__all__ = ["run"]
KEYS = "data/allocation_keys.csv"
WHAT = "de aandelen tellen door afronding niet precies op tot 1 en zijn naar verhouding bijgesteld"


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """check looks in the copy."""
    monkeypatch.setenv(HOME, str(home))


def shares(home: Path, change: float, key: str = "gr_2019") -> None:
    """The first share of a key as much more or less."""
    path = home / KEYS
    head, *rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    first = next(row for row in rows if row[0] == key)
    first[2] = repr(float(first[2]) + change)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


@pytest.mark.parametrize("change", [9.9e-6, -9.9e-6, 1e-7, -2e-9])
def test_shares_that_miss_one_by_a_rounding_are_scaled_and_said(home: Path, shipped: Content, change: float) -> None:
    shares(home, change)
    content = check_folder(home)
    rows = [row for row in content.tables["allocation_keys"] if row["sleutel"] == "gr_2019"]
    own = [row["aandeel"] for row in shipped.tables["allocation_keys"] if row["sleutel"] == "gr_2019"]
    assert sum(row["aandeel"] for row in rows) == pytest.approx(1, abs=1e-15)
    # In proportion: Almelo, which got the change, and the others.
    assert rows[0]["aandeel"] == pytest.approx((0.4387 + change) / (1 + change), abs=1e-15)
    assert [row["aandeel"] for row in rows[1:]] == pytest.approx([share / (1 + change) for share in own[1:]], abs=1e-15)
    assert [(note.place, note.what) for note in content.notes] == [("sleutel gr_2019, kolom aandeel", WHAT)]


@pytest.mark.parametrize("change", [0.0, 5e-10])
def test_shares_that_are_one_stay_as_they_are(home: Path, change: float) -> None:
    shares(home, change)
    content = check_folder(home)
    assert content.notes == () and content.tables["allocation_keys"][0]["aandeel"] == 0.4387 + change


@pytest.mark.parametrize("change", [1.01e-5, -1.01e-5, 0.01])
def test_shares_that_miss_one_by_more_are_refused(home: Path, change: float) -> None:
    shares(home, change)
    with pytest.raises(Unsound, match="de aandelen tellen niet op tot 1; gelezen"):
        check_folder(home)


def test_check_and_publish_say_it(run: Run, home: Path, database: Database) -> None:
    shares(home, 2e-6)
    note = f"let op: {KEYS}, sleutel gr_2019, kolom aandeel: {WHAT}; gelezen: “1.000002”; "
    assert note in run("check", "--database", name_of(database)).out
    ended = run("publish", "--folder", home, "--note", "Sleutel", "--accept-warnings", "--database", name_of(database))
    assert ended.code == 0 and note in ended.out
    # What is published is what adds up.
    again = run("publish", "--folder", home, "--note", "Sleutel", "--accept-warnings", "--database", name_of(database))
    assert again.out.splitlines()[-1].startswith("Geen wijzigingen: release 2")


def test_an_upload_says_it_at_its_own_place(run: Run, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "sleutels.csv"
    codes = ("GM0141", "GM0163", "GM0183", "GM0189", "GM1700", "GM1742")
    rows = [f"derden;{code};{share}" for code, share in zip(codes, ("0,333333",) * 3 + ("0",) * 3, strict=True)]
    file.write_text("\n".join(["sleutel;gemeente_code;aandeel", *rows]), "utf-8")
    ended = run("publish", file, "--note", "Sleutel", "--accept-warnings", "--database", name_of(database))
    assert ended.code == 0, ended.err
    assert f"let op: sleutels.csv, Sleutels: sleutel derden, kolom aandeel: {WHAT}; gelezen: “0.999999”; " in ended.out


# -- example rows ---------------------------------------------------------------------------------------------------------


def test_an_example_row_does_not_count(home: Path, shipped: Content) -> None:
    for name, line in (
        ("costs", f"GM0141,2020,beschut,begeleiding,1,{EXAMPLE},cbs_iv3,2020-01-01,"),
        ("keys", f"{EXAMPLE},Een sleutel"),
        ("timeline", f"99,,ooit,Iets,{EXAMPLE},2020-01-01"),
    ):
        with (home / "data" / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    assert check_folder(home).hash == shipped.hash


def test_the_word_elsewhere_is_no_example(home: Path) -> None:
    edit(home / "data/keys.csv", "inwoners,Inwoners", f"inwoners,{EXAMPLE}")
    assert "voorbeeld" in [row["label"] for row in check_folder(home).tables["keys"]]


def test_where_a_table_says_it() -> None:
    names = ("costs", "gemeenten", "timeline", "keys")
    assert [BY_NAME[name].example_column for name in names] == ["status", "bron_id", "bron_ids", "sleutel"]


# -- one cause, one message -----------------------------------------------------------------------------------------------


def test_a_gemeente_that_goes_is_one_message_per_table(run: Run, home: Path, database: Database) -> None:
    """Of the many rows that name it, the first places and how many there are."""
    edit(home / "data/gemeenten.csv", "GM1742,Rijssen-Holten,cbs_iv3\n", "")
    ended = run("check", "--database", name_of(database))
    lines = ended.err.splitlines()
    assert ended.code == 1
    (costs,) = [line for line in lines if line.startswith("data/costs.csv")]
    rows = sum(line.startswith("GM1742") for line in (home / "data/costs.csv").read_text("utf-8").splitlines())
    assert f"komt niet voor in data/gemeenten.csv ({rows} keer); gelezen: “GM1742”; " in costs
    assert re.match(r"data/costs\.csv, regel (\d+, ){9}\d+ en \d+ andere, kolom gemeente_code: ", costs)
    assert len(lines) < 12


def test_a_single_message_is_as_it_was(run: Run, home: Path, database: Database) -> None:
    edit(home / "data/keys.csv", "inwoners,Inwoners", "inwoners,")
    ended = run("check", "--database", name_of(database))
    assert ended.err == "data/keys.csv, regel 3, kolom label: de waarde ontbreekt; gelezen: “”; vul deze cel in.\n"


PROBLEMS = st.builds(Problem, *(st.sampled_from(words) for words in ("ab", ("regel 1", "x"), "cd", "ef", "gh")))


@given(st.lists(PROBLEMS, max_size=30), st.booleans())
def test_grouping_loses_nothing(problems: list[Problem], reads: bool) -> None:
    """Every problem is in one group, in the order of the first, and no two groups say the same."""
    groups = grouped(problems, reads)
    assert sum(count for _, count in groups) == len(problems)
    causes = [(problem.file, problem.what, problem.remedy) for problem, _ in groups]
    if reads:
        assert len(set(causes)) == len(causes)
    first = list(dict.fromkeys((problem.file, problem.what, problem.remedy) for problem in problems))
    assert list(dict.fromkeys(causes)) == first
    assert all(problem in problems for problem, count in groups if count == 1)


def test_a_file_with_semicolons_says_so(home: Path) -> None:
    """What an office program in Dutch makes of it."""
    path = home / "data/keys.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")
    with pytest.raises(
        Unsound, match="puntkomma’s tussen de kolommen; gelezen: “sleutel;label”; bewaar het als CSV met"
    ):
        check_folder(home)


def test_a_decimal_comma_in_a_scenario_file_says_what_a_number_has(home: Path) -> None:
    edit(home / "scenarios/parameters.toml", "laag = 0.045", "laag = 0,045")
    with pytest.raises(Unsound, match=r"geen geldige TOML; .*een getal heeft een decimale punt, zoals 0\.25"):
        check_folder(home)
