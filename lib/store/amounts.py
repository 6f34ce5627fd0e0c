"""Amounts in euros as a release holds them: whole ones as int, others with cents as Decimal."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def euros(value: int | Decimal) -> int | Decimal:
    """The amount rounded to the cent: an int when it is whole, so that equal amounts have equal hashes."""
    cents = Decimal(value).quantize(CENT, ROUND_HALF_UP)
    whole = int(cents)
    return whole if whole == cents else cents
