"""What every page says is fair to both sides: no sentence names a cheaper route where the readings differ, none counts an
unknown one-off as nothing, and swapping the routes changes no form of words and no size of a number."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release, open_release
from lib.subjects.meeting import SCREENS
from tests.pages.apps import drawn, html, started_at

#: Pages, with the screens of the meeting; what a reader chooses before they are drawn.
PAGES = ("overzicht", "kosten", "mensen", "gemeente", "gevoeligheid", "terugblik", "verantwoording", *SCREENS)
#: The screen about conditions opens with the first measure of the first route: another one when they swap.
SWAPPED = ("overzicht", "gemeente", *(name for name in SCREENS if name != "voorwaarden"))
#: Sentences that list what each route has of its own, in its own words.
LISTED = ("Volledige link", "Grootste aanname", "Wie zoekt wat uit")
#: Words that say which of two costs less.
CHEAPER = re.compile(
    r"voordeliger|nadeliger|goedkoper|duurder|kost(en)? minder|minder kost|(lager|hoger) tekort|tekort (is )?[^.;]*\b(lager|hoger)\b"
)
#: How such words may stand: as the ends of a range, or as the explanation of a sign.
FAIR = re.compile(
    r"hangt af van|tussen|\btot\b|van [^.]* naar |welke route|of (lager|hoger|nadeliger|voordeliger)|V voordelig|[Bb]oven nul"
)
BLOCKS = re.compile(r"</?(h[1-6]|p|li|ul|ol|div|section|figcaption|dt|dd|br|summary|header|footer)\b[^>]*>")


@pytest.fixture(scope="module", autouse=True)
def _database(first_database: Path) -> None:
    """One database for all: nothing here writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROUTEWIJZER_DATABASE", str(first_database))
        yield  # type: ignore[misc]


def opened(page: str, **chosen: str) -> AppTest:
    """A page or a screen of the meeting with these choices, as they stand in a link."""
    app = started_at("vergadering" if page in SCREENS else page)
    if page in SCREENS:
        app.selectbox(key="scherm").set_value(SCREENS[page])
    if page == "gemeente":
        app.selectbox(key="gemeente").set_value("Twenterand")
    for key, value in chosen.items():
        app.selectbox(key=key).set_value(value)
    return drawn(app)


def sentences(page: str) -> list[str]:
    """Everything that a page says outside its tables and the explanations of its numbers."""
    text = re.sub(r"<style>.*?</style>", " ", page, flags=re.DOTALL)
    text = re.sub(r'<span class="rw-note">.*?</span>', " ", text, flags=re.DOTALL)
    # A number or a word that opens its explanation stands in its sentence.
    text = re.sub(r'<details class="rw-why[^>]*><summary>(.*?)</summary>', r"\1", text, flags=re.DOTALL)
    text = re.sub(r"<table\b.*?</table>", "\n", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", BLOCKS.sub("\n", text))
    lines = (line.strip() for line in unescape(text).replace("\N{NO-BREAK SPACE}", " ").splitlines())
    return [part for line in lines if line for part in re.split(r"(?<=[.!?])\s+", line)]


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_names_a_cheaper_route(page: str) -> None:
    named = [said for said in sentences(html(opened(page))) if CHEAPER.search(said) and not FAIR.search(said)]
    assert named == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_counts_an_unknown_one_off_as_nothing(page: str) -> None:
    said = " ".join(sentences(html(opened(page))))
    assert not re.search(r"eenmalig[^.;]*(€ 0\b|\b0,0\b)", said)
    assert "in elke trekking" not in said or page == "gevoeligheid"
    assert "trekkingen" not in said or page == "gevoeligheid"


def neutral(said: str, release: Release) -> str:
    """A sentence without the names and own words of the routes, and without numbers."""
    own = [
        words
        for scenario in release.scenarios.values()
        for words in (
            *(scenario.in_sentence, scenario.short_title, scenario.title, scenario.names, scenario.leaves_open),
            *(scenario.published, scenario.explanation),
            *(release.source_title(source) for source in (scenario.source, scenario.published_source)),
        )
        if words
    ]
    for words in sorted(own, key=len, reverse=True):
        said = re.sub(re.escape(words), "#", said, flags=re.IGNORECASE)
    said = re.sub(r"\b(lager|hoger|voordeliger|nadeliger|duurder|goedkoper|gunstig|ongunstig)\b", "~", said)
    said = re.sub("“[^”]*”", "#", said)
    names = "|".join(gemeente.naam for gemeente in release.figures.gemeenten)
    return re.sub(r"[−+]?\d[\d.,]*", "0", re.sub(names, "@", said))


def sizes(page: str, release: Release) -> Counter[str]:
    """Every number that stands on a page, without its sign; those in the names of routes are none."""
    text = re.sub(r'<span class="rw-note">.*?</span>|<style>.*?</style>', " ", page, flags=re.DOTALL)
    for scenario in release.scenarios.values():
        for name in (scenario.title, scenario.short_title, scenario.in_sentence):
            text = re.sub(re.escape(name), "#", text, flags=re.IGNORECASE)
    return Counter(re.findall(r"\d+(?:\.\d{3})*(?:,\d+)?", unescape(re.sub(r"<[^>]+>", " ", text))))


@pytest.mark.parametrize("page", SWAPPED)
def test_swapping_the_routes_keeps_the_form_and_the_sizes(page: str, first_database: Path) -> None:
    release = open_release(first_database)
    a, b = (release.scenarios[release.settings[name]].title for name in ("standaard_route_a", "standaard_route_b"))
    there, back = html(opened(page)), html(opened(page, a=b, b=a))
    forms = [
        Counter(neutral(said, release) for said in sentences(own) if not said.startswith(LISTED))
        for own in (there, back)
    ]
    assert forms[0] - forms[1] == forms[1] - forms[0] == Counter()
    first, second = sizes(there, release), sizes(back, release)
    assert first - second == second - first == Counter()
