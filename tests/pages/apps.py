"""The app without a browser: a page of it, drawn, and what it drew."""

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import TypeAlias

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "lib" / "web" / "main.py"
FIRST = "overzicht"
#: Starts the app and goes to the page of that name.
At: TypeAlias = Callable[[str], AppTest]

LINK = re.compile('<code class="rw-link">(.*?)</code><button.*?</button><span.*?</span>')

#: Every app of a test looks through all installed packages for components; they are the same all along.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def started_at(page: str) -> AppTest:
    """The page as who opens its address first meets it; the first one has no address of its own."""
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    return (app if page == FIRST else app.switch_page(str(ROOT / "pages" / f"{page}.py"))).run()


def drawn(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def html(app: AppTest) -> str:
    """What the page shows, without its style and the link to take along."""
    bodies = (element.proto.body for element in app.get("html"))
    return LINK.sub("", "\n".join(body for body in bodies if "<style" not in body))


def link(app: AppTest) -> str:
    """The link to take along."""
    return next(unescape(own[1]) for element in app.get("html") if (own := LINK.search(element.proto.body)))
