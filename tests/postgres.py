"""A PostgreSQL of one's own, on a port that was free: python -m tests.postgres does nothing, the fixtures start it.

It takes a password, so that tests see whether one ever comes out.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from uuid import uuid4

from lib.store.lake import connection
from lib.store.lake.place import Lake

USER, PASSWORD = "routewijzer", "geheim-van-de-proef"
#: Where Debian puts the programs of a server.
DEBIAN = "/usr/lib/postgresql/*/bin/{}"


def let_go(lake: Lake) -> None:
    """Close the line that this process keeps, when there is one, so that the next act opens another."""
    line = connection._lines.pop(lake, None)
    if line is not None:
        line.close()


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is; None when this machine has none."""
    on_path = shutil.which(name)
    if on_path:
        return on_path
    found = sorted(Path("/").glob(DEBIAN.format(name).lstrip("/")))
    return str(found[-1]) if found else None


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Postgres:
    """`safe`: what is written is on the disk, as it is outside tests; without it a test is quicker."""

    def __init__(self, safe: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="routewijzer-postgres-"))
        self.port = free_port()
        # PostgreSQL refuses to run as root.
        self.user = _other_user() if os.geteuid() == 0 else None
        if self.user is not None:
            shutil.chown(self.folder, self.user)
        (self.folder / "wachtwoord").write_text(PASSWORD)
        (self.folder / "wachtwoord").chmod(0o644)
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        self.settings = (
            settings if safe else f"{settings} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        )
        sign_in = ["-A", "scram-sha-256", "--pwfile", str(self.folder / "wachtwoord")]
        self._run("initdb", "-D", str(self.folder / "data"), "-U", USER, "-E", "UTF8", "--no-sync", *sign_in)
        self.start()

    def start(self) -> None:
        self._control("-o", self.settings, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self, how: str = "fast") -> None:
        self._control("-m", how, "-w", "stop")

    def end(self) -> None:
        """Stop, and leave nothing."""
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql prints for a statement: rows alone."""
        command = [str(program("psql")), "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement, self.address(database)]
        environment = {**os.environ, "PGPASSWORD": PASSWORD}
        return subprocess.run(command, env=environment, check=True, text=True, capture_output=True).stdout.strip()

    def address(self, database: str, port: int | None = None) -> str:
        return f"host=127.0.0.1 port={port or self.port} user={USER} password={PASSWORD} dbname={database}"

    def lake(self, files: Path, port: int | None = None) -> Lake:
        """The place of a shared database that is not made yet; `port` is that of what stands in between."""
        name = f"meer_{uuid4().int}"
        self.sql(f"CREATE DATABASE {name}")
        return Lake(self.address(name, port), str(files))

    def copy(self, lake: Lake, files: Path) -> Lake:
        """The same with the content of another one, which nobody uses meanwhile."""
        let_go(lake)
        name = f"meer_{uuid4().int}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {name_of(lake)}")
        files.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(str(lake.files), files)
        self.sql(f"UPDATE ducklake_metadata SET value = '{files}/' WHERE key = 'data_path'", name)
        return Lake(self.address(name), str(files))

    def drop(self, lake: Lake) -> None:
        let_go(lake)
        self.sql(f"DROP DATABASE IF EXISTS {name_of(lake)} WITH (FORCE)")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), *arguments)

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(program(name)), *arguments]
        groups: list[str | int] | None = None if self.user is None else []
        subprocess.run(
            command,
            user=self.user,
            group=self.user,
            extra_groups=groups,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def name_of(lake: Lake) -> str:
    return lake.catalogue.rpartition("dbname=")[2]


def _other_user() -> str:
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
