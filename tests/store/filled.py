"""A database with something in every part: releases in three states, files, verkenningen, a frozen state."""

from dataclasses import replace

from lib.store.access import Person, Role
from lib.store.locations import Database
from lib.store.publishing import withdraw
from lib.store.releases import CONCEPT
from lib.store.saved_views import keep, withdraw_verkenning
from lib.tables.content import Content
from tests.people import beheerder
from tests.store.test_frozen import put_away
from tests.store.test_publishing import FILE, OTHER, put
from tests.store.test_releases import changed
from tests.store.test_verkenningen import ONE

BEHEERDER, ANALIST, KIM = Person("Sam Beheer", Role.BEHEERDER), Person("Kim", Role.ANALIST), beheerder("Kim")


def fill(path: Database, shipped: Content) -> None:
    """To a database with the shipped release."""
    put(path, changed(shipped, "gemeenten", gemeente="Almelo-Oost"), 1, FILE, OTHER)
    put(path, changed(shipped, "costs", bedrag_eur="PM"), 2, state=CONCEPT)
    withdraw(path, 1, note="vervangen", by=KIM)
    keep(path, replace(ONE, release=2), by=KIM)
    keep(path, replace(ONE, name="Ander", release=2), by=KIM, handed_in=True)
    withdraw_verkenning(path, 1, note="vergist", by=KIM)
    put_away(path)
