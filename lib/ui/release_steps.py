"""The controls below *Cijfers aanleveren*: the list of releases and what can be done to one."""

import streamlit as st

from lib.analysis.effect import size_words
from lib.ui.change_tables import changes_table, effect_tables
from lib.ui.html import block, text
from lib.ui.release_acts import act, compared, downloads, listed, releases_block
from lib.ui.state import database_stamp


def show() -> None:
    """All releases; then one of them, and beside another."""
    infos, changed, events = listed(database_stamp())
    st.html(releases_block(infos, changed, events))
    labels = {f"Release {info.number}: {info.name} ({info.state_words})": info for info in infos}
    left, right = st.columns(2)
    with left:
        info = labels[st.selectbox("Kies een release", list(labels), key="releases_gekozen")]
        for label, (file, kind, make) in downloads(info).items():
            st.download_button(f"Release {info.number} ophalen als {label}", make, file, kind, on_click="ignore")
    with right:
        actor = st.text_input("Wie doet dit", key="releases_wie", max_chars=80)
        note = st.text_input("Waarom", key="releases_waarom", max_chars=300)
        ready = bool(actor.strip() and note.strip())
        st.button(
            f"Neem release {info.number} in gebruik",
            disabled=not ready or info.current,
            on_click=act,
            args=("gebruik", info.number, note, actor),
        )
        st.button(
            f"Trek release {info.number} in",
            disabled=not ready or info.current or info.state == "ingetrokken",
            on_click=act,
            args=("intrekken", info.number, note, actor),
        )
        if not ready:
            st.caption("Vul in wie dit doet en waarom; dat komt in het logboek.")
    others = {label: other for label, other in labels.items() if other.number != info.number}
    if others:
        against = st.selectbox("Vergelijk haar met", ["Kies een release", *others], key="releases_tegen")
        if against in others:
            old, new, changes, size, effects = compared(others[against], info)
            told = f'<p class="rw-say">Van release {old.info.number} naar release {new.info.number}: {text(size_words(size))}.</p>'
            st.html(block("Twee releases naast elkaar", "", told + changes_table(changes, old, new)))
            st.html(effect_tables(effects, new))
