"""Where things lie: the folder with data/ and scenarios/, the database, and the settings that stay secret."""

import os
from pathlib import Path

from lib.store.lake.place import SCHEME, Lake

#: Another folder with its own data/ and scenarios/; without it the shipped ones.
HOME = "ROUTEWIJZER_HOME"
#: A file, or `ducklake:postgres:` with what follows it.
DATABASE = "ROUTEWIJZER_DATABASE"
#: With the latter: the folder or address of its files.
FILES = "ROUTEWIJZER_DATABASE_FILES"
SECRETS = "ROUTEWIJZER_SECRETS"
SHIPPED = Path(__file__).resolve().parents[2]
#: One file on this machine, or a place that several machines share.
Database = Path | Lake


def home() -> Path:
    return Path(os.environ.get(HOME) or SHIPPED)


def database() -> Database:
    named = os.environ.get(DATABASE)
    return database_named(named) if named else home() / "data" / "routewijzer.duckdb"


def database_named(name: str, files: str | None = None) -> Database:
    """The database of a name as people write it; `files` is where a shared one keeps its files, when they say so."""
    if name.startswith(SCHEME):
        return Lake(name.removeprefix(SCHEME), files or os.environ.get(FILES) or None)
    return Path(name)


def name_of(path: Database) -> str:
    """What a file made from the database is called."""
    return path.stem if isinstance(path, Path) else "routewijzer"


def secrets() -> Path:
    """The settings of signing in and the tokens, where Streamlit looks for them too."""
    return Path(os.environ.get(SECRETS) or SHIPPED / ".streamlit" / "secrets.toml")
