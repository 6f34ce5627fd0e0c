"""Verantwoording: what every figure, parameter and statement rests on, and how an amount is made."""

import streamlit as st

from lib.analysis.expression import scale_of
from lib.ui import accountability_agreement as agreement
from lib.ui import accountability_blocks as blocks
from lib.ui import accountability_numbers as numbers
from lib.ui import accountability_tables as tables
from lib.ui.accountability_scenarios import scenarios
from lib.ui.html import Html, draw_html
from lib.ui.shipped import shipped_words
from lib.ui.state import answers, selection

release, view = selection()
found = answers(view)
scale = scale_of(release, view.expression)


@st.fragment
def figures() -> None:
    options = tables.choices()
    title = st.selectbox("Welke tabel van de release", list(options), key="verantwoording_tabel")
    draw_html(Html(tables.figures_table(release, options[title])))


@st.fragment
def formulas() -> None:
    kinds, werkvormen, years = numbers.example_choices(found)
    columns = st.columns(3)
    kind = columns[0].selectbox("Kostensoort", list(kinds), key="verantwoording_kostensoort")
    werkvorm = columns[1].selectbox("Werkvorm", list(werkvormen), key="verantwoording_werkvorm")
    year = columns[2].selectbox("Jaar", years, index=years.index(view.horizon), key="verantwoording_jaar")
    draw_html(Html(numbers.example(found, view.gemeente, werkvormen[werkvorm], kinds[kind], year)))


draw_html(
    Html(
        blocks.opening(release, shipped_words())
        + blocks.parameters(found)
        + scenarios(release)
        + tables.figures_heading(release)
    )
)
figures()
draw_html(
    Html(
        tables.sources_and_conflicts(release)
        + agreement.statements(release)
        + numbers.accounts(found, scale)
        + agreement.considerations(found)
        + agreement.decisions(release)
        + numbers.formulas_heading(release, view.gemeente)
    )
)
formulas()
draw_html(Html(blocks.words_list()))
