"""Vergadermodus: the same comparison for a whole room, one idea per screen."""

import streamlit as st

from lib.analysis import meeting_choice, meeting_screens
from lib.analysis.meeting import Screen
from lib.analysis.view import View
from lib.ui.meeting import chosen_screen, draw, turning
from lib.ui.shell import chosen
from lib.ui.state import answers, database_stamp

MADE = {
    "vraag": meeting_screens.question,
    "mensen": meeting_screens.people,
    "kosten": meeting_screens.costs,
    "gemeenten": meeting_screens.per_gemeente,
    "voorwaarden": meeting_choice.conditions,
    "spreiding": meeting_screens.spread,
    "niet_in_euros": meeting_choice.not_in_euros,
    "besluit": meeting_choice.decision,
}


@st.cache_resource(max_entries=128, show_spinner=False)
def made(name: str, view: View, stamp: int) -> Screen:
    """One screen for one view."""
    return MADE[name](answers(view))


_, view = chosen()
with st.container(key="vergadering"):
    name = chosen_screen()
    found = answers(view)
    draw(made(name, view, database_stamp()), found)
    turning(found, name)
