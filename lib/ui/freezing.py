"""The act of freezing: what the reader sees now becomes a state that stays as it is."""

from collections.abc import Callable

import streamlit as st

from lib import __version__
from lib.analysis.frozen.results import write_view
from lib.analysis.release import Release
from lib.analysis.view import NotInView, View
from lib.report.frozen import frozen_tables
from lib.store import locations
from lib.store.access import FREEZE
from lib.store.faults import StoreError
from lib.store.frozen import AUTHOR, NAME, NOTE, Program, freeze, states
from lib.store.locations import program_hash
from lib.ui import sign_in
from lib.ui.html import text
from lib.ui.messages import Message, forget, show, tell
from lib.ui.state import state_link

NAMED, NOTED, BY = "bevries_naam", "bevries_toelichting", "bevries_wie"
#: What was frozen last in this session (its number and what is told of it), and where messages of this act stand.
DONE, PLACE = "bevries_klaar", "bevries"


def ask(now: Callable[[], tuple[Release, View]]) -> None:
    """Name, note and who; then one button. `now` tells what the reader looks at when it is pressed: a fragment may have
    changed that since this was drawn. What was frozen last is told below, with its link."""
    if not sign_in.may(FREEZE):
        return
    st.caption("Bewaart alle getallen van deze weergave zoals zij nu zijn, ook als cijfers of formules veranderen.")
    with st.form("bevries", border=False):
        st.text_input("Naam van de stand", key=NAMED, max_chars=NAME, placeholder="Vergadering 26 maart")
        st.text_input("Toelichting (mag leeg)", key=NOTED, max_chars=NOTE)
        sign_in.ask_name("Wie bevriest", BY, most=AUTHOR)
        st.form_submit_button("Bevries", key="bevries_knop", on_click=_freeze, args=(now,))
    show(PLACE, "Wat er mis is")
    if DONE in st.session_state:
        number, named = st.session_state[DONE]
        st.html(f'<p role="status">{text(named)} De link:</p>')
        st.code(state_link(number), language=None, wrap_lines=True)


def _freeze(now: Callable[[], tuple[Release, View]]) -> None:
    st.session_state.pop(DONE, None)
    forget(PLACE)
    release, view = now()
    name, note, who = (str(st.session_state.get(key) or "") for key in (NAMED, NOTED, BY))
    path = locations.database()
    try:
        before = {info.number for info in states(path)}
        number = freeze(
            path,
            frozen_tables(release, view),
            name=name,
            note=note,
            by=sign_in.acting(who),
            release=release.info,
            view=write_view(view),
            program=Program(__version__, program_hash()),
        )
        told = "Al eerder zo bevroren:" if number in before else "Bevroren als"
        st.session_state[DONE] = number, f"{told} stand {number}, “{name}”."
    except (StoreError, NotInView) as error:
        tell(PLACE, Message(False, error.melding))
