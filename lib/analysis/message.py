"""Sentences about two routes. Every sentence has one form for A and B alike, so that swapping them swaps the numbers.

`code` is a gemeente code or ALL.
"""

from lib.analysis.certainty import PUBLISHED, published
from lib.analysis.own_choices import assumed, basis
from lib.analysis.release import Release
from lib.model.comparison import Comparison
from lib.model.figures import ALL, Array
from lib.model.projection import Projection
from lib.text import million_words, rounded, upper_first, year_range

MILLION = 1_000_000
SAME = "Twee keer dezelfde route: geen verschil."


def decimals(code: str) -> int:
    """How precisely millions are shown: one gemeente is smaller than all together."""
    return 1 if code == ALL else 2


def period(comparison: Comparison) -> str:
    """The years after the base year up to the horizon: 2021–2024."""
    return year_range(comparison.figures.base_year + 1, comparison.horizon)


def headline(release: Release, comparison: Comparison, code: str = ALL) -> str:
    """Each route against the nulalternatief, and what of it is one-off."""
    return f"{repeated(comparison)}{upper_first(statement(release, comparison, code, _where(release, code)))}"


def statement(release: Release, comparison: Comparison, code: str = ALL, where: str = "") -> str:
    """The headline as it follows a colon; `where` names the gemeente when what stands before does not."""
    if comparison.horizon > release.budget_until:
        return _outlook(release, comparison, code, where)
    runs = [run for _, run in comparison.sides]
    differences = " en ".join(_against_zero(comparison, run, code) for run in runs)
    one_offs = _signed([_over(comparison, comparison.one_off(run), code) for run in runs], code)
    return (
        f"in {period(comparison)} is{where}, tegenover {release.zero.in_sentence}, {differences}; "
        f"eenmalig is daarvan {one_offs}."
    )


def _outlook(release: Release, comparison: Comparison, code: str, where: str) -> str:
    """Beyond the meerjarenraming nothing is published: say what the outcome rests on, name no cheaper route."""
    runs = [run for _, run in comparison.sides]
    rests = " en ".join(f"{run.scenario.in_sentence} op {rests_on(comparison, run)}" for run in runs)
    outcomes = _signed([_over(comparison, comparison.against_zero(run), code) for run in runs], code)
    return (
        f"in de doorkijk {period(comparison)} rust{where} {rests}; tegenover "
        f"{release.zero.in_sentence} is de uitkomst {assumed(comparison)} {outcomes}."
    )


def repeated(comparison: Comparison) -> str:
    """What is said first when A and B are one route."""
    return f"{SAME} " if comparison.same else ""


def _where(release: Release, code: str) -> str:
    return "" if code == ALL else f" voor {release.name(code)}"


def rests_on(comparison: Comparison, run: Projection) -> str:
    """The largest structural measure of a route whose size nobody published."""
    parts = comparison.bridge_a if run is comparison.a else comparison.bridge_b
    measure = comparison.largest_uncertain(run.scenario, parts, comparison.horizon)
    return "geen eigen maatregel" if measure is None else f"de {measure.status} “{measure.title}”"


def _over(comparison: Comparison, euros: Array, code: str) -> float:
    """Euros [g, t] over the horizon, of one gemeente or of all."""
    totals = comparison.cumulative(euros)
    codes = [gemeente.code for gemeente in comparison.figures.gemeenten]
    return float(totals.sum() if code == ALL else totals[codes.index(code)])


def _against_zero(comparison: Comparison, run: Projection, code: str) -> str:
    if run.scenario.id == comparison.zero.scenario.id:
        return "die route zelf gelijk"
    euros = _over(comparison, comparison.against_zero(run), code)
    millions = rounded(euros, MILLION, decimals(code))
    if not millions:
        return f"{run.scenario.in_sentence} gelijk"
    word = "voordeliger" if millions > 0 else "nadeliger"
    return f"{run.scenario.in_sentence} {million_words(abs(euros), decimals(code))} {word}"


def _signed(euros: list[float], code: str) -> str:
    """Signed amounts that share the word miljoen, A's first."""
    phrases = []
    for value in euros:
        millions = rounded(value, MILLION, decimals(code))
        phrases.append(
            ("" if not millions else "+" if millions > 0 else "−") + million_words(abs(value), decimals(code))
        )
    return " en ".join([*(phrase.removesuffix(" miljoen") for phrase in phrases[:-1]), phrases[-1]])


def what_is_published(release: Release, comparison: Comparison) -> str:
    """Which years of each route somebody else published, up to the horizon."""
    phrases = []
    for run in {run.scenario.id: run for run in (comparison.a, comparison.b)}.values():
        years = sorted(
            {
                str(row["jaar"])
                for row in release.tables["contributions"]
                if row["scenario_id"] == run.scenario.id
                and row["status"] in PUBLISHED
                and release.figures.base_year < row["jaar"] <= comparison.horizon
            }
        )
        phrases.append(f"{run.scenario.in_sentence}: {' en '.join(years) if years else 'geen jaar'}")
    return f"Gepubliceerd: {'; '.join(phrases)}."


def unpublished(release: Release, comparison: Comparison, code: str = ALL) -> str:
    """What of each route's difference falls in years whose contribution nobody published."""
    codes = [gemeente.code for gemeente in comparison.figures.gemeenten]
    runs = [run for _, run in comparison.sides]
    sums = []
    for run in runs:
        structural, change = run.saldo - comparison.one_off(run), comparison.against_zero(run)
        if code != ALL:
            row = codes.index(code)
            structural, change = structural[row : row + 1], change[row : row + 1]
        total = 0.0
        for year in range(release.figures.base_year + 1, comparison.horizon + 1):
            t = year - release.figures.base_year
            if published(release, run, code, year, float(structural[:, t].sum())) is None:
                total += float(change[:, t].sum())
        sums.append(total)
    return f"In jaren zonder publicatie valt van het verschil {_signed(sums, code)}."


def division(release: Release, runs: tuple[Projection, ...]) -> str:
    """How each route divides its saldo over the gemeenten."""
    routes: dict[str, list[str]] = {}
    for run in {run.scenario.id: run for run in runs}.values():
        how = "eigen kosten" if run.scenario.own_allocation else release.key_words(run.key)
        routes.setdefault(how, []).append(run.scenario.short_title)
    parts = [f"{how} ({', '.join(titles)})" for how, titles in routes.items()]
    return f"Verdeling: {'; '.join(parts)}."


def reads_as(release: Release, comparison: Comparison, code: str = ALL) -> str:
    """What the numbers are: who, what, when, unit, and how the saldo is divided."""
    kind = "meerjarenraming" if comparison.horizon == release.budget_until else "doorkijk"
    runs = (comparison.zero, comparison.a, comparison.b)
    return (
        f"Saldo van de taken, {release.name(code)}, {kind} {period(comparison)} opgeteld, lopende prijzen. "
        f"{basis(comparison)} {division(release, runs)}"
    )
