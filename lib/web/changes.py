"""A block of a page goes to the browser whole once; after that only the texts and attributes that are others now.

changes.js tells this server which blocks it has, and draws the changes in them; what it did not confirm is sent whole again. A
block with another form, a row more or a mark less, is another block. Where no server listens (a test, a script), every block
goes whole.
"""

import hashlib
import json
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from html import unescape
from weakref import WeakValueDictionary

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.render.html import EMPTY, Html

#: Where a browser tells what it has.
BASES_PATH = "/stand"
#: What is shorter goes whole.
SHORT = 600
#: For the blocks of one session, those that were drawn longest ago go first. A page has 0.1 MB of them.
BYTES = 2**20
#: Changes that come to more than this share of the block are sent as the block itself.
LARGE = 0.6
#: What may change within a form: these attributes, and every text that is more than space. A link is never changed.
ATTRIBUTE = r"(?:class|style|title|data-[\w-]+|aria-[\w-]+)"
VALUE = re.compile(rf'( {ATTRIBUTE}=")([^"]*)|(>)(?=\s*[^\s<])([^<]+)')
#: The same with where each stands: every element counts, and so does every text.
PLACE = re.compile(rf'<[a-zA-Z]| ({ATTRIBUTE})="|>(?=\s*[^\s<])')
#: Between two sections.
SECTION = re.compile("(?<=</section>)(?=<section)")
#: What may hold sections, and then they are not one after the other.
AROUND = ("section", "div", "details")
#: A confirmation names the blocks of a page.
CONFIRMATION_BYTES = 4096


@dataclass
class Base:
    """A block as it was sent whole, its name, and whether the browser has it."""

    html: str
    name: str
    confirmed: bool = False


class Drawn:
    """What one session has in its browser, by form. The key is not to be guessed."""

    def __init__(self, limit: int = BYTES) -> None:
        self.key, self.limit = secrets.token_urlsafe(12), limit
        self._bases: OrderedDict[bytes, Base] = OrderedDict()

    def follow(self, html: Html) -> Html:
        """The block whole, or what changed in the one that the browser has."""
        if len(html) < SHORT:
            return html
        form = hashlib.blake2b(VALUE.sub("\\1\\3\0", html).encode("utf-8"), digest_size=16).digest()
        base = self._bases.get(form)
        if base is not None and base.confirmed:
            self._bases.move_to_end(form)
            changes = between(base.html, html)
            if len(changes) < LARGE * len(html):
                return Html(f'<div class="rw-base" data-stand="{self.key}.{base.name}" hidden>{changes}</div>')
        else:
            base = self._bases[form] = Base(html, secrets.token_urlsafe(6))
            self._prune()
        # Its parts are counted, so that a browser that leaves one out does not say that it has the block.
        counts = "{},{}".format(*_counts(html))
        return Html(f'<div class="rw-base" data-stand="{self.key}.{base.name}" data-telling="{counts}">{html}</div>')

    def confirm(self, name: str) -> None:
        """The browser has this block."""
        for base in tuple(self._bases.values()):
            base.confirmed = base.confirmed or base.name == name

    def _prune(self) -> None:
        while len(self._bases) > 1 and sum(len(base.html) for base in self._bases.values()) > self.limit:
            self._bases.popitem(last=False)


def sections(html: Html) -> list[Html]:
    """The sections that stand one after the other, so that one with another form does not send the others anew."""
    parts = [Html(part) for part in SECTION.split(html)]
    whole = all(part.count(f"<{tag}") == part.count(f"</{tag}>") for part in parts for tag in AROUND)
    return parts if whole else [html]


def between(base: str, html: str) -> str:
    """What changed between two blocks of one form, as JSON inside HTML: place and words of every text, then by the name of an
    attribute place and value of each."""
    old, now = VALUE.findall(base), VALUE.findall(html)
    changed = {i: unescape(own[1] or own[3]) for i, (was, own) in enumerate(zip(old, now, strict=True)) if was != own}
    texts: list[int | str] = []
    attributes: dict[str, list[int | str]] = {}
    value, element, text = -1, -1, -1
    for place in PLACE.finditer(base) if changed else ():
        if place[0][0] == "<":
            element += 1
            continue
        value, text = value + 1, text + (place[0] == ">")
        if value not in changed:
            continue
        if place[1]:
            attributes.setdefault(place[1], []).extend((element, changed[value]))
        else:
            texts += text, changed[value]
    line = json.dumps([texts, attributes], ensure_ascii=False, separators=(",", ":"))
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _counts(html: str) -> tuple[int, int]:
    """How many elements and texts a block has."""
    places = [place[0] for place in PLACE.finditer(html)]
    return sum(place[0] == "<" for place in places), places.count(">")


class Changes:
    """The sessions whose browser tells what it has."""

    def __init__(self) -> None:
        self.asked_for = False
        self._sessions: WeakValueDictionary[str, Drawn] = WeakValueDictionary()

    def since_drawn(self, html: Html) -> Html:
        """What to send of a block to the browser of this session, once a server listens to it."""
        if not self.asked_for:
            return html
        session = st.session_state.get("getekend")
        if session is None:
            session = st.session_state["getekend"] = Drawn()
            self._sessions[session.key] = session
        return EMPTY.join(map(session.follow, sections(html)))

    def routes(self) -> list[Route]:
        """Where a browser confirms; from now on blocks go whole once."""
        self.asked_for = True

        async def confirm(request: Request) -> Response:
            body = b""
            async for part in request.stream():
                body += part
                if len(body) > CONFIRMATION_BYTES:
                    return Response(status_code=413)
            for line in body.decode("utf-8", "replace").split():
                key, _, name = line.partition(".")
                if (session := self._sessions.get(key)) is not None:
                    session.confirm(name)
            return Response(status_code=204)

        return [Route(BASES_PATH, confirm, methods=["POST"])]


changes = Changes()
