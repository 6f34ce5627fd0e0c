"""What is said of every file among the cases of practice when it is handed in."""

import shutil
from pathlib import Path

from tests.picture.outside import text_of_command
from tests.picture.places import Places
from tests.picture.writing import Folder

CASES = Path(__file__).parents[1] / "upload" / "cases"
#: What is handed in beside a file that does not say it.
GIVEN = ("--note", "Proef", "--by", "Kim", "--status", "realisatie", "--source", "Jaarrekening")


def write_handed_in(folder: Folder, places: Places, workroom: Path) -> None:
    """Each file by itself, on the shipped figures: what was read, what is wrong, what changes, and the release."""
    target = workroom / "aangeleverd.duckdb"
    for file in sorted(CASES.iterdir()):
        shutil.copy(places.plain, target)
        given = workroom / file.name
        shutil.copy(file, given)
        said = text_of_command("publish", given, *GIVEN, "--database", target)
        folder.write(f"files/{file.name}", f"{said}{text_of_command('releases', '--database', target)}")
