"""`publish --folder`: data/ and scenarios/ of a folder become one new release, or every reason why not."""

from argparse import Namespace
from collections.abc import Iterator

from lib.analysis.candidate import publish_candidate
from lib.analysis.folder import FolderPreview, effect_lines, part_lines, prepare_folder
from lib.commands import Refused
from lib.commands.acting import admitted
from lib.commands.printing import one_line, say
from lib.commands.publishing import ATTEMPTS, NAME_LENGTH, refuse_unaccepted
from lib.store.access import PUBLISH, Person, require
from lib.store.locations import Database
from lib.store.publishing import ReleaseMoved


def publish_from_folder(database: Database, arguments: Namespace) -> None:
    """Check a folder, say what it changes, and publish it. Raises Refused and what prepare_folder raises."""
    by = admitted(database, arguments.by)
    require(database, by, PUBLISH)
    for line in _publish(database, arguments, by):
        say(one_line(line))


def _publish(database: Database, arguments: Namespace, by: Person) -> Iterator[str]:
    """What there is to say, the preview before the verdict."""
    for _ in range(ATTEMPTS):
        preview = prepare_folder(database, arguments.folder)
        if not preview.changes:
            yield from _unused(preview)
            yield f"Geen wijzigingen: release {preview.used.number} zegt al hetzelfde. Er is geen release gemaakt."
            return
        try:
            refuse_unaccepted(preview.warnings, arguments.accept_warnings)
            number = publish_candidate(
                database, preview, name=arguments.name or arguments.note[:NAME_LENGTH], note=arguments.note, by=by
            )
        except Refused:
            yield from _lines(preview)
            raise
        except ReleaseMoved as error:
            conflict = error
            continue
        yield from _lines(preview)
        yield f"Release {number} is in gebruik. Terug kan met: rollback {preview.used.number} --note TEKST"
        return
    raise conflict


def _lines(preview: FolderPreview) -> Iterator[str]:
    yield f"Ten opzichte van release {preview.used.number}:"
    yield from (f"- {line}" for line in (*part_lines(preview), *effect_lines(preview)))
    yield from _unused(preview)


def _unused(preview: FolderPreview) -> Iterator[str]:
    if preview.folder.unused:
        yield f"Niet gelezen, want geen tabel en geen scenario: {', '.join(preview.folder.unused)}."
