"""An independent reader of PDF files: its text by line, its tags, and what it says of itself."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdf

SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})


@dataclass(frozen=True)
class Tag:
    """One element of the structure: what it is, what it is inside of, its alternative text and its attributes."""

    name: str
    inside: tuple[str, ...]
    alt: str
    attributes: dict[str, Any]


@lru_cache(maxsize=8)
def opened(body: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(body), strict=True)


@lru_cache(maxsize=8)
def page_texts(body: bytes) -> tuple[str, ...]:
    return tuple(page.extract_text().translate(SPACES) for page in opened(body).pages)


@lru_cache(maxsize=8)
def lines(body: bytes) -> tuple[str, ...]:
    """Every line of every page, without the marks of a status."""
    found = (line.strip() for text in page_texts(body) for line in text.splitlines())
    return tuple(" ".join(word for word in line.split() if word not in "●◆■◇○") for line in found)


def tags(body: bytes) -> list[Tag]:
    root = opened(body).root_object["/StructTreeRoot"]
    return list(_walk(root.get_object()["/K"], ()))


def _walk(element: Any, inside: tuple[str, ...]) -> Iterator[Tag]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            yield from _walk(each, inside)
    elif isinstance(element, dict):
        if "/S" in element:
            yield Tag(str(element["/S"]), inside, str(element.get("/Alt", "")), _attributes(element))
            inside = (*inside, str(element["/S"]))
        if "/K" in element:
            yield from _walk(element["/K"], inside)


def _attributes(element: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    told = element.get("/A", [])
    for each in told if isinstance(told, list) else [told]:
        found |= dict(each.get_object())
    return found


def annotations(body: bytes) -> list[Any]:
    return [note.get_object() for page in opened(body).pages for note in page.get("/Annots", [])]


def titles(body: bytes) -> list[str]:
    """Every heading of the outline."""

    def flat(items: Any) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield str(item.title)

    return list(flat(opened(body).outline))
