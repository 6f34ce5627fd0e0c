"""Acceptance: what was frozen stays byte for byte; the live view lists exactly the numbers that differ."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from lib.comparison.release import Release, open_release
from lib.comparison.results import Number, Results, Since, beside
from lib.comparison.view import NotInView, View, default_view
from lib.model import formulas
from lib.render.frozen import frozen_tables, stored_results
from lib.store.publishing import publish, withdraw
from lib.store.releases import current, load
from lib.store.saved_views import Program, State, StateInfo, freeze, state
from lib.subjects.saved_views import changed_since, read_view, results, write_view
from lib.tables.check import check_folder
from lib.tables.content import SHIPPED, Content
from tests.people import beheerder

PROGRAM = Program("0", "0" * 64)


def frozen(path: Path, view: View | None = None) -> State:
    """The view (default: that of the release in use) frozen, as it is read back."""
    release = open_release(path)
    shown = view or default_view(release)
    number = freeze(
        path,
        frozen_tables(release, shown),
        name="Vergadering",
        note="",
        by=beheerder("tester"),
        release=release.info,
        view=write_view(shown),
        program=PROGRAM,
    )
    return state(path, number)


def published(path: Path, content: Content) -> Release:
    """The content as the release in use; the one before it is withdrawn."""
    before = current(path).number
    publish(path, content, name="Nieuw", note="n", by=beheerder("tester"), files=(), expected=before)
    withdraw(path, before, note="n", by=beheerder("tester"))
    return open_release(path)


def as_told(number: Number) -> tuple[object, ...]:
    """What a number says; beyond the fifth decimal of an euro, or the ninth of a person, there is only the noise of floats."""
    decimals = 5 if "€" in number.unit or number.unit.startswith("euro") else 9
    value = None if number.value is None else round(number.value, decimals) + 0.0
    return value, number.shown, number.unit, number.status


def differing(then: Results, now: Results) -> set[str]:
    """Worked out apart: every key whose number is not the same in both, or is in one only."""
    old, new = ({each.key: as_told(each) for each in found.numbers} for found in (then, now))
    return {key for key in old | new if old.get(key) != new.get(key)}


def check(path: Path, before: State, release: Release) -> Since:
    """The state is what it was; the list holds the numbers that differ, all of them and nothing else."""
    again = state(path, before.info.number)
    assert again == before
    then = stored_results(again)
    found = changed_since(then, again.info.view, release)
    now = results(release, read_view(again.info.view, release.info.number))
    listed = [each.either.key for each in found.numbers]
    assert len(listed) == len(set(listed))
    assert set(listed) == differing(then, now)
    for each in found.numbers:
        assert each.then in (None, *then.numbers) and each.now in (None, *now.numbers)
    return found


def test_nothing_has_changed_when_nothing_changed(database: Path, shipped: Content) -> None:
    before = frozen(database)
    assert check(database, before, open_release(database)).nothing
    renamed = replace(shipped, tables={**shipped.tables, "timeline": shipped.tables["timeline"][1:]})
    assert check(database, before, published(database, renamed)).nothing


def test_a_new_release(database: Path, shipped: Content) -> None:
    before = frozen(database)
    rows = [
        {**row, "inwoners": row["inwoners"] + 1_000} if row["gemeente_code"] == "GM0141" else row
        for row in shipped.tables["population"]
    ]
    content = replace(shipped, tables={**shipped.tables, "population": tuple(rows)})
    found = check(database, before, published(database, content))
    assert {each.either.ids[0] for each in found.numbers} == {"per_inwoner", "gemeenten"}
    assert {each.either.ids[1] for each in found.numbers} == {"GM0141", "alle"}
    per_inhabitant = [each for each in found.numbers if each.either.ids[0] == "per_inwoner"]
    assert all(each.then and each.now and each.then.shown != each.now.shown for each in per_inhabitant)
    assert found.texts == ()


def test_a_scenario_file_that_changed(database: Path, home: Path) -> None:
    before = frozen(database)
    file = home / "scenarios" / "akkoord_2020.toml"
    text = file.read_text("utf-8")
    assert '2023 = "1/3"' in text
    file.write_text(text.replace('2023 = "1/3"', '2023 = "1/2"'), "utf-8")
    found = check(database, before, published(database, check_folder(home)))
    keys = {each.either.key for each in found.numbers}
    assert {"routes/b/verschil", "jaren/2023/b", "brug b-a/efficiency/verschil"} <= keys
    assert not {"routes/a/verschil", "jaren/2022/b", "jaren/2023/a", "brug b-a/schaalverlies/verschil"} & keys
    at = next(each for each in found.numbers if each.either.key == "jaren/2023/b")
    assert at.difference is not None and at.difference > 0


def test_a_model_that_changed(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = frozen(database)
    powers = formulas._powers

    def other(base: object, n: np.ndarray) -> np.ndarray:
        return powers(base, n) * np.where(n == 3, 1.001, 1.0)  # type: ignore[arg-type]

    monkeypatch.setattr(formulas, "_powers", other)
    found = check(database, before, open_release(database))
    keys = {each.either.key for each in found.numbers}
    assert {"jaren/2023/a", "jaren/2023/b", "routes/b/verschil"} <= keys
    assert not {
        key for key in keys if key.startswith(("jaren/2021", "jaren/2022", "jaren/2024", "aannames", "sleutels"))
    }
    assert (
        frozen_tables(open_release(database), default_view(open_release(database)))["costs"] != before.tables["costs"]
    )


SCRIPT = """
import json, pathlib, sys
from lib.subjects.saved_views import changed_since
from lib.comparison.release import open_release
from lib.render.frozen import stored_results
from lib.store.saved_views import state
from lib.store.locations import program_hash
path = pathlib.Path(sys.argv[1])
found = state(path, 1)
told = changed_since(stored_results(found), found.info.view, open_release(path))
print(json.dumps([found.info.seal, program_hash(), [each.either.key for each in told.numbers]]))
"""


def test_a_line_of_the_model_in_a_program_of_its_own(database: Path, tmp_path: Path) -> None:
    before = frozen(database)
    program = tmp_path / "program"
    for folder in ("lib", "data"):
        shutil.copytree(SHIPPED / folder, program / folder, ignore=shutil.ignore_patterns("__pycache__", "*.duckdb*"))
    seal, hash_, nothing = told_by(program, database)
    assert (seal, nothing) == (before.info.seal, [])
    file = program / "lib" / "model" / "projection.py"
    text = file.read_text("utf-8")
    line = "total = figures.staff[:, None] * run.volume[carrier]"
    assert text.count(line) == 1
    file.write_text(text.replace(line, f"{line} * 1.01"), "utf-8")
    again, other, listed = told_by(program, database)
    assert again == seal and other != hash_
    staff = {key for key in listed if key.startswith("controle staf/")}
    assert staff and set(listed) - staff == {"mensen/totaal/a", "mensen/totaal/b", "wie werkt waar/staf/mensen"}
    assert state(database, 1) == before


def told_by(program: Path, database: Path) -> tuple[str, str, list[str]]:
    """The seal of state 1, the hash of the program and the numbers that differ, by the program in that folder."""
    environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", SCRIPT, str(database)]
    done = subprocess.run(command, env=environment, cwd=program, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seal, hash_, listed = json.loads(done.stdout)
    return seal, hash_, listed


def test_last_bits_of_euros_that_cancel_are_no_change(release: Release) -> None:
    then = results(release, default_view(release))
    euros, persons = (next(each for each in then.numbers if unit in each.unit) for unit in ("€", "personen"))
    for number, noise in ((euros, 4e-9), (persons, 4e-13)):
        zero, near, apart = (replace(number, value=value) for value in (0.0, noise, noise * 1_000))
        before = Results((zero,), ())
        assert beside(before, Results((near,), ())).nothing
        assert len(beside(before, Results((apart,), ())).numbers) == 1


def test_numbers_that_came_and_went(release: Release) -> None:
    then = results(release, default_view(release))
    then = Results(tuple(number for number in then.numbers if number.value is not None), then.texts)
    first, *rest = then.numbers
    moved = replace(rest[0], shown="anders")
    new = replace(first, key="nieuw/x/y")
    found = beside(then, Results((moved, *rest[1:], new), then.texts))
    assert [(each.then, each.now) for each in found.numbers] == [(first, None), (rest[0], moved), (None, new)]
    assert [each.difference for each in found.numbers] == [None, 0.0, None]


@pytest.mark.parametrize("part", ["shown", "status", "unit"])
def test_a_number_differs_in_every_part_that_is_told(release: Release, part: str) -> None:
    then = results(release, default_view(release))
    other = replace(then.numbers[0], **{part: "anders"})  # type: ignore[arg-type]
    assert len(beside(then, Results((other, *then.numbers[1:]), then.texts)).numbers) == 1


def test_a_difference_behind_the_comma_is_listed_and_noise_is_not(release: Release) -> None:
    then = results(release, default_view(release))
    i, first = next((i, number) for i, number in enumerate(then.numbers) if number.value)
    assert first.value is not None
    for factor, listed in ((1 + 1e-9, 1), (1 + 1e-15, 0)):
        other = replace(first, value=first.value * factor)
        numbers = (*then.numbers[:i], other, *then.numbers[i + 1 :])
        assert len(beside(then, Results(numbers, then.texts)).numbers) == listed


def test_a_view_that_cannot_be_computed_any_more_is_told(database: Path, shipped: Content) -> None:
    view = replace(default_view(open_release(database)), b="uitvoering_2021")
    before = frozen(database, view)
    files = {name: text for name, text in shipped.files.items() if name != "uitvoering_2021.toml"}
    release = published(database, replace(shipped, files=files))
    with pytest.raises(NotInView, match="uitvoering_2021"):
        changed_since(stored_results(before), before.info.view, release)
    assert state(database, 1) == before


VIEWS: dict[str, Callable[[View], View]] = {
    "standaard": lambda view: view,
    "alles anders": lambda view: replace(
        view,
        a=view.b,
        b="uitvoering_2021",
        horizon=2030,
        gemeente="GM0141",
        expression="per_inwoner",
        key="inwoners",
        overrides=(("schaalverlies", 0.06),),
        pm=True,
        opinions=((), (("schaalverlies", 0.1),)),
    ),
    "twee keer hetzelfde": lambda view: replace(view, b=view.a),
}


@pytest.mark.parametrize("name", VIEWS)
def test_equal_views_give_equal_bytes(release: Release, name: str) -> None:
    view = VIEWS[name](default_view(release))
    assert read_view(write_view(view), view.release) == view
    assert frozen_tables(release, view) == frozen_tables(release, read_view(write_view(view), 1))


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_stored_reads_back_in_full(release: Release, name: str) -> None:
    view = VIEWS[name](default_view(release))
    found = results(release, view)
    keys = [number.key for number in found.numbers]
    assert len(keys) == len(set(keys)) > 500
    assert all(len(number.ids) == 3 and number.shown for number in found.numbers)
    stored = State(_info(view), frozen_tables(release, view))
    assert stored_results(stored) == found


#: What a state holds since ranges come before outcomes, by block; the old ones stay.
NEW = {"gepubliceerd", "bereik", "tekort per jaar", "lezingen 2024", "lezingen 2030", "gemeenten", "wie werkt waar"}
NEW |= {"rekenvoorbeeld", "bewijs"}


def test_a_state_holds_what_comes_before_an_outcome(release: Release) -> None:
    stored = results(release, default_view(release))
    blocks = list(dict.fromkeys(number.ids[0] for number in stored.numbers))
    assert set(blocks) >= NEW and {"routes", "uitkomsten", "jaren", "pm", "aannames"} <= set(blocks)
    assert blocks.index("bereik") < blocks.index("lezingen 2024") < blocks.index("routes")
    numbers = {number.key: number for number in stored.numbers}
    low, high = numbers["bereik/b/2021–2024"], numbers["bereik/b/2021–2024 tot"]
    assert (low.shown, high.shown, low.status) == ("−2,0", "+1,0", "aanname")
    assert low.value is not None and round(low.value * 4 / 1e6, 2) == -8.13
    single = numbers["bereik/a/eenmalig"]
    assert (single.shown, single.value) == ("PM: onbekend, niet nul", None)
    assert numbers["pm/belastingen/a"].shown == numbers["pm/belastingen/b"].shown == "PM"
    head, *below = [text.text for text in stored.sentences("kop", "onder") if text.label == "Overzicht"]
    assert head.startswith("De route van 2017 noemt ") and " noemt " in head.split("; ")[1]
    assert all("hangt af van wat niemand publiceerde" in text for text in below[:2])
    assert stored.earlier_model == ""


def test_numbers_of_before_say_that_they_are_of_the_earlier_model(release: Release) -> None:
    stored = results(release, default_view(release))
    before = Results(tuple(number for number in stored.numbers if number.ids[0] not in NEW), stored.texts)
    assert before.earlier_model.startswith("Gemaakt met het eerdere model")
    assert {change.either.ids[0] for change in beside(before, stored).numbers} == NEW


def _info(view: View) -> StateInfo:
    return StateInfo(1, "n", "", "a", datetime(2026, 3, 26), view.release, "h", write_view(view), PROGRAM)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"a": 1}', "nee"])
def test_choices_of_another_version_are_refused_in_words(text: str) -> None:
    with pytest.raises(NotInView, match="andere versie"):
        read_view(text, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"gemeente": "GM9999"},
        {"horizon": 2027},
        {"expression": "per_uur"},
        {"key": "x"},
        {"overrides": (("x", 1.0),)},
        {"opinions": (None, (("schaalverlies", 5.0),))},
    ],
)
def test_a_choice_that_the_release_does_not_know(release: Release, wrong: dict[str, object]) -> None:
    with pytest.raises(NotInView):
        results(release, replace(default_view(release), **wrong))  # type: ignore[arg-type]


def test_the_release_that_was_frozen_can_still_be_opened(database: Path, shipped: Content) -> None:
    before = frozen(database)
    published(database, replace(shipped, tables={**shipped.tables, "timeline": shipped.tables["timeline"][1:]}))
    assert load(database, before.info.release).hash == before.info.release_hash
