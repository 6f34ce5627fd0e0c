"""One moment and one program for a whole picture: two pictures differ in what the product shows, not in when they were
taken nor in the hash of the files that took them."""

import importlib
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from lib.api.formats import program
from lib.store.locations import program_hash
from lib.tables.content import SHIPPED

FIRST_MOMENT = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
#: What a picture says where the hash of the program stands.
PROGRAM = "0123456789abcdef" * 4


class _Moments(type):
    """A moment of the standard library is one of the clock too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class Clock(datetime, metaclass=_Moments):
    """It stands still until a day is turned."""

    moment = FIRST_MOMENT

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz) if tz else cls.moment.replace(tzinfo=None)


def turn_days(days: int) -> None:
    """Set the clock to the first moment, that many days later."""
    Clock.moment = FIRST_MOMENT + timedelta(days=days)


def _same_program() -> str:
    return PROGRAM


def pin() -> None:
    """Every module of the product has this clock and this hash from now on, for as long as the process lives."""
    for file in sorted(SHIPPED.glob("lib/**/*.py")):
        name = ".".join(file.relative_to(SHIPPED).with_suffix("").parts).removesuffix(".__init__")
        if name not in ("lib.__main__", "lib.web.main"):
            importlib.import_module(name)
    instead = {id(datetime): Clock, id(program_hash): _same_program, id(program): _same_program}
    modules = [module for name, module in sys.modules.items() if name.startswith("lib.")]
    for module in modules:
        for name, value in list(vars(module).items()):
            if id(value) in instead:
                setattr(module, name, instead[id(value)])
