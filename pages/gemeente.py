"""Mijn gemeente: for one gemeente what changes for people, what it costs, what must be true, and what to ask."""

import streamlit as st

from lib.comparison.view import scale_of
from lib.model.figures import ALL
from lib.render.html import EMPTY
from lib.web.blocks import costs
from lib.web.blocks import gemeente as blocks
from lib.web.drawing import draw_html, draw_tabs
from lib.web.explanations import Explained
from lib.web.state import answers, selection

release, view = selection()
numbers = answers(view)
scale = scale_of(release, view.expression)
explained = Explained()


@st.fragment
def budgets() -> None:
    """The whole budget per kostensoort, one table at a time: only the open tab is made."""
    draw_html(costs.budget_heading(numbers, scale))
    draw_tabs("begroting", costs.budget_tabs(numbers), lambda table: Explained()(table))


if view.gemeente == ALL:
    draw_html(blocks.choose_first(release, view))
else:
    draw_html(explained(blocks.message(numbers) + blocks.people(numbers)))
    draw_html(explained(blocks.costs(numbers, scale)))
    budgets()
    last = blocks.neighbours, blocks.what_must_be_true, blocks.questions, blocks.decisions
    draw_html(explained(EMPTY.join(block(numbers) for block in last)))
