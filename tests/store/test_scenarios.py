"""What a scenario file means: the fifth one that the README teaches, inheritance, and who carries work out."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lib.comparison.release import Release
from lib.model.comparison import Comparison, compare
from lib.model.parameters import defaults
from lib.model.scenario import EACH_ITS_OWN, Placement, PmEvidence, Scenario, Uitvoerder, derive
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
    parameters = model_of(content)[0].parameters
    routes = (five["ongewijzigd"], five["akkoord_2020"], five[FIFTH])
    values = defaults(parameters) | {"schaalverlies": 0.03}
    return compare(figures_of(content), parameters, values, routes, 2030)


def test_the_fifth_scenario_of_the_readme_is_sound(five: dict[str, Scenario]) -> None:
    fifth, base = five[FIFTH], five["akkoord_2020"]
    assert (fifth.base, fifth.own_costs, fifth.key) == (base.id, base.own_costs, base.key)
    assert [measure.id for measure in fifth.measures] == [
        "schaalverlies",
        "ruimtebesparing",
        "marktgerichte_aanpak",
        "frictie",
    ]
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
    assert set(parts) == {
        "schaalverlies",
        "efficiency",
        "ruimtebesparing",
        "marktgerichte_aanpak",
        "frictie",
        "verdeling",
    }
    assert not parts["ruimtebesparing"].any()
    assert not parts["marktgerichte_aanpak"].any()
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
    assert [route.own_costs for route in (zero, line, agreed, later)] == [(), (), EACH_ITS_OWN, EACH_ITS_OWN]
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
        "marktgerichte_aanpak": {2022: 1},
        "frictie": {2021: half, 2022: Fraction(35, 100), 2023: Fraction(15, 100)},
    }
    assert paths(later) == {**paths(agreed), "efficiency": {2024: third, 2025: 2 * third, 2026: 1}}
    four = {"GM0141", "GM0183", "GM0189", "GM1700"}
    saving = agreed.measure("ruimtebesparing")
    assert saving is not None
    assert (saving.cost_types, saving.werkvormen, saving.gemeenten) == ({"huisvesting"}, {"beschut"}, four)
    shares = [measure.cost_types for measure in agreed.measures[:2]]
    assert shares == [{"begeleiding", "overhead", "huisvesting", "materieel"}, {"begeleiding", "overhead", "materieel"}]
    assert [measure.sign for measure in agreed.measures] == [1, -1, -1, 1, -1]
    market = agreed.measure("marktgerichte_aanpak")
    assert market is not None
    assert (market.cost_types, market.gemeenten, market.parameters) == (
        {"opbrengsten"},
        None,
        ("meeropbrengst_akkoord",),
    )
    first, later_years = line.measures
    assert (first.status, later_years.status) == ("raming", "aanname")
    assert first.parameters == ("meeropbrengst_doorontwikkeling",)
    assert later_years.parameters == ("meeropbrengst_doorontwikkeling", "behoud_na_2022")


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
    assert (later.own_costs, later.key, later.pm) == (agreed.own_costs, agreed.key, agreed.pm)
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


#: PM item → what it rests on in each scenario that says so itself; a scenario also has those of its base.
LINE_PRESS, LINE_BUDGET, AGREED = "roskam_3874", "almelo_begroting_2019_1954", "persbericht_2020"
EVIDENCE = {
    "ongewijzigd": {"lage_inkomensvoordeel": "logisal", "nieuw_beschut": "zoek"},
    "maatschappelijke_onderneming_2017": {
        "vastgoedopbrengst": LINE_PRESS,
        "afwikkeling_balans": LINE_PRESS,
        "vervallen_commerciele_winst": LINE_BUDGET,
        "belastingen": LINE_BUDGET,
        "ontvlechting_2017": LINE_BUDGET,
        "huur_na_verkoop": LINE_PRESS,
    },
    "akkoord_2020": {
        "vastgoedopbrengst": AGREED,
        "afwikkeling_balans": AGREED,
        "vervallen_commerciele_winst": "detwenterander_453010",
        "belastingen": AGREED,
        "tijdelijke_plekken": AGREED,
        "achterblijvende_kosten": AGREED,
        "werkgeversbenadering": AGREED,
        "cao_harmonisatie": AGREED,
    },
    "uitvoering_2021": {},
    "akkoord_2020_juli_2021": {},
    "rijssen_holten_alleen": {
        "achterblijvende_kosten": "almelonieuws_14083",
        "cao_harmonisatie": "routewijzer_aanname",
    },
    "alternatief_rvc": {},
}


def test_every_pm_item_has_its_evidence_per_scenario(release: Release) -> None:
    expected: dict[str, dict[str, str]] = {}
    for name, own in EVIDENCE.items():
        base = release.scenarios[name].base
        expected[name] = {**(expected[base] if base else {}), **own}
        evidence = release.scenarios[name].pm
        assert {item: why.source for item, why in evidence.items()} == expected[name]
        assert all(why.explanation and why.source in release.sources for why in evidence.values())
    assert {item for items in expected.values() for item in items} == set(release.pm)


def test_what_occurs_in_both_routes_stands_under_both(release: Release) -> None:
    line, agreed = (set(release.scenarios[name].pm) for name in ("maatschappelijke_onderneming_2017", "akkoord_2020"))
    everywhere = set(release.zero.pm)
    assert everywhere == {"lage_inkomensvoordeel", "nieuw_beschut"}
    assert (line & agreed) - everywhere == {
        "vastgoedopbrengst",
        "afwikkeling_balans",
        "belastingen",
        "vervallen_commerciele_winst",
    }
    assert line - agreed == {"ontvlechting_2017", "huur_na_verkoop"}
    assert agreed - line == {"tijdelijke_plekken", "achterblijvende_kosten", "werkgeversbenadering", "cao_harmonisatie"}
    shared = [[item for item in release.scenarios[name].pm if item in line & agreed] for name in EVIDENCE]
    assert shared[1] == shared[2]


def test_each_pm_item_says_who_finds_it_when_and_what_it_changes(release: Release) -> None:
    for item in release.pm.values():
        assert item.owner and item.when and item.consequence.endswith(".")
        assert item.sign or item.low is None
    assert release.pm["afwikkeling_balans"].sign == 0


def test_each_scenario_says_what_was_published_and_what_was_left_open(release: Release) -> None:
    said = {name: (route.names, route.leaves_open) for name, route in release.scenarios.items()}
    assert said == {
        "ongewijzigd": ("het tekort van 2020", "de jaren erna"),
        "maatschappelijke_onderneming_2017": ("bedragen tot en met 2022", "de eenmalige kosten"),
        "akkoord_2020": ("wie wat gaat doen", "de bedragen"),
        "uitvoering_2021": ("wie wat is gaan doen", "de bedragen"),
        "akkoord_2020_juli_2021": ("1 juli 2021 als begin", "de bedragen"),
        "rijssen_holten_alleen": ("de uittreedsom voor twee gemeenten", "de kosten daarna"),
        "alternatief_rvc": ("dat er een alternatief is", "de inhoud en de bedragen"),
    }
    for scenario in release.scenarios.values():
        assert scenario.published.endswith(".") and scenario.published_source in release.sources
    published = release.scenarios["maatschappelijke_onderneming_2017"].published
    assert all(amount in published for amount in ("6,1", "5,1", "4,4"))
    assert "uitvoeringskosten niet omlaag" in release.scenarios["akkoord_2020"].published
    assert "al van ontwikkeling" in release.zero.published


def test_a_delta_says_for_itself_what_was_published_or_what_its_base_says(home: Path) -> None:
    text = example().replace(
        'bron_id = "routewijzer_aanname"', 'bron_id = "routewijzer_aanname"\nnoemt = "een bureau"', 1
    )
    (home / "scenarios" / f"{FIFTH}.toml").write_text(text, encoding="utf-8")
    scenarios = model_of(check_folder(home))[1]
    fifth, base = scenarios[FIFTH], scenarios["akkoord_2020"]
    assert fifth.names == "een bureau"
    assert (fifth.leaves_open, fifth.published) == (base.leaves_open, base.published)
    assert fifth.published_source == base.published_source


def test_employer_and_workplace_are_told_apart_from_who_carries_out(release: Release) -> None:
    said = {
        name: {
            (rule.employer, rule.workplace)
            for gemeente in release.figures.gemeenten
            for werkvorm in release.figures.werkvormen
            for rule in [scenario.placement(gemeente.code, werkvorm.id, 2021)]
            if rule is not None
        }
        for name, scenario in release.scenarios.items()
    }
    assert said == {
        "ongewijzigd": {("zoals in 2020", "blijft")},
        "maatschappelijke_onderneming_2017": {("niet genoemd", "niet genoemd")},
        "akkoord_2020": {("een gemeente", "blijft waar mogelijk")},
        "uitvoering_2021": {("een gemeente", "blijft waar mogelijk")},
        "akkoord_2020_juli_2021": {("een gemeente", "blijft waar mogelijk")},
        "rijssen_holten_alleen": {("niet genoemd", "niet genoemd"), ("zoals in 2020", "blijft")},
        "alternatief_rvc": set(),
    }
    line = release.scenarios["maatschappelijke_onderneming_2017"].placements[-1]
    assert {(rule.uitvoerder, rule.statements) for rule in line} == {("soweco_nv", ("S16",))}
    assert {"S12", "S18"} <= set(release.scenarios["akkoord_2020"].statements)


def test_the_supervisory_board_stands_with_both_routes_in_as_many_words(release: Release) -> None:
    rows = [row for row in release.tables["considerations"] if "S19" in (row["uitspraken"] or "").split()]
    routes = ("maatschappelijke_onderneming_2017", "akkoord_2020")
    assert tuple(row["scenario_id"] for row in rows) == routes
    assert len({len(row["overweging"].split()) for row in rows}) == 1
    assert all("S19" in release.scenarios[name].statements for name in routes)
    assert "S18" in release.scenarios["akkoord_2020"].statements


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
    evidence = PmEvidence(("S1",), "zoek", "")
    own = replace(route(()), measures=(extra, stronger), pm={"belastingen": evidence}, statements=("S17", "S9"))
    result = derive(own, agreed, frozenset(["efficiency", "afwikkeling_balans"]))
    rest = ["schaalverlies", "ruimtebesparing", "marktgerichte_aanpak", "frictie"]
    assert [measure.id for measure in result.measures] == [*rest, "extra"]
    assert result.measures[0] is stronger
    assert "afwikkeling_balans" not in result.pm
    assert result.pm["belastingen"] is evidence
    assert result.pm.keys() == agreed.pm.keys() - {"afwikkeling_balans"}
    assert result.statements == (*agreed.statements, "S9")
    assert result.placements == (*agreed.placements, ())


def test_a_dropped_measure_can_come_back_as_another(release: Release) -> None:
    agreed = release.scenarios["akkoord_2020"]
    again = replace(agreed.measures[1], sign=1)
    result = derive(replace(route(()), measures=(again,)), agreed, frozenset(["efficiency"]))
    rest = ["schaalverlies", "ruimtebesparing", "marktgerichte_aanpak", "frictie"]
    assert [measure.id for measure in result.measures] == [*rest, "efficiency"]
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
    assert (scenarios["delta"].own_costs == EACH_ITS_OWN, scenarios["delta"].key) == expected
    assert scenarios["delta"].measures == scenarios[base].measures
