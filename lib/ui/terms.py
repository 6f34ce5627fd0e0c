"""Words of the glossary that explain themselves where they stand."""

import re
from functools import cache

from lib.text.glossary import Term, glossary
from lib.ui.html import Html, explained

TAG = re.compile(r"(<[^<>]*>)")
#: Where no popover can stand: it is one itself, opens something, is a link, a heading or a caption, or holds no block.
CLOSED = ("rw-why", "summary", "a", "h1", "h2", "h3", "caption", "p", "style")
#: Text that opens on request: what is explained in it is not yet explained outside.
ON_REQUEST = "rw-more"
#: Letters that make a plural of a word.
PLURAL = "(?:en|’s|s|n)?"


def term(found: Term, shown: str) -> Html:
    """A word that opens its own explanation, by mouse or by keyboard."""
    return explained(shown, [found.name, found.explanation], "rw-term")


class Explained:
    """Marks the first time that a word of the glossary stands in the text of one page."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def __call__(self, html: Html) -> Html:
        """The same safe HTML, with a popover on each word that was not explained before on this page."""
        inside: list[str] = []
        parts = []
        apart: set[str] = set()
        for part in TAG.split(html):
            if part.startswith("<"):
                _follow(inside, part)
                apart = apart if ON_REQUEST in inside else set()
                parts.append(part)
            elif any(each in CLOSED for each in inside):
                parts.append(part)
            else:
                parts.append(_marked(part, apart if ON_REQUEST in inside else self.told))
        return Html("".join(parts))


def _marked(part: str, told: set[str]) -> str:
    """Text with a popover on each word that is not in `told`, which then holds it."""

    def mark(match: re.Match[str]) -> str:
        found = _known(match[0])
        if found is None or found.name in told:
            return match[0]
        told.add(found.name)
        return term(found, match[0])

    return _pattern().sub(mark, part)


def _follow(inside: list[str], tag: str) -> None:
    """Keep which elements stand open that decide whether a word is marked."""
    name = tag.strip("</>").split(maxsplit=1)[0].lower()
    if name == "details":
        name = ON_REQUEST if ON_REQUEST in tag else "rw-why"
    if tag.startswith("</"):
        if inside and (name in CLOSED or name == ON_REQUEST):
            inside.pop()
    elif name in CLOSED or name == ON_REQUEST:
        inside.append(name)


def words() -> dict[str, Term]:
    """Every word as it stands in a text, without what stands in brackets behind it."""
    return {each.name.partition(" (")[0]: each for each in glossary()}


@cache
def _pattern() -> re.Pattern[str]:
    """Any word of the glossary, the longest first; a word with a capital only as it is written."""
    ordered = sorted(words(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"{_either(each)}{PLURAL}" for each in ordered) + r")(?!\w)")


def _either(word: str) -> str:
    """A small first letter may be a capital at the head of a line."""
    first = word[0]
    return f"[{first}{first.upper()}]{re.escape(word[1:])}" if first.islower() else re.escape(word)


def _known(shown: str) -> Term | None:
    return next((each for word, each in words().items() if re.fullmatch(f"{_either(word)}{PLURAL}", shown)), None)
