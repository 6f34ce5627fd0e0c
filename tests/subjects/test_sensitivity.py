"""The sentences and numbers of the page about assumptions, against the comparison they come from."""

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view
from lib.model.figures import ALL
from lib.model.readings import ENDS
from lib.render.html import span_bar
from lib.subjects.what_if.sensitivity import Sensitivity, opinions
from lib.subjects.what_if.what_if import FILLED_END, OPEN_END, marks, reach, spread, swings
from lib.text import million_words

NAMES = ("DB", "RvC")


def of(release: Release, **changes: object) -> Sensitivity:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Sensitivity(Answers(release, view, compare_view(release, view)))


def test_the_headline_holds_the_readings_and_no_spread(release: Release) -> None:
    for horizon in release.horizons:
        found = of(release, horizon=horizon)
        words, readings = found.headline(), found.answers.evidence
        values = [readings.difference(a, b, ALL, horizon).value for a in ENDS for b in ENDS]
        for euros in (min(values), max(values)):
            assert million_words(abs(euros)) in words
        for route in (release.scenarios[found.answers.view.a], release.scenarios[found.answers.view.b]):
            assert route.in_sentence in words
        assert "hangt af van wat niemand publiceerde" in words
        assert "trekkingen" not in words and "voordeliger" not in words and "nadeliger" not in words
    assert "voor Wierden" in of(release, gemeente="GM0189").headline()


def test_swapped_routes_keep_the_form(release: Release) -> None:
    base = default_view(release)
    there, back = of(release), of(release, a=base.b, b=base.a)
    for code in there.spread.codes:
        assert there.now(code).value == pytest.approx(-back.now(code).value)
        assert there.cheaper("a", code).value == back.cheaper("b", code).value
        for i in range(len(there.spread.sampling.certainties)):
            assert there.bound(i, 0, code).value == pytest.approx(-back.bound(i, 1, code).value)
    first, second = (release.scenarios[route].in_sentence for route in (base.a, base.b))
    form = re.compile(f"{re.escape(first)}|{re.escape(second)}|€\xa0[\\d,]+ miljoen|hoger|lager")
    assert form.sub("#", there.headline()) == form.sub("#", back.headline())


def test_a_sentence_has_a_word_and_no_sign_or_letter(release: Release) -> None:
    for horizon in release.horizons:
        words = of(release, horizon=horizon).headline()
        assert not re.search(r"[−+]€|miljoen [VN]\b", words)
        assert re.search(r"€\xa0[\d,]+ miljoen lager tekort bij", words)


def test_a_percentile_says_what_it_is_wherever_it_is_named(release: Release) -> None:
    found = of(release)
    grid = spread(found)
    levels = [column for column in grid.columns if column.id.startswith("P")]
    assert [column.below for column in levels] == [
        f"{level} van de 100 trekkingen liggen lager" for level in (5, 50, 90, 95)
    ]
    assert "5 van de 100 trekkingen liggen lager" in found.percentile(0, ALL).title
    assert "95 van de 100 trekkingen liggen lager" in found.chart().quiet


def test_what_the_user_chose_stands_still_and_is_told(release: Release) -> None:
    chosen = of(release, overrides=(("loonindex", 0.035), ("schaalverlies", 0.08)))
    assert chosen.spread.fixed == ("loonindex", "schaalverlies")
    assert "2 eigen keuzen staan vast" in chosen.below() or "2 eigen keuzes staan vast" in chosen.below()
    assert "geen aanname staat vast" in of(release).below()


def test_pm_joins_only_when_asked(release: Release) -> None:
    without, joined = of(release), of(release, pm=True)
    assert "PM doet niet mee" in without.below()
    assert "vervallen winst van de commerciële tak" in joined.below()
    assert joined.percentile(0, ALL).value < without.percentile(0, ALL).value
    assert joined.now(ALL).value == without.now(ALL).value


def test_the_tornado_puts_first_what_moves_most(release: Release) -> None:
    found = of(release)
    sizes = [abs(high.value - low.value) for _, low, high in found.swings]
    assert sizes == sorted(sizes, reverse=True)
    assert len(found.swings) + len(found.unmoved) == len(found.answers.comparison.parameters)
    assert "Discontovoet" in found.unmoved
    parameter, low, _ = found.swings[0]
    alone = compare_view(release, replace(default_view(release), overrides=((parameter.id, parameter.low),)))
    assert low.value == pytest.approx(float(alone.cumulative(alone.difference).sum()))


def test_a_bar_of_the_tornado_has_the_ends_of_its_columns_and_shows_zero(release: Release) -> None:
    found = of(release)
    grid, now = swings(found), found.now(ALL).value
    low, high = reach(grid, now)
    assert low <= min(0.0, now) and high >= max(0.0, now)
    assert all(low <= (cell.value or 0.0) <= high for row in grid.rows for cell in row.cells)
    assert [column.below for column in grid.columns] == [OPEN_END, FILLED_END]
    assert all(words in marks("0") for words in (OPEN_END, FILLED_END, "nul"))
    drawn = span_bar(3.0, -1.0, 2.0, -1.0, 4.0)
    open_end, filled_end = re.findall(r'class="rw-end( rw-filled)?" style="left:([\d.]+)%', drawn)
    assert (open_end, filled_end) == (("", "80.00"), (" rw-filled", "0.00"))
    assert 'rw-zero-line" style="left:20.00%"' in drawn and 'rw-reach" style="left:0.00%;width:80.00%"' in drawn


def test_years_hold_the_percentiles_of_the_gemeente(release: Release) -> None:
    for code in (ALL, "GM0163"):
        found = of(release, gemeente=code)
        exact = found.answers.comparison.difference
        row = exact.sum(axis=0) if code == ALL else exact[found.answers.codes.index(code)]
        for t, year in enumerate(range(2021, 2031), start=1):
            told, now = found.in_year(year)
            assert told == sorted(told)
            assert now.value == pytest.approx(float(row[t]))


def test_opinions_wait_until_both_are_pinned(release: Release) -> None:
    assert opinions(of(release), NAMES) == "Leg eerst beide meningen vast; nog niet vastgelegd: DB en RvC."
    half = of(release, opinions=((), None))
    assert opinions(half, NAMES) == "Leg eerst beide meningen vast; nog niet vastgelegd: RvC."


def test_opinions_add_up_per_gemeente_and_horizon(release: Release) -> None:
    pinned = ((("schaalverlies", 0.01),), (("loonindex", 0.04), ("schaalverlies", 0.12)))
    found = opinions(of(release, opinions=pinned, overrides=(("prijsindex", 0.02),)), NAMES)
    assert not isinstance(found, str)
    for each in found:
        for code in (ALL, *each.sensitivity.answers.codes):
            assert abs(each.gap(code)) < 0.01
        for place, values in enumerate(pinned):
            alone = compare_view(release, replace(default_view(release), overrides=values, horizon=each.horizon))
            assert each.outcome(place, ALL).value == pytest.approx(float(alone.cumulative(alone.difference).sum()))
    assert found[0].values("loonindex") == ("3\xa0% per jaar", "4\xa0% per jaar")


def test_more_than_ten_differences_are_refused_in_dutch(release: Release) -> None:
    many = tuple(sorted((name, p.high + 1e-4) for name, p in itertools.islice(release.parameters.items(), 11)))
    words = opinions(of(release, opinions=((), many)), NAMES)
    assert isinstance(words, str) and "verschillen op 11 aannames; hooguit 10" in words


def test_the_same_route_twice(release: Release) -> None:
    found = Sensitivity(
        Answers(
            release,
            View("akkoord_2020", "akkoord_2020", 1, 2024),
            compare_view(release, View("akkoord_2020", "akkoord_2020", 1, 2024)),
        )
    )
    assert found.headline().startswith("Twee keer dezelfde route: geen verschil")
    assert not np.any(found.spread.percentiles) and not found.swings
