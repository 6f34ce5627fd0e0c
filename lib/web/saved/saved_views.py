"""What a reader saves of the view of now: with its results, as a frozen state, or its assumptions alone, as a verkenning; and
the section *Verkenningen*: keep, hand in, open, withdraw. What came of an act is said on the next run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from lib import __version__
from lib.comparison.message import OwnAssumption, listed, own_assumptions
from lib.comparison.own_routes import concept_names
from lib.comparison.release import Release
from lib.comparison.view import NotInView, View
from lib.render.frozen import frozen_tables
from lib.render.html import EMPTY, Html, Row, block, element, listing, name, paragraph, table, tag, words
from lib.store import locations
from lib.store import saved_views as store
from lib.store.access import FREEZE, KEEP, WITHDRAW_OWN
from lib.store.faults import StoreError
from lib.store.locations import program_hash
from lib.store.saved_views import AUTHOR, HANDED_IN, NAME, NOTE, Act, Program, StoredVerkenning
from lib.store.verkenning import Verkenning, write_file
from lib.subjects import saved_views as views
from lib.tables.rows import Unsound
from lib.text import lower_first, moment_words, whole
from lib.upload.meaning.context import Personal
from lib.web import assumptions, sign_in
from lib.web.cache import cached
from lib.web.drawing import draw_html, draw_link
from lib.web.messages import Message, draw, forget, show, tell
from lib.web.state import OWN_KEY, database_stamp, release_label, release_of, state_link

#: The release and the view that the reader looks at, whenever it is asked: a fragment may have changed that since a
#: button was drawn.
Now = Callable[[], tuple[Release, View]]
#: The fields of freezing; what was frozen last in this session (its number and what is said of it); and where messages of
#: this act stand.
STATE_NAME, STATE_NOTE, STATE_BY = "bevries_naam", "bevries_toelichting", "bevries_wie"
DONE, FREEZING = "bevries_klaar", "bevries"
#: The fields of a verkenning, and the round of the file chooser: a new one empties it.
WHO, TITLE, WHY, REASON = "verkenning_wie", "verkenning_naam", "verkenning_toelichting", "verkenning_waarom"
PLACE, ROUND = "verkenning", "verkenning_ronde"
FAULTS = "Wat er mis is met de verkenning"
FILE_KIND = "application/toml"
NEED, NOT_KEPT = "Vul in wie dit doet", "De verkenning is niet bewaard."


def typed(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


@contextmanager
def _telling(place: str, refusal: str) -> Iterator[None]:
    """An act that cannot be done is told at its place; `refusal` stands above a list of what is wrong."""
    try:
        yield
    except (Unsound, StoreError, NotInView) as error:
        tell(place, _message(error, refusal))


def _message(error: Unsound | StoreError | NotInView, refusal: str) -> Message:
    problems = error.problems if isinstance(error, Unsound) else ()
    return Message(False, refusal if problems else error.args[0], problems)


# -- With results ----------------------------------------------------------------------------------------------


def ask_freezing(now: Now) -> None:
    """Name, note and who; then one button. What was frozen last is told below, with its link."""
    if not sign_in.may(FREEZE):
        return
    st.caption("Bewaart alle getallen van deze weergave zoals zij nu zijn, ook als cijfers of formules veranderen.")
    with st.form("bevries", border=False):
        st.text_input("Naam van de stand", key=STATE_NAME, max_chars=NAME, placeholder="Vergadering 26 maart")
        st.text_input("Toelichting (mag leeg)", key=STATE_NOTE, max_chars=NOTE)
        sign_in.ask_name("Wie bevriest", STATE_BY, most=AUTHOR)
        st.form_submit_button("Bevries", key="bevries_knop", on_click=_freeze, args=(now,))
    show(FREEZING, "Wat er mis is")
    if DONE in st.session_state:
        number, outcome = st.session_state[DONE]
        draw_html(element("p", f"{outcome} De link:", role="status"))
        draw_link(state_link(number))


def _freeze(now: Now) -> None:
    st.session_state.pop(DONE, None)
    forget(FREEZING)
    release, view = now()
    title, note, who = (str(st.session_state.get(key) or "") for key in (STATE_NAME, STATE_NOTE, STATE_BY))
    path = locations.database()
    with _telling(FREEZING, "Er is niets bevroren."):
        before = {info.number for info in store.states(path)}
        number = store.freeze(
            path,
            frozen_tables(release, view),
            name=title,
            note=note,
            by=sign_in.acting(who),
            release=release.info,
            view=views.write_view(view),
            program=Program(__version__, program_hash()),
        )
        outcome = "Al eerder zo bevroren:" if number in before else "Bevroren als"
        st.session_state[DONE] = number, f"{outcome} stand {number}, “{title}”."


# -- Without results -------------------------------------------------------------------------------------------


@st.cache_resource(max_entries=2, show_spinner=False)
def every_verkenning(stamp: int) -> list[StoredVerkenning]:
    """Every verkenning, the oldest first."""
    return store.verkenningen(locations.database())


def name_in_view(release: Release, view: View) -> Html:
    """The verkenning that a view shows, for the bar above every page; empty when it shows none."""
    if not view.overrides:
        return EMPTY
    names = [
        f"“{stored.name}”"
        + (
            ""
            if same
            else " (bewaard bij andere routes, een andere verdeelsleutel of een andere keuze voor waar de mensen zijn)"
        )
        for stored, same in views.verkenningen_in_view(release, view, every_verkenning(database_stamp()))
    ]
    return Html("Verkenning: {}, status {}. ").format(", ".join(names), tag("aanname")) if names else EMPTY


def show_verkenningen(now: Now) -> None:
    """Everything there is to do with verkenningen."""
    intro = Html(
        "Eigen aannames onder een naam, voor iedereen te openen: {}. Een verkenning is geen route en verandert de routes "
        "en de cijfers niet."
    ).format(tag("aanname"))
    draw_html(block("Verkenningen", "", paragraph(intro, "rw-small")))
    show(PLACE, FAULTS)
    if sign_in.may(KEEP):
        sign_in.ask_name("Wie doet dit", WHO, most=AUTHOR, placeholder="uw naam en organisatie")
        left, right = st.columns(2, gap="medium")
        with left:
            _ask_keeping(now)
        with right:
            _ask_file()
    stamp = database_stamp()
    stored = every_verkenning(stamp)
    if stored:
        draw_html(overview(stamp))
        _choose(stored)


def _ask_keeping(now: Now) -> None:
    st.text_input("Naam van de verkenning", key=TITLE, max_chars=NAME)
    st.text_input("Waarom deze aannames", key=WHY, max_chars=NOTE)
    lacking = [
        need
        for there, need in (
            (now()[1].overrides, "verander eerst een aanname; alles staat op standaard"),
            (typed(WHO), lower_first(NEED)),
            (typed(TITLE), "geef een naam"),
            (typed(WHY), "schrijf waarom"),
        )
        if not there
    ]
    st.button("Bewaar als verkenning", on_click=_keep, args=(now,), disabled=bool(lacking))
    if lacking:
        st.caption(f"Nog te doen: {'; '.join(lacking)}.")


def _keep(now: Now) -> None:
    """Keep what the reader looks at now."""
    release, view = now()
    moment = datetime.now(UTC).replace(tzinfo=None)
    verkenning = views.verkenning_of(view, name=typed(TITLE), note=typed(WHY), author=typed(WHO), made_at=moment)
    with _telling(PLACE, NOT_KEPT):
        views.check_verkenning(release, verkenning)
        number = store.keep(locations.database(), verkenning, by=sign_in.acting(typed(WHO)))
        tell(PLACE, Message(True, f"Verkenning {number} is bewaard."))
        st.session_state[TITLE] = st.session_state[WHY] = ""


def _ask_file() -> None:
    """A file of a verkenning: what it holds, or what is wrong with it."""
    key = f"verkenning_bestand_{st.session_state.setdefault(ROUND, 0)}"
    file = st.file_uploader("Een verkenning aanleveren (TOML)", ["toml"], key=key, max_upload_size=1)
    verkenning = _read(file.name, file.getvalue()) if file is not None else None
    if verkenning is None:
        return
    own = _own(verkenning, _release(verkenning, database_stamp()))
    head = element("p", element("b", verkenning.name), f", door {verkenning.author}", style="rw-say")
    draw_html(head + listing((assumption.words for assumption in own), "rw-list"))
    ready = bool(typed(WHO))
    st.button("Bewaar wat is aangeleverd", on_click=_hand_in, args=(verkenning,), disabled=not ready)
    if not ready:
        st.caption(f"{NEED}; dat komt in het logboek.")


def _read(file: str, raw: bytes) -> Verkenning | None:
    """A handed-in file, or None after saying what is wrong with it; one about a person is dropped at once."""
    try:
        return views.read_verkenning(file, raw, partial(_release, stamp=database_stamp()))
    except Personal as error:
        tell(PLACE, _message(error, "Het bestand is geweigerd en niets ervan is bewaard."))
        st.session_state[ROUND] += 1
        st.rerun()
    except (Unsound, StoreError) as error:
        draw(_message(error, "Het bestand is geweigerd; er is niets veranderd."), FAULTS)
    return None


def _hand_in(verkenning: Verkenning) -> None:
    """Keep what was handed in."""
    with _telling(PLACE, NOT_KEPT):
        number = store.keep(locations.database(), verkenning, by=sign_in.acting(typed(WHO)), handed_in=True)
        tell(PLACE, Message(True, f"Verkenning {number} is aangeleverd."))
        st.session_state[ROUND] += 1


@cached
def overview(stamp: int) -> Html:
    """All verkenningen, the newest first."""
    rows = [_row(stored, _release(stored, stamp)) for stored in reversed(every_verkenning(stamp))]
    head = ["Verkenning", "Waarom", "Anders dan standaard", "Bij", "Door", "Staat"]
    caption = f"Alle verkenningen ({whole(len(rows))}), de nieuwste boven; alle waarden zijn aannames"
    return table(caption, head, rows, style="rw-wrap rw-rows rw-tall")


def _row(stored: StoredVerkenning, release: Release) -> Row:
    routes = " naast ".join(release.scenarios[route].title for route in (stored.route_a, stored.route_b))
    key = lower_first(OWN_KEY if stored.key is None else release.key_label(stored.key))
    people = "" if stored.people is None else f"; waar de mensen zijn: {lower_first(release.key_label(stored.people))}"
    first, last = stored.acts[0], stored.acts[-1]
    handed_in = f"; {_act(first)}" if first.act == HANDED_IN else ""
    cells = (
        stored.note,
        listed(_own(stored, release)),
        f"{routes}; verdeelsleutel {key}{people}; release {stored.release}",
        f"{stored.author}, {moment_words(stored.created_at)}{handed_in}",
        "te openen" if stored.in_force else f"{_act(last)}: {last.note}",
    )
    return Row([name(f"{stored.number}. {stored.name}"), *map(words, cells)])


def _release(verkenning: Verkenning | StoredVerkenning, stamp: int) -> Release:
    """The release of a verkenning, with the concepts that it compares."""
    return release_of(verkenning.release, stamp, concept_names((verkenning.route_a, verkenning.route_b)))


def _own(verkenning: Verkenning | StoredVerkenning, release: Release) -> tuple[OwnAssumption, ...]:
    return own_assumptions(release, views.overrides_of(release, verkenning))


def _act(act: Act) -> str:
    return f"{act.act} door {act.actor}, {moment_words(act.happened_at)}"


def _choose(stored: list[StoredVerkenning]) -> None:
    """One verkenning, those in force first: open it, get its file, withdraw it."""
    newest = sorted(stored, key=lambda verkenning: (not verkenning.in_force, -verkenning.number))
    labels = {f"{verkenning.number}. {verkenning.name}": verkenning for verkenning in newest}
    label = st.selectbox("Kies een verkenning", list(labels), key="verkenning_gekozen")
    choice = labels.get(label) or newest[0]
    with st.container(horizontal=True, gap="small", key="verkenning_knoppen"):
        st.button("Open", on_click=_open, args=(choice,), disabled=not choice.in_force)
        file = f"verkenning-{choice.number}.toml"
        st.download_button("Ophalen (TOML)", write_file(choice.verkenning), file, FILE_KIND, on_click="ignore")
    if choice.in_force and sign_in.may(WITHDRAW_OWN):
        st.text_input("Waarom intrekken", key=REASON, max_chars=NOTE)
        ready = bool(typed(WHO) and typed(REASON))
        st.button("Trek deze verkenning in", on_click=_withdraw, args=(choice.number,), disabled=not ready)
        if not ready:
            st.caption(f"{NEED} en waarom; een ingetrokken verkenning blijft in het logboek.")


def _open(stored: StoredVerkenning) -> None:
    """Take the release, the routes, the key, where the people are and the assumptions of a verkenning."""
    with _telling(PLACE, "De verkenning is niet te openen."):
        release = _release(stored, database_stamp())
        st.session_state["release"] = release_label(release.info.number)
        st.session_state["a"] = release.scenarios[stored.route_a].title
        st.session_state["b"] = release.scenarios[stored.route_b].title
        st.session_state["sleutel"] = OWN_KEY if stored.key is None else release.key_label(stored.key)
        st.session_state["mensen"] = release.key_label(stored.people or release.people_keys[0])
        assumptions.choose(release, views.overrides_of(release, stored))


def _withdraw(number: int) -> None:
    with _telling(PLACE, "De verkenning is niet ingetrokken."):
        store.withdraw_verkenning(locations.database(), number, note=typed(REASON), by=sign_in.acting(typed(WHO)))
        tell(PLACE, Message(True, f"Verkenning {number} is ingetrokken; zij blijft in het logboek."))
        st.session_state[REASON] = ""
