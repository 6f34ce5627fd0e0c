"""Who uses this session: someone who signed in, or whoever sits at this machine (lokale modus)."""

import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit import config

from lib.render.html import element, paragraph
from lib.store import locations
from lib.store.access import LONGEST_NAME, READ, SEE_CONCEPT, Act, Forbidden, Person, Role, local, require
from lib.store.releases import CONCEPT
from lib.store.secrets import Access, access, bind, check_secret
from lib.tables.rows import Unsound
from lib.web.drawing import draw_html
from lib.web.state import database_stamp, every_release, release_label

#: After this many hours someone signs in again, so that a role that was taken away does not live on.
SIGNED_IN_HOURS = 12
#: So much the clock of who signs people in may be ahead of ours.
CLOCKS_APART_SECONDS = 300
#: The release that the link of this session asked for.
ASKED = "aanmelden_gevraagd"
LOCAL_NAME = "iemand op deze computer"
LOCAL_WORDS = "Lokale modus: zonder aanmelden, alleen op deze computer te openen."


def prepare() -> None:
    """Let Streamlit read the same secrets as the rest does."""
    config.set_option("secrets.files", [str(locations.secrets())])
    try:
        settings()
    except Unsound:
        # Which setting that is may be a secret itself: python -m lib check says it.
        logging.getLogger(__name__).error("Nobody is let in: the settings of signing in are not in order")


def settings() -> Access:
    """Raises Unsound."""
    return access(locations.secrets())


def signs_in() -> bool:
    """Whether people sign in. Settings that cannot be read keep everyone out, so they count as yes."""
    try:
        return settings().signs_in
    except Unsound:
        return True


@st.cache_resource(max_entries=4, show_spinner=False)
def _at_this_machine(stamp: int) -> Role:
    """What someone is who did not sign in; read anew when the database changes."""
    return local(locations.database(), LOCAL_NAME).role


@st.cache_resource(max_entries=4, show_spinner=False)
def _bound(stamp: int, mark: str, previous: str) -> None:
    """A database that was used with sign-in is not open without it, nor with another secret; read anew when the database
    or the secret changes."""
    bind(locations.database(), settings(), "Routewijzer")


def enter() -> bool:
    """Whether this session may read. Raises OtherSecret, StoreError, Unsound."""
    return READ.open_to(present())


def acting(name: str) -> Person:
    """Who acts now: who signed in, or the name that someone typed at this machine. Raises OtherSecret, StoreError,
    Unsound."""
    rules = settings()
    if not rules.signs_in:
        return local(locations.database(), name)
    check_secret(locations.database(), rules)
    return _signed_in()


def present() -> Person:
    """Who looks, to show what there is to do. Raises OtherSecret, StoreError, Unsound."""
    rules = settings()
    if not rules.signs_in:
        return Person(LOCAL_NAME, _at_this_machine(database_stamp()))
    _bound(database_stamp(), rules.mark, rules.previous)
    return _signed_in()


def may(act: Act) -> bool:
    """Whether to offer an act; otherwise says who can do it."""
    by = present()
    if not act.open_to(by):
        st.caption(f"{act.lacking(by)}.")
    return act.open_to(by)


def note_concept_asked() -> None:
    """A link to a concept shows another release; that someone may not see a concept is noted, once for each link."""
    label = st.query_params.get("release")
    if label is None or label == st.session_state.get(ASKED):
        return
    st.session_state[ASKED] = label
    if label in {release_label(info.number) for info in every_release(database_stamp()) if info.state == CONCEPT}:
        with suppress(Forbidden):
            require(locations.database(), present(), SEE_CONCEPT)


def ask_name(label: str, key: str, *, most: int = LONGEST_NAME, placeholder: str = "") -> None:
    """A field for the name of who acts; nothing for someone who signed in."""
    if settings().signs_in:
        st.session_state[key] = present().name[:most]
    else:
        st.text_input(label, key=key, max_chars=most, placeholder=placeholder)


def status() -> None:
    """In the sidebar: who this is and how to leave, or that this is lokale modus."""
    if not settings().signs_in:
        st.caption(LOCAL_WORDS)
        return
    by = present()
    draw_html(paragraph(f"Aangemeld: {by.name} ({by.role.word})", "rw-small"))
    st.button("Afmelden", key="afmelden", on_click=st.logout)


def _signed_in() -> Person:
    """Who signed in, not too long ago, with a role; otherwise somebody who may nothing."""
    claims = st.user.to_dict()
    return (None if expired(claims) else settings().person(claims)) or Person(LOCAL_NAME, Role.ONBEKEND)


def expired(claims: Mapping[str, Any]) -> bool:
    """Whether a sign-in no longer counts: too long ago, or at a moment that it does not say or that is still to come."""
    since = claims.get("iat")
    if not claims.get("is_logged_in") or isinstance(since, bool) or not isinstance(since, int | float):
        return True
    return not -CLOCKS_APART_SECONDS <= time.time() - since <= SIGNED_IN_HOURS * 3600


def ask() -> None:
    """The one thing to do for someone who is not known, or has no role."""
    draw_html(element("h1", "Aanmelden"))
    if not settings().signs_in:
        st.error(
            "Deze database is beschermd en aanmelden is niet ingesteld. Zet de instellingen van het aanmelden terug in "
            f"{locations.secrets().name}, of kies met ROUTEWIJZER_DATABASE een andere database."
        )
        return
    claims = st.user.to_dict()
    if expired(claims):
        if st.query_params.get("aanmelden") == "mislukt":
            st.error("Aanmelden is niet gelukt. Probeer het opnieuw; blijft het misgaan, meld het de beheerder.")
        draw_html(paragraph("Deze Routewijzer is alleen te lezen voor wie is aangemeld.", "rw-sub"))
        st.button("Aanmelden", type="primary", key="aanmelden", on_click=st.login)
        return
    who = str(claims.get("name") or claims.get("email") or claims.get("sub") or "onbekend")[:LONGEST_NAME]
    no_role = f"U bent aangemeld als {who}, maar hebt hier geen rol. Vraag een beheerder om een rol."
    draw_html(paragraph(no_role, "rw-sub"))
    st.button("Afmelden", key="afmelden", on_click=st.logout)
