"""Handed-in files upon the release in use → a draft of the next one, with everything that has to be seen first."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date

from lib.store.content import Content
from lib.store.figures import settings_of
from lib.store.intake.blocks import Merged, lacking_provenance, merge
from lib.store.intake.files import Offered, clean_name
from lib.store.intake.findings import Findings
from lib.store.intake.gaps import Grain
from lib.store.intake.given import Given
from lib.store.intake.limits import limits_of
from lib.store.intake.outcome import checked
from lib.store.intake.parts import Part, examine, read_part
from lib.store.intake.recognise import Recognised, recognise, within
from lib.store.intake.release_limits import with_limits
from lib.store.intake.sheets import Sheet
from lib.store.intake.splitting import shares_of
from lib.store.intake.stated import Rules
from lib.store.intake.style import style_of
from lib.store.intake.unseen import unseen
from lib.store.intake.unused import Unused, dropped, unused_of
from lib.store.intake.values import member_of
from lib.store.intake.vocabulary import vocabulary_of
from lib.store.intake.warnings import warn
from lib.store.problems import Problem, Unsound
from lib.store.publishing import HandedIn
from lib.store.rows import Unreadable
from lib.text.parsing import Style

Progress = Callable[[float, str], None]
#: Which share of the work is done when all files are read, their figures recognised, and laid upon the release.
READ, KNOWN, MERGED, CHECKED = 0.3, 0.65, 0.8, 0.95


@dataclass(frozen=True)
class Options:
    """How files are read: the notation of what can be read two ways, another base year, who hands in and when; the
    rest as in Given, `gemeente` as it was written."""

    publisher: str
    today: date
    numbers: Style | None = None
    status: str | None = None
    source: str | None = None
    base_year: int | None = None
    thousand: bool = False
    negative_costs: bool = False
    gemeente: str | None = None
    jaar: int | None = None
    replace: bool = False


class Unclear(Unsound):
    """Numbers that can be read two ways and nothing else: the notation must be chosen."""


@dataclass(frozen=True)
class Draft:
    """`content` is what would be published; `warnings` must be accepted first; `beside` are the handed-in years
    after the base year, which stand beside the projection; `unused` what no figure comes
    from. `absent` are the
    cells (table, grain) of the handed-in blocks that the release has and the files leave out: with `replace` they go,
    else they stay."""

    content: Content
    base_year: int
    files: tuple[HandedIn, ...]
    parts: tuple[Part, ...]
    unused: tuple[Unused, ...]
    warnings: tuple[Problem, ...]
    beside: tuple[int, ...]
    absent: frozenset[tuple[str, Grain]] = frozenset()
    replace: bool = False


@dataclass(frozen=True)
class _Reading:
    """What the files say, read once: upon `content`, with the limits that `before`, the release, may lack."""

    offered: Sequence[Offered]
    before: Content
    content: Content
    options: Options
    given: Given
    found: Sequence[Recognised]
    parts: Sequence[Part]
    findings: Findings

    @property
    def base_year(self) -> int:
        return int(settings_of(self.content)["basisjaar"])


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
) -> Draft:
    """Read and check all files together upon `content`, the release in use; nothing is written.

    What the files leave out stays, or with `options.replace` the whole block goes. Raises Unsound with every problem
    found, Unclear when only the notation of numbers is open.
    """
    return _draft(_read(offered, content, options, progress), options.replace, progress)


@_not_collecting()
def read_both_ways(
    offered: Sequence[Offered], content: Content, options: Options, progress: Progress = lambda share, words: None
) -> tuple[Draft, Draft | Unsound | None]:
    """What the files do when what they leave out stays, and when whole blocks are replaced: a draft, why that cannot
    be, or None where both are the same. Raises as read_draft."""
    reading = _read(offered, content, options, progress)
    filling = _draft(reading, False, progress)
    if not filling.absent:
        return filling, None
    try:
        return filling, _draft(reading, True, progress)
    except Unsound as error:
        return filling, error


def _read(offered: Sequence[Offered], before: Content, options: Options, progress: Progress) -> _Reading:
    content, findings = with_limits(before, options.base_year), Findings()
    given = _given(options, content)
    read, known = (_telling(progress, *one) for one in ((0, READ, "gelezen"), (READ, KNOWN, "herkend")))
    limits = limits_of(settings_of(content))
    vocabulary = replace(vocabulary_of(content, {}), gemeente_given=given.gemeente is not None)
    found = recognise(offered, limits, vocabulary, given, findings, read)
    for one in found:
        if one.layout is not None and not one.sound:
            findings.problems.extend(lacking_provenance(one.sheet, one.layout, given))
    parts = _parts(found, content, options, given, findings, known)
    _refuse_empty(found, parts, findings)
    findings.warnings.extend(unseen(parts))
    return _Reading(offered, before, content, options, given, found, parts, findings)


def _draft(reading: _Reading, replacing: bool, progress: Progress) -> Draft:
    """What was read upon the release, in one of the two ways."""
    content, parts, base_year = reading.content, reading.parts, reading.base_year
    findings = deepcopy(reading.findings)
    merged = merge(parts, content, base_year, replace(reading.given, replace=replacing), findings)
    if findings.problems or findings.questions:
        kind = Unsound if findings.problems else Unclear
        raise kind([*findings.problems(), *findings.questions()])
    progress(MERGED, "de cijfers zijn samengevoegd met de release in gebruik")
    if reading.options.base_year is not None:
        merged.touched.add("settings")
    result = checked(merged, content, parts, [clean_name(one.name) for one in reading.offered])
    progress(CHECKED, "de regels zijn gecontroleerd")
    warn(merged, content, limits_of(settings_of(content)).change, findings.warnings)
    for one in _moved(reading.before, base_year):
        findings.warnings.add(one)
    filled, passed = tuple(part for part in parts if part.places), _passed(reading.found, parts)
    findings.warnings.extend(dropped(filled, passed))
    same = _says_the_same(result, content, reading.before, reading.options)
    return Draft(
        reading.before if same else result,
        base_year,
        tuple(_handed_in(reading.offered, parts)),
        filled,
        unused_of(filled, passed),
        findings.warnings(),
        _beside(merged, base_year),
        frozenset(merged.absent),
        replacing,
    )


def _given(options: Options, content: Content) -> Given:
    """What was given beside the files. Raises Unsound when the release does not know the gemeente."""
    code, vocabulary = None, vocabulary_of(content, {})
    if options.gemeente is not None:
        try:
            code = member_of(vocabulary.gemeenten, "gemeente", vocabulary.names)(options.gemeente)
        except Unreadable as error:
            place = "gemeente van cijfers zonder gemeente"
            raise Unsound([Problem("aanlevering", place, error.what, options.gemeente, error.remedy)]) from error
    return Given(
        options.status,
        options.source,
        options.publisher,
        options.today,
        options.thousand,
        options.negative_costs,
        code,
        options.jaar,
    )


def _moved(before: Content, base_year: int) -> Iterator[Problem]:
    """What another base year means for the routes."""
    old = int(settings_of(before)["basisjaar"])
    if old != base_year:
        what = "elke maatregel telt daarna volledig mee, bovenop de cijfers van het nieuwe basisjaar"
        remedy = f"wat eenmalig is tot en met {base_year}, telt niet meer mee; aanvaard het als dat de bedoeling is."
        yield Problem("aanlevering", "basisjaar", what, f"{old} wordt {base_year}", remedy)


def _refuse_empty(found: Sequence[Recognised], parts: Sequence[Part], findings: Findings) -> None:
    """A file of headings alone, or of empty cells; in a workbook one sheet with figures is enough."""
    rows = {part.sheet.file for part in parts if part.places}
    filled = {part.sheet.file for part in parts if any(value is not None for value in part.columns[part.layout.value])}
    sound = not (findings.problems or findings.questions)
    for one in found:
        if one.sound and one.layout is not None and one.sheet.file not in (filled if sound else rows):
            empty = one.sheet.file in rows
            what = "geen enkel cijfer: elke cel is leeg" if empty else "alleen een kop, geen cijfers"
            place, remedy = one.sheet.place(one.layout.header), "vul de rijen eronder in."
            findings.problems.add(Problem(one.sheet.file, place, what, "", remedy))


def _telling(progress: Progress, start: float, end: float, done: str) -> Callable[[float], None]:
    """Tells a share of one step as a share of all."""
    return lambda share: progress(start + (end - start) * share, f"de cijfers worden {done}")


def _says_the_same(result: Content, content: Content, before: Content, options: Options) -> bool:
    """Limits that a release lacks are no change by themselves."""
    if options.base_year not in (None, int(settings_of(before)["basisjaar"])):
        return False
    return all(result.tables[name] == rows for name, rows in content.tables.items())


def _passed(found: Sequence[Recognised], parts: Sequence[Part]) -> tuple[Sheet, ...]:
    """Sheets without figures."""
    filled = {part.sheet.words for part in parts if part.places}
    return tuple(one.sheet for one in found if one.sheet.words not in filled)


def _handed_in(offered: Sequence[Offered], parts: Sequence[Part]) -> list[HandedIn]:
    rows = {clean_name(one.name): 0 for one in offered}
    for part in parts:
        rows[part.sheet.file] += len(part.places)
    names = [clean_name(one.name) for one in offered]
    return [HandedIn(name, one.sha256, len(one.raw), rows[name]) for name, one in zip(names, offered, strict=True)]


def _beside(merged: Merged, base_year: int) -> tuple[int, ...]:
    return tuple(sorted({year for blocks in merged.blocks.values() for _, year in blocks if year > base_year}))


def _parts(
    found: Sequence[Recognised],
    content: Content,
    options: Options,
    given: Given,
    findings: Findings,
    read: Callable[[float], None],
) -> list[Part]:
    """The figures of every sheet; gemeenten that are handed in are known to all of them."""
    soorten = {row["kostensoort"]: (row["soort"], int(row["teken"])) for row in content.tables["cost_types"]}
    styles = {file: options.numbers or style for file, style in _styles(found, findings).items()}
    parts, shares = list[Part](), shares_of(content)
    rules = Rules(vocabulary_of(content, {}), soorten, given, shares)
    for first in (True, False):
        for one in found:
            if one.layout is not None and not one.sound and not first:
                examine(one.sheet, one.layout, styles[one.sheet.file], rules, findings)
            elif one.layout is not None and one.sound and (one.layout.table == "gemeenten") is first:
                style, tell = styles[one.sheet.file], within(read, len(parts), len(found))
                parts.append(read_part(one.sheet, one.layout, one.how, style, rules, findings, tell))
        named = {
            code: name for part in parts if part.table == "gemeenten" for code, name in _named(part) if code and name
        }
        rules = Rules(vocabulary_of(content, named), soorten, given, shares)
    return parts


def _named(part: Part) -> Iterator[tuple[str, str]]:
    return zip(part.columns["gemeente_code"], part.columns["gemeente"], strict=True)


def _styles(found: Sequence[Recognised], findings: Findings) -> dict[str, Style | None]:
    """The notation that the numbers of each file show."""
    styles: dict[str, Style | None] = {}
    for file in dict.fromkeys(one.sheet.file for one in found):
        columns = [
            (one.sheet, sorted(one.layout.values), one.layout.header + 1)
            for one in found
            if one.layout is not None and one.sheet.file == file and one.layout.table != "gemeenten"
        ]
        styles[file] = style_of(columns, findings)
    return styles
