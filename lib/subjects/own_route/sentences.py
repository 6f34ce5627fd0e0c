"""Each change of an own route as a sentence, beside what its base says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lib.comparison.release import Release
from lib.model.scenario import Scenario
from lib.subjects.own_route.forms import carrier_labels, write_path
from lib.tables.route_draft import Change, RouteDraft
from lib.tables.scenario_files import row_of
from lib.text import listed, lower_first, percentage_exact, upper_first, value_with_unit

#: A fraction with so large a denominator reads better in percent.
LARGEST_DENOMINATOR = 12
#: What a key of a measure is about, where it is other than in the base.
ASPECTS = {
    "titel": "de naam",
    "richting": "de richting",
    "parameter": "de aanname",
    "keer": "de tweede aanname",
    "pad": "de jaren",
    "fase": "de jaren",
    "kostensoorten": "de kostensoorten",
    "werkvormen": "het werk",
    "gemeenten": "de gemeenten",
    "grondslag": "waarover",
    "sleutel": "de verdeelsleutel",
    "soort": "de soort",
}


@dataclass(frozen=True)
class Sentences:
    """The words for changes of a route that is made from `base`; what no word is known for is written as the file has it."""

    release: Release
    base: Scenario
    draft: RouteDraft

    def of(self, change: Change) -> str:
        """One change, as one or two sentences."""
        row = change.content
        match change.block:
            case "plaatsing" if isinstance(row, Mapping):
                return self._placement(row)
            case "maatregel" if isinstance(row, Mapping):
                return self._measure(row)
            case "pm" if isinstance(row, Mapping):
                return f"PM-post erbij: {lower_first(self._pm(row.get('id')))}. {_full_stop(row.get('toelichting'))}".strip()
            case "uitvoerders" if isinstance(row, Mapping):
                own = ", een dienst van de gemeente zelf" if row.get("eigen_dienst") else ""
                return f"Nieuwe uitvoerder: {row.get('label', change.at)}{own}."
            case "vervalt":
                return f"{upper_first(self._item(str(row)))} vervalt."
            case "verdeling" if isinstance(row, Mapping):
                return self._own_costs(row)
            case "verdeling" if row == "eigen":
                return "Elke gemeente draagt haar eigen kosten."
            case "verdeling" if row == "sleutel":
                return "Alle kosten en baten samen, verdeeld met een sleutel."
            case "sleutel" if str(row) in self.release.figures.keys:
                return f"De verdeelsleutel is {lower_first(self.release.key_label(str(row)))}."
        return f"{upper_first(change.block)}: {_plain(row)}."

    def _placement(self, row: Mapping[str, Any]) -> str:
        where = self._gemeenten(row)
        who = self._carrier(row.get("uitvoerder"))
        work = self._work(row.get("werkvorm"))
        before = self._before(row)
        said = [
            f"{what}: {row[key]}" for key, what in (("werkgever", "werkgever"), ("werkplek", "werkplek")) if key in row
        ]
        aside = f" {upper_first('; '.join(said))}." if said else ""
        now = f" In {self.base.in_sentence}: {before}." if before else ""
        return f"{upper_first(work)} {where}: {who} doet het vanaf {row.get('vanaf')}.{aside}{now}"

    def _own_costs(self, row: Mapping[str, Any]) -> str:
        part = row.get("deel_eerste_jaar")
        first = "" if part is None else f"; van dat eerste jaar telt {_plain(part)}"
        return f"{upper_first(self._gemeenten(row))} draagt elke gemeente haar eigen kosten vanaf {row.get('vanaf')}{first}."

    def _before(self, row: Mapping[str, Any]) -> str:
        """Who does that work in the base by then."""
        codes = row.get("gemeenten") or [gemeente.code for gemeente in self.release.figures.gemeenten]
        rules = (self.base.placement(code, str(row.get("werkvorm")), int(row.get("vanaf") or 0)) for code in codes)
        names = dict.fromkeys(self._carrier(rule.uitvoerder) for rule in rules if rule)
        return listed([*names])

    def _measure(self, row: Mapping[str, Any]) -> str:
        title = row.get("titel", row.get("id"))
        kind = row.get("soort")
        words = self._percentage(row) if kind == "percentage" else self._amount(row, kind == "eenmalig")
        return f"{title}: {words}.{self._beside_base(row)} {_full_stop(row.get('toelichting'))}".strip()

    def _percentage(self, row: Mapping[str, Any]) -> str:
        kinds = self._labels(row.get("kostensoorten"), self.release.figures.cost_types, "alle kosten en opbrengsten")
        work = self._labels(row.get("werkvormen"), self.release.figures.werkvormen, "")
        way = "omhoog" if row.get("richting") == "+" else "omlaag"
        of_work = f" van {work}" if work else ""
        return f"{kinds}{of_work} {self._gemeenten(row)} {way} met {self._size(row)}, {_steps(row.get('pad'))}"

    def _amount(self, row: Mapping[str, Any], once: bool) -> str:
        way = "een bate" if row.get("richting") == "+" else "een last"
        when = _shares(row.get("fase")) if once else _steps(row.get("pad"))
        key = str(row.get("sleutel"))
        label = lower_first(self.release.key_label(key)) if key in self.release.figures.keys else key
        return (
            f"{'eenmalig' if once else 'elk jaar'} {way} van {self._size(row)}, {when}; verdeeld met de sleutel {label}"
        )

    def _size(self, row: Mapping[str, Any]) -> str:
        names = [str(row[key]) for key in ("parameter", "keer") if row.get(key)]
        parameters = [self.release.parameters[name] for name in names if name in self.release.parameters]
        sizes = [f"“{item.label}” (standaard {value_with_unit(item.default, item.unit)})" for item in parameters]
        return " maal ".join(sizes) or _plain(names)

    def _beside_base(self, row: Mapping[str, Any]) -> str:
        """In what a measure of the base is another one here."""
        measure = self.base.measure(str(row.get("id")))
        if measure is None:
            return ""
        before = row_of(measure)
        other = [words for key, words in ASPECTS.items() if _plain(before.get(key)) != _plain(row.get(key))]
        return f" Anders dan in {self.base.in_sentence}: {listed(other)}." if other else ""

    def _gemeenten(self, row: Mapping[str, Any]) -> str:
        codes = row.get("gemeenten")
        names = [self.release.own_names.get(str(code), str(code)) for code in codes or ()]
        return f"in {listed(names)}" if names else "in alle gemeenten"

    def _labels(self, names: Any, items: Iterable[Any], otherwise: str) -> str:
        labels = {item.id: lower_first(item.label) for item in items}
        return listed([labels.get(str(name), str(name)) for name in names]) if names else otherwise

    def _work(self, name: Any) -> str:
        return self._labels([name], self.release.figures.werkvormen, "")

    def _carrier(self, name: Any) -> str:
        return carrier_labels(self.base, self.draft).get(str(name), str(name))

    def _pm(self, name: Any) -> str:
        return self.release.pm[str(name)].label if str(name) in self.release.pm else str(name)

    def _item(self, name: str) -> str:
        measure = self.base.measure(name)
        return measure.title if measure else f"de PM-post “{self._pm(name)}”"


def _steps(path: Any) -> str:
    """A path in words: "in 2023 voor 1/3, vanaf 2024 helemaal"."""
    steps = _fractions(path)
    if not steps:
        return write_path(path)
    last = max(steps)
    return ", ".join(
        f"{'vanaf' if year == last else 'in'} {year} {_part(step)}" for year, step in sorted(steps.items())
    )


def _shares(phase: Any) -> str:
    """A phase in words: "50 % in 2021 en 50 % in 2022"."""
    steps = _fractions(phase)
    parts = [f"{percentage_exact(float(step))} in {year}" for year, step in sorted(steps.items())]
    return listed(parts) if parts else write_path(phase)


def _fractions(path: Any) -> dict[int, Fraction]:
    """The steps of a sound path; nothing of another."""
    try:
        return {int(year): Fraction(str(step)) for year, step in path.items()}
    except (ValueError, AttributeError, ZeroDivisionError):
        return {}


def _part(step: Fraction) -> str:
    if step in (0, 1):
        return "helemaal" if step else "niet meer"
    words = str(step) if step.denominator <= LARGEST_DENOMINATOR else percentage_exact(float(step))
    return f"voor {words}"


def _full_stop(text: Any) -> str:
    return f"{str(text).rstrip('.')}." if text else ""


def _plain(value: Any) -> str:
    """A value of the file as text; of a list or a path its order means nothing."""
    if isinstance(value, Mapping):
        fractions = _fractions(value)
        return ", ".join(f"{year}: {step}" for year, step in sorted((fractions or value).items()))
    return ", ".join(sorted(map(str, value))) if isinstance(value, list) else str(value)
