"""What the command line publishes: files, or a folder, as one release; and an earlier one that is taken in use again."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from lib.cli import Refused, noted, say
from lib.cli.acting import admitted
from lib.store.access import PUBLISH, Person, require
from lib.store.locations import Database
from lib.store.parts import size_words
from lib.store.protection import current
from lib.store.publishing import ReleaseMoved, take_in_use
from lib.subjects.folder_preview import FolderPreview, effect_lines, part_lines, prepare_folder
from lib.subjects.release_preview import Preview, prepare, publish_candidate
from lib.tables.rows import Problem
from lib.text import local, whole
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered

#: How often files are laid upon a newer release when another publisher was first.
ATTEMPTS = 50
NAME_LENGTH = 60
#: More that is not used nobody reads.
SHOWN = 60
Candidate = TypeVar("Candidate", Preview, FolderPreview)


def publish(database: Database, arguments: Namespace) -> None:
    """Check all files together, or a folder, and publish them. Raises Refused, and what prepare and prepare_folder raise."""
    by = admitted(database, arguments.by)
    require(database, by, PUBLISH)
    for line in (_publish_folder if arguments.folder else _publish_files)(database, arguments, by):
        say(line)


def rollback(database: Database, arguments: Namespace) -> None:
    """Take an earlier release in use."""
    take_in_use(database, arguments.number, note=arguments.note, by=admitted(database, arguments.by))
    used = current(database)
    say(f"Release {used.number} is nu in gebruik: “{used.name}”.")


def _publish_files(database: Database, arguments: Namespace, by: Person) -> Iterator[str]:
    offered, options = [_offered(path) for path in arguments.files], _options(arguments, by)

    def refuse(preview: Preview) -> None:
        _refuse_unaccepted(preview.draft.warnings, arguments, _unused(preview))

    preview, number = _publish(database, arguments, by, lambda: prepare(database, offered, options), refuse)
    yield from (*_unused(preview), *noted(preview.content))
    yield _unchanged(preview) if number is None else _published(number, preview)


def _publish_folder(database: Database, arguments: Namespace, by: Person) -> Iterator[str]:
    """What there is to say, the preview before the verdict."""

    def refuse(preview: FolderPreview) -> None:
        if preview.warnings and not arguments.accept_warnings:
            for line in _changes(preview):
                say(line)
        _refuse_unaccepted(preview.warnings, arguments)

    preview, number = _publish(database, arguments, by, lambda: prepare_folder(database, arguments.folder), refuse)
    yield from noted(preview.content)
    if number is None:
        yield from _not_read(preview)
        yield _unchanged(preview)
    else:
        yield from _changes(preview)
        yield f"Release {number} is in gebruik. Terug kan met: rollback {preview.used.number} --note TEKST"


def _publish(
    database: Database,
    arguments: Namespace,
    by: Person,
    make: Callable[[], Candidate],
    refuse: Callable[[Candidate], None],
) -> tuple[Candidate, int | None]:
    """What is published and its number, None when it changes nothing; once more when another publisher was first.

    `refuse` raises Refused when it may not be published.
    """
    for _ in range(ATTEMPTS):
        preview = make()
        if not preview.changes:
            return preview, None
        refuse(preview)
        name = arguments.name or arguments.note[:NAME_LENGTH]
        try:
            return preview, publish_candidate(database, preview, name=name, note=arguments.note, by=by)
        except ReleaseMoved as error:
            conflict = error
    raise conflict


def _unchanged(preview: Preview | FolderPreview) -> str:
    return f"Geen wijzigingen: release {preview.used.number} zegt al hetzelfde. Er is geen release gemaakt."


def _options(arguments: Namespace, by: Person) -> Options:
    """How to read: what was given beside the files."""
    return Options(
        by.name,
        local(datetime.now(UTC)).date(),
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


def _refuse_unaccepted(warnings: Sequence[Problem], arguments: Namespace, unused: Sequence[str] = ()) -> None:
    """Raises Refused with every warning, after what is not used, unless there are none or they are accepted."""
    if warnings and not arguments.accept_warnings:
        count = "1 waarschuwing" if len(warnings) == 1 else f"{whole(len(warnings))} waarschuwingen"
        verdict = f"Niet gepubliceerd: {count}. Kloppen de cijfers, geef dan --accept-warnings mee."
        raise Refused([*unused, *(f"waarschuwing: {warning}" for warning in warnings), verdict])


def _unused(preview: Preview) -> list[str]:
    """What the files hold and no figure comes from, as the page says it too."""
    unused = preview.draft.unused
    more = [f"niet gebruikt: en nog {whole(len(unused) - SHOWN)}"] if len(unused) > SHOWN else []
    return [*(f"niet gebruikt: {item}" for item in unused[:SHOWN]), *more]


def _published(number: int, preview: Preview) -> str:
    return " ".join(
        [
            f"Release {number} is in gebruik: {size_words(preview.size)} ten opzichte van release {preview.used.number}.",
            *preview.tally.left_out,
            *_beside(preview.draft.beside),
            *([f"{preview.effect.order}."] if preview.effect.flips else []),
        ]
    )


def _beside(years: Iterable[int]) -> list[str]:
    words = ", ".join(map(str, years))
    return [f"Cijfers van {words} staan naast de projectie en gaan er niet in."] if words else []


def _changes(preview: FolderPreview) -> Iterator[str]:
    yield f"Ten opzichte van release {preview.used.number}:"
    yield from (f"- {line}" for line in (*part_lines(preview), *effect_lines(preview)))
    yield from _not_read(preview)


def _not_read(preview: FolderPreview) -> Iterator[str]:
    if preview.folder.unused:
        yield f"Niet gelezen, want geen tabel en geen scenario: {', '.join(preview.folder.unused)}."
