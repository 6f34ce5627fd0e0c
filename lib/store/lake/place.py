"""A database for several machines: a DuckLake with its catalogue in PostgreSQL and its files in a shared place."""

import re
from dataclasses import dataclass, field

#: How such a database is written; what follows is what PostgreSQL calls a connection string.
SCHEME = "ducklake:postgres:"
_URL = re.compile(r"postgres(ql)?://")
#: Who, at which machines, which database: nothing else may look like it, since what does not fit is not shown.
_HOST = r"(?:\[[\da-fA-F:.]+\]|[\w.%-]+)(?::\d+)?"
_SHOWN = re.compile(rf"postgres(?:ql)?://(?:[^@/?]*@)?((?:{_HOST}(?:,{_HOST})*)?)(?:/([\w.%-]*))?(?:\?[^@]*)?")
_SETTING = re.compile(r"(?<!\w)(\w++)\s*+=\s*+(?:'((?:[^'\\]|\\.)*)'|((?:[^\s\\]|\\.)+))")
#: How soon a line that is dead is noticed, on our side and on that of PostgreSQL. In seconds.
_QUIET, _AGAIN, _TIMES = 5, 2, 3
_LISTENING = {
    "connect_timeout": f"{_QUIET}",
    "keepalives_idle": f"{_QUIET}",
    "keepalives_interval": f"{_AGAIN}",
    "keepalives_count": f"{_TIMES}",
    "tcp_user_timeout": f"{1000 * (_QUIET + _AGAIN * _TIMES)}",
    "options": (
        f"-c tcp_keepalives_idle={_QUIET} -c tcp_keepalives_interval={_AGAIN} -c tcp_keepalives_count={_TIMES}"
    ),
}


@dataclass(frozen=True)
class Lake:
    """`catalogue` is the connection string of PostgreSQL, never shown because it can hold a password. `files` is the
    folder or address of the Parquet files, needed to make the database; afterwards the catalogue knows it."""

    catalogue: str = field(repr=False)
    files: str | None = None

    def __str__(self) -> str:
        """What messages call it."""
        if _URL.match(self.catalogue):
            shown = _SHOWN.fullmatch(self.catalogue)
            host, name = shown.groups() if shown else (None, None)
            return f"ducklake:{host or 'postgres'}/{name or ''}".rstrip("/")
        known = {name: quoted or plain for name, quoted, plain in _SETTING.findall(self.catalogue)}
        place = known.get("host", known.get("service", "postgres"))
        return f"ducklake:{place}/{known.get('dbname', known.get('user', ''))}".rstrip("/")

    @property
    def connection_string(self) -> str:
        """The same for PostgreSQL, so that a line that is dead is noticed; what the setting says itself stays."""
        if _URL.match(self.catalogue):
            told = [
                f"{name}={value.replace(' ', '%20').replace('=', '%3D')}"
                for name, value in _LISTENING.items()
                if f"{name}=" not in self.catalogue
            ]
            return self.catalogue + ("&" if "?" in self.catalogue else "?") + "&".join(told)
        known = {name for name, _, _ in _SETTING.findall(self.catalogue)}
        told = [f"{name}='{value}'" for name, value in _LISTENING.items() if name not in known]
        return " ".join([self.catalogue, *told])
