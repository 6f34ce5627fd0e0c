"""What a folder changes and what that does, as lines of text."""

from collections.abc import Iterator

from lib.analysis.data_tables import ALL_TITLES
from lib.analysis.effect import Effect, Moved, size_words
from lib.analysis.folder import FolderPreview
from lib.analysis.model_changes import ModelChange
from lib.analysis.release import Release
from lib.model.figures import ALL
from lib.store.content import FILES
from lib.store.folder import file_of
from lib.text import difference, rounded, thousands, upper_first

#: What the files of scenarios/ are called beside the tables.
SCENARIO_FILES = "Bestanden met scenario’s en parameters"
#: Outcomes that differ by less are the noise of computing.
NOISE_EUR = 0.005
#: An outcome that one of the releases does not have.
ABSENT, GONE = "er niet", "niet meer berekend"


def part_lines(preview: FolderPreview) -> Iterator[str]:
    """Per table what changes in counts, then each scenario, parameter and PM item."""
    for part, size in preview.sizes.items():
        yield f"{part_title(part)} ({file_of(part)}): {size_words(size)}"
    yield from (model_line(change) for change in preview.model)


def part_title(part: str) -> str:
    """What a table is called, or the files of the scenarios together."""
    return SCENARIO_FILES if part == FILES else ALL_TITLES[part]


def model_line(change: ModelChange) -> str:
    """“Aanname gewijzigd: Efficiency (efficiency): standaard 3 % wordt 4 %”."""
    words = f": {'; '.join(change.words)}" if change.words else ""
    return f"{upper_first(change.sort)} {change.kind}: {change.title} ({change.id}){words}"


def effect_lines(preview: FolderPreview) -> Iterator[str]:
    """What the change does to the saldo of each scenario and to the difference between the routes on the table."""
    effect = preview.effect
    outcomes = [outcome for outcome in (*effect.saldi, *effect.differences) if moves(outcome)]
    if not outcomes:
        yield "De uitkomsten veranderen niet."
    for outcome in outcomes:
        write = difference if outcome.compared else thousands
        was = ABSENT if outcome.before is None else write(outcome.before)
        now = GONE if outcome.after is None else write(outcome.after)
        what = "Verschil" if outcome.compared else "Saldo"
        yield f"{what} × € 1.000, {outcome.years}, {outcome.what}, {place_name(preview, outcome.code)}: was {was}, wordt {now}"
    yield order_words(effect, preview.new)


def moves(outcome: Moved) -> bool:
    """Whether an outcome is another one, seen or not in thousands."""
    if outcome.before is None or outcome.after is None:
        return outcome.before is not outcome.after
    return abs(outcome.after - outcome.before) >= NOISE_EUR or rounded(outcome.before, 1_000) != rounded(
        outcome.after, 1_000
    )


def order_words(effect: Effect, release: Release) -> str:
    """Whether the order of the two routes flips, and where."""
    if not effect.flips:
        return "De volgorde van de routes blijft overal gelijk."
    places = [f"{release.name(outcome.code)} ({outcome.years})" for outcome in effect.flips]
    return f"De volgorde van de routes draait op {len(places)} {'plaats' if len(places) == 1 else 'plaatsen'} om: {', '.join(places)}."


def place_name(preview: FolderPreview, code: str) -> str:
    """A gemeente by its name, also one that goes."""
    present = code == ALL or code in {gemeente.code for gemeente in preview.new.figures.gemeenten}
    return (preview.new if present else preview.old).name(code)
