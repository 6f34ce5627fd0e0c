"""Two routes beside each other: the tables of an export and of the API itself, with everything that a number needs beside
it: what the routes differ per gemeente, how sure the numbers are and where they come from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lib.api.evidence import (
    CERTAINTY,
    EQUAL_COSTS,
    GRIDS,
    PM_ITEMS,
    PUBLISHED,
    RANGES,
    certain,
    equal_costs,
    grids,
    pm_items,
    published,
    ranges,
)
from lib.api.formats import as_objects
from lib.api.operations import ROOT, Answer, AnswerPlan, ApiRequest, Operation
from lib.api.selection import ABOUT, GEMEENTE, HORIZON, PAIR, ROUTES, Selection
from lib.api.tables import TABLES, TEXT, WHOLE, Row, Table, api_table, entity, export_table, listing
from lib.comparison.answers import Answers
from lib.comparison.certainty import headcount_input, measure_input, weakest
from lib.comparison.release import Release
from lib.model.figures import ALL
from lib.render.export import SCHEMAS, SOORTEN, runs
from lib.tables.columns import PM
from lib.text import favour

PLACE = f"{ROOT}/comparison"
DIFFERENCES = api_table(
    "differences",
    (
        *("gemeente_code", "gemeente", "horizon", "saldo_a_eur", "saldo_b_eur", "verschil_eur", "voordelig_nadelig"),
        *("pm_posten_a", "pm_posten_b", *CERTAINTY),
    ),
)
PROVENANCE = api_table(
    "provenance", ("tabel", "scenario", "regel", "gemeente_code", "jaar_vanaf", "jaar_tot_en_met", *CERTAINTY)
)
AMOUNTS = ("bedrag_eur", "saldo_eur")
EXPORTS = {
    name: export_table(name, SCHEMAS[name], AMOUNTS if name == "costs" else ())
    for name in ("costs", "headcounts", "bridge", "switching", "readings", "uncertainty")
}
#: What stands in the place of an amount that is counted with another cell.
ELSEWHERE = "elders geteld"


def _operation(table: Table, answer: Callable[[Selection], Answer], around: Mapping[str, Any]) -> Operation:
    # What limits the rows, where a column can be limited.
    parameters = ROUTES if table is PROVENANCE else (*ROUTES, GEMEENTE, HORIZON)
    parameters = (*parameters, *PAIR) if table is EQUAL_COSTS else parameters
    name = f"comparison_{table.name}"
    return Operation(
        f"{PLACE}/{table.name}", name, table.title, table.explained, _plan(answer), parameters, table, around
    )


def _plan(answer: Callable[[Selection], Answer]) -> Callable[[ApiRequest], AnswerPlan]:
    def plan(request: ApiRequest) -> AnswerPlan:
        selection = Selection(request)
        return AnswerPlan(lambda: answer(selection), selection.identity)

    return plan


def _export(table: Table) -> Operation:
    """A table of the export, with the provenance of its numbers."""

    def answer(selection: Selection) -> Answer:
        data = selection.export(table.name)
        rows: tuple[Row, ...] = tuple(zip(*data.to_pydict().values(), strict=True))
        if any(field.worded for field in table.fields):
            rows = tuple(_with_words(selection.release, table, cells) for cells in rows)
        origin = [row for row in provenance(selection.answers) if row[0] == table.name]
        about = {**selection.about(), "herkomst": as_objects(PROVENANCE, origin)}
        return Answer(about, table, rows, data, selection.marks())

    return _operation(table, answer, {**ABOUT, "herkomst": listing(PROVENANCE.row_schema)})


def _with_words(release: Release, table: Table, cells: Row) -> Row:
    """No amount is PM, or counted with another cell because few people are in this one."""
    code, werkvorm = (cells[table.names.index(name)] for name in ("gemeente_code", "werkvorm"))
    word = ELSEWHERE if release.is_elsewhere(code, werkvorm) else PM
    return tuple(
        word if field.worded and cell is None else cell for field, cell in zip(table.fields, cells, strict=True)
    )


def _own(table: Table, rows: Callable[[Answers], Iterable[Row]]) -> Operation:
    """A table of the API itself."""

    def answer(selection: Selection) -> Answer:
        cells = selection.limit(table, rows(selection.answers))
        return Answer(selection.about(), table, cells, marks=selection.marks())

    return _operation(table, answer, ABOUT)


SUMMARY = entity(
    **ABOUT,
    gepubliceerd=PUBLISHED,
    bereik=listing(RANGES.row_schema),
    lezingen=listing(EXPORTS["readings"].row_schema),
    pm=listing(PM_ITEMS.row_schema),
    pm_posten=listing(entity(scenario=TEXT, aantal=WHOLE, welke=TEXT)),
    verschillen=listing(DIFFERENCES.row_schema),
    tabellen=TABLES,
)


def _summary(selection: Selection) -> Answer:
    answers = selection.answers
    pm = [(run.scenario.id, answers.pm(run)) for run in runs(answers.comparison)]
    tables = (RANGES, EXPORTS["readings"], PM_ITEMS, DIFFERENCES, *EXPORTS.values(), EQUAL_COSTS, PROVENANCE, GRIDS)
    readings = zip(*selection.export("readings").to_pydict().values(), strict=True)
    about = {
        **selection.about(),
        "gepubliceerd": published(answers),
        "bereik": as_objects(RANGES, selection.limit(RANGES, ranges(answers))),
        "lezingen": as_objects(EXPORTS["readings"], readings),
        "pm": as_objects(PM_ITEMS, pm_items(answers)),
        "pm_posten": [{"scenario": name, "aantal": int(answer.value), "welke": answer.formula} for name, answer in pm],
        "verschillen": as_objects(DIFFERENCES, selection.limit(DIFFERENCES, differences(answers))),
        "tabellen": [
            {"tabel": table.name, "titel": table.title, "adres": f"{PLACE}/{table.name}?{selection.query()}"}
            for table in dict.fromkeys(tables)
        ],
    }
    return Answer(about, marks=selection.marks())


def differences(answers: Answers) -> Iterator[Row]:
    """The rows of DIFFERENCES: what two routes differ, the numbers that most people come for."""
    release, comparison = answers.release, answers.comparison
    pm = [int(answers.pm(run).value) for run in (comparison.a, comparison.b)]
    for horizon in release.horizons:
        years = tuple(range(release.figures.base_year + 1, horizon + 1))
        for code in (*answers.codes, ALL):
            a, b = (answers.saldo(run, code, years).value for run in (comparison.a, comparison.b))
            difference = answers.difference(comparison.b, comparison.a, code, years)
            letter = favour(difference.value, 1, 2) or None
            yield (
                code,
                release.name(code),
                horizon,
                a,
                b,
                difference.value,
                letter,
                *pm,
                *certain(difference.certainty),
            )


def provenance(answers: Answers) -> tuple[Row, ...]:
    """The rows of PROVENANCE."""
    return (*_costs(answers), *_headcounts(answers), *_bridge(answers), *_differences(answers))


def _spans(answers: Answers) -> tuple[tuple[int, int], tuple[int, int]]:
    """The base year, and the years after it."""
    figures = answers.release.figures
    return (figures.base_year, figures.base_year), (figures.base_year + 1, figures.last_year)


def _costs(answers: Answers) -> Iterator[Row]:
    release, comparison = answers.release, answers.comparison
    for run in runs(comparison):
        for span in _spans(answers):
            for kind in release.figures.cost_types:
                certainty = answers.cost(run, ALL, kind.id, span[0]).certainty
                yield ("costs", run.scenario.id, kind.id, None, *span, *certain(certainty))
        for measure in run.scenario.measures:
            if measure.kind in SOORTEN:
                inputs = [measure_input(release, comparison, measure)]
                if measure.base == "wsw_personen":
                    inputs.append(headcount_input(release, "wsw"))
                span = (release.figures.base_year, release.figures.last_year)
                yield ("costs", run.scenario.id, measure.id, None, *span, *certain(weakest(inputs)))


def _headcounts(answers: Answers) -> Iterator[Row]:
    for run in runs(answers.comparison):
        for span in _spans(answers):
            for groep, count in (("wsw", answers.wsw), ("staf", answers.staff)):
                certainty = count(run, ALL, None, span[0]).certainty
                yield ("headcounts", run.scenario.id, groep, None, *span, *certain(certainty))


def _bridge(answers: Answers) -> Iterator[Row]:
    _, span = _spans(answers)
    for part in answers.comparison.bridge:
        yield ("bridge", None, part.id, None, *span, *certain(answers.part(part, ALL).certainty))


def _differences(answers: Answers) -> Iterator[Row]:
    """Switching values, readings and the spread are as sure as the difference that they are about."""
    first = answers.release.figures.base_year + 1
    for horizon in answers.release.horizons:
        for code in (*answers.codes, ALL):
            years = range(first, horizon + 1)
            certainty = answers.difference(answers.comparison.b, answers.comparison.a, code, tuple(years)).certainty
            for table in ("differences", "switching", "readings", "uncertainty"):
                yield (table, None, None, code, first, horizon, *certain(certainty))


COMPARISON = (
    Operation(
        PLACE,
        "comparison",
        "Twee routes naast elkaar",
        "Wat elke kant publiceerde en open liet, het bereik van elke route, vier uitersten (lezingen), de PM-posten met hun bewijs, het "
        "verschil in het rekenvoorbeeld, en waar de tabellen staan.",
        _plan(_summary),
        (*ROUTES, GEMEENTE, HORIZON),
        schema=SUMMARY,
    ),
    _own(RANGES, ranges),
    _own(PM_ITEMS, pm_items),
    _own(EQUAL_COSTS, equal_costs),
    _own(DIFFERENCES, differences),
    _own(PROVENANCE, provenance),
    _own(GRIDS, grids),
    *map(_export, EXPORTS.values()),
)
