"""Mensen: who works where, now and later, under both routes; and that nobody is lost."""

import streamlit as st

from lib.subjects.people.flow import flow_charts
from lib.web.blocks import costs, people
from lib.web.drawing import chart_block, draw, draw_html
from lib.web.explanations import FLOW
from lib.web.state import answers, selection

release, view = selection()
numbers = answers(view)

draw_html(people.message(numbers))
charts = flow_charts(numbers)
for column, chart in zip(st.columns(len(charts), gap="medium"), charts, strict=True):
    with column:
        draw(chart_block(chart, release, "rw-wrap rw-rows"), FLOW)
for block in (
    people.work_table,
    people.staff_block,
    people.reconciliation_block,
    costs.realised_persons,
    people.estimate_block,
    people.reports_block,
    people.privacy_block,
    people.new_entrants_block,
):
    if inner := block(numbers):
        draw_html(inner)
