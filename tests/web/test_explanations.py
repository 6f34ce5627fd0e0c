"""Words that explain themselves: the first time, where a popover can stand, and only whole words."""

import re

from lib.web.explanations import Explained


def test_a_word_is_explained_the_first_time_only() -> None:
    explained = Explained()
    first = explained("<div>Het saldo telt. Het saldo niet.</div>")
    assert first.count("<details") == 1 and first.startswith('<div>Het <details class="rw-why rw-term"')
    assert explained("<td>saldo</td>") == "<td>saldo</td>"


def test_a_capital_and_a_plural_are_the_same_word_and_a_part_is_not() -> None:
    assert "<summary>Ramingen</summary>" in Explained()("<p></p>Ramingen")
    marked = Explained()("PM-posten")
    assert "<summary>PM</summary>" in marked and marked.endswith("</details>-posten")
    for other in ("ramingsdatum", "se", "wsw", "groene", "meersaldo", "x-saldo"):
        assert "<details" not in Explained()(other), other


def test_the_longest_word_is_the_one_explained() -> None:
    assert "<summary>meerjarenraming</summary>" in Explained()("de meerjarenraming")
    assert "<summary>taakveld 6.4</summary>" in Explained()("op taakveld 6.4")


def test_nothing_is_added_in_headings_links_captions_paragraphs_numbers_and_attributes() -> None:
    for name in ("h1", "h2", "h3", "a", "caption", "p", "summary"):
        html = f'<{name} title="saldo">saldo</{name}>'
        assert Explained()(html) == html
    assert Explained()('<div aria-label="saldo"></div>') == '<div aria-label="saldo"></div>'
    nested = "<p>saldo <a href='x'>saldo</a> saldo</p>"
    assert Explained()(nested) == nested


def test_what_was_there_stays_as_it_was() -> None:
    html = "<div>Baten &amp; lasten, saldo &lt;5&gt;, <b>uitvoerder’s</b> of <i>PM</i></div>"
    marked = Explained()(html)
    notes = re.sub('<span class="rw-note">.*?</span>', "", marked, flags=re.S)
    assert re.sub("</?(details|summary)[^>]*>", "", notes) == html


def test_what_opens_on_request_is_explained_apart() -> None:
    page = '<details class="rw-more"><summary>saldo</summary><b>saldo, saldo</b></details><div>saldo</div>'
    assert Explained()(page).count('<details class="rw-why') == 2
    popover = '<details class="rw-why" name="rw-why"><summary>1</summary><span>saldo</span></details>'
    assert Explained()(popover) == popover
