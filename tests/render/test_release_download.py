"""A release that is downloaded says, cell by cell, what the release says; and the same release is the same file."""

import io
import math
import re
import struct
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.render import packing
from lib.render.export import CannotExport
from lib.render.packing import RELEASE, Sheet
from lib.render.release_files import download_name, release_xlsx, release_zip
from lib.render.table_files import dutch_number
from lib.store.releases import ReleaseInfo
from lib.tables.content import Content
from lib.text.formulas import neutral, original
from tests.render.reading import as_stored, book, csv_rows, sheet_rows, stripped, zip_files

INFO = ReleaseInfo(3, datetime(2026, 5, 4, 9, 8, 7), "Mijn cijfers", "een noot", "Sam", "ab12", "in gebruik", True)
HEADS = {
    "aantallen": "gemeente_code;jaar;groep;werkvorm;personen;status;bron;kennisdatum;toelichting",
    "kosten": "gemeente_code;jaar;werkvorm;kostensoort;bedrag_eur;status;bron;kennisdatum;toelichting",
    "gemeenten": "gemeente_code;gemeente;bron",
    "sleutels": "sleutel;gemeente_code;aandeel;status;bron;kennisdatum;toelichting",
    "inwoners": "gemeente_code;jaar;inwoners;status;bron;kennisdatum;toelichting",
}
NASTY = ("=1+1", "+31 6", "-5", "@naam", "'=al", "''-x", "'gewoon", "a;b", 'zeg "nee"', "https://x.nl", "007", " x ")


@pytest.fixture(scope="module")
def content(shipped: Content) -> Content:
    """The shipped figures with PM, cents, hard floats and texts that a spreadsheet takes for something else."""
    costs = [dict(row) for row in shipped.tables["costs"]]
    for i, text in enumerate(NASTY):
        costs[i]["toelichting"] = text
    costs[0]["bedrag_eur"], costs[1]["bedrag_eur"], costs[2]["bedrag_eur"] = "PM", Decimal("1234.50"), 0
    costs[3]["bedrag_eur"] = Decimal("9999999999.99")
    keys = [dict(row) for row in shipped.tables["allocation_keys"]]
    for row, share in zip(keys, (0.1 + 0.2, 1 / 3, 5e-324, 1e-7, 1.0, 0.0), strict=False):
        row["aandeel"] = share
    return replace(shipped, tables={**shipped.tables, "costs": tuple(costs), "allocation_keys": tuple(keys)})


def stored(content: Content, sheet: Sheet) -> list[dict[str, Any]]:
    names = ["bron_id" if name == "bron" else name for name in sheet.columns]
    rows = [{name: row[name] for name in names} for row in content.tables[sheet.table]]
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]


@pytest.mark.parametrize("sheet", RELEASE, ids=lambda sheet: sheet.title)
def test_both_forms_say_what_the_release_says(content: Content, sheet: Sheet) -> None:
    files = zip_files(release_zip(INFO, content))
    assert list(as_stored(csv_rows(files[sheet.file]))) == stored(content, sheet)
    assert list(as_stored(sheet_rows(release_xlsx(INFO, content), sheet.title))) == stored(content, sheet)


def test_names_and_columns_are_exact(content: Content) -> None:
    files = zip_files(release_zip(INFO, content))
    assert sorted(files) == sorted([*(f"{name}.csv" for name in HEADS), "leesmij.txt"])
    for name, head in HEADS.items():
        assert files[f"{name}.csv"].decode("utf-8-sig").split("\r\n")[0] == head
    made = book(release_xlsx(INFO, content))
    assert made.sheetnames == ["Leeswijzer", "Gemeenten", "Aantallen", "Kosten", "Sleutels", "Inwoners"]
    for title in made.sheetnames[1:]:
        assert ";".join(cell.value for cell in made[title][1]) == HEADS[title.lower()]
        assert made[title].freeze_panes == "A2"


def test_dutch_notation_with_every_digit(content: Content) -> None:
    files = zip_files(release_zip(INFO, content))
    amounts = [row["bedrag_eur"] for row in csv_rows(files["kosten.csv"])][:4]
    assert amounts == ["PM", "1234,50", "0", "9999999999,99"]
    shares = [row["aandeel"] for row in csv_rows(files["sleutels.csv"])]
    assert shares[0] == "0,30000000000000004"
    assert all(re.fullmatch(r"[01],[0-9]+", share) for share in shares)


def test_text_is_text_in_a_workbook(content: Content) -> None:
    made = book(release_xlsx(INFO, content))
    for sheet in made:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n") and cell.hyperlink is None
                if cell.data_type == "s":
                    assert not str(cell.value).startswith(("=", "+", "-", "@"))
    costs = made["Kosten"]
    assert [cell.value for cell in costs["E"][1:3]] == ["PM", 1234.5]
    assert {type(cell.value) for cell in made["Aantallen"]["B"][1:]} == {int}


def test_the_same_release_is_the_same_file_whenever_it_is_made(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = release_xlsx(INFO, content), release_zip(INFO, content)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert (release_xlsx(INFO, content), release_zip(INFO, content)) == before
    for body in before:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {packing.MOMENT}
    assert book(before[0]).properties.created == INFO.created_at


def test_the_explanation_names_the_release_and_warns(content: Content) -> None:
    text = zip_files(release_zip(INFO, content))["leesmij.txt"].decode("utf-8-sig")
    cells = [str(cell) for row in book(release_xlsx(INFO, content))["Leeswijzer"].values for cell in row if cell]
    for told in (text, "\n".join(cells)):
        assert "Release 3, “Mijn cijfers”. Gepubliceerd op 4 mei 2026, 11:08 door Sam. Toelichting: een noot" in told
        assert "ab12" in told
        assert "Kleine aantallen kunnen herkenbaar zijn" in told
        for head in HEADS.values():
            for column in head.split(";"):
                assert column in told
        for word in ("PM", "blok", "geen persoonsgegevens", "begeleid_werken", "rijksbijdrage", "realisatie", "wsw"):
            assert word in told
    assert download_name(INFO, "zip") == "routewijzer-release-3.zip"


def test_braces_in_a_name_are_kept(content: Content) -> None:
    text = zip_files(release_zip(replace(INFO, name="{hash} {", note="{0}"), content))["leesmij.txt"].decode(
        "utf-8-sig"
    )
    assert "“{hash} {”" in text
    assert "Toelichting: {0}" in text


def test_what_a_workbook_cannot_hold_is_told(content: Content) -> None:
    rows = ({**content.tables["costs"][0], "toelichting": "x" * 40_000}, *content.tables["costs"][1:])
    long = replace(content, tables={**content.tables, "costs": rows})
    with pytest.raises(CannotExport, match="past niet in een werkblad"):
        release_xlsx(INFO, long)
    assert csv_rows(zip_files(release_zip(INFO, long))["kosten.csv"])[0]["toelichting"] == "x" * 40_000


@given(st.floats(0, 1))
@example(0.4387)
@example(5e-324)
@example(1.0)
@example(0.0)
def test_a_share_comes_back_bit_for_bit(share: float) -> None:
    text = dutch_number(share)
    assert "e" not in text.lower() and "." not in text
    assert struct.pack("d", float(text.replace(",", "."))) == struct.pack("d", math.fabs(share))
    assert float(f"{packing.Exact(share):.16G}") == share


@given(st.text(st.sampled_from("'=+-@\t\r\nab"), max_size=6))
def test_a_neutral_text_comes_back_and_is_never_a_formula(text: str) -> None:
    assert stripped(neutral(text)) == original(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
