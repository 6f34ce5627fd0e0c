"""HTML that is safe by its type, and text where Streamlit reads Markdown."""

import ast
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from lib.render import grids
from lib.render.html import JOINER, Html, literal, paragraph, text

EVIL = "<b>'\"&"
ROOT = Path(__file__).parents[2]
#: Where HTML is made of pieces that are safe already.
MAKERS = (
    *(
        "lib/render/html.py",
        "lib/render/grids.py",
        "lib/ui/terms.py",
        "lib/ui/accountability_",
        "lib/ui/handleiding.py",
    ),
    *("lib/ui/toegankelijkheid.py", "pages/verantwoording.py", "pages/handleiding.py", "pages/toegankelijkheid.py"),
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Release 2 is in gebruik.", "Release 2 is in gebruik."),
        ("Fout: het is 5 % te veel (a).", "Fout: het is 5 % te veel (a)."),
        ("**a**", r"\*\*a\*\*"),
        (":red[x]", r"\:red\[x\]"),
        (":smile: om 10:30", f"\\:{JOINER}smile: om 10\\:30"),
        (":material/home:", f"\\:{JOINER}material/home:"),
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


def calls() -> Iterator[tuple[str, int, ast.Call]]:
    for file in (*Path(grids.__file__).parent.rglob("*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield str(file.relative_to(ROOT)), node.lineno, node


def test_html_is_marked_safe_only_where_it_is_written_in_full() -> None:
    """Everything else goes into it by `format`, `join` and `element`, which escape."""
    for file, line, call in calls():
        if isinstance(call.func, ast.Name) and call.func.id == "Html" and not file.startswith(MAKERS):
            assert all(isinstance(argument, ast.Constant) for argument in call.args), f"{file}:{line}"


def test_html_is_drawn_in_one_way() -> None:
    """`draw_html` takes no plain text, which mypy holds; a style sheet is a file of the program."""
    for file, line, call in calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "html" and file != MAKERS[0]:
            assert "STYLE" in ast.unparse(call.args[0]), f"{file}:{line}"
