"""What people kept in the database: bevroren standen and verkenningen; without the names of who kept them."""

from collections.abc import Callable, Iterable
from datetime import datetime

from lib.analysis.assumptions import write_assumptions
from lib.api.fields import Row, Table, api_table
from lib.api.formats import Answer
from lib.api.operations import ROOT, AnswerPlan, Asked, Operation
from lib.store.saved_views import SavedView, states, verkenningen

STATES = api_table(
    "states",
    "Bevroren standen",
    "Een rij per bevroren stand: uitkomsten zoals zij op een moment waren.",
    [
        ("nummer", "geheel"),
        ("naam", "tekst"),
        ("toelichting", "tekst"),
        ("bevroren_op", "moment"),
        ("release", "geheel"),
        ("release_hash", "tekst"),
        ("kenmerk", "tekst"),
        ("programma", "tekst"),
    ],
)
VERKENNINGEN = api_table(
    "verkenningen",
    "Verkenningen",
    "Een rij per verkenning: eigen aannames onder een naam, bij één release.",
    [
        ("nummer", "geheel"),
        ("naam", "tekst"),
        ("toelichting", "tekst"),
        ("gemaakt_op", "moment"),
        ("release", "geheel"),
        ("route_a", "tekst"),
        ("route_b", "tekst"),
        ("sleutel", "tekst"),
        ("aannames", "tekst"),
        ("geldt", "ja_nee"),
    ],
)


def listing_of(table: Table, rows: Callable[[Asked], Iterable[Row]]) -> Operation:
    """A list of everything in the database."""

    def find(request: Asked) -> AnswerPlan:
        return AnswerPlan(lambda: Answer({}, table, tuple(rows(request))))

    return Operation(f"{ROOT}/{table.name}", table.name, table.title, table.explained, find, table=table, schema={})


def second(moment: datetime) -> datetime:
    """A moment to the second."""
    return moment.replace(microsecond=0)


def _identity(view: SavedView) -> Row:
    return (view.number, view.name, view.note, second(view.created_at), view.release)


def _states(request: Asked) -> Iterable[Row]:
    for state in states(request.path):
        yield (*_identity(state), state.release_hash, state.seal, state.program.version)


def _verkenningen(request: Asked) -> Iterable[Row]:
    for entry in verkenningen(request.path):
        choices = (entry.route_a, entry.route_b, entry.key, write_assumptions(entry.values))
        yield (*_identity(entry), *choices, entry.in_force)


LISTINGS = (listing_of(STATES, _states), listing_of(VERKENNINGEN, _verkenningen))
