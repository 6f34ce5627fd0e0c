"""What has changed since a state was frozen: the same view on the release in use, number by number."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isclose

from lib.analysis.frozen.number import Number, Results, Text
from lib.analysis.frozen.results import CHOICE, read_view, results
from lib.analysis.release import Release

#: Two values this close (as a share of the larger) are one number, worked out on another machine; and two amounts in euros,
#: which are sums of large ones, in another order.
NOISE, EURO_NOISE = 1e-12, 1e-6


@dataclass(frozen=True)
class Changed:
    """One number then and now; None where it was not there. What is neither is never listed."""

    then: Number | None
    now: Number | None

    @property
    def either(self) -> Number:
        number = self.now or self.then
        assert number is not None
        return number

    @property
    def difference(self) -> float | None:
        """Now minus then, exact; None where either is no number."""
        if self.then is None or self.now is None or self.then.value is None or self.now.value is None:
            return None
        return self.now.value - self.then.value


@dataclass(frozen=True)
class Since:
    """The numbers and the sentences that differ, in the order of the state; what is new comes last."""

    numbers: tuple[Changed, ...]
    texts: tuple[tuple[Text, str | None], ...]

    @property
    def nothing(self) -> bool:
        return not self.numbers and not self.texts


def changed_since(then: Results, view: str, release: Release) -> Since:
    """The stored results beside those of the same view (as JSON) on this release with this program.

    Raises NotInView when the release no longer knows a choice of the view.
    """
    return beside(then, results(release, read_view(view, release.info.number)))


def beside(then: Results, now: Results) -> Since:
    """What differs between two results."""
    return Since(tuple(_numbers(then.numbers, now.numbers)), tuple(_texts(then.texts, now.texts)))


def _numbers(then: Iterable[Number], now: Iterable[Number]) -> Iterable[Changed]:
    old, new = ({number.key: number for number in numbers} for numbers in (then, now))
    for key in dict.fromkeys((*old, *new)):
        first, second = old.get(key), new.get(key)
        if first is None or second is None or not _same(first, second):
            yield Changed(first, second)


def _same(first: Number, second: Number) -> bool:
    """Equal as printed, in status and in unit, and as exact as machines agree."""
    if (first.shown, first.status, first.unit) != (second.shown, second.status, second.unit):
        return False
    if first.value is None or second.value is None:
        return first.value is second.value
    return same_value(first.value, second.value, "€" in first.unit or first.unit.startswith("euro"))


def same_value(first: float, second: float, in_euros: bool) -> bool:
    """Whether two values differ by nothing but how a machine adds."""
    return isclose(first, second, rel_tol=NOISE, abs_tol=EURO_NOISE if in_euros else NOISE)


def _texts(then: Iterable[Text], now: Iterable[Text]) -> Iterable[tuple[Text, str | None]]:
    """Sentences that read otherwise now. The choices are those of the view itself, and of which release it is."""
    old, new = (_by_place(texts) for texts in (then, now))
    for place, text in old.items():
        if place not in new or new[place].text != text.text:
            yield text, new[place].text if place in new else None


def _by_place(texts: Iterable[Text]) -> dict[tuple[str, str, int], Text]:
    """Each sentence by its page and its place there; choices left out."""
    places: dict[tuple[str, str, int], Text] = {}
    for text in texts:
        if text.kind != CHOICE:
            count = sum(1 for kind, label, _ in places if (kind, label) == (text.kind, text.label))
            places[text.kind, text.label, count] = text
    return places
