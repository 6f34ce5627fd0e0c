"""What files that are sent may cost: so many at once, so much in one session, and so long."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, runtime

from lib.ui.server.answers import refuse, retry_after
from lib.ui.server.limits import UPLOAD_PATH

MEGABYTE = 1024 * 1024
#: Files on their way at once, in the whole app; who comes later waits.
AT_ONCE, PATIENCE_SECONDS = 4, 30.0
#: A file that is still not here takes a place from others.
LONGEST_SECONDS = 120.0
#: What files of one session, and of all sessions, may hold of the memory, in bytes; and how many files one may hold.
OF_A_SESSION, OF_ALL, FILES = 60 * MEGABYTE, 400 * MEGABYTE, 100
HEADING = "Het bestand is niet aangenomen"
TOO_LONG = "Het versturen duurde te lang. Probeer het opnieuw; lukt het niet, stuur dan een kleiner bestand."
TOO_MUCH = "U hebt al veel bestanden klaarstaan. Haal er weg die u niet meer nodig hebt, of laad de pagina opnieuw."
CROWDED = "Er worden nu veel bestanden aangeleverd. Probeer het over een minuut opnieuw."
#: Session → the sizes of its files.
Held = Callable[[], Mapping[str, list[int]]]


def held_files() -> dict[str, list[int]]:
    """What Streamlit holds of files that were sent, by session, in bytes."""
    if not runtime.exists():
        return {}
    manager = runtime.get_instance().uploaded_file_mgr
    sessions = dict(getattr(manager, "file_storage", {}))
    return {session: [len(file.data) for file in list(files.values())] for session, files in sessions.items()}


class UploadLimits:
    """Refuses in Dutch a file for which there is no room, and cuts off one that takes too long."""

    def __init__(self, app: ASGIApp, *, held: Held = held_files, at_once: int = AT_ONCE) -> None:
        self.app, self.held = app, held
        self._places = asyncio.Semaphore(at_once)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOAD_PATH):
            await self.app(scope, receive, send)
            return
        try:
            await asyncio.wait_for(self._places.acquire(), PATIENCE_SECONDS)
        except TimeoutError:
            await refuse(scope, receive, send, 503, HEADING, CROWDED, retry_after(60))
            return
        try:
            await self._take(scope, receive, send)
        finally:
            self._places.release()

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        session, size = PurePosixPath(scope["path"]).parts[3], _size(scope)
        held = self.held()
        own = held.get(session, [])
        if sum(own) + size > OF_A_SESSION or len(own) >= FILES:
            await refuse(scope, receive, send, 413, HEADING, TOO_MUCH)
        elif sum(map(sum, held.values())) + size > OF_ALL:
            await refuse(scope, receive, send, 503, HEADING, CROWDED, retry_after(60))
        else:
            await self._timed(scope, receive, send)

    async def _timed(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self.app(scope, receive, noting)
        except TimeoutError:
            if not started:
                await refuse(scope, receive, send, 408, HEADING, TOO_LONG, {"connection": "close"})


def _size(scope: Scope) -> int:
    """What a request says that it brings; the most that is taken when it does not say."""
    told = Headers(scope=scope).get("content-length", "")
    most = int(config.get_option("server.maxUploadSize")) * MEGABYTE
    return min(int(told), most) if told.isascii() and told.isdigit() else most
