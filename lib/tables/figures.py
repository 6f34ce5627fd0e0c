"""Content of a release → the arrays that the model runs on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any

import numpy as np

from lib.model.figures import CostType, Figures, Gemeente, Werkvorm
from lib.model.privacy import merge_small_cells, merge_small_staff
from lib.tables.columns import BY_NAME, COMPUTED, PM
from lib.tables.content import SHIPPED, Content
from lib.tables.rows import read_csv
from lib.tables.rules import LATER_SETTINGS, index_terms


def settings_of(content: Content) -> dict[str, str]:
    """Every setting; the shipped one where the release is from before it."""
    later = {name: row["waarde"] for name, row in later_settings().items()}
    return later | {row["naam"]: row["waarde"] for row in content.tables["settings"]}


@cache
def later_settings() -> Mapping[str, Mapping[str, Any]]:
    """The shipped rows of the settings that came after the first layout."""
    text = (SHIPPED / "data" / "settings.csv").read_text(encoding="utf-8")
    rows = read_csv(BY_NAME["settings"], "data/settings.csv", text, [])
    return {row["naam"]: row for row in rows if row["naam"] in LATER_SETTINGS}


def alphabetical(name: str) -> str:
    """The place of a name in a list: 't Zand stands between Steen and Tuin."""
    return name.lstrip("'‘’`").casefold()


def figures_of(content: Content) -> Figures:
    """The base year as arrays, with cells of real people below the threshold merged (domain: privacy)."""
    settings = settings_of(content)
    year, threshold = int(settings["basisjaar"]), int(settings["privacy_drempel"])
    by_name = sorted(content.tables["gemeenten"], key=lambda row: alphabetical(row["gemeente"]))
    in_order = sorted(content.tables["werkvormen"], key=itemgetter("volgorde"))
    werkvormen = [Werkvorm(row["werkvorm"], row["label"]) for row in in_order if row["groep"] == "wsw"]
    cost_types = _cost_types(content)
    g = {row["gemeente_code"]: i for i, row in enumerate(by_name)}
    w = {werkvorm.id: i for i, werkvorm in enumerate(werkvormen)}
    k = {cost_type.id: i for i, cost_type in enumerate(cost_types)}
    persons, staff, protected, counted = _people(content, year, g, w)
    costs = np.zeros((len(g), len(w), len(k)))
    pm = np.zeros(costs.shape, dtype=bool)
    for row in _of_year(content, "costs", year):
        at = g[row["gemeente_code"]], w[row["werkvorm"]], k[row["kostensoort"]]
        pm[at] = row["bedrag_eur"] == PM
        costs[at] = 0 if pm[at] else float(row["bedrag_eur"])
    keys: dict[str, np.ndarray] = {}
    for row in content.tables["allocation_keys"]:
        keys.setdefault(row["sleutel"], np.zeros(len(g)))[g[row["gemeente_code"]]] = row["aandeel"]
    gemeenten = tuple(Gemeente(row["gemeente_code"], row["gemeente"]) for row in by_name)
    last_year, lists = int(settings["laatste_jaar"]), (gemeenten, tuple(werkvormen), tuple(cost_types))
    figures = Figures(year, last_year, *lists, persons, staff, costs, pm, keys)
    small = merge_small_staff(merge_small_cells(figures, protected, threshold), counted, threshold)
    real = np.flatnonzero(counted | protected.any(axis=1)).tolist()
    return replace(small, gemeenten=_named(small, threshold), counted=_counted(small, real))


def _counted(figures: Figures, real: list[int]) -> frozenset[int]:
    """The gemeenten with people who were counted, those that others are counted with among them."""
    joined = {into for g, into in figures.joined.items() if g in real and into is not None}
    return frozenset(real) | joined | figures.hidden_staff


def _of_year(content: Content, table: str, year: int) -> Iterator[Mapping[str, Any]]:
    return (row for row in content.tables[table] if row["jaar"] == year)


def _people(
    content: Content, year: int, g: Mapping[str, int], w: Mapping[str, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Wsw persons [g, w] and staff [g]; and where each counts real people."""
    persons, protected = np.zeros((len(g), len(w))), np.zeros((len(g), len(w)), dtype=bool)
    staff, counted = np.zeros(len(g)), np.zeros(len(g), dtype=bool)
    for row in _of_year(content, "headcounts", year):
        gemeente, real = g[row["gemeente_code"]], row["status"] not in COMPUTED
        if row["groep"] == "wsw":
            cell = gemeente, w[row["werkvorm"]]
            persons[cell], protected[cell] = row["personen"], real
        elif row["groep"] == "staf":
            staff[gemeente] += row["personen"]
            counted[gemeente] |= real
    return persons, staff, protected, counted


def _named(figures: Figures, threshold: int) -> tuple[Gemeente, ...]:
    """The gemeenten, with in their name who is counted with whom: on every surface it stands beside the numbers."""
    names = [gemeente.naam for gemeente in figures.gemeenten]
    few = f"minder dan {threshold} mensen"
    for g, into in figures.joined.items():
        with_them = "" if into is None else f", geteld bij {figures.gemeenten[into].naam}"
        names[g] = f"{figures.gemeenten[g].naam} ({few}{with_them})"
    for into in {into for into in figures.joined.values() if into is not None}:
        joining = [figures.gemeenten[g].naam for g, other in figures.joined.items() if other == into]
        names[into] = f"{figures.gemeenten[into].naam} met {' en '.join(joining)}"
    return tuple(Gemeente(gemeente.code, name) for gemeente, name in zip(figures.gemeenten, names, strict=True))


def _cost_types(content: Content) -> list[CostType]:
    columns = ("kostensoort", "label", "soort", "teken", "vast_aandeel", "index", "draagt_staf", "taakveld")
    in_order = sorted(content.tables["cost_types"], key=itemgetter("volgorde"))
    return [
        CostType(name, label, soort, int(sign), fixed, index_terms(index), staff == "ja", taakveld)
        for name, label, soort, sign, fixed, index, staff, taakveld in map(itemgetter(*columns), in_order)
    ]
