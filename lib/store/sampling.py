"""The settings of the uncertainty: how many draws, from which seed, and what is told of them."""

import re
from collections.abc import Mapping

from lib.store.problems import Problem
from lib.store.rows import Rows

DRAWS, SEED = "onzekerheid_trekkingen", "onzekerheid_zaad"
PERCENTILES, CERTAINTIES = "onzekerheid_percentielen", "onzekerheid_zekerheid"
NAMES = (DRAWS, SEED, PERCENTILES, CERTAINTIES)
#: With fewer draws a percentile says nothing; with more nobody waits for it.
LEAST_DRAWS, MOST_DRAWS = 100, 1_000_000


def percents(text: str) -> tuple[int, ...]:
    """Whole per cents between 0 and 100 in ascending order, with a space between them. Raises ValueError."""
    words = text.split()
    if not words or not all(re.fullmatch("[1-9][0-9]?", word) for word in words):
        raise ValueError(text)
    numbers = tuple(map(int, words))
    if list(numbers) != sorted(set(numbers)):
        raise ValueError(text)
    return numbers


def check_sampling(rows: Rows, values: Mapping[str, tuple[int, str]], problems: list[Problem]) -> None:
    """`values`: setting → its row and value."""

    def report(name: str, what: str, remedy: str) -> None:
        problems.append(rows.problem(values[name][0], "waarde", what, remedy))

    if DRAWS in values and not (
        re.fullmatch("[1-9][0-9]{0,6}", values[DRAWS][1]) and LEAST_DRAWS <= int(values[DRAWS][1]) <= MOST_DRAWS
    ):
        report(DRAWS, "geen bruikbaar aantal trekkingen", f"kies een geheel getal van {LEAST_DRAWS} tot {MOST_DRAWS}.")
    if SEED in values and not re.fullmatch("[0-9]{1,9}", values[SEED][1]):
        report(SEED, "geen geheel getal", "schrijf hooguit negen cijfers, zonder teken of punt.")
    for name in (PERCENTILES, CERTAINTIES):
        if name in values:
            try:
                percents(values[name][1])
            except ValueError:
                remedy = "schrijf gehele getallen van 1 tot en met 99, oplopend, met een spatie ertussen."
                report(name, "geen rij percentages", remedy)
