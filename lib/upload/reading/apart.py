"""Reads files of others in a process of their own, kept warm; one that passes its limits is ended and replaced."""

import atexit
import dataclasses
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from lib.tables.rows import Problem, Unsound
from lib.upload.reading.files import HeaderScore, Offered, ShareListener, clean_name
from lib.upload.reading.reader import SECONDS, SPLIT, TOO_LARGE, Gone, receive, rows_of, send, sheet_of
from lib.upload.reading.sheets import Limits, Sheet, Value, refuse

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "lib.upload.reading.reader")
#: Seconds on the clock for one file: on a busy machine ten of processor take longer.
PATIENCE = 60.0
#: As many files are read at once; who comes next waits.
AT_ONCE = 2
#: What the process gets of the environment: no secrets. Reading takes one thread, and memory that is counted at once.
PASSED = ("PATH", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
OWN = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

#: How a process ends that another one ends.
KILLED = tuple(-getattr(signal, name) for name in ("SIGKILL", "SIGTERM") if hasattr(signal, name))
#: What is asked of a process: a file, its limits, and what hears of the first rows and of the share that was read.
Question: TypeAlias = tuple[Offered, Limits, HeaderScore, ShareListener]


class _Process:
    """One process that reads, one file at a time."""

    def __init__(self) -> None:
        self.popen = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=_environment(),
        )
        assert self.popen.stdin is not None and self.popen.stdout is not None
        self.asking, self.answers = self.popen.stdin, self.popen.stdout
        # `fit`: it can read another file; not so while it reads, or when it was left half way.
        self.ready = self.late = self.fit = False

    def read(self, question: Question) -> tuple[list[Sheet], str]:
        """The sheets and how they were written. Raises Unsound, and Gone and OSError when the process ends."""
        offered, limits, score, listener = question
        self.fit = False
        watch = threading.Timer(PATIENCE, self._give_up)
        watch.start()
        try:
            send(self.asking, "read", offered.name, offered.raw, dataclasses.astuple(limits))
            return self._answer(score, listener)
        finally:
            watch.cancel()

    def _answer(self, score: HeaderScore, listener: ShareListener) -> tuple[list[Sheet], str]:
        sheets: list[Sheet] = []
        rows: list[Sequence[Value]] = []
        while True:
            kind, values = receive(self.answers)
            if kind == "ready":
                self.ready = True
            elif kind == "share":
                listener(values[0])
            elif kind == "ask":
                send(self.asking, "score", score(values[0]))
            elif kind == "sheet":
                rows = []
                sheets.append(sheet_of(values[0], rows))
            elif kind == "rows":
                rows += rows_of(*values)
            elif kind == "done":
                how, self.fit = values
                return sheets, how
            elif kind == "refused":
                problems, self.fit = values
                raise Unsound(Problem(*problem) for problem in problems)

    def _give_up(self) -> None:
        self.late = True
        self.popen.kill()

    def end(self) -> int:
        """How it ended: a signal is negative."""
        if self.popen.poll() is None:
            try:
                self.popen.wait(0.2 if self.late else 0.05)
            except subprocess.TimeoutExpired:
                self.popen.kill()
        for stream in (self.asking, self.answers):
            with suppress(OSError):
                stream.close()
        return self.popen.wait()


class _Killed(Exception):
    """The process was ended by another one."""


class _Readers:
    """The processes that wait for a file. They are started when the first is needed, or before by `warm`."""

    def __init__(self) -> None:
        self.places, self.lock, self.idle = threading.BoundedSemaphore(AT_ONCE), threading.Lock(), list[_Process]()

    def warm(self) -> None:
        """Start a process now, so that the first file does not wait for it."""
        with self.lock, suppress(OSError):
            if not self.idle:
                self.idle.append(_Process())

    def read(
        self, offered: Offered, limits: Limits, score: HeaderScore, listener: ShareListener
    ) -> tuple[list[Sheet], str]:
        """As `files.read_file`, in another process. Raises Unsound, also when that process passes its limits."""
        file = clean_name(offered.name)
        with self.places:
            try:
                return self._try(file, (offered, limits, score, listener))
            except _Killed:
                # Not by the file: what waited may have been ended by somebody else.
                with suppress(_Killed):
                    return self._try(file, (offered, limits, score, listener))
        raise _not_begun(file)

    def _try(self, file: str, question: Question) -> tuple[list[Sheet], str]:
        try:
            process = self._take()
        except OSError as error:
            raise _not_begun(file) from error
        try:
            return process.read(question)
        except (Gone, OSError) as error:
            raise _ended(file, process) from error
        finally:
            # Whatever came between, also a page that was drawn again, leaves a conversation half way.
            self._give_back(process)

    def _take(self) -> _Process:
        with self.lock:
            while self.idle:
                process = self.idle.pop()
                if process.popen.poll() is None:
                    return process
                process.end()
        return _Process()

    def _give_back(self, process: _Process) -> None:
        if not process.fit:
            process.end()
        with self.lock, suppress(OSError):
            self.idle.append(process if process.fit else _Process())

    def end(self) -> None:
        with self.lock:
            while self.idle:
                self.idle.pop().end()


_READERS = _Readers()
atexit.register(_READERS.end)
warm, read_apart = _READERS.warm, _READERS.read


def _environment() -> Mapping[str, str]:
    own = {name: os.environ[name] for name in PASSED if name in os.environ}
    path = os.pathsep.join(filter(None, (str(ROOT), own.get("PYTHONPATH"))))
    return {**own, **OWN, "PYTHONPATH": path}


def _ended(file: str, process: _Process) -> Exception:
    """What to say of a file on which the process ended."""
    code = process.end()
    if code in KILLED and not process.late:
        return _Killed()
    if not process.ready:
        return _not_begun(file)
    if process.late or code == -getattr(signal, "SIGXCPU", 0):
        return refuse(file, "bestand", "het lezen duurt te lang", f"meer dan {SECONDS} seconden", SPLIT)
    return refuse(file, "bestand", "niet te lezen", f"beschadigd, of {TOO_LARGE}", SPLIT)


def _not_begun(file: str) -> Unsound:
    remedy = "lever het later opnieuw aan; blijft dit zo, vraag de beheerder."
    return refuse(file, "bestand", "het lezen kon niet beginnen", "", remedy)
