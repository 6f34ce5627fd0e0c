"""The controls below *Cijfers aanleveren*: the list of releases and what can be done to one."""

from functools import partial

import streamlit as st

from lib.analysis.effect import size_words
from lib.report.release_files import record_csv
from lib.store import locations
from lib.store.access import DOWNLOAD, SEE_RECORD, TAKE_IN_USE
from lib.store.releases import ReleaseInfo
from lib.ui import sign_in
from lib.ui.change_tables import changes_table, effect_tables
from lib.ui.html import block, text
from lib.ui.release_acts import act, compared, downloads, releases_block, seen
from lib.ui.state import database_stamp

#: Who acts on a release, and what the record is called as a file.
WHO, RECORD, CSV = "releases_wie", "logboek.csv", "text/csv"


def show() -> None:
    """All releases; then one of them, and beside another."""
    by = sign_in.present()
    infos, changed, events = seen(database_stamp(), by)
    st.html(releases_block(infos, changed, events, by))
    # Without its state, which an act changes: a label that changed would let the list jump to another release.
    labels = {f"Release {info.number}: {info.name}": info for info in infos}
    used = next((info.number for info in infos if info.current), 0)
    left, right = st.columns(2)
    with left:
        info = labels[st.selectbox("Kies een release", list(labels), key="releases_gekozen")]
        if sign_in.may(DOWNLOAD):
            for label, (file, kind, make) in downloads(info, by).items():
                st.download_button(f"Release {info.number} ophalen als {label}", make, file, kind, on_click="ignore")
        if SEE_RECORD.open_to(by):
            st.download_button(
                "Logboek ophalen (CSV)",
                partial(record_csv, locations.database(), by=by),
                RECORD,
                CSV,
                on_click="ignore",
            )
    with right:
        _acts(info, used)
    others = {label: other for label, other in labels.items() if other.number != info.number}
    if others:
        against = st.selectbox("Vergelijk haar met", ["Kies een release", *others], key="releases_tegen")
        if against in others:
            both = compared(others[against], info)
            told = (
                f'<p class="rw-say">Van release {both.old.info.number} naar release {both.new.info.number}: '
                f"{text(size_words(both.size))}.</p>"
            )
            st.html(block("Twee releases naast elkaar", "", told + changes_table(both.changes, both.old, both.new)))
            st.html(effect_tables(both.effect, both.new))


def _acts(info: ReleaseInfo, used: int) -> None:
    """Taking a release in use and withdrawing it, as seen while release `used` was in use."""
    st.caption(f"Release {info.number} is {info.state_words}; in gebruik is release {used}.")
    if not sign_in.may(TAKE_IN_USE):
        return
    sign_in.ask_name("Wie doet dit", WHO)
    who = str(st.session_state.get(WHO) or "")
    note = st.text_input("Waarom", key="releases_waarom", max_chars=300)
    ready = bool(who.strip() and note.strip())
    st.button(
        f"Neem release {info.number} in gebruik",
        disabled=not ready or info.current,
        on_click=act,
        args=("gebruik", info.number, note, who, used),
    )
    st.button(
        f"Trek release {info.number} in",
        disabled=not ready or info.current or info.state == "ingetrokken",
        on_click=act,
        args=("intrekken", info.number, note, who, used),
    )
    if not ready:
        st.caption("Vul in wie dit doet en waarom; dat komt in het logboek.")
