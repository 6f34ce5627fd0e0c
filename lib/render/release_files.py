"""What a database holds as files: a release as an analyst opens it, and that uploads again unchanged; an empty upload, with an
example row that does not count and drop-downs; and the record. The same content gives the same bytes."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from lib.render.packing import (
    FIRST_LIST,
    LEESWIJZER,
    RELEASE,
    UPLOAD,
    Leeswijzer,
    Sheet,
    as_text,
    leeswijzer,
    text_file,
    texts,
    workbook,
    zipped,
)
from lib.render.table_files import Cell, csv_file
from lib.store.access import SEE_RECORD, Person, require
from lib.store.locations import Database
from lib.store.publishing import Event, history
from lib.store.releases import ReleaseInfo
from lib.tables.columns import BY_NAME
from lib.tables.content import Content
from lib.tables.figures import settings_of
from lib.tables.filling import is_building, lacking_cells

README = "leesmij.txt"
#: The last row of a sheet: drop-downs go all the way down.
LAST_ROW = 1_048_575
RECORD = ("wanneer (UTC)", "wie", "wat", "toelichting", "bestanden (sha256)")


def download_name(info: ReleaseInfo, suffix: str) -> str:
    """What the file of a release is called: "routewijzer-release-3.xlsx"."""
    return f"routewijzer-release-{info.number}.{suffix}"


def release_xlsx(info: ReleaseInfo, content: Content) -> bytes:
    """One workbook: Leeswijzer and a sheet per table, a row per figure. The same release gives the same bytes.

    Raises CannotExport when it does not fit in a workbook.
    """
    buffer = io.BytesIO()
    with workbook(buffer, info.created_at) as book:
        book.explain(leeswijzer("release", info, content, RELEASE))
        for sheet in RELEASE:
            book.add(sheet, sheet.rows(content))
    return buffer.getvalue()


def release_zip(info: ReleaseInfo, content: Content) -> bytes:
    """A zip with a CSV file per table and leesmij.txt. The same release gives the same bytes."""
    files = {sheet.file: csv_file(sheet.columns, sheet.rows(content)) for sheet in RELEASE}
    return zipped({**files, README: text_file(as_text(leeswijzer("release", info, content, RELEASE)))})


def template_xlsx(info: ReleaseInfo, content: Content) -> bytes:
    """A workbook with Leeswijzer, Aantallen and Kosten, and of content under construction a row for each figure that lacks;
    words and names come from this release."""
    buffer = io.BytesIO()
    with workbook(buffer, info.created_at) as book:
        sheets = _lacking(content)
        explained = leeswijzer("sjabloon", info, content, tuple(sheets))
        book.explain(explained)
        for sheet, rows in sheets.items():
            target = book.add(sheet, [_example(sheet, content), *rows])
            _offer(target, sheet, explained)
    return buffer.getvalue()


def template_csv(info: ReleaseInfo, content: Content) -> dict[str, bytes]:
    """The same as CSV files with leesmij.txt, by file name."""
    sheets = _lacking(content)
    files = {sheet.file: csv_file(sheet.columns, [_example(sheet, content), *rows]) for sheet, rows in sheets.items()}
    return {**files, README: text_file(as_text(leeswijzer("sjabloon", info, content, tuple(sheets))))}


def _lacking(content: Content) -> dict[Sheet, list[tuple[Cell, ...]]]:
    """The sheets of an empty upload, each with a row for each figure that content under construction lacks."""
    lacking = lacking_cells(content.tables) if is_building(content.tables) else {}
    codes = {row["gemeente_code"]: row["gemeente"] for row in content.tables["gemeenten"]}
    return {
        sheet: [_row_of(sheet, grain, codes) for grain in lacking.get(sheet.table, ())]
        for sheet in RELEASE
        if sheet in UPLOAD or lacking.get(sheet.table)
    }


def _row_of(sheet: Sheet, grain: tuple[Any, ...], names: Mapping[str, str]) -> tuple[Cell, ...]:
    """What identifies a figure, a gemeente by its name, and nothing else."""
    keys = dict(zip(BY_NAME[sheet.table].grain, grain, strict=True))
    return tuple(names.get(keys[name], keys[name]) if name in keys else None for name in sheet.columns)


def _example(sheet: Sheet, content: Content) -> tuple[Cell, ...]:
    """The keys of the first row of the release, or of the first figure that it lacks, with figures of nobody."""
    first = next(iter((*sheet.rows(content), *_lacking(content).get(sheet, ()))))
    values: dict[str, Any] = dict(zip(sheet.columns, first, strict=True))
    example = texts()["voorbeeld"]
    values |= {name: example[name] for name in ("status", "toelichting")}
    values["kennisdatum"] = settings_of(content)["peildatum"]
    for name in {"personen", "inwoners", "aandeel"} & values.keys():
        values[name] = example[name]
    if "bedrag_eur" in values:
        values["bedrag_eur"] = Decimal(example["bedrag_eur"])
    return tuple(values[name] for name in sheet.columns)


def _offer(target: Worksheet, sheet: Sheet, explained: Leeswijzer) -> None:
    """Drop-downs with the lists on the Leeswijzer; another value is allowed after a warning: a name is one, too."""
    choice = texts()["keuzelijst"]
    for place, (name, words) in enumerate(explained.words.items(), start=FIRST_LIST):
        if name in sheet.columns:
            column, letters = sheet.columns.index(name), xl_col_to_name(place, col_abs=True)
            rule = {"validate": "list", "source": f"={LEESWIJZER}!{letters}$2:{letters}${len(words) + 1}"}
            more = {"error_type": "warning", "error_title": choice["titel"], "error_message": choice["tekst"]}
            target.data_validation(1, column, LAST_ROW, column, {**rule, **more})


def record_csv(path: Database, *, by: Person) -> bytes:
    """Every event, the oldest first, as CSV. Raises Forbidden, StoreError."""
    require(path, by, SEE_RECORD)
    return csv_file(RECORD, map(_row, history(path)))


def _row(event: Event) -> tuple[str, ...]:
    files = "; ".join(f"{file.name} ({file.sha256})" for file in event.files)
    return f"{event.happened_at:%Y-%m-%d %H:%M:%S}", event.actor, event.what, event.note, files
