"""An independent look into a workbook: every cell with its formula and the value that is kept with it."""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
FORMULA = re.compile(r"<f>(.*?)</f>", re.DOTALL)
VALUE = re.compile(r"<v>(.*?)</v>", re.DOTALL)
SHARED = re.compile(r"<si>(.*?)</si>", re.DOTALL)
TEXT = re.compile(r"<t[^>]*>(.*?)</t>", re.DOTALL)
HEAD_ROW = 5


@dataclass(frozen=True)
class Cell:
    """value is a float or a text; formula "" where there is none."""

    value: float | str
    formula: str


Row = dict[str, Cell]


@dataclass(frozen=True)
class Book:
    """The parts of a workbook by file name, as text."""

    parts: Mapping[str, str]

    @cached_property
    def texts(self) -> list[str]:
        found = SHARED.findall(self.parts.get("xl/sharedStrings.xml", ""))
        return [html.unescape("".join(TEXT.findall(item))) for item in found]

    @cached_property
    def files(self) -> dict[str, str]:
        """Sheet name → file."""
        names = re.findall(r'<sheet name="([^"]*)"', self.parts["xl/workbook.xml"])
        return {html.unescape(name): f"xl/worksheets/sheet{at}.xml" for at, name in enumerate(names, start=1)}

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """Defined name → (sheet, address)."""
        found = re.findall(
            r'<definedName [^>]*?name="([^"]*)"[^>]*>([^<]*)</definedName>', self.parts["xl/workbook.xml"]
        )
        return {
            name: (html.unescape(place).rpartition("!")[0].strip("'"), place.rpartition("!")[2].replace("$", ""))
            for name, place in found
            if not name.startswith("_xlnm")
        }

    @cached_property
    def sheets(self) -> dict[str, dict[str, Cell]]:
        return {name: dict(self._cells(self.parts[file])) for name, file in self.files.items()}

    def _cells(self, text: str) -> Iterator[tuple[str, Cell]]:
        for column, row, attributes, inner in CELL.findall(text):
            value, formula = VALUE.search(inner), FORMULA.search(inner)
            if value is None and "inlineStr" not in attributes:
                continue
            shown: float | str
            if 't="s"' in attributes and value is not None:
                shown = self.texts[int(value[1])]
            elif 't="inlineStr"' in attributes:
                shown = html.unescape("".join(TEXT.findall(inner)))
            elif ('t="str"' in attributes or 't="e"' in attributes) and value is not None:
                shown = html.unescape(value[1])
            else:
                assert value is not None
                shown = float(value[1])
            yield f"{column}{row}", Cell(shown, html.unescape(formula[1]) if formula else "")

    def named(self, name: str) -> Cell:
        sheet, address = self.names[name]
        return self.sheets[sheet][address]

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a table by the words of its header."""
        found: dict[int, dict[str, Cell]] = {}
        for address, cell in self.sheets[sheet].items():
            column, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
            found.setdefault(int(row), {})[column] = cell
        head = {column: _word(cell.value) for column, cell in found[HEAD_ROW].items()}
        return [{head[c]: cell for c, cell in cells.items()} for row, cells in sorted(found.items()) if row > HEAD_ROW]

    def formulas(self) -> Iterator[tuple[str, str, Cell]]:
        for sheet, cells in self.sheets.items():
            for address, cell in cells.items():
                if cell.formula:
                    yield sheet, address, cell


def _word(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.0f}"


def book(body: bytes) -> Book:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return Book(
            {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        )
