"""Who works where under each route, and the proof that nobody is lost."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isnan

import numpy as np

from lib.comparison.answers import Answers
from lib.comparison.cells import PM, codes_in_view, named_routes, runs
from lib.comparison.grid import Cell, Column, Grid, Row, RowKind, Words
from lib.comparison.numbers import PERSONS, ExplainedNumber, joint_certainty
from lib.comparison.release import Release
from lib.model.figures import ALL, Array
from lib.model.projection import Projection
from lib.model.scenario import OTHER_PLACE, Scenario, Uitvoerder
from lib.text import is_pm, lower_first, persons, rounding_gap, upper_first, whole, year_range

#: Persons are compared to this precision; the rest is floating-point noise.
NOISE = 1e-6
#: The place in the tool of the statements that the reconciliation holds the routes to.
NOBODY_LOST = "Mensen: niemand valt weg"
#: And that of those about the staff.
STAFF_TOO = f"{NOBODY_LOST} en ook de staf niet"


def nobody_lost(release: Release) -> tuple[str, ...]:
    """Statements that the reconciliation holds the routes to, by what the release says of their place."""
    rows = release.tables["statements"]
    return tuple(row["uitspraak_id"] for row in rows if row["waar"].startswith(NOBODY_LOST))


def about_staff(release: Release) -> tuple[str, ...]:
    """Those of them that are about the staff."""
    rows = release.tables["statements"]
    return tuple(row["uitspraak_id"] for row in rows if row["waar"].startswith(STAFF_TOO))


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
    """Persons and staff of the base year against both routes in every year; None of a route that names no people. `moves`: a
    route says of some work that its place becomes another."""

    persons: ExplainedNumber
    staff: ExplainedNumber
    closes_a: bool | None
    closes_b: bool | None
    moves: bool

    @property
    def words(self) -> str:
        """What holding the same people in every year means to them."""
        if None in (self.closes_a, self.closes_b):
            return f"niet van elke route is gepubliceerd wie het werk doet ({PM}: onbekend, niet nul)"
        if self.closes_a and self.closes_b:
            if self.moves:
                return "geen route noemt wie werk verliest; van werk dat blijft, verandert soms de plek"
            return "geen route noemt wie werk of plek verliest"
        return "niet in elke route dezelfde mensen"

    @property
    def words_a(self) -> str:
        return self._words(self.closes_a)

    @property
    def words_b(self) -> str:
        return self._words(self.closes_b)

    def _words(self, closes: bool | None) -> str:
        if closes is None:
            return f"{PM}: niet gepubliceerd"
        # No number of staff where it is too small to show.
        staff = "staf gaat mee" if isnan(self.staff.value) else f"staf {whole(round(self.staff.value))} gaat mee"
        return f"sluit ✓ · {staff}" if closes else f"sluit niet · {staff}"


@dataclass(frozen=True)
class Checked:
    """One gemeente or all: the base year, A and B per year after it, and the largest difference over the horizon."""

    code: str
    base: ExplainedNumber
    a: tuple[ExplainedNumber, ...]
    b: tuple[ExplainedNumber, ...]
    difference: ExplainedNumber
    closes: bool

    @property
    def words(self) -> str:
        """The largest difference as it is told."""
        return "0, geen verschil" if self.closes else persons(self.difference.value)

    @property
    def verdict(self) -> str:
        """Whether both routes count the same people; of a route that names none it cannot be said."""
        if is_pm(self.difference.value):
            return "niet na te gaan"
        return "sluit ✓" if self.closes else "sluit niet"


def uitvoerder_name(release: Release, scenario: Scenario, code: str, werkvorm: str, year: int) -> str:
    """The uitvoerder of a werkvorm of one gemeente in a year; a service of the gemeente itself carries its name:
    "Buitendienst Oost". Raises LookupError when no rule covers the cell (lib.tables.check refuses that). The base year is
    that of the nulalternatief in every route."""
    if scenario.only_pm and year <= release.figures.base_year:
        scenario = release.zero
    uitvoerder = scenario.uitvoerder(code, werkvorm, year)
    return f"{uitvoerder.label} {release.name(code)}" if uitvoerder.own_service else uitvoerder.label


def carrier_name(answers: Answers, uitvoerder: Uitvoerder, codes: Collection[str]) -> str:
    """An uitvoerder as it is called for these gemeenten: a service of the gemeente itself with the name of the one, or as that
    of each: "Buitendienst Oost", "Buitendienst van elke gemeente"."""
    if not uitvoerder.own_service:
        return uitvoerder.label
    if len(codes) == 1:
        return f"{uitvoerder.label} {answers.release.name(*codes)}"
    return f"{uitvoerder.label} van {'elke' if len(codes) == len(answers.codes) else 'de eigen'} gemeente"


def in_a_row(answers: Answers, uitvoerder: Uitvoerder, codes: Collection[str]) -> str:
    """The same inside a line: what is no name of its own, with a small letter."""
    name = carrier_name(answers, uitvoerder, codes)
    return lower_first(name) if uitvoerder.own_service else name


def places(answers: Answers, run: Projection, year: int, code: str = ALL) -> list[Place]:
    """Every cell of a route in a year with its uitvoerder, of one gemeente or all."""
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
        if code in (ALL, gemeente.code)
    ]


def same_people(answers: Answers) -> str:
    """That every route counts the same people, before what follows; empty where one names none."""
    return "" if answers.comparison.unpublished else "in elke route dezelfde mensen, "


def shown_years(answers: Answers) -> tuple[int, ...]:
    """The base year, the first year of the routes and the last of the horizon."""
    return tuple(dict.fromkeys((answers.release.figures.base_year, answers.first_year, answers.comparison.horizon)))


def first_placement(answers: Answers, code: str = ALL) -> list[tuple[str, ExplainedNumber, str, str]]:
    """Per group of werkvormen with the same uitvoerders: label, persons of the base year, and who in A and in B."""
    figures = answers.release.figures
    year = answers.first_year
    werkvormen_by_pair: dict[tuple[str, str], list[str]] = {}
    for w, werkvorm in enumerate(figures.werkvormen):
        pair = tuple(_who(answers, run, w, year, code) for run in (answers.comparison.a, answers.comparison.b))
        werkvormen_by_pair.setdefault((pair[0], pair[1]), []).append(werkvorm.id)
    labels = {werkvorm.id: werkvorm.label for werkvorm in figures.werkvormen}
    rows = []
    for (in_a, in_b), werkvormen in werkvormen_by_pair.items():
        label = ", ".join([labels[werkvormen[0]], *(lower_first(labels[item]) for item in werkvormen[1:])])
        rows.append((label, answers.wsw(answers.comparison.zero, code, werkvormen, figures.base_year), in_a, in_b))
    return rows


def _who(answers: Answers, run: Projection, w: int, year: int, code: str) -> str:
    """The uitvoerders of a werkvorm, with the persons of the base year where there is more than one."""
    figures = answers.comparison.figures
    places: dict[Uitvoerder, list[int]] = {}
    for g, gemeente in enumerate(figures.gemeenten):
        if code in (ALL, gemeente.code):
            places.setdefault(run.scenario.uitvoerder(gemeente.code, figures.werkvormen[w].id, year), []).append(g)
    names = {
        uitvoerder: in_a_row(answers, uitvoerder, [figures.gemeenten[g].code for g in own])
        for uitvoerder, own in places.items()
    }
    if len(names) == 1:
        return next(iter(names.values()))
    return " · ".join(
        f"{names[uitvoerder]} {persons(float(figures.persons[own, w].sum()))}" for uitvoerder, own in places.items()
    )


def reconciliation(answers: Answers, code: str = ALL) -> Reconciliation:
    """Whether each route holds the same people as the nulalternatief, per gemeente and year."""
    zero = answers.comparison.zero

    def closes(run: Projection) -> bool | None:
        if run.scenario.only_pm:
            return None
        same_persons = np.abs(run.persons.sum(axis=1) - zero.persons.sum(axis=1)).max() < NOISE
        same_staff = np.abs(run.staff.sum(axis=1) - zero.staff.sum(axis=1)).max() < NOISE
        return bool(same_persons and same_staff)

    year = answers.release.figures.base_year
    return Reconciliation(
        answers.wsw(zero, code, None, year),
        answers.staff(zero, code, None, year),
        closes(answers.comparison.a),
        closes(answers.comparison.b),
        any(_changes_place(answers, run.scenario, code) for run in runs(answers.comparison)),
    )


def _changes_place(answers: Answers, scenario: Scenario, code: str) -> bool:
    """Whether a route says of some work of a gemeente, or of all, that its place becomes another in a year to come."""
    figures = answers.release.figures
    cells = product(
        answers.codes if code == ALL else (code,),
        (werkvorm.id for werkvorm in figures.werkvormen),
        range(figures.base_year + 1, figures.last_year + 1),
    )
    rules = (scenario.placement(*cell) for cell in cells)
    return any(rule is not None and rule.workplace == OTHER_PLACE for rule in rules)


def checked(answers: Answers, staff: bool) -> list[Checked]:
    """Wsw persons or staff of A and B beside each other per gemeente in view, with the total when that is all."""
    codes = codes_in_view(answers)
    return [_checked(answers, code, staff) for code in (codes if len(codes) == 1 else (*codes, ALL))]


def reconciled(answers: Answers) -> tuple[Grid, ...]:
    """Wsw persons and staff of both routes beside each other per gemeente in view, with the check of every year."""
    base, *later = shown_years(answers)
    span = year_range(answers.horizon_years[0], answers.horizon_years[-1])
    columns = [Column(str(base), str(base))]
    for role, run in named_routes(answers.comparison)[1:]:
        title = run.scenario.short_title
        headings = ((year, (Words(title, role), Words(f" {year}"))) for year in later)
        columns += [Column(f"{role} {year}", f"{title} {year}", heading) for year, heading in headings]
    check = Column("verschil", "Verschil", (Words("Grootste verschil"),), numeric=True)
    last = check, Column("controle", "Controle", screen=True)
    grids = []
    for kind, title in (("wsw", "Wsw-personen"), ("staf", "Staf")):
        rows = tuple(_checked_row(answers, item) for item in checked(answers, kind == "staf"))
        counts = (replace(column, gap=misses_sum(rows, i)) for i, column in enumerate(columns))
        caption = f"{title} in beide routes; elk jaar van {span} nagerekend"
        title = f"{title} per gemeente in beide routes"
        grids.append(Grid(f"controle {kind}", title, PERSONS, Words("Gemeente"), (*counts, *last), rows, caption))
    return tuple(grids)


def _checked_row(answers: Answers, item: Checked) -> Row:
    cells = (
        *exact_cells((item.base, *item.a, *item.b)),
        Cell(item.words, item.difference),
        Cell(item.verdict, good=item.closes),
    )
    kind: RowKind = "total" if item.code == ALL else ""
    return Row(item.code, upper_first(answers.release.name(item.code)), cells, kind)


def exact_cells(counts: Iterable[ExplainedNumber]) -> tuple[Cell, ...]:
    """Persons with their decimal."""
    return tuple(Cell(persons(answer.value), answer) for answer in counts)


def misses_sum(rows: Sequence[Row], column: int) -> bool:
    """Whether rounded persons in a column miss their rounded sum, the last row; never when it stands alone."""
    *values, total = (answer.value for row in rows for answer in (row.cells[column].answer,) if answer)
    return bool(values) and rounding_gap(values, total, 1, 1)


def _checked(answers: Answers, code: str, staff: bool) -> Checked:
    comparison = answers.comparison
    ask = answers.staff if staff else answers.wsw
    years = shown_years(answers)
    series = [_per_year(answers, run, code, staff) for run in (comparison.zero, comparison.a, comparison.b)]
    zero, a, b = series
    gap = b - a
    at = int(np.abs(gap).argmax())
    year = answers.horizon_years[at]
    closes = bool(np.abs([a - zero, b - zero]).max() < NOISE)
    first, second = ask(comparison.a, code, None, year), ask(comparison.b, code, None, year)
    span = year_range(answers.horizon_years[0], answers.horizon_years[-1])
    what, whom = f"Grootste verschil tussen de routes in {span}", answers.release.name(code)
    definition = (
        f"{comparison.b.scenario.short_title} min {comparison.a.scenario.short_title}, in het jaar waarin dat het grootst "
        f"is; elk jaar van {span} is nagerekend."
    )
    terms, certainty = (f"in {year}:", second.term(), "−", first.term()), joint_certainty(first, second)
    difference = ExplainedNumber(float(gap[at]), what, whom, (), definition, terms, certainty, PERSONS)
    return Checked(
        code,
        ask(comparison.zero, code, None, years[0]),
        tuple(ask(comparison.a, code, None, year) for year in years[1:]),
        tuple(ask(comparison.b, code, None, year) for year in years[1:]),
        difference,
        closes,
    )


def _per_year(answers: Answers, run: Projection, code: str, staff: bool) -> Array:
    """Persons or staff [t] over the horizon."""
    counts = (run.staff if staff else run.persons).sum(axis=1)
    here = counts.sum(axis=0) if code == ALL else counts[answers.codes.index(code)]
    until_horizon: Array = here[answers.release.figures.until(answers.comparison.horizon)]
    return until_horizon
