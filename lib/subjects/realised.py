"""What was handed in of years after the base year, beside the routes: tables for every page that shows it, and what these figures
are and are not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.cells import codes_in_view, named_routes, place_name, scaled
from lib.comparison.grid import Cell, Column, Grid, RowKind, Words
from lib.comparison.grid import Row as GridRow
from lib.comparison.numbers import PERSONS
from lib.comparison.realised import Realised, later_years, realised
from lib.model.figures import ALL
from lib.text import listed, persons, whole

#: What a reader must know before setting these figures beside a route.
CAUTIONS = (
    "Aangeleverd zijn de lasten en baten zoals een gemeente ze zelf opgaf, met de lonen van de Wsw en de rijksbijdrage erin. Die "
    "lonen zijn geen uitvoeringskosten: gaan zij in de boeken van de regeling naar de gemeente zelf, dan is dat geen extra last.",
    "Wat niet is aangeleverd, ontbreekt en is geen nul. Een som van alle gemeenten staat er alleen als elke gemeente alles "
    "aanleverde.",
    "Wat is aangeleverd, kent niets eenmaligs en geen PM-posten; in het saldo van een route zit wat eenmalig is wel.",
    "Gemeenten boeken verschillend, ook overhead buiten deze taken. Een route met een verdeelsleutel verdeelt het saldo anders "
    "over de gemeenten dan hun eigen boeken: vergelijk daarvan alleen de som.",
)


def beside_projection(answers: Answers) -> str:
    """What the figures are set beside, in a sentence."""
    years, base = listed([*map(str, later_years(answers.release))]), answers.release.figures.base_year
    return (
        f"Cijfers over {years} staan naast de routes en tellen er nergens in mee: de projectie rust alleen op {base}. Zij toetsen "
        "geen route: van de routes kan er hooguit één zijn uitgevoerd."
    )


def realised_costs(answers: Answers) -> Grid:
    """The handed-in saldo of the gemeenten in view beside that of every route; without rows when there is none."""
    scale, routes = answers.scale, named_routes(answers.comparison)
    rows = []
    for item in _in_view(answers):
        saldo = replace(scaled(item.saldo, item.code, scale), tag=item.saldo.status) if item.saldo else None
        projected = (scaled(answers.saldo(run, item.code, (item.year,)), item.code, scale) for _, run in routes)
        rows.append(_row(answers, item, saldo or Cell(item.lacking_costs), *projected))
    titles = [run.scenario.short_title for _, run in routes]
    columns = (
        Column(role, title, (Words(title, role if role != "zero" else ""),), numeric=True)
        for (role, _), title in zip(routes, titles, strict=True)
    )
    title = "Saldo (baten − lasten)"
    remark = "Aangeleverd zijn de eigen lasten en baten van een gemeente; een route met een sleutel verdeelt ze anders."
    return _grid("aangeleverd saldo", title, scale.label, columns, rows, f"{title}, {scale.label}", remark)


def realised_people(answers: Answers) -> Grid:
    """Handed-in Wsw persons beside the projected ones, equal in every route; without rows when there are none."""
    rows = []
    for item in _in_view(answers):
        count = Cell(whole(item.persons.value), item.persons, tag=item.persons.status) if item.persons else None
        projected = answers.wsw(answers.comparison.zero, item.code, None, item.year)
        cells = count or Cell(item.lacking_persons), Cell(persons(projected.value), projected)
        rows.append(_row(answers, item, *cells))
    title = "Wsw-personen, aangeleverd en geprojecteerd"
    columns = (Column("projectie", "Projectie, elke route", numeric=True),)
    return _grid("aangeleverde personen", title, PERSONS, columns, rows, title)


def _in_view(answers: Answers) -> list[Realised]:
    codes = codes_in_view(answers)
    return [item for item in realised(answers) if item.code in codes or item.code == answers.view.gemeente]


def _row(answers: Answers, item: Realised, *cells: Cell) -> GridRow:
    kind: RowKind = "total" if item.code == ALL else ""
    label = place_name(answers, item.code)
    return GridRow(f"{item.code} {item.year}", label, (Cell(str(item.year)), *cells), kind)


def _grid(
    name: str,
    title: str,
    unit: str,
    columns: Iterable[Column],
    rows: Sequence[GridRow],
    caption: str,
    remark: str = "",
) -> Grid:
    first = Column("jaar", "Jaar", numeric=False), Column("aangeleverd", "Aangeleverd", numeric=True)
    return Grid(name, title, unit, Words("Gemeente"), (*first, *columns), tuple(rows), caption, remark)
