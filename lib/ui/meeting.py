"""Vergadermodus: one screen at a time, turned by keys and buttons, with "what if" where it is asked."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from lib.analysis.answers import Answers
from lib.analysis.assumptions import bare
from lib.analysis.meeting import ASKING, SCREENS, Figure, Page, Screen, Text
from lib.analysis.meeting_choice import Ask, asks
from lib.analysis.own_choices import own_words
from lib.analysis.release import Release
from lib.ui import assumptions
from lib.ui.grids import draw, number_html
from lib.ui.html import literal, source_link, text
from lib.ui.sensitivity_controls import ECHO, ENTRY, entered
from lib.ui.shell import leave
from lib.ui.state import Choices, full_link

#: Which screen is shown; so it is called in the address.
SCREEN = "scherm"
#: How many own assumptions a screen after the first names, and how many letters fit in the bar at the bottom.
NAMED, IN_BAR = 2, 165
ASKED, OPENED, PART = "wat_als_", "eigen_", "deel_"
OWN = "Eigen waarde…"


def chosen_screen() -> str:
    """The id of the screen in the address; unknown ones are told. The field itself is not for the eye."""
    choices = Choices([], 0)
    with st.container(key="scherm_gekozen"):
        screen = choices.choose(SCREEN, "Scherm", SCREENS, next(iter(SCREENS)), st.selectbox)
    for wrong in choices.wrong:
        st.warning(literal(wrong))
    return screen


def draw_screen(screen: Screen, answers: Answers) -> None:
    """The screen, and what can be chosen on it."""
    release = answers.release
    if screen.id in ASKING:
        # The figures of a screen that asks stand beside what is asked.
        st.html(head(screen) + body(replace(screen, figures=()), release))
        for i, ask in enumerate(asks(answers)):
            beside = figure(screen.figures[i], release) if screen.figures else ""
            _ask(release, ask, beside)
        return
    st.html(head(screen) + body(screen, release))
    if screen.pages:
        names = [item.label for item in screen.pages]
        name = st.segmented_control(
            literal(screen.pages_label),
            names,
            format_func=literal,
            default=names[0],
            required=True,
            key=PART + screen.id,
            label_visibility="collapsed",
        )
        st.html(page(screen.pages[names.index(name or names[0])], release))
    if screen.id == list(SCREENS)[-1]:
        st.html(link(full_link(release, answers.view, more={SCREEN: SCREENS[screen.id]})))


def own_choices(answers: Answers, screen: str) -> str:
    """What differs from standaard, in the bar where it fits, else above the screen: all of it on the first screen, as
    much as two lines hold on the others."""
    first = screen == next(iter(SCREENS))
    words = own_words(answers.release, answers.view, None if first else NAMED)
    short = " rw-short" if len(words) <= IN_BAR else ""
    return f'<p class="rw-own{short}" role="status">{text(words)}</p>' if words else ""


def turning(screen: str) -> None:
    """Back, where we are, forward, out; by button, by arrow, and by the keys of a remote."""
    order = list(SCREENS)
    at = order.index(screen)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bladeren"):
        st.button("‹ Terug", key="terug", on_click=_turn, args=(screen, -1), shortcut="PageUp")
        st.button("Verder ›", key="verder", on_click=_turn, args=(screen, 1), shortcut="PageDown")
        st.html(f'<p role="status">{at + 1} van {len(order)}: {text(SCREENS[screen])}</p>')
        out = st.button("Sluit (Esc)", key="sluit", shortcut="Escape")
    with st.container(key="pijlen"):
        st.button("Terug met de pijl", key="pijl_terug", on_click=_turn, args=(screen, -1), shortcut="Left")
        st.button("Verder met de pijl", key="pijl_verder", on_click=_turn, args=(screen, 1), shortcut="Right")
    if out:
        leave()


def _turn(screen: str, step: int) -> None:
    order = list(SCREENS)
    at = min(max(order.index(screen) + step, 0), len(order) - 1)
    st.session_state[SCREEN] = SCREENS[order[at]]


def _ask(release: Release, ask: Ask, beside: str) -> None:
    """The levels of one assumption, and a field for another value."""
    name = ask.parameter.id
    level = next((words for words, value in ask.levels.items() if value == ask.value), OWN)
    own = level == OWN or bool(st.session_state.get(OPENED + name))
    st.session_state[ASKED + name] = OWN if own else level
    label = f'<span class="rw-{ask.side}">{text(ask.parameter.label)}</span>'
    echo, good = st.session_state.get(ECHO + name, ("", True))
    reply = f'<span class="rw-told" role="{"status" if good else "alert"}">{text(echo)}</span>' if echo and own else ""
    st.html(f'<div class="rw-asked">{label} {beside} {reply}</div>')
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"vraag_{name}"):
        st.segmented_control(
            literal(f"{ask.parameter.label}, {ask.route}"),
            [*ask.levels, OWN],
            key=ASKED + name,
            required=True,
            on_change=_answered,
            args=(release, ask),
            label_visibility="collapsed",
        )
        if own:
            st.text_input(
                literal(f"{ask.parameter.label}: typ een waarde"),
                key=ENTRY + name,
                placeholder=bare(ask.parameter, ask.value),
                on_change=entered,
                args=(release, name),
                label_visibility="collapsed",
                width=200,
            )


def _answered(release: Release, ask: Ask) -> None:
    name = ask.parameter.id
    picked = st.session_state[ASKED + name]
    st.session_state[OPENED + name] = picked == OWN
    st.session_state.pop(ECHO + name, None)
    if picked in ask.levels:
        assumptions.set_value(release, name, ask.levels[picked])


# -- a screen as HTML: large type, little of it, every number with its explanation -------------------------------


def head(screen: Screen) -> str:
    """The title and the sentence that holds the number."""
    return f'<h1>{text(screen.title)}</h1><p class="rw-message">{text(screen.sentence)}</p>'


def body(screen: Screen, release: Release) -> str:
    """What stands below the sentence, but for what the reader chooses there."""
    figures = "".join(figure(item, release) for item in screen.figures)
    return (f'<div class="rw-figures">{figures}</div>' if figures else "") + page(screen, release)


def page(part: Screen | Page, release: Release) -> str:
    """The texts and the table of a screen, or of the part of it that is chosen."""
    grid = draw(part.grid, release, hidden_caption=True, style="rw-grid") if part.grid else ""
    return _texts(part.texts, release) + grid


def link(address: str) -> str:
    """The full link, on one line that scrolls within itself."""
    return f'<p class="rw-link">Volledige link: <a href="{text(address)}">{text(address)}</a></p>'


def figure(item: Figure, release: Release) -> str:
    label = f'<span class="rw-{item.side}">{text(item.label)}</span>' if item.side else text(item.label)
    words = f"<small>{text(item.words)}</small>" if item.words else ""
    return f'<div class="rw-big"><span>{label}</span> <b>{number_html(item.cell, release)}</b> {words}</div>'


def _texts(texts: Sequence[Text], release: Release) -> str:
    if not texts:
        return ""
    parts = "".join(
        f"<section><h2>{number_html(item.title, release)}</h2><p>{text(item.words)}</p>{_source(item, release)}</section>"
        for item in texts
    )
    return f'<div class="rw-beside">{parts}</div>'


def _source(item: Text, release: Release) -> str:
    return f"<p><small>Bron: {source_link(release, item.source, short=True)}</small></p>" if item.source else ""
