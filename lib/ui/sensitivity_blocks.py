"""What the assumptions do: the message, the tornado and the spread."""

from dataclasses import dataclass

from lib.analysis import what_if
from lib.analysis.answers import Answer
from lib.analysis.message import MILLION, SAME, decimals, period, reads_as
from lib.analysis.sensitivity import HOW, WITHIN, Sensitivity
from lib.text import (
    difference,
    lower_first,
    millions,
)
from lib.ui.grids import Bars, draw
from lib.ui.html import Cell, Row, block, disclosure, table, text, why

NO_DIFFERENCE = f"<p>{SAME}</p>"


def message(found: Sensitivity) -> str:
    """The heading that is the message, and what its numbers are."""
    answers = found.answers
    code = answers.view.gemeente
    below = f"{reads_as(answers.release, answers.comparison, code)} {found.below()}"
    head = f'<h1>{text(found.headline())}</h1><p class="rw-sub">{text(below)}</p>'
    if answers.comparison.same:
        return head
    numbers = [found.now(code), found.percentile(0, code), found.percentile(-1, code)]
    items = "".join(f"<li>{text(each.title)}: {_asked(found, each, code)} (× € 1 miljoen)</li>" for each in numbers)
    origin = disclosure("Herkomst van de getallen in deze zin", f"<ul>{items}</ul>")
    return f'{head}<div class="rw-line">{origin}</div>'


def _asked(found: Sensitivity, answer: Answer, code: str) -> str:
    return why(difference(answer.value, MILLION, decimals(code)), answer, found.answers.release)


def swings(found: Sensitivity) -> str:
    """Each assumption at the ends of its band, the one that moves most first, on one scale."""
    answers = found.answers
    code = answers.view.gemeente
    title = "Welke aanname telt het meest?"
    if answers.comparison.same:
        return block(title, "", NO_DIFFERENCE)
    now = found.now(code).value
    every = what_if.swings(found)
    table, small = what_if.moving(every)
    ends = [cell.value for row in every.rows for cell in row.cells if cell.value is not None]
    bars = Bars(place="span", reach=(min(now, *ends), max(now, *ends)), mark=now)
    note = f"Streep in de staaf: het verschil nu, {difference(now, MILLION, decimals(code))}."
    if small:
        note += f" Van laag tot hoog hooguit een afronding verschil: {', '.join(map(lower_first, small))}."
    if found.unmoved:
        note += f" Zonder invloed op dit verschil: {', '.join(map(lower_first, found.unmoved))}."
    inner = draw(table, answers.release, bars=bars, note=note, hidden_caption=True, style="rw-tornado")
    return block(
        title, f"{found.between}, {answers.release.name(code)}, {period(answers.comparison)}, × € 1 miljoen", inner
    )


def spread(found: Sensitivity) -> str:
    """Percentiles and shares per gemeente, and the interval at each certainty."""
    answers = found.answers
    title = f"Hoe ver loopt het uiteen, {WITHIN}?"
    if answers.comparison.same:
        return block(title, "", NO_DIFFERENCE)
    inner = draw(what_if.spread(found), answers.release, style="rw-firm")
    certain = draw(what_if.certainties(found), answers.release, style="rw-narrow")
    how = disclosure("Hoe is dit berekend?", f'<p class="rw-text">{text(HOW)}</p>')
    return block(title, f"{found.draws}, in totaal en per gemeente", inner + certain + how)


@dataclass(frozen=True)
class RangeChart:
    """What the chart of the spread per year needs, and its words and table."""

    span: list[int]
    low: list[float]
    middle: list[float]
    high: list[float]
    now: list[float]
    title: str
    quiet: str
    decimals: int
    alternative: str
    twin: str


def range_chart(found: Sensitivity) -> RangeChart:
    """The lowest and highest told percentile per year, the one nearest the middle, and B − A with these assumptions."""
    answers = found.answers
    release, code = answers.release, answers.view.gemeente
    span = list(range(release.figures.base_year + 1, release.figures.last_year + 1))
    levels = found.spread.sampling.percentiles
    centre = min(range(len(levels)), key=lambda i: abs(levels[i] - 50))
    places = (0, centre, len(levels) - 1)
    told = [found.in_year(year) for year in span]
    low, middle, high = ([percentiles[place] for percentiles, _ in told] for place in places)
    now = [answer.value for _, answer in told]
    rows = [
        Row(
            (
                Cell(why(str(year), answer, release), number=False, head=True),
                *(Cell(text(difference(line[i], MILLION, decimals(code)))) for line in (low, middle, high, now)),
            )
        )
        for i, (year, (_, answer)) in enumerate(zip(span, told, strict=True))
    ]
    names = [f"P{levels[place]:g}" for place in places]
    ends = "; ".join(
        f"in {span[i]} van {millions(low[i], decimals(code))} tot {millions(high[i], decimals(code))}" for i in (0, -1)
    )
    return RangeChart(
        span,
        low,
        middle,
        high,
        now,
        "Verschil per jaar",
        f"{found.between}, {release.name(code)}, × € 1 miljoen; balk van {names[0]} tot {names[2]}, streep {names[1]}, "
        "ruit met deze aannames",
        decimals(code),
        f"Spreiding van {found.between} per jaar in miljoenen euro, {names[0]} tot {names[2]}: {ends}.",
        table(
            f"{found.between} per jaar, × € 1 miljoen, {WITHIN}",
            ["Jaar", *names, "Deze aannames"],
            rows,
            hidden_caption=False,
        ),
    )
