"""The verdeelsleutel: every gemeente's share in each key, and what another key would do to it."""

from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.budget.lines import span
from lib.analysis.certainty import Input, key_input, weakest
from lib.analysis.routes import runs
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import amount, percentage

#: A sum of differences within this (euros) is nothing but the noise of floats.
CENT = 0.01


@dataclass(frozen=True)
class KeyEffect:
    """One route under another key, over the horizon: the change in saldo per gemeente code and ALL (euros)."""

    run: Projection
    key: str
    shifts: dict[str, Answer]

    @property
    def closes(self) -> bool:
        """A key moves saldo between gemeenten and never changes the total."""
        return abs(self.shifts[ALL].value) < CENT


def share(answers: Answers, key: str, code: str) -> Answer:
    """The share of a gemeente in a key (1 is everything), or of all together."""
    release = answers.release
    rows = [r for r in release.tables["allocation_keys"] if r["sleutel"] == key and code in (ALL, r["gemeente_code"])]
    inputs = [Input(release.key_words(key), r["status"], r["bron_id"], r["kennisdatum"]) for r in rows]
    shares = release.figures.keys[key]
    value = float(shares.sum() if code == ALL else shares[answers.codes.index(code)])
    notes = dict.fromkeys(str(row["toelichting"]) for row in rows if row["toelichting"])
    return Answer(
        value,
        f"Aandeel in {release.key_words(key)}, {release.name(code)}",
        "Het deel van het saldo dat een gemeente draagt als een route met deze sleutel verdeelt.",
        f"{'; '.join(notes) or 'opgegeven aandeel'} = {percentage(value, 2)}",
        weakest(inputs),
    )


def key_effects(answers: Answers, with_key: dict[str, Answers]) -> tuple[KeyEffect, ...]:
    """Every route that divides by a key, under each key but its own; `with_key` holds the view with each key."""
    effects = []
    for run in runs(answers.comparison):
        if run.scenario.own_allocation:
            continue
        for key, other in with_key.items():
            if key != run.key:
                shifts = {code: _shift(answers, other, run, key, code) for code in (*answers.codes, ALL)}
                effects.append(KeyEffect(run, key, shifts))
    return tuple(effects)


def _shift(answers: Answers, other: Answers, run: Projection, key: str, code: str) -> Answer:
    with_key = next(route for route in runs(other.comparison) if route.scenario.id == run.scenario.id)
    now, then = answers.saldo(run, code), other.saldo(with_key, code)
    value = then.value - now.value
    inputs = (*now.certainty.inputs, *then.certainty.inputs, key_input(answers.release, key))
    return Answer(
        value,
        f"{run.scenario.short_title} met {answers.release.key_words(key)} in plaats van {answers.release.key_words(run.key)}, {answers.release.name(code)}, "
        f"{span(answers.horizon_years)}",
        "Wat het saldo verandert door de andere sleutel; V voordelig, N nadelig voor de gemeente.",
        f"{amount(then.value)} − ({amount(now.value)}) = {amount(value)}",
        weakest(inputs),
    )
