"""What the API does not do, as a status and a Dutch sentence: what is wrong, what was read, what to do."""

from collections.abc import Mapping

from lib.store.problems import INVISIBLE

#: The most characters of a sentence and of what was read.
LONGEST, SHOWN = 600, 60
NO_SUCH_RELEASE = "Deze release is er niet; kies er een uit /api/v1/releases."
BROKEN = "Er ging iets mis bij het maken van dit antwoord. Probeer het opnieuw; blijft het zo, vraag het een beheerder."
OUT_OF_ORDER = (
    "De cijfers zijn nu niet te lezen. Probeer het over een minuut opnieuw; blijft het zo, vraag het een beheerder."
)
OTHER_SECRET = "De database is beschermd met een ander geheim dan deze Routewijzer heeft. Er is niets gelezen; vraag het een beheerder."
SETTINGS = "De instellingen van het aanmelden zijn niet in orde. Vraag het een beheerder."


class Refused(Exception):
    """The answer is this status with this sentence."""

    def __init__(self, status: int, melding: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(melding)
        self.status, self.headers = status, dict(headers or {})
        self.melding = plain(melding, LONGEST)


def plain(text: str, most: int = SHOWN) -> str:
    """Text on one line, without what nobody sees, not longer than `most`."""
    words = " ".join(INVISIBLE.sub(" ", text[: 4 * most]).split())
    return words if len(words) <= most else words[: most - 1] + "…"
