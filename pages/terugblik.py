"""Terugblik: what the accounts say afterwards, beside the budgets, the routes and other regions."""

import streamlit as st

from lib.render.html import element
from lib.subjects.hindsight.beside import shared_years
from lib.subjects.hindsight.charts import accounts_chart, direction_chart, elsewhere_chart
from lib.subjects.hindsight.ledger import ACCOUNTS, Ledger, ledger_of
from lib.web.blocks import filling
from lib.web.blocks import hindsight as blocks
from lib.web.drawing import chart_block, draw, draw_html, draw_tabs
from lib.web.explanations import BOOKED, ELSEWHERE, ROUTES_AND_BOOKS
from lib.web.state import answers, selection

release, view = selection()
numbers = answers(view) if release.checklist.complete else None
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
        draw(chart_block(chart, release, twin=blocks.twin(ledger, view, taakveld)), BOOKED)
        draw_html(blocks.band_words(ledger, taakveld) if band else element("span"))
    draw_html(blocks.cautions(ledger), right)
    draw_tabs("terugblik_tabel", blocks.tabs(ledger, view, taakveld))


draw_html(blocks.message(ledger, view))
if ledger.years(ACCOUNTS):
    booked()
if numbers is None:
    draw_html(filling.notice(release))
elif shared_years(numbers, totals):
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        draw(chart_block(direction_chart(numbers, totals), release, "rw-firm rw-booked"), ROUTES_AND_BOOKS)
    draw_html(blocks.direction_summary(numbers, totals), right)
draw_html((numbers and blocks.handed_in(numbers)) or element("span"))
left, right = st.columns([1, 1.3], gap="medium")
others = elsewhere_chart(release)
if others:
    with left:
        draw(chart_block(others, release), ELSEWHERE)
draw_html(blocks.elsewhere_table(release), right)
draw_html(blocks.budget_error(release) + blocks.conflicts(release))
