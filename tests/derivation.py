"""The base year 2020, derived anew from data/anchors.csv; tests hold data/ against it.

Written apart from lib/, in exact fractions, so that it can disagree with it.
"""

import csv
from fractions import Fraction
from pathlib import Path

WERKVORMEN = ("beschut", "groen", "groepsdetachering", "individuele_detachering", "begeleid_werken")
Cell = tuple[str, str]


def anchors(data: Path) -> dict[str, Fraction]:
    with (data / "anchors.csv").open(encoding="utf-8", newline="") as file:
        return {row["naam"]: Fraction(row["waarde"]) for row in csv.DictReader(file)}


def gemeenten(anchor: dict[str, Fraction]) -> list[str]:
    return sorted(name.rsplit("_", 1)[1] for name in anchor if name.startswith(("aandeel_GM", "bijdrage_2017_GM")))


def key(anchor: dict[str, Fraction]) -> dict[str, Fraction]:
    """The published share, and the rest of the whole in proportion to the contribution of 2017."""
    published = {c: anchor[f"aandeel_{c}"] for c in gemeenten(anchor) if f"aandeel_{c}" in anchor}
    weights = {c: anchor[f"bijdrage_2017_{c}"] for c in gemeenten(anchor) if c not in published}
    rest = (1 - sum(published.values())) / sum(weights.values())
    return dict(sorted((published | {c: w * rest for c, w in weights.items()}).items()))


def largest_remainder(exact: dict, total: Fraction) -> dict:
    """Whole numbers that sum to `total`, in proportion to `exact`; ties go to the earlier cell."""
    scale = Fraction(total) / sum(exact.values())
    scaled = {cell: value * scale for cell, value in exact.items()}
    whole = {cell: value.numerator // value.denominator for cell, value in scaled.items()}
    order = sorted(scaled, key=lambda cell: whole[cell] - scaled[cell])
    for cell in order[: int(total - sum(whole.values()))]:
        whole[cell] += 1
    return whole


def headcounts(anchor: dict[str, Fraction]) -> tuple[dict[Cell, int], dict[str, int]]:
    """Wsw persons per (gemeente, werkvorm) and staff per gemeente."""
    share = key(anchor)
    exact = {(g, w): share[g] * anchor[f"aandeel_{w}"] for g in share for w in WERKVORMEN}
    return largest_remainder(exact, anchor["wsw_personen"]), largest_remainder(share, anchor["staf"])


def costs(anchor: dict[str, Fraction]) -> dict[str, dict[Cell, int]]:
    """Whole euros per kostensoort and (gemeente, werkvorm)."""
    persons, _ = headcounts(anchor)

    def spread(weight: dict[str, Fraction], total: Fraction) -> dict[Cell, int]:
        return largest_remainder({cell: n * weight[cell[1]] for cell, n in persons.items()}, total)

    def per_person(amount: dict[str, Fraction]) -> dict[Cell, int]:
        exact = {cell: n * amount[cell[1]] for cell, n in persons.items()}
        return spread(amount, sum(exact.values(), Fraction(0)))

    same = dict.fromkeys(WERKVORMEN, Fraction(1))
    staff_pay = anchor["staf"] * anchor["loon_staf"]
    wage = anchor["arbeidsjaar_per_persoon"] * anchor["loon_wsw_per_arbeidsjaar"]
    result = {
        "begeleiding": spread(
            {w: anchor[f"begeleiding_{w}"] for w in WERKVORMEN}, anchor["staf_begeleiding"] * anchor["loon_staf"]
        ),
        "overhead": spread(
            same, anchor["staf_ondersteuning"] * anchor["loon_staf"] + anchor["opslag_overhead"] * staff_pay
        ),
        "huisvesting": per_person(
            {w: anchor["huisvesting_per_persoon"] * (w in ("beschut", "groen")) for w in WERKVORMEN}
        ),
        "materieel": per_person(dict.fromkeys(WERKVORMEN, anchor["materieel_per_persoon"])),
        "loonkosten_wsw": per_person(
            {w: wage * (anchor["loonfactor_begeleid_werken"] if w == "begeleid_werken" else 1) for w in WERKVORMEN}
        ),
        "rijksbijdrage": per_person(
            dict.fromkeys(WERKVORMEN, anchor["arbeidsjaar_per_persoon"] * anchor["rijksbijdrage_per_arbeidsjaar"])
        ),
    }
    lasten = sum(sum(cells.values()) for name, cells in result.items() if name != "rijksbijdrage")
    returns = anchor["saldo_2020"] + lasten - sum(result["rijksbijdrage"].values())
    result["opbrengsten"] = spread({w: anchor[f"opbrengst_{w}"] for w in WERKVORMEN}, returns)
    return result
