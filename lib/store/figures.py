"""Content of a release → the arrays that the model runs on."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from lib.model.figures import CostType, Figures, Gemeente, Werkvorm
from lib.model.privacy import merge_small_cells, merge_small_staff
from lib.store.content import Content
from lib.store.cost_types import index_terms
from lib.store.locations import SHIPPED
from lib.store.rows import read_csv
from lib.store.rules import LATER_SETTINGS
from lib.store.tables import BY_NAME, COMPUTED, PM


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
    year = int(settings["basisjaar"])
    by_name = sorted(content.tables["gemeenten"], key=lambda row: alphabetical(row["gemeente"]))
    gemeenten = [Gemeente(row["gemeente_code"], row["gemeente"]) for row in by_name]
    ordered = sorted(content.tables["werkvormen"], key=lambda row: row["volgorde"])
    werkvormen = [Werkvorm(row["werkvorm"], row["label"]) for row in ordered if row["groep"] == "wsw"]
    cost_types = _cost_types(content)
    g = {gemeente.code: i for i, gemeente in enumerate(gemeenten)}
    w = {werkvorm.id: i for i, werkvorm in enumerate(werkvormen)}
    k = {cost_type.id: i for i, cost_type in enumerate(cost_types)}
    persons, staff, counted = np.zeros((len(g), len(w))), np.zeros(len(g)), np.zeros(len(g), dtype=bool)
    protected = np.zeros((len(g), len(w)), dtype=bool)
    for row in content.tables["headcounts"]:
        if row["jaar"] != year:
            continue
        if row["groep"] == "wsw":
            cell = g[row["gemeente_code"]], w[row["werkvorm"]]
            persons[cell] = row["personen"]
            protected[cell] = row["status"] not in COMPUTED
        elif row["groep"] == "staf":
            staff[g[row["gemeente_code"]]] += row["personen"]
            counted[g[row["gemeente_code"]]] |= row["status"] not in COMPUTED
    costs = np.zeros((len(g), len(w), len(k)))
    pm = np.zeros(costs.shape, dtype=bool)
    for row in content.tables["costs"]:
        if row["jaar"] == year:
            at = g[row["gemeente_code"]], w[row["werkvorm"]], k[row["kostensoort"]]
            pm[at] = row["bedrag_eur"] == PM
            costs[at] = 0 if pm[at] else float(row["bedrag_eur"])
    keys: dict[str, np.ndarray] = {}
    for row in content.tables["allocation_keys"]:
        keys.setdefault(row["sleutel"], np.zeros(len(g)))[g[row["gemeente_code"]]] = row["aandeel"]
    figures = Figures(
        year,
        int(settings["laatste_jaar"]),
        tuple(gemeenten),
        tuple(werkvormen),
        tuple(cost_types),
        persons,
        staff,
        costs,
        pm,
        keys,
    )
    threshold = int(settings["privacy_drempel"])
    small = merge_small_staff(merge_small_cells(figures, protected, threshold), counted, threshold)
    return replace(small, gemeenten=_named(small, threshold))


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
    return [
        CostType(
            row["kostensoort"],
            row["label"],
            row["soort"],
            int(row["teken"]),
            row["vast_aandeel"],
            index_terms(row["index"]),
            row["draagt_staf"] == "ja",
            row["taakveld"],
        )
        for row in sorted(content.tables["cost_types"], key=lambda row: row["volgorde"])
    ]
