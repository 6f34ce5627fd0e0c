"""A chart with its title, its text alternative and its twin: a table with the same numbers."""

from dataclasses import dataclass, replace

import streamlit as st

from lib.analysis.chart import ChartSpec
from lib.analysis.release import Release
from lib.charts.figure import figure
from lib.charts.template import Chart, Palette, palette
from lib.ui import grids
from lib.ui.cache import cached
from lib.ui.html import disclosure, text

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


@dataclass(frozen=True)
class ChartBlock:
    """A chart ready for a page: what is drawn, and its twin in safe HTML, nothing where the table stands beside it."""

    spec: ChartSpec
    twin: str


def chart_block(spec: ChartSpec, release: Release, style: str = "", twin: str = "") -> ChartBlock:
    """The block of a chart; its twin is drawn in this style, or given where it is no table of numbers alone."""
    table = grids.draw(spec.twin, release, style=style) if spec.twin else twin
    # What is drawn is kept by what decides it, and that is neither the twin nor where its numbers come from.
    return ChartBlock(replace(spec, twin=None, answers=()), table)


def palette_now() -> Palette:
    """The palette of the theme that the reader has on."""
    return palette(st.context.theme.type == "dark")


@cached
def _figure(spec: ChartSpec, colours: Palette) -> Chart:
    return figure(spec, colours)


def draw(block: ChartBlock, reading: str) -> None:
    """Draw a chart under its heading; `reading` tells how to read it."""
    spec = block.spec
    st.html(f'<section class="rw-block"><h2>{text(spec.title)} <small>{text(spec.quiet)}</small></h2></section>')
    st.plotly_chart(_figure(spec, palette_now()), key=spec.id, theme=None, config=CONFIG, alt=spec.description)
    below = disclosure("Hoe lees ik dit?", f'<p class="rw-text">{text(reading)}</p>')
    if block.twin:
        below += disclosure("Dezelfde cijfers als tabel", block.twin)
    st.html(f'<div class="rw-line">{below}</div>')
