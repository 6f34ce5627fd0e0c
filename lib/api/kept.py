"""What people kept in the database: bevroren standen and verkenningen; without the names of who kept them."""

from collections.abc import Callable, Iterable
from datetime import datetime

from lib.analysis.assumptions import write_assumptions
from lib.api.fields import Row, Table, made
from lib.api.formats import Answer
from lib.api.operations import ROOT, Asked, Found, Operation
from lib.store.frozen import states
from lib.store.verkenningen import Kept, verkenningen

STATES = made(
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
VERKENNINGEN = made(
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

    def find(asked: Asked) -> Found:
        return Found(lambda: Answer({}, table, tuple(rows(asked))))

    return Operation(f"{ROOT}/{table.name}", table.name, table.title, table.explained, find, table=table, schema={})


def second(moment: datetime) -> datetime:
    """A moment to the second."""
    return moment.replace(microsecond=0)


def _states(asked: Asked) -> Iterable[Row]:
    for one in states(asked.path):
        told = (one.number, one.name, one.note, second(one.created_at))
        yield (*told, one.release, one.release_hash, one.seal, one.program.version)


def _verkenningen(asked: Asked) -> Iterable[Row]:
    return map(_verkenning_row, verkenningen(asked.path))


def _verkenning_row(kept: Kept) -> Row:
    one = kept.verkenning
    told = (kept.number, one.name, one.note, second(one.made_at), one.release, one.route_a, one.route_b, one.key)
    return (*told, write_assumptions(one.values), kept.in_force)


KEPT = (listing_of(STATES, _states), listing_of(VERKENNINGEN, _verkenningen))
