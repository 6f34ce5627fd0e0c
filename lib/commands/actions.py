"""What each subcommand does: prints what it found or wrote, raises what is wrong as a Dutch sentence."""

import contextlib
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from lib.analysis.release import Release, open_release
from lib.analysis.view import NotInView, compare_view, default_view, overrides
from lib.commands import Refused
from lib.commands.arguments import Setting
from lib.commands.publish import publish
from lib.report.export import CannotExport, write_folder
from lib.report.tables import export_tables
from lib.store import locations
from lib.store.check import check_folder, model_of
from lib.store.content import Content
from lib.store.database import StoreError
from lib.store.problems import Unsound, meant
from lib.store.registry import EURO, unit_family
from lib.store.releases import ReleaseInfo, current, ensure, releases
from lib.text import whole

SHORT_HASH = 12
HEADINGS = ("nr", "staat", "datum (UTC)", "naam", "door", "hash", "toelichting")


def run(arguments: Namespace) -> None:
    """Do the subcommand. Raises Refused."""
    try:
        _do(arguments)
    except Unsound as error:
        raise Refused(one_line(str(problem)) for problem in error.problems) from error
    except (StoreError, NotInView, CannotExport) as error:
        raise Refused([one_line(error.melding)]) from error


def _do(arguments: Namespace) -> None:
    database = getattr(arguments, "database", None) or locations.database()
    if arguments.command == "check":
        check(database)
    elif arguments.command == "releases":
        list_releases(database)
    elif arguments.command == "publish":
        ensure(database)
        say(one_line(publish(database, arguments)))
    else:
        export(database, arguments)


def say(text: str) -> None:
    """Print; that nobody reads any more is no reason to stop."""
    with contextlib.suppress(BrokenPipeError):
        print(text)


def one_line(text: str) -> str:
    """Text without line ends or control characters."""
    return "".join(character if character.isprintable() else " " for character in " ".join(text.split()))


def check(database: Path) -> None:
    """data/ and scenarios/, and how they stand to the release in use."""
    content = check_folder(locations.home())
    (parameters, pm), scenarios = model_of(content)
    rows = sum(map(len, content.tables.values()))
    say(
        f"data/ en scenarios/ zijn in orde: {len(content.tables)} tabellen met {whole(rows)} rijen, "
        f"{len(scenarios)} scenario’s, {len(parameters)} parameters en {len(pm)} PM-posten."
    )
    say(one_line(_beside_database(database, content)))


def _beside_database(database: Path, content: Content) -> str:
    if not database.exists():
        return f"De database {database} is er nog niet; zij wordt bij het eerste gebruik gemaakt."
    used = current(database)
    same = "dezelfde inhoud als" if used.hash == content.hash else "een andere inhoud dan"
    return f"In de database {database} is release {used.number} in gebruik, “{used.name}”, met {same} deze bestanden."


def list_releases(database: Path) -> None:
    """One line per release, the oldest first."""
    ensure(database)
    say(table_text([HEADINGS, *map(_cells, releases(database))]))


def _cells(info: ReleaseInfo) -> tuple[str, ...]:
    day = f"{info.created_at:%Y-%m-%d %H:%M}"
    state = "eerder in gebruik" if info.state == "in gebruik" and not info.current else info.state
    return str(info.number), state, day, info.name, info.publisher, info.hash[:SHORT_HASH], info.note


def table_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows in columns as wide as their widest cell."""
    lines = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def export(database: Path, arguments: Namespace) -> None:
    """Compare two scenarios of a release and write every table."""
    ensure(database)
    release = open_release(database, arguments.release)
    values = dict(value_of(release, setting) for setting in arguments.set)
    view = replace(default_view(release), a=arguments.a, b=arguments.b, key=arguments.key, overrides=overrides(values))
    tables = export_tables(release, compare_view(release, view))
    write_folder(tables, arguments.format, arguments.out)
    told = ", ".join(f"{name}.{arguments.format} ({whole(table.num_rows)} rijen)" for name, table in tables.items())
    say(one_line(f"Geschreven in {arguments.out}, uit release {release.info.number}: {told}."))


def value_of(release: Release, setting: Setting) -> tuple[str, float]:
    """The parameter and its value; per cent suits a share only. Raises NotInView."""
    parameter = release.parameters.get(setting.parameter)
    if parameter is None:
        raise NotInView(f"Onbekende parameter “{setting.parameter}”; {meant(setting.parameter, release.parameters)}")
    if "%" in setting.text and unit_family(parameter.unit) == EURO:
        raise NotInView(f"{parameter.label}: “{setting.text}” is een percentage, maar hier hoort een bedrag in euro.")
    return parameter.id, setting.value
