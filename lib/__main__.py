"""The command line: python -m lib COMMAND (lib.cli.actions). Asks nothing, and says what is wrong in Dutch."""

import contextlib
import io
import logging
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from importlib.abc import MetaPathFinder
from types import FrameType

from lib.cli import Refused

DONE, REFUSED, INTERRUPTED = 0, 1, 130


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused with a Dutch line per problem on stderr.

    Raises SystemExit: 0 after help, 2 after wrong usage.
    """
    # What the log would say is said in Dutch already.
    logging.getLogger("lib").addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with _ctrl_c() as pressed:
        try:
            _run(argv)
        except BrokenPipeError:
            return DONE
        except KeyboardInterrupt:
            return INTERRUPTED
        except Exception as error:
            return INTERRUPTED if pressed else _refuse(_meldingen(error))
        finally:
            _let_go()
    return DONE


def _run(argv: list[str] | None) -> None:
    """Parts are loaded when they are needed: help at once, a missing package and Ctrl-C as quiet as the rest."""
    from lib.cli import actions

    actions.run(actions.parse(argv))
    sys.stdout.flush()


@contextlib.contextmanager
def _ctrl_c() -> Iterator[list[int]]:
    """Notes each Ctrl-C: a library that is interrupted may raise any error for it."""
    pressed: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        pressed.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _refuse(meldingen: Iterable[str]) -> int:
    """One line per problem, unless nobody reads them."""
    with contextlib.suppress(OSError):
        for melding in meldingen:
            print(melding, file=sys.stderr)
    return REFUSED


def _meldingen(error: Exception) -> Iterable[str]:
    if isinstance(error, Refused):
        return error.meldingen
    if isinstance(error, ModuleNotFoundError):
        return [f"Het pakket {error.name} ontbreekt. Installeer de pakketten uit requirements.txt."]
    kind = error.__class__.__name__
    return [f"Er ging iets mis dat niet voorzien is ({kind}); er is niets half geschreven. Meld dit aan de beheerder."]


def _let_go() -> None:
    """A stream that takes no more leads nowhere from here, so that the interpreter closes it without complaint."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class WithoutPandas(MetaPathFinder):
    """DuckDB loads pandas at its first question with a value, which takes as long as DuckDB itself; no command uses it."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


if __name__ == "__main__":
    sys.meta_path.insert(0, WithoutPandas())
    sys.exit(main())
