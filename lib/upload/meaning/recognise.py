"""Files → sheets of which is known what they hold; a file about one person is refused before anything else is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lib.tables.rows import Problem, Unsound
from lib.upload.meaning.context import Findings, Options, refuse_personal, refuse_personal_names, within
from lib.upload.meaning.layout import Layout, layout_of, other_table
from lib.upload.meaning.layout_checks import (
    check_layout,
    check_units,
    check_years,
    units_around,
    units_explained,
    with_options,
)
from lib.upload.meaning.vocabulary import Vocabulary, best_header
from lib.upload.reading.apart import read_apart
from lib.upload.reading.files import Offered, ShareListener, clean_name
from lib.upload.reading.sheets import Fault, Limits, Sheet, check_limit, letters, refuse


@dataclass(frozen=True)
class RecognisedSheet:
    """A sheet, its layout (None: no figures) and how its file was written; one that is not `sound` is not read on."""

    sheet: Sheet
    layout: Layout | None
    how: str
    sound: bool


def recognise(
    offered: Sequence[Offered],
    limits: Limits,
    vocabulary: Vocabulary,
    options: Options,
    findings: Findings,
    listener: ShareListener,
) -> list[RecognisedSheet]:
    """Every sheet that can be opened. `listener` hears which share of the files was. Raises Personal, and Unsound when
    there are too many files."""
    _refuse_names(offered, limits, options.today)
    result: list[RecognisedSheet] = []
    for i, file in enumerate(offered):
        try:
            own = within(listener, i / len(offered), (i + 1) / len(offered))
            sheets, how = read_apart(file, limits, lambda rows: best_header(rows, vocabulary), own)
        except Unsound as error:
            findings.problems.extend(error.problems)
        else:
            name = clean_name(file.name)
            refuse_personal_names(name, [sheet.name for sheet in sheets if sheet.name], options.today, i + 1)
            result += _of_file(name, sheets, how, vocabulary, options, findings)
        listener((i + 1) / len(offered))
    refuse_personal(((sheet.sheet, sheet.layout) for sheet in result), options.today)
    return result


def _refuse_names(offered: Sequence[Offered], limits: Limits, today: date) -> None:
    if not offered:
        raise refuse("aanlevering", "bestanden", "er is geen bestand", "", "kies één of meer bestanden.")
    check_limit("aanlevering", "bestanden", len(offered), limits.files, "lever ze in delen aan.")
    names = [clean_name(file.name) for file in offered]
    for i, name in enumerate(names, 1):
        refuse_personal_names(name, (), today, i)
    for name in names:
        if names.count(name) > 1:
            raise refuse(name, "bestand", "twee bestanden met dezelfde naam", name, "geef ze elk een eigen naam.")


def _of_file(
    file: str, sheets: Sequence[Sheet], how: str, vocabulary: Vocabulary, options: Options, findings: Findings
) -> list[RecognisedSheet]:
    """The sheets of one file; what is wrong with their headings goes into `findings`."""
    layouts = _layouts(sheets, vocabulary, options)
    if not any(layout for layout, _ in layouts) and all(other_table(sheet) is None for sheet in sheets):
        # Figures that lack nothing but a gemeente: what else they lack is said at once.
        layouts = _layouts(sheets, replace(vocabulary, gemeente_beside=True), options)
    explained = units_explained(sheet for sheet, (layout, _) in zip(sheets, layouts, strict=True) if layout is None)
    result, problems = [], list[Problem]()
    for sheet, (layout, own) in zip(sheets, layouts, strict=True):
        if layout is not None:
            own += check_layout(sheet, layout)
            problems += [*own, *check_years(sheet, layout, options)]
            problems += check_units(sheet, layout, [*units_around(sheet, layout), *explained], options.thousand)
            problems += _check_cells(sheet, layout)
        result.append(RecognisedSheet(_unspread(sheet, layout) if layout else sheet, layout, how, not own))
    if not problems and all(layout is None for layout, _ in layouts):
        problems = [_faulty(sheet, fault) for sheet in sheets for fault in sheet.faults] or [_no_table(file, sheets)]
    findings.problems.extend(problems)
    return result


def _layouts(
    sheets: Sequence[Sheet], vocabulary: Vocabulary, options: Options
) -> list[tuple[Layout | None, list[Problem]]]:
    """What each sheet is, and what its heading has wrong."""
    result: list[tuple[Layout | None, list[Problem]]] = []
    for sheet in sheets:
        problems: list[Problem] = []
        layout = layout_of(sheet, vocabulary, problems)
        result.append((layout and with_options(sheet, layout, options, vocabulary, problems), problems))
    return result


def _no_table(file: str, sheets: Sequence[Sheet]) -> Problem:
    """What to say of a file in which there is no table that can be handed in."""
    for sheet in sheets:
        row = other_table(sheet)
        if row is not None:
            remedy = "lever aantallen, kosten, sleutels, inwoners of gemeenten aan; een sjabloon is op te halen."
            return sheet.problem("deze tabel kunt u niet aanleveren", sheet.row_words(row), remedy, row)
    first = sheets[0].row_words(0) if sheets and sheets[0].rows else ""
    remedy = "zet één rij koppen boven de cijfers; een sjabloon is op te halen."
    return Problem(file, "bestand", "geen tabel met bekende koppen", first, remedy)


def _check_cells(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Every cell that is used and has no value, and every amount that stands for several cells at once.

    What stands above the header or in a column that is not used does not count.
    """
    figures = layout.values | set(layout.totals)
    used = {*layout.columns.values(), *layout.across, *figures}
    header = sheet.lines[layout.header]
    for fault in sheet.faults:
        if fault.line == header or (fault.line > header and fault.column in used):
            yield _faulty(sheet, fault)
    for cells in sheet.merged:
        across = sum(cells.left <= column <= cells.right for column in figures)
        down = max(0, cells.bottom - max(cells.top, layout.header + 1) + 1)
        if cells.left in figures and across * down > 1 and sheet.rows[cells.top][cells.left] is not None:
            first, last = sheet.lines[cells.top], sheet.lines[cells.bottom]
            span = f"{letters(cells.left)}{first}:{letters(cells.right)}{last}"
            what = f"één getal in samengevoegde cellen ({span}), voor meer dan één cijfer"
            remedy = "hef de samenvoeging op en geef elk cijfer zijn eigen getal."
            yield sheet.problem(what, sheet.rows[cells.top][cells.left], remedy, cells.top, cells.left)


def _faulty(sheet: Sheet, fault: Fault) -> Problem:
    """A cell without a usable value, as a problem."""
    place = f"{'' if sheet.name is None else f'{sheet.whole}, '}rij {fault.line}, kolom {letters(fault.column)}"
    if fault.error is None:
        remedy = "open het bestand in Excel en sla het op, of typ het getal."
        return Problem(sheet.file, place, "een formule zonder berekende waarde", "formule", remedy)
    remedy = "verbeter de formule of typ het getal."
    return Problem(sheet.file, place, "een foutwaarde", fault.error or "fout", remedy)


def _unspread(sheet: Sheet, layout: Layout) -> Sheet:
    """The sheet in which a text that was merged across several columns below the header, such as the title of a group
    or a note, stands in its first column alone."""
    wide = [cells for cells in sheet.merged if cells.top > layout.header and cells.left < cells.right]
    if not wide:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for cells in wide:
        for row in rows[cells.top : cells.bottom + 1]:
            row[cells.left + 1 : cells.right + 1] = [None] * (cells.right - cells.left)
    return replace(sheet, rows=rows)
