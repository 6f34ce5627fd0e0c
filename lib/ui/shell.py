"""What stands around every page: navigation, the choices, the full link, and messages when something fails."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import streamlit as st

from lib.analysis.own_choices import own_or_standard, own_words
from lib.analysis.release import Release
from lib.analysis.view import View
from lib.model.figures import ALL
from lib.store import locations
from lib.store.database import DatabaseState, StoreError, remember
from lib.store.integrity import ReleaseChanged
from lib.store.problems import Unsound
from lib.store.releases import ReleaseInfo
from lib.text import moment_words
from lib.ui import assumptions, documents, freezing, frozen_page, handing_in, messages, shipped, sign_in
from lib.ui.html import literal, text
from lib.ui.state import (
    IN_USE,
    Choices,
    full_link,
    look_at_database,
    release_label,
    release_list,
    state_link,
    unnamed,
)
from lib.ui.verkenning_acts import named
from lib.ui.welcome import left

PAGES = Path(__file__).resolve().parents[2] / "pages"
STYLE = Path(__file__).with_name("style.css")
#: What the page for a whole room looks like, over what all pages look like.
MEETING_STYLE = Path(__file__).with_name("meeting.css")
NAVIGATION = {
    "Vergelijken": (
        ("overzicht", "Overzicht"),
        ("kosten", "Kosten"),
        ("mensen", "Mensen"),
        ("gemeente", "Mijn gemeente"),
        ("gevoeligheid", "Gevoeligheid"),
        ("terugblik", "Terugblik"),
        ("vergadering", "Vergadermodus"),
    ),
    "Cijfers": (
        ("verantwoording", "Verantwoording"),
        ("bevroren", "Bevroren standen"),
        ("cijfers", "Cijfers aanleveren"),
    ),
    "Over": (("handleiding", "Handleiding"), ("toegankelijkheid", "Toegankelijkheid")),
}
#: The page that opens first; Streamlit gives it no path of its own.
FIRST = ""
CHOSEN = "routewijzer_keuze"
#: The page where assumptions are changed.
OWN = "gevoeligheid"
#: Where the first page is kept, to go back to.
HOME = "routewijzer_begin"
#: The page where figures are handed in.
FIGURES = "cijfers"
#: The page of frozen states. What an open one shows was chosen then: the fields of the live view, which the address goes
#: on holding, are out of sight there.
FROZEN = "bevroren"
OUT_OF_SIGHT = "<style>.stApp :is(.st-key-keuzes, .st-key-weergave, .st-key-eigen_aannames) { display: none; }</style>"
#: The page for a whole room, without anything around it.
MEETING = "vergadering"
#: Where the bar about assumptions and the full link stand, so that a fragment can renew them.
BAR, LINK = "routewijzer_balk", "routewijzer_link"


def run() -> None:
    """Draw the navigation and the choices, then the page."""
    sections = {
        heading: [
            st.Page(PAGES / f"{name}.py", title=title, url_path=name, default=name == "overzicht")
            for name, title in pages
        ]
        for heading, pages in NAVIGATION.items()
    }
    seen, known, wrong = _known()
    page = st.navigation(sections, expanded=True, position="sidebar" if known else "hidden")
    messages.turned(page.url_path)
    if page.url_path != FIGURES:
        handing_in.leave()
    st.session_state[HOME] = next(each for pages in sections.values() for each in pages if each.url_path == "")
    st.set_page_config(page_title=f"{page.title} · Routewijzer", layout="wide")
    st.html(STYLE)
    if page.url_path == MEETING:
        # First, so that what stands around every other page is never seen here.
        st.html(MEETING_STYLE)
    if wrong is not None:
        _unusable(wrong)
        return
    if not known:
        sign_in.ask()
        return
    try:
        state = frozen_page.asked_for(seen.stamp) if page.url_path == FROZEN else None
        release, view = _choices(seen.stamp, page.url_path == OWN, state)
    except ReleaseChanged as error:
        _unusable(error)
        _another_release(error.number, seen.stamp)
        return
    except (StoreError, Unsound) as error:
        _unusable(error)
        return
    remember(locations.database(), seen)
    if view.gemeente != ALL and state is None:
        st.set_page_config(page_title=f"{page.title}, {release.name(view.gemeente)} · Routewijzer")
    if seen.since is not None:
        _silent(seen.since, short=page.url_path == MEETING)
    st.session_state[CHOSEN] = (release, view)
    where = next(each for pages in sections.values() for each in pages if each.url_path == OWN)
    # Always there, so that what stands below it keeps its place and is not drawn anew.
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="eigen_aannames"):
        if page.url_path == OWN:
            st.session_state[BAR] = st.empty()
        elif page.url_path != MEETING and (own := own_words(release, view)):
            st.html(f'<p role="status">{named(release, view)}{text(own)}</p>')
            st.page_link(where, label="Bekijk ze in Gevoeligheid")
    product = "".join(c for c in f"Routewijzer {release.settings['regio']}" if c.isalnum() or c in " -")
    st.html(f'<style>.stApp {{ --product: "{product}"; }}</style>')
    if page.url_path != FIRST:
        left()
    try:
        page.run()
    except StoreError as error:
        st.error(literal(error.melding))


def _silent(since: datetime, *, short: bool) -> None:
    """That the database does not answer, and of when the figures are; `short` where a screen has no room for more."""
    when = moment_words(since)
    if short:
        st.html(f'<p class="rw-silent" role="alert">De database antwoordt nu niet: dit zijn de cijfers van {when}.</p>')
    else:
        st.warning(
            f"De gedeelde database antwoordt nu niet. U ziet de cijfers zoals zij waren op {when}; wat daarna is veranderd, "
            "staat er nog niet bij. Publiceren, bewaren en bevriezen kan zodra zij weer antwoordt."
        )


def _known() -> tuple[DatabaseState, bool, StoreError | Unsound | None]:
    """What is seen of the database, whether this session may read, and what is wrong when that cannot be known."""
    seen = DatabaseState(0)
    try:
        seen = look_at_database()
        return seen, sign_in.enter(), None
    except (StoreError, Unsound) as error:
        return seen, False, error


def chosen() -> tuple[Release, View]:
    """The release and the view that the shell put ready for the page."""
    found: tuple[Release, View] = st.session_state[CHOSEN]
    return found


def leave() -> NoReturn:
    """To the first page; `query_params={}` leaves what is bound to the address to its own field, which puts it back."""
    st.switch_page(st.session_state[HOME], query_params={})


def renewed() -> View:
    """The same inside a fragment that draws the fields of the assumptions itself: the view that they now say, told in
    the bar above and in the full link too."""
    release, view = chosen()
    with st.expander(assumptions.TITLE):
        found = assumptions.fields(release)
    if found.wrong:
        _dropped(found.wrong)
    view = found.into(view)
    st.session_state[CHOSEN] = (release, view)
    if unnamed(release, view) and not found.wrong:
        st.rerun()
    told = named(release, view) + text(own_or_standard(release, view))
    st.session_state[BAR].html(f'<p role="status">{told}</p>')
    _link(release, view)
    documents.view_changed(view)
    return view


def _choices(stamp: int, own_fields: bool, state: int | None) -> tuple[Release, View]:
    """All choices; `own_fields`: the page draws the fields of the assumptions itself; `state` is the frozen state that
    the page shows instead of the live view."""
    # Before the fields are drawn, which take from the address what they do not know.
    sign_in.note_concept_asked()
    choices = Choices(release_list(stamp), stamp)
    top = st.container(horizontal=True, key="keuzes", gap="small")
    side = st.sidebar.container(key="weergave")
    side.markdown("**Weergave**")
    release, view = choices.view(top.selectbox, side.selectbox)
    if own_fields:
        found = assumptions.held(release)
    else:
        with side.expander(assumptions.TITLE):
            found = assumptions.fields(release)
        choices.wrong += found.wrong
    view = found.into(view)
    if state is None:
        _take_along(release, view)
    else:
        st.html(OUT_OF_SIGHT)
        with st.sidebar.expander("Deel deze stand"):
            st.code(state_link(state), language=None, wrap_lines=True)
    with st.sidebar:
        sign_in.status()
        shipped.notice()
    with st.container(key="waarschuwingen"):
        if choices.wrong:
            _dropped(choices.wrong)
        if state is None:
            _other_release(release, choices.infos)
    return release, view


def _other_release(release: Release, infos: Sequence[ReleaseInfo]) -> None:
    """That the figures are of another release than the one in use."""
    used = next((info.number for info in infos if info.current), None)
    if used is not None and used != release.info.number:
        st.html(
            f'<p class="rw-say" role="status">U ziet release {release.info.number}, “{text(release.info.name)}”. In gebruik '
            f"is release {used}: kies bij Release “{IN_USE}” om die te zien.</p>"
        )


def _take_along(release: Release, view: View) -> None:
    """What leaves the screen: the link, a frozen state, a document."""
    with st.sidebar.expander("Deel deze weergave"):
        st.markdown("Deze link houdt elke keuze en de release vast.")
        st.session_state[LINK] = st.empty()
    with st.sidebar.expander("Bevries deze stand"):
        freezing.ask(chosen)
    with st.sidebar.expander(documents.TITLE):
        documents.ask(release, view)
    _link(release, view)


def _link(release: Release, view: View) -> None:
    st.session_state[LINK].code(full_link(release, view), language=None, wrap_lines=True)


def _dropped(wrong: Sequence[str]) -> None:
    st.warning("In de link stond iets wat deze release niet kent.  \n" + "  \n".join(map(literal, wrong)))


def _unusable(error: StoreError | Unsound) -> None:
    st.html("<h1>De cijfers zijn niet te openen</h1>")
    if isinstance(error, StoreError):
        st.error(literal(error.melding))
    else:
        st.error(
            "De meegeleverde cijfers of instellingen zijn niet in orde:\n\n"
            + "\n".join(f"- {literal(str(problem))}" for problem in error.problems)
        )


def _another_release(number: int, stamp: int) -> None:
    """A button to each other release, since the choices of the page are not there without figures."""
    for info in release_list(stamp):
        if info.number != number:
            label = f"{release_label(info.number)} bekijken: {info.name}"
            st.button(literal(label), key=f"andere_release_{info.number}", on_click=_look_at, args=(info.number,))


def _look_at(number: int) -> None:
    st.session_state.pop("release", None)
    st.query_params["release"] = release_label(number)
