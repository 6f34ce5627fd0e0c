"""Overzicht: what both routes mean, in euros and people, on one screen."""

from dataclasses import replace

import streamlit as st

from lib.comparison.view import View
from lib.render.html import Html
from lib.subjects.overview import year_chart
from lib.web.blocks import costs
from lib.web.blocks import overview as blocks
from lib.web.cache import cached
from lib.web.drawing import ChartBlock, chart_block, draw, draw_html
from lib.web.explanations import TEKORT_PER_YEAR
from lib.web.shell import welcome
from lib.web.state import answers, database_stamp, selection


@cached
def build_blocks(view: View, stamp: int) -> tuple[ChartBlock, Html, Html, Html, Html]:
    """The blocks of this page for one view."""
    outcome = answers(view)
    scenarios = [answers(replace(view, b=name)) for name in outcome.release.scenarios]
    return (
        chart_block(year_chart(outcome), outcome.release),
        blocks.message(outcome) + blocks.cards(outcome),
        blocks.outcomes(outcome),
        blocks.bridges(outcome) + blocks.people(outcome),
        costs.realised_sentence(outcome)
        + blocks.certainty_strip(outcome)
        + blocks.what_must_be_true(outcome)
        + blocks.scenarios_table(scenarios),
    )


release, view = selection()
chart, top, outcomes, sides, below = build_blocks(view, database_stamp())
welcome(release)
draw_html(top)
left, right = st.columns([1.3, 1], gap="medium")
with left:
    draw_html(outcomes)
    draw(chart, TEKORT_PER_YEAR)
draw_html(sides, right)
draw_html(below)
