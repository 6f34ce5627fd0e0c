"""The screens about choosing: what must be true, what is not in euros, who decides; the levels of "what if"; and which
function makes which screen of a meeting."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare, switching_words
from lib.comparison.cells import pair_title
from lib.comparison.grid import MILLIONS, Cell, Grid, Side, Words, words_grid
from lib.comparison.message import SAME
from lib.comparison.view import Overrides, compare_view
from lib.model.comparison import Comparison
from lib.model.parameters import Parameter
from lib.subjects.accountability.accountability import considerations_of
from lib.subjects.meeting import Figure, Page, Screen, Text, costs, people, per_gemeente, question, spread
from lib.subjects.what_if import what_if
from lib.text import counted, lower_first, whole, year_range

#: How many who-decides rows fit on one screen in type for a whole room.
ROWS = 4


@dataclass(frozen=True)
class Ask:
    """An assumption that the meeting can change: the largest uncertain measure of a route."""

    side: Side
    route: str
    parameter: Parameter
    value: float

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
    """The same rule for both routes, at standaard: so that an answer never changes the question."""
    questions = {}
    standard = _with(answers, ())
    for side, run in answers.comparison.sides:
        parts = standard.bridge_a if side == "a" else standard.bridge_b
        measure = standard.largest_uncertain(run.scenario, parts, standard.figures.last_year)
        if measure is not None and measure.parameter not in questions:
            parameter = answers.release.parameters[measure.parameter]
            value = answers.comparison.values[parameter.id]
            questions[parameter.id] = Ask(side, run.scenario.short_title, parameter, value)
    return tuple(questions.values())


def _with(answers: Answers, overrides: Overrides) -> Comparison:
    return compare_view(answers.release, replace(answers.view, overrides=overrides))


def conditions(answers: Answers) -> Screen:
    """At which values both routes cost the same up to the last year, and the 2×2 of the outcome."""
    comparison, code = answers.comparison, answers.view.gemeente
    last = comparison.figures.last_year
    title = "Wat moet waar zijn?"
    if comparison.same:
        return Screen("voorwaarden", title, f"{SAME} Elke waarde geeft gelijke kosten.")
    figures, phrases = [], []
    for ask in asks(answers):
        parameter = ask.parameter
        turn = next(s for s in comparison.switching if (s.parameter, s.horizon) == (parameter.id, last))
        value = turn.with_one_offs[code]
        text, verdict = switching_words(parameter, value.value)
        place, label = verdict.removeprefix(", "), lower_first(parameter.label)
        phrases.append(f"bij {label} op {text} ({place})" if place else f"bij geen enkele waarde van {label}")
        answer = answers.switching(parameter.id, value, code, last)
        figures.append(Figure(f"even duur t/m {last}", Cell(text, answer), side=ask.side))
    sentence = f"Beide routes zijn t/m {last} even duur: {'; '.join(phrases)}."
    if not phrases:
        sentence = "Geen van beide routes rust op een eigen onzekere maatregel."
    return Screen("voorwaarden", title, sentence, tuple(figures), grid=_corners(answers))


def _corners(answers: Answers) -> Grid | None:
    """The 2×2 as it is without the answers of the meeting, which it sets itself."""
    names = {ask.parameter.id for ask in asks(answers)}
    rest = tuple(pair for pair in answers.view.overrides if pair[0] not in names)
    steady = Answers(answers.release, replace(answers.view, overrides=rest), _with(answers, rest))
    corners, grid = steady.comparison.corners, what_if.corners(steady)
    if corners is None or grid is None:
        return None
    first, second = (answers.release.parameters[m.parameter] for m in (corners.measure_a, corners.measure_b))
    span = year_range(answers.release.figures.base_year + 1, corners.horizon)
    levels = (Words(f"{first.label}: {bare(first, level)}", "a") for level in reversed(corners.levels_a))
    head = (Words(f"{second.label}: {bare(second, level)}", "b") for level in corners.levels_b)
    corner = f"{pair_title(answers.comparison.b, answers.comparison.a)}, {span}"
    caption = f"{corner}, {MILLIONS}; V voordelig, N nadelig"
    rows = zip(levels, (row.cells for row in grid.rows), strict=True)
    return words_grid("hoeken", caption, (Words(corner), *head), rows, caption)


def not_in_euros(answers: Answers) -> Screen:
    """The considerations of both routes, topic by topic, with equal room."""
    release = answers.release
    sides = [(side, run, considerations_of(release, run.scenario)[1]) for side, run in answers.comparison.sides]
    ordered = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    topics = list(dict.fromkeys(row["onderwerp"] for row in ordered))
    pages = []
    for topic in topics:
        texts = []
        for side, run, rows in sides:
            row = rows.get(topic)
            words = "Hier staat in deze release geen overweging." if row is None else row["overweging"]
            source = "" if row is None else row["bron_id"]
            texts.append(Text(Cell(run.scenario.short_title, side=side), words, source))
        pages.append(Page(topic, tuple(texts)))
    sentence = f"{counted(len(topics), 'onderwerp telt', 'onderwerpen tellen')} mee zonder bedrag; elke route krijgt evenveel ruimte."
    return Screen("niet_in_euros", "Wat staat niet in euro’s?", sentence, pages=tuple(pages), pages_label="Onderwerp")


def decision(answers: Answers) -> Screen:
    """Who decides what, and how much is PM in each route."""
    release = answers.release
    ordered = sorted(release.tables["decisions"], key=lambda row: row["volgorde"])
    roles = list({(row["wie"], row["rol"]): row for row in ordered}.values())
    figures, phrases = [], []
    for side, run in answers.comparison.sides:
        pm = answers.pm(run)
        phrases.append(f"bij {run.scenario.in_sentence} {whole(pm.value)}")
        figures.append(Figure(f"PM-posten {run.scenario.short_title}", Cell(whole(pm.value), pm), "", side))
    pages = []
    for start in range(0, len(roles), ROWS):
        some = roles[start : start + ROWS]
        label = f"{start + 1}–{start + len(some)}" if len(some) > 1 else f"{start + 1}"
        rows = ((Words(row["wie"]), (Cell(row["rol"]),)) for row in some)
        grid = words_grid("wie beslist", "Wie beslist wat", (Words("Wie"), Words("Rol")), rows)
        pages.append(Page(f"{label} van {len(roles)}", grid=grid))
    sentence = f"PM-posten, zonder bedrag en in geen enkel totaal: {', '.join(phrases)}."
    return Screen("besluit", "Wie beslist wat?", sentence, tuple(figures), pages=tuple(pages), pages_label="Rijen")


#: Id of a screen (lib.subjects.meeting.SCREENS) → what makes it, in their order: for the page and for what is handed out.
MAKERS: dict[str, Callable[[Answers], Screen]] = {
    "vraag": question,
    "mensen": people,
    "kosten": costs,
    "gemeenten": per_gemeente,
    "voorwaarden": conditions,
    "spreiding": spread,
    "niet_in_euros": not_in_euros,
    "besluit": decision,
}
