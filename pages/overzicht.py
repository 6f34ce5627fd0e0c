"""Overzicht: what each side published, what each route can mean, and what that rests on."""

from dataclasses import replace

import streamlit as st

from lib.comparison.view import View
from lib.render.html import Html
from lib.render.plotly.template import Size
from lib.subjects.evidence import tekort_chart
from lib.web.blocks import costs, risk
from lib.web.blocks import overview as blocks
from lib.web.cache import cached
from lib.web.drawing import ChartBlock, chart_block, draw, draw_html
from lib.web.explanations import TEKORT_IN_BANDS
from lib.web.shell import welcome
from lib.web.state import answers, database_stamp, selection

#: A chart that leaves room for all of the first screen.
LOW = Size(12, 190)


@cached
def build_blocks(view: View, stamp: int) -> tuple[Html, ChartBlock, Html, Html, Html, Html, Html]:
    """The blocks of this page for one view."""
    outcome = answers(view)
    scenarios = [answers(replace(view, b=name)) for name in outcome.release.scenarios]
    return (
        blocks.opening(outcome),
        chart_block(tekort_chart(outcome), outcome.release),
        blocks.ranges(outcome) + blocks.readings(outcome),
        blocks.gemeenten(outcome),
        blocks.people(outcome),
        blocks.unknown(outcome),
        blocks.in_full(outcome)
        + blocks.worked_example(outcome)
        + blocks.ladder(outcome)
        + risk.register(outcome)
        + blocks.not_in_euros(outcome)
        + blocks.bridges(outcome)
        + blocks.years(outcome)
        + costs.realised_sentence(outcome)
        + blocks.scenarios_table(scenarios)
        + blocks.what_must_be_true(outcome),
    )


release, view = selection()
opening, chart, ranges, gemeenten, people, unknown, below = build_blocks(view, database_stamp())
draw_html(opening)
with st.container(key="eerste_blik"):
    left, right = st.columns([1, 1.28], gap="small")
    with left:
        draw(chart, TEKORT_IN_BANDS, LOW)
    draw_html(ranges, right)
    left, right = st.columns([1, 1.1], gap="small")
    draw_html(gemeenten, left)
    draw_html(people, right)
    draw_html(unknown)
welcome(release)
draw_html(below)
