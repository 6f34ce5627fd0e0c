"""What a page draws: HTML, tabs, and a chart with its title, its text alternative and its twin: a table with the same numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.comparison.chart import ChartSpec
from lib.comparison.release import Release
from lib.render import grids, html
from lib.render.html import EMPTY, Html, block, disclosure, element, paragraph
from lib.render.plotly.figure import figure
from lib.render.plotly.template import PAGE, Chart, Palette, Size, palette
from lib.web.cache import cached
from lib.web.changes import changes
from lib.web.notes import notes

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


@dataclass(frozen=True)
class ChartBlock:
    """A chart ready for a page: what is drawn, and its twin in safe HTML, nothing where the table stands beside it."""

    spec: ChartSpec
    twin: Html


def chart_block(spec: ChartSpec, release: Release, style: str = "", twin: Html = EMPTY) -> ChartBlock:
    """The block of a chart; its twin is drawn in this style, or given where it is no table of numbers alone."""
    table = grids.draw(spec.twin, release, style=style) if spec.twin else twin
    # What is drawn is kept by what decides it, and that is neither the twin nor where its numbers come from.
    return ChartBlock(replace(spec, twin=None, answers=()), table)


def palette_now() -> Palette:
    """The palette of the theme that the reader has on."""
    return palette(st.context.theme.type == "dark")


@cached
def _figure(spec: ChartSpec, colours: Palette, size: Size) -> Chart:
    return figure(spec, colours, size)


def draw(chart: ChartBlock, reading: str, size: Size = PAGE) -> None:
    """Draw a chart under its heading; `reading` tells how to read it."""
    spec = chart.spec
    draw_html(block(spec.title, spec.quiet))
    st.plotly_chart(_figure(spec, palette_now(), size), key=spec.id, theme=None, config=CONFIG, alt=spec.description)
    below = disclosure("Hoe lees ik dit?", paragraph(reading, "rw-text"))
    if chart.twin:
        below += disclosure("Dezelfde cijfers als tabel", chart.twin)
    draw_html(element("div", below, style="rw-line"))


def draw_html(content: Html, where: DeltaGenerator | None = None) -> None:
    """Draw HTML in the page, or at a place of it: the one way to do so. What its numbers explain, follows on request; of what
    the browser has, only what changed."""
    (where or st).html(changes.since_drawn(notes.fold(content)))


def draw_link(address: str, where: DeltaGenerator | None = None) -> None:
    """Draw a link to take along and a button that copies it. Streamlit's own block of code reads every programming language
    that there is before a page is shown."""
    button = element("button", "Kopieer de link", style="rw-copy", type="button")
    draw_html(
        element("code", address, style="rw-link") + button + element("span", "", style="rw-small", role="status"), where
    )


def draw_tabs(key: str, parts: Mapping[str, Callable[[], Html]], mark: Callable[[Html], Html] | None = None) -> None:
    """A tab for each part, by its label; only what stands in the open one is made, and marked."""
    tabs = st.tabs([*map(html.literal, parts)], key=key, on_change="rerun")
    for tab, write in zip(tabs, parts.values(), strict=True):
        if tab.open:
            draw_html(mark(write()) if mark else write(), tab)


def draw_figure(spec: ChartSpec, key: str, size: Size) -> None:
    """Draw a chart alone, in a size of its own, in a container with this key."""
    chart = _figure(replace(spec, twin=None, answers=()), palette_now(), size)
    with st.container(key=key):
        st.plotly_chart(chart, key=f"{key}_grafiek", theme=None, config=CONFIG, alt=spec.description)
