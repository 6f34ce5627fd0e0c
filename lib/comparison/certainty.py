"""How sure an outcome is: the weakest status among its inputs, or the published figure that it reproduces; and published
figures that contradict each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from lib.comparison.release import Release, Row
from lib.model.allocation import key_divides, own_parts
from lib.model.comparison import Comparison
from lib.model.figures import ALL
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.tables.columns import STATUSES
from lib.text import listed

#: What counts as published by somebody else; the rest is derived or assumed here.
PUBLISHED = ("realisatie", "begroting", "bericht")
#: What the share of one gemeente in a published total is.
DERIVED = "afgeleid van een gepubliceerd totaal"


@dataclass(frozen=True)
class Input:
    """Something that a number rests on: what, its status, its source and when it became known."""

    label: str
    status: str
    source: str
    kennisdatum: date


@dataclass(frozen=True)
class Certainty:
    """Status of an outcome, the input that decides it, and all inputs."""

    status: str
    decided_by: str
    inputs: tuple[Input, ...]

    @property
    def sentence(self) -> str:
        return f"Status: {self.status}; bepalend is: {self.decided_by}."

    def late(self, day: date) -> list[str]:
        """What of it became known after a day."""
        return list(dict.fromkeys(item.label for item in self.inputs if item.kennisdatum > day))


def row_input(label: str, row: Row) -> Input:
    """A row of the release, under the name that it has for what rests on it."""
    return Input(label, row["status"], row["bron_id"], row["kennisdatum"])


def weakest(inputs: Iterable[Input]) -> Certainty:
    """The weakest status decides; of equals the first."""
    listed = tuple(inputs)
    decisive = max(listed, key=lambda item: STATUSES.index(item.status))
    return Certainty(decisive.status, decisive.label, listed)


def parameter_input(release: Release, comparison: Comparison, name: str) -> Input:
    """Chosen where the value is not at standaard, or where a gemeente has one of its own."""
    parameter = release.parameters[name]
    if name in comparison.of_gemeenten or comparison.values[name] != parameter.default:
        return Input(f"{parameter.label} (eigen keuze)", "aanname", parameter.source, parameter.kennisdatum)
    return Input(parameter.label, parameter.status, parameter.source, parameter.kennisdatum)


def measure_input(release: Release, comparison: Comparison, measure: Measure) -> Input:
    """A measure is as sure as its own status and its parameters, whichever is weakest."""
    sizes = [parameter_input(release, comparison, name) for name in measure.parameters]
    own = Input(f"maatregel {measure.title}", measure.status, measure.source, sizes[0].kennisdatum)
    return max((own, *sizes), key=lambda item: STATUSES.index(item.status))


def measure_status(release: Release, comparison: Comparison, measure: Measure) -> str:
    """The status of a measure's size, wherever it is printed."""
    return measure_input(release, comparison, measure).status


def cost_inputs(
    release: Release, comparison: Comparison, run: Projection, kinds: tuple[str, ...], after_base: bool
) -> list[Input]:
    """What the costs and returns of these kostensoorten rest on in a route; only figures in the base year."""
    result = [
        row_input(f"basisjaar: {label(release, 'cost_types', kind)}", release.weakest_base_rows["costs", kind])
        for kind in kinds
    ]
    if not after_base:
        return result
    names = [ATTRITION]
    for cost_type in release.figures.cost_types:
        if cost_type.id in kinds:
            if cost_type.fixed_share:
                names += [cost_type.fixed_share, FIXED_REDUCTION]
            names += [name for _, name in cost_type.index]
    result += [parameter_input(release, comparison, name) for name in dict.fromkeys(names)]
    result += [
        measure_input(release, comparison, measure)
        for measure in run.scenario.measures
        if measure.kind == "percentage" and (measure.cost_types is None or measure.cost_types & set(kinds))
    ]
    if key_divides(release.figures, run.scenario):
        result.append(key_input(release, run.key))
    return result


def direct_inputs(release: Release, comparison: Comparison, run: Projection, kind: str) -> list[Input]:
    """What the measures of kind eenmalig or jaarlijks rest on."""
    result = []
    for measure in run.scenario.measures:
        if measure.kind == kind:
            result.append(measure_input(release, comparison, measure))
            if measure.base == "wsw_personen":
                result.append(headcount_input(release, "wsw"))
            if kind == "jaarlijks":
                result.append(parameter_input(release, comparison, PRICE_INDEX))
    return result


def key_input(release: Release, key: str) -> Input:
    rows = [row for row in release.tables["allocation_keys"] if row["sleutel"] == key]
    row = max(rows, key=lambda row: STATUSES.index(row["status"]))
    return row_input(f"verdeel{release.key_words(key)}", row)


def headcount_input(release: Release, group: str) -> Input:
    return row_input("aantallen in het basisjaar", release.weakest_base_rows["headcounts", group])


def label(release: Release, table: str, name: str) -> str:
    """The label of a werkvorm or kostensoort."""
    column = {"cost_types": "kostensoort", "werkvormen": "werkvorm"}[table]
    return str(next(row["label"] for row in release.tables[table] if row[column] == name))


def published(release: Release, run: Projection, code: str, year: int, saldo: float) -> Input | None:
    """The published contribution that the structural saldo of a route reproduces within its rounding."""
    for row in release.tables["contributions"]:
        if (row["gemeente_code"], row["jaar"]) != (code, year) or not row["scenario_id"]:
            continue
        speaks = row["scenario_id"] == run.scenario.id or year == release.figures.base_year
        if speaks and abs(row["bedrag_eur"] + saldo) <= row["afgerond_op_eur"] / 2:
            return row_input("gepubliceerde bijdrage", row)
    return None


def reproduced(release: Release, comparison: Comparison, run: Projection, code: str, year: int) -> Certainty | None:
    """That of the published contribution which the structural saldo of a year comes out at, if there is one; of a gemeente
    without one, that of its share of a published total."""
    of_year = (run.saldo - comparison.one_off(run))[:, year - release.figures.base_year]
    rows = slice(None) if code == ALL else [gemeente.code for gemeente in release.figures.gemeenten].index(code)
    contribution = published(release, run, code, year, float(np.sum(of_year[rows])))
    if contribution is not None:
        return Certainty(contribution.status, contribution.label, (contribution,))
    whole = None if code == ALL else published(release, run, ALL, year, float(np.sum(of_year)))
    key = comparison.zero.key if year == release.figures.base_year else run.key
    alone = own_parts(release.figures, run.scenario)[:, year - release.figures.base_year]
    if whole is None or (alone.any() and year > release.figures.base_year):
        return None
    share = key_input(release, key)
    weaker = max((whole, share), key=lambda item: STATUSES.index(item.status))
    return weakest((replace(weaker, label=DERIVED), whole, share))


def structural_certainty(release: Release, comparison: Comparison, run: Projection, after_base: bool) -> Certainty:
    """Of a structural saldo that no publication gives: the same for every gemeente and year after the base year."""
    kinds = tuple(cost_type.id for cost_type in release.figures.cost_types)
    inputs = cost_inputs(release, comparison, run, kinds, after_base)
    return weakest(inputs + (direct_inputs(release, comparison, run, "jaarlijks") if after_base else []))


@dataclass(frozen=True)
class Conflict:
    """Rows of a table that report different values for the same thing."""

    name: str
    rows: tuple[Row, ...]


def published_conflicts(release: Release) -> dict[str, Conflict]:
    """The published figures that their source table says contradict each other, by the id of their conflict and named after
    what they are about."""
    groups: dict[str, list[Row]] = {}
    for row in release.tables["published_figures"]:
        if row["conflict"]:
            groups.setdefault(row["conflict"], []).append(row)
    return {name: Conflict(conflict_title(release, rows), tuple(rows)) for name, rows in groups.items()}


def plain(release: Release, row: Row, column: str) -> str:
    """A name from the data as words, with the proper names of the region and of its explanation in capitals."""
    proper = [release.settings["regio"], "Wsw", *re.findall(r"(?<=[a-z] )[A-Z]\w+", row["toelichting"] or "")]
    words = str(row[column]).replace("_", " ").capitalize()
    words = re.sub(r"(\d{4}) (\d{4})", "\\1\N{EN DASH}\\2", words)
    for name in proper:
        words = re.sub(rf"\b{re.escape(name)}\b", name, words, flags=re.IGNORECASE)
    return words


def subject(release: Release, wie: str) -> str:
    """Whom a published figure is about."""
    return release.all_together if wie == ALL else wie.replace("+", ", ")


def conflict_title(release: Release, rows: Sequence[Row]) -> str:
    """Who, which maatstaven and which years the rows are about, each once and in their order."""
    who = dict.fromkeys(subject(release, row["wie"]) for row in rows)
    first, *others = dict.fromkeys(plain(release, row, "maatstaf") for row in rows)
    years = {re.sub(r"^(\d{4})-\d{2}-\d{2}$", r"\1", str(row["jaar"])) for row in rows}
    titles = [first, *(measure[:1].lower() + measure[1:] for measure in others)]
    return f"{listed(titles)}; {listed(list(who))}, {listed(sorted(years))}"
