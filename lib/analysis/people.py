"""Who works where under each route, and the proof that nobody is lost (S12, S13)."""

from dataclasses import dataclass

import numpy as np

from lib.analysis.answers import Answer, Answers
from lib.analysis.uitvoerders import uitvoerder_name
from lib.model.comparison import TOTAL
from lib.model.projection import Projection
from lib.model.scenario import Uitvoerder
from lib.text import persons, whole

#: Persons are compared to this precision; the rest is floating-point noise.
NOISE = 1e-6


@dataclass(frozen=True)
class Place:
    """Persons of one werkvorm and gemeente with one uitvoerder in a year: [g, w] of a run."""

    code: str
    werkvorm: str
    uitvoerder: Uitvoerder
    name: str
    wsw: float
    staff: float


@dataclass(frozen=True)
class Reconciliation:
    """Persons and staff of the base year against both routes in every year."""

    persons: Answer
    staff: Answer
    closes_a: bool
    closes_b: bool

    @property
    def words_a(self) -> str:
        return self._words(self.closes_a)

    @property
    def words_b(self) -> str:
        return self._words(self.closes_b)

    def _words(self, closes: bool) -> str:
        told = f"staf {whole(round(self.staff.value))} gaat mee"
        return f"sluit ✓ · {told}" if closes else f"sluit niet · {told}"


def places(answers: Answers, run: Projection, year: int) -> list[Place]:
    """Every cell of a route in a year with its uitvoerder."""
    figures = answers.release.figures
    t = year - figures.base_year
    return [
        Place(
            gemeente.code,
            werkvorm.id,
            run.scenario.uitvoerder(gemeente.code, werkvorm.id, year),
            uitvoerder_name(answers.release, run.scenario, gemeente.code, werkvorm.id, year),
            float(run.persons[g, w, t]),
            float(run.staff[g, w, t]),
        )
        for g, gemeente in enumerate(figures.gemeenten)
        for w, werkvorm in enumerate(figures.werkvormen)
    ]


def reconciliation(answers: Answers) -> Reconciliation:
    """Whether each route holds the same people as the nulalternatief, per gemeente and year."""
    zero = answers.comparison.zero

    def closes(run: Projection) -> bool:
        same_persons = np.abs(run.persons.sum(axis=1) - zero.persons.sum(axis=1)).max() < NOISE
        same_staff = np.abs(run.staff.sum(axis=1) - zero.staff.sum(axis=1)).max() < NOISE
        return bool(same_persons and same_staff)

    year = answers.release.figures.base_year
    return Reconciliation(
        answers.wsw(zero, TOTAL, None, year),
        answers.staff(zero, TOTAL, None, year),
        closes(answers.comparison.a),
        closes(answers.comparison.b),
    )


def first_placement(answers: Answers) -> list[tuple[str, Answer, str, str]]:
    """Per group of werkvormen with the same uitvoerders: label, persons of the base year, and who in A and in B."""
    figures = answers.release.figures
    year = figures.base_year + 1
    told: dict[tuple[str, str], list[str]] = {}
    for w, werkvorm in enumerate(figures.werkvormen):
        both = tuple(_who(answers, run, w, year) for run in (answers.comparison.a, answers.comparison.b))
        told.setdefault((both[0], both[1]), []).append(werkvorm.id)
    labels = {werkvorm.id: werkvorm.label for werkvorm in figures.werkvormen}
    rows = []
    for (in_a, in_b), werkvormen in told.items():
        label = ", ".join([labels[werkvormen[0]], *(labels[item].lower() for item in werkvormen[1:])])
        rows.append((label, answers.wsw(answers.comparison.zero, TOTAL, werkvormen, figures.base_year), in_a, in_b))
    return rows


def _who(answers: Answers, run: Projection, w: int, year: int) -> str:
    """The uitvoerders of a werkvorm, with the persons of the base year where there is more than one."""
    figures = answers.release.figures
    counts: dict[str, float] = {}
    for g, gemeente in enumerate(figures.gemeenten):
        uitvoerder = run.scenario.uitvoerder(gemeente.code, figures.werkvormen[w].id, year)
        label = f"{uitvoerder.label.lower()} van de eigen gemeente" if uitvoerder.own_service else uitvoerder.label
        counts[label] = counts.get(label, 0.0) + float(figures.persons[g, w])
    if len(counts) == 1:
        return next(iter(counts))
    return " · ".join(f"{label} {persons(count)}" for label, count in counts.items())


def flow_links(answers: Answers, run: Projection, code: str, year: int) -> list[tuple[str, str, float]]:
    """Bands (from, to, persons of that year): who carries it out now → werkvorm → who carries it out in `year`."""
    figures = answers.release.figures
    labels = {werkvorm.id: werkvorm.label for werkvorm in figures.werkvormen}
    now: dict[tuple[str, str], float] = {}
    later: dict[tuple[str, str], float] = {}
    for place in places(answers, run, year):
        if code not in (TOTAL, place.code):
            continue
        before = answers.comparison.zero.scenario.uitvoerder(place.code, place.werkvorm, figures.base_year).label
        own = place.uitvoerder.own_service and code == TOTAL
        after = f"{place.uitvoerder.label} van de gemeente" if own else place.name
        if after == before:
            after = f"{after} ({year})"
        first, second = (f"{before} ({figures.base_year})", labels[place.werkvorm]), (labels[place.werkvorm], after)
        now[first] = now.get(first, 0.0) + place.wsw
        later[second] = later.get(second, 0.0) + place.wsw
    return [(*ends, count) for ends, count in (*now.items(), *later.items()) if count > 0]
