"""model.md §3 once more, in plain Python from data/ and scenarios/ alone, so that it can disagree with lib/.

Knows nothing of releases or of merging small cells; PM counts as nothing.
"""

import csv
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Reference:
    """One folder with data/ and scenarios/, with parameters `changed` (also those of one gemeente, as "parameter@code"), a key
    chosen for all scenarios, and the key that says where the people are."""

    def __init__(
        self, home: Path, changed: dict[str, float] | None = None, key: str | None = None, people: str | None = None
    ) -> None:
        self.files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (home / "scenarios").glob("*.toml")}
        self.data = {path.stem: rows_of(path) for path in (home / "data").glob("*.csv")}
        settings = {row["naam"]: row["waarde"] for row in self.data["settings"]}
        self.base = int(settings["basisjaar"])
        self.years = range(self.base, int(settings["laatste_jaar"]) + 1)
        self.zero = settings["nulalternatief"]
        self.names = {row["gemeente_code"]: row["gemeente"] for row in self.data["gemeenten"]}
        self.kinds = {row["kostensoort"]: row for row in self.data["cost_types"]}
        self.forms = [row["werkvorm"] for row in self.data["werkvormen"] if row["groep"] == "wsw"]
        registry = self.files.pop("parameters")["parameter"]
        self.value = {one["id"]: float(one["standaard"]) for one in registry} | (changed or {})
        self.key = key
        self.sums: dict[tuple[object, ...], float] = {}
        self.shares: dict[str, dict[str, float]] = {}
        for row in self.data["allocation_keys"]:
            self.shares.setdefault(row["sleutel"], {})[row["gemeente_code"]] = float(row["aandeel"])
        self.people = None if people == settings["sleutels_mensen"].split(";")[0] else people

    def _start(self, table: str, value: str, code: str, **wanted: str) -> float:
        """The base year of a gemeente; where another key says where the people are, its share of what is not counted."""
        counted = {
            row["gemeente_code"]
            for row in self.data["headcounts"]
            if row["jaar"] == str(self.base) and row["status"] in ("realisatie", "begroting", "bericht")
        }
        if self.people is None or code in counted:
            return self._sum(table, value, gemeente_code=code, **wanted)
        others = [other for other in self.names if other not in counted]
        share = self.shares[self.people]
        whole = sum(self._sum(table, value, gemeente_code=other, **wanted) for other in others)
        return share[code] / sum(share[other] for other in others) * whole

    def _sum(self, table: str, value: str, **wanted: str) -> float:
        """Of the base year's rows that match; PM counts as nothing."""
        key = (table, *sorted(wanted.items()))
        if key not in self.sums:
            wanted["jaar"] = str(self.base)
            found = [row[value] for row in self.data[table] if all(row[k] == v for k, v in wanted.items())]
            self.sums[key] = sum(float(text) for text in found if text != "PM")
        return self.sums[key]

    def chain(self, scenario: str) -> list[dict[str, Any]]:
        """The files that make a scenario, its base first."""
        own = next(file for file in self.files.values() if file["id"] == scenario)
        return [*(self.chain(own["basis"]) if "basis" in own else []), own]

    def setting(self, scenario: str, name: str) -> Any:
        return next(file[name] for file in reversed(self.chain(scenario)) if name in file)

    def measures(self, scenario: str) -> list[dict[str, Any]]:
        kept: dict[str, dict[str, Any]] = {}
        for file in self.chain(scenario):
            for dropped in file.get("vervalt", []):
                kept.pop(dropped, None)
            for measure in file.get("maatregel", []):
                kept[measure["id"]] = measure
        return list(kept.values())

    def uitvoerder(self, scenario: str, code: str, form: str, year: int) -> str:
        """The name shown: the nearest file that speaks, a named gemeente before all, the latest year that began."""
        chain = self.chain(scenario)
        for file in reversed(chain):
            rules = [r for r in file.get("plaatsing", []) if r["werkvorm"] == form and r["vanaf"] <= year]
            named = [r for r in rules if code in r.get("gemeenten", [])]
            for group in (named, [r for r in rules if "gemeenten" not in r]):
                if group:
                    wanted = max(group, key=lambda rule: rule["vanaf"])["uitvoerder"]
                    told = next(f["uitvoerders"][wanted] for f in reversed(chain) if wanted in f.get("uitvoerders", {}))
                    return told["label"] + (f" {self.names[code]}" if told.get("eigen_dienst") else "")
        raise LookupError(f"{scenario}, {code}, {form}, {year}")

    def _attrition(self, n: int) -> float:
        return (1 - self.value["uitstroom_wsw"]) ** n

    def _volume(self, kind: str, n: int) -> float:
        name = self.kinds[kind]["vast_aandeel"]
        fixed = self.value[name] * (1 - self.value["afbouw_vaste_kosten"]) ** n if name else 0.0
        return fixed + (1 - fixed) * self._attrition(n)

    def _index(self, kind: str) -> float:
        added, _, taken = self.kinds[kind]["index"].partition(" - ")
        return self.value[added] - (self.value[taken] if taken else 0.0)

    @staticmethod
    def _step(measure: dict[str, Any], year: int) -> float:
        steps = measure.get("fase") or measure["pad"]
        if measure["soort"] == "eenmalig":
            return float(Fraction(steps.get(str(year), 0)))
        begun = [int(y) for y in steps if int(y) <= year]
        return float(Fraction(steps[str(max(begun))])) if begun else 0.0

    def _strength(self, scenario: str, measure: dict[str, Any], code: str, year: int) -> float:
        size = -1.0 if measure["richting"] == "-" else 1.0
        own, times = self._alone(scenario, code, year) > 0, measure.get("keer", [])
        for name in (measure["parameter"], *([times] if isinstance(times, str) else times)):
            if name:
                size *= self.value.get(f"{name}@{code}", self.value[name]) if own else self.value[name]
        return size * self._step(measure, year)

    def _alone(self, scenario: str, code: str, year: int) -> float:
        """The part of a year in which a gemeente pays for itself."""
        rules = self.setting(scenario, "verdeling")
        if isinstance(rules, str):
            return float(rules == "eigen")
        named = [rule for rule in rules if code in rule.get("gemeenten", [])]
        for rule in named or [rule for rule in rules if "gemeenten" not in rule]:
            begun = year - rule["vanaf"]
            return 1.0 if begun > 0 else float(Fraction(str(rule.get("deel_eerste_jaar", 1)))) if begun == 0 else 0.0
        return 0.0

    def _bears(self, rules: str, code: str, year: int, own: dict[str, float], shares: dict[str, float]) -> float:
        """What a gemeente bears of these costs, counted in hundreds of the year."""
        alone, result = {other: self._alone(rules, other, year) for other in own}, 0.0
        for part in range(100):
            staying = [other for other in own if alone[other] <= (99.5 - part) / 100]
            if code not in staying:
                result += own[code] / 100
            else:
                whole = sum(shares[other] for other in staying)
                result += shares[code] / whole * sum(own[other] for other in staying) / 100
        return result

    def before(self, scenario: str, code: str, form: str, kind: str, year: int) -> float:
        """C of a cell, before allocation."""
        n = year - self.base
        factor = 1.0
        for measure in self.measures(scenario):
            places = (("kostensoorten", kind), ("werkvormen", form), ("gemeenten", code))
            if measure["soort"] == "percentage" and all(one in measure.get(name, [one]) for name, one in places):
                factor += self._strength(scenario, measure, code, year)
        start = self._start("costs", "bedrag_eur", code, werkvorm=form, kostensoort=kind)
        return start * self._volume(kind, n) * (1 + self._index(kind)) ** n * factor

    def cells(self, scenario: str) -> dict[tuple[str, int, str, str], float]:
        """C' by (gemeente_code, jaar, werkvorm, kostensoort)."""
        result = {}
        for year in self.years:
            rules = self.zero if year == self.base else scenario
            shares = self.shares[self.key or self.setting(rules, "sleutel")]
            for form in self.forms:
                for kind in self.kinds:
                    own = {code: self.before(scenario, code, form, kind, year) for code in self.names}
                    for code in self.names:
                        result[code, year, form, kind] = self._bears(rules, code, year, own, shares)
        return result

    def beside(self, scenario: str) -> dict[tuple[str, int, str], float]:
        """Saldo of the eenmalige and jaarlijkse measures by (gemeente_code, jaar, id)."""
        result = {}
        for measure in self.measures(scenario):
            if measure["soort"] == "percentage":
                continue
            times = self._sum("headcounts", "personen", groep="wsw") if "grondslag" in measure else 1.0
            for year in self.years:
                price = (1 + self.value["prijsindex"]) ** (year - self.base) if measure["soort"] == "jaarlijks" else 1.0
                shares = self.shares[measure["sleutel"]]
                named = {code: shares[code] for code in measure.get("gemeenten", shares)}
                for code in shares:
                    share = named.get(code, 0.0) / sum(named.values())
                    strength = self._strength(scenario, measure, code, year)
                    result[code, year, measure["id"]] = share * strength * times * price
        return result

    def wsw(self, code: str, form: str, year: int) -> float:
        start = self._start("headcounts", "personen", code, groep="wsw", werkvorm=form)
        return start * self._attrition(year - self.base)

    def staff(self, code: str, year: int) -> float:
        carrier = next(kind for kind, row in self.kinds.items() if row["draagt_staf"] == "ja")
        start = self._start("headcounts", "personen", code, groep="staf")
        return start * self._volume(carrier, year - self.base)

    def staff_by_form(self, scenario: str, code: str, year: int) -> dict[str, float]:
        """In proportion to begeleiding before allocation."""
        weight = {form: self.before(scenario, code, form, "begeleiding", year) for form in self.forms}
        return {form: self.staff(code, year) * w / sum(weight.values()) for form, w in weight.items()}
