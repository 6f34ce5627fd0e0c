"""What the charts show: numbers of the comparison in full, as the export holds them."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from lib.analysis.answers import Answers
from lib.analysis.expression import scale_of
from lib.analysis.meeting_screens import between
from lib.analysis.message import MILLION, decimals, period
from lib.analysis.sensitivity import Sensitivity
from lib.model.projection import Projection
from lib.report.slides.content import Chart, Notation, Role, Series
from lib.report.slides.writing import shortened
from lib.text import difference, lower_first, millions

#: So many gemeenten stand in one chart.
BARS = 8


def yearly(answers: Answers) -> Chart:
    """The saldo of the nulalternatief and of both routes per year of the horizon."""
    comparison, code, years = answers.comparison, answers.view.gemeente, answers.horizon_years
    runs: list[tuple[Role, Projection]] = [("zero", comparison.zero)]
    runs += [(side, run) for side, run in answers.comparison.sides if run.scenario.id != comparison.zero.scenario.id]
    saldi = [[answers.saldo(run, code, (year,)) for year in years] for _, run in runs]
    series = tuple(
        Series(run.scenario.short_title, role, tuple(answer.value for answer in row))
        for (role, run), row in zip(runs, saldi, strict=True)
    )
    words = "; ".join(
        f"{line.name} "
        + ", ".join(f"{year} {millions(value, decimals(code))}" for year, value in zip(years, line.values, strict=True))
        for line in series
    )
    title = f"Saldo per jaar, {shortened(answers.release.name(code))}, × € 1 miljoen"
    return Chart(
        title,
        f"Staafdiagram. {title}: {words}.",
        tuple(map(str, years)),
        series,
        Notation(MILLION, decimals(code), letters=False),
        form="columns",
        reach=_reach(series),
        answers=tuple(answer for row in saldi for answer in row),
    )


def gemeenten(answers: Answers) -> tuple[Chart, ...]:
    """Each route against the nulalternatief per gemeente; several charts on one scale when there are many."""
    comparison, release = answers.comparison, answers.release
    scale = scale_of(release, answers.view.expression)
    differences = {
        side: [answers.difference(run, comparison.zero, code) for code in answers.codes]
        for side, run in answers.comparison.sides
    }
    titles = {side: run.scenario.short_title for side, run in answers.comparison.sides}
    values = {
        side: [_finite(scale.convert(answer.value, code)) for answer, code in zip(row, answers.codes, strict=True)]
        for side, row in differences.items()
    }
    everything = tuple(Series(titles[side], side, tuple(row)) for side, row in values.items())
    against = lower_first(comparison.zero.scenario.short_title)
    title = f"Tegenover {against}, {period(comparison)} opgeteld, {scale.label}"
    notation = Notation(scale.unit, scale.decimals, letters=True)
    charts = []
    for part in parts(len(answers.codes), BARS):
        series = tuple(Series(line.name, line.role, line.values[part]) for line in everything)
        names = tuple(release.name(code) for code in answers.codes[part])
        words = "; ".join(
            f"{name} " + ", ".join(f"{line.name} {_words(line.values[i], notation)}" for line in series)
            for i, name in enumerate(names)
        )
        explained = tuple(answer for row in differences.values() for answer in row[part])
        description = f"Staafdiagram. {title}: {words}. V voordelig, N nadelig."
        charts.append(Chart(title, description, names, series, notation, "bars", _reach(everything), explained))
    return tuple(charts)


def parts(count: int, most: int) -> list[slice]:
    """Positions in stretches of nearly one length, none longer than `most`."""
    pieces = -(-count // most)
    ends = [round(count * i / pieces) for i in range(pieces + 1)]
    return [slice(first, last) for first, last in pairwise(ends)]


def percentiles(answers: Answers) -> Chart | None:
    """The difference between the routes at every told percentile of the draws; None for one route twice."""
    if answers.comparison.same:
        return None
    sensitivity, code = Sensitivity(answers), answers.view.gemeente
    levels = sensitivity.spread.sampling.percentiles
    points = tuple(sensitivity.percentile(place, code) for place in range(len(levels)))
    series = (Series(between(answers), "", tuple(_finite(answer.value) for answer in points)),)
    notation = Notation(MILLION, decimals(code), letters=True)
    title = (
        f"{between(answers)} in {period(answers.comparison)}, {shortened(answers.release.name(code))}, × € 1 miljoen"
    )
    names = tuple(f"P{level:g}: {level:g} % ligt lager" for level in levels)
    words = "; ".join(f"{name} {_words(value, notation)}" for name, value in zip(names, series[0].values, strict=True))
    finite = [value for value in series[0].values if value is not None]
    reach = (min(finite, default=0.0), max(finite, default=0.0))
    return Chart(title, f"Puntengrafiek. {title}: {words}.", names, series, notation, "points", reach, points)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _words(value: float | None, notation: Notation) -> str:
    return "onbekend" if value is None else difference(value, notation.unit, notation.decimals)


def _reach(series: Sequence[Series]) -> tuple[float, float]:
    """From the lowest to the highest number, with nothing among them."""
    finite = [value for line in series for value in line.values if value is not None]
    return min([*finite, 0.0]), max([*finite, 0.0])
