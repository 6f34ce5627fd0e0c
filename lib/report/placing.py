"""Bytes → a new file or folder in its place: whole or not at all, and never over anything that is there."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lib.report.export import CannotExport, explained


def place_file(body: bytes, target: Path) -> None:
    """Write a new file. Raises CannotExport when the place is taken or cannot be written."""
    with explained(target):
        place = target.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=".routewijzer-", dir=place.parent, ignore_cleanup_errors=True
        ) as folder:
            made = Path(folder) / "nieuw"
            made.write_bytes(body)
            try:
                os.link(made, place)
            except FileExistsError:
                raise CannotExport(f"{target} bestaat al. Kies een andere naam of verwijder het eerst.") from None


def place_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write the files into a new or empty folder. Raises CannotExport when it holds anything or cannot be written."""
    with explained(target):
        place = target.resolve()
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise CannotExport(f"{target} bestaat al en is geen lege map. Kies een nieuwe of lege map.")
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=".routewijzer-", dir=place.parent, ignore_cleanup_errors=True
        ) as folder:
            made = Path(folder) / "nieuw"
            made.mkdir()
            for name, body in files.items():
                (made / name).write_bytes(body)
            made.rename(place)
