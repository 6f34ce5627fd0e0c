"""Two assumptions at a time: the words, the tables and the chart are those of the line, and take no side."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import NotInView, compare_view, default_view
from lib.model.comparison import compare
from lib.model.figures import ALL
from lib.subjects.meeting_choice import together
from lib.subjects.saved_views import grids_of, read_view, write_view
from lib.subjects.what_if.pair import NOW, QUESTION, AssumptionPair

SCALE, MARKET, EFFICIENCY = "schaalverlies", "meeropbrengst_akkoord", "efficiency_eindwaarde"
GROWTH, KEEPING, FRICTION = "meeropbrengst_doorontwikkeling", "behoud_na_2022", "frictie_per_persoon"


def of(release: Release, *pair: str, **changes: Any) -> AssumptionPair:
    first, second = pair or (None, None)
    view = replace(default_view(release), pair=(first, second), **changes)
    return AssumptionPair(Answers(release, view, compare_view(release, view)))


def difference(release: Release, pair: AssumptionPair, values: dict[str, float], code: str) -> float:
    """B − A up to the horizon from a comparison of its own, one-offs included."""
    view = pair.answers.view
    routes = release.zero, release.scenarios[view.a], release.scenarios[view.b]
    own = compare(release.figures, release.parameters, {**view.values(release), **values}, routes, view.horizon)
    euros = own.cumulative(own.difference)
    return float(euros.sum() if code == ALL else euros[pair.answers.codes.index(code)])


def test_who_chooses_nothing_sees_a_measure_of_each_route_in_either_order(release: Release) -> None:
    base = default_view(release)
    there, back = of(release), of(release, a=base.b, b=base.a)
    assert there.names == back.names == (GROWTH, FRICTION)
    assert there.headline() == back.headline()
    for one, other in zip(there.lines[0], back.lines[0], strict=True):
        assert one == pytest.approx(other)
    form = re.compile("Akkoord 2020 − Route 2017|Route 2017 − Akkoord 2020|[−+]14,0|[VN](?= \\()")
    assert form.sub("#", there.remark()) == form.sub("#", back.remark())


def test_who_chooses_one_gets_what_counts_most_beside_it(release: Release) -> None:
    def names(*pair: str | None) -> tuple[str, str]:
        view = replace(default_view(release), pair=pair)  # type: ignore[arg-type]
        return AssumptionPair(Answers(release, view, compare_view(release, view))).names

    assert names(SCALE, None) == (SCALE, FRICTION)
    assert names(FRICTION, None) == (FRICTION, GROWTH)
    assert names(None, GROWTH) == (FRICTION, GROWTH)
    assert names(None, SCALE) == (GROWTH, SCALE)


def test_every_value_in_the_tables_levels_the_routes(release: Release) -> None:
    pair = of(release, KEEPING, GROWTH, horizon=2030)
    first, second = pair.names
    count = 0
    for value, turns in pair.turns.items():
        for code, turn in turns[0].items():
            if turn.value is not None:
                count += 1
                assert abs(difference(release, pair, {first: value, second: turn.value}, code)) < 1
                assert pair.per_gemeente().cell(pair.steps[value][0], code).value == turn.value
    assert count > 20


def test_rows_are_the_band_and_what_is_chosen(release: Release) -> None:
    pair = of(release, SCALE, MARKET, overrides=((SCALE, 0.2),))
    assert list(pair.steps) == [0, 0.0375, 0.075, 0.1125, 0.15, 0.2]
    labels = [row.label for row in pair.grid().rows]
    assert labels[0] == "0\xa0% (laag, standaard)" and labels[-1] == "20\xa0% (nu)"
    assert [column.id for column in pair.per_gemeente().columns] == [*pair.answers.codes, ALL]


def test_words_name_points_of_the_line_within_the_band(release: Release) -> None:
    pair = of(release)
    words = pair.headline().replace("\xa0", " ")
    assert words.startswith("Beide routes kosten 2021–2024 evenveel, met eenmalig, bijvoorbeeld bij ")
    assert "−10 % met frictiekosten per persoon € 2.909" in words
    assert words.endswith(", of bij 2,5 % met € 160.") and "buiten de band" not in words
    far = of(release, SCALE, MARKET).headline().replace("\xa0", " ")
    assert "kleinere schaal 0 % met meeropbrengst door marktgerichte aanpak 69,6 % (buiten de band)" in far


def test_a_pair_without_a_line_says_so(release: Release) -> None:
    pair = of(release, SCALE, "discontovoet")
    assert "geen combinatie die kan worden ingevuld" in pair.headline()
    assert {cell.text for row in pair.grid().rows for cell in row.cells} == {"geen omslag"}
    assert "Er is geen lijn." in pair.chart().description
    assert [series.role for series in pair.chart().series] == ["now"]


def test_an_assumption_that_decides_alone_has_an_upright_line_in_words(release: Release) -> None:
    """Without one-offs the frictie decides nothing: no row of a table has a value, and the line is there all the same."""
    pair = of(release, GROWTH, "discontovoet")
    assert not any(turn[0][ALL].value is not None for turn in pair.turns.values())
    assert "−28,6" in pair.headline() and "geen combinatie" not in pair.headline()


def test_the_chart_holds_the_line_the_bands_and_the_point_of_now(release: Release) -> None:
    pair = of(release, overrides=((GROWTH, 0.1),))
    spec = pair.chart()
    across, up = spec.axes
    parameters = release.parameters
    assert (across.band, up.band) == tuple((parameters[n].low, parameters[n].high) for n in pair.names)
    assert across.name == "Meeropbrengst door doorontwikkeling, % van de opbrengsten"
    assert up.name == "Frictiekosten per persoon, € per Wsw-persoon in het basisjaar"
    *lines, now = spec.series
    assert (now.name, now.points, now.places, now.values) == (NOW, True, (0.1,), (7000.0,))
    for series in lines:
        for x, y in zip(series.places, series.values, strict=True):
            assert across.reach[0] <= x <= across.reach[1] and up.reach[0] <= y <= up.reach[1]
    whole = [series for series in lines if series.role == "middle"]
    for x, y in zip(whole[0].places, whole[0].values, strict=True):
        assert abs(difference(release, pair, {GROWTH: x, FRICTION: y}, ALL)) < 1
    assert not {series.role for series in spec.series} & {"a", "b", "zero"}, "no side in the colour of a route"


def test_words_and_alternative_take_no_side(release: Release) -> None:
    for pair in (of(release), of(release, SCALE, EFFICIENCY), of(release, KEEPING, GROWTH, gemeente="GM0163")):
        words = " ".join((pair.headline(), pair.chart().description, pair.chart().quiet, pair.grid().caption, QUESTION))
        assert not re.search("goedkoper|voordel|nadel|beter|slechter|wint", words)


def test_routes_that_differ_in_nothing_one_off_have_one_line(release: Release) -> None:
    pair = of(release, GROWTH, KEEPING, b="ongewijzigd")
    assert pair.alike and "Met en zonder eenmalig is de lijn dezelfde." in pair.remark()
    assert {series.role for series in pair.chart().series} <= {"middle", "now"}
    assert "gestreept" not in pair.chart().quiet


def test_a_gemeente_sees_her_own_line_and_a_value_of_her_own_can_be_one_of_the_two(release: Release) -> None:
    own = f"{EFFICIENCY}@GM0163"
    pair = of(release, GROWTH, own, gemeente="GM0163", overrides=((own, 0.08),))
    assert pair.labels[1] == "Efficiency op termijn in Hellendoorn"
    assert pair.costs.now[1] == 0.08 and "Hellendoorn" in pair.chart().quiet
    for curve in pair.lines[0]:
        for x, y in curve[::7].tolist():
            assert abs(difference(release, pair, {GROWTH: x, own: y}, "GM0163")) < 1


def test_what_a_view_does_not_know_is_refused_in_words(release: Release) -> None:
    with pytest.raises(NotInView, match=r"Onbekende aanname “schaalverleis”; bedoelde u .*schaalverlies"):
        of(release, "schaalverleis", MARKET)
    with pytest.raises(NotInView, match="Onbekende aanname “efficiency_eindwaarde@GM0163”"):
        of(release, f"{EFFICIENCY}@GM0163", MARKET)
    with pytest.raises(NotInView, match="Twee keer dezelfde aanname, “Kleinere schaal”"):
        of(release, SCALE, SCALE)


def test_a_saved_view_keeps_its_pair_and_one_from_before_has_none(release: Release) -> None:
    view = replace(default_view(release), pair=(SCALE, None))
    assert read_view(write_view(view), view.release) == view
    before = write_view(default_view(release)).replace('"pair": [null, null], ', "")
    assert "pair" not in before and read_view(before, view.release) == default_view(release)


def test_its_tables_are_stored_with_the_others(release: Release) -> None:
    pair = of(release, SCALE, MARKET)
    stored = {grid.id: grid for grid in grids_of(pair.answers)}
    assert stored[pair.grid().id] == pair.grid() and stored[pair.per_gemeente().id] == pair.per_gemeente()


def test_the_meeting_has_one_sentence_and_one_picture(release: Release) -> None:
    screen = together(of(release, SCALE, MARKET).answers)
    assert screen.sentence == of(release, SCALE, MARKET).headline() and len(screen.charts) == 1
    same = together(of(release, b=default_view(release).a).answers)
    assert same.charts == () and "Twee keer dezelfde route" in same.sentence


def test_a_picture_holds_the_band_and_what_is_chosen(release: Release) -> None:
    for names in ((SCALE, MARKET), (GROWTH, FRICTION), ("loonindex", "uitstroom_wsw")):
        pair = of(release, *names)
        for axis, now in zip(pair.axes, pair.costs.now, strict=True):
            low, high = axis.reach
            assert low <= min(axis.band[0], now) and high >= max(axis.band[1], now)
            assert np.isfinite([low, high]).all()
