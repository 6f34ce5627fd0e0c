"""How much room text takes, before any program draws it: estimated widely, so that nothing is cut off."""

from collections.abc import Sequence
from functools import lru_cache

#: Width of a letter as a share of its size, in the sans-serif type of the slides; others take OTHER.
CLASSES = (
    ("ijl'’‘|", 0.23),
    ("ftI.,:;!/\\ \u00a0", 0.28),
    ('r-()[]·“”"', 0.36),
    ("cksvxyzJ", 0.5),
    ("mwMW%@—€✓ÆŒæœ", 0.95),
    ("ABCDEFGHKLNOPQRSTUVXYZ&", 0.73),
)
OTHER = 0.57
WIDTHS = {letter: share for letters, share in CLASSES for letter in letters}
BOLD = 1.08
#: Height of a line as a share of its size.
SPACING = 1.22
POINTS = 72
#: A letter outside Latin may be as wide as it is high.
LATIN = 0x250


def width(text: str, size: int, bold: bool = False) -> float:
    """Inches of one line of text."""
    return _share_of(text) * size / POINTS * (BOLD if bold else 1)


@lru_cache(maxsize=10_000)
def _share_of(text: str) -> float:
    return sum(map(_share, text))


def _share(letter: str) -> float:
    return WIDTHS.get(letter, OTHER if ord(letter) < LATIN or letter in "–−“”" else 1.0)


def lines(text: str, size: int, room: float, bold: bool = False) -> int:
    """How many lines text takes in `room` inches; a word too long for a line is broken."""
    return sum(_lines(paragraph, size, room, bold) for paragraph in text.split("\n"))


def _lines(text: str, size: int, room: float, bold: bool) -> int:
    count, used, space = 1, 0.0, width(" ", size, bold)
    for word in text.split(" "):
        needed = width(word, size, bold)
        if used and used + space + needed <= room:
            used += space + needed
            continue
        count += 1 if used else 0
        # A broken word leaves part of each line open: at worst the width of one letter.
        full = int(needed // max(room - size / POINTS, size / POINTS)) if needed > room else 0
        count, used = count + full, needed if not full else min(needed, room)
    return count


def height(text: str, size: int, room: float, bold: bool = False) -> float:
    """Inches that text takes in `room` inches of width."""
    return lines(text, size, room, bold) * line_height(size)


def line_height(size: int) -> float:
    return size * SPACING / POINTS


def fitting(text: str, sizes: Sequence[int], room: float, high: float, bold: bool = False) -> int:
    """The largest size at which text fits; the last one when none does."""
    return next((size for size in sizes if height(text, size, room, bold) <= high), sizes[-1])


def longest_word(text: str, size: int, bold: bool = False) -> float:
    return max(width(word, size, bold) for word in text.replace("\n", " ").split(" "))


def column_widths(wishes: Sequence[float], room: float) -> list[float]:
    """What each column gets of `room`: all it wants, and the widest give in first when that is too much."""
    if sum(wishes) <= room:
        extra = (room - sum(wishes)) / len(wishes)
        return [wish + extra for wish in wishes]
    shares: dict[int, float] = {}
    left = room
    for place, i in enumerate(sorted(range(len(wishes)), key=lambda i: wishes[i])):
        shares[i] = min(wishes[i], left / (len(wishes) - place))
        left -= shares[i]
    return [shares[i] for i in range(len(wishes))]
