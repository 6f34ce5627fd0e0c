"""Terugblik: what the accounts say afterwards, beside the budgets, the routes and other regions."""

import streamlit as st

from lib.analysis.hindsight import ACCOUNTS, Ledger, ledger_of
from lib.analysis.hindsight_charts import accounts_chart, direction_chart, elsewhere_chart
from lib.analysis.hindsight_routes import shared_years
from lib.ui import hindsight_direction as direction
from lib.ui import hindsight_elsewhere as elsewhere
from lib.ui import hindsight_evidence as evidence
from lib.ui import hindsight_head as head
from lib.ui import hindsight_tables as tables
from lib.ui.chart import chart_block, draw
from lib.ui.html import literal
from lib.ui.readings import BOOKED, ELSEWHERE, ROUTES_AND_BOOKS
from lib.ui.state import answers, selection

release, view = selection()
found = answers(view)
ledger, totals = ledger_of(release, view.expression), Ledger(release)


@st.fragment
def booked() -> None:
    """The accounts of one taakveld: only the open tab is made."""
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        controls = st.container(horizontal=True, key="terugblik_keuzes", vertical_alignment="center")
        taakveld = controls.selectbox("Taakveld", ledger.taakvelden, key="terugblik_taakveld", width=220)
        band = controls.toggle("Toon hoe ver begrotingen er meestal naast zaten", key="terugblik_band")
        chart = accounts_chart(ledger, view, taakveld, band)
        draw(chart_block(chart, release, twin=tables.twin(ledger, view, taakveld)), BOOKED)
        st.html(head.band_words(ledger, taakveld) if band else "<span></span>")
    right.html(head.cautions(ledger))
    parts = tables.tabs(ledger, view, taakveld)
    for tab, make in zip(
        st.tabs([*map(literal, parts)], key="terugblik_tabel", on_change="rerun"), parts.values(), strict=True
    ):
        if tab.open:
            tab.html(make())


st.html(head.message(ledger, view))
if ledger.years(ACCOUNTS):
    booked()
if shared_years(found, totals):
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        twin = direction.direction_twin(found, totals)
        draw(chart_block(direction_chart(found, totals), release, twin=twin), ROUTES_AND_BOOKS)
    right.html(direction.direction_summary(found, totals))
left, right = st.columns([1, 1.3], gap="medium")
others = elsewhere_chart(release)
if others:
    with left:
        draw(chart_block(others, release), ELSEWHERE)
right.html(elsewhere.elsewhere_table(release))
st.html(evidence.budget_error(release) + evidence.conflicts(release))
