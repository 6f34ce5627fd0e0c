"""The page with frozen states: which one is open, the list, downloads, and the comparison with now."""

from functools import partial

import streamlit as st

from lib.comparison.own_routes import concept_names
from lib.comparison.release import Release
from lib.comparison.results import Results, Since
from lib.comparison.view import NotInView, View
from lib.render.frozen import download_name, state_csv, state_parquet, stored_results
from lib.render.html import EMPTY, Html, block, element, literal, paragraph
from lib.store import locations
from lib.store.faults import StoreError
from lib.store.locations import program_hash
from lib.store.protection import current
from lib.store.saved_views import State, StateInfo, matching, state, states
from lib.subjects.saved_views import changed_since, check_view, frozen_routes, read_view
from lib.tables.rows import Unsound
from lib.text import lower_first, whole
from lib.text.nearest import meant
from lib.web import documents
from lib.web.cache import cached
from lib.web.drawing import draw_html
from lib.web.saved import frozen_tables as tables
from lib.web.state import database_stamp, full_link, release_for, release_of

#: The number of a state in the address.
STATE = "stand"
NONE = "geen"


@st.cache_resource(max_entries=4, show_spinner=False)
def listed(stamp: int) -> list[StateInfo]:
    """Every state, the newest first."""
    return list(reversed(states(locations.database())))


@cached
def opened(number: int, stamp: int) -> tuple[State, Results]:
    """Raises StoreError when it is not there or not whole."""
    frozen = state(locations.database(), number)
    return frozen, stored_results(frozen)


@cached
def live(number: int, stamp: int) -> tuple[int, Since]:
    """The release in use, and what differs on it. Raises NotInView, Unsound or StoreError."""
    frozen, results = opened(number, stamp)
    used = current(locations.database()).number
    release = release_of(used, stamp, concept_names(frozen_routes(frozen.info)))
    return used, changed_since(results, frozen.info.view, release)


def asked_for(stamp: int) -> int | None:
    """The state that the address or the list asks for; None for none, an unknown one, or when none can be read."""
    address = str(st.session_state.get(STATE) or st.query_params.get(STATE, NONE))
    try:
        return next((info.number for info in listed(stamp) if str(info.number) == address), None)
    except StoreError:
        return None


def choose(release: Release, view: View) -> int | None:
    """The list with its search, and which state is open; None for none. An unknown number is told."""
    try:
        infos = listed(database_stamp())
    except StoreError:
        draw_html(element("h1", "De bevroren standen zijn nu niet te tonen"))
        raise
    numbers = [NONE, *(str(info.number) for info in infos)]
    address = st.query_params.get(STATE)
    if address is not None and address not in numbers:
        st.warning(literal(f"Bevroren stand “{address[:20]}” bestaat hier niet; {meant(address, numbers)}"))
    if st.session_state.get(STATE, NONE) not in numbers:
        del st.session_state[STATE]
    draw_html(block("Alle bevroren standen", f"{whole(len(infos))} in de database"))
    left, right = st.columns([3, 1])
    sought = left.text_input("Zoek op naam, toelichting, wie of datum", key="stand_zoek")
    choice = right.selectbox("Open stand nummer", numbers, key=STATE, bind="query-params")
    number = None if choice in (NONE, None) else int(choice)
    _list(matching(infos, sought or ""), len(infos), number, full_link(release, view, "bevroren"))
    return number


def _list(infos: list[StateInfo], count: int, number: int | None, link: str) -> None:
    if not count:
        draw_html(element("p", "Er is nog niets bevroren. Kies in de zijbalk “Bevries deze stand”."))
    elif not infos:
        draw_html(element("p", "Geen stand past bij deze zoekwoorden.", role="status"))
    else:
        draw_html(tables.states_table(infos, {info.number: f"{link}&{STATE}={info.number}" for info in infos}, number))


def show(number: int | None) -> None:
    """One state, from stored values; below it what differs now."""
    stamp = database_stamp()
    if number is None:
        count = len(listed(stamp))
        some = "Eén stand is" if count == 1 else f"{whole(count)} standen zijn"
        always = "Een bevroren stand toont altijd de getallen van toen, wat er daarna ook verandert."
        draw_html(element("h1", f"{some if count else 'Nog niets is'} bevroren") + paragraph(always, "rw-sub"))
        return
    try:
        frozen, results = opened(number, stamp)
    except StoreError as error:
        draw_html(element("h1", f"Stand {number} is niet te tonen"))
        st.error(literal(error.melding))
        return
    draw_html(tables.head(frozen.info, results))
    line = st.empty()
    draw_html(_live_links(frozen.info, stamp))
    _downloads(frozen)
    draw_html(tables.numbers(frozen.info, results))
    sentence, changes = _since(frozen.info, results, stamp)
    draw_html(paragraph(sentence), line)
    draw_html(changes)


def _live_links(info: StateInfo, stamp: int) -> Html:
    """To the same view as it is computed today, with its own release: on the first page and for a whole room."""
    try:
        view = read_view(info.view, info.release)
        release = release_for(view, stamp)
        check_view(release, view)
    except (NotInView, StoreError) as error:
        return paragraph(f"Deze weergave is niet meer live te openen: {error.melding}")
    pages = {"": "Open live", "vergadering": "Toon in Vergadermodus"}
    links = (element("a", words, href=full_link(release, view, page), target="_self") for page, words in pages.items())
    same = f": dezelfde keuzes op release {info.release}, opnieuw gerekend met het programma van nu."
    return paragraph(EMPTY.join([Html(" · ").join(links), same]))


def _downloads(frozen: State) -> None:
    with st.container(horizontal=True, gap="small", key="stand_ophalen"):
        for label, kind, make in (("CSV", "csv", state_csv), ("Parquet", "parquet", state_parquet)):
            file, body = download_name(frozen.info, kind), documents.in_turn(partial(make, frozen))
            st.download_button(f"Stand ophalen als {label} (zip)", body, file, "application/zip", on_click="ignore")
    with st.expander(f"{documents.TITLE} van deze stand"):
        documents.ask_state(frozen)


def _since(info: StateInfo, results: Results, stamp: int) -> tuple[str, Html]:
    """One line for the head of the page, and the whole of it; `results` is what was stored."""
    try:
        used, since = live(info.number, stamp)
    except (NotInView, StoreError, Unsound) as error:
        melding = str(error.problems[0]) if isinstance(error, Unsound) else error.melding
        return "Sindsdien veranderd: dat is niet meer te berekenen, zie onder aan deze stand.", tables.unknown(melding)
    sentence = f"Sindsdien veranderd, onder aan deze stand: {lower_first(tables.summary(since, len(results.numbers)))}"
    return sentence, tables.changes(info, since, used, program_hash(), results)
