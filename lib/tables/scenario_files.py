"""scenarios/*.toml → scenarios with their bases worked in (model.md §4)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, Strict, ValidationInfo

from lib.model.attribution import ALLOCATION
from lib.model.parameters import Parameter
from lib.model.scenario import Measure, Placement, Scenario, Uitvoerder, derive
from lib.tables.rows import Problem, meant
from lib.tables.toml_files import (
    EURO,
    LIST,
    SIGNS,
    Direction,
    Id,
    Source,
    Status,
    Text,
    Texts,
    TomlFile,
    TomlTable,
    as_read,
    must,
    one_of,
    unit_family,
    wrong,
)

MULTIPLIER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,17}|/[0-9]{1,9})?")


@dataclass(frozen=True)
class Layer:
    """What one file says by itself, before its base is worked in."""

    toml: TomlFile
    scenario: Scenario
    dropped: frozenset[str]
    allocates: bool


def _year(value: Any, info: ValidationInfo[Any], after: int = 0) -> int:
    first, last = info.context["first_year"] + after, info.context["last_year"]
    if isinstance(value, bool) or not isinstance(value, int) or not first <= value <= last:
        raise wrong("geen jaar binnen de horizon", f"kies een jaar van {first} tot en met {last}.")
    return value


def _step_year(key: str, info: ValidationInfo[Any]) -> int:
    """Nothing changes in the first year."""
    return _year(int(key) if re.fullmatch("[0-9]{4}", key) else None, info, after=1)


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


Steps = dict[Annotated[int, PlainValidator(_step_year)], Annotated[Fraction, PlainValidator(_multiplier)]]
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
    uitvoerders: dict[str, Any] = Field({})
    plaatsing: list[Any] = Field([])
    maatregel: list[Any] = Field([])
    pm: list[Any] = Field([])


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
    files: Mapping[str, dict[str, Any]], words: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Scenario]:
    """Scenarios by id, in the order of the file names; what is wrong goes into `problems`. How the files go together is
    looked at when each is sound by itself. `words` are those that a file may name, from data/ and the registry."""
    own: dict[str, Layer] = {}
    for file in sorted(files):
        toml = TomlFile(file, problems, words)
        top = toml.table(_Scenario, "", files[file])
        if top is not None:
            toml.refuse_twice("", top.id, own, "elk scenario")
            own[top.id] = _layer(toml, top)
    if problems:
        return {}
    resolved: dict[str, Scenario] = {}
    for scenario_id in own:
        _resolve(scenario_id, own, resolved, ())
    for scenario_id, scenario in resolved.items():
        _check_cells(own[scenario_id].toml, scenario)
    return resolved


def _layer(toml: TomlFile, top: _Scenario) -> Layer:
    _check_base(toml, top)
    rules = tuple(Placement(**dict(row)) for _, row in toml.tables(_Placement, "plaatsing", top.plaatsing, "werkvorm"))
    carriers = {name: toml.table(_Uitvoerder, f"uitvoerders.{name}", row) for name, row in top.uitvoerders.items()}
    scenario = Scenario(
        **top.model_dump(exclude={"allocation", "dropped", "uitvoerders", "plaatsing", "maatregel", "pm"}),
        own_allocation=top.allocation == "eigen",
        measures=tuple(_measures(toml, top.maatregel)),
        placements=(rules,),
        uitvoerders={name: Uitvoerder(name, **dict(row)) for name, row in carriers.items() if row},
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


def _pm(toml: TomlFile, rows: list[Any]) -> dict[str, tuple[str, ...]]:
    items: dict[str, tuple[str, ...]] = {}
    for place, row in toml.tables(_Pm, "pm", rows):
        if row.id in items:
            toml.report(place, "id", "staat er twee keer", row.id, "noem elke PM-post één keer.")
        items[row.id] = row.statements
    return items


def _measures(toml: TomlFile, rows: list[Any]) -> Iterator[Measure]:
    names: set[str] = set()
    for i, content in enumerate(rows, start=1):
        kind = as_read(content.get("soort")) if isinstance(content, dict) else ""
        for place, row in toml.tables(MEASURES.get(kind, _Percentage), "maatregel", [content], start=i):
            toml.refuse_twice(place, row.id, names, "elke maatregel")
            names.add(row.id)
            _check_unit(toml, place, row)
            path = tuple(sorted(row.path.items()))
            yield Measure(**row.model_dump(exclude={"direction", "path"}), sign=SIGNS[row.direction], path=path)


def _check_unit(toml: TomlFile, place: str, row: _Measure) -> None:
    """A percentage of costs is a share or a rate; what comes once or every year is an amount."""
    parameter: Parameter = toml.words["parameters"][row.parameter]
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
    names = {*(measure.id for measure in parent.measures), *parent.pm}
    for name in sorted(layer.dropped - names):
        layer.toml.report("", "vervalt", "onbekende maatregel of PM-post", name, meant(name, names))
    allocation = layer.scenario.own_allocation if layer.allocates else parent.own_allocation
    result = derive(layer.scenario, parent, layer.dropped)
    resolved[scenario_id] = replace(result, own_allocation=allocation, key=layer.scenario.key or parent.key)
    return True


def _check_cells(toml: TomlFile, scenario: Scenario) -> None:
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
    year = toml.words["base_year"]
    for werkvorm in toml.words["werkvormen"]:
        bare = [code for code in toml.words["gemeenten"] if scenario.placement(code, werkvorm, year) is None]
        if bare:
            remedy = f"voeg een [[plaatsing]] toe die {werkvorm} vanaf {year} een uitvoerder geeft."
            read = f"{', '.join(bare)}, {year}"
            toml.report(f"plaatsing “{werkvorm}”", "", "cel zonder regel", read, remedy)


def _shared_gemeenten(rule: Placement, other: Placement) -> str:
    """The gemeenten, in words, in which two rules begin in one year; a rule for some goes before one for all."""
    if (rule.werkvorm, rule.from_year) != (other.werkvorm, other.from_year):
        return ""
    if rule.gemeenten is None or other.gemeenten is None:
        return "alle gemeenten" if rule.gemeenten is other.gemeenten else ""
    return ", ".join(sorted(rule.gemeenten & other.gemeenten))
