"""PM-posten: known to exist, no amount, in no total; which there are, and how many are left out."""

from lib.comparison.answers import Answers
from lib.comparison.cells import route_words, runs
from lib.comparison.grid import Cell, Column, Grid, Reference, Row, Words
from lib.comparison.numbers import COUNT
from lib.comparison.release import Release
from lib.model.parameters import PmItem
from lib.model.projection import Projection
from lib.tables.columns import PM
from lib.text import amount, upper_first

RANGE = "mogelijk bereik"


def pm_amounts(release: Release) -> int:
    """How many amounts of the base year are PM."""
    return int(release.figures.pm.sum())


def left_out(answers: Answers, *routes: Projection) -> int:
    """How many PM-posten of any of these routes, and PM amounts of the base year, no total counts."""
    items = {item for run in routes for item in run.scenario.pm}
    return len(items) + pm_amounts(answers.release)


def possible_range(item: PmItem) -> str:
    """Between which amounts the item may lie and what these bounds rest on; empty when there are none."""
    if item.low is None or item.high is None:
        return ""
    often = " per jaar" if item.kind == "jaarlijks" else ""
    return f"{RANGE} {amount(item.low)} tot {amount(item.high)}{often} ({item.bounds})"


def per_route(answers: Answers) -> Grid:
    """Every PM-post by name and in which route it stands."""
    release, routes = answers.release, runs(answers.comparison)
    rows = []
    for item in map(release.pm.__getitem__, dict.fromkeys(name for run in routes for name in run.scenario.pm)):
        band = possible_range(item)
        about = f"{item.explanation}{f' {upper_first(band)}.' if band else ''}"
        cells = (
            Cell(f"{'bate' if item.sign > 0 else 'last'}, {item.kind}"),
            *(Cell(PM if item.id in run.scenario.pm else "geen") for run in routes),
            Cell(about, below=(Cell("Bron: ", reference=Reference(item.source)),)),
        )
        rows.append(Row(item.id, item.label, cells))
    if amounts := pm_amounts(release):
        cells = (Cell(""), *[Cell(f"{amounts} × {PM}")] * len(routes), Cell(""))
        rows.append(Row("bedragen", "Bedragen in het basisjaar", cells))
    counts = [left_out(answers, run) for run in routes]
    cells = (Cell(""), *(Cell(str(count), exact=count) for count in counts), Cell(""))
    rows.append(Row("aantal", "Aantal, niet meegeteld", cells, "total"))
    columns = (
        Column("soort", "Soort", numeric=False),
        *(
            Column(run.scenario.id, words.text, (words,), numeric=True)
            for run in routes
            for words in [route_words(answers.comparison, run)]
        ),
        Column("uitleg", "Uitleg en bron", numeric=False),
    )
    caption = "PM-posten per route: bestaan wel, bedrag onbekend, in geen enkel totaal"
    return Grid("PM per route", caption, COUNT, Words("Post"), columns, tuple(rows), caption)
