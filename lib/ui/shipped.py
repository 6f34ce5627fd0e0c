"""The files in data/ and scenarios/ beside the release in use: whether they say something new, and what."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from lib.analysis.effect import size_words
from lib.analysis.folder import FolderPreview, prepare_folder
from lib.store import locations
from lib.store.access import PUBLISH
from lib.store.database import StoreError
from lib.store.folder import ROOMS
from lib.store.problems import Problem, Unsound
from lib.ui import sign_in
from lib.ui.cache import cached
from lib.ui.state import SEEN, database_stamp

UNKNOWN = "Of de bestanden in data/ en scenarios/ gelijk zijn aan de release in gebruik, is nu niet vast te stellen."
EQUAL = "De bestanden in data/ en scenarios/ zijn gelijk aan de release in gebruik."
FAULTY = "De bestanden in data/ en scenarios/ zijn niet in orde; de opdracht python -m lib check zegt wat er mis is."
WAITING = "In data/ en scenarios/ staan nieuwe bestanden klaar; bekijk ze op Cijfers aanleveren."


@dataclass(frozen=True)
class Faulty:
    """Why the files cannot be published."""

    problems: tuple[Problem, ...]


Found = FolderPreview | Faulty | None


def look() -> Found:
    """What the files would change, or why they cannot be read; None when that cannot be said now, as when a shared
    database does not answer."""
    home = locations.home()
    try:
        database_stamp()
        if st.session_state[SEEN].since is not None:
            return None
        return _look(str(home), _stamp(home), database_stamp())
    except (StoreError, Unsound, OSError):
        return None


def _stamp(home: Path) -> tuple[tuple[str, int, int], ...]:
    files = [file for room, ending in ROOMS.items() for file in sorted((home / room).glob(f"*{ending}"))]
    stats = [(file.name, file.stat()) for file in files]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@cached
def _look(home: str, files: tuple[tuple[str, int, int], ...], stamp: int) -> FolderPreview | Faulty:
    try:
        return prepare_folder(locations.database(), Path(home))
    except Unsound as error:
        return Faulty(error.problems)


def offered(found: Found) -> bool:
    """Whether there is something to decide: what is a release already was decided before."""
    return isinstance(found, Faulty) or (found is not None and bool(found.changes) and found.same is None)


def shipped_words() -> str:
    """One sentence on data/ and scenarios/ beside the release in use."""
    found = look()
    if found is None or isinstance(found, Faulty):
        return UNKNOWN if found is None else FAULTY
    if not found.changes:
        return EQUAL
    used = found.used.number
    if found.same is not None:
        return f"De bestanden in data/ en scenarios/ zijn gelijk aan release {found.same.number}; nu is release {used} in gebruik."
    return (
        f"De bestanden in data/ en scenarios/ verschillen van de release in gebruik, release {used} "
        f"({size_words(found.size)}); ze tellen pas mee na publiceren, op Cijfers aanleveren."
    )


def notice() -> None:
    """In the sidebar, for who can do something about it: that new files are waiting."""
    if PUBLISH.open_to(sign_in.present()) and offered(look()):
        st.caption(WAITING)
