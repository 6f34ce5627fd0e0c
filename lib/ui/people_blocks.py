"""The blocks about people: the message, where the work goes, who works where, staff, and that nobody is lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.message import ROUNDING
from lib.analysis.people import Checked, checked, codes_in_view, nobody_lost, shown_years
from lib.analysis.people_flow import Band, Stream, flow_bands, headline, moved, streams
from lib.analysis.placement import Carrier, WorkGroup, WorkRow, beside_placement, by_carrier, work_groups
from lib.analysis.release import Release
from lib.model.comparison import TOTAL
from lib.model.parameters import ATTRITION
from lib.model.projection import Projection
from lib.text import lower_first, persons, rounding_gap, value_with_unit, whole, year_range
from lib.ui.html import Cell, Row, block, disclosure, name, route, table, tag, text, why, words


def message(answers: Answers) -> str:
    """The heading that is the message, and what its numbers are."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    base = shown_years(answers)[0]
    wsw, staff = answers.wsw(comparison.zero, code, None, base), answers.staff(comparison.zero, code, None, base)
    runs = [run for _, run in comparison.sides]
    asked = [wsw, staff, *(moved(answers, run) for run in runs)]
    items = "".join(f"<li>{text(answer.title)}: {why(whole(answer.value), answer, release)}</li>" for answer in asked)
    return (
        f"<h1>{text(headline(answers))}</h1>"
        f'<div class="rw-sub">Personen, geen arbeidsjaren en geen SE. Stand van {base}, het basisjaar; status '
        f"{tag(wsw.status)}. Daarna daalt het aantal in elke route gelijk, met een uitstroom van {_attrition(answers)}.</div>"
        + disclosure("Herkomst van de getallen in deze zin", f"<ul class=rw-list>{items}</ul>")
    )


def _attrition(answers: Answers) -> str:
    answer = answers.parameter(ATTRITION)
    return why(value_with_unit(answer.value, answers.release.parameters[ATTRITION].unit), answer, answers.release)


# -- where the work goes ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlowChart:
    """What the chart of one route needs, and its words and table."""

    letter: str
    title: str
    quiet: str
    bands: list[Band]
    alternative: str
    twin: str


def flow_charts(answers: Answers) -> list[FlowChart]:
    """The stream of the work under A and under B; one chart when they are the same route."""
    comparison = answers.comparison
    charts = [_flow_chart(answers, letter, run) for letter, run in (("a", comparison.a), ("b", comparison.b))]
    return charts[:1] if comparison.same else charts


def _flow_chart(answers: Answers, letter: str, run: Projection) -> FlowChart:
    base, first = shown_years(answers)[:2]
    found, count = streams(answers, run), moved(answers, run)
    title = run.scenario.short_title
    told = "; ".join(f"{each.werkvorm}, {persons(each.persons.value)}, {_way(each)}" for each in found)
    return FlowChart(
        letter,
        f"{title}: {whole(count.value)} Wsw’ers krijgen een andere uitvoerder",
        f"links {base}, rechts vanaf {first}; grijs: dezelfde uitvoerder",
        flow_bands(found),
        f"Stroomdiagram van {title}, Wsw-personen van {base} naar wie hun werk vanaf {first} uitvoert: {told}.",
        _stream_table(answers, run, found),
    )


def _way(stream: Stream) -> str:
    return f"van {stream.before} naar {stream.after}" if stream.changes else f"blijft bij {stream.after}"


def _stream_table(answers: Answers, run: Projection, found: Sequence[Stream]) -> str:
    base, first = shown_years(answers)[:2]
    rows = [
        Row(
            (
                name(each.werkvorm),
                words(each.before),
                words(each.after),
                words("andere uitvoerder" if each.changes else "dezelfde uitvoerder"),
                _count(each.persons, answers.release),
            )
        )
        for each in found
    ]
    everyone = answers.wsw(answers.comparison.zero, answers.view.gemeente, None, base)
    rows.append(Row((name("Samen"), words(""), words(""), words(""), _count(everyone, answers.release)), total=True))
    head = ["Werkvorm", f"Uitvoerder {base}", f"Uitvoerder vanaf {first}", "Wat verandert", f"Wsw-personen {base}"]
    return table(f"Waar het werk heen gaat: {run.scenario.short_title}", head, rows, style="rw-wrap rw-rows")


def _count(answer: Answer, release: Release) -> Cell:
    return Cell(why(whole(answer.value), answer, release))


# -- who works where -------------------------------------------------------------------------------------------


def work_table(answers: Answers) -> str:
    """Gemeente × werkvorm: persons now and later, uitvoerder now and under A and B."""
    comparison, release = answers.comparison, answers.release
    base, first, last = shown_years(answers)[0], shown_years(answers)[1], shown_years(answers)[-1]
    groups = work_groups(answers)
    rows = [row for group in groups for row in _group_rows(answers, group, len(groups) == 1)]
    if len(groups) > 1:
        rows.append(_sum_row(answers, TOTAL, "rw-total"))
    head = [
        "Gemeente en werkvorm",
        str(base),
        str(last),
        f"Uitvoerder {base}",
        f"{route('a', comparison.a)}, vanaf {first}",
        f"{route('b', comparison.b)}, vanaf {first}",
    ]
    inner = table(
        f"Wsw-personen per gemeente en werkvorm in {base} en {last} (in elke route gelijk), en wie het werk uitvoert",
        head,
        rows,
        note=ROUNDING if work_gap(answers, groups) else "",
        style="rw-wrap rw-places",
    )
    return block("Wie werkt waar", f"Wsw-personen, {release.name(answers.view.gemeente)}", inner + _beside(answers))


def _group_rows(answers: Answers, group: WorkGroup, single: bool) -> list[Row]:
    rows = [_work_row(answers, row) for row in group.rows]
    total = _sum_row(answers, group.code, "rw-total" if single else "rw-group")
    return [*rows, total] if single else [total, *rows]


def _sum_row(answers: Answers, code: str, style: str) -> Row:
    zero, years = answers.comparison.zero, shown_years(answers)
    counts = [_count(answers.wsw(zero, code, None, year), answers.release) for year in (years[0], years[-1])]
    label = answers.release.name(code)
    return Row((name(label[:1].upper() + label[1:]), *counts, words(""), words(""), words("")), style=style)


def _work_row(answers: Answers, row: WorkRow) -> Row:
    if row.counted_with:
        told = words(f"geteld bij {lower_first(row.counted_with)}")
        return Row((name(row.label), told, words(""), words(""), words(""), words("")))
    return Row(
        (
            name(row.label),
            _count(row.now, answers.release),
            _count(row.last, answers.release),
            words(row.before),
            _carriers(answers, row.a),
            _carriers(answers, row.b),
        )
    )


def _carriers(answers: Answers, found: Iterable[Carrier]) -> Cell:
    first = shown_years(answers)[1]
    told = [
        (f"vanaf {each.since}: " if each.since > first else "")
        + f"{text(each.name)} {statements(answers.release, each.statements)}"
        for each in found
    ]
    return Cell("; ".join(told), number=False)


def work_gap(answers: Answers, groups: Sequence[WorkGroup]) -> bool:
    """Whether whole persons miss a whole sum, in either shown year."""
    zero, years = answers.comparison.zero, shown_years(answers)
    sums = [
        (
            [answers.wsw(zero, code, None, year).value for code in answers.codes],
            answers.wsw(zero, TOTAL, None, year).value,
        )
        for year in (years[0], years[-1])
        if len(groups) > 1
    ]
    inside = [([row.last.value for row in group.rows], group.last.value) for group in groups]
    return any(rounding_gap(parts, whole_, 1) for parts, whole_ in (*sums, *inside))


def _beside(answers: Answers) -> str:
    """What else the agreement says about the placement, and what each route is."""
    comparison = answers.comparison
    runs = [("a", comparison.a)] if comparison.same else [("a", comparison.a), ("b", comparison.b)]
    lines = []
    for letter, run in runs:
        also = statements(answers.release, beside_placement(answers, run))
        more = f" Hoort ook bij de plaatsing: {also}." if also else ""
        lines.append(f'<div class="rw-small">{route(letter, run)}: {text(run.scenario.explanation)}{more}</div>')
    return "".join(lines)


def statements(release: Release, ids: Iterable[str]) -> str:
    """Numbers of statements of the agreement, each with its text on request."""
    rows = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    return " ".join(
        f'<details class="rw-why rw-said" name="rw-why"><summary>{text(each)}</summary><span class="rw-note">'
        f"Uitspraak {text(each)}\n{text(rows[each]['uitspraak'])}"
        f"\nBron: {text(release.source_title(rows[each]['bron_id']))}."
        f"\nRelease {release.info.number}.</span></details>"
        for each in ids
        if each in rows
    )


# -- staff -----------------------------------------------------------------------------------------------------


def staff_block(answers: Answers) -> str:
    """Staff per gemeente, and Wsw persons and staff per uitvoerder of each route."""
    return block(
        "Staf: gaat mee met het werk",
        f"personen, verdeeld naar de omvang van {lower_first(answers.release.staff_carrier.label)}",
        f'<div class="rw-two rw-wide-right">{_staff_per_gemeente(answers)}{_per_carrier(answers)}</div>',
    )


def _staff_per_gemeente(answers: Answers) -> str:
    zero, years = answers.comparison.zero, shown_years(answers)
    codes = codes_in_view(answers)
    rows = [
        Row(
            (
                name(answers.release.name(code)),
                *(_decimal(answers.staff(zero, code, None, year), answers) for year in years),
            )
        )
        for code in codes
    ]
    gap = False
    if len(codes) > 1:
        totals = [answers.staff(zero, TOTAL, None, year) for year in years]
        rows.append(Row((name("Samen"), *(_decimal(answer, answers) for answer in totals)), total=True))
        gap = any(
            rounding_gap([answers.staff(zero, code, None, year).value for code in codes], total.value, 1, 1)
            for year, total in zip(years, totals, strict=True)
        )
    head = ["Gemeente", *map(str, years)]
    caption = "Staf per gemeente, in elke route gelijk"
    return f"<div>{table(caption, head, rows, note=ROUNDING if gap else '')}</div>"


def _per_carrier(answers: Answers) -> str:
    comparison, years = answers.comparison, shown_years(answers)
    runs = [("a", comparison.a)] if comparison.same else [("a", comparison.a), ("b", comparison.b)]
    rows, gap = [], False
    for letter, run in runs:
        found = by_carrier(answers, run)
        rows.append(
            Row((Cell(route(letter, run), number=False, head=True), *[Cell("")] * (2 * len(years))), style="rw-head")
        )
        for each in found:
            counts = [*each.wsw, *each.staff]
            rows.append(Row((name(each.name), *(_decimal(answer, answers) for answer in counts))))
        asked = [
            [ask(run, answers.view.gemeente, None, year) for year in years] for ask in (answers.wsw, answers.staff)
        ]
        sums = [answer for kind in asked for answer in kind]
        rows.append(Row((name("Samen"), *(_decimal(answer, answers) for answer in sums)), style="rw-sum"))
        columns = [[(*each.wsw, *each.staff)[i].value for each in found] for i in range(len(sums))]
        gap |= any(rounding_gap(column, total.value, 1, 1) for column, total in zip(columns, sums, strict=True))
    head = ["Uitvoerder", *(f"{kind} {year}" for kind in ("Wsw", "staf") for year in years)]
    caption = "Wsw-personen en staf per uitvoerder"
    return f"<div>{table(caption, head, rows, note=ROUNDING if gap else '')}</div>"


def _decimal(answer: Answer, answers: Answers) -> Cell:
    return Cell(why(persons(answer.value), answer, answers.release))


# -- nobody is lost --------------------------------------------------------------------------------------------


def reconciliation_block(answers: Answers) -> str:
    """Wsw persons and staff of both routes beside the base year, with the check."""
    wsw, staff = checked(answers, staff=False), checked(answers, staff=True)
    span = year_range(answers.horizon_years[0], answers.horizon_years[-1])
    intro = (
        f"<div class=rw-text>De tool rekent in elke route met dezelfde mensen.{_agreed(answers.release)} Het aantal daalt door uitstroom, in elke route evenveel: "
        f"{_attrition(answers)}. Bij de staf daalt alleen het deel dat met het werk meebeweegt.</div>"
    )
    tables = "".join(
        _checked_table(answers, caption, rows)
        for caption, rows in (
            (f"Wsw-personen in beide routes; elk jaar van {span} nagerekend", wsw),
            (f"Staf in beide routes; elk jaar van {span} nagerekend", staff),
        )
    )
    return block(
        "Niemand valt weg",
        "aansluiting van beide routes op het basisjaar",
        f"{intro}<div class=rw-stack>{tables}</div>",
    )


def _agreed(release: Release) -> str:
    """The statements that ask for this, when the release has any."""
    found = statements(release, nobody_lost(release))
    return f" Dat volgt uit {found}." if found else ""


def _checked_table(answers: Answers, caption: str, found: Sequence[Checked]) -> str:
    comparison, release = answers.comparison, answers.release
    base, *later = shown_years(answers)
    rows = []
    for each in found:
        pairs = [answer for pair in zip(each.a, each.b, strict=True) for answer in pair]
        shown = each.words
        verdict = '<span class="rw-good">sluit ✓</span>' if each.closes else "sluit niet"
        label = release.name(each.code)
        rows.append(
            Row(
                (
                    name(label[:1].upper() + label[1:]),
                    *(_decimal(answer, answers) for answer in (each.base, *pairs)),
                    Cell(why(shown, each.difference, release)),
                    Cell(verdict, number=False),
                ),
                total=each.code == TOTAL,
            )
        )
    routes = (("a", comparison.a), ("b", comparison.b))
    head = [
        "Gemeente",
        str(base),
        *(f"{route(letter, run)} {year}" for year in later for letter, run in routes),
        "Grootste verschil",
        "Controle",
    ]
    return table(caption, head, rows, note=ROUNDING if _checked_gap(found) else "", style="rw-firm")


def _checked_gap(found: Sequence[Checked]) -> bool:
    if len(found) < 2:
        return False
    columns = [[each.base.value, *(answer.value for answer in (*each.a, *each.b))] for each in found]
    return any(rounding_gap(column[:-1], column[-1], 1, 1) for column in zip(*columns, strict=True))
