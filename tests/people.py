"""People who act in tests."""

from lib.store.access import Person, Role


def beheerder(name: str) -> Person:
    return Person(name, Role.BEHEERDER)
