"""The files of an export: the same in CSV and Parquet, safe to open, and never half there or over other files."""

import csv
import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.render.export import SCHEMAS, CannotExport, export_tables, write_folder
from lib.render.table_files import DUTCH, PLAIN, Cell, Notation, csv_file
from lib.text.formulas import original
from tests.render.exporting import HOME, A, B, exported
from tests.render.reference import rows_of


@pytest.mark.parametrize("name", SCHEMAS)
def test_parquet_holds_what_csv_holds(both: Path, database: Path, tmp_path: Path, name: str) -> None:
    folder = exported(database, tmp_path / "parquet", A, B, kind="parquet")
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{table}.parquet" for table in SCHEMAS)
    table = pq.read_table(folder / f"{name}.parquet")
    assert table.schema.equals(SCHEMAS[name])
    rows = rows_of(both / f"{name}.csv")
    assert table.num_rows == len(rows)
    for field in table.schema:
        values = table[field.name].to_pylist()
        convert = {pa.string(): str, pa.int64(): int, pa.float64(): float}[field.type]
        assert values == [convert(row[field.name]) if row[field.name] else None for row in rows]


def test_csv_is_plain_technical_notation(both: Path) -> None:
    for name, schema in SCHEMAS.items():
        raw = (both / f"{name}.csv").read_bytes()
        assert raw.startswith(",".join(schema.names).encode() + b"\n")
        assert b"\r" not in raw and raw.endswith(b"\n") and not raw.startswith(b"\xef\xbb\xbf")
        for row in rows_of(both / f"{name}.csv"):
            for field in schema:
                if field.type == pa.float64() and row[field.name]:
                    assert re.fullmatch(r"-?\d+\.\d+", row[field.name])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((sign + "1+1", "'" + sign + "1+1") for sign in ("=", "+", "-", "@", "\t")),
        *((sign + "1+1", f'"\'{sign}1+1"') for sign in "\r\n"),
        ("'=1", "''=1"),
        ("'s", "'s"),
        ("Rijssen-Holten", "Rijssen-Holten"),
        ("", ""),
        (None, ""),
        (-1234.5, "-1234.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1.25e-7, "0.000000125"),
        (3e22, "30000000000000000000000"),
        (2021, "2021"),
    ],
)
def test_one_cell(value: Cell, text: str) -> None:
    assert PLAIN.row([value, "b"]) == f"{text},b\n"


def test_names_that_look_like_formulas(strange: Path) -> None:
    rows = rows_of(strange / "costs.csv")
    assert {row["gemeente"] for row in rows if row["gemeente_code"] == "GM0141"} == {"'=Almelo, stad"}
    assert "'+Buitendienst =Almelo, stad" in {row["uitvoerder"] for row in rows}
    for name, schema in SCHEMAS.items():
        texts = [field.name for field in schema if field.type == pa.string()]
        for row in rows_of(strange / f"{name}.csv"):
            assert not any(row[column].startswith(("=", "+", "-", "@")) for column in texts)


@pytest.mark.parametrize("notation", [PLAIN, DUTCH])
@given(st.lists(st.lists(st.text(st.sampled_from("'=+-@\t\r\nab,;\" ’"), max_size=6), min_size=2, max_size=2)))
@example([["a,b", 'zeg "ja"'], ["twee\nregels", "wagen\rterug"], ["spatie ", "’"], ["'=a", "\n=a"], ["", "'a'=b"]])
def test_any_text_reads_back(notation: Notation, rows: list[list[str]]) -> None:
    text = csv_file(["a", "b"], rows, notation).decode("utf-8").removeprefix(notation.begin)
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=notation.separator, strict=True))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in read for cell in row)
    assert [[original(cell) for cell in row] for row in read] == [["a", "b"], *rows]


def test_a_row_that_holds_nothing_is_no_empty_line() -> None:
    assert csv_file(["a"], [[""], [None]], PLAIN) == b'a\n""\n""\n'


@pytest.fixture(scope="session")
def tables(release: Release) -> dict[str, pa.Table]:
    return export_tables(release, compare_view(release, default_view(release)))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_earlier_export_or_an_empty_folder_is_replaced(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    target = tmp_path / "in" / "map"
    write_folder(tables, "csv", target)
    first = contents(target)
    write_folder(tables, "parquet", target)
    assert sorted(contents(target)) == sorted(f"{name}.parquet" for name in SCHEMAS)
    write_folder(tables, "csv", target)
    assert contents(target) == first
    (tmp_path / "leeg").mkdir()
    write_folder(tables, "csv", tmp_path / "leeg")
    assert contents(tmp_path / "leeg") == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "leeg"]


def test_a_link_to_a_folder_stays_a_link(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    (tmp_path / "echt").mkdir()
    (tmp_path / "naam").symlink_to("echt")
    write_folder(tables, "csv", tmp_path / "naam")
    assert (tmp_path / "naam").is_symlink()
    assert len(contents(tmp_path / "echt")) == len(SCHEMAS)


def own_file(target: Path) -> None:
    target.write_text("van mij")


def own_folder(target: Path) -> None:
    target.mkdir()
    (target / "brief.txt").write_text("van mij")


def own_figures(target: Path) -> None:
    target.mkdir()
    shutil.copy(HOME / "data/costs.csv", target)


def own_parquet(target: Path) -> None:
    target.mkdir()
    pq.write_table(pa.table({"van": ["mij"]}), target / "costs.parquet")


def no_parquet(target: Path) -> None:
    target.mkdir()
    (target / "costs.parquet").write_text("van mij")


def own_subfolder(target: Path) -> None:
    (target / "costs.csv").mkdir(parents=True)


@pytest.mark.parametrize("made", [own_file, own_folder, own_figures, own_parquet, no_parquet, own_subfolder])
def test_what_is_not_ours_is_left_alone(
    tables: dict[str, pa.Table], tmp_path: Path, made: Callable[[Path], None]
) -> None:
    made(tmp_path / "out")
    before = snapshot(tmp_path)
    with pytest.raises(CannotExport, match="bestaat al"):
        write_folder(tables, "csv", tmp_path / "out")
    assert snapshot(tmp_path) == before


def snapshot(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize("there", [True, False])
def test_nothing_half_written(
    tables: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    if there:
        write_folder(tables, "parquet", tmp_path / "out")
    before = snapshot(tmp_path)

    whole = Path.write_bytes

    def fails(path: Path, body: bytes) -> int:
        if path.stem == "bridge":
            raise OSError(28, "No space left on device")
        return whole(path, body)

    monkeypatch.setattr(Path, "write_bytes", fails)
    with pytest.raises(CannotExport, match="vol"):
        write_folder(tables, "csv", tmp_path / "out")
    assert snapshot(tmp_path) == before


def test_the_earlier_export_comes_back(
    tables: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(tables, "csv", tmp_path / "out")
    before = snapshot(tmp_path)
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name == "nieuw":
            raise PermissionError(13, os.strerror(13))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(CannotExport, match="schrijfrechten"):
        write_folder(tables, "parquet", tmp_path / "out")
    assert snapshot(tmp_path) == before
