"""Changes to a folder with data/ and scenarios/ as somebody makes them by hand; a test publishes what comes of it."""

from collections.abc import Callable
from pathlib import Path

from tests.store.test_scenarios import FIFTH, example

FIFTH_TITLE = "Akkoord 2020 met gezamenlijke detachering"
NEW_SOURCE, NEW_EVENT = "Onderzoek naar detacheren", "Het bestuur bespreekt het onderzoek."


def edit(path: Path, old: str, new: str) -> None:
    """Replace what stands there once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")


def add_route(home: Path) -> None:
    """A fifth scenario: the example of scenarios/README.md."""
    (home / "scenarios" / f"{FIFTH}.toml").write_text(example(), "utf-8")


def change_parameter(home: Path) -> None:
    """The scale loss from nothing to 6 per cent."""
    edit(
        home / "scenarios/parameters.toml",
        'eenheid = "aandeel van de uitvoeringskosten"\nlaag = 0\nstandaard = 0\n',
        'eenheid = "aandeel van de uitvoeringskosten"\nlaag = 0\nstandaard = 0.06\n',
    )


def add_source(home: Path) -> None:
    with (home / "data/sources.csv").open("a", encoding="utf-8") as file:
        file.write(f"onderzoek_detacheren,{NEW_SOURCE},Hogeschool,,mei 2020,citaat\n")


def add_event(home: Path) -> None:
    with (home / "data/timeline.csv").open("a", encoding="utf-8") as file:
        file.write(f"41,2020-06-11,11 juni 2020,{NEW_EVENT},routewijzer_aanname,2020-06-11\n")


def remove_row(home: Path) -> None:
    """The last decision goes."""
    path = home / "data/decisions.csv"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")


def remove_route(home: Path) -> None:
    """A scenario that nothing in data/ names goes."""
    (home / "scenarios/uitvoering_2021.toml").unlink()


#: By what it is called, what somebody does to a folder and the sentence that the preview has for it.
CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "route": (add_route, f"Scenario toegevoegd: {FIFTH_TITLE} ({FIFTH})"),
    "aanname": (
        change_parameter,
        "Aanname gewijzigd: Kleinere schaal (schaalverlies): standaard 0 % van de uitvoeringskosten wordt 6 % van de "
        "uitvoeringskosten",
    ),
    "bron": (add_source, "Bronnen (data/sources.csv): 1 erbij"),
    "gebeurtenis": (add_event, "Gebeurtenissen (data/timeline.csv): 1 erbij"),
    "rij weg": (remove_row, "Besluiten (data/decisions.csv): 1 weg"),
    "route weg": (remove_route, "Scenario verwijderd: Uitvoering vanaf 2021 (uitvoering_2021)"),
}
