"""Text files that can be held against each other: a line per tag, numbers without the noise of their last digits."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

#: Digits behind the point or comma that two machines agree on.
DIGITS = 6
LONG_NUMBER = re.compile(
    r"(?<![\w.,])-?\d+([.,])\d{7,}(?:[eE][+-]?\d+)?(?![\w])|(?<![\w.,])-?\d(?:\.\d+)?e-\d+(?![\w])"
)
#: What is opened by this is shown by no browser.
STYLE = "<style>"
#: A style sheet with more characters is written once, not with every page.
SHORT_STYLE = 500


class Folder:
    """Where the files of one picture go; `places` maps what differs between two runs to what is written for it."""

    def __init__(self, root: Path, places: Mapping[str, str]) -> None:
        self.root, self.places = root, places

    def write(self, name: str, text: str) -> None:
        """Write a new file. Raises FileExistsError when there is one by that name."""
        path = self.root / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(self.steady(text).rstrip("\n") + "\n")

    def steady(self, text: str) -> str:
        for place, word in self.places.items():
            text = text.replace(place, word)
        return LONG_NUMBER.sub(_rounded, text.replace("\r\n", "\n"))


def _rounded(number: re.Match[str]) -> str:
    """-0,12345678 → -0,123457; what is noise around nothing becomes 0."""
    value = round(Decimal(number[0].replace(",", ".")), DIGITS).normalize()
    return f"{value or Decimal(0):f}".replace(".", number[1] or ".")


def lines_of(markup: str) -> str:
    """HTML or XML with a line for each tag that follows on another."""
    return re.sub(r"(?<=>)(?=<)", "\n", markup)


def json_text(value: Any, depth: int = 0) -> str:
    """JSON with a list of bare values on one line; typed arrays of a figure as their numbers."""
    if isinstance(value, Mapping) and value.keys() == {"bdata", "dtype"}:
        value = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).tolist()
    inside, edge = " " * (depth + 1), " " * depth
    if isinstance(value, Mapping) and value:
        parts = [f"{json.dumps(str(key), ensure_ascii=False)}: {json_text(value[key], depth + 1)}" for key in value]
    elif isinstance(value, list) and any(isinstance(each, list | Mapping) for each in value):
        parts = [json_text(each, depth + 1) for each in value]
    else:
        return json.dumps(value, ensure_ascii=False, default=str)
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    return f"{opening}\n{inside}" + f",\n{inside}".join(parts) + f"\n{edge}{closing}"


def rows_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """A line per row."""
    return "\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in rows)


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
