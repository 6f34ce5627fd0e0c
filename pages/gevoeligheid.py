"""Gevoeligheid: what if; which assumption counts, how far the difference may lie apart, two opinions, verkenningen."""

from dataclasses import replace

import streamlit as st

from lib.comparison.view import View
from lib.render.html import Html
from lib.subjects.what_if.sensitivity import Sensitivity, opinions
from lib.web.assumptions import OPINIONS, controls, pins
from lib.web.blocks import equal_costs, overview
from lib.web.blocks import sensitivity as blocks
from lib.web.cache import cached
from lib.web.drawing import ChartBlock, chart_block, draw, draw_html
from lib.web.explanations import RANGE
from lib.web.saved import saved_views
from lib.web.shell import renewed
from lib.web.state import answers, database_stamp, selection


@cached
def build_blocks(view: View, stamp: int) -> tuple[Html, Html, ChartBlock, Html, Html]:
    """The blocks of this page for one view."""
    outcome = answers(view)
    sensitivity = Sensitivity(outcome)
    return (
        blocks.message(sensitivity),
        blocks.readings(sensitivity) + overview.outcomes(outcome) + blocks.swings(sensitivity),
        chart_block(sensitivity.chart(), outcome.release),
        overview.bridges(outcome) + blocks.spread(sensitivity) + blocks.switching(sensitivity),
        blocks.disagreement(opinions(sensitivity, tuple(OPINIONS.values()))),
    )


@st.fragment
def page() -> None:
    """A fragment: a slider leaves everything around the page alone. The browser draws the controls while the numbers are
    computed."""
    top = st.container()
    left, right = st.columns([1, 2.2], gap="medium")
    with left.container(key="aannames_kiezen"):
        controls_place = st.container()
        view = renewed()
    with controls_place:
        controls(answers(view))
    # Which two assumptions stand together, changes nothing else.
    head, first, chart, second, disagreement = build_blocks(replace(view, pair=(None, None)), database_stamp())
    draw_html(head, top)
    with right:
        draw_html(first)
        draw(chart, RANGE)
        draw_html(second)
        equal_costs.show(view)
    pins(answers(view))
    draw_html(disagreement)


page()
saved_views.show_verkenningen(selection)
