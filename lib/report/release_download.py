"""A release as files that an analyst opens, and that upload again unchanged."""

import io

from lib.report.packing import Leeswijzer, as_text, leeswijzer, text_file, workbook, zipped
from lib.report.sheets import RELEASE
from lib.report.table_files import csv_file
from lib.store.content import Content
from lib.store.releases import ReleaseInfo

README = "leesmij.txt"


def download_name(info: ReleaseInfo, suffix: str) -> str:
    """What the file is called: "routewijzer-release-3.xlsx"."""
    return f"routewijzer-release-{info.number}.{suffix}"


def release_xlsx(info: ReleaseInfo, content: Content) -> bytes:
    """One workbook: Leeswijzer and a sheet per table, a row per figure. The same release gives the same bytes.

    Raises CannotExport when it does not fit in a workbook.
    """
    buffer = io.BytesIO()
    with workbook(buffer, info.created_at) as book:
        book.explain(_explained(info, content))
        for sheet in RELEASE:
            book.add(sheet, sheet.rows(content))
    return buffer.getvalue()


def release_zip(info: ReleaseInfo, content: Content) -> bytes:
    """A zip with a CSV file per table and leesmij.txt. The same release gives the same bytes."""
    files = {sheet.file: csv_file(sheet.columns, sheet.rows(content)) for sheet in RELEASE}
    return zipped({**files, README: text_file(as_text(_explained(info, content)))})


def _explained(info: ReleaseInfo, content: Content) -> Leeswijzer:
    return leeswijzer("release", info, content, RELEASE)
