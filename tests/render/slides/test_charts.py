"""The charts are native, and their numbers are those of the export, digit for digit where the export has them."""

from pathlib import Path
from typing import Any

import pytest
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_FILL
from pptx.oxml.ns import qn
from pptx.util import Inches

from lib.comparison.answers import Answers
from lib.comparison.chart import Notation, Series, slide_chart, stretches
from lib.comparison.release import Release, open_release
from lib.comparison.view import scale_of
from lib.model.figures import ALL
from lib.render.export import export_tables
from lib.render.slides.charts import number_format, scale
from lib.tables.content import Content
from tests.pages.test_handed_in import files, published
from tests.render.exporting import LATER, ZERO, A, B
from tests.render.slides.making import LONG, OTHER, answers_of, charts_of, sheet_of, slides_of, wider

PAIRS = [(A, B), (ZERO, LATER), (A, A)]
MORE = [pytest.param(*pair, marks=pytest.mark.heavy) for pair in ((B, A), (A, LATER), (LATER, B), (A, ZERO))]


@pytest.fixture(scope="module")
def handed_in(first_database: Path, shipped: Content, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release with small numbers, PM and other amounts."""
    folder = tmp_path_factory.mktemp("handed_in")
    path = folder / "routewijzer.duckdb"
    path.write_bytes(first_database.read_bytes())
    published(path, *files(folder, shipped, 2020, persons=4, pm="materieel"))
    return open_release(path)


@pytest.fixture(scope="module")
def charts(release: Release) -> list[Any]:
    return charts_of(slides_of(answers_of(release)))


def saldi(answers: Answers) -> dict[tuple[str, str, int], float]:
    """The saldo by scenario, gemeente and year, summed over the rows of the export."""
    found: dict[tuple[str, str, int], float] = {}
    for row in export_tables(answers.release, answers.comparison)["costs"].to_pylist():
        key = (row["scenario"], row["gemeente_code"], row["jaar"])
        found[key] = found.get(key, 0.0) + (row["saldo_eur"] or 0.0)
    return found


def expected(answers: Answers) -> list[dict[str, list[float]]]:
    """Per chart: series → values, from the export alone."""
    comparison, release = answers.comparison, answers.release
    exported, code, years = saldi(answers), answers.view.gemeente, answers.horizon_years
    runs = {run.scenario.id: run.scenario.short_title for run in (comparison.zero, comparison.a, comparison.b)}
    codes = answers.codes if code == ALL else (code,)
    yearly = {title: [sum(exported[s, c, year] for c in codes) for year in years] for s, title in runs.items()}
    scale, zero = scale_of(release, answers.view.expression), comparison.zero.scenario.id
    against = {
        run.scenario.short_title: [
            sum(exported[run.scenario.id, c, y] - exported[zero, c, y] for y in years) / scale.divisors[c]
            for c in answers.codes
        ]
        for run in (comparison.a, comparison.b)
    }
    found = [yearly, against]
    if not comparison.same:
        name = f"{comparison.b.scenario.short_title} − {comparison.a.scenario.short_title}"
        rows = export_tables(release, comparison)["uncertainty"].to_pylist()
        told = [
            row["cumulatief_verschil_eur"]
            for row in rows
            if (row["gemeente_code"], row["horizon"]) == (code, comparison.horizon) and row["percentiel"][0] == "P"
        ]
        found.append({name: told})
    return found


def held(deck: Any) -> list[dict[str, list[float]]]:
    return [{series.name: list(series.values) for series in chart.plots[0].series} for chart in charts_of(deck)]


def check(answers: Answers) -> None:
    deck = slides_of(answers)
    for mine, theirs in zip(held(deck), expected(answers), strict=True):
        assert mine.keys() == theirs.keys()
        for name, values in theirs.items():
            assert mine[name] == pytest.approx(values, rel=1e-9, abs=1e-5), name
    for chart in charts_of(deck):
        head, *rows = sheet_of(chart).iter_rows(values_only=True)
        series = chart.plots[0].series
        assert list(head[1:]) == [each.name for each in series]
        assert [row[0] for row in rows] == list(chart.plots[0].categories)
        assert [list(column) for column in zip(*(row[1:] for row in rows), strict=True)] == [
            list(each.values) for each in series
        ]


@pytest.mark.parametrize(("a", "b"), [*PAIRS, *MORE])
def test_numbers_are_those_of_the_export(release: Release, a: str, b: str) -> None:
    check(answers_of(release, a=a, b=b))


def test_numbers_of_one_gemeente_per_inhabitant_to_the_last_year(release: Release) -> None:
    check(answers_of(release, **OTHER))


def test_numbers_of_a_handed_in_release(handed_in: Release) -> None:
    assert handed_in.info.number == 2
    check(answers_of(handed_in, gemeente="GM1700", expression="per_wsw_persoon"))


def test_charts_point_to_their_own_sheet(charts: list[Any]) -> None:
    for chart in charts:
        references = [each.text for each in chart._chartSpace.iter("{*}f")]
        assert references and all(each.startswith("Gegevens!") for each in references)
        sheet = sheet_of(chart)
        assert sheet.title == "Gegevens"
        assert {c.number_format for row in sheet.iter_rows(min_row=2, min_col=2) for c in row} == {"#,##0.00"}
        beside = {each.get("formatCode") for each in chart._chartSpace.iter("{*}numFmt")} - {"General"}
        assert len(beside) == 1 and "[>=" in beside.pop()


def test_names_never_become_formulas(release: Release) -> None:
    for chart in charts_of(slides_of(answers_of(wider(release, LONG)))):
        assert all(len(name) <= 37 for name in chart.plots[0].categories)
        for row in sheet_of(chart).iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n") and cell.hyperlink is None
                assert not (isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")))


def test_missing_numbers_leave_a_gap(release: Release) -> None:
    """A gemeente without inhabitants has no amount per inhabitant: no bar, and never nothing."""
    names = [*(g.naam for g in release.figures.gemeenten), "Nieuw"]
    deck = slides_of(answers_of(wider(release, names), expression="per_inwoner"))
    values = [series.values[-1] for series in charts_of(deck)[1].plots[0].series]
    assert values == [None, None]
    described = [s._element.nvGraphicFramePr.cNvPr.get("descr") for p in deck.slides for s in p.shapes if s.has_chart]
    assert "Nieuw Route 2017 onbekend" in described[1]


def test_both_routes_have_as_much_ink_and_another_pattern(charts: list[Any]) -> None:
    for chart in charts[:2]:
        fills = {series.name: series.format.fill.pattern for series in chart.plots[0].series}
        assert len(set(fills.values())) == len(fills)
        assert {str(fills[name]).split(" ")[0] for name in ("Route 2017", "Akkoord 2020")} == {
            "DARK_VERTICAL",
            "DARK_HORIZONTAL",
        }


@pytest.mark.heavy
def test_many_gemeenten_stand_on_one_scale(release: Release) -> None:
    names = [f"Gemeente {i}" for i in range(22)]
    _, *charts, _ = charts_of(slides_of(answers_of(wider(release, names))))
    assert len(charts) == 3
    assert len({(chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) for chart in charts}) == 1
    assert [name for chart in charts for name in chart.plots[0].categories] == names


def test_a_bar_starts_at_nothing(charts: list[Any]) -> None:
    for chart in charts[:2]:
        values = [value for series in chart.plots[0].series for value in series.values]
        assert chart.value_axis.minimum_scale <= min(0, *values) and chart.value_axis.maximum_scale >= max(0, *values)


@pytest.mark.parametrize("horizon", [2024, 2030])
def test_percentiles_are_points_at_their_height_and_no_bars(release: Release, horizon: int) -> None:
    answers = answers_of(release, horizon=horizon)
    chart = charts_of(slides_of(answers))[2]
    (series,) = chart.plots[0].series
    assert chart.chart_type == XL_CHART_TYPE.LINE_MARKERS and list(chart._chartSpace.iter(qn("c:barChart"))) == []
    assert series.format.line.fill.type == MSO_FILL.BACKGROUND
    assert series.marker.style == XL_MARKER_STYLE.CIRCLE
    axis = chart.value_axis
    low, high = min(series.values), max(series.values)
    assert axis.minimum_scale <= low and high < axis.maximum_scale, "a point lies outside its axis"
    assert axis.maximum_scale < 0, "all of them are below nothing, which is not on the scale"
    assert axis.maximum_scale - axis.minimum_scale < 3 * (high - low), "points are hardly apart"
    # The names stand at the lowest number, not at zero, whichever of both axes a program reads it from.
    assert "min" in {each.get("val") for each in chart._chartSpace.iter(qn("c:crosses"))}
    assert "−" in chart.plots[0].data_labels.number_format


@pytest.mark.parametrize("values", [(-3e6, 2e6), (4.0, 4.0), (-4e6, -4e6), (0.0, 0.0), (1e3, 1.1e3)])
def test_the_axis_of_points_holds_them_on_round_steps(values: tuple[float, float]) -> None:
    notation = Notation(1_000_000, 1, True)
    chart = slide_chart("points", "", "", notation, ("P5", "P95"), (Series("B", "", values),), ())
    low, high, step = scale(chart, labelled=True)
    assert low <= values[0] and values[1] <= high and low < high
    assert round(low / step) == pytest.approx(low / step) and round(high / step) == pytest.approx(high / step)


@pytest.mark.parametrize("horizon", [2024, 2030])
def test_the_bars_of_all_years_have_room(release: Release, horizon: int) -> None:
    """Ten years of three scenarios: names beside the bars, and an axis of few steps that begins at nothing."""
    deck = slides_of(answers_of(release, horizon=horizon))
    shape = next(s for s in deck.slides[2].shapes if s.has_chart)
    assert len(deck.slides) <= 10, "the table and its chart stand on one slide"
    assert shape.chart.plots[0].categories[0] == "2021"
    assert shape.height >= Inches(2.5)
    assert shape.chart.legend.position == XL_LEGEND_POSITION.RIGHT
    axis = shape.chart.value_axis
    lowest = min(value for series in shape.chart.plots[0].series for value in series.values)
    assert axis.minimum_scale <= lowest and axis.maximum_scale == 0
    if horizon == 2030:
        assert axis.visible and (axis.maximum_scale - axis.minimum_scale) / axis.major_unit in range(3, 8)


def test_a_number_format_scales_and_says_the_letter() -> None:
    assert number_format(Notation(1_000, 0, True)) == '[>=500][$-413]+#,##0," V";[<=-500][$-413]"−"#,##0," N";"0"'
    assert (
        number_format(Notation(1_000_000, 1, False)) == '[>=50000][$-413]#,##0.0,,;[<=-50000][$-413]"−"#,##0.0,,;"0,0"'
    )
    assert number_format(Notation(1, 2, True)).startswith('[>=0.005][$-413]+#,##0.00" V";')


def test_stretches_of_nearly_one_length() -> None:
    assert [range(22)[part] for part in stretches(22, 3)] == [range(0, 7), range(7, 15), range(15, 22)]
    assert stretches(6, 1) == [slice(0, 6)]
