"""PM-posten: known to exist, no amount, in no total; which there are, in which routes and why, and how many are left out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.cells import named_routes, route_words, runs
from lib.comparison.grid import Cell, Column, Grid, Reference, Row, RowKind, Words
from lib.comparison.numbers import COUNT
from lib.comparison.release import Release
from lib.model.parameters import PmItem
from lib.model.projection import Projection
from lib.tables.columns import PM
from lib.text import amount, counted, listed

#: How a PM reads where a reader first meets it.
UNKNOWN_AMOUNT = "onbekend, niet nul"
RANGE = "mogelijk bereik"
DIRECTIONS = {1: "bate", -1: "last", 0: "bate of last"}
#: Several of them, and the heading above them, in the order of the register.
SEVERAL = {
    -1: ("lasten", "Lasten"),
    1: ("baten", "Baten"),
    0: ("baten of lasten", "Baten of lasten, dat is niet bekend"),
}
EVERYWHERE, ELSEWHERE, NOWHERE, NO_BOUND = "in elke route", "in geen van deze routes", "geen", "geen opgave"
#: Who finds out what a release names nobody for.
NOBODY = "niet genoemd"
COUNTS = ("aantal", "basisjaar")
#: What the register tells of a post, and why it stands with a route, as columns.
POST, EVIDENCE = ("soort", "in", "laag", "hoog", "eigenaar", "wanneer", "gevolg"), ("zero", "a", "b")
#: What it tells of what a post is, and where that stands; on a screen.
ORIGIN = ("toelichting", "bron", "bekend")


def pm_amounts(release: Release) -> int:
    """How many amounts of the base year are PM."""
    return int(release.figures.pm.sum())


def unknown_one_offs(answers: Answers, *runs: Projection) -> str:
    """Of which of these, or of both routes, the one-off is not counted since nobody knows an amount, as a sentence; empty of
    none."""
    scenarios = [run.scenario for run in runs or (answers.comparison.a, answers.comparison.b)]
    titles = [scenario.short_title for scenario in scenarios if answers.release.one_off_is_pm(scenario)]
    return f"Eenmalig van {listed(list(dict.fromkeys(titles)))}: {PM}, {UNKNOWN_AMOUNT}." if titles else ""


def with_one_offs(answers: Answers) -> str:
    """That numbers hold what is one-off, and of which route none is counted: below a table that adds the two up."""
    return f"Met wat eenmalig is. {unknown_one_offs(answers)}".rstrip()


def left_out(answers: Answers, *routes: Projection) -> int:
    """How many PM-posten of any of these routes, and PM amounts of the base year, no total counts."""
    items = {item for run in routes for item in run.scenario.pm}
    return len(items) + pm_amounts(answers.release)


def direction(item: PmItem) -> str:
    """What the item is to a budget, where it is not known which of the two as well."""
    return DIRECTIONS[item.sign]


def possible_range(item: PmItem) -> str:
    """Between which amounts the item may lie and what these bounds rest on; empty when there are none."""
    if item.low is None or item.high is None:
        return ""
    often = " per jaar" if item.kind == "jaarlijks" else ""
    return f"{RANGE} {amount(item.low)} tot {amount(item.high)}{often} ({item.bounds})"


def items_of(answers: Answers) -> tuple[PmItem, ...]:
    """The PM-posten of the nulalternatief and of both routes, each once: costs, returns, then what has no known sign; of each
    what stands in both routes, in one, and last what stands in every route."""
    names = dict.fromkeys(name for run in runs(answers.comparison) for name in run.scenario.pm)
    return _in_order(answers, (answers.release.pm[name] for name in names))


def every_item(answers: Answers) -> tuple[PmItem, ...]:
    """The same of all that the release knows, also what stands in no route of the comparison."""
    return _in_order(answers, answers.release.pm.values())


def _in_order(answers: Answers, items: Iterable[PmItem]) -> tuple[PmItem, ...]:
    order, every = list(SEVERAL), answers.comparison.zero.scenario.pm
    own = [run.scenario.pm for _, run in answers.comparison.sides]

    def place(item: PmItem) -> tuple[int, bool, int]:
        return order.index(item.sign), item.id in every, -sum(item.id in items for items in own)

    return tuple(sorted(items, key=place))


def register(answers: Answers, items: tuple[PmItem, ...] | None = None) -> Grid:
    """What is known to exist without an amount: in which route and why, between which amounts where a source says so, who
    finds the amount, when that can be, and what follows if it falls badly. Costs and returns stand apart. Of the routes of
    the comparison, or of these `items`."""
    rows: list[Row] = []
    sections = dict[int, None]()
    columns = tuple(_columns(answers))
    for item in items_of(answers) if items is None else items:
        heading = SEVERAL[item.sign][1]
        if item.sign not in sections:
            rows.append(Row(heading, heading, (Cell(""),) * len(columns), "section"))
            sections[item.sign] = None
        rows.append(Row(item.id, item.label, tuple(_post(answers, item))))
    rows += _counts(answers)
    title = "PM-posten: bekend dat ze bestaan, bedrag onbekend en dus niet nul"
    return Grid("pm", title, "euro", Words("Post"), columns, tuple(rows), f"{title}; in geen enkel totaal")


def posts(table: Grid) -> Grid:
    """Of the register what each post is; not how many each route has."""
    rows = tuple(row for row in table.rows if row.id not in COUNTS)
    return replace(table, rows=rows).only(POST)


def evidence(table: Grid) -> Grid:
    """Of the register why each post stands with a route, and how many each has."""
    return table.only(EVIDENCE, "Waarom een post bij een route staat, met de bron")


def origin(table: Grid) -> Grid:
    """Of the register what each post is, and where that stands."""
    rows = tuple(row for row in table.rows if row.id not in COUNTS)
    return replace(table, rows=rows).only(ORIGIN, "Wat elke post is, met de bron")


def _columns(answers: Answers) -> Iterator[Column]:
    """Words of the post with its range, and PM or nothing per route."""
    yield from (Column("soort", "Soort", numeric=False), Column("in", "In", numeric=False))
    for role, run in named_routes(answers.comparison):
        yield Column(role, run.scenario.short_title, (route_words(answers.comparison, run),), numeric=False)
    yield Column("laag", "Mogelijk bereik, laag", (Words("Mogelijk bereik"),), numeric=False)
    yield Column("hoog", "Mogelijk bereik, hoog", numeric=False, ends=True)
    for name, label in (("eigenaar", "Wie zoekt het uit"), ("wanneer", "Wanneer te weten"), ("gevolg", "Gevolg")):
        yield Column(name, label, numeric=False)
    for name, label in zip(ORIGIN, ("Wat het is", "Bron", "Bekend sinds"), strict=True):
        yield Column(name, label, numeric=False, screen=True)


def _post(answers: Answers, item: PmItem) -> Iterator[Cell]:
    """The cells of one PM-post."""
    yield from (Cell(f"{direction(item)}, {item.kind}"), Cell(where(answers, item)))
    for role, run in named_routes(answers.comparison):
        yield _evidence(run, item, already=role != "zero" and item.id in answers.comparison.zero.scenario.pm)
    grounds = (Cell(item.bounds),) if item.bounds else ()
    yield Cell(NO_BOUND if item.low is None else amount(item.low), exact=item.low)
    yield Cell(NO_BOUND if item.high is None else amount(item.high), exact=item.high, below=grounds)
    yield from map(Cell, (item.owner or NOBODY, item.when, item.consequence, item.explanation))
    yield from (
        Cell("", reference=Reference(item.source, short=True)),
        Cell("", reference=Reference("", item.kennisdatum)),
    )


def where(answers: Answers, item: PmItem) -> str:
    """In which of the compared routes a PM-post stands, in words; what stands in the nulalternatief stands in every route."""
    comparison = answers.comparison
    if item.id in comparison.zero.scenario.pm:
        return EVERYWHERE
    titles = (run.scenario.short_title for _, run in comparison.sides if item.id in run.scenario.pm)
    return " en ".join(dict.fromkeys(titles)) or ELSEWHERE


def _evidence(run: Projection, item: PmItem, already: bool) -> Cell:
    """PM with what says that the post occurs in a route, which the nulalternatief says once for all; or that it does not."""
    evidence = run.scenario.pm.get(item.id)
    if evidence is None:
        return Cell(NOWHERE)
    if already:
        return Cell(PM)
    why = Cell(
        f"{evidence.explanation} ", statements=evidence.statements, reference=Reference(evidence.source, short=True)
    )
    return Cell(PM, below=(why,))


def _counts(answers: Answers) -> Iterator[Row]:
    """How many posts each route leaves out, costs and returns apart; and the amounts of the base year without a number."""
    routes, amounts = named_routes(answers.comparison), pm_amounts(answers.release)
    counts: dict[str, Cell] = {
        role: Cell(pm_words(answers, run), exact=left_out(answers, run), unit=COUNT) for role, run in routes
    }
    yield _by_route(answers, COUNTS[0], "Aantal, niet meegeteld", counts, "total")
    if amounts:
        cells: dict[str, Cell] = {role: Cell(f"{amounts} × {PM}") for role, _ in routes}
        yield _by_route(answers, COUNTS[1], "Bedragen in het basisjaar", cells)


def _by_route(answers: Answers, name: str, label: str, cells: Mapping[str, Cell], kind: RowKind = "") -> Row:
    """A row that says something of each route alone."""
    return Row(name, label, tuple(cells.get(column.id, Cell("")) for column in _columns(answers)), kind)


def pm_words(answers: Answers, run: Projection) -> str:
    """The PM-posten of a route, costs and returns apart: "5 lasten en 2 baten"."""
    if run.scenario.only_pm:
        return "elke uitkomst"
    counts = Counter(answers.release.pm[name].sign for name in run.scenario.pm)
    words = [counted(counts[sign], DIRECTIONS[sign], several) for sign, (several, _) in SEVERAL.items() if counts[sign]]
    return listed(words) or NOWHERE
