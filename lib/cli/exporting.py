"""What the command line writes to disk: a comparison of two routes, and an empty upload.

What the command line does with saved views: list frozen states and verkenningen, and write a state out as it was stored.
"""

from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime

from lib.cli import say, show, table_text
from lib.cli.acting import admitted
from lib.comparison.answers import Answers
from lib.comparison.assumptions import read_value, translated, write_assumptions
from lib.comparison.message import own_words
from lib.comparison.own_routes import open_concepts
from lib.comparison.release import Release, open_release
from lib.comparison.view import View, check_choice, compare_view, default_view, overrides, people_choice
from lib.render.documents import DOCUMENTS, make, make_of_state
from lib.render.export import OWN, export_tables, own_table, place_file, place_folder, write_bytes, write_folder
from lib.render.frozen import banner, parquet_files, state_words, stored_results, stored_tables
from lib.render.packing import Imprint
from lib.render.release_files import template_csv, template_xlsx
from lib.store.locations import Database
from lib.store.pm_decisions import PmDecision, pm_decisions
from lib.store.protection import current
from lib.store.releases import load
from lib.store.saved_views import StateInfo, StoredVerkenning, state, states, verkenningen
from lib.store.verkenning import Verkenning
from lib.subjects.saved_views import by_name_or_number, check_verkenning, frozen_routes, overrides_of
from lib.tables.content import short
from lib.text import whole


def export(database: Database, arguments: Namespace) -> None:
    """Compare two scenarios of a release, or take a state, and write every table, or a document."""
    if arguments.state:
        _export_state(database, arguments)
        return
    admitted(database)
    verkenning = _verkenning(database, arguments.verkenning)
    number = verkenning.release if verkenning and arguments.release is None else arguments.release
    release = open_concepts(database, open_release(database, number), (arguments.a, arguments.b))
    values = _assumed(release, verkenning)
    values |= {setting.parameter: read_value(release, setting.parameter, setting.text) for setting in arguments.set}
    values, sentences = translated(release, values)
    key = verkenning.key if verkenning and arguments.key is None else arguments.key
    people = verkenning.people if verkenning and arguments.mensen is None else arguments.mensen
    view = replace(
        default_view(release),
        a=arguments.a,
        b=arguments.b,
        key=key,
        people=people_choice(release, people),
        overrides=overrides(values),
    )
    if arguments.format in DOCUMENTS:
        outcome = _document(release, _narrow(release, view, arguments), arguments, pm_decisions(database))
    else:
        tables = export_tables(release, compare_view(release, view))
        own = own_table(release, view)
        tables |= {} if own is None else {OWN: own}
        write_folder(tables, arguments.format, arguments.out)
        outcome = ", ".join(
            f"{name}.{arguments.format} ({whole(table.num_rows)} rijen)" for name, table in tables.items()
        )
    assumed = f", met de aannames van verkenning “{verkenning.name}”" if verkenning else ""
    for sentence in filter(None, (*sentences, own_words(release, view))):
        say(sentence)
    say(f"Geschreven in {arguments.out}, uit release {release.info.number}{assumed}: {outcome}.")


def _narrow(release: Release, view: View, arguments: Namespace) -> View:
    """The view with what only a document can choose. Raises NotInView."""
    if arguments.gemeente is not None:
        check_choice(release, "gemeente", arguments.gemeente)
        view = replace(view, gemeente=arguments.gemeente)
    if arguments.horizon is not None:
        check_choice(release, "horizon", str(arguments.horizon))
        view = replace(view, horizon=arguments.horizon)
    return view


def _document(release: Release, view: View, arguments: Namespace, decisions: tuple[PmDecision, ...]) -> str:
    answers = Answers(release, view, compare_view(release, view), decisions)
    document = make(arguments.format, answers, Imprint("", datetime.now(UTC)))
    place_file(document.body, arguments.out)
    return document.label


def _verkenning(database: Database, name: str | None) -> Verkenning | None:
    return None if name is None else by_name_or_number(verkenningen(database), name).verkenning


def _assumed(release: Release, verkenning: Verkenning | None) -> dict[str, float]:
    """What a verkenning assumes, which the release must know. Raises Unsound."""
    if verkenning is None:
        return {}
    check_verkenning(release, verkenning)
    return dict(overrides_of(release, verkenning))


def template(database: Database, arguments: Namespace) -> None:
    """An empty upload with the words of the release in use."""
    admitted(database)
    info = current(database)
    content = load(database, info.number)
    if arguments.format == "csv":
        place_folder(template_csv(info, content), arguments.out)
    else:
        place_file(template_xlsx(info, content), arguments.out)
    say(f"Sjabloon geschreven: {arguments.out}, met de woorden van release {info.number}.")


STATES = ("nr", "datum (UTC)", "naam", "door", "release", "kenmerk", "toelichting")
VERKENNINGEN = ("nr", "staat", "gemaakt (UTC)", "naam", "door", "release", "anders dan standaard", "toelichting")
MOMENT = "%Y-%m-%d %H:%M"


def list_saved(database: Database, arguments: Namespace) -> None:
    """A line per saved view, the oldest first: the frozen states, the verkenningen, or (`saved`) those after these."""
    admitted(database)
    if arguments.command != "verkenningen":
        show(table_text([STATES, *map(_state_cells, states(database))]))
    if arguments.command != "states":
        entries = verkenningen(database)
        rows = map(_verkenning_cells, entries)
        show(table_text([VERKENNINGEN, *rows]) if entries else "Er zijn nog geen verkenningen.")


def _state_cells(info: StateInfo) -> tuple[str, ...]:
    day = f"{info.created_at:{MOMENT}}"
    return str(info.number), day, info.name, info.author, str(info.release), short(info.seal), info.note


def _verkenning_cells(entry: StoredVerkenning) -> tuple[str, ...]:
    head = (str(entry.number), entry.acts[-1].act, f"{entry.created_at:{MOMENT}}", entry.name, entry.author)
    return *head, str(entry.release), write_assumptions(entry.values), entry.note


def _export_state(database: Database, arguments: Namespace) -> None:
    """Write the stored results of a state: Parquet byte for byte, the same tables as CSV, or a document of them."""
    admitted(database)
    frozen, format_, target = state(database, arguments.state), arguments.format, arguments.out
    files, tables = parquet_files(frozen), stored_tables(frozen)
    names = files if format_ == "parquet" else [f"{name}.{format_}" for name in tables]
    outcome = f"Bestanden: {', '.join(names)}"
    if format_ in DOCUMENTS:
        imprint = Imprint("", datetime.now(UTC), state_words(frozen.info))
        release = open_release(database, frozen.info.release)
        document = make_of_state(format_, frozen, open_concepts(database, release, frozen_routes(frozen.info)), imprint)
        place_file(document.body, target)
        outcome = document.label
    elif format_ == "parquet":
        write_bytes(files, target)
    else:
        write_folder(tables, format_, target)
    differs = stored_results(frozen).own_words
    if differs:
        say(differs)
    say(f"Geschreven in {target}: {banner(frozen.info)}. {outcome}.")
