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
    told = f": {'; '.join(change.words)}" if change.words else ""
    return f"{upper_first(change.sort)} {change.kind}: {change.title} ({change.id}){told}"


def effect_lines(preview: FolderPreview) -> Iterator[str]:
    """What the change does to the saldo of each scenario and to the difference between the routes on the table."""
    found = preview.effect
    moved = [one for one in (*found.saldi, *found.differences) if moves(one)]
    if not moved:
        yield "De uitkomsten veranderen niet."
    for one in moved:
        shown = difference if one.compared else thousands
        was = ABSENT if one.before is None else shown(one.before)
        now = GONE if one.after is None else shown(one.after)
        what = "Verschil" if one.compared else "Saldo"
        yield f"{what} × € 1.000, {one.years}, {one.what}, {place_name(preview, one.code)}: was {was}, wordt {now}"
    yield order_words(found, preview.new)


def moves(one: Moved) -> bool:
    """Whether an outcome is another one, seen or not in thousands."""
    if one.before is None or one.after is None:
        return one.before is not one.after
    return abs(one.after - one.before) >= NOISE_EUR or rounded(one.before, 1_000) != rounded(one.after, 1_000)


def order_words(effect: Effect, release: Release) -> str:
    """Whether the order of the two routes flips, and where."""
    if not effect.flips:
        return "De volgorde van de routes blijft overal gelijk."
    places = [f"{release.name(one.code)} ({one.years})" for one in effect.flips]
    return f"De volgorde van de routes draait op {len(places)} {'plaats' if len(places) == 1 else 'plaatsen'} om: {', '.join(places)}."


def place_name(preview: FolderPreview, code: str) -> str:
    """A gemeente by its name, also one that goes."""
    known = code == ALL or code in {each.code for each in preview.new.figures.gemeenten}
    return (preview.new if known else preview.old).name(code)
