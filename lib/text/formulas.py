"""Text that a spreadsheet would compute, as a cell that stays text: there with an apostrophe, and back."""

import re

_GUARDED = re.compile(r"'*[=+\-@\t\r\n]")


def neutral(text: str) -> str:
    """The text as no spreadsheet takes it for a formula: with an apostrophe before a sign that begins one (= + - @), or
    before a tab or line end, which a spreadsheet may skip before such a sign.

    One that already has apostrophes before such a sign gets one more, so that `original` gives any text back.
    """
    return f"'{text}" if _GUARDED.match(text) else text


def original(text: str) -> str:
    """What `neutral` was given."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
