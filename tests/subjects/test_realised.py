"""Handed-in figures of later years stand beside the projection, never in it, and never as a sum with a hole."""

from typing import Any

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release, make_release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.subjects.costs.realised import later_years, realised
from lib.tables.columns import PM
from lib.tables.content import Content

YEAR = 2021


def with_later(release: Release, shipped: Content, skip: Any = None, **changed: Any) -> Answers:
    """The shipped release with every base-year figure again a year later, as realisatie."""
    tables = dict(shipped.tables)
    for name in ("costs", "headcounts"):
        later = [
            {**row, "jaar": YEAR, "status": "realisatie", **changed.get(name, {})}
            for row in tables[name]
            if row["jaar"] == release.figures.base_year and not (skip and skip(name, row))
        ]
        tables[name] = (*tables[name], *later)
    return answers_of(make_release(release.info, Content(tables, shipped.files)))


def answers_of(release: Release) -> Answers:
    view = default_view(release)
    return Answers(release, view, compare_view(release, view))


def test_nothing_handed_in_is_nothing_shown(release: Release, shipped: Content) -> None:
    assert later_years(release) == ()
    assert realised(answers_of(release)) == ()


def test_later_years_stay_out_of_the_projection(release: Release, shipped: Content) -> None:
    answers = with_later(release, shipped)
    np.testing.assert_array_equal(answers.comparison.b.saldo, answers_of(release).comparison.b.saldo)
    assert later_years(answers.release) == (YEAR,)


def test_the_sum_is_that_of_the_figures(release: Release, shipped: Content) -> None:
    answers = with_later(release, shipped)
    found = {one.code: one for one in realised(answers)}
    total = found[ALL]
    base = answers.comparison.zero.saldo[:, 0].sum()
    assert total.saldo is not None and total.persons is not None
    assert total.saldo.value == pytest.approx(base, abs=0.01)
    assert total.persons.value == answers.release.figures.persons.sum()
    assert total.saldo.status == "realisatie"


def test_one_missing_figure_leaves_no_total(release: Release, shipped: Content) -> None:
    code = release.figures.gemeenten[0].code
    answers = with_later(
        release,
        shipped,
        skip=lambda name, row: (
            name == "costs"
            and row["gemeente_code"] == code
            and row["kostensoort"] == "overhead"
            and row["werkvorm"] == "groen"
        ),
    )
    found = {one.code: one for one in realised(answers)}
    assert found[code].saldo is None and found[code].lacking_costs == "onvolledig: 1 ontbreekt"
    assert found[ALL].saldo is None
    assert release.name(code) in found[ALL].lacking_costs
    assert found[ALL].persons is not None


def test_pm_is_no_zero(release: Release, shipped: Content) -> None:
    answers = with_later(release, shipped, costs={"bedrag_eur": PM})
    assert all(one.saldo is None for one in realised(answers))
    assert "35 PM" in realised(answers)[0].lacking_costs


def test_gemeenten_with_too_few_people_are_counted_with_another(release: Release, shipped: Content) -> None:
    """One person in each cell makes five in each gemeente: they are told together, and the total stands."""
    found = {one.code: one for one in realised(with_later(release, shipped, headcounts={"personen": 1}))}
    total = found.pop(ALL)
    shown = [one for one in found.values() if one.persons is not None]
    assert len(shown) == 1 and shown[0].persons is not None and shown[0].persons.value == 30
    assert total.persons is not None and total.persons.value == 30
    assert total.saldo is not None and shown[0].saldo is not None
    assert total.saldo.value == pytest.approx(shown[0].saldo.value)
    for one in found.values():
        if one is not shown[0]:
            assert (one.persons, one.saldo) == (None, None)
            assert one.lacking_persons == one.lacking_costs == "minder dan 10"


def test_people_without_any_partner_are_not_shown(release: Release, shipped: Content) -> None:
    code = release.figures.gemeenten[0].code
    answers = with_later(
        release, shipped, skip=lambda name, row: row["gemeente_code"] != code, headcounts={"personen": 1}
    )
    found = {one.code: one for one in realised(answers)}
    assert found[code].persons is None and found[code].lacking_persons == "minder dan 10"
    assert found[ALL].persons is None
