"""The releases as a list, and what can be done to one: take in use, withdraw, compare, download."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from lib.analysis.data_tables import protected_content
from lib.analysis.effect import Effect, effect, size_words
from lib.analysis.release import Release, make_release
from lib.report.release_download import download_name, release_xlsx, release_zip
from lib.store import locations
from lib.store.access import Person
from lib.store.content import Content, short
from lib.store.differences import Change, Size, differences, size_of, sizes
from lib.store.faults import StoreError
from lib.store.locations import Database
from lib.store.publishing import Event, clock_set_back, history, seen_events, take_in_use, withdraw
from lib.store.releases import ReleaseInfo, load, releases, take_away, visible
from lib.text import moment_words, whole
from lib.ui import sign_in
from lib.ui.at_once import in_turn
from lib.ui.handing_in import PLACE
from lib.ui.html import Cell, Row, block, disclosure, name, table, text, words
from lib.ui.messages import Message, tell
from lib.ui.state import release_label

FIRST = "eerste release"
CLOCK = "De klok van de server is teruggezet: de tijden lopen niet overal op. De volgorde klopt wel."
#: As many as can be handed in at once by hand.
FILES_SHOWN = 12
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@st.cache_resource(max_entries=2, show_spinner=False)
def listed(stamp: int) -> tuple[list[ReleaseInfo], Mapping[int, Size], list[Event]]:
    """Every release with its size and the record, newest first."""
    path = locations.database()
    return list(reversed(releases(path))), sizes(path), list(reversed(history(path)))


def seen(stamp: int, by: Person) -> tuple[list[ReleaseInfo], Mapping[int, Size], list[Event]]:
    """The same, as far as someone may see it."""
    infos, changed, events = listed(stamp)
    return visible(infos, by), changed, seen_events(events, infos, by)


@st.cache_resource(max_entries=4, show_spinner=False)
def content_of(path: Database, number: int, hash_: str) -> Content:
    """What a release of this hash holds never changes; a backup that is put back may give its number to another."""
    return load(path, number)


def releases_block(infos: Sequence[ReleaseInfo], changed: Mapping[int, Size], events: Sequence[Event]) -> str:
    """All releases with who, when, why, hash and size; and the record of every act."""
    rows = [
        Row(
            [
                name(f"Release {info.number}"),
                words(info.state_words),
                words(moment_words(info.created_at)),
                words(info.publisher),
                words(info.name),
                words(info.note),
                words(size_words(changed[info.number]) if info.number in changed else FIRST),
                Cell(f"<code>{text(short(info.hash))}</code>", number=False),
            ],
            style="rw-chosen" if info.current else "",
        )
        for info in infos
    ]
    head = ["Release", "Staat", "Wanneer", "Door", "Naam", "Toelichting", "Verandering", "Kenmerk"]
    told = table("Alle releases, de nieuwste boven", head, rows, style="rw-wrap rw-rows rw-tall")
    return block("Releases", f"{whole(len(infos))} in de database", told + disclosure("Logboek", _record(events)))


def _record(events: Sequence[Event]) -> str:
    rows = [
        Row(
            [
                name(moment_words(event.happened_at)),
                words(event.actor),
                words(event.what),
                words(event.note),
                words(_files(event)),
            ]
        )
        for event in events
    ]
    head = ["Wanneer", "Wie", "Wat", "Toelichting", "Bestanden (rijen, kenmerk; het bestand zelf is niet bewaard)"]
    told = table("Wie wat deed", head, rows, style="rw-wrap rw-rows rw-tall")
    return f'<p class="rw-say">{CLOCK}</p>{told}' if clock_set_back(tuple(reversed(events))) else told


def _files(event: Event) -> str:
    """The files of an act; of a whole folder the first few, since the record as a file has them all."""
    some = "; ".join(f"{file.name} ({whole(file.rows)}, {short(file.sha256)})" for file in event.files[:FILES_SHOWN])
    more = len(event.files) - FILES_SHOWN
    return f"{some}; en nog {whole(more)}, alle in het logboek als CSV" if more > 0 else some


def act(kind: str, number: int, note: str, who: str, expected: int) -> None:
    """Take a release in use or withdraw it; what happened is said on the next run. `expected` is the release that the
    list called in use when the button was drawn."""
    try:
        if kind == "gebruik":
            take_in_use(locations.database(), number, note=note, by=sign_in.acting(who), expected=expected)
            st.session_state["release"] = release_label(number)
            told = f"Release {number} is in gebruik."
        else:
            withdraw(locations.database(), number, note=note, by=sign_in.acting(who), expected=expected)
            told = f"Release {number} is ingetrokken."
        tell(PLACE, Message(True, told))
    except StoreError as error:
        tell(PLACE, Message(False, error.melding))


def compared(one: ReleaseInfo, other: ReleaseInfo) -> tuple[Release, Release, tuple[Change, ...], Size, Effect]:
    """Two releases beside each other, the first as the old one."""
    path = locations.database()
    contents = [content_of(path, info.number, info.hash) for info in (one, other)]
    old, new = (make_release(info, content) for info, content in zip((one, other), contents, strict=True))
    changes = differences(protected_content(old, contents[0]), protected_content(new, contents[1]))
    return old, new, changes, size_of(changes), effect(old, new)


def downloads(info: ReleaseInfo, by: Person) -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Label → file name, kind and maker of each download."""

    def made(make: Callable[[ReleaseInfo, Content], bytes]) -> bytes:
        return make(info, take_away(locations.database(), info.number, by=by))

    return {
        "Excel": (download_name(info, "xlsx"), EXCEL, in_turn(partial(made, release_xlsx))),
        "CSV (zip)": (download_name(info, "zip"), "application/zip", in_turn(partial(made, release_zip))),
    }
