"""What stands around every page: navigation, the choices, the full link, and messages when something fails."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from lib.analysis.release import Release
from lib.analysis.view import View
from lib.store.database import StoreError
from lib.store.problems import Unsound
from lib.ui import freezing
from lib.ui.assumptions import carried
from lib.ui.state import Choices, database_stamp, full_link, release_list

PAGES = Path(__file__).resolve().parents[2] / "pages"
STYLE = Path(__file__).with_name("style.css")
NAVIGATION = {
    "Vergelijken": (
        ("overzicht", "Overzicht"),
        ("kosten", "Kosten"),
        ("mensen", "Mensen"),
        ("gevoeligheid", "Gevoeligheid"),
        ("terugblik", "Terugblik"),
    ),
    "Cijfers": (
        ("verantwoording", "Verantwoording"),
        ("bevroren", "Bevroren standen"),
        ("cijfers", "Cijfers aanleveren"),
    ),
}
CHOSEN = "routewijzer_keuze"
#: The page where assumptions are changed.
OWN = "gevoeligheid"


def run() -> None:
    """Draw the navigation and the choices, then the page."""
    sections = {
        heading: [
            st.Page(PAGES / f"{name}.py", title=title, url_path=name, default=name == "overzicht")
            for name, title in pages
        ]
        for heading, pages in NAVIGATION.items()
    }
    page = st.navigation(sections, expanded=True)
    st.set_page_config(page_title=f"{page.title} · Routewijzer", layout="wide")
    st.html(STYLE)
    try:
        stamp = database_stamp()
        release, view = _choices(stamp)
    except (StoreError, Unsound) as error:
        _unusable(error)
        return
    st.session_state[CHOSEN] = (release, view)
    if view.overrides:
        _bar(len(view.overrides), next(each for pages in sections.values() for each in pages if each.url_path == OWN))
    product = "".join(c for c in f"Routewijzer {release.settings['regio']}" if c.isalnum() or c in " -")
    st.html(f'<style>.stApp {{ --product: "{product}"; }}</style>')
    page.run()


def chosen() -> tuple[Release, View]:
    """The release and the view that the shell put ready for the page."""
    found: tuple[Release, View] = st.session_state[CHOSEN]
    return found


def _choices(stamp: int) -> tuple[Release, View]:
    choices = Choices(release_list(stamp), stamp)
    top = st.container(horizontal=True, key="keuzes", gap="small")
    side = st.sidebar.container(key="weergave")
    side.markdown("**Weergave**")
    release, view = choices.view(top.selectbox, side.selectbox)
    with st.sidebar.expander("Aannames"):
        chosen_values, pm, opinions, dropped = carried(release)
    choices.wrong += dropped
    view = replace(view, overrides=chosen_values, pm=pm, opinions=opinions)
    with st.sidebar.expander("Deel deze weergave"):
        st.markdown("Deze link houdt elke keuze en de release vast.")
        st.code(full_link(release, view), language=None, wrap_lines=True)
    with st.sidebar.expander("Bevries deze stand"):
        freezing.ask(release, view)
    if choices.wrong:
        st.warning("In de link stond iets wat deze release niet kent.  \n" + "  \n".join(choices.wrong))
    return release, view


def _bar(count: int, where: st.Page) -> None:
    """On every page: how many assumptions differ from standaard, and where they are."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="eigen_aannames"):
        verb = "aanname staat" if count == 1 else "aannames staan"
        st.html(f'<p role="status">{count} {verb} anders dan standaard; alle getallen rekenen daarmee.</p>')
        st.page_link(where, label="Bekijk ze in Gevoeligheid")


def _unusable(error: StoreError | Unsound) -> None:
    st.html("<h1>De cijfers zijn niet te openen</h1>")
    if isinstance(error, StoreError):
        st.error(error.melding)
    else:
        st.error(
            "De meegeleverde cijfers zijn niet in orde:\n\n" + "\n".join(f"- {problem}" for problem in error.problems)
        )
