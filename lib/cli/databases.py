"""What the command line does with a database: look whether all is in order, back up, put back, move, and keep it small."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress

from lib import __version__
from lib.cli import Refused, noted, say
from lib.cli.acting import acting, name_of
from lib.store import locations
from lib.store.access import COMPACT, READ, Person, Role, require
from lib.store.backup.backup import Backup, back_up, restore, verify
from lib.store.backup.holdings import Holdings, move
from lib.store.database import present
from lib.store.faults import DatabaseCorrupt, DatabaseNewer
from lib.store.lake.database import LakeSize, compact
from lib.store.lake.place import Lake
from lib.store.locations import Database, database_named
from lib.store.protection import current, same_content
from lib.store.releases import load
from lib.store.secrets import OtherSecret, access, check_secret
from lib.tables.check import check_folder, checklist_of, model_of
from lib.tables.content import short
from lib.tables.figures import settings_of
from lib.tables.filling import NO, NOT_FILLED_IN, UNDER_CONSTRUCTION, Checklist, figure_tasks, with_handed_in
from lib.tables.rows import Unsound
from lib.text import counted, whole

OTHER_SECRET = (
    " Let op: zij is beschermd met een ander geheim dan in secrets.toml staat, dus nu komt er niemand in. Zie docs/beheer.md, "
    "“Een ander geheim”."
)
OFF_RECORD = " Dit staat niet in het logboek: de database neemt er nu geen regel bij."
COUNTED = {
    "releases": ("release", "releases"),
    "verkenningen": ("verkenning", "verkenningen"),
    "frozen_states": ("bevroren stand", "bevroren standen"),
}


def check(database: Database, _: Namespace) -> None:
    """data/ and scenarios/, the settings of signing in, and how the files stand to the release in use."""
    folder = check_folder(locations.home())
    reads = present(database) and READ.open_to(acting(database))
    used = current(database) if reads else None
    content = folder if used is None else with_handed_in(folder, load(database, used.number), used.number)
    registry, scenarios = model_of(content)
    region = settings_of(content)["regio"]
    rows = sum(map(len, content.tables.values()))
    say(
        f"data/ en scenarios/ zijn in orde, van {region}: {len(content.tables)} tabellen met {whole(rows)} rijen, "
        f"{len(scenarios)} scenario’s, {len(registry.parameters)} parameters en {counted(len(registry.pm), 'PM-post', 'PM-posten')}."
    )
    whole_folder = not any(task.lacking for task in figure_tasks(folder.tables))
    for line in (*noted(content), *_to_do(checklist_of(content, registry, scenarios), whole_folder)):
        say(line)
    if locations.secrets().exists():
        settings = access(locations.secrets())
        mode = "mensen melden zich aan" if settings.signs_in else "lokale modus, want [auth] ontbreekt"
        say(f"{locations.secrets().name} is in orde: {mode}; tokens: {len(settings.tokens)}.")
        check_secret(database, settings)
    if not present(database):
        say(f"De database {database} is er nog niet; zij wordt bij het eerste gebruik gemaakt.")
    elif used is not None:
        same = "dezelfde inhoud als" if same_content(database, used, content) else "een andere inhoud dan"
        say(f"In de database {database} is release {used.number} in gebruik, “{used.name}”, met {same} deze bestanden.")


def _to_do(checklist: Checklist, whole_folder: bool) -> Iterator[str]:
    """The checklist of content that is under construction, ticked off; nothing of other content. `whole_folder`: every figure
    stands in the folder itself."""
    if not checklist.tasks:
        return
    if not any(task.lacking for task in checklist.tasks):
        yield f"Alles is ingevuld: {checklist.sentence}."
    else:
        yield f"Deze map is in opbouw: {checklist.sentence}."
    if not checklist.complete:
        yield f"Wat er niet is, heet op elke pagina “{NOT_FILLED_IN}”."
    yield from map(str, checklist.tasks)
    if checklist.complete and whole_folder:
        yield f"Alle cijfers zijn er: zet {UNDER_CONSTRUCTION} in data/settings.csv op {NO}, dan wordt een gat weer geweigerd."


def back_up_database(database: Database, arguments: Namespace) -> None:
    """A copy of the database in one new file."""
    copy = back_up(database, arguments.to, by=acting(database, arguments.by), program=__version__)
    say(f"Reservekopie {copy.place} gemaakt, met {_contents(copy.backup)}.{'' if copy.on_record else OFF_RECORD}")


def verify_backup(_: Database, arguments: Namespace) -> None:
    """What is in a backup, when all of it is sound."""
    backup = verify(arguments.file)
    origin = (
        f"gemaakt op {backup.made_at:%d-%m-%Y %H:%M} (UTC) met versie {backup.program}, schema {backup.holdings.schema}"
    )
    say(f"Reservekopie {arguments.file} is in orde: {origin}, met {_contents(backup)}.")


def restore_backup(database: Database, arguments: Namespace) -> None:
    """A backup in the place of the database."""
    done = restore(arguments.file, database, by=_restorer(database, arguments.by))
    aside = "" if done.aside is None else f" De database van daarvoor staat nu in {done.aside}."
    sentence = f"Reservekopie {arguments.file} staat terug in {database}, met {_contents(done.backup)}."
    say(f"{sentence}{aside}{_secret_words(database)}")


def _secret_words(database: Database) -> str:
    """That nobody gets into what was put back, when it belongs to another secret than that of this machine."""
    # That the settings themselves are not in order is for check to say.
    with suppress(Unsound):
        try:
            check_secret(database, access(locations.secrets()))
        except OtherSecret:
            return OTHER_SECRET
    return ""


def _restorer(database: Database, name: str | None) -> Person:
    """What cannot be read knows nobody, and is what a backup is for."""
    try:
        return acting(database, name)
    except (DatabaseCorrupt, DatabaseNewer):
        return Person(name_of(name), Role.BEHEERDER)


def _contents(backup: Backup) -> str:
    return f"{holdings_words(backup.holdings)} (kenmerk {short(backup.holdings.hash)})"


def holdings_words(holdings: Holdings) -> str:
    """How much there is of what people make."""
    counts = [(holdings.rows(table), words) for table, words in COUNTED.items()]
    phrases = [f"{whole(number)} {single if number == 1 else more}" for number, (single, more) in counts]
    return f"{', '.join(phrases[:-1])} en {phrases[-1]}"


def move_database(_: Database, arguments: Namespace) -> None:
    """All of one database to a new place."""
    source = database_named(arguments.source, arguments.files)
    target = database_named(arguments.target, arguments.files)
    holdings = move(source, target, by=acting(source, arguments.by))
    say(
        f"Verhuisd van {source} naar {target}: {holdings_words(holdings)}. Het kenmerk is in beide {short(holdings.hash)}. {source} is "
        "niet veranderd; wijs met ROUTEWIJZER_DATABASE de nieuwe plek aan."
    )


def compact_database(database: Database, arguments: Namespace) -> None:
    """Join the files of a shared database and let go of old states."""
    if not isinstance(database, Lake):
        raise Refused(
            [f"{database} is één bestand; inkorten is alleen voor een gedeelde database (ducklake:postgres:…)."]
        )
    require(database, acting(database, arguments.by), COMPACT)
    before, after = compact(database)
    say(f"{database} had {_size_words(before)} en heeft nu {_size_words(after)}.")


def _size_words(size: LakeSize) -> str:
    files = f"{whole(size.files)} {'bestand' if size.files == 1 else 'bestanden'}"
    return f"{files} ({whole(size.size // 1024)} kB) en {whole(size.states)} standen"
