"""No file brings the server down: each gets a Dutch answer from a process with limits, that ends with who started it."""

import hashlib
import io
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.__main__ import main
from lib.store.releases import current, releases
from lib.tables.content import Content
from lib.tables.rows import Unsound
from lib.upload.draft import read_draft
from lib.upload.meaning.context import Options
from lib.upload.reading import apart, reader
from lib.upload.reading.files import Offered, read_file
from lib.upload.reading.sheets import Limits
from tests.tiers import first
from tests.upload.hostile_files import KINDS, hostile

HOSTILE = sorted(path for path in Path(__file__).with_name("hostile").iterdir())
CASES = sorted(Path(__file__).with_name("cases").iterdir())
OPTIONS = Options("Control", date(2024, 1, 1))
LIMITS = Limits(20_000_000, 400_000_000, 200_000, 100, 20, 12, 0.25)
ENGLISH = re.compile(r"\b(error|invalid|file|not|found|the|value|missing|traceback|exception|\w+Error)\b", re.I)
#: Seconds for one file: ten of processor, on a machine that does more.
LONGEST = 70.0
LOOKS = Path("/proc/self").exists()


def answered(content: Content, name: str, raw: bytes) -> Sequence[str]:
    """What is said of a file; the empty list when it is read."""
    started = time.monotonic()
    try:
        read_draft([Offered(name, raw)], content, OPTIONS)
        said: list[str] = []
    except Unsound as refused:
        said = [f"{one.what}; {one.remedy}" for one in refused.problems]
        assert said
    assert time.monotonic() - started < LONGEST
    assert not [line for line in said if ENGLISH.search(re.sub("“[^”]*”", "", line))]
    return said


def waiting() -> list[int]:
    return [process.popen.pid for process in apart._READERS.idle]


@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.name)
def test_a_file_that_costs_much_is_refused(shipped: Content, file: Path) -> None:
    assert answered(shipped, file.name, file.read_bytes())


def test_the_command_line_refuses_each(database_file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = current(database_file).hash, len(releases(database_file))
    for file in HOSTILE:
        code = main(["publish", str(file), "--note", "proef", "--accept-warnings", "--database", str(database_file)])
        told = capfd.readouterr()
        assert (code, told.out) == (1, "")
        assert file.name in told.err and "Traceback" not in told.err and "panicked" not in told.err
    assert (current(database_file).hash, len(releases(database_file))) == before


@pytest.mark.heavy
def test_the_command_line_answers_to_generated_files(
    database_file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = current(database_file).hash, len(releases(database_file))
    refused = 0
    for seed in range(3 * len(KINDS)):
        name, raw = hostile(seed)
        file = tmp_path / f"{seed}_{name}"
        file.write_bytes(raw)
        code = main(["publish", str(file), "--note", "proef", "--database", str(database_file)])
        told = capfd.readouterr()
        assert "Traceback" not in told.err and "panicked" not in told.err
        assert code in (0, 1) and (code == 0 or file.name in told.err or "waarschuwing" in told.err), (seed, told)
        refused += code
    assert refused > 20
    if refused == 3 * len(KINDS):
        assert (current(database_file).hash, len(releases(database_file))) == before


@pytest.mark.parametrize("seed", first(range(4 * len(KINDS)), len(KINDS)))
def test_a_made_file_gets_an_answer(shipped: Content, seed: int) -> None:
    answered(shipped, *hostile(seed))


@pytest.fixture(scope="module")
def answers() -> set[tuple[str, bytes]]:
    """The files that were answered: the same file gets the same answer."""
    return set()


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(10))
def test_thousands_of_made_files_get_an_answer(shipped: Content, answers: set[tuple[str, bytes]], part: int) -> None:
    for seed in range(1_000 + 250 * part, 1_250 + 250 * part):
        name, raw = hostile(seed)
        if (name, hashlib.sha256(raw).digest()) in answers:
            continue
        answers.add((name, hashlib.sha256(raw).digest()))
        try:
            answered(shipped, name, raw)
        except BaseException as error:
            raise AssertionError(f"seed {seed}") from error


@pytest.mark.skipif(not LOOKS, reason="asks Linux")
def test_the_process_has_its_limits(shipped: Content) -> None:
    answered(shipped, *hostile(0))
    limits = {line[:25].strip(): line[25:].split()[:2] for line in limits_of(waiting()[0])}
    assert limits["Max data size"] == [str(reader.MEMORY)] * 2 == ["536870912"] * 2
    assert limits["Max core file size"][0] == "0"
    assert int(limits["Max cpu time"][0]) <= 10 + 60  # what it had before, and ten seconds more


def limits_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/limits").read_text().splitlines()[1:]


def test_a_process_stays_warm_and_is_replaced(shipped: Content) -> None:
    good = next(case for case in CASES if case.suffix == ".xls")
    answered(shipped, good.name, good.read_bytes())
    before = waiting()
    answered(shipped, good.name, good.read_bytes())
    assert waiting() == before
    os.kill(before[-1], 9)
    assert not answered(shipped, good.name, good.read_bytes())
    assert waiting() != before


def test_a_long_text_that_is_used_often_is_refused_before_it_takes_memory(shipped: Content) -> None:
    """Six hundred gigabytes of text in 200 kB of Parquet; the process that looked reads the next file too."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 150_000, pa.int32()), pa.array(["x" * 2_000_000]))
    out = io.BytesIO()
    pq.write_table(pa.table({"gemeente": text, "werkvorm": text}), out)
    good = next(case for case in CASES if case.suffix == ".xls")
    answered(shipped, good.name, good.read_bytes())
    before = waiting()
    (said,) = answered(shipped, "k.parquet", out.getvalue())
    assert said.startswith("te veel bytes na uitpakken") and waiting() == before


@pytest.mark.parametrize("ending", ["time", "memory", "signal", "start"])
def test_the_end_of_the_process_is_a_sentence(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    code = {
        "time": "while True: pass",
        "memory": "x = [bytes(1 << 20) for _ in range(10_000)]",
        "signal": "import os, signal; os.kill(os.getpid(), signal.SIGABRT)",
        "start": "",
    }[ending]
    own = f"from lib.upload.reading import reader\ndef odd(*_):\n    {code or 'pass'}\nreader.SECONDS = 1\nreader.read_file = odd\n"
    own += "reader.main()" if code else ""
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", own))
    readers = apart._Readers()
    said = {
        "time": "het lezen duurt te lang",
        "memory": "te groot om te lezen",
        "signal": "niet te lezen",
        "start": "kon niet beginnen",
    }[ending]
    with pytest.raises(Unsound, match=said):
        readers.read(Offered("k.csv", b"a;b"), LIMITS, lambda rows: 0, lambda share: None)
    readers.end()


def test_no_patience_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    own = "from lib.upload.reading import reader; import time; reader.read_file = lambda *_: time.sleep(99); reader.main()"
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", own))
    monkeypatch.setattr(apart, "PATIENCE", 3.0)
    readers = apart._Readers()
    with pytest.raises(Unsound, match="het lezen duurt te lang"):
        readers.read(Offered("k.csv", b"a;b"), LIMITS, lambda rows: 0, lambda share: None)
    readers.end()


class Again(BaseException):
    """As Streamlit ends a script that is drawn again."""


def test_a_page_that_is_drawn_again_leaves_no_conversation_half_way(shipped: Content) -> None:
    raw = b"gemeente;jaar\r\n" + b"Almelo;2021\r\n" * 50_000

    def stop(share: float) -> None:
        raise Again

    for _ in range(3):
        with pytest.raises(Again):
            apart.read_apart(Offered("k.csv", raw), LIMITS, lambda rows: len(rows[0]), stop)
    good = next(case for case in CASES if case.suffix == ".ods")
    assert not answered(shipped, good.name, good.read_bytes())


def test_many_at_once_get_their_own_answer(shipped: Content) -> None:
    answers: dict[int, str] = {}

    def ask(i: int) -> None:
        raw = "gemeente;jaar\r\n" + f"Plaats {i};2021\r\n" * (i * 1000 + 1)
        sheets, _ = apart.read_apart(
            Offered("k.csv", raw.encode()), LIMITS, lambda rows: len(rows[0]), lambda share: None
        )
        answers[i] = f"{sheets[0].rows[-1][0]}, {len(sheets[0].rows)}"

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    assert answers == {i: f"Plaats {i}, {i * 1000 + 2}" for i in range(8)}


@pytest.mark.skipif(not LOOKS, reason="asks Linux")
@pytest.mark.parametrize("busy", [False, True], ids=["waiting", "reading"])
def test_the_process_ends_with_who_started_it(busy: bool) -> None:
    odd = "import lib.upload.reading.reader as r, time; r.read_file = lambda *_: time.sleep(99); r.main()"
    code = f"""
import os, sys, threading, time
from lib.upload.reading import apart
from lib.upload.reading.files import Offered
from lib.upload.reading.sheets import Limits
{f"apart.COMMAND = (sys.executable, '-c', {odd!r})" if busy else ""}
readers = apart._Readers()
readers.warm()
process = readers.idle[0].popen.pid
if {busy}:
    ask = (Offered("k.csv", b"a;b"), Limits(*[10**6] * 7), len, print)
    threading.Thread(target=readers.read, args=ask, daemon=True).start()
    time.sleep(2)
print(process, flush=True)
os.kill(os.getpid(), 9)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    process = Path(f"/proc/{int(told.stdout)}/stat")
    until = time.monotonic() + 20
    while process.exists() and process.read_text().split()[2] != "Z" and time.monotonic() < until:
        time.sleep(0.1)
    assert not process.exists() or process.read_text().split()[2] == "Z"


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_a_file_says_the_same_here_and_apart(file: Path) -> None:
    def outcome(read: Callable[..., object]) -> object:
        try:
            return read(Offered(file.name, file.read_bytes()), LIMITS, lambda rows: len(rows[0]), lambda share: None)
        except Unsound as refused:
            return refused.problems

    here, there = outcome(read_file), outcome(apart.read_apart)
    assert repr(here).replace("(", "[").replace(")", "]") == repr(there).replace("(", "[").replace(")", "]")


def test_no_secret_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEWIJZER_TOKEN", "geheim")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
    assert "geheim" not in apart._environment().values()


def test_others_go_on_while_a_file_is_read(shipped: Content, capsys: pytest.CaptureFixture[str]) -> None:
    """The interpreter is free: a thread that wants to do something ten times a second can, as when nothing is read."""

    def slowest(act: Callable[[], object]) -> float:
        delays, done = [0.0], threading.Event()

        def tick() -> None:
            while not done.is_set():
                wanted = time.monotonic() + 0.1
                time.sleep(0.1)
                delays.append(time.monotonic() - wanted)

        ticking = threading.Thread(target=tick)
        ticking.start()
        act()
        done.set()
        ticking.join()
        return max(delays)

    idle = slowest(lambda: time.sleep(2))
    busy = slowest(lambda: [answered(shipped, file.name, file.read_bytes()) for file in HOSTILE])
    with capsys.disabled():
        print(f"\nlangzaamste van tien keer per seconde: {idle * 1000:.0f} ms stil, {busy * 1000:.0f} ms bij het lezen")
    assert busy < idle + 1.5
