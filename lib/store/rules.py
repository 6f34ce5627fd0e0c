"""What must hold between rows and tables: grain, references, sums, a complete base year."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from lib.model.figures import ALL
from lib.model.scenario import Scenario
from lib.store import sampling
from lib.store.problems import Problem, meant
from lib.store.rows import Rows
from lib.store.tables import COMPUTED

#: The shares of a key add up to 1 within this.
KEY_TOLERANCE = 1e-9
INTAKE_SETTINGS = (
    "aanlevering_megabytes",
    "aanlevering_uitgepakt_megabytes",
    "aanlevering_rijen",
    "aanlevering_kolommen",
    "aanlevering_bladen",
    "aanlevering_bestanden",
    "aanlevering_verandering_procent",
)
#: The base year for which the scenarios were written; the base year of the figures may be moved beyond it.
SCENARIO_BASE = "scenario_basisjaar"
#: Settings that a release of an earlier layout may lack: the shipped ones then hold.
LATER_SETTINGS = (SCENARIO_BASE, *INTAKE_SETTINGS, *sampling.NAMES)
WHOLE_SETTINGS = (
    "basisjaar",
    SCENARIO_BASE,
    "laatste_jaar",
    "meerjarenraming_tot",
    "privacy_drempel",
    *INTAKE_SETTINGS,
)
SETTINGS = (
    *WHOLE_SETTINGS,
    "peildatum",
    "nulalternatief",
    "standaard_route_a",
    "standaard_route_b",
    "regio",
    *sampling.NAMES,
)
Tables = Mapping[str, Rows]


def check_tables(tables: Tables, problems: list[Problem]) -> None:
    """All rules that need no TOML; problems are added."""
    for rows in tables.values():
        _check_grain(rows, problems)
        _check_references(rows, tables, problems)
    if not _check_settings(tables["settings"], problems) or problems:
        return
    _check_names(tables, problems)
    if problems:
        return
    _check_keys(tables, problems)
    _check_base_year(tables, problems)
    _check_enough_people(tables, problems)


def _check_grain(rows: Rows, problems: list[Problem]) -> None:
    grains = list(zip(*(rows.values[name] for name in rows.table.grain), strict=True))
    if len(set(grains)) == len(grains):
        return
    seen: dict[tuple[object, ...], int] = {}
    for grain, line in zip(grains, rows.lines, strict=True):
        if grain in seen:
            columns = " × ".join(rows.table.grain)
            place, what = f"regel {line}, kolom {columns}", f"staat al op regel {seen[grain]}"
            read = ", ".join(map(str, grain))
            problems.append(Problem(rows.file, place, what, read, "houd één van de twee rijen."))
        else:
            seen[grain] = line


def _check_references(rows: Rows, tables: Tables, problems: list[Problem]) -> None:
    for column in rows.table.columns:
        if column.refers is None:
            continue
        table, other = column.refers
        known = set(tables[table].values[other]) | set(column.besides)
        if not column.several and set(rows.values[column.name]) <= known | {None}:
            continue
        for i, value in enumerate(rows.values[column.name]):
            for word in (str(value).split() if column.several else [value]) if value is not None else []:
                if word not in known:
                    problems.append(
                        rows.problem(i, column.name, f"komt niet voor in data/{table}.csv", meant(word, known))
                    )


def _check_settings(rows: Rows, problems: list[Problem]) -> bool:
    found = {
        name: (i, value) for i, (name, value) in enumerate(zip(rows.values["naam"], rows.values["waarde"], strict=True))
    }
    for name in SETTINGS:
        if name not in found:
            problems.append(
                Problem(rows.file, "kolom naam", f"instelling {name} ontbreekt", "", f"voeg een rij {name} toe.")
            )
    for name in WHOLE_SETTINGS:
        if name in found and not re.fullmatch("[0-9]{1,7}", found[name][1]):
            problems.append(
                rows.problem(found[name][0], "waarde", "geen geheel getal", "schrijf een jaar of aantal in cijfers.")
            )
    if "peildatum" in found and not _is_day(found["peildatum"][1]):
        remedy = "schrijf jaar-maand-dag, bijvoorbeeld 2020-03-26."
        problems.append(rows.problem(found["peildatum"][0], "waarde", "geen datum", remedy))
    sampling.check_sampling(rows, found, problems)
    for name, (i, _) in found.items():
        if name not in SETTINGS:
            problems.append(rows.problem(i, "naam", "onbekende instelling", meant(name, SETTINGS)))
    if problems:
        return False
    first, until, last = (int(found[name][1]) for name in ("basisjaar", "meerjarenraming_tot", "laatste_jaar"))
    if not first < until <= last <= first + 30:
        problems.append(
            Problem(
                rows.file,
                "kolom waarde",
                "basisjaar < meerjarenraming_tot ≤ laatste_jaar klopt niet",
                f"{first}, {until}, {last}",
                "zet de jaren op volgorde, hooguit dertig jaar uiteen.",
            )
        )
    written = int(found[SCENARIO_BASE][1])
    if written > first:
        what = f"{SCENARIO_BASE} ligt na het basisjaar"
        problems.append(rows.problem(found[SCENARIO_BASE][0], "waarde", what, f"geef {first} of eerder."))
    return not problems


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_names(tables: Tables, problems: list[Problem]) -> None:
    """No gemeente is called as all are together; people and costs stand under a werkvorm of their groep."""
    gemeenten = tables["gemeenten"]
    for i, code in enumerate(gemeenten.values["gemeente_code"]):
        if code == ALL:
            remedy = "geef de gemeente haar eigen code."
            problems.append(gemeenten.problem(i, "gemeente_code", "dit woord betekent alle gemeenten samen", remedy))
    groups = dict(zip(tables["werkvormen"].values["werkvorm"], tables["werkvormen"].values["groep"], strict=True))
    for table in ("headcounts", "costs"):
        rows = tables[table]
        given = rows.values.get("groep", ["wsw"] * len(rows))
        for i, (group, werkvorm) in enumerate(zip(given, rows.values["werkvorm"], strict=True)):
            if group != "nieuw_beschut" and groups[werkvorm] != group:
                known = [name for name in groups if groups[name] == group]
                problems.append(rows.problem(i, "werkvorm", f"hoort niet bij groep {group}", meant(werkvorm, known)))


def _check_keys(tables: Tables, problems: list[Problem]) -> None:
    rows = tables["allocation_keys"]
    sums: dict[str, float] = defaultdict(float)
    present: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sums[row["sleutel"]] += row["aandeel"]
        present[row["sleutel"]].add(row["gemeente_code"])
    for key, total in sums.items():
        if abs(total - 1) > KEY_TOLERANCE:
            problems.append(
                Problem(
                    rows.file,
                    f"sleutel {key}, kolom aandeel",
                    "de aandelen tellen niet op tot 1",
                    f"{total:.12g}",
                    "verbeter de aandelen van deze sleutel.",
                )
            )
        for code in tables["gemeenten"].values["gemeente_code"]:
            if code not in present[key]:
                problems.append(
                    Problem(
                        rows.file,
                        f"sleutel {key}",
                        f"gemeente {code} ontbreekt",
                        "",
                        "geef elke gemeente een aandeel, desnoods 0.",
                    )
                )


def _check_base_year(tables: Tables, problems: list[Problem]) -> None:
    settings = dict(zip(tables["settings"].values["naam"], tables["settings"].values["waarde"], strict=True))
    year = int(settings["basisjaar"])
    gemeenten = tables["gemeenten"].values["gemeente_code"]
    werkvormen = {
        group: [row["werkvorm"] for row in tables["werkvormen"] if row["groep"] == group] for group in ("wsw", "staf")
    }
    persons = _of_year(tables["headcounts"], year, "groep", "werkvorm")
    costs = _of_year(tables["costs"], year, "werkvorm", "kostensoort")
    inhabitants = _of_year(tables["population"], year)
    absent = [table for table, present in (("headcounts", persons), ("costs", costs)) if not present]
    if absent:
        for table in absent:
            years = sorted({row["jaar"] for row in tables[table]})
            problems.append(
                Problem(
                    f"data/{table}.csv",
                    "kolom jaar",
                    f"geen cijfers voor het basisjaar {year}",
                    ", ".join(map(str, years)),
                    f"lever {year} aan of verzet basisjaar in data/settings.csv.",
                )
            )
        return
    for code in gemeenten:
        for group, names in werkvormen.items():
            for name in names:
                if (code, group, name) not in persons:
                    problems.append(
                        _gap("headcounts", f"{code}, {year}, {group}, {name}", "geef een aantal, desnoods 0.")
                    )
        for name in werkvormen["wsw"]:
            for kostensoort in tables["cost_types"].values["kostensoort"]:
                if (code, name, kostensoort) not in costs:
                    problems.append(
                        _gap("costs", f"{code}, {year}, {name}, {kostensoort}", "geef een bedrag, 0 of PM.")
                    )
        if (code,) not in inhabitants:
            problems.append(_gap("population", f"{code}, {year}", "lever de inwoners van het basisjaar aan."))


def _check_enough_people(tables: Tables, problems: list[Problem]) -> None:
    """Of too few people, of whom some were counted, nothing can be shown: not even how many they are (docs/privacy.md)."""
    settings = dict(zip(tables["settings"].values["naam"], tables["settings"].values["waarde"], strict=True))
    year, threshold = int(settings["basisjaar"]), int(settings["privacy_drempel"])
    people = [row for row in tables["headcounts"] if (row["jaar"], row["groep"]) == (year, "wsw") and row["personen"]]
    counted = any(row["status"] not in COMPUTED for row in people)
    if counted and sum(row["personen"] for row in people) < threshold:
        what = f"minder dan {threshold} Wsw’ers in het basisjaar"
        remedy = "over zo weinig mensen is niets te laten zien; neem een ander basisjaar, of meer gemeenten."
        problems.append(Problem("data/headcounts.csv", "kolom personen", what, "", remedy))


def _of_year(rows: Rows, year: int, *names: str) -> set[tuple[str, ...]]:
    """Gemeente and these columns of the rows of a year."""
    columns = [rows.values[name] for name in ("gemeente_code", *names)]
    return {found for found, of in zip(zip(*columns, strict=True), rows.values["jaar"], strict=True) if of == year}


def _gap(table: str, cell: str, remedy: str) -> Problem:
    return Problem(f"data/{table}.csv", f"cel {cell}", "ontbreekt in het basisjaar", "", remedy)


def check_scenario_names(tables: Tables, scenarios: Mapping[str, Scenario], problems: list[Problem]) -> None:
    """Scenarios named in the tables exist."""
    settings = tables["settings"]
    for i, row in enumerate(settings):
        if (
            row["naam"] in ("nulalternatief", "standaard_route_a", "standaard_route_b")
            and row["waarde"] not in scenarios
        ):
            problems.append(settings.problem(i, "waarde", "onbekend scenario", meant(row["waarde"], scenarios)))
    for table in ("contributions", "considerations"):
        for i, value in enumerate(tables[table].values["scenario_id"]):
            if value is not None and value not in scenarios:
                problems.append(tables[table].problem(i, "scenario_id", "onbekend scenario", meant(value, scenarios)))
