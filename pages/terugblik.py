"""Terugblik: what the accounts say afterwards, beside the budgets, the routes and other regions."""

import streamlit as st

from lib.analysis.hindsight import Ledger, ledger_of
from lib.charts.multiples import multiples
from lib.ui import hindsight_charts as charts
from lib.ui import hindsight_evidence as evidence
from lib.ui import hindsight_head as head
from lib.ui import hindsight_tables as tables
from lib.ui.chart import draw, palette_now
from lib.ui.shell import chosen
from lib.ui.state import answers

release, view = chosen()
found = answers(view)
ledger, totals = ledger_of(release, view.expression), Ledger(release)


def drawn(key: str, panels: charts.Panels) -> None:
    chart = multiples(
        panels.names,
        panels.span,
        panels.lines,
        panels.unit,
        panels.decimals,
        palette_now(),
        beside=panels.beside,
    )
    draw(key, panels.title, panels.quiet, chart, panels.alternative, panels.twin)


@st.fragment
def booked() -> None:
    """The accounts of one taakveld: only the open tab is made."""
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        controls = st.container(horizontal=True, key="terugblik_keuzes", vertical_alignment="center")
        taakveld = controls.selectbox("Taakveld", ledger.taakvelden, key="terugblik_taakveld", width=150)
        band = controls.toggle("Toon hoe ver begrotingen er meestal naast zaten", key="terugblik_band")
        drawn("begroting_en_jaarrekening", charts.accounts_chart(ledger, view, taakveld, band))
        if band:
            st.html(charts.band_words(ledger, view, taakveld))
    right.html(head.cautions(ledger))
    made = tables.tabs(ledger, view, taakveld)
    for tab, make in zip(st.tabs(list(made), key="terugblik_tabel", on_change="rerun"), made.values(), strict=True):
        if tab.open:
            tab.html(make())


st.html(head.message(ledger, view))
if ledger.rows:
    booked()
    drawn("routes_en_boeken", charts.direction_chart(found, totals))
    st.html(charts.direction_summary(found, totals))
elsewhere = charts.elsewhere_chart(release)
if elsewhere:
    drawn("elders", elsewhere)
    st.html(charts.elsewhere_table(release))
else:
    st.html(charts.nothing("Hoe het elders liep"))
st.html(evidence.budget_error(release) + evidence.conflicts(release))
