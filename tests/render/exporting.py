"""Exports to look at: which routes, and how a test makes one by the command line."""

from pathlib import Path

from lib.__main__ import main

HOME = Path(__file__).parents[2]
ZERO, A, B, LATER = "ongewijzigd", "maatschappelijke_onderneming_2017", "akkoord_2020", "uitvoering_2021"
HALF_YEAR, LEAVING, UNPUBLISHED = "akkoord_2020_juli_2021", "rijssen_holten_alleen", "alternatief_rvc"
CODES = ("GM0141", "GM0163", "GM0183", "GM0189", "GM1700", "GM1742")
YEARS = range(2020, 2031)
CHANGED = {"schaalverlies": 0.11, "loonindex": 0.035, "achterstand_rijksindex": 0.004, "frictie_per_persoon": 9876.5}


def exported(database: Path, target: Path, a: str, b: str, *more: str, kind: str = "csv") -> Path:
    words = ["export", "--a", a, "--b", b, "--format", kind, "--out", str(target), "--database", str(database), *more]
    assert main(words) == 0
    return target
