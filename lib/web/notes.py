"""What a number explains, sent when a reader opens it: a page holds a key in its place, and notes.js asks this server.

Tables with every explanation in them are three times as large, at every step. Where no server answers (a test, a script), they
stand in the page itself.
"""

import hashlib
import hmac
import re
import secrets
import threading
from base64 import urlsafe_b64encode
from collections import OrderedDict
from html import unescape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.render.html import Html

#: Where the explanations are.
NOTES_PATH = "/uitleg/"
#: For all explanations together, those that were drawn longest ago go first. A page of six gemeenten has 0.2 MB of them.
BYTES = 48 * 1024**2
#: What keeping one takes beside its letters: key, place in the order, and what Python itself needs.
BESIDE = 300
NOTE = re.compile(r'<span class="rw-note">([^<]*)</span></details>')
#: Nobody between may keep it, and a browser as long as its page is open.
HEADERS = {"cache-control": "private, max-age=3600"}


class Notes:
    """Explanations by their keys, `limit` bytes at most. A key is not to be guessed: who has it, was shown the page."""

    def __init__(self, limit: int = BYTES) -> None:
        self.limit, self.asked_for = limit, False
        self._secret, self._size = secrets.token_bytes(32), 0
        self._texts: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, text: str) -> str:
        """The key of an explanation, the same for the same text."""
        body = text.encode("utf-8")
        key = urlsafe_b64encode(hmac.digest(self._secret, body, hashlib.sha256)[:9]).decode("ascii")
        with self._lock:
            if key not in self._texts:
                self._size += len(body) + BESIDE
            self._texts[key] = body
            self._texts.move_to_end(key)
            while self._size > self.limit:
                self._size -= len(self._texts.popitem(last=False)[1]) + BESIDE
        return key

    def get(self, key: str) -> bytes | None:
        """The explanation as UTF-8; None when it is not, or no longer, there."""
        with self._lock:
            return self._texts.get(key)

    def fold(self, html: Html) -> Html:
        """The same HTML with a key in the place of each explanation, once a server answers to it."""
        if not self.asked_for:
            return html
        return Html(NOTE.sub(lambda note: _placeholder(self.put(unescape(note[1]))), html))

    def routes(self) -> list[Route]:
        """Where the explanations are; from now on pages hold keys."""
        self.asked_for = True

        async def send_note(request: Request) -> Response:
            note = self.get(request.path_params["key"])
            if note is None:
                return PlainTextResponse("", 410, headers={"cache-control": "no-store"})
            return PlainTextResponse(note, headers=HEADERS)

        return [Route(f"{NOTES_PATH}{{key}}", send_note)]


def _placeholder(key: str) -> str:
    return f'<span class="rw-note" data-uitleg="{key}"></span></details>'


notes = Notes()
