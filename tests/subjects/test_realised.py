"""Handed-in figures of later years stand beside the projection, never in it, and never as a sum with a hole."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import numpy as np
import pytest
from pptx import Presentation

from lib.comparison.answers import Answers
from lib.comparison.chart import Series
from lib.comparison.grid import Cell
from lib.comparison.realised import later_years, realised
from lib.comparison.release import Release, make_release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.render.packing import Imprint
from lib.render.pdf.charts import bands
from lib.render.pdf.comparison import make_comparison
from lib.render.plotly.figure import figure
from lib.render.plotly.template import palette
from lib.render.slides.deck import make_slides
from lib.subjects import gemeente
from lib.subjects.costs import costs
from lib.subjects.evidence import tekort_chart
from lib.subjects.realised import CAUTIONS, beside_projection, realised_costs, realised_people
from lib.tables.columns import PM
from lib.tables.content import Content
from tests.render.pdf_reading import page_texts

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


# -- beside the routes: charts and tables ---------------------------------------------------------------------------


def without(code: str) -> Any:
    return lambda name, row: row["gemeente_code"] == code


def finite(line: Series) -> dict[int, float]:
    """Place → number, of the places that have one."""
    return {place: value for place, value in enumerate(line.values) if isfinite(value)}


def handed_in(lines: Iterable[Series]) -> Series:
    (line,) = (line for line in lines if line.role == "realised")
    return line


def test_the_charts_have_a_line_of_what_was_handed_in(release: Release, shipped: Content) -> None:
    """Every figure of the base year again in 2021: the tekort of 2021 that was handed in is that of 2020."""
    answers = with_later(release, shipped)
    line = handed_in(tekort_chart(answers).series)
    base = -answers.comparison.zero.saldo[:, 0].sum()
    assert finite(line) == {1: pytest.approx(base, abs=0.01)} and line.name == "aangeleverd"
    assert (
        "▲ aangeleverd" in tekort_chart(answers).quiet
        and "aangeleverd: 6,1 in 2021" in tekort_chart(answers).description
    )
    spec = costs.tekort_chart(answers)
    for g, panel in enumerate(spec.panels):
        saldo = realised(answers)[g].saldo
        assert saldo is not None and finite(handed_in(panel.series)) == {0: -saldo.value}
    here = answers.of_gemeente(answers.codes[0])
    assert finite(handed_in(gemeente.tekort_here(here).series)).keys() == {1}
    assert "aangeleverd: €" in gemeente.tekort_here(here).description


def test_without_later_years_no_chart_and_no_table_has_a_trace_of_them(release: Release) -> None:
    answers = answers_of(release)
    here = answers.of_gemeente(answers.codes[0])
    for spec in (tekort_chart(answers), costs.tekort_chart(answers), gemeente.tekort_here(here)):
        assert all(line.role != "realised" for panel in spec.panels for line in panel.series)
        assert spec.twin is not None and "aangeleverd" not in f"{spec.quiet} {spec.description}"
        assert "aangeleverd" not in {column.id for column in spec.twin.columns}
        assert not any(cell.text == "aangeleverd" for row in spec.twin.rows for cell in row.cells)
    assert not realised_costs(answers).rows and not realised_people(answers).rows


def test_who_handed_in_nothing_is_a_gap_with_a_word_and_all_together_have_none(
    release: Release, shipped: Content
) -> None:
    code = release.figures.gemeenten[2].code
    answers = with_later(release, shipped, skip=without(code))
    assert all(line.role != "realised" or not finite(line) for line in tekort_chart(answers).series)
    assert tekort_chart(answers).quiet.endswith("▲ aangeleverd (hier onvolledig)")
    assert tekort_years_cell(answers, YEAR).text == f"onvolledig: {release.name(code)} ontbreekt"
    panels = {panel.name: panel for panel in costs.tekort_chart(answers).panels}
    assert panels[release.name(code)].missing == {YEAR: "geen opgave"}
    assert finite(handed_in(panels[release.name(code)].series)) == {}
    assert all(finite(handed_in(panel.series)) for name, panel in panels.items() if name != release.name(code))
    table = realised_costs(answers)
    assert table.cell(f"{code} {YEAR}", "aangeleverd").text == "geen opgave"
    assert table.cell(f"{ALL} {YEAR}", "aangeleverd").value is None


def tekort_years_cell(answers: Answers, year: int) -> Cell:
    twin = tekort_chart(answers).twin
    assert twin is not None
    return twin.cell(str(year), "aangeleverd")


def test_only_numbers_that_lack_make_no_line_at_all(release: Release, shipped: Content) -> None:
    answers = with_later(release, shipped, costs={"bedrag_eur": PM})
    assert all(line.role != "realised" for line in tekort_chart(answers).series)


def test_small_numbers_stay_with_another_gemeente_in_charts_too(release: Release, shipped: Content) -> None:
    """Five people in each gemeente: one carries them all, the others have a word instead of a number."""
    answers = with_later(release, shipped, headcounts={"personen": 1})
    panels = costs.tekort_chart(answers).panels
    alone = [panel for panel in panels if panel.missing == {YEAR: "minder dan 10"}]
    assert len(alone) == len(panels) - 1 and all(not finite(handed_in(panel.series)) for panel in alone)


@pytest.mark.parametrize("expression", ["totaal", "per_inwoner"])
def test_a_line_stands_on_the_scale_of_the_routes(release: Release, shipped: Content, expression: str) -> None:
    answers = with_later(release, shipped)
    view = replace(answers.view, expression=expression)
    scaled = replace(answers, view=view)
    (panel, *_) = costs.tekort_chart(scaled).panels
    saldo = realised(answers)[0].saldo
    assert saldo is not None
    assert finite(handed_in(panel.series))[0] == pytest.approx(scaled.scale.convert(-saldo.value, answers.codes[0]))


def test_every_surface_draws_it(release: Release, shipped: Content) -> None:
    """Filled triangles in the colour of text: told apart from routes by form, not by colour alone."""
    answers = with_later(release, shipped, skip=without(release.figures.gemeenten[2].code))
    here = answers.of_gemeente(answers.codes[0])
    for spec in (gemeente.tekort_here(here), costs.tekort_chart(answers)):
        traces = [trace for trace in figure(spec, palette(dark=False)).data if trace.name == "aangeleverd"]
        assert traces and all(
            trace.marker.symbol == "triangle-up" and trace.connectgaps is not True for trace in traces
        )
    courses = bands(gemeente.tekort_here(here)).courses
    assert [mark.form for course in courses for mark in course.marks].count("triangle") == 1
    imprint = Imprint("", datetime(2026, 1, 1, tzinfo=UTC))
    words = "\n".join(page_texts(make_comparison(here, imprint)))
    assert "Aangeleverd na het basisjaar, naast elke route" in words and "geen uitvoeringskosten" in words
    deck = Presentation(io.BytesIO(make_slides(here, imprint)))
    names = [
        series.name
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
        for series in shape.chart.plots[-1].series
    ]
    assert "aangeleverd" in names


def test_a_year_that_no_route_has_says_what_it_is(release: Release, shipped: Content) -> None:
    answers = with_later(release, shipped)
    assert "Cijfers over 2021 staan naast de routes en tellen er nergens in mee" in beside_projection(answers)
    assert any("geen extra last" in words for words in CAUTIONS) and any("geen nul" in words for words in CAUTIONS)
