"""The first visit: three sentences that say what this is, gone when the reader closes them or comes back."""

import streamlit as st

from lib.analysis.release import Release
from lib.ui.html import text

SEEN, GONE = "welkom_gezien", "welkom_weg"


def welcome(release: Release) -> None:
    """Draw the three sentences on the first visit of this session."""
    st.session_state[SEEN] = True
    if st.session_state.get(GONE):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="welkom"):
        st.html(f"<p>{text(_sentences(release))}</p>")
        st.button("Sluiten", key="welkom_sluiten", on_click=close, width="content")


def _sentences(release: Release) -> str:
    return (
        f"De Routewijzer zet twee routes voor {release.settings['regio']} naast elkaar, in mensen en in euro’s, voor elke "
        "gemeente apart. Hij kiest niet: u ziet waarop het verschil rust en wat niet bekend is. "
        "Klik op een onderstreept getal en u ziet waar het vandaan komt."
    )


def close() -> None:
    st.session_state[GONE] = True


def left() -> None:
    """Another page is open: who comes back, has seen it."""
    if st.session_state.get(SEEN):
        close()
