"""Every page with every route on either side, also one of PM alone and one in which a single gemeente bears its own costs:
it draws, and nothing that is not known reads as a number."""

import re
from collections.abc import Iterable
from itertools import combinations, cycle

import pytest

from lib.comparison.release import Release
from lib.comparison.view import default_view
from lib.subjects.meeting import SCREENS
from lib.web.blocks.filling import PAGES as OUTCOMES
from lib.web.blocks.meeting import SCREEN
from tests.pages.apps import ROOT, At, drawn, html
from tests.tiers import first

PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
#: What no reader should meet: no number, and a word that was not filled in.
NO_NUMBER = re.compile(r"\b(nan|inf|None)\b|\{[a-z_.]+\}")


def check(at: At, page: str, release: Release, views: Iterable[tuple[tuple[str, str], str]]) -> None:
    app = at(page)
    titles = {name: scenario.title for name, scenario in release.scenarios.items()}
    for (a, b), place in views:
        for key, label in (("a", titles[a]), ("b", titles[b]), ("gemeente", place)):
            app.selectbox(key=key).set_value(label)
        drawn(app)
        for screen in SCREENS if page == "vergadering" else (None,):
            if screen is not None:
                app.selectbox(key=SCREEN).set_value(SCREENS[screen])
                drawn(app)
            assert not app.error, (a, b, place, screen)
            assert not NO_NUMBER.search(html(app)), (a, b, place, screen)


@pytest.mark.parametrize("page", first(PAGES, 3))
def test_every_route_is_drawn_on_either_side(at: At, release: Release, page: str) -> None:
    start, last = default_view(release), release.name(release.figures.gemeenten[-1].code)
    unknown = [name for name, route in release.scenarios.items() if route.only_pm]
    pairs = [(start.a, name) for name in release.scenarios] + [(name, b) for name in unknown for b in (start.b, name)]
    check(at, page, release, [(pair, last) for pair in pairs])


@pytest.mark.heavy
@pytest.mark.parametrize("page", [page or "overzicht" for page in OUTCOMES])
def test_every_pair_is_drawn_for_a_gemeente_in_turn(at: At, release: Release, page: str) -> None:
    places = cycle(["Alle gemeenten", *(gemeente.naam for gemeente in release.figures.gemeenten)])
    check(at, page, release, zip(combinations(release.scenarios, 2), places, strict=False))
