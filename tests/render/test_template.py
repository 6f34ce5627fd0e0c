"""An empty upload explains itself, offers the words of the release, and its example row counts for nothing."""

from dataclasses import replace

from openpyxl.worksheet.datavalidation import DataValidation

from lib.render.release_files import template_csv, template_xlsx
from lib.tables.columns import STATUSES
from lib.tables.content import Content
from tests.render.reading import book, csv_rows
from tests.render.test_release_download import HEADS, INFO


def validations(body: bytes, title: str) -> dict[str, DataValidation]:
    """Per column heading its drop-down."""
    sheet = book(body)[title]
    heads = {cell.column_letter: cell.value for cell in sheet[1]}
    return {
        heads[str(each.sqref).split(":")[0].rstrip("0123456789")]: each
        for each in sheet.data_validations.dataValidation
    }


def offered(body: bytes, title: str, column: str) -> list[str]:
    sheet, _, cells = validations(body, title)[column].formula1.partition("!")
    return [row[0].value for row in book(body)[sheet][cells]]


def test_sheets_and_columns(shipped: Content) -> None:
    made = book(template_xlsx(INFO, shipped))
    assert made.sheetnames == ["Leeswijzer", "Aantallen", "Kosten"]
    assert sorted(template_csv(INFO, shipped)) == ["aantallen.csv", "kosten.csv", "leesmij.txt"]
    for title in made.sheetnames[1:]:
        sheet = made[title]
        assert ";".join(cell.value for cell in sheet[1]) == HEADS[title.lower()]
        assert (sheet.freeze_panes, sheet.max_row) == ("A2", 2)
        assert sheet.column_dimensions["I"].width > 40


def test_the_example_row_is_marked_and_the_same_in_both_forms(shipped: Content) -> None:
    files = template_csv(INFO, shipped)
    made = book(template_xlsx(INFO, shipped))
    for title in ("Aantallen", "Kosten"):
        (row,) = csv_rows(files[f"{title.lower()}.csv"])
        assert row["status"] == "voorbeeld"
        cells = [cell.value for cell in made[title][2]]
        assert [str(cell).replace(".", ",") for cell in cells[:4]] == list(row.values())[:4]
        assert cells[5:] == list(row.values())[5:]
    assert csv_rows(files["kosten.csv"])[0]["bedrag_eur"] == "12500,50"


def test_the_example_shows_no_figure_of_the_release(shipped: Content) -> None:
    """A handed-in small number must not leave with a template."""
    rows = tuple({**row, "personen": 3, "toelichting": "geheim"} for row in shipped.tables["headcounts"])
    other = replace(shipped, tables={**shipped.tables, "headcounts": rows})
    assert template_csv(INFO, other) == template_csv(INFO, shipped)


def test_drop_downs_offer_the_words_of_the_release(shipped: Content) -> None:
    body = template_xlsx(INFO, shipped)
    assert set(validations(body, "Aantallen")) == {"gemeente_code", "groep", "werkvorm", "status"}
    assert set(validations(body, "Kosten")) == {"gemeente_code", "werkvorm", "kostensoort", "status"}
    assert offered(body, "Kosten", "gemeente_code") == [row["gemeente_code"] for row in shipped.tables["gemeenten"]]
    assert set(offered(body, "Kosten", "kostensoort")) == {row["kostensoort"] for row in shipped.tables["cost_types"]}
    assert set(offered(body, "Aantallen", "werkvorm")) == {row["werkvorm"] for row in shipped.tables["werkvormen"]}
    assert offered(body, "Aantallen", "groep") == ["wsw", "staf", "nieuw_beschut"]
    assert offered(body, "Aantallen", "status") == list(STATUSES)
    each = validations(body, "Kosten")["status"]
    assert (each.errorStyle, each.error[:4]) == ("warning", "Kies")
    assert str(each.sqref) == "F2:F1048576"


def test_a_region_of_342_gemeenten_fits_in_the_drop_down(shipped: Content) -> None:
    many = tuple({"gemeente_code": f"GM{i:04}", "gemeente": f"G{i}", "bron_id": "cbs_iv3"} for i in range(342))
    body = template_xlsx(INFO, replace(shipped, tables={**shipped.tables, "gemeenten": many}))
    assert offered(body, "Aantallen", "gemeente_code") == [row["gemeente_code"] for row in many]


def test_the_explanation_is_whole(shipped: Content) -> None:
    text = template_csv(INFO, shipped)["leesmij.txt"].decode("utf-8-sig")
    cells = "\n".join(
        str(cell) for row in book(template_xlsx(INFO, shipped))["Leeswijzer"].values for cell in row if cell
    )
    for told in (text, cells):
        for words in (
            "één tabel, één gemeente en één jaar",
            "blijft zoals het is",
            "PM is geen nul",
            "status voorbeeld",
            "geen persoonsgegevens",
            "met een komma (1234,50)",
            "release 3",
        ):
            assert words in told


def test_the_same_release_gives_the_same_template(shipped: Content) -> None:
    assert template_xlsx(INFO, shipped) == template_xlsx(INFO, shipped)
