"""Vergadermodus: one screen at a time, turned by keys and buttons, with "what if" where it is asked."""

from collections.abc import Sequence

import streamlit as st

from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare
from lib.comparison.chart import ChartSpec, Form
from lib.comparison.grid import Grid, Words
from lib.comparison.message import own_words
from lib.comparison.release import Release
from lib.render import grids
from lib.render.grids import draw, number_html
from lib.render.html import EMPTY, Html, disclosure, element, literal, paragraph, source_link
from lib.render.plotly.template import Size
from lib.subjects.meeting import FORMER, SCREENS, Figure, Page, Screen, Text
from lib.subjects.meeting_choice import Ask, asks
from lib.web import assumptions, pair
from lib.web.assumptions import ECHO, ENTRY, entered
from lib.web.drawing import chart_block, draw_figure, draw_html
from lib.web.shell import leave
from lib.web.state import Choices, full_link

#: Which screen is shown; so it is called in the address.
SCREEN = "scherm"
#: How many own assumptions a screen after the first names, and how many letters fit in the bar at the bottom.
NAMED, IN_BAR = 2, 165
ASKED, OPENED, PART = "wat_als_", "eigen_", "deel_"
#: The screen where "what if" is asked.
ASKING = "voorwaarden"
#: The screen of two assumptions at a time; their fields are out of sight on every other.
TOGETHER = "samen"
#: Which bar of a row is whose, and what a table is called that has the numbers of a chart.
PLACES, TWIN = ("boven", "onder"), "Dezelfde cijfers als tabel"
#: The tables that are drawn as tiles, and those of a few cells that are read from afar.
STYLES = {"gepubliceerd": "rw-tiles rw-open", "posten": "rw-tiles", "lezingen": "rw-tiles rw-matrix"}
#: How large charts are on a phone, on a projector and on a large screen; the style sheet shows one of them.
SIZES: dict[str, dict[Form, Size]] = {
    "telefoon": {
        "bands": Size(14, 260),
        "spans": Size(13, 120),
        "flow": Size(12, 110),
        "marks": Size(13, 120),
        "plane": Size(13, 260),
    },
    "zaal": {
        "bands": Size(26, 400),
        "spans": Size(24, 200),
        "flow": Size(24, 60),
        "marks": Size(24, 380),
        "plane": Size(24, 315),
    },
    "groot": {
        "bands": Size(39, 600),
        "spans": Size(36, 300),
        "flow": Size(36, 90),
        "marks": Size(36, 570),
        "plane": Size(36, 500),
    },
}
OWN = "Eigen waarde…"


def chosen_screen() -> str:
    """The id of the screen in the address, also by what it was called before; unknown ones are told. The field itself is not
    for the eye."""
    former = FORMER.get(st.query_params.get(SCREEN, ""))
    if former is not None and SCREEN not in st.session_state:
        st.session_state[SCREEN] = SCREENS[former]
    choices = Choices([], 0)
    with st.container(key="scherm_gekozen"):
        screen = choices.choose(SCREEN, "Scherm", SCREENS, next(iter(SCREENS)), st.selectbox)
    for wrong in choices.wrong if former is None else ():
        st.warning(literal(wrong))
    return screen


def draw_screen(screen: Screen, answers: Answers) -> None:
    """The screen, and what can be chosen on it."""
    _keep_parts()
    release, page = answers.release, chosen_page(screen)
    draw_html(element("h1", (page.sentence if page else "") or screen.sentence))
    _two_assumptions(screen, answers)
    if screen.pages:
        _choose_page(screen)
    if screen.id == ASKING and page:
        _ask(release, next(ask for ask in asks(answers) if ask.title == page.label))
    for part in (screen, page) if page else (screen,):
        _charts(part.charts, answers)
    if below := body(screen, page, release):
        draw_html(below)
    if screen.id == ASKING and page:
        draw_html(paragraph(answers.evidence.verdict(answers.comparison.horizon), "rw-small"))
    if screen.id == list(SCREENS)[-1]:
        draw_html(link(full_link(release, answers.view, more={SCREEN: SCREENS[screen.id]})))


def _two_assumptions(screen: Screen, answers: Answers) -> None:
    """The fields of the two assumptions, on their screen; on any other only for the address."""
    if screen.id == TOGETHER:
        pair.ask(answers.release, answers.view, labelled=False)
        return
    with st.container(key="twee_buiten_beeld"):
        pair.fields(answers.release, answers.view)


def _keep_parts() -> None:
    """What was chosen on a screen that is not shown: Streamlit forgets what it does not draw."""
    for key in (PART + name for name in SCREENS):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def chosen_page(screen: Screen) -> Page | None:
    """The part of the screen that the reader chose, or with which it opens; None where it has none."""
    by_label = {page.label: page for page in screen.pages}
    key = PART + screen.id
    if st.session_state.get(key) not in by_label:
        st.session_state.pop(key, None)
    opening = screen.opening or next(iter(by_label), "")
    return by_label.get(str(st.session_state.get(key, opening)))


def _choose_page(screen: Screen) -> None:
    """Buttons for the parts of a screen; a list where there is one assumption in each."""
    names = [page.label for page in screen.pages]
    key, label = PART + screen.id, literal(screen.pages_label)
    st.session_state.setdefault(key, screen.opening or names[0])
    if screen.id == ASKING:
        st.selectbox(label, names, key=key, label_visibility="collapsed")
        return
    st.segmented_control(label, names, format_func=literal, required=True, key=key, label_visibility="collapsed")


def _charts(charts: Sequence[ChartSpec], answers: Answers) -> None:
    """A chart and below it what it is, how it reads and its table on request; or several beside each other, each under the
    name of its route."""
    if not charts:
        return
    routes = {str(side): run.scenario.short_title for side, run in answers.comparison.sides}
    for column, spec in zip(st.columns(len(charts), gap="small"), charts, strict=True):
        with column:
            if len(charts) > 1:
                draw_html(element("h2", element("span", routes[spec.side], style=f"rw-{spec.side}")))
            for screen, sizes in SIZES.items():
                draw_figure(spec, f"{screen}_{spec.id}", sizes[spec.form])
    twins = (_twin(spec, routes.get(spec.side, ""), answers.release) for spec in charts)
    short = " rw-several" if len(charts) > 1 else ""
    draw_html(element("div", reading(charts), *twins, style=f"rw-under{short}"))


def reading(charts: Sequence[ChartSpec]) -> Html:
    """What a chart is, whose bars are whose, and how it reads; of several only how they read, which is the same."""
    spec = charts[0]
    if len(charts) > 1:
        return element("p", spec.quiet, style="rw-reading")
    rows = zip(PLACES, spec.series, strict=False) if spec.form == "spans" and len(spec.series) > 1 else ()
    whose = [Html("{} {}; ").format(place, element("b", line.name, style=f"rw-{line.role}")) for place, line in rows]
    return element("p", element("b", spec.title), ": ", *whose, spec.quiet, style="rw-reading")


def _twin(spec: ChartSpec, route: str, release: Release) -> Html:
    """The numbers of a chart, on request; `route` is whose they are where that is one."""
    table = chart_block(spec, release, "rw-grid").twin
    return disclosure(f"{route} als tabel" if route else TWIN, table) if table else EMPTY


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


def _ask(release: Release, ask: Ask) -> None:
    """The levels of one assumption, and a field for another value."""
    name = ask.parameter.id
    level = next((words for words, value in ask.levels.items() if value == ask.value), OWN)
    own = level == OWN or bool(st.session_state.get(OPENED + name))
    st.session_state[ASKED + name] = OWN if own else level
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"vraag_{name}"):
        st.segmented_control(
            literal(ask.title),
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
    echo, good = st.session_state.get(ECHO + name, ("", True))
    if echo and own:
        draw_html(element("span", echo, style="rw-told", role="status" if good else "alert"))


def _answered(release: Release, ask: Ask) -> None:
    name = ask.parameter.id
    picked = st.session_state[ASKED + name]
    st.session_state[OPENED + name] = picked == OWN
    st.session_state.pop(ECHO + name, None)
    if picked in ask.levels:
        assumptions.set_value(release, name, ask.levels[picked])


# -- a screen as HTML: large type, little of it, every number with its explanation -------------------------------


def body(screen: Screen, page: Page | None, release: Release) -> Html:
    """What stands below the sentence and the charts: figures, texts and tables of the screen and of the chosen part of it."""
    figures = [figure(item, release) for item in screen.figures]
    texts = _texts(page.texts, release) if page else EMPTY
    grids = [_table(grid, release) for grid in (screen.grid, page.grid if page else None) if grid]
    return (element("div", *figures, style="rw-figures") if figures else EMPTY) + texts + EMPTY.join(grids)


def _table(grid: Grid, release: Release) -> Html:
    """A table; what holds numbers says below whose they are and in which unit."""
    numbers = any(piece.answer for row in grid.rows for cell in row.cells for piece in (cell, *cell.pieces))
    below = paragraph(grid.caption, "rw-reading rw-below") if numbers else EMPTY
    style = STYLES.get(grid.id.rstrip("-0123456789 "), "")
    return draw(grid, release, hidden_caption=True, style=f"rw-grid {style}") + below


def link(address: str) -> Html:
    """The full link, to open or copy; its address is far longer than a line."""
    return paragraph(element("a", "Volledige link van dit scherm", href=address))


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
