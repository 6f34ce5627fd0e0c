"""The rijksbijdrage of the model beside what the Rijk announced: the integratie-uitkering Participatie of each gemeente."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.comparison.answers import Answers
from lib.comparison.cells import place_name
from lib.comparison.certainty import row_input, weakest
from lib.comparison.grid import Cell, Column, Grid, Reference, Words
from lib.comparison.grid import Row as GridRow
from lib.comparison.numbers import ExplainedNumber, Term, minus, total
from lib.comparison.release import Release, Row
from lib.comparison.view import Scale
from lib.model.figures import ALL
from lib.text import lower_first

#: What the Rijk pays a gemeente for the Wsw and for new sheltered work, in published_figures.
MEASURE = "integratie_uitkering_participatie"
NAME = "Integratie-uitkering Participatie"


@dataclass(frozen=True)
class Announced:
    """One gemeente (or ALL) in one year, in euros: the model, what was announced last, and that less the model; `row` is
    the report of a gemeente."""

    code: str
    model: ExplainedNumber
    announced: ExplainedNumber
    gap: ExplainedNumber
    row: Row | None = None


def years(answers: Answers) -> dict[int, tuple[Announced, ...]]:
    """Every year of the model of which there is a report for every gemeente: these, and all together last."""
    release = answers.release
    by_year: dict[int, tuple[Announced, ...]] = {}
    for year in range(release.figures.base_year, release.figures.last_year + 1):
        last = _last_reports(release, year)
        codes = release.choosable
        if codes and all(name in last for code in codes for name in release.counted_in(code)):
            by_year[year] = _of_year(answers, codes, year, last)
    return by_year


def _last_reports(release: Release, year: int) -> Mapping[str, Row]:
    """Per name of a gemeente the report that became known last: each one takes the place of those before it."""
    rows = [
        row
        for row in release.tables["published_figures"]
        if (row["maatstaf"], str(row["jaar"])) == (MEASURE, str(year))
    ]
    return {row["wie"]: row for row in sorted(rows, key=lambda row: row["kennisdatum"])}


def _of_year(answers: Answers, codes: Sequence[str], year: int, last: Mapping[str, Row]) -> tuple[Announced, ...]:
    items = [_announced(answers, code, year, last) for code in codes]
    whom, definition = answers.release.name(ALL), items[0].announced.definition
    models = _model(answers, ALL, year)
    whole = total([item.announced for item in items], NAME, whom, (year,), definition)
    return *items, Announced(ALL, models, whole, _gap(models, whole, year))


def _announced(answers: Answers, code: str, year: int, last: Mapping[str, Row]) -> Announced:
    release, model = answers.release, _model(answers, code, year)
    rows = [last[name] for name in release.counted_in(code)]
    value = sum(float(row["waarde"]) for row in rows)
    certainty = weakest(row_input(lower_first(NAME), row) for row in rows)
    terms = Term(value, before="opgave: ")
    announced = ExplainedNumber(
        value, NAME, release.name(code), (year,), rows[0]["toelichting"] or "", terms, certainty
    )
    return Announced(code, model, announced, _gap(model, announced, year), rows[0])


def _model(answers: Answers, code: str, year: int) -> ExplainedNumber:
    """What the Rijk pays for the Wsw in the nulalternatief, in euros."""
    zero = answers.comparison.zero
    kinds = [k for k in answers.release.figures.cost_types if k.soort == "subsidieresultaat" and k.sign > 0]
    parts = [answers.cost(zero, code, kind.id, year) for kind in kinds]
    what, names = f"{kinds[0].label} in het model", [f"{lower_first(kind.label)} " for kind in kinds]
    return total(parts, what, answers.release.name(code), (year,), parts[0].definition, names=names)


def _gap(model: ExplainedNumber, announced: ExplainedNumber, year: int) -> ExplainedNumber:
    definition = f"{NAME} min de rijksbijdrage in het model; geen voor- of nadeel van een route."
    return minus(announced, model, "Gat met het model", definition, (year,), brackets=False)


def table(answers: Answers, year: int, items: Sequence[Announced], scale: Scale) -> Grid:
    """The rijksbijdrage of the model and what was announced, per gemeente in one year, with the gap and the source."""
    zero = answers.comparison.zero.scenario.short_title
    rows = tuple(
        GridRow(
            item.code,
            place_name(answers, item.code),
            (*(_money(scale, item.code, number) for number in (item.model, item.announced, item.gap)), _source(item)),
            "total" if item.code == ALL else "",
        )
        for item in items
    )
    columns = (
        Column(
            "model", f"Rijksbijdrage in het model, {zero}", gap=_misses(scale, [item.model for item in items], items)
        ),
        Column("aangekondigd", NAME, gap=_misses(scale, [item.announced for item in items], items)),
        Column("gat", "Gat: uitkering − model", gap=_misses(scale, [item.gap for item in items], items)),
        Column("bron", "Bron, bekend sinds", numeric=False),
    )
    caption = f"Rijksbijdrage {year}, {scale.label}: model en laatste circulaire"
    return Grid(f"rijksbijdrage {year}", caption, scale.label, Words("Gemeente"), columns, rows, caption)


def _misses(scale: Scale, numbers: Sequence[ExplainedNumber], items: Sequence[Announced]) -> bool:
    return scale.gap({item.code: number.value for item, number in zip(items, numbers, strict=True)})


def _money(scale: Scale, code: str, answer: ExplainedNumber) -> Cell:
    return Cell(scale.text(answer.value, code), answer, exact=scale.convert(answer.value, code))


def _source(item: Announced) -> Cell:
    if item.row is None:
        return Cell("")
    return Cell("", reference=Reference(item.row["bron_id"], item.row["kennisdatum"], short=True))
