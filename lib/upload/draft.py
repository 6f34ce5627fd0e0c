"""Handed-in files upon the release in use → a draft of the next one, with everything that has to be seen first."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace

from lib.store.publishing import HandedIn
from lib.tables.columns import BY_NAME
from lib.tables.content import Content, in_grain_order
from lib.tables.figures import later_settings, settings_of
from lib.tables.rows import Problem, Unreadable, Unsound
from lib.upload.blocks import NextTables, checked_content, merge
from lib.upload.gaps import Grain
from lib.upload.meaning.context import Findings, Options, ReadingContext, within
from lib.upload.meaning.layout_checks import lacking_provenance
from lib.upload.meaning.recognise import RecognisedSheet, recognise
from lib.upload.meaning.values import member_of, style_of
from lib.upload.meaning.vocabulary import vocabulary_of
from lib.upload.reading.files import Offered, ShareListener, clean_name
from lib.upload.reading.sheets import limits_of
from lib.upload.sheet_figures import SheetFigures, examine, read_figures, shares_of
from lib.upload.warnings import Unused, dropped, unseen, unused_of, warn

Progress = Callable[[float, str], None]
#: Which share of the work is done when all files are read, their figures recognised, and laid upon the release.
READ, KNOWN, MERGED, CHECKED = 0.3, 0.65, 0.8, 0.95


class Unclear(Unsound):
    """Numbers that can be read two ways and nothing else: the notation must be chosen."""


@dataclass(frozen=True)
class UploadDraft:
    """`content` is what would be published; `warnings` must be accepted first; `beside` are the handed-in years
    after the base year, which stand beside the projection; `unused` what no figure comes from. `absent` are the
    cells (table, grain) of the handed-in blocks that the release has and the files leave out: with `replace` they go,
    else they stay."""

    content: Content
    base_year: int
    files: tuple[HandedIn, ...]
    parts: tuple[SheetFigures, ...]
    unused: tuple[Unused, ...]
    warnings: tuple[Problem, ...]
    beside: tuple[int, ...]
    absent: frozenset[tuple[str, Grain]] = frozenset()
    replace: bool = False


@dataclass(frozen=True)
class _Upload:
    """What the files say, read once: upon `content`, with the limits that `before`, the release, may lack."""

    offered: Sequence[Offered]
    before: Content
    content: Content
    options: Options
    sheets: Sequence[RecognisedSheet]
    figures: Sequence[SheetFigures]
    findings: Findings


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Reading makes hundreds of thousands of small objects that stay: looking for cycles among them takes a third of
    the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@_not_collecting()
def read_draft(
    offered: Sequence[Offered], content: Content, options: Options, progress: Progress = lambda share, words: None
) -> UploadDraft:
    """Read and check all files together upon `content`, the release in use; nothing is written.

    What the files leave out stays, or with `options.replace` the whole block goes. Raises Unsound with every problem
    found, Unclear when only the notation of numbers is open.
    """
    return _draft(_read(offered, content, options, progress), options.replace, progress)


@_not_collecting()
def read_both_ways(
    offered: Sequence[Offered], content: Content, options: Options, progress: Progress = lambda share, words: None
) -> tuple[UploadDraft, UploadDraft | Unsound | None]:
    """What the files do when what they leave out stays, and when whole blocks are replaced: a draft, why that cannot
    be, or None where both are the same. Raises as read_draft."""
    upload = _read(offered, content, options, progress)
    filling = _draft(upload, False, progress)
    if not filling.absent:
        return filling, None
    try:
        return filling, _draft(upload, True, progress)
    except Unsound as error:
        return filling, error


def _read(offered: Sequence[Offered], before: Content, options: Options, progress: Progress) -> _Upload:
    content, findings = _with_settings(before, options.base_year), Findings()
    vocabulary = replace(vocabulary_of(content, {}), gemeente_beside=options.gemeente is not None)
    if options.gemeente is not None:
        try:
            code = member_of(vocabulary.gemeenten, "gemeente", vocabulary.names)(options.gemeente)
        except Unreadable as error:
            place = "gemeente van cijfers zonder gemeente"
            raise Unsound([Problem("aanlevering", place, error.what, options.gemeente, error.remedy)]) from error
        options = replace(options, gemeente=code)
    limits = limits_of(settings_of(content))
    reading = within(lambda share: progress(share, "de cijfers worden gelezen"), 0, READ)
    sheets = recognise(offered, limits, vocabulary, options, findings, reading)
    for sheet in sheets:
        if sheet.layout is not None and not sheet.sound:
            findings.problems.extend(lacking_provenance(sheet.sheet, sheet.layout, options))
    recognising = within(lambda share: progress(share, "de cijfers worden herkend"), READ, KNOWN)
    figures = _figures_of(sheets, content, options, findings, recognising)
    _refuse_empty(sheets, figures, findings)
    findings.warnings.extend(unseen(figures))
    return _Upload(offered, before, content, options, sheets, figures, findings)


def _with_settings(content: Content, base_year: int | None) -> Content:
    """The content with the shipped settings where it has none (a release of before them), and the base year if asked."""
    rows = {row["naam"]: row for row in content.tables["settings"]}
    rows = {**later_settings(), **rows}
    if base_year is not None:
        rows["basisjaar"] = {**rows["basisjaar"], "waarde": str(base_year)}
    settings = in_grain_order(BY_NAME["settings"], list(map(dict, rows.values())))
    return Content({**content.tables, "settings": settings}, content.files)


def _draft(upload: _Upload, replacing: bool, progress: Progress) -> UploadDraft:
    """What was read upon the release, in one of the two ways."""
    content, figures, options = upload.content, upload.figures, replace(upload.options, replace=replacing)
    findings, base_year = deepcopy(upload.findings), int(settings_of(content)["basisjaar"])
    tables = merge(figures, content, base_year, options, findings)
    if not findings.sound:
        kind = Unsound if findings.problems else Unclear
        raise kind([*findings.problems.grouped(), *findings.questions.grouped()])
    progress(MERGED, "de cijfers zijn samengevoegd met de release in gebruik")
    if options.base_year is not None:
        tables.touched.add("settings")
    result = checked_content(tables, content, figures, [clean_name(file.name) for file in upload.offered])
    progress(CHECKED, "de regels zijn gecontroleerd")
    warn(tables, content, limits_of(settings_of(content)).change, findings.warnings)
    old = int(settings_of(upload.before)["basisjaar"])
    if old != base_year:
        findings.warnings.add(_another_base_year(old, base_year))
    filled = tuple(sheet for sheet in figures if sheet.places)
    words = {sheet.sheet.words for sheet in filled}
    passed = tuple(sheet.sheet for sheet in upload.sheets if sheet.sheet.words not in words)
    findings.warnings.extend(dropped(filled, passed))
    # Limits that a release lacks are no change by themselves.
    same = old == base_year and all(result.tables[name] == rows for name, rows in content.tables.items())
    return UploadDraft(
        upload.before if same else result,
        base_year,
        tuple(_handed_in(upload.offered, figures)),
        filled,
        unused_of(filled, passed),
        findings.warnings.grouped(),
        _beside(tables, base_year),
        frozenset(tables.absent),
        replacing,
    )


def _another_base_year(old: int, new: int) -> Problem:
    """What another base year means for the routes."""
    what = "elke maatregel telt daarna volledig mee, bovenop de cijfers van het nieuwe basisjaar"
    remedy = f"wat eenmalig is tot en met {new}, telt niet meer mee; aanvaard het als dat de bedoeling is."
    return Problem("aanlevering", "basisjaar", what, f"{old} wordt {new}", remedy)


def _refuse_empty(sheets: Sequence[RecognisedSheet], figures: Sequence[SheetFigures], findings: Findings) -> None:
    """A file of headings alone, or of empty cells; in a workbook one sheet with figures is enough."""
    rows = {sheet.sheet.file for sheet in figures if sheet.places}
    filled = {sheet.sheet.file for sheet in figures if any(figure is not None for figure in sheet.figures)}
    enough = filled if findings.sound else rows
    for sheet in sheets:
        file = sheet.sheet.file
        if sheet.sound and sheet.layout is not None and file not in enough:
            what = "geen enkel cijfer: elke cel is leeg" if file in rows else "alleen een kop, geen cijfers"
            findings.problems.add(sheet.sheet.problem(what, "", "vul de rijen eronder in.", sheet.layout.header))


def _handed_in(offered: Sequence[Offered], figures: Sequence[SheetFigures]) -> Iterator[HandedIn]:
    for file in offered:
        name = clean_name(file.name)
        rows = sum(len(sheet.places) for sheet in figures if sheet.sheet.file == name)
        yield HandedIn(name, file.sha256, len(file.raw), rows)


def _beside(tables: NextTables, base_year: int) -> tuple[int, ...]:
    return tuple(sorted({year for blocks in tables.blocks.values() for _, year in blocks if year > base_year}))


def _figures_of(
    sheets: Sequence[RecognisedSheet], content: Content, options: Options, findings: Findings, listener: ShareListener
) -> list[SheetFigures]:
    """The figures of every sheet; gemeenten that are handed in are known to all of them."""
    soorten = {row["kostensoort"]: (row["soort"], int(row["teken"])) for row in content.tables["cost_types"]}
    layouts = [(sheet.sheet, sheet.layout) for sheet in sheets if sheet.layout and sheet.layout.table != "gemeenten"]
    styles = {
        file: style_of([pair for pair in layouts if pair[0].file == file], findings)
        for file in dict.fromkeys(sheet.sheet.file for sheet in sheets)
    }
    figures, shares, named = list[SheetFigures](), shares_of(content), dict[str, str]()
    for first in (True, False):
        vocabulary = vocabulary_of(content, named)
        for sheet in sheets:
            if sheet.layout is None:
                continue
            style = options.numbers or styles[sheet.sheet.file]
            context = ReadingContext(sheet.sheet, sheet.layout, style, vocabulary, soorten, options, findings)
            if sheet.sound and (sheet.layout.table == "gemeenten") is first:
                own = within(listener, len(figures) / len(sheets), (len(figures) + 1) / len(sheets))
                figures.append(read_figures(context, sheet.how, shares, own))
            elif not sheet.sound and not first:
                examine(context)
        for part in figures if first else ():
            pairs = zip(part.columns["gemeente_code"], part.columns["gemeente"], strict=True)
            named |= {code: name for code, name in pairs if code and name}
    return figures
