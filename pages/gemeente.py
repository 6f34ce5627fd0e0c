"""Mijn gemeente: for one gemeente what changes for people, what it costs, what must be true, and what to ask."""

import streamlit as st

from lib.analysis.expression import scale_of
from lib.model.figures import ALL
from lib.ui import cost_blocks, gemeente_costs, gemeente_head, gemeente_people, gemeente_questions
from lib.ui.html import literal
from lib.ui.shell import chosen
from lib.ui.state import answers
from lib.ui.terms import Explained

release, view = chosen()
found = answers(view)
scale = scale_of(release, view.expression)
explained = Explained()


@st.fragment
def budgets() -> None:
    """The whole budget per kostensoort, one table at a time: only the open tab is made."""
    st.html(cost_blocks.budget_heading(found, scale))
    tables = cost_blocks.budget_tabs(found)
    for tab, make in zip(
        st.tabs([*map(literal, tables)], key="begroting", on_change="rerun"), tables.values(), strict=True
    ):
        if tab.open:
            tab.html(Explained()(make()))


if view.gemeente == ALL:
    st.html(gemeente_head.choose_first(release, view))
else:
    st.html(explained(gemeente_head.message(found) + gemeente_people.people(found)))
    st.html(explained(gemeente_costs.costs(found, scale)))
    budgets()
    st.html(
        explained(
            gemeente_costs.neighbours(found)
            + gemeente_questions.what_must_be_true(found)
            + gemeente_questions.questions(found)
            + gemeente_questions.decisions(found)
        )
    )
