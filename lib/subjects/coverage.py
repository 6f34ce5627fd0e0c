"""What is said and what is left open, as marks in rows and columns that are read from afar: what each side published, who
speaks about what has no amount, and what nobody knows. A column is a route; both always have the same rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any

from lib.comparison import pm
from lib.comparison.answers import Answers
from lib.comparison.cells import codes_in_view
from lib.comparison.certainty import PUBLISHED
from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.comparison.grid import Cell, Side, Words, words_grid
from lib.comparison.release import Release
from lib.model.comparison import Side as RouteSide
from lib.model.figures import ALL
from lib.model.parameters import PmItem
from lib.model.projection import Projection
from lib.subjects.accountability.accountability import considerations_of
from lib.subjects.evidence import published_amounts
from lib.subjects.people.carriers import ASPECTS, STAFF, UNSAID, carriers
from lib.text import counted, upper_first

SAID, PARTLY, OPEN = 1.0, 0.5, 0.0
#: How a mark reads, and what a chart of them says in small of its marks.
FULLNESS = {SAID: "genoemd", PARTLY: "deels", OPEN: "open"}
LEGEND = "● genoemd; ⊙ deels; ○ open"
#: A mark is whole, in part or open; there is no amount in it.
NO_AMOUNT = Notation(1, 0)


@dataclass(frozen=True)
class Mark:
    """How full a mark is, nan for none, and the word or two beside it."""

    fullness: float
    words: str = ""


#: Who must find an amount where a release from before does not say.
NOBODY = "nog niemand"
#: Nothing is asked here.
ABSENT = Mark(nan)


def _mark(fullness: float) -> Mark:
    return Mark(fullness, FULLNESS[fullness])


@dataclass(frozen=True)
class Marks:
    """A row of marks, one per column."""

    label: str
    marks: tuple[Mark, ...]


def _chart(
    name: str, title: str, quiet: str, corner: str, heads: Sequence[tuple[str, Side]], rows: Sequence[Marks]
) -> ChartSpec:
    """The chart of rows of marks under these heads, with its words as table."""
    series = tuple(
        Series(
            head,
            side,
            tuple(row.marks[place].fullness for row in rows),
            words=tuple(row.marks[place].words for row in rows),
        )
        for place, (head, side) in enumerate(heads)
    )
    words = "; ".join(
        f"{row.label}: "
        + ", ".join(
            f"{head} {mark.words}" for (head, _), mark in zip(heads, row.marks, strict=True) if isfinite(mark.fullness)
        )
        for row in rows
    )
    cells = ((Words(row.label), [Cell(mark.words or "–") for mark in row.marks]) for row in rows)
    twin = words_grid(name, title, [Words(corner), *(Words(head, side) for head, side in heads)], cells)
    return ChartSpec(
        name,
        "marks",
        title,
        f"Tekens in rijen en kolommen. {title}. {words}.",
        NO_AMOUNT,
        tuple(row.label for row in rows),
        (Panel("", series),),
        quiet,
        twin=twin,
    )


def _sides(answers: Answers) -> list[tuple[str, Side]]:
    return [(run.scenario.short_title, side) for side, run in answers.comparison.sides]


# -- what each side published --------------------------------------------------------------------------------------


def published_chart(answers: Answers) -> ChartSpec:
    """Which of the things that a meeting asks for each side named itself: amounts, people, staff."""
    sides = answers.comparison.sides
    rows = [
        Marks(f"Tekort, {answers.release.all_together}", tuple(_yearly(answers, run, (ALL,)) for _, run in sides)),
        Marks("Tekort per gemeente", tuple(_yearly(answers, run, codes_in_view(answers)) for _, run in sides)),
        Marks("Eenmalige kosten", tuple(_one_off(answers, run) for _, run in sides)),
        *(
            Marks(upper_first(words), tuple(_of_work(answers, side, name) for side, _ in sides))
            for name, words in ASPECTS
        ),
        Marks("Werkgever van de staf", tuple(_of_staff(answers, side) for side, _ in sides)),
    ]
    quiet = f"{LEGEND}; vanaf {answers.first_year}"
    return _chart("wat is genoemd", "Wat elke kant zelf noemde", quiet, "Onderwerp", _sides(answers), rows)


def _yearly(answers: Answers, run: Projection, codes: Sequence[str]) -> Mark:
    """For which years from the first of the routes on a side published amounts of its own tekort, for each of these."""
    amounts = [published_amounts(answers, run.scenario, code) for code in codes]
    years = [year for year in answers.release.figures.years.tolist() if year >= answers.first_year]
    own = [year for year in years if all(year in published for published in amounts)]
    if not own:
        some = any(year in published for published in amounts for year in years)
        return _mark(PARTLY if some else OPEN)
    return _mark(SAID) if own == years else Mark(PARTLY, f"t/m {own[-1]}")


def _one_off(answers: Answers, run: Projection) -> Mark:
    """Whether a side published an amount for what is one-off; nothing to ask of a route that has none."""
    measures = [measure for measure in run.scenario.measures if measure.kind == "eenmalig"]
    if not measures:
        return _mark(OPEN) if answers.release.one_off_is_pm(run.scenario) else Mark(nan, "geen")
    return _share([measure.status in PUBLISHED for measure in measures])


def _of_work(answers: Answers, side: RouteSide, aspect: str) -> Mark:
    """Of how much of the work a side says this: an uitvoerder counts where a statement names it."""
    table = carriers(answers)
    cells = [table.cell(row.id, f"{side} {aspect}") for row in table.rows if row.id != STAFF]
    return _share([bool(cell.statements) if aspect == "uitvoerder" else cell.text != UNSAID for cell in cells])


def _of_staff(answers: Answers, side: RouteSide) -> Mark:
    return _share([carriers(answers).cell(STAFF, f"{side} werkgever").text != UNSAID])


def _share(said: Sequence[bool]) -> Mark:
    return _mark(SAID if all(said) else PARTLY if any(said) else OPEN)


# -- what has no amount --------------------------------------------------------------------------------------------


def topics_chart(answers: Answers) -> ChartSpec:
    """Per topic without an amount who is the source of what stands at each route: a party at the table, or another."""
    release, sides = answers.release, answers.comparison.sides
    ordered = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    own = [considerations_of(release, run.scenario)[1] for _, run in sides]
    rows = [
        Marks(topic, tuple(_speaker(release, rows.get(topic)) for rows in own))
        for topic in dict.fromkeys(row["onderwerp"] for row in ordered)
    ]
    quiet = f"● partij: een gemeente, de regeling of {release.settings['regio']}; ⊙ een ander; ○ niets gevonden"
    return _chart("wie erover spreekt", "Wie erover spreekt", quiet, "Onderwerp", _sides(answers), rows)


def _speaker(release: Release, row: Mapping[str, Any] | None) -> Mark:
    if row is None:
        return Mark(OPEN, "niemand")
    publisher = release.sources[row["bron_id"]]["uitgever"]
    # A newspaper may have the name of a gemeente in its own.
    own = (f"Gemeente {gemeente.naam}" for gemeente in release.figures.gemeenten)
    parties = ("gemeenten", str(release.settings["regio"]), *own)
    return Mark(SAID, "partij") if any(name in publisher for name in parties) else Mark(PARTLY, "een ander")


# -- what nobody knows ---------------------------------------------------------------------------------------------


def unknown_chart(answers: Answers) -> ChartSpec:
    """Who must find which PM-posten of each route: what stands in every route stands in both."""
    every = set(answers.comparison.zero.scenario.pm)
    items = pm.items_of(answers)
    routes = [every | set(run.scenario.pm) for _, run in answers.comparison.sides]
    rows = [
        Marks(
            upper_first(owner),
            tuple(
                _posts(item for item in items if (item.owner or NOBODY) == owner and item.id in own) for own in routes
            ),
        )
        for owner in dict.fromkeys(item.owner or NOBODY for item in items)
    ]
    quiet = "○ post die bestaat en waarvan niemand het bedrag kent: onbekend, niet nul; leeg: geen post"
    return _chart("onbekend", "Wie het bedrag uitzoekt", quiet, "Wie", _sides(answers), rows)


def _posts(items: Iterable[PmItem]) -> Mark:
    count = len(list(items))
    return Mark(OPEN, counted(count, "post", "posten")) if count else ABSENT
