"""What stands around every page: navigation, the choices, the full link, and messages when something fails."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException
from streamlit.navigation.page import StreamlitPage

from lib.comparison.message import own_or_standard, own_words
from lib.comparison.release import Release
from lib.comparison.view import View
from lib.model.figures import ALL
from lib.render.html import Html, element, literal
from lib.store import locations
from lib.store.database import DatabaseState, remember
from lib.store.faults import StoreError
from lib.store.parts import ReleaseChanged
from lib.store.releases import ReleaseInfo
from lib.tables.rows import Unsound
from lib.text import moment_words
from lib.web import assumptions, documents, messages, pair, sign_in
from lib.web.blocks import filling
from lib.web.drawing import draw_html, draw_link
from lib.web.own_route import keeping
from lib.web.releases import handing_in, shipped
from lib.web.saved import frozen_page, saved_views
from lib.web.state import (
    IN_USE,
    SELECTION,
    Choices,
    full_link,
    look_at_database,
    release_label,
    release_list,
    selection,
    state_link,
    unnamed,
)

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
        ("route", "Eigen route"),
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
#: The page where assumptions are changed.
OWN = "gevoeligheid"
#: Where the first page is kept, to go back to.
HOME = "routewijzer_begin"
#: The page where figures are handed in.
FIGURES = "cijfers"
#: The page of frozen states. What an open one shows was chosen then: the fields of the live view, which the address goes
#: on holding, are out of sight there.
FROZEN = "bevroren"
OUT_OF_SIGHT = Html(
    "<style>.stApp :is(.st-key-keuzes, .st-key-weergave, .st-key-eigen_aannames) { display: none; }</style>"
)
#: The page for a whole room, without anything around it.
MEETING = "vergadering"
#: Fields that are drawn on every page, and on these by the page itself.
OWN_FIELDS = {OWN: (*assumptions.FIELDS, *pair.FIELDS), MEETING: tuple(pair.FIELDS)}
#: Where the bar about assumptions and the full link stand, so that a fragment can renew them.
BAR, LINK = "routewijzer_balk", "routewijzer_link"
#: That a session read the first page, and that it has no need of its welcome any more.
SEEN, GONE = "welkom_gezien", "welkom_weg"
#: The page that was open.
OPENED = "routewijzer_pagina"
SILENT = Html('<p class="rw-silent" role="alert">De database antwoordt nu niet: dit zijn de cijfers van {}.</p>')


def run() -> None:
    """Draw the navigation and the choices, then the page."""
    sections = {
        heading: [
            st.Page(PAGES / f"{name}.py", title=title, url_path=name, default=name == "overzicht")
            for name, title in pages
        ]
        for heading, pages in NAVIGATION.items()
    }
    places = {place.url_path: place for pages in sections.values() for place in pages}
    database, reads, wrong = _look()
    page = st.navigation(sections, expanded=True, position="sidebar" if reads else "hidden")
    path = page.url_path
    messages.turned(path)
    if path != FIGURES:
        handing_in.leave()
    st.session_state[HOME] = places[FIRST]
    st.set_page_config(page_title=f"{page.title} · Routewijzer", layout="wide")
    st.html(STYLE)
    if path == MEETING:
        # First, so that what stands around every other page is never seen here.
        st.html(MEETING_STYLE)
    if wrong is not None:
        _unusable(wrong)
    elif not reads:
        sign_in.ask()
    else:
        _open(page, places[OWN], database)


def _open(page: StreamlitPage, own_page: StreamlitPage, database: DatabaseState) -> None:
    """The choices and the page, for who may read; `own_page` is where assumptions are changed."""
    path = page.url_path
    _take_over(path)
    try:
        state = frozen_page.asked_for(database.stamp) if path == FROZEN else None
        release, view = _choices(database.stamp, path, state)
    except (StoreError, Unsound) as error:
        _unusable(error)
        if isinstance(error, ReleaseChanged):
            _another_release(error.number, database.stamp)
        return
    remember(locations.database(), database)
    if view.gemeente != ALL and state is None:
        st.set_page_config(page_title=f"{page.title}, {release.name(view.gemeente)} · Routewijzer")
    if database.since is not None:
        _silent(database.since, short=path == MEETING)
    st.session_state[SELECTION] = (release, view)
    _bar(release, view, path, own_page)
    product = "".join(c for c in f"Routewijzer {release.settings['regio']}" if c.isalnum() or c in " -")
    draw_html(Html('<style>.stApp {{ --product: "{}"; }}</style>').format(product))
    if path != FIRST and st.session_state.get(SEEN):
        # Who comes back, has seen it.
        _close_welcome()
    try:
        if path in filling.PAGES and not release.checklist.complete:
            _unfilled(release, view, path)
        else:
            page.run()
    except StoreError as error:
        st.error(literal(error.melding))


def _take_over(path: str) -> None:
    """What the fields of the page that was left took from its link: who leaves it without touching them, else loses that
    with the page. Before they are drawn here."""
    left: str = st.session_state.get(OPENED, path)
    st.session_state[OPENED] = path
    for name in OWN_FIELDS.get(left, ()) if left != path else ():
        said = st.session_state.get(name)
        if said not in (None, "", False, pair.LEADING) and name not in st.query_params:
            st.session_state[name] = said
            # Streamlit writes the address itself of a field that it still holds.
            with suppress(StreamlitAPIException):
                st.query_params[name] = "true" if said is True else said


def _unfilled(release: Release, view: View, path: str) -> None:
    """What a page of outcomes says while figures lack; for a whole room with the way out that its bar has else."""
    if path != MEETING:
        draw_html(filling.page(release, path, view.gemeente))
        return
    with st.container(key="vergadering"):
        draw_html(filling.screen(release))
        if st.button("Sluit (Esc)", key="sluit", shortcut="Escape"):
            leave()


def _bar(release: Release, view: View, path: str, own_page: StreamlitPage) -> None:
    """What differs from standaard. Always there, so that what stands below it keeps its place and is not drawn anew."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="eigen_aannames"):
        if path == OWN:
            st.session_state[BAR] = st.empty()
        elif path != MEETING and (own := own_words(release, view)):
            draw_html(element("p", saved_views.name_in_view(release, view), own, role="status"))
            st.page_link(own_page, label="Bekijk ze in Gevoeligheid")


def _silent(since: datetime, *, short: bool) -> None:
    """That the database does not answer, and of when the figures are; `short` where a screen has no room for more."""
    when = moment_words(since)
    if short:
        draw_html(SILENT.format(when))
    else:
        st.warning(
            f"De gedeelde database antwoordt nu niet. U ziet de cijfers zoals zij waren op {when}; wat daarna is veranderd, "
            "staat er nog niet bij. Publiceren, bewaren en bevriezen kan zodra zij weer antwoordt."
        )


def _look() -> tuple[DatabaseState, bool, StoreError | Unsound | None]:
    """What is seen of the database, whether this session may read, and what is wrong when that cannot be known."""
    database = DatabaseState(0)
    try:
        database = look_at_database()
        return database, sign_in.enter(), None
    except (StoreError, Unsound) as error:
        return database, False, error


def leave() -> NoReturn:
    """To the first page; `query_params={}` leaves what is bound to the address to its own field, which puts it back."""
    st.switch_page(st.session_state[HOME], query_params={})


def welcome(release: Release) -> None:
    """Three sentences on the first visit of this session that say what this is, gone when the reader closes them."""
    st.session_state[SEEN] = True
    if st.session_state.get(GONE):
        return
    words = (
        f"De Routewijzer zet twee routes voor {release.settings['regio']} naast elkaar, in mensen en in euro’s, voor elke "
        "gemeente apart. Hij kiest niet: u ziet waarop het verschil rust en wat niet bekend is. "
        "Klik op een onderstreept getal en u ziet waar het vandaan komt."
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="welkom"):
        draw_html(element("p", words))
        st.button("Sluiten", key="welkom_sluiten", on_click=_close_welcome, width="content")


def _close_welcome() -> None:
    st.session_state[GONE] = True


def renewed() -> View:
    """The view that the fields of the assumptions now say, inside a fragment that draws them itself; the bar above and the
    full link say it too."""
    release, view = selection()
    with st.expander(assumptions.TITLE):
        entered = assumptions.fields(release)
    if entered.wrong:
        _dropped(entered.wrong)
    view = pair.into(release, entered.into(view))
    st.session_state[SELECTION] = (release, view)
    if unnamed(release, view) and not entered.wrong:
        st.rerun()
    names, own = saved_views.name_in_view(release, view), own_or_standard(release, view)
    draw_html(element("p", names, own, role="status"), st.session_state[BAR])
    _link(release, view)
    documents.view_changed(view)
    return view


def _choices(stamp: int, path: str, state: int | None) -> tuple[Release, View]:
    """All choices of the page at `path`; `state` is the frozen state that it shows instead of the live view."""
    # Before the fields are drawn, which take from the address what they do not know.
    sign_in.note_concept_asked()
    choices = Choices(release_list(stamp), stamp)
    top = st.container(horizontal=True, key="keuzes", gap="small")
    side = st.sidebar.container(key="weergave")
    side.markdown("**Weergave**")
    release, view = choices.view(top.selectbox, side.selectbox)
    view = _assumed(release, view, choices, side, path)
    if state is None:
        _take_along(release, view)
    else:
        draw_html(OUT_OF_SIGHT)
        with st.sidebar.expander("Deel deze stand"):
            draw_link(state_link(state))
    with st.sidebar:
        sign_in.status()
        shipped.notice()
    with st.container(key="waarschuwingen"):
        if choices.wrong:
            _dropped(choices.wrong)
        if state is None:
            _other_release(release, choices.infos)
            if concepts := keeping.notice(release, view):
                draw_html(concepts)
    return release, view


def _assumed(release: Release, view: View, choices: Choices, side: DeltaGenerator, path: str) -> View:
    """The view with the assumptions, and the two that are looked at together; a page that shows their fields itself draws them
    later."""
    if path == OWN:
        return pair.into(release, assumptions.upcoming(release).into(view))
    with side.expander(assumptions.TITLE):
        entered = assumptions.fields(release)
        choices.wrong += entered.wrong
        view = pair.into(release, entered.into(view))
        if path != MEETING:
            choices.wrong += pair.fields(release, view)
    return view


def _other_release(release: Release, infos: Sequence[ReleaseInfo]) -> None:
    """That the figures are of another release than the one in use."""
    used = next((info.number for info in infos if info.current), None)
    if used is not None and used != release.info.number:
        words = (
            f"U ziet release {release.info.number}, “{release.info.name}”. In gebruik is release {used}: kies bij Release "
            f"“{IN_USE}” om die te zien."
        )
        draw_html(element("p", words, style="rw-say", role="status"))


def _take_along(release: Release, view: View) -> None:
    """What leaves the screen: the link, a frozen state, a document."""
    with st.sidebar.expander("Deel deze weergave"):
        st.markdown("Deze link houdt elke keuze en de release vast.")
        st.session_state[LINK] = st.empty()
    with st.sidebar.expander("Bevries deze stand"):
        saved_views.ask_freezing(selection)
    with st.sidebar.expander(documents.TITLE):
        documents.ask(release, view)
    _link(release, view)


def _link(release: Release, view: View) -> None:
    draw_link(full_link(release, view), st.session_state[LINK])


def _dropped(wrong: Sequence[str]) -> None:
    st.warning("In de link stond iets wat deze release niet kent.  \n" + "  \n".join(map(literal, wrong)))


def _unusable(error: StoreError | Unsound) -> None:
    draw_html(Html("<h1>De cijfers zijn niet te openen</h1>"))
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
