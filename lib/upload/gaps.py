"""What handed-in figures lack: cells of a block (in the base year, accepted, they count as 0 persons or as PM, and say so),
and sources (known ones by id or title, other texts as sources of the publisher)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeAlias

from lib.tables.columns import BY_NAME, PM
from lib.tables.content import Content
from lib.tables.figures import settings_of
from lib.tables.rows import Problem
from lib.upload.meaning.context import Findings, Options
from lib.upload.meaning.layout import VALUES
from lib.upload.sheet_figures import SheetFigures

Block: TypeAlias = tuple[str, int]
Grain: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = Mapping[Grain, Mapping[str, Any]]
#: What a cell that nobody handed in counts as, and how that is called.
ABSENT = {"headcounts": (0, "0 personen"), "costs": (PM, "PM")}
#: Its status: the weakest.
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
LICENCE = "aangeleverd"
#: More new sources than this are no sources but notes.
MOST_SOURCES = 1000


def block_place(block: Block, gemeenten: Iterable[Mapping[str, Any]]) -> str:
    """A gemeente and a year, as the place of a finding."""
    names = {row["gemeente_code"]: row["gemeente"] for row in gemeenten}
    return f"{names.get(block[0], block[0])}, {block[1]}"


def gaps(
    table: str, blocks: Mapping[Block, str], before: Rows, after: Rows, content: Content, findings: Findings
) -> dict[Block, list[Grain]]:
    """Per block (with the file that it stands in) the cells that it lacks in `after` and should have. The warnings name
    them, and those that the release had besides."""
    expected = list(_expected(table, content))
    gone: dict[Block, list[Grain]] = defaultdict(list)
    for grain in before:
        if (grain[0], grain[1]) in blocks and grain not in after and grain[2:] not in expected:
            gone[grain[0], grain[1]].append(grain[2:])
    base_year = int(settings_of(content)["basisjaar"])
    counts = f"lever hem aan, of aanvaard dat hij telt als {ABSENT[table][1]}."
    remains = "lever hem aan, of aanvaard dat dit cijfer er niet is (geen opgave)."
    lacking: dict[Block, list[Grain]] = {}
    for block in sorted(blocks):
        lacking[block] = [cell for cell in expected if (*block, *cell) not in after]
        place = block_place(block, content.tables["gemeenten"])
        for cells, remedy in ((lacking[block], counts if block[1] == base_year else remains), (gone[block], remains)):
            for what in _sentences(table, cells):
                findings.warnings.add(Problem(blocks[block], place, what, "niets", remedy))
    return lacking


def stand_in(table: str, grain: Grain, before: Rows, today: date) -> dict[str, Any]:
    """The row that stands for a cell that was not handed in: it says so itself, and takes over nothing from who handed
    in the rest. One that said so before stays as it was."""
    value, words = ABSENT[table]
    row = dict(zip(BY_NAME[table].grain, grain, strict=True)) | {VALUES[table]: value, "status": STATUS}
    note = f"Niet aangeleverd; bij het publiceren aanvaard als {words}."
    row |= {"bron_id": NOBODY["bron_id"], "toelichting": note}
    old = before.get(grain, {})
    row["kennisdatum"] = old["kennisdatum"] if row.items() <= old.items() else today
    return {name: row[name] for name in BY_NAME[table].names}


def _expected(table: str, content: Content) -> Iterator[Grain]:
    werkvormen = sorted(content.tables["werkvormen"], key=lambda row: row["volgorde"])
    if table == "headcounts":
        yield from ((row["groep"], row["werkvorm"]) for row in werkvormen if row["groep"] != "nieuw_beschut")
    else:
        kinds = sorted(content.tables["cost_types"], key=lambda row: row["volgorde"])
        wsw = [row["werkvorm"] for row in werkvormen if row["groep"] == "wsw"]
        yield from ((werkvorm, kind["kostensoort"]) for werkvorm in wsw for kind in kinds)


def _sentences(table: str, cells: Sequence[Grain]) -> list[str]:
    """The sentences that name lacking cells."""
    if table == "headcounts":
        return [f"werkvorm {cell[1]} ontbreekt" for cell in cells]
    kinds: dict[str, list[str]] = defaultdict(list)
    for werkvorm, kind in cells:
        kinds[werkvorm].append(str(kind))
    return [f"bij werkvorm {werkvorm} ontbreekt {', '.join(names)}" for werkvorm, names in kinds.items()]


class Sources:
    """Sources by id or by title; `new` holds the rows of those that were not there yet."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]], options: Options, findings: Findings) -> None:
        self.options, self.findings = options, findings
        self.new: dict[str, dict[str, Any]] = {}
        self.by_text: dict[str, str] = {}
        for bron_id, row in rows.items():
            self.by_text.setdefault(row["titel"].strip(), bron_id)
        self.ids = {bron_id.strip(): bron_id for bron_id in rows}
        self.by_text |= self.ids

    def of(self, text: str, sheet: SheetFigures, i: int) -> str:
        """The id of the source that a figure names."""
        if text not in self.by_text:
            few = len(self.new) < MOST_SOURCES and " " not in text
            near = get_close_matches(text, self.ids, n=1, cutoff=0.8) if few else []
            if len(self.new) == MOST_SOURCES:
                what, remedy = f"meer dan {MOST_SOURCES} nieuwe bronnen", "zet opmerkingen in de kolom toelichting."
                self.findings.problems.add(sheet.problem(i, what, text, remedy, "bron"))
            elif near:
                remedy = f"bedoelde u “{near[0]}”? Anders wordt dit een nieuwe bron."
                self.findings.warnings.add(sheet.problem(i, "een bron die nog niet bekend is", text, remedy, "bron"))
            self.by_text[text] = bron_id = f"aangeleverd_{hashlib.sha256(text.encode()).hexdigest()[:12]}"
            own = {"bron_id": bron_id, "titel": text, "uitgever": self.options.publisher, "licentie": LICENCE}
            self.new[bron_id] = {name: own.get(name) for name in NOBODY}
        return self.by_text[text]

    def default(self, sheet: SheetFigures, i: int, required: bool) -> str:
        """The source of a figure that names none."""
        if self.options.source is not None:
            return self.of(self.options.source, sheet, i)
        if required:
            remedy = "vul de bron in, of geef één bron voor alle cijfers zonder bron."
            self.findings.problems.add(sheet.problem(i, "de bron ontbreekt", "", remedy, "bron"))
            return ""
        return self.of(f"Aangeleverd door {self.options.publisher}", sheet, i)

    def add_nobody(self) -> None:
        """The source of figures that nobody handed in."""
        if NOBODY["bron_id"] not in self.ids:
            self.new[str(NOBODY["bron_id"])] = dict(NOBODY)
