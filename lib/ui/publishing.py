"""Publish a candidate on a page, and say what came of it on the next run."""

import streamlit as st

from lib.analysis.candidate import Candidate, publish_candidate
from lib.store import locations
from lib.store.database import StoreError
from lib.ui import sign_in
from lib.ui.messages import Message, tell
from lib.ui.state import RELEASE, release_label


def publish(place: str, candidate: Candidate, release_name: str, note: str, who: str, concept: bool) -> bool:
    """Publish what was looked at; whether it was, as is said at `place`."""
    try:
        number = publish_candidate(
            locations.database(), candidate, name=release_name, note=note, by=sign_in.acting(who), concept=concept
        )
    except StoreError as error:
        tell(place, Message(False, error.melding))
        return False
    if concept:
        stored = f"Release {number} is als concept bewaard. Lezers zien haar pas als zij in gebruik is."
        tell(place, Message(True, stored))
        return True
    st.session_state[RELEASE] = release_label(number)
    tell(place, Message(True, f"Release {number} is gepubliceerd en in gebruik.", release=number))
    return True
