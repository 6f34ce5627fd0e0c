"""Files that cost much, handed in on the page: a sentence for who hands in, and an answer for everybody else."""

import threading
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.tables.content import Content
from lib.tables.rows import Unsound
from lib.upload.draft import read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading.files import Offered
from tests.browser.conftest import Window
from tests.upload.hostile_files import KINDS, hostile

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

HOSTILE = sorted((Path(__file__).parents[1] / "upload" / "hostile").iterdir())
#: Seeds of generated files that end the process that reads, or keep it busy, and of one of each kind, three times.
SEEDS, MADE = (9, 17, 37, 49), range(3 * len(KINDS))
UPLOAD = "[data-testid=stFileUploaderDropzoneInput]"


class Asking:
    """Asks a server ten times a second for something small; how long the slowest answer took, in seconds."""

    def __init__(self, address: str) -> None:
        self.address, self.slowest, self.wrong, self.done = address, 0.0, 0, threading.Event()
        self.thread = threading.Thread(target=self._ask)

    def __enter__(self) -> "Asking":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()

    def _ask(self) -> None:
        while not self.done.is_set():
            started = time.monotonic()
            try:
                urllib.request.urlopen(f"{self.address}/api/v1/health", timeout=30).read()
            except OSError:
                self.wrong += 1
            took = time.monotonic() - started
            self.slowest = max(self.slowest, took)
            time.sleep(max(0.0, 0.1 - took))


def refused_on(page: Page, file: Path) -> None:
    """Hand a file in, see what is said of it, and take it away."""
    page.set_input_files(UPLOAD, file)
    wrong = page.get_by_role("table", name="Wat er mis is")
    expect(wrong).to_contain_text(file.name, timeout=90_000)
    page.get_by_role("button", name=f"{file.name} weghalen").click()
    expect(wrong).to_have_count(0)


def test_the_server_answers_while_it_refuses(
    window: Window, app_address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = window()
    page.goto(f"{app_address}/cijfers")
    expect(page.locator("h1")).to_contain_text("telt")
    files = list(HOSTILE)
    for seed in SEEDS:
        name, raw = hostile(seed)
        files.append(tmp_path / f"{seed}_{name}")
        files[-1].write_bytes(raw)
    with Asking(app_address) as idle:
        time.sleep(3)
    with Asking(app_address) as busy:
        for file in files:
            refused_on(page, file)
    with capsys.disabled():
        print(
            f"\ntraagste antwoord: {idle.slowest * 1000:.0f} ms stil, {busy.slowest * 1000:.0f} ms bij zware bestanden"
        )
    assert (idle.wrong, busy.wrong) == (0, 0)
    assert busy.slowest < idle.slowest + 3
    expect(page.locator("h1")).to_contain_text("telt")


def refused(content: Content, name: str, raw: bytes) -> bool:
    try:
        read_draft([Offered(name, raw)], content, Options("Control", date(2024, 1, 1)))
    except Unsound:
        return True
    return False


def test_generated_files_are_refused_on_the_page_too(
    window: Window, app_address: str, shipped: Content, tmp_path: Path
) -> None:
    page = window()
    made = [(f"{seed}_{name}", raw) for seed in MADE for name, raw in [hostile(seed)]]
    wanted = [(name, raw) for name, raw in made if refused(shipped, name, raw)]
    assert len(made) > 40 and len(wanted) > len(made) / 2
    page.goto(f"{app_address}/cijfers")
    with Asking(app_address) as busy:
        for name, raw in wanted:
            (tmp_path / name).write_bytes(raw)
            refused_on(page, tmp_path / name)
    assert busy.wrong == 0
