"""Who has not signed in yet: gets the page that asks it, and nothing else."""

import json
from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from lib.store import locations
from lib.store.access_settings import access
from lib.store.problems import Unsound
from lib.ui.server.answers import refuse
from lib.ui.server.limits import UPLOAD_PATH
from lib.ui.sign_in import expired

#: Numbers about the process: the log and the machine of the administrator have them.
CLOSED = "/_stcore/metrics"
NOT_HERE, NOT_HERE_WHY = "Dit adres bestaat niet", "Wat u vraagt, is er niet. Open de Routewijzer opnieuw."
SIGN_IN = "Meld u eerst aan"
SIGN_IN_WHY = "Een bestand aanleveren kan alleen wie is aangemeld en een rol heeft. Er is niets bewaard."


def is_guest(scope: Scope) -> bool:
    """Whether people sign in here, and who asks has not: no cookie of ours, one that is too old, or no role. Settings
    that cannot be read know nobody."""
    try:
        settings = access(locations.secrets())
        if not settings.signs_in:
            return False
        told = _get_signed_cookie_with_chunks(dict(HTTPConnection(scope).cookies), USER_COOKIE_NAME)
        claims = json.loads(told) if told else {}
    except (Unsound, ValueError, LookupError):
        return True
    return not isinstance(claims, dict) or expired(claims) or settings.person(claims) is None


class Guests:
    """Refuses files of who has not signed in, and numbers about the process to everybody."""

    def __init__(self, app: ASGIApp, *, is_guest: Callable[[Scope], bool] = is_guest) -> None:
        self.app, self.is_guest = app, is_guest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(CLOSED):
            await refuse(scope, receive, send, 404, NOT_HERE, NOT_HERE_WHY)
        elif scope["type"] == "http" and path.startswith(UPLOAD_PATH) and self.is_guest(scope):
            await refuse(scope, receive, send, 403, SIGN_IN, SIGN_IN_WHY)
        else:
            await self.app(scope, receive, send)
