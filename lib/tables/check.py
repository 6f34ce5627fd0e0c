"""A folder with data/ and scenarios/ → checked content, or every problem in Dutch."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lib.model.scenario import Scenario
from lib.tables import rules
from lib.tables.columns import BY_NAME, TABLES
from lib.tables.content import Content, make_content
from lib.tables.filling import (
    NOT_FILLED_IN,
    PLACEHOLDER,
    Checklist,
    figure_tasks,
    figures_by_gemeente,
    placeholder_task,
)
from lib.tables.rows import Problem, Rows, Unsound, as_rows, read_csv
from lib.tables.rules import SCENARIO_BASE
from lib.tables.scenario_files import read_scenarios
from lib.tables.toml_files import FILE as REGISTRY
from lib.tables.toml_files import NotToml, Registry, parse, read_registry


def check_folder(home: Path) -> Content:
    """Read and check everything; raises Unsound with all problems found."""
    return check_files(*read_files(home))


def read_files(home: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of every table and of every TOML file, by their path inside the folder; and which could not be read."""
    problems: list[Problem] = []
    scenarios = sorted(path.name for path in (home / "scenarios").glob("*.toml"))
    names = (*(table.file for table in TABLES), *(f"scenarios/{name}" for name in scenarios))
    bodies = {file: _bytes(home / file, file, problems) for file in names}
    return {file: body for file, body in bodies.items() if body is not None}, problems


def check_files(raw: Mapping[str, bytes], unread: Iterable[Problem] = ()) -> Content:
    """The content of the files of a folder, by their path inside it; raises Unsound with `unread` and all problems
    found."""
    problems = list(unread)
    tables: dict[str, Rows] = {}
    for table in TABLES:
        text = _text(table.file, raw, problems)
        if text is not None:
            tables[table.name] = read_csv(table, table.file, text, problems)
    texts = {file: _text(file, raw, problems) for file in raw if file.startswith("scenarios/")}
    files = {file.removeprefix("scenarios/"): text for file, text in texts.items() if text is not None}
    if REGISTRY not in files and not any(REGISTRY in problem.file for problem in problems):
        problems.append(_absent(f"scenarios/{REGISTRY}"))
    if not files.keys() - {REGISTRY} and not problems:
        remedy = "zet er een bestand per scenario in; scenarios/README.md zegt hoe."
        problems.append(Problem("scenarios", "map", "er is geen scenario", "", remedy))
    notes = () if problems else rules.check_tables(tables, problems)
    if not problems:
        read_model(tables, files, problems)
    if problems:
        raise Unsound(problems)
    return replace(make_content(tables, files), notes=notes)


def read_model(
    tables: dict[str, Rows], files: dict[str, str], problems: list[Problem], stored: bool = False
) -> tuple[Registry, dict[str, Scenario]]:
    """Registry and scenarios from their TOML texts, checked against the tables; nothing when a text is no TOML. `stored`
    texts are those of a release, which may be from before a key that a folder must have."""
    parsed = {f"scenarios/{name}": _parse(name, text, problems) for name, text in files.items()}
    if problems:
        return Registry(), {}
    file = f"scenarios/{REGISTRY}"
    sources = set(tables["sources"].values["bron_id"])
    registry = read_registry(parsed.pop(file), file, sources, problems, stored)
    if problems:
        return registry, {}
    rules.check_cost_types(tables["cost_types"], registry.parameters, problems)
    scenarios = read_scenarios(parsed, scenario_words(tables, registry), problems, stored)
    if not problems:
        rules.check_scenario_names(tables, scenarios, problems)
    return registry, scenarios


def model_of(content: Content) -> tuple[Registry, dict[str, Scenario]]:
    """Registry and scenarios of a release. Raises Unsound when its files no longer read."""
    problems: list[Problem] = []
    tables = {name: as_rows(BY_NAME[name], rows) for name, rows in content.tables.items()}
    result = read_model(tables, dict(content.files), problems, stored=True)
    if problems:
        raise Unsound(problems)
    return result


def checklist_of(content: Content, registry: Registry, scenarios: Mapping[str, Scenario]) -> Checklist:
    """What is still to be filled in: first what stands there until somebody chose it, in the files themselves; then the
    figures, which are handed in upon that. Empty where content is not under construction."""
    figures = figure_tasks(content.tables)
    if not figures:
        return Checklist()
    gemeenten, settings = content.tables["gemeenten"], content.tables["settings"]
    return Checklist(
        (
            placeholder_task(
                "Codes van gemeenten",
                BY_NAME["gemeenten"].file,
                ((f"{row['gemeente']} ({row['gemeente_code']})", row["bron_id"]) for row in gemeenten),
                f"zoek de CBS-code op, vervang haar in {BY_NAME['gemeenten'].file} en noem een bron.",
            ),
            placeholder_task(
                "Teksten van routes",
                "scenarios",
                (
                    (route.title, _unwritten(route.source, route.names, route.leaves_open, route.published))
                    for route in scenarios.values()
                ),
                f"schrijf wat de route is en wat is gepubliceerd, haal “{NOT_FILLED_IN}” eruit, en noem een andere bron dan "
                f"{PLACEHOLDER}.",
            ),
            placeholder_task(
                "Maatregelen en PM-posten",
                "scenarios",
                (
                    *dict.fromkeys(
                        (measure.title, _unwritten(measure.source, measure.explanation))
                        for scenario in scenarios.values()
                        for measure in scenario.measures
                    ),
                    *(
                        (
                            f"{registry.pm[name].label} bij {scenario.short_title}",
                            _unwritten(proof.source, proof.explanation),
                        )
                        for scenario in scenarios.values()
                        for name, proof in scenario.pm.items()
                    ),
                    *(
                        (item.label, _unwritten(item.source, item.explanation, item.when))
                        for item in registry.pm.values()
                    ),
                ),
                "schrijf wat erachter zit, wie een PM-post uitzoekt en wanneer, en noem waar zij op rusten.",
            ),
            placeholder_task(
                "Aannames met een bron",
                f"scenarios/{REGISTRY}",
                ((item.label, _unwritten(item.source, item.explanation)) for item in registry.parameters.values()),
                "kies laag, standaard en hoog, en noem waar zij op rusten.",
            ),
            placeholder_task(
                "Instellingen",
                BY_NAME["settings"].file,
                ((row["naam"], _unwritten("", row["toelichting"])) for row in settings),
                f"kies de waarde en haal “{NOT_FILLED_IN}” uit de toelichting.",
            ),
            *figures,
        ),
        figures_by_gemeente(content.tables),
    )


def _unwritten(source: str, *texts: str) -> str:
    """The source of something; of what a text still has to say there is none."""
    return PLACEHOLDER if any(NOT_FILLED_IN in text.lower() for text in texts) else source


#: The tables that hold what a scenario file may name.
SCENARIO_WORDS = (
    "settings",
    "gemeenten",
    "werkvormen",
    "cost_types",
    "allocation_keys",
    "keys",
    "sources",
    "statements",
)


def scenario_words(tables: Mapping[str, Rows], registry: Registry) -> dict[str, Any]:
    """What a scenario file may name, by what it is; and the years that it may speak of."""
    settings = rules.settings_in(tables)
    return {
        "base_year": int(settings["basisjaar"]),
        "first_year": int(settings.get(SCENARIO_BASE, settings["basisjaar"])),
        "last_year": int(settings["laatste_jaar"]),
        "gemeenten": tables["gemeenten"].values["gemeente_code"],
        "gemeente_codes": {row["gemeente"]: row["gemeente_code"] for row in tables["gemeenten"]},
        "werkvormen": [row["werkvorm"] for row in tables["werkvormen"] if row["groep"] == "wsw"],
        "cost_types": tables["cost_types"].values["kostensoort"],
        "keys": rules.usable_keys(tables),
        "sources": set(tables["sources"].values["bron_id"]),
        "statements": set(tables["statements"].values["uitspraak_id"]),
        "parameters": registry.parameters,
        "pm": registry.pm,
    }


def _bytes(path: Path, file: str, problems: list[Problem]) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problems.append(_absent(file))
    except OSError as error:
        read = "map" if path.is_dir() else f"fout {error.errno}"
        problems.append(Problem(file, "bestand", "niet te lezen", read, "controleer het bestand en de rechten erop."))
    return None


def _text(file: str, raw: Mapping[str, bytes], problems: list[Problem]) -> str | None:
    if file not in raw:
        return None
    try:
        return raw[file].decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw[file][: error.start].count(b"\n") + 1
        read = raw[file][error.start : error.start + 1].hex()
        problems.append(Problem(file, f"regel {line}", "geen UTF-8", f"byte {read}", "sla het bestand op als UTF-8."))
        return None


def _absent(file: str) -> Problem:
    return Problem(file, "bestand", "het bestand ontbreekt", "", "zet het terug of haal een nieuwe kopie.")


def _parse(name: str, text: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        return parse(text)
    except NotToml as error:
        place, read = f"regel {error.line}" if error.line else "bestand", ""
        if error.line:
            read = text.split("\n")[error.line - 1].strip()
        remedy = "controleer aanhalingstekens, haken, is-tekens en dubbele sleutels; een getal heeft een decimale punt, zoals 0.25."
        problems.append(Problem(f"scenarios/{name}", place, "geen geldige TOML", read, remedy))
        return {}
