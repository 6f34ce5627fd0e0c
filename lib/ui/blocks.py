"""The blocks of the first page: cards, six outcomes on one scale, bridges that close, corners, people, certainty."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import euros_by_status
from lib.analysis.expression import Scale
from lib.analysis.message import headline, period, reads_as, what_is_published
from lib.analysis.people import first_placement, reconciliation
from lib.analysis.release import NUMBERS
from lib.charts.template import PATTERN_WORDS
from lib.model.attribution import Part
from lib.model.comparison import TOTAL
from lib.model.projection import Projection
from lib.model.switching import SwitchingValue
from lib.store.tables import STATUSES
from lib.text import (
    amount,
    difference,
    lower_first,
    millions,
    percentage,
    percentage_exact,
    rounded,
    rounding_gap,
    upper_first,
    value_with_unit,
    whole,
)
from lib.ui.html import Cell, Row, bar, block, card, disclosure, name, share_bar, table, tag, text, why, words

MILLION = 1_000_000


def route(letter: str, run: Projection) -> str:
    """The name of a route in its own colour."""
    return f'<span class="rw-{letter}">{text(run.scenario.short_title)}</span>'


def message(answers: Answers) -> str:
    """The heading that is the message, and what its numbers are."""
    release, comparison = answers.release, answers.comparison
    return (
        f"<h1>{text(headline(release, comparison))}</h1>"
        f'<p class="rw-sub">{text(reads_as(release, comparison))} {text(what_is_published(release, comparison))}</p>'
        + disclosure("Herkomst van de getallen in deze zin", _in_sentence(answers))
    )


def _in_sentence(answers: Answers) -> str:
    """The numbers of the heading once more, each with its explanation."""
    comparison = answers.comparison
    items = []
    for run in (comparison.a,) if comparison.same else (comparison.a, comparison.b):
        for answer in (answers.difference(run, comparison.zero, TOTAL), answers.one_off(run, TOTAL)):
            shown = why(difference(answer.value, MILLION, 1), answer, answers.release)
            items.append(f"<li>{text(answer.title)}: {shown} (× € 1 miljoen)</li>")
    return f"<ul>{''.join(items)}</ul>"


def cards(answers: Answers) -> str:
    """Each route against the nulalternatief, the corners, and what must be true."""
    comparison = answers.comparison
    routes = [_route_card(answers, letter, run) for letter, run in (("a", comparison.a), ("b", comparison.b))]
    return f'<div class="rw-cards">{"".join(routes)}{_corner_card(answers)}{_switching_card(answers)}</div>'


def _route_card(answers: Answers, letter: str, run: Projection) -> str:
    zero = answers.comparison.zero
    moved = answers.difference(run, zero, TOTAL)
    structural, single = answers.structural(run, zero, TOTAL), answers.one_off(run, TOTAL)
    return card(
        f"{route(letter, run)} tegenover {text(lower_first(zero.scenario.short_title))}",
        why(difference(moved.value, MILLION, 1), moved, answers.release),
        f"structureel {why(millions(structural.value, signed=True), structural, answers.release)} · "
        f"eenmalig {why(millions(single.value, signed=True), single, answers.release)}",
        f"× € 1 miljoen, {period(answers.comparison)} · PM-posten niet meegeteld: {_pm(answers, run)}",
    )


def _corner_card(answers: Answers) -> str:
    comparison, corners = answers.comparison, answers.comparison.corners
    label = f"{comparison.b.scenario.short_title} − {comparison.a.scenario.short_title}"
    span = f"{answers.release.figures.base_year + 1}–{comparison.figures.last_year}"
    if corners is None:
        return card(
            f"Doorkijk {span}", "niet van toepassing", "De routes hebben niet elk een eigen onzekere maatregel."
        )
    levels = [_level(answers, corners.measure_b.parameter, level) for level in corners.levels_b]
    rows = [
        Row(
            (
                name(f"{corners.measure_a.title}: {words_}"),
                *(
                    Cell(why(difference(answer.value, MILLION, 1), answer, answers.release))
                    for answer in (answers.corner(row, 0), answers.corner(row, 1))
                ),
            )
        )
        for row, words_ in ((1, "volledig"), (0, "niets"))
    ]
    return (
        f'<section class="rw-card"><h2>Doorkijk {span}: {text(label)} hangt af van</h2>'
        + table(
            f"{label}, {span}, × € 1 miljoen, naar {corners.measure_a.title} en {corners.measure_b.title}",
            [f"{text(corners.measure_b.title)} →", *map(text, levels)],
            rows,
            hidden_caption=True,
            style="rw-corner",
        )
        + "</section>"
    )


def _level(answers: Answers, parameter_id: str, value: float) -> str:
    """A value of a parameter without the words of its unit, for a narrow heading."""
    unit = answers.release.parameters[parameter_id].unit
    return amount(value) if unit.startswith("euro") else percentage_exact(value)


def _switching_card(answers: Answers) -> str:
    comparison, corners = answers.comparison, answers.comparison.corners
    last = comparison.figures.last_year
    title = f"Wat moet waar zijn voor gelijke kosten t/m {last}?"
    if comparison.same:
        return card(title, "geen verschil", "Twee keer dezelfde route: elke waarde geeft gelijke kosten.")
    names = [] if corners is None else [corners.measure_a.parameter, corners.measure_b.parameter]
    lines = [_switching_line(answers, name_, last) for name_ in names]
    return f'<section class="rw-card"><h2>{text(title)}</h2>{"".join(f"<div>{line}</div>" for line in lines)}</section>'


def _switching_line(answers: Answers, parameter_id: str, horizon: int) -> str:
    parameter = answers.release.parameters[parameter_id]
    found = next(s for s in answers.comparison.switching if (s.parameter, s.horizon) == (parameter_id, horizon))
    answer = answers.switching(parameter_id, found.with_one_offs[TOTAL], TOTAL, horizon)
    shown, verdict = switching_words(answers, parameter_id, found.with_one_offs[TOTAL].value)
    low, middle, high = (_level(answers, parameter_id, v) for v in (parameter.low, parameter.default, parameter.high))
    asked = why(f"standaard {middle}, band {low} tot {high}", answers.parameter(parameter_id), answers.release)
    return f"{text(parameter.label)}: <b>{why(shown, answer, answers.release)}</b><br>{asked}{text(verdict)}"


def switching_words(answers: Answers, parameter_id: str, value: float | None) -> tuple[str, str]:
    """A switching value as shown, and whether it lies in the band."""
    parameter = answers.release.parameters[parameter_id]
    if value is None:
        return "bestaat niet", ""
    verdict = ", binnen de band" if parameter.in_band(value) else ", buiten de band"
    if parameter.unit.startswith("euro"):
        return amount(value), verdict
    return percentage(value, 1), verdict


def outcomes(answers: Answers, scale: Scale) -> str:
    """Every gemeente's outcome on one scale: the nulalternatief, each route against it, and B − A."""
    comparison = answers.comparison
    zero, a, b = comparison.zero, comparison.a, comparison.b
    codes = (*answers.codes, TOTAL)
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
            drawn = (
                bar(scale.shown(column[code].value, code), *reach) if column is not moved[2] and code != TOTAL else ""
            )
            inner = f'<span class="rw-withbar">{drawn}<span>{number}</span></span>' if drawn else number
            cells.append(Cell(inner, style="rw-barcell" if drawn else ""))
        chosen = code == answers.view.gemeente != TOTAL
        rows.append(Row(cells, total=code == TOTAL, style="rw-chosen" if chosen else ""))
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
        note="Verschil door afronding." if gap else "",
        style="rw-firm",
    )
    count = NUMBERS.get(len(answers.codes), str(len(answers.codes))).capitalize()
    return block(f"{count} uitkomsten, niet één gemiddelde", "op één schaal", inner)


def bridges(answers: Answers) -> str:
    """Each route against the nulalternatief, measure by measure; and from A to B on request."""
    comparison = answers.comparison
    spans = [_reach(answers, parts) for parts in (comparison.bridge_a, comparison.bridge_b, comparison.bridge)]
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    zero = comparison.zero
    own = [
        _bridge(
            answers,
            route(letter, run),
            f"{run.scenario.short_title} tegenover {lower_first(zero.scenario.short_title)}",
            parts,
            answers.difference(run, zero, TOTAL),
            low,
            high,
        )
        for letter, run, parts in (("a", comparison.a, comparison.bridge_a), ("b", comparison.b, comparison.bridge_b))
    ]
    title = f"Van {comparison.a.scenario.short_title} naar {comparison.b.scenario.short_title}"
    between = _bridge(
        answers, text(title), title, comparison.bridge, answers.difference(comparison.b, comparison.a, TOTAL), low, high
    )
    return block(
        "Waar komt het vandaan?", f"× € 1 miljoen, {period(comparison)}", "".join(own) + disclosure(title, between)
    )


def _reach(answers: Answers, parts: Sequence[Part]) -> tuple[float, float]:
    steps = np.cumsum([0.0, *(answers.pick(part.contribution, TOTAL, answers.horizon_years) for part in parts)])
    return float(steps.min()), float(steps.max())


def _bridge(
    answers: Answers, label: str, title: str, parts: Sequence[Part], whole_: Answer, low: float, high: float
) -> str:
    start, rows = 0.0, []
    for part in parts:
        answer = answers.part(part, TOTAL)
        measure = part.after or part.before
        gone = "Wegvallen van " if measure is not None and part.after is None else ""
        shown = f"{gone}{measure.title if measure else 'Andere verdeling'}"
        status = tag(answer.status)
        rows.append(
            Row(
                (
                    Cell(f"{text(shown)} {status}", number=False, head=True),
                    Cell(why(difference(answer.value, MILLION, 1), answer, answers.release)),
                    Cell(bar(answer.value, low, high, start), number=False, style="rw-barcell"),
                )
            )
        )
        start += answer.value
    gap = whole_.value - start
    closes = (
        f'<span class="rw-good">sluit op {amount(gap)} ✓</span>'
        if not rounded(gap, 1, 2)
        else f"sluit niet: {amount(gap, 2)}"
    )
    rows.append(
        Row(
            (
                Cell(f"Samen {closes}", number=False, head=True),
                Cell(why(difference(whole_.value, MILLION, 1), whole_, answers.release)),
                Cell(bar(whole_.value, low, high), number=False, style="rw-barcell"),
            ),
            total=True,
        )
    )
    shown_parts = [answers.part(part, TOTAL).value for part in parts]
    note = "Verschil door afronding." if rounding_gap(shown_parts, whole_.value, MILLION, 1) else ""
    return table(
        title, [label, "verschil", '<span class="rw-hidden">staaf</span>'], rows, note=note, hidden_caption=True
    )


def people(answers: Answers) -> str:
    """Who carries the work out, by werkvorm, in the first year of the routes; and that nobody is lost."""
    comparison, release = answers.comparison, answers.release
    year = release.figures.base_year + 1
    rows = [
        Row((name(label), Cell(why(whole(answer.value), answer, release)), words(in_a), words(in_b)))
        for label, answer, in_a, in_b in first_placement(answers)
    ]
    check = reconciliation(answers)
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
    left_out = " · ".join(f"{text(run.scenario.short_title)}: {_pm(answers, run)}" for run in runs.values())
    return (
        f'<div class="rw-foot"><span>{share_bar(shares)} euro’s in beide routes: {told}</span>'
        f"<span>PM-posten niet meegeteld: {left_out}</span>"
        f"<span>Elk onderstreept getal: klik of Enter voor herkomst, formule en bron.</span></div>"
    )


def _pm(answers: Answers, run: Projection) -> str:
    answer = answers.pm(run)
    return why(whole(answer.value), answer, answers.release)


def scenarios_table(all_answers: Sequence[Answers]) -> str:
    """All scenarios in one small table, the nulalternatief among them; each entry has its scenario as route B."""
    rows = []
    for each in all_answers:
        run, zero, release = each.comparison.b, each.comparison.zero, each.release
        saldo, moved, single = each.saldo(run, TOTAL), each.difference(run, zero, TOTAL), each.one_off(run, TOTAL)
        value = each.present_value(run, TOTAL)
        rows.append(
            Row(
                (
                    name(run.scenario.title),
                    Cell(why(millions(saldo.value), saldo, release)),
                    Cell(why(difference(moved.value, MILLION, 1), moved, release)),
                    Cell(why(millions(single.value, signed=True), single, release)),
                    Cell(why(millions(value.value), value, release)),
                    Cell(_pm(each, run)),
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
    comparison = answers.comparison
    title = "Wat moet waar zijn voor gelijke kosten?"
    if comparison.same:
        return block(title, "", "<p>Twee keer dezelfde route: geen verschil, dus geen omslagwaarde.</p>")
    horizons = list(dict.fromkeys(found.horizon for found in comparison.switching))
    rows, without = [], []
    for parameter in answers.release.parameters.values():
        own = {found.horizon: found for found in comparison.switching if found.parameter == parameter.id}
        values = [(h, each) for h in horizons for each in (own[h].with_one_offs[TOTAL], own[h].structural[TOTAL])]
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
    return block(title, "per aanname, alle gemeenten samen", (inner if rows else "") + none)


def _switching_cell(answers: Answers, parameter_id: str, found: SwitchingValue, horizon: int) -> Cell:
    answer = answers.switching(parameter_id, found, TOTAL, horizon)
    shown, verdict = switching_words(answers, parameter_id, found.value)
    more = "; er zijn er meer" if found.more else ""
    return Cell(f"{why(shown, answer, answers.release)}{text(verdict)}{more}", number=False)


@dataclass(frozen=True)
class YearChart:
    """What the chart over the years needs, and its words and table."""

    labels: tuple[str, str]
    span: list[int]
    structural: tuple[list[float], list[float]]
    one_off: tuple[list[float], list[float]]
    statuses: tuple[list[str], list[str]]
    one_off_status: tuple[str, str]
    title: str
    quiet: str
    alternative: str
    twin: str


def year_chart(answers: Answers) -> YearChart:
    """The tekort (− saldo) of each route in every year up to the last, structural and one-off."""
    comparison, release = answers.comparison, answers.release
    span = list(range(release.figures.base_year + 1, release.figures.last_year + 1))
    runs = (comparison.a, comparison.b)
    single = tuple([-answers.pick(comparison.one_off(run), TOTAL, (year,)) for year in span] for run in runs)
    whole_ = tuple([-answers.pick(run.saldo, TOTAL, (year,)) for year in span] for run in runs)
    structural = tuple([a - b for a, b in zip(x, y, strict=True)] for x, y in zip(whole_, single, strict=True))
    statuses = tuple([answers.year_status(run, TOTAL, year).status for year in span] for run in runs)
    kinds = {status for route_ in statuses for status in route_}
    legend = ", ".join(f"{status} {PATTERN_WORDS[status]}" for status in STATUSES if status in kinds)
    rows = [
        Row(
            (
                name(year),
                *(
                    cell
                    for run in runs
                    for cell in (
                        _asked(answers, answers.saldo(run, TOTAL, (year,))),
                        _asked(answers, answers.one_off(run, TOTAL, (year,))),
                        Cell(tag(answers.year_status(run, TOTAL, year).status), number=False),
                    )
                ),
            )
        )
        for year in span
    ]
    head = [
        "Jaar",
        *(
            f"{text(run.scenario.short_title)}{word}"
            for run in runs
            for word in (": saldo", ": waarvan eenmalig", ": status")
        ),
    ]
    told = "; ".join(
        f"{run.scenario.short_title} van {millions(values[0])} in {span[0]} naar {millions(values[-1])} in {span[-1]}"
        for run, values in zip(runs, whole_, strict=True)
    )
    return YearChart(
        (runs[0].scenario.short_title, runs[1].scenario.short_title),
        span,
        (structural[0], structural[1]),
        (single[0], single[1]),
        (statuses[0], statuses[1]),
        (answers.one_off(runs[0], TOTAL).status, answers.one_off(runs[1], TOTAL).status),
        "Tekort per jaar",
        f"× € 1 miljoen, {release.all_together}; {legend}; eenmalig zonder vulling bovenop; links {runs[0].scenario.short_title}, rechts {runs[1].scenario.short_title}",
        f"Staafdiagram van het tekort per jaar in miljoenen euro: {told}.",
        table("Saldo per jaar, × € 1 miljoen", head, rows, hidden_caption=False),
    )


def _asked(answers: Answers, answer: Answer) -> Cell:
    return Cell(why(millions(answer.value), answer, answers.release))
