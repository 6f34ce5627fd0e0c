"""OpenDocument (.ods), looked at before it is read: cells whose value is no value, what is hidden, how far cells reach."""

from collections.abc import Mapping
from xml.parsers import expat

from lib.store.intake.archive import Archive, local
from lib.store.intake.limits import Limits
from lib.store.intake.seen import Seen, check_together, uncalculated, wrong

CONTENT, MANIFEST = "content.xml", "meta-inf/manifest.xml"
CELLS = ("table-cell", "covered-table-cell")
#: How a cell shows that its formula failed, in programs that do not say so apart.
_FAILED = ("#", "Err:")
#: More repeats than any program writes.
MOST = 1 << 24


def look(file: str, raw: bytes, limits: Limits) -> list[Seen]:
    """Every sheet in the order of the workbook. Raises Unsound."""
    archive = Archive(file, raw, limits)
    if MANIFEST in archive.members and any(b"encryption-data" in chunk for chunk in archive.chunks(MANIFEST)):
        raise archive.damaged("een wachtwoord")
    seen = _Content(archive).seen
    for one in seen:
        one.check(file, limits)
    check_together(file, seen, limits)
    archive.drain({CONTENT, MANIFEST})
    return seen


class _Content:
    """Reads content.xml. A cell or row that is repeated stands for as many."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.seen, self.unseen, self.style = archive, list[Seen](), set[str](), ""
        self.row = self.column = self.headed = 0
        self.rows = self.columns = 1
        self.computed = self.failed = self.valued = False
        self.text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        archive.parse(CONTENT, self.parser)

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        name = local(name)
        if name in CELLS:
            self._cell(given)
        elif name == "table-row":
            self.column, self.rows = 0, _repeats(given, "number-rows-repeated")
            if _hidden(given):
                self.seen[-1].hide_rows(self.row, self.rows, self.archive.limits)
        elif name == "table-column":
            count = _repeats(given, "number-columns-repeated")
            if _hidden(given):
                self.seen[-1].hide_columns(self.headed, self.headed + count - 1, self.archive.limits)
            self.headed += count
        elif name == "table":
            self.row = self.headed = 0
            self.seen.append(Seen(_of(given, "name"), _of(given, "style-name") in self.unseen))
        elif name == "style":
            self.style = _of(given, "name")
        elif name == "table-properties" and _of(given, "display") == "false":
            self.unseen.add(self.style)
        elif name == "annotation":
            self.parser.CharacterDataHandler = None

    def _cell(self, given: Mapping[str, str]) -> None:
        kinds = {value for key, value in given.items() if local(key) == "value-type"}
        self.computed, self.failed = bool(_of(given, "formula")), "error" in kinds
        self.valued, self.columns = bool(kinds - {"", "error"}), _repeats(given, "number-columns-repeated")
        if self.computed or self.failed:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
        if self.valued:
            self.seen[-1].cell(self.row + self.rows - 1, self.column + self.columns - 1)
            self.seen[-1].check(self.archive.file, self.archive.limits)
        down, across = _repeats(given, "number-rows-spanned"), _repeats(given, "number-columns-spanned")
        if down > 1 or across > 1:
            self.seen[-1].merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))

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
                self.seen[-1].faults.append(wrong(row, column, text or "fout") if failed else uncalculated(row, column))
        if len(self.seen[-1].faults) > self.archive.limits.rows:
            self.seen[-1].check(self.archive.file, self.archive.limits)


def _of(given: Mapping[str, str], name: str) -> str:
    return next((value for key, value in given.items() if local(key) == name), "")


def _repeats(given: Mapping[str, str], name: str) -> int:
    return min(max(1, int(_of(given, name) or 1)), MOST)


def _hidden(given: Mapping[str, str]) -> bool:
    return _of(given, "visibility") in ("collapse", "filter")
