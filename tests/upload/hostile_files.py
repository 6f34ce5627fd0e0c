"""Files that cost much to read, made from what the formats can say: addresses, counts, ranges, nesting, entities, page
sizes, dictionaries, compression. The same seed gives the same file."""

import functools
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.upload.raw_books import (
    NAMESPACE,
    RELATION,
    RawBook,
    RawSheet,
    costs,
    number,
    open_document,
    open_number,
    open_table,
)

File = tuple[str, bytes]
HEAD = "gemeente;jaar;werkvorm;kostensoort;bedrag_eur;status;bron"
ROWS = (5, 4_000, 65_536, 199_999, 1_048_576, 2**31, 10**12)
COLUMNS = ("B", "Z", "cv", "XFD", "ZZZ", "AAAA")


def hostile(seed: int) -> File:
    """One file; every kind comes once in as many seeds as there are kinds."""
    chance = random.Random(seed)
    return KINDS[seed % len(KINDS)](chance)


def _sheet(rows: str = "", more: str = "", before: str = "") -> RawSheet:
    return RawSheet("Kosten", costs(number("1250.5"), number("1000.5")) + rows, before, more)


def addresses(chance: random.Random) -> File:
    sheets = []
    for _ in range(chance.randint(1, 20)):
        row, column = chance.choice(ROWS), chance.choice(COLUMNS)
        given = f'r="{row}"' if chance.random() < 0.9 else ""
        sheets.append(_sheet(f'<row {given}><c r="{column}{chance.choice((row, row, 7))}"><v>1</v></c></row>'))
    named = [RawSheet(f"Kosten {i}", sheet.rows) for i, sheet in enumerate(sheets)]
    return "k.xlsx", RawBook(named).raw


def counts(chance: random.Random) -> File:
    count = chance.choice(("99999999999", "-1", "4294967295", "1e9", "9" * 5000, "300000000"))
    texts = f'<sst xmlns="{NAMESPACE}" count="{count}" uniqueCount="{count}"><si><t>a</t></si></sst>'
    styles = f'<styleSheet xmlns="{NAMESPACE}"><cellXfs count="{count}"><xf numFmtId="0"/></cellXfs></styleSheet>'
    book = RawBook([_sheet(f'<row r="9"><c r="A9" t="s"><v>{count}</v></c></row>')])
    names = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    more = "".join(
        f'<Relationship Id="x{kind}" Type="{RELATION}/{kind}" Target="{path}"/>' for kind, path in names.items()
    )
    relations = book.members["xl/_rels/workbook.xml.rels"].replace("</Relationships>", f"{more}</Relationships>")
    parts = {"xl/sharedStrings.xml": texts, "xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": relations}
    return "k.xlsx", RawBook(book.sheets, more=parts).raw


def ranges(chance: random.Random) -> File:
    many = chance.choice((10, 20_000))
    merged = "".join(
        f'<mergeCell ref="A{1 + i % 5}:{chance.choice(COLUMNS)}{chance.choice(ROWS[:4])}"/>' for i in range(many)
    )
    array = f'<row r="9"><c r="A9"><f t="array" ref="A9:CV{chance.choice(ROWS[:5])}">1</f></c></row>'
    return "k.xlsx", RawBook([_sheet(array * chance.randint(0, 1), f"<mergeCells>{merged}</mergeCells>")]).raw


def dimensions(chance: random.Random) -> File:
    rows = "".join(f'<row r="{9 + i}"><c r="A{9 + i}"><f>1</f></c></row>' for i in range(chance.choice((1, 30_000))))
    return "k.xlsx", RawBook([_sheet(rows, before='<dimension ref="A1:XFD1048576"/>')]).raw


def nesting(chance: random.Random) -> File:
    depth = chance.choice((1_000, 200_000))
    name = chance.choice(("c", "row", "is", "x", "f"))
    return "k.xlsx", RawBook([_sheet(f'<row r="9">{f"<{name}>" * depth}{f"</{name}>" * depth}</row>')]).raw


def entities(chance: random.Random) -> File:
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    outside = '<!ENTITY a11 SYSTEM "file:///etc/passwd">'
    kind = chance.choice((f'<!ENTITY a0 "ha">{laughs}', outside))
    member = chance.choice(("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    return "k.xlsx", RawBook([_sheet()], more={member: f"<!DOCTYPE x [{kind}]><x>&a11;</x>"}).raw


def compressed(chance: random.Random) -> File:
    """Much that is packed small: blanks, attributes, cells, members."""
    return _compressed(chance.randrange(4), chance.random() < 0.2)


@functools.cache
def _compressed(kind: int, members: bool) -> File:
    out = io.BytesIO()
    body = RawBook([_sheet()]).members
    filler = {
        0: lambda: " " * 150_000_000,
        1: lambda: f'<c r="A9" x="{"y" * 60_000_000}"/>',
        2: lambda: "<c><v>1</v></c>" * 3_000_000,
        3: lambda: '<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 400_000,
    }[kind]()
    sheet = body["xl/worksheets/sheet1.xml"].replace("</sheetData>", f"{filler}</sheetData>")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, xml in {**body, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(name), xml, zipfile.ZIP_DEFLATED, 1)
        for i in range(3_000 if members else 0):
            archive.writestr(zipfile.ZipInfo(f"xl/{i}"), b"")
    return "k.xlsx", out.getvalue()


def damaged(chance: random.Random) -> File:
    """A good file of any kind with some of its bytes changed, moved or cut."""
    name, raw = chance.choice(_good())
    body = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        body[chance.randrange(8, len(body))] = chance.choice((0, 1, 127, 255, chance.randrange(256)))
    if chance.random() < 0.2:
        del body[chance.randrange(len(body)) :]
    return name, bytes(body)


def repeats(chance: random.Random) -> File:
    many = chance.choice((1, 5_000, 10**6, 10**12))
    across = chance.choice(("number-columns-repeated", "number-rows-spanned", "number-columns-spanned"))
    row = f'table:number-rows-repeated="{chance.choice((1, 200_000, 10**9))}"'
    return "k.ods", open_document(open_table([open_number("1", f'table:{across}="{many}"')], row=row))


def open_nesting(chance: random.Random) -> File:
    depth = chance.choice((100, 100_000))
    name = chance.choice(("table:table", "text:p", "table:table-cell"))
    return "k.ods", open_document(open_table([f"<{name}>" * depth + f"</{name}>" * depth]))


def dictionaries(chance: random.Random) -> File:
    """Few long texts, used very often."""
    rows, size = chance.choice((1_000, 150_000)), chance.choice((100, 30_000, 2_000_000))
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * size]))
    columns = dict.fromkeys(HEAD.split(";")[: chance.randint(1, 7)], text)
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression=chance.choice(("zstd", "snappy", "gzip")))
    return "k.parquet", out.getvalue()


def pages(chance: random.Random) -> File:
    """Sizes that a Parquet file says of itself, changed."""
    out = io.BytesIO()
    figures = pa.array(range(chance.choice((10, 50_000))), pa.int64())
    pq.write_table(
        pa.table({"jaar": figures, "bedrag_eur": figures}), out, data_page_size=chance.choice((100, 1 << 20))
    )
    body = bytearray(out.getvalue())
    for _ in range(chance.randint(1, 6)):
        at = chance.choice(
            (chance.randrange(4, min(200, len(body))), len(body) - chance.randrange(9, min(300, len(body))))
        )
        body[at : at + 4] = chance.randbytes(4)
    return "k.parquet", bytes(body)


def texts(chance: random.Random) -> File:
    """A CSV of one long line, of very many cells, of quotes that do not end, of what patterns run on."""
    kind = chance.randrange(6)
    size = chance.choice((10_000, 300_000))
    long = {
        0: "a@" * size,
        1: "1." * size,
        2: '"' + "x;\r\n" * size,
        3: ";" * size,
        4: "\r\n".join(["1;" * 99] * (size // 100)),
        5: ";".join(["a." * 15_000 + "@"] * 7),
    }[kind]
    return "k.csv", f"{HEAD}\r\n{long}".encode()


def chains(chance: random.Random) -> File:
    """Old Excel whose sectors follow each other in circles, or whose records lie."""
    body = bytearray((Path(__file__).with_name("cases") / "24_werkmap.xls").read_bytes())
    for _ in range(chance.randint(1, 5)):
        at = chance.choice(
            (30, 44, 48, 60, 64, 68, 72, 76, 512, 516, 520, 1024, 1028, chance.randrange(512, len(body)))
        )
        body[at : at + 4] = chance.choice((0, 1, 2, 0xFFFFFFF0, chance.randrange(1 << 32))).to_bytes(4, "little")
    return "k.xls", bytes(body)


@functools.cache
def _good() -> list[File]:
    out = io.BytesIO()
    pq.write_table(pa.table({"gemeente": ["Almelo"], "jaar": [2021]}), out)
    cases = sorted(Path(__file__).with_name("cases").glob("24_*"))
    return [*((case.name, case.read_bytes()) for case in cases), ("k.parquet", out.getvalue())]


KINDS: tuple[Callable[[random.Random], File], ...] = (
    addresses,
    counts,
    ranges,
    dimensions,
    nesting,
    entities,
    damaged,
    repeats,
    open_nesting,
    dictionaries,
    pages,
    texts,
    chains,
    compressed,
)
