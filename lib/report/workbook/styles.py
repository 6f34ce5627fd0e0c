"""How cells look: what may be changed is marked, and every number has the notation of its unit."""

from functools import cache
from typing import Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from lib.store.registry import EURO, unit_family

Kind = Literal["text", "wrapped", "euros", "cents", "difference", "each", "persons", "whole", "share", "factor", "year"]

#: A difference carries V or N beside its sign. Conditions stand in HIDDEN: programs differ on the sign of a number
#: whose format has one.
NUMBERS: dict[str, str] = {
    "euros": '#,##0;"−"#,##0;"0"',
    "cents": '#,##0.00;"−"#,##0.00;"0"',
    "difference": '+#,##0" V";"−"#,##0" N";"0"',
    "each": '+#,##0.00" V";"−"#,##0.00" N";"0"',
    "persons": "#,##0.0",
    "whole": "#,##0",
    "share": '0.0## %;"−"0.0## %',
    "factor": "0.0000",
    "year": "0",
}
#: What is less than this, either way, is rounded to nothing and shown as "0" without a sign or letter.
HIDDEN: dict[str, float] = {"euros": 0.5, "difference": 0.5, "cents": 0.005, "each": 0.005}
HEAD, INPUT, TOTAL, RULE = "#E4E9EE", "#FFF6CC", "#F3F5F7", "#B9C2CB"
INPUT_INK = "#10408A"


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, file: Workbook) -> None:
        self._file = file
        self.title = file.add_format({"bold": True, "font_size": 14})
        self.note = file.add_format({"font_color": "#444444"})
        self.head = file.add_format(
            {
                "bold": True,
                "bg_color": HEAD,
                "bottom": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "left",
                "indent": 1,
            }
        )
        self.head_number = file.add_format(
            {"bold": True, "bg_color": HEAD, "bottom": 1, "text_wrap": True, "valign": "vcenter", "align": "right"}
        )
        self.section = file.add_format({"bold": True, "top": 1, "top_color": RULE, "align": "left", "indent": 1})
        self.nothing = file.add_format({"num_format": '"0"'})
        self.aside = file.add_format({"align": "right", "valign": "top"})
        self.of = cache(self._of)

    def _of(self, kind: Kind, entered: bool = False, total: bool = False) -> Format:
        look: dict[str, object] = {"valign": "top"}
        if kind in NUMBERS:
            look |= {"num_format": NUMBERS[kind], "align": "right"}
        else:
            look |= {"text_wrap": kind == "wrapped", "align": "left", "indent": 1}
        if entered:
            look |= {
                "bg_color": INPUT,
                "font_color": INPUT_INK,
                "border": 1,
                "border_color": RULE,
                "align": "right",
                "indent": 0,
            }
        if total:
            look |= {"bold": True, "bg_color": TOTAL, "top": 1, "top_color": RULE}
        return self._file.add_format(look)


def kind_of_unit(unit: str) -> Kind:
    """The notation of a parameter."""
    return "cents" if unit_family(unit) == EURO else "share"
