"""A block goes whole once; after that what changed, and never to a browser that did not say it has the block."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.render.html import Html, element
from lib.web import changes as module
from lib.web.changes import AROUND, BASES_PATH, CONFIRMATION_BYTES, SHORT, Changes, Drawn, between, sections

WORDS = st.text(st.sampled_from("ab \u00a0&<>\"'é−1,"), min_size=1, max_size=8)


def block(texts: list[str], styles: list[str], tail: int = SHORT) -> Html:
    """A table with a bar in each row, long enough to be followed."""
    rows = (
        Html('<tr class="rij"><th scope="row">{}</th><td style="{}" data-uitleg="k">vast</td></tr>').format(text, style)
        for text, style in zip(texts, styles, strict=True)
    )
    return element("table", Html("").join(rows)) + element("p", "x" * tail)


def name_of(html: str) -> str:
    return re.search(r'data-stand="([^"]*)"', html)[1]  # type: ignore[index]


def confirmed(drawn: Drawn, html: Html) -> str:
    name = name_of(drawn.follow(html))
    drawn.confirm(name.partition(".")[2])
    return name


def applied(base: str, changes: str) -> str:
    """The block with its changes, by another way than the product's: every tag and text in turn."""
    texts, attributes = json.loads(unescape(changes))
    at = {
        (name, place): value
        for name, own in attributes.items()
        for place, value in zip(own[::2], own[1::2], strict=True)
    }
    words = dict(zip(texts[::2], texts[1::2], strict=True))
    out, element_count, text_count = [], -1, -1
    for token in re.split(r"(<[^>]*>)", base):
        if token.startswith("<"):
            element_count += not token.startswith("</")
            for (name, place), value in at.items():
                if place == element_count and not token.startswith("</"):
                    token = re.sub(f' {name}="[^"]*"', lambda _, n=name, v=value: f' {n}="{Html.escape(v)}"', token)
        elif token.strip():
            text_count += 1
            token = str(Html.escape(words[text_count])) if text_count in words else token
        out.append(token)
    return "".join(out)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_the_changes_in_the_block_that_the_browser_has_give_the_new_block(rows: list[tuple[str, ...]]) -> None:
    old, new = (block([row[i] for row in rows], [row[i + 1] for row in rows]) for i in (0, 2))
    drawn = Drawn()
    name = confirmed(drawn, old)
    sent = drawn.follow(new)
    if "data-telling" in sent:
        # Another form: a text became space alone, or the other way round.
        assert any(bool(row[0].strip()) != bool(row[2].strip()) for row in rows) or len(between(old, new)) > SHORT / 2
        return
    assert name_of(sent) == name and " hidden>" in sent
    assert unescape(applied(old, sent.partition(">")[2].removesuffix("</div>"))) == unescape(new)


def test_what_the_browser_did_not_confirm_goes_whole_again() -> None:
    drawn, rows = Drawn(), (["a", "b"], ["", ""])
    first, second = drawn.follow(block(*rows)), drawn.follow(block(["a", "c"], ["", ""]))
    assert "data-telling" in first and "data-telling" in second and name_of(first) != name_of(second)
    # A confirmation that comes late is about a block that is no longer the one.
    drawn.confirm(name_of(first).partition(".")[2])
    assert "data-telling" in drawn.follow(block(["a", "d"], ["", ""]))


def test_every_change_is_against_what_was_confirmed_so_that_one_that_is_lost_does_no_harm() -> None:
    drawn = Drawn()
    confirmed(drawn, block(["a", "b"], ["", ""]))
    drawn.follow(block(["c", "b"], ["", ""]))
    assert '[[0,"a"' not in drawn.follow(block(["a", "b"], ["", ""]))
    assert drawn.follow(block(["a", "d"], ["", ""])).endswith('>[[2,"d"],{}]</div>')


def test_another_form_is_another_block_and_a_link_is_part_of_the_form() -> None:
    drawn = Drawn()
    confirmed(drawn, block(["a"], [""]))
    for other in (
        block(["a", "b"], ["", ""]),
        Html('<a href="/x">{}</a>').format("w" * SHORT),
        Html('<a href="/y">{}</a>').format("w" * SHORT),
    ):
        assert "data-telling" in drawn.follow(other)
        drawn.confirm(name_of(drawn.follow(other)).partition(".")[2])


def test_what_is_short_or_changes_almost_wholly_goes_whole() -> None:
    drawn = Drawn()
    assert drawn.follow(Html("<p>kort</p>")) == "<p>kort</p>"
    long = Html("<p>{}</p><p>{}</p>")
    confirmed(drawn, long.format("a" * SHORT, "b" * SHORT))
    assert "data-telling" in drawn.follow(long.format("c" * SHORT, "d" * SHORT))


def test_the_longest_ago_goes_first() -> None:
    drawn = Drawn(limit=3 * SHORT + 500)
    confirmed(drawn, block(["a"], [""]))
    confirmed(drawn, block(["a", "b"], ["", ""]))
    assert "data-telling" not in drawn.follow(block(["c"], [""])), "drawn again"
    confirmed(drawn, block(["a", "b", "c"], ["", "", ""], tail=2 * SHORT))
    assert "data-telling" in drawn.follow(block(["c", "d"], ["", ""]))


def test_sections_in_a_row_are_followed_each_and_those_within_another_are_not() -> None:
    one, two = (element("section", block([word], [""])) for word in "ab")
    assert sections(one + two) == [one, two]
    for around in AROUND:
        inside = element(around, one + two)
        assert sections(inside) == [inside]
        assert sections(one + inside) == [one + inside]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> tuple[Changes, TestClient, dict[str, Drawn]]:
    state: dict[str, Drawn] = {}
    monkeypatch.setattr(module.st, "session_state", state)
    changes = Changes()
    return changes, TestClient(Starlette(routes=changes.routes())), state


def test_a_browser_confirms_for_its_own_session_alone(served: tuple[Changes, TestClient, dict[str, Drawn]]) -> None:
    changes, client, state = served
    first = changes.since_drawn(block(["a"], [""]))
    here = dict(state)
    state.clear()
    other = changes.since_drawn(block(["a"], [""]))
    assert name_of(first).partition(".")[0] != name_of(other).partition(".")[0]
    assert client.post(BASES_PATH, content=f"onzin\n{name_of(other)}\n{name_of(other)}x").status_code == 204
    assert "data-telling" not in changes.since_drawn(block(["b"], [""]))
    state.update(here)
    assert "data-telling" in changes.since_drawn(block(["b"], [""]))
    assert client.get(BASES_PATH).status_code == 405
    assert client.post(BASES_PATH, content=b"\xff" * (CONFIRMATION_BYTES + 1)).status_code == 413


def test_a_session_that_left_leaves_nothing(served: tuple[Changes, TestClient, dict[str, Drawn]]) -> None:
    changes, client, state = served
    name = name_of(changes.since_drawn(block(["a"], [""])))
    state.clear()
    assert not changes._sessions
    assert client.post(BASES_PATH, content=name).status_code == 204


def test_without_a_server_every_block_is_whole() -> None:
    assert Changes().since_drawn(block(["a"], [""])) == block(["a"], [""])
