"""Cells that a block lacks: each is told; in the base year, accepted, they count as 0 persons or as PM, and say so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lib.store.content import Content
from lib.store.intake.findings import Findings
from lib.store.intake.layout import VALUES
from lib.store.problems import Problem
from lib.store.tables import BY_NAME, PM

Block = tuple[str, int]
Grain = tuple[Any, ...]
Rows = Mapping[Grain, Mapping[str, Any]]
NOT_GIVEN = {"headcounts": 0, "costs": PM}
TOLD = {
    "headcounts": "Niet aangeleverd; bij het publiceren aanvaard als 0 personen.",
    "costs": "Niet aangeleverd; bij het publiceren aanvaard als PM.",
}
#: The status of a cell that nobody handed in: the weakest.
STATUS = "aanname"
#: Its source: that there is none.
NOBODY = {
    "bron_id": "niet_aangeleverd",
    "titel": "Niet aangeleverd: van dit cijfer is geen opgave gedaan",
    "uitgever": "geen",
    "adres": None,
    "gepubliceerd": None,
    "licentie": "geen",
}


def gaps(
    table: str, blocks: Mapping[Block, str], before: Rows, after: Rows, content: Content, findings: Findings
) -> dict[Block, list[Grain]]:
    """Per block (with the file that it stands in) the cells that it lacks in `after` and should have. The warnings name
    them, and those that the release had besides."""
    expected = list(_expected(table, content))
    known = set(expected)
    names = {row["gemeente_code"]: row["gemeente"] for row in content.tables["gemeenten"]}
    gone: dict[Block, list[Grain]] = defaultdict(list)
    for grain in before:
        if (grain[0], grain[1]) in blocks and grain not in after and grain[2:] not in known:
            gone[grain[0], grain[1]].append(grain[2:])
    base_year = int(next(row["waarde"] for row in content.tables["settings"] if row["naam"] == "basisjaar"))
    lacking: dict[Block, list[Grain]] = {}
    for block in sorted(blocks):
        lacking[block] = [cell for cell in expected if (*block, *cell) not in after]
        for cells, filled in ((lacking[block], block[1] == base_year), (gone[block], False)):
            for words in _grouped(table, cells):
                place = f"{names.get(block[0], block[0])}, {block[1]}"
                findings.warnings.add(Problem(blocks[block], place, words, "niets", _remedy(table, filled)))
    return lacking


def filled(table: str, grain: Grain, before: Rows, today: date) -> dict[str, Any]:
    """The row that stands for a cell that was not handed in: it says so itself, and takes over nothing from who handed
    in the rest. One that said so before stays as it was."""
    row = dict(zip(BY_NAME[table].grain, grain, strict=True)) | {VALUES[table]: NOT_GIVEN[table]}
    row |= {"status": STATUS, "bron_id": NOBODY["bron_id"], "toelichting": TOLD[table]}
    known = before.get(grain, {})
    day = known["kennisdatum"] if row.items() <= known.items() else today
    return {name: (row | {"kennisdatum": day})[name] for name in BY_NAME[table].names}


def _expected(table: str, content: Content) -> Iterator[Grain]:
    werkvormen = sorted(content.tables["werkvormen"], key=lambda row: row["volgorde"])
    if table == "headcounts":
        yield from ((row["groep"], row["werkvorm"]) for row in werkvormen if row["groep"] != "nieuw_beschut")
    else:
        kinds = sorted(content.tables["cost_types"], key=lambda row: row["volgorde"])
        wsw = [row["werkvorm"] for row in werkvormen if row["groep"] == "wsw"]
        yield from ((werkvorm, kind["kostensoort"]) for werkvorm in wsw for kind in kinds)


def _grouped(table: str, cells: Sequence[Grain]) -> list[str]:
    """The sentences that name lacking cells."""
    if table == "headcounts":
        return [f"werkvorm {cell[1]} ontbreekt" for cell in cells]
    found: dict[str, list[Grain]] = defaultdict(list)
    for cell in cells:
        found[cell[0]].append(cell)
    return [
        f"bij werkvorm {werkvorm} ontbreekt {', '.join(str(cell[1]) for cell in lacking)}"
        for werkvorm, lacking in found.items()
    ]


def _remedy(table: str, filled: bool) -> str:
    if not filled:
        return "lever hem aan, of aanvaard dat dit cijfer er niet is (geen opgave)."
    told = "0 personen" if table == "headcounts" else "PM"
    return f"lever hem aan, of aanvaard dat hij telt als {told}."
