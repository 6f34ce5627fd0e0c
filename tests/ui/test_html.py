"""Text where Streamlit reads Markdown."""

import pytest

from lib.ui.html import JOINER, literal


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
