"""Comparison → the tables of an export, in full precision (design.md Command line; model.md §3, §5).

What is empty in a table is null: no amount (PM), no werkvorm, no switching value, nothing of its own where few people
are counted with another cell or gemeente.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from lib.analysis.people import uitvoerder_name
from lib.analysis.release import Release
from lib.model.comparison import Comparison, Switching
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.model.scenario import Kind
from lib.model.uncertainty import uncertainty

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
    "uncertainty": _schema("gemeente_code horizon percentiel cumulatief_verschil_eur"),
}
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
    """One table of SCHEMAS."""
    rows = dict(zip(SCHEMAS, (_costs, _headcounts, _bridge, _switching, _uncertainty), strict=True))
    schema = SCHEMAS[name]
    return filled_table(schema, _without_numbers(schema, rows[name](release, comparison), release))


def _without_numbers(schema: pa.Schema, rows: Iterable[Row], release: Release) -> Iterator[Row]:
    """The rows; those of a gemeente that is counted with another have no number, instead of 0."""
    code = schema.names.index("gemeente_code")
    numbers = [i for i, column in enumerate(schema) if column.type == NUMBER]
    for row in rows:
        away = row[code] in release.away
        yield tuple(None if away and i in numbers else value for i, value in enumerate(row))


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


def _uncertainty(release: Release, comparison: Comparison) -> Iterator[Row]:
    """Per gemeente and horizon every percentile, and the share of draws in which B is cheaper; PM items left out."""
    spread = uncertainty(comparison, release.draws, release.sampling, release.horizons, ALL)
    for i, code in enumerate(spread.codes):
        for h, horizon in enumerate(spread.horizons):
            for level, euros in zip(spread.sampling.percentiles, spread.percentiles[:, i, h].tolist(), strict=True):
                yield code, horizon, f"P{level:g}", euros + 0.0
            yield code, horizon, CHEAPER, float(spread.cheaper[i, h])
