"""`publish`: handed-in files become one new release, or every reason why not."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lib.analysis.candidate import publish_candidate
from lib.analysis.effect import size_words
from lib.analysis.handing_in import Preview, prepare
from lib.commands import Refused
from lib.commands.acting import admitted
from lib.commands.printing import one_line, say
from lib.store.access import PUBLISH, Person, require
from lib.store.intake.context import Options
from lib.store.intake.files import Offered
from lib.store.locations import Database
from lib.store.problems import Problem
from lib.store.publishing import ReleaseMoved
from lib.text import whole

#: How often files are laid upon a newer release when another publisher was first.
ATTEMPTS = 50
NAME_LENGTH = 60
#: More that is not used nobody reads.
SHOWN = 60


def publish(database: Database, arguments: Namespace) -> None:
    """Check all files together and publish them. Raises Refused and what prepare raises."""
    by = admitted(database, arguments.by)
    require(database, by, PUBLISH)
    for line in _publish(database, arguments, by):
        say(one_line(line))


def _publish(database: Database, arguments: Namespace, by: Person) -> list[str]:
    offered = [_offered(path) for path in arguments.files]
    options = _options(arguments, by)
    for _ in range(ATTEMPTS):
        preview = prepare(database, offered, options)
        if not preview.changes:
            same = f"Geen wijzigingen: release {preview.used.number} zegt al hetzelfde. Er is geen release gemaakt."
            return [*_unused(preview), same]
        refuse_unaccepted(preview.draft.warnings, arguments.accept_warnings, _unused(preview))
        name = arguments.name or arguments.note[:NAME_LENGTH]
        try:
            number = publish_candidate(database, preview, name=name, note=arguments.note, by=by)
        except ReleaseMoved as error:
            conflict = error
            continue
        return [*_unused(preview), _published(number, preview)]
    raise conflict


def _options(arguments: Namespace, by: Person) -> Options:
    """How to read: what was given beside the files."""
    return Options(
        by.name,
        datetime.now(UTC).date(),
        arguments.numbers,
        arguments.status,
        arguments.source,
        arguments.base_year,
        arguments.thousand,
        arguments.negative_costs,
        arguments.gemeente,
        arguments.jaar,
        arguments.replace,
    )


def _offered(path: Path) -> Offered:
    try:
        return Offered(path.name, path.read_bytes())
    except FileNotFoundError:
        raise Refused([f"{path}: dit bestand is er niet. Controleer het pad."]) from None
    except OSError as error:
        what = "dit is een map; geef een bestand" if path.is_dir() else f"niet te lezen (fout {error.errno})"
        raise Refused([f"{path}: {what}."]) from error


def refuse_unaccepted(warnings: Sequence[Problem], accepted: bool, unused: Sequence[str] = ()) -> None:
    """Raises Refused with every warning, after what is not used, unless there are none or they are accepted."""
    if warnings and not accepted:
        count = "1 waarschuwing" if len(warnings) == 1 else f"{whole(len(warnings))} waarschuwingen"
        verdict = f"Niet gepubliceerd: {count}. Kloppen de cijfers, geef dan --accept-warnings mee."
        raise Refused([*unused, *(f"waarschuwing: {warning}" for warning in warnings), verdict])


def _unused(preview: Preview) -> list[str]:
    """What the files hold and no figure comes from, as the page says it too."""
    unused = preview.draft.unused
    more = [f"niet gebruikt: en nog {whole(len(unused) - SHOWN)}"] if len(unused) > SHOWN else []
    return [*(f"niet gebruikt: {item}" for item in unused[:SHOWN]), *more]


def _published(number: int, preview: Preview) -> str:
    flips = len(preview.effect.flips)
    return " ".join(
        [
            f"Release {number} is in gebruik: {size_words(preview.size)} ten opzichte van release {preview.used.number}.",
            *preview.tally.left_out,
            *_beside(preview.draft.beside),
            *([f"De volgorde van de routes draait op {flips} plaatsen om."] if flips else []),
        ]
    )


def _beside(years: Iterable[int]) -> list[str]:
    words = ", ".join(map(str, years))
    return [f"Cijfers van {words} staan naast de projectie en gaan er niet in."] if words else []
