"""The model beside the books, and one amount of the view worked out step by step."""

from lib.analysis import aansluiting
from lib.analysis.aansluiting import BESIDE, COMPARED, NOT_ON_LEVEL, BooksComparison, Together
from lib.analysis.answers import Answers
from lib.analysis.expression import Scale
from lib.analysis.grid import ROUNDING
from lib.analysis.message import SAME, period
from lib.analysis.numbers import ExplainedNumber
from lib.analysis.release import NUMBERS, Release
from lib.analysis.worked_example import Example, Step, steps
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import amount, lower_first, million_words, persons
from lib.ui.accountability_blocks import section
from lib.ui.html import Cell, Html, Row, known_since, name, route, source_link, table, tag, text, why, words


def accounts(answers: Answers, scale: Scale) -> str:
    """The base year of the model beside taakveld 6.4 and 6.5 of the accounts, per gemeente, with the gap."""
    release = answers.release
    found = aansluiting.lines(answers)
    year = release.figures.base_year
    head = [
        "Gemeente",
        "Uitvoerings­kosten",
        "Opbrengsten",
        "Subsidie­resultaat",
        "Saldo",
        "Netto lasten in het model",
        f"Geboekt op {COMPARED}",
        f"Gat: {COMPARED} − model",
        f"Geboekt op {BESIDE}",
        "Opmerking",
    ]
    rows = [_account_row(answers, scale, line) for line in found]
    gap = any(
        scale.gap({line.code: getattr(line, part).value for line in found})
        for part in ("execution", "returns", "subsidy", "saldo", "net")
    )
    inner = _together(answers, aansluiting.together(answers, found)) + table(
        f"Basisjaar {year}, {scale.label}: model (links) en jaarrekening (rechts)",
        head,
        rows,
        note=ROUNDING if gap else "",
        style="rw-wrap rw-firm",
    )
    listed = "".join(f"<li>{text(reason)}</li>" for reason in aansluiting.reasons(release))
    return section(
        "aansluiting",
        f"{release.zero.short_title}, {year}, {release.key_words(answers.comparison.zero.key)}",
        f"{inner}{_sources(release, found)}<p>Waarom model en boeken verschillen:</p><ul>{listed}</ul>",
    )


def _together(answers: Answers, found: Together | None) -> str:
    if found is None:
        return "<p>Van geen gemeente is er een jaarrekening die op hoogte te vergelijken is.</p>"
    release = answers.release
    net = why(million_words(found.net.value), found.net, release)
    booked = why(million_words(found.booked.value), found.booked, release)
    gap = why(million_words(abs(found.gap.value)), found.gap, release)
    word = "meer" if found.gap.value > 0 else "minder"
    who = (
        "Eén gemeente is"
        if found.count == 1
        else f"{NUMBERS.get(found.count, str(found.count)).capitalize()} gemeenten zijn"
    )
    return (
        f'<div class="rw-say">{who} op hoogte te vergelijken. Het model komt daar op {net} netto lasten, de jaarrekening op '
        f"taakveld {text(COMPARED)} op {booked}: {gap} {word}. Dit gat is geen voor- of nadeel van een route.</div>"
    )


def _account_row(answers: Answers, scale: Scale, line: BooksComparison) -> Row:
    release = answers.release

    def asked(answer: ExplainedNumber, signed: bool = False) -> Cell:
        sign = "+" if signed and scale.convert(answer.value, line.code) > 0 else ""
        return Cell(why(sign + scale.text(answer.value, line.code), answer, release))

    total = line.code == ALL
    model = [asked(each) for each in (line.execution, line.returns, line.subsidy, line.saldo, line.net)]
    label = release.name(line.code)
    gap = asked(line.gap, signed=True) if line.gap else words("" if total else _no_gap(line))
    return Row(
        (
            name(label.capitalize() if total else label),
            *model,
            _booked(release, scale, line, COMPARED),
            gap if line.gap else Cell(gap.html, number=True),
            _booked(release, scale, line, BESIDE),
            words(" ".join(line.remarks)),
        ),
        total=total,
    )


def _no_gap(line: BooksComparison) -> str:
    account = line.accounts.get(COMPARED)
    return "niet op hoogte te vergelijken" if account and NOT_ON_LEVEL in account.remark else "onbekend"


def _booked(release: Release, scale: Scale, line: BooksComparison, taakveld: str) -> Cell:
    """What was booked; "geen opgave" where there is no return."""
    if line.code == ALL:
        return Cell(Html("niet opgeteld"))
    account = line.accounts.get(taakveld)
    answer = None if account is None else aansluiting.booked(release, account)
    return Cell(Html("geen opgave" if answer is None else why(scale.text(answer.value, line.code), answer, release)))


def _sources(release: Release, found: list[BooksComparison]) -> str:
    """The sources of the books, each once, with its status and when it became known."""
    told = (
        f"{source_link(release, account.row['bron_id'])} {tag(account.row['status'])}, bekend sinds "
        f"{known_since(release, account.row['kennisdatum'])}"
        for line in found
        for account in line.accounts.values()
    )
    return f'<div class="rw-say">Bron van de boeken: {"; ".join(dict.fromkeys(told))}.</div>'


# -- one amount, step by step ----------------------------------------------------------------------------------


def formulas_heading(release: Release, code: str) -> str:
    """The heading above the choices of the worked example."""
    return section("formules", f"{release.name(code)}; de gemeente en de routes volgen de keuzes van de pagina", "")


def example_choices(answers: Answers) -> tuple[dict[str, str], dict[str, str | None], list[int]]:
    """Label → id of kostensoorten and werkvormen (None is all), and the years after the base year."""
    figures = answers.release.figures
    kinds = {cost_type.label: cost_type.id for cost_type in figures.cost_types}
    werkvormen: dict[str, str | None] = {"Alle werkvormen": None}
    werkvormen |= {werkvorm.label: werkvorm.id for werkvorm in figures.werkvormen}
    return kinds, werkvormen, [int(year) for year in figures.years if year > figures.base_year]


def example(answers: Answers, code: str, werkvorm: str | None, kind: str, year: int) -> str:
    """The formulas in words, with the values of both routes filled in."""
    comparison = answers.comparison
    runs = (comparison.a, comparison.b)
    worked = [steps(Example(answers, run, code, werkvorm, kind, year)) for run in runs]
    rows = [
        _step_row(answers, a, b, last=i == len(worked[0]) - 1) for i, (a, b) in enumerate(zip(*worked, strict=True))
    ]
    head = ["Stap", "In woorden", *(route(letter, run) for letter, run in zip("ab", runs, strict=True))]
    cost_type = next(c for c in answers.release.figures.cost_types if c.id == kind)
    what = _what(answers, werkvorm)
    same = f"<p>{SAME}</p>" if comparison.same else ""
    caption = f"{cost_type.label}, {what}, {answers.release.name(code)}, {year}"
    return (
        same + table(caption, head, rows, style="rw-wrap rw-rows rw-steps") + _outcomes(answers, code, werkvorm, year)
    )


def _what(answers: Answers, werkvorm: str | None) -> str:
    labels = {each.id: each.label for each in answers.release.figures.werkvormen}
    return "alle werkvormen" if werkvorm is None else lower_first(labels[werkvorm])


def _step_row(answers: Answers, a: Step, b: Step, last: bool) -> Row:
    return Row(
        (name(a.name), words(a.rule), *(_filled(answers, step.text, step.answer) for step in (a, b))), total=last
    )


def _filled(answers: Answers, value: str, answer: ExplainedNumber) -> Cell:
    number = why(value, answer, answers.release)
    return Cell(f'{number}<br><span class="rw-small">{text(answer.formula)}</span>', number=False)


def _outcomes(answers: Answers, code: str, werkvorm: str | None, year: int) -> str:
    """Persons, saldo and what follows from them, each with its formula filled in."""
    comparison, release = answers.comparison, answers.release
    runs = (comparison.a, comparison.b)
    chosen = None if werkvorm is None else [werkvorm]

    def row(label: str, rule: str, shown: list[tuple[str, ExplainedNumber]]) -> Row:
        return Row((name(label), words(rule), *(_filled(answers, *each) for each in shown)))

    def euros(answer: ExplainedNumber) -> tuple[str, ExplainedNumber]:
        return amount(answer.value), answer

    wsw = [answers.wsw(run, code, chosen, year) for run in runs]
    rows = [
        row(
            f"Mensen, {_what(answers, werkvorm)}",
            "personen in het basisjaar × wie nog werkt",
            [(persons(w.value), w) for w in wsw],
        ),
        row(
            f"Eenmalig, {period(comparison)}",
            "parameter × aantal, gespreid over de jaren en verdeeld met de sleutel",
            [euros(answers.one_off(run, code)) for run in runs],
        ),
        row(
            "Saldo",
            "baten − lasten, alle kostensoorten en maatregelen samen",
            [euros(answers.saldo(run, code, (year,))) for run in runs],
        ),
        row(
            f"Verschil met {lower_first(release.zero.short_title)}",
            "saldo van de route − saldo van het nulalternatief",
            [_moved(answers, run, code, year) for run in runs],
        ),
        row(
            f"Contante waarde, {period(comparison)}",
            "som van saldo ÷ (1 + discontovoet) tot de macht van het aantal jaren",
            [euros(answers.present_value(run, code)) for run in runs],
        ),
    ]
    head = ["Uitkomst", "In woorden", *(route(letter, run) for letter, run in zip("ab", runs, strict=True))]
    caption = f"Mensen en saldo, {release.name(code)}, {year}; V voordelig, N nadelig"
    return table(caption, head, rows, style="rw-wrap rw-rows rw-steps")


def _moved(answers: Answers, run: Projection, code: str, year: int) -> tuple[str, ExplainedNumber]:
    answer = answers.difference(run, answers.comparison.zero, code, (year,))
    letter = "V" if answer.value > 0 else "N"
    shown = amount(answer.value)
    if shown == amount(0):
        return "geen verschil", answer
    return f"{'+' if answer.value > 0 else ''}{shown} {letter}", answer
