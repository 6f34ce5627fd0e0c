"""(release, view) → everything that is stored of it: numbers, sentences and choices. Equal in, equal out."""

import json
from collections.abc import Iterator
from dataclasses import replace

from lib.analysis import cost_basis, costs, overview, people, what_if
from lib.analysis.answers import Answers
from lib.analysis.assumptions import write_assumptions
from lib.analysis.budget import Budget
from lib.analysis.expression import LABELS, scale_of
from lib.analysis.frozen.number import Results, Text, numbers
from lib.analysis.grid import Grid
from lib.analysis.message import headline, period, reads_as, unpublished, what_is_published
from lib.analysis.opinions import NAMES
from lib.analysis.release import Release
from lib.analysis.sensitivity import Sensitivity
from lib.analysis.view import NotInView, View, check_choice, check_override, compare_view
from lib.model.figures import ALL
from lib.text import upper_first

HEAD, BELOW, CHOICE = "kop", "onder", "keuze"
#: How choices are stored.
KEY_LABEL, ROUTES_KEY = "Verdeelsleutel", "van de route zelf"
PM_LABEL, PM_YES = "PM-posten met een bereik in de spreiding", "ja"
OVERVIEW, COSTS, SENSITIVITY = "Overzicht", "Kosten", "Gevoeligheid"


def results(release: Release, view: View) -> Results:
    """Raises NotInView when the release does not know a choice of the view."""
    check_view(release, view)
    return results_of(Answers(release, view, compare_view(release, view)))


def results_of(answers: Answers) -> Results:
    """The same of a comparison that is made already, of a view that its release knows."""
    return Results(tuple(number for grid in grids_of(answers) for number in numbers(grid)), tuple(_texts(answers)))


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
    effects = cost_basis.key_effects(answers, with_key)
    yield from (cost_basis.key_shares(answers), cost_basis.key_moves(answers, effects))
    yield from (what_if.pm_items(answers), what_if.assumptions(answers))


def _again(answers: Answers, **changed: str | None) -> Answers:
    """The same view with another choice. Raises NotInView."""
    view = replace(answers.view, **changed)  # type: ignore[arg-type]
    return Answers(answers.release, view, compare_view(answers.release, view))


def _texts(answers: Answers) -> Iterator[Text]:
    release, comparison, code = answers.release, answers.comparison, answers.view.gemeente
    scale = scale_of(release, answers.view.expression)
    yield Text(HEAD, OVERVIEW, headline(release, comparison, code))
    yield Text(BELOW, OVERVIEW, reads_as(release, comparison, code))
    yield Text(BELOW, OVERVIEW, what_is_published(release, comparison))
    yield Text(BELOW, OVERVIEW, unpublished(release, comparison, code))
    yield Text(HEAD, COSTS, costs.headline(answers, scale))
    yield Text(BELOW, COSTS, costs.reads_as(answers, scale))
    sensitivity = Sensitivity(answers)
    yield Text(HEAD, SENSITIVITY, sensitivity.headline())
    yield Text(BELOW, SENSITIVITY, sensitivity.below())
    for label, text in choices(answers).items():
        yield Text(CHOICE, label, text)


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
        KEY_LABEL: ROUTES_KEY if view.key is None else release.key_label(view.key),
        "Aannames anders dan standaard": write_assumptions(view.overrides) or "geen",
        PM_LABEL: PM_YES if view.pm else "nee",
        **opinions,
    }


def write_view(view: View) -> str:
    """Every choice as JSON: equal views, equal text."""
    fields = {
        "a": view.a,
        "b": view.b,
        "release": view.release,
        "horizon": view.horizon,
        "gemeente": view.gemeente,
        "expression": view.expression,
        "key": view.key,
        "overrides": view.overrides,
        "pm": view.pm,
        "opinions": view.opinions,
    }
    return json.dumps(fields, sort_keys=True, ensure_ascii=False)


def read_view(text: str, release: int) -> View:
    """The stored choices on another release. Raises NotInView when this version does not know how they are written."""
    try:
        fields = json.loads(text)
        first, second = (None if opinion is None else _pairs(opinion) for opinion in fields["opinions"])
        return replace(
            View(fields["a"], fields["b"], release, fields["horizon"]),
            gemeente=fields["gemeente"],
            expression=fields["expression"],
            key=fields["key"],
            overrides=_pairs(fields["overrides"]),
            pm=fields["pm"],
            opinions=(first, second),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise NotInView(
            "De keuzes van deze stand zijn met een andere versie geschreven en nu niet te lezen."
        ) from error


def _pairs(pairs: list[list[str | float]]) -> tuple[tuple[str, float], ...]:
    return tuple((str(name), float(value)) for name, value in pairs)
