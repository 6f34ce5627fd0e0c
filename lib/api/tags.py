"""The ETag of an answer: equal as long as release, choices, form and program are."""

import hashlib
from functools import cache
from typing import Any

from lib.store.program import LIB

#: The most characters of an If-None-Match that are read.
LONGEST = 4_000


@cache
def program() -> str:
    """sha256 (hex) over everything of the program that can change an answer, as it is when first asked."""
    digest = hashlib.sha256()
    for file in sorted(file for kind in ("py", "toml", "sql") for file in LIB.rglob(f"*.{kind}")):
        digest.update(f"{file.relative_to(LIB).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def tag_of(*identity: Any) -> str:
    """For what is decided by this alone."""
    return _quoted(repr((program(), identity)).encode())


def tag_of_body(body: bytes, format_: str) -> str:
    return _quoted(format_.encode() + b"\n" + body)


def _quoted(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def known(header: str, tag: str) -> bool:
    """Whether If-None-Match has this tag, weak or strong."""
    tags = [part.strip().removeprefix("W/") for part in header[:LONGEST].split(",")]
    return tag in tags
