"""The description as a tester of APIs takes it, narrowed to what one release knows so that answers come back, and a
server for testers that come over the network."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.api.operations import CURRENT
from lib.api.routes import OPERATIONS, api_routes, description
from lib.comparison.release import Release
from lib.comparison.view import options
from lib.model.parameters import ATTRITION, own_name
from lib.web.server import web_middleware
from lib.web.server.door import Door
from lib.web.server.lifecycle import unknown_api_route
from lib.web.server.limits import RateLimits

NARROWED = "/narrowed.json"


def told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(description(OPERATIONS)))
    return found


def narrowed(release: Release) -> dict[str, Any]:
    """The description with every choice that the release knows, and no other."""
    found, known = told(), dict(options(release))
    known["mensen"] = known.pop("people")
    # Two assumptions of prices and people, which every pair of routes has.
    known["eerste"], known["tweede"] = (ATTRITION,), ("loonindex",)
    known["n"] = known["release"] = (CURRENT, str(release.info.number))
    for item in found["paths"].values():
        for parameter in item["get"]["parameters"]:
            parameter.pop("example", None)
            if parameter["name"] in known:
                parameter["schema"] = {"enum": list(known[parameter["name"]])}
            if parameter["name"] == "set":
                values = [f"{one.id}={value}" for one in release.parameters.values() for value in (one.high,)]
                values.append(f"{own_name('efficiency_eindwaarde', release.choosable[0])}=0.08")
                parameter["schema"] = {"type": "array", "items": {"enum": values}, "uniqueItems": True}
    return found


def application(release: Release) -> Starlette:
    """The API beside the narrowed description."""
    body = narrowed(release)

    def tell(_: Request) -> JSONResponse:
        return JSONResponse(body)

    routes = [Route(NARROWED, tell), *api_routes(), unknown_api_route()]
    # Tests ask faster than anyone may, and a caller in the same process comes from nowhere.
    left_out = (Door, RateLimits)
    return Starlette(routes=routes, middleware=[each for each in web_middleware() if each.cls not in left_out])


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The application on a port of this machine; yields its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)
