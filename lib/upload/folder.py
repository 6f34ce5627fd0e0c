"""A folder with data/ and scenarios/ as it is handed in whole: its checked content, and each file by name and hash."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.store.publishing import HandedIn
from lib.tables.check import check_files, read_files
from lib.tables.columns import BY_NAME
from lib.tables.content import Content
from lib.tables.rows import Problem, Unsound

#: What a folder has, and how the names of the files in it end.
ROOMS = {"data": ".csv", "scenarios": ".toml"}
#: What lies in these folders besides and is no figure: the explanation, the database and what goes with it.
BESIDE = (".md", ".duckdb", ".wal", ".tmp")


@dataclass(frozen=True)
class Folder:
    """What a folder holds. `files` are those that were read, with their number of rows (of a TOML file its blocks, the
    parameters, measures and placements); `unused` those that nothing reads, by their path inside the folder."""

    content: Content
    files: tuple[HandedIn, ...]
    unused: tuple[str, ...]


def read_folder(home: Path) -> Folder:
    """Read and check a folder; what is recorded is what was read. Raises Unsound with every problem."""
    _refuse_other(home)
    raw, unread = read_files(home)
    content = check_files(raw, unread)
    return Folder(content, tuple(_handed_in(file, body, content) for file, body in raw.items()), _unused(home, raw))


def _refuse_other(home: Path) -> None:
    """A place without both folders is another place than was meant: not 22 times a missing file."""
    lacking = [f"{room}/" for room in ROOMS if not (home / room).is_dir()]
    if lacking:
        what = "dit is geen map" if not home.is_dir() else f"in deze map is geen {' en geen '.join(lacking)}"
        remedy = "geef de map waar data/ en scenarios/ in staan."
        raise Unsound([Problem(str(home), "map", what, home.name, remedy)])


def _handed_in(file: str, body: bytes, content: Content) -> HandedIn:
    return HandedIn(file, hashlib.sha256(body).hexdigest(), len(body), _rows(file, content))


def _rows(file: str, content: Content) -> int:
    name = Path(file)
    if name.suffix == ROOMS["data"]:
        return len(content.tables[name.stem])
    parsed = tomllib.loads(content.files[name.name])
    lists = [value for value in parsed.values() if isinstance(value, list)]
    return sum(len(blocks) for blocks in lists if all(isinstance(block, Mapping) for block in blocks))


def _unused(home: Path, raw: Mapping[str, bytes]) -> tuple[str, ...]:
    """A table under a name that no table has, a scenario that does not end in .toml, and what lies in a folder deeper."""
    paths = [path for room in ROOMS for path in sorted((home / room).iterdir())]
    names = [f"{path.parent.name}/{path.name}" for path in paths if not path.name.startswith(".")]
    return tuple(name for name in names if name not in raw and not name.endswith(BESIDE) and not _is_backup(name))


def _is_backup(name: str) -> bool:
    """A copy of the database that a renewal or a restore left, which is named after it."""
    return any(f"{ending}." in name for ending in BESIDE[1:])


def file_of(part: str) -> str:
    """Where a table of a release stands in a folder; the folder of the scenarios for what is no table."""
    return BY_NAME[part].file if part in BY_NAME else "scenarios"
