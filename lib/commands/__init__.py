"""What the command line can do: its words (arguments), its acts (actions) and its Dutch (dutch_parser)."""

from collections.abc import Iterable


class Refused(Exception):
    """A command cannot be done; `meldingen` says why, one Dutch line per problem."""

    def __init__(self, meldingen: Iterable[str]) -> None:
        self.meldingen = tuple(meldingen)
        super().__init__("\n".join(self.meldingen))
