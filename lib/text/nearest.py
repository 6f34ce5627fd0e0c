"""What an unknown word may have been."""

import difflib
from collections.abc import Iterable

#: A word this close to a known one is offered as what was meant.
LIKENESS = 0.6
#: No more options than this are listed.
OPTIONS = 12


def meant(read: str, words: Iterable[str]) -> str:
    """The remedy for an unknown word: the nearest known one, or what there is."""
    options = sorted(words)
    near = difflib.get_close_matches(read, options, n=1, cutoff=LIKENESS)
    if near:
        return f"bedoelde u “{near[0]}”?"
    if not options:
        return "verwijder deze waarde."
    more = f" en nog {len(options) - OPTIONS} andere" if len(options) > OPTIONS else ""
    return f"kies uit: {', '.join(options[:OPTIONS])}{more}."
