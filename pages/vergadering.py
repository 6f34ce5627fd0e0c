"""Vergadermodus: the same comparison for a whole room, one idea per screen."""

import streamlit as st

from lib.analysis.meeting import Screen
from lib.analysis.meeting_choice import MAKERS
from lib.analysis.view import View
from lib.ui.cache import cached
from lib.ui.html import draw_html
from lib.ui.meeting import chosen_screen, draw_screen, own_choices, turning
from lib.ui.state import answers, database_stamp, selection


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
