"""Mijn gemeente: for one gemeente what changes for people and what it can cost, at once; the rest unfolds."""

import streamlit as st

from lib.model.figures import ALL
from lib.render.html import literal
from lib.subjects.gemeente import tekort_here
from lib.subjects.own_policy import own_parameters
from lib.web.assumptions import own_controls
from lib.web.blocks import costs
from lib.web.blocks import gemeente as blocks
from lib.web.drawing import chart_block, draw, draw_html, draw_tabs
from lib.web.explanations import BANDS, Explained
from lib.web.state import answers, selection

release, view = selection()
numbers = answers(view)


def unfold(name: str, section: blocks.Section) -> None:
    """A folded part of the page: only what is open is made."""
    draw_html(blocks.anchor(name))
    label = f"**{literal(section.title)}** {literal(section.answer)}"
    drawer = st.expander(label, key=f"deel_{name}", on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        if name == "tekort":
            draw(chart_block(tekort_here(numbers), release, "rw-wrap"), BANDS)
        if section.inner:
            draw_html(Explained()(section.inner(numbers)))
        if name == blocks.OWN:
            own_controls(numbers, own_parameters(numbers))
        if name == "begroting":
            draw_tabs("begroting", costs.budget_tabs(numbers), lambda table: Explained()(table))


if view.gemeente == ALL:
    draw_html(blocks.choose_first(release, view))
else:
    draw_html(Explained()(blocks.first_screen(numbers)))
    for name, section in blocks.sections(numbers).items():
        # Own choices change the whole page; what else unfolds leaves the rest of it alone.
        (unfold if name == blocks.OWN else st.fragment(unfold))(name, section)
