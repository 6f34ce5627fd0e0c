"""How sure the numbers of a comparison are and where they come from, table by table."""

from collections.abc import Iterator

from lib.analysis.answers import Answers
from lib.analysis.certainty import Certainty, headcount_input, measure_input, weakest
from lib.api.fields import Row, api_table
from lib.model.figures import ALL
from lib.report.tables import SOORTEN, runs

PROVENANCE = api_table(
    "provenance",
    "Zekerheid en bron van de getallen",
    "Een rij per soort getal: hoe zeker het is, wat dat bepaalt en uit welke bron dat komt. Een leeg veld geldt voor alles.",
    [
        ("tabel", "tekst"),
        ("scenario", "tekst"),
        ("regel", "tekst"),
        ("gemeente_code", "tekst"),
        ("jaar_vanaf", "geheel"),
        ("jaar_tot_en_met", "geheel"),
        ("status", "tekst"),
        ("bepaald_door", "tekst"),
        ("bron_id", "tekst"),
        ("kennisdatum", "datum"),
    ],
)


def provenance(answers: Answers) -> tuple[Row, ...]:
    """The rows of PROVENANCE."""
    return (*_costs(answers), *_headcounts(answers), *_bridge(answers), *_differences(answers))


def certain(certainty: Certainty) -> Row:
    """Status, what decides it, its source and when it became known."""
    decisive = next(item for item in certainty.inputs if item.label == certainty.decided_by)
    return certainty.status, certainty.decided_by, decisive.source, decisive.kennisdatum


def _spans(answers: Answers) -> tuple[tuple[int, int], tuple[int, int]]:
    """The base year, and the years after it."""
    figures = answers.release.figures
    return (figures.base_year, figures.base_year), (figures.base_year + 1, figures.last_year)


def _costs(answers: Answers) -> Iterator[Row]:
    release, comparison = answers.release, answers.comparison
    for run in runs(comparison):
        for span in _spans(answers):
            for kind in release.figures.cost_types:
                certainty = answers.cost(run, ALL, kind.id, span[0]).certainty
                yield ("costs", run.scenario.id, kind.id, None, *span, *certain(certainty))
        for measure in run.scenario.measures:
            if measure.kind in SOORTEN:
                inputs = [measure_input(release, comparison, measure)]
                if measure.base == "wsw_personen":
                    inputs.append(headcount_input(release, "wsw"))
                span = (release.figures.base_year, release.figures.last_year)
                yield ("costs", run.scenario.id, measure.id, None, *span, *certain(weakest(inputs)))


def _headcounts(answers: Answers) -> Iterator[Row]:
    for run in runs(answers.comparison):
        for span in _spans(answers):
            for groep, answer in (
                ("wsw", answers.wsw(run, ALL, None, span[0])),
                ("staf", answers.staff(run, ALL, None, span[0])),
            ):
                yield ("headcounts", run.scenario.id, groep, None, *span, *certain(answer.certainty))


def _bridge(answers: Answers) -> Iterator[Row]:
    _, span = _spans(answers)
    for part in answers.comparison.bridge:
        yield ("bridge", None, part.id, None, *span, *certain(answers.part(part, ALL).certainty))


def _differences(answers: Answers) -> Iterator[Row]:
    """Switching values and the spread are as sure as the difference that they are about."""
    first = answers.release.figures.base_year + 1
    for horizon in answers.release.horizons:
        for code in (*answers.codes, ALL):
            years = range(first, horizon + 1)
            certainty = answers.difference(answers.comparison.b, answers.comparison.a, code, tuple(years)).certainty
            for table in ("differences", "switching", "uncertainty"):
                yield (table, None, None, code, first, horizon, *certain(certainty))
