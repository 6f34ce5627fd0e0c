"""What every document says of itself: where it comes from and when it was made."""

from dataclasses import dataclass
from datetime import datetime

#: What a document of a comparison is called: the decision is the board's.
TITLE = "Vergelijking (bijlage)"


@dataclass(frozen=True)
class Imprint:
    """`link` is the full address of the view, or "" where there is none (command line); `made_at` is UTC; `state` names
    the frozen state that the document was made from, or is "" for the live view."""

    link: str
    made_at: datetime
    state: str = ""
