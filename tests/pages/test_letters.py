"""A letter V or N never stands in a table without its word beside it, and never in a sentence that has the word too."""

from __future__ import annotations

import html as entities
import re

import pytest

from tests.pages.apps import At, html

TABLE = re.compile(r'<table.*?</table></div>(?:<p class="rw-small">.*?</p>)?', re.DOTALL)
EXPLANATION = re.compile(r'<span class="rw-note">.*?</span></details>', re.DOTALL)
HIDDEN = re.compile(r'<caption class="?rw-hidden"?>.*?</caption>', re.DOTALL)


def words(part: str) -> str:
    return entities.unescape(re.sub(r"<[^>]+>", " ", part))


@pytest.mark.parametrize("page", ["overzicht", "kosten", "gevoeligheid", "terugblik", "verantwoording"])
def test_a_letter_stands_beside_its_word(at: At, page: str) -> None:
    body = EXPLANATION.sub("</details>", html(at(page)))
    tables = TABLE.findall(body)
    lettered = [table for table in tables if re.search(r"\d\s[VN]\b", words(table))]
    assert tables and (lettered or page in ("terugblik", "verantwoording"))
    for table in lettered:
        assert "voordelig" in words(HIDDEN.sub("", table)), words(table)[:200]
    assert not re.search(r"[−+]€\s[\d.,]+( miljoen)? [VN]\b", words(TABLE.sub("", body)))
