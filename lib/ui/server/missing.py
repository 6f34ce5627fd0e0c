"""What is not there: Streamlit says so in English, or serves the page of the app with success."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.dutch import NO_PAGES
from lib.ui.server.answers import refuse

HEADING = "Dit adres bestaat niet"
TOLD = "Wat u vraagt, is er niet of niet meer. Open de Routewijzer opnieuw, en maak een document daar nog eens."
#: The same for other answers, by status: what it says, and what to do.
REFUSED = {
    400: ("Dit verzoek is niet te lezen", "Er ontbreekt iets aan het verzoek, of er staat iets in wat er niet hoort."),
    403: (
        "Dit mag niet",
        "Het verzoek hoort niet bij een open bladzijde van de Routewijzer. Laad de bladzijde opnieuw.",
    ),
    405: ("Dit kan hier niet", "Dit adres neemt zo’n verzoek niet aan. Open de Routewijzer opnieuw."),
    413: ("Dit is te groot", "Wat u stuurt, is te groot. Stuur een kleiner bestand."),
}
USUAL = ("Dit lukt niet", "De Routewijzer kan dit verzoek niet beantwoorden. Open haar opnieuw.")


class Missing:
    """Answers with a Dutch sentence where Streamlit answers a request that it refuses with words of its own."""

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
                status, headers = message["status"], Headers(raw=message["headers"])
                missing = _not_there(scope["path"], status, headers)
                if missing:
                    await refuse(scope, receive, send, 404, HEADING, TOLD)
                elif _in_words(status, headers):
                    missing = True
                    allow = {"allow": headers["allow"]} if "allow" in headers else {}
                    await refuse(scope, receive, send, status, *REFUSED.get(status, USUAL), allow)
            if not missing:
                await send(message)

        await self.app(scope, receive, answered)


def _not_there(path: str, status: int, headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0]
    return (status == 404 and kind == "text/plain") or (kind == "text/html" and any(part in path for part in NO_PAGES))


def _in_words(status: int, headers: Headers) -> bool:
    """A refusal as text that somebody would read: ours are pages or JSON."""
    kind = headers.get("content-type", "").partition(";")[0]
    return status >= 400 and kind in ("text/plain", "")
