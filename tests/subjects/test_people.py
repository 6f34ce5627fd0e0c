"""Who works where: nobody is lost, the work goes where the agreement says, and small numbers are merged rightly."""

import shutil
from collections import defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release, open_release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.render.plotly.flow import flow
from lib.render.plotly.template import LIGHT, PAGE
from lib.store.releases import ensure
from lib.subjects.gemeente import people_sentence
from lib.subjects.meeting import people
from lib.subjects.people.evidence import counted, estimate_sources, estimates, reports, where_the_people_are
from lib.subjects.people.flow import flow_bands, flow_charts, headline, streams, switchers
from lib.subjects.people.people import Place, checked, places, reconciliation
from lib.subjects.people.placement import beside_placement, by_carrier, carrier_sequence, work_groups
from lib.text import NBSP, whole

close = partial(pytest.approx, abs=1e-9)
AGREEMENTS = ("akkoord_2020", "uitvoering_2021")
ONE_COMPANY = ("ongewijzigd", "maatschappelijke_onderneming_2017")
#: S4, S5 and S6: who organises sheltered work for which gemeente, and who the others are (S3, S9).
SHELTERED = {"GM0163": "multipack_nijverdal", "GM1742": "de_sterkerij"}
OTHERS = {"groen": "buitendienst", "groepsdetachering": "werkplein"}
OTHERS |= dict.fromkeys(("individuele_detachering", "begeleid_werken"), "werkplein")


def asked(release: Release, **changes: object) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def run_of(release: Release, scenario: str) -> tuple[Answers, Projection]:
    answers = asked(release, b=scenario)
    return answers, answers.comparison.b


def by_carrier_id(found: list[Place]) -> dict[str, float]:
    result: dict[str, float] = defaultdict(float)
    for place in found:
        result[place.uitvoerder.id] += place.wsw
    return dict(result)


# -- sums --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", [*ONE_COMPANY, *AGREEMENTS])
def test_every_year_the_uitvoerders_hold_all_people(release: Release, scenario: str) -> None:
    answers, run = run_of(release, scenario)
    rows = [row for row in release.tables["headcounts"] if row["groep"] == "wsw"]
    for year in range(2020, 2031):
        left = (1 - 0.055) ** (year - 2020)
        found = places(answers, run, year)
        for row in rows:
            cells = [p for p in found if (p.code, p.werkvorm) == (row["gemeente_code"], row["werkvorm"])]
            assert sum(cell.wsw for cell in cells) == close(row["personen"] * left)
        assert sum(by_carrier_id(found).values()) == close(1100 * left)


@pytest.mark.parametrize("horizon", [2024, 2030])
@pytest.mark.parametrize("scenario", [*ONE_COMPANY, *AGREEMENTS])
@pytest.mark.parametrize("gemeente", [ALL, "GM0163"])
def test_the_table_per_uitvoerder_sums_to_persons_and_staff(
    release: Release, scenario: str, gemeente: str, horizon: int
) -> None:
    answers = asked(release, b=scenario, gemeente=gemeente, horizon=horizon)
    found = by_carrier(answers, answers.comparison.b)
    for i, year in enumerate((2020, 2021, horizon)):
        assert sum(each.wsw[i].value for each in found) == close(
            answers.wsw(answers.comparison.zero, gemeente, None, year).value
        )
        assert sum(each.staff[i].value for each in found) == close(
            answers.staff(answers.comparison.zero, gemeente, None, year).value
        )


def test_staff_is_all_staff_and_falls_less_than_the_work(release: Release) -> None:
    answers = asked(release)
    run = answers.comparison.b
    assert answers.staff(run, ALL, None, 2020).value == close(80)
    # φ begeleiding .40 after a year of 5 % reduction of what is fixed: .38 + .62 · .945
    assert answers.staff(run, ALL, None, 2021).value == close(80 * (0.38 + 0.62 * 0.945))
    rows = {r["gemeente_code"]: r["personen"] for r in release.tables["headcounts"] if r["groep"] == "staf"}
    for code, staff in rows.items():
        assert sum(place.staff for place in places(answers, run, 2020, code)) == close(staff)


# -- placement, as S3 to S9 say ----------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", AGREEMENTS)
def test_the_agreement_places_everyone_from_2021(release: Release, scenario: str) -> None:
    answers, run = run_of(release, scenario)
    for year in range(2021, 2031):
        for place in places(answers, run, year):
            expected = OTHERS.get(place.werkvorm) or SHELTERED.get(place.code, "stichting")
            assert place.uitvoerder.id == expected
    assert {place.uitvoerder.id for place in places(answers, run, 2020)} == {"soweco_nv"}
    assert by_carrier_id(places(answers, run, 2021)) == close({name: count * 0.945 for name, count in EXPECTED.items()})


EXPECTED = {"stichting": 355, "multipack_nijverdal": 52, "de_sterkerij": 56, "buitendienst": 165, "werkplein": 472}


@pytest.mark.parametrize("scenario", ONE_COMPANY)
def test_one_company_keeps_everyone(release: Release, scenario: str) -> None:
    answers, run = run_of(release, scenario)
    assert {p.uitvoerder.id for year in range(2020, 2031) for p in places(answers, run, year)} == {"soweco_nv"}
    assert switchers(answers, run).value == 0


def test_the_statements_stand_beside_the_placement(release: Release) -> None:
    answers, run = run_of(release, "akkoord_2020")
    told = {(group.code, row.label): row.b[0].statements for group in work_groups(answers) for row in group.rows}
    assert told["GM0141", "Groen"] == ("S2", "S3")
    assert told["GM0163", "Beschut werk"] == ("S2", "S4")
    assert told["GM1742", "Beschut werk"] == ("S2", "S5")
    assert told["GM1700", "Beschut werk"] == ("S2", "S6", "S7", "S8")
    assert told["GM0189", "Begeleid werken"] == ("S2", "S9")
    assert beside_placement(answers, run) == ("S10", "S18")


def test_names_of_later_uitvoerders(release: Release) -> None:
    answers, run = run_of(release, "uitvoering_2021")
    assert [each.name for each in carrier_sequence(answers, run, "GM0183", "beschut")] == ["Stichting Ontplooj"]
    assert [each.name for each in carrier_sequence(answers, run, "GM0183", "groen")] == ["Buitendienst Tubbergen"]


# -- the flow ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", [*ONE_COMPANY, *AGREEMENTS])
@pytest.mark.parametrize("gemeente", [ALL, "GM1742"])
def test_persons_are_conserved_at_every_node(release: Release, scenario: str, gemeente: str) -> None:
    answers = asked(release, b=scenario, gemeente=gemeente)
    bands = flow_bands(streams(answers, answers.comparison.b))
    everyone = answers.wsw(answers.comparison.zero, gemeente, None, 2020).value
    for column in (0, 1):
        assert sum(band.persons for band in bands if band.column == column) == close(everyone)
    for werkvorm in release.figures.werkvormen:
        arrived = sum(b.persons for b in bands if (b.column, b.end) == (0, werkvorm.label))
        left = sum(b.persons for b in bands if (b.column, b.start) == (1, werkvorm.label))
        assert arrived == close(left) and arrived > 0
    changing = sum(band.persons for band in bands if band.changes)
    assert changing == close(switchers(answers, answers.comparison.b).value)
    assert changing == (everyone if scenario in AGREEMENTS else 0)


def test_who_works_for_one_gemeente_alone_is_named_with_it(release: Release) -> None:
    answers = asked(release)
    after = {stream.after for stream in streams(answers, answers.comparison.b)}
    assert {
        "Multipack Nijverdal (Hellendoorn)",
        "De Sterkerij (Rijssen-Holten)",
        "Stichting van vier gemeenten",
    } < after
    assert "Buitendienst van elke gemeente" in after
    here = asked(release, gemeente="GM0163")
    assert "Multipack Nijverdal" in {stream.after for stream in streams(here, here.comparison.b)}


def test_two_charts_have_one_scale_and_nodes_inside(release: Release) -> None:
    answers = asked(release)
    for spec in flow_charts(answers):
        chart = flow(spec, LIGHT, PAGE)
        (sankey,) = chart.data
        most = max(sum(abs(x - at) < 1e-6 for x in sankey.node.x) for at in set(sankey.node.x))
        room = chart.layout.height - chart.layout.margin.t - chart.layout.margin.b
        assert room - (most - 1) * sankey.node.pad == pytest.approx(PAGE.height, abs=1)
        assert all(0 < y < 1 for y in sankey.node.y)
        assert all("<br>" in text or len(text) < 30 for text in sankey.node.label)


# -- nobody is lost ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("horizon", [2024, 2030])
def test_the_reconciliation_closes_for_every_pair(release: Release, horizon: int) -> None:
    for a in release.computed:
        for b in release.computed:
            answers = asked(release, a=a, b=b, horizon=horizon)
            both = [*checked(answers, staff=False), *checked(answers, staff=True)]
            assert len(both) == 14
            assert all(each.closes and each.difference.value == close(0) for each in both)
            found = reconciliation(answers)
            assert found.closes_a and found.closes_b and found.persons.value == 1100


def test_one_lost_person_is_seen(release: Release) -> None:
    answers = asked(release)
    persons = answers.comparison.b.persons.copy()
    persons[1, 2, 3] -= 1
    broken = replace(answers.comparison, b=replace(answers.comparison.b, persons=persons))
    found = {each.code: each for each in checked(replace(answers, comparison=broken), staff=False)}
    wrong = answers.codes[1]
    assert {code for code, each in found.items() if not each.closes} == {wrong, ALL}
    assert found[wrong].difference.value == close(-1) and "in 2023" in found[wrong].difference.formula


# -- the sentence ------------------------------------------------------------------------------------------------


def test_the_headline_is_symmetrical(release: Release) -> None:
    first, second = default_view(release).a, default_view(release).b
    told = headline(asked(release))
    here, there = "bij de route van 2017 voor 0", "bij het akkoord van 2020 voor 1.100"
    assert f"{here} en {there}" in told and "1.100 mensen uit de Wsw en 80 van de staf" in told
    assert told.endswith("; geen route noemt wie werk of plek verliest.")
    assert headline(asked(release, a=second, b=first)) == told.replace(f"{here} en {there}", f"{there} en {here}")
    assert "geen verschil" in headline(asked(release, b=first)) and "geen verschil" not in told
    agreement = release.scenarios[second]
    layers = tuple(tuple(replace(rule, workplace="verandert") for rule in layer) for layer in agreement.placements)
    elsewhere = {**release.scenarios, second: replace(agreement, placements=layers)}
    moved = headline(asked(replace(release, scenarios=elsewhere)))
    assert moved.endswith("; geen route noemt wie werk verliest; van werk dat blijft, verandert soms de plek.")
    assert "horen bij Hellendoorn dezelfde 123" in headline(asked(release, gemeente="GM0163"))


# -- what is known about the numbers -----------------------------------------------------------------------------


def test_every_estimate_of_where_the_people_are_stands_beside_the_others(release: Release) -> None:
    answers = asked(release)
    by_code = {item.code: item for item in where_the_people_are(answers)}
    first, *others = release.people_keys
    assert (first, len(others)) == ("gr_2019", 2) and list(by_code) == [*answers.codes, ALL]
    for g, code in enumerate(answers.codes):
        item = by_code[code]
        assert item.persons[first].value == close(release.figures.persons[g].sum())
        for key in others:
            assert item.shares[key].value == close(release.figures.keys[key][g])
            assert item.persons[key].value == close(1_100 * release.figures.keys[key][g])
    for key in release.people_keys:
        assert by_code[ALL].shares[key].value == close(1)
        assert sum(by_code[code].persons[key].value for code in answers.codes) == close(1_100)
    shown = [cell.text.replace(NBSP, " ") for cell in estimates(answers).row("GM1700").cells]
    assert shown == ["15,7 %", "173", "17,3 %", "191", "22,2 %", "244", "15,7 % – 22,2 %", "173 – 244"]


def test_every_estimate_says_on_what_it_rests_and_since_when_it_is_known(release: Release) -> None:
    grid = estimate_sources(asked(release))
    assert [row.id for row in grid.rows] == list(release.people_keys)
    for row in grid.rows:
        rows = [key for key in release.tables["allocation_keys"] if key["sleutel"] == row.id]
        named = {(piece.reference.source, piece.reference.day) for piece in row.cells[1].pieces if piece.reference}
        assert named == {(key["bron_id"], key["kennisdatum"]) for key in rows}
    late = [row.id for row in grid.rows if any(p.reference.day > release.reference_day for p in row.cells[1].pieces)]
    assert late == list(release.people_keys[1:])


def test_a_gemeente_in_view_stands_alone_with_its_ends(release: Release) -> None:
    grid = estimates(asked(release, gemeente="GM0189"))
    assert [row.id for row in grid.rows] == ["GM0189"]
    assert grid.rows[0].cells[-1].text == "80 – 98"


def test_one_estimate_has_no_ends_apart(release: Release) -> None:
    settings = {name: value for name, value in release.settings.items() if name != "sleutels_mensen"}
    alone = estimates(asked(replace(release, settings=settings)))
    assert len(alone.columns) == 4 and alone.row("GM0189").cells[-1].text == "98"


def test_conflicting_reports_stand_beside_each_other(release: Release) -> None:
    rows = reports(release).rows
    topics = {row.id: row.label for row in rows if row.kind == "topic"}
    assert {row.cells[1].text.split(NBSP)[0] for row in rows} >= {"1.100", "1.150", "2.000", "2.100", "2.300"}
    assert len(rows) - len(topics) == 10 and "Personen totaal Soweco; zes gemeenten, 2020" in topics.values()
    assert all(sum(row.id.startswith(f"{topic} ") for row in rows) > 1 for topic in topics)


# -- small numbers -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release in which six people in begeleid werken and four new entrants were counted."""
    source, home = Path(__file__).parents[2], tmp_path_factory.mktemp("handed_in")
    for folder, pattern in (("data", "*.csv"), ("scenarios", "*.toml")):
        (home / folder).mkdir()
        for file in (source / folder).glob(pattern):
            shutil.copy(file, home / folder)
    file = home / "data" / "headcounts.csv"
    counted = file.read_text("utf-8").replace(
        "GM0183,2020,wsw,begeleid_werken,6,raming", "GM0183,2020,wsw,begeleid_werken,6,realisatie"
    )
    extra = "2020,nieuw_beschut,beschut,{},realisatie,routewijzer_afleiding,2021-01-01,\n"
    added = "GM0183," + extra.format(4) + "GM0141," + extra.format(25)
    file.write_text(counted + added, "utf-8")
    path = home / "routewijzer.duckdb"
    ensure(path, home)
    return open_release(path)


def test_nothing_is_merged_in_the_shipped_release(release: Release) -> None:
    assert release.merged == {} and counted(release).rows == ()


def test_a_handed_in_small_cell_is_merged_with_the_next_smallest(release: Release, handed_in: Release) -> None:
    assert handed_in.merged == {("GM0183", "begeleid_werken"): ("GM0183", "groen")}
    answers = asked(handed_in, gemeente="GM0183")
    (group,) = work_groups(answers)
    rows = {row.label: row for row in group.rows}
    assert rows["Begeleid werken"].counted_with == "Groen" and rows["Begeleid werken"].now.value == 0
    assert rows["Groen met begeleid werken"].now.value == 20
    assert group.now.value == answers.wsw(answers.comparison.zero, "GM0183", None, 2020).value == 91
    after = {
        each.after: each.persons.value for each in streams(answers, answers.comparison.b) if each.werkvorm == "Groen"
    }
    assert after == {"Buitendienst Tubbergen": 20}
    untouched = asked(release)
    merged, apart = (each.comparison.b for each in (asked(handed_in), untouched))
    assert not np.array_equal(merged.costs, apart.costs) and np.allclose(merged.saldo, apart.saldo, rtol=0, atol=1e-6)
    assert headline(asked(handed_in)) == headline(untouched)


def test_counts_beside_the_projection_hide_small_numbers(handed_in: Release) -> None:
    rows = {row.id.split()[0]: row for row in counted(handed_in).rows}
    assert rows["GM0183"].cells[2].answer is None
    shown = rows["GM0141"].cells[2].answer
    assert shown is not None and shown.value == 25 and shown.status == "realisatie"
    assert rows["GM0141"].cells[0].text == "Nieuw beschut"


@pytest.mark.parametrize("later", [2023, 2026])
@pytest.mark.parametrize("gemeente", [ALL, "GM0141"])
def test_a_change_after_the_first_year_is_told_and_not_as_nobody(release: Release, later: int, gemeente: str) -> None:
    """Also after the years that are shown, which end in 2024."""
    agreement = release.scenarios["akkoord_2020"]
    base, own = agreement.placements[:-1], agreement.placements[-1]
    moved_on = tuple(replace(each, from_year=max(later, each.from_year)) for each in own)
    delayed = replace(agreement, placements=(*base, moved_on))
    other = replace(release, scenarios={**release.scenarios, "akkoord_2020": delayed})
    told = headline(asked(other, gemeente=gemeente))
    assert f"bij {agreement.in_sentence} voor 0 (daar wisselt hij pas vanaf {later})" in told
    assert "pas vanaf" not in headline(asked(release, gemeente=gemeente))
    charts = people(asked(other, gemeente=gemeente)).pages[0].charts
    assert f"0 (pas vanaf {later}) Wsw" in charts[-1].title, "the chart of the meeting says nothing of it"
    assert not any("pas" in chart.title for chart in people(asked(release, gemeente=gemeente)).pages[0].charts)
    assert any(f"0 (pas vanaf {later}) Wsw" in chart.title for chart in flow_charts(asked(other, gemeente=gemeente)))
    if gemeente != ALL:
        assert f"(daar wisselt hij pas vanaf {later})" in people_sentence(
            asked(other, gemeente=gemeente), lambda n: whole(n.value)
        )
