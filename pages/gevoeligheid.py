"""Gevoeligheid: what if; which assumption counts, how far the difference may lie apart, two opinions, verkenningen."""

import streamlit as st

from lib.analysis.opinions import opinions
from lib.analysis.sensitivity import Sensitivity
from lib.analysis.view import View
from lib.charts.ranges import ranges
from lib.charts.template import Chart, Palette
from lib.ui import overview_tables, saved_views
from lib.ui import sensitivity_blocks as blocks
from lib.ui import sensitivity_tables as tables
from lib.ui.assumptions import OPINIONS
from lib.ui.cache import cached
from lib.ui.chart import draw, palette_now
from lib.ui.readings import RANGE
from lib.ui.sensitivity_controls import controls, pins
from lib.ui.shell import chosen, renewed
from lib.ui.state import answers, database_stamp


@cached
def made(view: View, stamp: int) -> tuple[str, str, blocks.RangeChart, str, str]:
    """The blocks of this page for one view."""
    found = answers(view)
    sensitivity = Sensitivity(found)
    return (
        blocks.message(sensitivity),
        overview_tables.outcomes(found) + blocks.swings(sensitivity),
        blocks.range_chart(sensitivity),
        overview_tables.bridges(found) + blocks.spread(sensitivity) + tables.switching(sensitivity),
        tables.disagreement(opinions(sensitivity, tuple(OPINIONS.values()))),
    )


@cached
def drawn(view: View, stamp: int, colours: Palette) -> Chart:
    chart = made(view, stamp)[2]
    return ranges(chart.span, chart.low, chart.middle, chart.high, chart.now, colours, chart.decimals)


@st.fragment
def page() -> None:
    """A fragment: a slider leaves everything around the page alone. The browser draws the controls while the numbers are
    computed."""
    top = st.container()
    left, right = st.columns([1, 2.2], gap="medium")
    with left.container(key="aannames_kiezen"):
        chosen_here = st.container()
        view = renewed()
    stamp = database_stamp()
    with chosen_here:
        controls(answers(view))
    head, first, chart, second, disagreement = made(view, stamp)
    top.html(head)
    with right:
        st.html(first)
        figure = drawn(view, stamp, palette_now())
        draw("verschil_per_jaar", chart.title, chart.quiet, figure, chart.alternative, chart.twin, reading=RANGE)
        st.html(second)
    pins(answers(view))
    st.html(disagreement)


page()
saved_views.show_verkenningen(chosen)
