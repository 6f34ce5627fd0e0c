"""Exported folders, each made once."""

import re
import shutil
from pathlib import Path

import pytest

from lib.comparison.release import Release, open_release
from lib.store.releases import ensure
from tests.render.exporting import CHANGED, HOME, LATER, A, B, exported


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "routewijzer.duckdb"
    ensure(path, HOME)
    return path


@pytest.fixture(scope="session")
def release(database: Path) -> Release:
    return open_release(database)


@pytest.fixture(scope="session")
def both(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two routes on the table, all at standaard."""
    return exported(database, tmp_path_factory.mktemp("out") / "routes", A, B)


@pytest.fixture(scope="session")
def changed(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The other pair, with other assumptions and another key."""
    more = [word for name, value in CHANGED.items() for word in ("--set", f"{name}={value}")]
    return exported(
        database,
        tmp_path_factory.mktemp("out") / "changed",
        B,
        LATER,
        *more,
        "--set",
        "prijsindex=2 %",
        "--key",
        "inwoners",
    )


@pytest.fixture(scope="session")
def strange_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with PM among the costs, a measure of kind jaarlijks, and names that a spreadsheet takes for formulas."""
    home = tmp_path_factory.mktemp("home")
    for folder in ("data", "scenarios"):
        shutil.copytree(HOME / folder, home / folder, ignore=shutil.ignore_patterns("*.duckdb*"))
    replace(home / "data/costs.csv", r"(GM0163,2020,beschut,materieel),\d+", r"\1,PM")
    replace(home / "data/costs.csv", r"(,2020,groen,huisvesting),\d+", r"\1,PM")
    replace(home / "data/gemeenten.csv", "Almelo", '"=Almelo, stad"')
    replace(home / "scenarios/akkoord_2020.toml", 'label = "Buitendienst"', 'label = "+Buitendienst"')
    (home / "scenarios/vijfde.toml").write_text(FIFTH, "utf-8")
    return home


FIFTH = """
id = "vijfde"
basis = "akkoord_2020"
titel = "Vijfde"
korte_titel = "Vijfde"
in_zin = "de vijfde"
toelichting = "Om te toetsen."
vervalt = ["ruimtebesparing", "belastingen"]
bron_id = "persbericht_2020"

[[maatregel]]
id = "huur"
titel = "Huur"
soort = "jaarlijks"
richting = "-"
parameter = "frictie_per_persoon"
sleutel = "wsw_personen"
pad = { 2022 = "1/2", 2025 = 1 }
status = "aanname"
bron_id = "persbericht_2020"
toelichting = "Om te toetsen."
"""


def replace(path: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, path.read_text("utf-8"))
    assert count, f"{pattern} does not occur in {path}"
    path.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def strange(strange_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("strange") / "routewijzer.duckdb"
    ensure(path, strange_home)
    return exported(path, path.parent / "out", B, "vijfde")
