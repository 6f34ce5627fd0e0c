"""The app without a browser: a page of it, drawn, and what it drew."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "lib" / "ui" / "main.py"
#: Starts the app and goes to the page of that name.
At: TypeAlias = Callable[[str], AppTest]


def started_at(page: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    return app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


def drawn(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))
