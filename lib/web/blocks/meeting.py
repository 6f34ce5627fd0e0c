"""Vergadermodus: one screen at a time, turned by keys and buttons, with "what if" where it is asked."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare
from lib.comparison.grid import Words
from lib.comparison.message import own_words
from lib.comparison.release import Release
from lib.render import grids
from lib.render.grids import draw, number_html
from lib.render.html import EMPTY, Html, element, literal, paragraph, source_link
from lib.subjects.meeting import ASKING, SCREENS, Figure, Page, Screen, Text
from lib.subjects.meeting_choice import Ask, asks
from lib.web import assumptions
from lib.web.assumptions import ECHO, ENTRY, entered
from lib.web.drawing import draw_html
from lib.web.shell import leave
from lib.web.state import Choices, full_link

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
        draw_html(head(screen) + body(replace(screen, figures=()), release))
        for i, ask in enumerate(asks(answers)):
            beside = figure(screen.figures[i], release) if screen.figures else EMPTY
            _ask(release, ask, beside)
        return
    draw_html(head(screen) + body(screen, release))
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
        draw_html(page(screen.pages[names.index(name or names[0])], release))
    if screen.id == list(SCREENS)[-1]:
        draw_html(link(full_link(release, answers.view, more={SCREEN: SCREENS[screen.id]})))


def own_choices(answers: Answers, screen: str) -> Html:
    """What differs from standaard, in the bar where it fits, else above the screen: all of it on the first screen, as
    much as two lines hold on the others."""
    first = screen == next(iter(SCREENS))
    words = own_words(answers.release, answers.view, None if first else NAMED)
    short = " rw-short" if len(words) <= IN_BAR else ""
    return element("p", words, style=f"rw-own{short}", role="status") if words else EMPTY


def turning(screen: str) -> None:
    """Back, where we are, forward, out; by button, by arrow, and by the keys of a remote."""
    order = list(SCREENS)
    at = order.index(screen)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bladeren"):
        st.button("‹ Terug", key="terug", on_click=_turn, args=(screen, -1), shortcut="PageUp")
        st.button("Verder ›", key="verder", on_click=_turn, args=(screen, 1), shortcut="PageDown")
        draw_html(element("p", f"{at + 1} van {len(order)}: {SCREENS[screen]}", role="status"))
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


def _ask(release: Release, ask: Ask, beside: Html) -> None:
    """The levels of one assumption, and a field for another value."""
    name = ask.parameter.id
    level = next((words for words, value in ask.levels.items() if value == ask.value), OWN)
    own = level == OWN or bool(st.session_state.get(OPENED + name))
    st.session_state[ASKED + name] = OWN if own else level
    label = element("span", ask.parameter.label, style=f"rw-{ask.side}")
    echo, good = st.session_state.get(ECHO + name, ("", True))
    role = "status" if good else "alert"
    reply = element("span", echo, style="rw-told", role=role) if echo and own else EMPTY
    draw_html(element("div", Html(" ").join([label, beside, reply]), style="rw-asked"))
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


def head(screen: Screen) -> Html:
    """The title and the sentence that holds the number."""
    return element("h1", screen.title) + paragraph(screen.sentence, "rw-message")


def body(screen: Screen, release: Release) -> Html:
    """What stands below the sentence, but for what the reader chooses there."""
    figures = [figure(item, release) for item in screen.figures]
    return (element("div", *figures, style="rw-figures") if figures else EMPTY) + page(screen, release)


def page(part: Screen | Page, release: Release) -> Html:
    """The texts and the table of a screen, or of the part of it that is chosen."""
    grid = draw(part.grid, release, hidden_caption=True, style="rw-grid") if part.grid else EMPTY
    return _texts(part.texts, release) + grid


def link(address: str) -> Html:
    """The full link, on one line that scrolls within itself."""
    return paragraph(Html("Volledige link: ") + element("a", address, href=address), "rw-link")


def figure(item: Figure, release: Release) -> Html:
    label = grids.words(Words(item.label, item.side))
    words = element("small", item.words) if item.words else EMPTY
    pieces = element("span", label), element("b", number_html(item.cell, release)), words
    return element("div", Html(" ").join(pieces), style="rw-big")


def _texts(texts: Sequence[Text], release: Release) -> Html:
    if not texts:
        return EMPTY
    parts = (
        element(
            "section", element("h2", number_html(item.title, release)), element("p", item.words), _source(item, release)
        )
        for item in texts
    )
    return element("div", *parts, style="rw-beside")


def _source(item: Text, release: Release) -> Html:
    if not item.source:
        return EMPTY
    return Html("<p><small>Bron: {}</small></p>").format(source_link(release, item.source, short=True))
