"""What the app adds to Streamlit's server, in the order in which a request meets it."""

from pathlib import Path

import streamlit
from starlette.middleware import Middleware

from lib.web.dutch import DutchMiddleware, read_strings, translate_page
from lib.web.server.answers import ApiPaths, Missing
from lib.web.server.door import Door, Guests, is_guest
from lib.web.server.headers import SecurityHeaders
from lib.web.server.limits import RateLimits, SessionLimit, UploadLimits
from lib.web.server.logs import RequestLog

PAGES = Path(__file__).resolve().parents[3] / "pages"


def web_middleware() -> list[Middleware]:
    """What `st.App(middleware=…)` gets, the outermost first."""
    static = streamlit_static()
    page = translate_page((static / "index.html").read_text("utf-8"))
    return [
        Middleware(SecurityHeaders, page=page),
        Middleware(RequestLog, pages={"", *(file.stem for file in PAGES.glob("*.py"))}),
        Middleware(Door),
        Middleware(RateLimits),
        Middleware(Guests),
        Middleware(SessionLimit, is_guest=is_guest),
        Middleware(UploadLimits),
        Middleware(ApiPaths),
        Middleware(Missing),
        Middleware(DutchMiddleware, static=static, strings=read_strings()),
    ]


def streamlit_static() -> Path:
    """The folder with the page and scripts of the installed Streamlit."""
    return Path(streamlit.__file__).parent / "static"
