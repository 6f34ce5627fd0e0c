"""What the server logs: one JSON object on a line of standard error, with nothing in it that a person typed or is; a line
for each request; and what a user is told when one, or a page, fails.

Of others' log lines only the template counts: what is filled in may be an address, a name or a path. Of an exception
only its type and where it happened: its message may quote a cell.
"""

import json
import logging
import os
import secrets
import sys
import threading
import time
import traceback
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

import streamlit as st
import streamlit.logger
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.web.server.answers import Refusal

LEVEL = "ROUTEWIJZER_LOG"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
#: On a laptop nobody asked for a log: only what goes wrong.
QUIET = "warning"
#: Loggers whose filled-in text is ours: what they say holds no input.
OWN = ("lib.", "pages.")
ROOT = Path(__file__).resolve().parents[3]
LONGEST, DEEPEST = 300, 40
#: Frameworks that would otherwise write lines of their own.
FRAMEWORKS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "websockets")
#: What it says of requests we say ourselves.
SILENT = "uvicorn.access"
FAILED = "Hier ging iets mis"
#: Paths of which the rest may be a secret (an upload names its session), a file name, or anything somebody typed.
STARTS = ("/api", "/_stcore/upload_file", "/_stcore", "/static", "/media", "/component", "/uitleg", "/stand")
WHOLE = ("/_stcore/health", "/_stcore/stream", "/_stcore/host-config", "/auth/login", "/auth/logout", "/oauth2callback")
REST = "…"
#: How long a request may take before it is worth a warning. In seconds.
SLOW = 10.0


class OneLine(logging.Formatter):
    """A record as one JSON object; everything that is no plain character is escaped, so that no text forges a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event_of(record),
            **fields_of(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= exception_fields(record.exc_info[1])
        return json.dumps(line)


def log_fields(**fields: object) -> Mapping[str, object]:
    """`extra=` for a record with fields of its own."""
    return {"routewijzer": fields}


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    return dict(getattr(record, "routewijzer", {}))


def event_of(record: logging.LogRecord) -> str:
    """What happened: our own text, or the first line of somebody else's template."""
    if record.name.startswith(OWN):
        event = record.getMessage()
    else:
        event = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    return (event.strip().splitlines() or [""])[0][:LONGEST]


def exception_fields(error: BaseException) -> dict[str, object]:
    """The type of an exception, those behind it, and the places it went through, the last one last."""
    behind: list[str] = []
    earlier = error.__cause__ or error.__context__
    while earlier is not None and len(behind) < DEEPEST:
        behind.append(_type(earlier))
        earlier = earlier.__cause__ or earlier.__context__
    fields: dict[str, object] = {"exception": _type(error), "trace": _places(error.__traceback__)}
    return fields | ({"after": behind} if behind else {})


def _type(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _places(trace: TracebackType | None) -> list[str]:
    frames = [(Path(frame.f_code.co_filename), frame, line) for frame, line in traceback.walk_tb(trace)]
    return [
        f"{_module(file, str(frame.f_globals.get('__name__', '')))}:{line}" for file, frame, line in frames[-DEEPEST:]
    ]


def _module(file: Path, name: str) -> str:
    """A page runs under a made-up name, so files of the app are called by their place."""
    if file.is_relative_to(ROOT) and "site-packages" not in file.parts:
        return ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return name


def configure(stream: TextIO | None = None) -> None:
    """From now on every logger of this process writes here (standard error), at the level of ROUTEWIJZER_LOG."""
    level = os.environ.get(LEVEL, "").strip().lower()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(OneLine())
    handler.set_name(LEVEL)
    root = logging.getLogger()
    for earlier in [other for other in root.handlers if other.get_name() == LEVEL]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(LEVELS.get(level, LEVELS[QUIET]))
    _take_over_streamlit()
    for name in FRAMEWORKS:
        _through_root(logging.getLogger(name))
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed
    if level and level not in LEVELS:
        unknown = f"{LEVEL} is unknown; the level is {QUIET}. Choose one of: {', '.join(LEVELS)}."
        logging.getLogger(__name__).warning(unknown)


def _take_over_streamlit() -> None:
    """Streamlit gives each logger a handler of its own as it makes it, and again when it reads its settings."""
    streamlit.logger.setup_formatter = _through_root
    for name, logger in logging.Logger.manager.loggerDict.items():
        if name.partition(".")[0] == "streamlit" and isinstance(logger, logging.Logger):
            _through_root(logger)


def _through_root(logger: logging.Logger) -> None:
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = logger.name != SILENT
    logger.setLevel(logging.NOTSET)


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        logging.getLogger(__name__).error("A thread failed", exc_info=failed.exc_value)


class RequestLog:
    """Logs method, path, status, milliseconds and bytes of every request, and turns an unforeanswer failure into a Dutch
    answer with a code that the log has too. `pages` are the paths that may stand in the log as they are."""

    def __init__(self, app: ASGIApp, *, pages: Collection[str]) -> None:
        self.app = app
        self.pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        answer = _Answer(send)
        try:
            await self.app(scope, receive, answer)
        except Exception as error:
            await self._failed(scope, receive, answer, error)
        finally:
            self._log(scope, answer, time.monotonic() - began)

    async def _failed(self, scope: Scope, receive: Receive, answer: "_Answer", error: Exception) -> None:
        code = secrets.token_hex(3)
        logging.getLogger(__name__).error("A request failed", exc_info=error, extra=log_fields(code=code))
        if not answer.status:
            melding = f"Probeer het opnieuw. Blijft het misgaan, geef dan code {code} door aan de beheerder."
            await Refusal(500, FAILED, melding)(scope, receive, answer)

    def _log(self, scope: Scope, answer: "_Answer", seconds: float) -> None:
        fields = log_fields(
            method=scope.get("method", "WEBSOCKET"),
            path=logged_path(scope, self.pages),
            status=answer.status,
            milliseconds=round(seconds * 1000, 1),
            bytes=answer.bytes,
        )
        level = logging.WARNING if scope["type"] == "http" and seconds > SLOW else logging.INFO
        logging.getLogger(__name__).log(level, "request", extra=fields)


class _Answer:
    """Passes on what is sent, and counts it. The status of a websocket is that of its handshake."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.status = 0
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            self.status = message["status"]
        elif kind == "websocket.accept":
            self.status = 101
        elif kind == "websocket.close" and not self.status:
            self.status = 403
        self.bytes += len(message.get("body") or message.get("bytes") or b"")
        await self.send(message)


def logged_path(scope: Scope, pages: Collection[str]) -> str:
    """A path without what a person may have put in it: of a route of our own, its parameters by name."""
    path: str = scope["path"]
    if path in WHOLE or path.strip("/") in pages:
        return path
    if path.startswith("/api/") and "endpoint" in scope:
        parameters = scope.get("path_params", {})
        if all(isinstance(value, str) and f"/{value}" in path for value in parameters.values()):
            for name, value in parameters.items():
                path = path.replace(f"/{value}", f"/{{{name}}}", 1)
            return path
    return f"{next((start for start in STARTS if path.startswith(f'{start}/')), '')}/{REST}"


def show_failure(error: Exception) -> bool:
    """Say in Dutch that the page failed, with a code that is also in the log, beside where it went wrong.

    Returns True, which keeps Streamlit from showing its own English message.
    """
    code = secrets.token_hex(3)
    logging.getLogger(__name__).error("A page failed", exc_info=error, extra=log_fields(code=code))
    st.error(
        "Deze pagina kan nu niet worden getoond. Laad de pagina opnieuw. "
        f"Blijft het misgaan, geef dan code **{code}** door aan de beheerder."
    )
    return True
