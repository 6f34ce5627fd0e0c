"""HTML that is safe by its type, and text where Streamlit reads Markdown."""

import ast
from html import escape
from pathlib import Path

import pytest

from lib.ui import grids
from lib.ui.html import JOINER, Html, literal, paragraph, text

EVIL = "<b>'\"&"
#: Where HTML is made of pieces that are safe already.
MAKERS = {"html.py", "grids.py"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Release 2 is in gebruik.", "Release 2 is in gebruik."),
        ("Fout: het is 5 % te veel (a).", "Fout: het is 5 % te veel (a)."),
        ("**a**", r"\*\*a\*\*"),
        (":red[x]", r"\:red\[x\]"),
        ("$x$ ~a~ `b`", r"\$x\$ \~a\~ \`b\`"),
        ("http://a www.b a@b", f"http{JOINER}\\://a www{JOINER}.b a{JOINER}\\@b"),
        ("a -- b -> c", f"a -{JOINER}- b -{JOINER}\\> c"),
    ],
)
def test_nothing_becomes_markup(words: str, told: str) -> None:
    assert literal(words) == told


def test_what_is_put_into_html_is_escaped_once() -> None:
    assert text(EVIL) == escape(EVIL) == text(text(EVIL))
    assert Html("<p>{}</p>").format(EVIL) == f"<p>{escape(EVIL)}</p>"
    assert Html(", ").join([EVIL, text(EVIL)]) == f"{escape(EVIL)}, {escape(EVIL)}"
    assert paragraph(paragraph(EVIL), 'a"b') == f'<p class="a&quot;b"><p class="rw-say">{escape(EVIL)}</p></p>'


def test_what_is_added_to_html_is_html_only_when_it_is_itself() -> None:
    assert type(text("a") + text("b")) is Html
    for mixed in (text("a") + EVIL, EVIL + text("a"), f"{text('a')}"):
        assert type(mixed) is str


def test_html_is_marked_safe_only_where_it_is_written_in_full() -> None:
    """Everything else goes into it by `format` and `join`, which escape."""
    for file in Path(grids.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Html":
                written = all(isinstance(argument, ast.Constant) for argument in node.args)
                assert written or file.name in MAKERS, f"{file.name}:{node.lineno}"
