"""Files that are refused: what stands in them, and what each of their errors says at which place."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from lib.tables.content import Content
from lib.upload.draft import UploadDraft, read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered

LONG = "gemeente_code;jaar;groep;werkvorm;personen;status;bron"
COSTS = "gemeente_code;jaar;werkvorm;kostensoort;bedrag_eur;status;bron"
KEYS = "sleutel;gemeente_code;aandeel;status;bron"
PEOPLE = "gemeente_code;jaar;inwoners;status;bron"
ROW = "GM0141;2020;beschut;begeleiding;1000,50;begroting;Begroting"
HEAD = "GM0141;2020;wsw;beschut;12;begroting;Begroting"
OTHER = "GM0141;2020;groen;begeleiding;1000,50;begroting;Begroting"


@dataclass(frozen=True)
class Bad:
    """`says`: per error the parts that its line must hold, in this order; `never` occurs in none."""

    id: str
    files: dict[str, bytes]
    says: Sequence[tuple[str, ...]]
    never: Sequence[str] = ()
    more: bool = False


def hand_in(content: Content, files: Mapping[str, bytes], **options: Any) -> UploadDraft:
    return read_draft(
        [Offered(*file) for file in files.items()], content, Options("Control", date(2024, 1, 1), **options)
    )


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def costs(*rows: str, name: str = "kosten.csv", header: str = COSTS) -> dict[str, bytes]:
    return {name: text(header, *rows)}


def persons(*rows: str) -> dict[str, bytes]:
    return {"aantallen.csv": text(LONG, *rows)}


def cell(figure: str) -> dict[str, bytes]:
    """A file of costs in which one amount is odd."""
    return costs(OTHER, f"GM0141;2020;beschut;begeleiding;{figure};begroting;Begroting")


def book(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "d-m-yyyy"}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    if isinstance(value, tuple):
                        sheet.write_formula(i, j, value[0], None, value[1])
                    elif isinstance(value, str):
                        sheet.write_string(i, j, value)
                    elif value is not None:
                        sheet.write(i, j, value)
    return out.getvalue()


def table(head: str, *rows: str) -> list[list[Any]]:
    return [part.split(";") for part in (head, *rows)]


def without_values() -> bytes:
    """As openpyxl writes a formula: nobody has calculated it."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Kosten"
    for row in table(COSTS, ROW, OTHER):
        sheet.append(row)
    sheet["E2"], sheet["E3"] = "=1+1", 5
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def open_document(members: dict[str, bytes]) -> bytes:
    """A zip that begins as an OpenDocument does: its members as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def bomb() -> bytes:
    """Almost half a gigabyte of noughts in half a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with_noughts = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        archive.writestr(with_noughts, bytes(401_000_000), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, whose directory says that it is small."""
    raw = bytearray(BOMB)
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(raw)


def parquet(columns: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def costs_parquet(amounts: Any) -> bytes:
    n = len(amounts)
    return parquet(
        {
            "gemeente_code": ["GM0141"] * n,
            "jaar": list(range(2020, 2020 + n)),
            "werkvorm": ["beschut"] * n,
            "kostensoort": ["begeleiding"] * n,
            "bedrag_eur": amounts,
            "status": ["begroting"] * n,
            "bron": ["b"] * n,
        }
    )


def amount(figure: str, *says: str) -> Bad:
    return Bad(f"amount {figure}", cell(figure), [("kosten.csv, regel 3, kolom bedrag_eur", *says)])


def count(figure: str, *says: str) -> Bad:
    files = persons(HEAD.replace(";12;", f";{figure};"))
    return Bad(f"persons {figure}", files, [("aantallen.csv, regel 2, kolom personen", *says)])


def row(name: str, column: str, value: str, *says: str) -> Bad:
    """One odd cell in a row of costs."""
    cells = ROW.split(";")
    cells[COSTS.split(";").index(column)] = value
    return Bad(name, costs(OTHER, ";".join(cells)), [(f"kosten.csv, regel 3, kolom {column}: ", *says)])


def personal(name: str, files: dict[str, bytes], place: str, what: str, *never: str) -> Bad:
    says = [(place, what, "gelezen: “niet herhaald”", "het hele bestand is geweigerd en niets ervan is bewaard")]
    return Bad(name, files, says, never)


def extra(name: str, heading: str, value: str, place: str, what: str) -> Bad:
    """A column that nobody asked for."""
    return personal(name, costs(f"{ROW};{value}", header=f"{COSTS};{heading}"), place, what, value)


def heading(word: str) -> Bad:
    return extra(
        f"heading {word}", word, "Wilhelmina", "kosten.csv, regel 1, kolom H", "een kolom die over één mens gaat"
    )


def whole(name: str, file: str, raw: bytes, *says: str) -> Bad:
    return Bad(name, {file: raw}, [(f"{file}, bestand: ", *says)])


def excel(name: str, raw: bytes, *says: tuple[str, ...]) -> Bad:
    return Bad(name, {"opgave.xlsx": raw}, [("opgave.xlsx", *each) for each in says])


#: The eleven-test holds for these; nobody has them.
BSN, SHORT_BSN = "111222333", "10000008"
BOMB = bomb()
OPEN_DOCUMENT = open_document({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
WHOLE_BOOK = book(("Kosten", table(COSTS, ROW)))
DATED = [COSTS.split(";"), ["GM0141", 2020, "beschut", "begeleiding", date(2020, 1, 1), "begroting", "Begroting"]]
IS_BSN = "een getal dat een burgerservicenummer kan zijn"
NO_PLACE = "geen tabel met bekende koppen"

FILES = (
    whole("empty", "kosten.csv", b"", "een leeg bestand"),
    whole("only blanks", "kosten.csv", b" \r\n\r\n", "een leeg bestand"),
    Bad("only a heading", costs(), [("kosten.csv, regel 1: alleen een kop",)]),
    whole("no heading", "kosten.csv", text(ROW, OTHER), NO_PLACE),
    whole("other headings", "kosten.csv", b"a;b;c\n1;2;3", NO_PLACE),
    whole("a letter", "brief.txt", b"Geacht bestuur, hierbij de cijfers.", NO_PLACE),
    whole("unknown kind", "kosten.docx", b"PK\x03\x04", "een soort bestand dat hier niet gelezen wordt"),
    whole("no kind", "kosten", text(COSTS, ROW), "een soort bestand dat hier niet gelezen wordt"),
    whole("old Excel, damaged", "kosten.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "geen leesbaar Excel-bestand"),
    whole("a text document", "kosten.docx", WHOLE_BOOK, "een soort bestand", ".docx"),
    whole("workbook named ods", "kosten.ods", WHOLE_BOOK, "past niet bij de naam", "een Excel-bestand of zip"),
    whole("workbook named xls", "kosten.xls", WHOLE_BOOK, "past niet bij de naam", "een Excel-bestand of zip"),
    whole("OpenDocument named xlsx", "kosten.xlsx", OPEN_DOCUMENT, "past niet bij de naam", "OpenDocument (.ods)"),
    whole("OpenDocument without content", "kosten.ods", OPEN_DOCUMENT, "geen leesbaar OpenDocument"),
    whole("password", "kosten.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "past niet bij de naam", "met een wachtwoord"),
    whole("workbook named csv", "kosten.csv", WHOLE_BOOK, "past niet bij de naam", "een Excel-bestand of zip"),
    whole("csv named xlsx", "kosten.xlsx", text(COSTS, ROW), "past niet bij de naam"),
    whole("csv named parquet", "kosten.parquet", text(COSTS, ROW), "past niet bij de naam"),
    whole("parquet named csv", "kosten.csv", costs_parquet([1.0]), "past niet bij de naam", "Parquet"),
    whole("pdf named csv", "kosten.csv", b"%PDF-1.7 x", "past niet bij de naam", "een PDF"),
    Bad(
        "picture named csv", {"kosten.csv": b"\x89PNG\r\n\x1a\n\0\0"}, [("kosten.csv, regel 2", "in geen tekstbestand")]
    ),
    Bad("half of UTF-16", {"k.csv": text(COSTS, ROW, encoding="utf-16")[:-1]}, [("k.csv, regel 2: geen tekst",)]),
    Bad("UTF-16 without mark", {"k.csv": text(COSTS, encoding="utf-16-le")}, [("k.csv, regel 1", "onzichtbaar teken")]),
    Bad("NUL", {"k.csv": text(COSTS, OTHER, ROW + "\0")}, [("k.csv, regel 3", "in geen tekstbestand")]),
    Bad("neither encoding", {"k.csv": text(COSTS, ROW) + b"\x81"}, [("k.csv, regel 2: geen tekst",)]),
    Bad(
        "quote left open",
        costs(OTHER, ROW.replace("Begr", '"Begr'), OTHER),
        [("kosten.csv, regel 3: geen geldige CSV",)],
    ),
    Bad("quotes within", costs(OTHER, ROW.replace("Begroting", '"Be"gro"')), [("kosten.csv, regel 3: geen geldige",)]),
    Bad("separator in a text", costs(ROW + "; deel 2"), [("kosten.csv, regel 2: meer cellen dan", " deel 2")]),
    whole("too many columns", "k.csv", text(COSTS + ";" * 200, ROW), "te veel kolommen", "207", "hooguit 100"),
    whole("too many rows", "k.csv", text(COSTS, *[ROW] * 200_001), "te veel rijen", "200.001", "hooguit 200.000"),
    whole("two million rows", "k.csv", text(COSTS) + b"\n;" * 2_000_000 + b"\n" + b"a\n" * 2_000_000, "te veel rijen"),
    whole("too many bytes", "k.csv", b"x" * 20_000_001, "te veel bytes", "20.000.001"),
    Bad("too many files", {f"k{i}.csv": b"x" for i in range(13)}, [("aanlevering", "te veel bestanden", "13", "12")]),
    Bad(
        "two files of one name", {"a/k.csv": b"x", "b/k.csv": b"x"}, [("k.csv, bestand", "twee bestanden met dezelfde")]
    ),
    whole("truncated workbook", "k.xlsx", WHOLE_BOOK[: len(WHOLE_BOOK) // 2], "geen heel Excel-bestand"),
    whole("zip that is no workbook", "k.xlsx", zipped({"a.txt": b"hallo"}), "geen leesbaar Excel-bestand"),
    whole("zip bomb", "k.xlsx", BOMB, "te veel bytes na uitpakken", "hooguit 400.000.000"),
    whole("zip bomb that lies", "k.xlsx", lying_bomb(), "geen heel Excel-bestand"),
    whole("truncated parquet", "k.parquet", costs_parquet([1.0])[:-20], "geen heel Parquet-bestand"),
    whole("rubbish as parquet", "k.parquet", b"PAR1" + b"x" * 99 + b"PAR1", "geen heel Parquet-bestand"),
    Bad(
        "bytes in parquet",
        {"k.parquet": costs_parquet([b"1"])},
        [("k.parquet, kolom bedrag_eur: geen kolom met losse",)],
    ),
    Bad(
        "lists in parquet",
        {"k.parquet": costs_parquet([[1]])},
        [("k.parquet, kolom bedrag_eur: geen kolom met losse",)],
    ),
    Bad(
        "NaN and infinity in parquet",
        {"k.parquet": costs_parquet([1.5, float("nan"), float("inf")])},
        [("k.parquet, regel 2 en 3, kolom bedrag_eur: geen getal", "nan, inf")],
    ),
    Bad(
        "truth in parquet",
        {"k.parquet": costs_parquet([True])},
        [("k.parquet, regel 1, kolom bedrag_eur: geen getal",)],
    ),
    excel("formula without value", without_values(), ("blad Kosten, rij 2, kolom E", "zonder berekende waarde")),
    excel(
        "error cell",
        book(
            (
                "Kosten",
                [*table(COSTS, ROW), ["GM0141", 2020, "groen", "begeleiding", ("=1/0", "#DIV/0!"), "begroting", "b"]],
            )
        ),
        ("blad Kosten, rij 3, kolom E", "een foutwaarde", "#DIV/0!"),
    ),
    excel(
        "date as amount",
        book(("Kosten", DATED)),
        ("blad Kosten, rij 2, kolom E (bedrag_eur): geen getal", "2020-01-01"),
    ),
    excel(
        "sheets that contradict",
        book(("Kosten", table(COSTS, ROW)), ("Kosten oud", table(COSTS, ROW.replace("1000,50", "8")))),
        ("blad Kosten oud, rij 2, kolom E", "staat ook op blad Kosten, rij 2", "met een andere waarde (1000,50)", "8"),
    ),
    whole(
        "too many sheets", "k.xlsx", book(*[(f"Blad{i}", table(COSTS, ROW)) for i in range(21)]), "te veel bladen", "21"
    ),
    excel(
        "every error at once",
        book(
            (
                "Kosten",
                table(
                    COSTS,
                    ROW.replace("2020", "20199"),
                    OTHER.replace("1000,50", "-1"),
                    OTHER.replace("GM0141", "Almeloo"),
                ),
            ),
            (
                "Aantallen",
                table(
                    LONG,
                    HEAD.replace("12", "1,5"),
                    HEAD.replace("wsw;beschut;12", "wsw;beschutt;1").replace("begroting", "begrotin"),
                ),
            ),
        ),
        ("blad Kosten, rij 2, kolom B (jaar): geen jaar", "20199"),
        ("blad Kosten, rij 3, kolom E (bedrag_eur): negatief bedrag",),
        ("blad Kosten, rij 4, kolom A (gemeente_code): gemeente onbekend", "bedoelde u “Almelo”?"),
        ("blad Aantallen, rij 2, kolom E (personen): geen heel aantal",),
        ("blad Aantallen, rij 3, kolom D (werkvorm): werkvorm onbekend", "bedoelde u “beschut”?"),
        ("blad Aantallen, rij 3, kolom F (status): onbekende status", "bedoelde u “begroting”?"),
    ),
    Bad(
        "errors of two files",
        {**cell("-1"), **persons(HEAD.replace("12", "PM")), "leeg.csv": b""},
        [
            ("kosten.csv, regel 3", "negatief"),
            ("aantallen.csv, regel 2", "PM bij een aantal"),
            ("leeg.csv, bestand", "leeg"),
        ],
    ),
)

MEANING = (
    *(
        Bad(
            f"unit {word}",
            costs(ROW, header=COSTS.replace("bedrag_eur", word)),
            [("regel 1, kolom 5", "niet in euro’s", word)],
        )
        for word in (
            "Bedrag x € 1.000",
            "Bedrag (x 1000)",
            "Bedrag in k€",
            "Bedrag (k euro)",
            "Bedrag (1.000 euro)",
            "Bedrag (€ 000)",
            "Bedrag in mln",
        )
    ),
    Bad(
        "thousands in a title",
        {"k.csv": text("Bedragen in duizenden euro’s", COSTS, ROW)},
        [("k.csv, regel 1, kolom 1", "niet in euro’s")],
    ),
    Bad(
        "thousands as a unit",
        costs(f"{ROW};€ 1.000", header=f"{COSTS};eenheid"),
        [("regel 2, kolom 8", "niet in euro’s")],
    ),
    amount("-1000", "negatief bedrag"),
    amount("(1.000,50)", "negatief bedrag"),
    amount("NaN", "geen getal"),
    amount("inf", "geen getal"),
    amount("1e400", "macht van tien"),
    amount("01234", "begint met een nul"),
    amount("1,2,3", "vreemde plaats"),
    amount("12a", "geen getal"),
    amount("€", "geen getal"),
    amount("1,5 %", "percentage"),
    amount("٣", "andere cijfers"),
    amount("9" * 30, "te groot"),
    amount("99999999999", "groter dan 10.000.000.000"),
    amount("=1+1", "geen getal"),
    amount("\u202e0001", "geen getal"),
    amount("10\u200b00", "geen getal"),
    amount("2020-01-01", "geen getal"),
    Bad(
        "amount 1.500 alone",
        {"k.csv": text(COSTS, ROW.replace("1000,50", "1.500"))},
        [("k.csv, regel 2, kolom bedrag_eur: op twee manieren te lezen", "1.500", "1500 of 1,5.")],
    ),
    Bad(
        "amount 1,500 twice",
        costs(ROW.replace("1000,50", '"1,500"'), OTHER.replace("1000,50", '"2,750"')),
        [("regel 2, kolom bedrag_eur: op twee",), ("regel 3, kolom bedrag_eur: op twee", "2750")],
    ),
    Bad(
        "two notations",
        costs(ROW.replace("1000,50", "1.000,50"), OTHER.replace("1000,50", "1,000.50")),
        [("regel 3, kolom 5", "een andere notatie dan “1.000,50” (regel 2, kolom 5)", "1,000.50")],
    ),
    count("12,5", "geen heel aantal", "fte"),
    count("12.25", "geen heel aantal"),
    count("-3", "negatief aantal"),
    count("PM", "PM bij een aantal"),
    count("1.500", "op twee manieren te lezen", "1500 of 1,5"),
    count("9999999", "groter dan"),
    count("1e3", "macht van tien"),
    row("gemeente unknown", "gemeente_code", "GM9999", "gemeente onbekend", "GM9999"),
    row("gemeente misspelt", "gemeente_code", "Almeloo", "bedoelde u “Almelo”?"),
    row("gemeente missing", "gemeente_code", "", "gemeente ontbreekt"),
    row("gemeente with a hidden sign", "gemeente_code", "GM01\u200b41", "gemeente onbekend"),
    row("all gemeenten", "gemeente_code", "alle", "gemeente onbekend"),
    row("year of five digits", "jaar", "20199", "geen jaar"),
    row("year before its time", "jaar", "1997", "geen jaar dat hier past", "1998"),
    row("year after its time", "jaar", "2101", "geen jaar dat hier past", "2100"),
    row("year missing", "jaar", "", "het jaar ontbreekt"),
    row("year is a day number", "jaar", "43831", "geen jaar"),
    row("year in other digits", "jaar", "２０２０", "geen jaar"),
    row("kostensoort misspelt", "kostensoort", "begelijding", "bedoelde u “begeleiding”?"),
    row("werkvorm misspelt", "werkvorm", "beschud", "bedoelde u “beschut”?"),
    row("werkvorm of staff", "werkvorm", "kader", "hoort niet bij groep wsw"),
    row("status missing", "status", "", "de status ontbreekt"),
    row("status misspelt", "status", "begrotting", "bedoelde u “begroting”?"),
    row("source missing", "bron", "", "de bron ontbreekt"),
    row("source is a formula", "bron", "=HYPERLINK(A1)", "een formule in plaats van tekst"),
    row("source calls a macro", "bron", "@SUM(1)", "een formule in plaats van tekst"),
    row("source adds", "bron", "+A1*2", "een formule in plaats van tekst"),
    row("source runs a command", "bron", "-cmd|' /C calc'!A0", "een formule in plaats van tekst"),
    row("source runs from right to left", "bron", "x\u202ey", "onzichtbaar teken"),
    row("source without end", "bron", "x" * 501, "langer dan 500 tekens"),
    Bad(
        "no status column",
        costs(ROW.replace(";begroting", ""), header=COSTS.replace(";status", "")),
        [("regel 1: kolom status ontbreekt",)],
    ),
    Bad(
        "no year column",
        costs(ROW.replace(";2020", ""), header=COSTS.replace(";jaar", "")),
        [("regel 1: kolom jaar ontbreekt",)],
    ),
    Bad(
        "two columns of one kind",
        costs(ROW + ";6", header=COSTS + ";Bedrag"),
        [("regel 1, kolom 8: twee kolommen bedrag_eur",)],
    ),
    Bad("heading again", costs(ROW, COSTS, OTHER), [("regel 3: de kop staat er nog een keer",)]),
    Bad(
        "year across impossible",
        {"k.csv": text("gemeente;werkvorm;kostensoort;2020;1901;status;bron", "Almelo;groen;overhead;1;2;begroting;b")},
        [("regel 1, kolom 5: geen jaar dat hier past", "1901")],
    ),
    Bad(
        "year across twice",
        {"k.csv": text("gemeente;werkvorm;kostensoort;2020;2020;status;bron", "Almelo;groen;overhead;1;2;begroting;b")},
        [("regel 1, kolom 5: deze kolom staat er twee keer",)],
    ),
    Bad("figure twice", costs(ROW, ROW), [("regel 3, kolom bedrag_eur: dit cijfer staat ook op regel 2",)]),
    Bad(
        "figure twice, otherwise",
        costs(ROW, ROW.replace("1000,50", "7")),
        [("regel 3", "staat ook op regel 2", "met een andere waarde (1000,50)")],
    ),
    Bad(
        "figure in two files",
        {"a.csv": text(COSTS, ROW), "b.csv": text(COSTS, ROW)},
        [("b.csv, regel 2", "staat ook op a.csv, regel 2")],
    ),
    Bad(
        "total too high",
        costs(ROW, OTHER, "Totaal;;;;2001,02;;"),
        [("regel 4, kolom 5: een totaal dat niet klopt", "2001", "2001,02")],
    ),
    Bad(
        "total of a gemeente",
        costs(ROW, OTHER, "Totaal Almelo;;;;5;;"),
        [("regel 4, kolom 5: een totaal dat niet klopt",)],
    ),
    Bad(
        "total at the right",
        {
            "k.csv": text(
                "gemeente;werkvorm;kostensoort;2020;2021;Totaal;status;bron", "Almelo;groen;overhead;1;2;4;begroting;b"
            )
        },
        [("regel 2, kolom 6: een totaal dat niet klopt", "tellen op tot 3", "4")],
    ),
    Bad(
        "key beside one",
        {"k.csv": text(KEYS, "gr_2019;Almelo;0,9;begroting;b")},
        [("k.csv, Sleutels: sleutel gr_2019, kolom aandeel: de aandelen tellen niet op tot 1",)],
    ),
    Bad(
        "share above one",
        {"k.csv": text(KEYS, "gr_2019;Almelo;1,5;begroting;b")},
        [("k.csv, regel 2, kolom aandeel: geen aandeel van 0 tot en met 1",)],
    ),
    Bad(
        "PM as a share",
        {"k.csv": text(KEYS, "gr_2019;Almelo;PM;begroting;b")},
        [("k.csv, regel 2, kolom aandeel: PM bij een aandeel",)],
    ),
    Bad(
        "key for one gemeente",
        {"k.csv": text(KEYS, "nieuw;Almelo;1;begroting;b")},
        [("k.csv, Sleutels: sleutel nieuw: gemeente", "ontbreekt")] * 5,
    ),
    Bad(
        "nobody lives there",
        {"k.csv": text(PEOPLE, "Almelo;2020;0;begroting;b")},
        [("k.csv, regel 2, kolom inwoners: kleiner dan 1",)],
    ),
    Bad(
        "gemeente without figures",
        {"k.csv": text("gemeente_code;gemeente", "GM0001;Nieuwstad")},
        [
            ("k.csv, Sleutels: sleutel gr_2019", "gemeente GM0001 ontbreekt"),
            ("k.csv, Inwoners: cel GM0001, 2020",),
            ("k.csv, Kosten: cel GM0001, 2020, begeleid_werken, begeleiding", "en op 25 andere plaatsen"),
        ],
        more=True,
    ),
    Bad(
        "gemeente of a known name",
        {"k.csv": text("gemeente_code;gemeente", "GM0001;Almelo")},
        [("k.csv, regel 2, kolom gemeente: zo heet gemeente GM0141 al",)],
    ),
    Bad(
        "code that means all",
        {"k.csv": text("gemeente_code;gemeente", "alle;Samen")},
        [("k.csv, regel 2, kolom gemeente_code", "alle gemeenten samen")],
    ),
    Bad(
        "code with signs",
        {"k.csv": text("gemeente_code;gemeente", "<b>;Samen")},
        [("k.csv, regel 2, kolom gemeente_code: geen code van een gemeente",)],
    ),
    Bad(
        "code and name disagree",
        costs(f"{ROW};Wierden", header=f"{COSTS};gemeente"),
        [("regel 2, kolom gemeente: code en naam zijn van twee gemeenten",)],
    ),
    Bad(
        "groep and werkvorm disagree",
        persons(HEAD.replace("wsw", "staf")),
        [("aantallen.csv, regel 2, kolom werkvorm: hoort niet bij groep staf",)],
    ),
    Bad(
        "day that is none",
        costs(f"{ROW};31-02-2020", header=f"{COSTS};kennisdatum"),
        [("regel 2, kolom kennisdatum: geen datum",)],
    ),
    Bad(
        "not a figure",
        persons(HEAD.replace(";12;", ";;")),
        [("aantallen.csv, regel 1", "geen enkel cijfer: elke cel is leeg")],
    ),
)

PERSONAL = (
    personal(
        "BSN in a source", costs(ROW.replace("Begroting", f"zie {BSN}")), "kosten.csv, regel 2, kolom G", IS_BSN, BSN
    ),
    personal(
        "BSN with dots", costs(ROW.replace("Begroting", "111.222.333")), "kosten.csv, regel 2, kolom G", IS_BSN, "222"
    ),
    personal(
        "BSN with dashes",
        costs(ROW.replace("Begroting", "1112-22-333")),
        "kosten.csv, regel 2, kolom G",
        IS_BSN,
        "22-3",
    ),
    personal("BSN among gemeenten", costs(ROW.replace("GM0141", BSN)), "kosten.csv, regel 2, kolom A", IS_BSN, BSN),
    personal("BSN as a year", costs(ROW.replace("2020", BSN)), "kosten.csv, regel 2, kolom B", IS_BSN, BSN),
    personal("BSN as a number of persons", persons(HEAD.replace(";12;", f";{BSN};")), "regel 2, kolom E", IS_BSN, BSN),
    personal(
        "BSN beside an amount", costs(ROW.replace("1000,50", f"bsn {BSN}")), "kosten.csv, regel 2, kolom E", IS_BSN, BSN
    ),
    personal(
        "BSN above the table", {"k.csv": text(f"dossier {BSN}", COSTS, ROW)}, "k.csv, regel 1, kolom A", IS_BSN, BSN
    ),
    personal("BSN below the table", costs(ROW, f"dossier {BSN}"), "kosten.csv, regel 3, kolom A", IS_BSN, BSN),
    personal(
        "BSN as a file name", {f"{BSN}.csv": text(COSTS, ROW)}, "bestand 1, naam van het bestand", "naar één mens", BSN
    ),
    personal(
        "BSN as a sheet name", {"k.xlsx": book((BSN, table(COSTS, ROW)))}, "k.xlsx, blad 1, naam", "naar één mens", BSN
    ),
    personal(
        "BSN on another sheet",
        {"k.xlsx": book(("Kosten", table(COSTS, ROW)), ("Lijst", [[int(BSN)]]))},
        "blad Lijst, rij 1, kolom A",
        IS_BSN,
        BSN,
    ),
    extra("BSN in a column", "dossier", BSN, "kosten.csv, regel 2, kolom H", IS_BSN),
    extra("BSN of eight digits", "dossier", SHORT_BSN, "kosten.csv, regel 2, kolom H", IS_BSN),
    extra(
        "day of birth in a column",
        "sinds",
        "12-03-1970",
        "regel 2, kolom H",
        "een datum die een geboortedatum kan zijn",
    ),
    extra(
        "day of birth in words",
        "sinds",
        "12 maart 1970",
        "regel 2, kolom H",
        "een datum die een geboortedatum kan zijn",
    ),
    extra("day of birth, short", "sinds", "12-03-70", "regel 2, kolom H", "een datum die een geboortedatum kan zijn"),
    extra("day of birth in a note", "opmerking 2", "geb. 1-2-1999", "regel 2, kolom H", "een geboortedatum"),
    personal(
        "e-mail address as a source",
        costs(ROW.replace("Begroting", "jan@almelo.nl")),
        "regel 2, kolom G",
        "een e-mailadres",
        "jan@",
    ),
    personal(
        "e-mail address among amounts",
        costs(ROW.replace("1000,50", "jan@almelo.nl")),
        "regel 2, kolom E",
        "een e-mailadres",
        "jan@",
    ),
    *map(
        heading,
        (
            "Naam",
            "Naam cliënt",
            "Voor- en achternaam",
            "Naam werknemer",
            "Medewerker",
            "BSN",
            "BSN-nummer",
            "Burger Service Nummer",
            "Sofinr",
            "Geboortedatum",
            "Geb. datum",
            "geboortejaar",
            "E-mail",
            "E-mailadres",
            "Telefoonnummer",
            "Cliëntnr",
            "Personeelsnummer",
            "Contactpersoon",
            "Woonadres",
            "Date of birth",
            "Last name",
        ),
    ),
)

BAD = (*FILES, *MEANING, *PERSONAL)
