"""A scenario: who carries the work out, how costs are allocated, and its measures (model.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from lib.model.figures import Array, Figures

Kind = Literal["percentage", "eenmalig", "jaarlijks"]


@dataclass(frozen=True)
class Measure:
    """One named change. A path (percentage, jaarlijks) keeps its last multiplier; a phase (eenmalig) does not.

    `cost_types`, `werkvormen` and `gemeenten` limit a percentage; None means all. `base` of an eenmalig
    measure is "wsw_personen" (times all Wsw persons of the base year) or "een".
    """

    id: str
    title: str
    kind: Kind
    sign: int
    parameter: str
    path: tuple[tuple[int, Fraction], ...]
    status: str
    source: str
    explanation: str
    statements: tuple[str, ...]
    cost_types: frozenset[str] | None = None
    werkvormen: frozenset[str] | None = None
    gemeenten: frozenset[str] | None = None
    base: str = "een"
    key: str | None = None

    def multipliers(self, figures: Figures) -> Array:
        """The path or phase per year [t]: 0 in the base year, whose figures are those of every scenario. A path that
        began before it goes on after it; what is one-off and lies before it is past."""
        steps = dict(self.path)
        earlier = [year for year in steps if year <= figures.base_year]
        last = steps[max(earlier)] if earlier else Fraction(0)
        result = [0.0]
        for year in figures.years.tolist()[1:]:
            last = steps.get(year, Fraction(0) if self.kind == "eenmalig" else last)
            result.append(float(last))
        return np.array(result)

    def mask(self, figures: Figures) -> Array:
        """1.0 where a percentage applies [g, w, k]."""

        def within(ids: list[str], limit: frozenset[str] | None) -> Array:
            return np.array([limit is None or item in limit for item in ids], dtype=float)

        g = within([gemeente.code for gemeente in figures.gemeenten], self.gemeenten)
        w = within([werkvorm.id for werkvorm in figures.werkvormen], self.werkvormen)
        k = within([cost_type.id for cost_type in figures.cost_types], self.cost_types)
        return g[:, None, None] * w[None, :, None] * k[None, None, :]


@dataclass(frozen=True)
class Uitvoerder:
    """Who carries work out; a service of the gemeente itself is shown with the name of the gemeente."""

    id: str
    label: str
    own_service: bool = False


@dataclass(frozen=True)
class Placement:
    """From `from_year` the uitvoerder carries out a werkvorm, for the gemeenten named or for all."""

    werkvorm: str
    gemeenten: frozenset[str] | None
    uitvoerder: str
    from_year: int
    statements: tuple[str, ...] = ()

    def covers(self, gemeente: str) -> bool:
        return self.gemeenten is None or gemeente in self.gemeenten


@dataclass(frozen=True)
class Scenario:
    """A scenario with its bases worked in. `placements` holds one tuple per layer, the base's first."""

    id: str
    title: str
    short_title: str
    in_sentence: str
    explanation: str
    base: str | None
    own_allocation: bool
    key: str
    measures: tuple[Measure, ...]
    placements: tuple[tuple[Placement, ...], ...]
    uitvoerders: Mapping[str, Uitvoerder]
    pm: Mapping[str, tuple[str, ...]]
    statements: tuple[str, ...]
    source: str

    def placement(self, gemeente: str, werkvorm: str, year: int) -> Placement | None:
        """The rule for a cell in a year: the own layer before the base's, a named gemeente before all,
        then the latest year that has begun."""
        best: tuple[int, bool, int] | None = None
        result = None
        for depth, layer in enumerate(self.placements):
            for rule in layer:
                if rule.werkvorm != werkvorm or not rule.covers(gemeente) or rule.from_year > year:
                    continue
                rank = (depth, rule.gemeenten is not None, rule.from_year)
                if best is None or rank > best:
                    best, result = rank, rule
        return result

    def uitvoerder(self, gemeente: str, werkvorm: str, year: int) -> Uitvoerder:
        """Raises LookupError when no rule covers the cell; lib.tables.check refuses such a scenario."""
        rule = self.placement(gemeente, werkvorm, year)
        if rule is None:
            raise LookupError(f"{self.id}: {werkvorm}, {gemeente}, {year}")
        return self.uitvoerders[rule.uitvoerder]

    def measure(self, measure_id: str) -> Measure | None:
        return next((measure for measure in self.measures if measure.id == measure_id), None)


def derive(own: Scenario, base: Scenario, dropped: frozenset[str]) -> Scenario:
    """`own` as a delta on `base`: its measures replace those of the same id or come after them,
    its placements form a layer of their own, `dropped` measures and PM items fall away."""
    replaced = {measure.id: measure for measure in own.measures}
    inherited = [replaced.pop(m.id, m) for m in base.measures if m.id not in dropped]
    return replace(
        own,
        measures=(*inherited, *replaced.values()),
        placements=base.placements + own.placements,
        uitvoerders={**base.uitvoerders, **own.uitvoerders},
        pm={**{item: s for item, s in base.pm.items() if item not in dropped}, **own.pm},
        statements=tuple(dict.fromkeys((*base.statements, *own.statements))),
    )
