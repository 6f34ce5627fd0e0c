"""A picture of what is shown: the same twice, and a word that changes is a line of its own in it."""

from pathlib import Path

import pytest

from lib.store.locations import DATABASE
from lib.web.blocks import guides
from tests.api.conftest import client
from tests.picture.outside import answer_text
from tests.picture.pages import added, go_to, opened, picture
from tests.picture.writing import Folder


@pytest.fixture(autouse=True)
def shown(first_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATABASE, str(first_database))


def page() -> str:
    return picture(go_to(opened({}), "toegankelijkheid"))


def test_a_page_is_the_same_twice_and_a_changed_word_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    before = page()
    assert page() == before
    text = guides.statement()
    word = max(text.partition("</h1>")[0].rpartition(">")[2].split(), key=len)
    assert text.count(f" {word}") == 1
    monkeypatch.setattr(guides, "statement", lambda: text.replace(f" {word}", " anders"))
    (line,) = added(before, page()).splitlines()
    assert " anders" in line and word not in line


def test_an_answer_is_the_same_twice_and_says_what_was_asked() -> None:
    address = "/api/v1/comparison/differences"
    texts = [answer_text(client(), address, {"horizon": year}) for year in ("2024", "2024", "2030")]
    assert texts[0] == texts[1]
    assert added(texts[0], texts[2]) and '"verschil_eur"' in texts[0]


def test_only_the_noise_of_numbers_and_what_differs_between_runs_is_left_out(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"/tmp/abc": "MAP"})
    for given, written in {
        "0.30000000000000004 0.3": "0.3 0.3",
        "-1234,56789012": "-1234,56789",
        "-1.2e-17 en 0.5": "0 en 0.5",
        "3.141592 GM0141 1.234.567": "3.141592 GM0141 1.234.567",
        "/tmp/abc/uit.csv 2026-03-26": "MAP/uit.csv 2026-03-26",
    }.items():
        assert folder.steady(given) == written
    folder.write("a/b", "tekst")
    assert (tmp_path / "a/b.txt").read_text("utf-8") == "tekst\n"
    with pytest.raises(FileExistsError):
        folder.write("a/b", "nog eens")
