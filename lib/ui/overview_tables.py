"""The tables of the first page: six outcomes on one scale, bridges that close, people, certainty, all scenarios."""

from collections.abc import Sequence

from lib.analysis.answers import Answers
from lib.analysis.bridges import Steps, steps
from lib.analysis.certainty import euros_by_status
from lib.analysis.expression import Scale
from lib.analysis.message import MILLION, ROUNDING, decimals, period
from lib.analysis.parameter_words import switching_words
from lib.analysis.people import first_placement, reconciliation
from lib.analysis.release import NUMBERS
from lib.model.figures import ALL
from lib.model.switching import SwitchingValue
from lib.text import (
    amount,
    difference,
    lower_first,
    millions,
    percentage,
    rounded,
    rounding_gap,
    upper_first,
    value_with_unit,
    whole,
)
from lib.ui.html import Cell, Row, bar, block, disclosure, name, route, share_bar, table, tag, text, why, words
from lib.ui.overview_head import pm


def outcomes(answers: Answers, scale: Scale) -> str:
    """Every gemeente's outcome on one scale: the nulalternatief, each route against it, and B − A."""
    comparison = answers.comparison
    zero, a, b = comparison.zero, comparison.a, comparison.b
    codes = (*answers.codes, ALL)
    base = {code: answers.saldo(zero, code) for code in codes}
    moved = [
        {code: answers.difference(run, other, code) for code in codes} for run, other in ((a, zero), (b, zero), (b, a))
    ]
    shown = [scale.shown(column[code].value, code) for column in moved[:2] for code in answers.codes]
    reach = (min(0.0, *shown), max(0.0, *shown))
    rows = []
    for code in codes:
        label = answers.release.name(code)
        cells = [
            name(upper_first(label)),
            Cell(why(scale.text(base[code].value, code), base[code], answers.release)),
        ]
        for column in moved:
            number = why(scale.difference(column[code].value, code), column[code], answers.release)
            drawn = bar(scale.shown(column[code].value, code), *reach) if column is not moved[2] and code != ALL else ""
            inner = f'<span class="rw-withbar">{drawn}<span>{number}</span></span>' if drawn else number
            cells.append(Cell(inner, style="rw-barcell" if drawn else ""))
        chosen = code == answers.view.gemeente != ALL
        rows.append(Row(cells, total=code == ALL, style="rw-chosen" if chosen else ""))
    between = f"{text(b.scenario.short_title)} − {text(a.scenario.short_title)}"
    gap = any(scale.gap({code: column[code].value for code in codes}) for column in (base, *moved))
    inner = table(
        f"Saldo {period(comparison)} opgeteld, {scale.label}; V voordelig, N nadelig",
        [
            "Gemeente",
            text(zero.scenario.short_title),
            f"{route('a', a)}, verschil",
            f"{route('b', b)}, verschil",
            between,
        ],
        rows,
        note=ROUNDING if gap else "",
        style="rw-firm",
    )
    count = NUMBERS.get(len(answers.codes), str(len(answers.codes))).capitalize()
    return block(f"{count} uitkomsten, niet één gemiddelde", "op één schaal", inner)


def bridges(answers: Answers) -> str:
    """Each route against the nulalternatief, measure by measure; and from A to B on request."""
    comparison, code = answers.comparison, answers.view.gemeente
    zero, a, b = comparison.zero, comparison.a, comparison.b
    own = [
        (
            route(letter, run),
            f"{run.scenario.short_title} tegenover {lower_first(zero.scenario.short_title)}",
            steps(answers, parts, answers.difference(run, zero, code), code),
        )
        for letter, run, parts in (("a", a, comparison.bridge_a), ("b", b, comparison.bridge_b))
    ]
    title = f"Van {a.scenario.short_title} naar {b.scenario.short_title}"
    between = steps(answers, comparison.bridge, answers.difference(b, a, code), code)
    reaches = [made.reach for _, _, made in own] + [between.reach]
    low, high = min(reach[0] for reach in reaches), max(reach[1] for reach in reaches)
    tables = "".join(_bridge(answers, label, words_, made, low, high) for label, words_, made in own)
    last = disclosure(title, _bridge(answers, text(title), title, between, low, high))
    quiet = f"{answers.release.name(code)}, × € 1 miljoen, {period(comparison)}; omvang: status van de maatregel"
    return block("Waar komt het vandaan?", quiet, tables + last)


def _bridge(answers: Answers, label: str, title: str, made: Steps, low: float, high: float) -> str:
    rows, code = [], answers.view.gemeente
    for step in made.steps:
        shown = step.measure.title if step.measure else "Andere verdeling"
        size = f" {tag(step.measure.status)}" if step.measure else ""
        gone = "Wegvallen van " if step.measure and step.gone else ""
        rows.append(
            Row(
                (
                    Cell(f"{text(gone + shown)}{size}", number=False, head=True),
                    Cell(why(difference(step.answer.value, MILLION, decimals(code)), step.answer, answers.release)),
                    Cell(bar(step.answer.value, low, high, step.start), number=False, style="rw-barcell"),
                )
            )
        )
    closes = (
        f"sluit niet: {amount(made.gap, 2)}"
        if rounded(made.gap, 1, 2)
        else f'<span class="rw-good">sluit op {amount(made.gap)} ✓</span>'
    )
    rows.append(
        Row(
            (
                Cell(f"Samen {closes}", number=False, head=True),
                Cell(why(difference(made.whole.value, MILLION, decimals(code)), made.whole, answers.release)),
                Cell(bar(made.whole.value, low, high), number=False, style="rw-barcell"),
            ),
            total=True,
        )
    )
    gap = rounding_gap([step.answer.value for step in made.steps], made.whole.value, MILLION, decimals(code))
    note = ROUNDING if gap else ""
    return table(
        title, [label, "verschil", '<span class="rw-hidden">staaf</span>'], rows, note=note, hidden_caption=True
    )


def people(answers: Answers) -> str:
    """Who carries the work out, by werkvorm, in the first year of the routes; and that nobody is lost."""
    comparison, release = answers.comparison, answers.release
    year = release.figures.base_year + 1
    rows = [
        Row((name(label), Cell(why(whole(answer.value), answer, release)), words(in_a), words(in_b)))
        for label, answer, in_a, in_b in first_placement(answers, answers.view.gemeente)
    ]
    check = reconciliation(answers, answers.view.gemeente)
    rows.append(
        Row(
            (
                name("Totaal, beide routes"),
                Cell(why(whole(check.persons.value), check.persons, release)),
                Cell(f'<span class="rw-good">{text(check.words_a)}</span>', number=False),
                Cell(f'<span class="rw-good">{text(check.words_b)}</span>', number=False),
            ),
            total=True,
        )
    )
    head = ["Werkvorm", "Mensen", route("a", comparison.a), route("b", comparison.b)]
    return block(
        "Niemand valt weg",
        f"Wsw-personen in {release.figures.base_year}, uitvoerder vanaf {year}",
        table(f"Wie voert het werk uit vanaf {year}", head, rows, hidden_caption=True, style="rw-wrap"),
    )


def certainty_strip(answers: Answers) -> str:
    """The share of the euros by status, and how many PM items are left out."""
    comparison, release = answers.comparison, answers.release
    shares = euros_by_status(release, comparison)
    told = " · ".join(
        f"{why(percentage(share), answers.share(status, share), release)} {text(status)}"
        for status, share in shares.items()
    )
    runs = {run.scenario.id: run for run in (comparison.a, comparison.b)}
    left_out = " · ".join(f"{text(run.scenario.short_title)}: {pm(answers, run)}" for run in runs.values())
    return (
        f'<div class="rw-foot"><span>{share_bar(shares)} euro’s in beide routes, alle gemeenten: {told}</span>'
        f"<span>PM-posten niet meegeteld: {left_out}</span>"
        f"<span>Elk onderstreept getal: klik of Enter voor herkomst, formule en bron.</span></div>"
    )


def scenarios_table(all_answers: Sequence[Answers]) -> str:
    """All scenarios in one small table, the nulalternatief among them; each entry has its scenario as route B."""
    rows = []
    for each in all_answers:
        run, zero, release = each.comparison.b, each.comparison.zero, each.release
        code = each.view.gemeente
        saldo, moved, single = each.saldo(run, code), each.difference(run, zero, code), each.one_off(run, code)
        value = each.present_value(run, code)
        rows.append(
            Row(
                (
                    name(run.scenario.title),
                    Cell(why(millions(saldo.value, decimals(code)), saldo, release)),
                    Cell(why(difference(moved.value, MILLION, decimals(code)), moved, release)),
                    Cell(why(millions(single.value, decimals(code), signed=True), single, release)),
                    Cell(why(millions(value.value, decimals(code)), value, release)),
                    Cell(pm(each, run)),
                    Cell(tag(saldo.status), number=False),
                )
            )
        )
    head = [
        "Scenario",
        "Saldo",
        f"Tegenover {text(lower_first(all_answers[0].comparison.zero.scenario.short_title))}",
        "Waarvan eenmalig",
        "Contante waarde",
        "PM-posten",
        "Zwakste status",
    ]
    span = period(all_answers[0].comparison)
    return block(
        "Alle scenario’s",
        f"× € 1 miljoen, {span}",
        table(f"Alle scenario’s, saldo {span}, × € 1 miljoen", head, rows, hidden_caption=True),
    )


def what_must_be_true(answers: Answers) -> str:
    """Every switching value in total, for the horizon and the last year; in one sentence what has none."""
    comparison, code = answers.comparison, answers.view.gemeente
    title = "Wat moet waar zijn voor gelijke kosten?"
    if comparison.same:
        return block(title, "", "<p>Twee keer dezelfde route: geen verschil, dus geen omslagwaarde.</p>")
    horizons = list(dict.fromkeys(found.horizon for found in comparison.switching))
    rows, without = [], []
    for parameter in answers.release.parameters.values():
        own = {found.horizon: found for found in comparison.switching if found.parameter == parameter.id}
        values = [(h, each) for h in horizons for each in (own[h].with_one_offs[code], own[h].structural[code])]
        if all(found.value is None for _, found in values):
            without.append(lower_first(parameter.label))
            continue
        standard = value_with_unit(parameter.default, parameter.unit)
        standing = answers.parameter(parameter.id)
        cells = [_switching_cell(answers, parameter.id, found, horizon) for horizon, found in values]
        rows.append(Row((name(parameter.label), Cell(why(standard, standing, answers.release), number=False), *cells)))
    none = (
        f"<p class=rw-small>Voor deze aannames bestaat geen omslagwaarde binnen het toelaatbare bereik: {text(', '.join(without))}.</p>"
        if without
        else ""
    )
    head = ["Aanname", "Standaard", *(f"t/m {h}{kind}" for h in horizons for kind in ("", ", zonder eenmalig"))]
    inner = table(
        "De waarde waarbij beide routes even duur zijn, de andere aannames ongewijzigd; binnen of buiten de bandbreedte",
        head,
        rows,
        style="rw-wrap rw-rows",
    )
    return block(title, f"per aanname, {answers.release.name(code)}", (inner if rows else "") + none)


def _switching_cell(answers: Answers, parameter_id: str, found: SwitchingValue, horizon: int) -> Cell:
    answer = answers.switching(parameter_id, found, answers.view.gemeente, horizon)
    shown, verdict = switching_words(answers.release.parameters[parameter_id], found.value)
    more = "; er zijn er meer" if found.more else ""
    return Cell(f"{why(shown, answer, answers.release)}{text(verdict)}{more}", number=False)
