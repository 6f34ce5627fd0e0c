"""Fifty people at once: `python -m tests.benchmarks.load [SECONDS] [SESSIONS]`. Each session is a websocket that speaks
Streamlit's own messages and does one thing per ten seconds, pages and sliders mixed."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from lib.store.releases import ensure
from lib.tables.content import SHIPPED
from lib.web.cache import IDLE, SWEEP
from tests.browser.conftest import server_of

SECONDS, SESSIONS, PAUSE = 300, 50, 10.0
#: Acts of one session alone, to compare with, and the seconds between them.
ALONE, BREATH = 60, 0.3
#: Streamlit keeps a session that left for two minutes; what is unused goes after IDLE, at the next sweep.
GIVEN_BACK = IDLE + 2 * SWEEP + 5
SLIDERS = "gevoeligheid"
PATIENCE = 60.0
SEED = 7


class Failed(Exception):
    """The server answered with an error."""


class Session:
    """One browser: which widgets it has on its page, and what it changed."""

    def __init__(self, socket: websockets.ClientConnection, chance: random.Random) -> None:
        self.socket, self.chance = socket, chance
        self.pages: dict[str, str] = {}
        self.page = ""
        self.sliders: dict[str, tuple[str, list[str]]] = {}
        self.selects: dict[str, list[str]] = {}
        self.changed: dict[str, WidgetState] = {}

    async def open(self, page: str) -> None:
        message = BackMsg()
        message.rerun_script.page_name = page
        self.page = page
        await self._run(message)

    async def act(self) -> str:
        """Do one thing; returns what it was."""
        kind = self.chance.choice(["bladzijde", "keuze", "schuif", "schuif"])
        if kind == "schuif" and self.sliders:
            name = self.chance.choice(sorted(self.sliders))
            fragment, options = self.sliders[name]
            state = WidgetState(id=name)
            state.string_array_value.data.append(self.chance.choice(options))
            await self._change(state, fragment)
        elif kind == "keuze" and self.selects:
            name = self.chance.choice(sorted(self.selects))
            await self._change(WidgetState(id=name, string_value=self.chance.choice(self.selects[name])))
        else:
            kind = "bladzijde"
            others = sorted(set(self.pages) - {self.page})
            # Half of who turns a page goes to the sliders, which cost most.
            self.page = SLIDERS if SLIDERS in others and self.chance.random() < 0.5 else self.chance.choice(others)
            self.sliders = {}
            message = BackMsg()
            message.rerun_script.page_script_hash = self.pages[self.page]
            message.rerun_script.widget_states.widgets.extend(self.changed.values())
            await self._run(message)
        return kind

    async def _change(self, state: WidgetState, fragment: str = "") -> None:
        self.changed[state.id] = state
        message = BackMsg()
        message.rerun_script.widget_states.widgets.extend(self.changed.values())
        message.rerun_script.page_script_hash = self.pages[self.page]
        message.rerun_script.fragment_id = fragment
        await self._run(message)

    async def _run(self, message: BackMsg) -> None:
        """Until the script has finished, as a browser sees it."""
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = ForwardMsg()
                answer.ParseFromString(await self.socket.recv())
                kind = answer.WhichOneof("type")
                if kind == "script_finished":
                    return
                if kind == "navigation":
                    self.pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
                elif kind == "delta":
                    self._drawn(answer)

    def _drawn(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
            raise Failed(str(element)[:200])
        if kind == "slider" and answer.delta.fragment_id:
            self.sliders[element.slider.id] = answer.delta.fragment_id, list(element.slider.options)
        elif kind == "selectbox" and element.selectbox.label in ("Route B", "Gemeente", "Bedragen"):
            self.selects[element.selectbox.id] = list(element.selectbox.options)


async def visit(address: str, seed: int, until: Callable[[int], bool], pause: float) -> list[tuple[str, float]]:
    """The acts of one session, each with its seconds."""
    chance = random.Random(seed)
    found: list[tuple[str, float]] = []
    async with websockets.connect(
        f"{address.replace('http', 'ws')}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,  # type: ignore[list-item]
    ) as socket:
        session = Session(socket, chance)
        await asyncio.sleep(chance.random() * pause)
        await session.open("")
        while until(len(found)):
            start = time.perf_counter()
            kind = await session.act()
            took = time.perf_counter() - start
            found.append((kind, took))
            await asyncio.sleep(max(0.0, pause * chance.uniform(0.5, 1.5) - took))
    return found


async def together(address: str, sessions: int, seconds: float) -> tuple[list[tuple[str, float]], list[str]]:
    """All acts of all sessions, and what went wrong."""
    end = time.perf_counter() + seconds
    jobs = [visit(address, SEED + i, lambda _: time.perf_counter() < end, PAUSE) for i in range(sessions)]
    ended = await asyncio.gather(*jobs, return_exceptions=True)
    wrong = [f"{type(one).__name__}: {one}" for one in ended if isinstance(one, BaseException)]
    return [act for one in ended if not isinstance(one, BaseException) for act in one], wrong


def memory(process: int) -> int:
    """The resident bytes of a process."""
    told = Path(f"/proc/{process}/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS")) * 1024


def memory_after_leaving(process: int) -> int:
    """The least resident bytes in the time in which everything is given back."""
    least, end = memory(process), time.monotonic() + GIVEN_BACK
    while time.monotonic() < end:
        time.sleep(5)
        least = min(least, memory(process))
    return least


def percentile(acts: list[tuple[str, float]], percent: int) -> float:
    return quantiles([took for _, took in acts], n=100)[percent - 1]


def main(seconds: float = SECONDS, sessions: int = SESSIONS) -> int:
    """Returns the number of sessions that met an error."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "routewijzer.duckdb"
        ensure(database, SHIPPED)
        with server_of(SHIPPED, {"ROUTEWIJZER_DATABASE": str(database)}) as (address, process):
            start = memory(process)
            # The first time loads the program; the second does other things, so that nothing is known already.
            asyncio.run(visit(address, SEED, lambda n: n < ALONE, BREATH))
            before = memory(process)
            alone = asyncio.run(visit(address, SEED + 1_000, lambda n: n < ALONE, BREATH))
            acts, wrong = asyncio.run(together(address, sessions, seconds))
            after = memory(process)
            left = memory_after_leaving(process)
    one, all_of_them = percentile(alone, 50), percentile(acts, 95)
    print(f"één sessie: p50 {one * 1e3:.0f} ms, p95 {percentile(alone, 95) * 1e3:.0f} ms ({len(alone)} stappen)")
    print(
        f"{sessions} sessies, elk één stap per {PAUSE:.0f} s, {seconds:.0f} s lang: {len(acts)} stappen, {len(wrong)} "
        f"sessies met een fout; p50 {percentile(acts, 50) * 1e3:.0f} ms, p95 {all_of_them * 1e3:.0f} ms: "
        f"{all_of_them / one:.1f} × de p50 van één sessie"
    )
    for kind in sorted({kind for kind, _ in acts}):
        some = [act for act in acts if act[0] == kind]
        print(
            f"  {kind}: {len(some)} stappen, p50 {percentile(some, 50) * 1e3:.0f} ms, p95 {percentile(some, 95) * 1e3:.0f} ms"
        )
    print(
        f"geheugen: bij het begin {start / 1e6:.0f} MB, na één sessie {before / 1e6:.0f} MB, daarna {after / 1e6:.0f} MB: {(after - before) / sessions / 1e6:.1f} MB per sessie; "
        f"{GIVEN_BACK / 60:.0f} minuten na hun vertrek {left / 1e6:.0f} MB"
    )
    for each in wrong[:5]:
        print(f"  fout: {each}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(min(1, main(*map(float, sys.argv[1:2]), *map(int, sys.argv[2:3]))))
