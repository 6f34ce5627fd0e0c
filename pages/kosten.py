"""Kosten: each route as a budget, per gemeente, year and kostensoort, and what differs."""

from dataclasses import replace

import streamlit as st

from lib.subjects.costs.costs import tekort_chart
from lib.web.blocks import costs as blocks
from lib.web.blocks.risk import register
from lib.web.drawing import chart_block, draw, draw_html, draw_tabs
from lib.web.explanations import TEKORT_PER_GEMEENTE
from lib.web.state import answers, selection

release, view = selection()
numbers = answers(view)
scale = numbers.scale


@st.fragment
def budgets() -> None:
    """One table at a time: only the open tab is made."""
    draw_html(blocks.budget_heading(numbers, scale))
    draw_tabs("begroting", blocks.budget_tabs(numbers))


draw_html(blocks.message(numbers, scale))
draw_html(blocks.per_year(numbers, scale))
budgets()
draw_html(blocks.side_by_side(numbers, scale) + blocks.realised_saldo(numbers))
draw(chart_block(tekort_chart(numbers), release), TEKORT_PER_GEMEENTE)
with_key = {key: answers(replace(view, key=key)) for key in release.deficit_keys}
draw_html(blocks.keys(numbers, with_key) + blocks.published(numbers) + register(numbers))
