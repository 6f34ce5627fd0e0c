"""How a shared database is written, what messages call it, and what PostgreSQL's client is told besides."""

import re

import pytest

from lib.store.lake.place import Lake
from lib.store.locations import FILES, database_named
from tests.postgres import PASSWORD


@pytest.mark.parametrize(
    ("catalogue", "shown"),
    [
        ("host=pg.example dbname=routewijzer", "pg.example/routewijzer"),
        (f"host=pg.example port=5433 user=app password={PASSWORD} dbname=rw", "pg.example/rw"),
        (f"dbname = 'r w' password = '{PASSWORD} dbname=x' host = pg", "pg/r w"),
        (rf"password='{PASSWORD}\' dbname=x' dbname=rw", "postgres/rw"),
        (rf"password={PASSWORD}\ dbname=x host=pg", "pg"),
        (f"host=pg user=app password={PASSWORD}", "pg/app"),
        ("service=routewijzer", "routewijzer"),
        ("", "postgres"),
        (f"postgresql://app:{PASSWORD}@pg.example:5433/rw?sslmode=require", "pg.example:5433/rw"),
        (f"postgres://app:{PASSWORD}@pg/rw", "pg/rw"),
        ("postgresql://pg1:5432,pg2:5432/rw?target_session_attrs=read-write", "pg1:5432,pg2:5432/rw"),
        ("postgresql://[::1]:5432/rw", "[::1]:5432/rw"),
        ("postgresql:///rw?host=/run/postgresql", "postgres/rw"),
        # What somebody forgot to encode: nothing of it is shown.
        (f"postgresql://app:{PASSWORD}@{PASSWORD}@pg/rw", "postgres"),
        (f"postgresql://app:{PASSWORD}/{PASSWORD}@pg/rw", "postgres"),
        (f"postgresql://app:{PASSWORD}?{PASSWORD}@pg/rw", "postgres"),
        (f"postgresql://app:{PASSWORD}/rw", "postgres"),
        (f"postgresql://pg/rw?password=a@{PASSWORD}", "postgres"),
    ],
)
def test_the_name_shown_holds_no_password(catalogue: str, shown: str) -> None:
    lake = Lake(catalogue, "/srv/bestanden")
    assert str(lake) == f"ducklake:{shown}"
    assert PASSWORD not in f"{lake} {lake!r}"


def test_a_dead_line_is_noticed_in_either_form() -> None:
    words, address = Lake("host=pg dbname=rw").connection_string, Lake("postgresql://pg/rw").connection_string
    assert words.startswith("host=pg dbname=rw connect_timeout='5' ") and address.startswith(
        "postgresql://pg/rw?connect_timeout=5&"
    )
    for one in (words, address):
        for told in ("connect_timeout", "keepalives_idle", "keepalives_interval", "tcp_user_timeout", "options"):
            assert len(re.findall(rf"[ ?&]{told}=", one)) == 1
    assert "options=-c%20tcp_keepalives_idle%3D5%20" in address and " " not in address


@pytest.mark.parametrize("own", ["connect_timeout=30", "connect_timeout = 30", "options='-c search_path=rw'"])
def test_what_the_setting_says_itself_stays(own: str) -> None:
    name = own.split("=")[0].strip()
    told = Lake(f"host=pg {own}").connection_string
    assert told.startswith(f"host=pg {own} ") and f" {name}='" not in told.replace(own, "")


def test_the_same_for_an_address() -> None:
    told = Lake("postgresql://pg/rw?connect_timeout=30").connection_string
    assert told.startswith("postgresql://pg/rw?connect_timeout=30&") and told.count("connect_timeout") == 1


def test_where_the_files_lie_is_said_on_the_spot_or_by_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FILES, raising=False)
    assert database_named("ducklake:postgres:host=pg dbname=rw") == Lake("host=pg dbname=rw")
    monkeypatch.setenv(FILES, "/srv/bestanden")
    assert database_named("ducklake:postgres:host=pg") == Lake("host=pg", "/srv/bestanden")
    assert database_named("ducklake:postgres:host=pg", "s3://meer/map") == Lake("host=pg", "s3://meer/map")
