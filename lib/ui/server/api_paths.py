"""Addresses that are nearly one of the API: a slash too many, or in other case. Streamlit would answer them."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from lib.ui.server.answers import API, api_address, told_json

#: What an address of the API can be; anything else is not repeated in an answer.
KNOWN = re.compile(r"/api(/[a-z0-9_.]+)*")
LONGEST = 80


class ApiPaths:
    """404 as JSON with a Dutch sentence that names the address that was meant."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = api_address(scope["path"]) if scope["type"] == "http" else None
        if address is None or (address == scope["path"] and address != API):
            await self.app(scope, receive, send)
        else:
            await told_json({"melding": not_there(address)}, 404)(scope, receive, send)


def not_there(address: str) -> str:
    """What is said of an address; `address` is the one that was meant."""
    if address == API or len(address) > LONGEST or not KNOWN.fullmatch(address):
        return "Dit adres bestaat niet."
    return f"Dit adres bestaat niet; bedoelde u {address}? Let op hoofdletters en schuine strepen."
