"""Whether the files that came with the program still say what the release in use says."""

from pathlib import Path

import streamlit as st

from lib.store import locations
from lib.store.database import StoreError
from lib.store.problems import Unsound
from lib.store.releases import shipped_differs
from lib.ui.state import database_stamp

FILES = (("data", "*.csv"), ("scenarios", "*.toml"))


def shipped_words() -> str:
    """One sentence on data/ and scenarios/ beside the release in use."""
    home = locations.home()
    try:
        return _words(str(home), _stamp(home), database_stamp())
    except (StoreError, Unsound, OSError):
        return "Of de meegeleverde bestanden gelijk zijn aan de release in gebruik, is nu niet vast te stellen."


def _stamp(home: Path) -> tuple[tuple[str, int], ...]:
    files = [file for folder, pattern in FILES for file in sorted((home / folder).glob(pattern))]
    return tuple((file.name, file.stat().st_mtime_ns) for file in files)


@st.cache_data(max_entries=4, show_spinner=False)
def _words(home: str, files: tuple[tuple[str, int], ...], database: int) -> str:
    if shipped_differs(locations.database(), Path(home)):
        return "De bestanden in data/ en scenarios/ verschillen van de release in gebruik; ze tellen pas mee na publiceren."
    return "De bestanden in data/ en scenarios/ zijn gelijk aan de release in gebruik."
