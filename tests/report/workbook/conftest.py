"""Releases and views whose workbooks are looked at, each made once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.analysis.answers import Answers
from lib.analysis.release import Release, open_release
from lib.analysis.view import View, compare_view, default_view, overrides
from lib.report.imprint import Imprint
from lib.report.workbook import make_workbook
from lib.store.content import Content
from lib.store.releases import ensure
from lib.store.tables import PM
from tests.report.exporting import CHANGED, LATER, ZERO, A, B
from tests.report.workbook.cells import Book, book

IMPRINT = Imprint("https://routewijzer.example/overzicht?a=1&b=2", datetime(2026, 11, 22, 8, 30))


@dataclass(frozen=True)
class Made:
    """A workbook, and the answers that it was made from."""

    answers: Answers
    body: bytes
    book: Book


Make = Callable[[str], Made]


def made(release: Release, view: View) -> Made:
    answers = Answers(release, view, compare_view(release, view))
    body = make_workbook(answers, IMPRINT)
    return Made(answers, body, book(body))


@pytest.fixture(scope="session")
def strange_release(strange_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    path = tmp_path_factory.mktemp("strange") / "routewijzer.duckdb"
    ensure(path, strange_home)
    return open_release(path)


def handed_in(folder: Path, database: Path, content: Content, year: int, base_year: int | None) -> Release:
    """The figures again as realisatie of a year, with small numbers in one werkvorm and PM in one kostensoort."""
    costs = ["gemeente_code;jaar;werkvorm;kostensoort;bedrag_eur;status;bron"]
    for row in content.tables["costs"]:
        amount = PM if row["kostensoort"] == "materieel" else row["bedrag_eur"] + 1000
        told = (row["gemeente_code"], year, row["werkvorm"], row["kostensoort"], amount, "realisatie", "Jaarrekening")
        costs.append(";".join(map(str, told)))
    counts = ["gemeente_code;jaar;groep;werkvorm;personen;status;bron"]
    for row in content.tables["headcounts"]:
        small = 4 if row["werkvorm"] == "begeleid_werken" else row["personen"]
        told = (row["gemeente_code"], year, row["groep"], row["werkvorm"], small, "realisatie", "Jaarrekening")
        counts.append(";".join(map(str, told)))
    paths = folder / "kosten.csv", folder / "aantallen.csv"
    for path, lines in zip(paths, (costs, counts), strict=True):
        path.write_text("\n".join(lines), encoding="utf-8")
    moved = [] if base_year is None else ["--base-year", str(base_year)]
    words = [*map(str, paths), *moved, "--note", "=1+1", "--accept-warnings", "--database", str(database)]
    assert main(["publish", *words]) == 0
    return open_release(database)


@pytest.fixture(scope="session")
def small_release(database: Path, shipped: Content, tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("small")
    copy = folder / "routewijzer.duckdb"
    copy.write_bytes(database.read_bytes())
    return handed_in(folder, copy, shipped, 2020, None)


@pytest.fixture(scope="session")
def moved_release(database: Path, shipped: Content, tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("moved")
    copy = folder / "routewijzer.duckdb"
    copy.write_bytes(database.read_bytes())
    return handed_in(folder, copy, shipped, 2021, 2021)


@pytest.fixture(scope="session")
def make(release: Release, strange_release: Release, request: pytest.FixtureRequest) -> Make:
    """The workbook of a view by name."""
    view = default_view(release)
    views = {
        "default": lambda: (release, view),
        "changed": lambda: (
            release,
            replace(view, a=B, b=LATER, key="inwoners", horizon=2030, overrides=overrides({**CHANGED, "prijsindex": 0.02})),
        ),
        "strange": lambda: (strange_release, replace(default_view(strange_release), a=B, b="vijfde", horizon=2030)),
        "nothing new": lambda: (release, replace(view, a=ZERO, b=A)),
        "same": lambda: (release, replace(view, a=B, b=B)),
        "small": lambda: (request.getfixturevalue("small_release"), view),
        "moved": lambda: (request.getfixturevalue("moved_release"), view),
    }

    @cache
    def named(name: str) -> Made:
        of, chosen = views[name]()
        return made(of, replace(chosen, release=of.info.number))

    return named
