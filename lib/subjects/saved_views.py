"""A saved view and its release: with results everything that is stored of it, equal in, equal out; without, as a
verkenning, whether the release knows what it names, and which one a view shows."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime

from lib.comparison import results as stored
from lib.comparison.answers import Answers
from lib.comparison.assumptions import changed, share_hint, write_assumptions
from lib.comparison.grid import Grid
from lib.comparison.message import headline, period, reads_as, unpublished, what_is_published
from lib.comparison.release import Release
from lib.comparison.results import Results, Since, Text, beside
from lib.comparison.view import (
    LABELS,
    NotInView,
    Overrides,
    View,
    admissible,
    check_choice,
    check_override,
    compare_view,
    scale_of,
)
from lib.model.figures import ALL
from lib.store.releases import UnknownRelease
from lib.store.saved_views import StoredVerkenning, plain
from lib.store.verkenning import HEAD as PLACE
from lib.store.verkenning import NAME, VALUES, Verkenning, read_file
from lib.subjects import overview
from lib.subjects.costs import basis, costs
from lib.subjects.costs.basis import key_effects
from lib.subjects.costs.budget import Budget
from lib.subjects.people import people
from lib.subjects.what_if import what_if
from lib.subjects.what_if.sensitivity import NAMES, Sensitivity
from lib.tables.rows import Problem, Unsound, meant
from lib.text import exact_decimal, upper_first
from lib.upload.reading.files import clean_name

#: The pages that the stored sentences stand on.
OVERVIEW, COSTS, SENSITIVITY = "Overzicht", "Kosten", "Gevoeligheid"


def results(release: Release, view: View) -> Results:
    """Raises NotInView when the release does not know a choice of the view."""
    check_view(release, view)
    return results_of(Answers(release, view, compare_view(release, view)))


def results_of(answers: Answers) -> Results:
    """The same of a comparison that is made already, of a view that its release knows."""
    grids = tuple(grids_of(answers))
    numbers = tuple(number for grid in grids for number in stored.numbers(grid))
    return Results(numbers, tuple(_texts(answers)), tuple(map(stored.form_of, grids)))


def check_view(release: Release, view: View) -> None:
    """Raises NotInView for a choice, an assumption or an opinion that the release does not know."""
    for name in ("a", "b", "gemeente", "expression"):
        check_choice(release, name, getattr(view, name))
    check_choice(release, "horizon", str(view.horizon))
    if view.key is not None:
        check_choice(release, "key", view.key)
    for overrides in (view.overrides, *(opinion or () for opinion in view.opinions)):
        for name, value in overrides:
            check_override(release, name, value)


def grids_of(answers: Answers) -> Iterator[Grid]:
    """Every table of a view that is stored, in the order of the pages."""
    yield from (overview.routes(answers), overview.outcomes(answers), overview.per_inhabitant(answers))
    yield from overview.bridges(answers)
    yield from (overview.years(answers), overview.placement(answers), *people.reconciled(answers))
    yield overview.scenarios([_again(answers, b=name) for name in answers.release.scenarios])
    yield what_if.certainty(answers)
    yield from filter(None, [what_if.corners(answers)])
    if not answers.comparison.same:
        sensitivity = Sensitivity(answers)
        yield from (what_if.switching(answers), what_if.switching_per_gemeente(answers))
        yield from (what_if.spread(sensitivity), what_if.certainties(sensitivity), what_if.spread_per_year(sensitivity))
        yield from (what_if.swings(sensitivity), *what_if.disagreement(sensitivity))
    budgets: dict[str, Budget] = {}
    for name in ("zero", "a", "b", "a-zero", "b-zero", "b-a"):
        yield costs.budget_grid(answers, name, budgets)
    yield from costs.tekorten(answers)
    with_key = {key: _again(answers, key=key) for key in answers.release.figures.keys}
    yield from (basis.key_shares(answers), basis.key_moves(answers, key_effects(answers, with_key)))
    yield from (what_if.pm_items(answers), what_if.assumptions(answers))


def _again(answers: Answers, **other: str | None) -> Answers:
    """The same view with another choice. Raises NotInView."""
    view = replace(answers.view, **other)  # type: ignore[arg-type]
    return Answers(answers.release, view, compare_view(answers.release, view))


def _texts(answers: Answers) -> Iterator[Text]:
    release, comparison, code = answers.release, answers.comparison, answers.view.gemeente
    scale = scale_of(release, answers.view.expression)
    yield Text(stored.HEAD, OVERVIEW, headline(release, comparison, code))
    yield Text(stored.BELOW, OVERVIEW, reads_as(release, comparison, code))
    yield Text(stored.BELOW, OVERVIEW, what_is_published(release, comparison))
    yield Text(stored.BELOW, OVERVIEW, unpublished(release, comparison, code))
    yield Text(stored.HEAD, COSTS, costs.headline(answers, scale))
    yield Text(stored.BELOW, COSTS, costs.reads_as(answers, scale))
    sensitivity = Sensitivity(answers)
    yield Text(stored.HEAD, SENSITIVITY, sensitivity.headline())
    yield Text(stored.BELOW, SENSITIVITY, sensitivity.below())
    for label, text in choices(answers).items():
        yield Text(stored.CHOICE, label, text)


def choices(answers: Answers) -> dict[str, str]:
    """What was chosen, in words."""
    release, view = answers.release, answers.view
    opinions = {
        f"Mening {who}": (write_assumptions(opinion) or "alles op standaard")
        if opinion is not None
        else "niet vastgelegd"
        for who, opinion in zip(NAMES, view.opinions, strict=True)
    }
    return {
        "Release": f"{release.info.number}: {release.info.name}",
        "Route A": release.scenarios[view.a].title,
        "Route B": release.scenarios[view.b].title,
        "Jaren": period(answers.comparison),
        "Gemeente": "alle gemeenten" if view.gemeente == ALL else release.name(view.gemeente),
        "Bedragen": upper_first(LABELS[view.expression]),
        stored.KEY_LABEL: stored.ROUTES_KEY if view.key is None else release.key_label(view.key),
        "Aannames anders dan standaard": write_assumptions(view.overrides) or "geen",
        stored.PM_LABEL: stored.PM_YES if view.pm else "nee",
        **opinions,
    }


def changed_since(then: Results, view: str, release: Release) -> Since:
    """The stored results beside those of the same view (as JSON) on this release with this program.

    Raises NotInView when the release no longer knows a choice of the view.
    """
    return beside(then, results(release, read_view(view, release.info.number)))


def write_view(view: View) -> str:
    """Every choice as JSON: equal views, equal text."""
    return json.dumps(asdict(view), sort_keys=True, ensure_ascii=False)


def read_view(text: str, release: int) -> View:
    """The stored choices on another release. Raises NotInView when this version does not know how they are written."""
    try:
        fields = json.loads(text)
        first, second = (None if opinion is None else _pairs(opinion) for opinion in fields["opinions"])
        written = {"release": release, "overrides": _pairs(fields["overrides"]), "opinions": (first, second)}
        return View(**{field: fields[field] for field in View.__dataclass_fields__} | written)
    except (ValueError, KeyError, TypeError) as error:
        raise NotInView(
            "De keuzes van deze stand zijn met een andere versie geschreven en nu niet te lezen."
        ) from error


def _pairs(pairs: list[list[str | float]]) -> tuple[tuple[str, float], ...]:
    return tuple((str(name), float(value)) for name, value in pairs)


def verkenning_of(view: View, *, name: str, note: str, author: str, made_at: datetime) -> Verkenning:
    """What a reader looks at now, to be kept: release, routes, key and assumptions. `made_at` in UTC without zone."""
    head = (name.strip(), note.strip(), author.strip(), made_at.replace(microsecond=0))
    return Verkenning(*head, view.release, view.a, view.b, view.key, view.overrides)


def read_verkenning(file: str, raw: bytes, opened: Callable[[int], Release]) -> Verkenning:
    """A handed-in file, checked against its release, which `opened` gives or raises UnknownRelease for.

    Raises Personal, Unsound with every problem, StoreError.
    """
    verkenning = read_file(file, raw)
    try:
        release = opened(verkenning.release)
    except UnknownRelease:
        remedy = "schrijf het nummer van een release die hier te lezen is; Cijfers aanleveren noemt ze."
        place, read = f"{PLACE}, sleutel release", str(verkenning.release)
        raise Unsound([Problem(clean_name(file), place, "onbekende release", read, remedy)]) from None
    check_verkenning(release, verkenning, clean_name(file))
    return verkenning


def check_verkenning(release: Release, verkenning: Verkenning, file: str = PLACE) -> None:
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
        yield Problem(file, f"{PLACE}, sleutel {NAME}", "zo heet een route al", verkenning.name, remedy)
    for key, read in (("route_a", verkenning.route_a), ("route_b", verkenning.route_b)):
        if read not in release.scenarios:
            yield Problem(file, f"{PLACE}, sleutel {key}", "onbekende route", read, meant(read, release.scenarios))
    if verkenning.key is not None and verkenning.key not in release.figures.keys:
        remedy = meant(verkenning.key, release.figures.keys)
        yield Problem(file, f"{PLACE}, sleutel sleutel", "onbekende verdeelsleutel", verkenning.key, remedy)


def _valued(release: Release, verkenning: Verkenning, file: str) -> Iterator[Problem]:
    for name, value in verkenning.values:
        place, read = f"{VALUES}, sleutel {name}", exact_decimal(value)
        parameter = release.parameters.get(name)
        if parameter is None:
            yield Problem(file, place, "onbekende parameter", name, meant(name, release.parameters))
        elif not parameter.admits(value):
            remedy = f"kies een waarde van {admissible(parameter)}.{share_hint(parameter, value)}"
            yield Problem(file, place, "buiten het toelaatbare bereik", read, remedy)


def overrides_of(release: Release, verkenning: Verkenning | StoredVerkenning) -> Overrides:
    """What a verkenning makes different from standaard on its release."""
    return changed(release, dict(verkenning.values))


def verkenningen_in_view(
    release: Release, view: View, entries: Iterable[StoredVerkenning]
) -> list[tuple[StoredVerkenning, bool]]:
    """The verkenningen in force with exactly the assumptions of a view on its release; and whether the routes and the
    key are those as well."""
    return [
        (item, (item.route_a, item.route_b, item.key) == (view.a, view.b, view.key))
        for item in entries
        if view.overrides
        and item.in_force
        and item.release == view.release
        and overrides_of(release, item) == view.overrides
    ]


def by_name_or_number(entries: Iterable[StoredVerkenning], text: str) -> StoredVerkenning:
    """The verkenning in force by that name, or the one with that number. Raises NotInView."""
    listed = list(entries)
    for item in listed:
        if text == str(item.number) or (item.in_force and plain(item.name) == plain(text)):
            return item
    names = [item.name for item in listed if item.in_force]
    raise NotInView(f"Onbekende verkenning “{text[:60]}”; {meant(text, names)}")
