"""scenarios/*.toml → scenarios with their bases worked in (model.md §4)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, Strict, ValidationInfo

from lib.model.attribution import ALLOCATION
from lib.model.parameters import Parameter, PmItem
from lib.model.scenario import Measure, Placement, Scenario, Uitvoerder, derive
from lib.store.problems import Problem, meant
from lib.store.registry import EURO, unit_family
from lib.store.toml_tables import (
    LIST,
    SIGNS,
    Direction,
    Id,
    Named,
    Rows,
    Source,
    Status,
    Text,
    Texts,
    TomlFile,
    TomlTable,
    as_read,
    must,
    one_of,
    wrong,
)

MULTIPLIER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,17}|/[0-9]{1,9})?")


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
class Layer:
    """What one file says by itself, before its base is worked in."""

    toml: TomlFile
    scenario: Scenario
    dropped: frozenset[str]
    allocates: bool


def _horizon(value: Any, first: int, last: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not first <= value <= last:
        raise wrong("geen jaar binnen de horizon", f"kies een jaar van {first} tot en met {last}.")
    return value


def _year(value: Any, info: ValidationInfo[Any]) -> int:
    return _horizon(value, info.context["first_year"], info.context["last_year"])


def _later_year(key: str, info: ValidationInfo[Any]) -> int:
    year = int(key) if re.fullmatch("[0-9]{4}", key) else None
    return _horizon(year, info.context["first_year"] + 1, info.context["last_year"])


def _multiplier(step: Any) -> Fraction:
    """An exact number from a TOML number or from text such as "1/3"."""
    try:
        return Fraction(text if MULTIPLIER.fullmatch(text := str(step)) else "")
    except (ValueError, ZeroDivisionError):
        raise wrong("geen getal of breuk", 'schrijf een getal of een breuk als "1/3".') from None


def _is_free(name: str, info: ValidationInfo[Any]) -> str:
    if name in (ALLOCATION, *info.context["cost_types"]):
        raise wrong("deze id is bezet", "kies een andere id.")
    return name


Steps = dict[Annotated[int, PlainValidator(_later_year)], Annotated[Fraction, PlainValidator(_multiplier)]]
NO_PATH = must(lambda read: isinstance(read, dict) and read, "geen pad", "schrijf bijvoorbeeld { 2021 = 1 }.")
Path = Annotated[Steps, BeforeValidator(NO_PATH)]
Statements = Annotated[tuple[Annotated[str, one_of("statements")], ...], Strict(False), LIST]
Gemeenten = Annotated[frozenset[Annotated[str, one_of("gemeenten")]], Strict(False), LIST]
Werkvormen = Annotated[frozenset[Annotated[str, one_of("werkvormen")]], Strict(False), LIST]
CostTypes = Annotated[frozenset[Annotated[str, one_of("cost_types")]], Strict(False), LIST]
Key = Annotated[Text, one_of("keys")]


class _Scenario(TomlTable):
    id: Id
    title: Text = Field(alias="titel")
    short_title: Text = Field(alias="korte_titel")
    in_sentence: Text = Field(alias="in_zin")
    explanation: Text = Field(alias="toelichting")
    base: Text | None = Field(None, alias="basis")
    allocation: Annotated[Text, one_of(("sleutel", "eigen"))] | None = Field(None, alias="verdeling")
    key: Key | None = Field(None, alias="sleutel")
    dropped: Texts = Field((), alias="vervalt")
    statements: Statements = Field((), alias="uitspraken")
    source: Source = Field(alias="bron_id")
    uitvoerders: Named = Field({})
    plaatsing: Rows = Field([])
    maatregel: Rows = Field([])
    pm: Rows = Field([])


class _Uitvoerder(TomlTable):
    label: Text
    own_service: bool = Field(False, alias="eigen_dienst")


class _Placement(TomlTable):
    werkvorm: Annotated[Text, one_of("werkvormen")]
    gemeenten: Gemeenten | None = None
    uitvoerder: Text
    from_year: Annotated[int, PlainValidator(_year)] = Field(alias="vanaf")
    statements: Statements = Field((), alias="uitspraken")


class _Pm(TomlTable):
    id: Annotated[Text, one_of("pm")]
    statements: Statements = Field((), alias="uitspraken")


class _Measure(TomlTable):
    id: Annotated[Id, AfterValidator(_is_free)]
    kind: Annotated[Text, one_of(("percentage", "eenmalig", "jaarlijks"))] = Field(alias="soort")
    title: Text = Field(alias="titel")
    direction: Direction = Field(alias="richting")
    parameter: Annotated[Text, one_of("parameters")]
    status: Status
    source: Source = Field(alias="bron_id")
    explanation: Text = Field(alias="toelichting")
    statements: Statements = Field((), alias="uitspraken")
    path: Path = Field(alias="pad")


class _Percentage(_Measure):
    cost_types: CostTypes | None = Field(None, alias="kostensoorten")
    werkvormen: Werkvormen | None = None
    gemeenten: Gemeenten | None = None


class _Yearly(_Measure):
    key: Key = Field(alias="sleutel")


class _OneOff(_Yearly):
    path: Path = Field(alias="fase")
    base: Annotated[Text, one_of(("een", "wsw_personen"))] = Field(alias="grondslag")


MEASURES: dict[str, type[_Measure]] = {"eenmalig": _OneOff, "jaarlijks": _Yearly}


def read_scenarios(
    files: Mapping[str, dict[str, Any]], known: Vocabulary, problems: list[Problem]
) -> dict[str, Scenario]:
    """Scenarios by id, in the order of the file names; what is wrong goes into `problems`. How the files go together is
    looked at when each is sound by itself."""
    own: dict[str, Layer] = {}
    for file in sorted(files):
        toml = TomlFile(file, problems, vars(known))
        layer = _layer(toml, files[file], known)
        if layer is not None:
            toml.refuse_twice("", layer.scenario.id, own, "elk scenario")
            own[layer.scenario.id] = layer
    if problems:
        return {}
    resolved: dict[str, Scenario] = {}
    for scenario_id in own:
        _resolve(scenario_id, own, resolved, ())
    for scenario_id, scenario in resolved.items():
        _check_cells(own[scenario_id].toml, scenario, known)
    return resolved


def _layer(toml: TomlFile, content: dict[str, Any], known: Vocabulary) -> Layer | None:
    top = toml.table(_Scenario, "", content)
    if top is None:
        return None
    _check_base(toml, top)
    rules = tuple(Placement(**dict(row)) for _, row in toml.tables(_Placement, "plaatsing", top.plaatsing, "werkvorm"))
    scenario = Scenario(
        **top.model_dump(exclude={"allocation", "dropped", "uitvoerders", "plaatsing", "maatregel", "pm"}),
        own_allocation=top.allocation == "eigen",
        measures=tuple(_measures(toml, top.maatregel, known)),
        placements=(rules,),
        uitvoerders=_uitvoerders(toml, top.uitvoerders),
        pm=_pm(toml, top.pm),
    )
    return Layer(toml, scenario, frozenset(top.dropped), top.allocation is not None)


def _check_base(toml: TomlFile, top: _Scenario) -> None:
    """What a scenario without a base must say itself, and what it cannot."""
    if top.base is not None:
        return
    for key, value in (("verdeling", top.allocation), ("sleutel", top.key)):
        if value is None:
            toml.report("", key, "sleutel ontbreekt", "", f"voeg {key} = … toe.")
    if top.dropped:
        read = ", ".join(sorted(top.dropped))
        toml.report("", "vervalt", "zonder basis vervalt er niets", read, "noem een basis of haal dit weg.")


def _uitvoerders(toml: TomlFile, tables: Named) -> dict[str, Uitvoerder]:
    rows = {name: toml.table(_Uitvoerder, f"uitvoerders.{name}", table) for name, table in tables.items()}
    return {name: Uitvoerder(name, **dict(row)) for name, row in rows.items() if row is not None}


def _pm(toml: TomlFile, rows: Rows) -> dict[str, tuple[str, ...]]:
    items: dict[str, tuple[str, ...]] = {}
    for place, row in toml.tables(_Pm, "pm", rows):
        if row.id in items:
            toml.report(place, "id", "staat er twee keer", row.id, "noem elke PM-post één keer.")
        items[row.id] = row.statements
    return items


def _measures(toml: TomlFile, rows: Rows, known: Vocabulary) -> Iterator[Measure]:
    taken: set[str] = set()
    for i, raw in enumerate(rows, start=1):
        kind = MEASURES.get(as_read(raw.get("soort")), _Percentage) if isinstance(raw, dict) else _Percentage
        for place, row in toml.tables(kind, "maatregel", [raw], start=i):
            toml.refuse_twice(place, row.id, taken, "elke maatregel")
            taken.add(row.id)
            _check_unit(toml, place, row, known)
            path = tuple(sorted(row.path.items()))
            yield Measure(**row.model_dump(exclude={"direction", "path"}), sign=SIGNS[row.direction], path=path)


def _check_unit(toml: TomlFile, place: str, row: _Measure, known: Vocabulary) -> None:
    """A percentage of costs is a share or a rate; what comes once or every year is an amount."""
    parameter = known.parameters[row.parameter]
    if (row.kind == "percentage") == (unit_family(parameter.unit) == EURO):
        kind = "een aandeel" if row.kind == "percentage" else "euro"
        remedy = f"een maatregel van soort {row.kind} vraagt een parameter in {kind}."
        toml.report(place, "parameter", "verkeerde eenheid", f"{row.parameter} in {parameter.unit}", remedy)


def _resolve(scenario_id: str, own: Mapping[str, Layer], resolved: dict[str, Scenario], above: tuple[str, ...]) -> bool:
    """Work the base in; False when the chain of bases does not end."""
    layer = own[scenario_id]
    base = layer.scenario.base
    if scenario_id in resolved:
        return True
    if base is None:
        resolved[scenario_id] = layer.scenario
        return True
    if base not in own:
        remedy = meant(base, [name for name in own if name != scenario_id])
        layer.toml.report("", "basis", "onbekend scenario", base, remedy)
        return False
    chain = (*above, scenario_id)
    if base in chain:
        if base == chain[0]:
            what, circle = "de bases verwijzen in een kring naar elkaar", " → ".join((*chain, base))
            layer.toml.report("", "basis", what, circle, "laat de kring los.")
        return False
    if not _resolve(base, own, resolved, chain):
        return False
    parent = resolved[base]
    known = {*(measure.id for measure in parent.measures), *parent.pm}
    for name in sorted(layer.dropped - known):
        layer.toml.report("", "vervalt", "onbekende maatregel of PM-post", name, meant(name, known))
    allocation = layer.scenario.own_allocation if layer.allocates else parent.own_allocation
    result = derive(layer.scenario, parent, layer.dropped)
    resolved[scenario_id] = replace(result, own_allocation=allocation, key=layer.scenario.key or parent.key)
    return True


def _check_cells(toml: TomlFile, scenario: Scenario, known: Vocabulary) -> None:
    """Every cell has one rule in every year, and every rule a known uitvoerder."""
    own = scenario.placements[-1]
    for i, rule in enumerate(own):
        place = f"plaatsing “{rule.werkvorm}”"
        if rule.uitvoerder not in scenario.uitvoerders:
            remedy = meant(rule.uitvoerder, scenario.uitvoerders)
            toml.report(place, "uitvoerder", "onbekende uitvoerder", rule.uitvoerder, remedy)
        for other in own[:i]:
            shared = _shared_gemeenten(rule, other)
            if shared:
                read = f"{shared}: {other.uitvoerder} en {rule.uitvoerder}, vanaf {rule.from_year}"
                toml.report(place, "", "twee regels voor één cel", read, "houd één van de twee.")
    for werkvorm in known.werkvormen:
        bare = [code for code in known.gemeenten if scenario.placement(code, werkvorm, known.base_year) is None]
        if bare:
            remedy = f"voeg een [[plaatsing]] toe die {werkvorm} vanaf {known.base_year} een uitvoerder geeft."
            read = f"{', '.join(bare)}, {known.base_year}"
            toml.report(f"plaatsing “{werkvorm}”", "", "cel zonder regel", read, remedy)


def _shared_gemeenten(rule: Placement, other: Placement) -> str:
    """The gemeenten, in words, in which two rules begin in one year; a rule for some goes before one for all."""
    if (rule.werkvorm, rule.from_year) != (other.werkvorm, other.from_year):
        return ""
    if rule.gemeenten is None or other.gemeenten is None:
        return "alle gemeenten" if rule.gemeenten is other.gemeenten else ""
    return ", ".join(sorted(rule.gemeenten & other.gemeenten))
