"""Kosten: each route as a budget, per gemeente, year and kostensoort, and what differs."""

from dataclasses import replace

import streamlit as st

from lib.analysis.costs import tekort_chart
from lib.analysis.expression import scale_of
from lib.ui import cost_basis as basis
from lib.ui import cost_blocks as blocks
from lib.ui import realised_blocks
from lib.ui.chart import chart_block, draw
from lib.ui.html import literal
from lib.ui.pm import pm_items
from lib.ui.readings import TEKORT_PER_GEMEENTE
from lib.ui.state import answers, selection

release, view = selection()
found = answers(view)
scale = scale_of(release, view.expression)


@st.fragment
def budgets() -> None:
    """One table at a time: only the open tab is made."""
    st.html(blocks.budget_heading(found, scale))
    tables = blocks.budget_tabs(found, scale)
    for tab, make in zip(
        st.tabs([*map(literal, tables)], key="begroting", on_change="rerun"), tables.values(), strict=True
    ):
        if tab.open:
            tab.html(make())


st.html(blocks.message(found, scale))
st.html(blocks.per_year(found, scale))
budgets()
st.html(blocks.side_by_side(found, scale) + realised_blocks.costs(found, scale))
draw(chart_block(tekort_chart(found), release), TEKORT_PER_GEMEENTE)
st.html(
    basis.keys(found, {key: answers(replace(view, key=key)) for key in release.figures.keys})
    + basis.published(found)
    + pm_items(found)
)
