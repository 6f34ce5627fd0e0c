"""Two assumptions at a time: the line along which both routes cost the same, as a chart, in words and as tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare
from lib.comparison.cells import codes_of, pair_title, place_name
from lib.comparison.chart import Axis, ChartSpec, Notation, Panel, Role, Series
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Row
from lib.comparison.message import MILLION, decimals, period
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.pm import unknown_one_offs
from lib.comparison.view import assumption_label
from lib.model.equal_costs import Curve, EqualCosts, leading_pair
from lib.model.parameters import Parameter
from lib.model.switching import SwitchingValue
from lib.subjects.what_if.what_if import turning_cell, turning_grid
from lib.tables.toml_files import RATE, in_percent, unit_family
from lib.text import difference, lower_first, upper_first

#: What is asked; the heading of a page, a screen and a section.
QUESTION = "Bij welke twee waarden samen zijn beide routes even duur?"
#: Whether one-offs count, as a column and in words.
KINDS = ("met", "met eenmalig"), ("zonder", "zonder eenmalig")
NOW = "nu gekozen"
#: Where between laag and hoog the table has a row as well.
BETWEEN = {"een kwart": 0.25, "midden": 0.5, "drie kwart": 0.75}
#: Such a row lies at a value of at most this many decimals, of a part of 1 or of a euro.
PRECISION = 6


@dataclass(frozen=True)
class AssumptionPair:
    """The two assumptions of a view, or those that count most, over its horizon; two routes that differ."""

    answers: Answers

    @cached_property
    def names(self) -> tuple[str, str]:
        """Who leaves one to the Routewijzer gets of the leading pair the one that is not chosen."""
        first, second = self.answers.view.pair
        leading = leading_pair(self.answers.comparison, self.answers.comparison.horizon)
        first = first or next(name for name in leading if name != second)
        return first, second or next(name for name in reversed(leading) if name != first)

    @cached_property
    def costs(self) -> EqualCosts:
        return EqualCosts(self.answers.comparison, self.names, self.answers.comparison.horizon)

    @property
    def labels(self) -> tuple[str, str]:
        first, second = (assumption_label(self.answers.release, name) for name in self.names)
        return first, second

    @property
    def code(self) -> str:
        return self.answers.view.gemeente

    # -- values beside each other ------------------------------------------------------------------------------

    @cached_property
    def steps(self) -> dict[float, tuple[str, ...]]:
        """Values of the first assumption over its band and the one of now, in ascending order, with what each is."""
        parameter, now = self.costs.parameters[0], self.costs.now[0]
        low, standard, high = parameter.low, parameter.default, parameter.high
        marks = {"laag": low, "standaard": standard, "hoog": high, "nu": now}
        marks |= {word: round(low + part * (high - low), PRECISION) for word, part in BETWEEN.items()}
        words: dict[float, tuple[str, ...]] = {}
        for word, value in marks.items():
            words[value] = (*words.get(value, ()), word)
        return dict(sorted(words.items()))

    @cached_property
    def turns(self) -> Mapping[float, tuple[Mapping[str, SwitchingValue], Mapping[str, SwitchingValue]]]:
        """Per value of the first assumption, with and without one-offs, the value of the second per gemeente and in total."""
        codes, every = self.answers.comparison.codes, self.costs.turns(list(self.steps))
        return {
            value: (dict(zip(codes, whole, strict=True)), dict(zip(codes, structural, strict=True)))
            for value, (whole, structural) in zip(self.steps, every, strict=True)
        }

    def number(self, value: float, kind: int, code: str) -> ExplainedNumber:
        """The value of the second assumption that levels the routes, with the first at `value`; NaN when there is none."""
        turn, (first, second) = self.turns[value][kind][code], self.labels
        switching = self.answers.switching(self.names[1], turn, code, self.costs.horizon)
        what = f"{second} bij {lower_first(first)} {bare(self.costs.parameters[0], value)}, {KINDS[kind][1]}"
        definition = (
            "De waarde waarbij beide routes over deze jaren even duur zijn, met de andere aanname op die van de regel; alle "
            "andere blijven zoals ze zijn. PM telt niet mee."
        )
        return replace(switching, what=what, definition=definition)

    def grid(self) -> Grid:
        """Of the place in view: with and without one-offs."""
        columns = tuple(Column(name, f"{self.labels[1]}, {words}", numeric=False) for name, words in KINDS)
        cells = {value: [self._cell(value, kind, self.code) for kind, _ in enumerate(KINDS)] for value in self.steps}
        return self._grid("samen", self.answers.release.name(self.code), columns, cells)

    def per_gemeente(self) -> Grid:
        """Per gemeente and in total, with one-offs."""
        codes = codes_of(self.answers)
        columns = tuple(Column(code, place_name(self.answers, code), numeric=False) for code in codes)
        cells = {value: [self._cell(value, 0, code) for code in codes] for value in self.steps}
        return self._grid("samen per gemeente", f"{KINDS[0][1]}, per gemeente", columns, cells)

    def _grid(self, name: str, whom: str, columns: tuple[Column, ...], cells: Mapping[float, Sequence[Cell]]) -> Grid:
        first, second = self.labels
        rows = [
            Row(words[0], f"{bare(self.costs.parameters[0], value)} ({', '.join(words)})", tuple(cells[value]))
            for value, words in self.steps.items()
        ]
        title = f"{second} bij elke waarde van {lower_first(first)} voor gelijke kosten, {self.span}"
        caption = f"{title}, {whom}; binnen of buiten de bandbreedte"
        return turning_grid(f"{name} {' '.join(self.names)}", f"{title}, {whom}", caption, columns, rows, first)

    def _cell(self, value: float, kind: int, code: str) -> Cell:
        return turning_cell(self.costs.parameters[1], self.turns[value][kind][code], self.number(value, kind, code))

    # -- in words ----------------------------------------------------------------------------------------------

    @property
    def span(self) -> str:
        return period(self.answers.comparison)

    def headline(self) -> str:
        """Two examples on the line, of the lowest and the highest value of the first assumption that have one."""
        first, second = self.labels
        pairs = self._examples()
        if not pairs:
            return (
                f"{first} en {lower_first(second)}: geen combinatie die kan worden ingevuld, laat beide routes {self.span} evenveel "
                f"kosten, {KINDS[0][1]}."
            )
        (x, y), *others = pairs
        phrases = [f"{lower_first(first)} {x} met {lower_first(second)} {y}", *(f"bij {x} met {y}" for x, y in others)]
        return f"Beide routes kosten {self.span} evenveel, {KINDS[0][1]}, bijvoorbeeld bij {', of '.join(phrases)}."

    def _examples(self) -> list[tuple[str, str]]:
        """Values of both in words: where the line comes into the band of both and where it leaves it; else the first and the
        last row of the table that have one, or the ends of the line."""
        first, second = self.costs.parameters
        line = [(x, y) for curve in self.lines[0] for x, y in curve.tolist()]
        within = [(x, y) for x, y in line if first.in_band(x) and second.in_band(y)]
        rows = [(x, y) for x, turns in self.turns.items() if (y := turns[0][self.code].value) is not None]
        points = sorted(within) or rows or line
        return list(dict.fromkeys((self._words(0, x), self._words(1, y)) for x, y in (points[:1] + points[-1:])))

    def _words(self, place: int, value: float) -> str:
        """A value of the first or the second assumption, rounded, and that it lies outside the band where it does."""
        parameter = self.costs.parameters[place]
        text = bare(parameter, round(value, 3))
        return text if parameter.in_band(value) else f"{text} (buiten de band)"

    def remark(self) -> str:
        """What is chosen now and what the difference is then; what else there is to know about the line."""
        answers, pieces = self.answers, len(self.costs.outline(False, self.code))
        comparison = answers.comparison
        now = " en ".join(
            f"{lower_first(label)} {self._words(i, self.costs.now[i])}" for i, label in enumerate(self.labels)
        )
        between = answers.difference(comparison.b, comparison.a, self.code).value
        amount = difference(between, MILLION, decimals(self.code))
        sentences = [
            f"Nu gekozen: {now}; {pair_title(comparison.b, comparison.a)} is dan {amount} ({MILLIONS}).",
            "De lijn bestaat uit losse stukken; de tabel noemt steeds de waarde het dichtst bij standaard."
            if pieces > 1
            else "",
            self._about_one_offs(),
            "De andere aannames blijven zoals gekozen en PM telt niet mee. Gezocht binnen wat bij elke aanname kan worden ingevuld.",
        ]
        return " ".join(filter(None, sentences))

    def _about_one_offs(self) -> str:
        if self.alike:
            return "Met en zonder eenmalig is de lijn dezelfde."
        missing = [kind for kind, lines in enumerate(self.lines) if not lines]
        if len(missing) != 1:
            return ""
        elsewhere = self.costs.outline(bool(missing[0]), self.code)
        words = f"lijn {KINDS[missing[0]][1]}"
        return f"De {words} ligt buiten dit beeld." if elsewhere else f"Er is geen {words}."

    @property
    def _now(self) -> tuple[str, str]:
        first, second = map(bare, self.costs.parameters, self.costs.now)
        return first, second

    # -- the chart ---------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> tuple[tuple[Curve, ...], tuple[Curve, ...]]:
        """With and without one-offs, within the picture."""
        return self.costs.line(False, self.code), self.costs.line(True, self.code)

    @property
    def alike(self) -> bool:
        """Whether one-offs make no difference between the routes."""
        comparison = self.answers.comparison
        return not any(measure.kind == "eenmalig" for _, run in comparison.sides for measure in run.scenario.measures)

    def chart(self) -> ChartSpec:
        """The line with one-offs and the one without, the bands of both assumptions, and what is chosen now."""
        now = Series(NOW, "now", (self.costs.now[1],), points=True, words=(NOW,), places=(self.costs.now[0],))
        kinds, unknown = self._kinds(), unknown_one_offs(self.answers).removesuffix(".")
        quiet = (
            f"{self.span}, {self.answers.release.name(self.code)}; doorgetrokken: beide routes even duur{kinds}; vak: de "
            f"bandbreedte van beide aannames; ruit: {NOW}{f'. {unknown}' if unknown else ''}"
        )
        return ChartSpec(
            "samen",
            "plane",
            "De lijn van gelijke kosten",
            self._description(),
            Notation(1, 0),
            panels=(Panel("", (*self._series(), now)),),
            quiet=quiet,
            axes=self.axes,
            twin=self.grid(),
        )

    def _kinds(self) -> str:
        return "" if self.alike else f", {KINDS[0][1]}; gestreept: {KINDS[1][1]}"

    def _series(self) -> Iterator[Series]:
        """Every piece of every line."""
        roles: tuple[Role, Role] = ("middle", "other")
        for role, (_, words), curves in zip(roles, KINDS, self.lines, strict=True):
            for curve in () if role == "other" and self.alike else curves:
                x, y = curve.T.tolist()
                yield Series(f"Even duur, {words}", role, tuple(y), places=tuple(x))

    @property
    def axes(self) -> tuple[Axis, ...]:
        ends = self.costs.picture(self.code)
        return tuple(
            Axis(f"{label}, {_unit(own)}", in_percent(own.unit), reach, (own.low, own.high))
            for label, own, reach in zip(self.labels, self.costs.parameters, ends, strict=True)
        )

    def _description(self) -> str:
        """The picture for who cannot see it."""
        first, second = self.labels
        pairs = [f"{lower_first(first)} {x} met {lower_first(second)} {y}" for x, y in self._examples()]
        line = f"Op de lijn liggen onder meer {'; '.join(pairs)}." if pairs else "Er is geen lijn."
        return (
            f"Lijn van gelijke kosten: {lower_first(first)} van links naar rechts, {lower_first(second)} van onder naar "
            f"boven, met de lijn waarop beide routes {self.span} evenveel kosten, {KINDS[0][1]}. {line} {upper_first(NOW)}: {' en '.join(self._now)}."
        )


def _unit(parameter: Parameter) -> str:
    """How an axis names the unit of an assumption: "% van de opbrengsten", "€ per persoon"."""
    family = unit_family(parameter.unit)
    words = parameter.unit if family == RATE else parameter.unit.removeprefix(str(family)).strip()
    return f"{'%' if in_percent(parameter.unit) else '€'} {words}".strip()
