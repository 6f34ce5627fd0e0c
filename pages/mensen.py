"""Mensen: who works where, now and later, under both routes; and that nobody is lost."""

import streamlit as st

from lib.analysis.people_flow import flow_charts
from lib.ui import cost_blocks, people_blocks
from lib.ui.chart import chart_block, draw
from lib.ui.explanations import FLOW
from lib.ui.html import draw_html
from lib.ui.state import answers, selection

release, view = selection()
numbers = answers(view)

draw_html(people_blocks.message(numbers))
charts = flow_charts(numbers)
for column, chart in zip(st.columns(len(charts), gap="medium"), charts, strict=True):
    with column:
        draw(chart_block(chart, release, "rw-wrap rw-rows"), FLOW)
for block in (
    people_blocks.work_table,
    people_blocks.staff_block,
    people_blocks.reconciliation_block,
    cost_blocks.realised_persons,
    people_blocks.estimate_block,
    people_blocks.reports_block,
    people_blocks.privacy_block,
    people_blocks.new_entrants_block,
):
    if inner := block(numbers):
        draw_html(inner)
