"""Workbooks written by hand, part by part, so that each part can be as odd as programs make them."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = ("gemeente", "jaar", "werkvorm", "kostensoort", "bedrag_eur", "status", "bron")


def text(ref: str, value: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{value}</t></is></c>'


def costs(*amounts: str, above: int = 0) -> str:
    """Rows of costs of Almelo 2021, each with the XML of its amount, where {ref} is the place of the cell."""
    werkvormen = ("beschut", "groen", "groepsdetachering", "individuele_detachering", "begeleid_werken")
    rows = [
        f'<row r="{above + 1}">' + "".join(text(f"{c}{above + 1}", n) for c, n in zip("ABCDEFG", HEAD, strict=True))
    ]
    for i, amount in enumerate(amounts):
        at = above + i + 2
        cells = [text(f"A{at}", "Almelo"), f'<c r="B{at}"><v>2021</v></c>', text(f"C{at}", werkvormen[i])]
        cells += [text(f"D{at}", "begeleiding"), amount.replace("{ref}", f"E{at}")]
        rows.append(
            f'<row r="{at}">' + "".join([*cells, text(f"F{at}", "begroting"), text(f"G{at}", "Begroting 2021")])
        )
    return "</row>".join([*rows, ""])


def number(value: str) -> str:
    return f'<c r="{{ref}}"><v>{value}</v></c>'


@dataclass(frozen=True)
class RawSheet:
    """`rows` is what stands in sheetData; `before` and `after` stand around it."""

    name: str
    rows: str
    before: str = ""
    after: str = ""
    state: str = ""

    @property
    def xml(self) -> str:
        return f'<worksheet xmlns="{NAMESPACE}">{self.before}<sheetData>{self.rows}</sheetData>{self.after}</worksheet>'


@dataclass(frozen=True)
class RawBook:
    """`renamed`: path → path in the archive; `more`: other members."""

    sheets: Sequence[RawSheet]
    calculation: str = ""
    prefix: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"

    @property
    def members(self) -> dict[str, str]:
        sheets = "".join(
            f'<sheet name="{sheet.name}" sheetId="{i}" r:id="rId{i}"{f" state={chr(34)}{sheet.state}{chr(34)}" * bool(sheet.state)}/>'
            for i, sheet in enumerate(self.sheets, 1)
        )
        relations = "".join(
            f'<Relationship Id="rId{i}" Type="{RELATION}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(self.sheets) + 1)
        )
        book = (
            f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATION}"><sheets>{sheets}</sheets>{self.calculation}</workbook>'
        )
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        return {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{RELATION}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>',
            **{f"xl/worksheets/sheet{i}.xml": self._prefixed(one.xml) for i, one in enumerate(self.sheets, 1)},
            **self.more,
        }

    def _prefixed(self, xml: str) -> str:
        if not self.prefix:
            return xml
        named = re.sub(r"<(/?)([a-zA-Z])", rf"<\1{self.prefix}:\2", xml)
        return named.replace("xmlns=", f"xmlns:{self.prefix}=")

    @property
    def raw(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, xml in self.members.items():
                body = f'<?xml version="1.0" encoding="{self.encoding}"?>{xml}'.encode(self.encoding)
                archive.writestr(zipfile.ZipInfo(self.renamed.get(name, name)), body, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def open_document(content: str) -> bytes:
    """An OpenDocument of one content.xml, whose body is `content`."""
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    style = '<style:style style:name="weg" style:family="table"><style:table-properties table:display="false"/></style:style>'
    xml = (
        f"<office:document-content{spaces}><office:automatic-styles>{style}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(zipfile.ZipInfo("content.xml"), xml, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), "<manifest/>")
    return out.getvalue()


def open_table(amounts: Sequence[str], style: str = "", row: str = "") -> str:
    """A table of costs; each amount is the XML of its cell, `row` what the rows below the header say of themselves."""

    def cell(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    werkvormen = ("beschut", "groen", "groepsdetachering")
    rows = ["<table:table-row>" + "".join(map(cell, HEAD)) + "</table:table-row>"]
    for i, amount in enumerate(amounts):
        year = (
            '<table:table-cell office:value-type="float" office:value="2021"><text:p>2021</text:p></table:table-cell>'
        )
        cells = cell("Almelo") + year + cell(werkvormen[i]) + cell("begeleiding") + amount
        rows.append(f"<table:table-row {row}>{cells}{cell('begroting')}{cell('Begroting 2021')}</table:table-row>")
    return f'<table:table table:name="Kosten" table:style-name="{style}">{"".join(rows)}</table:table>'


def open_number(value: str, more: str = "") -> str:
    return (
        f'<table:table-cell {more} office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )
