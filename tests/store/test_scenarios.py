"""What a scenario file means: the fifth one that the README teaches, inheritance, and who carries work out."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lib.comparison.release import Release
from lib.model.comparison import Comparison, compare
from lib.model.parameters import defaults
from lib.model.scenario import Placement, Scenario, Uitvoerder, derive
from lib.tables.check import check_folder, model_of
from lib.tables.content import SHIPPED
from lib.tables.figures import figures_of
from lib.tables.toml_files import FILE as REGISTRY

FIFTH = "samen_detacheren"
MAP = (SHIPPED / "scenarios/README.md").read_text(encoding="utf-8")


def example() -> str:
    """The complete scenario in the README."""
    blocks = MAP.split("```toml\n")[1:]
    assert len(blocks) == 1
    return blocks[0].split("```")[0]


@pytest.fixture
def five(home: Path) -> dict[str, Scenario]:
    """The shipped scenarios and the one from the README."""
    (home / "scenarios" / f"{FIFTH}.toml").write_text(example(), encoding="utf-8")
    return model_of(check_folder(home))[1]


@pytest.fixture
def beside_its_base(home: Path, five: dict[str, Scenario]) -> Comparison:
    content = check_folder(home)
    (parameters, _), _ = model_of(content)
    routes = (five["ongewijzigd"], five["akkoord_2020"], five[FIFTH])
    return compare(figures_of(content), parameters, defaults(parameters), routes, 2030)


def test_the_fifth_scenario_of_the_readme_is_sound(five: dict[str, Scenario]) -> None:
    fifth, base = five[FIFTH], five["akkoord_2020"]
    assert (fifth.base, fifth.own_allocation, fifth.key) == (base.id, base.own_allocation, base.key)
    assert [measure.id for measure in fifth.measures] == ["schaalverlies", "ruimtebesparing", "frictie"]
    assert fifth.measure("ruimtebesparing") == base.measure("ruimtebesparing")
    assert fifth.measure("schaalverlies") != base.measure("schaalverlies")
    assert set(fifth.pm) == {*base.pm, "ontvlechting_2017"} - {"cao_harmonisatie"}
    assert fifth.statements == base.statements


def test_the_fifth_scenario_places_people(five: dict[str, Scenario]) -> None:
    def who(gemeente: str, werkvorm: str, year: int) -> str:
        return five[FIFTH].uitvoerder(gemeente, werkvorm, year).id

    assert who("GM0141", "groepsdetachering", 2020) == "soweco_nv"
    assert who("GM0141", "groepsdetachering", 2021) == "detacheringsbureau"
    assert who("GM1742", "individuele_detachering", 2030) == "detacheringsbureau"
    assert [who("GM1742", "begeleid_werken", year) for year in (2021, 2022)] == ["werkplein", "detacheringsbureau"]
    assert who("GM0141", "begeleid_werken", 2021) == "detacheringsbureau"
    assert [who("GM1742", "beschut", year) for year in (2020, 2021)] == ["soweco_nv", "de_sterkerij"]


def test_the_fifth_scenario_differs_by_what_it_says(beside_its_base: Comparison) -> None:
    parts = {part.id: part.contribution.sum(axis=0) for part in beside_its_base.bridge}
    assert set(parts) == {"schaalverlies", "efficiency", "ruimtebesparing", "frictie", "verdeling"}
    assert not parts["ruimtebesparing"].any()
    assert not parts["verdeling"].any()
    assert (parts["schaalverlies"][1:] > 0).all()
    assert (parts["efficiency"][1:] <= 0).all()
    assert parts["efficiency"][-1] < -100_000
    assert parts["frictie"][1:5] == pytest.approx(np.array([-0.10, -0.05, 0.15, 0]) * 7_700_000)
    assert sum(parts.values()) == pytest.approx(beside_its_base.difference.sum(axis=0), abs=0.01)


@pytest.mark.parametrize("key", ["id", "basis", "titel", "vervalt", "pad", "fase", "grondslag", "eigen_dienst", "pm"])
def test_the_readme_explains_the_keys(key: str) -> None:
    assert f"`{key}`" in MAP or f"`{key} =" in MAP or f"`[[{key}]]`" in MAP


def test_the_readme_names_every_key_that_the_files_use(home: Path) -> None:
    for path in (home / "scenarios").glob("*.toml"):
        if path.name != REGISTRY:
            used = {line.split("=")[0].strip() for line in path.read_text(encoding="utf-8").splitlines() if "=" in line}
            assert not {key for key in used if f"`{key}`" not in MAP and f"`{key} =" not in MAP}


def test_the_shipped_routes_are_those_of_the_contract(release: Release) -> None:
    zero, line, agreed, later = (
        release.scenarios[name]
        for name in ("ongewijzigd", "maatschappelijke_onderneming_2017", "akkoord_2020", "uitvoering_2021")
    )
    assert [route.own_allocation for route in (zero, line, agreed, later)] == [False, False, True, True]
    assert {route.key for route in (zero, line, agreed, later)} == {"gr_2019"}
    assert zero.measures == ()

    def paths(route: Scenario) -> dict[str, dict[int, Fraction]]:
        return {measure.id: dict(measure.path) for measure in route.measures}

    third, half = Fraction(1, 3), Fraction(1, 2)
    assert paths(line) == {
        "doorontwikkeling": {2021: Fraction(164, 294), 2022: 1, 2023: 0},
        "doorontwikkeling_na_2022": {2023: 1},
    }
    assert paths(agreed) == {
        "schaalverlies": {2021: 1},
        "efficiency": {2023: third, 2024: 2 * third, 2025: 1},
        "ruimtebesparing": {2022: 1},
        "frictie": {2021: half, 2022: Fraction(35, 100), 2023: Fraction(15, 100)},
    }
    assert paths(later) == {**paths(agreed), "efficiency": {2024: third, 2025: 2 * third, 2026: 1}}
    assert set(line.pm) == {"ontvlechting_2017"}
    assert set(agreed.pm) == set(release.pm) - {"ontvlechting_2017"}
    four = {"GM0141", "GM0183", "GM0189", "GM1700"}
    saving = agreed.measure("ruimtebesparing")
    assert saving is not None
    assert (saving.cost_types, saving.werkvormen, saving.gemeenten) == ({"huisvesting"}, {"beschut"}, four)
    shares = [measure.cost_types for measure in agreed.measures[:2]]
    assert shares == [{"begeleiding", "overhead", "huisvesting", "materieel"}, {"begeleiding", "overhead", "materieel"}]
    assert [measure.sign for measure in agreed.measures] == [1, -1, -1, -1]


def test_the_carrying_out_differs_from_the_agreement_by_a_year_and_two_names(release: Release) -> None:
    agreed, later = release.scenarios["akkoord_2020"], release.scenarios["uitvoering_2021"]
    efficiency, delayed = agreed.measure("efficiency"), later.measure("efficiency")
    assert efficiency is not None
    assert delayed is not None
    assert delayed.path == tuple((year + 1, step) for year, step in efficiency.path)
    assert replace(delayed, path=efficiency.path, explanation=efficiency.explanation) == efficiency
    assert [m for m in later.measures if m.id != "efficiency"] == [m for m in agreed.measures if m.id != "efficiency"]
    renamed = {name for name in agreed.uitvoerders if later.uitvoerders[name] != agreed.uitvoerders[name]}
    assert renamed == {"stichting", "multipack_nijverdal"}
    assert "Ontplooj" in later.uitvoerders["stichting"].label
    assert "Noest" in later.uitvoerders["multipack_nijverdal"].label
    assert later.uitvoerders.keys() == agreed.uitvoerders.keys()
    assert (later.own_allocation, later.key, later.pm) == (agreed.own_allocation, agreed.key, agreed.pm)
    for gemeente in release.figures.gemeenten:
        for werkvorm in release.figures.werkvormen:
            for year in release.figures.years.tolist():
                cell = (gemeente.code, werkvorm.id, year)
                assert later.placement(*cell) == agreed.placement(*cell)


def test_the_agreement_places_everyone_as_it_says(release: Release) -> None:
    agreed = release.scenarios["akkoord_2020"]
    own = {"GM0163": "multipack_nijverdal", "GM1742": "de_sterkerij"}
    for gemeente in release.figures.gemeenten:
        placed = {w.id: agreed.uitvoerder(gemeente.code, w.id, 2021).id for w in release.figures.werkvormen}
        assert placed == {
            "beschut": own.get(gemeente.code, "stichting"),
            "groen": "buitendienst",
            "groepsdetachering": "werkplein",
            "individuele_detachering": "werkplein",
            "begeleid_werken": "werkplein",
        }
        before = {agreed.uitvoerder(gemeente.code, w.id, 2020).id for w in release.figures.werkvormen}
        assert before == {"soweco_nv"}
    assert agreed.uitvoerders["buitendienst"].own_service
    assert not agreed.uitvoerders["stichting"].own_service


def rule(uitvoerder: str, from_year: int, *gemeenten: str) -> Placement:
    return Placement("beschut", frozenset(gemeenten) or None, uitvoerder, from_year)


def route(*layers: tuple[Placement, ...]) -> Scenario:
    names = {p.uitvoerder: Uitvoerder(p.uitvoerder, p.uitvoerder) for layer in layers for p in layer}
    return Scenario("s", "", "", "", "", None, True, "k", (), layers, names, {}, (), "bron")


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (((rule("all", 2020),),), "all"),
        (((rule("all", 2022), rule("named", 2020, "A")),), "named"),
        (((rule("named", 2020, "A"), rule("all", 2022)),), "named"),
        (((rule("early", 2020), rule("late", 2022)),), "late"),
        (((rule("late", 2022), rule("early", 2020)),), "late"),
        (((rule("early", 2020), rule("not_yet", 2024)),), "early"),
        (((rule("other", 2020, "B"), rule("all", 2020)),), "all"),
        (((rule("base", 2020, "A"),), (rule("own", 2020),)), "own"),
        (((rule("base", 2020),), (rule("not_yet", 2024),)), "base"),
        (((rule("base", 2022, "A"),), (rule("own", 2020),)), "own"),
    ],
)
def test_which_rule_wins(layers: tuple[tuple[Placement, ...], ...], expected: str) -> None:
    assert route(*layers).uitvoerder("A", "beschut", 2023).id == expected


def test_a_cell_without_a_rule_is_an_error() -> None:
    with pytest.raises(LookupError, match="groen"):
        route((rule("all", 2020),)).uitvoerder("A", "groen", 2023)


def test_a_delta_keeps_replaces_adds_and_drops(release: Release) -> None:
    agreed = release.scenarios["akkoord_2020"]
    scale, extra = agreed.measures[0], replace(agreed.measures[0], id="extra")
    stronger = replace(scale, path=((2025, Fraction(2)),))
    own = replace(route(()), measures=(extra, stronger), pm={"belastingen": ("S1",)}, statements=("S17", "S9"))
    result = derive(own, agreed, frozenset(["efficiency", "afwikkeling_balans"]))
    assert [measure.id for measure in result.measures] == ["schaalverlies", "ruimtebesparing", "frictie", "extra"]
    assert result.measures[0] is stronger
    assert "afwikkeling_balans" not in result.pm
    assert result.pm["belastingen"] == ("S1",)
    assert result.pm.keys() == agreed.pm.keys() - {"afwikkeling_balans"}
    assert result.statements == (*agreed.statements, "S9")
    assert result.placements == (*agreed.placements, ())


def test_a_dropped_measure_can_come_back_as_another(release: Release) -> None:
    agreed = release.scenarios["akkoord_2020"]
    again = replace(agreed.measures[1], sign=1)
    result = derive(replace(route(()), measures=(again,)), agreed, frozenset(["efficiency"]))
    assert [measure.id for measure in result.measures] == ["schaalverlies", "ruimtebesparing", "frictie", "efficiency"]
    assert result.measure("efficiency") is again


@pytest.mark.parametrize(
    ("base", "own", "expected"),
    [
        ("ongewijzigd", "", (False, "gr_2019")),
        ("ongewijzigd", 'sleutel = "inwoners"', (False, "inwoners")),
        ("ongewijzigd", 'verdeling = "eigen"', (True, "gr_2019")),
        ("akkoord_2020", "", (True, "gr_2019")),
        ("akkoord_2020", 'verdeling = "sleutel"\nsleutel = "wsw_personen"', (False, "wsw_personen")),
        ("uitvoering_2021", 'verdeling = "sleutel"', (False, "gr_2019")),
    ],
)
def test_a_delta_divides_as_its_base_unless_it_says_otherwise(
    home: Path, base: str, own: str, expected: tuple[bool, str]
) -> None:
    words = "\n".join(f'{key} = "x"' for key in ("titel", "korte_titel", "in_zin", "toelichting"))
    text = f'id = "delta"\nbasis = "{base}"\nbron_id = "zoek"\n{words}\n{own}\n'
    (home / "scenarios/delta.toml").write_text(text, encoding="utf-8")
    scenarios = model_of(check_folder(home))[1]
    assert (scenarios["delta"].own_allocation, scenarios["delta"].key) == expected
    assert scenarios["delta"].measures == scenarios[base].measures
