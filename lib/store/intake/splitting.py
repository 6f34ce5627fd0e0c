"""Costs and people of a gemeente without a werkvorm → those per werkvorm, with the shares that the release in use has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.store.content import Content
from lib.store.figures import settings_of
from lib.store.intake.findings import Findings
from lib.store.intake.layout import KIND, VALUES
from lib.store.intake.sheets import Sheet
from lib.store.problems import Problem
from lib.store.tables import PM

STATUS = "raming"
#: In how many parts one figure of a table is counted: cents, and people who are not divided.
UNITS = {"costs": 100, "headcounts": 1}
Columns = dict[str, list[Any]]
Places = list[tuple[int, int]]


@dataclass(frozen=True)
class Shares:
    """Euros per (gemeente, jaar, kostensoort) and werkvorm, and persons per (gemeente, jaar, groep) and werkvorm, where all
    are known and some are not nought; of other years those of `base_year` are taken."""

    figures: Mapping[tuple[str, int, str], Mapping[str, Decimal]]
    base_year: int

    def of(self, code: str, year: int, kind: str) -> tuple[int, Mapping[str, Decimal]] | None:
        """The year that the shares are of, and them; None when the release has none."""
        return next(
            (
                (one, self.figures[code, one, kind])
                for one in (year, self.base_year)
                if (code, one, kind) in self.figures
            ),
            None,
        )


def shares_of(content: Content) -> Shares:
    """How the release spreads the costs and the people of each gemeente over the werkvormen."""
    found: dict[tuple[str, int, str], dict[str, Any]] = defaultdict(dict)
    for table, kind in KIND.items():
        for row in content.tables[table]:
            found[row["gemeente_code"], row["jaar"], row[kind]][row["werkvorm"]] = row[VALUES[table]]
    known = {
        key: {werkvorm: Decimal(figure) for werkvorm, figure in spread.items()}
        for key, spread in found.items()
        if PM not in spread.values() and any(spread.values())
    }
    return Shares(known, int(settings_of(content)["basisjaar"]))


def split(
    sheet: Sheet,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    places: Sequence[tuple[int, int]],
    shares: Shares,
    findings: Findings,
) -> tuple[Columns, Places]:
    """The figures, each spread over the werkvormen to the cent or the person and marked as raming. That they are is a
    warning; where the release knows no shares is a problem. With one werkvorm there is nothing to spread."""
    value = VALUES[table]
    result: Columns = {name: [] for name in (*columns, "werkvorm")}
    spread: Places = []
    years: dict[int, None] = {}
    for i, place in enumerate(places):
        row = {name: column[i] for name, column in columns.items()}
        code, year, kind, figure = (row[name] for name in ("gemeente_code", "jaar", KIND[table], value))
        if None in (code, year, kind, figure):
            continue
        known = shares.of(code, year, kind)
        if known is None:
            what = "de release kent geen verdeling van dit cijfer over werkvormen"
            read, remedy = str(figure).replace(".", ","), "lever het per werkvorm aan."
            findings.problems.add(Problem(sheet.file, sheet.place(*place), what, read, remedy))
            continue
        spreads = len(known[1]) > 1
        if spreads:
            years[known[0]] = None
            note = f"Totaal van de gemeente, verdeeld over werkvormen zoals in {known[0]}."
            row |= {"status": STATUS, "toelichting": _noted(row["toelichting"], note)}
        for werkvorm, part in _parts(figure, known[1], UNITS[table]).items():
            for name, cell in {**row, "werkvorm": werkvorm, value: part}.items():
                result[name].append(cell)
            spread.append(place)
    if years:
        findings.warnings.add(_told(sheet, years))
    return result, spread


def _parts(figure: Any, shares: Mapping[str, Decimal], units: int) -> dict[str, Any]:
    """A figure in parts that add up to it; what is left after rounding down goes to the largest rests."""
    if figure == PM:
        return dict.fromkeys(shares, PM)
    counted, whole = int(Decimal(figure) * units), sum(shares.values())
    exact = {werkvorm: counted * share / whole for werkvorm, share in shares.items()}
    parts = {werkvorm: int(part) for werkvorm, part in exact.items()}
    rests = sorted(exact, key=lambda werkvorm: (parts[werkvorm] - exact[werkvorm], werkvorm))
    for werkvorm in rests[: counted - sum(parts.values())]:
        parts[werkvorm] += 1
    return {name: part // units if part % units == 0 else Decimal(part) / units for name, part in parts.items()}


def _noted(note: str | None, said: str) -> str:
    return said if note is None else f"{note} {said}"


def _told(sheet: Sheet, years: Mapping[int, None]) -> Problem:
    what = "cijfers zonder werkvorm zijn verdeeld over de werkvormen met de aandelen van de release in gebruik"
    remedy = f"zij tellen mee met status {STATUS}; lever ze per werkvorm aan als u die heeft, of aanvaard het."
    return Problem(
        sheet.file,
        sheet.words.removeprefix(f"{sheet.file}, ") if sheet.name else "bestand",
        what,
        f"aandelen van {', '.join(map(str, years))}",
        remedy,
    )
