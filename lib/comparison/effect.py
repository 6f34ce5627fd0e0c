"""Two releases beside each other: what changes, as far as everybody may see it, and what other figures do to the outcome:
each route's saldo, the difference per gemeente, and whether an order flips."""

from dataclasses import dataclass, replace
from functools import cached_property

from lib.comparison.release import Release, make_release
from lib.comparison.view import compare_view, default_view
from lib.model.comparison import Comparison
from lib.model.figures import ALL, Array
from lib.store.parts import Change, Size, size_of
from lib.store.protection import public_differences
from lib.store.releases import ReleaseInfo
from lib.tables.content import Content
from lib.text import counted, rounded, year_range

#: Where the order of two routes is told: it says nothing about what lies between the ends of their ranges.
EXAMPLE = "In het rekenvoorbeeld, eenmalig meegeteld,"
UNKNOWN_ORDER = (
    "Of de volgorde van de routes verandert, is niet te zeggen: niet in beide releases zijn alle cijfers ingevuld"
)


@dataclass(frozen=True)
class Moved:
    """One outcome in euros, cumulative over `years`, before and after; None where a release does not have it.

    `compared` says that it is a difference between two routes, with an order that can flip."""

    what: str
    code: str
    years: str
    before: float | None
    after: float | None
    compared: bool

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def flips(self) -> bool:
        """Whether the order turns round, as far as it shows in thousands of euros."""
        signs = [rounded(value, 1_000) or 0 for value in (self.before, self.after)]
        return signs[0] * signs[1] < 0


@dataclass(frozen=True)
class Effect:
    """`saldi`: per scenario and span, all gemeenten together; `differences`: saldo B − A of the two routes on the
    table, per span for all together and per gemeente."""

    saldi: tuple[Moved, ...]
    differences: tuple[Moved, ...]

    @property
    def flips(self) -> tuple[Moved, ...]:
        return tuple(outcome for outcome in self.differences if outcome.flips)

    @property
    def order(self) -> str:
        """Whether the order of the routes turns round, and in how many places, without a full stop."""
        if not any(outcome.change is not None for outcome in self.differences):
            return UNKNOWN_ORDER
        count = len(self.flips)
        if not count:
            return f"{EXAMPLE} blijft de volgorde van de routes overal gelijk"
        return f"{EXAMPLE} draait de volgorde van de routes op {counted(count, 'plaats', 'plaatsen')} om"


Outcomes = dict[tuple[str, str, str], float]


def effect(before: Release, after: Release) -> Effect:
    """Both releases with every parameter at standaard and the default routes."""
    saldi = _beside(_saldi(before), _saldi(after), compared=False)
    differences = _beside(_differences(before), _differences(after), compared=True)
    return Effect(saldi, differences)


def _beside(old: Outcomes, new: Outcomes, compared: bool) -> tuple[Moved, ...]:
    keys = dict.fromkeys([*new, *old])
    return tuple(Moved(*key, old.get(key), new.get(key), compared) for key in keys)


def _saldi(release: Release) -> Outcomes:
    outcomes: Outcomes = {}
    for name, scenario in release.computed.items() if release.checklist.complete else ():
        comparison = compare_view(release, replace(default_view(release), b=name))
        for horizon in release.horizons:
            total = float(comparison.cumulative(comparison.b.saldo, horizon).sum())
            outcomes[scenario.title, ALL, _years(release, horizon)] = total
    return outcomes


def _differences(release: Release) -> Outcomes:
    if not release.checklist.complete:
        return {}
    view = default_view(release)
    comparison = compare_view(release, view)
    if comparison.unpublished:
        return {}
    names = f"{comparison.b.scenario.title} − {comparison.a.scenario.title}"
    outcomes: Outcomes = {}
    for horizon in release.horizons:
        euros = _per_gemeente(comparison, horizon)
        years = _years(release, horizon)
        outcomes[names, ALL, years] = float(euros.sum())
        for gemeente, value in zip(release.figures.gemeenten, euros.tolist(), strict=True):
            outcomes[names, gemeente.code, years] = value
    return outcomes


def _per_gemeente(comparison: Comparison, horizon: int) -> Array:
    return comparison.cumulative(comparison.difference, horizon)


def _years(release: Release, horizon: int) -> str:
    return year_range(release.figures.base_year + 1, horizon)


@dataclass(frozen=True)
class Between:
    """From `old` to `new`; `changes` are rows in which both have the same small cells merged."""

    old: Release
    new: Release
    changes: tuple[Change, ...]

    @property
    def size(self) -> Size:
        return size_of(self.changes)

    @cached_property
    def effect(self) -> Effect:
        return effect(self.old, self.new)


def between(old: tuple[ReleaseInfo, Content], new: tuple[ReleaseInfo, Content]) -> Between:
    """Two releases by what the store holds of them."""
    return Between(make_release(*old), make_release(*new), public_differences(old[1], new[1]))
