"""Mijn gemeente without a browser: for each gemeente the numbers of the Comparison, every word explained, no side taken."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.comparison import Comparison
from lib.text import decimal, difference, million_words, thousands, whole
from lib.web.explanations import words
from tests.pages.apps import At

CODES = ("GM0141", "GM0163", "GM0183", "GM0189", "GM1700", "GM1742")
SWAPPED = {"a": "Akkoord 2020", "b": "Maatschappelijke onderneming 2017"}


@pytest.fixture
def app(at: At) -> AppTest:
    return at("gemeente")


def choose(app: AppTest, **labels: str) -> str:
    for key, label in labels.items():
        app.selectbox(key=key).select(label)
    app.run()
    assert not app.exception and not app.error, [each.value for each in (*app.exception, *app.error)]
    return "\n".join(each.proto.body for each in app.get("html") if "<style" not in each.proto.body)


def heading(page: str) -> str:
    (found,) = re.findall("<h1>(.*?)</h1>", page)
    return unescape(found)


def tables(page: str, caption: str) -> list[list[str]]:
    """Per row of the table with that caption: its heading, then the numbers that explain themselves."""
    body = next(
        each for each in re.findall("<table.*?</table>", page, re.S) if caption in re.split("</caption>", each)[0]
    )
    return [
        [
            plain(re.findall("<th.*?</th>", row, re.S)[0]),
            *re.findall("<summary>(.*?)</summary>", row.split("</th>", 1)[1]),
        ]
        for row in re.findall("<tr.*?</tr>", body.split("<tbody>")[1], re.S)
    ]


def plain(html: str) -> str:
    """The words on the screen: without tags, and without what opens on request."""
    without_notes = re.sub('<span class="rw-note">.*?</span>', "", html, flags=re.S)
    return unescape(re.sub("<[^>]*>", "", without_notes))


def comparison_of(release: Release) -> Comparison:
    return compare_view(release, default_view(release))


def test_without_a_gemeente_the_page_asks_for_one_and_keeps_the_other_choices(app: AppTest, release: Release) -> None:
    page = choose(app, a="Uitvoering vanaf 2021", jaren="2021–2030", bedragen="Per inwoner")
    assert heading(page) == "Kies uw gemeente"
    links = re.findall('<li><a href="([^"]*)"[^>]*>(.*?)</a>', page)
    assert [name for _, name in links] == [each.naam for each in release.figures.gemeenten]
    for address, name in links:
        assert f"gemeente={name}" in address
        assert "a=Uitvoering+vanaf+2021" in address and "bedragen=Per+inwoner" in address and "2030" in address
    assert "<table" not in page


@pytest.mark.parametrize("code", CODES)
def test_the_numbers_of_a_gemeente_are_those_of_the_comparison(app: AppTest, release: Release, code: str) -> None:
    found, name = comparison_of(release), release.name(code)
    row = [each.code for each in release.figures.gemeenten].index(code)
    page = choose(app, gemeente=name)
    for moved in (found.against_zero(found.a), found.against_zero(found.b)):
        assert million_words(abs(float(found.cumulative(moved)[row])), 2) in heading(page)
    assert heading(page).startswith(
        f"{name}, {whole(release.figures.persons[row].sum())} mensen uit de Wsw: in 2021–2024 is,"
    )
    budget = tables(page, "Meerjarenraming 2021–2024")
    saldos = [each[1:] for each in budget if each[0] == "Saldo"]
    for shown, run in zip(saldos, (found.zero, found.a, found.b), strict=False):
        yearly = [thousands(run.saldo[row, t]) for t in range(1, 5)]
        assert shown == [*yearly, thousands(found.cumulative(run.saldo)[row])]
    for shown, moved in zip(
        saldos[3:], (found.against_zero(found.a), found.against_zero(found.b), found.difference), strict=True
    ):
        assert shown == [*(difference(moved[row, t]) for t in range(1, 5)), difference(found.cumulative(moved)[row])]
    one_off = [each[1:] for each in budget if each[0] == "waarvan incidenteel"]
    assert one_off[2][-1] == thousands(float(found.cumulative(found.one_off(found.b))[row]))
    inhabitants = release.population[row]
    (own,) = (each for each in tables(page, "staven op één schaal") if each[0] == name)
    runs = (found.zero, found.a, found.b)
    assert own[1:] == [decimal(float(found.cumulative(run.saldo)[row]) / inhabitants, 2) for run in runs]
    assert len(tables(page, "staven op één schaal")) == len(CODES) + 1


@pytest.mark.parametrize("code", CODES)
def test_every_werkvorm_has_its_people_and_its_uitvoerder(app: AppTest, release: Release, code: str) -> None:
    found, row = comparison_of(release), [each.code for each in release.figures.gemeenten].index(code)
    page = choose(app, gemeente=release.name(code))
    rows = tables(page, "Wie het werk uitvoert")
    assert [each[1] for each in rows[:-1]] == [whole(persons) for persons in release.figures.persons[row]]
    assert rows[-1][:2] == ["Samen", whole(release.figures.persons[row].sum())]
    for run in (found.a, found.b):
        for werkvorm in release.figures.werkvormen:
            assert run.scenario.uitvoerder(code, werkvorm.id, 2021).label in plain(page)
            rule = run.scenario.placement(code, werkvorm.id, 2021)
            for each in rule.statements if rule else ():
                text = next(s["uitspraak"] for s in release.tables["statements"] if s["uitspraak_id"] == each)
                assert f"{each}: {text}" in plain(page)


def test_every_pm_post_of_a_route_stands_under_that_route_with_its_question(app: AppTest, release: Release) -> None:
    page = choose(app, gemeente="Wierden")
    part = page[page.index('id="vragen"') : page.index('id="besluiten"')]
    columns = re.split("<h3>", part)[1:]
    assert len(columns) == 2
    for column, run in zip(columns, (comparison_of(release).a, comparison_of(release).b), strict=True):
        count = len(run.scenario.pm)
        assert f"Niet bekend: {count} PM-post" in plain(column)
        for item in run.scenario.pm:
            assert release.pm[item].label in plain(column) and release.pm[item].explanation in plain(column)
        assert plain(column).count("Vraag bij elke post: Hoe groot is dit voor Wierden, en in of vanaf welk jaar?") == 1
    assert "€ 0" not in plain(part)


def test_one_route_twice_reads_as_no_difference(app: AppTest) -> None:
    page = choose(app, gemeente="Tubbergen", a="Akkoord 2020")
    assert heading(page).startswith("Twee keer dezelfde route: geen verschil. Tubbergen,")
    assert "geen omslagwaarde" in plain(page)
    assert "Akkoord 2020 − Akkoord 2020" not in plain(page)
    assert plain(page[page.index('id="vragen"') :]).count("Niet bekend:") == 1


def test_swapping_the_routes_swaps_the_numbers_and_keeps_every_form(app: AppTest) -> None:
    there, back = choose(app, gemeente="Almelo"), choose(app, **SWAPPED)
    first, second = "de route van 2017", "het akkoord van 2020"

    def form(page: str) -> str:
        return re.sub(r"[−+]?€\s[\d,]+|voordeliger|nadeliger", "#", heading(page))

    assert form(there) == form(back).replace(first, "*").replace(second, first).replace("*", second)
    assert [re.sub("<.*?>", "", each) for each in re.findall("<h[23].*?</h[23]>", there)] != []
    for tag in ("h2", "h3", "h4", "table", "li"):
        assert len(re.findall(f"<{tag}[ >]", there)) == len(re.findall(f"<{tag}[ >]", back)), tag
    old, new = (tables(page, "Meerjarenraming")[-3][1:] for page in (there, back))
    assert [each.translate(str.maketrans("−+NV", "+−VN")) for each in old] == new


def test_the_doorkijk_names_no_cheaper_route(app: AppTest) -> None:
    told = heading(choose(app, gemeente="Hellendoorn", jaren="2021–2030"))
    assert "voordeliger" not in told and "nadeliger" not in told and "rust" in told


@pytest.mark.parametrize("code", CODES)
def test_each_word_of_the_glossary_is_explained_on_the_page(app: AppTest, release: Release, code: str) -> None:
    page = choose(app, gemeente=release.name(code))
    said = plain(re.sub("<caption.*?</caption>", "", page, flags=re.S))
    explained = {unescape(each) for each in re.findall(r'class="rw-note">([^\n<]+)\n', page)}
    known = {each.name: word for word, each in words().items()}
    used = {name for name, word in known.items() if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said)}
    assert len(used) > 15
    assert used - explained == set()


def test_decisions_of_another_gemeente_stand_elsewhere(app: AppTest) -> None:
    own = choose(app, gemeente="Twenterand")
    assert len(tables(own, "Wie beslist wat en wanneer")) == 14 and "Raad van Twenterand" in plain(own)
    other = choose(app, gemeente="Wierden")
    assert len(tables(other, "Wie beslist wat en wanneer")) == 12 and "Raad van Twenterand" not in plain(other)
    assert "Nog 2 besluiten van een andere gemeente" in plain(other)
