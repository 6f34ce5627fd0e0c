"""The draft of this session: it stands in the address, so that it survives a reload, can be sent, and Back undoes a change."""

import base64
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from lib.comparison.own_routes import read_scenario
from lib.comparison.release import Release
from lib.comparison.view import View
from lib.model.scenario import Scenario
from lib.render.html import literal
from lib.store.handed_in import LARGEST_FILE
from lib.subjects.own_route.start import start_draft
from lib.tables.route_draft import RouteDraft, read_draft, write_draft
from lib.tables.rows import Problem
from lib.tables.toml_files import NotToml
from lib.text import upper_first

#: The bound field, and so the name in the address; and the same beside it, which outlives a visit to another page.
KEY, REMEMBERED = "eigen_route", "eigen_route_onthouden"
#: What the field says on the next run, of what came in after it was drawn.
UPCOMING = "eigen_route_straks"
#: Where the last act was refused, and for what.
REFUSED = "eigen_route_geweigerd"
#: An id that no scenario has.
FREE = "een_id_die_nog_vrij_is"
#: So much of what was read is repeated.
SHOWN = 80
UNREADABLE = "In de link stond een eigen route die niet te lezen is; hier begint een nieuwe."


@dataclass(frozen=True)
class OwnRoute:
    """What the page is about: a draft on a release, and what is wrong with it there."""

    release: Release
    draft: RouteDraft
    problems: tuple[Problem, ...]

    @property
    def fits(self) -> bool:
        """Whether the release takes it, but perhaps for its id, which a route of the release may have already."""
        return not self.problems or not problems_of(self.release, self.draft.with_text(id=FREE))

    @property
    def base(self) -> Scenario:
        """The scenario that it is made from; the nulalternatief where the release does not know that."""
        return self.release.scenarios.get(self.draft.text("basis"), self.release.zero)


def pack(draft: RouteDraft) -> str:
    """A draft as the address has it."""
    return base64.urlsafe_b64encode(zlib.compress(write_draft(draft).encode(), 9)).decode().rstrip("=")


def unpack(text: str) -> RouteDraft | None:
    """The draft that an address has; None when that is none."""
    with suppress(ValueError, zlib.error, NotToml):
        raw = zlib.decompressobj().decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), LARGEST_FILE)
        return read_draft(raw.decode())
    return None


def now(release: Release, view: View) -> OwnRoute:
    """The draft of the address, or a new one like route B of the view; draws the field that keeps it there."""
    if UPCOMING in st.session_state:
        st.session_state[KEY] = st.session_state.pop(UPCOMING)
    if KEY not in st.session_state and KEY not in st.query_params:
        st.session_state[KEY] = st.session_state.get(REMEMBERED, "")
    with st.container(key="eigen_route_in_adres"):
        text = st.text_input("De eigen route in de link", key=KEY, bind="query-params") or ""
    draft = unpack(text) if text else None
    if text and draft is None:
        st.warning(UNREADABLE)
    if draft is None:
        text = ""
        draft = start_draft(release, view.b if view.b in release.computed else release.zero.id)
    st.session_state[REMEMBERED] = text
    return OwnRoute(release, draft, problems_of(release, draft))


def problems_of(release: Release, draft: RouteDraft) -> tuple[Problem, ...]:
    """What is wrong with a draft, as with its file; nothing when it is sound."""
    _, problems = read_scenario(release, read_draft(write_draft(draft)))
    return problems


def take(draft: RouteDraft) -> None:
    """From now on this is the draft."""
    st.session_state[KEY] = pack(draft)
    st.session_state.pop(REFUSED, None)


def change(own: OwnRoute, after: RouteDraft, place: str, done: Callable[[], None] | None = None) -> None:
    """Take a draft that is sound, or say at its `place` what the reader of the file refuses; of one that was not sound yet,
    whatever comes nearer."""
    problems = problems_of(own.release, after)
    if problems and not own.problems:
        st.session_state[REFUSED] = place, problems
        return
    take(after)
    if done is not None:
        done()


def refusals(place: str) -> tuple[Problem, ...]:
    """What the last act at that place was refused for."""
    where, problems = st.session_state.get(REFUSED, ("", ()))
    return problems if where == place else ()


def forget() -> None:
    """What was refused is no longer said."""
    st.session_state.pop(REFUSED, None)


def show_refusals(problems: Iterable[Problem], named: bool = True) -> None:
    """What the reader of the file says; `named` where it does not stand at its field."""
    for problem in problems:
        where = f"{problem.place}: " if named else ""
        read = f" Gelezen: “{problem.read[:SHOWN]}”." if problem.read else ""
        st.error(literal(upper_first(f"{where}{problem.what}.{read} {upper_first(problem.remedy)}")))


def start_again() -> None:
    """Let go of the draft; the next one begins like route B."""
    st.session_state[KEY] = st.session_state[REMEMBERED] = ""
    forget()
