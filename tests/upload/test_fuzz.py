"""Mutated files, always the same ones: refused in words, or read as a strict reading of the test's own reads them."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from lib.tables.content import Content
from lib.tables.rows import Unsound
from lib.upload.draft import UploadDraft, read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered
from tests.upload.dataset import GRAINS, VALUES, Dataset, Grid, Written, grids
from tests.upload.strict_reading import Refused, Words, strictly, words_of
from tests.upload.writing import NUMBERS, as_csv, as_texts

#: Files per kind; with the kinds below more than ten thousand together.
FILES = 400
#: A year before the base year, so that nothing is filled in.
YEAR = 2019
ODD = (
    *(
        "",
        " ",
        "-",
        "–",
        "PM",
        "pm",
        "p.m.",
        "€",
        "€ 5",
        "5 eur",
        "€ 1.234,56",
        "(12)",
        "-3",
        "+7",
        "--1",
        "1.500",
        "1,500",
    ),
    *(
        "1.234.567",
        "1,234,567.89",
        "12,5",
        "12.5",
        "0,005",
        "12,345",
        "1 234",
        "1\u00a0234,5",
        "1\u202f234",
        "01",
        "1e3",
    ),
    *(
        "NaN",
        "inf",
        "1e400",
        "9" * 30,
        "٣",
        "５",
        "²",
        "1_000",
        "0x10",
        "=1+1",
        "'=1+1",
        "@x",
        "5 %",
        "12a",
        "\u200b5",
        "5\u200b",
    ),
    *("2019", "2020", "2021", "20199", "1997", "2101", "2019,0", "jaar 2019", "2019-01-01", "01-02-2019", "45000"),
    *("Totaal", "totaal Almelo", "Som", "Subtotaal beschut", "Totaal generaal", "voorbeeld", "Voorbeeld", "alle"),
    *(
        "Almelo",
        "almelo ",
        "GM0141",
        "gm0141",
        "0141",
        "141",
        "Gemeente Wierden",
        "Wierden",
        "GM9999",
        "Almeloo",
        "141,0",
    ),
    *(
        "beschut",
        "Beschut werk",
        "BESCHUT",
        "groen",
        "kader",
        "beschud",
        "Begeleiding en leiding",
        "overhead",
        "wsw",
        "staf",
    ),
    *(
        "nieuw_beschut",
        "begroting",
        "Realisatie",
        "raming",
        "bericht",
        "x",
        "bron met ; erin",
        "zin met drie woorden",
        "a\nb",
        '"',
        "'",
    ),
    *(
        "gemeente_code",
        "jaar",
        "werkvorm",
        "kostensoort",
        "bedrag_eur",
        "personen",
        "Totaal",
        "Bedrag x € 1.000",
        "naam",
        "bsn",
    ),
    *(
        "111222333",
        "a@b.nl",
        "12-03-1970",
        "True",
        "None",
        "null",
        "#N/A",
        "#DIV/0!",
        "\x00",
        "\x1b",
        "\ufeff",
        "\u202e",
    ),
)
Mutate = Callable[[np.random.Generator, Grid], None]
Render = Callable[[Grid], bytes]


def pick(random: np.random.Generator, some: Any) -> Any:
    return some[int(random.integers(len(some)))]


def odd(random: np.random.Generator) -> Any:
    number = random.integers(0, 12)
    if number == 0:
        return int(random.integers(-5, 3000))
    if number == 1:
        return Decimal(int(random.integers(-500, 10**8))) / 100
    return pick(random, ODD)


def change_cell(random: np.random.Generator, grid: Grid) -> None:
    row = pick(random, grid)
    if row:
        row[int(random.integers(len(row)))] = odd(random)


def swap_cells(random: np.random.Generator, grid: Grid) -> None:
    one, two = pick(random, grid), pick(random, grid)
    if one and two:
        i, j = int(random.integers(len(one))), int(random.integers(len(two)))
        one[i], two[j] = two[j], one[i]


def drop_row(random: np.random.Generator, grid: Grid) -> None:
    del grid[int(random.integers(len(grid)))]


def repeat_row(random: np.random.Generator, grid: Grid) -> None:
    grid.insert(int(random.integers(len(grid) + 1)), list(pick(random, grid)))


def blank_row(random: np.random.Generator, grid: Grid) -> None:
    grid.insert(int(random.integers(len(grid) + 1)), [None] * len(grid[0]))


def lone_cell(random: np.random.Generator, grid: Grid) -> None:
    row: list[Any] = [None] * len(grid[0])
    row[int(random.integers(len(row)))] = odd(random)
    grid.insert(int(random.integers(len(grid) + 1)), row)


def swap_columns(random: np.random.Generator, grid: Grid) -> None:
    i, j = (int(random.integers(len(grid[0]))) for _ in range(2))
    for row in grid:
        if max(i, j) < len(row):
            row[i], row[j] = row[j], row[i]


def extra_column(random: np.random.Generator, grid: Grid) -> None:
    at = int(random.integers(len(grid[0]) + 1))
    for row in grid:
        row.insert(at, odd(random) if random.random() < 0.2 else None)


def drop_column(random: np.random.Generator, grid: Grid) -> None:
    at = int(random.integers(len(grid[0])))
    for row in grid:
        if at < len(row):
            del row[at]


def name_unit(random: np.random.Generator, grid: Grid) -> None:
    """A unit above the table, below it, beside it, or in a text of it."""
    said = pick(random, UNITS)
    if random.random() < 0.3:
        change = pick(random, grid)
        if change:
            change[-1] = said
        return
    row: list[Any] = [None] * len(grid[0])
    if row:
        row[int(random.integers(len(row)))] = said
        grid.insert(pick(random, (0, len(grid))), row)


def name_year(random: np.random.Generator, grid: Grid) -> None:
    """Years as programs and people write them, in the place of another."""
    row = pick(random, grid)
    years = [j for j, cell in enumerate(row) if cell == YEAR]
    if years:
        row[pick(random, years)] = pick(random, YEARS)


UNITS = (
    *("Bedragen x € 1.000", "in EUR 1.000", "x 1000", "(in T€)", "T€", "in dzd. euro", "Bedragen in mln", "in duizenden", "bedragen × 1.000"),
    *("in arbeidsjaren", "aantallen in fte", "in SE", "in hele euro’s", "Begroting 2019", "12 x 3.000", "Soweco", "tekort 2,5 mln"),
)  # fmt: skip
YEARS = ("2019.0", "2019*", "'19", "2019JJ00", "2019-01-01", "1-1-2019", "31-12-2019", "Begroting 2019", "2019/2020", "19", "jaar 2019", "Rekening 2019")  # fmt: skip
MUTATIONS: tuple[Mutate, ...] = (
    *[change_cell] * 10, *[swap_cells] * 3, drop_row, repeat_row, blank_row, lone_cell, swap_columns, extra_column, drop_column, name_unit, name_unit, name_year, name_year,
)  # fmt: skip


def change_bytes(random: np.random.Generator, raw: bytes) -> bytes:
    found = bytearray(raw)
    for _ in range(int(random.integers(1, 4))):
        at, kind = int(random.integers(len(found))), random.integers(0, 6)
        if kind == 0:
            found[at] = int(random.integers(256))
        elif kind == 1:
            found[at:at] = str(pick(random, ODD)).encode()
        elif kind == 2:
            del found[at : at + int(random.integers(1, 30))]
        elif kind == 3:
            found[at : at + 1] = pick(
                random, (b";", b",", b".", b"\t", b'"', b"\r", b"\n", b"0", b"1", b"-", b" ", b"\xa0", b"\xe9")
            )
        elif kind == 4:
            found[at:at] = found[at : at + int(random.integers(1, 200))]
        else:
            found[at] ^= 1 << int(random.integers(8))
        if not found:
            return b""
    return bytes(found)


def workbook(grid: Grid) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Kosten")
        for i, row in enumerate(grid):
            for j, cell in enumerate(row):
                if isinstance(cell, int | Decimal):
                    sheet.write_number(i, j, float(cell))
                elif cell is not None and cell != "":
                    sheet.write_string(i, j, str(cell))
    return out.getvalue()


def odd_workbook(grid: Grid) -> bytes:
    """A workbook with what is not seen at once: merged amounts, formulas without a value, hidden rows and sheets, a wrong
    dimension. What it gets follows from its size and its first cell."""
    out, turn = io.BytesIO(), len(str(grid)) % 6
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Kosten")
        figures = [
            (i, j)
            for i, row in enumerate(grid)
            for j, cell in enumerate(row)
            if j and isinstance(cell, Decimal | int) and cell != YEAR
        ]
        for i, row in enumerate(grid):
            for j, cell in enumerate(row):
                if isinstance(cell, int | Decimal):
                    sheet.write_number(i, j, float(cell))
                elif cell is not None and cell != "":
                    sheet.write_string(i, j, str(cell))
        if figures and turn < 3:
            i, j = figures[len(str(grid)) % len(figures)]
            if turn == 0:
                sheet.merge_range(i, j, i + 1, j, float(grid[i][j] or 0))
            else:
                sheet.write_formula(i, j, "=1+1", None, 2 if turn == 1 else 0)
        if turn == 3:
            sheet.set_row(len(grid) - 1, None, None, {"hidden": True})
        if turn == 4:
            book.add_worksheet("Oud").hide()
    return _with_dimension(out.getvalue()) if turn in (2, 5) else out.getvalue()


def _with_dimension(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', old.read(name)))
    return out.getvalue()


def parquet(grid: Grid) -> bytes:
    head, *body = grid
    columns = []
    for j in range(len(head)):
        cells = [row[j] if j < len(row) else None for row in body]
        texts = any(isinstance(cell, str) for cell in cells)
        if texts:
            columns.append(pa.array([None if cell is None else str(cell) for cell in cells], pa.string()))
        elif all(isinstance(cell, int | None) for cell in cells):
            columns.append(pa.array(cells, pa.int64()))
        else:
            columns.append(pa.array([None if cell is None else float(str(cell)) for cell in cells], pa.float64()))
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, names=[str(cell) for cell in head]), out)
    return out.getvalue()


def delimited(look: str, separator: str, encoding: str) -> Render:
    def render(grid: Grid) -> bytes:
        rows = [["" if cell is None else cell for cell in row] for row in as_texts(grid, NUMBERS[look][1])]
        out = as_csv(rows, separator, "utf-8")
        return out.decode().encode(encoding, "replace")

    return render


KINDS: dict[str, tuple[str, tuple[str, ...], str, Render]] = {
    "csv nl": ("costs", (), ".csv", delimited("1.234,56", ";", "utf-8")),
    "csv en": ("costs", (), ".csv", delimited("1,234.56", ",", "utf-8-sig")),
    "csv persons": ("headcounts", (), ".csv", delimited("1234,56", "\t", "cp1252")),
    "csv across": ("costs", ("kostensoort",), ".csv", delimited("1 234,56", ";", "cp1252")),
    "csv years": ("headcounts", ("jaar",), ".csv", delimited("1234,56", ";", "utf-8")),
    "xlsx": ("costs", (), ".xlsx", workbook),
    "xlsx across": ("costs", ("kostensoort",), ".xlsx", workbook),
    "parquet": ("costs", (), ".parquet", parquet),
    "xlsx unseen": ("costs", (), ".xlsx", odd_workbook),
    "csv years costs": ("costs", ("jaar",), ".csv", delimited("1.234,56", ";", "utf-8")),
}


@pytest.fixture(scope="module")
def words(shipped: Content) -> Words:
    return words_of(shipped)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files(shipped: Content, data: Dataset, words: Words, kind: str) -> None:
    table, across, suffix, render = KINDS[kind]
    facts = {
        tuple(YEAR if part == 2020 else part for part in grain): figure
        for grain, figure in data.facts[table].items()
        if grain[0] in ("GM0141", "GM1700") and grain[1] == 2020
    }
    small = Dataset({table: facts}, data.names, data.labels)
    random = np.random.default_rng(list(KINDS).index(kind))
    told: Counter[str] = Counter()
    for number in range(FILES):
        grid = [list(row) for row in grids(small, table, Written(across))[None]]
        if number % 3:
            for _ in range(int(random.integers(1, 4))):
                pick(random, MUTATIONS)(random, grid)
                grid = grid or [[None]]
        raw = render(grid)
        if not number % 3:
            raw = change_bytes(random, raw)
        told[outcome(shipped, words, table, f"opgave{suffix}", raw, f"{kind} {number}")] += 1
    assert told["read"] > FILES / 50 and told["refused"] > FILES / 10, told


def outcome(shipped: Content, words: Words, table: str, name: str, raw: bytes, which: str) -> str:
    """Raises when the file is read otherwise than strictly."""
    try:
        options = Options("Control", date(2024, 1, 1), replace=len(raw) % 2 == 1)
        draft = read_draft([Offered(name, raw)], shipped, options)
    except Unsound as refused:
        assert refused.problems
        return "refused"
    try:
        wanted = strictly(name, raw, words)
    except Refused as error:
        raise AssertionError(f"{which} is read, but {error}") from error
    compare(draft, shipped, table, wanted, which)
    return "read"


def compare(draft: UploadDraft, shipped: Content, table: str, wanted: dict[tuple[Any, ...], Any], which: str) -> None:
    """The table is the release's, with what the file says; of its blocks the rest is as it was, or gone when the blocks
    are replaced."""
    names, value = GRAINS[table], VALUES[table]
    found = {tuple(row[name] for name in names): row for row in draft.content.tables[table]}
    before = {tuple(row[name] for name in names): row for row in shipped.tables[table]}
    blocks = {grain[:2] for grain, figure in wanted.items() if figure is not None}
    for grain, figure in wanted.items():
        if figure is not None:
            held = found.pop(grain, None)
            assert held is not None and held[value] == figure, (which, grain, held, figure)
    for grain, row in found.items():
        if grain[:2] in blocks and draft.replace:
            assert (row["toelichting"] or "").startswith("Niet aangeleverd"), (which, grain, row)
        elif grain[:2] in blocks:
            assert row == before[grain], (which, grain, row)
    untouched = {grain: row for grain, row in before.items() if grain[:2] not in {grain[:2] for grain in wanted}}
    assert {grain: row for grain, row in found.items() if grain in untouched} == untouched, which
    for other in set(draft.content.tables) - {table, "sources"}:
        assert draft.content.tables[other] == shipped.tables[other], (which, other)
