"""Which function makes which screen of a meeting, in their order: for the page and for what is handed out."""

from collections.abc import Callable

from lib.analysis.answers import Answers
from lib.analysis.meeting import Screen
from lib.analysis.meeting_choice import conditions, decision, not_in_euros
from lib.analysis.meeting_screens import costs, people, per_gemeente, question, spread

#: Id of a screen (lib.analysis.meeting.SCREENS) → what makes it.
MAKERS: dict[str, Callable[[Answers], Screen]] = {
    "vraag": question,
    "mensen": people,
    "kosten": costs,
    "gemeenten": per_gemeente,
    "voorwaarden": conditions,
    "spreiding": spread,
    "niet_in_euros": not_in_euros,
    "besluit": decision,
}
