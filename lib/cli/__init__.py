"""What the command line can do: its commands (actions), how they are read (arguments), and what each does. Here: how it speaks."""

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lib.tables.content import Content


class Refused(Exception):
    """A command cannot be done; `meldingen` says why, one Dutch line per problem."""

    def __init__(self, meldingen: Iterable[str]) -> None:
        self.meldingen = tuple(meldingen)
        super().__init__("\n".join(self.meldingen))


def show(text: str) -> None:
    """Print as it is; that nobody reads any more is no reason to stop."""
    with contextlib.suppress(BrokenPipeError):
        print(text)


def say(text: str) -> None:
    """Print on one line."""
    show(one_line(text))


def noted(content: "Content") -> list[str]:
    """What was done to the files as they were read, a line each."""
    return [f"let op: {note}" for note in content.notes]


def one_line(text: str) -> str:
    """Text without line ends or control characters."""
    return "".join(character if character.isprintable() else " " for character in " ".join(text.split()))


def table_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows in columns as wide as their widest cell."""
    lines = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
