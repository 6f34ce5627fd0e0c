"""What a reader does with verkenningen: keep, open, hand in, withdraw; what came of it is said on the next run."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from lib.analysis.release import Release
from lib.analysis.saved_views import (
    check_verkenning,
    overrides_of,
    read_verkenning,
    verkenning_of,
    verkenningen_in_view,
)
from lib.analysis.view import View
from lib.store import locations
from lib.store.faults import StoreError
from lib.store.intake.personal import Personal
from lib.store.problems import Unsound
from lib.store.saved_views import StoredVerkenning, keep, verkenningen, withdraw_verkenning
from lib.store.verkenning import Verkenning
from lib.ui import assumptions, sign_in
from lib.ui.html import tag, text
from lib.ui.messages import Message, draw, show, tell
from lib.ui.state import OWN_KEY, database_stamp, release_label, release_of

WHO, NAME, NOTE, WHY = "verkenning_wie", "verkenning_naam", "verkenning_toelichting", "verkenning_waarom"
#: Where messages of this section stand, and the round of the file chooser: a new one empties it.
PLACE, ROUND = "verkenning", "verkenning_ronde"
WRONG = "Wat er mis is met de verkenning"


@st.cache_resource(max_entries=2, show_spinner=False)
def listed(stamp: int) -> list[StoredVerkenning]:
    """Every verkenning, the oldest first."""
    return verkenningen(locations.database())


def typed(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def save(looked_at: Callable[[], tuple[Release, View]]) -> None:
    """Keep what the reader looks at now."""
    release, view = looked_at()
    now = datetime.now(UTC).replace(tzinfo=None)
    one = verkenning_of(view, name=typed(NAME), note=typed(NOTE), author=typed(WHO), made_at=now)
    try:
        check_verkenning(release, one)
        number = keep(locations.database(), one, by=sign_in.acting(typed(WHO)))
    except (Unsound, StoreError) as error:
        _refused(error, "De verkenning is niet bewaard.")
        return
    tell(PLACE, Message(True, f"Verkenning {number} is bewaard."))
    st.session_state[NAME] = st.session_state[NOTE] = ""


def read(file: str, raw: bytes) -> Verkenning | None:
    """A handed-in file, or None after saying what is wrong with it; one about a person is dropped at once."""
    try:
        return read_verkenning(file, raw, partial(release_of, stamp=database_stamp()))
    except Personal as error:
        _refused(error, "Het bestand is geweigerd en niets ervan is bewaard.")
        st.session_state[ROUND] += 1
        st.rerun()
    except (Unsound, StoreError) as error:
        draw(_refusal(error, "Het bestand is geweigerd; er is niets veranderd."), WRONG)
    return None


def hand_in(one: Verkenning) -> None:
    """Keep what was handed in."""
    try:
        number = keep(locations.database(), one, by=sign_in.acting(typed(WHO)), handed_in=True)
    except (Unsound, StoreError) as error:
        _refused(error, "De verkenning is niet bewaard.")
        return
    tell(PLACE, Message(True, f"Verkenning {number} is aangeleverd."))
    st.session_state[ROUND] += 1


def withdraw(number: int) -> None:
    try:
        withdraw_verkenning(locations.database(), number, note=typed(WHY), by=sign_in.acting(typed(WHO)))
    except (Unsound, StoreError) as error:
        _refused(error, "De verkenning is niet ingetrokken.")
        return
    tell(PLACE, Message(True, f"Verkenning {number} is ingetrokken; zij blijft in het logboek."))
    st.session_state[WHY] = ""


def open_again(one: Verkenning) -> None:
    """Take the release, the routes, the key and the assumptions of a verkenning."""
    try:
        release = release_of(one.release, database_stamp())
    except StoreError as error:
        _refused(error, "De verkenning is niet te openen.")
        return
    st.session_state["release"] = release_label(release.info.number)
    st.session_state["a"] = release.scenarios[one.route_a].title
    st.session_state["b"] = release.scenarios[one.route_b].title
    st.session_state["sleutel"] = OWN_KEY if one.key is None else release.key_label(one.key)
    assumptions.choose(release, overrides_of(release, one))


def said() -> None:
    """What the last act came to."""
    show(PLACE, WRONG)


def _refused(error: Unsound | StoreError, told: str) -> None:
    tell(PLACE, _refusal(error, told))


def _refusal(error: Unsound | StoreError, told: str) -> Message:
    problems = error.problems if isinstance(error, Unsound) else ()
    return Message(False, told if problems else error.args[0], problems)


def named(release: Release, view: View) -> str:
    """The verkenning that a view shows, for the bar above every page; empty when it shows none."""
    if not view.overrides:
        return ""
    found = verkenningen_in_view(release, view, listed(database_stamp()))
    names = [
        f"“{text(kept.name)}”" + ("" if same else " (bewaard bij andere routes of een andere verdeelsleutel)")
        for kept, same in found
    ]
    return f"Verkenning: {', '.join(names)}, status {tag('aanname')}. " if names else ""
