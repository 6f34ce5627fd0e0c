"""Files that hold a part of a block: what they leave out stays, or goes when the whole block is replaced."""

from datetime import date
from typing import Any

import pytest

from lib.tables.columns import PM
from lib.tables.content import Content
from lib.tables.rows import Unsound
from lib.upload.draft import UploadDraft, read_both_ways, read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered
from tests.upload.bad_files import COSTS, LONG, text

TODAY = date(2024, 1, 1)
CODE = "GM0163"
HOUSING = ("GM0163;2020;beschut;huisvesting;100000;begroting;Begroting 2020",)
STAFF = "GM0163;2020;staf;kader;8;realisatie;Grootboek"
GREEN = "GM0163;2020;wsw;groen;40;realisatie;Grootboek"
Row = dict[str, Any]


def drafted(content: Content, header: str, *lines: str, replace: bool = False, today: date = TODAY) -> UploadDraft:
    options = Options("Control", today, replace=replace)
    return read_draft([Offered("opgave.csv", text(header, *lines))], content, options)


def rows(content: Content, table: str, year: int = 2020, code: str = CODE) -> dict[tuple[Any, ...], Row]:
    names = ("werkvorm", "kostensoort") if table == "costs" else ("groep", "werkvorm")
    found = (dict(row) for row in content.tables[table] if (row["gemeente_code"], row["jaar"]) == (code, year))
    return {tuple(row[name] for name in names): row for row in found}


@pytest.mark.parametrize(
    ("table", "header", "line", "cell"),
    [
        ("costs", COSTS, HOUSING[0], ("beschut", "huisvesting")),
        ("headcounts", LONG, GREEN, ("wsw", "groen")),
        ("headcounts", LONG, STAFF, ("staf", "kader")),
    ],
)
def test_what_a_file_leaves_out_stays(
    shipped: Content, table: str, header: str, line: str, cell: tuple[str, str]
) -> None:
    draft = drafted(shipped, header, line)
    before, after = rows(shipped, table), rows(draft.content, table)
    assert after.pop(cell)["status"] == line.split(";")[5]
    assert before.pop(cell) and after == before
    assert not [one for one in draft.warnings if "ontbreekt" in one.what]
    assert draft.absent == {(table, (CODE, 2020, *other)) for other in before}


def test_a_later_year_is_filled_in_bit_by_bit(shipped: Content) -> None:
    """Two files of half a year each are the whole year, in either order."""
    lines = [f"Almelo;2021;{werkvorm};{kind};7;realisatie;x" for werkvorm, kind in rows(shipped, "costs")]
    half = drafted(shipped, COSTS, *lines[:20]).content
    whole = drafted(half, COSTS, *lines[20:]).content
    assert len(rows(half, "costs", 2021, "GM0141")) == 20
    assert rows(whole, "costs", 2021, "GM0141") == rows(
        drafted(shipped, COSTS, *lines).content, "costs", 2021, "GM0141"
    )


def test_an_empty_cell_is_no_figure_and_stays(shipped: Content) -> None:
    across = "gemeente;jaar;werkvorm;huisvesting;overhead;status;bron"
    draft = drafted(shipped, across, "Hellendoorn;2020;beschut;1000;;begroting;x")
    before, after = rows(shipped, "costs"), rows(draft.content, "costs")
    assert after["beschut", "huisvesting"]["bedrag_eur"] == 1000
    assert after["beschut", "overhead"] == before["beschut", "overhead"]


@pytest.mark.parametrize(
    ("header", "line", "table", "value"),
    [(COSTS, HOUSING[0], "costs", PM), (LONG, GREEN, "headcounts", 0)],
)
def test_nobody_lends_status_or_source_to_what_goes(
    shipped: Content, header: str, line: str, table: str, value: Any
) -> None:
    draft = drafted(shipped, header, line, replace=True)
    filled = [row for row in rows(draft.content, table).values() if row["kennisdatum"] == TODAY]
    handed = [row for row in filled if row["status"] == line.split(";")[5]]
    assert len(handed) == 1 and len(filled) == len(draft.absent) + 1
    sources = {row["bron_id"]: row for row in draft.content.tables["sources"]}
    for row in filled:
        if row not in handed:
            assert row["bedrag_eur" if table == "costs" else "personen"] == value
            assert row["status"] == "aanname" and "Niet aangeleverd" in row["toelichting"]
            assert sources[row["bron_id"]]["titel"].startswith("Niet aangeleverd")


def test_what_went_once_does_not_change_again(shipped: Content) -> None:
    first = drafted(shipped, COSTS, *HOUSING, replace=True).content
    again = drafted(first, COSTS, *HOUSING, replace=True, today=date(2024, 2, 2))
    assert again.content.hash == first.hash


def test_a_replaced_later_year_holds_only_what_was_handed_in(shipped: Content) -> None:
    lines = [f"Almelo;2021;{werkvorm};{kind};7;realisatie;x" for werkvorm, kind in rows(shipped, "costs")]
    before = drafted(shipped, COSTS, *lines).content
    after = drafted(before, COSTS, lines[0], replace=True).content
    assert len(rows(after, "costs", 2021, "GM0141")) == 1
    assert after.tables["sources"] == before.tables["sources"]


def test_both_ways_are_read_at_once(shipped: Content) -> None:
    filling, replacing = read_both_ways(
        [Offered("opgave.csv", text(COSTS, *HOUSING))], shipped, Options("Control", TODAY)
    )
    assert isinstance(replacing, UploadDraft) and (filling.replace, replacing.replace) == (False, True)
    for one in (filling, replacing):
        alone = drafted(shipped, COSTS, *HOUSING, replace=one.replace)
        assert (one.content.hash, one.warnings) == (alone.content.hash, alone.warnings)


def test_a_whole_block_is_the_same_either_way(shipped: Content) -> None:
    lines = [f"Almelo;2020;{werkvorm};{kind};7;realisatie;x" for werkvorm, kind in rows(shipped, "costs")]
    draft, other = read_both_ways([Offered("opgave.csv", text(COSTS, *lines))], shipped, Options("Control", TODAY))
    assert other is None and draft.absent == frozenset()
    assert draft.content.hash == drafted(shipped, COSTS, *lines, replace=True).content.hash


def test_an_emptied_block_of_the_base_year_is_refused(shipped: Content) -> None:
    """Beside a block with figures; filling in leaves it as it was."""
    lines = (GREEN, "GM0141;2020;wsw;groen;;realisatie;Grootboek")
    assert rows(drafted(shipped, LONG, *lines).content, "headcounts", code="GM0141") == rows(
        shipped, "headcounts", code="GM0141"
    )
    with pytest.raises(Unsound, match="ontbreekt in het basisjaar"):
        drafted(shipped, LONG, *lines, replace=True)
    filling, replacing = read_both_ways([Offered("a.csv", text(LONG, *lines))], shipped, Options("Control", TODAY))
    assert filling.absent and isinstance(replacing, Unsound)
