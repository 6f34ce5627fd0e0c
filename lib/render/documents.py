"""The kinds of document: each is made whole, in memory, of a comparison from its Answers, or of a frozen state."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lib.comparison.answers import Answers
from lib.comparison.message import period
from lib.comparison.release import Release
from lib.model.figures import ALL
from lib.render.frozen import Outdated, state_answers, stored_results
from lib.render.packing import TITLE, Imprint
from lib.render.pdf.comparison import make_comparison
from lib.render.pdf.gemeente import make_gemeenten
from lib.render.slides.deck import make_slides
from lib.render.stored import StoredDocument, lacking, stored_gemeenten, stored_pdf, stored_slides, stored_workbook
from lib.render.workbook.make import make_workbook
from lib.store.saved_views import State
from lib.text import whole

#: Answers and imprint → the bytes of the document; raises CannotExport when a number is missing.
Maker = Callable[[Answers, Imprint], bytes]
PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Kind:
    """One kind of document: what a reader calls it, what kind of file it is, what makes it, and what makes it of stored
    results alone. `name` goes into the name of the file."""

    label: str
    file: str
    extension: str
    mime: str
    make: Maker
    make_stored: Callable[[StoredDocument], bytes]
    name: str = "vergelijking"

    @property
    def title(self) -> str:
        """How it is chosen: "Vergelijking (bijlage), PDF"."""
        return f"{self.label}, {self.file}"


#: By what it is called on the command line.
DOCUMENTS: dict[str, Kind] = {
    "pdf": Kind(TITLE, "PDF", "pdf", PDF, make_comparison, stored_pdf),
    "gemeente": Kind("Per gemeente", "PDF", "pdf", PDF, make_gemeenten, stored_gemeenten, "per-gemeente"),
    "xlsx": Kind(TITLE, "Excel", "xlsx", EXCEL, make_workbook, stored_workbook),
    "pptx": Kind(TITLE, "PowerPoint", "pptx", POWERPOINT, make_slides, stored_slides),
}
#: Sizes are given in thousands of bytes.
KILO = 1000


@dataclass(frozen=True)
class DocumentFile:
    """A document as it leaves: its name, its kind and its bytes."""

    name: str
    kind: Kind
    body: bytes

    @property
    def label(self) -> str:
        """What can be downloaded and how large it is: "Vergelijking (bijlage), PDF, 212 kB"."""
        return f"{self.kind.title}, {whole(max(1, round(len(self.body) / KILO)))} kB"


def make(kind: str, answers: Answers, imprint: Imprint) -> DocumentFile:
    """Equal choices, figures and imprint give the same name and bytes. Raises CannotExport."""
    document = DOCUMENTS[kind]
    return DocumentFile(file_name(document, answers, imprint), document, document.make(answers, imprint))


def make_of_state(kind: str, state: State, release: Release, imprint: Imprint) -> DocumentFile:
    """A document of a frozen state; `release` is the one that it was frozen on. Where the program of now prints every
    number and sentence as it is stored, it is that of the live view; otherwise it holds what is stored and nothing else.

    Raises BrokenState or CannotExport.
    """
    try:
        return make(kind, state_answers(state, release), imprint)
    except Outdated as error:
        missing = (error.why, *lacking(error.since))
    info, document = state.info, DOCUMENTS[kind]
    body = document.make_stored(StoredDocument(state, stored_results(state), release, imprint, missing))
    name = f"routewijzer-release-{info.release}-stand-{info.number}-{document.name}.{document.extension}"
    return DocumentFile(name, document, body)


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
