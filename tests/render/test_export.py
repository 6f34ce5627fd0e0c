"""The exported tables: each number against a second calculation from the files, and the laws between the tables."""

import dataclasses
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view, overrides
from lib.render.export import export_table
from lib.subjects.people.people import uitvoerder_name
from tests.render.exporting import CHANGED, CODES, HOME, LATER, YEARS, ZERO, A, B, exported
from tests.render.reference import Reference, Row, rows_of
from tests.tiers import first

CENT = 0.01


def cell(row: Row) -> tuple[str, int, str, str]:
    return row["gemeente_code"], int(row["jaar"]), row["werkvorm"], row["kostensoort"]


def of_scenario(folder: Path, table: str, scenario: str) -> list[Row]:
    return [row for row in rows_of(folder / f"{table}.csv") if row["scenario"] == scenario]


# --- each number --------------------------------------------------------------------------------------------------


def check_costs(folder: Path, reference: Reference, scenario: str) -> None:
    rows = of_scenario(folder, "costs", scenario)
    expected, beside = reference.cells(scenario), reference.beside(scenario)
    seen = {cell(row): float(row["bedrag_eur"]) for row in rows if row["werkvorm"] and row["bedrag_eur"]}
    missing = {cell(row) for row in rows if row["werkvorm"] and not row["bedrag_eur"]}
    measures = {
        (row["gemeente_code"], int(row["jaar"]), row["kostensoort"]): float(row["saldo_eur"])
        for row in rows
        if not row["werkvorm"]
    }
    assert len(rows) == len(expected) + len(beside)
    assert seen.keys() | missing == expected.keys()
    assert measures.keys() == beside.keys()
    assert all(abs(seen[at] - expected[at]) < CENT for at in seen)
    assert all(expected[at] == 0 for at in missing)
    assert all(abs(measures[at] - beside[at]) < CENT for at in beside)


@pytest.mark.parametrize("scenario", [ZERO, A, B])
def test_every_cell_at_standaard(both: Path, scenario: str) -> None:
    check_costs(both, Reference(HOME), scenario)


@pytest.mark.parametrize("scenario", [ZERO, B, LATER])
def test_every_cell_with_other_assumptions_and_key(changed: Path, scenario: str) -> None:
    check_costs(changed, Reference(HOME, {**CHANGED, "prijsindex": 0.02}, "inwoners"), scenario)


#: What two gemeenten choose themselves, beside what all have.
POLICY = {
    "efficiency_eindwaarde": 0.03,
    "efficiency_eindwaarde@GM0163": 0.08,
    "meeropbrengst_akkoord@GM1700": -0.04,
    "frictie_per_persoon@GM0163": 5000.0,
    "behoud_na_2022": 0.5,
}


@pytest.mark.parametrize("people", first(["gr_2019", "loonstijging_2021", "participatie_2024"]))
def test_every_cell_wherever_the_people_are(database: Path, tmp_path: Path, people: str) -> None:
    words = [word for name, value in POLICY.items() for word in ("--set", f"{name}={value}")]
    folder = exported(database, tmp_path / people, A, B, "--mensen", people, *words)
    reference = Reference(HOME, POLICY, people=people)
    for scenario in (ZERO, A, B):
        check_costs(folder, reference, scenario)
        for row in of_scenario(folder, "headcounts", scenario):
            if row["groep"] == "wsw":
                expected = reference.wsw(row["gemeente_code"], row["werkvorm"], int(row["jaar"]))
                assert float(row["personen"]) == pytest.approx(expected, abs=1e-9)
    plain = Reference(HOME, {name: value for name, value in POLICY.items() if "@" not in name}, people=people)
    own, shared = reference.cells(B), plain.cells(B)
    moved = {at[0] for at, euros in own.items() if abs(euros - shared[at]) > CENT}
    assert moved == {"GM0163", "GM1700"}


@pytest.mark.parametrize("scenario", [ZERO, B, "vijfde"])
def test_every_cell_with_pm_and_a_yearly_measure(strange: Path, strange_home: Path, scenario: str) -> None:
    check_costs(strange, Reference(strange_home), scenario)


def test_the_scenarios_in_a_file_are_a_b_and_the_nulalternatief(both: Path, changed: Path, database: Path) -> None:
    assert {row["scenario"] for row in rows_of(both / "costs.csv")} == {A, B, ZERO}
    assert {row["scenario"] for row in rows_of(changed / "headcounts.csv")} == {B, LATER, ZERO}
    once = exported(database, both.parent / "once", ZERO, ZERO)
    assert len(rows_of(once / "costs.csv")) == 6 * 11 * 5 * 7
    assert len(rows_of(once / "headcounts.csv")) == 6 * 11 * 5 * 2


def test_signs_and_soorten(both: Path) -> None:
    kinds = {row["kostensoort"]: row for row in rows_of(HOME / "data/cost_types.csv")}
    for row in rows_of(both / "costs.csv"):
        amount, saldo = float(row["bedrag_eur"]), float(row["saldo_eur"])
        assert amount >= 0 and "-0.0" not in (row["bedrag_eur"], row["saldo_eur"])
        if row["werkvorm"]:
            kind = kinds[row["kostensoort"]]
            assert row["soort"] == kind["soort"]
            assert saldo == int(kind["teken"]) * amount
        else:
            assert (row["kostensoort"], row["soort"], row["uitvoerder"]) == ("frictie", "incidenteel", "")
            assert saldo == -amount


def test_a_yearly_measure_is_overig_structureel(strange: Path) -> None:
    rows = [row for row in of_scenario(strange, "costs", "vijfde") if not row["werkvorm"]]
    assert {(row["kostensoort"], row["soort"]) for row in rows} == {
        ("frictie", "incidenteel"),
        ("huur", "overig_structureel"),
    }


def test_persons_and_staff(both: Path) -> None:
    reference = Reference(HOME)
    for scenario in (ZERO, A, B):
        rows = of_scenario(both, "headcounts", scenario)
        assert len(rows) == 6 * 11 * 5 * 2
        for row in rows:
            code, year, form = row["gemeente_code"], int(row["jaar"]), row["werkvorm"]
            by_form = reference.staff_by_form(scenario, code, year)
            expected = reference.wsw(code, form, year) if row["groep"] == "wsw" else by_form[form]
            assert float(row["personen"]) == pytest.approx(expected, abs=1e-9)


def test_persons_per_gemeente_group_and_year_are_equal_in_every_scenario(both: Path, changed: Path) -> None:
    for folder, scenarios in ((both, (ZERO, A, B)), (changed, (ZERO, B, LATER))):
        sums: dict[str, dict[tuple[str, str, str], float]] = {name: defaultdict(float) for name in scenarios}
        for row in rows_of(folder / "headcounts.csv"):
            sums[row["scenario"]][row["gemeente_code"], row["jaar"], row["groep"]] += float(row["personen"])
        first = sums[scenarios[0]]
        assert len(first) == 6 * 11 * 2
        for other in scenarios[1:]:
            assert sums[other] == pytest.approx(first, abs=1e-9)
    base = [float(row["personen"]) for row in of_scenario(both, "headcounts", A) if row["jaar"] == "2020"]
    assert sum(base) == pytest.approx(1180, abs=1e-9)


@pytest.mark.parametrize("table", ["costs", "headcounts"])
def test_each_cell_names_its_uitvoerder(both: Path, changed: Path, table: str) -> None:
    reference = Reference(HOME)
    for row in rows_of(both / f"{table}.csv") + rows_of(changed / f"{table}.csv"):
        if row["werkvorm"]:
            where = row["scenario"], row["gemeente_code"], row["werkvorm"], int(row["jaar"])
            assert row["uitvoerder"] == reference.uitvoerder(*where)


def test_a_service_of_the_gemeente_carries_its_name(release: Release) -> None:
    def name(scenario: str, code: str, werkvorm: str, year: int) -> str:
        return uitvoerder_name(release, release.scenarios[scenario], code, werkvorm, year)

    assert name(B, "GM0141", "groen", 2021) == "Buitendienst Almelo"
    assert name(B, "GM0141", "groen", 2020) == "Soweco NV"
    assert name(B, "GM1742", "begeleid_werken", 2030) == "Werkplein Rijssen-Holten"
    assert name(B, "GM0163", "beschut", 2021) == "Multipack Nijverdal"
    assert name(LATER, "GM1700", "beschut", 2021) == "Stichting Ontplooj"
    assert name(A, "GM1700", "beschut", 2030) == "Soweco NV"


# --- between the tables -------------------------------------------------------------------------------------------


def saldi(rows: list[Row], scenario: str) -> dict[tuple[str, int], float]:
    """Saldo per gemeente and year, as an analyst adds it up."""
    result: dict[tuple[str, int], float] = defaultdict(float)
    for row in rows:
        if row["scenario"] == scenario and row["saldo_eur"]:
            result[row["gemeente_code"], int(row["jaar"])] += float(row["saldo_eur"])
    return result


def test_the_sums_that_were_published(both: Path) -> None:
    rows = rows_of(both / "costs.csv")
    totals: dict[int, float] = defaultdict(float)
    for (_, year), saldo in saldi(rows, A).items():
        totals[year] += saldo
    assert totals[2020] == pytest.approx(-6_100_000, abs=CENT)
    assert totals[2021] == pytest.approx(-5_100_000, abs=50_000)
    assert totals[2022] == pytest.approx(-4_400_000, abs=50_000)
    assert {year: saldo for (_, year), saldo in saldi(rows, B).items()}.keys() == set(YEARS)


@pytest.mark.parametrize(("folder", "a", "b"), [("both", A, B), ("changed", B, LATER), ("strange", B, "vijfde")])
def test_the_bridge_closes_per_gemeente_and_year(request: pytest.FixtureRequest, folder: str, a: str, b: str) -> None:
    path: Path = request.getfixturevalue(folder)
    bridge: dict[tuple[str, int], float] = defaultdict(float)
    for row in rows_of(path / "bridge.csv"):
        bridge[row["gemeente_code"], int(row["jaar"])] += float(row["bijdrage_eur"])
    costs = rows_of(path / "costs.csv")
    before, after = saldi(costs, a), saldi(costs, b)
    assert len(bridge) == 6 * 10
    for at, total in bridge.items():
        assert total == pytest.approx(after[at] - before[at], abs=1e-4), at


def test_every_player_has_every_gemeente_and_year_after_the_base_year(both: Path) -> None:
    found = [(row["onderdeel"], row["gemeente_code"], int(row["jaar"])) for row in rows_of(both / "bridge.csv")]
    players = {
        *("schaalverlies", "efficiency", "ruimtebesparing", "marktgerichte_aanpak", "frictie", "verdeling"),
        *("doorontwikkeling", "doorontwikkeling_na_2022"),
    }
    expected = {(player, code, year) for player in players for code in CODES for year in YEARS[1:]}
    assert len(found) == len(expected)
    assert set(found) == expected


def cumulative(rows: list[Row], a: str, b: str, code: str, horizon: int, one_offs: bool = True) -> float:
    """B − A after the base year, from costs.csv alone."""
    sign = {a: -1, b: 1}
    return sum(
        sign[row["scenario"]] * float(row["saldo_eur"])
        for row in rows
        if row["scenario"] in sign
        and code in ("alle", row["gemeente_code"])
        and 2020 < int(row["jaar"]) <= horizon
        and (one_offs or row["soort"] != "incidenteel")
    )


def measured(route: str) -> set[str]:
    """The parameters that the measures in the file of a route name."""
    measures = tomllib.loads((HOME / "scenarios" / f"{route}.toml").read_text("utf-8")).get("maatregel", ())
    factors = (each.get("keer", []) for each in measures)
    times = {name for keer in factors for name in ([keer] if isinstance(keer, str) else keer)}
    return {each["parameter"] for each in measures} | times


def test_switching_has_one_row_per_parameter_gemeente_and_horizon(both: Path) -> None:
    found = [(row["parameter"], row["gemeente_code"], row["horizon"]) for row in rows_of(both / "switching.csv")]
    routes = {path.stem for path in (HOME / "scenarios").glob("*.toml")} - {"parameters"}
    elsewhere = set[str]().union(*map(measured, routes)) - measured(A) - measured(B)
    assert elsewhere
    expected = {
        (name, code, horizon)
        for name in set(Reference(HOME).value) - elsewhere
        for code in ("alle", *CODES)
        for horizon in ("2024", "2030")
    }
    assert len(found) == len(expected)
    assert set(found) == expected


def test_switching_values_put_back_give_no_difference(both: Path, release: Release) -> None:
    tried = 0
    for row in rows_of(both / "switching.csv"):
        for column, one_offs in (("omslagwaarde", True), ("omslagwaarde_structureel", False)):
            if row[column]:
                values = overrides({row["parameter"]: float(row[column])})
                comparison = compare_view(
                    release, dataclasses.replace(default_view(release), a=A, b=B, overrides=values)
                )
                table = export_table("costs", release, comparison).to_pylist()
                horizon = int(row["horizon"])
                assert abs(cumulative(table, A, B, row["gemeente_code"], horizon, one_offs)) < 1
                tried += 1
    assert tried >= 20


def test_a_switching_value_put_back_with_set(both: Path, database: Path, tmp_path: Path) -> None:
    rows = rows_of(both / "switching.csv")
    chosen = [row for row in rows if row["omslagwaarde"] and row["gemeente_code"] in ("alle", "GM0163")][::2]
    assert len({row["parameter"] for row in chosen}) >= 2
    for i, row in enumerate(chosen):
        setting = f"{row['parameter']}={row['omslagwaarde']}"
        costs = rows_of(exported(database, tmp_path / str(i), A, B, "--set", setting) / "costs.csv")
        assert abs(cumulative(costs, A, B, row["gemeente_code"], int(row["horizon"]))) < 1


def test_binnen_bandbreedte(both: Path, changed: Path, release: Release) -> None:
    said = set()
    for row in rows_of(both / "switching.csv") + rows_of(changed / "switching.csv"):
        said.add(row["binnen_bandbreedte"])
        if not row["omslagwaarde"]:
            assert row["binnen_bandbreedte"] == ""
        else:
            parameter = release.parameters[row["parameter"]]
            inside = parameter.low <= float(row["omslagwaarde"]) <= parameter.high
            assert row["binnen_bandbreedte"] == ("ja" if inside else "nee")
    assert said == {"ja", "nee", ""}


# --- PM -----------------------------------------------------------------------------------------------------------


def test_what_is_pm_has_no_amount(strange: Path) -> None:
    """Nothing is known of a cell that is PM, unless the key gives it a share of what others are known to have."""
    for row in rows_of(strange / "costs.csv"):
        code, year, form, kind = cell(row)
        everywhere = (form, kind) == ("groen", "huisvesting")
        own = row["scenario"] != ZERO and year > 2020
        here = (code, form, kind) == ("GM0163", "beschut", "materieel") and own
        empty = (row["bedrag_eur"], row["saldo_eur"]) == ("", "")
        assert empty == (everywhere or here)
        assert empty or (row["bedrag_eur"] and row["saldo_eur"])


# --- uncertainty --------------------------------------------------------------------------------------------------


def spread(folder: Path) -> dict[tuple[str, str, str], float]:
    return {
        (row["gemeente_code"], row["horizon"], row["percentiel"]): float(row["cumulatief_verschil_eur"])
        for row in rows_of(folder / "uncertainty.csv")
    }


def test_uncertainty_has_every_percentile_and_the_share(both: Path) -> None:
    found = spread(both)
    levels = ("P5", "P50", "P90", "P95", "kans_b_voordeliger")
    assert set(found) == {
        (code, year, level) for code in ("alle", *CODES) for year in ("2024", "2030") for level in levels
    }
    assert len(rows_of(both / "uncertainty.csv")) == len(found)
    for code in ("alle", *CODES):
        for year in ("2024", "2030"):
            ordered = [found[code, year, level] for level in levels[:4]]
            assert ordered == sorted(ordered) and len(set(ordered)) == 4
            share = found[code, year, "kans_b_voordeliger"]
            assert 0 <= share <= 1 and (share > 0.5) == (found[code, year, "P50"] > 0)


def test_the_spread_is_that_of_runs_one_by_one(both: Path, release: Release) -> None:
    """Every fiftieth draw put back as an assumption: their percentiles lie near those of all draws."""
    rows = range(0, release.sampling.draws, 50)
    outcomes = []
    for i in rows:
        values = {name: float(release.draws[name][i]) for name in release.parameters}
        view = dataclasses.replace(default_view(release), a=A, b=B, overrides=overrides(values))
        comparison = compare_view(release, view)
        outcomes.append(float(comparison.cumulative(comparison.difference, 2030).sum()))
    found = spread(both)
    width = found["alle", "2030", "P95"] - found["alle", "2030", "P5"]
    assert found["alle", "2030", "P50"] == pytest.approx(sorted(outcomes)[len(outcomes) // 2], abs=0.1 * width)
    inside = [found["alle", "2030", "P5"] <= euros <= found["alle", "2030", "P95"] for euros in outcomes]
    assert 0.85 < sum(inside) / len(inside) < 0.95


def test_set_holds_an_assumption_still_in_every_draw(both: Path, database: Path, tmp_path: Path) -> None:
    width = {}
    for value in ("0,05", "0,15"):
        found = spread(exported(database, tmp_path / value, A, B, "--set", f"schaalverlies={value}"))
        width[value] = found
        for year in ("2024", "2030"):
            free = spread(both)
            assert (
                found["alle", year, "P95"] - found["alle", year, "P5"]
                < free["alle", year, "P95"] - free["alle", year, "P5"]
            )
    assert width["0,15"]["alle", "2024", "P50"] < width["0,05"]["alle", "2024", "P50"]


# --- readings -----------------------------------------------------------------------------------------------------

#: model.md §5, in millions: (lezing_a, lezing_b) → structural to the last year of the meerjarenraming and to the last year.
READINGS = {
    ("gunstig", "gunstig"): (-3.64, -3.16),
    ("gunstig", "ongunstig"): (-15.87, -39.08),
    ("ongunstig", "gunstig"): (6.52, 21.37),
    ("ongunstig", "ongunstig"): (-5.71, -14.54),
}
ONE_OFF = {"gunstig": -0.18, "ongunstig": -13.53}


def readings_of(folder: Path) -> dict[tuple[str, str, str, str], Row]:
    names = ("lezing_a", "lezing_b", "gemeente_code", "horizon")
    return {
        (row[names[0]], row[names[1]], row[names[2]], row[names[3]]): row for row in rows_of(folder / "readings.csv")
    }


def test_the_readings_are_those_that_the_model_gives(both: Path) -> None:
    found = readings_of(both)
    assert len(found) == len(rows_of(both / "readings.csv")) == 4 * 7 * 2
    for (end_a, end_b), values in READINGS.items():
        for horizon, value in zip(("2024", "2030"), values, strict=True):
            row = found[end_a, end_b, "alle", horizon]
            assert round(float(row["structureel_eur"]) / 1e6, 2) == value
            assert round(float(row["eenmalig_eur"]) / 1e6, 2) == ONE_OFF[end_b]


def test_the_readings_of_the_gemeenten_add_up(both: Path, changed: Path) -> None:
    for folder in (both, changed):
        found = readings_of(folder)
        for end_a, end_b, code, horizon in found:
            if code == "alle":
                for column in ("structureel_eur", "eenmalig_eur"):
                    parts = sum(float(found[end_a, end_b, own, horizon][column]) for own in CODES)
                    assert parts == pytest.approx(float(found[end_a, end_b, code, horizon][column]), abs=CENT)


def test_routes_with_the_same_measures_have_four_equal_readings(database: Path, tmp_path: Path) -> None:
    found = readings_of(exported(database, tmp_path / "kin", B, LATER))
    for horizon, value in (("2024", -0.34), ("2030", -0.51)):
        values = [
            float(row["structureel_eur"])
            for (_, _, code, year), row in found.items()
            if (code, year) == ("alle", horizon)
        ]
        assert [round(euros / 1e6, 2) for euros in values] == [value] * 4


def test_one_offs_that_are_pm_on_both_sides_are_empty(database: Path, tmp_path: Path) -> None:
    found = readings_of(exported(database, tmp_path / "pm", A, A))
    assert {row["eenmalig_eur"] for row in found.values()} == {""}
    other = readings_of(exported(database, tmp_path / "known", ZERO, B))
    assert "" not in {row["eenmalig_eur"] for row in other.values()}
