"""What differs between two budgets, as a budget of its own."""

from collections.abc import Sequence
from dataclasses import replace

from lib.analysis.answers import Answer
from lib.analysis.budget.lines import EXECUTION, ONE_OFF, RETURNS, SUBSIDY, TOTALS, YEARLY, Budget, BudgetLine, span
from lib.analysis.certainty import weakest
from lib.text import amount


def difference(first: Budget, second: Budget, title: str) -> Budget:
    """What each line adds to the saldo in `first` minus in `second`: above zero is voordelig for `first`.

    The base year, equal in every route, is left out.
    """
    keep = [i for i, column in enumerate(first.columns) if column[0] != first.columns[0][0]]
    ids = list(dict.fromkeys((*(line.id for line in first.lines), *(line.id for line in second.lines))))
    ordered = sorted(ids, key=lambda name: _rank(first.find(name) or second.line(name)))
    lines = tuple(_difference_line(first, second, name, title, keep) for name in ordered)
    return Budget(title, first.code, first.place, tuple(first.columns[i] for i in keep), lines)


def _rank(line: BudgetLine) -> tuple[int, bool]:
    """Sections in their order, in each the posts before the sums."""
    order = (EXECUTION, RETURNS, SUBSIDY, YEARLY, ONE_OFF, TOTALS)
    return order.index(line.section), line.is_sum


def _difference_line(first: Budget, second: Budget, line_id: str, title: str, keep: Sequence[int]) -> BudgetLine:
    pair = [budget.find(line_id) for budget in (first, second)]
    present = [(budget, line) for budget, line in zip((first, second), pair, strict=True) if line is not None]
    line = present[0][1]
    parts = {
        name: line.in_saldo * sign * budget.line(name).in_saldo for budget, own in present for sign, name in own.parts
    }
    return replace(
        line,
        answers=tuple(
            _difference_answer(pair[0], pair[1], f"{title}, {first.place}, {span(first.columns[i])}", i) for i in keep
        ),
        pm=tuple(max(own.pm[i] for _, own in present) for i in keep),
        role="saldo",
        parts=tuple((sign, name) for name, sign in parts.items()),
    )


def _difference_answer(first: BudgetLine | None, second: BudgetLine | None, title: str, i: int) -> Answer:
    lines = [line for line in (first, second) if line is not None]
    sign = lines[0].in_saldo
    values = [0.0 if line is None else line.answers[i].value for line in (first, second)]
    # `+ 0.0` keeps a minus sign away from nothing.
    value = sign * (values[0] - values[1]) + 0.0
    terms = (
        f"{amount(values[0])} − {amount(values[1])}"
        if values[1] >= 0
        else f"{amount(values[0])} − ({amount(values[1])})"
    )
    return Answer(
        value,
        f"{lines[0].label}, {title}",
        "Wat deze regel aan het verschil in saldo bijdraagt; meer lasten tellen als nadelig, meer baten als voordelig.",
        f"−({terms}) = {amount(value)}" if sign < 0 else f"{terms} = {amount(value)}",
        weakest([item for line in lines for item in line.answers[i].certainty.inputs]),
    )
