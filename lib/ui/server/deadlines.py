"""How long a route of the app itself may take, and how many are at work at once."""

import asyncio
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.server.answers import refuse, retry_after
from lib.ui.server.limits import API_PATH, FREE

LONGEST_SECONDS = 30.0
#: At work at once; others wait, so that there are threads left for pages.
AT_ONCE = 8
HEADING = "Dit duurt te lang"
MELDING = "Dit duurt te lang. Het is nu druk, of er wordt veel gevraagd. Probeer het over een minuut opnieuw."


class Deadlines:
    """503 with a Dutch sentence for what has not begun to answer in time below `/api/`.

    What runs is not stopped: a thread cannot be. It keeps its place until it ends, and what it says then is dropped.
    What has not begun by then never does.
    """

    def __init__(self, app: ASGIApp, *, seconds: float = LONGEST_SECONDS, at_once: int = AT_ONCE) -> None:
        self.app, self.seconds = app, seconds
        self._places = asyncio.Semaphore(at_once)
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API_PATH) or scope["path"] in FREE:
            await self.app(scope, receive, send)
            return
        began, told_late = asyncio.Event(), False

        async def unless_late(message: Message) -> None:
            began.set()
            if not told_late:
                await send(message)

        async def in_turn() -> None:
            async with self._places:
                if not told_late:
                    await self.app(scope, receive, unless_late)

        task = asyncio.ensure_future(in_turn())
        waiting = asyncio.ensure_future(began.wait())
        try:
            await asyncio.wait({task, waiting}, timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done() or began.is_set():
                await task
                return
            told_late = True
            self._late.add(task)
            task.add_done_callback(self._ended)
            await refuse(scope, receive, send, 503, HEADING, MELDING, retry_after(60))
        except asyncio.CancelledError:
            task.cancel()
            raise
        finally:
            waiting.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._late.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logging.getLogger(__name__).error("A late request failed", exc_info=task.exception())
