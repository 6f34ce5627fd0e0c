"""One release as a reader sees it: figures, registry, scenarios and every table, in memory and never changing.

No small number of real people is in it, so that nothing made of it can tell one (docs/privacy.md).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from lib.model.allocation import key_divides
from lib.model.figures import ALL, Array, CostType, Figures
from lib.model.formulas import trend_parameters
from lib.model.parameters import ROLES, Parameter, PmItem, Replacement, defaults
from lib.model.scenario import OwnCosts, Scenario
from lib.model.uncertainty import Sampling, draw
from lib.store.locations import Database
from lib.store.protection import Protection, in_words, protected, protection_of, releases
from lib.store.releases import CONCEPT, ReleaseInfo, UnknownRelease, in_use, load
from lib.tables import rules
from lib.tables.check import checklist_of, model_of
from lib.tables.columns import STATUSES
from lib.tables.content import Content
from lib.tables.figures import figures_of, settings_of
from lib.tables.filling import Checklist
from lib.text import UNKNOWN, day_words, listed, lower_first, percentage

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Release:
    """A release: `tables` hold the rows of data/ by table name, in the order of their grain, small numbers merged.

    `protection` says what is merged; `worded` holds per table the rows that have words in the place of their number,
    `merged_away` how many rows are counted with another, and `handed` how many rows of Wsw people or their costs each
    (table, gemeente, year) was given. `replacements` are the parameters that were there before, by id; `checklist` says what
    is still to be filled in.
    """

    info: ReleaseInfo
    tables: Mapping[str, tuple[Row, ...]]
    settings: Mapping[str, str]
    figures: Figures
    parameters: Mapping[str, Parameter]
    pm: Mapping[str, PmItem]
    scenarios: Mapping[str, Scenario]
    protection: Protection
    worded: Mapping[str, tuple[Row, ...]]
    merged_away: Mapping[str, int]
    handed: Mapping[tuple[str, str, int], int]
    replacements: Mapping[str, Replacement]
    checklist: Checklist

    @cached_property
    def away(self) -> dict[str, str | None]:
        """A gemeente with too few people to show → the one that they are counted with, None where there is none."""
        codes = [gemeente.code for gemeente in self.figures.gemeenten]
        return {codes[g]: None if into is None else codes[into] for g, into in self.figures.joined.items()}

    @cached_property
    def merged(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """(gemeente, small werkvorm) → the gemeente and werkvorm that it is counted with in the base year."""
        return self.protection.merged.get(("wsw", self.figures.base_year), {})

    def is_elsewhere(self, code: object, werkvorm: object) -> bool:
        """Whether the people and euros of a cell, or of a gemeente as a whole, are counted with another or not shown."""
        return code in self.away or (code, werkvorm) in self.merged

    @cached_property
    def own_names(self) -> Mapping[str, str]:
        """What each gemeente is called, without who is counted with whom: as texts of others name it."""
        return {row["gemeente_code"]: row["gemeente"] for row in self.tables["gemeenten"]}

    def counted_in(self, code: str) -> tuple[str, ...]:
        """The names of a gemeente and of those that are counted with it."""
        return tuple(self.own_names[place] for place in (code, *(c for c, into in self.away.items() if into == code)))

    @cached_property
    def choosable(self) -> tuple[str, ...]:
        """The gemeenten that there are numbers of by themselves."""
        return tuple(gemeente.code for gemeente in self.figures.gemeenten if gemeente.code not in self.away)

    @cached_property
    def sources(self) -> dict[str, Row]:
        return {row["bron_id"]: row for row in self.tables["sources"]}

    @cached_property
    def weakest_base_rows(self) -> dict[tuple[str, str], Row]:
        """Per (table, kostensoort or groep) the row of the base year with the weakest status."""
        weakest_rows: dict[tuple[str, str], Row] = {}
        for table, column in (("costs", "kostensoort"), ("headcounts", "groep")):
            for row in self.tables[table]:
                if row["jaar"] != self.figures.base_year:
                    continue
                present = weakest_rows.setdefault((table, row[column]), row)
                if STATUSES.index(row["status"]) > STATUSES.index(present["status"]):
                    weakest_rows[table, row[column]] = row
        return weakest_rows

    @property
    def staff_carrier(self) -> CostType:
        """The kostensoort along which the staff goes with the work."""
        return self.figures.cost_types[self.figures.staff_carrier]

    @property
    def computed(self) -> dict[str, Scenario]:
        """The scenarios that have an outcome, by id: not those of which nothing but their existence is published."""
        return {name: scenario for name, scenario in self.scenarios.items() if not scenario.only_pm}

    @property
    def zero(self) -> Scenario:
        """The nulalternatief."""
        return self.scenarios[self.settings["nulalternatief"]]

    @property
    def budget_until(self) -> int:
        """Last year of the meerjarenraming."""
        return int(self.settings["meerjarenraming_tot"])

    @property
    def horizons(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((self.budget_until, self.figures.last_year)))

    @property
    def reference_day(self) -> date:
        """What became known after this day is "met kennis achteraf"."""
        return date.fromisoformat(self.settings["peildatum"])

    @property
    def people_keys(self) -> tuple[str, ...]:
        """The keys that say where the people are, the default first: that by which the figures stand in their place."""
        return rules.people_keys(self.settings) or (self.zero.key,)

    @property
    def deficit_keys(self) -> tuple[str, ...]:
        """The keys by which a deficit can be shared: all but those that only say where the people are."""
        used = {scenario.key for scenario in self.scenarios.values()}
        return tuple(key for key in self.figures.keys if key in used or key not in self.people_keys)

    @property
    def default_values(self) -> dict[str, float]:
        return defaults(self.parameters)

    @property
    def sampling(self) -> Sampling:
        """How the uncertainty is drawn and told."""
        draws, seed = int(self.settings[rules.DRAWS]), int(self.settings[rules.SEED])
        percentiles, certainties = (
            rules.percents(self.settings[name]) for name in (rules.PERCENTILES, rules.CERTAINTIES)
        )
        return Sampling(draws, seed, percentiles, certainties)

    @cached_property
    def draws(self) -> dict[str, Array]:
        """The draws of every parameter and PM item with a range: a release has one set, whatever the view."""
        return draw(self.parameters, self.pm, self.sampling, self._aside)

    @property
    def _aside(self) -> frozenset[str]:
        """The parameters that only scenarios beside the routes on the table use: another one changes no draw of theirs."""
        names = {name: {p for m in own.measures for p in m.parameters} for name, own in self.scenarios.items()}
        table = {self.settings[role] for role in ("nulalternatief", "standaard_route_a", "standaard_route_b")}
        used = set[str]().union(*(names[name] for name in table))
        return frozenset(set[str]().union(*names.values()) - used - self._moving)

    @property
    def _moving(self) -> set[str]:
        """The parameters that move figures without any measure."""
        figures = self.figures
        trends = (trend_parameters(figures, k) for k in range(len(figures.cost_types)))
        return set(ROLES).union(*trends)

    @cached_property
    def population(self) -> Array:
        """Inhabitants [g] on 1 January of the base year; those of a gemeente that is counted with another with that one."""
        inhabitants = {
            row["gemeente_code"]: row["inwoners"]
            for row in self.tables["population"]
            if row["jaar"] == self.figures.base_year
        }
        counts = np.array([float(inhabitants.get(gemeente.code, np.nan)) for gemeente in self.figures.gemeenten])
        for g, into in self.figures.joined.items():
            if into is not None:
                counts[into] += counts[g]
                counts[g] = 0
        return counts

    def one_off_is_pm(self, scenario: Scenario) -> bool:
        """Whether a route has one-offs and of all of them the amount is unknown."""
        if scenario.only_pm:
            return True
        unknown = any(self.pm[name].kind == "eenmalig" for name in scenario.pm)
        return unknown and not any(measure.kind == "eenmalig" for measure in scenario.measures)

    def name(self, code: str) -> str:
        """The name of a gemeente, or of all together."""
        if code == ALL:
            return self.all_together
        return next(gemeente.naam for gemeente in self.figures.gemeenten if gemeente.code == code)

    @property
    def all_together(self) -> str:
        return f"{NUMBERS.get(len(self.figures.gemeenten), str(len(self.figures.gemeenten)))} gemeenten"

    def division_words(self, scenario: Scenario, key: str) -> str:
        """How a scenario divides its saldo over the gemeenten: "eigen kosten", "sleutel inwoners", and who from when."""
        if scenario.only_pm:
            return "niet gepubliceerd"
        if not key_divides(self.figures, scenario):
            return "eigen kosten"
        begins = [self._begin_words(rule) for rule in scenario.own_costs]
        return "; ".join([self.key_words(key), *(f"eigen kosten voor {words}" for words in begins)])

    def _begin_words(self, rule: OwnCosts) -> str:
        """ "Oost en West vanaf 2022", with how much of that year counts."""
        names = sorted(self.own_names[code] for code in rule.gemeenten or ())
        part = "" if rule.first_part == 1 else f" (dat jaar voor {percentage(float(rule.first_part))})"
        since = "" if rule.from_year is None else f" vanaf {rule.from_year}{part}"
        return f"{listed(names) if names else 'elke gemeente'}{since}"

    def key_words(self, key: str) -> str:
        """An allocation key inside a sentence: "sleutel inwoners"."""
        return f"sleutel {lower_first(self.key_label(key))}"

    def key_label(self, key: str) -> str:
        """What an allocation key is called."""
        return str(next(row["label"] for row in self.tables["keys"] if row["sleutel"] == key))

    def source_title(self, bron_id: str) -> str:
        """A source by title and publisher, and by its day where no address leads to it."""
        row = self.sources[bron_id]
        return f"{row['titel']} ({row['uitgever'] if row['adres'] else published_by(row)})"

    def source_place(self, bron_id: str) -> str:
        """Where a source is to be had: its address, or else who published it and when."""
        row = self.sources[bron_id]
        return str(row["adres"] or published_by(row))


def published_by(row: Row) -> str:
    """The publisher of a source and its day: "Zes gemeenten, 26 maart 2020"."""
    return f"{row['uitgever']}, {day_words(row['gepubliceerd'] or UNKNOWN)}"


#: Small numbers in words, as running text wants them.
NUMBERS = dict(enumerate(("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")))


def open_release(path: Database, number: int | None = None) -> Release:
    """The release of that number, or the one in use. Raises StoreError."""
    # One look at the list: between two looks another release may come into use.
    listed = releases(path)
    infos = {info.number: info for info in listed}
    chosen_number = in_use(listed).number if number is None else number
    if chosen_number not in infos:
        raise UnknownRelease(f"Release {chosen_number} bestaat niet. Kies een release uit de lijst.")
    if infos[chosen_number].state == CONCEPT:
        raise UnknownRelease(f"Release {chosen_number} is een concept en nog niet te lezen. Kies een andere release.")
    return make_release(infos[chosen_number], load(path, chosen_number))


def make_release(info: ReleaseInfo, content: Content) -> Release:
    """The release of that content as it is stored, small numbers merged; its hash is that of what remains to be seen."""
    registry, scenarios = model_of(content)
    zero = settings_of(content)["nulalternatief"]
    ordered = sorted(
        scenarios.values(), key=lambda scenario: (scenario.id != zero, _depth(scenario, scenarios), scenario.id)
    )
    protection = protection_of(content)
    public, worded = protected(content, protection), in_words(content, protection)
    return Release(
        info if protection.nothing else replace(info, hash=public.hash),
        public.tables,
        settings_of(content),
        figures_of(content),
        registry.parameters,
        registry.pm,
        {scenario.id: scenario for scenario in _by_default_order(ordered, settings_of(content))},
        protection,
        worded,
        {name: len(content.tables[name]) - len(public.tables[name]) - len(rows) for name, rows in worded.items()},
        _handed(content),
        registry.replacements,
        checklist_of(content, registry, scenarios),
    )


def _handed(content: Content) -> dict[tuple[str, str, int], int]:
    return dict(
        Counter(
            (name, row["gemeente_code"], row["jaar"])
            for name in ("headcounts", "costs")
            for row in content.tables[name]
            if row.get("groep", "wsw") == "wsw"
        )
    )


def _depth(scenario: Scenario, scenarios: Mapping[str, Scenario]) -> int:
    return 0 if scenario.base is None else 1 + _depth(scenarios[scenario.base], scenarios)


def _by_default_order(ordered: list[Scenario], settings: Mapping[str, str]) -> list[Scenario]:
    """The nulalternatief first, then the two routes on the table in the order of the settings, then the rest."""
    first = [settings[name] for name in ("nulalternatief", "standaard_route_a", "standaard_route_b")]
    return sorted(ordered, key=lambda s: first.index(s.id) if s.id in first else len(first))
