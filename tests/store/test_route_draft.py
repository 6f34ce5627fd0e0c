"""A draft and its file: equal out, equal in, whatever keys the file has; and a change put in or taken out changes that alone."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.comparison.own_routes import read_scenario
from lib.comparison.release import Release
from lib.model.scenario import Scenario
from lib.tables.content import SHIPPED
from lib.tables.route_draft import NAMING, RouteDraft, read_draft, write_draft
from lib.tables.scenario_files import keys_of, row_of
from lib.tables.toml_files import FILE as REGISTRY
from tests.store.test_scenarios import example

FILES = [path for path in sorted((SHIPPED / "scenarios").glob("*.toml")) if path.name != REGISTRY]
#: Whatever a reader of TOML can give, unpaired surrogates apart.
texts = st.text(st.characters(codec="utf-8"), max_size=12)
keys = st.sampled_from([*keys_of(), *keys_of("plaatsing"), "een_nieuwe_sleutel"]) | texts.filter(bool)
scalars = (
    texts
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.decimals(-1000, 1000, places=3).filter(lambda number: "." in str(number))
)
lists = st.lists(scalars, max_size=3)
tables = st.dictionaries(texts, scalars, max_size=3)
rows = st.dictionaries(keys, scalars | lists | tables, max_size=4)
values = scalars | lists | st.lists(rows, min_size=1, max_size=3) | st.dictionaries(texts, rows, max_size=3) | tables


@given(st.dictionaries(keys, values, max_size=6))
def test_what_is_written_is_read_back_the_same(content: dict[str, object]) -> None:
    draft = RouteDraft(content)
    text = write_draft(draft)
    assert read_draft(text) == draft
    assert write_draft(read_draft(text)) == text


@given(st.dictionaries(keys, values, max_size=6))
def test_the_order_of_keys_means_nothing_to_the_file(content: dict[str, object]) -> None:
    backwards = dict(reversed(content.items()))
    assert write_draft(RouteDraft(content)) == write_draft(RouteDraft(backwards))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_scenario_is_the_same_after_a_draft(path: Path) -> None:
    draft = read_draft(path.read_text("utf-8"))
    assert read_draft(write_draft(draft)) == draft


def test_the_example_of_the_readme_is_the_same_scenario_after_a_draft(release: Release) -> None:
    before, after = read_draft(example()), read_draft(write_draft(read_draft(example())))
    assert after == before
    assert sound(release, after) == sound(release, before)


def test_every_change_of_the_example_can_be_taken_out_and_put_back(release: Release) -> None:
    draft = read_draft(example())
    assert [change.key for change in draft.changes][:3] == ["vervalt_0", "vervalt_1", "uitspraken_0"]
    assert not {change.block for change in draft.changes} & set(NAMING)
    for change in draft.changes:
        without = draft.without(change)
        assert len(without.changes) == len(draft.changes) - 1
        at = change.at if isinstance(change.at, str) else None
        rows = without.put(change.block, at, change.content).rows(change.block)
        assert sorted(map(str, rows)) == sorted(map(str, draft.rows(change.block)))


def test_a_row_is_put_at_its_place() -> None:
    draft = RouteDraft({"pm": [{"id": "a"}, {"id": "b"}], "uitvoerders": {"x": {"label": "X"}}})
    assert draft.put("pm", 0, {"id": "c"}).rows("pm") == ({"id": "c"}, {"id": "b"})
    assert draft.put("uitvoerders", "y", {"label": "Y"}).content["uitvoerders"] == {
        "x": {"label": "X"},
        "y": {"label": "Y"},
    }
    assert draft.put("verdeling", "", "eigen").text("verdeling") == "eigen"
    assert RouteDraft({"titel": "oud"}).with_text(titel="nieuw", sleutel="").content == {"titel": "nieuw"}


def test_a_measure_as_its_file_says_it_is_that_measure(release: Release) -> None:
    for scenario in release.computed.values():
        content = {
            "id": "overgeschreven",
            "basis": scenario.id,
            "maatregel": [row_of(item) for item in scenario.measures],
        }
        texts = dict.fromkeys(("titel", "korte_titel", "in_zin", "toelichting"), "overgeschreven")
        draft = RouteDraft({**content, **texts, "bron_id": scenario.source})
        assert sound(release, read_draft(write_draft(draft))).measures == scenario.measures


def test_decimals_are_read_as_they_are_written() -> None:
    draft = RouteDraft({"maatregel": [{"id": "m", "fase": {"2021": Decimal("0.50"), "2022": Decimal("1E-7")}}]})
    assert "fase = { 2021 = 0.50, 2022 = 1E-7 }" in write_draft(draft)
    assert read_draft(write_draft(draft)) == draft


def sound(release: Release, draft: RouteDraft) -> Scenario:
    scenario, problems = read_scenario(release, draft)
    assert problems == ()
    assert scenario is not None
    return scenario
