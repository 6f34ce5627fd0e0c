"""How the command line writes: lines and columns, without line ends or control characters inside."""

import contextlib
from collections.abc import Iterable


def say(text: str) -> None:
    """Print; that nobody reads any more is no reason to stop."""
    with contextlib.suppress(BrokenPipeError):
        print(text)


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
