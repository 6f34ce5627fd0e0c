"""An empty upload: sheets with a header, an example row that does not count, drop-downs and an explanation."""

import io
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from lib.report.packing import FIRST_LIST, LEESWIJZER, Leeswijzer, as_text, leeswijzer, text_file, texts, workbook
from lib.report.release_download import README
from lib.report.sheets import UPLOAD, Sheet
from lib.report.table_files import Cell, csv_file
from lib.store.content import Content
from lib.store.figures import settings_of
from lib.store.releases import ReleaseInfo

#: The last row of a sheet: drop-downs go all the way down.
LAST_ROW = 1_048_575


def template_xlsx(info: ReleaseInfo, content: Content) -> bytes:
    """A workbook with Leeswijzer, Aantallen and Kosten; words and names come from this release."""
    buffer = io.BytesIO()
    with workbook(buffer, info.created_at) as book:
        explained = _explained(info, content)
        book.explain(explained)
        for sheet in UPLOAD:
            target = book.add(sheet, [_example(sheet, content)])
            _offer(target, sheet, explained)
    return buffer.getvalue()


def template_csv(info: ReleaseInfo, content: Content) -> dict[str, bytes]:
    """The same as CSV files with leesmij.txt, by file name."""
    files = {sheet.file: csv_file(sheet.columns, [_example(sheet, content)]) for sheet in UPLOAD}
    return {**files, README: text_file(as_text(_explained(info, content)))}


def _explained(info: ReleaseInfo, content: Content) -> Leeswijzer:
    return leeswijzer("sjabloon", info, content, UPLOAD)


def _example(sheet: Sheet, content: Content) -> tuple[Cell, ...]:
    """The keys of the first row of the release with figures of nobody."""
    values: dict[str, Any] = dict(zip(sheet.columns, next(iter(sheet.rows(content))), strict=True))
    example = texts()["voorbeeld"]
    values |= {name: example[name] for name in ("status", "toelichting")}
    values["kennisdatum"] = settings_of(content)["peildatum"]
    if "personen" in values:
        values["personen"] = example["personen"]
    if "bedrag_eur" in values:
        values["bedrag_eur"] = Decimal(example["bedrag_eur"])
    return tuple(values[name] for name in sheet.columns)


def _offer(target: Worksheet, sheet: Sheet, explained: Leeswijzer) -> None:
    """Drop-downs with the lists on the Leeswijzer; another value is allowed after a warning: a name is one, too."""
    choice = texts()["keuzelijst"]
    for place, (name, words) in enumerate(explained.words.items(), start=FIRST_LIST):
        if name in sheet.columns:
            column, letters = sheet.columns.index(name), xl_col_to_name(place, col_abs=True)
            target.data_validation(
                1,
                column,
                LAST_ROW,
                column,
                {
                    "validate": "list",
                    "source": f"={LEESWIJZER}!{letters}$2:{letters}${len(words) + 1}",
                    "error_type": "warning",
                    "error_title": choice["titel"],
                    "error_message": choice["tekst"],
                },
            )
