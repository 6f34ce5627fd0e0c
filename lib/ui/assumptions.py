"""The assumptions of this session: bound to the address on every page, and changed step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lib.analysis.assumptions import (
    Change,
    History,
    change_between,
    changed,
    read_assumptions,
    read_opinion,
    rewrite_typed,
    write_assumptions,
    write_opinion,
)
from lib.analysis.opinions import NAMES
from lib.analysis.release import Release
from lib.analysis.view import NotInView, Overrides, View
from lib.ui.html import literal

#: Keys of the bound widgets, and so the names in the address.
TEXT, PM = "aannames", "pm"
#: What the fields are called together.
TITLE = "Aannames als tekst, en PM"
OPINIONS = dict(zip(("db", "rvc"), NAMES, strict=True))
#: How these fields write a share, which differs from how a field in percent reads it.
NOTATION = (
    "Zoals in de link: naam=waarde, met ; ertussen. Een aandeel is een deel van 1 of heeft een %-teken: 0,08 of 8 %."
)
#: What stood in a field before somebody typed, and why that was not taken.
STOOD, UNCLEAR = "stond_in_", "onduidelijk_in_"
HISTORY, LAST, REFUSED = "aannames_geschiedenis", "aannames_laatste_wijziging", "aannames_geweigerd"


@dataclass(frozen=True)
class Entered:
    """What the fields say, and a Dutch sentence for each part of them that was dropped."""

    overrides: Overrides
    opinions: tuple[Overrides | None, Overrides | None]
    pm: bool
    wrong: tuple[str, ...]

    def into(self, view: View) -> View:
        return replace(view, overrides=self.overrides, opinions=self.opinions, pm=self.pm)


def fields(release: Release) -> Entered:
    """The fields that hold the assumptions, drawn once on every page so that the address keeps them."""
    st.caption(NOTATION)
    text = _text(release, "Anders dan standaard", TEXT, "alles op standaard")
    pins = [_text(release, f"Mening {name}", key, "niet vastgelegd") for key, name in OPINIONS.items()]
    pm = st.checkbox("PM-posten met een bereik in de spreiding", key=PM, bind="query-params")
    entered = _read(release, text, pins, pm)
    st.session_state[HISTORY] = history().then(entered.overrides)
    return entered


def _text(release: Release, label: str, key: str, empty: str) -> str:
    """One field, and in words why what was typed there could not be taken."""
    args = release, key
    text = st.text_input(label, key=key, bind="query-params", placeholder=empty, on_change=_typed, args=args) or ""
    st.session_state[STOOD + key] = text
    why = st.session_state.pop(UNCLEAR + key, "")
    if why:
        st.error(literal(why))
    return text


def _typed(release: Release, key: str) -> None:
    """What was typed as the link writes it; what can be read two ways is not taken."""
    stood = str(st.session_state.get(STOOD + key, ""))
    try:
        st.session_state[key] = rewrite_typed(release, str(st.session_state[key] or ""), stood)
    except NotInView as error:
        st.session_state[UNCLEAR + key] = error.melding
        st.session_state[key] = stood


def upcoming(release: Release) -> Entered:
    """What the fields will say when they are drawn later, by the page itself."""
    keys = (TEXT, *OPINIONS, PM)
    text, *pins, pm = (str(st.session_state.get(key, st.query_params.get(key, ""))) for key in keys)
    return _read(release, text, pins, pm.lower() == "true")


def _read(release: Release, text: str, pins: Sequence[str], pm: bool) -> Entered:
    own, wrong = read_assumptions(release, text)
    opinions = []
    for name, pin in zip(OPINIONS.values(), pins, strict=True):
        opinion, dropped = read_opinion(release, pin)
        opinions.append(opinion)
        wrong += [f"Mening {name}: {sentence}" for sentence in dropped]
    return Entered(own, (opinions[0], opinions[1]), pm, tuple(wrong))


def query(view: View) -> dict[str, str]:
    """What a full link holds of the assumptions."""
    opinions = dict(zip(OPINIONS, map(write_opinion, view.opinions), strict=True))
    query = {TEXT: write_assumptions(view.overrides), **opinions, PM: "true" if view.pm else ""}
    return {name: text for name, text in query.items() if text}


def history() -> History:
    steps: History = st.session_state.get(HISTORY, History())
    return steps


def last_change() -> Change | None:
    change: Change | None = st.session_state.get(LAST)
    return change


def refused() -> str:
    """Why the last act could not be done, in Dutch; told once."""
    return str(st.session_state.pop(REFUSED, ""))


def choose(release: Release, own: Overrides) -> None:
    """Take these assumptions, as a step that can be undone."""
    before = history().now
    st.session_state[LAST] = change_between(release, before, own) or last_change()
    _show(history().then(own))


def set_value(release: Release, name: str, value: float) -> None:
    choose(release, changed(release, {**dict(history().now), name: value}))


def undo() -> None:
    _show(history().undone())


def redo() -> None:
    _show(history().redone())


def repeat(release: Release) -> None:
    """Make the last change of one assumption once more."""
    change = last_change()
    if change is None:
        return
    try:
        set_value(release, change.name, change.again(release, history().now))
    except NotInView as error:
        st.session_state[REFUSED] = error.melding


def pin(key: str, opinion: Overrides | None) -> None:
    """Pin a set of assumptions as an opinion, or None to let it go."""
    st.session_state[key] = write_opinion(opinion)


def _show(steps: History) -> None:
    st.session_state[HISTORY] = steps
    st.session_state[TEXT] = write_assumptions(steps.now)


def button(label: str, key: str, act: Callable[..., None], *args: object, disabled: bool = False) -> None:
    """A button as wide as its words."""
    st.button(label, key=key, on_click=act, args=args, disabled=disabled)
