"""What the server logs: one JSON object on a line of standard error, with nothing in it that a person typed or is.

Of others' log lines only the template counts: what is filled in may be an address, a name or a path. Of an exception
only its type and where it happened: its message may quote a cell.
"""

import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

import streamlit.logger

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
        told = record.getMessage()
    else:
        told = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    return (told.strip().splitlines() or [""])[0][:LONGEST]


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
    asked = os.environ.get(LEVEL, "").strip().lower()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(OneLine())
    handler.set_name(LEVEL)
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if each.get_name() == LEVEL]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(LEVELS.get(asked, LEVELS[QUIET]))
    _take_over_streamlit()
    for name in FRAMEWORKS:
        _through_root(logging.getLogger(name))
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed
    if asked and asked not in LEVELS:
        told = f"{LEVEL} is unknown; the level is {QUIET}. Choose one of: {', '.join(LEVELS)}."
        logging.getLogger(__name__).warning(told)


def _take_over_streamlit() -> None:
    """Streamlit gives each logger a handler of its own as it makes it, and again when it reads its settings."""
    streamlit.logger.setup_formatter = _through_root
    for name, each in logging.Logger.manager.loggerDict.items():
        if name.partition(".")[0] == "streamlit" and isinstance(each, logging.Logger):
            _through_root(each)


def _through_root(logger: logging.Logger) -> None:
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = logger.name != SILENT
    logger.setLevel(logging.NOTSET)


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        logging.getLogger(__name__).error("A thread failed", exc_info=failed.exc_value)
