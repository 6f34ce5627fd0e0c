"""Which program computes: a hash over the files that decide a number and how it is written."""

import hashlib
from functools import cache
from pathlib import Path

LIB = Path(__file__).resolve().parents[1]
#: The layers that make numbers, and the words they are written in.
LAYERS = ("analysis", "model", "text")


@cache
def program_hash() -> str:
    """sha256 (hex) over the names and bytes of the program's own files, as they are when first asked."""
    digest = hashlib.sha256()
    for file in sorted(file for layer in LAYERS for file in (LIB / layer).rglob("*.py")):
        body = file.read_bytes()
        digest.update(f"{file.relative_to(LIB).as_posix()} {len(body)}\n".encode())
        digest.update(body)
    return digest.hexdigest()
