"""What the last act came to, told until the next act or until the reader turns to another page.

It is kept, not told once: one act can make a page run twice, and what is told for one run is gone before it is read.
"""

from dataclasses import dataclass

import streamlit as st

from lib.store.problems import Problem
from lib.ui.change_tables import problems_table
from lib.ui.html import literal

HELD, PAGE = "routewijzer_berichten", "routewijzer_bladzijde"


@dataclass(frozen=True)
class Message:
    """What is told; `release` is the release that is in use since, if the act took one in use by publishing it."""

    done: bool
    told: str
    problems: tuple[Problem, ...] = ()
    release: int | None = None


def tell(place: str, message: Message) -> None:
    """Put a message at its place, instead of what stood there."""
    st.session_state.setdefault(HELD, {})[place] = message


def forget(place: str) -> None:
    """A new act begins: what the last one came to is no longer told."""
    st.session_state.get(HELD, {}).pop(place, None)


def turned(page: str) -> None:
    """Forget everything when the reader turned to another page."""
    if st.session_state.get(PAGE) != page:
        st.session_state[PAGE] = page
        st.session_state.pop(HELD, None)


def show(place: str, caption: str) -> Message | None:
    """Draw what the last act came to, with a table of what is wrong under this caption; returns it."""
    message: Message | None = st.session_state.get(HELD, {}).get(place)
    if message is not None:
        draw(message, caption)
    return message


def draw(message: Message, caption: str) -> None:
    """Draw a message; `caption` stands above what is wrong."""
    (st.success if message.done else st.error)(literal(message.told))
    if message.problems:
        st.html(problems_table(caption, message.problems))
