"""How the command line is read: argparse in Dutch (usage, help and every refusal), and what an argument may be."""

import argparse
import contextlib
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from lib.text import NotADay, NumberError, Special, parse_day, parse_share
from lib.text.nearest import meant

if TYPE_CHECKING:
    from lib.store.locations import Database

RELEASE_DIGITS = 9
YEAR_DIGITS = 4
Words = re.Match[str]


def _choice(words: Words) -> str:
    options = [word.strip(" '\"") for word in words["known"].split(",")]
    read = words["read"].strip("'\"")
    return f"onbekende keuze “{read}”; {meant(read, options)}"


#: What argparse says and how that reads in Dutch. Refusals of our own types are Dutch already.
REFUSALS: tuple[tuple[str, Callable[[Words], str]], ...] = (
    (r"^argument (?P<name>[^:]+): ", lambda words: f"{words['name']}: "),
    (r"invalid choice: (?P<read>.*) \(choose from (?P<known>.*)\)$", _choice),
    (r"the following arguments are required: (?P<names>.*)$", lambda words: f"dit ontbreekt: {words['names']}."),
    (r"unrecognized arguments: (?P<read>.*)$", lambda words: f"onbekend: “{words['read']}”."),
    (r"expected (one|\d+) arguments?$", lambda words: "hierachter hoort een waarde."),
    (r"ignored explicit argument (?P<read>.*)$", lambda words: f"hier hoort geen waarde: {words['read']}."),
)


class DutchFormatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class DutchParser(argparse.ArgumentParser):
    """Takes options in full only, in a group with a Dutch heading."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"add_help": False, "allow_abbrev": False, "formatter_class": DutchFormatter, **settings})
        self.choices = self.add_argument_group("keuzes")
        self.choices.add_argument("-h", "--help", action="help", help="deze uitleg tonen")

    def add(self, arguments: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Arguments by their name, with what argparse is told of them."""
        for name, settings in arguments:
            self.choices.add_argument(name, **settings)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one Dutch line after the usage, and leave with code 2."""
        with contextlib.suppress(OSError):
            print(self.format_usage() + in_dutch(message), file=sys.stderr)
        self.exit(2)


def in_dutch(message: str) -> str:
    for pattern, words in REFUSALS:
        message = re.sub(pattern, words, message, flags=re.DOTALL)
    return " ".join(message.split())


class Setting(NamedTuple):
    """A parameter and its value as typed."""

    parameter: str
    text: str


def place(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("hier hoort een pad.")
    return text


def path(text: str) -> Path:
    return Path(place(text))


def database(text: str) -> "Database":
    from lib.store.locations import database_named

    return database_named(place(text))


def named(text: str) -> str:
    from lib.store.access import clean_name

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


def day(text: str) -> date:
    try:
        return parse_day(text)
    except NotADay as error:
        raise argparse.ArgumentTypeError(error.melding) from error


def decision_number(text: str) -> int:
    return _number(text, "een besluit")


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
