"""The section *Verkenningen*: keep the assumptions of now under a name, hand one in, open or withdraw one."""

from collections.abc import Callable

import streamlit as st

from lib.analysis.own_choices import listed, own_assumptions
from lib.analysis.release import Release
from lib.analysis.saved_views import overrides_of
from lib.analysis.view import View
from lib.store.access import KEEP, WITHDRAW_OWN
from lib.store.saved_views import HANDED_IN, Act, StoredVerkenning
from lib.store.verkenning import AUTHOR, LONGEST, Verkenning
from lib.store.verkenning import NAME as NAME_KEY
from lib.store.verkenning import NOTE as NOTE_KEY
from lib.store.verkenning_file import write_file
from lib.text import lower_first, moment_words, whole
from lib.ui import sign_in
from lib.ui import verkenning_acts as acts
from lib.ui.cache import cached
from lib.ui.html import Row, block, name, table, tag, text, words
from lib.ui.state import OWN_KEY, database_stamp, release_of

FILE_KIND = "application/toml"
NEED = "Vul in wie dit doet"


def show(now: Callable[[], tuple[Release, View]]) -> None:
    """Everything there is to do with verkenningen; `now` tells what the reader looks at, whenever it is asked."""
    intro = (
        f'<p class="rw-small">Eigen aannames onder een naam, voor iedereen te openen: {tag("aanname")}. Een verkenning '
        "is geen route en verandert de routes en de cijfers niet.</p>"
    )
    st.html(block("Verkenningen", "", intro))
    acts.said()
    if sign_in.may(KEEP):
        sign_in.ask_name("Wie doet dit", acts.WHO, most=LONGEST[AUTHOR], placeholder="uw naam en organisatie")
        left, right = st.columns(2, gap="medium")
        with left:
            _save(now)
        with right:
            _hand_in()
    kept = acts.listed(database_stamp())
    if kept:
        st.html(overview(database_stamp()))
        _choose(kept)


def _save(now: Callable[[], tuple[Release, View]]) -> None:
    st.text_input("Naam van de verkenning", key=acts.NAME, max_chars=LONGEST[NAME_KEY])
    st.text_input("Waarom deze aannames", key=acts.NOTE, max_chars=LONGEST[NOTE_KEY])
    lacking = [
        words
        for given, words in (
            (now()[1].overrides, "verander eerst een aanname; alles staat op standaard"),
            (acts.typed(acts.WHO), lower_first(NEED)),
            (acts.typed(acts.NAME), "geef een naam"),
            (acts.typed(acts.NOTE), "schrijf waarom"),
        )
        if not given
    ]
    st.button("Bewaar als verkenning", on_click=acts.save, args=(now,), disabled=bool(lacking))
    if lacking:
        st.caption(f"Nog te doen: {'; '.join(lacking)}.")


def _hand_in() -> None:
    """A file of a verkenning: what it holds, or what is wrong with it."""
    key = f"verkenning_bestand_{st.session_state.setdefault(acts.ROUND, 0)}"
    file = st.file_uploader("Een verkenning aanleveren (TOML)", ["toml"], key=key, max_upload_size=1)
    one = acts.read(file.name, file.getvalue()) if file is not None else None
    if one is not None:
        release = release_of(one.release, database_stamp())
        st.html(f'<p class="rw-say"><b>{text(one.name)}</b>, door {text(one.author)}</p>{_lines(release, one)}')
        ready = bool(acts.typed(acts.WHO))
        st.button("Bewaar wat is aangeleverd", on_click=acts.hand_in, args=(one,), disabled=not ready)
        if not ready:
            st.caption(f"{NEED}; dat komt in het logboek.")


@cached
def overview(stamp: int) -> str:
    """All verkenningen, the newest first."""
    kept = acts.listed(stamp)
    rows = [_row(each, release_of(each.release, stamp)) for each in reversed(kept)]
    head = ["Verkenning", "Waarom", "Anders dan standaard", "Bij", "Door", "Staat"]
    caption = f"Alle verkenningen ({whole(len(kept))}), de nieuwste boven; alle waarden zijn aannames"
    return table(caption, head, rows, style="rw-wrap rw-rows rw-tall")


def _row(kept: StoredVerkenning, release: Release) -> Row:
    one = kept.verkenning
    routes = " naast ".join(release.scenarios[route].title for route in (one.route_a, one.route_b))
    key = lower_first(OWN_KEY) if one.key is None else lower_first(release.key_label(one.key))
    made = f"{one.author}, {moment_words(one.made_at)}"
    return Row(
        [
            name(f"{kept.number}. {one.name}"),
            words(one.note),
            words(listed(own_assumptions(release, overrides_of(release, one)))),
            words(f"{routes}; verdeelsleutel {key}; release {one.release}"),
            words(made if kept.acts[0].act != HANDED_IN else f"{made}; {_act(kept.acts[0])}"),
            words("te openen" if kept.in_force else f"{_act(kept.acts[-1])}: {kept.acts[-1].note}"),
        ]
    )


def _act(act: Act) -> str:
    return f"{act.act} door {act.actor}, {moment_words(act.happened_at)}"


def _lines(release: Release, one: Verkenning) -> str:
    items = "".join(f"<li>{text(each.words)}</li>" for each in own_assumptions(release, overrides_of(release, one)))
    return f'<ul class="rw-list">{items}</ul>'


def _choose(kept: list[StoredVerkenning]) -> None:
    """One verkenning, those in force first: open it, get its file, withdraw it."""
    newest = sorted(kept, key=lambda each: (not each.in_force, -each.number))
    labels = {f"{each.number}. {each.name}": each for each in newest}
    label = st.selectbox("Kies een verkenning", list(labels), key="verkenning_gekozen")
    chosen = labels.get(label) or newest[0]
    with st.container(horizontal=True, gap="small", key="verkenning_knoppen"):
        st.button("Open", on_click=acts.open_again, args=(chosen.verkenning,), disabled=not chosen.in_force)
        file = f"verkenning-{chosen.number}.toml"
        st.download_button("Ophalen (TOML)", write_file(chosen.verkenning), file, FILE_KIND, on_click="ignore")
    if chosen.in_force and sign_in.may(WITHDRAW_OWN):
        st.text_input("Waarom intrekken", key=acts.WHY, max_chars=LONGEST[NOTE_KEY])
        ready = bool(acts.typed(acts.WHO) and acts.typed(acts.WHY))
        st.button("Trek deze verkenning in", on_click=acts.withdraw, args=(chosen.number,), disabled=not ready)
        if not ready:
            st.caption(f"{NEED} en waarom; een ingetrokken verkenning blijft in het logboek.")
