"""The numbers of Overzicht, Kosten and Mensen, block by block, as those pages write them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.analysis.answers import Answers
from lib.analysis.bridges import steps
from lib.analysis.budget.difference import difference as budget_difference
from lib.analysis.budget.lines import Budget, span
from lib.analysis.budget.route import budget
from lib.analysis.certainty import euros_by_status
from lib.analysis.expression import Scale, scale_of
from lib.analysis.frozen.number import COUNT, MILLIONS, PERSONS, SHARE, Block, Label, Number, place, places, roles
from lib.analysis.key_effect import key_effects, share
from lib.analysis.message import decimals, period
from lib.analysis.people import checked, first_placement, reconciliation, shown_years
from lib.analysis.published import tekort
from lib.analysis.routes import pair_title
from lib.analysis.view import compare_view
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import Special, lower_first, millions, percentage, persons, whole

PM = Special.PM.value
DIFFERENCE: Label = ("verschil", "Verschil")
ONE_OFF: Label = ("eenmalig", "Waarvan eenmalig")


def again(answers: Answers, **changed: str | None) -> Answers:
    """The same view with another choice. Raises NotInView."""
    view = replace(answers.view, **changed)  # type: ignore[arg-type]
    return Answers(answers.release, view, compare_view(answers.release, view))


def own_pairs(answers: Answers) -> tuple[tuple[Label, Projection, Projection], ...]:
    """What is set against what, by id: each route against the nulalternatief, then B against A."""
    zero, a, b = answers.comparison.zero, answers.comparison.a, answers.comparison.b
    return tuple(
        ((name, pair_title(run, other)), run, other)
        for name, run, other in (("a-zero", a, zero), ("b-zero", b, zero), ("b-a", b, a))
    )


def routes(answers: Answers) -> Iterator[Number]:
    """Each route against the nulalternatief."""
    comparison, code = answers.comparison, answers.view.gemeente
    zero = comparison.zero
    block = Block("routes", f"Elke route tegenover {_zero(answers)}, {period(comparison)}", MILLIONS)
    for row, run in roles(answers)[1:]:
        yield block.million(row, DIFFERENCE, answers.difference(run, zero, code), code)
        for column, answer in (
            (("structureel", "Waarvan structureel"), answers.structural(run, zero, code)),
            (ONE_OFF, answers.one_off(run, code)),
        ):
            yield block.number(row, column, answer, millions(answer.value, decimals(code), signed=True))


def outcomes(answers: Answers) -> Iterator[Number]:
    """Per gemeente the saldo of each route and what they differ, in the chosen expression; and per inhabitant."""
    span_ = period(answers.comparison)
    scale = scale_of(answers.release, answers.view.expression)
    block = Block("uitkomsten", f"Saldo en verschil per gemeente, {span_} opgeteld", scale.label)
    each = scale_of(answers.release, "per_inwoner")
    single = Block("per_inwoner", f"Saldo per inwoner, {span_} opgeteld", each.label)
    for row in places(answers):
        code = row[0]
        for column, run in roles(answers):
            saldo = answers.saldo(run, code)
            yield block.scaled(row, column, saldo, code, scale)
            yield single.scaled(row, column, saldo, code, each)
        for column, run, other in own_pairs(answers):
            yield block.scaled(row, column, answers.difference(run, other, code), code, scale, True)


def bridges(answers: Answers) -> Iterator[Number]:
    """What each difference is made of, measure by measure."""
    comparison, code = answers.comparison, answers.view.gemeente
    parts_of = (comparison.bridge_a, comparison.bridge_b, comparison.bridge)
    for (name, title), parts, (_, run, other) in zip(
        (pair[0] for pair in own_pairs(answers)), parts_of, own_pairs(answers), strict=True
    ):
        block = Block(f"brug {name}", f"Waar komt het vandaan: {title}, {period(comparison)}", MILLIONS)
        made = steps(answers, parts, answers.difference(run, other, code), code)
        for part, step in zip(parts, made.steps, strict=True):
            label = step.measure.title if step.measure else "Andere verdeling"
            row = part.id, f"Wegvallen van {label}" if step.measure and step.gone else label
            yield block.million(row, DIFFERENCE, step.answer, code)
        yield block.million(("samen", "Samen"), DIFFERENCE, made.whole, code)


def years(answers: Answers) -> Iterator[Number]:
    """The saldo of each route in every year up to the last."""
    figures, code = answers.release.figures, answers.view.gemeente
    block = Block("jaren", "Saldo per jaar", MILLIONS)
    for year in range(figures.base_year + 1, figures.last_year + 1):
        for (role, label), run in roles(answers)[1:]:
            for column, answer in (
                ((role, f"{label}: saldo"), answers.saldo(run, code, (year,))),
                ((f"{role} eenmalig", f"{label}: waarvan eenmalig"), answers.one_off(run, code, (year,))),
            ):
                yield block.number((str(year), str(year)), column, answer, millions(answer.value, decimals(code)))


def budgets(answers: Answers) -> Iterator[Number]:
    """Each route as a budget per kostensoort and year, and the differences between them."""
    code = answers.view.gemeente
    scale = scale_of(answers.release, answers.view.expression)
    made = {role: budget(answers, run, code) for (role, _), run in roles(answers)}
    for (role, label), _ in roles(answers):
        yield from _budget(Block(f"begroting {role}", f"Begroting {label}", scale.label), made[role], scale, False)
    for (name, title), _, _ in own_pairs(answers):
        first, second = (made[role] for role in name.split("-"))
        found = budget_difference(first, second, title)
        block = Block(f"begroting {name}", f"Verschil per kostensoort, {title}", scale.label)
        yield from _budget(block, found, scale, True)


def _budget(block: Block, found: Budget, scale: Scale, is_difference: bool) -> Iterator[Number]:
    for line in found.lines:
        for column, answer, pm in zip(found.columns, line.answers, line.pm, strict=True):
            labels = (line.id, line.label), (span(column), span(column))
            number = block.scaled(*labels, answer, found.code, scale, is_difference)
            if pm:
                number = replace(number, shown=f"{number.shown} + {PM}" if answer.value else PM)
            yield number


def panels(answers: Answers) -> Iterator[Number]:
    """The tekort of each gemeente per year of the horizon under each route."""
    scale = scale_of(answers.release, answers.view.expression)
    for (role, label), run in roles(answers):
        block = Block(f"tekort {role}", f"Tekort per jaar per gemeente, {label}", scale.label)
        for row in list(places(answers))[:-1]:
            for year in answers.horizon_years:
                answer = tekort(answers, run, row[0], (year,))
                yield block.scaled(row, (str(year), str(year)), answer, row[0], scale)


def placement(answers: Answers) -> Iterator[Number]:
    """Who carries the work out from the first year on; and that nobody is lost."""
    base, code = answers.release.figures.base_year, answers.view.gemeente
    block = Block("mensen", f"Wie voert het werk uit vanaf {base + 1}, Wsw-personen in {base}", PERSONS)
    people = "mensen", "Mensen"
    _, a, b = roles_of(answers)
    for label, answer, in_a, in_b in first_placement(answers, code):
        row = lower_first(label), label
        yield block.number(row, people, answer, whole(answer.value))
        yield block.words(row, a, in_a)
        yield block.words(row, b, in_b)
    check, row = reconciliation(answers, code), ("totaal", "Totaal, beide routes")
    yield block.number(row, people, check.persons, whole(check.persons.value))
    yield block.words(row, a, check.words_a)
    yield block.words(row, b, check.words_b)


def reconciled(answers: Answers) -> Iterator[Number]:
    """Wsw persons and staff of both routes beside each other per gemeente."""
    shown = shown_years(answers)
    labels = dict(roles_of(answers))
    for kind, title in (("wsw", "Wsw-personen"), ("staf", "Staf")):
        block = Block(f"controle {kind}", f"{title} per gemeente in beide routes", PERSONS)
        for line in checked(answers, kind == "staf"):
            row = place(answers, line.code)
            yield block.number(row, (str(shown[0]), str(shown[0])), line.base, persons(line.base.value))
            for role, found in (("a", line.a), ("b", line.b)):
                for year, answer in zip(shown[1:], found, strict=True):
                    column = f"{role} {year}", f"{labels[role]} {year}"
                    yield block.number(row, column, answer, persons(answer.value))
            yield block.number(row, DIFFERENCE, line.difference, line.words)


def roles_of(answers: Answers) -> Iterator[Label]:
    return (label for label, _ in roles(answers))


def scenarios(answers: Answers) -> Iterator[Number]:
    """Every scenario against the nulalternatief."""
    code = answers.view.gemeente
    block = Block("scenarios", f"Alle scenario’s, {period(answers.comparison)}", MILLIONS)
    for name, scenario in answers.release.scenarios.items():
        each, row = again(answers, b=name), (name, scenario.title)
        run, zero = each.comparison.b, each.comparison.zero
        saldo, single, value = each.saldo(run, code), each.one_off(run, code), each.present_value(run, code)
        yield block.number(row, ("saldo", "Saldo"), saldo, millions(saldo.value, decimals(code)))
        yield block.million(row, ("verschil", f"Tegenover {_zero(answers)}"), each.difference(run, zero, code), code)
        yield block.number(row, ONE_OFF, single, millions(single.value, decimals(code), signed=True))
        yield block.number(row, ("contant", "Contante waarde"), value, millions(value.value, decimals(code)))
        left_out = each.pm(run)
        yield block.number(row, ("pm", "PM-posten"), left_out, whole(left_out.value), COUNT)


def keys(answers: Answers) -> Iterator[Number]:
    """The share of every gemeente in each key, and what another key would do."""
    release = answers.release
    known: Sequence[str] = tuple(release.figures.keys)
    block = Block("sleutels", "Aandeel van elke gemeente per verdeelsleutel", SHARE)
    scale = scale_of(release, answers.view.expression)
    moved = Block(
        "andere sleutel", f"Wat een andere sleutel met het saldo doet, {period(answers.comparison)}", scale.label
    )
    effects = key_effects(answers, {key: again(answers, key=key) for key in known})
    for row in places(answers):
        for key in known:
            answer = share(answers, key, row[0])
            yield block.number(row, (key, release.key_label(key)), answer, percentage(answer.value, 2))
        for effect in effects:
            title = f"{effect.run.scenario.short_title}, {release.key_words(effect.key)}"
            column = f"{effect.run.scenario.id} {effect.key}", title
            yield moved.scaled(row, column, effect.moved[row[0]], row[0], scale, True)


def certainty(answers: Answers) -> Iterator[Number]:
    """The share of the euros of both routes by status."""
    block = Block("zekerheid", f"Euro’s in beide routes naar status, {answers.release.name(ALL)}", SHARE)
    for status, value in euros_by_status(answers.release, answers.comparison).items():
        answer = answers.share(status, value)
        yield block.number((status, status), ("aandeel", "Aandeel"), answer, percentage(value))


def _zero(answers: Answers) -> str:
    return lower_first(answers.comparison.zero.scenario.short_title)
