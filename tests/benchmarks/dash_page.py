"""The same tables and charts in another framework: `python -m tests.benchmarks.dash_page DATABASE PORT` serves *Overzicht* and
*Gevoeligheid* with Dash, from the same `lib` functions, with the two controls that the benchmark moves."""

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec
from lib.comparison.release import Release, open_release
from lib.comparison.view import View, compare_view, default_view
from lib.render.html import EMPTY, Html, block
from lib.render.plotly.figure import figure
from lib.render.plotly.template import PAGE, Size, palette
from lib.subjects.evidence import tekort_chart
from lib.subjects.what_if.sensitivity import Sensitivity, opinions
from lib.text import percentage
from lib.web.blocks import accountability, costs, overview, sensitivity
from lib.web.drawing import chart_block
from tests.browser.conftest import ROOT

#: What the benchmark moves on each page.
ROUTE, SHARE = "Route B", "Kleinere schaal"
STEP, STEPS = 0.01, 16
#: Properties of elements that Dash knows by another name.
NAMES = {"class": "className", "colspan": "colSpan", "rowspan": "rowSpan", "tabindex": "tabIndex"}
#: Of these Dash has no element; another stands for it.
STANDS_FOR = {"style": "div"}
KNOWN = {name.lower(): getattr(html, name) for name in html.__all__}


@dataclass(frozen=True)
class Part:
    """A piece of a page: HTML, or a chart in a size with its twin."""

    html: Html = EMPTY
    chart: ChartSpec | None = None
    size: Size = PAGE


class _Components(HTMLParser):
    """Reads our HTML into components of Dash."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, Any], list[Any]]] = [("div", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, dict(map(_property, attrs)), []))
        if tag == "br":
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        name, properties, children = self.open.pop()
        self.open[-1][2].append(_component(KNOWN[STANDS_FOR.get(name, name)], properties, children))

    def handle_data(self, data: str) -> None:
        self.open[-1][2].append(data)


def _component(kind: type[Component], properties: dict[str, Any], children: list[Any]) -> Component:
    """With those of the properties that Dash knows."""
    known = inspect.signature(kind).parameters
    return kind(children, **{name: value for name, value in properties.items() if name in known or name[:5] == "aria-"})


def _property(attribute: tuple[str, str | None]) -> tuple[str, Any]:
    name, value = attribute
    if name == "style":
        return name, dict(piece.split(":", 1) for piece in (value or "").split(";") if piece)
    return NAMES.get(name, name), value if value is not None else True


def components(content: Html) -> list[Component]:
    """Our HTML as components of Dash."""
    reader = _Components()
    reader.feed(content)
    reader.close()
    return reader.open[0][2]


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
        Part(accountability.pm_items(answers) + overview.not_in_euros(answers) + overview.bridges(answers)),
        Part(overview.years(answers) + costs.realised_sentence(answers) + overview.scenarios_table(others)),
        Part(overview.what_must_be_true(answers)),
    ]


def gevoeligheid(answers: Answers, _: list[Answers]) -> list[Part]:
    """What stands on *Gevoeligheid* beside its controls."""
    asked = Sensitivity(answers)
    return [
        Part(sensitivity.message(asked)),
        Part(sensitivity.readings(asked) + overview.outcomes(answers) + sensitivity.swings(asked)),
        Part(chart=asked.chart()),
        Part(overview.bridges(answers) + sensitivity.spread(asked) + sensitivity.switching(asked)),
        Part(sensitivity.disagreement(opinions(asked, ("mening 1", "mening 2")))),
    ]


PAGES: Mapping[str, Callable[[Answers, list[Answers]], list[Part]]] = {"/": overzicht, "/gevoeligheid": gevoeligheid}


def drawn(part: Part, place: int, release: Release) -> list[Any]:
    """A piece as Dash draws it: a chart keeps its place, so that it changes and is not built anew."""
    if part.chart is None:
        return components(part.html)
    chart = chart_block(part.chart, release)
    graph = dcc.Graph(figure=figure(chart.spec, palette(False), part.size), id=f"chart_{place}", responsive=False)
    return [*components(block(chart.spec.title, chart.spec.quiet)), graph, *components(chart.twin)]


def application(release: Release) -> Dash:
    """A page per address: both controls, and what they decide."""
    app = Dash(__name__, assets_folder=str(ROOT / "lib" / "web"), assets_ignore=r"meeting\.css", eager_loading=True)
    start = default_view(release)
    titles = {name: scenario.short_title for name, scenario in release.scenarios.items()}
    parameter = next(item for item in release.parameters.values() if item.label == SHARE)
    marks = {step: percentage(step * STEP, 0) for step in range(STEPS)}
    now = round(parameter.default / STEP)
    app.layout = html.Div(
        [
            dcc.Location(id="place"),
            dcc.Dropdown(titles, start.b, id="route", clearable=False, searchable=False),
            dcc.Slider(0, STEPS - 1, 1, value=now, marks=marks, id="share", included=False),
            html.Div(id="page"),
        ],
        className="rw-wide",
    )

    @lru_cache(maxsize=8)
    def page(path: str, view: View) -> list[Any]:
        def answers(b: str) -> Answers:
            other = replace(view, b=b)
            return Answers(release, other, compare_view(release, other))

        parts = PAGES[path](answers(view.b), [answers(name) for name in release.scenarios] if path == "/" else [])
        return [html.Div(drawn(part, place, release)) for place, part in enumerate(parts)]

    @app.callback(
        Output("page", "children"), Input("place", "pathname"), Input("route", "value"), Input("share", "value")
    )
    def choose(path: str, route: str, share: int) -> list[Any]:
        chosen = () if share == now else ((parameter.id, share * STEP),)
        return page(path, replace(start, b=route, overrides=chosen))

    return app


if __name__ == "__main__":
    application(open_release(Path(sys.argv[1]))).run(port=int(sys.argv[2]), debug=False)
