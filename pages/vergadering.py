"""Vergadermodus: the same comparison for a whole room, one idea per screen."""

import streamlit as st

from lib.analysis.meeting import Screen
from lib.analysis.meeting_order import MAKERS
from lib.analysis.view import View
from lib.ui.cache import cached
from lib.ui.meeting import chosen_screen, draw, own_choices, turning
from lib.ui.state import answers, database_stamp, selection


@cached
def made(name: str, view: View, stamp: int) -> Screen:
    """One screen for one view."""
    return MAKERS[name](answers(view))


_, view = selection()
above = st.empty()
with st.container(key="vergadering"):
    name = chosen_screen()
    found = answers(view)
    if told := own_choices(found, name):
        above.html(told)
    draw(made(name, view, database_stamp()), found)
    turning(name)
