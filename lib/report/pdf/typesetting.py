"""A document → the bytes of a tagged PDF (PDF/UA-1): equal documents made at the same moment, equal bytes."""

import json
import re
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from lib.report.export import CannotExport
from lib.report.pdf.pieces import Document

TEMPLATE = Path(__file__).with_name("document.typ")
#: What the embedded fonts can show, by code point: Latin, Greek, Cyrillic, punctuation, currencies, arrows and signs.
SHOWABLE = (
    *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x391, 0x3A1), (0x3A3, 0x3FF), (0x400, 0x482), (0x48A, 0x4FF)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2027), (0x202F, 0x2040), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122)),
    *((0x2153, 0x215E), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2713)),
)
UNSHOWN = re.compile("[^" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in SHOWABLE) + "]")
NOT_MADE = "Het document is niet gemaakt: de opmaak ervan lukt niet met deze cijfers. Geef dit door aan de beheerder."


def typeset(document: Document, made_at: datetime) -> bytes:
    """Raises CannotExport when the document cannot be set as PDF/UA-1."""
    moment = int((made_at.replace(tzinfo=UTC) if made_at.tzinfo is None else made_at).timestamp())
    try:
        body = typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"data": as_json(document)},
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise CannotExport(NOT_MADE) from error
    if not isinstance(body, bytes):
        raise CannotExport(NOT_MADE)
    return body


@cache
def _fonts() -> typst.Fonts:
    """Only what comes with the compiler, so that every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False)


def as_json(document: Document) -> str:
    """The document for the template; a number that is none is refused with ValueError."""
    return json.dumps(_plain(document), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        values = {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
        return {"piece": value.piece, **values} if hasattr(value, "piece") else values
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return showable(value) if isinstance(value, str) else value


def showable(text: str) -> str:
    """Text on one line in characters that the fonts have; any other is told by its code point: "[U+4E2D]"."""
    joined = " ".join(re.split(r"[ \t\r\n\f\v]+", unicodedata.normalize("NFC", text)))
    return UNSHOWN.sub(lambda match: f"[U+{ord(match.group()):04X}]", joined)
