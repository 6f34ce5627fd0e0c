"""Datasets, parameter values and scenarios for hypothesis: whatever the model of model.md §3 admits.

The structure is drawn piece by piece; the amounts come from one drawn seed, which keeps hundreds of examples quick.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from lib.model.figures import Array, CostType, Figures, Gemeente, Werkvorm
from lib.model.parameters import ATTRITION, DISCOUNT, FIXED_REDUCTION, PRICE_INDEX, Parameter, own_name
from lib.model.projection import Projection, project
from lib.model.scenario import EACH_ITS_OWN, Kind, Measure, OwnCosts, Scenario

SHARES = ("aandeel_1", "aandeel_2", "aandeel_3")
EUROS = ("euro_1", "euro_2")
FIXED = ("vast_1", "vast_2")
RATES = (PRICE_INDEX, "loonindex", "tariefindex", "achterstand")
RANGES: Mapping[str, tuple[float, float]] = {
    ATTRITION: (0, 0.5),
    FIXED_REDUCTION: (0, 1),
    DISCOUNT: (0, 1),
    **dict.fromkeys(RATES, (-0.10, 0.50)),
    **dict.fromkeys(FIXED, (0, 1)),
    **dict.fromkeys(SHARES, (0, 1)),
    **dict.fromkeys(EUROS, (0, 20_000)),
}
#: The kostensoorten to choose from: soort, sign in the saldo, fixed share, index.
COST_TYPES = (
    ("begeleiding", "uitvoeringskosten", -1, "vast_1", ((1, "loonindex"),)),
    ("overhead", "uitvoeringskosten", -1, "vast_2", ((1, "loonindex"),)),
    ("huisvesting", "uitvoeringskosten", -1, "vast_2", ((1, PRICE_INDEX),)),
    ("materieel", "uitvoeringskosten", -1, None, ((1, PRICE_INDEX),)),
    ("opbrengsten", "opbrengsten", 1, None, ((1, "tariefindex"),)),
    ("loonkosten_wsw", "subsidieresultaat", -1, None, ((1, "loonindex"),)),
    ("rijksbijdrage", "subsidieresultaat", 1, None, ((1, "loonindex"), (-1, "achterstand"))),
)
MEASURES = ("m1", "m2", "m3", "m4")
FIRST_PARTS = tuple(map(Fraction, ("1/2", "1/3", "1/4", "1")))
MULTIPLIERS = tuple(map(Fraction, ("0", "1", "1/3", "2/3", "164/294", "1/2", "2", "-1/4")))


@dataclass(frozen=True)
class World:
    """Figures with values for every parameter, three scenarios and the key that the view chose."""

    figures: Figures
    values: dict[str, float]
    zero: Scenario
    a: Scenario
    b: Scenario
    key: str | None

    def run(self, scenario: Scenario) -> Projection:
        return project(self.figures, scenario, self.values, self.zero, self.key)

    def saldo(self, scenario: Scenario) -> Array:
        """The saldo [g, t] of a scenario, from a run of its own."""
        return self.run(scenario).saldo

    @property
    def cent(self) -> float:
        """€ 0,01 for euros below a milliard, and as much for what is larger."""
        runs = [self.run(scenario) for scenario in (self.zero, self.a, self.b)]
        largest = max([np.abs(run.costs).sum(axis=(0, 1, 2)).max() for run in runs])
        direct = max([float(np.abs(euros).max()) for run in runs for euros in run.direct.values()], default=0.0)
        return 0.01 * max(1.0, (largest + direct) / 1e9)


def parameters() -> dict[str, Parameter]:
    """A declaration of every parameter in RANGES, its band inside its range; euros have no maximum."""
    return {
        name: Parameter(
            id=name,
            label=name,
            unit="euro" if name in EUROS else "aandeel",
            low=low + (high - low) * 0.2,
            default=low + (high - low) * 0.3,
            high=low + (high - low) * 0.6,
            minimum=low,
            maximum=None if name in EUROS else high,
            status="aanname",
            source="bron",
            kennisdatum=date(2020, 1, 1),
            explanation=name,
        )
        for name, (low, high) in RANGES.items()
    }


@st.composite
def values(draw: st.DrawFn) -> dict[str, float]:
    """A value in the admissible range of every parameter, its ends among them."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    places = np.clip(random.uniform(-0.2, 1.2, len(RANGES)), 0, 1).tolist()
    return {name: low + (high - low) * place for place, (name, (low, high)) in zip(places, RANGES.items(), strict=True)}


@st.composite
def cost_types(draw: st.DrawFn) -> tuple[CostType, ...]:
    """One to seven kostensoorten, one of which carries the staff."""
    chosen = draw(st.lists(st.sampled_from(COST_TYPES), min_size=1, unique=True))
    carrier = draw(st.integers(0, len(chosen) - 1))
    return tuple(
        CostType(name, name, soort, sign, fixed, index, i == carrier, "6.4")
        for i, (name, soort, sign, fixed, index) in enumerate(chosen)
    )


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """One to seven gemeenten, one to five werkvormen, with zeros and PM among the cells."""
    g, w, kinds = draw(st.integers(1, 7)), draw(st.integers(1, 5)), draw(cost_types())
    base_year, horizon = draw(st.integers(2015, 2030)), draw(st.integers(1, 10))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    empty = draw(st.sampled_from([0.0, 0.2, 0.9]))

    def whole(size: tuple[int, ...], most: int) -> Array:
        return random.integers(0, most, size) * (random.random(size) >= empty).astype(float)

    cells = (g, w, len(kinds))
    pm = random.random(cells) < draw(st.sampled_from([0.0, 0.1]))
    keys = {name: random.random(g) ** 2 + 1e-3 for name in ("k1", "k2", "k3")[: draw(st.integers(1, 3))]}
    return Figures(
        base_year=base_year,
        last_year=base_year + horizon,
        gemeenten=tuple(Gemeente(f"G{i}", f"Gemeente {i}") for i in range(g)),
        werkvormen=tuple(Werkvorm(f"w{i}", f"werkvorm {i}") for i in range(w)),
        cost_types=kinds,
        persons=whole((g, w), 400),
        staff=whole((g,), 60),
        costs=np.where(pm, 0, whole(cells, 1_000_000)),
        pm=pm,
        keys={name: shares / shares.sum() for name, shares in keys.items()},
    )


@st.composite
def measure(draw: st.DrawFn, of: Figures, name: str) -> Measure:
    """A measure of any of the three kinds on the given figures."""
    kind: Kind = draw(st.sampled_from(("percentage", "eenmalig", "jaarlijks")))
    years = st.sampled_from(of.years[1:].tolist())
    steps = draw(st.dictionaries(years, st.sampled_from(MULTIPLIERS), min_size=1, max_size=4))

    def some(ids: list[str]) -> frozenset[str] | None:
        return draw(st.none() | st.frozensets(st.sampled_from(ids), min_size=1))

    percentage = kind == "percentage"
    parameter = draw(st.sampled_from(SHARES if percentage else EUROS))
    return Measure(
        id=name,
        title=name,
        kind=kind,
        sign=draw(st.sampled_from((1, -1))),
        parameter=parameter,
        path=tuple(sorted(steps.items())),
        status="aanname",
        source="bron",
        explanation=name,
        statements=(),
        cost_types=some([kind.id for kind in of.cost_types]) if percentage else None,
        werkvormen=some([werkvorm.id for werkvorm in of.werkvormen]) if percentage else None,
        gemeenten=some([gemeente.code for gemeente in of.gemeenten]),
        base=draw(st.sampled_from(("een", "wsw_personen"))) if kind == "eenmalig" else "een",
        key=None if percentage else draw(st.sampled_from(list(of.keys))),
        factors=tuple(draw(st.lists(st.sampled_from([n for n in SHARES if n != parameter]), unique=True, max_size=2))),
    )


@st.composite
def own_costs(draw: st.DrawFn, of: Figures) -> tuple[OwnCosts, ...]:
    """All share, all bear their own, or some of them begin to do so later, and perhaps within a year."""
    codes = [gemeente.code for gemeente in of.gemeenten]
    leaving = st.builds(
        OwnCosts,
        gemeenten=st.none() | st.frozensets(st.sampled_from(codes), min_size=1),
        from_year=st.none() | st.sampled_from(of.years.tolist()),
        first_part=st.sampled_from(FIRST_PARTS),
    )
    return draw(st.sampled_from(((), EACH_ITS_OWN)) | st.lists(leaving, min_size=1, max_size=3).map(tuple))


@st.composite
def scenario(draw: st.DrawFn, of: Figures, name: str) -> Scenario:
    """A scenario with up to four measures, whose ids other scenarios have too, and any allocation."""
    ids = draw(st.lists(st.sampled_from(MEASURES), unique=True))
    return Scenario(
        id=name,
        title=name,
        short_title=name,
        in_sentence=name,
        explanation=name,
        base=None,
        own_costs=draw(own_costs(of)),
        key=draw(st.sampled_from(list(of.keys))),
        measures=tuple(draw(measure(of, id_)) for id_ in ids),
        placements=((),),
        uitvoerders={},
        pm={},
        statements=(),
        source="bron",
    )


@st.composite
def worlds(draw: st.DrawFn, own: bool = False) -> World:
    """Figures, values, a nulalternatief, A and B; B is now and then A with other measures or another allocation. With
    `own`, some gemeenten have values of their own."""
    of = draw(figures())
    zero, a, b = (draw(scenario(of, name)) for name in ("nul", "a", "b"))
    kinship = draw(st.sampled_from(("none", "measures", "allocation")))
    if kinship == "measures":
        b = replace(b, own_costs=a.own_costs, key=a.key)
    elif kinship == "allocation":
        b = replace(b, measures=a.measures)
    key = draw(st.none() | st.sampled_from(list(of.keys)))
    return World(of, draw(values()) | (draw(own_values(of)) if own else {}), zero, a, b, key)


@st.composite
def own_values(draw: st.DrawFn, of: Figures) -> dict[str, float]:
    """Values that some gemeenten have of their own, of parameters that measures are the product of."""
    codes = [gemeente.code for gemeente in of.gemeenten]
    pairs = st.tuples(st.sampled_from((*SHARES, *EUROS)), st.sampled_from(codes))
    share = st.floats(0, 1, allow_subnormal=False)
    return {
        own_name(name, code): RANGES[name][0] + (RANGES[name][1] - RANGES[name][0]) * draw(share)
        for name, code in draw(st.lists(pairs, unique=True, max_size=6))
    }


def permuted(of: Figures, order: list[int], axis: str) -> Figures:
    """The same figures with gemeenten, werkvormen or kostensoorten (axis g, w or k) in another order."""
    place = "gwk".index(axis)
    costs, pm = (np.take(array, order, axis=place) for array in (of.costs, of.pm))
    changed = replace(of, costs=costs, pm=pm)
    if axis == "g":
        return replace(
            changed,
            gemeenten=tuple(of.gemeenten[i] for i in order),
            persons=of.persons[order],
            staff=of.staff[order],
            keys={name: shares[order] for name, shares in of.keys.items()},
        )
    if axis == "w":
        return replace(changed, werkvormen=tuple(of.werkvormen[i] for i in order), persons=of.persons[:, order])
    return replace(changed, cost_types=tuple(of.cost_types[i] for i in order))
