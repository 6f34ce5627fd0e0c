"""What a release rests on: counts by status, who carries which statement, what a scenario changes, what conflicts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lib.comparison.release import Release, Row
from lib.model.allocation import key_divides
from lib.model.scenario import Placement, Scenario
from lib.tables.columns import PM, STATUSES
from lib.text import lower_first

WORDS = {
    "realisatie": "gerealiseerd",
    "begroting": "begroot",
    "bericht": "uit een bericht",
    "raming": "geraamd",
    "aanname": "aangenomen",
}


def headline(release: Release) -> str:
    """How many parameters and base-year figures rest on what, and how many PM items are left out."""
    assumptions = _sentence("parameters", by_status(parameter.status for parameter in release.parameters.values()))
    figures = _sentence("cijfers van het basisjaar", by_status(row["status"] for row in base_year_rows(release)))
    count = pm_items(release)
    left_out = "1 PM-post blijft" if count == 1 else f"{count} PM-posten blijven"
    return f"{assumptions}; {lower_first(figures)}; {left_out} buiten de euro’s."


def _sentence(noun: str, counts: dict[str, int]) -> str:
    total = sum(counts.values())
    if not counts:
        return f"Nog geen {noun}"
    if len(counts) == 1:
        return f"Alle {total} {noun} zijn {WORDS[next(iter(counts))]}"
    parts = [f"{count} {WORDS[status]}" for status, count in counts.items()]
    return f"Van de {total} {noun} zijn er {', '.join(parts[:-1])}{' en ' if parts[:-1] else ''}{''.join(parts[-1:])}"


def by_status(statuses: Iterable[str]) -> dict[str, int]:
    """Counts per status that occurs, strongest first."""
    counts = Counter(statuses)
    return {status: counts[status] for status in STATUSES if counts[status]}


def base_year_rows(release: Release) -> list[Row]:
    """Headcounts and costs of the base year that hold a number; PM is none."""
    year = release.figures.base_year
    rows = [row for row in release.tables["headcounts"] if row["jaar"] == year]
    return rows + [row for row in release.tables["costs"] if row["jaar"] == year and row["bedrag_eur"] != PM]


def pm_items(release: Release) -> int:
    """PM items of the registry, and base-year cells that are PM."""
    return len(release.pm) + int(release.figures.pm.sum())


def hindsight(release: Release, knowledge: date) -> bool:
    """Whether it became known only after the reference day."""
    return knowledge > release.reference_day


# -- scenarios -------------------------------------------------------------------------------------------------


def chain(release: Release, scenario: Scenario) -> tuple[Scenario, ...]:
    """The scenario and the bases it stands on, the deepest base first: one per layer of placements."""
    base = () if scenario.base is None else chain(release, release.scenarios[scenario.base])
    return (*base, scenario)


@dataclass(frozen=True)
class Changes:
    """What a scenario changes against its base, as lines in Dutch; the base itself changes nothing."""

    base: Scenario | None
    lines: tuple[str, ...]


def changes(release: Release, scenario: Scenario) -> Changes:
    """Allocation, measures, placements, names and PM items that differ from the base."""
    if scenario.base is None:
        return Changes(None, ())
    base = release.scenarios[scenario.base]
    lines = _allocation_lines(release, scenario, base) + _measure_lines(scenario, base)
    lines += _placement_lines(release, scenario, base)
    lines += [
        f"Andere naam: {base.uitvoerders[name].label} heet {uitvoerder.label}"
        for name, uitvoerder in scenario.uitvoerders.items()
        if name in base.uitvoerders and base.uitvoerders[name].label != uitvoerder.label
    ]
    lines += _pm_line(release, "PM-posten erbij", [item for item in scenario.pm if item not in base.pm])
    lines += _pm_line(release, "PM-posten die vervallen", [item for item in base.pm if item not in scenario.pm])
    return Changes(base, tuple(lines))


def _allocation_lines(release: Release, scenario: Scenario, base: Scenario) -> list[str]:
    before, after = allocation(release, base), allocation(release, scenario)
    return [] if before == after else [f"Verdeling: {after}, in plaats van {before}"]


def allocation(release: Release, scenario: Scenario) -> str:
    """How a scenario spreads its costs, in words."""
    if scenario.only_pm:
        return "niet gepubliceerd"
    if not key_divides(release.figures, scenario):
        return "elke gemeente haar eigen kosten"
    return f"met de {release.division_words(scenario, scenario.key)}"


def _measure_lines(scenario: Scenario, base: Scenario) -> list[str]:
    lines = []
    for measure in scenario.measures:
        before = base.measure(measure.id)
        if before is None:
            lines.append(f"Nieuwe maatregel: {measure.title}")
        elif before != measure:
            lines.append(f"Gewijzigde maatregel: {measure.title}")
    gone = [measure for measure in base.measures if scenario.measure(measure.id) is None]
    return lines + [f"Vervallen maatregel: {measure.title}" for measure in gone]


def _placement_lines(release: Release, scenario: Scenario, base: Scenario) -> list[str]:
    """The werkvormen that go to another uitvoerder, and those of which the scenario says only for whom or where."""
    before = {(rule.werkvorm, rule.uitvoerder) for layer in base.placements for rule in layer}
    moving, staying = dict[str, None](), dict[str, None]()
    for rule in scenario.placements[-1]:
        same = (rule.werkvorm, rule.uitvoerder) in before
        (staying if same else moving)[lower_first(label(release, rule.werkvorm))] = None
    named = (("Andere plaatsing van", moving), ("Eigen woorden over werkgever en werkplek van", staying))
    return [f"{what}: {', '.join(werkvormen)}" for what, werkvormen in named if werkvormen]


def _pm_line(release: Release, what: str, items: Sequence[str]) -> list[str]:
    return [f"{what}: {', '.join(lower_first(release.pm[item].label) for item in items)}"] if items else []


def label(release: Release, werkvorm: str) -> str:
    """The label of a werkvorm."""
    return next(item.label for item in release.figures.werkvormen if item.id == werkvorm)


def names(release: Release, gemeenten: frozenset[str] | None) -> str:
    """The gemeenten of a limit in words, in their order."""
    if gemeenten is None:
        return "alle gemeenten"
    return ", ".join(gemeente.naam for gemeente in release.figures.gemeenten if gemeente.code in gemeenten)


# -- statements of the agreement -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carrier:
    """What carries a statement: a kind of thing, its name, and the scenarios in which it stands."""

    kind: str
    name: str
    scenarios: tuple[str, ...]


def carriers(release: Release, statement: str) -> tuple[Carrier, ...]:
    """Scenarios, measures, placement rules and PM items that name the statement; empty when nothing does."""
    routes: dict[tuple[str, str], list[str]] = {}
    for scenario in release.scenarios.values():
        for place in _bearing(release, scenario, statement):
            routes.setdefault(place, []).append(scenario.short_title)
    return tuple(Carrier(kind, name, tuple(titles)) for (kind, name), titles in routes.items())


def _bearing(release: Release, scenario: Scenario, statement: str) -> list[tuple[str, str]]:
    """(kind, name) of everything in a scenario that carries the statement; rules to one uitvoerder together."""
    whole = [("scenario", "als geheel")] if statement in scenario.statements else []
    measures = [("maatregel", measure.title) for measure in scenario.measures if statement in measure.statements]
    rules: dict[tuple[frozenset[str] | None, str, int], list[Placement]] = {}
    for rule in (rule for layer in scenario.placements for rule in layer if statement in rule.statements):
        rules.setdefault((rule.gemeenten, rule.uitvoerder, rule.from_year), []).append(rule)
    placed = [("plaatsing", placement_words(release, scenario, group)) for group in rules.values()]
    items = [
        ("PM-post", release.pm[item].label)
        for item, evidence in scenario.pm.items()
        if statement in evidence.statements
    ]
    return [*whole, *measures, *placed, *items]


def placement_words(release: Release, scenario: Scenario, rules: Sequence[Placement]) -> str:
    """Rules of the same gemeenten, uitvoerder and year: "groen, alle gemeenten, naar Buitendienst vanaf 2021"."""
    werkvormen = ", ".join(lower_first(label(release, rule.werkvorm)) for rule in rules)
    uitvoerder = scenario.uitvoerders[rules[0].uitvoerder].label
    return f"{werkvormen}, {names(release, rules[0].gemeenten)}, naar {uitvoerder} vanaf {rules[0].from_year}"


#: Told of a route that says nothing about a topic.
NO_CONSIDERATION = "Bij deze route staat hier in deze release geen overweging."


def considerations_of(release: Release, scenario: Scenario) -> tuple[Scenario, dict[str, Row]]:
    """Considerations by topic of the scenario, or else of the nearest base that has any, and whose they are; those of a
    base are not said of a scenario of which nothing is published."""
    owners = [scenario] if scenario.only_pm else reversed(chain(release, scenario))
    for ancestor in owners:
        rows = {row["onderwerp"]: row for row in release.tables["considerations"] if row["scenario_id"] == ancestor.id}
        if rows:
            return ancestor, rows
    return scenario, {}


# -- reports that contradict each other --------------------------------------------------------------------------


def published_in_order(release: Release) -> list[Row]:
    """Published figures in their order, but those of one conflict together at the place of the first."""
    rows = release.tables["published_figures"]
    first: dict[str, int] = {}
    for row in rows:
        if row["conflict"]:
            first.setdefault(row["conflict"], row["volgnummer"])
    return sorted(rows, key=lambda row: (first.get(row["conflict"], row["volgnummer"]), row["volgnummer"]))


def reports(release: Release) -> list[tuple[tuple[str, int, str], tuple[Row, ...]]]:
    """Contributions by (gemeente_code, jaar, maatstaf): every report of the same thing together."""
    groups: dict[tuple[str, int, str], list[Row]] = {}
    for row in release.tables["contributions"]:
        groups.setdefault((row["gemeente_code"], row["jaar"], row["maatstaf"]), []).append(row)
    return [(key, tuple(rows)) for key, rows in groups.items()]


def disagree(rows: Sequence[Row]) -> bool:
    """Whether reports of one contribution name different amounts."""
    return len({row["bedrag_eur"] for row in rows}) > 1
