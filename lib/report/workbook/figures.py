"""Sheet Cijfers: the base year's headcounts, staff, costs, keys and population, one input cell per figure.

They are the figures that the model runs on, with small headcounts merged as on the screen: what was merged away is not
in the workbook.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.analysis.people_evidence import counted_with
from lib.analysis.release import Release
from lib.model.figures import Figures
from lib.report.workbook.context import MERGED, NOT_GIVEN, PM, WorkbookContext
from lib.report.workbook.page import Column, Page
from lib.report.workbook.places import Key
from lib.report.workbook.styles import Kind
from lib.store.tables import STATUSES
from lib.text import date_words, lower_first

NAME = "Cijfers"
TITLE = "Cijfers: het basisjaar {year} per gemeente"
TOLD = (
    "Bedragen in hele euro’s, kosten en opbrengsten allebei positief. PM: bestaat wel, bedrag onbekend; PM telt als niets. "
    "Vul een bedrag in op de plek van PM en het telt mee."
)
VALUE, CHANGED = 4, 7
COLUMNS = (
    Column("Onderdeel", 24),
    Column("Gemeente", 18),
    Column("Werkvorm", 24),
    Column("Kostensoort of sleutel", 24),
    Column("Waarde", 14, True),
    Column("Eenheid", 20),
    Column("Status", 11),
    Column("Aangepast in deze werkmap", 12),
    Column("Bron", 30),
    Column("Bekend sinds", 20),
    Column("Opmerking", 60),
)
Source = Mapping[str, Any]
NUMBER_RULES: Mapping[str, dict[str, Any]] = {
    "whole": {"validate": "decimal", "criteria": ">=", "value": 0},
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
}
REFUSAL = {
    "whole": "Hier hoort een aantal: 0 of hoger.",
    "share": "Hier hoort een aandeel van 0 tot en met 100 %; de aandelen van een sleutel tellen op tot 100 %.",
    "euros": "Hier hoort een bedrag in euro’s, 0 of hoger, of PM als het bedrag onbekend is.",
}


@dataclass(frozen=True)
class Figure:
    """One figure: where it stands in the model, labels, value or the word in its place, and its row in the release."""

    key: Key
    labels: tuple[str, str, str, str]
    value: float | str
    unit: str
    kind: Kind
    row: Source | None
    remark: str = ""


def write(context: WorkbookContext) -> Page:
    page = context.page(NAME)
    subject = context.subject
    page.begin(TITLE.format(year=subject.figures.base_year), TOLD, subject.source_line, COLUMNS, VALUE + 1)
    for figure in (*_people(subject.release), *_costs(subject.release), *_shares(subject.release)):
        _figure(context, page, figure)
    context.places.put(("cijfers", "first"), NAME, page.first_row, CHANGED)
    context.places.put(("cijfers", "last"), NAME, page.row - 1, CHANGED)
    page.filter()
    return page


def _figure(context: WorkbookContext, page: Page, figure: Figure) -> None:
    fixed = figure.value in (MERGED, NOT_GIVEN)
    page.labels(figure.labels)
    if isinstance(figure.value, str):
        page.choice(VALUE, figure.value, key=figure.key, entered=not fixed)
        context.words[figure.key] = figure.value
    else:
        page.number(VALUE, figure.value, figure.kind, figure.key, entered=True)
    page.text(page.row, VALUE + 1, figure.unit)
    row = figure.row
    page.text(page.row, VALUE + 2, row["status"] if row else "")
    page.formula(CHANGED, page.changed(VALUE, figure.value), "nee", "text")
    page.text(page.row, CHANGED + 1, row["bron_id"] if row else "")
    page.text(page.row, CHANGED + 2, date_words(row["kennisdatum"]) if row else "")
    page.text(page.row, CHANGED + 3, figure.remark)
    if not fixed:
        cell = page.here(VALUE)
        amount = {"validate": "custom", "value": f'=OR(AND(ISNUMBER({cell}),{cell}>=0),EXACT({cell},"{PM}"))'}
        page.validate(VALUE, NUMBER_RULES.get(figure.kind, amount), "Cijfer van het basisjaar", REFUSAL[figure.kind])
    page.next()


def _people(release: Release) -> list[Figure]:
    figures = release.figures
    merged, labels = release.merged, {form.id: form.label for form in figures.werkvormen}
    counts = _rows(release, "headcounts", ("gemeente_code", "groep", "werkvorm"))
    people = []
    for w, werkvorm in enumerate(figures.werkvormen):
        for g, gemeente in enumerate(figures.gemeenten):
            row = counts.get((gemeente.code, "wsw", werkvorm.id))
            target = merged.get((gemeente.code, werkvorm.id))
            value = MERGED if target else NOT_GIVEN if row is None else float(figures.persons[g, w])
            cell = gemeente.code, werkvorm.id
            remark = f"meegeteld bij {counted_with(release, cell, target)}" if target else ""
            inside = [
                lower_first(labels[s]) if code == gemeente.code else release.name(code)
                for (code, s), place in merged.items()
                if place == cell
            ]
            remark = remark or (f"met {' en '.join(inside)}: kleine aantallen zijn samengevoegd" if inside else "")
            words = ("Wsw-personen", gemeente.naam, werkvorm.label, "")
            people.append(Figure(("persons", g, w), words, value, "personen", "whole", row, remark))
    for g, gemeente in enumerate(figures.gemeenten):
        own = [row for (code, group, _), row in counts.items() if (code, group) == (gemeente.code, "staf")]
        weakest = max(own, key=lambda row: STATUSES.index(row["status"]), default=None)
        staff = float(figures.staff[g]) if own else NOT_GIVEN
        people.append(Figure(("staff", g), ("Staf", gemeente.naam, "", ""), staff, "personen", "whole", weakest))
    return people


def _costs(release: Release) -> list[Figure]:
    figures = release.figures
    rows = _rows(release, "costs", ("gemeente_code", "werkvorm", "kostensoort"))
    merged = release.merged
    amounts = []
    for k, cost_type in enumerate(figures.cost_types):
        for g, gemeente in enumerate(figures.gemeenten):
            for w, werkvorm in enumerate(figures.werkvormen):
                row = rows.get((gemeente.code, werkvorm.id, cost_type.id))
                value, remark = _amount(figures, (g, w, k), (gemeente.code, werkvorm.id) in merged, row)
                words = ("Kosten en opbrengsten", gemeente.naam, werkvorm.label, cost_type.label)
                unit = f"euro in {figures.base_year}"
                amounts.append(Figure(("cost", g, w, k), words, value, unit, "euros", row, remark))
    return amounts


def _amount(figures: Figures, at: tuple[int, int, int], merged: bool, row: Source | None) -> tuple[float | str, str]:
    """The amount of a cell or the word in its place, and a remark."""
    euros, pm = float(figures.costs[at]), bool(figures.pm[at])
    if merged:
        return MERGED, "staat bij de werkvorm waarmee de personen zijn samengevoegd"
    if pm and not euros:
        return PM, "bestaat wel, bedrag onbekend; telt als niets"
    if pm:
        return euros, "daarbij hoort nog een samengevoegd bedrag dat PM is en niet meetelt"
    return (NOT_GIVEN, "") if row is None else (euros, "")


def _shares(release: Release) -> list[Figure]:
    figures = release.figures
    rows = {(row["sleutel"], row["gemeente_code"]): row for row in release.tables["allocation_keys"]}
    shares_of_keys = []
    for key, shares in figures.keys.items():
        for g, gemeente in enumerate(figures.gemeenten):
            words = ("Verdeelsleutel", gemeente.naam, "", release.key_label(key))
            row = rows.get((key, gemeente.code))
            shares_of_keys.append(Figure(("share", key, g), words, float(shares[g]), "aandeel", "share", row))
    people = _rows(release, "population", ("gemeente_code",))
    for g, gemeente in enumerate(figures.gemeenten):
        row = people.get((gemeente.code,))
        value = NOT_GIVEN if row is None else float(row["inwoners"])
        words = ("Inwoners", gemeente.naam, "", "")
        shares_of_keys.append(Figure(("population", g), words, value, "op 1 januari", "whole", row))
    return shares_of_keys


def _rows(release: Release, table: str, columns: tuple[str, ...]) -> dict[tuple[Any, ...], Source]:
    """The rows of the base year by these columns."""
    base = [row for row in release.tables[table] if row["jaar"] == release.figures.base_year]
    return {tuple(row[column] for column in columns): row for row in base}
