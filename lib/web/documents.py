"""One control that makes a document of what the reader sees, only when asked, and hands it over. Documents and downloads are
made a few at once: each takes a processor for seconds, and nobody else gets a step."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.comparison.own_routes import concept_names
from lib.comparison.release import Release
from lib.comparison.view import NotInView, View
from lib.render.documents import DOCUMENTS, DocumentFile, make, make_of_state
from lib.render.export import CannotExport
from lib.render.frozen import state_words
from lib.render.html import Html, literal
from lib.render.packing import Imprint
from lib.store import locations
from lib.store.faults import StoreError
from lib.store.saved_views import State, state
from lib.subjects.saved_views import frozen_routes
from lib.web.cache import cached
from lib.web.drawing import draw_html
from lib.web.server.limits import whole_setting
from lib.web.state import answers_of, database_stamp, full_link, release_of, state_link

TITLE = "Document"
#: What was made last in this session by each control (of what, and the document), and where it is said that the view
#: is another now.
RESULT, PLACE = "document_gemaakt", "document_plek"
VIEW, STATE = "document", "document_stand"
CHANGED = "De weergave is veranderd. Kies opnieuw “Maak document”."
CHANGED_HTML = Html(
    '<p class="rw-small" role="status">{}</p><style>.st-key-document_ophalen {{ display: none; }}</style>'
)
#: How many documents and downloads at once.
SETTING, USUAL = "ROUTEWIJZER_EXPORTS_AT_ONCE", 2
PATIENCE_SECONDS = 30.0
Arguments = ParamSpec("Arguments")


class Crowded(CannotExport):
    """Others were being served for as long as anyone wants to wait; nothing was made."""


_places = threading.BoundedSemaphore(whole_setting(SETTING, USUAL))


@contextmanager
def place(patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Wait for a place, and leave it at the end of the block. Raises Crowded."""
    if not _places.acquire(timeout=patience):
        raise Crowded(
            "Er worden nu veel documenten en bestanden gemaakt. Wacht een minuut en probeer het opnieuw. "
            "Er is niets verloren."
        )
    try:
        yield
    finally:
        _places.release()


def in_turn(make: Callable[Arguments, bytes]) -> Callable[Arguments, bytes]:
    """The same maker of a file, in its turn."""

    @wraps(make)
    def make_in_turn(*args: Arguments.args, **words: Arguments.kwargs) -> bytes:
        with place():
            return make(*args, **words)

    return make_in_turn


@cached
def _of_view(kind: str, view: View, link: str, stamp: int) -> DocumentFile:
    with place():
        return make(kind, answers_of(view, stamp), Imprint(link, datetime.now(UTC)))


@cached
def _of_state(kind: str, number: int, link: str, stamp: int) -> DocumentFile:
    stored = state(locations.database(), number)
    release = release_of(stored.info.release, stamp, concept_names(frozen_routes(stored.info)))
    with place():
        return make_of_state(kind, stored, release, Imprint(link, datetime.now(UTC), state_words(stored.info)))


def ask(release: Release, view: View) -> None:
    """A document of the view: which kind, one button, and then the file."""
    st.caption("Bevat de vergelijking zoals u die nu ziet, met bronnen, release en volledige link.")
    link = full_link(release, view, "")
    _control(VIEW, view, lambda kind: _of_view(kind, view, link, database_stamp()))


def ask_state(stored: State) -> None:
    """The same of a frozen state, from what is stored of it."""
    number, link = stored.info.number, state_link(stored.info.number)
    _control(STATE, number, lambda kind: _of_state(kind, number, link, database_stamp()))


def view_changed(view: View) -> None:
    """Where the view changes, also inside a fragment: a document of another view is no longer handed over.

    A fragment may not take a widget away that stands outside it, and writes outside it in every run or never.
    """
    result = st.session_state.get(f"{RESULT}_{VIEW}")
    if result is not None and result[0][1] != view:
        draw_html(CHANGED_HTML.format(CHANGED), st.session_state[PLACE])
    else:
        st.session_state[PLACE].empty()


def _control(name: str, what: Any, build: Callable[[str], DocumentFile]) -> None:
    kind = st.radio("Soort document", DOCUMENTS, format_func=lambda kind: DOCUMENTS[kind].title, key=f"{name}_soort")
    pressed = st.button("Maak document", key=f"{name}_maak")
    place = st.empty()
    if name == VIEW:
        st.session_state[PLACE] = st.empty()
    if pressed and not _build(name, (kind, what), build, place):
        return
    result = st.session_state.get(f"{RESULT}_{name}")
    if result is None or result[0][0] != kind or (name == STATE and result[0][1] != what):
        return
    file: DocumentFile = result[1]
    place.download_button(file.label, file.body, file.name, file.kind.mime, on_click="ignore", key=f"{name}_ophalen")
    if name == VIEW:
        # Of another view it is out of sight, and comes back with its view: a fragment could not draw it again.
        view_changed(what)


def _build(name: str, key: tuple[str, Hashable], build: Callable[[str], DocumentFile], place: DeltaGenerator) -> bool:
    """Make the document and hold it for this session; says why it cannot be made."""
    st.session_state.pop(f"{RESULT}_{name}", None)
    try:
        with place, st.spinner("Document wordt gemaakt …"):
            st.session_state[f"{RESULT}_{name}"] = key, build(key[0])
    except (CannotExport, NotInView, StoreError) as error:
        place.error(literal(error.melding))
        return False
    return True
