"""Mensen: who works where, now and later, under both routes; and that nobody is lost."""

import streamlit as st

from lib.analysis.people_flow import flow_charts
from lib.ui import (
    people_blocks,
    people_evidence_blocks,
    people_reconciliation,
    people_staff,
    people_work,
    realised_blocks,
)
from lib.ui.chart import chart_block, draw
from lib.ui.readings import FLOW
from lib.ui.state import answers, selection

release, view = selection()
found = answers(view)

st.html(people_blocks.message(found))
charts = flow_charts(found)
for column, chart in zip(st.columns(len(charts), gap="medium"), charts, strict=True):
    with column:
        draw(chart_block(chart, release, "rw-wrap rw-rows"), FLOW)
for block in (
    people_work.work_table,
    people_staff.staff_block,
    people_reconciliation.reconciliation_block,
    realised_blocks.people,
    people_evidence_blocks.estimate_block,
    people_evidence_blocks.reports_block,
    people_evidence_blocks.privacy_block,
    people_evidence_blocks.new_entrants_block,
):
    if drawn := block(found):
        st.html(drawn)
