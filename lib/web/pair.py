"""Which two assumptions are looked at together: two fields, bound to the address on every page; drawn by the page that shows
their line, and beside the own assumptions on every other."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import streamlit as st

from lib.comparison.release import Release
from lib.comparison.view import View, assumption_label, parameters_at_play
from lib.model.parameters import split_name
from lib.render.html import element
from lib.text import lower_first
from lib.text.nearest import meant
from lib.web.drawing import draw_html

#: Keys of the fields, and so their names in the address → what they are called.
FIELDS = {"eerste": "Eerste aanname", "tweede": "Tweede aanname"}
#: The choice that follows the measures: what counts most now, whichever that is.
LEADING = "Die het meest telt"


def into(release: Release, view: View) -> View:
    """The view with what the fields say, or will say when they are drawn; what it does not know, or has twice, is left to
    what counts most."""
    options = _options(release, view)
    first, second = (options.get(_words(key)) for key in FIELDS)
    return replace(view, pair=(first, None if second == first else second))


def _options(release: Release, view: View) -> dict[str, str]:
    """Label → name of every assumption of a view; of two with one label, each with its name behind it."""
    at_play = parameters_at_play(release, view)
    names = [name for name in view.values(release) if split_name(name)[0] in at_play]
    labels = [assumption_label(release, name) for name in names]
    return {
        label if labels.count(label) == 1 else f"{label} ({name})": name
        for label, name in zip(labels, names, strict=True)
    }


def _words(key: str) -> str:
    """What a field says, or will say when it is drawn."""
    return str(st.session_state.get(key, st.query_params.get(key, "")) or "")


def fields(release: Release, view: View, *, labelled: bool = True) -> list[str]:
    """Both fields, `labelled` for the eye too. Returns a Dutch sentence for each part of a link that was dropped."""
    options, wrong = _options(release, view), []
    for key, label in FIELDS.items():
        labels = (LEADING, *options)
        linked = st.query_params.get(key)
        if linked is not None and linked not in labels:
            why = f"{label}: “{linked[:60]}” bestaat hier niet; {meant(linked, options)}"
            wrong.append(f"{why} Nu staat er: {lower_first(LEADING)}.")
        if st.session_state.get(key, LEADING) not in labels:
            del st.session_state[key]
        visible: Literal["visible", "collapsed"] = "visible" if labelled else "collapsed"
        st.selectbox(label, labels, key=key, bind="query-params", label_visibility=visible)
    return wrong


def twice(release: Release, view: View) -> str:
    """That both fields say the same, and what counts in place of the second; "" where they differ."""
    options = _options(release, view)
    first, second = (options.get(_words(key)) for key in FIELDS)
    if first is None or first != second:
        return ""
    label = lower_first(assumption_label(release, first))
    return f"U koos twee keer {label}. Als tweede staat er nu de aanname die daarnaast het meest telt."


def query(release: Release, view: View) -> Mapping[str, str]:
    """What a full link holds of them."""
    labels = {name: label for label, name in _options(release, view).items()}
    return {key: LEADING if name is None else labels[name] for key, name in zip(FIELDS, view.pair, strict=True)}


def ask(release: Release, view: View, *, labelled: bool = True) -> None:
    """Both fields beside each other where their line stands, with what is wrong with them."""
    with st.container(horizontal=True, gap="small", key="twee_aannames"):
        wrong = fields(release, view, labelled=labelled)
    for sentence in filter(None, (*wrong, twice(release, view))):
        draw_html(element("p", sentence, style="rw-say rw-told", role="status"))
