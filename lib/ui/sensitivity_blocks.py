"""What the assumptions do: the message, the tornado and the spread."""

from dataclasses import dataclass

from lib.analysis.answers import Answer
from lib.analysis.assumptions import short_unit
from lib.analysis.message import MILLION, SAME, decimals, period, reads_as
from lib.analysis.sensitivity import HOW, WITHIN, Sensitivity
from lib.model.figures import ALL
from lib.text import (
    difference,
    lower_first,
    millions,
    percentage,
    rounded,
    upper_first,
    value_with_unit,
)
from lib.ui.html import Cell, Row, block, disclosure, name, span_bar, table, text, why

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
    ends = [end.value for _, low, high in found.swings for end in (low, high)]
    reach = min([now, *ends]), max([now, *ends])
    rows = []
    shown = decimals(code)
    small = [p.label for p, *ends_ in found.swings if len({rounded(e.value, MILLION, shown) for e in ends_}) == 1]
    for parameter, low, high in found.swings:
        if parameter.label in small:
            continue
        levels = " – ".join(
            value_with_unit(level, short_unit(parameter.unit)).removesuffix(" per jaar")
            for level in (parameter.low, parameter.high)
        )
        first, last = sorted((low.value, high.value))
        label = f"{text(parameter.label)} <small>{text(levels)}</small>"
        cells = [Cell(label, number=False, head=True), *(Cell(_asked(found, end, code)) for end in (low, high))]
        cells.append(Cell(span_bar(first, last, now, *reach), number=False, style="rw-barcell"))
        rows.append(Row(cells))
    note = f"Streep in de staaf: het verschil nu, {difference(now, MILLION, decimals(code))}."
    if small:
        note += f" Van laag tot hoog hooguit een afronding verschil: {', '.join(map(lower_first, small))}."
    if found.unmoved:
        note += f" Zonder invloed op dit verschil: {', '.join(map(lower_first, found.unmoved))}."
    caption = f"{found.between}, {period(answers.comparison)}, × € 1 miljoen, met één aanname op laag en op hoog"
    head = ["Aanname, bandbreedte", "op laag", "op hoog", '<span class="rw-hidden">staaf</span>']
    inner = table(caption, head, rows, note=note, hidden_caption=True, style="rw-tornado")
    return block(
        title, f"{found.between}, {answers.release.name(code)}, {period(answers.comparison)}, × € 1 miljoen", inner
    )


def spread(found: Sensitivity) -> str:
    """Percentiles and shares per gemeente, and the interval at each certainty."""
    answers = found.answers
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    title = f"Hoe ver loopt het uiteen, {WITHIN}?"
    if comparison.same:
        return block(title, "", NO_DIFFERENCE)
    levels, rows = found.spread.sampling.percentiles, []
    for each in (*answers.codes, ALL):
        shares = [found.cheaper(letter, each) for letter in "ab"]
        cells = [
            name(upper_first(release.name(each))),
            *(Cell(_asked(found, found.percentile(i, each), each)) for i in range(len(levels))),
            *(Cell(why(percentage(share.value, 0), share, release)) for share in shares),
        ]
        chosen = each == code != ALL
        rows.append(Row(cells, total=each == ALL, style="rw-chosen" if chosen else ""))
    head = [
        "Gemeente",
        *(f"P{level:g}" for level in levels),
        *(f"{text(run.scenario.short_title)} voordeliger" for run in (comparison.a, comparison.b)),
    ]
    caption = f"{found.between}, {period(comparison)}, × € 1 miljoen; aandeel van de trekkingen, {WITHIN}"
    inner = table(caption, head, rows, style="rw-firm")
    how = disclosure("Hoe is dit berekend?", f'<p class="rw-text">{text(HOW)}</p>')
    return block(title, f"{found.drawn}, in totaal en per gemeente", inner + _certainties(found) + how)


def _certainties(found: Sensitivity) -> str:
    code = found.answers.view.gemeente
    rows = [
        Row(
            (
                name(percentage(level / 100, 0)),
                *(Cell(_asked(found, found.bound(i, side, code), code)) for side in (0, 1)),
            )
        )
        for i, level in enumerate(found.spread.sampling.certainties)
    ]
    caption = f"Met welke zekerheid ligt het verschil waar, {found.answers.release.name(code)}, × € 1 miljoen, {WITHIN}"
    return table(caption, ["Zekerheid", "van", "tot"], rows, style="rw-narrow")


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
