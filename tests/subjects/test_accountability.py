"""What a release rests on: counts, carriers of statements, changes against a base, conflicts."""

from collections import Counter
from dataclasses import replace
from typing import Any

from lib.comparison.certainty import conflict_title, published_conflicts, subject
from lib.comparison.release import Release
from lib.subjects.accountability.accountability import (
    allocation,
    by_status,
    carriers,
    chain,
    changes,
    considerations_of,
    disagree,
    headline,
    pm_items,
    published_in_order,
    reports,
)


def with_rows(release: Release, table: str, rows: list[dict[str, Any]]) -> Release:
    return replace(release, tables={**release.tables, table: tuple(rows)})


def test_the_headline_counts_what_the_release_holds(release: Release) -> None:
    told = headline(release)
    statuses = Counter(parameter.status for parameter in release.parameters.values())
    assert f"{len(release.parameters)} parameters" in told
    assert f"{statuses['aanname']} aangenomen" in told
    assert f"{len(release.tables['headcounts']) + len(release.tables['costs'])} cijfers van het basisjaar" in told
    assert f"{len(release.pm)} PM-posten blijven" in told


def test_a_published_figure_changes_the_headline(release: Release) -> None:
    rows = [dict(row) for row in release.tables["costs"]]
    rows[0]["status"] = "realisatie"
    assert "1 gerealiseerd" in headline(with_rows(release, "costs", rows))


def test_a_pm_cell_is_a_pm_item_and_no_figure(release: Release) -> None:
    pm = release.figures.pm.copy()
    pm[0, 0, 0] = True
    changed = replace(release, figures=replace(release.figures, pm=pm))
    assert pm_items(changed) == pm_items(release) + 1


def test_statuses_come_strongest_first() -> None:
    assert by_status(["aanname", "bericht", "aanname"]) == {"bericht": 1, "aanname": 2}


def test_every_statement_of_the_agreement_is_carried(release: Release) -> None:
    ids = {row["uitspraak_id"] for row in release.tables["statements"]}
    assert ids == {f"S{number}" for number in range(1, 20)}
    assert {key for key in ids if not carriers(release, key)} == set()


def test_a_statement_that_nothing_names_has_no_carrier(release: Release) -> None:
    assert carriers(release, "S99") == ()


def test_carriers_come_from_the_scenario_files(release: Release) -> None:
    found = {(each.kind, each.name) for each in carriers(release, "S7")}
    assert ("maatregel", "Minder ruimte voor de stichting") in found
    assert any(kind == "plaatsing" and "stichting" in name.lower() for kind, name in found)
    assert ("PM-post", "Tijdelijke plekken met extra begeleiding") in {
        (c.kind, c.name) for c in carriers(release, "S8")
    }


def test_every_id_that_a_scenario_names_is_found_back(release: Release) -> None:
    for scenario in release.scenarios.values():
        for measure in scenario.measures:
            for key in measure.statements:
                held = [c for c in carriers(release, key) if (c.kind, c.name) == ("maatregel", measure.title)]
                assert any(scenario.short_title in each.scenarios for each in held), (measure.id, key)


def test_changes_name_what_differs_from_the_base_and_nothing_else(release: Release) -> None:
    assert changes(release, release.zero).lines == ()
    later = changes(release, release.scenarios["uitvoering_2021"])
    assert later.base is release.scenarios["akkoord_2020"]
    assert [line for line in later.lines if "maatregel" in line] == ["Gewijzigde maatregel: Efficiency op termijn"]
    agreed = changes(release, release.scenarios["akkoord_2020"]).lines
    assert sum(line.startswith("Nieuwe maatregel") for line in agreed) == 5
    assert any(line.startswith("Verdeling: elke gemeente") for line in agreed)
    places = "beschut werk, groen, groepsdetachering, individuele detachering, begeleid werken"
    line = changes(release, release.scenarios["maatschappelijke_onderneming_2017"]).lines
    assert [words for words in line if "plaatsing" in words or "werkplek" in words] == [
        f"Eigen woorden over werkgever en werkplek van: {places}"
    ]
    assert any(words.startswith("Andere plaatsing van: groen, beschut werk, ") for words in agreed)
    assert not any("werkplek" in words for words in agreed)


def test_a_measure_that_falls_away_is_told(release: Release) -> None:
    scenario = release.scenarios["uitvoering_2021"]
    bare = replace(scenario, measures=scenario.measures[1:], pm={})
    lines = changes(release, bare).lines
    assert "Vervallen maatregel: Kleinere schaal" in lines
    assert any(line.startswith("PM-posten die vervallen") for line in lines)


def test_a_layer_of_placements_belongs_to_each_scenario_of_the_chain(release: Release) -> None:
    for scenario in release.scenarios.values():
        assert len(chain(release, scenario)) == len(scenario.placements)
        assert chain(release, scenario)[-1] is scenario


def test_allocation_in_words(release: Release) -> None:
    assert allocation(release, release.zero) == "met de sleutel regeling 2019"
    assert allocation(release, release.scenarios["akkoord_2020"]) == "elke gemeente haar eigen kosten"


def test_every_pm_item_stands_in_a_scenario(release: Release) -> None:
    assert set(release.pm) == {item for scenario in release.scenarios.values() for item in scenario.pm}


def test_considerations_are_as_many_for_both_routes_and_a_delta_borrows_those_of_its_base(release: Release) -> None:
    a, b = (release.scenarios[release.settings[name]] for name in ("standaard_route_a", "standaard_route_b"))
    topics = [set(considerations_of(release, scenario)[1]) for scenario in (a, b)]
    assert topics[0] == topics[1] != set()
    later = release.scenarios["uitvoering_2021"]
    owner, rows = considerations_of(release, later)
    assert owner is b
    assert set(rows) == topics[1]
    assert considerations_of(release, release.zero)[0] is release.zero
    without = [row for row in release.tables["considerations"] if row["scenario_id"] != release.zero.id]
    bare = replace(release, tables={**release.tables, "considerations": tuple(without)})
    assert considerations_of(bare, bare.zero) == (bare.zero, {})


def test_reports_of_one_conflict_stand_together(release: Release) -> None:
    ordered = published_in_order(release)
    assert len(ordered) == len(release.tables["published_figures"])
    for group in published_conflicts(release).values():
        places = [ordered.index(row) for row in group.rows]
        assert places == list(range(places[0], places[0] + len(places))), group.name


def test_contributions_that_name_other_amounts_disagree(release: Release) -> None:
    found = dict(reports(release))
    assert sum(len(rows) for rows in found.values()) == len(release.tables["contributions"])
    assert disagree(found["GM0141", 2017, "aanvullende_bijdrage"])
    assert not disagree(found["GM1700", 2017, "aanvullende_bijdrage"])


def test_every_conflict_is_named_after_its_rows_and_none_alike(release: Release) -> None:
    groups = published_conflicts(release).values()
    titles = [group.name for group in groups]
    assert len(set(titles)) == len(titles)
    assert not any("_" in title for title in titles)
    for group in groups:
        for row in group.rows:
            assert subject(release, row["wie"]) in group.name
            assert row["maatstaf"].replace("_", " ").lower() in group.name.lower()
            assert str(row["jaar"])[:4] in group.name


def test_a_group_may_have_any_id(release: Release) -> None:
    rows = [
        {**row, "conflict": "x" if row["conflict"] == "tekort_2017" else row["conflict"]}
        for row in release.tables["published_figures"]
    ]
    renamed = replace(release, tables={**release.tables, "published_figures": tuple(rows)})
    assert published_conflicts(renamed)["x"].name == published_conflicts(release)["tekort_2017"].name


def test_what_is_the_same_in_all_rows_is_said_once(release: Release) -> None:
    rows = [row for row in release.tables["published_figures"] if row["conflict"] == "bijdrage_almelo_2017"]
    assert conflict_title(release, rows) == "Aanvullende gemeentelijke bijdrage begroting; Almelo, 2017"
