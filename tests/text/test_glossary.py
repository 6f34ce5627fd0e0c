"""The words of the Routewijzer: read, in order, each once, and short enough to read."""

from pathlib import Path

import pytest

from lib.text.glossary import FILE, Term, glossary, in_order, read

LONGEST = 200


def test_every_term_of_the_file_is_there_once_and_in_alphabetical_order() -> None:
    names = [term.name.casefold() for term in glossary()]
    assert names == sorted(names)
    assert len(set(names)) == len(names) == len(read(FILE)) > 0


def test_every_term_is_explained_in_one_short_sentence() -> None:
    for term in glossary():
        assert term.explanation.endswith("."), term.name
        assert len(term.explanation) <= LONGEST, term.name


def test_capitals_do_not_decide_the_order() -> None:
    terms = [Term("Wsw", "a"), Term("aanname", "b"), Term("PM", "c")]
    assert [term.name for term in in_order(terms)] == ["aanname", "PM", "Wsw"]


def test_a_word_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "glossary.toml"
    file.write_text('[[term]]\nnaam = "Saldo"\nuitleg = "a"\n[[term]]\nnaam = "saldo"\nuitleg = "b"\n', "utf-8")
    with pytest.raises(ValueError, match="saldo"):
        in_order(read(file))
