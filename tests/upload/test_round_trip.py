"""What a release holds, handed in again as it stands, changes nothing."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from lib.tables.columns import BY_NAME
from lib.tables.content import Content
from lib.upload.draft import UploadDraft, read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered
from tests.upload.dataset import FILE_NAMES, VALUES, Dataset, Written, grids
from tests.upload.writing import as_csv

Row = Mapping[str, Any]
TABLES = (*FILE_NAMES, "gemeenten")


def drafted(content: Content, files: Mapping[str, bytes]) -> UploadDraft:
    options = Options("Control", date(2031, 1, 1))
    return read_draft([Offered(name, raw) for name, raw in files.items()], content, options)


def neutral(text: str) -> str:
    """As a download writes a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def texts(content: Content, table: str, comma: bool) -> list[list[str]]:
    """The table with its technical headings, every value as text."""

    def text(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            written = f"{value:.17f}"
            return written.replace(".", ",") if comma else written
        return neutral(str(value).replace(".", ",") if comma and not isinstance(value, str) else str(value))

    names = BY_NAME[table].names
    return [list(names), *([text(row[name]) for name in names] for row in content.tables[table])]


def delimited(content: Content, comma: bool) -> dict[str, bytes]:
    return {
        f"{table}.csv": as_csv(texts(content, table, comma), ";" if comma else ",", "utf-8-sig") for table in TABLES
    }


def workbook(content: Content, comma: bool) -> dict[str, bytes]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for table in TABLES:
            sheet = book.add_worksheet({**FILE_NAMES, "gemeenten": "Gemeenten"}[table])
            sheet.write_row(0, 0, BY_NAME[table].names)
            for i, row in enumerate(content.tables[table], 1):
                for j, name in enumerate(BY_NAME[table].names):
                    value = row[name]
                    if isinstance(value, date):
                        sheet.write_datetime(i, j, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(i, j, neutral(value))
                    elif value is not None:
                        sheet.write_number(i, j, value)
    return {"release.xlsx": out.getvalue()}


def parquet(content: Content, comma: bool) -> dict[str, bytes]:
    files = {}
    for table in TABLES:
        columns = {}
        for name in BY_NAME[table].names:
            values = [row[name] for row in content.tables[table]]
            mixed = any(isinstance(value, str) for value in values)
            columns[name] = pa.array([None if v is None else neutral(str(v)) for v in values] if mixed else values)
        out = io.BytesIO()
        pq.write_table(pa.table(columns), out)
        files[f"{table}.parquet"] = out.getvalue()
    return files


WAYS: tuple[Callable[[Content, bool], dict[str, bytes]], ...] = (delimited, workbook, parquet)


@pytest.mark.parametrize("comma", [True, False], ids=["komma", "punt"])
@pytest.mark.parametrize("way", WAYS)
def test_the_shipped_release(shipped: Content, way: Callable[..., dict[str, bytes]], comma: bool) -> None:
    draft = drafted(shipped, way(shipped, comma))
    assert draft.warnings == ()
    assert draft.content.tables == shipped.tables
    assert draft.content.hash == shipped.hash


@pytest.fixture(scope="module")
def generated(shipped: Content, data: Dataset) -> Content:
    """A release that was handed in itself: cents, PM, sources in words, notes that begin as a formula does."""
    grid = {table: grids(data, table, Written())[None] for table in data.facts}
    notes = ("=1+1", "-5 % t.o.v. 2019", "@home", "+31", "'=", "", "gewoon", "“aan; hal”, en", "1.500")
    files = {}
    for table, rows in grid.items():
        head, *body = ([str(cell) if cell is not None else "" for cell in row] for row in rows)
        noted = [[*row, neutral(notes[i % len(notes)]), "2020-02-29"] for i, row in enumerate(body)]
        files[f"{table}.csv"] = as_csv([[*head, "toelichting", "kennisdatum"], *noted], "\t")
    return drafted(shipped, files).content


@pytest.mark.parametrize("comma", [True, False], ids=["komma", "punt"])
@pytest.mark.parametrize("way", WAYS)
def test_a_generated_release(generated: Content, way: Callable[..., dict[str, bytes]], comma: bool) -> None:
    draft = drafted(generated, way(generated, comma))
    assert draft.content.tables == generated.tables
    assert draft.content.hash == generated.hash


def test_notes_that_begin_as_a_formula_are_kept(generated: Content) -> None:
    notes = {row["toelichting"] for row in generated.tables["costs"]}
    assert {"=1+1", "-5 % t.o.v. 2019", "@home", "+31", None} <= notes


@pytest.mark.parametrize("table", TABLES)
def test_one_changed_figure_is_seen(shipped: Content, table: str) -> None:
    rows = texts(shipped, table, False)
    at = rows[0].index({**VALUES, "gemeenten": "gemeente"}[table])
    if table == "allocation_keys":
        rows[1][at], rows[2][at] = rows[2][at], rows[1][at]
    else:
        rows[1][at] += "1"
    assert drafted(shipped, {f"{table}.csv": as_csv(rows, ",")}).content.hash != shipped.hash
