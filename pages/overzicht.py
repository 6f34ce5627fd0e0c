"""Overzicht: what both routes mean, in euros and people, on one screen."""

from dataclasses import replace

import streamlit as st

from lib.analysis.view import View
from lib.charts.template import Chart, Palette
from lib.charts.years import years
from lib.ui import cost_blocks, overview_head, overview_tables
from lib.ui.cache import cached
from lib.ui.chart import draw, palette_now
from lib.ui.overview_years import YearChart, year_chart
from lib.ui.readings import TEKORT_PER_YEAR
from lib.ui.shell import chosen
from lib.ui.state import answers, database_stamp
from lib.ui.welcome import welcome


@cached
def made(view: View, stamp: int) -> tuple[YearChart, str, str, str, str]:
    """The blocks of this page for one view."""
    found = answers(view)
    scenarios = [answers(replace(view, b=name)) for name in found.release.scenarios]
    return (
        year_chart(found),
        overview_head.message(found) + overview_head.cards(found),
        overview_tables.outcomes(found),
        overview_tables.bridges(found) + overview_tables.people(found),
        cost_blocks.realised_sentence(found)
        + overview_tables.certainty_strip(found)
        + overview_tables.what_must_be_true(found)
        + overview_tables.scenarios_table(scenarios),
    )


@cached
def drawn(view: View, stamp: int, colours: Palette) -> Chart:
    chart = made(view, stamp)[0]
    return years(
        chart.labels,
        chart.span,
        chart.structural,
        chart.one_off,
        chart.statuses,
        chart.one_off_status,
        colours,
        chart.decimals,
    )


release, view = chosen()
stamp = database_stamp()
chart, top, outcomes, sides, below = made(view, stamp)
welcome(release)
st.html(top)
left, right = st.columns([1.3, 1], gap="medium")
with left:
    st.html(outcomes)
    figure = drawn(view, stamp, palette_now())
    draw("tekort_per_jaar", chart.title, chart.quiet, figure, chart.alternative, chart.twin, reading=TEKORT_PER_YEAR)
right.html(sides)
st.html(below)
