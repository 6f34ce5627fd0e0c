"""Mijn gemeente: what must be true, what is not known and who finds it out, what to ask, who decides, and the sources.

Every question has one form, whichever route it is about; what it asks comes from the registry and the Comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare, switching_words
from lib.comparison.cells import runs
from lib.comparison.certainty import measure_status
from lib.comparison.grid import Cell, Column, Grid, Words
from lib.comparison.grid import Row as GridRow
from lib.comparison.message import nothing_to_compare
from lib.comparison.pm import SEVERAL, UNKNOWN_AMOUNT, items_of, possible_range
from lib.comparison.release import Row
from lib.model.comparison import Side, Switching
from lib.model.figures import ALL
from lib.model.parameters import Parameter, PmItem, own_name
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.subjects.risk import published_risks
from lib.text import counted, listed, lower_first, upper_first, value_with_unit

#: Statuses of a measure whose size nobody published.
OPEN = ("raming", "aanname")
#: So many posts are named where there is little room.
NAMED = 3
NO_ASSUMPTION = "Geen van beide routes rust op een eigen aanname."
NONE_UNKNOWN = "Hier staan geen posten zonder bedrag."


# -- what must be true -----------------------------------------------------------------------------------------------


def rests_mostly(answers: Answers) -> str:
    """The own assumption of each route that moves it most, with its band; and where both routes cost the same here."""
    phrases = []
    for _, run, name in _largest(answers):
        parameter = answers.release.parameters[name]
        kind, _, of = parameter.unit.partition(" ")
        low, high = (value_with_unit(end, kind) for end in (parameter.low, parameter.high))
        band = f"{low} tot {high} {of}".rstrip()
        phrases.append(f"bij {run.scenario.in_sentence} {lower_first(parameter.label)} ({band})")
    return f"Grootste aanname {'; '.join(phrases)}. {even_sentence(answers)}" if phrases else NO_ASSUMPTION


def _largest(answers: Answers) -> list[tuple[Side, Projection, str]]:
    """Each route that has own assumptions, with the one that moves it most."""
    last, comparison = answers.release.figures.last_year, answers.comparison
    swings = ((side, run, answers.evidence.readings.sides[side].swings(last)) for side, run in comparison.sides)
    return [(side, run, own[0].parameter) for side, run, own in swings if own]


def even_sentence(answers: Answers) -> str:
    """Which value of the largest assumption of each route, and of nothing else, makes both cost the same without one-offs."""
    if unknown := nothing_to_compare(answers.comparison):
        return unknown
    comparison, can, cannot = answers.comparison, [], []
    for _, _, name in _largest(answers):
        parameter = answers.release.parameters[name]
        turn = next(
            turn for turn in comparison.switching if (turn.parameter, turn.horizon) == (name, comparison.horizon)
        )
        value, label = turn.structural[answers.view.gemeente].value, lower_first(parameter.label)
        if value is None:
            cannot.append(f"met {label} lukt het niet")
        else:
            text, now = switching_words(parameter, value)[0], bare(parameter, comparison.values[name])
            can.append(f"{label} {text} (gerekend met {now})")
    if not can and not cannot:
        return NO_ASSUMPTION
    code = answers.view.gemeente
    where = "" if code == ALL else f" in {answers.release.name(code)}"
    titles = [run.scenario.short_title for _, run in comparison.sides]
    routes = "beide routes" if comparison.same else listed(titles)
    # The values in the same order whichever route is A.
    values = "; ".join((*sorted(can), *sorted(cannot)))
    return f"Gelijke kosten van {routes}{where} t/m {comparison.horizon}, zonder eenmalig: {values}."


def conditions(answers: Answers) -> tuple[Grid, tuple[Parameter, ...]]:
    """The values at which both routes cost the gemeente in view the same up to each horizon, one-offs included, and what to
    ask; a row per assumption that has such a value at any horizon, and the assumptions that have none."""
    release, code, comparison = answers.release, answers.view.gemeente, answers.comparison
    rows, without = [], []
    for parameter in comparison.parameters.values():
        turns = [turn for turn in comparison.switching if turn.parameter == parameter.id]
        if all(turn.with_one_offs[code].value is None for turn in turns):
            without.append(parameter)
            continue
        now = answers.parameter(parameter.id)
        cells = (
            Cell(value_with_unit(now.value, parameter.unit), now),
            *(_equal(answers, parameter, turn) for turn in turns),
            Cell(_asked_of(answers, parameter, turns)),
        )
        rows.append(GridRow(parameter.id, parameter.label, cells))
    horizons = dict.fromkeys(turn.horizon for turn in comparison.switching)
    columns = (
        Column("nu", "Nu gerekend met", numeric=False),
        *(Column(str(year), f"Evenveel t/m {year}", numeric=False) for year in horizons),
        Column("vraag", "Wat u kunt vragen", numeric=False, screen=True),
    )
    place = release.name(code)
    title = f"Bij welke waarde beide routes {place} evenveel kosten; binnen of buiten de bandbreedte"
    caption = f"Wanneer beide routes {place} evenveel kosten, met wat eenmalig is en zonder wat onbekend is; binnen of buiten de bandbreedte"
    return Grid("omslag hier", title, "", Words("Aanname"), columns, tuple(rows), caption), tuple(without)


def _equal(answers: Answers, parameter: Parameter, turn: Switching) -> Cell:
    code = answers.view.gemeente
    value = turn.with_one_offs[code]
    text, verdict = switching_words(parameter, value.value)
    answer = answers.switching(parameter.id, value, code, turn.horizon)
    more = "; er zijn er meer" if value.more else ""
    return Cell(text, answer, unit=parameter.unit, verdict=f"{verdict}{more}", strong=True)


def _asked_of(answers: Answers, parameter: Parameter, turns: list[Switching]) -> str:
    """What to ask about an assumption: one form, inside the band and outside it."""
    code = answers.view.gemeente
    low, high = (value_with_unit(value, parameter.unit) for value in (parameter.low, parameter.high))
    values = (turn.with_one_offs[code] for turn in turns)
    inside = any(value.in_band for value in values if value.value is not None)
    judgement = "Die waarde ligt binnen de bandbreedte" if inside else "Die waarde ligt buiten de bandbreedte"
    place = answers.release.name(code)
    return f"{judgement} ({low} tot {high}). Welke waarde is voor {place} aannemelijk, en waaruit blijkt dat?"


# -- questions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Something unknown or assumed, what is known of it, and what to ask."""

    about: str
    facts: str
    question: str
    source: str


def pm_questions(answers: Answers, run: Projection) -> dict[str, list[Question]]:
    """The PM-posten that a route has besides those of every route, costs, returns and unknown apart; of the nulalternatief
    those of every route."""
    zero = answers.comparison.zero
    everywhere = zero.scenario.pm if run is not zero else {}
    questions: dict[str, list[Question]] = {}
    for item in items_of(answers):
        if item.id in run.scenario.pm and item.id not in everywhere:
            questions.setdefault(SEVERAL[item.sign][1], []).append(_pm_question(item, run))
    return questions


def _pm_question(item: PmItem, run: Projection) -> Question:
    """A PM-post with why it stands with this route, how large it may be, and what follows if it falls badly."""
    reason, band = run.scenario.pm[item.id], possible_range(item)
    often = "eenmalig" if item.kind == "eenmalig" else "elk jaar"
    facts = " ".join(filter(None, (reason.explanation, f"{upper_first(band)}." if band else "", item.consequence)))
    return Question(f"{item.label} ({often})", facts, f"Wie zoekt het uit: {item.owner}, {item.when}.", reason.source)


def asked_of_pm(answers: Answers) -> str:
    """The question that goes with every PM-post."""
    return f"Hoe groot is dit voor {answers.release.name(answers.view.gemeente)}, en in of vanaf welk jaar?"


#: What is unknown of a route of which nothing but its existence is published.
EVERYTHING = "elke uitkomst"


def owners_sentence(answers: Answers) -> str:
    """What is unknown, in both routes or in one, each with who has to find it out."""
    routes, zero = [run.scenario for _, run in answers.comparison.sides], answers.comparison.zero.scenario
    items = [item for item in items_of(answers) if item.id not in zero.pm]
    shared = [item for item in items if all(item.id in scenario.pm for scenario in routes)]
    phrases = [f"bij beide routes {_by_owner(shared)}"] if len(routes) > 1 else []
    for scenario in routes:
        own = [item for item in items if item.id in scenario.pm and (item not in shared or len(routes) == 1)]
        names = EVERYTHING if scenario.only_pm else _by_owner(own)
        phrases.append(f"bij {scenario.short_title}{' ook' if shared else ''} {names}")
    return f"Wie zoekt wat uit: {'; '.join(phrases)}."


def _by_owner(items: Sequence[PmItem]) -> str:
    """Each owner, with what is theirs to find out."""
    rows: dict[str, list[PmItem]] = {}
    for item in items:
        rows.setdefault(item.owner, []).append(item)
    names = [f"{owner} ({', '.join(lower_first(item.label) for item in own)})" for owner, own in rows.items()]
    return listed(names) or "niets"


def owners_in_short(answers: Answers) -> str:
    """How much is unknown in each route, some of what is so in every one, and who has to find it out."""
    zero, items = answers.comparison.zero.scenario, items_of(answers)
    routes = [run.scenario for _, run in answers.comparison.sides]
    counts = (
        f"{EVERYTHING if scenario.only_pm else counted(len({*scenario.pm, *zero.pm}), 'post', 'posten')} bij "
        f"{scenario.in_sentence}"
        for scenario in routes
    )
    some = [item for item in items if item.id not in zero.pm and all(item.id in route.pm for route in routes)][:NAMED]
    named = f", zoals {_names(some)}" if some else ""
    owners = dict.fromkeys(item.owner for item in items if item.id not in zero.pm)
    return f"{upper_first(UNKNOWN_AMOUNT)}: {listed(list(counts))}{named}. Wie zoekt uit: {listed(list(owners))}."


def _names(items: Sequence[PmItem]) -> str:
    return listed([lower_first(item.label) for item in items]) or "niets"


def measure_questions(answers: Answers, run: Projection) -> list[Question]:
    """Every measure of a route that works here in the years in view and whose size nobody published."""
    return [_measure_question(answers, measure) for measure in run.scenario.measures if _works_here(answers, measure)]


def _works_here(answers: Answers, measure: Measure) -> bool:
    code, figures = answers.view.gemeente, answers.release.figures
    steps = measure.multipliers(figures)[[year - figures.base_year for year in answers.horizon_years]]
    touches = code == ALL or measure.gemeenten is None or code in measure.gemeenten
    status = measure_status(answers.release, answers.comparison, measure)
    return status in OPEN and touches and bool(steps.any())


def _measure_question(answers: Answers, measure: Measure) -> Question:
    sizes = []
    for name in measure.parameters:
        parameter = answers.release.parameters[name]
        value = value_with_unit(_value_here(answers, name), parameter.unit)
        low, high = (value_with_unit(end, parameter.unit) for end in (parameter.low, parameter.high))
        sizes.append(f"{value}; band {low} tot {high}")
    return Question(
        f"{measure.title} ({measure_status(answers.release, answers.comparison, measure)})",
        f"{measure.explanation} Hier gerekend met {', en met '.join(sizes)}.",
        asked_of_measures(answers),
        measure.source,
    )


def asked_of_measures(answers: Answers) -> str:
    """The question that goes with every measure whose size nobody published."""
    return f"Waarop rust deze waarde, en geldt zij ook voor {answers.release.name(answers.view.gemeente)}?"


def _value_here(answers: Answers, name: str) -> float:
    """The value of a parameter in the gemeente in view: its own, or that of the route."""
    values = answers.comparison.values
    return float(values.get(own_name(name, answers.view.gemeente), values[name]))


# -- who decides, and the sources ------------------------------------------------------------------------------------


def decisions_here(answers: Answers) -> tuple[tuple[Row, ...], int]:
    """Decisions of all gemeenten together and of this one, in their order; and how many are another gemeente's own."""
    release, code = answers.release, answers.view.gemeente
    others = set(release.own_names.values()) - set(release.counted_in(code))
    ordered = sorted(release.tables["decisions"], key=lambda row: row["volgorde"])
    here = tuple(row for row in ordered if not any(name in row["wie"] for name in others))
    return here, len(ordered) - len(here)


def is_own(answers: Answers, row: Row) -> bool:
    """Whether a decision is this gemeente's own."""
    return any(name in row["wie"] for name in answers.release.counted_in(answers.view.gemeente))


def sources_here(answers: Answers) -> tuple[str, ...]:
    """The sources that what stands here rests on: of the routes and what they published, their measures and PM-posten, the
    decisions and the risks that were published."""
    names: list[str] = []
    for run in runs(answers.comparison):
        scenario = run.scenario
        names += [scenario.published_source, scenario.source]
        names += [measure.source for measure in scenario.measures if _works_here(answers, measure)]
        names += [reason.source for reason in scenario.pm.values()]
    names += [row["bron_id"] for row in decisions_here(answers)[0]]
    names += [risk.first["bron_id"] for risk in published_risks(answers.release, answers.view.gemeente)]
    return tuple(dict.fromkeys(filter(None, names)))
