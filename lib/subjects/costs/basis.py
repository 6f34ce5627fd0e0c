"""What the costs rest on: the verdeelsleutel and what another would do, and what was published beside the model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.cells import codes_of, gemeente_row, route_words, runs, scaled
from lib.comparison.certainty import key_input, row_input, weakest
from lib.comparison.grid import Cell, Column, Grid, Words
from lib.comparison.message import period
from lib.comparison.numbers import SHARE, ExplainedNumber, minus
from lib.comparison.release import Release, Row
from lib.model.allocation import key_divides
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import lower_first, percentage

#: A sum of differences within this (euros) is nothing but the noise of floats.
CENT = 0.01
#: The status of a report, anchor or parameter that comes from a budget.
BUDGETED = "begroting"


# -- verdeelsleutel --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KeyEffect:
    """One route under another key, over the horizon: the change in saldo per gemeente code and ALL (euros)."""

    run: Projection
    key: str
    shifts: dict[str, ExplainedNumber]

    @property
    def closes(self) -> bool:
        """A key moves saldo between gemeenten and never changes the total."""
        return abs(self.shifts[ALL].value) < CENT


def share(answers: Answers, key: str, code: str) -> ExplainedNumber:
    """The share of a gemeente in a key (1 is everything), or of all together."""
    release = answers.release
    rows = [r for r in release.tables["allocation_keys"] if r["sleutel"] == key and code in (ALL, r["gemeente_code"])]
    notes = dict.fromkeys(str(row["toelichting"]) for row in rows if row["toelichting"])
    value, what, whom = answers.of(release.figures.keys[key], code), release.key_words(key), release.name(code)
    definition = "Het deel van het saldo dat een gemeente draagt als een route met deze sleutel verdeelt."
    terms, certainty = ("; ".join(notes) or "opgegeven aandeel",), weakest(row_input(what, row) for row in rows)
    return ExplainedNumber(value, f"Aandeel in {what}", whom, (), definition, terms, certainty, SHARE, 2)


def key_effects(answers: Answers, with_key: dict[str, Answers]) -> tuple[KeyEffect, ...]:
    """Every route that divides by a key, under each key but its own; `with_key` holds the view with each key."""
    effects = []
    for run in runs(answers.comparison):
        if not key_divides(answers.release.figures, run.scenario):
            continue
        for key, other in with_key.items():
            if key != run.key:
                shifts = {code: _shift(answers, other, run, key, code) for code in (*answers.codes, ALL)}
                effects.append(KeyEffect(run, key, shifts))
    return tuple(effects)


def _shift(answers: Answers, other: Answers, run: Projection, key: str, code: str) -> ExplainedNumber:
    with_key = next(route for route in runs(other.comparison) if route.scenario.id == run.scenario.id)
    now, then = answers.saldo(run, code), other.saldo(with_key, code)
    inputs = (*now.certainty.inputs, *then.certainty.inputs, key_input(answers.release, key))
    words = answers.release.key_words
    what = f"{run.scenario.short_title} met {words(key)} in plaats van {words(run.key)}"
    definition = "Wat het saldo verandert door de andere sleutel; V voordelig, N nadelig voor de gemeente."
    return minus(then, now, what, definition, certainty=weakest(inputs))


def key_shares(answers: Answers) -> Grid:
    """The share of every gemeente in each key."""
    release = answers.release
    rows = []
    for code in codes_of(answers):
        shares = [share(answers, key, code) for key in release.deficit_keys]
        cells = (
            Cell(percentage(answer.value, 2), answer, tag=answer.status if code != ALL else "") for answer in shares
        )
        rows.append(gemeente_row(answers, code, tuple(cells)))
    columns = tuple(
        Column(key, release.key_label(key), below=_users(answers, key), numeric=True) for key in release.deficit_keys
    )
    title = "Aandeel van elke gemeente per verdeelsleutel"
    return Grid("sleutels", title, SHARE, Words("Gemeente"), columns, tuple(rows), title)


def _users(answers: Answers, key: str) -> str:
    """Which routes divide by a key."""
    figures = answers.release.figures
    by_key = (run for run in runs(answers.comparison) if key_divides(figures, run.scenario) and run.key == key)
    titles = ", ".join(run.scenario.short_title for run in by_key)
    return f"in gebruik: {titles}" if titles else "niet in gebruik"


def key_moves(answers: Answers, effects: Sequence[KeyEffect]) -> Grid:
    """What another key does to the saldo of every gemeente over the horizon."""
    release, scale = answers.release, answers.scale
    rows = tuple(
        gemeente_row(answers, code, [scaled(effect.shifts[code], code, scale, True) for effect in effects])
        for code in codes_of(answers)
    )
    columns = tuple(
        Column(
            f"{effect.run.scenario.id} {effect.key}",
            f"{effect.run.scenario.short_title}, {release.key_words(effect.key)}",
            (route_words(answers.comparison, effect.run),),
            f"met {release.key_words(effect.key)}",
            gap=scale.gap({code: answer.value for code, answer in effect.shifts.items()}),
        )
        for effect in effects
    )
    title = f"Wat een andere sleutel met het saldo doet, {period(answers.comparison)}"
    caption = f"{title} opgeteld, {scale.label}; V voordelig, N nadelig"
    return Grid("andere sleutel", title, scale.label, Words("Gemeente"), columns, rows, caption)


# -- beside the model ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """Reports on one gemeente (or ALL) and year, which may conflict; `model` is the tekort of `run`, if it has one.

    A report is a row of contributions.csv: bedrag_eur in euros, rounded to afgerond_op_eur. `calibrations` are the sources on whose budgets
    the model was calibrated.
    """

    code: str
    year: int
    kind: str
    run: Projection | None
    model: ExplainedNumber | None
    reports: tuple[Row, ...]
    calibrations: frozenset[str] = frozenset()

    @property
    def conflicting(self) -> bool:
        """Whether the reports name different amounts."""
        return len({(row["bedrag_eur"], row["afgerond_op_eur"]) for row in self.reports}) > 1

    def fits(self, report: Row) -> bool:
        """Whether the model lies within the rounding of a report."""
        return self.model is not None and abs(report["bedrag_eur"] - self.model.value) <= report["afgerond_op_eur"] / 2

    def calibrated_on(self, report: Row) -> bool:
        """Whether the model was made to meet the budget that this report is from, so that meeting it proves nothing."""
        return self.model is not None and report["status"] == BUDGETED and report["bron_id"] in self.calibrations


def calibrations(release: Release) -> frozenset[str]:
    """Sources of which a budget is an anchor of the base year or fixes a parameter."""
    anchors = {row["bron_id"] for row in release.tables["anchors"] if row["status"] == BUDGETED}
    return frozenset(
        anchors | {parameter.source for parameter in release.parameters.values() if parameter.status == BUDGETED}
    )


def published_beside_model(answers: Answers) -> tuple[Published, ...]:
    """Each published contribution up to the horizon, by year: before the base year all, after it of the routes in view.

    With a gemeente chosen: of that gemeente and of all together.
    """
    gemeente = answers.view.gemeente
    grouped: dict[tuple[int, str, str, str], list[Row]] = {}
    for row in answers.release.tables["contributions"]:
        if row["jaar"] <= answers.comparison.horizon and (gemeente == ALL or row["gemeente_code"] in (gemeente, ALL)):
            place = (row["jaar"], row["gemeente_code"], row["maatstaf"], row["scenario_id"] or "")
            grouped.setdefault(place, []).append(row)
    order = {code: i for i, code in enumerate((ALL, *answers.codes))}
    reports = [_beside(answers, *place, grouped[place]) for place in sorted(grouped, key=lambda p: (p[0], order[p[1]]))]
    return tuple(
        report for report in reports if report.run is not None or report.year < answers.release.figures.base_year
    )


def _beside(answers: Answers, year: int, code: str, kind: str, scenario_id: str, reports: Iterable[Row]) -> Published:
    base = answers.release.figures.base_year
    routes = {run.scenario.id: run for run in runs(answers.comparison)}
    run = routes.get(scenario_id)
    if year == base and scenario_id:
        # The base year is the same in every route.
        run = run or answers.comparison.zero
    model = None if run is None or year < base else tekort(answers, run, code, (year,), with_one_off=False)
    return Published(code, year, kind, run, model, tuple(reports), calibrations(answers.release))


def tekort(
    answers: Answers, run: Projection, code: str, years: tuple[int, ...], *, with_one_off: bool = True
) -> ExplainedNumber:
    """Lasten minus baten of a route: what the gemeenten add; the opposite of the saldo."""
    saldo = answers.saldo(run, code, years)
    single = None if with_one_off else answers.one_off(run, code, years)
    certainty = saldo.certainty
    if not with_one_off:
        certainty = weakest(i for year in years for i in answers.year_status(run, code, year).inputs)
    return replace(
        saldo,
        value=(single.value if single else 0.0) - saldo.value + 0.0,
        what=f"Tekort{'' if with_one_off else ' zonder eenmalig'}, {lower_first(saldo.what)}",
        definition="Lasten min baten: wat de gemeente bijlegt; het omgekeerde van het saldo.",
        terms=(saldo.term("−("), "−", single.term("(", "))")) if single and single.value else (saldo.term("−(", ")"),),
        certainty=certainty,
    )
