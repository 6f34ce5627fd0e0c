"""The same tables and charts in another framework: `python -m tests.benchmarks.dash_page DATABASE PORT PATH` serves *Overzicht*
or *Gevoeligheid* with Dash, from the same `lib` functions, with the two controls that the benchmark moves."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from plotly.graph_objects import Figure

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec
from lib.comparison.release import Release, open_release
from lib.comparison.view import View, compare_view, default_view
from lib.render.grids import draw
from lib.render.html import EMPTY, Html, block, paragraph
from lib.render.plotly.figure import figure
from lib.render.plotly.template import PAGE, Size, palette
from lib.subjects.evidence import tekort_chart
from lib.subjects.what_if.pair import AssumptionPair
from lib.subjects.what_if.sensitivity import Sensitivity, opinions
from lib.text import percentage
from lib.web.blocks import costs, overview, risk, sensitivity
from lib.web.blocks.equal_costs import PLANE, TABLE
from lib.web.drawing import chart_block
from tests.browser.conftest import ROOT

#: What the benchmark moves on each page.
ROUTE, SHARE = "Route B", "Kleinere schaal"
STEP, STEPS = 0.01, 16


@dataclass(frozen=True)
class Part:
    """A piece of a page: HTML, or a chart in a size with its twin."""

    html: Html = EMPTY
    chart: ChartSpec | None = None
    size: Size = PAGE
    style: str = ""


def overzicht(answers: Answers, others: list[Answers]) -> list[Part]:
    """What stands on *Overzicht*."""
    return [
        Part(overview.opening(answers)),
        Part(chart=tekort_chart(answers), size=Size(12, 190)),
        Part(overview.ranges(answers) + overview.readings(answers)),
        Part(overview.gemeenten(answers)),
        Part(overview.people(answers)),
        Part(overview.unknown(answers)),
        Part(overview.in_full(answers) + overview.worked_example(answers) + overview.ladder(answers)),
        Part(risk.register(answers) + overview.not_in_euros(answers) + overview.bridges(answers)),
        Part(overview.years(answers) + costs.realised_sentence(answers) + overview.scenarios_table(others)),
        Part(overview.what_must_be_true(answers)),
    ]


def gevoeligheid(answers: Answers, _: list[Answers]) -> list[Part]:
    """What stands on *Gevoeligheid* beside its controls."""
    asked, two = Sensitivity(answers), AssumptionPair(answers)
    return [
        Part(sensitivity.message(asked)),
        Part(sensitivity.readings(asked) + overview.outcomes(answers) + sensitivity.swings(asked)),
        Part(chart=asked.chart()),
        Part(overview.bridges(answers) + sensitivity.spread(asked) + sensitivity.switching(asked)),
        Part(paragraph(two.headline(), "rw-text")),
        Part(chart=two.chart(), size=PLANE, style=TABLE),
        Part(paragraph(two.remark(), "rw-small") + draw(two.per_gemeente(), answers.release, style=TABLE)),
        Part(sensitivity.disagreement(opinions(asked, ("mening 1", "mening 2")))),
    ]


PAGES: Mapping[str, Callable[[Answers, list[Answers]], list[Part]]] = {"": overzicht, "/gevoeligheid": gevoeligheid}


#: Writes what differs from what stands there: what Streamlit's st.html does with each block.
WRITE = """
(blocks) => {
  blocks.forEach((text, place) => {
    const block = document.getElementById(`block_${place}`);
    if (block && block.rwText !== text) { block.rwText = text; block.innerHTML = text; }
  });
  return null;
}
"""


def application(release: Release, build: Callable[[Answers, list[Answers]], list[Part]]) -> Dash:
    """A page of these parts: both controls, and what they decide."""
    app = Dash(__name__, assets_folder=str(ROOT / "lib" / "web"), assets_ignore=r"meeting\.css", eager_loading=True)
    start = default_view(release)
    titles = {name: scenario.title for name, scenario in release.scenarios.items()}
    parameter = next(item for item in release.parameters.values() if item.label == SHARE)
    marks = {step: percentage(step * STEP, 0) for step in range(STEPS)}
    now = round(parameter.default / STEP)

    @lru_cache(maxsize=8)
    def parts(view: View) -> tuple[list[str], list[Figure]]:
        """What stands in each block, and every chart."""

        def answers(b: str) -> Answers:
            other = replace(view, b=b)
            return Answers(release, other, compare_view(release, other))

        blocks, figures = list[str](), list[Figure]()
        for part in build(answers(view.b), [answers(name) for name in release.scenarios]):
            blocks.append(str(part.html))
            if part.chart is not None:
                chart = chart_block(part.chart, release, part.style)
                figures.append(figure(chart.spec, palette(False), part.size))
                blocks[-1] = str(block(chart.spec.title, chart.spec.quiet))
                blocks.append(str(chart.twin))
        return blocks, figures

    opening = Answers(release, start, compare_view(release, start))
    first = build(opening, [opening])
    places, charts = list[Any](), list[str]()
    for part in first:
        places.append(html.Div(id=f"block_{sum(isinstance(each, html.Div) for each in places)}"))
        if part.chart is not None:
            charts.append(f"chart_{len(charts)}")
            places.append(dcc.Graph(id=charts[-1], responsive=False))
            places.append(html.Div(id=f"block_{sum(isinstance(each, html.Div) for each in places)}"))
    app.layout = html.Div(
        [
            dcc.Dropdown(titles, start.b, id="route", clearable=False, searchable=False),
            dcc.Slider(0, STEPS - 1, 1, value=now, marks=marks, id="share", included=False),
            dcc.Store(id="blocks"),
            dcc.Store(id="written"),
            *places,
        ],
        className="rw-wide",
    )

    @app.callback(
        Output("blocks", "data"),
        *(Output(chart, "figure") for chart in charts),
        Input("route", "value"),
        Input("share", "value"),
    )
    def choose(route: str, share: int) -> list[Any]:
        chosen = () if share == now else ((parameter.id, share * STEP),)
        blocks, figures = parts(replace(start, b=route, overrides=chosen))
        return [blocks, *figures]

    app.clientside_callback(WRITE, Output("written", "data"), Input("blocks", "data"))
    return app


if __name__ == "__main__":
    application(open_release(Path(sys.argv[1])), PAGES[sys.argv[3]]).run(port=int(sys.argv[2]), debug=False)
