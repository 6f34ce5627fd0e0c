"""What the command line writes to disk: a comparison of two routes, and an empty upload."""

from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime

from lib.analysis.answers import Answers
from lib.analysis.assumptions import read_value
from lib.analysis.own_choices import own_words
from lib.analysis.release import Release, open_release
from lib.analysis.saved_views import by_name_or_number, check_verkenning, overrides_of
from lib.analysis.view import View, check_choice, compare_view, default_view, overrides
from lib.commands import say
from lib.commands.acting import admitted
from lib.report.documents import DOCUMENTS, make
from lib.report.export import OWN, own_table, place_file, place_folder, write_folder
from lib.report.imprint import Imprint
from lib.report.release_files import template_csv, template_xlsx
from lib.report.tables import export_tables
from lib.store.locations import Database
from lib.store.protection import current
from lib.store.releases import load
from lib.store.saved_views import verkenningen
from lib.store.verkenning import Verkenning
from lib.text import whole


def export(database: Database, arguments: Namespace) -> None:
    """Compare two scenarios of a release and write every table, or a document."""
    admitted(database)
    verkenning = _verkenning(database, arguments.verkenning)
    number = verkenning.release if verkenning and arguments.release is None else arguments.release
    release = open_release(database, number)
    values = _assumed(release, verkenning)
    values |= {setting.parameter: read_value(release, setting.parameter, setting.text) for setting in arguments.set}
    key = verkenning.key if verkenning and arguments.key is None else arguments.key
    view = replace(default_view(release), a=arguments.a, b=arguments.b, key=key, overrides=overrides(values))
    if arguments.format in DOCUMENTS:
        outcome = _document(release, _narrow(release, view, arguments), arguments)
    else:
        tables = export_tables(release, compare_view(release, view))
        own = own_table(release, view)
        tables |= {} if own is None else {OWN: own}
        write_folder(tables, arguments.format, arguments.out)
        outcome = ", ".join(
            f"{name}.{arguments.format} ({whole(table.num_rows)} rijen)" for name, table in tables.items()
        )
    assumed = f", met de aannames van verkenning “{verkenning.name}”" if verkenning else ""
    differs = own_words(release, view)
    if differs:
        say(differs)
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


def _document(release: Release, view: View, arguments: Namespace) -> str:
    answers = Answers(release, view, compare_view(release, view))
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
