"""argparse in Dutch: usage, help and every refusal."""

import argparse
import contextlib
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from lib.store.problems import meant

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
    """Takes options in full only. Arguments go into `choices`, a group with a Dutch heading."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"add_help": False, "allow_abbrev": False, "formatter_class": DutchFormatter, **settings})
        self.choices = self.add_argument_group("keuzes")
        self.choices.add_argument("-h", "--help", action="help", help="deze uitleg tonen")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one Dutch line after the usage, and leave with code 2."""
        with contextlib.suppress(OSError):
            print(self.format_usage() + in_dutch(message), file=sys.stderr)
        self.exit(2)


def in_dutch(message: str) -> str:
    for pattern, words in REFUSALS:
        message = re.sub(pattern, words, message, flags=re.DOTALL)
    return " ".join(message.split())
