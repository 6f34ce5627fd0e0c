"""What of a view differs from standaard, and how every page, document and export names it: declared here only.

Sentences about two routes. Every sentence has one form for A and B alike, so that swapping them swaps the numbers.

`code` is a gemeente code or ALL.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.comparison.assumptions import changed, short_unit
from lib.comparison.certainty import DERIVED, PUBLISHED
from lib.comparison.release import Release
from lib.comparison.view import Overrides, View, assumption_label, overrides, parameter_of
from lib.model.comparison import Comparison
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.tables.toml_files import RATE
from lib.text import counted, lower_first, upper_first, value_with_unit, year_range
from lib.text import listed as joined

#: What stands in the place of "in het rekenvoorbeeld" when something differs.
EXAMPLE, OWN, OWN_KEY = "in het rekenvoorbeeld", "met eigen aannames", "met een eigen verdeelsleutel"
#: What is said when nothing differs.
STANDARD = "Alle aannames staan op standaard: het rekenvoorbeeld."
#: The same for another estimate of where the people are.
OWN_PEOPLE = "met een andere schatting van waar de mensen zijn"
OWN_KEY_NAME, STANDARD_KEY = "Eigen verdeelsleutel", "die van de route zelf"
#: What the choice of where the people are is called, on every surface.
PEOPLE_NAME = "Waar de mensen zijn"
#: Behind a choice that is the one that nobody made.
AT_STANDARD = "(standaard)"
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
    """Each assumption that differs from standaard or that a gemeente has of its own, in the order of the overrides."""
    own = []
    for name, value in changed(release, dict(values)):
        parameter = parameter_of(release, name)
        now, standard = (value_with_unit(number, short_unit(parameter.unit)) for number in (value, parameter.default))
        own.append(OwnAssumption(name, assumption_label(release, name), now, standard.removesuffix(f" {RATE}")))
    return tuple(own)


def listed(own: Sequence[OwnAssumption]) -> str:
    """Every one of them: "Prijsindex 2 % (standaard 1,5 %); Loonindex 2 % per jaar (standaard 3 % per jaar)"."""
    return "; ".join(item.words for item in own)


def counted_words(own: Sequence[OwnAssumption]) -> str:
    """How many differ: "2 aannames staan anders dan standaard"."""
    verb = "staat" if len(own) == 1 else "staan"
    return f"{counted(len(own), 'aanname', 'aannames')} {verb} anders dan standaard"


def sentences(own: Sequence[OwnAssumption], key: str, pm: bool, most: int | None = None, *, people: str = "") -> str:
    """What differs as sentences; "" when nothing does. `key` is the label of a chosen key or "", `most` how many
    assumptions are named where there is no room for more, `people` a choice as `people_words` has it or ""."""
    parts = []
    if own:
        first = own if most is None else own[:most]
        rest = f"; en nog {len(own) - len(first)}" if 0 < len(first) < len(own) else ""
        parts.append(f"{counted_words(own)}{': ' if first else ''}{listed(first)}{rest}.")
    if key:
        parts.append(f"{OWN_KEY_NAME}: {lower_first(key)} (standaard {STANDARD_KEY}).")
    if people:
        parts.append(f"{PEOPLE_NAME}: {lower_first(people)}.")
    if pm:
        parts.append(f"{PM_COUNTS}.")
    return " ".join(parts)


def own_words(release: Release, view: View, most: int | None = None) -> str:
    """Everything of a view that differs from standaard, as sentences; "" when nothing does."""
    key = "" if view.key is None else release.key_label(view.key)
    people = "" if view.people is None else people_words(release, view.people)
    return sentences(own_assumptions(release, view.overrides), key, view.pm, most, people=people)


def people_words(release: Release, key: str | None) -> str:
    """Where the people are, and what is standaard: "Stijging van de salarissen (standaard sleutel 2019)"; None is that."""
    standard = release.key_label(release.people_keys[0])
    if key is None:
        return f"{standard} {AT_STANDARD}"
    return f"{release.key_label(key)} (standaard {lower_first(standard)})"


def own_or_standard(release: Release, view: View) -> str:
    """The same, or that everything is at standaard."""
    return own_words(release, view) or STANDARD


def assumed(comparison: Comparison) -> str:
    """With what an outcome was reckoned, inside a sentence: "in het rekenvoorbeeld" only when nothing differs."""
    return OWN if differing(comparison) else _own_division(comparison) or EXAMPLE


def _own_division(comparison: Comparison) -> str:
    """That a key or where the people are was chosen, inside a sentence; "" where neither was."""
    choices = ((comparison.key, OWN_KEY), (comparison.people, OWN_PEOPLE))
    return " en ".join(words for key, words in choices if key is not None)


def differing(comparison: Comparison) -> Overrides:
    """The values of a comparison that are not at standaard, and those that gemeenten have of their own."""
    return overrides({name: float(comparison.values[name]) for name in comparison.choices})


def basis(comparison: Comparison) -> str:
    """Whether the assumptions are at standaard, as a sentence beside an outcome."""
    count = len(differing(comparison))
    if count:
        return f"Eigen aannames: {count} anders dan standaard."
    division = _own_division(comparison)
    if division:
        return f"Alle aannames op standaard, {division}."
    return "Rekenvoorbeeld: alle aannames op standaard."


MILLION = 1_000_000
SAME = "Twee keer dezelfde route: geen verschil."


def decimals(code: str) -> int:
    """How precisely millions are shown: one gemeente is smaller than all together."""
    return 1 if code == ALL else 2


def period(comparison: Comparison) -> str:
    """The years after the base year up to the horizon: 2021–2024."""
    return year_range(comparison.figures.base_year + 1, comparison.horizon)


def span_words(release: Release, comparison: Comparison) -> str:
    """What the years are: "meerjarenraming 2021–2024", or the doorkijk."""
    within = comparison.horizon <= release.budget_until
    return f"meerjarenraming {period(comparison)}" if within else outlook_words(release, comparison)


def outlook_words(release: Release, comparison: Comparison) -> str:
    """The years up to beyond the meerjarenraming, and after which of them nobody published anything of either route:
    "doorkijk 2021–2030 (na 2022 niets gepubliceerd)"."""
    return f"doorkijk {period(comparison)}{unknown_after(release, comparison, comparison.horizon)}"


def unknown_after(release: Release, comparison: Comparison, last: int) -> str:
    """After which year, up to the last, nobody published anything of either route, in brackets; "" where somebody did."""
    years = [year for _, run in comparison.sides for year in published_years(release, run, last)]
    if last in years:
        return ""
    return f" ({f'na {max(years)} ' if years else ''}niets gepubliceerd)"


def published_years(release: Release, run: Projection, until: int, code: str = ALL) -> tuple[int, ...]:
    """The years after the base year of which somebody else published the contribution of a route, of all together or of
    one gemeente by itself."""
    return tuple(
        sorted(
            {
                row["jaar"]
                for row in release.tables["contributions"]
                if (row["scenario_id"], row["gemeente_code"]) == (run.scenario.id, code)
                and row["status"] in PUBLISHED
                and release.figures.base_year < row["jaar"] <= until
            }
        )
    )


def repeated(comparison: Comparison) -> str:
    """What is said first when A and B are one route."""
    return f"{SAME} " if comparison.same else ""


def what_is_published(release: Release, comparison: Comparison, code: str = ALL) -> str:
    """Which years of each route somebody else published, up to the horizon; of one gemeente, what of it is its share of a
    published total."""
    phrases = []
    for run in {run.scenario.id: run for run in (comparison.a, comparison.b)}.values():
        years = published_years(release, run, comparison.horizon)
        own = published_years(release, run, comparison.horizon, code)
        apart = "" if own == years else f" (als totaal; {DERIVED} is het deel van {release.name(code)})"
        phrases.append(f"{run.scenario.in_sentence}: {' en '.join(map(str, years)) if years else 'geen jaar'}{apart}")
    return f"Gepubliceerd: {'; '.join(phrases)}."


def unpublished_words(comparison: Comparison) -> str:
    """That nothing but the existence of a route is published, inside a sentence."""
    names = joined([scenario.in_sentence for scenario in comparison.unpublished])
    return f"van {names} is geen uitkomst gepubliceerd (PM: onbekend, niet nul)"


def nothing_to_compare(comparison: Comparison) -> str:
    """Why two routes cannot be set against each other, as a sentence; empty where they can."""
    return (
        f"{upper_first(unpublished_words(comparison))}: het verschil is niet te berekenen."
        if comparison.unpublished
        else ""
    )


def division(release: Release, runs: tuple[Projection, ...]) -> str:
    """How each route divides its saldo over the gemeenten."""
    routes: dict[str, list[str]] = {}
    for run in {run.scenario.id: run for run in runs}.values():
        how = release.division_words(run.scenario, run.key)
        routes.setdefault(how, []).append(run.scenario.short_title)
    parts = [f"{how} ({', '.join(titles)})" for how, titles in routes.items()]
    return f"Verdeling: {'; '.join(parts)}."


def reads_as(release: Release, comparison: Comparison, code: str = ALL) -> str:
    """What the numbers are: who, what, when, unit, and how the saldo is divided."""
    runs = (comparison.zero, comparison.a, comparison.b)
    return (
        f"Saldo van de taken, {release.name(code)}, {span_words(release, comparison)} opgeteld, lopende prijzen. "
        f"{basis(comparison)} {division(release, runs)}"
    )
