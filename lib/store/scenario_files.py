"""scenarios/*.toml → scenarios with their bases worked in (model.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lib.model.attribution import ALLOCATION
from lib.model.parameters import Parameter, PmItem
from lib.model.scenario import Measure, Placement, Scenario, Uitvoerder, derive
from lib.store.problems import Problem, meant
from lib.store.registry import EURO, unit_family
from lib.store.tables import STATUSES
from lib.store.toml_section import Section


@dataclass(frozen=True)
class Vocabulary:
    """The ids that a scenario file may name, from data/ and the registry."""

    base_year: int
    first_year: int
    last_year: int
    gemeenten: tuple[str, ...]
    werkvormen: tuple[str, ...]
    cost_types: tuple[str, ...]
    keys: tuple[str, ...]
    sources: frozenset[str]
    statements: frozenset[str]
    parameters: Mapping[str, Parameter]
    pm: Mapping[str, PmItem]


@dataclass(frozen=True)
class Own:
    """What one file says by itself, before its base is worked in."""

    file: str
    scenario: Scenario
    dropped: frozenset[str]
    allocates: bool
    section: Section


def read_scenarios(
    files: Mapping[str, dict[str, object]], known: Vocabulary, problems: list[Problem]
) -> dict[str, Scenario]:
    """Scenarios by id, in the order of the file names; what is wrong goes into `problems`."""
    own: dict[str, Own] = {}
    for file in sorted(files):
        read = _own(Section(file, "", files[file], problems), known)
        if read.scenario.id in own:
            read.section.report("id", "staat er twee keer", read.scenario.id, "geef elk scenario een eigen id.")
        own[read.scenario.id] = read
    resolved: dict[str, Scenario] = {}
    for scenario_id in own:
        _resolve(scenario_id, own, resolved, ())
    for scenario_id, scenario in resolved.items():
        _check_cells(own[scenario_id].section, scenario, known)
    return resolved


def _own(top: Section, known: Vocabulary) -> Own:
    base = top.text("basis", required=False) or None
    allocation = top.text("verdeling", required=base is None, choices=("sleutel", "eigen"))
    key = top.text("sleutel", required=base is None, choices=known.keys)
    uitvoerders = {name: _uitvoerder(name, section) for name, section in top.named("uitvoerders").items()}
    placements = tuple(_placement(section, known) for section in top.sections("plaatsing", "werkvorm"))
    measures = [_measure(section, known) for section in top.sections("maatregel")]
    for i, measure in enumerate(measures):
        if measure.id in [earlier.id for earlier in measures[:i]]:
            part = top.part("maatregel", measure.id)
            part.report("id", "staat er twee keer", measure.id, "geef elke maatregel een eigen id.")
    items = [_pm(section, known) for section in top.sections("pm")]
    scenario = Scenario(
        id=top.id(),
        title=top.text("titel"),
        short_title=top.text("korte_titel"),
        in_sentence=top.text("in_zin"),
        explanation=top.text("toelichting"),
        base=base,
        own_allocation=allocation == "eigen",
        key=key,
        measures=tuple(measures),
        placements=(placements,),
        uitvoerders=uitvoerders,
        pm=dict(items),
        statements=top.texts("uitspraken", choices=known.statements) or (),
        source=top.text("bron_id", choices=known.sources),
    )
    dropped = frozenset(top.texts("vervalt") or ())
    for item in sorted({item for i, (item, _) in enumerate(items) if item in dict(items[:i])}):
        top.part("pm", item).report("id", "staat er twee keer", item, "noem elke PM-post één keer.")
    if dropped and base is None:
        top.report(
            "vervalt", "zonder basis vervalt er niets", ", ".join(sorted(dropped)), "noem een basis of haal dit weg."
        )
    top.finish()
    return Own(top.file, scenario, dropped, bool(allocation), top)


def _uitvoerder(name: str, section: Section) -> Uitvoerder:
    result = Uitvoerder(name, section.text("label"), section.flag("eigen_dienst"))
    section.finish()
    return result


def _placement(section: Section, known: Vocabulary) -> Placement:
    gemeenten = section.texts("gemeenten", choices=known.gemeenten)
    result = Placement(
        werkvorm=section.text("werkvorm", choices=known.werkvormen),
        gemeenten=None if gemeenten is None else frozenset(gemeenten),
        uitvoerder=section.text("uitvoerder"),
        from_year=section.year("vanaf", minimum=known.first_year, maximum=known.last_year),
        statements=section.texts("uitspraken", choices=known.statements) or (),
    )
    section.finish()
    return result


def _pm(section: Section, known: Vocabulary) -> tuple[str, tuple[str, ...]]:
    item = section.text("id", choices=known.pm)
    statements = section.texts("uitspraken", choices=known.statements) or ()
    section.finish()
    return item, statements


def _measure(section: Section, known: Vocabulary) -> Measure:
    kind = section.text("soort", choices=("percentage", "eenmalig", "jaarlijks"), default="percentage")
    parameter = section.text("parameter", choices=known.parameters)
    years = (known.first_year + 1, known.last_year)
    steps = section.path("fase" if kind == "eenmalig" else "pad", *years)
    percentage = kind == "percentage"
    result = Measure(
        id=section.id(taken=(ALLOCATION, *known.cost_types)),
        title=section.text("titel"),
        kind=kind,  # type: ignore[arg-type]
        sign=-1 if section.text("richting", choices=("+", "-"), default="-") == "-" else 1,
        parameter=parameter,
        path=steps,
        status=section.text("status", choices=STATUSES, default="aanname"),
        source=section.text("bron_id", choices=known.sources),
        explanation=section.text("toelichting"),
        statements=section.texts("uitspraken", choices=known.statements) or (),
        cost_types=_chosen(section, "kostensoorten", known.cost_types) if percentage else None,
        werkvormen=_chosen(section, "werkvormen", known.werkvormen) if percentage else None,
        gemeenten=_chosen(section, "gemeenten", known.gemeenten) if percentage else None,
        base=section.text("grondslag", choices=("een", "wsw_personen"), default="een") if kind == "eenmalig" else "een",
        key=None if percentage else section.text("sleutel", choices=known.keys),
    )
    section.finish()
    _check_unit(section, result, known)
    return result


def _check_unit(section: Section, measure: Measure, known: Vocabulary) -> None:
    parameter = known.parameters.get(measure.parameter)
    family = unit_family(parameter.unit) if parameter else None
    if family is None:
        return
    if (measure.kind == "percentage") == (family == EURO):
        wanted = "een aandeel" if measure.kind == "percentage" else "euro"
        remedy = f"een maatregel van soort {measure.kind} vraagt een parameter in {wanted}."
        section.report("parameter", "verkeerde eenheid", f"{measure.parameter} in {parameter.unit}", remedy)  # type: ignore[union-attr]


def _chosen(section: Section, key: str, choices: tuple[str, ...]) -> frozenset[str] | None:
    found = section.texts(key, choices=choices)
    return None if found is None else frozenset(found)


def _resolve(scenario_id: str, own: Mapping[str, Own], resolved: dict[str, Scenario], above: tuple[str, ...]) -> bool:
    """Work the base in; False when the chain of bases does not end."""
    if scenario_id in resolved:
        return True
    read = own[scenario_id]
    base = read.scenario.base
    if base is None:
        resolved[scenario_id] = read.scenario
        return True
    if base not in own:
        read.section.report(
            "basis", "onbekend scenario", base, meant(base, [name for name in own if name != scenario_id])
        )
        return False
    chain = (*above, scenario_id)
    if base in chain:
        if base == chain[0]:
            circle = " → ".join((*chain, base))
            read.section.report("basis", "de bases verwijzen in een kring naar elkaar", circle, "laat de kring los.")
        return False
    if not _resolve(base, own, resolved, chain):
        return False
    parent = resolved[base]
    known = {*(measure.id for measure in parent.measures), *parent.pm}
    for name in sorted(read.dropped - known):
        read.section.report("vervalt", "onbekende maatregel of PM-post", name, meant(name, known))
    result = derive(read.scenario, parent, read.dropped)
    if not read.allocates:
        result = replace(result, own_allocation=parent.own_allocation)
    resolved[scenario_id] = replace(result, key=read.scenario.key or parent.key)
    return True


def _check_cells(section: Section, scenario: Scenario, known: Vocabulary) -> None:
    """Every cell has one rule in every year, and every rule a known uitvoerder."""
    own = scenario.placements[-1]
    for i, rule in enumerate(own):
        part = section.part("plaatsing", rule.werkvorm)
        if rule.uitvoerder not in scenario.uitvoerders:
            remedy = meant(rule.uitvoerder, scenario.uitvoerders)
            part.report("uitvoerder", "onbekende uitvoerder", rule.uitvoerder, remedy)
        for other in own[:i]:
            _check_overlap(part, rule, other)
    for werkvorm in known.werkvormen:
        bare = [code for code in known.gemeenten if scenario.placement(code, werkvorm, known.base_year) is None]
        if bare:
            remedy = f"voeg een [[plaatsing]] toe die {werkvorm} vanaf {known.base_year} een uitvoerder geeft."
            read = f"{', '.join(bare)}, {known.base_year}"
            section.part("plaatsing", werkvorm).report("", "cel zonder regel", read, remedy)


def _check_overlap(part: Section, rule: Placement, other: Placement) -> None:
    if rule.werkvorm != other.werkvorm or rule.from_year != other.from_year:
        return
    if (rule.gemeenten is None) != (other.gemeenten is None):
        return
    both = None if rule.gemeenten is None or other.gemeenten is None else sorted(rule.gemeenten & other.gemeenten)
    if both is None or both:
        where = "alle gemeenten" if both is None else ", ".join(both)
        read = f"{where}: {other.uitvoerder} en {rule.uitvoerder}, vanaf {rule.from_year}"
        part.report("", "twee regels voor één cel", read, "houd één van de twee.")
