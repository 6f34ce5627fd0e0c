"""Files that cost much, handed in on the page: a sentence for who hands in, and an answer for everybody else."""

import threading
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.store.intake.hostile_files import hostile

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

HOSTILE = sorted((Path(__file__).parents[1] / "store" / "intake" / "hostile").iterdir())
#: Seeds of generated files that end the process that reads, or keep it busy.
SEEDS = (9, 17, 37, 49)


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
            page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", file)
            wrong = page.get_by_role("table", name="Wat er mis is")
            expect(wrong).to_contain_text(file.name, timeout=90_000)
            page.get_by_role("button", name=f"{file.name} weghalen").click()
            expect(wrong).to_have_count(0)
    with capsys.disabled():
        print(
            f"\ntraagste antwoord: {idle.slowest * 1000:.0f} ms stil, {busy.slowest * 1000:.0f} ms bij zware bestanden"
        )
    assert (idle.wrong, busy.wrong) == (0, 0)
    assert busy.slowest < idle.slowest + 3
    expect(page.locator("h1")).to_contain_text("telt")
