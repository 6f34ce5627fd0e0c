"""Releases and views whose workbooks are looked at, each made once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release, make_release, open_release
from lib.comparison.view import View, compare_view, default_view, overrides
from lib.render.packing import Imprint
from lib.render.workbook.make import make_workbook
from lib.store.releases import ensure
from lib.tables.columns import PM
from lib.tables.content import Content
from tests.render.exporting import CHANGED, HALF_YEAR, LATER, LEAVING, UNPUBLISHED, ZERO, A, B
from tests.render.workbook.cells import Book, book

IMPRINT = Imprint("https://routewijzer.example/overzicht?a=1&b=2", datetime(2026, 11, 22, 8, 30))


@dataclass(frozen=True)
class Made:
    """A workbook, and the answers that it was made from."""

    answers: Answers
    body: bytes
    book: Book


Make = Callable[[str], Made]


#: Two gemeenten with values of their own, one of them of a one-off, and one that they all share.
OWN_POLICY = {
    "efficiency_eindwaarde@GM0163": 0.08,
    "efficiency_eindwaarde": 0.03,
    "meeropbrengst_akkoord@GM0141": -0.05,
    "frictie_per_persoon@GM0163": 9000.0,
    "behoud_na_2022": 0.4,
}
#: Words that a spreadsheet would take for something else.
NASTY = '=HYPERLINK("http://x.nl","klik")&<b>'
HOSTILE = Imprint(NASTY, datetime(2026, 1, 2), f"-{NASTY}")


def made(release: Release, view: View, imprint: Imprint = IMPRINT) -> Made:
    answers = Answers(release, view, compare_view(release, view))
    body = make_workbook(answers, imprint)
    return Made(answers, body, book(body))


@pytest.fixture(scope="session")
def strange_release(strange_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """With PM, a yearly measure, hostile words, and a gemeente without inhabitants."""
    path = tmp_path_factory.mktemp("strange") / "routewijzer.duckdb"
    ensure(path, strange_home)
    release = open_release(path)
    people = tuple(row for row in release.tables["population"] if row["gemeente_code"] != "GM0163")
    info = replace(release.info, name=NASTY, note=f"@{NASTY}", publisher=f"+{NASTY}")
    return replace(release, info=info, tables={**release.tables, "population": people})


@pytest.fixture(scope="session")
def small_release(release: Release, shipped: Content) -> Release:
    """Counted people, few of them in one werkvorm, and PM for one kostensoort."""
    counts = tuple(
        {**row, "status": "realisatie", "personen": 4 if row["werkvorm"] == "begeleid_werken" else row["personen"]}
        for row in shipped.tables["headcounts"]
    )
    costs = tuple(
        {**row, "bedrag_eur": PM if row["kostensoort"] == "materieel" else row["bedrag_eur"]}
        for row in shipped.tables["costs"]
    )
    return make_release(release.info, replace(shipped, tables={**shipped.tables, "headcounts": counts, "costs": costs}))


@pytest.fixture(scope="session")
def moved_release(release: Release, shipped: Content) -> Release:
    """The same figures as those of a base year one later."""
    tables = {
        name: tuple({**row, "jaar": row["jaar"] + 1} for row in shipped.tables[name] if row["jaar"] == 2020)
        for name in ("headcounts", "costs", "population")
    }
    settings = tuple(
        {**row, "waarde": "2021" if row["naam"] == "basisjaar" else row["waarde"]} for row in shipped.tables["settings"]
    )
    return make_release(release.info, replace(shipped, tables={**shipped.tables, **tables, "settings": settings}))


@pytest.fixture(scope="session")
def make(release: Release, strange_release: Release, request: pytest.FixtureRequest) -> Make:
    """The workbook of a view by name."""
    view = default_view(release)
    views = {
        "default": lambda: (release, view),
        "changed": lambda: (
            release,
            replace(
                view, a=B, b=LATER, key="inwoners", horizon=2030, overrides=overrides({**CHANGED, "prijsindex": 0.02})
            ),
        ),
        "own policy": lambda: (
            release,
            replace(view, people="participatie_2024", horizon=2030, overrides=overrides(OWN_POLICY)),
        ),
        "strange": lambda: (strange_release, replace(default_view(strange_release), a=B, b="vijfde", horizon=2030)),
        "nothing new": lambda: (release, replace(view, a=ZERO, b=A)),
        "same": lambda: (release, replace(view, a=B, b=B)),
        "small": lambda: (request.getfixturevalue("small_release"), view),
        "later": lambda: (
            release,
            replace(
                view, a=B, b=HALF_YEAR, key="inwoners", overrides=overrides({**CHANGED, "schaalverlies@GM1742": 0.02})
            ),
        ),
        "leaving": lambda: (
            release,
            replace(view, b=LEAVING, horizon=2030, overrides=overrides({"efficiency_eindwaarde@GM1742": 0.08})),
        ),
        "unpublished": lambda: (release, replace(view, b=UNPUBLISHED)),
        "moved": lambda: (request.getfixturevalue("moved_release"), view),
    }

    @cache
    def named(name: str) -> Made:
        of, chosen = views[name]()
        return made(of, replace(chosen, release=of.info.number), HOSTILE if name == "strange" else IMPRINT)

    return named
