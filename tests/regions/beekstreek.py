"""De Beekstreek, a region that does not exist: a folder with data/ and scenarios/ that shares no gemeente, werkvorm,
uitvoerder, kostensoort, sleutel, scenario, statement, source or year with the shipped one.

What a release may lack is empty here, or filled when `published` is asked for.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lib.tables.columns import BY_NAME, TABLES
from tests.regions.beekstreek_scenarios import SCENARIOS

YEAR, LAST = 2022, 2032
REGION, COMPANY = "De Beekstreek", "Beekwerk BV"
LONG = "Nieuw-Oosterwolderschans en Heidebroekerwaard aan de Oude Wetering"
APOSTROPHE = "'t Lage Veen"
#: Code → name and inhabitants.
GEMEENTEN = {
    "GM9011": ("Aarlebeek", 61_200),
    "GM9012": ("Brinkerdam", 43_800),
    "GM9013": (APOSTROPHE, 12_900),
    "GM9014": ("Klaverzijl", 27_500),
    "GM9015": ("Molendriel", 33_100),
    "GM9016": (LONG, 18_400),
    "GM9017": ("Ossenkamp", 22_700),
    "GM9018": ("Steltloo", 9_600),
    "GM9019": ("Vlasbroek", 15_300),
}
#: Werkvorm → label, groep, persons or staff per 1,000 inhabitants.
WERKVORMEN = {
    "verpakken": ("Inpakken en monteren", "wsw", 1.9),
    "schoonmaak": ("Schoonmaak", "wsw", 1.2),
    "keuken": ("Keuken en bediening", "wsw", 0.8),
    "bij_de_klant": ("Werken bij de klant", "wsw", 1.5),
    "werkleiding": ("Werkleiding", "staf", 0.3),
    "kantoor": ("Kantoor", "staf", 0.15),
}
#: Kostensoort → label, soort, sign, parameter of the fixed share, index, carries the staff, taakveld, euros per person.
COST_TYPES = {
    "coaching": ("Coaching op de werkvloer", "uitvoeringskosten", -1, "vast_coaching", "cao_pad", "ja", "6.4", 4_400),
    "panden": ("Panden", "uitvoeringskosten", -1, "vast_panden", "prijsindex", "nee", "6.4", 1_900),
    "kantoorkosten": ("Kantoor en systemen", "uitvoeringskosten", -1, "vast_kantoor", "cao_pad", "nee", "0.4", 2_700),
    "omzet": ("Omzet", "opbrengsten", 1, "", "tarieven", "nee", "6.4", 6_100),
    "verhuur": ("Verhuur van ruimte", "opbrengsten", 1, "", "prijsindex", "nee", "0.3", 350),
    "salarissen_sw": ("Salarissen SW", "subsidieresultaat", -1, "", "cao_pad", "nee", "6.4", 31_500),
    "geld_van_het_rijk": (
        "Geld van het Rijk",
        "subsidieresultaat",
        1,
        "",
        "cao_pad - rijk_volgt",
        "nee",
        "0.7",
        27_400,
    ),
}
KEYS = {"contract_2019": "Contract van de regio", "omzet_klanten": "Omzet bij klanten"}
SOURCES = {
    "begroting_beekwerk": ("Begroting van het samenwerkingsverband", "Beekwerk BV"),
    "nota_beek": ("Nota over de toekomst van het werk", "De Beekstreek"),
    "eigen_keuze": ("Gekozen in dit rekenmodel", "De Beekstreek"),
    "telling_beek": ("Telling van mensen en inwoners", "De Beekstreek"),
}
STATEMENTS = {
    "B1": ("Alle negen gemeenten houden hun mensen aan het werk.", "Mensen: niemand valt weg"),
    "B2": ("Drie clusters voeren het werk uit, dicht bij de gemeente.", "Mensen: wie het werk uitvoert"),
    "B3": ("Het samenwerkingsverband zoekt meer werk bij klanten.", "Kosten: omzet"),
}
SETTINGS = {
    "basisjaar": YEAR,
    "scenario_basisjaar": YEAR,
    "laatste_jaar": LAST,
    "meerjarenraming_tot": 2026,
    "peildatum": "2022-11-15",
    "nulalternatief": "doorgaan",
    "standaard_route_a": "samen_sterker",
    "standaard_route_b": "drie_clusters",
    "regio": REGION,
    "privacy_drempel": 8,
    "aanlevering_megabytes": 10,
    "aanlevering_uitgepakt_megabytes": 200,
    "aanlevering_rijen": 100_000,
    "aanlevering_kolommen": 60,
    "aanlevering_bladen": 12,
    "aanlevering_bestanden": 8,
    "aanlevering_verandering_procent": 20,
    "onzekerheid_trekkingen": 2_000,
    "onzekerheid_zaad": 7,
    "onzekerheid_percentielen": "10 50 90",
    "onzekerheid_zekerheid": "60 80",
}
Rows = Iterable[Mapping[str, Any]]


def write_region(home: Path, *, published: bool = False) -> Path:
    """The region as a folder for ROUTEWIJZER_HOME."""
    made = _tables() | (_published() if published else {})
    (home / "data").mkdir(parents=True)
    for table in TABLES:
        with (home / "data" / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(made.get(table.name, ()))
    (home / "scenarios").mkdir()
    for name, text in SCENARIOS.items():
        (home / "scenarios" / f"{name}.toml").write_text(text, encoding="utf-8")
    return home


def _from(status: str, source: str, known: str = "2022-10-01") -> dict[str, str]:
    return {"status": status, "bron_id": source, "kennisdatum": known, "toelichting": ""}


def _rows(table: str, rows: Iterable[Sequence[Any]], **more: Any) -> list[dict[str, Any]]:
    """Values in the order of the table's columns; what is the same in every row by name."""
    return [dict(zip(BY_NAME[table].names, row, strict=False)) | more for row in rows]


def _persons(inhabitants: int, per_thousand: float) -> int:
    return round(inhabitants * per_thousand / 1000)


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    return {code: weight / sum(weights.values()) for code, weight in weights.items()}


def _tables() -> dict[str, Rows]:
    counts = [
        (code, YEAR, groep, werkvorm, _persons(inhabitants, rate))
        for code, (_, inhabitants) in GEMEENTEN.items()
        for werkvorm, (_, groep, rate) in WERKVORMEN.items()
    ]
    costs = [
        (code, YEAR, werkvorm, kind, "PM" if (code, kind) == ("GM9019", "verhuur") else persons * told[-1])
        for code, _, groep, werkvorm, persons in counts
        if groep == "wsw"
        for kind, told in COST_TYPES.items()
    ]
    weights = {
        "contract_2019": {code: inhabitants**0.9 for code, (_, inhabitants) in GEMEENTEN.items()},
        "omzet_klanten": {code: 1.0 + i for i, code in enumerate(GEMEENTEN)},
    }
    shares = [(key, code, share) for key in KEYS for code, share in _shares(weights[key]).items()]
    return {
        "settings": _rows("settings", ((name, value, "waarde", "keuze") for name, value in SETTINGS.items())),
        "sources": _rows("sources", ((key, *told, "", "2022", "eigen tekst") for key, told in SOURCES.items())),
        "gemeenten": _rows("gemeenten", ((code, name, "telling_beek") for code, (name, _) in GEMEENTEN.items())),
        "werkvormen": _rows(
            "werkvormen", ((key, label, i + 1, groep) for i, (key, (label, groep, _)) in enumerate(WERKVORMEN.items()))
        ),
        "cost_types": _rows(
            "cost_types", ((key, *told[:-1], i + 1) for i, (key, told) in enumerate(COST_TYPES.items()))
        ),
        "headcounts": _rows("headcounts", counts, **_from("realisatie", "telling_beek")),
        "costs": _rows("costs", costs, **_from("begroting", "begroting_beekwerk")),
        "keys": _rows("keys", KEYS.items()),
        "allocation_keys": _rows("allocation_keys", shares, **_from("begroting", "begroting_beekwerk")),
        "population": _rows(
            "population",
            ((code, YEAR, inhabitants) for code, (_, inhabitants) in GEMEENTEN.items()),
            **_from("realisatie", "telling_beek"),
        ),
        "statements": _rows("statements", ((key, *told, "nota_beek") for key, told in STATEMENTS.items())),
    }


def _published() -> dict[str, Rows]:
    """What others published on the region, each table with a few rows."""
    booked = [
        (code, year, kind, field, inhabitants * (61 if field == "6.4" else 17) + 1_000 * (year - YEAR))
        for code, (_, inhabitants) in GEMEENTEN.items()
        for year in (YEAR, YEAR + 1)
        for kind in ("begroting", "jaarrekening")
        for field in ("6.4", "6.5")
    ]
    return {
        "municipal_accounts": _rows("municipal_accounts", booked, **_from("realisatie", "telling_beek", "2024-07-15")),
        "contributions": _rows(
            "contributions",
            [("alle", YEAR + 1, "tekort_beekwerk", "samen_sterker", 3_000_000, 100_000)],
            **_from("begroting", "begroting_beekwerk"),
        ),
        "published_figures": _rows(
            "published_figures",
            [
                (i, str(YEAR), "alle", "personen_in_dienst", value, "personen")
                for i, value in ((1, "1300"), (2, "1410"))
            ],
            **_from("bericht", "nota_beek"),
            conflict="personen_beek",
        ),
        "timeline": _rows("timeline", [(1, "", "najaar 2022", "De nota verschijnt.", "nota_beek", "2022-11-01")]),
        "considerations": _rows(
            "considerations",
            [
                (1, "Nabijheid", "samen_sterker", "Eén organisatie rijdt overal heen.", "B3", "nota_beek"),
                (2, "Nabijheid", "drie_clusters", "Het werk is dichtbij.", "B2", "nota_beek"),
            ],
        ),
        "decisions": _rows(
            "decisions", [(1, "Negen raden", "Beslissen over het budget", "Stellen vast", "voorjaar 2023", "nota_beek")]
        ),
    }
