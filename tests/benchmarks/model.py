"""The speed of the model: projection, and ten thousand draws against the bare multiplications."""

import resource
from dataclasses import replace

import numpy as np

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.comparison import Comparison, compare
from lib.model.figures import ALL, Array, Figures, Gemeente
from lib.model.projection import project
from lib.model.sensitivity import disagreement, tornado
from lib.model.uncertainty import draw, uncertainty
from tests.benchmarks.timing import seconds

SIZES = (6, 48, 342)


def many(figures: Figures, count: int, years: int | None = None) -> Figures:
    """The same figures repeated until there are `count` gemeenten, and as many years after the base year."""
    index = np.arange(count) % len(figures.gemeenten)
    return replace(
        figures,
        last_year=figures.last_year if years is None else figures.base_year + years,
        gemeenten=tuple(Gemeente(f"GX{i:04d}", f"Gemeente {i}") for i in range(count)),
        persons=figures.persons[index],
        staff=figures.staff[index],
        costs=figures.costs[index],
        pm=figures.pm[index],
        keys={name: key[index] / key[index].sum() for name, key in figures.keys.items()},
    )


def projection(release: Release) -> None:
    view = default_view(release)
    scenario, values = release.scenarios[view.b], release.default_values

    def run(figures: Figures) -> float:
        return seconds(lambda: project(figures, scenario, values, release.zero))

    taken = [run(many(release.figures, n)) for n in SIZES]
    compared = seconds(lambda: compare_view(release, view))
    found = seconds(lambda: compare_view(release, view).switching, 5)
    print(
        f"projectie van 6 gemeenten × 10 jaar: {taken[0] * 1e3:.2f} ms; vergelijking {compared * 1e3:.2f} ms; "
        f"met alle omslagwaarden {found * 1e3:.0f} ms"
    )
    for n, each in zip(SIZES[1:], taken[1:], strict=True):
        growth = (each / taken[0]) / (n / SIZES[0])
        print(f"projectie van {n} gemeenten × 10 jaar: {each * 1e3:.2f} ms, {growth:.2f} × lineair (doel ≤ 1)")


def of(release: Release, figures: Figures) -> Comparison:
    """The two routes on the table on other figures."""
    view = default_view(release)
    routes = (release.zero, release.scenarios[view.a], release.scenarios[view.b])
    return compare(figures, release.parameters, release.default_values, routes, figures.last_year)


def draws(release: Release) -> None:
    comparison, sampling = compare_view(release, default_view(release)), release.sampling
    drawn = draw(release.parameters, release.pm, sampling)
    making = seconds(lambda: draw(release.parameters, release.pm, sampling))
    whole = seconds(lambda: uncertainty(comparison, drawn, sampling, release.horizons, ALL))
    ours = seconds(lambda: comparison.between.by_year(drawn))
    bare = seconds(lambda: by_hand(comparison, drawn))
    assert np.allclose(by_hand(comparison, drawn), comparison.between.by_year(drawn)[1:], atol=0.01)
    print(
        f"{sampling.draws} trekkingen, 6 gemeenten × 10 jaar, beide routes: trekken {making * 1e3:.0f} ms, spreiding met "
        f"percentielen {whole * 1e3:.0f} ms, samen {(making + whole) * 1e3:.0f} ms (doel < 100); verschil per gemeente en "
        f"jaar {ours * 1e3:.1f} ms, alleen de vermenigvuldigingen {bare * 1e3:.1f} ms: {ours / bare:.2f} × (doel ≤ 3)"
    )
    swings = seconds(lambda: tornado(comparison, release.horizons))
    other = {name: parameter.high for name, parameter in list(release.parameters.items())[:10]}
    told = seconds(
        lambda: disagreement(comparison, release.default_values, {**release.default_values, **other}, release.horizons)
    )
    print(f"tornado {swings * 1e3:.1f} ms; twee meningen met {len(other)} verschillen {told * 1e3:.1f} ms")


def by_hand(comparison: Comparison, drawn: dict[str, Array]) -> Array:
    """B − A [g, t, draw] of the two routes on the table with nothing but the multiplications that it takes.

    The sums of the base year are made before; powers of a rate by multiplication.
    """
    figures, span = comparison.figures, len(comparison.figures.years) - 1
    shares, count = figures.keys[comparison.a.scenario.key], len(drawn["loonindex"])
    measures = {m.id: m for run in (comparison.a, comparison.b) for m in run.scenario.measures}
    paths = {name: measure.sign * measure.multipliers(figures)[1:] for name, measure in measures.items()}

    def powers(base: Array) -> Array:
        result = np.empty((span, count))
        result[0] = base
        for t in range(1, span):
            np.multiply(result[t - 1], base, out=result[t])
        return result

    left, reduced = powers(1 - drawn["uitstroom_wsw"]), powers(1 - drawn["afbouw_vaste_kosten"])
    prices = {cost_type.index: None for cost_type in figures.cost_types}
    prices = {
        index: powers(1 + sum(sign * drawn[name] for sign, name in index))
        for index in prices  # type: ignore[misc]
    }
    moved = []
    for cost_type in figures.cost_types:
        volume = left
        if cost_type.fixed_share:
            fixed = drawn[cost_type.fixed_share] * reduced
            volume = fixed + (1 - fixed) * left
        moved.append(volume * prices[cost_type.index])
    signed = figures.costs * figures.signs
    result = np.zeros((len(shares), span, count))

    def add(k: int, euros: Array, factor: Array) -> None:
        for g in np.flatnonzero(euros):
            result[g] += euros[g] * factor

    own = signed.sum(axis=1)
    for k, factor in enumerate(moved):
        add(k, own[:, k] - shares * own[:, k].sum(), factor)
    for run, sign in ((comparison.a, -1), (comparison.b, 1)):
        for measure in run.scenario.measures:
            strength = paths[measure.id][:, None] * drawn[measure.parameter]
            for factor in measure.factors:
                strength = strength * drawn[factor]
            if measure.kind == "percentage":
                touched = (signed * measure.mask(figures)).sum(axis=1)
                for k in np.flatnonzero(touched.any(axis=0)):
                    euros = touched[:, k] if run.scenario.own_costs else shares * touched[:, k].sum()
                    add(k, sign * euros, strength * moved[k])
            else:
                add(0, sign * figures.keys[measure.key or ""] * figures.persons.sum(), strength)
    return result


def growth(release: Release) -> None:
    """Ten thousand draws for more gemeenten and years; the arrays that grow are one outcome per gemeente and draw."""
    sampling = release.sampling
    drawn = draw(release.parameters, release.pm, sampling)
    sizes = ((6, 10), (48, 10), (342, 30))
    taken = []
    for count, years in sizes:
        comparison = of(release, many(release.figures, count, years))
        horizons = (release.budget_until, comparison.figures.last_year)
        taken.append(
            seconds(lambda c=comparison, h=horizons: uncertainty(c, drawn, sampling, h, ALL), 3)  # type: ignore[misc]
        )
        times = (taken[-1] / taken[0]) / (count * years / 60)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{sampling.draws} trekkingen, {count} gemeenten × {years} jaar: {taken[-1] * 1e3:.0f} ms, {times:.2f} × lineair "
            f"(doel ≤ 1), hoogste geheugen tot nu toe {memory:.0f} MB"
        )
