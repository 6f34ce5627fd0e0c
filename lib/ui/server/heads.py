"""Who connects and does not send a whole request head in time is let go: a connection that says nothing holds a place."""

import logging
from asyncio import BaseTransport, TimerHandle
from typing import Any
from weakref import WeakKeyDictionary

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds for the head of a request, from the connection or from its first bytes.
LONGEST_SECONDS = 20.0
_timers: WeakKeyDictionary[H11Protocol, TimerHandle] = WeakKeyDictionary()
_connection_made, _data_received = H11Protocol.connection_made, H11Protocol.data_received


def limit_heads(seconds: float = LONGEST_SECONDS) -> None:
    """For every connection of this process from now on. The server has no such limit of its own: it is added to the class
    that its connections are made of, which a test holds."""

    def connection_made(self: H11Protocol, transport: Any) -> None:
        _connection_made(self, transport)
        _wait(self, seconds)

    def data_received(self: H11Protocol, data: bytes) -> None:
        _data_received(self, data)
        if _asked(self):
            _stop(self)
        else:
            _wait(self, seconds)

    H11Protocol.connection_made = connection_made  # type: ignore[method-assign]
    H11Protocol.data_received = data_received  # type: ignore[method-assign]


def _asked(connection: H11Protocol) -> bool:
    """Whether a request is being answered, or the connection went over to a WebSocket."""
    transport: BaseTransport = connection.transport
    answering = connection.cycle is not None and not connection.cycle.response_complete
    return answering or transport.is_closing() or transport.get_protocol() is not connection


def _wait(connection: H11Protocol, seconds: float) -> None:
    if connection not in _timers:
        _timers[connection] = connection.loop.call_later(seconds, _let_go, connection)


def _stop(connection: H11Protocol) -> None:
    timer = _timers.pop(connection, None)
    if timer is not None:
        timer.cancel()


def _let_go(connection: H11Protocol) -> None:
    _timers.pop(connection, None)
    # One that waits for a next request is the server's own to close.
    if not _asked(connection) and connection.timeout_keep_alive_task is None:
        logging.getLogger(__name__).warning("a connection was closed: no whole request came in time")
        connection.transport.close()
