"""What is not there: Streamlit says so in English, or serves the page of the app with success."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.dutch import NO_PAGES
from lib.ui.server.answers import refuse

HEADING = "Dit adres bestaat niet"
TOLD = "Wat u vraagt, is er niet of niet meer. Open de Routewijzer opnieuw, en maak een document daar nog eens."


class Missing:
    """Answers 404 with a Dutch sentence where Streamlit answers with words of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        missing = False

        async def answered(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start":
                missing = _not_there(scope["path"], message["status"], Headers(raw=message["headers"]))
                if missing:
                    await refuse(scope, receive, send, 404, HEADING, TOLD)
            if not missing:
                await send(message)

        await self.app(scope, receive, answered)


def _not_there(path: str, status: int, headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0]
    return (status == 404 and kind == "text/plain") or (kind == "text/html" and any(part in path for part in NO_PAGES))
