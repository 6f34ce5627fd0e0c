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

    Its size is `parameter`, times each of the parameters `factors`. `cost_types` and `werkvormen` limit a percentage,
    `gemeenten` any measure; None means all. `base` of an eenmalig measure is "wsw_personen" (times all Wsw persons of the
    base year) or "een".
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
    factors: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Those that its size is the product of."""
        return (self.parameter, *self.factors)

    def falls_on(self, gemeente: str) -> bool:
        """Whether it is about a gemeente."""
        return self.gemeenten is None or gemeente in self.gemeenten

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


#: What a placement says where nobody said it, and who then carries work out; and that a workplace becomes another.
NOT_NAMED, OTHER_PLACE = "niet genoemd", "verandert"
NOBODY_NAMED = Uitvoerder("niet_genoemd", "Niet genoemd")


@dataclass(frozen=True)
class Placement:
    """From `from_year` the uitvoerder carries out a werkvorm, for the gemeenten named or for all; who is then the
    employer, and what happens to the workplace, in words."""

    werkvorm: str
    gemeenten: frozenset[str] | None
    uitvoerder: str
    from_year: int
    statements: tuple[str, ...] = ()
    employer: str = ""
    workplace: str = ""

    def covers(self, gemeente: str) -> bool:
        return self.gemeenten is None or gemeente in self.gemeenten


@dataclass(frozen=True)
class OwnCosts:
    """From a year on the gemeenten named, or all, each bear their own costs; before it they share by the key, as those
    that are not named go on doing. `from_year` None is from the start; `first_part` of the first year counts: one half
    for a start on 1 July.
    """

    gemeenten: frozenset[str] | None = None
    from_year: int | None = None
    first_part: Fraction = Fraction(1)

    def covers(self, gemeente: str) -> bool:
        return self.gemeenten is None or gemeente in self.gemeenten

    def part(self, year: int) -> Fraction:
        """The part of a year that counts, from 0 to 1."""
        if self.from_year is None or year > self.from_year:
            return Fraction(1)
        return self.first_part if year == self.from_year else Fraction(0)


#: Each gemeente bears its own costs, from the start.
EACH_ITS_OWN = (OwnCosts(),)


@dataclass(frozen=True)
class PmEvidence:
    """Why a PM item occurs in a scenario."""

    statements: tuple[str, ...]
    source: str
    explanation: str


@dataclass(frozen=True)
class Scenario:
    """A scenario with its bases worked in. `placements` holds one tuple per layer, the base's first. `own_costs` says who
    bears its own costs, and from when; all others share by `key`. Of one that is `only_pm` nothing but its existence is
    published: it has no measures and no placements, and no outcome is known.

    What its own side published: `names` and `leaves_open` complete "<in_sentence> noemt … en laat … open", `published` is a
    sentence with its figures or words, from `published_source`.
    """

    id: str
    title: str
    short_title: str
    in_sentence: str
    explanation: str
    base: str | None
    own_costs: tuple[OwnCosts, ...]
    key: str
    measures: tuple[Measure, ...]
    placements: tuple[tuple[Placement, ...], ...]
    uitvoerders: Mapping[str, Uitvoerder]
    pm: Mapping[str, PmEvidence]
    statements: tuple[str, ...]
    source: str
    names: str = ""
    leaves_open: str = ""
    published: str = ""
    published_source: str = ""
    only_pm: bool = False

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
        """Raises LookupError when no rule covers the cell; lib.tables.check refuses such a scenario but for one that is
        only PM."""
        rule = self.placement(gemeente, werkvorm, year)
        if rule is None and self.only_pm:
            return NOBODY_NAMED
        if rule is None:
            raise LookupError(f"{self.id}: {werkvorm}, {gemeente}, {year}")
        return self.uitvoerders[rule.uitvoerder]

    def ever_bears_own(self, gemeente: str) -> bool:
        """Whether a gemeente bears its own costs at some time."""
        return any(rule.covers(gemeente) for rule in self.own_costs)

    def measure(self, measure_id: str) -> Measure | None:
        return next((measure for measure in self.measures if measure.id == measure_id), None)


def derive(own: Scenario, base: Scenario, dropped: frozenset[str]) -> Scenario:
    """`own` as a delta on `base`: its measures replace those of the same id or come after them,
    its placements form a layer of their own, `dropped` measures and PM items fall away; what it does not say of itself,
    the base says. Of one that is only PM no more than the PM items and the words of its base hold."""
    replaced = {measure.id: measure for measure in own.measures}
    inherited = [replaced.pop(m.id, m) for m in base.measures if m.id not in dropped]
    return replace(
        own,
        measures=() if own.only_pm else (*inherited, *replaced.values()),
        placements=tuple(() for _ in (*base.placements, ())) if own.only_pm else base.placements + own.placements,
        uitvoerders={**base.uitvoerders, **own.uitvoerders},
        pm={**{item: evidence for item, evidence in base.pm.items() if item not in dropped}, **own.pm},
        statements=tuple(dict.fromkeys((*base.statements, *own.statements))),
        names=own.names or base.names,
        leaves_open=own.leaves_open or base.leaves_open,
        published=own.published or base.published,
        published_source=own.published_source or base.published_source,
    )
