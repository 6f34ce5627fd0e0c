"""What a recognised header lacks, and what makes its figures something else than they seem: another unit, year or
gemeente than theirs.

Bare mentions of a unit count in the name of the sheet, above the table, in a heading, in a column of units and in a row
of words below it; what is stated counts everywhere, also on a sheet that only explains. The gemeente and the year that
who hands in gives beside a file hold where it names none; a file that names another is refused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from lib.tables.rows import Problem
from lib.upload.meaning.context import Options
from lib.upload.meaning.layout import BY_YEAR, Layout
from lib.upload.meaning.unit_words import EUROS, PEOPLE, THOUSAND, Unit, units_of
from lib.upload.meaning.vocabulary import Vocabulary, named_years, plain, words
from lib.upload.reading.sheets import Sheet, Value, quote

#: A row with more filled cells than this is no line of words below a table.
NOTE = 2
#: What who hands in can say beside the file, in words.
BESIDE = {"gemeente_code": "de gemeente", "jaar": "het jaar"}
#: What a file then says otherwise.
OTHER = {"gemeente": "een andere gemeente", "jaar": "een ander jaar"}


def check_layout(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Every problem with the heading of a sheet."""
    read = ", ".join(quote(cell) for cell in layout.headings if cell not in (None, ""))
    names = layout.names | {"groep"} | ({"werkvorm"} if layout.whole else set())
    names |= {"gemeente_code"} if "gemeente" in names else set()
    names |= {layout.value} if layout.values else set()
    for name in (*layout.dimensions, layout.value):
        if name not in names:
            beside = f", of geef {BESIDE[name]} op naast het bestand" if name in BESIDE else ""
            yield sheet.problem(f"kolom {name} ontbreekt", read, f"voeg een kolom {name} toe{beside}.", layout.header)
    yield from _mixed(sheet, layout)
    if sheet.name is None:
        yield from _beyond(sheet, layout)


def lacking_provenance(sheet: Sheet, layout: Layout, options: Options) -> list[Problem]:
    """The columns status and bron that figures lack and that were not given for all."""
    return [
        sheet.problem(
            f"kolom {name} ontbreekt",
            "",
            f"voeg een kolom {name} toe, of geef één {name} voor alle cijfers die er geen hebben.",
            layout.header,
        )
        for name, text in (("status", options.status), ("bron", options.source))
        if layout.table in BY_YEAR and name not in layout.columns and text is None
    ]


def _mixed(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Columns of figures whose headings do not name the same: years beside kostensoorten."""
    kinds = Counter(frozenset(members) for members in layout.across.values())
    most = kinds.most_common(1)[0][0] if kinds else frozenset()
    what, remedy = (
        "een kop van een andere soort dan de andere kolommen",
        f"zet in elke kop {' en '.join(sorted(most))}.",
    )
    for at, members in layout.across.items():
        if frozenset(members) != most:
            yield sheet.problem(what, layout.headings[at], remedy, layout.header, at)


def _beyond(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Text without a heading above it: a separator inside a text broke the row in too many cells."""
    without = [i for i, heading in layout.ignored.items() if heading == ""]
    remedy = "zet een tekst met een scheidingsteken tussen aanhalingstekens, of geef de kolom een kop."
    for row in range(layout.header + 1, len(sheet.rows) if without else 0):
        read = next((sheet.rows[row][i] for i in without if sheet.rows[row][i] not in (None, "")), None)
        if read is not None:
            yield sheet.problem("meer cellen dan er koppen zijn", read, remedy, row)


def _above(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, int, str]]:
    """The texts above a table: row, column, text."""
    for row in range(layout.header):
        for column, cell in enumerate(sheet.rows[row]):
            if isinstance(cell, str):
                yield row, column, cell


def check_years(sheet: Sheet, layout: Layout, options: Options) -> Iterator[Problem]:
    """A year that two places say differently: the name of the sheet, what stands above the table, and the headings. (What
    was given beside the file is held against all of them by with_options.)"""
    if "jaar" not in layout.dimensions or options.jaar is not None:
        return
    across = {members["jaar"] for members in layout.across.values() if "jaar" in members}
    own = across or ({layout.fixed["jaar"]} if "jaar" in layout.fixed else set())
    titles: dict[str, str] = {}
    for row, column, text in _above(sheet, layout):
        if text not in layout.headings:
            titles.setdefault(text, sheet.place(row, column))
    said = list(titles.items())
    if sheet.name is not None:
        said.insert(0, (sheet.name, f"{sheet.whole}, naam van het blad"))
    what = f"een ander jaar dan dat van de cijfers ({', '.join(map(str, sorted(map(int, own))))})"
    remedy = "laat op elke plaats hetzelfde jaar staan, of zet het jaar in een kolom jaar."
    for text, place in said if own else ():
        years = named_years(text)
        if years and not years & own:
            yield Problem(sheet.file, place, what, text, remedy)


def with_options(
    sheet: Sheet, layout: Layout, options: Options, vocabulary: Vocabulary, problems: list[Problem]
) -> Layout:
    """The layout with what was given beside the file for a dimension that the sheet does not name; what its heading, its
    name or the text above it says otherwise goes into `problems`."""
    if "jaar" not in layout.dimensions:
        return layout
    fixed = dict(layout.fixed)
    if options.gemeente is not None and not {"gemeente", "gemeente_code"} & set(layout.columns):
        fixed["gemeente_code"] = options.gemeente
        problems += _other_gemeenten(sheet, layout, options.gemeente, vocabulary)
    if options.jaar is not None and "jaar" not in layout.columns:
        problems += _other_years(sheet, layout, options.jaar)
        if not any("jaar" in members for members in layout.across.values()):
            fixed["jaar"] = options.jaar
    return replace(layout, fixed=fixed)


def _other_gemeenten(sheet: Sheet, layout: Layout, code: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Names of other gemeenten in the names of file and sheet or above the table, where the own one is not named."""
    names = {plain(name): vocabulary.gemeenten[plain(name)] for name in vocabulary.names}
    for place, text in _titles(sheet, layout):
        said = {other for name, other in names.items() if f" {name} " in f" {plain(text)} "}
        if said and code not in said:
            yield contradiction(sheet, place, "gemeente", text)


def _other_years(sheet: Sheet, layout: Layout, year: int) -> Iterator[Problem]:
    """Years in a heading, in the names of file and sheet or above the table, where the given one is not named."""
    for at, members in layout.across.items():
        if members.get("jaar", year) != year:
            yield contradiction(sheet, sheet.place(layout.header, at), "jaar", quote(layout.headings[at]))
    for place, text in _titles(sheet, layout):
        years = named_years(text)
        if years and year not in years:
            yield contradiction(sheet, place, "jaar", text)


def _titles(sheet: Sheet, layout: Layout) -> Iterator[tuple[str, str]]:
    """What stands in the names of the file and the sheet and above its heading, with its place."""
    yield "naam van het bestand", PurePath(sheet.file).stem.replace("_", " ")
    if sheet.name is not None:
        yield sheet.whole, sheet.name
    yield from ((sheet.place(row, column), text) for row, column, text in _above(sheet, layout))


def contradiction(sheet: Sheet, place: str, name: str, read: str) -> Problem:
    """A file that names another gemeente or jaar than was given beside it."""
    remedy = (
        f"wat u naast het bestand opgeeft, geldt alleen als het bestand geen {name} noemt: haal één van de twee weg."
    )
    return Problem(sheet.file, place, f"het bestand noemt {OTHER[name]} dan u opgaf", read, remedy)


@dataclass(frozen=True)
class UnitMention:
    """A unit, the place where it was read and the text that said it."""

    unit: Unit
    place: str
    text: str


def units_around(sheet: Sheet, layout: Layout) -> Iterator[UnitMention]:
    """Every unit that a sheet names, with where. The name of a file says it of everything in it, so it has to state it."""
    stem = PurePath(sheet.file).stem
    yield from (UnitMention(unit, "naam van het bestand", stem) for unit in units_of(stem, sheet.name is not None))
    if sheet.name is not None:
        yield from (UnitMention(unit, f"{sheet.whole}, naam van het blad", sheet.name) for unit in units_of(sheet.name))
    for row, column, text in _above(sheet, layout):
        yield from _mentions(sheet, row, column, text, False)
    for column, cell in enumerate(sheet.rows[layout.header]):
        # The heading of a column that is not read says the unit of what stands below it.
        filled = any(row[column] not in (None, "") for row in sheet.rows[layout.header + 1 :])
        if column not in layout.ignored or not filled:
            yield from _mentions(sheet, layout.header, column, cell, False)
        of_units = any(word in plain(layout.ignored.get(column, "")).split() for word in words()["units"]["columns"])
        for row, text in _texts(sheet, column, layout.header + 1):
            note = column not in layout.values and sum(cell not in (None, "") for cell in sheet.rows[row]) <= NOTE
            yield from _mentions(sheet, row, column, text, not (of_units or note))


def units_explained(sheets: Iterable[Sheet]) -> list[UnitMention]:
    """What sheets without figures state about those of the others in their workbook; that they are euros is what they
    always say."""
    return [
        mention
        for sheet in sheets
        for column in range(len(sheet.rows[0]) if sheet.rows else 0)
        for row, text in _texts(sheet, column, 0)
        for mention in _mentions(sheet, row, column, text, True)
        if mention.unit != EUROS
    ]


def _mentions(sheet: Sheet, row: int, column: int, cell: Value, stated: bool) -> Iterator[UnitMention]:
    if isinstance(cell, str):
        yield from (UnitMention(unit, sheet.place(row, column), cell) for unit in units_of(cell, stated))


def _texts(sheet: Sheet, column: int, first: int) -> Iterator[tuple[int, str]]:
    """Every different text of a column with the first row that holds it."""
    rows: dict[str, int] = {}
    for row in range(first, len(sheet.rows)):
        cell = sheet.rows[row][column]
        if isinstance(cell, str):
            rows.setdefault(cell, row)
    return ((row, text) for text, row in rows.items())


def check_units(sheet: Sheet, layout: Layout, mentions: Iterable[UnitMention], thousand: bool) -> Iterator[Problem]:
    """What makes the figures something else than they are taken for, each unit once with all its places. `thousand`: who
    hands in said that amounts are in thousands of euros."""
    units: dict[int | str, list[UnitMention]] = {}
    for mention in mentions:
        if layout.table in mention.unit.about:
            units.setdefault(mention.unit.factor or mention.unit.words, []).append(mention)
    for several in units.values():
        unit = max((mention.unit for mention in several), key=lambda unit: len(unit.words))
        refusal = _refusal(unit, layout, thousand)
        if refusal is not None:
            place = "; ".join(dict.fromkeys(mention.place for mention in several))
            yield Problem(sheet.file, place, refusal[0], several[-1].text, refusal[1])


def _refusal(unit: Unit, layout: Layout, thousand: bool) -> tuple[str, str] | None:
    """What is wrong with a unit, and what to do; None when it is the one that is expected."""
    if layout.table in PEOPLE:
        remedy = "lever hele aantallen aan en verander deze tekst."
        if unit.factor is None:
            remedy = "lever het aantal mensen aan; arbeidsjaren, SE en fte zijn niet om te rekenen naar personen."
        return f"aantallen in {unit.words}, niet in personen", remedy
    if thousand:
        what = f"hier staat dat de bedragen in {unit.words} zijn, terwijl “bedragen × € 1.000” is gekozen"
        return None if unit.factor == THOUSAND else (what, "haal die keuze weg, of verander deze tekst.")
    if unit == EUROS:
        return None
    choice = "kies bij het aanleveren “bedragen × € 1.000”, of " if unit.factor == THOUSAND else ""
    what = f"bedragen die niet in euro’s staan maar in {unit.words}"
    return what, f"{choice}reken de bedragen om naar euro’s en verander deze tekst."
