"""What of a view differs from standaard, and how every page, document and export names it: declared here only."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.analysis.assumptions import changed, short_unit
from lib.analysis.release import Release
from lib.analysis.view import Overrides, View, overrides
from lib.model.comparison import Comparison
from lib.store.registry import RATE
from lib.text import counted, lower_first, value_with_unit

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
