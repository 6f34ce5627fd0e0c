"""The screens about the routes themselves: the question, people, costs, per gemeente, and the range."""

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import weakest
from lib.analysis.expression import scale_of
from lib.analysis.meeting import Figure, Grid, Line, Screen, Shown, Side, Text
from lib.analysis.message import MILLION, decimals, headline, period, repeated
from lib.analysis.people import first_placement, reconciliation
from lib.analysis.people_flow import headline as people_headline
from lib.analysis.people_flow import moved, moved_words
from lib.analysis.sensitivity import WITHIN, Sensitivity
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import amount, difference, lower_first, million_words, millions, percentage, upper_first, whole


def named(side: Side, run: Projection) -> Shown:
    return Shown(run.scenario.short_title, side=side)


def between(answers: Answers) -> str:
    """What is subtracted from what."""
    return f"{answers.comparison.b.scenario.short_title} − {answers.comparison.a.scenario.short_title}"


def question(answers: Answers) -> Screen:
    """Both routes beside the nulalternatief, in the words of their scenarios."""
    release, zero, code = answers.release, answers.comparison.zero, answers.view.gemeente
    saldo = answers.saldo(zero, code)
    span, whose = period(answers.comparison), release.name(code)
    texts = [
        Text(named(side, run), run.scenario.explanation, run.scenario.source) for side, run in answers.comparison.sides
    ]
    return Screen(
        "vraag",
        f"Hoe verder met {release.settings['regio']}?",
        f"Met {release.zero.in_sentence} is het saldo in {span} {_signed_words(saldo.value, code)} ({whose}). "
        "Wat verandert elke route daaraan?",
        (
            Figure(
                f"{zero.scenario.short_title}, saldo {span}, × € 1 miljoen",
                Shown(millions(saldo.value, decimals(code)), saldo),
            ),
        ),
        tuple(texts),
    )


def _signed_words(euros: float, code: str) -> str:
    return f"{'−' if euros < 0 else ''}{million_words(abs(euros), decimals(code))}"


def people(answers: Answers) -> Screen:
    """Who works where in each route, and that nobody is lost."""
    release, code = answers.release, answers.view.gemeente
    year = release.figures.base_year
    check = reconciliation(answers, code)
    lines = [
        Line(
            Shown(label), (Shown(whole(count.value), count), *map(Shown, (in_a, in_b)[: len(answers.comparison.sides)]))
        )
        for label, count, in_a, in_b in first_placement(answers, code)
    ]
    turns = [Shown(moved_words(answers, run), moved(answers, run)) for _, run in answers.comparison.sides]
    lines.append(Line(Shown("Andere uitvoerder"), (Shown(""), *turns)))
    told = [Shown(words, check.staff) for words in (check.words_a, check.words_b)[: len(turns)]]
    lines.append(Line(Shown("Totaal"), (Shown(whole(check.persons.value), check.persons), *told), total=True))
    head = (Shown("Werkvorm"), Shown("Mensen"), *(named(side, run) for side, run in answers.comparison.sides))
    caption = f"Wsw-personen in {year}, en wie hun werk uitvoert vanaf {year + 1}"
    return Screen("mensen", "Wie werkt waar?", people_headline(answers), grid=Grid(caption, head, tuple(lines)))


def costs(answers: Answers) -> Screen:
    """Each route against the nulalternatief and B against A: in all, structural, one-off."""
    comparison, code = answers.comparison, answers.view.gemeente
    zero = comparison.zero
    against = lower_first(zero.scenario.short_title)
    lines = [
        _apart(answers, Shown(f"{run.scenario.short_title} − {against}", side=side), run, zero)
        for side, run in answers.comparison.sides
    ]
    if not comparison.same:
        lines.append(_apart(answers, Shown(between(answers)), comparison.b, comparison.a, total=True))
    head = tuple(map(Shown, ("Verschil in saldo", "Samen", "Structureel", "Eenmalig")))
    caption = (
        f"Verschil in saldo {period(comparison)}, {answers.release.name(code)}, × € 1 miljoen; V voordelig, N nadelig"
    )
    sentence = headline(answers.release, comparison, code)
    return Screen("kosten", "Wat kost het?", sentence, grid=Grid(caption, head, tuple(lines), note=caption))


def _apart(answers: Answers, name: Shown, run: Projection, other: Projection, total: bool = False) -> Line:
    code = answers.view.gemeente
    found = (
        answers.difference(run, other, code),
        answers.structural(run, other, code),
        one_off_between(answers, run, other, code),
    )
    return Line(name, tuple(Shown(difference(each.value, MILLION, decimals(code)), each) for each in found), total)


def one_off_between(answers: Answers, run: Projection, other: Projection, code: str) -> Answer:
    """What of the difference between two routes is one-off."""
    first, second = answers.one_off(run, code), answers.one_off(other, code)
    value = first.value - second.value
    return Answer(
        value,
        f"Eenmalig verschil, {run.scenario.short_title} tegenover {other.scenario.short_title}, {answers.release.name(code)}",
        f"{first.definition} {first.title}: {first.formula}. {second.title}: {second.formula}.",
        f"{amount(first.value)} − ({amount(second.value)}) = {amount(value)}",
        weakest((*first.certainty.inputs, *second.certainty.inputs)),
    )


def per_gemeente(answers: Answers) -> Screen:
    """Six outcomes and their total, each route against the nulalternatief and B against A."""
    comparison, release = answers.comparison, answers.release
    scale, codes = scale_of(release, answers.view.expression), (*answers.codes, ALL)
    pairs = [(run, comparison.zero) for _, run in answers.comparison.sides]
    if not comparison.same:
        pairs.append((comparison.b, comparison.a))
    columns = [{code: answers.difference(run, other, code) for code in codes} for run, other in pairs]
    lines = [
        Line(
            Shown(upper_first(release.name(code))),
            tuple(Shown(scale.difference(column[code].value, code), column[code]) for column in columns),
            total=code == ALL,
        )
        for code in codes
    ]
    told = []
    for (_, run), column in zip(answers.comparison.sides, columns, strict=False):
        ordered = sorted(answers.codes, key=lambda code: scale.shown(column[code].value, code))
        ends = (f"{scale.difference(column[c].value, c)} ({release.name(c)})" for c in (ordered[0], ordered[-1]))
        told.append(f"{run.scenario.in_sentence} van {' tot '.join(ends)}")
    sentence = f"{repeated(comparison)}Tegenover {release.zero.in_sentence} loopt {' en '.join(told)}."
    gap = any(scale.gap({code: column[code].value for code in codes}) for column in columns)
    caption = f"{period(comparison)} opgeteld, {scale.label}; V voordelig, N nadelig"
    head = (Shown("Gemeente"), *(named(side, run) for side, run in answers.comparison.sides))
    if not comparison.same:
        head = (*head, Shown(between(answers)))
    note = caption + (". Verschil door afronding." if gap else "")
    return Screen("gemeenten", "Wat betekent het per gemeente?", sentence, grid=Grid(caption, head, tuple(lines), note))


def spread(answers: Answers) -> Screen:
    """Between which amounts the difference lies, and in which share of the draws each route is cheaper."""
    found, code = Sensitivity(answers), answers.view.gemeente
    title = "Hoe ver kan het uiteenlopen?"
    if answers.comparison.same:
        return Screen("spreiding", title, found.headline())
    levels = found.spread.sampling.percentiles
    figures = [
        Figure(f"P{levels[place]:g}, × € 1 miljoen", _millions(answer, code), f"{levels[place]:g} % ligt lager")
        for place in (0, len(levels) - 1)
        for answer in (found.percentile(place, code),)
    ]
    figures.insert(1, Figure("Gekozen, × € 1 miljoen", _millions(found.now(code), code), found.between))
    for side, run in answers.comparison.sides:
        share = found.cheaper(side, code)
        shown = Shown(percentage(share.value, 0), share)
        figures.append(Figure(f"{run.scenario.short_title} voordeliger", shown, WITHIN, side))
    return Screen("spreiding", title, f"{found.headline()} {found.below()}", tuple(figures))


def _millions(answer: Answer, code: str) -> Shown:
    return Shown(difference(answer.value, MILLION, decimals(code)), answer)
