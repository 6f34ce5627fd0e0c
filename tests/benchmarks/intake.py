"""Reading and checking what is handed in, against DuckDB's own reader."""

import io
import tempfile
import tracemalloc
from collections import defaultdict
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from lib.store.migration import schema
from lib.tables.check import check_folder
from lib.tables.columns import BY_NAME
from lib.tables.content import SHIPPED, Content, in_grain_order
from lib.tables.figures import settings_of
from lib.upload.draft import read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.apart import _Readers, read_apart
from lib.upload.reading.files import Offered, read_file
from lib.upload.reading.sheets import limits_of
from tests.benchmarks.timing import seconds

INSERT = """
INSERT INTO costs
SELECT 'meting', gemeente_code, jaar, werkvorm, kostensoort, bedrag_eur, status, bron, DATE '2024-01-01', NULL
FROM read_csv(?, delim = ';', header = true, decimal_separator = ',', types = {'bedrag_eur': 'DECIMAL(18, 2)'})
"""


def many_figures(content: Content, count: int, years: int) -> tuple[Content, bytes]:
    """A release of `count` gemeenten, its scenarios without names of them, and a CSV of all their costs in many years."""
    real = [row["gemeente_code"] for row in content.tables["gemeenten"]]
    codes = [*real, *(f"GX{i:04d}" for i in range(count - len(real)))]
    tables = dict(content.tables)
    for name in ("headcounts", "costs", "population", "gemeenten"):
        rows = defaultdict(list)
        for row in content.tables[name]:
            rows[row["gemeente_code"]].append(row)
        tables[name] = in_grain_order(
            BY_NAME[name],
            [{**row, "gemeente_code": code} for i, code in enumerate(codes) for row in rows[real[i % len(real)]]],
        )
    tables["gemeenten"] = tuple({**row, "gemeente": f"Plaats {i}"} for i, row in enumerate(tables["gemeenten"]))
    keys = {row["sleutel"]: row for row in content.tables["allocation_keys"]}.values()
    tables["allocation_keys"] = in_grain_order(
        BY_NAME["allocation_keys"],
        [{**row, "gemeente_code": code, "aandeel": 1 / count} for row in keys for code in codes],
    )
    random = np.random.default_rng(1)
    cells = [
        (row["werkvorm"], row["kostensoort"]) for row in content.tables["costs"] if row["gemeente_code"] == real[0]
    ]
    lines = ["gemeente_code;jaar;werkvorm;kostensoort;bedrag_eur;status;bron"]
    for code in codes:
        for year in range(2020, 2020 + years):
            for werkvorm, kind in cells:
                cents = int(random.integers(10**8))
                lines.append(f"{code};{year};{werkvorm};{kind};{cents // 100},{cents % 100:02d};begroting;Begroting")
    return Content(tables, content.files), "\r\n".join(lines).encode()


def handing_in() -> None:
    """Reading and checking a large file, against DuckDB's own read_csv and insert of the same file."""
    content, raw = many_figures(check_folder(SHIPPED), 342, 10)
    options = Options("Meting", date(2024, 1, 1))

    def ours() -> None:
        read_draft([Offered("kosten.csv", raw)], content, options)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kosten.csv"
        file.write_bytes(raw)

        def theirs() -> None:
            database = Path(folder) / "meting.duckdb"
            database.unlink(missing_ok=True)
            with duckdb.connect(str(database)) as connection:
                connection.execute(schema())
                connection.execute(INSERT, [str(file)])
                connection.execute("CHECKPOINT")

        a, b = seconds(ours, 3), seconds(theirs, 3)
    tracemalloc.start()
    ours()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    rows = raw.count(b"\n")
    print(
        f"{rows} rijen ({len(raw) / 1e6:.0f} MB) lezen en controleren: {a:.1f} s, DuckDB {b:.1f} s: {a / b:.1f} × "
        f"(doel ≤ 3); geheugen hooguit {peak / 1e6:.0f} MB"
    )


def apart() -> None:
    """Honest files read by the process for files of others, warm, beside reading them here; and its cold start."""
    content, raw = many_figures(check_folder(SHIPPED), 342, 3)
    limits = limits_of(settings_of(content))
    for offered in (
        Offered("kosten.csv", raw),
        Offered("kosten.xlsx", _workbook(raw)),
        Offered("k.parquet", _table(raw)),
    ):
        asked = (offered, limits, lambda rows: max(map(len, rows)), lambda share: None)
        here, there = (seconds(partial(read, *asked), 5) for read in (read_file, read_apart))
        print(
            f"{offered.name}, {len(offered.raw) / 1e6:.1f} MB, lezen in een eigen proces {there * 1000:.0f} ms, hier "
            f"{here * 1000:.0f} ms: {there / here:.2f} × (doel ≤ 1,1 × en 20 ms: {(1.1 * here + 0.02) * 1000:.0f} ms)"
        )
    small = (Offered("k.csv", raw[:1000]), *asked[1:])
    warm = seconds(lambda: read_apart(*small), 5)

    def cold() -> None:
        readers = _Readers()
        readers.read(*small)
        readers.end()

    print(f"een klein bestand: {warm * 1000:.0f} ms warm, {seconds(cold, 5) * 1000:.0f} ms met een nieuw proces")


def _rows(raw: bytes) -> list[list[str]]:
    return [line.split(";") for line in raw.decode().split("\r\n")]


def _workbook(raw: bytes) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Kosten")
        for i, row in enumerate(_rows(raw)):
            figures = row if i == 0 else [*row[:1], int(row[1]), *row[2:4], float(row[4].replace(",", ".")), *row[5:]]
            sheet.write_row(i, 0, figures)
    return out.getvalue()


def _table(raw: bytes) -> bytes:
    header, *body = _rows(raw)
    out = io.BytesIO()
    pq.write_table(pa.table({name: [row[i] for row in body] for i, name in enumerate(header)}), out, compression="none")
    return out.getvalue()
