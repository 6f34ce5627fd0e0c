"""The accessibility statement: its status, what was tested and how, what is known not to work, how to report."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lib import __version__
from lib.ui.html import Html, Row, block, name, table, text, words

FILE = Path(__file__).with_name("toegankelijkheid.toml")
TESTED, LIMITS = "getest", "beperking"


@cache
def told() -> Mapping[str, Any]:
    """The statement as the file holds it; every entry of `getest` names the test that holds it."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def statement() -> str:
    """The whole page."""
    found = told()
    return (
        f"<h1>De Routewijzer {text(found['status'])} aan {text(found['norm'])}</h1>"
        f'<p class="rw-sub">Programma versie {text(__version__)}. Eigen oordeel; geen onafhankelijk onderzoek.</p>'
        + _tested(found[TESTED])
        + _limits(found[LIMITS])
        + _report()
    )


def _tested(entries: list[Mapping[str, str]]) -> str:
    rows = [Row((name(each["wat"]), words(each["hoe"]))) for each in entries]
    inner = table(
        "Wat is getest en hoe", ["Wat", "Hoe"], rows, hidden_caption=True, style="rw-wrap rw-rows rw-close rw-guide"
    )
    return block("Wat is getest", f"{len(rows)} onderdelen, bij elke nieuwe versie opnieuw", inner)


def _limits(entries: list[Mapping[str, str]]) -> str:
    rows = [Row((name(each["wat"]), words(each["anders"]))) for each in entries]
    inner = table(
        "Bekende beperkingen",
        ["Beperking", "Wat u kunt doen"],
        rows,
        hidden_caption=True,
        style="rw-wrap rw-rows rw-close rw-guide",
    )
    return block("Wat nog niet goed is", f"{len(rows)} bekende beperkingen", inner)


def _report() -> str:
    return block(
        "Werkt er iets niet?",
        "",
        Html(
            '<p class="rw-text">Meld het bij de gemeente of organisatie van wie u de link kreeg. Noem de pagina, wat u wilde '
            "doen, en waarmee u werkt (telefoon of computer, browser, hulpmiddel). Stuur de link mee: daarin staan al uw "
            "keuzes. Vertel ook of u de cijfers op een andere manier nodig hebt.</p>"
        ),
    )
