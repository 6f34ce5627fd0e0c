"""The settings of the uncertainty: how many draws, from which seed, and what is told of them.

What must hold between rows and tables: grain, references, sums, a complete base year; and between them and the TOML files.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from lib.model.figures import ALL
from lib.model.parameters import Parameter
from lib.model.scenario import Scenario
from lib.tables.columns import COMPUTED
from lib.tables.filling import NO, UNDER_CONSTRUCTION, YES, base_year_cells, figure_tasks, under_construction
from lib.tables.rows import Problem, Rows
from lib.tables.toml_files import PART, RATE, SHARE, unit_family
from lib.text.nearest import meant

DRAWS, SEED = "onzekerheid_trekkingen", "onzekerheid_zaad"
PERCENTILES, CERTAINTIES = "onzekerheid_percentielen", "onzekerheid_zekerheid"
NAMES = (DRAWS, SEED, PERCENTILES, CERTAINTIES)
#: With fewer draws a percentile says nothing; with more nobody waits for it.
LEAST_DRAWS, MOST_DRAWS = 100, 1_000_000


def percents(text: str) -> tuple[int, ...]:
    """Whole per cents between 0 and 100 in ascending order, with a space between them. Raises ValueError."""
    words = text.split()
    if not words or not all(re.fullmatch("[1-9][0-9]?", word) for word in words):
        raise ValueError(text)
    numbers = tuple(map(int, words))
    if list(numbers) != sorted(set(numbers)):
        raise ValueError(text)
    return numbers


def check_sampling(rows: Rows, values: Mapping[str, tuple[int, str]], problems: list[Problem]) -> None:
    """`values`: setting → its row and value."""

    def report(name: str, what: str, remedy: str) -> None:
        problems.append(rows.problem(values[name][0], "waarde", what, remedy))

    if DRAWS in values and not (
        re.fullmatch("[1-9][0-9]{0,6}", values[DRAWS][1]) and LEAST_DRAWS <= int(values[DRAWS][1]) <= MOST_DRAWS
    ):
        report(DRAWS, "geen bruikbaar aantal trekkingen", f"kies een geheel getal van {LEAST_DRAWS} tot {MOST_DRAWS}.")
    if SEED in values and not re.fullmatch("[0-9]{1,9}", values[SEED][1]):
        report(SEED, "geen geheel getal", "schrijf hooguit negen cijfers, zonder teken of punt.")
    for name in (PERCENTILES, CERTAINTIES):
        if name in values:
            try:
                percents(values[name][1])
            except ValueError:
                remedy = "schrijf gehele getallen van 1 tot en met 99, oplopend, met een spatie ertussen."
                report(name, "geen rij percentages", remedy)


#: The shares of a key add up to 1 within this; those that miss it by less than the second are scaled, which is said.
KEY_TOLERANCE, SCALED = 1e-9, 1e-5
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
LATER_SETTINGS = (SCENARIO_BASE, *INTAKE_SETTINGS, *NAMES)
#: The keys that say where the people are, the default first; without them only that of the nulalternatief does.
PEOPLE_KEYS = "sleutels_mensen"
SEPARATOR = ";"
YEARS = ("basisjaar", "meerjarenraming_tot", "laatste_jaar")
WHOLE_SETTINGS = (*YEARS, SCENARIO_BASE, "privacy_drempel", *INTAKE_SETTINGS)
ROUTES = ("nulalternatief", "standaard_route_a", "standaard_route_b")
REQUIRED_SETTINGS = (*WHOLE_SETTINGS, "peildatum", *ROUTES, "regio", *NAMES)
SETTINGS = (*REQUIRED_SETTINGS, PEOPLE_KEYS, UNDER_CONSTRUCTION)
#: The tables that must be whole in the base year, and what to do about a cell that is not there.
BASE_YEAR = {
    "headcounts": "geef een aantal, desnoods 0.",
    "costs": "geef een bedrag, 0 of PM.",
    "population": "lever de inwoners van het basisjaar aan.",
}
Tables = Mapping[str, Rows]


def check_tables(tables: Tables, problems: list[Problem]) -> tuple[Problem, ...]:
    """All rules that need no TOML; problems are added. Returns what is to be said of sound tables: shares of keys that were
    scaled, in `tables` itself."""
    for rows in tables.values():
        _check_grain(rows, problems)
        _check_references(rows, tables, problems)
    _check_settings(tables["settings"], problems)
    if not problems:
        _check_years(tables["settings"], problems)
    if not problems:
        _check_names(tables, problems)
    if problems:
        return ()
    notes = tuple(_scale_keys(tables))
    _check_keys(tables, problems)
    _check_people_keys(tables, problems)
    if not any(task.lacking for task in figure_tasks(tables)):
        _check_base_year(tables, problems)
        _check_enough_people(tables, problems)
    return notes


def settings_in(tables: Tables) -> dict[str, str]:
    """The value of each setting, as text."""
    return tables["settings"].lookup("naam", "waarde")


def _check_grain(rows: Rows, problems: list[Problem]) -> None:
    lines: dict[tuple[object, ...], int] = {}
    for grain, line in zip(rows.tuples(*rows.table.grain), rows.lines, strict=True):
        first = lines.setdefault(grain, line)
        if first != line:
            place, read = f"regel {line}, kolom {' × '.join(rows.table.grain)}", ", ".join(map(str, grain))
            what, remedy = f"staat al op regel {first}", "houd één van de twee rijen."
            problems.append(Problem(rows.file, place, what, read, remedy))


def _check_references(rows: Rows, tables: Tables, problems: list[Problem]) -> None:
    for column in rows.table.columns:
        if column.refers is None:
            continue
        table, other = column.refers
        words, values = {*tables[table].values[other], *column.besides}, rows.values[column.name]
        if not column.several and set(values) <= words | {None}:
            continue
        for i, value in enumerate(values):
            for word in () if value is None else str(value).split() if column.several else (value,):
                if word not in words:
                    what = f"komt niet voor in data/{table}.csv"
                    problems.append(rows.problem(i, column.name, what, meant(word, words)))


def _check_settings(rows: Rows, problems: list[Problem]) -> None:
    """Each setting is there, and each value is of its kind."""
    places = {name: (i, value) for i, (name, value) in enumerate(rows.tuples("naam", "waarde"))}
    for name in REQUIRED_SETTINGS:
        if name not in places:
            what, remedy = f"instelling {name} ontbreekt", f"voeg een rij {name} toe."
            problems.append(Problem(rows.file, "kolom naam", what, "", remedy))
    for name in WHOLE_SETTINGS:
        if name in places and not re.fullmatch("[0-9]{1,7}", places[name][1]):
            remedy = "schrijf een jaar of aantal in cijfers."
            problems.append(rows.problem(places[name][0], "waarde", "geen geheel getal", remedy))
    if "peildatum" in places and not _is_day(places["peildatum"][1]):
        remedy = "schrijf jaar-maand-dag, bijvoorbeeld 2020-03-26."
        problems.append(rows.problem(places["peildatum"][0], "waarde", "geen datum", remedy))
    if UNDER_CONSTRUCTION in places and places[UNDER_CONSTRUCTION][1] not in (YES, NO):
        remedy = f"schrijf {YES} zolang er cijfers ontbreken, en daarna {NO}."
        problems.append(rows.problem(places[UNDER_CONSTRUCTION][0], "waarde", "geen ja of nee", remedy))
    check_sampling(rows, places, problems)
    for name, (i, _) in places.items():
        if name not in SETTINGS:
            problems.append(rows.problem(i, "naam", "onbekende instelling", meant(name, SETTINGS)))


def _check_years(rows: Rows, problems: list[Problem]) -> None:
    settings = rows.lookup("naam", "waarde")
    first, until, last = (int(settings[name]) for name in YEARS)
    if not first < until <= last <= first + 30:
        what = "basisjaar < meerjarenraming_tot ≤ laatste_jaar klopt niet"
        remedy = "zet de jaren op volgorde, hooguit dertig jaar uiteen."
        problems.append(Problem(rows.file, "kolom waarde", what, f"{first}, {until}, {last}", remedy))
    if int(settings[SCENARIO_BASE]) > first:
        what, row = f"{SCENARIO_BASE} ligt na het basisjaar", rows.values["naam"].index(SCENARIO_BASE)
        problems.append(rows.problem(row, "waarde", what, f"geef {first} of eerder."))


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
    groups = tables["werkvormen"].lookup("werkvorm", "groep")
    for rows in (tables["headcounts"], tables["costs"]):
        own = rows.values.get("groep", ["wsw"] * len(rows))
        for i, (group, werkvorm) in enumerate(zip(own, rows.values["werkvorm"], strict=True)):
            if group != "nieuw_beschut" and groups[werkvorm] != group:
                remedy = meant(werkvorm, [name for name in groups if groups[name] == group])
                problems.append(rows.problem(i, "werkvorm", f"hoort niet bij groep {group}", remedy))


def _shares(rows: Rows) -> dict[str, dict[str, int]]:
    """Per key and gemeente the row of its share."""
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for i, (key, code) in enumerate(rows.tuples("sleutel", "gemeente_code")):
        places[key][code] = i
    return places


def _scale_keys(tables: Tables) -> Iterator[Problem]:
    """Make shares that miss 1 by a rounding add up to 1, and say so."""
    rows = tables["allocation_keys"]
    shares = rows.values["aandeel"]
    for key, places in _shares(rows).items():
        total = sum(shares[i] for i in places.values())
        if KEY_TOLERANCE < abs(total - 1) < SCALED and len(places) == len(tables["gemeenten"]):
            for i in places.values():
                shares[i] /= total
            what = "de aandelen tellen door afronding niet precies op tot 1 en zijn naar verhouding bijgesteld"
            remedy = "u hoeft niets te doen; wilt u andere aandelen, geef ze dan met meer cijfers."
            yield Problem(rows.file, f"sleutel {key}, kolom aandeel", what, f"{total:.12g}", remedy)


def _check_keys(tables: Tables, problems: list[Problem]) -> None:
    """The shares of a key add up to 1, and every gemeente has one; while content is under construction one may lack."""
    rows, building = tables["allocation_keys"], under_construction(settings_in(tables))
    shares, codes = rows.values["aandeel"], tables["gemeenten"].values["gemeente_code"]
    for key, places in _shares(rows).items():
        place, total = f"sleutel {key}", sum(shares[i] for i in places.values())
        absent = [code for code in codes if code not in places]
        # Of some of the shares it can only be said that they are too much.
        if total - 1 > KEY_TOLERANCE or (total - 1 < -KEY_TOLERANCE and not (building and absent)):
            what, remedy = "de aandelen tellen niet op tot 1", "verbeter de aandelen van deze sleutel."
            problems.append(Problem(rows.file, f"{place}, kolom aandeel", what, f"{total:.12g}", remedy))
        for code in absent if not building else ():
            remedy = "geef elke gemeente een aandeel, desnoods 0."
            problems.append(Problem(rows.file, place, f"gemeente {code} ontbreekt", "", remedy))


def people_keys(settings: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that say where the people are, as the setting lists them; none without it."""
    return tuple(word.strip() for word in settings.get(PEOPLE_KEYS, "").split(SEPARATOR) if word.strip())


def usable_keys(tables: Tables) -> set[str]:
    """The keys that have shares, or may be given them while content is under construction."""
    own = set(tables["allocation_keys"].values["sleutel"])
    return own | (set(tables["keys"].values["sleutel"]) if under_construction(settings_in(tables)) else set())


def _check_people_keys(tables: Tables, problems: list[Problem]) -> None:
    """They have shares, and each stands there once."""
    settings, keys = tables["settings"], usable_keys(tables)
    names = people_keys(settings_in(tables))

    def report(what: str, remedy: str) -> None:
        problems.append(settings.problem(settings.values["naam"].index(PEOPLE_KEYS), "waarde", what, remedy))

    for name in names:
        if name not in keys:
            report(f"sleutel {name} heeft geen aandelen", meant(name, keys))
    if len(set(names)) < len(names):
        report("een sleutel staat er twee keer", "noem elke sleutel één keer.")


def _check_base_year(tables: Tables, problems: list[Problem]) -> None:
    """Every gemeente has its people, costs and inhabitants; of a table without the year only that is told."""
    year = int(settings_in(tables)["basisjaar"])
    years = {rows.file: set(rows.values["jaar"]) for rows in (tables["headcounts"], tables["costs"])}
    absent = [file for file in years if year not in years[file]]
    for file in absent:
        what, read = f"geen cijfers voor het basisjaar {year}", ", ".join(map(str, sorted(years[file])))
        remedy = f"lever {year} aan of verzet basisjaar in data/settings.csv."
        problems.append(Problem(file, "kolom jaar", what, read, remedy))
    present = {name: set(tables[name].tuples(*tables[name].table.grain)) for name in BASE_YEAR}
    for table, cell in base_year_cells(tables, year) if not absent else ():
        if cell not in present[table]:
            file, place = tables[table].file, f"cel {', '.join(map(str, cell))}"
            problems.append(Problem(file, place, "ontbreekt in het basisjaar", "", BASE_YEAR[table]))


def _check_enough_people(tables: Tables, problems: list[Problem]) -> None:
    """Of too few people, of whom some were counted, nothing can be shown: not even how many they are (docs/privacy.md)."""
    settings = settings_in(tables)
    year, threshold = int(settings["basisjaar"]), int(settings["privacy_drempel"])
    people = [row for row in tables["headcounts"] if (row["jaar"], row["groep"]) == (year, "wsw") and row["personen"]]
    counted = any(row["status"] not in COMPUTED for row in people)
    if counted and sum(row["personen"] for row in people) < threshold:
        what = f"minder dan {threshold} Wsw’ers in het basisjaar"
        remedy = "over zo weinig mensen is niets te laten zien; neem een ander basisjaar, of meer gemeenten."
        problems.append(Problem("data/headcounts.csv", "kolom personen", what, "", remedy))


def check_scenario_names(tables: Tables, scenarios: Mapping[str, Scenario], problems: list[Problem]) -> None:
    """Scenarios named in the tables exist."""
    settings = tables["settings"]
    places = [(settings, "waarde", i) for i, name in enumerate(settings.values["naam"]) if name in ROUTES]
    for rows in (tables["contributions"], tables["considerations"]):
        places += [(rows, "scenario_id", i) for i in range(len(rows)) if rows.values["scenario_id"][i] is not None]
    for rows, column, i in places:
        name = rows.values[column][i]
        if name not in scenarios:
            problems.append(rows.problem(i, column, "onbekend scenario", meant(name, scenarios)))


def check_cost_types(rows: Rows, parameters: Mapping[str, Parameter], problems: list[Problem]) -> None:
    """The parameters that cost_types names exist in the right unit, and one kostensoort carries the staff."""
    for i, row in enumerate(rows):
        names = [("index", name, RATE) for _, name in index_terms(row["index"])]
        if row["vast_aandeel"]:
            names.insert(0, ("vast_aandeel", row["vast_aandeel"], SHARE))
        for column, name, family in names:
            if name not in parameters:
                problems.append(rows.problem(i, column, "onbekende parameter", meant(name, parameters)))
            elif unit_family(parameters[name].unit) != family:
                remedy = f"kies een parameter met eenheid “{family}”."
                problems.append(rows.problem(i, column, f"{name} is in {parameters[name].unit}", remedy))
            elif column == "vast_aandeel" and not _is_part(parameters[name]):
                remedy = "zet min op 0 of hoger en max op 1 of lager, of kies een andere parameter."
                problems.append(rows.problem(i, column, f"{name} mag buiten 0 tot en met 1 liggen", remedy))
    carriers = rows.values["draagt_staf"].count("ja")
    if carriers != 1:
        what, remedy = "precies één kostensoort draagt de staf", "zet bij één kostensoort ja."
        problems.append(Problem(rows.file, "kolom draagt_staf", what, str(carriers), remedy))


def _is_part(parameter: Parameter) -> bool:
    """Whether it cannot be less than nothing or more than the whole."""
    least, most = PART
    return parameter.minimum >= least and parameter.maximum is not None and parameter.maximum <= most


def index_terms(text: str) -> tuple[tuple[int, str], ...]:
    """`loonindex - achterstand` → ((1, loonindex), (−1, achterstand))."""
    sign, terms = 1, []
    for word in text.split():
        if word not in ("+", "-"):
            terms.append((sign, word))
        sign = -1 if word == "-" else 1
    return tuple(terms)
