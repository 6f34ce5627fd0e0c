"""A chart with its title, its text alternative and its twin: a table with the same numbers."""

import streamlit as st

from lib.charts.template import Chart, Palette, palette
from lib.ui.html import disclosure, text

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def palette_now() -> Palette:
    """The palette of the theme that the reader has on."""
    return palette(st.context.theme.type == "dark")


def draw(key: str, title: str, quiet: str, chart: Chart, alternative: str, twin: str = "", *, reading: str) -> None:
    """Draw a chart under its heading; `alternative` says in words what it shows, `twin` is the table in safe HTML,
    nothing where the table already stands beside the chart, and `reading` tells how to read it."""
    st.html(f'<section class="rw-block"><h2>{text(title)} <small>{text(quiet)}</small></h2></section>')
    st.plotly_chart(chart, key=key, theme=None, config=CONFIG, alt=alternative)
    below = disclosure("Hoe lees ik dit?", f'<p class="rw-text">{text(reading)}</p>')
    if twin:
        below += disclosure("Dezelfde cijfers als tabel", twin)
    st.html(f'<div class="rw-line">{below}</div>')
