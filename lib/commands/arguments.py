"""The words of the command line: `python -m lib check | publish | …`. Wrong usage leaves with code 2."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, get_args

from lib.commands.dutch_parser import DutchParser
from lib.report import FORMATS
from lib.report.documents import DOCUMENTS
from lib.store.access import ROLES, clean_name
from lib.store.locations import Database, database_named
from lib.store.problems import meant
from lib.store.tables import STATUSES
from lib.text import NumberError, Special, parse_share, upper_first
from lib.text.parsing import Style

RELEASE_DIGITS = 9
YEAR_DIGITS = 4
STYLES: tuple[str, ...] = get_args(Style)
#: The kinds of file that an empty upload can be.
TEMPLATES = ("xlsx", "csv")
#: What a comparison can be written as: folders of tables, and documents.
KINDS = (*FORMATS, *DOCUMENTS)
#: What says which comparison it is, and what a document can choose besides.
OWN, IN_DOCUMENT = ("a", "b", "release", "set", "verkenning", "key"), ("gemeente", "horizon")

#: What holds for figures in files that do not say it themselves.
OF_FILES = ("numbers", "status", "source", "base_year")


class Setting(NamedTuple):
    """A parameter and its value as typed."""

    parameter: str
    text: str


def parse(argv: list[str] | None) -> argparse.Namespace:
    """The arguments; `command` is the subcommand. Raises SystemExit: 0 after help, 2 after wrong usage."""
    top = DutchParser(
        prog="python -m lib",
        description="De Routewijzer op de opdrachtregel.",
        epilog="De opdracht eindigt met code 0: gelukt; 1: geweigerd, met de reden; 2: de opdracht is verkeerd geschreven.",
    )
    _add_database(top)
    commands = top.add_subparsers(title="opdrachten", dest="command", metavar="opdracht")
    for name, (words, add) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=upper_first(words) + ".")
        _add_database(command)
        add(command)
    arguments = top.parse_args(argv)
    if arguments.command is None:
        top.error(f"geef een opdracht: {', '.join(commands.choices)}.")
    if arguments.command == "publish":
        _refuse_mixed(top, arguments)
    if arguments.command == "export":
        _find_saved(top, arguments)
        _refuse_incomplete(top, arguments)
        _refuse_twice(top, arguments.set)
    return arguments


def _add_database(parser: DutchParser) -> None:
    """Before and after the subcommand; the last one counts."""
    parser.choices.add_argument(
        "--database",
        metavar="PLEK",
        type=database,
        default=argparse.SUPPRESS,
        help="de database, een bestand of ducklake:postgres:…; bestaat zij niet, dan komt zij uit data/ en scenarios/",
    )


def _add_by(parser: DutchParser) -> None:
    parser.choices.add_argument("--by", metavar="NAAM", help="wie dit doet; zonder dit de gebruiker van deze computer")


def _add_export(parser: DutchParser) -> None:
    add = parser.choices.add_argument
    add("--a", metavar="ID", help="scenario A")
    add("--b", metavar="ID", help="scenario B")
    add(
        "--state",
        metavar="NUMMER",
        type=state_number,
        help="in plaats van --a en --b: een bevroren stand, zoals opgeslagen",
    )
    add(
        "--saved",
        metavar="BEWAARD",
        help="een bewaarde weergave: “stand 3” is --state 3; iets anders is --verkenning met die naam of dat nummer",
    )
    add("--format", metavar="SOORT", type=one_of(KINDS), help=" of ".join(KINDS))
    add(
        "--out",
        metavar="PLEK",
        type=path,
        help="nieuwe of lege map, of die van een eerdere export; voor een document een nieuw bestand",
    )
    add("--release", metavar="NUMMER", type=release_number, help="zonder dit: de release die in gebruik is")
    add(
        "--set",
        metavar="PARAMETER=WAARDE",
        type=setting,
        action="append",
        default=[],
        help="een parameter anders dan standaard, bijvoorbeeld discontovoet=0,03; vaker mag. Een aandeel is een deel van 1 "
        "(0,03) of heeft een %%-teken (3 %%)",
    )
    add(
        "--verkenning",
        metavar="NAAM_OF_NUMMER",
        help="aannames, release en verdeelsleutel van een verkenning; --set, --release en --key gaan voor",
    )
    add("--key", metavar="SLEUTEL", help="een andere verdeelsleutel, met haar naam uit data/keys.csv")
    add("--gemeente", metavar="CODE", help="in een document: één gemeente; zonder dit alle gemeenten")
    add("--horizon", metavar="JAAR", type=year, help="in een document: het laatste jaar; zonder dit de meerjarenraming")


def _add_publish(parser: DutchParser) -> None:
    add = parser.choices.add_argument
    add("files", metavar="BESTAND", nargs="*", type=path, help="CSV, werkmap (.xlsx, .xlsm, .xls, .ods) of Parquet")
    add("--folder", metavar="MAP", type=path, help="in plaats van bestanden: alles in data/ en scenarios/ van een map")
    add("--note", metavar="TEKST", required=True, help="wat er veranderd is en waarom")
    add("--name", metavar="TEKST", help="naam van de release; zonder dit het begin van de toelichting")
    _add_by(parser)
    add("--accept-warnings", action="store_true", help="waarschuwingen aanvaarden")
    add(
        "--replace",
        action="store_true",
        help="het hele blok (tabel, gemeente, jaar) vervangen; zonder dit blijft wat niet in het bestand staat",
    )
    add("--numbers", metavar="NOTATIE", type=one_of(STYLES), help="nl of en: hoe 1.500 te lezen als niets het zegt")
    add("--status", metavar="STATUS", type=one_of(STATUSES), help="status van cijfers die er geen hebben")
    add("--source", metavar="TEKST", help="bron van cijfers die er geen hebben")
    add("--gemeente", metavar="GEMEENTE", help="naam of code van de gemeente, voor een bestand dat er geen noemt")
    add("--jaar", metavar="JAAR", type=year, help="het jaar, voor een bestand dat er geen noemt")
    add("--thousand", action="store_true", help="de bedragen staan × € 1.000")
    add("--negative-costs", action="store_true", help="kosten staan er negatief in, opbrengsten positief")
    add(
        "--base-year", metavar="JAAR", type=year, help="een ander basisjaar; het moet voor alle gemeenten volledig zijn"
    )


def _add_rollback(parser: DutchParser) -> None:
    add = parser.choices.add_argument
    add("number", metavar="NUMMER", type=release_number, help="de release die weer in gebruik komt")
    add("--note", metavar="TEKST", required=True, help="waarom")
    _add_by(parser)


def _add_record(parser: DutchParser) -> None:
    parser.choices.add_argument("--out", metavar="BESTAND", required=True, type=path, help="nieuw bestand (.csv)")


def _add_token(parser: DutchParser) -> None:
    add = parser.choices.add_argument
    add("--name", metavar="NAAM", required=True, type=named, help="wat of wie het token gebruikt; staat in het logboek")
    add("--role", metavar="ROL", required=True, type=one_of(tuple(ROLES)), help=" of ".join(ROLES))


def _add_backup(parser: DutchParser) -> None:
    add = parser.choices.add_argument
    add("--to", metavar="PLEK", required=True, type=path, help="nieuw bestand, of map waarin het een naam krijgt")
    _add_by(parser)


def _add_verify(parser: DutchParser) -> None:
    parser.choices.add_argument("file", metavar="BESTAND", type=path, help="de reservekopie")


def _add_restore(parser: DutchParser) -> None:
    _add_verify(parser)
    _add_by(parser)


def _add_move(parser: DutchParser) -> None:
    add = parser.choices.add_argument
    add("--from", dest="source", metavar="PLEK", required=True, type=place, help="de database van nu; zij blijft staan")
    add("--to", dest="target", metavar="PLEK", required=True, type=place, help="waar nog geen database is")
    add("--files", metavar="MAP", type=place, help="waar de bestanden van een gedeelde database komen")
    _add_by(parser)


def _add_template(parser: DutchParser) -> None:
    add = parser.choices.add_argument
    add("--format", metavar="SOORT", required=True, type=one_of(TEMPLATES), help=" of ".join(TEMPLATES))
    add("--out", metavar="PLEK", required=True, type=path, help="nieuw bestand (xlsx), of nieuwe of lege map (csv)")


def _find_saved(parser: DutchParser, arguments: argparse.Namespace) -> None:
    """What `--saved` names, as the option of before."""
    if arguments.saved is None:
        return
    if arguments.state or arguments.verkenning:
        parser.error("--saved noemt wat is bewaard; laat --state en --verkenning weg.")
    word, _, number = arguments.saved.partition(" ")
    if word == "stand":
        try:
            arguments.state = state_number(number)
        except argparse.ArgumentTypeError as error:
            parser.error(f"--saved: {error}")
    else:
        arguments.verkenning = arguments.saved


def _refuse_incomplete(parser: DutchParser, arguments: argparse.Namespace) -> None:
    """A comparison needs two scenarios; a frozen state brings its own, and takes no other choice."""
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


def _refuse_mixed(parser: DutchParser, arguments: argparse.Namespace) -> None:
    """Files are laid upon the release in use; a folder takes its place, and says everything itself."""
    if arguments.files and arguments.folder:
        parser.error("geef bestanden, of --folder met een map; niet allebei.")
    if not arguments.files and not arguments.folder:
        parser.error("dit ontbreekt: BESTAND, of --folder met een map.")
    extra = [f"--{name.replace('_', '-')}" for name in OF_FILES if getattr(arguments, name) is not None]
    if arguments.folder and extra:
        parser.error(f"{', '.join(extra)} hoort bij bestanden; in een map staat het er al bij.")


def _refuse_twice(parser: DutchParser, settings: list[Setting]) -> None:
    names = [setting.parameter for setting in settings]
    for name in names:
        if names.count(name) > 1:
            parser.error(f"--set: {name} staat er twee keer; houd één waarde.")


def place(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("hier hoort een pad.")
    return text


def path(text: str) -> Path:
    return Path(place(text))


def database(text: str) -> Database:
    return database_named(place(text))


def named(text: str) -> str:
    name = clean_name(text)
    if not name or set(name) & set('"\\'):
        raise argparse.ArgumentTypeError('hier hoort een naam, zonder " en \\.')
    return name


def year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == YEAR_DIGITS):
        raise argparse.ArgumentTypeError(f"“{text}” is geen jaar.")
    return int(text)


def one_of(options: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in options:
            raise argparse.ArgumentTypeError(f"onbekende keuze “{text}”; {meant(text, options)}")
        return text

    return read


def release_number(text: str) -> int:
    return _number(text, "een release")


def state_number(text: str) -> int:
    number = _number(text, "een bevroren stand")
    if not number:
        raise argparse.ArgumentTypeError("bevroren standen beginnen bij 1.")
    return number


def _number(text: str, of: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= RELEASE_DIGITS):
        raise argparse.ArgumentTypeError(f"“{text}” is geen nummer van {of}.")
    return int(text)


def setting(text: str) -> Setting:
    """PARAMETER=WAARDE, the value a number or a percentage in Dutch or technical notation."""
    name, sign, value = (part.strip() for part in text.partition("="))
    if not (name and sign):
        raise argparse.ArgumentTypeError(f"“{text}” is geen PARAMETER=WAARDE.")
    try:
        number = parse_share(value)
    except NumberError as error:
        raise argparse.ArgumentTypeError(error.melding) from error
    if isinstance(number, Special):
        raise argparse.ArgumentTypeError(f"{name} heeft een getal nodig, gelezen is “{value}”.")
    return Setting(name, value)


def _add_nothing(_: DutchParser) -> None:
    pass


#: Every command: what it is for, and what adds its arguments.
COMMANDS: dict[str, tuple[str, Callable[[DutchParser], None]]] = {
    "check": ("controleren of data/ en scenarios/ in orde zijn", _add_nothing),
    "publish": ("bestanden, of een map, controleren en samen als één nieuwe release publiceren", _add_publish),
    "releases": ("de releases in de database tonen", _add_nothing),
    "saved": ("alles wat is bewaard: de bevroren standen, en de verkenningen", _add_nothing),
    "verkenningen": ("de verkenningen in de database tonen: eigen aannames onder een naam", _add_nothing),
    "rollback": ("een eerdere release weer in gebruik nemen", _add_rollback),
    "record": ("het logboek als CSV schrijven: wie wat deed en wat is geweigerd", _add_record),
    "token": ("een token maken voor de API of de opdrachtregel", _add_token),
    "reseal": ("een beschermde database bij een nieuw geheim laten horen als het vorige kwijt is", _add_by),
    "states": ("de bevroren standen in de database tonen", _add_nothing),
    "export": ("twee routes vergelijken, of een bevroren stand, en als tabellen of document schrijven", _add_export),
    "backup": ("een reservekopie van de database maken, ook terwijl zij gebruikt wordt", _add_backup),
    "verify": ("een reservekopie helemaal nalezen en tonen wat erin zit", _add_verify),
    "restore": ("een reservekopie terugzetten; de database van nu blijft ernaast staan", _add_restore),
    "move": ("de database verhuizen: van een bestand naar een gedeelde plek of terug", _add_move),
    "compact": ("een gedeelde database klein houden: bestanden samenvoegen, oude standen loslaten", _add_by),
    "template": ("een leeg bestand maken om cijfers in aan te leveren", _add_template),
}
