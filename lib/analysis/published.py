"""What was published on the contributions to the tekort, beside what the model says of the same gemeente and year."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import weakest
from lib.analysis.release import Release, Row
from lib.analysis.routes import runs
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import amount, lower_first

#: The status of a report, anchor or parameter that comes from a budget.
BUDGETED = "begroting"


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
    model: Answer | None
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
) -> Answer:
    """Lasten minus baten of a route: what the gemeenten add; the opposite of the saldo."""
    saldo = answers.saldo(run, code, years)
    single = 0.0 if with_one_off else answers.one_off(run, code, years).value
    value = single - saldo.value + 0.0
    without = "" if with_one_off else " zonder eenmalig"
    certainty = saldo.certainty
    if not with_one_off:
        certainty = weakest(i for year in years for i in answers.year_status(run, code, year).inputs)
    return Answer(
        value,
        f"Tekort{without}, {lower_first(saldo.title)}",
        "Lasten min baten: wat de gemeente bijlegt; het omgekeerde van het saldo.",
        f"−({amount(saldo.value)}{f' − ({amount(single)})' if single else ''}) = {amount(value)}",
        certainty,
    )
