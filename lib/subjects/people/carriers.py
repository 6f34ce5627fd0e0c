"""Per kind of work and for the staff: who carries it out, who is the employer and what happens to the workplace, in both
routes. Three things apart: that the uitvoerder becomes another does not say that the other two do."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.cells import codes_in_view
from lib.comparison.grid import Cell, Column, Grid, Row, Words
from lib.comparison.numbers import PERSONS, ExplainedNumber
from lib.model.projection import Projection
from lib.model.scenario import Placement, Uitvoerder
from lib.subjects.people.people import about_staff, in_a_row, same_people
from lib.text import listed, lower_first, upper_first, whole

#: What a route does not say of its people.
UNSAID = "niet genoemd"
#: The staff goes where the work goes (model.md §3).
WITH_THE_WORK = "gaat mee met het werk"
STAFF = "staf"
#: What an aspect is called where only that is asked.
SHORT = {"werkplek": "zelfde werkplek"}
ASPECTS = (("uitvoerder", "wie het werk doet"), ("werkgever", "werkgever"), ("werkplek", "werkplek"))


@dataclass(frozen=True)
class Kind:
    """Werkvormen with the same uitvoerders, employer and workplace in both routes, by their places in the figures; and what
    each route says of them."""

    werkvormen: tuple[int, ...]
    cells: tuple[Cell, ...]


def carriers(answers: Answers) -> Grid:
    """Werkvormen that go the same way, and the staff: how many people in the base year, and per route from its first year
    uitvoerder, werkgever and werkplek."""
    figures, code, zero = answers.release.figures, answers.view.gemeente, answers.comparison.zero
    rows = []
    for kind in _kinds(answers):
        own = [figures.werkvormen[w] for w in kind.werkvormen]
        name = upper_first(listed([lower_first(werkvorm.label) for werkvorm in own]))
        count = answers.wsw(zero, code, [werkvorm.id for werkvorm in own], figures.base_year)
        rows.append(Row(own[0].id, name, (_people(count), *kind.cells)))
    staff = answers.staff(zero, code, None, figures.base_year)
    staffed = (cell for _, run in answers.comparison.sides for cell in _staff_cells(answers, run))
    rows.append(Row(STAFF, "Staf", (_people(staff), *staffed)))
    title = f"Wie het werk doet vanaf {answers.first_year}, bij wie in dienst en waar"
    caption = f"{title}, {answers.release.name(code)}; {same_people(answers)}geteld in {figures.base_year}"
    return Grid("wie werkt waar", title, PERSONS, Words("Werk"), tuple(_columns(answers)), tuple(rows), caption)


def _people(count: ExplainedNumber) -> Cell:
    return Cell(whole(count.value), count)


def _columns(answers: Answers) -> Iterator[Column]:
    yield Column("mensen", "Mensen", numeric=True)
    for side, run in answers.comparison.sides:
        title = run.scenario.short_title
        for name, words in ASPECTS:
            heading = Words(title, side), Words(f" {words}")
            yield Column(f"{side} {name}", f"{title}: {words}", heading, numeric=False)


def _kinds(answers: Answers) -> list[Kind]:
    """The werkvormen, those with the same words in both routes together."""
    comparison, kinds = answers.comparison, dict[tuple[str, ...], Kind]()
    for w in range(len(answers.release.figures.werkvormen)):
        cells = tuple(cell for _, run in comparison.sides for cell in _work_cells(answers, run, w))
        # What has more than one uitvoerder counts its people per uitvoerder: only its own.
        words = tuple(cell.text for cell in cells)
        before = kinds[words].werkvormen if words in kinds else ()
        kinds[words] = Kind((*before, w), cells)
    return list(kinds.values())


def _work_cells(answers: Answers, run: Projection, w: int) -> Iterator[Cell]:
    """Uitvoerder, werkgever and werkplek of a werkvorm in the first year of a route."""
    figures, people = answers.release.figures, answers.comparison.figures.persons
    werkvorm, year = figures.werkvormen[w].id, answers.first_year
    codes = codes_in_view(answers)
    rules = {code: run.scenario.placement(code, werkvorm, year) for code in codes}
    carried: dict[Uitvoerder, list[str]] = {}
    for code in codes:
        carried.setdefault(run.scenario.uitvoerder(code, werkvorm, year), []).append(code)
    names = []
    for uitvoerder, own in carried.items():
        name, count = (
            in_a_row(answers, uitvoerder, own),
            float(sum(people[answers.codes.index(code), w] for code in own)),
        )
        # Who works for one gemeente alone is named with it.
        single = f" ({answers.release.name(own[0])})" if len(own) == 1 and not uitvoerder.own_service else ""
        names.append(f"{name} {whole(count)}{single}" if len(carried) > 1 else name)
    statements = dict.fromkeys(item for rule in rules.values() if rule for item in rule.statements)
    yield Cell(", ".join(names), statements=tuple(statements))
    placed = [rule for rule in rules.values() if rule]
    yield Cell(_said(placed, lambda rule: rule.employer))
    yield Cell(_said(placed, lambda rule: rule.workplace))


def _said(rules: Sequence[Placement], ask: Callable[[Placement], str]) -> str:
    """What the rules say of one thing, each word once."""
    return ", ".join(dict.fromkeys(ask(rule) or UNSAID for rule in rules)) or UNSAID


def _staff_cells(answers: Answers, run: Projection) -> Iterator[Cell]:
    """The same of the staff, which no rule places: it goes with the work; of its employer a statement of the route may tell,
    of its workplace none."""
    figures, codes = answers.release.figures, codes_in_view(answers)
    year = answers.first_year
    every = {run.scenario.uitvoerder(code, werkvorm.id, year) for code in codes for werkvorm in figures.werkvormen}
    yield Cell(in_a_row(answers, every.pop(), codes) if len(every) == 1 else WITH_THE_WORK)
    statements = {row["uitspraak_id"]: row["uitspraak"] for row in answers.release.tables["statements"]}
    own = [name for name in about_staff(answers.release) if name in run.scenario.statements]
    yield Cell(" ".join(statements[name] for name in own) or UNSAID, statements=tuple(own))
    yield Cell(UNSAID)


def in_short(answers: Answers) -> Grid:
    """The same in little room: who does each kind of work, and below it what a route says of employer and workplace."""
    table, sides = carriers(answers), answers.comparison.sides
    rows = []
    for row in table.rows:
        cells = []
        for side, _ in sides:
            work, employer = (table.cell(row.id, f"{side} {name}") for name in ("uitvoerder", "werkgever"))
            # Of the staff what is said of its employer says the most.
            cell = employer if row.id == STAFF and employer.text != UNSAID else work
            cells.append(replace(cell, statements=()))
        rows.append(Row(row.id, row.label, (row.cells[0], *cells)))
    for name, words in ASPECTS[1:]:
        rows.append(
            Row(
                name,
                upper_first(SHORT.get(name, words)),
                (Cell(""), *(_in_all(table, f"{side} {name}") for side, _ in sides)),
            )
        )
    people = Column("mensen", "Mensen", numeric=True)
    columns = (
        Column(side, run.scenario.short_title, (Words(run.scenario.short_title, side),), numeric=False)
        for side, run in sides
    )
    return replace(table, id="wie werkt waar, kort", columns=(people, *columns), rows=tuple(rows))


def _in_all(table: Grid, column: str) -> Cell:
    """What a column says of every kind of work; where kinds differ, of which it says what. The staff stands by itself."""
    said: dict[str, list[str]] = {}
    for row in table.rows:
        if row.id != STAFF:
            said.setdefault(table.cell(row.id, column).text, []).append(lower_first(row.label))
    if len(said) == 1:
        return Cell(next(iter(said)))
    return Cell("; ".join(f"{words} ({listed(kinds)})" for words, kinds in said.items()))
