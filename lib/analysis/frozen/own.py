"""What of a frozen state differs from standaard, from what is stored of it: also of a state frozen long ago."""

from lib.analysis.assumptions import short_unit
from lib.analysis.frozen.number import Number, Results
from lib.analysis.frozen.results import CHOICE, KEY_LABEL, PM_LABEL, PM_YES, ROUTES_KEY
from lib.analysis.own_choices import OwnAssumption, sentences
from lib.store.registry import RATE
from lib.text import value_with_unit

_ASSUMPTIONS, _VALUE, _STANDARD = "aannames", "waarde", "standaard"


def stored_own_words(results: Results) -> str:
    """Every assumption of the state that differed, with its value and standaard, and a chosen key; "" for nothing."""
    cells: dict[str, dict[str, Number]] = {}
    for number in results.numbers:
        block, row, column = number.ids
        if block == _ASSUMPTIONS:
            cells.setdefault(row, {})[column] = number
    own = tuple(
        OwnAssumption(
            name, row[_VALUE].row, _value_text(row[_VALUE]), _value_text(row[_STANDARD]).removesuffix(f" {RATE}")
        )
        for name, row in cells.items()
        if row.keys() >= {_VALUE, _STANDARD} and row[_VALUE].value != row[_STANDARD].value
    )
    choices = {text.label: text.text for text in results.texts if text.kind == CHOICE}
    key = choices.get(KEY_LABEL, ROUTES_KEY)
    return sentences(own, "" if key == ROUTES_KEY else key, choices.get(PM_LABEL) == PM_YES)


def _value_text(number: Number) -> str:
    return value_with_unit(number.value, short_unit(number.unit))
