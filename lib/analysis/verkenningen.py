"""Verkenningen beside a release: whether it knows what they name, what of them differs, which one a view shows."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from lib.analysis.assumptions import changed, share_hint
from lib.analysis.release import Release
from lib.analysis.view import NotInView, Overrides, View, admissible
from lib.store.intake.files import clean_name
from lib.store.problems import Problem, Unsound, meant
from lib.store.releases import UnknownRelease
from lib.store.verkenning import HEAD, NAME, VALUES, Verkenning, read_file
from lib.store.verkenningen import Kept, plain
from lib.text import exact_decimal


def verkenning_of(view: View, *, name: str, note: str, author: str, made_at: datetime) -> Verkenning:
    """What a reader looks at now, to be kept: release, routes, key and assumptions. `made_at` in UTC without zone."""
    return Verkenning(
        name.strip(),
        note.strip(),
        author.strip(),
        made_at.replace(microsecond=0),
        view.release,
        view.a,
        view.b,
        view.key,
        view.overrides,
    )


def read_verkenning(file: str, raw: bytes, opened: Callable[[int], Release]) -> Verkenning:
    """A handed-in file, checked against its release, which `opened` gives or raises UnknownRelease for.

    Raises Personal, Unsound with every problem, StoreError.
    """
    verkenning = read_file(file, raw)
    try:
        release = opened(verkenning.release)
    except UnknownRelease:
        remedy = "schrijf het nummer van een release die hier te lezen is; Cijfers aanleveren noemt ze."
        place = f"{HEAD}, sleutel release"
        raise Unsound(
            [Problem(clean_name(file), place, "onbekende release", str(verkenning.release), remedy)]
        ) from None
    check_verkenning(release, verkenning, clean_name(file))
    return verkenning


def check_verkenning(release: Release, verkenning: Verkenning, file: str = HEAD) -> None:
    """Raises Unsound with everything that the release does not know or admit."""
    problems = [*_named(release, verkenning, file), *_valued(release, verkenning, file)]
    if not problems and not overrides_of(release, verkenning):
        remedy = "zet er ten minste één aanname in die anders is dan standaard."
        problems = [Problem(file, VALUES, "alles staat op standaard: dat is het rekenvoorbeeld", "", remedy)]
    if problems:
        raise Unsound(problems)


def _named(release: Release, verkenning: Verkenning, file: str) -> Iterator[Problem]:
    """A verkenning is not named as a route, and names routes and a key that there are."""
    titles = {plain(t) for s in release.scenarios.values() for t in (s.id, s.title, s.short_title)}
    if plain(verkenning.name) in titles:
        remedy = "kies een eigen naam; een verkenning is geen route."
        yield Problem(file, f"{HEAD}, sleutel {NAME}", "zo heet een route al", verkenning.name, remedy)
    for key, read in (("route_a", verkenning.route_a), ("route_b", verkenning.route_b)):
        if read not in release.scenarios:
            yield Problem(file, f"{HEAD}, sleutel {key}", "onbekende route", read, meant(read, release.scenarios))
    if verkenning.key is not None and verkenning.key not in release.figures.keys:
        remedy = meant(verkenning.key, release.figures.keys)
        yield Problem(file, f"{HEAD}, sleutel sleutel", "onbekende verdeelsleutel", verkenning.key, remedy)


def _valued(release: Release, verkenning: Verkenning, file: str) -> Iterator[Problem]:
    for name, value in verkenning.values:
        place, read = f"{VALUES}, sleutel {name}", exact_decimal(value)
        parameter = release.parameters.get(name)
        if parameter is None:
            yield Problem(file, place, "onbekende parameter", name, meant(name, release.parameters))
        elif not parameter.admits(value):
            remedy = f"kies een waarde van {admissible(parameter)}.{share_hint(parameter, value)}"
            yield Problem(file, place, "buiten het toelaatbare bereik", read, remedy)


def overrides_of(release: Release, verkenning: Verkenning) -> Overrides:
    """What a verkenning makes different from standaard on its release."""
    return changed(release, dict(verkenning.values))


def verkenningen_in_view(release: Release, view: View, stored: Iterable[Kept]) -> list[tuple[Kept, bool]]:
    """The verkenningen in force with exactly the assumptions of a view on its release; and whether the routes and the
    key are those as well."""
    return [
        (item, (item.verkenning.route_a, item.verkenning.route_b, item.verkenning.key) == (view.a, view.b, view.key))
        for item in stored
        if view.overrides
        and item.in_force
        and item.verkenning.release == view.release
        and overrides_of(release, item.verkenning) == view.overrides
    ]


def by_name_or_number(stored: Iterable[Kept], text: str) -> Kept:
    """The verkenning in force by that name, or the one with that number. Raises NotInView."""
    listed = list(stored)
    for item in listed:
        if text == str(item.number) or (item.in_force and plain(item.verkenning.name) == plain(text)):
            return item
    names = [item.verkenning.name for item in listed if item.in_force]
    raise NotInView(f"Onbekende verkenning “{text[:60]}”; {meant(text, names)}")
