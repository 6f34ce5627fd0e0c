"""What two routes differ, per gemeente and for all together: the numbers that most people come for."""

from collections.abc import Iterator

from lib.analysis.answers import Answers
from lib.api.fields import Row, api_table
from lib.api.provenance import certain
from lib.model.figures import ALL
from lib.text import favour

DIFFERENCES = api_table(
    "differences",
    "Verschil tussen de routes",
    "Het saldo van elke route en het verschil, per gemeente en voor alle samen, opgeteld tot en met de horizon.",
    [
        ("gemeente_code", "tekst"),
        ("gemeente", "tekst"),
        ("horizon", "geheel"),
        ("saldo_a_eur", "getal"),
        ("saldo_b_eur", "getal"),
        ("verschil_eur", "getal"),
        ("voordelig_nadelig", "tekst"),
        ("pm_posten_a", "geheel"),
        ("pm_posten_b", "geheel"),
        ("status", "tekst"),
        ("bepaald_door", "tekst"),
        ("bron_id", "tekst"),
        ("kennisdatum", "datum"),
    ],
)


def differences(answers: Answers) -> Iterator[Row]:
    """The rows of DIFFERENCES."""
    release, comparison = answers.release, answers.comparison
    pm = [int(answers.pm(run).value) for run in (comparison.a, comparison.b)]
    for horizon in release.horizons:
        years = tuple(range(release.figures.base_year + 1, horizon + 1))
        for code in (*answers.codes, ALL):
            a, b = (answers.saldo(run, code, years).value for run in (comparison.a, comparison.b))
            difference = answers.difference(comparison.b, comparison.a, code, years)
            letter = favour(difference.value, 1, 2) or None
            yield code, release.name(code), horizon, a, b, difference.value, letter, *pm, *certain(difference.certainty)
