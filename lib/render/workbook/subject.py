"""What the workbook is about: the comparison, its routes and differences, and the arrays behind the app's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lib.comparison.answers import Answers
from lib.comparison.cells import named_pairs, named_routes
from lib.comparison.message import own_words
from lib.comparison.release import Release
from lib.model.allocation import Division, divisions
from lib.model.attribution import BridgeShare
from lib.model.comparison import Comparison
from lib.model.figures import Array, Figures
from lib.model.parameters import own_name
from lib.model.projection import Projection, before_allocation
from lib.model.scenario import Measure
from lib.render.packing import Imprint
from lib.subjects.overview import bridges
from lib.tables.content import short
from lib.text import lower_first, moment_words, upper_first

LETTERS = {"zero": "nulalternatief", "a": "A", "b": "B"}


def role_name(role: str) -> str:
    """How names of cells call a route: "nulalternatief", "route_a"."""
    return LETTERS[role] if role == "zero" else f"route_{role}"


@dataclass(frozen=True)
class Route:
    """A scenario in the workbook; `id` is its first role, `roles` are all of them (A may be the nulalternatief).

    `before` holds its euros [g, w, k, t] before allocation; `ways` are the divisions of a route in which not all share, or
    all bear their own, in every year.
    """

    id: str
    roles: tuple[str, ...]
    run: Projection
    before: Array
    ways: tuple[Division, ...]

    @property
    def sheet(self) -> str:
        return "Projectie " + ", ".join(LETTERS[role] for role in self.roles)

    @property
    def name(self) -> str:
        return role_name(self.id)

    @property
    def _roles_words(self) -> str:
        return " en ".join(LETTERS[role] if role == "zero" else f"route {LETTERS[role]}" for role in self.roles)

    @property
    def label(self) -> str:
        """On every row that is about it: "Route A: Doorgaan"."""
        return f"{upper_first(self._roles_words)}: {self.run.scenario.short_title}"

    @property
    def title(self) -> str:
        return f"{self.run.scenario.title} ({self._roles_words})"


@dataclass(frozen=True)
class Pair:
    """A difference: `route` less `other`; `shares` are the parts of its bridge, called by `labels` as on the screen."""

    id: str
    route: Route
    other: Route
    shares: tuple[BridgeShare, ...]
    labels: tuple[str, ...]

    @property
    def routes(self) -> tuple[Route, Route]:
        return self.route, self.other

    @property
    def title(self) -> str:
        """ "B − A: Samen tegenover Doorgaan"."""
        route, other = (LETTERS[role] for role in self.id.split("-"))
        titles = (side.run.scenario.short_title for side in self.routes)
        return f"{route} − {other}: {' tegenover '.join(titles)}"

    @property
    def name(self) -> str:
        """How names of cells call it: "b_a", "a_nulalternatief"."""
        return "_".join(LETTERS[role].lower() for role in self.id.split("-"))


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
        return self.comparison.figures

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(self.figures.years.tolist())

    @cached_property
    def route_of(self) -> Mapping[str, Route]:
        """Role ("zero", "a", "b") → route; one scenario in two roles is one route."""
        runs = dict(named_routes(self.comparison))
        routes: dict[str, Route] = {}
        for role, run in runs.items():
            roles = tuple(other for other in runs if runs[other].scenario.id == run.scenario.id)
            routes[role] = routes.get(roles[0]) or self._route(roles, run)
        return routes

    def _route(self, roles: tuple[str, ...], run: Projection) -> Route:
        before = before_allocation(self.figures, run.scenario, self.comparison.values, self.answers.trend)
        ways = divisions(self.figures, run.scenario)
        return Route(
            roles[0], roles, run, before, ways if len(ways) > 1 or 0 < ways[0].own.sum() < len(ways[0].own) else ()
        )

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Each route once."""
        return tuple(route for role, route in self.route_of.items() if route.id == role)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """What is set against what, as on the screen: each route against the nulalternatief, then B against A."""
        comparison, pairs = self.comparison, []
        bridge = zip((comparison.bridge_a, comparison.bridge_b, comparison.bridge), bridges(self.answers), strict=True)
        for (name, *_), (shares, grid) in zip(named_pairs(comparison), bridge, strict=True):
            route, other = (self.route_of[role] for role in name.split("-"))
            pairs.append(Pair(name, route, other, shares, tuple(grid.row(part.id).label for part in shares)))
        return tuple(pairs)

    def sizes_at(self, measure: Measure, g: int) -> tuple[str, ...]:
        """Of which values the size of a measure is the product in a gemeente [g] where each pays for itself: its own ones
        where the view has them."""
        code, values = self.figures.gemeenten[g].code, self.comparison.values
        return tuple(own if (own := own_name(name, code)) in values else name for name in measure.parameters)

    def role_title(self, role: str) -> str:
        """ "Route A: Doorgaan"."""
        title = self.route_of[role].run.scenario.short_title
        return f"{'Nulalternatief' if role == 'zero' else f'Route {LETTERS[role]}'}: {title}"

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
