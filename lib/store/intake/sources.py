"""Sources of handed-in figures: known ones by id or title, other texts as sources handed in by the publisher."""

import hashlib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from lib.store.intake.findings import Findings
from lib.store.intake.gaps import NOBODY
from lib.store.intake.given import Given
from lib.store.intake.parts import Part
from lib.store.problems import Problem

LICENCE = "aangeleverd"
#: More new sources than this are no sources but notes.
MOST = 1000


class Sources:
    """Sources by id or by title; `new` holds the rows of those that were not there yet."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]], given: Given, findings: Findings) -> None:
        self.given, self.findings = given, findings
        self.new: dict[str, dict[str, Any]] = {}
        self.known: dict[str, str] = {}
        for bron_id, row in rows.items():
            self.known.setdefault(row["titel"].strip(), bron_id)
        self.ids = {bron_id.strip(): bron_id for bron_id in rows}
        self.known |= self.ids

    def of(self, text: str, part: Part, i: int) -> str:
        if text not in self.known:
            if len(self.new) == MOST:
                what, remedy = f"meer dan {MOST} nieuwe bronnen", "zet opmerkingen in de kolom toelichting."
                self.findings.problems.add(Problem(part.sheet.file, part.place(i, "bron"), what, text, remedy))
            elif len(self.new) < MOST and " " not in text:
                self._doubt(text, part, i)
            self.known[text] = self._new(text)
        return self.known[text]

    def default(self, part: Part, i: int, required: bool) -> str:
        """The source of a figure that names none."""
        if self.given.source is not None:
            return self.of(self.given.source, part, i)
        if required:
            remedy = "vul de bron in, of geef één bron voor alle cijfers zonder bron."
            place = part.place(i, "bron")
            self.findings.problems.add(Problem(part.sheet.file, place, "de bron ontbreekt", "", remedy))
            return ""
        return self.of(f"Aangeleverd door {self.given.publisher}", part, i)

    def add_nobody(self) -> None:
        """The source of figures that nobody handed in."""
        if NOBODY["bron_id"] not in self.ids:
            self.new[str(NOBODY["bron_id"])] = dict(NOBODY)

    def _new(self, text: str) -> str:
        bron_id = f"aangeleverd_{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        self.new[bron_id] = {
            "bron_id": bron_id,
            "titel": text,
            "uitgever": self.given.publisher,
            "adres": None,
            "gepubliceerd": None,
            "licentie": LICENCE,
        }
        return bron_id

    def _doubt(self, text: str, part: Part, i: int) -> None:
        near = get_close_matches(text, self.ids, n=1, cutoff=0.8)
        if near:
            remedy = f"bedoelde u “{near[0]}”? Anders wordt dit een nieuwe bron."
            place, what = part.place(i, "bron"), "een bron die nog niet bekend is"
            self.findings.warnings.add(Problem(part.sheet.file, place, what, text, remedy))
