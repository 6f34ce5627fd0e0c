"""A number that can be asked where it comes from: held as data, of which title and formula are written here alone.

A formula holds its values with the words around them. Where it is truly a sentence of its own (a route without a measure,
a share of draws) it stays text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lib.comparison.certainty import Certainty, weakest
from lib.comparison.release import Release
from lib.text import amount, decimal, percentage, persons, value_with_unit, year_range

#: Units that numbers and tables share; a parameter has the unit that the release gives it.
EURO, PERSONS, COUNT, SHARE, FACTOR, INDEX = "euro", "personen", "aantal", "aandeel", "factor", "index"
#: How many sources an explanation names.
SHOWN_NAMES = 3


def written(value: float, unit: str = EURO, decimals: int | None = 0) -> str:
    """A value in its unit; without decimals in full, as a parameter is, with the words of its unit."""
    if decimals is None:
        return value_with_unit(value, unit)
    match unit.split(" ")[0]:
        case "euro":
            return amount(value, decimals)
        case "aandeel":
            return percentage(value, decimals)
        case "personen":
            return persons(value)
    return decimal(value, decimals)


@dataclass(frozen=True)
class Term:
    """A value in a formula, with the words around it."""

    value: float
    unit: str = EURO
    decimals: int | None = 0
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{written(self.value, self.unit, self.decimals)}{self.after}"


#: Terms and the signs between them; what they come to follows. A term alone is the value itself, text a sentence.
Formula = tuple[Term | str, ...] | Term | str


@dataclass(frozen=True)
class ExplainedNumber:
    """A value (euros, persons or another unit) and everything a reader may ask about it.

    `what` of `whom` over which `years` (the first and the last count) make its title, with a `remark` where one is needed;
    `decimals` are those of its formula, None for a value in full.
    """

    value: float
    what: str
    whom: str
    years: Sequence[int]
    definition: str
    terms: Formula
    certainty: Certainty
    unit: str = EURO
    decimals: int | None = 0
    remark: str = ""

    @property
    def status(self) -> str:
        return self.certainty.status

    @property
    def title(self) -> str:
        """What it is, of whom, over which years, parted by commas."""
        years = year_range(self.years[0], self.years[-1]) if self.years else ""
        return ", ".join(filter(None, (self.what, self.whom, years, self.remark)))

    @property
    def text(self) -> str:
        """The value as its formula ends on it."""
        return written(self.value, self.unit, self.decimals)

    @property
    def formula(self) -> str:
        """How it is made, with the values filled in."""
        if isinstance(self.terms, tuple):
            return f"{' '.join(map(str, self.terms))} = {self.text}"
        return str(self.terms)

    def explanation(self, release: Release) -> list[str]:
        """All that a reader may ask, a line each: what it is, how it is made, how sure, from which sources and release."""
        late = self.certainty.late(release.reference_day)
        sources = (release.source_title(item.source) for item in self.certainty.inputs)
        return [
            self.title,
            self.definition,
            self.formula,
            self.certainty.sentence,
            f"Bron: {_some(sources)}.",
            *([f"Met kennis achteraf: {_some(late)}."] if late else []),
            f"Release {release.info.number}.",
        ]

    def term(self, before: str = "", after: str = "") -> Term:
        """This number in the formula of another."""
        return Term(self.value, self.unit, self.decimals, before, after)


def _some(names: Iterable[str]) -> str:
    """The first few of some names, each once, and how many more there are."""
    every = list(dict.fromkeys(names))
    more = [f"en {len(every) - SHOWN_NAMES} meer, zie Verantwoording"] if len(every) > SHOWN_NAMES else []
    return "; ".join([*every[:SHOWN_NAMES], *more])


def signed(terms: Iterable[Term], sign: str = "+") -> tuple[Term | str, ...]:
    """Terms with a sign between them."""
    return tuple(piece for term in terms for piece in (sign, term))[1:]


def joint_certainty(*numbers: ExplainedNumber) -> Certainty:
    """What rests on several numbers is as sure as the weakest of them."""
    return weakest(item for number in numbers for item in number.certainty.inputs)


def minus(
    first: ExplainedNumber,
    second: ExplainedNumber,
    what: str,
    definition: str,
    years: Sequence[int] | None = None,
    certainty: Certainty | None = None,
    brackets: bool = True,
) -> ExplainedNumber:
    """The first less the second, of whom and when the first is; the second in brackets where it can be below zero."""
    terms = first.term(), "−", second.term("(", ")") if brackets else second.term()
    return replace(
        first,
        value=first.value - second.value,
        what=what,
        years=first.years if years is None else years,
        definition=definition,
        terms=terms,
        certainty=certainty or joint_certainty(first, second),
    )


def total(
    parts: Sequence[ExplainedNumber],
    what: str,
    whom: str,
    years: Sequence[int],
    definition: str,
    certainty: Certainty | None = None,
    names: Sequence[str] = (),
) -> ExplainedNumber:
    """Numbers of one unit added up; `names` stand before them."""
    terms = signed(part.term(name) for part, name in zip(parts, names or [""] * len(parts), strict=True))
    value, certainty = sum(part.value for part in parts), certainty or joint_certainty(*parts)
    return replace(
        parts[0],
        value=value,
        what=what,
        whom=whom,
        years=years,
        definition=definition,
        terms=terms,
        certainty=certainty,
    )
