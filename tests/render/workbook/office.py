"""LibreOffice as a second calculator: a workbook without any cached value, an input changed, and what it then says."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

#: One cell with a formula and its cached value, as XlsxWriter writes it.
FORMULA_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v>(.*?)</v></c>', re.DOTALL)
TIMEOUT = 600

Changes = Mapping[tuple[str, str], float | str]


def soffice() -> str:
    """The program; its absence is a failure in CI and a skip elsewhere."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice ontbreekt; .ci/run hoort het te installeren.")
        pytest.skip("soffice staat niet in het pad")
    return found


def emptied(body: bytes, changes: Changes) -> bytes:
    """The workbook with other numbers or words in input cells (sheet, address), and no formula's value kept."""
    sheets = _sheet_files(body)
    wanted: dict[str, dict[str, float | str]] = {}
    for (sheet, address), value in changes.items():
        wanted.setdefault(sheets[sheet], {})[address] = value
    source, target = zipfile.ZipFile(io.BytesIO(body)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            text = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = _changed(text.decode(), wanted.get(name, {})).encode()
            archive.writestr(name, text)
    return target.getvalue()


def _changed(text: str, values: Mapping[str, float | str]) -> str:
    text = FORMULA_CELL.sub(
        lambda m: f'<c r="{m[1]}"{m[2].replace(" t=" + chr(34) + "str" + chr(34), "")}><f>{m[3]}</f></c>', text
    )
    for address, value in values.items():
        cell = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*>.*?</c>', re.DOTALL)
        new = (
            rf'<c r="{address}"\1 t="inlineStr"><is><t>{value}</t></is></c>'
            if isinstance(value, str)
            else rf'<c r="{address}"\1><v>{value!r}</v></c>'
        )
        text, count = cell.subn(new, text)
        assert count == 1, f"{address} stands {count} times on its sheet"
    return text


def _sheet_files(body: bytes) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    return {name: f"xl/worksheets/sheet{at}.xml" for at, name in enumerate(book.sheetnames, start=1)}


def converted(bodies: Mapping[str, bytes], folder: Path, kind: str = "xlsx") -> dict[str, Path]:
    """Every workbook opened by LibreOffice and saved as `kind`, in one run; its profile is its own."""
    program = soffice()
    source, target = folder / "in", folder / "out"
    source.mkdir()
    for name, body in bodies.items():
        (source / f"{name}.xlsx").write_bytes(body)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    files = [str(source / f"{name}.xlsx") for name in bodies]
    subprocess.run([*command, "--outdir", str(target), *files], check=True, capture_output=True, timeout=TIMEOUT)
    return {name: target / f"{name}.{kind}" for name in bodies}
