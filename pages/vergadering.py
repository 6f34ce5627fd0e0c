"""Vergadermodus: the same comparison for a whole room, one idea per screen."""

import streamlit as st

from lib.comparison.view import View
from lib.subjects.meeting import Screen
from lib.subjects.meeting_choice import MAKERS
from lib.web.blocks.meeting import chosen_screen, draw_screen, own_choices, turning
from lib.web.cache import cached
from lib.web.drawing import draw_html
from lib.web.state import answers, database_stamp, selection


@cached
def build_screen(name: str, view: View, stamp: int) -> Screen:
    """One screen for one view."""
    return MAKERS[name](answers(view))


_, view = selection()
above = st.empty()
with st.container(key="vergadering"):
    name = chosen_screen()
    comparison = answers(view)
    if words := own_choices(comparison, name):
        draw_html(words, above)
    draw_screen(build_screen(name, view, database_stamp()), comparison)
    turning(name)
