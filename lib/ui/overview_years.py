"""The chart over the years on the first page, with its words and its table."""

from dataclasses import dataclass

from lib.analysis import overview
from lib.analysis.answers import Answers
from lib.analysis.message import decimals
from lib.charts.template import PATTERN_WORDS
from lib.store.tables import STATUSES
from lib.text import millions
from lib.ui.grids import draw


@dataclass(frozen=True)
class YearChart:
    """What the chart over the years needs, and its words and table."""

    labels: tuple[str, str]
    span: list[int]
    structural: tuple[list[float], list[float]]
    one_off: tuple[list[float], list[float]]
    statuses: tuple[list[str], list[str]]
    one_off_status: tuple[str, str]
    title: str
    quiet: str
    decimals: int
    alternative: str
    twin: str


def year_chart(answers: Answers) -> YearChart:
    """The tekort (− saldo) of each route in every year up to the last, structural and one-off."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    span = list(range(release.figures.base_year + 1, release.figures.last_year + 1))
    runs = (comparison.a, comparison.b)
    single = tuple([-answers.pick(comparison.one_off(run), code, (year,)) for year in span] for run in runs)
    whole_ = tuple([-answers.pick(run.saldo, code, (year,)) for year in span] for run in runs)
    structural = tuple([a - b for a, b in zip(x, y, strict=True)] for x, y in zip(whole_, single, strict=True))
    statuses = tuple([answers.year_status(run, code, year).status for year in span] for run in runs)
    kinds = {status for route_ in statuses for status in route_} | {
        answers.one_off(run, code).status
        for run in runs
        if any(-answers.pick(comparison.one_off(run), code, (year,)) for year in span)
    }
    legend = ", ".join(f"{status} {PATTERN_WORDS[status]}" for status in STATUSES if status in kinds)
    told = "; ".join(
        f"{run.scenario.short_title} van {millions(values[0], decimals(code))} in {span[0]} naar {millions(values[-1], decimals(code))} in {span[-1]}"
        for run, values in zip(runs, whole_, strict=True)
    )
    return YearChart(
        (runs[0].scenario.short_title, runs[1].scenario.short_title),
        span,
        (structural[0], structural[1]),
        (single[0], single[1]),
        (statuses[0], statuses[1]),
        (answers.one_off(runs[0], code).status, answers.one_off(runs[1], code).status),
        "Tekort per jaar",
        f"× € 1 miljoen, {release.name(code)}; {legend}; eenmalig bovenop, zonder kleur onder het patroon; links {runs[0].scenario.short_title}, rechts {runs[1].scenario.short_title}",
        decimals(code),
        f"Staafdiagram van het tekort per jaar in miljoenen euro: {told}.",
        draw(overview.years(answers), release),
    )
