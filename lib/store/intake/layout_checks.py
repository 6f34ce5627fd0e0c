"""What a recognised header lacks, and what makes its figures something else than they seem."""

from collections import Counter
from collections.abc import Iterator

from lib.store.intake.given import Given
from lib.store.intake.layout import DIMENSIONS, Layout
from lib.store.intake.sheets import Sheet, shown
from lib.store.intake.years import named_years
from lib.store.problems import Problem

#: What who hands in can say beside the file, in words.
GIVEN = {"gemeente_code": "de gemeente", "jaar": "het jaar"}


def check_layout(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Every problem with the heading of a sheet."""
    read = ", ".join(shown(cell) for cell in layout.headings if cell not in (None, ""))
    told = {name for members in layout.across.values() for name in members} | set(layout.columns) | set(layout.fixed)
    told |= {"gemeente_code"} if "gemeente" in told else set()
    told |= {"groep"} | ({"werkvorm"} if layout.whole else set())
    for name in DIMENSIONS[layout.table]:
        if name not in told:
            beside = f", of geef {GIVEN[name]} op naast het bestand" if name in GIVEN else ""
            remedy = f"voeg een kolom {name} toe{beside}."
            yield Problem(sheet.file, sheet.place(layout.header), f"kolom {name} ontbreekt", read, remedy)
    if not layout.values:
        remedy = f"voeg een kolom {layout.value} toe."
        yield Problem(sheet.file, sheet.place(layout.header), f"kolom {layout.value} ontbreekt", read, remedy)
    yield from _mixed(sheet, layout)
    if sheet.name is None:
        yield from _beyond(sheet, layout)


def _mixed(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Columns of figures whose headings do not name the same: years beside kostensoorten."""
    kinds = Counter(frozenset(members) for members in layout.across.values())
    most = kinds.most_common(1)[0][0] if kinds else frozenset()
    for at, members in layout.across.items():
        if frozenset(members) != most:
            read, remedy = shown(layout.headings[at]), f"zet in elke kop {' en '.join(sorted(most))}."
            place = sheet.place(layout.header, at)
            yield Problem(sheet.file, place, "een kop van een andere soort dan de andere kolommen", read, remedy)


def _beyond(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Text without a heading above it: a separator inside a text broke the row in too many cells."""
    without = [i for i, heading in layout.ignored.items() if heading == ""]
    if without:
        for row in range(layout.header + 1, len(sheet.rows)):
            read = next((shown(sheet.rows[row][i]) for i in without if sheet.rows[row][i] not in (None, "")), None)
            if read is not None:
                remedy = "zet een tekst met een scheidingsteken tussen aanhalingstekens, of geef de kolom een kop."
                yield Problem(sheet.file, sheet.place(row), "meer cellen dan er koppen zijn", read, remedy)


def check_years(sheet: Sheet, layout: Layout, given: Given) -> Iterator[Problem]:
    """A year that two places say differently: the name of the sheet, what stands above the table, and the headings. (What
    was given beside the file is held against all of them in beside.py.)"""
    if "jaar" not in DIMENSIONS[layout.table] or given.jaar is not None:
        return
    across = {members["jaar"] for members in layout.across.values() if "jaar" in members}
    held = across or ({layout.fixed["jaar"]} if "jaar" in layout.fixed else set())
    said = [
        (sheet.place(row, column), shown(cell), named_years(shown(cell)))
        for row, column, cell in _titles(sheet, layout)
    ]
    if sheet.name is not None:
        said.insert(0, (f"blad {sheet.name}, naam van het blad", sheet.name, named_years(sheet.name)))
    for place, read, years in said:
        if held and years and not years & held:
            what = f"een ander jaar dan dat van de cijfers ({', '.join(map(str, sorted(map(int, held))))})"
            remedy = "laat op elke plaats hetzelfde jaar staan, of zet het jaar in een kolom jaar."
            yield Problem(sheet.file, place, what, read, remedy)


def _titles(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, int, str]]:
    """The texts above a table, each once: (row, column, text)."""
    seen: set[str] = set()
    for row in range(layout.header):
        for column, cell in enumerate(sheet.rows[row]):
            if isinstance(cell, str) and cell not in seen and cell not in layout.headings:
                seen.add(cell)
                yield row, column, cell
