"""What routes and differences are called in the workbook."""

from collections.abc import Iterable

from lib.report.workbook.context import WorkbookContext
from lib.report.workbook.subject import LETTERS, ZERO

#: No column is wider than this, in characters.
MOST = 60


def pair_title(context: WorkbookContext, pair: tuple[str, str]) -> str:
    """ "B − A: Samen tegenover Doorgaan"."""
    other, route = (context.subject.route_of[role].run.scenario.short_title for role in pair)
    return f"{LETTERS[pair[1]]} − {LETTERS[pair[0]]}: {route} tegenover {other}"


def role_title(context: WorkbookContext, role: str) -> str:
    title = context.subject.route_of[role].run.scenario.short_title
    return f"{'Nulalternatief' if role == ZERO else f'Route {LETTERS[role]}'}: {title}"


def pair_name(pair: tuple[str, str]) -> str:
    """How names of cells call a difference: "b_a", "a_nulalternatief"."""
    return "_".join(LETTERS[role].lower() for role in reversed(pair))


def widest(titles: Iterable[str]) -> float:
    """How wide a column must be for these words."""
    return min(MOST, max(map(len, titles)) + 3)
