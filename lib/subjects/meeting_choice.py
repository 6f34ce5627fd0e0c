"""The screens about choosing: what must be true, what is not in euros, what is not known and who decides; the levels of "what
if"; and which function makes which screen of a meeting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lib.comparison import pm
from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare, switching_words
from lib.comparison.cells import route_words
from lib.comparison.chart import stretches
from lib.comparison.grid import Cell, Column, Grid, Row, Side, Words, words_grid
from lib.comparison.message import SAME, nothing_to_compare, repeated
from lib.comparison.numbers import ExplainedNumber
from lib.model.comparison import Side as RouteSide
from lib.model.parameters import Parameter, PmItem
from lib.model.switching import SwitchingValue
from lib.subjects import evidence, risk
from lib.subjects.accountability.accountability import considerations_of
from lib.subjects.coverage import topics_chart, unknown_chart
from lib.subjects.meeting import (
    PICTURE,
    Page,
    Screen,
    Text,
    deficit,
    four_readings,
    people,
    per_gemeente,
    published,
    reach,
)
from lib.subjects.what_if.pair import QUESTION, AssumptionPair
from lib.text import counted, listed, lower_first, upper_first

#: How many rows fit on one screen in type for a whole room: of who finds an amount, and of who decides.
POSTS, ROLES = 4, 5
#: The signs of the posts that stand on one screen.
SIGNS = ((-1,), (1, 0))
BOTH = "beide routes"
NOT_IN_EUROS = "Wat staat niet in euro’s?"
EVEN = (
    "De waarde waarbij beide routes over deze jaren zonder eenmalige kosten evenveel kosten; de andere aannames blijven zoals ze "
    "zijn."
)


@dataclass(frozen=True)
class Ask:
    """An assumption that the meeting can change: one of a route's own measures. What both routes use is of neither side."""

    side: Side
    route: str
    parameter: Parameter
    value: float

    @property
    def title(self) -> str:
        """How it is chosen: the route and what its assumption is called."""
        return f"{upper_first(self.route)}: {lower_first(self.parameter.label)}"

    @property
    def levels(self) -> dict[str, float]:
        """Laag, standaard and hoog as they stand on the buttons → value; equal values once."""
        ends = {"Laag": self.parameter.low, "Standaard": self.parameter.default, "Hoog": self.parameter.high}
        words: dict[float, str] = {self.parameter.default: "Standaard"}
        for word, value in ends.items():
            words.setdefault(value, word)
        ordered = sorted(words, key=lambda value: list(ends).index(words[value]))
        return {f"{words[value]} {bare(self.parameter, value)}": value for value in ordered}


def asks(answers: Answers) -> tuple[Ask, ...]:
    """Every parameter of the own measures of both routes, A's first; an answer never changes what is asked."""
    comparison, owners = answers.comparison, dict[str, list[RouteSide]]()
    for side, run in comparison.sides:
        for name in dict.fromkeys(name for measure in run.scenario.measures for name in measure.parameters):
            owners.setdefault(name, []).append(side)
    routes = {side: run.scenario.short_title for side, run in comparison.sides}
    return tuple(
        Ask(
            sides[0] if len(sides) == 1 else "",
            routes[sides[0]] if len(sides) == 1 else BOTH,
            answers.release.parameters[name],
            comparison.values[name],
        )
        for name, sides in owners.items()
    )


def conditions(answers: Answers) -> Screen:
    """One assumption at a time: what the ranges become, and at which value both routes cost the same without one-offs."""
    title, comparison = "Wat moet waar zijn?", answers.comparison
    if unknown := nothing_to_compare(comparison):
        return Screen("voorwaarden", title, unknown)
    if comparison.same:
        return Screen("voorwaarden", title, f"{SAME} Elke waarde geeft gelijke kosten.")
    pages = tuple(Page(ask.title, turning_words(answers, ask)) for ask in asks(answers))
    sentence = (
        "Elke aanname van beide routes kan anders. De andere aannames blijven daarbij zoals ze staan."
        if pages
        else "Geen van beide routes rust op een eigen maatregel."
    )
    charts = (evidence.ranges_chart(answers),) if pages else ()
    return Screen("voorwaarden", title, sentence, charts=charts, pages=pages, pages_label="Aanname")


def turning_words(answers: Answers, ask: Ask) -> str:
    """At which value both routes cost the same without one-offs, up to the horizon of the view and up to the last year."""
    label, turns = ask.parameter.label, _turns(answers, ask)
    if _only_one_off(answers, ask):
        return f"{label} verandert alleen wat eenmalig is; structureel maakt geen enkele waarde verschil."
    if all(turn.value is None for turn in turns.values()):
        return f"{label}: bij geen enkele waarde kosten beide routes structureel evenveel."
    phrases = [f"t/m {horizon} bij {_turn_words(ask.parameter, turn)}" for horizon, turn in turns.items()]
    return f"{label}: beide routes kosten structureel evenveel {' en '.join(phrases)}."


def _turn_words(parameter: Parameter, turn: SwitchingValue) -> str:
    if turn.value is None:
        return "geen enkele waarde"
    text, verdict = switching_words(parameter, turn.value)
    return f"{text} ({verdict.removeprefix(', ')})"


def _turns(answers: Answers, ask: Ask) -> dict[int, SwitchingValue]:
    """The structural switching value up to the horizon of the view and up to the last year."""
    code, own = answers.view.gemeente, answers.comparison.switching
    return {turn.horizon: turn.structural[code] for turn in own if turn.parameter == ask.parameter.id}


def _turning_point(answers: Answers, parameter: Parameter, turn: SwitchingValue, horizon: int) -> ExplainedNumber:
    return replace(answers.switching(parameter.id, turn, answers.view.gemeente, horizon), definition=EVEN)


def _only_one_off(answers: Answers, ask: Ask) -> bool:
    measures = (measure for _, run in answers.comparison.sides for measure in run.scenario.measures)
    return all(measure.kind == "eenmalig" for measure in measures if ask.parameter.id in measure.parameters)


def conditions_table(answers: Answers) -> Grid:
    """Every assumption that can be asked: its levels, and at which value both routes cost the same without one-offs."""
    questions, figures = asks(answers), answers.release.figures
    horizons = dict.fromkeys((answers.comparison.horizon, figures.last_year))
    columns = [Column("route", "Route", numeric=False), Column("nu", "Nu"), Column("laag", "Laag")]
    columns += [Column("standaard", "Standaard"), Column("hoog", "Hoog")]
    columns += [Column(f"evenveel {year}", f"Evenveel t/m {year}", numeric=False) for year in horizons]
    rows = []
    for ask in questions:
        parameter = ask.parameter
        values = ask.value, parameter.low, parameter.default, parameter.high
        cells = [Cell(upper_first(ask.route), side=ask.side)]
        cells += [Cell(bare(parameter, value), answers.parameter(parameter.id, value)) for value in values]
        cells += [
            Cell(_turn_words(parameter, turn), _turning_point(answers, parameter, turn, year))
            for year, turn in _turns(answers, ask).items()
        ]
        rows.append(Row(parameter.id, parameter.label, tuple(cells)))
    caption = "Wat moet waar zijn: bij welke waarde beide routes zonder eenmalige kosten evenveel kosten"
    return Grid("wat moet waar zijn", caption, "", Words("Aanname"), tuple(columns), tuple(rows), caption)


def together(answers: Answers) -> Screen:
    """Two assumptions at a time: the line along which both routes cost the same."""
    if answers.comparison.same:
        return Screen("samen", QUESTION, f"{SAME} Elke combinatie geeft gelijke kosten.")
    two = AssumptionPair(answers)
    return Screen("samen", QUESTION, two.headline(), charts=(two.chart(),))


def not_in_euros(answers: Answers) -> Screen:
    """The considerations of both routes, topic by topic, with equal room."""
    release = answers.release
    sides = [(side, run, considerations_of(release, run.scenario)[1]) for side, run in answers.comparison.sides]
    ordered = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    topics = list(dict.fromkeys(row["onderwerp"] for row in ordered))
    if not topics:
        return Screen(
            "niet_in_euros",
            NOT_IN_EUROS,
            "Niet in euro’s: deze release beschrijft bij geen route wat zich niet in een bedrag laat vangen.",
        )
    pages = [Page(PICTURE, charts=(topics_chart(answers),))]
    for topic in topics:
        texts = []
        for side, run, rows in sides:
            row = rows.get(topic)
            words = "Hier staat in deze release geen overweging." if row is None else row["overweging"]
            source = "" if row is None else row["bron_id"]
            texts.append(Text(Cell(run.scenario.short_title, side=side), words, source))
        pages.append(Page(topic, texts=tuple(texts)))
    sentence = f"{counted(len(topics), 'onderwerp telt', 'onderwerpen tellen')} mee zonder bedrag: bij elke route staat wie erover spreekt."
    return Screen("niet_in_euros", NOT_IN_EUROS, sentence, pages=tuple(pages), pages_label="Onderwerp")


def unknown(answers: Answers) -> Screen:
    """What has no amount, who finds it out and when; and who decides."""
    release = answers.release
    pages = [Page(PICTURE, charts=(unknown_chart(answers),))] if pm.items_of(answers) else []
    pages += [Page(upper_first(pm.SEVERAL[signs[0]][0]), grid=posts(answers, signs)) for signs in SIGNS]
    pages += _by_rows("Uitzoeken", finders(answers), POSTS)
    for label, grid in risks(answers).items():
        pages += _by_rows(label, grid, POSTS)
    ordered = sorted(release.tables["decisions"], key=lambda row: row["volgorde"])
    roles = {(row["wie"], row["rol"]): None for row in ordered}
    rows = ((Words(who), (Cell(role),)) for who, role in roles)
    decisions = words_grid("wie beslist", "Wie beslist wat", (Words("Wie"), Words("Rol")), rows)
    pages += _by_rows("Beslissen", decisions, ROLES)
    register = pm.register(answers)
    phrases = [
        f"bij {run.scenario.in_sentence} {register.cell('aantal', side).text}" for side, run in answers.comparison.sides
    ]
    sentence = f"{repeated(answers.comparison)}Bedrag onbekend, en dus niet nul: {'; '.join(phrases)}."
    return Screen("onbekend", "Wat is niet bekend, en wie beslist?", sentence, pages=tuple(pages), pages_label="Deel")


def posts(answers: Answers, signs: tuple[int, ...]) -> Grid:
    """The PM-posten of these signs by the route in which they stand; what is in every route stands there once."""
    comparison, items = answers.comparison, pm.items_of(answers)
    every = set(comparison.zero.scenario.pm)
    owners = [(Words(upper_first(pm.EVERYWHERE)), every)]
    owners += [(route_words(comparison, run), set(run.scenario.pm) - every) for _, run in comparison.sides]
    headings = [pm.SEVERAL[sign][1] for sign in signs]
    rows = (
        (words, [_labels(item for item in items if item.sign == sign and item.id in own) for sign in signs])
        for words, own in owners
    )
    caption = f"Wat geen bedrag heeft, in elke route en in één route: {lower_first(listed(headings))}"
    return words_grid(f"posten {signs[0]}", caption, [Words("Route"), *map(Words, headings)], rows)


def _labels(items: Iterable[PmItem]) -> Cell:
    """Posts one after another."""
    labels = [item.label for item in items]
    return Cell("; ".join(labels), pieces=tuple(map(Cell, labels)))


def finders(answers: Answers) -> Grid:
    """Per PM-post in which route it stands, who must find its amount and when that can be known."""
    names = {item.id for item in pm.items_of(answers)}
    grid = pm.register(answers).only(("soort", "in", "eigenaar", "wanneer"), "Wie het bedrag uitzoekt, en wanneer")
    return replace(grid, id="wie zoekt het uit", rows=tuple(row for row in grid.rows if row.id in names))


def risks(answers: Answers) -> dict[str, Grid]:
    """Label → what was decided about PM-posten, as far as it holds, and which risks were published; nothing without rows."""
    decided, figures = risk.decisions(answers), risk.risk_figures(answers.release, answers.view.gemeente)
    holding = {str(decision.number) for decision in risk.in_force(answers.decisions or ())}
    grids = {
        "Besloten": replace(decided, rows=tuple(row for row in decided.rows if row.id in holding)).only(
            risk.DECIDED[:-1], decided.title
        ),
        "Gepubliceerd": figures.only(("wie", *risk.FIGURES[:3], "bron"), figures.title),
    }
    return {label: grid for label, grid in grids.items() if grid.rows}


def _by_rows(label: str, grid: Grid, most: int) -> list[Page]:
    """A table over as many pages as it needs, of nearly one length."""
    count = -(-len(grid.rows) // most)
    return [
        Page(f"{label} {i}" if count > 1 else label, grid=replace(grid, rows=grid.rows[part]))
        for i, part in enumerate(stretches(len(grid.rows), count), start=1)
    ]


#: Id of a screen (lib.subjects.meeting.SCREENS) → what makes it, in their order: for the page and for what is handed out.
MAKERS: dict[str, Callable[[Answers], Screen]] = {
    "gepubliceerd": published,
    "tekort": deficit,
    "bereik": reach,
    "lezingen": four_readings,
    "gemeenten": per_gemeente,
    "mensen": people,
    "voorwaarden": conditions,
    "samen": together,
    "niet_in_euros": not_in_euros,
    "onbekend": unknown,
}
