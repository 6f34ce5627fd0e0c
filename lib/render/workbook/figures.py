"""Sheet Cijfers: the base year's headcounts, staff, costs, keys and population, one input cell per figure.

They are the figures that the model runs on, with small headcounts merged as on the screen: what was merged away is not
in the workbook.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lib.comparison.message import PEOPLE_NAME, people_words
from lib.comparison.release import Release
from lib.model.figures import Figures
from lib.render.workbook.context import MERGED, NOT_GIVEN, PM, WorkbookContext
from lib.render.workbook.page import Column, Key, Kind, Page, Sheet
from lib.render.workbook.subject import Subject
from lib.subjects.people.evidence import counted_with
from lib.tables.columns import STATUSES
from lib.text import date_words, lower_first

VALUE, CHANGED = 4, 7
FIGURES = Sheet(
    "Cijfers",
    "Cijfers: het basisjaar {year} per gemeente",
    "Bedragen in hele euro’s, kosten en opbrengsten allebei positief. PM: bestaat wel, bedrag onbekend; PM telt als niets. "
    "Vul een bedrag in op de plek van PM en het telt mee.",
    (
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
    ),
    VALUE + 1,
    "A4",
)
Source = Mapping[str, Any]
RULES: Mapping[str, dict[str, Any]] = {
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


def write(context: WorkbookContext) -> None:
    subject, release = context.subject, context.subject.release
    page = context.page(replace(FIGURES, title=FIGURES.title.format(year=release.figures.base_year)))
    for figure in (*_people(subject), *_costs(subject), *_shares(release), *_inhabitants(release)):
        _figure(context, page, figure)
    page.remember_column("cijfers", CHANGED)
    page.filter()


def _figure(context: WorkbookContext, page: Page, figure: Figure) -> None:
    fixed, row = figure.value in (MERGED, NOT_GIVEN), figure.row
    page.labels(figure.labels)
    if isinstance(figure.value, str):
        page.choice(VALUE, figure.value, key=figure.key, entered=not fixed)
        context.words[figure.key] = figure.value
    else:
        page.number(VALUE, figure.value, figure.kind, figure.key, entered=True)
    page.labels((figure.unit, row["status"] if row else ""), at=VALUE + 1)
    page.formula(CHANGED, page.changed(VALUE, figure.value), "nee", "text")
    source = (row["bron_id"], date_words(row["kennisdatum"])) if row else ("", "")
    page.labels((*source, figure.remark), at=CHANGED + 1)
    if not fixed:
        cell = page.here(VALUE)
        amount = {"validate": "custom", "value": f'=OR(AND(ISNUMBER({cell}),{cell}>=0),EXACT({cell},"{PM}"))'}
        page.validate(VALUE, RULES.get(figure.kind, amount), "Cijfer van het basisjaar", REFUSAL[figure.kind])
    page.next()


def _people(subject: Subject) -> Iterator[Figure]:
    release, figures = subject.release, subject.figures
    counts = _rows(release, "headcounts", ("gemeente_code", "groep", "werkvorm"))
    for w, werkvorm in enumerate(figures.werkvormen):
        for g, gemeente in enumerate(figures.gemeenten):
            row = counts.get((gemeente.code, "wsw", werkvorm.id))
            merged = (gemeente.code, werkvorm.id) in release.merged
            lacks = row is None and not figures.persons[g, w]
            value = MERGED if merged else NOT_GIVEN if lacks else float(figures.persons[g, w])
            words = ("Wsw-personen", gemeente.naam, werkvorm.label, "")
            remark = _merged_words(release, g, w) or _placed_words(subject)
            yield Figure(("persons", w, g), words, value, "personen", "whole", row, remark)
    for g, gemeente in enumerate(figures.gemeenten):
        own = [row for (code, group, _), row in counts.items() if (code, group) == (gemeente.code, "staf")]
        weakest = max(own, key=lambda row: STATUSES.index(row["status"]), default=None)
        staff = float(figures.staff[g]) if own else NOT_GIVEN
        words, remark = ("Staf", gemeente.naam, "", ""), _placed_words(subject)
        yield Figure(("staff", g), words, staff, "personen", "whole", weakest, remark)


def _placed_words(subject: Subject) -> str:
    """That a figure follows another estimate of where the people are than the one of its source; "" where it does not."""
    people = subject.comparison.people
    return "" if people is None else f"{PEOPLE_NAME}: {lower_first(people_words(subject.release, people))}"


def _merged_words(release: Release, g: int, w: int) -> str:
    """Where the people of a gemeente and werkvorm are counted when not there, or whom they are counted with."""
    code = release.figures.gemeenten[g].code
    cell = code, release.figures.werkvormen[w].id
    target = release.merged.get(cell)
    if target:
        return f"meegeteld bij {counted_with(release, cell, target)}"
    labels = {form.id: form.label for form in release.figures.werkvormen}
    inside = [
        lower_first(labels[form]) if other == code else release.name(other)
        for (other, form), place in release.merged.items()
        if place == cell
    ]
    return f"met {' en '.join(inside)}: kleine aantallen zijn samengevoegd" if inside else ""


def _costs(subject: Subject) -> Iterator[Figure]:
    release, figures = subject.release, subject.figures
    rows = _rows(release, "costs", ("gemeente_code", "werkvorm", "kostensoort"))
    for k, cost_type in enumerate(figures.cost_types):
        for g, gemeente in enumerate(figures.gemeenten):
            for w, werkvorm in enumerate(figures.werkvormen):
                row = rows.get((gemeente.code, werkvorm.id, cost_type.id))
                merged = (gemeente.code, werkvorm.id) in release.merged
                value, remark = _amount(figures, (g, w, k), merged, row)
                remark = remark or _placed_words(subject)
                words = ("Kosten en opbrengsten", gemeente.naam, werkvorm.label, cost_type.label)
                yield Figure(("cost", k, w, g), words, value, f"euro in {figures.base_year}", "euros", row, remark)


def _amount(figures: Figures, at: tuple[int, int, int], merged: bool, row: Source | None) -> tuple[float | str, str]:
    """The amount of a cell or the word in its place, and a remark."""
    euros, pm = float(figures.costs[at]), bool(figures.pm[at])
    if merged:
        return MERGED, "staat bij de werkvorm waarmee de personen zijn samengevoegd"
    if pm and not euros:
        return PM, "bestaat wel, bedrag onbekend; telt als niets"
    if pm:
        return euros, "daarbij hoort nog een samengevoegd bedrag dat PM is en niet meetelt"
    return (NOT_GIVEN, "") if row is None and not euros else (euros, "")


def _shares(release: Release) -> Iterator[Figure]:
    rows = {(row["sleutel"], row["gemeente_code"]): row for row in release.tables["allocation_keys"]}
    # Those to choose from stand together: a route finds its key among them by its place.
    for key in dict.fromkeys((*release.deficit_keys, *release.figures.keys)):
        shares = release.figures.keys[key]
        for g, gemeente in enumerate(release.figures.gemeenten):
            words, row = ("Verdeelsleutel", gemeente.naam, "", release.key_label(key)), rows.get((key, gemeente.code))
            yield Figure(("share", key, g), words, float(shares[g]), "aandeel", "share", row)


def _inhabitants(release: Release) -> Iterator[Figure]:
    people = _rows(release, "population", ("gemeente_code",))
    for g, gemeente in enumerate(release.figures.gemeenten):
        row = people.get((gemeente.code,))
        value = NOT_GIVEN if row is None else float(row["inwoners"])
        yield Figure(("population", g), ("Inwoners", gemeente.naam, "", ""), value, "op 1 januari", "whole", row)


def _rows(release: Release, table: str, columns: tuple[str, ...]) -> dict[tuple[Any, ...], Source]:
    """The rows of the base year by these columns."""
    base = [row for row in release.tables[table] if row["jaar"] == release.figures.base_year]
    return {tuple(row[column] for column in columns): row for row in base}
