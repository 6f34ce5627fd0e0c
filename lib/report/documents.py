"""The kinds of document that a comparison can become: each is made whole, in memory, from the same Answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lib.analysis.answers import Answers
from lib.analysis.message import period
from lib.model.figures import ALL
from lib.report.imprint import TITLE, Imprint
from lib.report.pdf.comparison import make_comparison
from lib.report.pdf.gemeente import make_gemeenten
from lib.report.slides.deck import make_slides
from lib.report.workbook.make import make_workbook
from lib.text import whole

#: Answers and imprint → the bytes of the document; raises CannotExport when a number is missing.
Maker = Callable[[Answers, Imprint], bytes]
PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Kind:
    """One kind of document: what a reader calls it, what kind of file it is, and what makes it. `name` goes into the
    name of the file."""

    label: str
    file: str
    extension: str
    mime: str
    make: Maker
    name: str = "vergelijking"

    @property
    def title(self) -> str:
        """How it is chosen: "Vergelijking (bijlage), PDF"."""
        return f"{self.label}, {self.file}"


#: By what it is called on the command line.
DOCUMENTS: dict[str, Kind] = {
    "pdf": Kind(TITLE, "PDF", "pdf", PDF, make_comparison),
    "gemeente": Kind("Eén bladzijde per gemeente", "PDF", "pdf", PDF, make_gemeenten, "per-gemeente"),
    "xlsx": Kind(TITLE, "Excel", "xlsx", EXCEL, make_workbook),
    "pptx": Kind(TITLE, "PowerPoint", "pptx", POWERPOINT, make_slides),
}
#: Sizes are told in thousands of bytes.
KILO = 1000


@dataclass(frozen=True)
class Made:
    """A document as it leaves: its name, its kind and its bytes."""

    name: str
    kind: Kind
    body: bytes

    @property
    def label(self) -> str:
        """What can be downloaded and how large it is: "Vergelijking (bijlage), PDF, 212 kB"."""
        return f"{self.kind.title}, {whole(max(1, round(len(self.body) / KILO)))} kB"


def make(kind: str, answers: Answers, imprint: Imprint) -> Made:
    """Equal choices, figures and imprint give the same name and bytes. Raises CannotExport."""
    document = DOCUMENTS[kind]
    return Made(file_name(document, answers, imprint), document, document.make(answers, imprint))


def file_name(kind: Kind, answers: Answers, imprint: Imprint) -> str:
    """Release, kind, routes and years, and a gemeente where one is chosen:
    "routewijzer-release-1-vergelijking-samen-apart-2031-2034.pdf"."""
    view = answers.view
    words = [
        "routewijzer",
        f"release-{view.release}",
        imprint.state.partition(",")[0],
        kind.name,
        view.a,
        view.b,
        period(answers.comparison),
        *([answers.release.name(view.gemeente)] if view.gemeente != ALL else []),
        *(["eigen-aannames"] if view.overrides else []),
    ]
    return f"{'-'.join(filter(None, map(_plain, words)))}.{kind.extension}"


def _plain(text: str) -> str:
    """Text as a part of a file name that every system takes."""
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")
