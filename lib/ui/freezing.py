"""The act of freezing: what the reader sees now becomes a state that stays as it is."""

import streamlit as st

from lib import __version__
from lib.analysis.frozen.results import write_view
from lib.analysis.release import Release
from lib.analysis.view import NotInView, View
from lib.report.frozen import frozen_tables
from lib.store import locations
from lib.store.faults import StoreError
from lib.store.frozen import AUTHOR, NAME, NOTE, Program, freeze
from lib.store.program import program_hash
from lib.ui.html import text
from lib.ui.state import state_link

#: What was frozen last in this session: its number and name.
DONE = "bevries_klaar"


def ask(release: Release, view: View) -> None:
    """Name, note and who; then one button. What was frozen last is told below it, with its link."""
    st.caption("Bewaart alle getallen van deze weergave zoals zij nu zijn, ook als cijfers of formules veranderen.")
    with st.form("bevries", border=False):
        name = st.text_input(
            "Naam van de stand", key="bevries_naam", max_chars=NAME, placeholder="Vergadering 26 maart"
        )
        note = st.text_input("Toelichting (mag leeg)", key="bevries_toelichting", max_chars=NOTE)
        author = st.text_input("Wie bevriest", key="bevries_wie", max_chars=AUTHOR)
        pressed = st.form_submit_button("Bevries")
    if pressed:
        _freeze(release, view, name or "", note or "", author or "")
    if DONE in st.session_state:
        number, named = st.session_state[DONE]
        st.html(f'<p role="status">Bevroren als stand {number}, “{text(named)}”. De link:</p>')
        st.code(state_link(number), language=None, wrap_lines=True)


def _freeze(release: Release, view: View, name: str, note: str, author: str) -> None:
    st.session_state.pop(DONE, None)
    try:
        with st.spinner("De stand wordt bevroren."):
            number = freeze(
                locations.database(),
                frozen_tables(release, view),
                name=name,
                note=note,
                author=author,
                release=release.info,
                view=write_view(view),
                program=Program(__version__, program_hash()),
            )
        st.session_state[DONE] = number, name
    except (StoreError, NotInView) as error:
        st.error(error.melding)
