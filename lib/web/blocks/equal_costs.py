"""Two assumptions at a time on Gevoeligheid: which two, in words, their line of equal costs, and its tables."""

from lib.comparison.message import SAME
from lib.comparison.view import View
from lib.render.grids import draw as draw_table
from lib.render.html import Html, block, disclosure, element, paragraph
from lib.render.plotly.template import Size
from lib.subjects.what_if.pair import QUESTION, AssumptionPair
from lib.web import pair
from lib.web.cache import cached
from lib.web.drawing import ChartBlock, chart_block, draw, draw_html
from lib.web.explanations import EQUAL_COSTS
from lib.web.state import answers, database_stamp

#: A plane is about as high as it is wide on a narrow screen.
PLANE = Size(13, 330)
TABLE = "rw-wrap rw-rows rw-switching"


@cached
def build_blocks(view: View, stamp: int) -> tuple[Html, ChartBlock, Html]:
    """In words where two assumptions level the routes; their line; and what stands below it."""
    outcome = answers(view)
    two, release = AssumptionPair(outcome), outcome.release
    tables = disclosure("Per gemeente en in totaal", draw_table(two.per_gemeente(), release, style=TABLE))
    below = paragraph(two.remark(), "rw-small") + tables
    return paragraph(two.headline(), "rw-text"), chart_block(two.chart(), release, TABLE), below


def show(view: View) -> None:
    """The fields, and what they give; nothing where both routes are one."""
    outcome = answers(view)
    draw_html(block(QUESTION, "twee aannames tegelijk; de andere blijven zoals gekozen"))
    pair.ask(outcome.release, view)
    if outcome.comparison.same:
        draw_html(element("p", SAME))
        return
    words, chart, below = build_blocks(view, database_stamp())
    draw_html(words)
    draw(chart, EQUAL_COSTS, PLANE)
    draw_html(below)
