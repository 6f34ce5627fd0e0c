"""Verantwoording: what every figure, parameter and statement rests on, and how an amount is made."""

import streamlit as st

from lib.comparison.answers import Answers
from lib.render.html import EMPTY
from lib.web.blocks import accountability as blocks
from lib.web.blocks import accountability_figures as figures
from lib.web.blocks import filling
from lib.web.blocks.risk import ask_decision
from lib.web.drawing import draw_html
from lib.web.releases.shipped import shipped_words
from lib.web.state import answers, selection

release, view = selection()
numbers = answers(view) if release.checklist.complete else None


@st.fragment
def tables() -> None:
    options = figures.choices()
    title = st.selectbox("Welke tabel van de release", list(options), key="verantwoording_tabel")
    draw_html(figures.figures_table(release, options[title]))


@st.fragment
def formulas(numbers: Answers) -> None:
    kinds, werkvormen, years = figures.example_choices(numbers)
    columns = st.columns(3)
    kind = columns[0].selectbox("Kostensoort", list(kinds), key="verantwoording_kostensoort")
    werkvorm = columns[1].selectbox("Werkvorm", list(werkvormen), key="verantwoording_werkvorm")
    year = columns[2].selectbox("Jaar", years, index=years.index(view.horizon), key="verantwoording_jaar")
    draw_html(figures.example(numbers, view.gemeente, werkvormen[werkvorm], kinds[kind], year))


draw_html(
    blocks.opening(release, shipped_words())
    + (EMPTY if numbers else filling.on_accountability(release))
    + blocks.parameters(release, numbers)
)
if numbers:
    draw_html(blocks.risks(numbers))
    ask_decision(numbers)
draw_html(blocks.scenarios(release) + figures.figures_heading(release))
tables()
draw_html(figures.sources_and_conflicts(release) + blocks.statements(release))
if numbers:
    draw_html(figures.accounts(numbers, numbers.scale) + blocks.considerations(numbers))
draw_html(blocks.decisions(release))
if numbers:
    draw_html(figures.formulas_heading(release, view.gemeente))
    formulas(numbers)
draw_html(blocks.words_list())
