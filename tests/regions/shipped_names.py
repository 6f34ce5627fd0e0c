"""What belongs to the shipped region alone, read from its own data/ and scenarios/."""

import re
import tomllib
from collections.abc import Iterable

from lib.model.parameters import ROLES
from lib.tables.check import check_folder
from lib.tables.columns import GROEPEN
from lib.tables.content import SHIPPED

#: Words in names that name nobody: what an organisation is, and where a figure is from.
ORDINARY = {"Stichting", "Midden", "Nederland", "De", "Niet"}
#: Words of the format of data/ and scenarios/ itself, for every region.
FORMAT = {*ROLES, *GROEPEN, "wsw_personen"}
CONTENT = check_folder(SHIPPED)
TABLES = CONTENT.tables
TOML = {name: tomllib.loads(text) for name, text in CONTENT.files.items()}
REGISTRY = TOML.pop("parameters.toml")


def _capitalised(texts: Iterable[str]) -> set[str]:
    """The words of names, in parts: Rijssen-Holten gives two."""
    return {word for text in texts for word in re.findall(r"\b[A-Z][a-zà-ÿ]{2,}", text)} - ORDINARY


def proper_names() -> set[str]:
    """Gemeenten, the region, who carries work out (a gemeente's own service has no name), and whom figures are about."""
    carriers = [each for scenario in TOML.values() for each in scenario.get("uitvoerders", {}).values()]
    (region,) = (row["waarde"] for row in TABLES["settings"] if row["naam"] == "regio")
    return _capitalised(
        [
            region,
            *(row["gemeente"] for row in TABLES["gemeenten"]),
            *(each["label"] for each in carriers if not each.get("eigen_dienst")),
            *(row["wie"] for row in TABLES["published_figures"] if "(" not in row["wie"]),
            *(row["groep"].split(" ")[0] for row in TABLES["comparators"]),
        ]
    )


def own_ids() -> set[str]:
    """Ids that another region has no reason to use; those of one plain word, such as inwoners, are words."""
    found = {
        *(row["gemeente_code"] for row in TABLES["gemeenten"]),
        *(row["bron_id"] for row in TABLES["sources"]),
        *(row["uitspraak_id"] for row in TABLES["statements"]),
        *(row["sleutel"] for row in TABLES["keys"]),
        *(scenario["id"] for scenario in TOML.values()),
        *(each["id"] for scenario in TOML.values() for each in scenario.get("maatregel", ())),
        *(each["id"] for kind in ("parameter", "pm") for each in REGISTRY[kind]),
    }
    return {each for each in found if re.search(r"[0-9_]", each)} - FORMAT


def own_phrases() -> set[str]:
    """Titles, labels and sentences of more than one word; a single word may be anybody's."""
    found = {
        *(row["uitspraak"] for row in TABLES["statements"]),
        *(row["titel"] for row in TABLES["sources"]),
        *(row["label"] for row in TABLES["cost_types"]),
        *(row["label"] for row in TABLES["keys"]),
        *(scenario[key] for scenario in TOML.values() for key in ("titel", "korte_titel", "in_zin")),
        *(each["titel"] for scenario in TOML.values() for each in scenario.get("maatregel", ())),
        *(each["label"] for kind in ("parameter", "pm") for each in REGISTRY[kind] if each["id"] not in FORMAT),
    }
    return {each for each in found if " " in each}


def own_years() -> set[str]:
    """The base year and the year after it."""
    (base,) = (int(row["waarde"]) for row in TABLES["settings"] if row["naam"] == "basisjaar")
    return {str(base), str(base + 1)}


def found_in(text: str, names: Iterable[str]) -> set[str]:
    """Which of the names stand in a text as whole words, whatever their capitals."""
    lower = text.lower()
    return {
        name
        for name in names
        if name.lower() in lower and re.search(rf"(?<![a-zà-ÿ0-9]){re.escape(name.lower())}(?![a-zà-ÿ0-9])", lower)
    }
