"""How long a route of the app itself may take."""

import asyncio
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.server.answers import refuse, retry_after
from lib.ui.server.limits import API_PATH

LONGEST_SECONDS = 30.0
HEADING = "Dit duurt te lang"
MELDING = "Dit duurt te lang. Het is nu druk, of er wordt veel gevraagd. Probeer het over een minuut opnieuw."


class Deadlines:
    """503 with a Dutch sentence for what has not begun to answer in time below `/api/`.

    What runs is not stopped: a thread cannot be. It ends by itself, and what it says then is dropped.
    """

    def __init__(self, app: ASGIApp, *, seconds: float = LONGEST_SECONDS) -> None:
        self.app, self.seconds = app, seconds
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API_PATH):
            await self.app(scope, receive, send)
            return
        began, told_late = asyncio.Event(), False

        async def unless_late(message: Message) -> None:
            began.set()
            if not told_late:
                await send(message)

        task = asyncio.ensure_future(self._run(scope, receive, unless_late))
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

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._late.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logging.getLogger(__name__).error("A late request failed", exc_info=task.exception())
