"""The releases below *Cijfers aanleveren*: as a list, and what can be done to one: take in use, withdraw, compare, download."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from lib.comparison.effect import Between, between
from lib.render.html import Cell, Html, Row, block, disclosure, element, name, paragraph, table, words
from lib.render.release_files import download_name, record_csv, release_xlsx, release_zip
from lib.store import locations
from lib.store.access import DOWNLOAD, SEE_RECORD, TAKE_IN_USE, Person
from lib.store.faults import StoreError
from lib.store.locations import Database
from lib.store.parts import Size, size_words
from lib.store.protection import public_sizes, releases
from lib.store.publishing import Event, HandedIn, clock_set_back, history, seen_events, take_in_use, withdraw
from lib.store.releases import ReleaseInfo, load, take_away, visible
from lib.tables.content import Content, short
from lib.text import moment_words, whole
from lib.web import sign_in
from lib.web.cache import cached
from lib.web.documents import in_turn
from lib.web.drawing import draw_html
from lib.web.messages import CSV, FIGURES, Message, tell
from lib.web.releases.change_tables import changes_table, effect_tables
from lib.web.state import RELEASE, database_stamp, release_label

CLOCK = "De klok van de server is teruggezet: de tijden lopen niet overal op. De volgorde klopt wel."
#: As many as can be handed in at once by hand.
FILES_SHOWN = 12
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Who acts on a release.
WHO = "releases_wie"
HEAD = ["Release", "Staat", "Wanneer", "Door", "Naam", "Toelichting", "Verandering", "Kenmerk"]
STYLE = "rw-wrap rw-rows rw-tall"
#: What is done to a release: the act, and what is said of it then.
ACTS = {"gebruik": (take_in_use, "in gebruik"), "intrekken": (withdraw, "ingetrokken")}


@st.cache_resource(max_entries=2, show_spinner=False)
def _listed(stamp: int) -> tuple[list[ReleaseInfo], Mapping[int, Size], list[Event]]:
    """Every release with its size and the record, newest first."""
    path = locations.database()
    return list(reversed(releases(path))), public_sizes(path), list(reversed(history(path)))


@cached
def content_of(path: Database, number: int, created_at: datetime) -> Content:
    """What a release of this moment holds never changes; a backup that is put back may give its number to another."""
    return load(path, number)


def show() -> None:
    """All releases; then one of them, and beside another."""
    by = sign_in.present()
    every, sizes, record = _listed(database_stamp())
    infos = visible(every, by)
    draw_html(releases_block(infos, sizes, seen_events(record, every, by), by))
    # Without its state, which an act changes: a label that changed would let the list jump to another release.
    labels = {f"Release {info.number}: {info.name}": info for info in infos}
    used = next((info.number for info in infos if info.current), 0)
    left, right = st.columns(2)
    with left:
        info = labels[st.selectbox("Kies een release", list(labels), key="releases_gekozen")]
        _downloads(info, by)
    with right:
        _acts(info, used)
    others = {label: other for label, other in labels.items() if other.number != info.number}
    if others:
        against = st.selectbox("Vergelijk haar met", ["Kies een release", *others], key="releases_tegen")
        if against in others:
            _compare(compared(others[against], info))


def releases_block(
    infos: Sequence[ReleaseInfo], sizes: Mapping[int, Size], events: Sequence[Event], by: Person
) -> Html:
    """All releases with who, when, why, hash and size; and the record of every act, as far as someone may see it."""
    rows = []
    for info in infos:
        size = size_words(sizes[info.number]) if info.number in sizes else "eerste release"
        texts = info.state_words, moment_words(info.created_at), info.publisher, info.name, info.note, size
        code = Cell(element("code", short(info.hash)), number=False)
        cells = [name(f"Release {info.number}"), *map(words, texts), code]
        rows.append(Row(cells, style="rw-chosen" if info.current else ""))
    inner = table("Alle releases, de nieuwste boven", HEAD, rows, style=STYLE)
    record = disclosure("Logboek", _record(events, DOWNLOAD.open_to(by)))
    return block("Releases", f"{whole(len(infos))} in de database", inner + record)


def _record(events: Sequence[Event], single: bool) -> Html:
    rows = []
    for event in events:
        texts = event.actor, event.what, event.note, _files(event, single)
        rows.append(Row([name(moment_words(event.happened_at)), *map(words, texts)]))
    storage = "rijen, kenmerk; het bestand zelf is niet bewaard" if single else "een bestand zelf is niet bewaard"
    head = ["Wanneer", "Wie", "Wat", "Toelichting", f"Bestanden ({storage})"]
    record = table("Wie wat deed", head, rows, style=STYLE)
    return paragraph(CLOCK) + record if clock_set_back(tuple(reversed(events))) else record


def _files(event: Event, single: bool) -> str:
    """The files of an act; of a whole folder the first few, since the record as a file has them all."""
    some = "; ".join(_file_words(file, single) for file in event.files[:FILES_SHOWN])
    more = len(event.files) - FILES_SHOWN
    return f"{some}; en nog {whole(more)}, alle in het logboek als CSV" if more > 0 else some


def _file_words(file: HandedIn, single: bool) -> str:
    """With how much is in it, and its hash, for who may see every figure: others could try out small numbers with them."""
    return f"{file.name} ({whole(file.rows)} rijen, {short(file.sha256)})" if single else file.name


def _downloads(info: ReleaseInfo, by: Person) -> None:
    """The release as a file, and the record."""
    path = locations.database()

    def file(make: Callable[[ReleaseInfo, Content], bytes]) -> bytes:
        return make(info, take_away(path, info.number, by=by))

    kinds = {"Excel": ("xlsx", EXCEL, release_xlsx), "CSV (zip)": ("zip", "application/zip", release_zip)}
    if sign_in.may(DOWNLOAD):
        for label, (ending, kind, make) in kinds.items():
            title, maker = f"Release {info.number} ophalen als {label}", in_turn(partial(file, make))
            st.download_button(title, maker, download_name(info, ending), kind, on_click="ignore")
    if SEE_RECORD.open_to(by):
        record = partial(record_csv, path, by=by)
        st.download_button("Logboek ophalen (CSV)", record, "logboek.csv", CSV, on_click="ignore")


def _acts(info: ReleaseInfo, used: int) -> None:
    """Taking a release in use and withdrawing it, as seen while release `used` was in use."""
    st.caption(f"Release {info.number} is {info.state_words}; in gebruik is release {used}.")
    if not sign_in.may(TAKE_IN_USE):
        return
    sign_in.ask_name("Wie doet dit", WHO)
    who = str(st.session_state.get(WHO) or "")
    note = st.text_input("Waarom", key="releases_waarom", max_chars=300)
    lacking = not (who.strip() and note.strip())
    withdrawn = info.state == "ingetrokken"
    for label, kind, ended in (
        (f"Neem release {info.number} in gebruik", "gebruik", False),
        (f"Trek release {info.number} in", "intrekken", withdrawn),
    ):
        args = kind, info.number, note, who, used
        st.button(label, disabled=lacking or info.current or ended, on_click=_act, args=args)
    if lacking:
        st.caption("Vul in wie dit doet en waarom; dat komt in het logboek.")


def _act(kind: str, number: int, note: str, who: str, expected: int) -> None:
    """Take a release in use or withdraw it; what happened is said on the next run. `expected` is the release that the
    list called in use when the button was drawn."""
    act, state = ACTS[kind]
    try:
        act(locations.database(), number, note=note, by=sign_in.acting(who), expected=expected)
    except StoreError as error:
        tell(FIGURES, Message(False, error.melding))
        return
    if act is take_in_use:
        st.session_state[RELEASE] = release_label(number)
    tell(FIGURES, Message(True, f"Release {number} is {state}."))


def compared(first: ReleaseInfo, second: ReleaseInfo) -> Between:
    """Two releases beside each other, the first as the old one."""
    path = locations.database()
    old, new = ((info, content_of(path, info.number, info.created_at)) for info in (first, second))
    return between(old, new)


def _compare(pair: Between) -> None:
    size = size_words(pair.size)
    words = f"Van release {pair.old.info.number} naar release {pair.new.info.number}: {size}."
    changes = changes_table(pair.changes, pair.old, pair.new)
    draw_html(block("Twee releases naast elkaar", "", paragraph(words) + changes))
    draw_html(effect_tables(pair.effect, pair.new))
