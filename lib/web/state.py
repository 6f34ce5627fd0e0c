"""What this session looks at: the release and the view, from the address bar, cached by what decides them."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from lib.comparison.answers import Answers
from lib.comparison.message import PEOPLE_NAME
from lib.comparison.own_routes import concept_names, with_concepts
from lib.comparison.release import Release, open_release
from lib.comparison.view import (
    EXPRESSIONS,
    LABELS,
    View,
    compare_view,
    counted_elsewhere,
    default_view,
    people_choice,
)
from lib.model.figures import ALL
from lib.store import locations
from lib.store.concepts import StoredConcept, concepts, offered
from lib.store.database import DatabaseState, latest_state
from lib.store.faults import DatabaseUnreachable
from lib.store.pm_decisions import PmDecision, pm_decisions
from lib.store.protection import releases
from lib.store.releases import CONCEPT, ReleaseInfo, UnknownRelease, ensure
from lib.text import upper_first, year_range
from lib.text.nearest import meant
from lib.web import assumptions, cache, pair
from lib.web.cache import cached

#: The field of the release, and whether this reader asked for the release in use, whichever that is.
RELEASE, FOLLOWS = "release", "routewijzer_release_in_gebruik"
#: The choice for the release in use, whichever it is: another one than for a release by its number.
IN_USE = "In gebruik"
OWN_KEY = "Van de route zelf"
#: What the choice of where the people are does.
PEOPLE_HELP = (
    "Niemand publiceerde hoeveel mensen er uit elke gemeente komen. Er zijn schattingen; geen ervan is zeker. De keuze "
    "verandert alleen euro’s in een route waarin elke gemeente haar eigen kosten draagt."
)
ALL_GEMEENTEN = "Alle gemeenten"
NO_REASONS: Mapping[str, str] = {}
#: What this session saw of the database when its page was last made, and what the shell put ready for the page.
SEEN, SELECTION = "routewijzer_database_gezien", "routewijzer_keuze"


def look_at_database() -> DatabaseState:
    """The state of the database, once for each time that the page is made: what stands beside each other on it is of one
    state. With since when a shared database does not answer. Raises StoreError or Unsound."""
    path = locations.database()
    st.session_state.pop(SEEN, None)
    with suppress(DatabaseUnreachable):
        ensure(path)
    now = latest_state(path)
    st.session_state[SEEN] = now
    cache.renew(now.stamp)
    return now


def database_stamp() -> int:
    """Changes when the database does, so that what was read of it is read anew. Raises StoreError or Unsound."""
    last: DatabaseState | None = st.session_state.get(SEEN)
    return (last or look_at_database()).stamp


def selection() -> tuple[Release, View]:
    """The release and the view that the shell put ready for the page."""
    ready: tuple[Release, View] = st.session_state[SELECTION]
    return ready


@st.cache_resource(max_entries=4, show_spinner=False)
def every_release(stamp: int) -> list[ReleaseInfo]:
    """Newest first."""
    return list(reversed(releases(locations.database())))


def release_list(stamp: int) -> list[ReleaseInfo]:
    """Releases that a reader may see, newest first."""
    # Without any event nobody ever published it.
    return [info for info in every_release(stamp) if info.state not in (CONCEPT, None)]


@st.cache_resource(max_entries=2, show_spinner=False)
def every_concept(stamp: int) -> list[StoredConcept]:
    """Every concept of a route, the oldest first."""
    return concepts(locations.database())


@cached
def release_of(number: int, stamp: int, names: tuple[str, ...] = ()) -> Release:
    """A release, with the concepts of these names among its routes."""
    if not names:
        return open_release(locations.database(), number)
    return with_concepts(release_of(number, stamp), every_concept(stamp), names)


def release_for(view: View, stamp: int) -> Release:
    """The release of a view, with the concepts that it compares."""
    return release_of(view.release, stamp, concept_names((view.a, view.b)))


@st.cache_resource(max_entries=4, show_spinner=False)
def decisions_of(stamp: int) -> tuple[PmDecision, ...]:
    """What was decided about PM-posten."""
    return pm_decisions(locations.database())


@cached
def answers_of(view: View, stamp: int) -> Answers:
    release = release_for(view, stamp)
    return Answers(release, view, compare_view(release, view), decisions_of(stamp))


def answers(view: View) -> Answers:
    """The comparison of a view with everything that can be asked of it."""
    return answers_of(view, database_stamp())


def release_label(number: int) -> str:
    return f"Release {number}"


def _field(name: str) -> str:
    """What a bound field says, or will say when it is drawn."""
    return str(st.session_state.get(name, st.query_params.get(name, "")) or "")


class Choices:
    """The bound widgets of the shell. Each is drawn on every page, so that the address keeps it."""

    def __init__(self, infos: list[ReleaseInfo], stamp: int) -> None:
        self.infos, self.stamp = infos, stamp
        self.wrong: list[str] = []

    def choose(
        self,
        name: str,
        label: str,
        options: dict[str, str],
        default: str,
        where: Callable[..., str],
        reasons: Mapping[str, str] = NO_REASONS,
    ) -> str:
        """A selectbox; `options` maps id → label, and the label stands in the address. `reasons` says of a label that
        cannot be chosen why. Returns the id."""
        by_label = {words: value for value, words in options.items()}
        linked = st.query_params.get(name)
        if linked is not None and linked not in by_label:
            why = reasons.get(linked) or f"{label}: “{linked[:60]}” bestaat hier niet; {meant(linked, by_label)}"
            self.wrong.append(f"{why} Nu staat er: {options[default]}.")
        labels = list(by_label)
        before = st.session_state.get(name)
        if before is not None and before not in by_label:
            del st.session_state[name]
        picked = where(label, labels, index=labels.index(options[default]), key=name, bind="query-params")
        return by_label.get(picked, default)

    def view(self, top: Callable[..., str], side: Callable[..., str]) -> tuple[Release, View]:
        """All choices, in the order of the page."""
        if not self.infos:
            raise UnknownRelease(
                "In de database is geen release die te lezen is. Laat een beheerder een release in gebruik nemen, of een "
                "reservekopie terugzetten."
            )
        current = next((info for info in self.infos if info.current), self.infos[0])
        numbers = {str(info.number): release_label(info.number) for info in self.infos}
        label = _field(RELEASE)
        number = int(next((n for n, other in numbers.items() if other == label), current.number))
        release = release_of(number, self.stamp)
        # Read with the release: a page that opens when the database has fallen silent shows them too.
        decisions_of(self.stamp)
        base = default_view(release)
        titles = {scenario.id: scenario.title for scenario in release.scenarios.values()} | self._concepts(number)
        spans = {str(year): year_range(release.figures.base_year + 1, year) for year in release.horizons}
        words = {name: upper_first(LABELS[name]) for name in EXPRESSIONS}
        keys = {"": OWN_KEY} | {key: release.key_label(key) for key in release.deficit_keys}
        base = replace(
            base,
            a=self.choose("a", "Route A", titles, base.a, top),
            b=self.choose("b", "Route B", titles, base.b, top),
            release=number,
        )
        release = release_for(base, self.stamp)
        view = replace(
            base,
            horizon=int(self.choose("jaren", "Jaren", spans, str(base.horizon), top)),
            gemeente=self._gemeente(release, side),
            expression=self.choose("bedragen", "Bedragen", words, base.expression, side),
            key=self.choose("sleutel", "Verdeelsleutel", keys, "", side) or None,
            people=self._people(release, side),
        )
        upcoming = pair.into(release, assumptions.upcoming(release).into(view))
        self._release(current.number, numbers, unnamed(release, upcoming), top)
        return release, view

    def _concepts(self, number: int) -> dict[str, str]:
        """The concepts made for a release by id: the last version of each, and an earlier one that was asked for."""
        entries = every_concept(self.stamp)
        titles = {concept.id: concept.title for concept in entries if concept.release == number}
        last = {concept.id for concept in offered(entries, number)}
        named = {_field("a"), _field("b")}
        sound = release_of(number, self.stamp, tuple(titles)).scenarios
        return {name: title for name, title in titles.items() if name in sound and (name in last or title in named)}

    def _gemeente(self, release: Release, where: Callable[..., str]) -> str:
        """The field of the gemeente; a link to one that is counted with another says so. Returns its code."""
        places = {ALL: ALL_GEMEENTEN} | {code: release.name(code) for code in release.choosable}
        few = {
            label: counted_elsewhere(release, code)
            for code in release.away
            for label in (release.name(code), release.own_names[code])
        }
        return self.choose("gemeente", "Gemeente", places, ALL, where, few)

    def _people(self, release: Release, where: Callable[..., str]) -> str | None:
        """The field of where the people are. Returns the key, None for standaard."""
        labels = {key: release.key_label(key) for key in release.people_keys}
        helped = partial(where, help=PEOPLE_HELP)
        return people_choice(release, self.choose("mensen", PEOPLE_NAME, labels, release.people_keys[0], helped))

    def _release(self, used: int, numbers: dict[str, str], names: bool, top: Callable[..., str]) -> None:
        """The field of the release; `names` lets it name the one in use, so that the address keeps its meaning."""
        if names and RELEASE in st.session_state:
            st.session_state[RELEASE] = release_label(used)
        noted = partial(top, on_change=_note_following)
        self.choose(RELEASE, "Release", {"": IN_USE} | numbers, "", noted)


def _note_following() -> None:
    st.session_state[FOLLOWS] = st.session_state[RELEASE] == IN_USE


def unnamed(release: Release, view: View) -> bool:
    """Whether the address of this view should name its release and does not: as soon as another choice than the release
    deviates, unless the reader asked for the one in use."""
    named = _field(RELEASE) == release_label(release.info.number)
    return view != default_view(release) and not named and not st.session_state.get(FOLLOWS)


def full_link(release: Release, view: View, page: str | None = None, more: Mapping[str, str] | None = None) -> str:
    """The address with every choice in it, defaults too, and the release: it keeps its meaning. `page` is another
    page than this one; `more` are choices that only the page itself has."""
    query = {
        "a": release.scenarios[view.a].title,
        "b": release.scenarios[view.b].title,
        "jaren": year_range(release.figures.base_year + 1, view.horizon),
        "release": release_label(release.info.number),
        "gemeente": ALL_GEMEENTEN if view.gemeente == ALL else release.name(view.gemeente),
        "bedragen": upper_first(LABELS[view.expression]),
        "sleutel": OWN_KEY if view.key is None else release.key_label(view.key),
        "mensen": release.key_label(view.people or release.people_keys[0]),
        **assumptions.query(view),
        **pair.query(release, view),
        **(more or {}),
    }
    return _address(query, page)


def state_link(number: int) -> str:
    """The address of a frozen state: it needs nothing but its number."""
    return _address({"stand": str(number)}, "bevroren")


def _address(query: Mapping[str, str], page: str | None) -> str:
    parts = urlsplit(str(st.context.url or ""))
    path = parts.path if page is None else f"{parts.path.rpartition('/')[0]}/{page}"
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))
