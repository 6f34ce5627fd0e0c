"""How many PM-posten and PM amounts are left out of totals."""

from lib.analysis.answers import Answers
from lib.analysis.release import Release
from lib.model.parameters import PmItem
from lib.model.projection import Projection
from lib.text import amount

RANGE = "mogelijk bereik"


def pm_amounts(release: Release) -> int:
    """How many amounts of the base year are PM."""
    return int(release.figures.pm.sum())


def left_out(answers: Answers, *routes: Projection) -> int:
    """How many PM-posten of any of these routes, and PM amounts of the base year, no total counts."""
    items = {item for run in routes for item in run.scenario.pm}
    return len(items) + pm_amounts(answers.release)


def possible_range(item: PmItem) -> str:
    """Between which amounts the item may lie and what these bounds rest on; empty when there are none."""
    if item.low is None or item.high is None:
        return ""
    often = " per jaar" if item.kind == "jaarlijks" else ""
    return f"{RANGE} {amount(item.low)} tot {amount(item.high)}{often} ({item.bounds})"
