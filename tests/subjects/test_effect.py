"""What other figures do to the outcome is computed from both releases, and a flip is told."""

from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from lib.comparison.effect import Moved, effect
from lib.comparison.release import Release, make_release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.model.parameters import Parameter, PmItem
from lib.store.parts import Size, size_words
from lib.subjects.release_preview import BOUNDS, TEXTS, complete_years, model_changes
from lib.tables.content import Content


def changed(release: Release, shipped: Content, kind: str, factor: str, code: str | None = None) -> Release:
    """The release with the amounts of one kostensoort multiplied, for one gemeente or all."""
    rows = tuple(
        {**row, "bedrag_eur": int(row["bedrag_eur"] * Decimal(factor))}
        if row["kostensoort"] == kind and code in (None, row["gemeente_code"])
        else row
        for row in shipped.tables["costs"]
    )
    return make_release(release.info, Content({**shipped.tables, "costs": rows}, shipped.files))


def test_the_same_figures_move_nothing(release: Release) -> None:
    found = effect(release, release)
    assert all(one.change == 0 and not one.flips for one in (*found.saldi, *found.differences))
    assert {one.what for one in found.saldi} == {scenario.title for scenario in release.computed.values()}


def test_the_effect_is_the_difference_of_two_runs(release: Release, shipped: Content) -> None:
    other = changed(release, shipped, "overhead", "1.5")
    found = effect(release, other)
    old, new = (compare_view(each, default_view(each)) for each in (release, other))
    for one in found.differences:
        horizon = int(one.years[-4:])
        g = slice(None) if one.code == ALL else [each.code for each in release.figures.gemeenten].index(one.code)
        wanted = [float(run.cumulative(run.difference, horizon)[g].sum()) for run in (old, new)]
        assert [one.before, one.after] == pytest.approx(wanted, abs=0.01)


def test_a_later_kennisdatum_is_a_change_of_the_register(release: Release) -> None:
    assert {*TEXTS, *BOUNDS} <= {field.name for kind in (Parameter, PmItem) for field in fields(kind)}
    parameter, item = next(iter(release.parameters.values())), next(iter(release.pm.values()))
    later = timedelta(days=1)
    other = replace(
        release,
        parameters={**release.parameters, parameter.id: replace(parameter, kennisdatum=parameter.kennisdatum + later)},
        pm={**release.pm, item.id: replace(item, kennisdatum=item.kennisdatum + later)},
    )
    changes = model_changes(release, other)
    assert [change.id for change in changes] == [parameter.id, item.id]
    assert all(words.startswith("kennisdatum “") for change in changes for words in change.words)
    assert all(len(change.words) == 1 for change in changes)


def test_a_flip_is_told(release: Release, shipped: Content) -> None:
    """Without returns the development of one route has nothing to work on, and without costs the other costs nothing."""
    other = changed(release, shipped, "opbrengsten", "0.01")
    found = effect(release, other)
    for one in found.differences:
        assert one.before is not None and one.after is not None
        assert one.flips == (round(one.before / 1000) * round(one.after / 1000) < 0)
    assert Moved("", ALL, "", -2_000.0, 2_000.0, True).flips
    assert not Moved("", ALL, "", -2_000.0, 400.0, True).flips
    assert not Moved("", ALL, "", None, 2_000.0, True).flips
    for told in (found, effect(release, release)):
        count = len(told.flips)
        places = f" {count} plaats" if count else "overal gelijk"
        assert told.order.startswith("In het rekenvoorbeeld, eenmalig meegeteld, ") and places in told.order
        assert not any(scenario.short_title in told.order for scenario in release.scenarios.values())


def test_a_year_is_complete_only_with_everything_of_everybody(shipped: Content) -> None:
    assert complete_years(shipped) == (2020,)
    later = {
        name: (*shipped.tables[name], *({**row, "jaar": 2021} for row in shipped.tables[name] if row["jaar"] == 2020))
        for name in ("costs", "headcounts")
    }
    whole = Content({**shipped.tables, **later}, shipped.files)
    assert complete_years(whole) == (2020, 2021)
    holed = Content({**whole.tables, "headcounts": whole.tables["headcounts"][:-1]}, whole.files)
    assert complete_years(holed) == (2020,)


def test_size_in_words() -> None:
    assert size_words(None) == "eerste"
    assert size_words(Size()) == "geen"
    assert size_words(Size(1, 1200, 3)) == "1 erbij, 1.200 anders, 3 weg"
