"""Each scenario of the release: what it is, what it changes against its base, its measures, placements and PM items."""

from fractions import Fraction

from lib.analysis.accountability import allocation, chain, changes, label, names
from lib.analysis.release import Release
from lib.model.scenario import Measure, Scenario
from lib.text import lower_first, percentage, value_with_unit
from lib.ui.accountability_blocks import section
from lib.ui.html import Cell, Html, Row, disclosure, name, source_link, table, tag, text, words

KINDS = {
    "percentage": "percentage van kosten of opbrengsten",
    "eenmalig": "eenmalig bedrag",
    "jaarlijks": "bedrag per jaar",
}


def scenarios(release: Release) -> str:
    """All scenarios, the nulalternatief among them, each on request."""
    inner = "".join(
        disclosure(scenario.title, Html(_scenario(release, scenario))) for scenario in release.scenarios.values()
    )
    return section("scenarios", f"{len(release.scenarios)} scenario’s, elk een verschil met een basis", inner)


def _scenario(release: Release, scenario: Scenario) -> str:
    changed = changes(release, scenario)
    base = "geen: dit is een beginpunt" if changed.base is None else changed.base.title
    lines = "".join(f"<li>{text(line)}</li>" for line in changed.lines)
    differs = f"<ul>{lines}</ul>" if lines else "niets" if changed.base is not None else "niet van toepassing"
    return (
        f'<dl class="rw-facts"><div><dt>Uitleg</dt><dd>{text(scenario.explanation)}</dd></div>'
        f"<div><dt>Bron</dt><dd>{source_link(release, scenario.source)}</dd></div>"
        f"<div><dt>Basis</dt><dd>{text(base)}</dd></div>"
        f"<div><dt>Verdeling</dt><dd>{text(allocation(release, scenario))}</dd></div>"
        f"<div><dt>Uitspraken</dt><dd>{text(' '.join(scenario.statements) or 'geen')}</dd></div>"
        f"<div><dt>Wat verandert tegenover de basis</dt><dd>{differs}</dd></div></dl>"
        f"{_measures(release, scenario)}{_placements(release, scenario)}{_pm(release, scenario)}"
    )


def _measures(release: Release, scenario: Scenario) -> str:
    if not scenario.measures:
        return "<p>Dit scenario heeft geen maatregelen.</p>"
    rows = [_measure_row(release, measure) for measure in scenario.measures]
    head = [
        "Maatregel",
        "Soort",
        "Richting",
        "Parameter, standaard",
        "Wanneer",
        "Waarop",
        "Status",
        "Bron",
        "Uitspraken",
    ]
    return table(f"Maatregelen van {scenario.title}", head, rows, style="rw-wrap rw-rows rw-firsthead")


def _measure_row(release: Release, measure: Measure) -> Row:
    parameter = release.parameters[measure.parameter]
    value = value_with_unit(parameter.default, parameter.unit)
    return Row(
        (
            Cell(
                Html(f'{text(measure.title)}<br><span class="rw-small">{text(measure.explanation)}</span>'),
                number=False,
                head=True,
            ),
            words(KINDS[measure.kind]),
            words("meer (+)" if measure.sign > 0 else "minder (−)")
            if measure.kind == "percentage"
            else words("baten (+)" if measure.sign > 0 else "lasten (−)"),
            words(f"{parameter.label}: {value}"),
            words(path_words(measure)),
            words(limits(release, measure)),
            Cell(tag(measure.status), number=False),
            Cell(source_link(release, measure.source, short=True), number=False),
            words(" ".join(measure.statements)),
        )
    )


def path_words(measure: Measure) -> str:
    """The path or phase: "2023 33,3 %, 2024 66,7 %, vanaf 2025 100 %"."""
    steps = list(measure.path)
    told = [f"{year} {_share(step)}" for year, step in steps]
    if measure.kind == "eenmalig":
        return f"{', '.join(told)}; daarna niets"
    return ", ".join((*told[:-1], f"vanaf {told[-1]}")) if told else "in geen enkel jaar"


def _share(step: Fraction) -> str:
    return percentage(float(step), 0 if step.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100) else 1)


def limits(release: Release, measure: Measure) -> str:
    """What a measure works on."""
    if measure.kind != "percentage":
        per = "per Wsw-persoon in het basisjaar" if measure.base == "wsw_personen" else "één bedrag"
        return f"{per}, verdeeld met de {release.key_words(measure.key)}" if measure.key else per
    kinds = [c.label for c in release.figures.cost_types if measure.cost_types is None or c.id in measure.cost_types]
    what = "alle kostensoorten" if measure.cost_types is None else ", ".join(map(lower_first, kinds))
    where = [w for w in release.figures.werkvormen if measure.werkvormen is not None and w.id in measure.werkvormen]
    werkvormen = "alle werkvormen" if measure.werkvormen is None else ", ".join(lower_first(w.label) for w in where)
    return f"{what}; {werkvormen}; {names(release, measure.gemeenten)}"


def _placements(release: Release, scenario: Scenario) -> str:
    layers = zip(chain(release, scenario), scenario.placements, strict=True)
    rows = [
        Row(
            (
                name(label(release, rule.werkvorm)),
                words(names(release, rule.gemeenten)),
                words(_uitvoerder(scenario, rule.uitvoerder)),
                words(rule.from_year),
                words(owner.short_title),
                words(" ".join(rule.statements)),
            )
        )
        for owner, layer in layers
        for rule in layer
    ]
    head = ["Werkvorm", "Gemeenten", "Uitvoerder", "Vanaf", "Regel uit", "Uitspraken"]
    caption = f"Wie voert het werk uit in {scenario.title}; een eigen of latere regel gaat voor"
    return table(caption, head, rows, style="rw-wrap rw-rows")


def _uitvoerder(scenario: Scenario, key: str) -> str:
    uitvoerder = scenario.uitvoerders[key]
    return f"{uitvoerder.label} van de eigen gemeente" if uitvoerder.own_service else uitvoerder.label


def _pm(release: Release, scenario: Scenario) -> str:
    if not scenario.pm:
        return "<p>Dit scenario heeft geen PM-posten.</p>"
    told = "; ".join(
        f"{lower_first(release.pm[item].label)} ({' '.join(statements) or 'geen uitspraak'})"
        for item, statements in scenario.pm.items()
    )
    return f"<p>PM-posten, bedrag onbekend en niet meegeteld: {text(told)}.</p>"
