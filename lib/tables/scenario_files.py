"""scenarios/*.toml → scenarios with their bases worked in (model.md §4)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, Strict, ValidationInfo

from lib.model.attribution import ALLOCATION
from lib.model.parameters import Parameter
from lib.model.scenario import (
    EACH_ITS_OWN,
    NOT_NAMED,
    OTHER_PLACE,
    Measure,
    OwnCosts,
    Placement,
    PmEvidence,
    Scenario,
    Uitvoerder,
    derive,
)
from lib.tables.rows import Problem
from lib.tables.toml_files import (
    EURO,
    LIST,
    SHARE,
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
from lib.text.nearest import meant

WORKPLACES = ("blijft", "blijft waar mogelijk", OTHER_PLACE, NOT_NAMED)
ALLOCATIONS = {"sleutel": (), "eigen": EACH_ITS_OWN}
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


def _start_year(value: Any, info: ValidationInfo[Any]) -> int:
    """Nothing changes in the first year."""
    return _year(value, info, after=1)


def _step_year(key: str, info: ValidationInfo[Any]) -> int:
    """Nothing changes in the first year."""
    return _year(int(key) if re.fullmatch("[0-9]{4}", key) else None, info, after=1)


def _multiplier(step: Any) -> Fraction:
    """An exact number from a TOML number or from text such as "1/3"."""
    try:
        return Fraction(text if MULTIPLIER.fullmatch(text := str(step)) else "")
    except (ValueError, ZeroDivisionError):
        raise wrong("geen getal of breuk", 'schrijf een getal of een breuk als "1/3".') from None


def _first_part(part: Any) -> Fraction:
    """A part of a year: more than nothing, at most the whole."""
    if not 0 < (read := _multiplier(part)) <= 1:
        raise wrong("geen deel van een jaar", "kies een getal boven 0 tot en met 1; 0.5 is een start op 1 juli.")
    return read


def _allocation(read: Any) -> Any:
    """A word, or a list of tables that are read one by one."""
    if isinstance(read, str) and read not in ALLOCATIONS:
        raise wrong("onbekende waarde", meant(read, ALLOCATIONS))
    if not isinstance(read, str) and not (isinstance(read, list) and read):
        raise wrong("geen verdeling", 'schrijf "sleutel" of "eigen", of zet [[verdeling]] boven elk begin.')
    return read


def _gemeente(read: str, info: ValidationInfo[Any]) -> str:
    """The code of a gemeente that is called by its code or by its name."""
    codes = {name.casefold(): code for name, code in info.context["gemeente_codes"].items()}
    code = codes.get(read.casefold(), read)
    if code not in info.context["gemeenten"]:
        raise wrong("onbekende waarde", meant(read, info.context["gemeente_codes"]))
    return code


def _is_free(name: str, info: ValidationInfo[Any]) -> str:
    if name in (ALLOCATION, *info.context["cost_types"]):
        raise wrong("deze id is bezet", "kies een andere id.")
    return name


Steps = dict[Annotated[int, PlainValidator(_step_year)], Annotated[Fraction, PlainValidator(_multiplier)]]
NO_PATH = must(lambda read: isinstance(read, dict) and read, "geen pad", "schrijf bijvoorbeeld { 2021 = 1 }.")
Path = Annotated[Steps, BeforeValidator(NO_PATH)]
Statements = Annotated[tuple[Annotated[str, one_of("statements")], ...], Strict(False), LIST]
#: A gemeente by its code or by its name.
Gemeente = Annotated[str, AfterValidator(_gemeente)]
Gemeenten = Annotated[frozenset[Gemeente], Strict(False), LIST]
Werkvormen = Annotated[frozenset[Annotated[str, one_of("werkvormen")]], Strict(False), LIST]
CostTypes = Annotated[frozenset[Annotated[str, one_of("cost_types")]], Strict(False), LIST]
Key = Annotated[Text, one_of("keys")]
#: One parameter, or a list of them.
Factors = Annotated[
    tuple[Annotated[str, one_of("parameters")], ...],
    Strict(False),
    LIST,
    BeforeValidator(lambda read: [read] if isinstance(read, str) else read),
]


class _Scenario(TomlTable):
    id: Id
    title: Text = Field(alias="titel")
    short_title: Text = Field(alias="korte_titel")
    in_sentence: Text = Field(alias="in_zin")
    explanation: Text = Field(alias="toelichting")
    base: Text | None = Field(None, alias="basis")
    allocation: Annotated[Any, PlainValidator(_allocation)] = Field(None, alias="verdeling")
    key: Key | None = Field(None, alias="sleutel")
    dropped: Texts = Field((), alias="vervalt")
    statements: Statements = Field((), alias="uitspraken")
    source: Source = Field(alias="bron_id")
    names: Text = Field("", alias="noemt")
    leaves_open: Text = Field("", alias="laat_open")
    published: Text = Field("", alias="gepubliceerd")
    published_source: Source = Field("", alias="gepubliceerd_bron")
    only_pm: bool = Field(False, alias="alleen_pm")
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
    employer: Text = Field(NOT_NAMED, alias="werkgever")
    workplace: Annotated[Text, one_of(WORKPLACES)] = Field(NOT_NAMED, alias="werkplek")
    later = ("employer", "workplace")


class _OwnCosts(TomlTable):
    gemeenten: Gemeenten | None = None
    from_year: Annotated[int, PlainValidator(_start_year)] = Field(alias="vanaf")
    first_part: Annotated[Fraction, PlainValidator(_first_part)] = Field(Fraction(1), alias="deel_eerste_jaar")


class _Pm(TomlTable):
    id: Annotated[Text, one_of("pm")]
    statements: Statements = Field((), alias="uitspraken")
    source: Source = Field("", alias="bron_id")
    explanation: Text = Field("", alias="toelichting")
    later = ("source", "explanation")


class _Measure(TomlTable):
    id: Annotated[Id, AfterValidator(_is_free)]
    kind: Annotated[Text, one_of(("percentage", "eenmalig", "jaarlijks"))] = Field(alias="soort")
    title: Text = Field(alias="titel")
    direction: Direction = Field(alias="richting")
    parameter: Annotated[Text, one_of("parameters")]
    factors: Factors = Field((), alias="keer")
    gemeenten: Gemeenten | None = None
    status: Status
    source: Source = Field(alias="bron_id")
    explanation: Text = Field(alias="toelichting")
    statements: Statements = Field((), alias="uitspraken")
    path: Path = Field(alias="pad")


class _Percentage(_Measure):
    cost_types: CostTypes | None = Field(None, alias="kostensoorten")
    werkvormen: Werkvormen | None = None


class _Yearly(_Measure):
    key: Key = Field(alias="sleutel")


class _OneOff(_Yearly):
    path: Path = Field(alias="fase")
    base: Annotated[Text, one_of(("een", "wsw_personen"))] = Field(alias="grondslag")


MEASURES: dict[str, type[_Measure]] = {"eenmalig": _OneOff, "jaarlijks": _Yearly}
ROWS: dict[str, type[TomlTable]] = {
    "uitvoerders": _Uitvoerder,
    "verdeling": _OwnCosts,
    "plaatsing": _Placement,
    "maatregel": _Percentage,
    "pm": _Pm,
}


def keys_of(block: str = "", kind: str = "") -> tuple[str, ...]:
    """The keys of the file itself, or of a row of one of its blocks (of a measure: of that kind), as they are declared."""
    model = _Scenario if not block else ROWS.get(block, TomlTable)
    model = MEASURES.get(kind, model) if block == "maatregel" else model
    return tuple(field.alias or name for name, field in model.model_fields.items())


def row_of(measure: Measure) -> dict[str, Any]:
    """A measure as its file says it, but for what it leaves to its default."""
    model = MEASURES.get(measure.kind, _Percentage)
    values = {
        **vars(measure),
        "direction": next(sign for sign, number in SIGNS.items() if number == measure.sign),
        "path": {str(year): _written(step) for year, step in measure.path},
    }
    aliases = {name: field.alias or name for name, field in model.model_fields.items()}
    row = {aliases[name]: values[name] for name in aliases if values.get(name) not in (None, ())}
    return {key: _list(value) if isinstance(value, frozenset | tuple) else value for key, value in row.items()}


def _list(value: frozenset[str] | tuple[str, ...]) -> list[str]:
    """Of what has no order, the alphabet is the order."""
    return sorted(value) if isinstance(value, frozenset) else list(value)


def _written(step: Fraction) -> Any:
    """A multiplier as a file may have it, read back as the very same: a whole number, a fraction, or decimals."""
    if step.denominator == 1:
        return step.numerator
    text = str(step)
    return text if MULTIPLIER.fullmatch(text) else Decimal(step.numerator) / Decimal(step.denominator)


def read_scenarios(
    files: Mapping[str, dict[str, Any]], words: Mapping[str, Any], problems: list[Problem], stored: bool = False
) -> dict[str, Scenario]:
    """Scenarios by id, in the order of the file names; what is wrong goes into `problems`. How the files go together is
    looked at when each is sound by itself. `words` are those that a file may name, from data/ and the registry; `stored`
    files may be from before a key."""
    own: dict[str, Layer] = {}
    for file in sorted(files):
        toml = TomlFile(file, problems, words, stored)
        if _has_strayed(toml, files[file]):
            continue
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


def read_beside(toml: TomlFile, content: Mapping[str, Any], scenarios: Mapping[str, Scenario]) -> Scenario | None:
    """One more scenario, beside `scenarios` whose bases are worked in already, held to what a file of a folder is held to;
    None when something is wrong, which goes into the problems of `toml`."""
    top = None if _has_strayed(toml, content) else toml.table(_Scenario, "", dict(content))
    if top is None:
        return None
    toml.refuse_twice("", top.id, scenarios, "elk scenario")
    own, resolved = {top.id: _layer(toml, top)}, dict(scenarios)
    if toml.problems or not _resolve(top.id, own, resolved, ()):
        return None
    _check_cells(toml, resolved[top.id])
    return None if toml.problems else resolved[top.id]


def _has_strayed(toml: TomlFile, content: Mapping[str, Any]) -> bool:
    """Whether something that must be said of the whole scenario, and is not, stands below the heading of a row, and so belongs to
    that row."""
    strayed = False
    for block in ROWS:
        content_of_block = content.get(block)
        named = content_of_block.values() if isinstance(content_of_block, dict) else content_of_block
        for row in (row for row in named or () if isinstance(row, dict)) if isinstance(named, Iterable) else ():
            own = keys_of(block, as_read(row.get("soort", "")))
            for key in (key for key in row if key in keys_of() and key not in content and key not in own):
                heading = f"[{block}.…]" if isinstance(content_of_block, dict) else f"[[{block}]]"
                what = f"staat onder {heading} en hoort nu daarbij"
                toml.report(block, key, what, row[key], f"zet {key} boven de eerste regel die met [ begint.")
                strayed = True
    return strayed


def _layer(toml: TomlFile, top: _Scenario) -> Layer:
    _check_base(toml, top)
    _check_only_pm(toml, top)
    rules = tuple(Placement(**dict(row)) for _, row in toml.tables(_Placement, "plaatsing", top.plaatsing, "werkvorm"))
    carriers = {name: toml.table(_Uitvoerder, f"uitvoerders.{name}", row) for name, row in top.uitvoerders.items()}
    scenario = Scenario(
        **top.model_dump(exclude={"allocation", "dropped", "uitvoerders", "plaatsing", "maatregel", "pm"}),
        own_costs=_own_costs(toml, top.allocation),
        measures=tuple(_measures(toml, top.maatregel)),
        placements=(rules,),
        uitvoerders={name: Uitvoerder(name, **dict(row)) for name, row in carriers.items() if row},
        pm=_pm(toml, top),
    )
    return Layer(toml, scenario, frozenset(top.dropped), top.allocation is not None)


def _own_costs(toml: TomlFile, allocation: Any) -> tuple[OwnCosts, ...]:
    """Who bears its own costs from when; no gemeente begins twice, but one that is named may do so apart from all."""
    if not isinstance(allocation, list):
        return ALLOCATIONS.get(allocation, ())
    rules: list[OwnCosts] = []
    for place, row in toml.tables(_OwnCosts, "verdeling", allocation, name=""):
        rule = OwnCosts(**dict(row))
        if shared := next(filter(None, (_shared_gemeenten(rule, other) for other in rules)), ""):
            toml.report(place, "gemeenten", "twee keer een begin voor één gemeente", shared, "houd één van de twee.")
        rules.append(rule)
    return tuple(rules)


def _check_only_pm(toml: TomlFile, top: _Scenario) -> None:
    """Of what is not published a file says nothing that an outcome could be made of."""
    said = {
        "verdeling": top.allocation,
        "maatregel": top.maatregel,
        "plaatsing": top.plaatsing,
        "uitvoerders": top.uitvoerders,
    }
    for key in (key for key, value in said.items() if value and top.only_pm):
        remedy = f"haal {key} weg, of haal alleen_pm weg."
        toml.report("", key, "kan niet samen met alleen_pm: de uitkomst is dan niet bekend", "", remedy)


def _check_base(toml: TomlFile, top: _Scenario) -> None:
    """What a scenario without a base must say itself, and what it cannot; and the source of what it says was published."""
    published = ("published", "published_source")
    if top.base is not None:
        toml.require("", top, published if top.model_fields_set.intersection(published) else ())
        return
    toml.require("", top, ("names", "leaves_open", *published))
    for key, value in (("verdeling", top.allocation), ("sleutel", top.key)):
        if value is None and not (top.only_pm and key == "verdeling"):
            toml.report("", key, "sleutel ontbreekt", "", f"voeg {key} = … toe.")
    if top.dropped:
        read = ", ".join(sorted(top.dropped))
        toml.report("", "vervalt", "zonder basis vervalt er niets", read, "noem een basis of haal dit weg.")


def _pm(toml: TomlFile, top: _Scenario) -> dict[str, PmEvidence]:
    """The evidence of each PM item; a stored one of before has its statements and the source of its scenario."""
    items: dict[str, PmEvidence] = {}
    for place, row in toml.tables(_Pm, "pm", top.pm):
        if row.id in items:
            toml.report(place, "id", "staat er twee keer", row.id, "noem elke PM-post één keer.")
        items[row.id] = PmEvidence(row.statements, row.source or top.source, row.explanation)
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
    """A percentage of costs is a share or a rate; what comes once or every year is an amount. A factor is a share."""
    for at, factor in enumerate(row.factors):
        if factor == row.parameter:
            what = "dezelfde parameter als die van de maatregel"
            toml.report(place, "keer", what, factor, "kies een andere parameter.")
        if factor in row.factors[:at]:
            toml.report(place, "keer", "staat er twee keer", factor, "noem elke parameter één keer.")
        if unit_family(unit := toml.words["parameters"][factor].unit) != SHARE:
            remedy = "vermenigvuldig met een parameter in een aandeel."
            toml.report(place, "keer", "verkeerde eenheid", f"{factor} in {unit}", remedy)
    parameter: Parameter = toml.words["parameters"][row.parameter]
    if (row.kind == "percentage") == (unit_family(parameter.unit) == EURO):
        kind = "een aandeel" if row.kind == "percentage" else "euro"
        remedy = f"een maatregel van soort {row.kind} vraagt een parameter in {kind}."
        toml.report(place, "parameter", "verkeerde eenheid", f"{row.parameter} in {parameter.unit}", remedy)


def _resolve(scenario_id: str, own: Mapping[str, Layer], resolved: dict[str, Scenario], above: tuple[str, ...]) -> bool:
    """Work the base in; False when the chain of bases does not end."""
    if scenario_id in resolved:
        return True
    layer = own[scenario_id]
    base = layer.scenario.base
    if base is None:
        resolved[scenario_id] = layer.scenario
        return True
    if base not in own and base not in resolved:
        remedy = meant(base, {name for name in (*own, *resolved) if name != scenario_id})
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
    allocation = layer.scenario.own_costs if layer.allocates else parent.own_costs
    result = derive(layer.scenario, parent, layer.dropped)
    resolved[scenario_id] = replace(result, own_costs=allocation, key=layer.scenario.key or parent.key)
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
            same = (rule.werkvorm, rule.from_year) == (other.werkvorm, other.from_year)
            shared = _shared_gemeenten(rule, other) if same else ""
            if shared:
                read = f"{shared}: {other.uitvoerder} en {rule.uitvoerder}, vanaf {rule.from_year}"
                toml.report(place, "", "twee regels voor één cel", read, "houd één van de twee.")
    year = toml.words["base_year"]
    if scenario.only_pm:
        return
    for werkvorm in toml.words["werkvormen"]:
        bare = [code for code in toml.words["gemeenten"] if scenario.placement(code, werkvorm, year) is None]
        if bare:
            remedy = f"voeg een [[plaatsing]] toe die {werkvorm} vanaf {year} een uitvoerder geeft."
            read = f"{', '.join(bare)}, {year}"
            toml.report(f"plaatsing “{werkvorm}”", "", "cel zonder regel", read, remedy)


def _shared_gemeenten(rule: Placement | OwnCosts, other: Placement | OwnCosts) -> str:
    """The gemeenten, in words, that two rules are both about; a rule for some goes before one for all."""
    if rule.gemeenten is None or other.gemeenten is None:
        return "alle gemeenten" if rule.gemeenten is other.gemeenten else ""
    return ", ".join(sorted(rule.gemeenten & other.gemeenten))
