"""Workbooks as programs write them: each file gives its figures, or says in words what is wrong, never a silent other."""

import io
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from lib.tables.content import Content
from lib.tables.rows import Unsound
from tests.upload import raw_books
from tests.upload.bad_files import hand_in
from tests.upload.raw_books import RawBook, RawSheet, costs, number, open_document, open_number, open_table

CASES = Path(__file__).with_name("cases")
BESCHUT, GROEN = ("GM0141", 2021, "beschut", "begeleiding"), ("GM0141", 2021, "groen", "begeleiding")
NO_VALUE, WRONG = "een formule zonder berekende waarde", "een foutwaarde"
SHARED = "samengevoegde cellen"
FORMULA = '<c r="{ref}"><f>203*5000</f></c>'
ZERO = '<c r="{ref}"><f>203*5000</f><v>0</v></c>'
FULL = '<calcPr calcId="1" fullCalcOnLoad="1"/>'


@dataclass(frozen=True)
class Reads:
    """A file: the figures that it gives, or what its refusal says; `warns` is what one of its warnings says."""

    id: str
    name: str
    raw: bytes
    gives: Mapping[tuple[Any, ...], Any] = field(default_factory=dict)
    refuses: tuple[str, ...] = ()
    warns: str = ""


def case(name: str, **says: Any) -> Reads:
    return Reads(name, name, (CASES / name).read_bytes(), **says)


def book(id_: str, amount: str, *, rows: str = "", name: str = "k.xlsx", **says: Any) -> Reads:
    """A workbook with one odd amount for beschut, and an even one for groen."""
    parts = {key: says.pop(key) for key in ("calculation", "prefix", "renamed", "encoding", "more") if key in says}
    around = {key: says.pop(key) for key in ("before", "after", "state") if key in says}
    sheet = RawSheet("Kosten", costs(amount, number("1000.5")) + rows, **around)
    return Reads(id_, name, RawBook([sheet], **parts).raw, **says)


def two(id_: str, second: RawSheet, **says: Any) -> Reads:
    """A sheet of figures, and another beside it."""
    first = RawSheet("Kosten", costs(number("1250.5"), number("1000.5")))
    return Reads(id_, "k.xlsx", RawBook([first, second]).raw, **says)


def ods(id_: str, amount: str, style: str = "", row: str = "", **says: Any) -> Reads:
    content = open_table([amount, open_number("1000.5")], style, row)
    return Reads(id_, "k.ods", open_document(content), **says)


def duration(kind: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Kosten")
        sheet.write_row(0, 0, raw_books.HEAD)
        sheet.write_row(1, 0, ["Almelo", 2021, "beschut", "begeleiding", 0.5, "begroting", "Begroting 2021"])
        sheet.write_number(1, 4, 30.25, made.add_format({"num_format": kind}))
    return out.getvalue()


def filtered() -> bytes:
    """As Excel leaves a filter: rows that do not show."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Kosten")
        sheet.write_row(0, 0, raw_books.HEAD)
        for i, werkvorm in enumerate(("beschut", "groen"), 1):
            sheet.write_row(i, 0, ["Almelo", 2021, werkvorm, "begeleiding", 1000.5, "begroting", "Begroting 2021"])
        sheet.autofilter(0, 0, 2, 6)
        sheet.filter_column(2, "x == beschut")
        sheet.set_row(2, options={"hidden": True})
    return out.getvalue()


FIGURES = {BESCHUT: Decimal("1250.5"), GROEN: Decimal("1000.5")}
ONE = {GROEN: Decimal("1000.5")}
PLAIN = number("1250.5")
MERGED = '<mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'
AT_E2 = ("blad Kosten, rij 2, kolom E", NO_VALUE)
OLD = RawSheet("Kosten oud", costs(number("1"), above=0).replace("2021", "2019"), state="hidden")

GIVEN = [
    case("01_formule_met_voorlopige_nul.xlsx", refuses=AT_E2),
    case("02_bedrag_in_samengevoegde_cel.xlsx", refuses=("rij 2, kolom E", SHARED, "E2:E3", "600000")),
    case("05_verborgen_blad_oud.xlsx", warns="blad Kosten oud: 5 cijfers"),
    case("06_controle_formule_zonder_waarde.xlsx", refuses=AT_E2),
    case("06a_formule_zonder_waarde_dimension_A1.xlsx", refuses=AT_E2),
    case("06b_foutwaarde_dimension_A1.xlsx", refuses=("rij 2, kolom E", WRONG, "#N/A")),
    case("06d_formule_zonder_waarde_andere_hoofdletter.xlsx", refuses=AT_E2),
    case("10_formule_geeft_lege_tekst.xlsx", gives={BESCHUT: Decimal("1251.25"), GROEN: Decimal("1000.50")}),
    case("11_lege_fill_in_opmaak.xlsx", gives={BESCHUT: Decimal("1250.50")}),
    case("12_fout_op_hulpblad.xlsx", gives={BESCHUT: Decimal("1250.50")}),
    case("23_unicode_tekst.txt", gives={BESCHUT: Decimal("1250.50")}),
    case("24_werkmap.ods", gives={BESCHUT: Decimal("1251.25")}),
    case("24_werkmap.xls", gives={BESCHUT: Decimal("1251.25")}),
    case("24_werkmap.xlsm", gives={BESCHUT: Decimal("1251.25")}),
    case("40_stijl_ontbreekt_Engelse_regel.xlsx", gives={BESCHUT: Decimal("1250.50")}),
    case("42_tijdsduur_in_het_Engels.xlsx", refuses=("rij 2, kolom E", "30012:00:00 uur")),
]

FORMULAS = [
    book("a formula with a value", '<c r="{ref}"><f>1+1</f><v>1250.5</v></c>', gives=FIGURES),
    book("the same, to be calculated again", '<c r="{ref}"><f>1+1</f><v>1250.5</v></c>', calculation=FULL, gives=FIGURES),
    book("a typed nought", number("0"), calculation=FULL, gives={BESCHUT: 0, **ONE}),
    book("a calculated nought", ZERO, gives={BESCHUT: 0, **ONE}),
    book("a nought that waits", ZERO, calculation=FULL, refuses=AT_E2),
    book("a nought with decimals", ZERO.replace(">0<", ">0.0<"), calculation=FULL, refuses=AT_E2),
    book("a nought, true", ZERO, calculation='<calcPr fullCalcOnLoad="true"/>', refuses=AT_E2),
    book("a calculation broken off", ZERO, calculation='<calcPr calcCompleted="0"/>', refuses=AT_E2),
    book("no value", FORMULA, refuses=AT_E2),
    book("an empty value", '<c r="{ref}"><f>1</f><v></v></c>', refuses=AT_E2),
    book("an empty value of one tag", '<c r="{ref}"><f>1</f><v/></c>', refuses=AT_E2),
    book("the value before the formula", '<c r="{ref}"><v></v><f>1</f></c>', refuses=AT_E2),
    book("an empty text", '<c r="{ref}" t="str"><f>""</f><v></v></c>', gives=ONE),
    book("an empty text that waits", '<c r="{ref}" t="str"><f>""</f><v></v></c>', calculation=FULL, refuses=AT_E2),
    book("no text", '<c r="{ref}" t="str"><f>""</f></c>', refuses=AT_E2),
    book("one formula for two cells", '<c r="{ref}"><f t="array" ref="E2:E3">1</f></c>', refuses=AT_E2),
    book(
        "its second cell waits",
        '<c r="{ref}"><f t="array" ref="E2:E4">1</f><v>5</v></c>',
        rows='<row r="4"><c r="E4"><v>0</v></c></row>',
        calculation=FULL,
        refuses=("rij 4, kolom E", NO_VALUE),
    ),
    book("a shared formula", '<c r="{ref}"><f t="shared" si="0"/></c>', refuses=AT_E2),
    book("a wrong dimension", FORMULA, before='<dimension ref="A1"/>', refuses=AT_E2),
    book("a large dimension", FORMULA, before='<dimension ref="A1:XFD1048576"/>', refuses=AT_E2),
    book("a prefix", FORMULA, prefix="x", refuses=AT_E2),
    book("another prefix and an error", '<c r="{ref}" t="e"><v>#REF!</v></c>', prefix="ns0", refuses=(WRONG, "#REF!")),
    book("a prefix and a value", PLAIN, prefix="x", gives=FIGURES),
    book("a backslash", FORMULA, renamed={"xl/worksheets/sheet1.xml": "xl\\worksheets\\sheet1.xml"}, refuses=AT_E2),
    book("capitals", FORMULA, renamed={"xl/worksheets/sheet1.xml": "XL/Worksheets/SHEET1.XML"}, refuses=AT_E2),
    book("single quotes", "<c r='{ref}' t='e'><v>#DIV/0!</v></c>", refuses=(WRONG, "#DIV/0!")),
    book("room in tags", '<c\n r="{ref}"\n t = "e" ><v >#NAME?</v ></c >', refuses=(WRONG, "#NAME?")),
    book("a letter as a number", '<c r="{ref}" t="&#101;"><v>#N/A</v></c>', refuses=("geen leesbaar Excel-bestand",)),
    book("cells without an address", '<c><f>1</f></c>', refuses=AT_E2),
    book("a formula in the year", PLAIN, rows='<row r="4"><c r="B4"><f>1</f></c><c r="E4"><v>1</v></c></row>',
         refuses=("rij 4, kolom B", NO_VALUE)),
    book("a formula in a column that is not used", PLAIN, rows='<row r="4"><c r="J4"><f>1</f></c></row>', gives=FIGURES),
    two("an error on a sheet of notes", RawSheet("Hulp", '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'), gives=FIGURES),
    two("a formula on a sheet of notes", RawSheet("Hulp", '<row r="1"><c r="A1"><f>1</f></c></row>'), gives=FIGURES),
    two("an error on a hidden sheet of notes", RawSheet("H", '<row r="9"><c r="C9" t="e"><v>#N/A</v></c></row>', state="hidden"),
        gives=FIGURES),
    two("an error on a second sheet of figures", RawSheet("Kosten 2", costs('<c r="{ref}" t="e"><v>#N/A</v></c>')),
        refuses=("blad Kosten 2, rij 2, kolom E", WRONG)),
]  # fmt: skip

UNSEEN = [
    two("a hidden sheet", OLD, warns="blad Kosten oud: 1 cijfer"),
    two("a sheet hidden for good", RawSheet(OLD.name, OLD.rows, state="veryHidden"), warns="op een verborgen blad"),
    two("a hidden sheet of notes", RawSheet("Uitleg", '<row r="1"><c r="A1"><v>1</v></c></row>', state="hidden"), gives=FIGURES),
    Reads("a filter", "k.xlsx", filtered(), warns="rij 3: 1 cijfer"),
    book("a hidden row", PLAIN, rows=costs(number("7"), above=9).split("</row>")[1].replace("<row ", '<row hidden="1" ')
         .replace("beschut", "groepsdetachering") + "</row>", warns="rij 11: 1 cijfer"),
    book("a row of no height", PLAIN, rows='<row r="9" ht="0"><c r="A9" t="inlineStr"><is><t>Almelo</t></is></c></row>'.replace(
        "</row>", '<c r="B9"><v>2021</v></c>' + "".join(raw_books.text(f"{c}9", t) for c, t in
        (("C", "groepsdetachering"), ("D", "begeleiding"))) + '<c r="E9"><v>5</v></c>' + raw_books.text("F9", "begroting")
        + raw_books.text("G9", "Begroting 2021") + "</row>"), warns="rij 9: 1 cijfer"),
    book("a hidden column of figures", PLAIN, before='<cols><col min="5" max="5" hidden="1"/></cols>', warns="kolom E: 2 cijfers"),
    book("a hidden column beside them", PLAIN, before='<cols><col min="9" max="12" hidden="1"/></cols>', gives=FIGURES),
    ods("a hidden sheet of OpenDocument", open_number("1250.5"), style="weg", warns="op een verborgen blad"),
    ods("hidden rows of OpenDocument", open_number("1250.5"), row='table:visibility="filter"', warns="rij 2, 3: 2 cijfers"),
]  # fmt: skip

MERGES = [
    book("an amount for two rows", PLAIN, after=MERGED.format("E2:E4"), refuses=("E2:E3", SHARED)),
    book("an amount from a title", PLAIN, after=MERGED.format("E2:F3"), refuses=("E2:F3", SHARED)),
    book("merged cells of nothing", PLAIN, after=MERGED.format("J2:K3"), gives=FIGURES),
    book("a name for two rows", PLAIN, after=MERGED.format("A2:A3"), gives=FIGURES),
    book("a title above", PLAIN, after=MERGED.format("A1:A1"), gives=FIGURES),
    book("merged cells that reach beyond", PLAIN, after=MERGED.format("A2:A1048576"), gives=FIGURES),
    book("a range that is none", PLAIN, after=MERGED.format("2:3"), refuses=("geen heel Excel-bestand",)),
    ods("an amount for two rows of OpenDocument", open_number("9", 'table:number-rows-spanned="2"'), refuses=("E2:E3", SHARED)),
]  # fmt: skip

KINDS = [
    ods("a formula of OpenDocument", open_number("1250.5", 'table:formula="of:=1"'), gives=FIGURES),
    ods("a formula without a value", '<table:table-cell table:formula="of:=1"/>', refuses=("rij 2, kolom E", NO_VALUE)),
    ods("an error of OpenDocument", '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>', refuses=("kolom E", WRONG, "#DIV/0!")),
    ods("an error as a number", '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        "<text:p>Err:502</text:p></table:table-cell>", refuses=("kolom E", WRONG, "Err:502")),
    book("a workbook with macros", PLAIN, name="k.xlsm", more={"xl/vbaProject.bin": "nooit gelezen"}, gives=FIGURES),
    Reads("UTF-16, the other way round", "k.txt", ("\ufeff" + (CASES / "23_unicode_tekst.txt").read_bytes().decode("utf-16"))
          .encode("utf-16-be"), gives={BESCHUT: Decimal("1250.5")}),
    Reads("UTF-16 as a CSV", "k.csv", (CASES / "23_unicode_tekst.txt").read_bytes(), gives={BESCHUT: Decimal("1250.5")}),
    Reads("UTF-16 without its mark", "k.txt", (CASES / "23_unicode_tekst.txt").read_bytes()[2:], refuses=("onzichtbaar teken",)),
    Reads("hours", "k.xlsx", duration("[h]:mm:ss"), refuses=("kolom E", "726:00:00 uur")),
    Reads("minutes", "k.xlsx", duration("[mm]:ss"), refuses=("kolom E", "uur")),
    Reads("a clock", "k.xlsx", duration("h:mm:ss"), refuses=("kolom E",)),
    book("a text that no program makes", '<c r="{ref}" t="inlineStr"><is><t>' + "x" * 32_768 + "</t></is></c>",
         refuses=("rij 2, kolom E", "een te lange tekst")),
    Reads("such a text in a CSV", "k.csv", b"gemeente;jaar\r\n" + b"x" * 32_768, refuses=("regel 2", "een te lange tekst")),
    book("two members of one name", PLAIN, more={"XL/worksheets/SHEET1.xml": "<worksheet/>"}, refuses=("dezelfde naam",)),
    book("an own document type", PLAIN, more={"xl/workbook.xml": '<!DOCTYPE w [<!ENTITY a "b">]><workbook/>'},
         refuses=("een eigen documenttype",)),
]  # fmt: skip

ALL = [*GIVEN, *FORMULAS, *UNSEEN, *MERGES, *KINDS]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_file_gives_its_figures_or_says_what_is_wrong(
    shipped: Content, capfd: pytest.CaptureFixture[str], one: Reads
) -> None:
    if one.refuses:
        with pytest.raises(Unsound) as refused:
            hand_in(shipped, {one.name: one.raw})
        lines = [str(problem) for problem in refused.value.problems]
        assert any(all(part in line for part in one.refuses) for line in lines), lines
    else:
        draft = hand_in(shipped, {one.name: one.raw})
        warnings = [str(warning) for warning in draft.warnings]
        assert any(one.warns in warning for warning in warnings), warnings
        assert one.warns or not any("verborgen" in warning for warning in warnings)
        rows = {
            (row["gemeente_code"], row["jaar"], row["werkvorm"], row["kostensoort"]): row["bedrag_eur"]
            for row in draft.content.tables["costs"]
        }
        read = {grain: rows.get(grain) for grain in one.gives}
        assert read == dict(one.gives)
    assert capfd.readouterr() == ("", "")


def test_each_file_says_something() -> None:
    assert len({one.id for one in ALL}) == len(ALL)
    assert all(one.gives or one.refuses or one.warns for one in ALL)


def test_no_library_speaks_on_the_command_line(database_file: Path, tmp_path: Path) -> None:
    """What a library warns of, in English, is not for whoever hands in."""
    for name in ("40_stijl_ontbreekt_Engelse_regel.xlsx", "11_lege_fill_in_opmaak.xlsx"):
        command = [sys.executable, "-W", "always", "-m", "lib", "publish", str(CASES / name), "--note", "proef"]
        command += ["--database", str(database_file)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Warning" not in told.stderr
        assert "waarschuwing" in told.stderr.casefold() + told.stdout.casefold()
