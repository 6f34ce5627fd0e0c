"""Costs of a gemeente without a werkvorm → costs per werkvorm, with the shares that the release in use has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.store.content import Content
from lib.store.figures import settings_of
from lib.store.intake.findings import Findings
from lib.store.intake.sheets import Sheet
from lib.store.problems import Problem
from lib.store.tables import PM

STATUS = "raming"
CENTS = 100
Columns = dict[str, list[Any]]
Places = list[tuple[int, int]]


@dataclass(frozen=True)
class Shares:
    """Euros per (gemeente, jaar, kostensoort) and werkvorm, where all are known and some are not nought; of other years
    those of `base_year` are taken."""

    euros: Mapping[tuple[str, int, str], Mapping[str, Decimal]]
    base_year: int

    def of(self, code: str, year: int, kind: str) -> tuple[int, Mapping[str, Decimal]] | None:
        """The year that the shares are of, and them; None when the release has none."""
        return next(
            ((one, self.euros[code, one, kind]) for one in (year, self.base_year) if (code, one, kind) in self.euros),
            None,
        )


def shares_of(content: Content) -> Shares:
    """How the release spreads the costs of each gemeente over the werkvormen."""
    found: dict[tuple[str, int, str], dict[str, Any]] = defaultdict(dict)
    for row in content.tables["costs"]:
        found[row["gemeente_code"], row["jaar"], row["kostensoort"]][row["werkvorm"]] = row["bedrag_eur"]
    known = {
        key: {werkvorm: Decimal(euros) for werkvorm, euros in spread.items()}
        for key, spread in found.items()
        if PM not in spread.values() and any(spread.values())
    }
    return Shares(known, int(settings_of(content)["basisjaar"]))


def split(
    sheet: Sheet,
    columns: Mapping[str, Sequence[Any]],
    places: Sequence[tuple[int, int]],
    shares: Shares,
    findings: Findings,
) -> tuple[Columns, Places]:
    """The figures, each spread over the werkvormen to the cent and marked as raming. That they are is a warning; where
    the release knows no shares is a problem."""
    result: Columns = {name: [] for name in (*columns, "werkvorm")}
    spread: Places = []
    years: dict[int, None] = {}
    for i, place in enumerate(places):
        row = {name: column[i] for name, column in columns.items()}
        code, year, kind, euros = (row[name] for name in ("gemeente_code", "jaar", "kostensoort", "bedrag_eur"))
        if None in (code, year, kind, euros):
            continue
        known = shares.of(code, year, kind)
        if known is None:
            what, remedy = (
                "de release kent geen verdeling van dit bedrag over werkvormen",
                "lever het per werkvorm aan.",
            )
            findings.problems.add(Problem(sheet.file, sheet.place(*place), what, str(euros).replace(".", ","), remedy))
            continue
        years[known[0]] = None
        note = f"Totaal van de gemeente, verdeeld over werkvormen zoals in {known[0]}."
        for werkvorm, part in _parts(euros, known[1]).items():
            own = {
                "werkvorm": werkvorm,
                "bedrag_eur": part,
                "status": STATUS,
                "toelichting": _noted(row["toelichting"], note),
            }
            for name, value in {**row, **own}.items():
                result[name].append(value)
            spread.append(place)
    if spread:
        findings.warnings.add(_told(sheet, years))
    return result, spread


def _parts(euros: Any, shares: Mapping[str, Decimal]) -> dict[str, Any]:
    """An amount in parts that add up to it; what is left after rounding down goes to the largest rests."""
    if euros == PM:
        return dict.fromkeys(shares, PM)
    cents, whole = int(Decimal(euros) * CENTS), sum(shares.values())
    exact = {werkvorm: cents * share / whole for werkvorm, share in shares.items()}
    parts = {werkvorm: int(part) for werkvorm, part in exact.items()}
    rests = sorted(exact, key=lambda werkvorm: (parts[werkvorm] - exact[werkvorm], werkvorm))
    for werkvorm in rests[: cents - sum(parts.values())]:
        parts[werkvorm] += 1
    return {name: part // CENTS if part % CENTS == 0 else Decimal(part) / CENTS for name, part in parts.items()}


def _noted(note: str | None, said: str) -> str:
    return said if note is None else f"{note} {said}"


def _told(sheet: Sheet, years: Mapping[int, None]) -> Problem:
    what = "bedragen zonder werkvorm zijn verdeeld over de werkvormen met de aandelen van de release in gebruik"
    remedy = f"zij tellen mee met status {STATUS}; lever ze per werkvorm aan als u die heeft, of aanvaard het."
    return Problem(
        sheet.file,
        sheet.words.removeprefix(f"{sheet.file}, ") if sheet.name else "bestand",
        what,
        f"aandelen van {', '.join(map(str, years))}",
        remedy,
    )
