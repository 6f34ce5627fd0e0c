"""A saved view and its release: with results everything that is stored of it, equal in, equal out; without, as a
verkenning, whether the release knows what it names, and which one a view shows."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime

from lib.comparison import results as stored
from lib.comparison.answers import Answers
from lib.comparison.assumptions import changed, share_hint, translated, write_assumptions
from lib.comparison.grid import Grid
from lib.comparison.message import PEOPLE_NAME, people_words, period, reads_as
from lib.comparison.pm import register
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
    check_pair,
    compare_view,
    options,
    overrides,
    parameter_of,
)
from lib.model.figures import ALL
from lib.model.parameters import split_name
from lib.store.releases import UnknownRelease
from lib.store.saved_views import StateInfo, StoredVerkenning, plain
from lib.store.verkenning import HEAD as PLACE
from lib.store.verkenning import NAME, VALUES, Verkenning, read_file
from lib.subjects import evidence, overview, own_policy, readings
from lib.subjects.costs import basis, costs
from lib.subjects.costs.basis import key_effects
from lib.subjects.costs.budget import Budget
from lib.subjects.example import example
from lib.subjects.people import people
from lib.subjects.people.carriers import carriers
from lib.subjects.what_if import what_if
from lib.subjects.what_if.pair import AssumptionPair
from lib.subjects.what_if.sensitivity import NAMES, Sensitivity
from lib.tables.rows import Problem, Unsound
from lib.text import exact_decimal, lower_first, upper_first
from lib.text.nearest import meant
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
    for name, key in (("key", view.key), ("people", view.people)):
        if key is not None:
            check_choice(release, name, key)
    for own in (view.overrides, *(opinion or () for opinion in view.opinions)):
        for name, value in own:
            check_override(release, name, value)
    check_pair(release, view)


def grids_of(answers: Answers) -> Iterator[Grid]:
    """Every table of a view that is stored, in the order of the pages."""
    yield from _evidence(answers)
    yield from (overview.routes(answers), overview.outcomes(answers), overview.per_inhabitant(answers))
    yield overview.example_per_gemeente(answers)
    yield from overview.bridges(answers)
    yield from (overview.years(answers), overview.placement(answers), *people.reconciled(answers))
    yield overview.scenarios([_again(answers, b=name) for name in answers.release.scenarios])
    yield what_if.certainty(answers)
    if not answers.comparison.same and not answers.comparison.unpublished:
        sensitivity = Sensitivity(answers)
        yield from (what_if.switching(answers), what_if.switching_per_gemeente(answers))
        two = AssumptionPair(answers)
        yield from (two.grid(), two.per_gemeente())
        yield from (what_if.spread(sensitivity), what_if.certainties(sensitivity), what_if.spread_per_year(sensitivity))
        yield from (what_if.swings(sensitivity), *what_if.disagreement(sensitivity))
    budgets: dict[str, Budget] = {}
    for name in ("zero", "a", "b", "a-zero", "b-zero", "b-a"):
        yield costs.budget_grid(answers, name, budgets)
    yield from costs.tekorten(answers)
    with_key = {key: _again(answers, key=key) for key in answers.release.deficit_keys}
    yield from (basis.key_shares(answers), basis.key_moves(answers, key_effects(answers, with_key)))
    yield what_if.assumptions(answers)
    if own_policy.own_values(answers):
        yield own_policy.effect(answers)


def _evidence(answers: Answers) -> Iterator[Grid]:
    """What comes before an outcome, and what the difference rests on."""
    yield from (evidence.published(answers), evidence.ranges(answers), evidence.tekort_years(answers))
    yield from (readings.four_readings(answers, last) for last in answers.release.horizons)
    yield from (
        evidence.gemeenten(answers),
        carriers(answers),
        example(answers),
        evidence.ladder(answers),
        register(answers),
    )


def _again(answers: Answers, **other: str | None) -> Answers:
    """The same view with another choice. Raises NotInView."""
    view = replace(answers.view, **other)  # type: ignore[arg-type]
    return Answers(answers.release, view, compare_view(answers.release, view))


def _texts(answers: Answers) -> Iterator[Text]:
    release, comparison, code = answers.release, answers.comparison, answers.view.gemeente
    scale = answers.scale
    yield Text(stored.HEAD, OVERVIEW, evidence.heading(answers))
    for sentence in dict.fromkeys(answers.evidence.verdict(last) for last in release.horizons):
        yield Text(stored.BELOW, OVERVIEW, sentence)
    yield Text(stored.BELOW, OVERVIEW, reads_as(release, comparison, code))
    yield Text(stored.HEAD, COSTS, costs.headline(answers, scale))
    yield Text(stored.BELOW, COSTS, costs.reads_as(answers, scale))
    yield Text(stored.BELOW, SENSITIVITY, Sensitivity(answers).below())
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
        PEOPLE_NAME: people_words(release, view.people),
        "Aannames anders dan standaard": write_assumptions(view.overrides) or "geen",
        stored.PM_LABEL: stored.PM_YES if view.pm else "nee",
        **opinions,
    }


def changed_since(then: Results, view: str, release: Release) -> Since:
    """The stored results beside those of the same view (as JSON) on this release with this program.

    Raises NotInView when the release no longer knows a choice of the view.
    """
    return beside(then, results(release, _translated_view(release, read_view(view, release.info.number))))


def _translated_view(release: Release, view: View) -> View:
    """The view with its assumptions under the names that this release knows."""

    def now(own: Overrides) -> Overrides:
        values, _ = translated(release, dict(own))
        return overrides(values)

    first, second = (None if opinion is None else now(opinion) for opinion in view.opinions)
    return replace(view, overrides=now(view.overrides), opinions=(first, second))


def write_view(view: View) -> str:
    """Every choice as JSON: equal views, equal text."""
    return json.dumps(asdict(view), sort_keys=True, ensure_ascii=False)


def read_view(text: str, release: int) -> View:
    """The stored choices on another release. Raises NotInView when this version does not know how they are written."""
    try:
        # A state from before there was a choice has nothing to say of it.
        fields = {"people": None, "pair": (None, None), **json.loads(text)}
        first, second = (None if opinion is None else _pairs(opinion) for opinion in fields["opinions"])
        written = {"release": release, "overrides": _pairs(fields["overrides"]), "opinions": (first, second)}
        written["pair"] = tuple(fields["pair"])
        return View(**{field: fields[field] for field in View.__dataclass_fields__} | written)
    except (ValueError, KeyError, TypeError) as error:
        raise NotInView(
            "De keuzes van deze stand zijn met een andere versie geschreven en nu niet te lezen."
        ) from error


def _pairs(pairs: list[list[str | float]]) -> tuple[tuple[str, float], ...]:
    return tuple((str(name), float(value)) for name, value in pairs)


def verkenning_of(view: View, *, name: str, note: str, author: str, made_at: datetime) -> Verkenning:
    """What a reader looks at now, to be kept: release, routes, key, people and assumptions. `made_at` in UTC without zone."""
    head = (name.strip(), note.strip(), author.strip(), made_at.replace(microsecond=0))
    return Verkenning(*head, view.release, view.a, view.b, view.key, view.overrides, view.people)


def frozen_routes(info: StateInfo) -> tuple[str, ...]:
    """The ids of the routes of a frozen state; none where its choices are no longer to be read."""
    try:
        view = read_view(info.view, info.release)
    except NotInView:
        return ()
    return view.a, view.b


def read_verkenning(file: str, raw: bytes, opened: Callable[[Verkenning], Release]) -> Verkenning:
    """A handed-in file, checked against its release, which `opened` gives or raises UnknownRelease for.

    Raises Personal, Unsound with every problem, StoreError.
    """
    verkenning = read_file(file, raw)
    try:
        release = opened(verkenning)
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
    keys = (
        ("sleutel", "key", "onbekende verdeelsleutel"),
        ("mensen", "people", "onbekende keuze voor waar de mensen zijn"),
    )
    for key, name, what in keys:
        read, allowed = getattr(verkenning, name), options(release)[name]
        if read is not None and read not in allowed:
            yield Problem(file, f"{PLACE}, sleutel {key}", what, read, meant(read, allowed))


def _valued(release: Release, verkenning: Verkenning, file: str) -> Iterator[Problem]:
    values, _ = translated(release, dict(verkenning.values))
    for name, value in values.items():
        place, read = f"{VALUES}, sleutel {name}", exact_decimal(value)
        if split_name(name)[0] not in release.parameters:
            yield Problem(file, place, "onbekende parameter", name, meant(name, release.parameters))
            continue
        try:
            parameter = parameter_of(release, name)
        except NotInView as error:
            yield Problem(file, place, "geen eigen waarde van een gemeente", name, lower_first(error.melding))
            continue
        if not parameter.admits(value):
            remedy = f"kies een waarde van {admissible(parameter)}.{share_hint(parameter, value)}"
            yield Problem(file, place, "buiten het toelaatbare bereik", read, remedy)


def overrides_of(release: Release, verkenning: Verkenning | StoredVerkenning) -> Overrides:
    """What a verkenning makes different from standaard on its release."""
    values, _ = translated(release, dict(verkenning.values))
    return changed(release, values)


def verkenningen_in_view(
    release: Release, view: View, entries: Iterable[StoredVerkenning]
) -> list[tuple[StoredVerkenning, bool]]:
    """The verkenningen in force with exactly the assumptions of a view on its release; and whether the routes, the key and
    where the people are, are those as well."""
    return [
        (item, (item.route_a, item.route_b, item.key, item.people) == (view.a, view.b, view.key, view.people))
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
