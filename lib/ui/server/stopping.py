"""The end of the process: what is being written is finished, and it does not take for ever."""

import logging
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType

import streamlit as st
from starlette.concurrency import run_in_threadpool

from lib.store.database import finish

#: How long writing may go on after a request to stop, and when the process ends whatever happens. In seconds; deploy/
#: lets the machine wait a little longer before it kills.
WRITING_SECONDS, ENDS_SECONDS = 15.0, 20.0


@asynccontextmanager
async def running(_: st.App) -> AsyncIterator[None]:
    """From start to stop of the server. Stopping waits until nobody writes to the database."""
    _end_in_time()
    yield
    if not await run_in_threadpool(finish, WRITING_SECONDS):
        logging.getLogger(__name__).error("Stopped while the database was in use; what was being written is undone")


def _end_in_time() -> None:
    """A client that keeps its connection open does not keep the process alive."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.getsignal(signal.SIGTERM)

    def asked_to_stop(number: int, frame: FrameType | None) -> None:
        late = threading.Timer(ENDS_SECONDS, _end_now)
        late.daemon = True
        late.start()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, asked_to_stop)


def _end_now() -> None:
    """The database survives it: what is not committed never happened."""
    logging.getLogger(__name__).error("Stopped late: connections were still open")
    logging.shutdown()
    os._exit(128 + signal.SIGTERM)
