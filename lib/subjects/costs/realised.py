"""Handed-in figures of years after the base year: they stand beside the projection and never enter it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lib.comparison.answers import Answers
from lib.comparison.cells import codes_in_view, named_routes, place_name, scaled
from lib.comparison.certainty import Certainty, row_input, weakest
from lib.comparison.grid import Cell, Column, Grid, RowKind, Words
from lib.comparison.grid import Row as GridRow
from lib.comparison.numbers import COUNT, PERSONS, ExplainedNumber, Term, signed, total
from lib.comparison.release import Release, Row
from lib.comparison.view import scale_of
from lib.model.figures import ALL
from lib.tables.columns import PM
from lib.text import persons, whole

TOGETHER = "De som van de gemeenten zoals aangeleverd."


@dataclass(frozen=True)
class Realised:
    """One gemeente (or all) in one year: the handed-in saldo in euros and Wsw persons, None where figures lack.

    `lacking_costs` and `lacking_persons` say what lacks, in words.
    """

    code: str
    year: int
    saldo: ExplainedNumber | None
    persons: ExplainedNumber | None
    lacking_costs: str
    lacking_persons: str


def later_years(release: Release) -> tuple[int, ...]:
    """Years after the base year of which something was handed in, inside the horizon."""
    years = {
        row["jaar"] for table in ("costs", "headcounts") for row in (*release.tables[table], *release.worded[table])
    }
    return tuple(year for year in sorted(years) if release.figures.base_year < year <= release.figures.last_year)


def realised(answers: Answers) -> tuple[Realised, ...]:
    """Per later year every gemeente and all together; a total only where no gemeente lacks."""
    release = answers.release
    rows = _by_cell(release)
    outcomes = []
    for year in later_years(release):
        per_gemeente = [_of_gemeente(release, rows, code, year) for code in answers.codes]
        outcomes += [*per_gemeente, _all(release, year, per_gemeente)]
    return tuple(outcomes)


Cells = dict[tuple[str, str, int], list[Row]]


def _by_cell(release: Release) -> Cells:
    rows: Cells = defaultdict(list)
    for table in ("costs", "headcounts"):
        for row in release.tables[table]:
            rows[table, row["gemeente_code"], row["jaar"]].append(row)
    return rows


def _of_gemeente(release: Release, rows: Cells, code: str, year: int) -> Realised:
    words = _too_few(release, code, year)
    if words:
        return Realised(code, year, None, None, words, words)
    costs = rows["costs", code, year]
    counts = [row for row in rows["headcounts", code, year] if row["groep"] == "wsw"]
    unknown = sum(row["bedrag_eur"] == PM for row in costs)
    lacking_costs = _lacking(_missing(release, "costs", code, year), unknown, bool(costs))
    lacking_persons = _lacking(_missing(release, "headcounts", code, year), 0, bool(counts))
    return Realised(
        code,
        year,
        None if lacking_costs else _saldo(release, costs, code, year),
        None if lacking_persons else _persons(release, counts, code, year),
        lacking_costs,
        lacking_persons,
    )


def _too_few(release: Release, code: str, year: int) -> str:
    """The words for a gemeente whose small numbers are counted with another, or shown nowhere."""
    kind, protection = ("wsw", year), release.protection
    alone = any(gemeente == code for gemeente, _ in protection.alone.get(kind, ()))
    return protection.words if alone or code in protection.joined.get(kind, {}) else ""


def _missing(release: Release, table: str, code: str, year: int) -> int:
    """How many figures were not handed in of a gemeente and of those that are counted with it."""
    joined = release.protection.joined.get(("wsw", year), {})
    codes = (code, *(other for other, into in joined.items() if into == code))
    kinds = len(release.figures.cost_types) if table == "costs" else 1
    handed = sum(release.handed.get((table, place, year), 0) for place in codes)
    return len(release.figures.werkvormen) * kinds * len(codes) - handed


def _lacking(missing: int, unknown: int, anything: bool) -> str:
    if not anything:
        return "geen opgave"
    phrases = [f"{whole(missing)} ontbreekt"] if missing == 1 else [f"{whole(missing)} ontbreken"] if missing else []
    phrases += [f"{whole(unknown)} PM"] if unknown else []
    return f"onvolledig: {', '.join(phrases)}" if phrases else ""


def _saldo(release: Release, costs: Sequence[Row], code: str, year: int) -> ExplainedNumber:
    signs = {kind.id: kind.sign for kind in release.figures.cost_types}
    baten = sum((Decimal(row["bedrag_eur"]) for row in costs if signs[row["kostensoort"]] > 0), Decimal())
    lasten = sum((Decimal(row["bedrag_eur"]) for row in costs if signs[row["kostensoort"]] < 0), Decimal())
    definition = "Baten min lasten zoals de gemeente ze aanleverde; deze cijfers gaan de projectie niet in."
    terms, whom = (Term(float(baten)), "−", Term(float(lasten))), release.name(code)
    return ExplainedNumber(
        float(baten - lasten), "Aangeleverd saldo", whom, (year,), definition, terms, _certainty(costs)
    )


def _persons(release: Release, counts: Sequence[Row], code: str, year: int) -> ExplainedNumber:
    what = "Aangeleverde Wsw-personen"
    definition = "De som van alle werkvormen zoals aangeleverd; deze aantallen gaan de projectie niet in."
    value, whom = float(sum(row["personen"] for row in counts)), release.name(code)
    terms = signed(Term(row["personen"], COUNT) for row in counts)
    return ExplainedNumber(value, what, whom, (year,), definition, terms, _certainty(counts), COUNT)


def _certainty(rows: Iterable[Row]) -> Certainty:
    return weakest(row_input("aangeleverde cijfers", row) for row in rows)


def _all(release: Release, year: int, rows: Sequence[Realised]) -> Realised:
    """All gemeenten together; never a sum that passes one over."""
    elsewhere = release.protection.joined.get(("wsw", year), {})
    complete = [row for row in rows if row.code not in elsewhere]
    lacking = [
        [release.name(row.code) for row in complete if row.saldo is None],
        [release.name(row.code) for row in complete if row.persons is None],
    ]
    words = [f"onvolledig: {', '.join(names)} ontbreekt" if names else "" for names in lacking]
    saldo, persons = (
        None if names else total(parts, f"Aangeleverd {what}", release.name(ALL), (year,), TOGETHER)
        for names, what, parts in (
            (lacking[0], "saldo", [row.saldo for row in rows if row.saldo]),
            (lacking[1], "aantal", [row.persons for row in rows if row.persons]),
        )
    )
    return Realised(ALL, year, saldo, persons, *words)


# -- tables ----------------------------------------------------------------------------------------------------------


def realised_costs(answers: Answers) -> Grid:
    """The handed-in saldo of the gemeenten in view beside that of every route; without rows when there is none."""
    scale, routes = scale_of(answers.release, answers.view.expression), named_routes(answers.comparison)
    rows = []
    for item in _in_view(answers):
        saldo = replace(scaled(item.saldo, item.code, scale), tag=item.saldo.status) if item.saldo else None
        projected = (scaled(answers.saldo(run, item.code, (item.year,)), item.code, scale) for _, run in routes)
        rows.append(_row(answers, item, saldo or Cell(item.lacking_costs), *projected))
    titles = [run.scenario.short_title for _, run in routes]
    columns = (
        Column(role, title, (Words(title, role if role != "zero" else ""),), numeric=True)
        for (role, _), title in zip(routes, titles, strict=True)
    )
    title = "Saldo (baten − lasten)"
    remark = "Aangeleverd zijn de eigen lasten en baten van een gemeente; een route met een sleutel verdeelt ze anders."
    return _grid("aangeleverd saldo", title, scale.label, columns, rows, f"{title}, {scale.label}", remark)


def realised_people(answers: Answers) -> Grid:
    """Handed-in Wsw persons beside the projected ones, equal in every route; without rows when there are none."""
    rows = []
    for item in _in_view(answers):
        count = Cell(whole(item.persons.value), item.persons, tag=item.persons.status) if item.persons else None
        projected = answers.wsw(answers.comparison.zero, item.code, None, item.year)
        cells = count or Cell(item.lacking_persons), Cell(persons(projected.value), projected)
        rows.append(_row(answers, item, *cells))
    title = "Wsw-personen, aangeleverd en geprojecteerd"
    columns = (Column("projectie", "Projectie, elke route", numeric=True),)
    return _grid("aangeleverde personen", title, PERSONS, columns, rows, title)


def _in_view(answers: Answers) -> list[Realised]:
    codes = codes_in_view(answers)
    return [item for item in realised(answers) if item.code in codes or item.code == answers.view.gemeente]


def _row(answers: Answers, item: Realised, *cells: Cell) -> GridRow:
    kind: RowKind = "total" if item.code == ALL else ""
    label = place_name(answers, item.code)
    return GridRow(f"{item.code} {item.year}", label, (Cell(str(item.year)), *cells), kind)


def _grid(
    name: str,
    title: str,
    unit: str,
    columns: Iterable[Column],
    rows: Sequence[GridRow],
    caption: str,
    remark: str = "",
) -> Grid:
    first = Column("jaar", "Jaar", numeric=False), Column("aangeleverd", "Aangeleverd", numeric=True)
    return Grid(name, title, unit, Words("Gemeente"), (*first, *columns), tuple(rows), caption, remark)
