"""Overzicht: what both routes mean, in euros and people, on one screen."""

from dataclasses import replace

import streamlit as st

from lib.analysis.expression import scale_of
from lib.charts.years import years
from lib.ui import blocks
from lib.ui.chart import draw, palette_now
from lib.ui.shell import chosen
from lib.ui.state import answers

release, view = chosen()
found = answers(view)

chart = blocks.year_chart(found)
drawing = years(
    chart.labels, chart.span, chart.structural, chart.one_off, chart.statuses, chart.one_off_status, palette_now()
)

st.html(blocks.message(found) + blocks.cards(found))
left, right = st.columns([1.2, 1], gap="medium")
with left:
    st.html(blocks.outcomes(found, scale_of(release, view.expression)))
    draw("tekort_per_jaar", chart.title, chart.quiet, drawing, chart.alternative, chart.twin)
right.html(blocks.bridges(found) + blocks.people(found))
st.html(
    blocks.certainty_strip(found)
    + blocks.what_must_be_true(found)
    + blocks.scenarios_table([answers(replace(view, b=name)) for name in release.scenarios])
)
