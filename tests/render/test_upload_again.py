"""What the program hands out goes in again: a download changes nothing, a template says that it is still empty."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lib.render.release_files import README, release_xlsx, release_zip, template_csv, template_xlsx
from lib.store.releases import current
from lib.tables.columns import BY_NAME, PM
from lib.tables.content import Content, in_grain_order
from lib.tables.rows import Unsound
from lib.upload.draft import read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered

OPTIONS = Options("Een analist", date(2024, 5, 6))


def with_all_kinds(shipped: Content) -> Content:
    """The shipped content with cents, PM, a source that looks like a formula, and figures of a later year."""

    def row_of(i: int, row: Any) -> dict[str, Any]:
        return {
            **row,
            "bedrag_eur": PM if i % 7 == 3 else row["bedrag_eur"],
            "toelichting": "=SOM(A1)" if i == 5 else None,
        }

    costs = [row_of(i, row) for i, row in enumerate(shipped.tables["costs"])]
    costs += [{**row, "jaar": 2021, "status": "realisatie"} for row in costs]
    counts = [*shipped.tables["headcounts"], *({**row, "jaar": 2022} for row in shipped.tables["headcounts"])]
    tables = {"costs": costs, "headcounts": counts}
    return Content(
        {**shipped.tables, **{name: in_grain_order(BY_NAME[name], rows) for name, rows in tables.items()}},
        shipped.files,
    )


def files_of(kind: str, database: Path, content: Content) -> list[Offered]:
    info = current(database)
    if kind == "xlsx":
        return [Offered("release.xlsx", release_xlsx(info, content))]
    with zipfile.ZipFile(io.BytesIO(release_zip(info, content))) as archive:
        return [Offered(name, archive.read(name)) for name in archive.namelist() if name != README]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("all_kinds", [False, True])
def test_a_download_changes_nothing(kind: str, all_kinds: bool, first_database: Path, shipped: Content) -> None:
    content = with_all_kinds(shipped) if all_kinds else shipped
    draft = read_draft(files_of(kind, first_database, content), content, OPTIONS)
    assert draft.content.hash == content.hash
    assert draft.warnings == ()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_download_restores_another_release(kind: str, first_database: Path, shipped: Content) -> None:
    """Handed in upon other figures, a download brings back every figure that it holds."""
    other = Content(
        {
            **shipped.tables,
            "costs": tuple({**row, "bedrag_eur": 1, "toelichting": "anders"} for row in shipped.tables["costs"]),
        },
        shipped.files,
    )
    content = with_all_kinds(shipped)
    draft = read_draft(files_of(kind, first_database, content), other, OPTIONS)
    wanted = [(row["bedrag_eur"], row["status"], row["bron_id"], row["kennisdatum"]) for row in content.tables["costs"]]
    found = [
        (row["bedrag_eur"], row["status"], row["bron_id"], row["kennisdatum"]) for row in draft.content.tables["costs"]
    ]
    assert found == wanted


def test_an_empty_template_is_told_to_be_empty(first_database: Path, shipped: Content) -> None:
    info = current(first_database)
    files = [Offered("sjabloon.xlsx", template_xlsx(info, shipped))]
    files += [Offered(name, body) for name, body in template_csv(info, shipped).items() if name.endswith(".csv")]
    for file in files:
        with pytest.raises(Unsound) as refused:
            read_draft([file], shipped, OPTIONS)
        assert "geen cijfers" in str(refused.value)
