"""Handed-in files upon the release in use → a draft of the next one, with everything that has to be seen first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lib.store import rules
from lib.store.check import read_model
from lib.store.content import Content, in_grain_order
from lib.store.intake.blocks import Given, Merged, merge
from lib.store.intake.files import Offered, clean_name, read_file
from lib.store.intake.layout import Layout, Vocabulary, best_header, layout_of
from lib.store.intake.limits import Limits, limits_of, refuse, too_much
from lib.store.intake.parts import Part, Rules, read_part
from lib.store.intake.personal import refuse_personal
from lib.store.intake.sheets import Sheet
from lib.store.intake.values import Findings, style_of
from lib.store.intake.warnings import warnings_of
from lib.store.intake.words import plain
from lib.store.problems import Problem, Unsound
from lib.store.publishing import HandedIn
from lib.store.rows import Rows, as_rows
from lib.store.tables import BY_NAME
from lib.text.parsing import Style

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Options:
    """How files are read: the notation of what can be read two ways, status and source of figures without their own,
    another base year, who hands in and when."""

    publisher: str
    today: date
    numbers: Style | None = None
    status: str | None = None
    source: str | None = None
    base_year: int | None = None


class Unclear(Unsound):
    """Numbers that can be read two ways and nothing else: the notation must be chosen."""


@dataclass(frozen=True)
class Draft:
    """`content` is what would be published; `warnings` must be accepted first; `beside` are the handed-in years
    after the base year, which stand beside the projection; `passed` the sheets that held no figures."""

    content: Content
    base_year: int
    files: tuple[HandedIn, ...]
    parts: tuple[Part, ...]
    passed: tuple[str, ...]
    warnings: tuple[Problem, ...]
    beside: tuple[int, ...]


def read_draft(
    offered: Sequence[Offered], content: Content, options: Options, progress: Progress = lambda share, words: None
) -> Draft:
    """Read and check all files together upon `content`, the release in use; nothing is written.

    Raises Unsound with every problem found, Unclear when only the notation of numbers is open.
    """
    content = _with_settings(content, options.base_year)
    limits = limits_of(_settings(content))
    files = [(one, *_read(one, limits, content)) for one in _not_too_many(offered, limits)]
    progress(0.3, "de bestanden zijn gelezen")
    findings = Findings()
    recognised = _recognised(files, _vocabulary(content), options.today, findings)
    parts = _parts(recognised, content, options, findings)
    progress(0.6, "de cijfers zijn herkend")
    if findings.problems or findings.questions:
        raise (Unsound if findings.problems else Unclear)([*findings.problems, *findings.questions])
    base_year = int(_settings(content)["basisjaar"])
    given = Given(options.status, options.source, options.publisher, options.today)
    merged = merge(parts, content, base_year, given)
    if merged.problems:
        raise Unsound(merged.problems)
    progress(0.75, "de cijfers zijn samengevoegd met de release in gebruik")
    result = _checked(merged, content, parts)
    progress(0.9, "de regels zijn gecontroleerd")
    warned = [*findings.warnings, *merged.warnings, *warnings_of(merged, content, limits.change)]
    years = sorted({year for blocks in merged.blocks.values() for _, year in blocks if year > base_year})
    rows = {one.name: 0 for one in offered}
    for part in parts:
        rows[part.sheet.file] = rows.get(part.sheet.file, 0) + len(part.places)
    handed = tuple(HandedIn(clean_name(o.name), o.sha256, len(o.raw), rows.get(clean_name(o.name), 0)) for o in offered)
    passed = tuple(sheet.words for sheet, layout, _ in recognised if layout is None)
    return Draft(result, base_year, handed, tuple(parts), passed, tuple(warned), tuple(years))


def _settings(content: Content) -> dict[str, str]:
    return {row["naam"]: row["waarde"] for row in content.tables["settings"]}


def _with_settings(content: Content, base_year: int | None) -> Content:
    """The content with the base year moved, if asked."""
    if base_year is None:
        return content
    rows = tuple(
        {**row, "waarde": str(base_year)} if row["naam"] == "basisjaar" else row for row in content.tables["settings"]
    )
    return Content({**content.tables, "settings": rows}, content.files)


def _not_too_many(offered: Sequence[Offered], limits: Limits) -> Sequence[Offered]:
    if not offered:
        raise refuse("aanlevering", "bestanden", "er is geen bestand", "", "kies één of meer bestanden.")
    if len(offered) > limits.files:
        raise too_much("aanlevering", "bestanden", len(offered), limits.files, "lever ze in delen aan.")
    names = [clean_name(one.name) for one in offered]
    for name in names:
        if names.count(name) > 1:
            raise refuse(name, "bestand", "twee bestanden met dezelfde naam", name, "geef ze elk een eigen naam.")
    return offered


def _read(offered: Offered, limits: Limits, content: Content) -> tuple[list[Sheet], str]:
    vocabulary = _vocabulary(content)
    return read_file(offered, limits, lambda rows: best_header(rows, vocabulary))


def _vocabulary(content: Content, parts: Sequence[Part] = ()) -> Vocabulary:
    """The words of the release, with the gemeenten that are handed in."""
    named = {row["gemeente_code"]: row["gemeente"] for row in content.tables["gemeenten"]}
    for part in parts:
        pairs = zip(part.columns["gemeente_code"], part.columns["gemeente"], strict=True)
        named |= {code: name for code, name in pairs if code and name}
    gemeenten: dict[str, str] = {}
    for code, name in named.items():
        gemeenten |= _spellings(code, name)
    kinds, werkvormen = content.tables["cost_types"], content.tables["werkvormen"]
    return Vocabulary(
        tuple(named.values()),
        gemeenten,
        {plain(word): row["werkvorm"] for row in werkvormen for word in (row["werkvorm"], row["label"])},
        {plain(word): row["kostensoort"] for row in kinds for word in (row["kostensoort"], row["label"])},
        {row["werkvorm"]: row["groep"] for row in werkvormen},
    )


def _spellings(code: str, name: str) -> dict[str, str]:
    """How a gemeente may be written: its code, the digits of it with and without noughts, its name."""
    digits = code.lstrip("GMgm")
    short = {digits: code, digits.lstrip("0"): code} if digits.isdigit() else {}
    return {plain(code): code, **short, plain(name): code, plain(f"gemeente {name}"): code}


Recognised = list[tuple[Sheet, Layout | None, str]]


def _recognised(
    files: Sequence[tuple[Offered, list[Sheet], str]], vocabulary: Vocabulary, today: date, findings: Findings
) -> Recognised:
    """Every sheet with its layout; a file about one person is refused before anything else is said."""
    problems: list[Problem] = []
    found = [(sheet, layout_of(sheet, vocabulary, problems), how) for _, sheets, how in files for sheet in sheets]
    refuse_personal([(sheet, layout) for sheet, layout, _ in found], today)
    for offered, sheets, _ in files:
        name = clean_name(offered.name)
        if not any(layout is not None for sheet, layout, _ in found if sheet.file == name):
            first = ", ".join(str(cell) for cell in (sheets[0].rows[0] if sheets else ()) if cell not in (None, ""))
            remedy = "zet één rij koppen boven de cijfers; een sjabloon is op te halen."
            problems.append(Problem(name, "bestand", "geen tabel met bekende koppen", first, remedy))
    if problems:
        raise Unsound(problems)
    findings.problems += [
        Problem(sheet.file, sheet.place(layout.header), "alleen een kop, geen cijfers", "", "vul de rijen eronder in.")
        for sheet, layout, _ in found
        if layout is not None and len(sheet.rows) == layout.header + 1
    ]
    return found


def _parts(recognised: Recognised, content: Content, options: Options, findings: Findings) -> list[Part]:
    soorten = {row["kostensoort"]: (row["soort"], int(row["teken"])) for row in content.tables["cost_types"]}
    styles = _styles(recognised, options, findings)
    parts: list[Part] = []
    vocabulary = _vocabulary(content)
    for first in (True, False):
        for sheet, layout, how in recognised:
            if layout is not None and (layout.table == "gemeenten") is first:
                known = Rules(vocabulary, soorten)
                parts.append(read_part(sheet, layout, how, styles[sheet.file], known, findings))
        vocabulary = _vocabulary(content, [part for part in parts if part.table == "gemeenten"])
    return parts


def _styles(recognised: Recognised, options: Options, findings: Findings) -> dict[str, Style | None]:
    """The notation of each file: the one chosen, else the one that its numbers show."""
    styles: dict[str, Style | None] = {}
    for file in dict.fromkeys(sheet.file for sheet, _, _ in recognised):
        columns = [
            (sheet, sorted(layout.values), layout.header + 1)
            for sheet, layout, _ in recognised
            if layout is not None and sheet.file == file and layout.table != "gemeenten"
        ]
        shown = style_of(columns, findings)
        styles[file] = options.numbers or shown
    return styles


def _checked(merged: Merged, content: Content, parts: Sequence[Part]) -> Content:
    """The content of the next release. Raises Unsound when the tables together, or the scenarios upon them, fail."""
    touched = {name for name, rows in merged.rows.items() if len(rows) != len(content.tables[name])}
    touched |= {part.table for part in parts}
    problems: list[Problem] = []
    tables = {
        name: in_grain_order(BY_NAME[name], list(rows.values())) if name in touched else content.tables[name]
        for name, rows in merged.rows.items()
    }
    rows = {name: as_rows(BY_NAME[name], found) for name, found in tables.items()}
    rules.check_tables(rows, problems)
    if not problems:
        read_model(rows, dict(content.files), problems)
    if problems:
        raise Unsound([_named(problem, parts, rows) for problem in problems])
    return Content(tables, content.files)


def _named(problem: Problem, parts: Sequence[Part], rows: Mapping[str, Rows]) -> Problem:
    """A problem in a table of the release is one of the files that touched it."""
    for name, table in rows.items():
        if problem.file == table.file:
            files = dict.fromkeys(part.sheet.file for part in parts if part.table == name)
            return replace(problem, file=", ".join(files)) if files else problem
    return problem


def summary(part: Part) -> dict[str, Any]:
    """What was read of a sheet, for people: see the page and the command line."""
    years = sorted({year for year in part.columns.get("jaar", ()) if year is not None})
    codes = {code for code in part.columns["gemeente_code"] if code is not None}
    return {
        "years": years,
        "gemeenten": len(codes),
        "figures": sum(v is not None for v in part.columns[part.layout.value]),
    }
