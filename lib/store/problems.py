"""What is wrong with a file, in words: what, where, what was read and what to do."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

#: A word this close to a known one is offered as what was meant.
LIKENESS = 0.6
SHOWN = 60
#: No more options than this are listed.
OPTIONS = 12
#: Characters that no reader sees and no document takes.
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Problem:
    """One finding. `place` names the row and column, or the key, inside the file."""

    file: str
    place: str
    what: str
    read: str
    remedy: str

    def __str__(self) -> str:
        read = self.read if len(self.read) <= SHOWN else self.read[:SHOWN] + "…"
        line = f"{self.file}, {self.place}: {self.what}; gelezen: “{read}”; {self.remedy}"
        return " ".join(INVISIBLE.sub(" ", line).split())


class Unsound(Exception):
    """The content cannot be used; `problems` says why, one Dutch line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


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
