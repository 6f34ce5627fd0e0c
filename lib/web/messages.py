"""What the last act came to, said until the next act or until the reader turns to another page; and the act of publishing.

It is kept, not said once: one act can make a page run twice, and what is said for one run is gone before it is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from lib.render.html import literal
from lib.store import locations
from lib.store.faults import StoreError
from lib.subjects.release_preview import Candidate, publish_candidate
from lib.tables.rows import Problem
from lib.text import whole
from lib.web import sign_in
from lib.web.drawing import draw_html
from lib.web.releases.change_tables import problems_file, problems_table
from lib.web.state import RELEASE, release_label

STORE, PAGE = "routewijzer_berichten", "routewijzer_bladzijde"
#: Where messages of *Cijfers aanleveren* stand.
FIGURES = "aanlevering"
CSV = "text/csv"


@dataclass(frozen=True)
class Message:
    """What is said; `release` is the release that is in use since, if the act took one in use by publishing it."""

    done: bool
    words: str
    problems: tuple[Problem, ...] = ()
    release: int | None = None


def tell(place: str, message: Message) -> None:
    """Put a message at its place, instead of what stood there."""
    st.session_state.setdefault(STORE, {})[place] = message


def forget(place: str) -> None:
    """A new act begins: what the last one came to is no longer said."""
    st.session_state.get(STORE, {}).pop(place, None)


def turned(page: str) -> None:
    """Forget everything when the reader turned to another page."""
    if st.session_state.get(PAGE) != page:
        st.session_state[PAGE] = page
        st.session_state.pop(STORE, None)


def show(place: str, caption: str) -> Message | None:
    """Draw what the last act came to, with a table of what is wrong under this caption; returns it."""
    message: Message | None = st.session_state.get(STORE, {}).get(place)
    if message is not None:
        draw(message, caption)
    return message


def draw(message: Message, caption: str) -> None:
    """Draw a message; `caption` stands above what is wrong."""
    (st.success if message.done else st.error)(literal(message.words))
    if message.problems:
        draw_html(problems_table(caption, message.problems))


def problems_button(label: str, problems: Sequence[Problem], name: str, key: str | None = None) -> None:
    """A button that hands over a list of problems as CSV."""
    st.download_button(label, problems_file(problems), name, CSV, on_click="ignore", key=key)


@dataclass(frozen=True)
class PublishForm:
    """What the fields are called with which a candidate becomes a release. `start` begins their keys; `nobody` says what to
    do when nobody says who publishes, `after` what follows when it is published."""

    start: str
    name: str
    note: str
    concept: str
    accept: str
    nobody: str
    button: str
    after: Callable[[], None] | None = None

    def show(self, candidate: Candidate, warnings: Sequence[Problem], who: str, accept_key: str) -> None:
        """Draw the fields, and the button, which waits until all is filled in. What was accepted of other files, or beside
        another release, is not accepted of these: those have another `accept_key`."""
        left, right = st.columns([1, 2])
        name = left.text_input(self.name, key=f"{self.start}_naam", max_chars=80)
        note = right.text_input(self.note, key=f"{self.start}_waarom", max_chars=300)
        concept = st.checkbox(self.concept, key=f"{self.start}_concept")
        accept = self.accept.format(whole(len(warnings)))
        steps = {
            "aanvaard de waarschuwingen": not warnings
            or st.checkbox(accept, key=f"{self.start}_aanvaard_{accept_key}"),
            self.nobody: who.strip(),
            "geef de release een naam": name.strip(),
            "schrijf een toelichting": note.strip(),
        }
        lacking = [step for step, done in steps.items() if not done]
        act = candidate, name, note, who.strip(), concept
        st.button(self.button, type="primary", disabled=bool(lacking), on_click=self._publish, args=act)
        if lacking:
            st.caption(f"Nog te doen: {'; '.join(lacking)}.")

    def _publish(self, candidate: Candidate, name: str, note: str, who: str, concept: bool) -> None:
        """Publish what was looked at; what came of it is said on the next run."""
        try:
            by = sign_in.acting(who)
            number = publish_candidate(locations.database(), candidate, name=name, note=note, by=by, concept=concept)
        except StoreError as error:
            tell(FIGURES, Message(False, error.melding))
            return
        if concept:
            words = f"Release {number} is als concept bewaard. Lezers zien haar pas als zij in gebruik is."
            tell(FIGURES, Message(True, words))
        else:
            st.session_state[RELEASE] = release_label(number)
            tell(FIGURES, Message(True, f"Release {number} is gepubliceerd en in gebruik.", release=number))
        if self.after is not None:
            self.after()
