"""Handed-in figures of years after the base year: they stand beside the projection and never enter it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import nan

from lib.comparison.answers import Answers
from lib.comparison.certainty import Certainty, row_input, weakest
from lib.comparison.chart import Series
from lib.comparison.grid import Cell
from lib.comparison.message import decimals
from lib.comparison.numbers import COUNT, ExplainedNumber, Term, signed, total
from lib.comparison.release import Release, Row
from lib.comparison.view import Scale
from lib.model.figures import ALL
from lib.tables.columns import PM
from lib.text import millions, whole

TOGETHER = "De som van de gemeenten zoals aangeleverd."
#: What the handed-in figures are called in a chart and beside it, and how a chart marks them.
NAME, MARKED = "aangeleverd", "▲ aangeleverd"


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

    @property
    def tekort(self) -> float:
        """Lasten minus baten, in euros; NaN where figures lack."""
        return nan if self.saldo is None else -self.saldo.value


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


# -- beside the tekort of the routes, in a chart ---------------------------------------------------------------------


def tekorten(answers: Answers, code: str) -> dict[int, Realised]:
    """Year → what was handed in of a gemeente or of all together; nothing where of nobody anything was."""
    return {item.year: item for item in realised(answers) if item.code == code}


def series(answers: Answers, code: str, years: Sequence[int], scale: Scale | None = None) -> tuple[Series, ...]:
    """The handed-in tekort over these years as one series, in full or on a scale: gaps where figures lack. None at all where
    no gemeente has a number in any of these years."""
    every = [item for item in realised(answers) if item.year in years]
    if all(item.saldo is None for item in every):
        return ()
    own = {item.year: item.tekort for item in every if item.code == code}
    values = (own.get(year, nan) for year in years)
    return (Series(NAME, "realised", tuple(scale.convert(value, code) if scale else value for value in values)),)


def legend(lines: Sequence[Series]) -> str:
    """How what was handed in reads beside a chart; nothing where there is none."""
    return "".join(f"; {MARKED}{'' if line.finite else ' (hier onvolledig)'}" for line in lines)


def cells(answers: Answers, code: str, years: Sequence[int]) -> tuple[Cell, ...]:
    """The handed-in tekort in millions per year, or in words why there is no number; nothing in years of which nobody handed in
    anything."""
    own = tekorten(answers, code)
    return tuple(_cell(own[year], code) if year in own else Cell("") for year in years)


def _cell(item: Realised, code: str) -> Cell:
    if item.saldo is None:
        return Cell(item.lacking_costs, lacking=True)
    return Cell(millions(item.tekort, decimals(code)), exact=item.tekort, status=item.saldo.status)


def lacking(answers: Answers, code: str, years: Sequence[int]) -> dict[int, str]:
    """Year → in a word why nothing handed in stands there, of the years of which anybody handed in anything."""
    own = tekorten(answers, code)
    return {year: own[year].lacking_costs.split(":")[0] for year in years if year in own and own[year].saldo is None}
