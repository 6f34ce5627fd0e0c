"""One control that makes a document of what the reader sees, only when asked, and hands it over."""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis.release import Release
from lib.analysis.view import NotInView, View
from lib.report.documents import DOCUMENTS, DocumentFile, make, make_of_state
from lib.report.export import CannotExport
from lib.report.frozen import state_words
from lib.report.imprint import Imprint
from lib.store import locations
from lib.store.faults import StoreError
from lib.store.saved_views import State, state
from lib.ui.at_once import place
from lib.ui.cache import cached
from lib.ui.html import literal, text
from lib.ui.state import answers_of, database_stamp, full_link, release_of, state_link

TITLE = "Document"
#: What was made last in this session by each control (of what, and the document), and where it is told that the view
#: is another now.
HELD, PLACE = "document_gemaakt", "document_plek"
VIEW, STATE = "document", "document_stand"
CHANGED = "De weergave is veranderd. Kies opnieuw “Maak document”."


@cached
def _of_view(kind: str, view: View, link: str, stamp: int) -> DocumentFile:
    with place():
        return make(kind, answers_of(view, stamp), Imprint(link, datetime.now(UTC)))


@cached
def _of_state(kind: str, number: int, link: str, stamp: int) -> DocumentFile:
    found = state(locations.database(), number)
    release = release_of(found.info.release, stamp)
    with place():
        return make_of_state(kind, found, release, Imprint(link, datetime.now(UTC), state_words(found.info)))


def ask(release: Release, view: View) -> None:
    """A document of the view: which kind, one button, and then the file."""
    st.caption("Bevat de vergelijking zoals u die nu ziet, met bronnen, release en volledige link.")
    link = full_link(release, view, "")
    _control(VIEW, view, lambda kind: _of_view(kind, view, link, database_stamp()))


def ask_state(found: State) -> None:
    """The same of a frozen state, from what is stored of it."""
    number, link = found.info.number, state_link(found.info.number)
    _control(STATE, number, lambda kind: _of_state(kind, number, link, database_stamp()))


def view_changed(view: View) -> None:
    """Where the view changes, also inside a fragment: a document of another view is no longer handed over.

    A fragment may not take a widget away that stands outside it, and writes outside it in every run or never.
    """
    held = st.session_state.get(f"{HELD}_{VIEW}")
    if held is not None and held[0][1] != view:
        hidden = f"<style>.st-key-{VIEW}_ophalen {{ display: none; }}</style>"
        st.session_state[PLACE].html(f'<p class="rw-small" role="status">{text(CHANGED)}</p>{hidden}')
    else:
        st.session_state[PLACE].empty()


def _control(name: str, what: Any, made: Callable[[str], DocumentFile]) -> None:
    kind = st.radio("Soort document", DOCUMENTS, format_func=lambda each: DOCUMENTS[each].title, key=f"{name}_soort")
    asked = st.button("Maak document", key=f"{name}_maak")
    place = st.empty()
    if name == VIEW:
        st.session_state[PLACE] = st.empty()
    if asked and not _make(name, (kind, what), made, place):
        return
    held = st.session_state.get(f"{HELD}_{name}")
    if held is None or held[0][0] != kind or (name == STATE and held[0][1] != what):
        return
    found: DocumentFile = held[1]
    place.download_button(
        found.label, found.body, found.name, found.kind.mime, on_click="ignore", key=f"{name}_ophalen"
    )
    if name == VIEW:
        # Of another view it is out of sight, and comes back with its view: a fragment could not draw it again.
        view_changed(what)


def _make(name: str, wanted: tuple[str, Hashable], made: Callable[[str], DocumentFile], place: DeltaGenerator) -> bool:
    """Make the document and hold it for this session; tells why it cannot be made."""
    st.session_state.pop(f"{HELD}_{name}", None)
    try:
        with place, st.spinner("Document wordt gemaakt …"):
            st.session_state[f"{HELD}_{name}"] = wanted, made(wanted[0])
    except (CannotExport, NotInView, StoreError) as error:
        place.error(literal(error.melding))
        return False
    return True
