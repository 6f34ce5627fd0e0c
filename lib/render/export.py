"""Comparison → the tables of an export, in full precision (design.md Command line; model.md §3, §5).

What is empty in a table is null: no amount (PM), no werkvorm, no switching value, nothing of its own where few people
are counted with another cell or gemeente.

Tables and bytes → files in their place: whole or not at all, and never over somebody else's; and the table beside those of
a comparison, of what differs from standaard.
"""

import contextlib
import errno
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import product
from math import isnan
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib.comparison.message import OWN_KEY_NAME, PEOPLE_NAME, STANDARD_KEY, own_assumptions, people_words
from lib.comparison.release import Release
from lib.comparison.view import View, parameter_of
from lib.model.comparison import Comparison, Switching
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.model.readings import ENDS, readings
from lib.model.scenario import Kind
from lib.model.uncertainty import uncertainty
from lib.render import FORMATS
from lib.render.table_files import PLAIN, csv_file, table_csv, table_parquet
from lib.store.file.workroom import put_folder, put_new, workroom
from lib.subjects.people.people import uitvoerder_name

TEXT, YEAR, NUMBER = pa.string(), pa.int64(), pa.float64()
#: Columns that hold no text.
YEARS = frozenset(("jaar", "horizon"))
NUMBERS = frozenset(
    [
        "bedrag_eur",
        "saldo_eur",
        "personen",
        "bijdrage_eur",
        "omslagwaarde",
        "omslagwaarde_structureel",
        "cumulatief_verschil_eur",
        "structureel_eur",
        "eenmalig_eur",
        "value",
        "waarde",
        "standaard",
    ]
)


def _schema(columns: str) -> pa.Schema:
    types = {**dict.fromkeys(NUMBERS, NUMBER), **dict.fromkeys(YEARS, YEAR)}
    return pa.schema([(name, types.get(name, TEXT)) for name in columns.split()])


#: The columns of each table, in their order.
SCHEMAS: dict[str, pa.Schema] = {
    "costs": _schema("scenario gemeente_code gemeente jaar werkvorm uitvoerder kostensoort soort bedrag_eur saldo_eur"),
    "headcounts": _schema("scenario gemeente_code gemeente jaar groep werkvorm uitvoerder personen"),
    "bridge": _schema("onderdeel gemeente_code gemeente jaar bijdrage_eur"),
    "switching": _schema("parameter gemeente_code horizon omslagwaarde binnen_bandbreedte omslagwaarde_structureel"),
    "readings": _schema("lezing_a lezing_b gemeente_code horizon structureel_eur eenmalig_eur"),
    "uncertainty": _schema("gemeente_code horizon percentiel cumulatief_verschil_eur"),
}
#: The tables about each route by itself.
OUTCOMES = ("costs", "headcounts")
#: What a frozen state holds besides: every number as it was shown, the sentences and choices, and the tables themselves.
STORED: dict[str, pa.Schema] = {
    "numbers": _schema("key block row column value shown unit status"),
    "texts": _schema("kind label text"),
    "grids": _schema("json"),
}
#: The soort of what a measure adds outside the kostensoorten.
SOORTEN: dict[Kind, str] = {"eenmalig": "incidenteel", "jaarlijks": "overig_structureel"}
#: The row that holds the share of draws in which B is cheaper.
CHEAPER = "kans_b_voordeliger"
Row = tuple[Any, ...]
Names = dict[tuple[int, int, int], str]


def export_tables(release: Release, comparison: Comparison) -> dict[str, pa.Table]:
    """Every table of SCHEMAS. Costs and headcounts hold A, B and the nulalternatief, each once."""
    return {name: export_table(name, release, comparison) for name in SCHEMAS}


def export_table(name: str, release: Release, comparison: Comparison) -> pa.Table:
    """One table of SCHEMAS; what compares has no rows where nothing of a route is published."""
    if comparison.unpublished and name not in OUTCOMES:
        return SCHEMAS[name].empty_table()
    rows = dict(zip(SCHEMAS, (_costs, _headcounts, _bridge, _switching, _readings, _uncertainty), strict=True))
    schema = SCHEMAS[name]
    return filled_table(schema, _without_numbers(schema, rows[name](release, comparison), release))


def _without_numbers(schema: pa.Schema, rows: Iterable[Row], release: Release) -> Iterator[Row]:
    """The rows; those of a gemeente that is counted with another have no number, instead of 0, and what is not published
    has none either."""
    code = schema.names.index("gemeente_code")
    numbers = [i for i, column in enumerate(schema) if column.type == NUMBER]
    for row in rows:
        away = row[code] in release.away
        yield tuple(None if i in numbers and (away or _is_unknown(value)) else value for i, value in enumerate(row))


def _is_unknown(value: Any) -> bool:
    return isinstance(value, float) and isnan(value)


def runs(comparison: Comparison) -> tuple[Projection, ...]:
    """A, B and the nulalternatief, each scenario once."""
    by_id = {run.scenario.id: run for run in (comparison.a, comparison.b, comparison.zero)}
    return tuple(by_id.values())


def filled_table(schema: pa.Schema, rows: Iterable[Row]) -> pa.Table:
    """Rows as a table; there is at least one."""
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema)


def _uitvoerders(release: Release, run: Projection) -> Names:
    """The name of the uitvoerder by [g, w, t]."""
    figures = release.figures
    return {
        (g, w, t): uitvoerder_name(release, run.scenario, gemeente.code, werkvorm.id, year)
        for g, gemeente in enumerate(figures.gemeenten)
        for w, werkvorm in enumerate(figures.werkvormen)
        for t, year in enumerate(figures.years.tolist())
    }


def _places(comparison: Comparison) -> Iterator[tuple[int, int, Row]]:
    """Each gemeente and year: g, t, and the columns that name them."""
    for g, gemeente in enumerate(comparison.figures.gemeenten):
        for t, year in enumerate(comparison.figures.years.tolist()):
            yield g, t, (gemeente.code, gemeente.naam, year)


def _costs(release: Release, comparison: Comparison) -> Iterator[Row]:
    for run in runs(comparison):
        names = _uitvoerders(release, run)
        for g, t, place in _places(comparison):
            yield from _cells(release, comparison, run, names, g, t, (run.scenario.id, *place))
            yield from _beside_cells(run, g, t, (run.scenario.id, *place))


def _cells(
    release: Release, comparison: Comparison, run: Projection, names: Names, g: int, t: int, start: Row
) -> Iterator[Row]:
    """C' of one gemeente and year. A cell that is PM or counted with another has no amount, unless known euros are
    allocated to it."""
    figures = comparison.figures
    for w, werkvorm in enumerate(figures.werkvormen):
        elsewhere = release.is_elsewhere(figures.gemeenten[g].code, werkvorm.id)
        for k, cost_type in enumerate(figures.cost_types):
            euros = float(run.costs[g, w, k, t])
            certain = euros != 0 or not (figures.pm[g, w, k] or elsewhere)
            amounts = (euros, cost_type.sign * euros + 0.0) if certain else (None, None)
            yield (*start, werkvorm.id, names[g, w, t], cost_type.id, cost_type.soort, *amounts)


def _beside_cells(run: Projection, g: int, t: int, start: Row) -> Iterator[Row]:
    """The eenmalige and jaarlijkse measures of one gemeente and year."""
    for measure in run.scenario.measures:
        if measure.kind in SOORTEN:
            saldo = float(run.direct[measure.id][g, t]) + 0.0
            yield (*start, None, None, measure.id, SOORTEN[measure.kind], abs(saldo), saldo)


def _headcounts(release: Release, comparison: Comparison) -> Iterator[Row]:
    figures = comparison.figures
    for run in runs(comparison):
        names = _uitvoerders(release, run)
        for g, t, place in _places(comparison):
            for groep, people in (("wsw", run.persons), ("staf", run.staff)):
                for w, werkvorm in enumerate(figures.werkvormen):
                    person = float(people[g, w, t])
                    few = release.is_elsewhere(place[0], werkvorm.id) if groep == "wsw" else g in figures.hidden_staff
                    count = None if few and person == 0 else person
                    yield (run.scenario.id, *place, groep, werkvorm.id, names[g, w, t], count)


def _bridge(release: Release, comparison: Comparison) -> Iterator[Row]:
    for part in comparison.bridge:
        for g, t, place in _places(comparison):
            if t > 0:
                yield (part.id, *place, float(part.contribution[g, t]) + 0.0)


def _switching(release: Release, comparison: Comparison) -> Iterator[Row]:
    for switching in comparison.switching_for(release.horizons):
        for code in switching.with_one_offs:
            yield _switching_row(switching, code)


def _switching_row(switching: Switching, code: str) -> Row:
    value, structural = switching.with_one_offs[code], switching.structural[code]
    in_band = None if value.value is None else ("ja" if value.in_band else "nee")
    return switching.parameter, code, switching.horizon, value.value, in_band, structural.value


def _readings(release: Release, comparison: Comparison) -> Iterator[Row]:
    """B − A with each route at each of its ends, per gemeente and horizon; no one-off where that of both routes is PM."""
    own = readings(comparison)
    unknown = all(release.one_off_is_pm(run.scenario) for run in (comparison.a, comparison.b))
    for horizon in release.horizons:
        for end_a, end_b in product(ENDS, ENDS):
            pairs = zip(*own.difference(end_a, end_b, horizon), strict=True)
            for code, (structural, one_off) in zip(comparison.codes, pairs, strict=True):
                single = None if unknown else float(one_off) + 0.0
                yield end_a, end_b, code, horizon, float(structural) + 0.0, single


def _uncertainty(release: Release, comparison: Comparison) -> Iterator[Row]:
    """Per gemeente and horizon every percentile, and the share of draws in which B is cheaper; PM items left out."""
    spread = uncertainty(comparison, release.draws, release.sampling, release.horizons, ALL)
    for i, code in enumerate(spread.codes):
        for h, horizon in enumerate(spread.horizons):
            for level, euros in zip(spread.sampling.percentiles, spread.percentiles[:, i, h].tolist(), strict=True):
                yield code, horizon, f"P{level:g}", euros + 0.0
            yield code, horizon, CHEAPER, float(spread.cheaper[i, h])


#: What the file of assumptions that differ is called, and its columns.
OWN = "assumptions"
OWN_SCHEMA = pa.schema(
    [*((name, TEXT) for name in ("parameter", "naam")), ("waarde", NUMBER), ("standaard", NUMBER)]
    + [(name, TEXT) for name in ("eenheid", "in_woorden")]
)
#: The tables that a folder of ours may hold.
KNOWN = SCHEMAS | STORED | {OWN: OWN_SCHEMA}
#: What is made is called in its workroom.
MADE = "nieuw"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class CannotExport(Exception):
    """The files cannot be written there; `melding` says why and what to do, in Dutch."""

    def __init__(self, melding: str) -> None:
        super().__init__(melding)
        self.melding = melding


#: A table as the bytes of a file of each format.
ENCODED: dict[str, Callable[[pa.Table], bytes]] = dict(
    zip(FORMATS, (partial(table_csv, notation=PLAIN), table_parquet), strict=True)
)


def own_rows(release: Release, view: View) -> list[tuple[Any, ...]]:
    """A row per assumption that differs, shares as a part of 1, and one for a chosen key and for where the people are,
    which have no number."""
    values = dict(view.overrides)
    rows: list[tuple[Any, ...]] = [
        (assumption.id, assumption.label, values[assumption.id], parameter.default, parameter.unit, assumption.words)
        for assumption in own_assumptions(release, view.overrides)
        for parameter in (parameter_of(release, assumption.id),)
    ]
    if view.key is not None:
        words = f"{release.key_label(view.key)} (standaard {STANDARD_KEY})"
        rows.append((view.key, OWN_KEY_NAME, None, None, "", words))
    if view.people is not None:
        rows.append((view.people, PEOPLE_NAME, None, None, "", people_words(release, view.people)))
    return rows


def own_table(release: Release, view: View) -> pa.Table | None:
    """The table of these rows; None when nothing differs."""
    rows = own_rows(release, view)
    return filled_table(OWN_SCHEMA, rows) if rows else None


def write_folder(tables: Mapping[str, pa.Table], format_: str, target: Path) -> None:
    """Write each table as <name>.<format> into the folder `target`, all of them or none.

    An earlier export or an empty folder is replaced. Raises CannotExport.
    """
    write_bytes({f"{name}.{format_}": ENCODED[format_](table) for name, table in tables.items()}, target)


def write_bytes(files: Mapping[str, bytes], target: Path) -> None:
    """The same with files that are made already: name → bytes. Raises CannotExport."""
    with explained(target):
        place = target.resolve()
        refuse_other(place, target)
        with workroom(place.parent) as room:
            put_folder(_folder(files, room), place, room / "oud")


def place_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write the files into a new or empty folder. Raises CannotExport when it holds anything or cannot be written."""
    with explained(target):
        place = target.resolve()
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise CannotExport(f"{target} bestaat al en is geen lege map. Kies een nieuwe of lege map.")
        with workroom(place.parent) as room:
            put_folder(_folder(files, room), place)


def place_file(body: bytes, target: Path) -> None:
    """Write a new file. Raises CannotExport when the place is taken or cannot be written."""
    with explained(target):
        place = target.resolve()
        with workroom(place.parent) as room:
            file = room / MADE
            file.write_bytes(body)
            try:
                put_new(file, place)
            except FileExistsError:
                raise CannotExport(f"{target} bestaat al. Kies een andere naam of verwijder het eerst.") from None


def _folder(files: Mapping[str, bytes], room: Path) -> Path:
    folder = room / MADE
    folder.mkdir()
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return folder


def refuse_other(place: Path, target: Path) -> None:
    """Raises CannotExport when `place` holds anything but an earlier export; `target` is its name for the reader."""
    if not place.exists():
        return
    if not place.is_dir():
        raise CannotExport(f"{target} bestaat al en is geen map. Kies een andere plek.")
    for path in sorted(place.iterdir()):
        if not _is_ours(path):
            raise CannotExport(
                f"De map {target} bestaat al en bevat iets anders dan een eerdere export, namelijk {path.name}. "
                "Kies een nieuwe of lege map."
            )


def _is_ours(path: Path) -> bool:
    """Whether a file has the name and the columns of one that we write."""
    if path.stem not in KNOWN or not path.is_file() or path.is_symlink():
        return False
    names = KNOWN[path.stem].names
    if path.suffix == ".csv":
        with path.open("rb") as file:
            return file.readline() == csv_file(names, (), PLAIN)
    with contextlib.suppress(pa.ArrowException):
        return path.suffix == ".parquet" and pq.read_schema(path).names == names
    return False


@contextlib.contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn what the machine says into a CannotExport in Dutch."""
    try:
        yield
    except OSError as error:
        raise CannotExport(_in_words(target, error)) from error


def _in_words(target: Path, error: Any) -> str:
    if error.errno in FULL:
        return f"De schijf met {target} is vol. Maak ruimte vrij of kies een andere plek. Er is niets half geschreven."
    if error.errno in FORBIDDEN:
        return f"Er mag niet geschreven worden op de plek {target}. Kies een andere plek of geef schrijfrechten."
    return f"De export kan niet op de plek {target} komen ({error.__class__.__name__}). Kies een andere plek."
