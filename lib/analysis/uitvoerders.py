"""Who carries the work out, by the name that a reader sees."""

from lib.analysis.release import Release
from lib.model.scenario import Scenario


def uitvoerder_name(release: Release, scenario: Scenario, code: str, werkvorm: str, year: int) -> str:
    """The uitvoerder of a werkvorm of one gemeente in a year; a service of the gemeente itself carries its name:
    "Buitendienst Oost". Raises LookupError when no rule covers the cell (lib.store.check refuses that)."""
    uitvoerder = scenario.uitvoerder(code, werkvorm, year)
    return f"{uitvoerder.label} {release.name(code)}" if uitvoerder.own_service else uitvoerder.label
