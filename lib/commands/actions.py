"""What each subcommand does: prints what it found or wrote, raises what is wrong as a Dutch sentence."""

from argparse import Namespace
from collections.abc import Callable

from lib.analysis.view import NotInView
from lib.commands import Refused
from lib.commands.acting import acting, make_token, reseal, write_record
from lib.commands.backups import back_up_database, restore_backup, verify_backup
from lib.commands.exporting import export, template
from lib.commands.folders import publish_from_folder
from lib.commands.freezing import export_state, list_states
from lib.commands.moving import compact_database, move_database
from lib.commands.printing import one_line, say
from lib.commands.publishing import publish
from lib.commands.releasing import list_releases, rollback
from lib.commands.verkenningen import list_verkenningen
from lib.report.export import CannotExport
from lib.store import locations
from lib.store.access import READ
from lib.store.access_settings import access
from lib.store.check import check_folder, model_of
from lib.store.content import Content
from lib.store.database import StoreError, present
from lib.store.locations import Database
from lib.store.problems import Unsound
from lib.store.protection import current, same_content
from lib.store.seal import check_secret
from lib.text import whole


def run(arguments: Namespace) -> None:
    """Do the subcommand. Raises Refused."""
    database = getattr(arguments, "database", None) or locations.database()
    try:
        ACTIONS[arguments.command](database, arguments)
    except Unsound as error:
        raise Refused(one_line(str(problem)) for problem in error.problems) from error
    except (StoreError, NotInView, CannotExport) as error:
        raise Refused([one_line(error.melding)]) from error


def check(database: Database, _: Namespace) -> None:
    """data/ and scenarios/, the settings of signing in, and how the files stand to the release in use."""
    content = check_folder(locations.home())
    (parameters, pm), scenarios = model_of(content)
    rows = sum(map(len, content.tables.values()))
    say(
        f"data/ en scenarios/ zijn in orde: {len(content.tables)} tabellen met {whole(rows)} rijen, "
        f"{len(scenarios)} scenario’s, {len(parameters)} parameters en {len(pm)} PM-posten."
    )
    if locations.secrets().exists():
        settings = access(locations.secrets())
        mode = "mensen melden zich aan" if settings.signs_in else "lokale modus, want [auth] ontbreekt"
        say(f"{locations.secrets().name} is in orde: {mode}; tokens: {len(settings.tokens)}.")
        check_secret(database, settings)
    if not present(database) or READ.open_to(acting(database)):
        say(one_line(_beside_database(database, content)))


def _beside_database(database: Database, content: Content) -> str:
    if not present(database):
        return f"De database {database} is er nog niet; zij wordt bij het eerste gebruik gemaakt."
    used = current(database)
    same = "dezelfde inhoud als" if same_content(database, used, content) else "een andere inhoud dan"
    return f"In de database {database} is release {used.number} in gebruik, “{used.name}”, met {same} deze bestanden."


def _export(database: Database, arguments: Namespace) -> None:
    (export_state if arguments.state else export)(database, arguments)


def _publish(database: Database, arguments: Namespace) -> None:
    (publish_from_folder if arguments.folder else publish)(database, arguments)


#: What each command of `arguments.COMMANDS` does.
ACTIONS: dict[str, Callable[[Database, Namespace], None]] = {
    "check": check,
    "publish": _publish,
    "releases": list_releases,
    "verkenningen": list_verkenningen,
    "rollback": rollback,
    "record": write_record,
    "token": make_token,
    "reseal": reseal,
    "states": list_states,
    "export": _export,
    "backup": back_up_database,
    "verify": verify_backup,
    "restore": restore_backup,
    "move": move_database,
    "compact": compact_database,
    "template": template,
}
