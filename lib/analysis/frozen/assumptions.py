"""The numbers that tell what the outcome rests on: assumptions, corners, switching values, the spread, opinions, PM."""

from collections.abc import Iterator

from lib.analysis.answers import Answers
from lib.analysis.frozen.number import MILLIONS, SHARE, Block, Label, Number, places, roles
from lib.analysis.message import MILLION, decimals
from lib.analysis.opinions import NAMES, opinions
from lib.analysis.parameter_words import level_words, switching_words
from lib.analysis.pm import left_out, pm_amounts
from lib.analysis.sensitivity import WITHIN, Sensitivity
from lib.text import Special, amount, difference, percentage, value_with_unit, whole

PM = Special.PM.value
NONE = "geen"


def assumptions(answers: Answers) -> Iterator[Number]:
    """Every parameter: the value in this view, standaard, and the ends of its band."""
    for parameter in answers.release.parameters.values():
        block = Block("aannames", "Aannames", parameter.unit)
        row = parameter.id, parameter.label
        for column, value in (
            (("waarde", "In deze weergave"), answers.comparison.values[parameter.id]),
            (("standaard", "Standaard"), parameter.default),
            (("laag", "Laag"), parameter.low),
            (("hoog", "Hoog"), parameter.high),
        ):
            shown = value_with_unit(value, parameter.unit)
            yield block.number(row, column, answers.parameter(parameter.id, value), shown)


def corners(answers: Answers) -> Iterator[Number]:
    """B − A up to the last year with the largest uncertain measure of each route at nothing and in full."""
    found, code = answers.comparison.corners, answers.view.gemeente
    if found is None:
        return
    release = answers.release
    title = f"Doorkijk {release.figures.base_year + 1}–{found.horizon}: {Sensitivity(answers).between} naar"
    block = Block("hoeken", f"{title} {found.measure_a.title} en {found.measure_b.title}", MILLIONS)
    for row in (1, 0):
        level = level_words(release, found.measure_a.parameter, found.levels_a[row])
        for column in (0, 1):
            other = level_words(release, found.measure_b.parameter, found.levels_b[column])
            labels = (
                (("niets", "vol")[row], f"{found.measure_a.title}: {level}"),
                (("niets", "vol")[column], f"{found.measure_b.title}: {other}"),
            )
            yield block.million(*labels, answers.corner(row, column, code), code)


def switching(answers: Answers) -> Iterator[Number]:
    """Every switching value: for the gemeente in view over both horizons, and per gemeente over the horizon in view."""
    comparison, code = answers.comparison, answers.view.gemeente
    if comparison.same:
        return
    for found in comparison.switching:
        parameter = answers.release.parameters[found.parameter]
        row = parameter.id, parameter.label
        block = Block("omslag", "Wat moet waar zijn voor gelijke kosten?", parameter.unit)
        for kind, words, values in (
            ("", "", found.with_one_offs),
            (" structureel", ", zonder eenmalig", found.structural),
        ):
            column = f"{found.horizon}{kind}", f"t/m {found.horizon}{words}"
            answer = answers.switching(parameter.id, values[code], code, found.horizon)
            yield block.number(row, column, answer, _flip(answers, parameter.id, values[code].value, values[code].more))
        if found.horizon == comparison.horizon:
            block = Block("omslag per gemeente", f"Omslagwaarde t/m {found.horizon} per gemeente", parameter.unit)
            for column in places(answers):
                value = found.with_one_offs[column[0]]
                answer = answers.switching(parameter.id, value, column[0], found.horizon)
                yield block.number(row, column, answer, _flip(answers, parameter.id, value.value, value.more))


def _flip(answers: Answers, name: str, value: float | None, more: bool) -> str:
    shown, verdict = switching_words(answers.release.parameters[name], value)
    return f"{shown}{verdict}{'; er zijn er meer' if more else ''}"


def spread(found: Sensitivity) -> Iterator[Number]:
    """Percentiles, shares and intervals of the draws."""
    answers = found.answers
    block = Block("spreiding", f"Spreiding van {found.between}, {WITHIN}", MILLIONS)
    levels = [f"P{level:g}" for level in found.spread.sampling.percentiles]
    for row in places(answers):
        for i, level in enumerate(levels):
            yield block.million(row, (level, level), found.percentile(i, row[0]), row[0])
        for role, label in (label for label, _ in roles(answers)[1:]):
            answer = found.cheaper(role, row[0])
            column = f"{role} voordeliger", f"{label} voordeliger"
            yield block.number(row, column, answer, percentage(answer.value, 0), SHARE)
    yield from _intervals(found)
    yield from _yearly(found, levels)


def _intervals(found: Sensitivity) -> Iterator[Number]:
    code = found.answers.view.gemeente
    block = Block("zekerheden", f"Met welke zekerheid {found.between} waar ligt, {WITHIN}", MILLIONS)
    for i, level in enumerate(found.spread.sampling.certainties):
        for side, column in enumerate((("van", "van"), ("tot", "tot"))):
            yield block.million((f"{level:g}", percentage(level / 100, 0)), column, found.bound(i, side, code), code)


def _yearly(found: Sensitivity, levels: list[str]) -> Iterator[Number]:
    code, figures = found.answers.view.gemeente, found.answers.release.figures
    block = Block("spreiding per jaar", f"{found.between} per jaar, {WITHIN}", MILLIONS)
    for year in range(figures.base_year + 1, figures.last_year + 1):
        row = str(year), str(year)
        percentiles, now = found.in_year(year)
        for level, euros in zip(levels, percentiles, strict=True):
            shown = difference(euros, MILLION, decimals(code))
            yield block.words(row, (level, level), shown, euros, now.status)
        yield block.million(row, ("nu", "Deze aannames"), now, code)


def swings(found: Sensitivity) -> Iterator[Number]:
    """Each assumption at the ends of its band."""
    code = found.answers.view.gemeente
    block = Block("tornado", f"{found.between} met één aanname op laag en op hoog", MILLIONS)
    for parameter, low, high in found.swings:
        row = parameter.id, parameter.label
        yield block.million(row, ("laag", "Op laag"), low, code)
        yield block.million(row, ("hoog", "Op hoog"), high, code)


def disagreement(found: Sensitivity) -> Iterator[Number]:
    """What two pinned opinions disagree on, by assumption."""
    told = opinions(found, NAMES)
    if found.answers.comparison.same or isinstance(told, str):
        return
    for each in told:
        block = Block(f"meningen {each.horizon}", f"Meningsverschil, {found.between}, {each.span}", MILLIONS)
        for column in places(found.answers):
            code = column[0]
            for name in each.found.parts:
                row: Label = (name, found.answers.release.parameters[name].label)
                yield block.million(row, column, each.part(name, code), code)
            yield block.million(("samen", "Meningsverschil"), column, each.whole(code), code)
            for i, who in enumerate(each.names):
                yield block.million((who, f"Volgens {who}"), column, each.outcome(i, code), code)


def pm_items(answers: Answers) -> Iterator[Number]:
    """Every PM item, in which route it stands, and between which amounts it may lie where a source says so."""
    release, told = answers.release, roles(answers)
    block = Block("pm", "PM-posten: bekend dat ze bestaan, bedrag onbekend", "euro")
    for item in dict.fromkeys(item for _, run in told for item in run.scenario.pm):
        found = release.pm[item]
        row = item, found.label
        for column, run in told:
            yield block.words(row, column, PM if item in run.scenario.pm else NONE)
        for side, bound in (("laag", found.low), ("hoog", found.high)):
            shown = "geen opgave" if bound is None else amount(bound)
            yield block.words(row, (side, f"Mogelijk bereik, {side}"), shown, bound)
    cells, row = pm_amounts(release), ("aantal", "Aantal, niet meegeteld")
    for column, run in told:
        count = left_out(answers, run)
        yield block.words(row, column, whole(count), count, unit="aantal")
        if cells:
            yield block.words(("basisjaar", "Bedragen in het basisjaar"), column, f"{cells} × {PM}")
