"""The same figures in every way that people write them: each gives the same release, to the cent."""

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from lib.tables.content import Content
from lib.text.parsing import Style
from lib.upload.draft import Unclear, UploadDraft, read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered
from tests.tiers import first
from tests.upload.dataset import FILE_NAMES, GRAINS, HEADINGS, PM, Cell, Dataset, Grid, Written, expected, grids, held
from tests.upload.writing import ENCODINGS, NUMBERS, SEPARATORS, Dressing, as_csv, as_parquet, as_texts, as_workbook

ACROSS: tuple[tuple[str, ...], ...] = (
    (),
    ("jaar",),
    ("kostensoort",),
    ("werkvorm",),
    ("jaar", "kostensoort"),
    ("werkvorm", "kostensoort"),
)
#: A file is written in one of so many of the notations.
TURNS = 4
WORDS = tuple(itertools.product((True, False), (True, False), (True, False)))


def drafted(content: Content, files: dict[str, bytes], numbers: Style | None = None) -> UploadDraft:
    options = Options("Afdeling Control", date(2024, 1, 1), numbers)
    return read_draft([Offered(name, raw) for name, raw in files.items()], content, options)


def told_or_asked(content: Content, files: dict[str, bytes], numbers: Style) -> UploadDraft:
    """Costs show their notation by their cents; whole thousands in a file of their own may have to be asked about."""
    try:
        return drafted(content, files)
    except Unclear as asked:
        assert not any(problem.file.startswith(FILE_NAMES["costs"]) for problem in asked.problems)
        return drafted(content, files, numbers)


def check(draft: UploadDraft, data: Dataset, shipped: Content) -> None:
    found, wanted = held(draft.content), expected(data, shipped)
    for table in GRAINS:
        assert found[table] == wanted[table], table


def with_totals(grid: Grid, table: str, way: Written) -> Grid:
    """A total at the right of every row and below every column, where they add up to something."""
    headers = next(i for i, row in enumerate(grid) if "status" in row or "STATUS" in row)
    if way.turned or table == "allocation_keys":
        return grid
    body = grid[headers + 1 :]
    at = [
        j for j, heading in enumerate(grid[headers]) if all(not isinstance(row[j], str) or row[j] == PM for row in body)
    ]
    at = [j for j in at if grid[headers][j] not in ("jaar", HEADINGS["jaar"])]
    right = bool(way.across) and table != "headcounts"
    result = [[*row, None] for row in grid[:headers]] + [[*grid[headers], "Totaal" if right else None]]
    result += [[*row, _sum([row[j] for j in at]) if right else None] for row in body]
    bottom: list[Cell] = [_sum([row[j] for row in body]) if j in at else None for j in range(len(grid[0]))]
    bottom[0] = "Totaal"
    return [*result, [*bottom, _sum([row[-1] for row in result[headers + 1 :]]) if right else None]]


def _sum(cells: Sequence[Cell]) -> Decimal:
    return sum((Decimal(cell) for cell in cells if isinstance(cell, int | Decimal)), Decimal())


@pytest.mark.parametrize("across", ACROSS, ids="×".join)
@pytest.mark.parametrize("separator", first(SEPARATORS), ids=("puntkomma", "komma", "tab"))
@pytest.mark.parametrize("encoding", first(ENCODINGS))
def test_csv(shipped: Content, data: Dataset, across: tuple[str, ...], separator: str, encoding: str) -> None:
    """Notations of numbers, headings, names and the order of columns take turns, so that each meets each."""
    turn = ACROSS.index(across) + SEPARATORS.index(separator) + ENCODINGS.index(encoding)
    for i, (look, (numbers, figures)) in enumerate(NUMBERS.items()):
        if i % TURNS != turn % TURNS:
            continue
        technical, names, turned = WORDS[(turn + i) % len(WORDS)]
        way = Written(across, technical, names, turned)
        files = {}
        for table in data.facts:
            rows = as_texts(grids(data, table, way)[None], figures)
            try:
                files[f"{FILE_NAMES[table]}.csv"] = as_csv(rows, separator, encoding)
            except UnicodeEncodeError:
                assert encoding == "cp1252" and look in ("1_234,56 (narrow)", "1_234,56 (thin)")
                break
        else:
            check(told_or_asked(shipped, files, numbers), data, shipped)


@pytest.mark.parametrize("across", ACROSS, ids="×".join)
@pytest.mark.parametrize("per_sheet", [False, True], ids=["alles", "blad per jaar"])
@pytest.mark.parametrize("look", first([None, *NUMBERS], 3), ids=lambda look: look or "getallen")
def test_workbook(shipped: Content, data: Dataset, across: tuple[str, ...], per_sheet: bool, look: str | None) -> None:
    """Numbers as numbers, as formulas with their value, and as text; with what people put around a table."""
    numbers, figures = NUMBERS[look] if look else ("nl", None)
    turn = ACROSS.index(across) + (list(NUMBERS).index(look) if look else 0)
    technical, names, turned = WORDS[turn % len(WORDS)]
    way = Written(() if per_sheet and "jaar" in across else across, technical, names, turned, per_sheet)
    sheets: dict[str, Grid] = {}
    for table in data.facts:
        for name, grid in grids(data, table, way).items():
            sheets[name or FILE_NAMES[table]] = with_totals(grid, table, way) if turn % 2 else grid
    dressing = Dressing(turn % 3 == 0, turn % 5 < 3, not turned, turn % 2 == 0, figures)
    check(told_or_asked(shipped, {"opgave.xlsx": as_workbook(sheets, dressing)}, numbers), data, shipped)


@pytest.mark.parametrize("across", ACROSS, ids="×".join)
@pytest.mark.parametrize("kind", first(["text", "floats", "decimals"]))
@pytest.mark.parametrize("words", WORDS, ids=str)
def test_parquet(
    shipped: Content, data: Dataset, across: tuple[str, ...], kind: str, words: tuple[bool, bool, bool]
) -> None:
    """One row of headings: two levels are for sheets."""
    way = Written(across[:1], *words)
    files = {f"{FILE_NAMES[table]}.parquet": as_parquet(grids(data, table, way)[None], kind) for table in data.facts}
    check(drafted(shipped, files), data, shipped)
