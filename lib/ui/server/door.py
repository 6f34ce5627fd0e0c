"""Who may connect at all: without sign-in only this machine, and never a page of another site."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.store import locations
from lib.store.access_settings import access
from lib.store.locations import from_this_machine
from lib.store.problems import Unsound
from lib.ui.server.answers import refuse

LOCAL_ONLY = "Deze Routewijzer werkt alleen op de computer waarop zij draait"
LOCAL_ONLY_WHY = (
    "Zij staat in lokale modus: er is geen aanmelden ingesteld, dus wie haar opent zou alles mogen. Open haar op die "
    "computer zelf via {address}. Moeten anderen erbij, dan stelt een beheerder aanmelden in: zie "
    "docs/beheer.md, “Aanmelden instellen”."
)
OTHER_SITE = "Dit verzoek komt van een andere site"
OTHER_SITE_WHY = (
    "De Routewijzer neemt alleen verzoeken van haar eigen pagina’s aan. Open haar adres in een nieuw tabblad."
)


def open_to_others() -> bool:
    """Whether people sign in; settings that cannot be read count as lokale modus, which lets in fewest."""
    try:
        return access(locations.secrets()).signs_in
    except Unsound:
        return False


class Door:
    """Refuses what may not come in. `open_to_others` is asked at every request, so that a setting that disappears
    closes the door at once."""

    def __init__(self, app: ASGIApp, *, open_to_others: Callable[[], bool] = open_to_others) -> None:
        self.app = app
        self.open_to_others = open_to_others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self.open_to_others() and not from_this_machine(
            (scope.get("server"), scope.get("client")), Headers(scope=scope)
        ):
            told = LOCAL_ONLY_WHY.format(address=local_address(scope))
            await refuse(scope, receive, send, 403, LOCAL_ONLY, told)
        elif not _same_site(scope):
            await refuse(scope, receive, send, 403, OTHER_SITE, OTHER_SITE_WHY)
        else:
            await self.app(scope, receive, send)


def _same_site(scope: Scope) -> bool:
    """Streamlit would ask a server on the internet for its own address before it refuses an origin: we do it first."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def local_address(scope: Scope) -> str:
    """Where this machine itself finds the app: the port is that of the connection on which was asked."""
    _, port = scope.get("server") or ("", None)
    return f"http://localhost:{port}" if port else "http://localhost"
