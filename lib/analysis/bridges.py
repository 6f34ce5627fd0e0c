"""A bridge as steps that stand on each other and end at the difference."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.model.attribution import BridgeShare
from lib.model.scenario import Measure


@dataclass(frozen=True)
class Step:
    """One part of the difference in euros, and where it starts."""

    measure: Measure | None
    gone: bool
    answer: Answer
    start: float


@dataclass(frozen=True)
class Steps:
    """All parts of a difference; `gap` is what they leave of it, in euros."""

    steps: tuple[Step, ...]
    whole: Answer
    gap: float

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and highest point that the steps touch, 0 among them."""
        ends = [0.0, *(step.start + step.answer.value for step in self.steps)]
        return min(ends), max(ends)


def steps(answers: Answers, parts: Sequence[BridgeShare], whole: Answer, code: str) -> Steps:
    """The parts of `whole` for one gemeente or all, over the horizon."""
    start, bars = 0.0, []
    for part in parts:
        answer = answers.part(part, code)
        bars.append(Step(part.after or part.before, part.after is None, answer, start))
        start += answer.value
    return Steps(tuple(bars), whole, whole.value - start)
