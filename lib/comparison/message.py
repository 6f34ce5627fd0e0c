"""What of a view differs from standaard, and how every page, document and export names it: declared here only.

Sentences about two routes. Every sentence has one form for A and B alike, so that swapping them swaps the numbers.

`code` is a gemeente code or ALL.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.comparison.assumptions import changed, short_unit
from lib.comparison.certainty import PUBLISHED, published
from lib.comparison.release import Release
from lib.comparison.view import Overrides, View, overrides
from lib.model.comparison import Comparison
from lib.model.figures import ALL, Array
from lib.model.projection import Projection
from lib.tables.toml_files import RATE
from lib.text import counted, lower_first, million_words, rounded, upper_first, value_with_unit, year_range

#: What stands in the place of "in het rekenvoorbeeld" when something differs.
EXAMPLE, OWN, OWN_KEY = "in het rekenvoorbeeld", "met eigen aannames", "met een eigen verdeelsleutel"
#: What is said when nothing differs.
STANDARD = "Alle aannames staan op standaard: het rekenvoorbeeld."
OWN_KEY_NAME, STANDARD_KEY = "Eigen verdeelsleutel", "die van de route zelf"
PM_COUNTS = "PM-posten met een bereik tellen mee in de spreiding (standaard niet)"


@dataclass(frozen=True)
class OwnAssumption:
    """One assumption that differs: label, value and standaard in words: "Prijsindex", "2 %", "1,5 %"."""

    id: str
    label: str
    value: str
    standard: str

    @property
    def words(self) -> str:
        """ "Prijsindex 2 % (standaard 1,5 %)"."""
        return f"{self.label} {self.value} (standaard {self.standard})"


def own_assumptions(release: Release, values: Overrides) -> tuple[OwnAssumption, ...]:
    """Each assumption that differs from standaard, in the order of the overrides."""
    own = []
    for name, value in changed(release, dict(values)):
        parameter = release.parameters[name]
        now, standard = (value_with_unit(number, short_unit(parameter.unit)) for number in (value, parameter.default))
        own.append(OwnAssumption(name, parameter.label, now, standard.removesuffix(f" {RATE}")))
    return tuple(own)


def listed(own: Sequence[OwnAssumption]) -> str:
    """Every one of them: "Prijsindex 2 % (standaard 1,5 %); Loonindex 2 % per jaar (standaard 3 % per jaar)"."""
    return "; ".join(item.words for item in own)


def counted_words(own: Sequence[OwnAssumption]) -> str:
    """How many differ: "2 aannames staan anders dan standaard"."""
    verb = "staat" if len(own) == 1 else "staan"
    return f"{counted(len(own), 'aanname', 'aannames')} {verb} anders dan standaard"


def sentences(own: Sequence[OwnAssumption], key: str, pm: bool, most: int | None = None) -> str:
    """What differs as sentences; "" when nothing does. `key` is the label of a chosen key or "", `most` how many
    assumptions are named where there is no room for more."""
    parts = []
    if own:
        first = own if most is None else own[:most]
        rest = f"; en nog {len(own) - len(first)}" if 0 < len(first) < len(own) else ""
        parts.append(f"{counted_words(own)}{': ' if first else ''}{listed(first)}{rest}.")
    if key:
        parts.append(f"{OWN_KEY_NAME}: {lower_first(key)} (standaard {STANDARD_KEY}).")
    if pm:
        parts.append(f"{PM_COUNTS}.")
    return " ".join(parts)


def own_words(release: Release, view: View, most: int | None = None) -> str:
    """Everything of a view that differs from standaard, as sentences; "" when nothing does."""
    key = "" if view.key is None else release.key_label(view.key)
    return sentences(own_assumptions(release, view.overrides), key, view.pm, most)


def own_or_standard(release: Release, view: View) -> str:
    """The same, or that everything is at standaard."""
    return own_words(release, view) or STANDARD


def assumed(comparison: Comparison) -> str:
    """With what an outcome was reckoned, inside a sentence: "in het rekenvoorbeeld" only when nothing differs."""
    if differing(comparison):
        return OWN
    return OWN_KEY if comparison.key is not None else EXAMPLE


def differing(comparison: Comparison) -> Overrides:
    """The values of a comparison that are not at standaard."""
    return overrides(
        {
            name: float(comparison.values[name])
            for name, parameter in comparison.parameters.items()
            if comparison.values[name] != parameter.default
        }
    )


def basis(comparison: Comparison) -> str:
    """Whether the assumptions are at standaard, as a sentence beside an outcome."""
    count = len(differing(comparison))
    if count:
        return f"Eigen aannames: {count} anders dan standaard."
    if comparison.key is not None:
        return "Alle aannames op standaard, met een eigen verdeelsleutel."
    return "Rekenvoorbeeld: alle aannames op standaard."


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
