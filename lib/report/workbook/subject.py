"""What the workbook is about: the comparison, its routes, and the arrays behind the app's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lib.analysis.answers import Answers
from lib.analysis.own_choices import own_words
from lib.analysis.release import Release
from lib.model.attribution import BridgeShare
from lib.model.comparison import Comparison
from lib.model.figures import Array, Figures
from lib.model.formulas import price_level
from lib.model.projection import Projection, before_allocation
from lib.report.imprint import Imprint
from lib.store.content import short
from lib.text import lower_first, moment_words, upper_first

ZERO, A, B = "nul", "a", "b"
ROLES = (ZERO, A, B)
LETTERS = {ZERO: "nulalternatief", A: "A", B: "B"}
#: Which route is compared with which: each with the nulalternatief, then B with A (model.md §5).
PAIRS = ((ZERO, A), (ZERO, B), (A, B))


@dataclass(frozen=True)
class Route:
    """A scenario in the workbook; `id` is its first role, `roles` are all of them (A may be the nulalternatief).

    `before` holds its euros [g, w, k, t] before allocation.
    """

    id: str
    roles: tuple[str, ...]
    run: Projection
    before: Array

    @property
    def sheet(self) -> str:
        return "Projectie " + ", ".join(LETTERS[role] for role in self.roles)

    @property
    def name(self) -> str:
        """How names of cells call it: "nulalternatief", "route_a"."""
        return role_name(self.id)

    @property
    def label(self) -> str:
        """On every row that is about it: "Route A: Doorgaan"."""
        named = " en ".join("nulalternatief" if role == ZERO else f"route {LETTERS[role]}" for role in self.roles)
        return f"{upper_first(named)}: {self.run.scenario.short_title}"

    @property
    def title(self) -> str:
        named = " en ".join("nulalternatief" if role == ZERO else f"route {LETTERS[role]}" for role in self.roles)
        return f"{self.run.scenario.title} ({named})"


def role_name(role: str) -> str:
    return LETTERS[ZERO] if role == ZERO else f"route_{role}"


@dataclass(frozen=True)
class Subject:
    """One comparison and where the document comes from."""

    answers: Answers
    imprint: Imprint

    @property
    def release(self) -> Release:
        return self.answers.release

    @property
    def comparison(self) -> Comparison:
        return self.answers.comparison

    @property
    def figures(self) -> Figures:
        return self.release.figures

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(self.figures.years.tolist())

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return self.answers.codes

    @cached_property
    def route_of(self) -> Mapping[str, Route]:
        """Role → route; one scenario in two roles is one route."""
        comparison = self.comparison
        runs = dict(zip(ROLES, (comparison.zero, comparison.a, comparison.b), strict=True))
        routes: dict[str, Route] = {}
        for role, run in runs.items():
            roles = tuple(other for other in ROLES if runs[other].scenario.id == run.scenario.id)
            routes[role] = routes.get(roles[0]) or self._route(roles, run)
        return routes

    def _route(self, roles: tuple[str, ...], run: Projection) -> Route:
        before = before_allocation(self.figures, run.scenario, self.comparison.values, self.answers.trend)
        return Route(roles[0], roles, run, before)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Each route once."""
        return tuple(self.route_of[role] for role in ROLES if self.route_of[role].id == role)

    @cached_property
    def price_level(self) -> Array:
        return price_level(self.figures, self.comparison.values)

    def bridge(self, pair: tuple[str, str]) -> tuple[BridgeShare, ...]:
        comparison = self.comparison
        bridges = (comparison.bridge_a, comparison.bridge_b, comparison.bridge)
        return dict(zip(PAIRS, bridges, strict=True))[pair]

    @property
    def source_line(self) -> str:
        """What differs from standaard and where the numbers come from, on one line of every sheet."""
        own = own_words(self.release, self.answers.view)
        return f"Bij het maken: {lower_first(own)} · {self.origin}" if own else self.origin

    @property
    def origin(self) -> str:
        """Where the numbers come from."""
        info = self.release.info
        moment = moment_words(self.imprint.made_at)
        state = f" · {self.imprint.state}" if self.imprint.state else ""
        return f"Vergelijking (bijlage) · release {info.number}, {info.name}, kenmerk {short(info.hash)}{state} · gemaakt {moment}"
