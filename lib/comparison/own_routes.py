"""A route of one's own beside those of a release: whether its draft is sound there, and the release with it among the routes.

The release itself never changes: the route is there for who asks for it.
"""

from collections.abc import Iterable
from dataclasses import replace

from lib.comparison.release import Release
from lib.model.scenario import Scenario
from lib.store.concepts import PREFIX, StoredConcept, concepts
from lib.store.locations import Database
from lib.tables.check import SCENARIO_WORDS, scenario_words
from lib.tables.columns import BY_NAME
from lib.tables.route_draft import RouteDraft
from lib.tables.rows import Problem, as_rows
from lib.tables.scenario_files import read_beside
from lib.tables.toml_files import Registry, TomlFile

#: What the draft is called where a finding names its file.
FILE = "de eigen route"


def read_scenario(
    release: Release, draft: RouteDraft, file: str = FILE, stored: bool = False
) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """The scenario of a draft with its base worked in, or everything that is wrong with it, as for a file in scenarios/.
    What was kept once (`stored`) may be from before a key."""
    tables = {name: as_rows(BY_NAME[name], release.tables[name]) for name in SCENARIO_WORDS}
    words = scenario_words(tables, Registry(release.parameters, release.pm))
    toml = TomlFile(file, [], words, stored)
    scenario = read_beside(toml, draft.content, release.scenarios)
    return scenario, tuple(dict.fromkeys(toml.problems))


def with_route(release: Release, scenario: Scenario) -> Release:
    """The release with one more route, after its own."""
    return replace(release, scenarios={**release.scenarios, scenario.id: scenario})


def concept_names(routes: Iterable[str]) -> tuple[str, ...]:
    """Those among the ids of routes that are of a concept, each once."""
    return tuple(sorted({name for name in routes if name.startswith(PREFIX)}))


def with_concepts(release: Release, entries: Iterable[StoredConcept], names: Iterable[str]) -> Release:
    """The release with the concepts of these names that are made for it; one that no longer reads is left out."""
    asked_for = set(names)
    extended = release
    for concept in entries:
        if concept.id in asked_for and concept.release == release.info.number:
            scenario, _ = read_scenario(release, concept.draft, stored=True)
            extended = extended if scenario is None else with_route(extended, _as_concept(scenario, concept))
    return extended


def open_concepts(path: Database, release: Release, routes: Iterable[str]) -> Release:
    """The same of what the database holds, for the concepts among these routes. Raises StoreError."""
    names = concept_names(routes)
    return with_concepts(release, concepts(path), names) if names else release


def _as_concept(scenario: Scenario, concept: StoredConcept) -> Scenario:
    """Wherever the route is named, it says that it is a concept, and which."""
    mark = f"(concept {concept.number})"
    return replace(
        scenario,
        id=concept.id,
        title=concept.title,
        short_title=f"{scenario.short_title} {mark}",
        in_sentence=f"{scenario.in_sentence} {mark}",
    )
