"""The web app: `streamlit run app.py`, or any ASGI server with `app:app`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from lib.api.routes import api_routes
from lib.web.changes import changes
from lib.web.notes import notes
from lib.web.server import web_middleware
from lib.web.server.door import ReturnAddress
from lib.web.server.lifecycle import health_route, ready_route, running, status_route, unknown_api_route
from lib.web.server.limits import limit_heads
from lib.web.server.logs import configure, show_failure
from lib.web.sign_in import prepare, signs_in
from lib.web.status import ready, report

configure()
prepare()
limit_heads()
app = st.App(
    Path(__file__).parent / "lib" / "web" / "main.py",
    middleware=[*web_middleware(), Middleware(ReturnAddress, signs_in=signs_in)],
    routes=[
        health_route(),
        ready_route(ready),
        status_route(report),
        *api_routes(),
        *notes.routes(),
        *changes.routes(),
        unknown_api_route(),
    ],
    lifespan=running,
    on_script_error=show_failure,
)
