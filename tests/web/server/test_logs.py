"""The log: one object on a line, forged by nobody, with nothing in it that a person typed or is."""

import io
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit.logger
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from lib.web.server import logs
from lib.web.server.logs import LEVEL, OneLine, RequestLog, configure, logged_path
from tests.web.server.asking import Told, ask, scope_of, well

NASTY = 'Jan\r\n{"level": "error"}\x1b[31m\u2028\u0085\u202e123456782'


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What `configure` makes the process log; afterwards everything is as it was."""
    root, stream = logging.getLogger(), io.StringIO()
    kept = {name: (each.handlers[:], each.propagate, each.level) for name, each in loggers().items()}
    before = root.handlers[:], root.level, streamlit.logger.setup_formatter, threading.excepthook
    monkeypatch.setenv(LEVEL, "info")
    configure(stream)
    yield stream
    root.handlers[:], level, streamlit.logger.setup_formatter, threading.excepthook = before
    root.setLevel(level)
    logging.captureWarnings(False)
    for name, (handlers, propagate, own) in kept.items():
        each = loggers()[name]
        each.handlers[:], each.propagate, each.level = handlers, propagate, own


def loggers() -> dict[str, logging.Logger]:
    found = logging.Logger.manager.loggerDict
    return {name: each for name, each in found.items() if isinstance(each, logging.Logger)}


def read(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_object_with_time_level_logger_and_event(lines: io.StringIO) -> None:
    logging.getLogger("lib.store.x").warning("refused: %s", "iets")
    (line,) = read(lines)
    assert list(line) == ["time", "level", "logger", "event"] and line["time"].endswith("+00:00")
    assert (line["level"], line["logger"], line["event"]) == ("warning", "lib.store.x", "refused: iets")


def test_nothing_forges_a_line(lines: io.StringIO) -> None:
    logging.getLogger("lib.x").warning("note %s", NASTY)
    logging.getLogger("lib.x").warning("note", extra=logs.log_fields(path=NASTY))
    told = lines.getvalue()
    assert told.count("\n") == 2 == len(read(lines))
    assert all(32 <= ord(c) < 127 or c == "\n" for c in told)
    assert "Jan" in read(lines)[0]["event"] and "level" not in read(lines)[0]["event"]


@pytest.mark.parametrize(
    "name", ["uvicorn.error", "streamlit.web.server.x", "authlib.client", "asyncio", "py.warnings"]
)
def test_of_others_only_the_template_counts(lines: io.StringIO, name: str) -> None:
    logging.getLogger(name).error("No such host %s\nof Jan", "10.1.2.3")
    assert read(lines)[-1]["event"] == "No such host %s" and "10.1.2.3" not in lines.getvalue()
    logging.getLogger(name).error(ValueError("Jan"))
    assert read(lines)[-1]["event"] == "ValueError" and "Jan" not in lines.getvalue()


def test_an_exception_says_what_and_where_but_not_its_words(lines: io.StringIO) -> None:
    def fails() -> None:
        try:
            int("Almelo 123456782")
        except ValueError as error:
            raise LookupError("Jan Jansen") from error

    try:
        fails()
    except LookupError:
        logging.getLogger("streamlit.x").exception("It failed")
    (line,) = read(lines)
    assert line["exception"] == "LookupError" and line["after"] == ["ValueError"]
    assert line["trace"][-1].startswith("tests.web.server.test_logs:") and len(line["trace"]) == 2
    assert not {"Jan", "Almelo", "123456782"} & set(lines.getvalue().replace('"', " ").split())


def test_loggers_of_streamlit_made_later_write_here_too(lines: io.StringIO) -> None:
    streamlit.logger.get_logger("streamlit.made.later").warning("Rejected: %s", "Jan")
    streamlit.logger.update_formatter()
    streamlit.logger.get_logger("streamlit.made.later").warning("Again")
    assert [line["event"] for line in read(lines)] == ["Rejected: %s", "Again"]


def test_a_thread_that_fails_is_in_the_log(lines: io.StringIO) -> None:
    thread = threading.Thread(target=lambda: int("Jan"))
    thread.start()
    thread.join()
    assert read(lines)[-1]["exception"] == "ValueError" and "Jan" not in lines.getvalue()


@pytest.mark.parametrize(
    ("asked", "told"),
    [("", ["w"]), ("warning", ["w"]), ("ERROR", []), ("info", ["i", "w"]), ("debug", ["d", "i", "w"])],
)
def test_the_level_is_a_setting_and_quiet_without_it(
    lines: io.StringIO, asked: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LEVEL, asked)
    configure(lines)
    for level in ("debug", "info", "warning"):
        getattr(logging.getLogger("lib.x"), level)(level[0])
    assert [line["event"] for line in read(lines)] == told


def test_an_unknown_level_is_told(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEVEL, "luid")
    configure(lines)
    assert "ROUTEWIJZER_LOG is unknown" in read(lines)[-1]["event"]


def request(lines: io.StringIO, path: str, app: Any = well, **changed: Any) -> tuple[dict[str, Any], Told]:
    told = ask(RequestLog(app, pages={"", "kosten"}), path, **changed)
    return read(lines)[-1], told


def test_a_request_is_logged_without_its_query(lines: io.StringIO) -> None:
    line, _ = request(
        lines, "/kosten", query_string=b"naam=Jan", client=("10.1.2.3", 9), headers={"authorization": "Bearer s3cret"}
    )
    assert (line["event"], line["method"], line["path"], line["status"], line["bytes"]) == (
        "request", "GET", "/kosten", 200, 4,
    )  # fmt: skip
    assert line["milliseconds"] >= 0
    assert not any(word in lines.getvalue() for word in ("Jan", "10.1.2.3", "s3cret"))
    line, _ = request(lines, "/_stcore/stream", type="websocket")
    assert (line["method"], line["path"], line["status"]) == ("WEBSOCKET", "/_stcore/stream", 101)


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/", "/"),
        ("/kosten", "/kosten"),
        ("/jan.jansen", "/…"),
        ("/kosten/Jan", "/…"),
        ("/_stcore/upload_file/s3cret/Jan.xlsx", "/_stcore/upload_file/…"),
        ("/media/abc.pdf", "/media/…"),
        ("/_stcore/Jan", "/_stcore/…"),
        ("/api/v1/Jan", "/api/…"),
        ("/oauth2callback", "/oauth2callback"),
    ],
)
def test_a_path_keeps_nothing_that_somebody_typed(path: str, logged: str) -> None:
    assert logged_path(scope_of(path), {"", "kosten"}) == logged


def test_a_route_of_our_own_is_logged_by_its_shape(lines: io.StringIO) -> None:
    async def answer(_: Request) -> PlainTextResponse:
        return PlainTextResponse("goed")

    app = Starlette(routes=[Route(f"/api/v1/{rest}", answer) for rest in ("sets/{name}/x", "n/{n:int}", "{a:path}")])
    assert request(lines, "/api/v1/sets/Jan/x", app)[0]["path"] == "/api/v1/sets/{name}/x"
    assert request(lines, "/api/v1/Jan/Jansen", app)[0]["path"] == "/api/v1/{a}"
    assert request(lines, "/api/v1/n/007", app)[0]["path"] == "/api/…"


def test_an_unforeseen_failure_is_told_in_dutch_with_the_code_of_the_log(lines: io.StringIO) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("Jan")

    _, told = request(lines, "/api/v1/x", broken)
    failed = read(lines)[0]
    assert told.status == 500 and failed["code"] in told.melding and failed["exception"] == "RuntimeError"
    assert read(lines)[1]["status"] == 500 and "Jan" not in lines.getvalue() + told.body.decode()
    assert "Hier ging iets mis" in request(lines, "/kosten", broken)[1].body.decode()


def test_a_failure_halfway_is_logged_and_ends_the_answer(lines: io.StringIO) -> None:
    async def halfway(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError

    _, told = request(lines, "/", halfway)
    assert told.status == 200 and len(told.messages) == 1 and read(lines)[0]["event"] == "A request failed"


def test_what_is_slow_is_a_warning(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    assert request(lines, "/")[0]["level"] == "info"
    monkeypatch.setattr(logs, "SLOW", -1.0)
    assert request(lines, "/")[0]["level"] == "warning"
    assert request(lines, "/", type="websocket")[0]["level"] == "info"


def test_a_page_that_fails_has_its_code_in_the_log(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(logs.st, "error", shown.append)
    try:
        int("Jan")
    except ValueError as error:
        assert logs.show_failure(error)
    (line,) = read(lines)
    assert line["code"] in shown[0] and line["exception"] == "ValueError" and line["trace"]
    assert "Jan" not in lines.getvalue()


def test_no_message_is_formatted_by_anything_but_us(lines: io.StringIO) -> None:
    for each in loggers().values():
        if each.name.split(".")[0] in ("streamlit", "uvicorn"):
            assert not any(type(handler) is logging.StreamHandler for handler in each.handlers), each.name
            assert each.propagate is (each.name != "uvicorn.access"), each.name
    handlers = [handler for handler in logging.getLogger().handlers if handler.get_name() == LEVEL]
    assert len(handlers) == 1 and isinstance(handlers[0].formatter, OneLine)


def test_own_log_lines_name_no_input() -> None:
    """Every call of a logger in lib is one of these; a new one is looked at by a person."""
    found = {
        line.strip()
        for file in (Path(logs.__file__).parents[2]).rglob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if "getLogger(" in line and ").getLogger" not in line
    }
    filled = {line for line in found if "%s" in line or 'f"' in line}
    assert filled == {
        'logging.getLogger(__name__).warning("refused: %s for role %s", act.words, by.role.word)',
        'logging.getLogger(__name__).warning("backup not on record: %s", type(error).__name__)',
        'logging.getLogger(__name__).exception("the API failed: %s", operation.name)',
        'logging.getLogger(__name__).warning("the API has no figures: %s", type(error).__name__)',
        'logging.getLogger(__name__).warning("%s: %s", path, type(error).__name__)',
        'logging.getLogger(__name__).exception("%s: unsound", path)',
        'logging.getLogger(__name__).exception("%s failed", path)',
        'logging.getLogger(__name__).warning("Text not in Streamlit\'s %s scripts: %s", string.file, string.english)',
    }
