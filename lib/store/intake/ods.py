"""OpenDocument (.ods), looked at before it is read: cells whose value is no value, what is hidden, how far cells reach."""

from collections.abc import Mapping

from lib.store.intake.sheets import Limits, SheetOutline, check_together
from lib.store.intake.xlsx import Archive, local, parser_of

CONTENT, MANIFEST = "content.xml", "meta-inf/manifest.xml"
KIND = "OpenDocument"
CELLS = ("table-cell", "covered-table-cell")
#: How a cell shows that its formula failed, in programs that do not say so apart.
_FAILED = ("#", "Err:")
#: More repeats than any program writes.
MOST = 1 << 24


def look(file: str, raw: bytes, limits: Limits) -> list[SheetOutline]:
    """Every sheet in the order of the workbook. Raises Unsound."""
    archive = Archive(file, raw, limits, KIND)
    if MANIFEST in archive.members and any(b"encryption-data" in chunk for chunk in archive.chunks(MANIFEST)):
        raise archive.damaged("een wachtwoord")
    outlines = _Content(archive).outlines
    for outline in outlines:
        outline.check(file, limits)
    check_together(file, outlines, limits)
    archive.drain({CONTENT, MANIFEST})
    return outlines


class _Content:
    """Reads content.xml. A cell or row that is repeated stands for as many."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.outlines, self.unseen, self.style = archive, list[SheetOutline](), set[str](), ""
        self.row = self.column = self.headed = 0
        self.rows = self.columns = 1
        self.computed = self.failed = self.valued = False
        self.text: list[str] = []
        self.parser = parser_of(self._start, self._end)
        archive.parse(CONTENT, self.parser)

    @property
    def outline(self) -> SheetOutline:
        return self.outlines[-1]

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = local(name)
        if name in CELLS:
            self._cell(attributes)
        elif name == "table-row":
            self.column, self.rows = 0, _repeats(attributes, "number-rows-repeated")
            if _hidden(attributes):
                self.outline.hide_rows(self.row, self.rows, self.archive.limits)
        elif name == "table-column":
            count = _repeats(attributes, "number-columns-repeated")
            if _hidden(attributes):
                self.outline.hide_columns(self.headed, self.headed + count - 1, self.archive.limits)
            self.headed += count
        elif name == "table":
            self.row = self.headed = 0
            self.outlines.append(SheetOutline(_of(attributes, "name"), _of(attributes, "style-name") in self.unseen))
        elif name == "style":
            self.style = _of(attributes, "name")
        elif name == "table-properties" and _of(attributes, "display") == "false":
            self.unseen.add(self.style)
        elif name == "annotation":
            self.parser.CharacterDataHandler = None

    def _cell(self, attributes: Mapping[str, str]) -> None:
        kinds = {value for key, value in attributes.items() if local(key) == "value-type"}
        self.computed, self.failed = bool(_of(attributes, "formula")), "error" in kinds
        self.valued, self.columns = bool(kinds - {"", "error"}), _repeats(attributes, "number-columns-repeated")
        if self.computed or self.failed:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
        if self.valued:
            self.outline.cell(self.row + self.rows - 1, self.column + self.columns - 1)
            self.outline.check(self.archive.file, self.archive.limits)
        down, across = _repeats(attributes, "number-rows-spanned"), _repeats(attributes, "number-columns-spanned")
        if down > 1 or across > 1:
            self.outline.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))

    def _end(self, name: str) -> None:
        name = local(name)
        if name in CELLS:
            self.parser.CharacterDataHandler = None
            if self.computed or self.failed:
                self._judge("".join(self.text).strip())
            self.column += self.columns
        elif name == "table-row":
            self.row += self.rows
        elif name == "annotation" and (self.computed or self.failed):
            self.parser.CharacterDataHandler = self.text.append

    def _judge(self, text: str) -> None:
        """A formula or an error: is its value one?"""
        failed = self.failed or text.startswith(_FAILED)
        if self.valued and not failed:
            return
        for row in range(self.row, min(self.row + self.rows, self.archive.limits.rows)):
            for column in range(self.column, min(self.column + self.columns, self.archive.limits.columns)):
                self.outline.add_fault(row, column, text if failed else None)
        if len(self.outline.faults) > self.archive.limits.rows:
            self.outline.check(self.archive.file, self.archive.limits)


def _of(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if local(key) == name), "")


def _repeats(attributes: Mapping[str, str], name: str) -> int:
    return min(max(1, int(_of(attributes, name) or 1)), MOST)


def _hidden(attributes: Mapping[str, str]) -> bool:
    return _of(attributes, "visibility") in ("collapse", "filter")
