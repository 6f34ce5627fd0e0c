"""Handed-in figures of years after the base year: they stand beside the projection and never enter it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import Input, weakest
from lib.analysis.release import Release, Row
from lib.model.comparison import TOTAL
from lib.store.figures import COMPUTED
from lib.store.tables import PM
from lib.text import amount, whole


@dataclass(frozen=True)
class Realised:
    """One gemeente (or all) in one year: the handed-in saldo in euros and Wsw persons, None where figures lack.

    `lacking_costs` and `lacking_persons` say what lacks, in words.
    """

    code: str
    year: int
    saldo: Answer | None
    persons: Answer | None
    lacking_costs: str
    lacking_persons: str


def later_years(release: Release) -> tuple[int, ...]:
    """Years after the base year of which something was handed in, inside the horizon."""
    years = {row["jaar"] for table in ("costs", "headcounts") for row in release.tables[table]}
    return tuple(year for year in sorted(years) if release.figures.base_year < year <= release.figures.last_year)


def realised(answers: Answers) -> tuple[Realised, ...]:
    """Per later year every gemeente and all together; a total only where no gemeente lacks."""
    release = answers.release
    rows = _by_cell(release)
    found = []
    for year in later_years(release):
        each = [_one(release, rows, code, year) for code in answers.codes]
        found += [*each, _all(release, year, each)]
    return tuple(found)


Cells = dict[tuple[str, str, int], list[Row]]


def _by_cell(release: Release) -> Cells:
    rows: Cells = defaultdict(list)
    for table in ("costs", "headcounts"):
        for row in release.tables[table]:
            rows[table, row["gemeente_code"], row["jaar"]].append(row)
    return rows


def _one(release: Release, rows: Cells, code: str, year: int) -> Realised:
    costs = rows["costs", code, year]
    counts = [row for row in rows["headcounts", code, year] if row["groep"] == "wsw"]
    wanted = len(release.figures.werkvormen)
    unknown = sum(row["bedrag_eur"] == PM for row in costs)
    lacking_costs = _lacking(wanted * len(release.figures.cost_types) - len(costs), unknown, bool(costs))
    lacking_persons = _lacking(wanted - len(counts), 0, bool(counts)) or _small(release, counts)
    return Realised(
        code,
        year,
        None if lacking_costs else _saldo(release, costs, code, year),
        None if lacking_persons else _persons(release, counts, code, year),
        lacking_costs,
        lacking_persons,
    )


def _lacking(missing: int, unknown: int, anything: bool) -> str:
    if not anything:
        return "geen opgave"
    told = [f"{whole(missing)} ontbreekt"] if missing == 1 else [f"{whole(missing)} ontbreken"] if missing else []
    told += [f"{whole(unknown)} PM"] if unknown else []
    return f"onvolledig: {', '.join(told)}" if told else ""


def _small(release: Release, counts: Sequence[Row]) -> str:
    """A small number of real people is not shown."""
    threshold = int(release.settings["privacy_drempel"])
    total = sum(row["personen"] for row in counts)
    counted = any(row["status"] not in COMPUTED for row in counts)
    return f"minder dan {threshold}" if counted and 0 < total < threshold else ""


def _saldo(release: Release, costs: Sequence[Row], code: str, year: int) -> Answer:
    signs = {kind.id: kind.sign for kind in release.figures.cost_types}
    baten = sum((Decimal(row["bedrag_eur"]) for row in costs if signs[row["kostensoort"]] > 0), Decimal())
    lasten = sum((Decimal(row["bedrag_eur"]) for row in costs if signs[row["kostensoort"]] < 0), Decimal())
    value = float(baten - lasten)
    return Answer(
        value,
        f"Aangeleverd saldo, {release.name(code)}, {year}",
        "Baten min lasten zoals de gemeente ze aanleverde; deze cijfers gaan de projectie niet in.",
        f"{amount(baten)} − {amount(lasten)} = {amount(value)}",
        weakest(_inputs(costs)),
    )


def _persons(release: Release, counts: Sequence[Row], code: str, year: int) -> Answer:
    total = sum(row["personen"] for row in counts)
    return Answer(
        float(total),
        f"Aangeleverde Wsw-personen, {release.name(code)}, {year}",
        "De som van alle werkvormen zoals aangeleverd; deze aantallen gaan de projectie niet in.",
        f"{' + '.join(whole(row['personen']) for row in _merged(release, counts))} = {whole(total)}",
        weakest(_inputs(counts)),
    )


def _merged(release: Release, counts: Sequence[Row]) -> Sequence[Row]:
    """The headcounts by themselves where none is small, else only their sum."""
    threshold = int(release.settings["privacy_drempel"])
    if any(0 < row["personen"] < threshold and row["status"] not in COMPUTED for row in counts):
        return [{"personen": sum(row["personen"] for row in counts)}]
    return counts


def _inputs(rows: Sequence[Row]) -> list[Input]:
    return [Input("aangeleverde cijfers", row["status"], row["bron_id"], row["kennisdatum"]) for row in rows]


def _all(release: Release, year: int, each: Sequence[Realised]) -> Realised:
    """All gemeenten together; never a sum that passes one over."""
    lacking = [
        [release.name(one.code) for one in each if one.saldo is None],
        [release.name(one.code) for one in each if one.persons is None],
    ]
    words = [f"onvolledig: {', '.join(names)} ontbreekt" if names else "" for names in lacking]
    saldo = None if lacking[0] else _sum(release, year, [one.saldo for one in each if one.saldo], "saldo", amount)
    persons = None if lacking[1] else _sum(release, year, [one.persons for one in each if one.persons], "aantal", whole)
    return Realised(TOTAL, year, saldo, persons, *words)


def _sum(release: Release, year: int, parts: Sequence[Answer], what: str, write: Callable[[float], str]) -> Answer:
    value = sum(part.value for part in parts)
    return Answer(
        value,
        f"Aangeleverd {what}, {release.name(TOTAL)}, {year}",
        "De som van de gemeenten zoals aangeleverd.",
        f"{' + '.join(write(part.value) for part in parts)} = {write(value)}",
        weakest([item for part in parts for item in part.certainty.inputs]),
    )
