"""An own route: whatever its fields can make, the file format takes or refuses alike; whatever a file says, the fields keep; and
both come to the same cells."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lib.comparison.own_routes import FILE, read_scenario
from lib.comparison.release import Release
from lib.model.projection import project
from lib.model.scenario import Scenario
from lib.subjects.own_route.forms import Field, Forms, read_path, row_from, shifted, write_path
from lib.subjects.own_route.sentences import Sentences
from lib.subjects.own_route.start import NAME, is_named, rename, start_draft
from lib.tables.check import read_model
from lib.tables.columns import BY_NAME
from lib.tables.content import Content
from lib.tables.route_draft import RouteDraft, read_draft, write_draft
from lib.tables.rows import Problem, as_rows
from lib.tables.scenario_files import WORKPLACES
from tests.store.test_scenarios import example

BASE = "akkoord_2020"
YEARS = [str(year) for year in range(2021, 2031)]
PATHS = (
    "2023: 1/3; 2024: 2/3; 2025: 1",
    "2021: 50 %; 2022: 0,5",
    "2021: 1",
    "2019: 1",
    "2021: half",
    "straks",
    "",
    "2030=-0,25",
)
ADDED = (
    "plaatsing",
    "uitvoerders",
    "pm",
    "verdeling",
    "vanaf",
    "vervalt",
    "percentage",
    "eenmalig",
    "jaarlijks",
    "basis",
)
words = st.sampled_from(["Eén reden", "Groen blijft", "verdeling", "“Wat, als?”\nDan", " ", "x" * 90])
steps = st.sampled_from(["1/3", "164/294", 1, 0, 2, Decimal("0.25"), Decimal("-0.5")])
paths = st.dictionaries(st.sampled_from(YEARS), steps, min_size=1, max_size=3)


def as_file(shipped: Content, draft: RouteDraft) -> tuple[Scenario | None, list[Problem]]:
    """What the folder says of the draft, when it is one of its files."""
    problems: list[Problem] = []
    tables = {name: as_rows(BY_NAME[name], rows) for name, rows in shipped.tables.items()}
    _, scenarios = read_model(tables, {**shipped.files, "eigen.toml": write_draft(draft)}, problems)
    return scenarios.get(draft.text("id")), problems


def same_cells(release: Release, first: Scenario, second: Scenario) -> None:
    """Both project to the same cells, with the same people at the same uitvoerders."""
    runs = [project(release.figures, route, release.default_values, release.zero, None) for route in (first, second)]
    assert np.array_equal(runs[0].costs, runs[1].costs)
    assert np.array_equal(runs[0].saldo, runs[1].saldo)
    assert {name: euros.tolist() for name, euros in runs[0].direct.items()} == {
        name: euros.tolist() for name, euros in runs[1].direct.items()
    }
    for gemeente in release.figures.gemeenten:
        for werkvorm in release.figures.werkvormen:
            for year in release.figures.years.tolist():
                assert first.uitvoerder(gemeente.code, werkvorm.id, year) == second.uitvoerder(
                    gemeente.code, werkvorm.id, year
                )


def forms(release: Release, draft: RouteDraft) -> Forms:
    return Forms(release, release.scenarios[draft.text("basis")], draft)


def entry(draw: st.DrawFn, field: Field) -> Any:
    """Something that a person can leave in a field."""
    match field.kind:
        case "choice" | "year":
            return draw(st.sampled_from(list(field.options)))
        case "choices":
            return draw(st.lists(st.sampled_from(list(field.options)), unique=True, max_size=3))
        case "switch":
            return draw(st.booleans())
        case "path":
            return draw(st.sampled_from(PATHS))
    return draw(words)


@settings(max_examples=25, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_what_the_fields_make_is_what_the_file_takes(release: Release, shipped: Content, data: st.DataObject) -> None:
    routes = [name for name, route in release.scenarios.items() if not route.only_pm]
    draft = start_draft(release, data.draw(st.sampled_from(routes)))
    for kind in data.draw(st.lists(st.sampled_from(ADDED), max_size=5)):
        form = forms(release, draft)
        block = "verdeling" if kind == "vanaf" else kind if kind in BY_BLOCK else "maatregel"
        row = form.new_row(block, kind)
        if kind == "basis":
            if not form.measures:
                continue
            row = form.changed_row(form.measures[data.draw(st.sampled_from(list(form.measures)))])
        fields = form.fields(block, row)
        if not all(field.options for field in fields if field.kind == "choice"):
            continue
        entered = {field.key: entry(data.draw, field) for field in fields}
        after = form.put(block, None, row_from(fields, entered, row))
        scenario, problems = read_scenario(release, after, "scenarios/eigen.toml")
        filed, found = as_file(shipped, after)
        assert list(problems) == list(dict.fromkeys(found))
        assert scenario == (None if problems else filed)
        draft = draft if problems else after
    scenario, problems = read_scenario(release, read_draft(write_draft(draft)))
    filed, _ = as_file(shipped, draft)
    assert problems == ()
    assert scenario is not None
    assert filed is not None
    same_cells(release, scenario, filed)
    assert all(Sentences(release, release.scenarios[draft.text("basis")], draft).of(item) for item in draft.changes)


BY_BLOCK = ("plaatsing", "uitvoerders", "pm", "verdeling", "vervalt")


@st.composite
def files(draw: st.DrawFn, release: Release) -> RouteDraft:
    """A file that is a difference with a route, of whatever the format has."""
    routes = [name for name, route in release.scenarios.items() if name != release.zero.id and not route.only_pm]
    base = release.scenarios[draw(st.sampled_from(routes))]
    codes = st.lists(st.sampled_from(list(release.own_names)), min_size=1, max_size=3, unique=True)
    kinds = st.lists(st.sampled_from([kind.id for kind in release.figures.cost_types]), min_size=1, unique=True)
    werkvormen = [werkvorm.id for werkvorm in release.figures.werkvormen]

    def some(row: dict[str, Any], **optional: st.SearchStrategy[Any]) -> dict[str, Any]:
        return row | {key: draw(values) for key, values in optional.items() if draw(st.booleans())}

    def measure(name: str) -> dict[str, Any]:
        kind = draw(st.sampled_from(("percentage", "eenmalig", "jaarlijks")))
        head = {"id": name, "titel": draw(texts), "soort": kind, "richting": draw(st.sampled_from("+-"))}
        proof = {
            "status": draw(st.sampled_from(("raming", "aanname"))),
            "bron_id": base.source,
            "toelichting": draw(texts),
        }
        own = {"fase" if kind == "eenmalig" else "pad": draw(paths)}
        if kind == "percentage":
            own["parameter"] = draw(st.sampled_from(("schaalverlies", "efficiency_eindwaarde")))
            own = some(
                own,
                kostensoorten=kinds,
                gemeenten=codes,
                werkvormen=st.just(["groen"]),
                keer=st.sampled_from(("behoud_na_2022", ["behoud_na_2022", "efficiency_eindwaarde"])),
            )
        else:
            own |= {"parameter": "frictie_per_persoon", "sleutel": draw(st.sampled_from(list(release.figures.keys)))}
            own |= {"grondslag": draw(st.sampled_from(("een", "wsw_personen")))} if kind == "eenmalig" else {}
            own = some(own, gemeenten=codes)
        return some(head | proof | own, uitspraken=st.just(["S15"]))

    def placement(werkvorm: str) -> dict[str, Any]:
        who = draw(st.sampled_from(["bureau", *base.uitvoerders]))
        said = {"werkgever": draw(texts), "werkplek": draw(st.sampled_from(WORKPLACES))}
        return some(
            {"werkvorm": werkvorm, "uitvoerder": who, "vanaf": draw(st.integers(2020, 2030)), **said}, gemeenten=codes
        )

    texts = st.sampled_from(["Eén reden", "“Wat, als?”", 'Met "tekens" \\ en een\nregel', "Groen blijft"])
    ids = draw(st.lists(st.sampled_from([*(item.id for item in base.measures), "nieuw"]), unique=True, max_size=3))
    head = {
        "id": "eigen",
        "basis": base.id,
        "titel": "Eigen",
        "korte_titel": "Eigen",
        "in_zin": "de eigen",
        "toelichting": "x",
    }
    content: dict[str, Any] = head | {
        "bron_id": base.source,
        "uitvoerders": {"bureau": {"label": "Bureau", "eigen_dienst": True}},
    }
    places = [placement(werkvorm) for werkvorm in draw(st.lists(st.sampled_from(werkvormen), unique=True))]
    gone = draw(st.lists(st.sampled_from([*(m.id for m in base.measures), *base.pm]), unique=True, max_size=2))
    pm = [
        {"id": name, "bron_id": base.source, "toelichting": "x"}
        for name in draw(st.sets(st.sampled_from([*release.pm])))
    ]
    blocks = {"plaatsing": places, "maatregel": [measure(name) for name in ids], "vervalt": gone, "pm": pm}
    content |= {key: rows for key, rows in blocks.items() if rows}
    parts = st.sampled_from(("1/2", Decimal("0.5"), "1/3", 1))
    begins = [
        some({"vanaf": draw(st.integers(2021, 2030)), "gemeenten": [code]}, deel_eerste_jaar=parts)
        for code in draw(codes)
    ]
    ways = st.sampled_from(("eigen", "sleutel", begins))
    return RouteDraft(some(content, verdeling=ways, sleutel=st.just("inwoners")))


@settings(max_examples=40, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_what_a_file_says_the_fields_keep(release: Release, shipped: Content, data: st.DataObject) -> None:
    draft = data.draw(files(release))
    filed, problems = as_file(shipped, draft)
    assert problems == []
    assert filed is not None
    again = read_draft(write_draft(draft))
    for change in draft.changes:
        form = forms(release, again)
        row = form.row_of(change)
        block = "verdeling" if change.block == "sleutel" else change.block
        fields = form.fields(block, row)
        assert fields
        entered = {field.key: field.entry(row) for field in fields}
        again = form.put(block, change.at, row_from(fields, entered, row))
        sentence = Sentences(release, form.base, draft).of(change)
        assert sentence.endswith(".")
    scenario, refused = read_scenario(release, again)
    assert refused == ()
    assert scenario == filed
    same_cells(release, scenario, filed)


def test_a_key_that_no_field_knows_stays(release: Release) -> None:
    draft = start_draft(release, BASE).put(
        "plaatsing", None, {"werkvorm": "groen", "iets_nieuws": [1, 2], "vanaf": 2021}
    )
    form = forms(release, draft)
    (change,) = draft.changes
    row = form.row_of(change)
    fields = form.fields("plaatsing", row)
    after = form.put("plaatsing", 0, row_from(fields, {field.key: field.entry(row) for field in fields}, row))
    assert after.rows("plaatsing")[0]["iets_nieuws"] == [1, 2]
    odd = start_draft(release, BASE).put("deel_eerste_jaar", "", 2)
    assert [Sentences(release, form.base, odd).of(item) for item in odd.changes] == ["Deel_eerste_jaar: 2."]


def test_a_refusal_names_the_key_of_its_field(release: Release) -> None:
    form = forms(release, start_draft(release, BASE))
    row = form.changed_row(form.measures["efficiency"])
    fields = form.fields("maatregel", row)
    entered = {field.key: field.entry(row) for field in fields} | {"pad": "2019: 1"}
    _, problems = read_scenario(release, form.put("maatregel", None, row_from(fields, entered, row)))
    assert {problem.key for problem in problems} == {"pad", "toelichting"}
    assert {problem.key for problem in problems} <= {field.key for field in fields}
    assert problems[0].file == FILE
    assert "kies een jaar van 2021 tot en met 2030" in str(problems[-1])


def test_the_route_of_the_brief_in_sentences_and_cells(release: Release) -> None:
    """Groen stays with Soweco NV and efficiency comes a year later: by hand the file, by the fields the same."""
    draft = start_draft(release, BASE)
    draft = put(release, draft, "plaatsing", werkvorm="groen", uitvoerder="soweco_nv", vanaf="2021", werkplek="blijft")
    form = forms(release, draft)
    row = form.changed_row(form.measures["efficiency"])
    later = write_path(shifted(row["pad"], 1))
    assert later == "2024: 1/3; 2025: 2/3; 2026: 1"
    draft = put(release, draft, "maatregel", row, pad=later, toelichting="De overgang liep nog.")
    assert [Sentences(release, form.base, draft).of(change) for change in draft.changes] == [
        "Groen in alle gemeenten: Soweco NV doet het vanaf 2021. Werkgever: niet genoemd; werkplek: blijft. "
        "In het akkoord van 2020: Buitendienst.",
        "Efficiency op termijn: begeleiding en leiding, materieel en vervoer en overhead in alle gemeenten omlaag met "
        "“Efficiency op termijn” (standaard 6\xa0% van begeleiding, overhead en materieel), in 2024 voor 1/3, in 2025 voor 2/3, "
        "vanaf 2026 helemaal. Anders dan in het akkoord van 2020: de jaren. De overgang liep nog.",
    ]
    scenario, problems = read_scenario(release, draft)
    assert problems == ()
    assert scenario is not None
    assert scenario.uitvoerder("GM0141", "groen", 2025).id == "soweco_nv"
    # The shipped fourth scenario has the same measures, and its cells are computed apart.
    run, other = (
        project(release.figures, route, release.default_values, release.zero, None)
        for route in (scenario, release.scenarios["uitvoering_2021"])
    )
    assert np.array_equal(run.costs, other.costs)


def put(
    release: Release, draft: RouteDraft, block: str, row: Mapping[str, Any] | None = None, **entered: Any
) -> RouteDraft:
    """The draft with a new change whose other fields are left as they begin."""
    form = forms(release, draft)
    row = form.new_row(block) if row is None else row
    fields = form.fields(block, row)
    every = {field.key: field.entry(row) for field in fields}
    return form.put(block, None, row_from(fields, every | entered, row))


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("2023: 1/3; 2024: 2/3; 2025: 1", {"2023": "1/3", "2024": "2/3", "2025": 1}),
        ("{ 2023 = \"1/3\", 2024 = '2/3' }", {"2023": "1/3", "2024": "2/3"}),
        ("2021: 0,5, 2022: 50 %\n2023: 100%", {"2021": Decimal("0.5"), "2022": Decimal("0.5"), "2023": 1}),
        ("2021: 33,3 %", {"2021": Decimal("0.333")}),
        ("2021: 1; 2021: 2", "2021 staat er twee keer"),
        ("straks", {"straks": ""}),
        ("  ", None),
    ],
)
def test_a_path_is_read_as_people_type_it(typed: str, path: object) -> None:
    assert read_path(typed) == path


def test_a_name_is_followed_by_what_was_made_of_it_and_by_nothing_else(release: Release) -> None:
    draft = start_draft(release, BASE)
    assert (draft.text("titel"), is_named(draft)) == (NAME, False)
    named = rename(release, draft, "Groen blijft ’s zomers")
    assert (named.text("id"), named.text("korte_titel")) == ("groen_blijft_s_zomers", "Groen blijft ’s zomers")
    own = rename(release, named.with_text(in_zin="wat wij willen"), "Anders")
    assert (own.text("in_zin"), own.text("id")) == ("wat wij willen", "anders")
    assert rename(release, draft, "Akkoord 2020").text("id") == "akkoord_2020_2"
    assert rename(release, draft, "!!!").text("id") == "route"
    assert is_named(own.with_text(toelichting="Om te zien wat het scheelt."))


def test_the_example_of_the_readme_reads_as_sentences(release: Release) -> None:
    draft = read_draft(example())
    sentences = [Sentences(release, release.scenarios[BASE], draft).of(change) for change in draft.changes]
    assert "Efficiency op termijn vervalt." in sentences
    assert "Nieuwe uitvoerder: Gezamenlijk detacheringsbureau." in sentences
    assert any(sentence.startswith("Begeleid werken in Rijssen-Holten: Gezamenlijk") for sentence in sentences)
    assert any("eenmalig een last van “Frictiekosten per persoon”" in sentence for sentence in sentences)
    assert any("60\xa0% in 2021 en 40\xa0% in 2022" in sentence for sentence in sentences)
