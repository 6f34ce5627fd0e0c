"""The first blocks of Mensen: the message, and where people go in each route."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.analysis.answers import Answers
from lib.analysis.people import shown_years
from lib.analysis.people_flow import Band, Stream, flow_bands, headline, streams, switchers, switchers_words
from lib.model.projection import Projection
from lib.text import persons, whole
from lib.ui.html import Row, disclosure, name, table, tag, text, why, words
from lib.ui.people_cells import attrition, count


def message(answers: Answers) -> str:
    """The heading that is the message, and what its numbers are."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    base = shown_years(answers)[0]
    wsw, staff = answers.wsw(comparison.zero, code, None, base), answers.staff(comparison.zero, code, None, base)
    runs = [run for _, run in comparison.sides]
    asked = [(whole(answer.value), answer) for answer in (wsw, staff)]
    asked += [(switchers_words(answers, run), switchers(answers, run)) for run in runs]
    items = "".join(f"<li>{text(answer.title)}: {why(shown, answer, release)}</li>" for shown, answer in asked)
    return (
        f"<h1>{text(headline(answers))}</h1>"
        f'<div class="rw-sub">Personen, geen arbeidsjaren en geen SE. Stand van {base}, het basisjaar; status '
        f"{tag(wsw.status)}. Daarna daalt het aantal in elke route gelijk, met een uitstroom van {attrition(answers)}.</div>"
        + disclosure("Herkomst van de getallen in deze zin", f"<ul class=rw-list>{items}</ul>")
    )


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
    found = streams(answers, run)
    title = run.scenario.short_title
    told = "; ".join(f"{each.werkvorm}, {persons(each.persons.value)}, {_way(each)}" for each in found)
    return FlowChart(
        letter,
        f"{title}: {switchers_words(answers, run)} Wsw’ers krijgen een andere uitvoerder",
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
                count(each.persons, answers.release),
            )
        )
        for each in found
    ]
    everyone = answers.wsw(answers.comparison.zero, answers.view.gemeente, None, base)
    rows.append(Row((name("Samen"), words(""), words(""), words(""), count(everyone, answers.release)), total=True))
    head = ["Werkvorm", f"Uitvoerder {base}", f"Uitvoerder vanaf {first}", "Wat verandert", f"Wsw-personen {base}"]
    return table(f"Waar het werk heen gaat: {run.scenario.short_title}", head, rows, style="rw-wrap rw-rows")
