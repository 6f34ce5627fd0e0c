"""Where the work goes: the people of the base year, who carries out their work then and who does after; and its chart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.chart import Band, ChartSpec, Notation
from lib.comparison.grid import Cell, Column, Grid, Row, Side, Words
from lib.comparison.message import repeated
from lib.comparison.numbers import PERSONS, ExplainedNumber, Term, signed
from lib.comparison.saldo_answers import NOTHING_PUBLISHED
from lib.model.figures import ALL, UNPUBLISHED
from lib.model.projection import Projection
from lib.model.scenario import NOT_NAMED, Uitvoerder
from lib.subjects.people.people import Place, carrier_name, places, reconciliation, shown_years
from lib.text import lower_first, persons, whole

#: For how many something changes in a route of which nothing is published.
NUMBER_UNKNOWN = "een onbekend aantal"


@dataclass(frozen=True)
class Move:
    """The people of one cell in the base year, and the same cell in the first year of a route."""

    before: Place
    after: Place

    @property
    def changes(self) -> bool:
        """Another uitvoerder carries the work out."""
        return self.before.uitvoerder.id != self.after.uitvoerder.id


@dataclass(frozen=True)
class Stream:
    """People of one werkvorm who go from one uitvoerder to one other, or stay."""

    before: str
    werkvorm: str
    after: str
    persons: ExplainedNumber
    changes: bool


def headline(answers: Answers) -> str:
    """The same people in every route, for how many the uitvoerder becomes another, and whether a route says who loses work or
    place: one form for A and B."""
    comparison, code = answers.comparison, answers.view.gemeente
    base, first = shown_years(answers)[:2]
    wsw, staff = answers.wsw(comparison.zero, code, None, base), answers.staff(comparison.zero, code, None, base)
    whose = "werken" if code == ALL else f"horen bij {answers.release.name(code)}"
    where = f"In {base} {whose}" if comparison.unpublished else f"In elke route {whose} dezelfde"
    same = f"{where} {whole(wsw.value)} mensen uit de Wsw en {whole(staff.value)} van de staf"
    phrases = [
        f"bij {run.scenario.in_sentence} voor {_how_many(answers, run)}{only_later(answers, run)}"
        for _, run in comparison.sides
    ]
    changes = f"vanaf {first} wisselt de uitvoerder {' en '.join(phrases)} Wsw’ers"
    return f"{repeated(comparison)}{same}; {changes}; {reconciliation(answers, code).words}."


def _how_many(answers: Answers, run: Projection) -> str:
    return NUMBER_UNKNOWN if run.scenario.only_pm else whole(switchers(answers, run).value)


def moves(answers: Answers, run: Projection, year: int | None = None) -> list[Move]:
    """Every cell in view: in the base year, and in a year of a route, by default its first."""
    base, first = shown_years(answers)[:2]
    code = answers.view.gemeente
    before, after = places(answers, answers.comparison.zero, base, code), places(answers, run, year or first, code)
    return [Move(*pair) for pair in zip(before, after, strict=True)]


def only_later(answers: Answers, run: Projection) -> str:
    """That a route changes the uitvoerder in a later year, where nobody's work changes in its first; otherwise empty."""
    year = later_change(answers, run)
    return f" (daar wisselt hij pas vanaf {year})" if year else ""


def switchers_words(answers: Answers, run: Projection) -> str:
    """For how many the uitvoerder becomes another, and from when where that is after the first year."""
    year = later_change(answers, run)
    return f"{whole(switchers(answers, run).value)}{f' (pas vanaf {year})' if year else ''}"


def later_change(answers: Answers, run: Projection) -> int | None:
    """The first year in which a route changes the uitvoerder, where nobody's work changes in its first; otherwise None."""
    first = shown_years(answers)[1]
    if run.scenario.only_pm:
        return None
    years = range(first, answers.release.figures.last_year + 1)
    change = next((year for year in years if any(move.changes for move in moves(answers, run, year))), None)
    return None if change == first else change


def switchers(answers: Answers, run: Projection) -> ExplainedNumber:
    """Persons of the base year whose work another uitvoerder carries out from the first year of a route."""
    base, first = shown_years(answers)[:2]
    code = answers.view.gemeente
    what = f"Andere uitvoerder vanaf {first}, {run.scenario.short_title}"
    definition = f"Wsw-personen van {base} van wie het werk in {first} bij een andere uitvoerder is dan in {base}."
    places_before = [move.before for move in moves(answers, run) if move.changes]
    everyone = answers.wsw(answers.comparison.zero, code, None, base)
    if run.scenario.only_pm:
        return replace(everyone, value=UNPUBLISHED, what=what, years=(), definition=definition, terms=NOTHING_PUBLISHED)
    return sum_of(answers, places_before, replace(everyone, what=what, years=(), definition=definition))


def sum_of(answers: Answers, cells: Sequence[Place], like: ExplainedNumber, staff: bool = False) -> ExplainedNumber:
    """As `like`, with the persons of some cells together; the formula adds up gemeenten, or werkvormen of one."""
    labels = {werkvorm.id: lower_first(werkvorm.label) for werkvorm in answers.release.figures.werkvormen}
    single = len({place.code for place in cells}) == 1
    parts: dict[str, float] = {}
    for place in cells:
        part = labels[place.werkvorm] if single else answers.release.name(place.code)
        parts[part] = parts.get(part, 0.0) + (place.staff if staff else place.wsw)
    terms = signed(Term(count, PERSONS, before=f"{part} ") for part, count in parts.items()) or ("niemand",)
    return replace(like, value=float(sum(parts.values())), terms=terms)


def streams(answers: Answers, run: Projection) -> list[Stream]:
    """The people of the base year: who carries out their work then, and from the first year of a route."""
    base, first = shown_years(answers)[:2]
    code = answers.view.gemeente
    cells_by_stream: dict[tuple[str, str, str, bool], list[Place]] = {}
    every = moves(answers, run)
    before, after = (
        _names(answers, places_) for places_ in zip(*((move.before, move.after) for move in every), strict=True)
    )
    labels = {werkvorm.id: werkvorm.label for werkvorm in answers.release.figures.werkvormen}
    order = list(labels)
    for move in sorted(every, key=lambda move: order.index(move.before.werkvorm)):
        ends = before[move.before.uitvoerder], move.before.werkvorm, after[move.after.uitvoerder]
        cells_by_stream.setdefault((*ends, move.changes), []).append(move.before)
    like = answers.wsw(answers.comparison.zero, code, None, base)
    result = []
    for (start, werkvorm, end, changes), cells in cells_by_stream.items():
        what = f"{labels[werkvorm]} van {start} naar {end}, {run.scenario.short_title}"
        definition = f"Wsw-personen van {base}, ingedeeld naar wie hun werk in {base} en vanaf {first} uitvoert."
        count = sum_of(answers, cells, replace(like, what=what, whom="", years=(), definition=definition))
        if count.value > 0:
            result.append(Stream(start, labels[werkvorm], end, count, changes))
    return result


def _names(answers: Answers, cells: Sequence[Place]) -> dict[Uitvoerder, str]:
    """What each uitvoerder of these cells is called: who works for one gemeente alone is named with it, where all are in
    view."""
    codes: dict[Uitvoerder, dict[str, None]] = {}
    for place in cells:
        codes.setdefault(place.uitvoerder, {})[place.code] = None
    every = len(answers.codes) > 1 and answers.view.gemeente == ALL
    return {
        uitvoerder: carrier_name(answers, uitvoerder, own)
        + (f" ({answers.release.name(*own)})" if every and len(own) == 1 and not uitvoerder.own_service else "")
        for uitvoerder, own in codes.items()
    }


def flow_charts(answers: Answers) -> list[ChartSpec]:
    """The stream of the work under A and under B; one chart when they are the same route."""
    return [_flow_chart(answers, side, run) for side, run in answers.comparison.sides]


def _flow_chart(answers: Answers, side: Side, run: Projection) -> ChartSpec:
    base, first = shown_years(answers)[:2]
    flows, title = streams(answers, run), run.scenario.short_title
    words = "; ".join(f"{flow.werkvorm}, {persons(flow.persons.value)}, {_way(flow)}" for flow in flows)
    return ChartSpec(
        f"stroom_{side}",
        "flow",
        f"{title}: {switchers_words(answers, run)} Wsw’ers krijgen een andere uitvoerder",
        f"Stroomdiagram van {title}, Wsw-personen van {base} naar wie hun werk vanaf {first} uitvoert: {words}.",
        Notation(1, 0),
        quiet=f"links {base}, rechts vanaf {first}; grijs: dezelfde uitvoerder",
        bands=flow_bands(flows),
        side=side,
        twin=_flow_twin(answers, run, flows),
    )


def _what_changes(run: Projection, flow: Stream) -> str:
    if run.scenario.only_pm:
        return NOT_NAMED
    return "andere uitvoerder" if flow.changes else "dezelfde uitvoerder"


def _way(flow: Stream) -> str:
    return f"van {flow.before} naar {flow.after}" if flow.changes else f"blijft bij {flow.after}"


def _flow_twin(answers: Answers, run: Projection, flows: Sequence[Stream]) -> Grid:
    base, first = shown_years(answers)[:2]
    heads = f"Uitvoerder {base}", f"Uitvoerder vanaf {first}", "Wat verandert", f"Wsw-personen {base}"
    columns = (Column(str(i), head, numeric=i == len(heads) - 1) for i, head in enumerate(heads))
    rows = [
        Row(
            str(i),
            flow.werkvorm,
            (
                Cell(flow.before),
                Cell(flow.after),
                Cell(_what_changes(run, flow)),
                Cell(whole(flow.persons.value), flow.persons),
            ),
        )
        for i, flow in enumerate(flows)
    ]
    everyone = answers.wsw(answers.comparison.zero, answers.view.gemeente, None, base)
    rows.append(Row("samen", "Samen", (*(Cell(""),) * 3, Cell(whole(everyone.value), everyone)), "total"))
    caption = f"Waar het werk heen gaat: {run.scenario.short_title}"
    return Grid("stroom", caption, PERSONS, Words("Werkvorm"), tuple(columns), tuple(rows), caption)


def flow_bands(flows: Sequence[Stream]) -> tuple[Band, ...]:
    """The streams as bands between three columns of nodes; persons are conserved at every node."""
    sums: dict[tuple[int, str, str, bool], float] = {}
    for stream in flows:
        for key in ((0, stream.before, stream.werkvorm, False), (1, stream.werkvorm, stream.after, stream.changes)):
            sums[key] = sums.get(key, 0.0) + stream.persons.value
    return tuple(Band(column, start, end, count, changes) for (column, start, end, changes), count in sums.items())
