"""The two kinds of database beside each other, in turn: one file, and DuckLake on a PostgreSQL that writes to the disk."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from lib.comparison.release import open_release
from lib.store import locations
from lib.store.database import read
from lib.store.lake.place import Lake
from lib.store.locations import Database
from lib.store.parts import differences, sizes
from lib.store.publishing import publish
from lib.store.releases import current, ensure, load
from lib.tables.check import check_folder
from lib.tables.columns import BY_NAME
from lib.tables.content import SHIPPED, Content, in_grain_order
from tests.benchmarks.browser import chromium, compared
from tests.benchmarks.intake import many_figures
from tests.benchmarks.script import route_chosen, used
from tests.browser.conftest import ROOT, serving
from tests.people import beheerder
from tests.postgres import Postgres
from tests.postgres import name_of as catalogue_of
from tests.store.meddling import name_of

GEMEENTEN, YEARS, RELEASES = 342, 10, 20
#: How often each is done, after one that does not count; less often where it takes long.
OFTEN, RUNS, STEPS = 6, 2, 6
#: How many of the releases change one row of a small table.
SMALL = 5
FILE, SHARED = "één bestand", "DuckLake"
Places = Mapping[str, Database]
USED = "SELECT used_blocks * block_size FROM pragma_database_size()"
CATALOGUE = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def beside() -> None:
    """Publish, read and compare, with few figures and with many; the room that releases take; a step on a page."""
    server = Postgres(safe=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            few = check_folder(SHIPPED)
            what, places = made(server, Path(folder), few)
            acts(places, few, what, OFTEN)
            script_step(places, what)
            page_step(places, f"{what}, {current(places[FILE]).number} releases")
            many = of_years(many_figures(few, GEMEENTEN, 0)[0], YEARS)
            what, places = made(server, Path(folder), many)
            room_of_one(server, places, many, what)
            acts(places, many, what, RUNS)
            room_of_many(server, places, many, what)
    finally:
        server.end()


def made(server: Postgres, folder: Path, content: Content) -> tuple[str, Places]:
    """What the content is, and a database of each kind with the shipped release."""
    count = len(content.tables["gemeenten"])
    place = folder / str(count)
    place.mkdir()
    places = {FILE: place / "routewijzer.duckdb", SHARED: server.lake(place / "bestanden")}
    for database in places.values():
        ensure(database, SHIPPED)
    return f"{count} gemeenten, {len(content.tables['costs'])} bedragen", places


def of_years(content: Content, years: int) -> Content:
    """The persons in so many years, and costs that differ in each."""
    random = np.random.default_rng(1)
    tables = {
        name: [{**row, "jaar": row["jaar"] + i} for row in content.tables[name] for i in range(years)]
        for name in ("costs", "headcounts")
    }
    for row, amount in zip(tables["costs"], random.integers(10**6, size=len(tables["costs"])).tolist(), strict=True):
        row["bedrag_eur"] = amount
    ordered = {name: in_grain_order(BY_NAME[name], rows) for name, rows in tables.items()}
    return replace(content, tables={**content.tables, **ordered})


def noted(content: Content, table: str, column: str, first: int, count: int, text: str) -> Content:
    """The content with another text in some rows of a table."""
    rows = list(content.tables[table])
    for i in range(first, first + count):
        rows[i] = {**rows[i], column: text}
    found = replace(content, tables={**content.tables, table: tuple(rows)})
    # Known beforehand: who would be first otherwise does this for both.
    assert found.hash
    return found


def put(database: Database, content: Content) -> None:
    expected = current(database).number
    publish(database, content, name="m", note="m", by=beheerder("m"), files=[], expected=expected)


def told(what: str, taken: Mapping[str, list[float]], goal: str = "") -> None:
    """Medians, after one that does not count, and their ratio."""
    a, b = (statistics.median(taken[kind][1:]) for kind in (FILE, SHARED))
    print(f"{what}: {FILE} {a * 1e3:.0f} ms, {SHARED} {b * 1e3:.0f} ms: {b / a:.2f} ×{goal}", flush=True)


def in_order(places: Places, runs: int, act: Callable[[Database, int], object]) -> Mapping[str, list[float]]:
    taken: dict[str, list[float]] = {kind: [] for kind in places}
    for turn in range(runs + 1):
        for kind, database in places.items():
            start = time.perf_counter()
            act(database, turn)
            taken[kind].append(time.perf_counter() - start)
    return taken


def acts(places: Places, content: Content, what: str, runs: int) -> None:
    """Each release changes one cell of the costs."""
    made = [noted(content, "costs", "toelichting", 0, 1, f"ronde {turn}") for turn in range(runs + 1)]
    told(f"{what}: publiceren", in_order(places, runs, lambda place, turn: put(place, made[turn])), " (doel ≤ 5)")
    told(f"{what}: een release openen", in_order(places, runs, lambda place, _: open_release(place)))

    def compare(place: Database, _: int) -> None:
        last = current(place).number
        differences(load(place, last - 1), load(place, last))

    told(f"{what}: twee releases vergelijken", in_order(places, runs, compare))


def room(server: Postgres, database: Database) -> int:
    """Bytes in use: of the file, or of the files and of the tables of the catalogue together."""
    if not isinstance(database, Lake):
        return read(database, lambda connection: int(connection.execute(USED).fetchall()[0][0]))
    files = sum(file.stat().st_size for file in Path(str(database.files)).rglob("*") if file.is_file())
    server.sql("VACUUM FULL", catalogue_of(database))
    return files + int(server.sql(CATALOGUE, catalogue_of(database)))


def grown(server: Postgres, places: Places, contents: list[Content]) -> dict[str, float]:
    """Kilobytes for each release, per kind."""
    found = {}
    for kind, database in places.items():
        before = room(server, database)
        for content in contents:
            put(database, content)
        found[kind] = (room(server, database) - before) / len(contents) / 1e3
    return found


def room_told(what: str, found: Mapping[str, float]) -> None:
    print(f"{what}: " + ", ".join(f"{kind} {size:.0f} kB" for kind, size in found.items()), flush=True)


def room_of_one(server: Postgres, places: Places, content: Content, what: str) -> None:
    room_told(f"{what}: ruimte voor een eerste release", grown(server, places, [content]))


def room_of_many(server: Postgres, places: Places, content: Content, what: str) -> None:
    """So that there are as many releases as there are to be: most with other costs of one gemeente, some with one row."""
    of_one = len(content.tables["costs"]) // GEMEENTEN
    contents, changed = [], content
    for turn in range(RELEASES - SMALL - current(places[FILE]).number):
        changed = noted(changed, "costs", "toelichting", turn * of_one, of_one, f"aanlevering {turn}")
        contents.append(changed)
    room_told(f"{what}: ruimte voor een release met andere kosten van één gemeente", grown(server, places, contents))
    rows = [noted(changed, "sources", "titel", 0, 1, f"Bron {turn}") for turn in range(SMALL)]
    room_told(f"{what}: ruimte voor een release met één andere bron", grown(server, places, rows))
    told(
        f"{what}: lijst van {current(places[FILE]).number} releases",
        in_order(places, RUNS, lambda place, _: sizes(place)),
    )


def script_step(places: Places, what: str) -> None:
    """Another route on Overzicht, without a browser."""
    apps = {}
    for database in places.values():
        with used(database):
            apps[database] = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60).run()
            route_chosen(apps[database])

    def step(database: Database, _: int) -> None:
        with used(database):
            route_chosen(apps[database])

    told(f"{what}: script van Overzicht", in_order(places, OFTEN, step), " (doel ≤ 2)")


def page_step(places: Places, what: str) -> None:
    """The same as a person sees it in Chromium."""
    settings = [{locations.DATABASE: name_of(database)} for database in places.values()]
    with chromium() as started, serving(ROOT, settings[0]) as file, serving(ROOT, settings[1]) as shared:
        sides = compared(started, {FILE: file, SHARED: shared}, choice=True, steps=STEPS)
    told(
        f"{what}: keuze op Overzicht",
        {name: [ms / 1e3 for ms in side.times[1:]] for name, side in sides.items()},
        " (doel ≤ 2)",
    )
