"""Verantwoording: its tables of what a release rests on: parameters, PM-posten, what each scenario does, the agreement, and
what contradicts it. Those of the books and of one amount stand with their numbers."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from lib.comparison.answers import Answers
from lib.comparison.certainty import Conflict
from lib.comparison.grid import Cell, Column, Grid, Reference, Row, Words
from lib.comparison.release import Release
from lib.comparison.release import Row as Record
from lib.model.parameters import Parameter
from lib.model.scenario import Measure, Scenario
from lib.subjects.accountability.accountability import carriers, chain, label, names
from lib.subjects.accountability.data_tables import code_words, number_words
from lib.text import amount, date_words, day_words, lower_first, percentage, percentage_exact, value_with_unit
from lib.text.numbers import natural_order

NOBODY = "niet genoemd"
MEASURE_KINDS = {
    "percentage": "percentage van kosten of opbrengsten",
    "eenmalig": "eenmalig bedrag",
    "jaarlijks": "bedrag per jaar",
}


def _grid(name: str, caption: str, corner: str, labels: str, rows: Iterable[Row], numeric: str = "") -> Grid:
    """A table of words; `labels` and those of them with numbers, split by a bar."""
    numbers = numeric.split("|")
    columns = tuple(Column(words, words, numeric=words in numbers) for words in labels.split("|"))
    return Grid(name, caption, "", Words(corner), columns, tuple(rows), caption)


def _origin(source: str, day: date, short: bool = False) -> tuple[Cell, Cell]:
    """Where something comes from, and since when it was known."""
    return Cell("", reference=Reference(source, short=short)), Cell("", reference=Reference("", day))


def parameters(release: Release, answers: Answers | None) -> Grid:
    """Every parameter with band, range, value in the view (where there is a comparison), status and source."""
    rows = [_parameter(answers, parameter) for parameter in release.parameters.values()]
    bounds = f"Laag|Standaard|Hoog|Toelaatbaar{'|In deze weergave' if answers else ''}"
    return _grid(
        "parameters",
        "Laag tot hoog is wat aannemelijk is; toelaatbaar is wat ingevuld kan worden",
        "Parameter",
        f"Eenheid|{bounds}|Status|Bron|Bekend sinds",
        rows,
        bounds,
    )


def _parameter(answers: Answers | None, item: Parameter) -> Row:
    top = "" if item.maximum is None else f" tot {_level(item, item.maximum)}"
    cells = (
        Cell(item.unit),
        *(Cell(_level(item, level)) for level in (item.low, item.default, item.high)),
        Cell(f"{'' if top else 'vanaf '}{_level(item, item.minimum)}{top}"),
        *([_in_view(answers, item)] if answers else []),
        Cell("", tag=item.status),
        *_origin(item.source, item.kennisdatum),
    )
    return Row(item.id, item.label, cells, below=item.id, caution=item.explanation)


def _in_view(answers: Answers, item: Parameter) -> Cell:
    value = answers.comparison.values[item.id]
    own = () if value == item.default else (Cell("eigen keuze"),)
    return Cell(_level(item, value), answers.parameter(item.id), below=own)


def _level(parameter: Parameter, value: float) -> str:
    """A value without the words of its unit, which stand in a column of their own."""
    if parameter.unit.startswith("euro"):
        return amount(value)
    shared = parameter.unit.startswith("aandeel") or parameter.unit == "per jaar"
    return percentage_exact(value) if shared else value_with_unit(value, parameter.unit)


def pm_evidence(release: Release, scenario: Scenario) -> Grid:
    """Why each PM item occurs in a scenario, and where that stands."""
    rows = [
        Row(
            name,
            release.pm[name].label,
            (
                Cell(evidence.explanation),
                Cell(" ".join(evidence.statements)),
                Cell("", reference=Reference(evidence.source, short=True)),
            ),
        )
        for name, evidence in scenario.pm.items()
    ]
    caption = f"PM-posten van {scenario.title}: bedrag onbekend, niet nul en niet meegeteld"
    return _grid("pm van scenario", caption, "PM-post", "Waarom hier|Uitspraken|Bron", rows)


# -- scenarios -------------------------------------------------------------------------------------------------------


def measures(release: Release, scenario: Scenario) -> Grid:
    """What each measure of a scenario does, when, and to what."""
    rows = []
    for item in scenario.measures:
        sizes = (release.parameters[name] for name in item.parameters)
        size = " × ".join(f"{size.label}: {value_with_unit(size.default, size.unit)}" for size in sizes)
        words = ("meer (+)", "minder (−)") if item.kind == "percentage" else ("baten (+)", "lasten (−)")
        cells = (
            Cell(MEASURE_KINDS[item.kind]),
            Cell(words[item.sign < 0]),
            Cell(size),
            Cell(path_words(item)),
            Cell(limits(release, item)),
            Cell("", tag=item.status),
            Cell("", reference=Reference(item.source, short=True)),
            Cell(" ".join(item.statements)),
        )
        rows.append(Row(item.id, item.title, cells, caution=item.explanation))
    labels = "Soort|Richting|Parameter, standaard|Wanneer|Waarop|Status|Bron|Uitspraken"
    return _grid("maatregelen", f"Maatregelen van {scenario.title}", "Maatregel", labels, rows)


def path_words(measure: Measure) -> str:
    """The path or phase: "2023 33,3 %, 2024 66,7 %, vanaf 2025 100 %"."""
    steps = [f"{year} {_share(step)}" for year, step in measure.path]
    if measure.kind == "eenmalig":
        return f"{', '.join(steps)}; daarna niets"
    return ", ".join((*steps[:-1], f"vanaf {steps[-1]}")) if steps else "in geen enkel jaar"


def _share(step: Fraction) -> str:
    return percentage(float(step), 0 if step.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100) else 1)


def limits(release: Release, measure: Measure) -> str:
    """What a measure works on."""
    if measure.kind != "percentage":
        per = "per Wsw-persoon in het basisjaar" if measure.base == "wsw_personen" else "één bedrag"
        return f"{per}, verdeeld met de {release.key_words(measure.key)}" if measure.key else per
    figures = release.figures
    kinds = [item.label for item in figures.cost_types if item.id in (measure.cost_types or ())]
    werkvormen = [item.label for item in figures.werkvormen if item.id in (measure.werkvormen or ())]
    what = "alle kostensoorten" if measure.cost_types is None else ", ".join(map(lower_first, kinds))
    where = "alle werkvormen" if measure.werkvormen is None else ", ".join(map(lower_first, werkvormen))
    return f"{what}; {where}; {names(release, measure.gemeenten)}"


def placements(release: Release, scenario: Scenario) -> Grid:
    """Who does the work in a scenario: every rule, with the scenario that it comes from."""
    rows: list[Row] = []
    for owner, layer in zip(chain(release, scenario), scenario.placements, strict=True):
        for rule in layer:
            uitvoerder = scenario.uitvoerders[rule.uitvoerder]
            cells = (
                Cell(names(release, rule.gemeenten)),
                Cell(f"{uitvoerder.label} van de eigen gemeente" if uitvoerder.own_service else uitvoerder.label),
                Cell(rule.employer or NOBODY),
                Cell(rule.workplace or NOBODY),
                Cell(str(rule.from_year)),
                Cell(owner.short_title),
                Cell(" ".join(rule.statements)),
            )
            rows.append(Row(str(len(rows)), label(release, rule.werkvorm), cells))
    labels = "Gemeenten|Uitvoerder|Werkgever|Werkplek|Vanaf|Regel uit|Uitspraken"
    caption = f"Wie voert het werk uit in {scenario.title}; een eigen of latere regel gaat voor"
    return _grid("plaatsing", caption, "Werkvorm", labels, rows)


# -- the agreement ---------------------------------------------------------------------------------------------------


def statements(release: Release) -> Grid:
    """Every statement, where it lives, and what of the scenario files carries it."""
    rows = []
    for record in sorted(release.tables["statements"], key=lambda row: natural_order(row["uitspraak_id"])):
        cells = (
            Cell(record["uitspraak"]),
            Cell(record["waar"]),
            Cell("", below=_carriers(release, record["uitspraak_id"])),
            Cell("", reference=Reference(record["bron_id"], short=True)),
        )
        rows.append(Row(record["uitspraak_id"], record["uitspraak_id"], cells))
    labels = "Uitspraak|Waar in de Routewijzer|Gedragen door|Bron"
    return _grid("uitspraken", f"{len(rows)} uitspraken en waar ze zijn verwerkt", "Nr.", labels, rows)


def _carriers(release: Release, statement: str) -> tuple[Cell, ...]:
    """What carries a statement, by the scenarios in which it stands."""
    by_scenarios: dict[tuple[str, ...], list[str]] = {}
    for carrier in carriers(release, statement):
        by_scenarios.setdefault(carrier.scenarios, []).append(f"{carrier.kind} {carrier.name}")
    if not by_scenarios:
        return (Cell("niets in de scenario’s draagt deze uitspraak", strong=True),)
    return tuple(
        Cell(", ".join(scenarios), strong=True, verdict=f": {'; '.join(items)}")
        for scenarios, items in by_scenarios.items()
    )


def decisions(
    release: Release, records: Iterable[Record] | None = None, own: Callable[[Record], bool] = lambda record: False
) -> Grid:
    """Decisions (default: all) with who takes them and in which role; those that are `own` stand out."""
    rows = [
        Row(
            str(record["volgorde"]),
            record["wanneer"],
            (
                *(Cell(record[name]) for name in ("wie", "besluit", "rol")),
                Cell("", reference=Reference(record["bron_id"], short=True)),
            ),
            in_view=own(record),
        )
        for record in records or sorted(release.tables["decisions"], key=lambda row: row["volgorde"])
    ]
    return _grid("besluiten", "Wie beslist wat en wanneer, zoals het is gelopen", "Wanneer", "Wie|Wat|Rol|Bron", rows)


def timeline(release: Release) -> Grid:
    """What happened when, and since when that was known."""
    rows = []
    for record in sorted(release.tables["timeline"], key=lambda row: row["volgorde"]):
        sources = tuple(Cell("", reference=Reference(item, short=True)) for item in record["bron_ids"].split())
        known_since = Cell("", reference=Reference("", record["kennisdatum"]))
        cells = (Cell(record["gebeurtenis"]), Cell("", pieces=sources), known_since)
        rows.append(Row(str(record["volgorde"]), record["datum_tekst"], cells))
    caption = f"Wat na {date_words(release.reference_day)} bekend werd, is met kennis achteraf"
    return _grid("tijdlijn", caption, "Datum", "Gebeurtenis|Bronnen|Bekend sinds", rows)


def conflict(release: Release, reports: Conflict) -> Grid:
    """Published figures that contradict each other, beside each other and never averaged."""
    rows = [
        Row(
            str(record["volgnummer"]),
            code_words(release, "wie", record["wie"]),
            (
                Cell(day_words(record["jaar"])),
                Cell(code_words(release, "maatstaf", record["maatstaf"])),
                Cell(f"{number_words(record['waarde'])} {record['eenheid']}"),
                Cell("", tag=record["status"]),
                *_origin(record["bron_id"], record["kennisdatum"], short=True),
                Cell(record["toelichting"] or ""),
            ),
        )
        for record in reports.rows
    ]
    labels = "Jaar|Maatstaf|Waarde|Status|Bron|Bekend sinds|Toelichting"
    return _grid("tegenspraak", f"Tegenspraak: {reports.name}", "Wie", labels, rows)
