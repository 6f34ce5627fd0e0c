"""What the product shows, as text: `python -m tests.picture OUT`. Two such folders are held against each other with
`diff -r`; what a restructuring changed for a reader is a line there."""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.picture import documents, handing_in, outside, pages, pinned
from tests.picture.places import Places, make_places, places_in
from tests.picture.writing import Folder

#: The subjects of a picture, the longest first; each is taken by a process of its own, in databases of its own.
SUBJECTS: dict[str, Callable[[Folder, Places, Path], None]] = {
    "documents": lambda folder, places, _: documents.write_documents(folder, places),
    "states": lambda folder, places, _: documents.write_states(folder, places),
    "steps": lambda folder, places, _: pages.write_steps(folder, places),
    "commands": outside.write_commands,
    "answers": outside.write_answers,
    "files": handing_in.write_handed_in,
    "pages": lambda folder, places, _: pages.write_views(folder, places),
    "history": lambda folder, places, _: pages.write_history(folder, places),
}
#: What libraries say to who programs with them is no part of a picture.
QUIET = {**os.environ, "PYTHONWARNINGS": "ignore"}


def take_subject(name: str, out: Path, prepared: Path) -> None:
    """Write one subject, on a copy of the databases."""
    with tempfile.TemporaryDirectory() as room:
        workroom = Path(room) / "werk"
        shutil.copytree(prepared, workroom)
        pinned.turn_days(3)
        SUBJECTS[name](Folder(out, {str(workroom): "MAP"}), places_in(workroom), workroom)


def take(out: Path) -> None:
    """Write every subject, as many at a time as there are processors. Raises CalledProcessError when one fails."""
    with tempfile.TemporaryDirectory() as prepared:
        make_places(Path(prepared))

        def take_apart(name: str) -> None:
            began = time.monotonic()
            subprocess.run([sys.executable, "-m", "tests.picture", str(out), name, prepared], check=True, env=QUIET)
            print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(take_apart, SUBJECTS))


if __name__ == "__main__":
    out, *subject = sys.argv[1:]
    # Without a browser every page is a warning of Streamlit.
    logging.disable(logging.WARNING)
    pinned.pin()
    if subject:
        take_subject(subject[0], Path(out).resolve(), Path(subject[1]))
    elif Path(out).exists() and any(Path(out).iterdir()):
        sys.exit(f"{out} bestaat al en is niet leeg.")
    else:
        take(Path(out).resolve())
