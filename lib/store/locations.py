"""Where things lie: the folder with data/ and scenarios/, and the database."""

import os
from pathlib import Path

#: Another folder with its own data/ and scenarios/; without it the shipped ones.
HOME = "ROUTEWIJZER_HOME"
DATABASE = "ROUTEWIJZER_DATABASE"
SHIPPED = Path(__file__).resolve().parents[2]


def home() -> Path:
    return Path(os.environ.get(HOME) or SHIPPED)


def database() -> Path:
    return Path(os.environ.get(DATABASE) or home() / "data" / "routewijzer.duckdb")
