"""Names of cells, as a spreadsheet allows them."""

import re
from collections.abc import Callable

#: What a spreadsheet takes for the address of a cell, a row or a column.
ADDRESS = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*|true|false", re.IGNORECASE)
PREFIX = "aanname_"


class Names:
    """The named cells of one workbook; `define` writes one into the file."""

    def __init__(self, define: Callable[[str, str], object]) -> None:
        self._define = define
        self.addresses: dict[str, str] = {}

    def add(self, name: str, address: str) -> str:
        """Give a cell a name, and return how formulas call it: the name itself where a spreadsheet allows it."""
        allowed = name if re.match(r"[a-z_]", name) and not ADDRESS.fullmatch(name) else PREFIX + name
        while allowed in self.addresses:
            allowed += "_"
        self.addresses[allowed] = address
        self._define(allowed, f"={address}")
        return allowed
