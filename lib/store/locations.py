"""Where things lie: the folder with data/ and scenarios/, the database, and the settings that stay secret."""

import os
from pathlib import Path

#: Another folder with its own data/ and scenarios/; without it the shipped ones.
HOME = "ROUTEWIJZER_HOME"
DATABASE = "ROUTEWIJZER_DATABASE"
SECRETS = "ROUTEWIJZER_SECRETS"
SHIPPED = Path(__file__).resolve().parents[2]


def home() -> Path:
    return Path(os.environ.get(HOME) or SHIPPED)


def database() -> Path:
    return Path(os.environ.get(DATABASE) or home() / "data" / "routewijzer.duckdb")


def secrets() -> Path:
    """The settings of signing in and the tokens, where Streamlit looks for them too."""
    return Path(os.environ.get(SECRETS) or SHIPPED / ".streamlit" / "secrets.toml")
