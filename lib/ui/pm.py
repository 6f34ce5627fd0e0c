"""PM-posten: known to exist, no amount, in no total."""

from collections.abc import Sequence

from lib.analysis.answers import Answers
from lib.analysis.costs import PM
from lib.analysis.pm import left_out, pm_amounts, possible_range
from lib.analysis.release import Release
from lib.analysis.routes import runs
from lib.model.parameters import PmItem
from lib.ui.cost_blocks import route
from lib.ui.html import Cell, Html, Row, block, name, source_link, table, text, words


def pm_items(answers: Answers) -> Html:
    """Every PM-post by name and in which route it stands."""
    release = answers.release
    told = runs(answers.comparison)
    ids = list(dict.fromkeys(item for run in told for item in run.scenario.pm))
    rows = [_row(release, release.pm[item], [item in run.scenario.pm for run in told]) for item in ids]
    amounts = pm_amounts(release)
    if amounts:
        rows.append(
            Row(
                (
                    name("Bedragen in het basisjaar"),
                    words(""),
                    *[Cell(text(f"{amounts} × {PM}"))] * len(told),
                    words(""),
                )
            )
        )
    counts = [Cell(text(left_out(answers, run))) for run in told]
    rows.append(Row((name("Aantal, niet meegeteld"), words(""), *counts, words("")), total=True))
    head = ["Post", "Soort", *(route(answers, run) for run in told), "Uitleg en bron"]
    inner = table(
        "PM-posten per route: bestaan wel, bedrag onbekend, in geen enkel totaal",
        head,
        rows,
        hidden_caption=True,
        style="rw-wrap rw-rows rw-evidence",
    )
    return block("PM-posten", "bekend dat ze bestaan, bedrag onbekend; in geen enkel totaal", inner)


def _row(release: Release, item: PmItem, present: Sequence[bool]) -> Row:
    direction = "bate" if item.sign > 0 else "last"
    band = possible_range(item)
    bounds = f" {band[:1].upper()}{band[1:]}." if band else ""
    source = source_link(release, item.source)
    about = Html("{}{} <small>Bron: {}</small>").format(item.explanation, bounds, source)
    marks = [Cell(text(PM if each else "geen")) for each in present]
    return Row((name(item.label), words(f"{direction}, {item.kind}"), *marks, Cell(about, number=False)))
