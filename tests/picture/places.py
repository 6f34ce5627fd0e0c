"""What a picture is taken of: the views, and two databases: the shipped figures, and one in which much has happened."""

import io
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from lib import __version__
from lib.__main__ import main
from lib.comparison.release import Release, open_release
from lib.comparison.view import View, default_view
from lib.render.frozen import NUMBERS, frozen_tables
from lib.render.table_files import table_parquet
from lib.store.releases import ensure
from lib.store.saved_views import Program, freeze, keep, withdraw_verkenning
from lib.subjects.saved_views import verkenning_of, write_view
from lib.tables.check import check_folder
from lib.tables.content import SHIPPED
from lib.web.state import full_link
from tests.folders import add_event, add_route, add_source, change_parameter, remove_row
from tests.pages.test_handed_in import YEAR, files
from tests.people import beheerder
from tests.picture import pinned
from tests.render.exporting import CODES, LATER, ZERO, A, B

OWN = (("frictie_per_persoon", 9876.5), ("loonindex", 0.035), ("schaalverlies", 0.11))
SOMBRE = (("schaalverlies", 0.08),)
#: Every way in which the pages are looked at; each changes the view that a release opens with.
VIEWS: dict[str, Callable[[View], View]] = {
    "standaard": lambda view: view,
    "gemeente": lambda view: replace(view, gemeente=CODES[1]),
    "ongewijzigd": lambda view: replace(view, a=ZERO),
    "omgewisseld": lambda view: replace(view, a=B, b=A),
    "later": lambda view: replace(view, b=LATER, horizon=2030),
    "gelijk": lambda view: replace(view, a=B, b=B),
    "inwoner": lambda view: replace(view, expression="per_inwoner", key="inwoners"),
    "persoon": lambda view: replace(view, gemeente=CODES[0], expression="per_wsw_persoon", horizon=2030),
    "mensen": lambda view: replace(
        view, people="participatie_2024", overrides=(("efficiency_eindwaarde@GM0163", 0.11),)
    ),
    "eigen": lambda view: replace(view, overrides=OWN, pm=True, opinions=(SOMBRE, (("loonindex", 0.02),))),
    "alles": lambda view: replace(
        view, b=LATER, horizon=2030, gemeente=CODES[5], expression="per_inwoner", key="inwoners", overrides=OWN
    ),
}
#: What frozen states and documents are made of; the last three are printed in every kind.
FROZEN = ("gemeente", "omgewisseld", "gelijk", "standaard", "eigen", "alles")
IN_EVERY_KIND = FROZEN[-3:]


@dataclass(frozen=True)
class Places:
    """`plain` has the shipped release alone; `full` three releases, verkenningen and frozen states. `home` is the folder
    of the second release, `handed` are the files of the third."""

    plain: Path
    full: Path
    home: Path
    handed: tuple[str, ...]


def address(release: Release, view: View) -> dict[str, str]:
    """What a link says of a view."""
    return dict(parse_qsl(urlsplit(full_link(release, view)).query))


def places_in(folder: Path) -> Places:
    """The places that `make_places` made there."""
    handed = tuple(str(folder / "handed" / name) for name in ("kosten.csv", "aantallen.csv"))
    return Places(folder / "plain.duckdb", folder / "full.duckdb", folder / "home", handed)


def make_places(folder: Path) -> Places:
    """Make both databases in an empty folder."""
    places = places_in(folder)
    ensure(places.plain, SHIPPED)
    shutil.copy(places.plain, places.full)
    _look_at_first(places.full)
    pinned.turn_days(1)
    _publish_folder(places)
    _freeze(places.full, "Na de tweede release", default_view(open_release(places.full)))
    pinned.turn_days(2)
    Path(places.handed[0]).parent.mkdir()
    files(Path(places.handed[0]).parent, check_folder(SHIPPED), YEAR)
    _run("publish", *places.handed, "--note", "Rekening", "--by", "Kim", "--accept-warnings", "--database", places.full)
    pinned.turn_days(3)
    return places


def _look_at_first(path: Path) -> None:
    """Verkenningen and frozen states on the first release, of which the last was written by another program."""
    release = open_release(path)
    view = default_view(release)
    for name, overrides in (("Somber over schaal", SOMBRE), ("Vergissing", OWN)):
        chosen = replace(view, overrides=overrides)
        now = pinned.Clock.now()
        keep(path, verkenning_of(chosen, name=name, note="Wat als?", author="Kim", made_at=now), by=beheerder("Kim"))
    withdraw_verkenning(path, 2, note="Vergist", by=beheerder("Kim"))
    for name in FROZEN:
        _freeze(path, f"Stand {name}", VIEWS[name](view))
    _freeze(path, "Ander programma", view, _with_another_number(frozen_tables(release, view)))


def _with_another_number(tables: dict[str, bytes]) -> dict[str, bytes]:
    """The tables as a program stored them that wrote the first number another way."""
    table = pq.read_table(io.BytesIO(tables[NUMBERS]))
    first, *others = table.to_pylist()
    rows = [{**first, "shown": "€ 1 anders", "value": 1.0}, *others]
    return {**tables, NUMBERS: table_parquet(pa.Table.from_pylist(rows, table.schema))}


def _freeze(path: Path, name: str, view: View, tables: dict[str, bytes] | None = None) -> None:
    release = open_release(path, view.release)
    freeze(
        path,
        tables or frozen_tables(release, view),
        name=name,
        note=f"Over {name.lower()}",
        by=beheerder("De griffier"),
        release=release.info,
        view=write_view(view),
        program=Program(__version__, "fe" * 32 if tables else pinned.PROGRAM),
    )


def _publish_folder(places: Places) -> None:
    for name, kind in (("data", "*.csv"), ("scenarios", "*.toml")):
        (places.home / name).mkdir(parents=True)
        for file in (SHIPPED / name).glob(kind):
            shutil.copy(file, places.home / name)
    for change in (add_route, change_parameter, add_source, add_event, remove_row):
        change(places.home)
    words = ("--note", "Schaal", "--by", "Sam", "--accept-warnings", "--database", places.full)
    _run("publish", "--folder", places.home, *words)


def _run(*words: object) -> None:
    code, said = run(*words)
    assert code == 0, said


def run(*words: object) -> tuple[int, str]:
    """A command inside this process: how it ended, and all that it said."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        try:
            code = main([str(word) for word in words])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return code, out.getvalue()
