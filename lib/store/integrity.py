"""Whether a release is still what was published: read, hashed in the layout that its hash names, and compared."""

import threading
from collections.abc import Callable

import duckdb

from lib.store.content import Content, layout_of, layouts
from lib.store.database import condition
from lib.store.faults import DatabaseCorrupt, StoreError
from lib.store.locations import Database

#: What reading raises when something of a release is gone, or of another kind than it was put in.
BROKEN = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, duckdb.CatalogException)
#: Releases that are remembered as sound, each in one condition of its database.
REMEMBERED = 256


class ReleaseChanged(DatabaseCorrupt):
    """The figures of a release are not those that were published; they are not shown."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"De cijfers van release {number} in de database zijn niet meer wat is gepubliceerd: zij zijn buiten de "
            "Routewijzer om veranderd, of er ontbreekt iets. Zij worden niet getoond. Kies een andere release, of laat een "
            "beheerder een reservekopie terugzetten."
        )
        self.number = number


#: In the order in which they were verified.
_sound: dict[tuple[Database, object, int, str], None] = {}
_lock = threading.Lock()


def verified(path: Database, number: int, hash_: str, reading: Callable[[], Content]) -> Content:
    """What `reading` gives, when it is what that hash says; inside a read of the database at `path`.

    Verified once in this process for as long as the database stays as it is. Raises ReleaseChanged.
    """
    state = condition(path)
    content = intact(number, reading)
    key = path, state, number, hash_
    if state is None or key not in _sound:
        if not says(content, hash_):
            raise ReleaseChanged(number)
        if state is not None:
            _remember(key)
    return content


def intact(number: int, reading: Callable[[], Content]) -> Content:
    """What `reading` gives. Raises ReleaseChanged when parts are gone."""
    try:
        return reading()
    except BROKEN as error:
        raise ReleaseChanged(number) from error


def says(content: Content, hash_: str) -> bool:
    """Whether the content has that hash, in the layout that the hash names. Raises StoreError for a layout that this
    program does not know."""
    layout = layout_of(hash_)
    if layout not in layouts():
        raise StoreError(
            f"Het kenmerk van deze release is gemaakt met een andere versie van de Routewijzer (indeling {layout[:20]}) en is "
            "hier niet na te gaan. Werk dit programma bij, of kies een andere release."
        )
    try:
        return content.hash_in(layout) == hash_
    except BROKEN:
        return False


def _remember(key: tuple[Database, object, int, str]) -> None:
    with _lock:
        _sound[key] = None
        while len(_sound) > REMEMBERED:
            del _sound[next(iter(_sound))]
