"""How sure the numbers of people are: small numbers that were merged, and a second estimate of where people are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import Certainty, Input, headcount_input, key_input, weakest
from lib.analysis.people import codes_in_view
from lib.analysis.release import Release
from lib.model.figures import ALL
from lib.text import amount, decimal, lower_first, percentage, persons


def counted_with(release: Release, cell: tuple[str, str], place: tuple[str, str]) -> str:
    """What a cell is counted with, in words: the werkvorm, or the gemeente where that is another."""
    labels = {werkvorm.id: lower_first(werkvorm.label) for werkvorm in release.figures.werkvormen}
    named = [labels[place[1]]] if place[1] != cell[1] else []
    return " van ".join([*named, *([release.name(place[0])] if place[0] != cell[0] else [])])


def threshold(release: Release) -> int:
    """Handed-in cells below this number of persons are merged."""
    return int(release.settings["privacy_drempel"])


@dataclass(frozen=True)
class Estimate:
    """Where the people are, estimated twice, for one gemeente or all: the rise of the salaries in euros, shares of
    it, of the key and of the Wsw persons (1 is everything), and the difference in share and in persons."""

    code: str
    rise: Answer
    rise_share: Answer
    key_share: Answer
    wsw_share: Answer
    difference: Answer
    in_persons: Answer


def second_estimate(answers: Answers) -> list[Estimate]:
    """Per gemeente in view, and all together; empty when a gemeente has no rise."""
    rises = _rises(answers)
    if rises.keys() != set(answers.codes):
        return []
    codes = codes_in_view(answers)
    return [_estimate(answers, rises, code) for code in (codes if len(codes) == 1 else (*codes, ALL))]


def largest_difference(answers: Answers) -> Answer | None:
    """The largest difference in share between both estimates, over all gemeenten."""
    rises = _rises(answers)
    if rises.keys() != set(answers.codes):
        return None
    differences = [_estimate(answers, rises, code).difference for code in answers.codes]
    return max(differences, key=lambda answer: abs(answer.value))


def _rises(answers: Answers) -> dict[str, Mapping[str, Any]]:
    year = answers.release.figures.base_year + 1
    return {row["gemeente_code"]: row for row in answers.release.tables["salary_shift"] if row["jaar"] == year}


def _estimate(answers: Answers, rises: Mapping[str, Mapping[str, Any]], code: str) -> Estimate:
    release, zero = answers.release, answers.comparison.zero
    base, named = release.figures.base_year, release.name(code)
    euros = {group: float(row["toename_eur"]) for group, row in rises.items()}
    rise, every = (sum(euros.values()) if code == ALL else euros[code]), sum(euros.values())
    wsw, people = answers.wsw(zero, code, None, base), answers.wsw(zero, ALL, None, base)
    shares = release.figures.keys[zero.key]
    key = float(shares.sum() if code == ALL else shares[answers.codes.index(code)])
    by_salary = weakest(
        Input("stijging van de salarissen", r["status"], r["bron_id"], r["kennisdatum"]) for r in rises.values()
    )
    by_head = weakest([headcount_input(release, "wsw")])
    gap = rise / every - wsw.value / people.value
    points = decimal(100 * gap, 2)
    weakest_of_two = weakest((*by_head.inputs, *by_salary.inputs))

    def answer(value: float, title: str, definition: str, formula: str, certainty: Certainty) -> Answer:
        return Answer(value, f"{title}, {named}", definition, formula, certainty)

    return Estimate(
        code,
        answer(
            rise,
            f"Stijging van de salarissen {base}–{base + 1}",
            str(next(iter(rises.values()))["toelichting"]),
            amount(rise),
            by_salary,
        ),
        answer(
            rise / every,
            "Aandeel in de stijging",
            "Tweede schatting van waar de mensen zijn.",
            f"{amount(rise)} ÷ {amount(every)} = {percentage(rise / every, 2)}",
            by_salary,
        ),
        answer(
            key,
            f"Aandeel in de {release.key_words(zero.key)}",
            "Volgens deze sleutel is het tekort verdeeld.",
            percentage(key, 2),
            weakest([key_input(release, zero.key)]),
        ),
        answer(
            wsw.value / people.value,
            "Aandeel in de Wsw-personen",
            "Eerste schatting: hiermee wordt gerekend.",
            f"{persons(wsw.value)} ÷ {persons(people.value)} = {percentage(wsw.value / people.value, 2)}",
            by_head,
        ),
        answer(
            gap,
            "Verschil tussen beide schattingen",
            "Tweede schatting min eerste schatting, in procentpunt: de onzekerheid per gemeente.",
            f"{percentage(rise / every, 2)} − {percentage(wsw.value / people.value, 2)} = {points} procentpunt",
            weakest_of_two,
        ),
        answer(
            gap * people.value,
            "Verschil in personen",
            "Het verschil in aandeel, omgerekend naar alle Wsw-personen.",
            f"{points} procentpunt × {persons(people.value)} = {persons(gap * people.value)}",
            weakest_of_two,
        ),
    )
