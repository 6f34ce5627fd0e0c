"""The commands, each declared once: `python -m lib check | publish | …`. Wrong usage leaves with code 2.

What a command needs is loaded when it is the one that was asked: help comes at once.
"""

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args

from lib.cli import Refused, one_line
from lib.cli import arguments as read
from lib.render import FORMATS
from lib.text import upper_first, whole
from lib.text.parsing import Style

if TYPE_CHECKING:
    from lib.tables.rows import Problem

STYLES: tuple[str, ...] = get_args(Style)
#: The kinds of file that an empty upload can be.
TEMPLATES = ("xlsx", "csv")
#: What says which comparison it is, and what a document can choose besides.
OWN, IN_DOCUMENT = ("a", "b", "release", "set", "verkenning", "key", "mensen"), ("gemeente", "horizon")
#: What holds for figures in files that do not say it themselves.
OF_FILES = ("numbers", "status", "source", "base_year")
#: An option or a place: its name, and what argparse is told of it.
Argument = tuple[str, dict[str, Any]]


def argument(name: str, metavar: str, words: str, reader: Callable[[str], Any] = str, **more: Any) -> Argument:
    """One with a value: how it is shown, what it is for, and what reads it."""
    return name, {"metavar": metavar, "help": words, "type": reader, **more}


def switch(name: str, words: str) -> Argument:
    """One without a value."""
    return name, {"action": "store_true", "help": words}


@dataclass(frozen=True)
class Command:
    """What it is for, what does it ("module.function" of lib.cli), and what makes the arguments that it takes; `refuse` says
    which of them do not go together."""

    words: str
    act: str
    arguments: Callable[[], tuple[Argument, ...]] = tuple
    refuse: Callable[[read.DutchParser, Namespace], None] | None = None


def parse(argv: list[str] | None) -> Namespace:
    """The arguments; `command` is the subcommand. Raises SystemExit: 0 after help, 2 after wrong usage."""
    top = read.DutchParser(
        prog="python -m lib",
        description="De Routewijzer op de opdrachtregel.",
        epilog="De opdracht eindigt met code 0: gelukt; 1: geweigerd, met de reden; 2: de opdracht is verkeerd geschreven.",
    )
    top.add([DATABASE])
    words = sys.argv[1:] if argv is None else argv
    parsers = top.add_subparsers(title="opdrachten", dest="command", metavar="opdracht")
    for name, command in COMMANDS.items():
        parser = parsers.add_parser(name, help=command.words, description=upper_first(command.words) + ".")
        if name in words:
            parser.add([DATABASE, *command.arguments()])
    arguments = top.parse_args(argv)
    if arguments.command is None:
        top.error(f"geef een opdracht: {', '.join(COMMANDS)}.")
    refuse = COMMANDS[arguments.command].refuse
    if refuse:
        refuse(top, arguments)
    return arguments


def run(arguments: Namespace) -> None:
    """Do the subcommand: it prints what it found or wrote. Raises Refused with what is wrong in Dutch."""
    from lib.store import locations
    from lib.tables.rows import Unsound

    place = getattr(arguments, "database", None) or locations.database()
    try:
        action_of(COMMANDS[arguments.command])(place, arguments)
    except Unsound as error:
        raise Refused(map(one_line, _causes(error.problems))) from error
    except Exception as error:
        # An error with a melding says what is wrong in Dutch.
        melding = getattr(error, "melding", "")
        if not melding:
            raise
        raise Refused([one_line(melding)]) from error


def _causes(problems: "Iterable[Problem]") -> list[str]:
    """A line per cause: what is the same in many places with how often that is, the first places and what to do."""
    from lib.tables.rows import grouped

    return [
        str(problem if count == 1 else replace(problem, what=f"{problem.what} ({whole(count)} keer)"))
        for problem, count in grouped(problems, reads=True)
    ]


def action_of(command: Command) -> Callable[..., None]:
    """What does a command: it takes the place of the database, and the arguments."""
    module, name = command.act.split(".")
    action: Callable[..., None] = getattr(import_module(f"lib.cli.{module}"), name)
    return action


def _refuse_incomplete(parser: read.DutchParser, arguments: Namespace) -> None:
    """A comparison needs two scenarios; a frozen state brings its own, and takes no other choice."""
    _find_saved(parser, arguments)
    needed = ("format", "out") if arguments.state else ("a", "b", "format", "out")
    missing = [f"--{name}" for name in needed if getattr(arguments, name) is None]
    if missing:
        parser.error(f"dit ontbreekt: {', '.join(missing)}.")
    own = [f"--{name}" for name in (*OWN, *IN_DOCUMENT) if getattr(arguments, name)]
    if arguments.state and own:
        parser.error(f"een bevroren stand ligt vast; laat {', '.join(own)} weg.")
    extra = [f"--{name}" for name in IN_DOCUMENT if getattr(arguments, name)]
    if extra and arguments.format in FORMATS:
        parser.error(f"{', '.join(extra)} hoort bij een document; een export als {arguments.format} bevat alles.")
    names = [setting.parameter for setting in arguments.set]
    for name in names:
        if names.count(name) > 1:
            parser.error(f"--set: {name} staat er twee keer; houd één waarde.")


def _find_saved(parser: read.DutchParser, arguments: Namespace) -> None:
    """What `--saved` names, as the option of before."""
    if arguments.saved is None:
        return
    if arguments.state or arguments.verkenning:
        parser.error("--saved noemt wat is bewaard; laat --state en --verkenning weg.")
    word, _, number = arguments.saved.partition(" ")
    if word == "stand":
        try:
            arguments.state = read.state_number(number)
        except argparse.ArgumentTypeError as error:
            parser.error(f"--saved: {error}")
    else:
        arguments.verkenning = arguments.saved


def _refuse_mixed(parser: read.DutchParser, arguments: Namespace) -> None:
    """Files are laid upon the release in use; a folder takes its place, and says everything itself."""
    if arguments.files and arguments.folder:
        parser.error("geef bestanden, of --folder met een map; niet allebei.")
    if not arguments.files and not arguments.folder:
        parser.error("dit ontbreekt: BESTAND, of --folder met een map.")
    extra = [f"--{name.replace('_', '-')}" for name in OF_FILES if getattr(arguments, name) is not None]
    if arguments.folder and extra:
        parser.error(f"{', '.join(extra)} hoort bij bestanden; in een map staat het er al bij.")


#: Before and after the subcommand; the last one counts.
DATABASE = argument(
    "--database",
    "PLEK",
    "de database, een bestand of ducklake:postgres:…; bestaat zij niet, dan komt zij uit data/ en scenarios/",
    read.database,
    default=argparse.SUPPRESS,
)
BY = argument("--by", "NAAM", "wie dit doet; zonder dit de gebruiker van deze computer")
COPY = argument("file", "BESTAND", "de reservekopie", read.path)


def _publish() -> tuple[Argument, ...]:
    from lib.tables.columns import STATUSES

    return (
        argument("files", "BESTAND", "CSV, werkmap (.xlsx, .xlsm, .xls, .ods) of Parquet", read.path, nargs="*"),
        argument("--folder", "MAP", "in plaats van bestanden: alles in data/ en scenarios/ van een map", read.path),
        argument("--note", "TEKST", "wat er veranderd is en waarom", required=True),
        argument("--name", "TEKST", "naam van de release; zonder dit het begin van de toelichting"),
        BY,
        switch("--accept-warnings", "waarschuwingen aanvaarden"),
        switch(
            "--replace",
            "het hele blok (tabel, gemeente, jaar) vervangen; zonder dit blijft wat niet in het bestand staat",
        ),
        argument("--numbers", "NOTATIE", "nl of en: hoe 1.500 te lezen als niets het zegt", read.one_of(STYLES)),
        argument("--status", "STATUS", "status van cijfers die er geen hebben", read.one_of(STATUSES)),
        argument("--source", "TEKST", "bron van cijfers die er geen hebben"),
        argument("--gemeente", "GEMEENTE", "naam of code van de gemeente, voor een bestand dat er geen noemt"),
        argument("--jaar", "JAAR", "het jaar, voor een bestand dat er geen noemt", read.year),
        switch("--thousand", "de bedragen staan × € 1.000"),
        switch("--negative-costs", "kosten staan er negatief in, opbrengsten positief"),
        argument("--base-year", "JAAR", "een ander basisjaar; het moet voor alle gemeenten volledig zijn", read.year),
    )


def _export() -> tuple[Argument, ...]:
    from lib.render.documents import DOCUMENTS

    # What a comparison can be written as: folders of tables, and documents.
    kinds = (*FORMATS, *DOCUMENTS)
    return (
        argument("--a", "ID", "scenario A"),
        argument("--b", "ID", "scenario B"),
        argument(
            "--state", "NUMMER", "in plaats van --a en --b: een bevroren stand, zoals opgeslagen", read.state_number
        ),
        argument(
            "--saved",
            "BEWAARD",
            "een bewaarde weergave: “stand 3” is --state 3; iets anders is --verkenning met die naam of dat nummer",
        ),
        argument("--format", "SOORT", " of ".join(kinds), read.one_of(kinds)),
        argument(
            "--out",
            "PLEK",
            "nieuwe of lege map, of die van een eerdere export; voor een document een nieuw bestand",
            read.path,
        ),
        argument("--release", "NUMMER", "zonder dit: de release die in gebruik is", read.release_number),
        argument(
            "--set",
            "PARAMETER=WAARDE",
            "een parameter anders dan standaard, bijvoorbeeld discontovoet=0,03; vaker mag. Een aandeel is een deel van 1 "
            "(0,03) of heeft een %%-teken (3 %%). PARAMETER@GEMEENTECODE=WAARDE is de eigen waarde van één gemeente, in een "
            "route waarin elke gemeente haar eigen kosten draagt",
            read.setting,
            action="append",
            default=[],
        ),
        argument(
            "--verkenning",
            "NAAM_OF_NUMMER",
            "aannames, release, verdeelsleutel en waar de mensen zijn van een verkenning; --set, --release, --key en --mensen "
            "gaan voor",
        ),
        argument("--key", "SLEUTEL", "een andere verdeelsleutel, met haar naam uit data/keys.csv"),
        argument(
            "--mensen",
            "SCHATTING",
            "een andere schatting van waar de mensen zijn, met haar naam uit data/keys.csv; zonder dit de standaard",
        ),
        argument("--gemeente", "CODE", "in een document: één gemeente; zonder dit alle gemeenten"),
        argument("--horizon", "JAAR", "in een document: het laatste jaar; zonder dit de meerjarenraming", read.year),
    )


def _move() -> tuple[Argument, ...]:
    return (
        argument("--from", "PLEK", "de database van nu; zij blijft staan", read.place, dest="source", required=True),
        argument("--to", "PLEK", "waar nog geen database is", read.place, dest="target", required=True),
        argument("--files", "MAP", "waar de bestanden van een gedeelde database komen", read.place),
        BY,
    )


def _rollback() -> tuple[Argument, ...]:
    return (
        argument("number", "NUMMER", "de release die weer in gebruik komt", read.release_number),
        argument("--note", "TEKST", "waarom", required=True),
        BY,
    )


def _decide() -> tuple[Argument, ...]:
    return (
        argument("post", "POST", "de PM-post, met haar naam uit scenarios/parameters.toml"),
        argument("--besluit", "TEKST", "wat is besloten", required=True),
        argument("--orgaan", "WIE", "wie besloot: college, raad, Dagelijks Bestuur", required=True),
        argument("--op", "DAG", "wanneer, bijvoorbeeld 26-3-2020", read.day, required=True),
        argument("--verbetert", "NUMMER", "het eerdere besluit dat dit verbetert", read.decision_number),
        BY,
    )


def _record() -> tuple[Argument, ...]:
    return (argument("--out", "BESTAND", "nieuw bestand (.csv)", read.path, required=True),)


def _token() -> tuple[Argument, ...]:
    from lib.store.access import ROLES

    return (
        argument("--name", "NAAM", "wat of wie het token gebruikt; staat in het logboek", read.named, required=True),
        argument("--role", "ROL", " of ".join(ROLES), read.one_of(tuple(ROLES)), required=True),
    )


def _backup() -> tuple[Argument, ...]:
    return (argument("--to", "PLEK", "nieuw bestand, of map waarin het een naam krijgt", read.path, required=True), BY)


def _region() -> tuple[Argument, ...]:
    gemeenten = (
        "de namen, met komma’s ertussen; met de CBS-code ervoor (GM0000 Naam) of erachter (Naam GM0000) hoeft u die niet meer "
        "op te zoeken"
    )
    return (
        argument("name", "NAAM", "hoe de regio heet, in titels"),
        argument("--gemeenten", "NAMEN", gemeenten, required=True),
        argument(
            "--base-year", "JAAR", "het laatste jaar van nu, waarin elke projectie begint", read.year, required=True
        ),
        argument(
            "--start", "BEGIN", "het eerste jaar waarin de routes verschillen; standaard het jaar erna", read.year
        ),
        argument("--out", "MAP", "nieuwe of lege map", read.path, required=True),
    )


def _template() -> tuple[Argument, ...]:
    return (
        argument("--format", "SOORT", " of ".join(TEMPLATES), read.one_of(TEMPLATES), required=True),
        argument("--out", "PLEK", "nieuw bestand (xlsx), of nieuwe of lege map (csv)", read.path, required=True),
    )


COMMANDS: dict[str, Command] = {
    "check": Command("controleren of data/ en scenarios/ in orde zijn", "databases.check"),
    "publish": Command(
        "bestanden, of een map, controleren en samen als één nieuwe release publiceren",
        "publishing.publish",
        _publish,
        _refuse_mixed,
    ),
    "releases": Command("de releases in de database tonen", "releases.list_releases"),
    "saved": Command("alles wat is bewaard: de bevroren standen, en de verkenningen", "exporting.list_saved"),
    "verkenningen": Command(
        "de verkenningen in de database tonen: eigen aannames onder een naam", "exporting.list_saved"
    ),
    "rollback": Command("een eerdere release weer in gebruik nemen", "publishing.rollback", _rollback),
    "decide": Command("vastleggen wat over een PM-post is besloten", "decisions.note_decision", _decide),
    "decisions": Command("tonen wat over PM-posten is besloten", "decisions.list_decisions"),
    "record": Command(
        "het logboek als CSV schrijven: wie wat deed en wat is geweigerd", "acting.write_record", _record
    ),
    "token": Command("een token maken voor de API of de opdrachtregel", "acting.make_token", _token),
    "reseal": Command(
        "een beschermde database bij een nieuw geheim laten horen als het vorige kwijt is",
        "acting.reseal",
        lambda: (BY,),
    ),
    "states": Command("de bevroren standen in de database tonen", "exporting.list_saved"),
    "export": Command(
        "twee routes vergelijken, of een bevroren stand, en als tabellen of document schrijven",
        "exporting.export",
        _export,
        _refuse_incomplete,
    ),
    "backup": Command(
        "een reservekopie van de database maken, ook terwijl zij gebruikt wordt", "databases.back_up_database", _backup
    ),
    "verify": Command(
        "een reservekopie helemaal nalezen en tonen wat erin zit", "databases.verify_backup", lambda: (COPY,)
    ),
    "restore": Command(
        "een reservekopie terugzetten; de database van nu blijft ernaast staan",
        "databases.restore_backup",
        lambda: (COPY, BY),
    ),
    "move": Command(
        "de database verhuizen: van een bestand naar een gedeelde plek of terug", "databases.move_database", _move
    ),
    "compact": Command(
        "een gedeelde database klein houden: bestanden samenvoegen, oude standen loslaten",
        "databases.compact_database",
        lambda: (BY,),
    ),
    "region": Command("een map voor een andere regio maken, om in te vullen", "region.write_region", _region),
    "template": Command("een leeg bestand maken om cijfers in aan te leveren", "exporting.template", _template),
}
