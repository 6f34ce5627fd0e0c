"""Files → sheets of which is known what they hold; a file about one person is refused before anything else is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lib.store.intake.apart import read_apart
from lib.store.intake.beside import with_given
from lib.store.intake.cells import check_cells, faulty, unspread
from lib.store.intake.files import Offered, clean_name
from lib.store.intake.findings import Findings
from lib.store.intake.given import Given
from lib.store.intake.layout import Layout, layout_of, other_table
from lib.store.intake.layout_checks import check_layout, check_years
from lib.store.intake.limits import Limits, refuse, too_much
from lib.store.intake.personal import refuse_personal, refuse_personal_names
from lib.store.intake.sheets import Sheet, shown
from lib.store.intake.units import check_units, explained, unit_of
from lib.store.intake.vocabulary import Vocabulary, best_header
from lib.store.problems import Problem, Unsound


@dataclass(frozen=True)
class Recognised:
    """A sheet, its layout (None: no figures) and how its file was written; one that is not `sound` is not read on."""

    sheet: Sheet
    layout: Layout | None
    how: str
    sound: bool


def recognise(
    offered: Sequence[Offered],
    limits: Limits,
    vocabulary: Vocabulary,
    given: Given,
    findings: Findings,
    read: Callable[[float], None],
) -> list[Recognised]:
    """Every sheet that can be opened. `read` hears which share of the files was. Raises Personal, and Unsound when
    there are too many files."""
    _refuse_names(offered, limits, given.today)
    found: list[Recognised] = []
    for i, one in enumerate(offered):
        found += _of_file(one, limits, vocabulary, findings, given, i + 1, within(read, i, len(offered)))
        read((i + 1) / len(offered))
    refuse_personal(((one.sheet, one.layout) for one in found), given.today)
    return found


def within(read: Callable[[float], None], i: int, of: int) -> Callable[[float], None]:
    """Tells the share of the whole when a share of part `i` was read."""
    return lambda share: read((i + share) / of)


def _refuse_names(offered: Sequence[Offered], limits: Limits, today: date) -> None:
    if not offered:
        raise refuse("aanlevering", "bestanden", "er is geen bestand", "", "kies één of meer bestanden.")
    if len(offered) > limits.files:
        raise too_much("aanlevering", "bestanden", len(offered), limits.files, "lever ze in delen aan.")
    names = [clean_name(one.name) for one in offered]
    for i, name in enumerate(names, 1):
        refuse_personal_names(name, (), today, i)
    for name in names:
        if names.count(name) > 1:
            raise refuse(name, "bestand", "twee bestanden met dezelfde naam", name, "geef ze elk een eigen naam.")


def _of_file(
    offered: Offered,
    limits: Limits,
    vocabulary: Vocabulary,
    findings: Findings,
    given: Given,
    number: int,
    read: Callable[[float], None],
) -> list[Recognised]:
    try:
        sheets, how = read_apart(offered, limits, lambda rows: best_header(rows, vocabulary), read)
    except Unsound as error:
        findings.problems.extend(error.problems)
        return []
    name = clean_name(offered.name)
    refuse_personal_names(name, [sheet.name for sheet in sheets if sheet.name], given.today, number)
    found, problems = [], list[Problem]()
    layouts, wrong = _layouts(sheets, vocabulary, given)
    if not any(layouts) and not any(other_table(sheet) is not None for sheet in sheets):
        # Figures that lack nothing but a gemeente: what else they lack is said at once.
        layouts, wrong = _layouts(sheets, replace(vocabulary, gemeente_given=True), given)
    elsewhere = explained(sheet for sheet, layout in zip(sheets, layouts, strict=True) if layout is None)
    for sheet, layout, own in zip(sheets, layouts, wrong, strict=True):
        if layout is not None:
            said = [*unit_of(sheet, layout), *(one for one in elsewhere if layout.table in one.unit.about)]
            own += check_layout(sheet, layout)
            beside = (check_years(sheet, layout, given), check_units(sheet, layout, said, given.thousand))
            problems += [*own, *(one for some in beside for one in some), *check_cells(sheet, layout)]
        found.append(Recognised(unspread(sheet, layout) if layout else sheet, layout, how, not own))
    if all(one.layout is None for one in found) and not problems:
        problems += [faulty(sheet, fault) for sheet in sheets for fault in sheet.faults]
    if all(one.layout is None for one in found) and not problems:
        problems.append(_no_table(name, sheets))
    findings.problems.extend(problems)
    return found


def _no_table(file: str, sheets: Sequence[Sheet]) -> Problem:
    """What to say of a file in which there is no table that can be handed in."""
    for sheet in sheets:
        row = other_table(sheet)
        if row is not None:
            read = ", ".join(shown(cell) for cell in sheet.rows[row] if cell not in (None, ""))
            remedy = "lever aantallen, kosten, sleutels, inwoners of gemeenten aan; een sjabloon is op te halen."
            return Problem(file, sheet.place(row), "deze tabel kunt u niet aanleveren", read, remedy)
    first = ", ".join(shown(cell) for cell in (sheets[0].rows[0] if sheets else ()) if cell not in (None, ""))
    remedy = "zet één rij koppen boven de cijfers; een sjabloon is op te halen."
    return Problem(file, "bestand", "geen tabel met bekende koppen", first, remedy)


def _layouts(
    sheets: Sequence[Sheet], vocabulary: Vocabulary, given: Given
) -> tuple[list[Layout | None], list[list[Problem]]]:
    """What each sheet is, and what its heading has wrong."""
    wrong = [list[Problem]() for _ in sheets]
    layouts = [layout_of(sheet, vocabulary, own) for sheet, own in zip(sheets, wrong, strict=True)]
    return [
        with_given(sheet, layout, given, vocabulary, own) if layout else None
        for sheet, layout, own in zip(sheets, layouts, wrong, strict=True)
    ], wrong
