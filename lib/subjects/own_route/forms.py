"""The fields with which one change of an own route is made, and what was entered there as a row of its file.

What a field takes is what the file takes: choices come from the release, and what is wrong is said by the reader of the file
(`lib/tables/scenario_files.py`), which names the key, and so the field.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from lib.comparison.release import Release
from lib.model.attribution import ALLOCATION
from lib.model.parameters import Parameter
from lib.model.scenario import Measure, Scenario
from lib.subjects.own_route.start import ASSUMPTION, assumption_source, free_id
from lib.tables.columns import STATUSES
from lib.tables.route_draft import Change, RouteDraft
from lib.tables.scenario_files import WORKPLACES, row_of
from lib.tables.toml_files import EURO, SHARE, unit_family
from lib.text import lower_first, value_with_unit

Kind = Literal["choice", "choices", "year", "text", "path", "switch"]
#: The key of why a change is made.
REASON = "toelichting"
#: What a measure is about, in the order in which it is asked; the first is open, the last stands by itself.
WHEN, WHERE, SIZE, PROOF, WHY = "Wanneer en hoe ver", "Waar", "Hoeveel", "Naam en bron", ""
#: How a path is typed.
PATH_HELP = "Per jaar een getal of een breuk, met ; ertussen: 2023: 1/3; 2024: 2/3; 2025: 1. Een later jaar houdt het laatste getal."
PHASE_HELP = "Per jaar het deel van het bedrag, met ; ertussen: 2021: 50 %; 2022: 50 %."
#: From when in its first year a gemeente bears its own costs: the part of that year that then counts.
FIRST_PARTS = {"": "het hele jaar", "3/4": "vanaf 1 april", "1/2": "vanaf 1 juli", "1/4": "vanaf 1 oktober"}
#: Two keys of the route itself that one change is about.
HEAD_KEYS = ("verdeling", "sleutel")

_BETWEEN = re.compile(r"[;\n]|,(?=\s*[0-9]{4}\s*[:=])")
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")


@dataclass(frozen=True)
class Field:
    """One field: the key of the file that it fills in, and for a choice the id and the words of each option. An option "" is
    nothing; a choice of several that has none means all."""

    key: str
    label: str
    kind: Kind
    options: Mapping[str, str] = field(default_factory=dict)
    help: str = ""
    group: str = ""

    def can_show(self, row: Mapping[str, Any]) -> bool:
        """Whether it can show what the row has: what a file may say and no option stands for, stays as it is."""
        value = row.get(self.key)
        return self.kind != "choice" or value is None or str(value) in self.options

    def entry(self, row: Mapping[str, Any]) -> Any:
        """What the field shows of a row."""
        value = row.get(self.key)
        match self.kind:
            case "choices":
                return [name for name in value or () if name in self.options]
            case "switch":
                return bool(value)
            case "path":
                return write_path(value)
            case "text":
                return "" if value is None else str(value)
        text = "" if value is None else str(value)
        return text if text in self.options else next(iter(self.options), "")

    def value(self, entered: Any) -> Any:
        """What was entered, as the file has it; None for nothing."""
        match self.kind:
            case "path":
                return read_path(str(entered))
            case "year":
                return int(entered)
            case "text":
                return str(entered).strip() or None
        return entered or None


def row_from(fields: Iterable[Field], entered: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The row that was there with what was entered; a key that has no field stays as it is."""
    row = {**before, **{field.key: field.value(entered[field.key]) for field in fields}}
    return {key: value for key, value in row.items() if value is not None}


def read_path(text: str) -> Any:
    """What was typed as a path: per year a number as the file writes it, or the text as it stands where it is none. None
    where nothing was typed."""
    path: dict[str, Any] = {}
    for piece in filter(str.strip, _BETWEEN.split(text.strip(" {}"))):
        year, _, step = (part.strip(" \"'") for part in re.sub("[:=]", "\0", piece, count=1).partition("\0"))
        if year in path:
            return f"{year} staat er twee keer"
        path[year] = _multiplier(step)
    return path or None


def _multiplier(text: str) -> Any:
    number, percent = re.subn(r"\s*%$", "", text)
    if not _NUMBER.fullmatch(number):
        return text.replace(" ", "")
    plain = number.replace(",", ".")
    if percent:
        return (Decimal(plain) / 100).normalize() if Decimal(plain) % 100 else int(Decimal(plain) / 100)
    return Decimal(plain) if "." in plain else int(plain)


def write_path(path: Any) -> str:
    """A path as it is typed."""
    if not isinstance(path, Mapping):
        return "" if path is None else str(path)
    return "; ".join(f"{year}: {str(path[year]).replace('.', ',')}" for year in sorted(path))


def shifted(path: Any, years: int) -> Any:
    """The same path so many years later."""
    return {str(int(year) + years): step for year, step in path.items()} if isinstance(path, Mapping) else path


@dataclass(frozen=True)
class Forms:
    """The fields of each kind of change, for a draft on the scenario that it is made from."""

    release: Release
    base: Scenario
    draft: RouteDraft

    def fields(self, block: str, row: Mapping[str, Any]) -> tuple[Field, ...]:
        """The fields of a block, each of which can show what the row has; none for one that is only shown."""
        return tuple(field for field in self._fields(block, row) if field.can_show(row))

    def _fields(self, block: str, row: Mapping[str, Any]) -> Iterable[Field]:
        match block:
            case "maatregel":
                return self._measure(str(row.get("soort", "")))
            case "plaatsing":
                return self._placement(row.get("vanaf"))
            case "uitvoerders":
                return self._uitvoerder()
            case "pm":
                return self._pm()
            case "vervalt":
                return self._dropped()
            case "verdeling":
                return self._own_costs() if "vanaf" in row else self._allocation()
        return ()

    def naming(self) -> tuple[Field, ...]:
        """What the route is called in a sentence and in files, and what it says of itself."""
        return (
            Field("korte_titel", "Korte naam, boven een kolom", "text"),
            Field("in_zin", "Zo midden in een zin, met lidwoord", "text"),
            Field("id", "Naam in bestanden (id)", "text"),
            Field("noemt", "De route noemt …", "text"),
            Field("laat_open", "… en laat open", "text"),
            Field("gepubliceerd", "Wat er over is gepubliceerd, in één zin", "text"),
            Field("gepubliceerd_bron", "Bron daarvan", "choice", self.sources),
        )

    @property
    def sources(self) -> dict[str, str]:
        """Every source by its title, the one for assumptions first."""
        first = assumption_source(self.release)
        rest = [name for name in self.release.sources if name != first]
        titles = {name: str(self.release.sources[name]["titel"]) for name in (first, *rest)}
        return {**titles, first: f"{ASSUMPTION} ({lower_first(titles[first])})"}

    @property
    def measures(self) -> dict[str, Measure]:
        """The measures of the base that the draft leaves as they are."""
        touched = {*(row["id"] for row in self.draft.rows("maatregel") if "id" in row), *self.draft.rows("vervalt")}
        return {measure.id: measure for measure in self.base.measures if measure.id not in touched}

    def _placement(self, year: Any) -> Iterator[Field]:
        carriers = carrier_labels(self.base, self.draft)
        years = sorted({*self._years, *([year] if isinstance(year, int) else [])})
        workplaces = {words: words for words in WORKPLACES}
        yield Field("werkvorm", "Welk werk", "choice", self._werkvormen)
        yield Field("gemeenten", "Voor welke gemeenten (leeg: alle)", "choices", self._gemeenten)
        yield Field("uitvoerder", "Wie het doet", "choice", carriers, "Een andere? Voeg eerst een uitvoerder toe.")
        yield Field("vanaf", "Vanaf welk jaar", "year", {str(year): str(year) for year in years})
        yield Field("werkgever", "Bij wie mensen in dienst zijn", "text", help="“niet genoemd” als niemand het zegt")
        yield Field("werkplek", "Hun werkplek", "choice", workplaces)

    def _uitvoerder(self) -> Iterator[Field]:
        yield Field("label", "Hoe de uitvoerder heet", "text")
        yield Field("eigen_dienst", "Een dienst van de gemeente zelf", "switch")

    def _pm(self) -> Iterator[Field]:
        yield Field("id", "Welke PM-post", "choice", {item.id: item.label for item in self.release.pm.values()})
        yield Field(REASON, "Waarom de post hier voorkomt", "text")
        yield Field("bron_id", "Waar dat op steunt", "choice", self.sources)

    def _allocation(self) -> Iterator[Field]:
        ways = {
            "": f"zoals in {self.base.in_sentence}",
            "eigen": "elke gemeente draagt haar eigen kosten",
            "sleutel": "samen, verdeeld met een sleutel",
        }
        yield Field("verdeling", "Hoe kosten en baten worden verdeeld", "choice", ways)
        yield Field("sleutel", "Met welke sleutel", "choice", self._keys)

    def _own_costs(self) -> Iterator[Field]:
        years = {str(year): str(year) for year in self._years[1:]}
        yield Field("gemeenten", "Welke gemeenten (leeg: alle)", "choices", self._gemeenten)
        yield Field("vanaf", "Dragen hun eigen kosten vanaf", "year", years)
        yield Field("deel_eerste_jaar", "Hoeveel van dat eerste jaar", "choice", FIRST_PARTS)

    def _dropped(self) -> Iterator[Field]:
        items = {name: f"PM-post: {self.release.pm[name].label}" for name in self.base.pm}
        options = {measure.id: measure.title for measure in self.base.measures} | items
        yield Field("vervalt", "Wat vervalt", "choice", options)

    def _measure(self, kind: str) -> Iterator[Field]:
        once, percentage = kind == "eenmalig", kind == "percentage"
        ways = {"-": "omlaag", "+": "omhoog"} if percentage else {"-": "een last", "+": "een bate"}
        if once:
            yield Field("fase", "In welke jaren", "path", help=PHASE_HELP, group=WHEN)
        else:
            yield Field("pad", "Vanaf wanneer, en hoe ver", "path", help=PATH_HELP, group=WHEN)
        if percentage:
            yield Field(
                "kostensoorten", "Welke kosten of opbrengsten (leeg: alle)", "choices", self._kinds, group=WHERE
            )
            yield Field("werkvormen", "Bij welk werk (leeg: al het werk)", "choices", self._werkvormen, group=WHERE)
        else:
            yield Field("sleutel", "Verdeeld met welke sleutel", "choice", self._keys, group=WHERE)
        yield Field("gemeenten", "In welke gemeenten (leeg: alle)", "choices", self._gemeenten, group=WHERE)
        if once:
            bases = {"een": "één keer het bedrag", "wsw_personen": "het bedrag per Wsw-persoon"}
            yield Field("grondslag", "Waarover", "choice", bases, group=WHERE)
        yield Field("parameter", "Welke aanname zegt hoeveel", "choice", self._parameters(not percentage), group=SIZE)
        yield Field(
            "keer", "Maal een tweede aanname", "choice", {"": "niets"} | self._parameters(False, SHARE), group=SIZE
        )
        yield Field("richting", "Welke kant op", "choice", ways, group=SIZE)
        yield Field("titel", "Hoe de maatregel heet", "text", group=PROOF)
        yield Field("status", "Hoe hard zij is", "choice", {status: status for status in STATUSES}, group=PROOF)
        yield Field("bron_id", "Waar zij op steunt", "choice", self.sources, group=PROOF)
        yield Field(REASON, "Reden", "text", group=WHY)

    def new_row(self, block: str, kind: str = "") -> dict[str, Any]:
        """What the fields of a new change begin with."""
        source, first = assumption_source(self.release), str(self._years[1])
        match block:
            case "plaatsing":
                return {"vanaf": int(first), "werkgever": WORKPLACES[-1], "werkplek": WORKPLACES[-1]}
            case "pm":
                return {"bron_id": source}
            case "verdeling" if kind == "vanaf":
                return {"vanaf": int(first)}
            case "verdeling":
                return {"sleutel": self.base.key}
            case "maatregel":
                path = {"fase" if kind == "eenmalig" else "pad": {first: 1}}
                return {"soort": kind, "richting": "-", "status": ASSUMPTION, "bron_id": source, **path}
        return {}

    def row_of(self, change: Change) -> dict[str, Any]:
        """A change as its fields take it."""
        if change.block in HEAD_KEYS and not isinstance(change.content, Mapping):
            own = {key: self.draft.content[key] for key in HEAD_KEYS if key in self.draft.content}
            return self.new_row(HEAD_KEYS[0]) | own
        return dict(change.content) if isinstance(change.content, Mapping) else {change.block: change.content}

    def put(self, block: str, at: int | str | None, row: Mapping[str, Any]) -> RouteDraft:
        """The draft with that row: a change at its place, or a new one where `at` is None."""
        if block == "verdeling" and "vanaf" in row:
            # Who begins when takes the place of one word for all.
            rows = self.draft.content.get(block)
            draft = self.draft if isinstance(rows, list) else RouteDraft({**self.draft.content, block: []})
            return draft.put(block, at, dict(row))
        if block == "verdeling":
            others = {key: value for key, value in self.draft.content.items() if key not in HEAD_KEYS}
            return RouteDraft({**others, **{key: row[key] for key in HEAD_KEYS if row.get(key)}})
        if block == "vervalt":
            return self.draft.put(block, at, row.get(block, ""))
        if block == "uitvoerders" and at is None:
            at = free_id(str(row.get("label", "")), carrier_labels(self.base, self.draft), "uitvoerder")
        if block == "maatregel" and "id" not in row:
            used = {ALLOCATION, *self._kinds, *(measure.id for measure in self.base.measures)}
            used |= {str(other.get("id")) for other in self.draft.rows(block)}
            row = {**row, "id": free_id(str(row.get("titel", "")), used, block)}
        return self.draft.put(block, at, dict(row))

    def changed_row(self, measure: Measure) -> dict[str, Any]:
        """A measure of the base as a change begins: as it is, but assumed by who changes it, who says why."""
        own = {"status": ASSUMPTION, "bron_id": assumption_source(self.release), "toelichting": ""}
        return {**row_of(measure), **own}

    @property
    def _years(self) -> list[int]:
        return [int(year) for year in self.release.figures.years]

    @property
    def _werkvormen(self) -> dict[str, str]:
        return {werkvorm.id: werkvorm.label for werkvorm in self.release.figures.werkvormen}

    @property
    def _gemeenten(self) -> dict[str, str]:
        return dict(self.release.own_names)

    @property
    def _kinds(self) -> dict[str, str]:
        return {cost_type.id: cost_type.label for cost_type in self.release.figures.cost_types}

    @property
    def _keys(self) -> dict[str, str]:
        return {key: self.release.key_label(key) for key in self.release.figures.keys}

    def _parameters(self, euros: bool, family: str | None = None) -> dict[str, str]:
        """The parameters of which a value is in euros or is none, or is of this family."""
        return {
            parameter.id: f"{parameter.label} ({_band(parameter)})"
            for parameter in self.release.parameters.values()
            if (unit_family(parameter.unit) == EURO) == euros and family in (None, unit_family(parameter.unit))
        }


def carrier_labels(base: Scenario, draft: RouteDraft) -> dict[str, str]:
    """Every uitvoerder that the draft may name, and what it is called."""
    own = draft.content.get("uitvoerders", {}).items()
    return {name: carrier.label for name, carrier in base.uitvoerders.items()} | {
        name: str(row.get("label", name)) for name, row in own
    }


def _band(parameter: Parameter) -> str:
    low, default, high = (
        value_with_unit(value, parameter.unit) for value in (parameter.low, parameter.default, parameter.high)
    )
    return f"standaard {default}, {low} tot {high}"
