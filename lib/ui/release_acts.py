"""The releases as a list, and what can be done to one: take in use, withdraw, compare, download."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from lib.analysis.between import Between, between
from lib.analysis.effect import size_words
from lib.report.release_download import download_name, release_xlsx, release_zip
from lib.store import locations
from lib.store.access import DOWNLOAD, Person
from lib.store.content import Content, short
from lib.store.differences import Size
from lib.store.faults import StoreError
from lib.store.locations import Database
from lib.store.protection import public_sizes, releases
from lib.store.publishing import Event, HandedIn, clock_set_back, history, seen_events, take_in_use, withdraw
from lib.store.releases import ReleaseInfo, load, take_away, visible
from lib.text import moment_words, whole
from lib.ui import sign_in
from lib.ui.at_once import in_turn
from lib.ui.cache import cached
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
    return list(reversed(releases(path))), public_sizes(path), list(reversed(history(path)))


def seen(stamp: int, by: Person) -> tuple[list[ReleaseInfo], Mapping[int, Size], list[Event]]:
    """The same, as far as someone may see it."""
    infos, changed, events = listed(stamp)
    return visible(infos, by), changed, seen_events(events, infos, by)


@cached
def content_of(path: Database, number: int, created_at: datetime) -> Content:
    """What a release of this moment holds never changes; a backup that is put back may give its number to another."""
    return load(path, number)


def releases_block(
    infos: Sequence[ReleaseInfo], changed: Mapping[int, Size], events: Sequence[Event], by: Person
) -> str:
    """All releases with who, when, why, hash and size; and the record of every act, as far as someone may see it."""
    single = DOWNLOAD.open_to(by)
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
    return block(
        "Releases", f"{whole(len(infos))} in de database", told + disclosure("Logboek", _record(events, single))
    )


def _file_words(file: HandedIn, single: bool) -> str:
    """With how much is in it, and its hash, for who may see every figure: others could try out small numbers with them."""
    return f"{file.name} ({whole(file.rows)} rijen, {short(file.sha256)})" if single else file.name


def _record(events: Sequence[Event], single: bool) -> str:
    rows = [
        Row(
            [
                name(moment_words(event.happened_at)),
                words(event.actor),
                words(event.what),
                words(event.note),
                words(_files(event, single)),
            ]
        )
        for event in events
    ]
    kept = "rijen, kenmerk; het bestand zelf is niet bewaard" if single else "een bestand zelf is niet bewaard"
    head = ["Wanneer", "Wie", "Wat", "Toelichting", f"Bestanden ({kept})"]
    told = table("Wie wat deed", head, rows, style="rw-wrap rw-rows rw-tall")
    return f'<p class="rw-say">{CLOCK}</p>{told}' if clock_set_back(tuple(reversed(events))) else told


def _files(event: Event, single: bool) -> str:
    """The files of an act; of a whole folder the first few, since the record as a file has them all."""
    some = "; ".join(_file_words(file, single) for file in event.files[:FILES_SHOWN])
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


def compared(one: ReleaseInfo, other: ReleaseInfo) -> Between:
    """Two releases beside each other, the first as the old one."""
    path = locations.database()
    old, new = ((info, content_of(path, info.number, info.created_at)) for info in (one, other))
    return between(old, new)


def downloads(info: ReleaseInfo, by: Person) -> dict[str, tuple[str, str, Callable[[], bytes]]]:
    """Label → file name, kind and maker of each download."""

    def made(make: Callable[[ReleaseInfo, Content], bytes]) -> bytes:
        return make(info, take_away(locations.database(), info.number, by=by))

    return {
        "Excel": (download_name(info, "xlsx"), EXCEL, in_turn(partial(made, release_xlsx))),
        "CSV (zip)": (download_name(info, "zip"), "application/zip", in_turn(partial(made, release_zip))),
    }
