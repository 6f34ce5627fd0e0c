"""Mensen: who works where, now and later, under both routes; and that nobody is lost."""

import streamlit as st

from lib.charts.flow import flow
from lib.ui import cost_blocks, people_blocks, people_evidence_blocks
from lib.ui.chart import draw, palette_now
from lib.ui.readings import FLOW
from lib.ui.shell import chosen
from lib.ui.state import answers

release, view = chosen()
numbers = answers(view)
colours = palette_now()

st.html(people_blocks.message(numbers))
charts = people_blocks.flow_charts(numbers)
for column, chart in zip(st.columns(len(charts), gap="medium"), charts, strict=True):
    with column:
        drawing = flow(chart.bands, colours, colours.a if chart.letter == "a" else colours.b)
        draw(f"stroom_{chart.letter}", chart.title, chart.quiet, drawing, chart.alternative, chart.twin, reading=FLOW)
for block in (
    people_blocks.work_table,
    people_blocks.staff_block,
    people_blocks.reconciliation_block,
    cost_blocks.realised_persons,
    people_evidence_blocks.estimate_block,
    people_evidence_blocks.reports_block,
    people_evidence_blocks.privacy_block,
    people_evidence_blocks.new_entrants_block,
):
    if inner := block(numbers):
        st.html(inner)
