"""What who hands in says beside the files, for figures that do not say it themselves."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Given:
    """`status`, `source`, `gemeente` (a code) and `jaar` hold for figures that name none; `thousand`: amounts are
    multiples of € 1.000; `negative_costs`: what costs money carries a minus; `replace`: what the files leave out of a
    block (table, gemeente, year) goes, where it else stays. And who hands in, and when."""

    status: str | None
    source: str | None
    publisher: str
    today: date
    thousand: bool = False
    negative_costs: bool = False
    gemeente: str | None = None
    jaar: int | None = None
    replace: bool = False
