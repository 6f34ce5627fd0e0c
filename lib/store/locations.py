"""This installation: where things lie (the folder with data/ and scenarios/, the database, the settings that stay secret),
which program computes, and whether a request comes from this machine."""

import hashlib
import ipaddress
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lib.store.lake.place import SCHEME, Lake
from lib.tables.content import SHIPPED

#: Another folder with its own data/ and scenarios/; without it the shipped ones.
HOME = "ROUTEWIJZER_HOME"
#: A file, or `ducklake:postgres:` with what follows it.
DATABASE = "ROUTEWIJZER_DATABASE"
#: With the latter: the folder or address of its files.
FILES = "ROUTEWIJZER_DATABASE_FILES"
SECRETS = "ROUTEWIJZER_SECRETS"
LIB = SHIPPED / "lib"
#: The layers that make numbers, and the words they are written in.
LAYERS = ("comparison", "model", "subjects", "text")
#: Headers that only a proxy adds: what comes through one may come from another machine.
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
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


@cache
def program_hash() -> str:
    """sha256 (hex) over the names and bytes of the program's own files, as they are when first asked."""
    digest = hashlib.sha256()
    for file in sorted(file for layer in LAYERS for file in (LIB / layer).rglob("*.py")):
        body = file.read_bytes()
        digest.update(f"{file.relative_to(LIB).as_posix()} {len(body)}\n".encode())
        digest.update(body)
    return digest.hexdigest()


def from_this_machine(ends: Iterable[tuple[str, int | None] | None], headers: Mapping[str, str]) -> bool:
    """Both ends of the connection and the name that was asked for are this machine, and no proxy stands between.

    `ends` are the addresses (name, port) of server and client, None for one that is not known; `headers` have names in
    lower case, or take them in any case.
    """
    names = [end[0] if end else "" for end in ends]
    return all(map(is_loopback, (*names, host_name(headers.get("host", ""))))) and not any(
        name in headers for name in FORWARDED
    )


def host_name(host: str) -> str:
    """A Host header without its port; empty when it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_loopback(name: str) -> bool:
    """Whether a name or address is that of this machine to itself."""
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
