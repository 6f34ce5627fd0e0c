"""What starting costs: a command from nothing to its answer, against a Python that only loads the database and the numbers; and the
app from its process to a first page that stands still, against an empty Streamlit app with one chart."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lib.store import locations
from tests.benchmarks.browser import CHART, FIRST_PAGE_MS, chromium, empty_page
from tests.browser.conftest import ROOT, serving
from tests.browser.looking import settled

RUNS = 7
A, B = "maatschappelijke_onderneming_2017", "akkoord_2020"
BARE = ("-c", "import duckdb, numpy")
#: Each command, how many times the bare start it may take, and how many megabytes; none where nothing is asked.
COMMANDS: dict[tuple[str, ...], tuple[float, int | None]] = {
    ("--help",): (1.0, 60),
    ("releases",): (3.0, None),
    ("check",): (3.0, None),
    ("export", "--a", A, "--b", B, "--format", "csv"): (10.0, None),
}
COLD = 1.5
#: From a small process: one that was split off a large one counts as large.
MEASURE = """
import resource, subprocess, sys, time
begin = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass
class Starts:
    """Seconds and megabytes of each run."""

    times: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)

    def run(self, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        seconds, kilobytes = measured.stdout.split()
        self.times.append(float(seconds))
        self.sizes.append(int(kilobytes) / 1024)


def commands(database: Path) -> None:
    """Each command in turn with the bare start."""
    environment = {**os.environ, locations.DATABASE: str(database)}
    with tempfile.TemporaryDirectory() as folder:
        for words, (times, megabytes) in COMMANDS.items():
            ours, bare = Starts(), Starts()
            for turn in range(RUNS + 1):
                target = ("--out", str(Path(folder) / f"{turn}.csv")) if words[0] == "export" else ()
                ours.run(("-m", "lib", *words, *target), environment)
                bare.run(BARE, environment)
            ratio = statistics.median(a / b for a, b in zip(ours.times[1:], bare.times[1:], strict=True))
            size, limit = max(ours.sizes[1:]), f" (doel ≤ {megabytes})" if megabytes else ""
            print(
                f"{words[0]}: {statistics.median(ours.times[1:]) * 1e3:.0f} ms, duckdb en numpy alleen "
                f"{statistics.median(bare.times[1:]) * 1e3:.0f} ms: {ratio:.1f} × (doel ≤ {times:g}); {size:.0f} MB{limit}"
            )


def cold(database: Path) -> None:
    """From no process to a first page that stands still."""
    settings = {locations.DATABASE: str(database)}
    with tempfile.TemporaryDirectory() as folder, chromium() as started:
        with serving(ROOT, settings) as address:
            apart = empty_page(started, address, Path(folder) / "leeg")

        def first_page(place: Path, own: dict[str, str]) -> float:
            begin = time.perf_counter()
            with serving(place, own) as address:
                page = started.new_page()
                page.goto(address)
                page.locator(CHART).first.wait_for(timeout=FIRST_PAGE_MS)
                settled(page)
                taken = time.perf_counter() - begin
                page.close()
            return taken

        pairs: list[tuple[Callable[[], float], list[float]]] = [
            (lambda: first_page(ROOT, settings), []),
            (lambda: first_page(apart, {}), []),
        ]
        for _ in range(RUNS):
            for measured, times in pairs:
                times.append(measured())
    ours, empty = (times for _, times in pairs)
    ratio = statistics.median(a / b for a, b in zip(ours, empty, strict=True))
    print(
        f"koude start tot een eerste bladzijde die stilstaat: {statistics.median(ours):.1f} s, lege app met één grafiek "
        f"{statistics.median(empty):.1f} s: {ratio:.2f} × (doel ≤ {COLD:g})"
    )
