"""Mijn gemeente without a browser: for each gemeente the numbers of the Comparison, every word explained, no side taken."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.comparison import Comparison
from lib.text import difference, thousands, whole
from lib.web.explanations import words
from tests.pages.apps import At, html

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
    return html(app)


def unfold(app: AppTest, name: str, **labels: str) -> str:
    """The page with a folded part open."""
    app.session_state[f"deel_{name}"] = True
    return choose(app, **labels)


def folded(app: AppTest) -> dict[str, str]:
    """Title → what a folded part says of itself."""
    labels = (each.label for each in app.main if each.type == "expander")
    return {
        title: said.strip() for title, said in (re.fullmatch(r"\*\*(.*)\*\*(.*)", label).groups() for label in labels)
    }  # type: ignore[union-attr]


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


PARTS = (
    "Wat elke kant publiceerde, en de bronnen.",
    "Tekort per jaar, ook later.",
    "Is dat veel?",
    "Wat moet waar zijn.",
    "Wat niet bekend is, en wat u kunt vragen.",
    "Als begroting.",
    "Wat als Wierden het anders doet?",
    "Wie beslist wat en wanneer.",
)


@pytest.mark.parametrize("code", CODES)
def test_the_first_screen_says_what_changes_for_people_and_what_it_can_cost(
    app: AppTest, release: Release, code: str
) -> None:
    found, name = comparison_of(release), release.name(code)
    row = [each.code for each in release.figures.gemeenten].index(code)
    page = choose(app, gemeente=name)
    assert heading(page).startswith(
        f"{name}: in elke route dezelfde {whole(release.figures.persons[row].sum())} mensen uit de Wsw;"
    )
    text = plain(page)
    for run in (found.a, found.b):
        said = re.findall(rf"{run.scenario.short_title}: (€\s\d+ \w+) tot (€\s\d+ (?:na|voor)deliger)", text)
        assert len(said) == 1 and {each.rpartition(" ")[2] for each in said[0]} == {"nadeliger", "voordeliger"}
    assert page.count("rw-spanbar") == 2 and page.count("rw-inner") == 2 and page.count("rw-zero") == 2
    assert "Met de route van 2017: onbekend, niet nul (PM)." in text
    rows = tables(page, "Werkgever, uitvoerder en werkplek")
    assert [each[0] for each in rows] == ["Werkgever", "Wie het werk uitvoert", "Werkplek"]
    assert f"Werkplein {name}" in text and f"Buitendienst {name}" in text


def test_everything_else_is_folded_in_order_and_says_what_it_comes_to(app: AppTest) -> None:
    choose(app, gemeente="Wierden")
    said = folded(app)
    assert tuple(said)[: len(PARTS)] == PARTS
    assert all(said[title] for title in PARTS)
    assert "2025–2030" in said["Tekort per jaar, ook later."] and "Twenterand" in said["Is dat veel?"]
    assert said["Wat niet bekend is, en wat u kunt vragen."].startswith(
        "Onbekend, niet nul: 8 posten bij de route van 2017"
    )


@pytest.mark.parametrize("code", CODES)
def test_the_budget_is_that_of_the_comparison(app: AppTest, release: Release, code: str) -> None:
    found, row = comparison_of(release), [each.code for each in release.figures.gemeenten].index(code)
    page = unfold(app, "begroting", gemeente=release.name(code))
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
    assert "Incidenteel is eenmalig" in plain(page) and "Saldo is baten min lasten" in plain(page)


def test_the_tekort_is_a_chart_in_euros_with_its_table(app: AppTest, release: Release) -> None:
    page = unfold(app, "tekort", gemeente="Wierden")
    (chart,) = app.get("plotly_chart")
    assert "Wierden" in chart.proto.alt and "miljoen" not in chart.proto.alt
    rows = re.findall("<tr", page[page.index("Tekort per jaar, zonder eenmalig") :].split("</table>")[0])
    assert len(rows) == 1 + len(release.figures.years)
    assert "in euro’s" in plain(page)


def test_neighbours_stand_on_one_scale_in_words(app: AppTest, release: Release) -> None:
    page = unfold(app, "buren", gemeente="Wierden")
    part = page[page.index("Elke gemeente, per inwoner per jaar") :]
    assert re.findall("<h3[^>]*>(.*?)</h3>", part)[:6] == [each.naam for each in release.figures.gemeenten]
    assert part.count("rw-spanbar") == 2 * len(CODES)
    assert len(re.findall("(?:nadeliger|voordeliger)</summary>", part.split("<table")[0])) >= 4 * len(CODES)


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
    found = comparison_of(release)
    page = unfold(app, "vragen", gemeente="Wierden")
    part = page[page.index("betekent: de post bestaat") :]
    assert plain(part).count("Vraag bij elke post: Hoe groot is dit voor Wierden, en in of vanaf welk jaar?") == 1
    columns, everywhere = part.split("Niet bekend, in elke route")
    first, second = columns.split("Akkoord 2020</span>: niet bekend")
    for column, run in ((first, found.a), (second, found.b)):
        for item, reason in run.scenario.pm.items():
            post, place = release.pm[item], everywhere if item in found.zero.scenario.pm else column
            assert post.label in plain(place)
            assert f"Wie zoekt het uit: {post.owner}, {post.when}." in plain(place)
            if item not in found.zero.scenario.pm:
                assert reason.explanation in plain(place)
    assert "€ 0" not in plain(part)


def test_what_each_side_published_stands_with_the_sources(app: AppTest, release: Release) -> None:
    page = unfold(app, "bronnen", gemeente="Wierden")
    for run in (comparison_of(release).a, comparison_of(release).b):
        assert run.scenario.published in plain(page)
        assert release.sources[run.scenario.published_source]["titel"] in plain(page)


def test_one_route_twice_reads_as_no_difference(app: AppTest) -> None:
    page = unfold(app, "waar", gemeente="Tubbergen", a="Akkoord 2020")
    assert heading(page).startswith("Twee keer dezelfde route: geen verschil. Tubbergen:")
    assert "geen waarde waarbij beide evenveel kosten" in plain(page)
    assert page.count("rw-spanbar") == 1
    assert "Akkoord 2020 − Akkoord 2020" not in plain(page)


def test_swapping_the_routes_swaps_the_numbers_and_keeps_every_form(app: AppTest) -> None:
    there, labels = choose(app, gemeente="Almelo"), folded(app)
    back, turned = choose(app, **SWAPPED), folded(app)
    assert heading(there) == heading(back)
    for tag in ("h2", "h3", "h4", "table", "li", "span"):
        assert len(re.findall(f"<{tag}[ >]", there)) == len(re.findall(f"<{tag}[ >]", back)), tag
    assert list(labels) == list(turned)
    for title, said in labels.items():
        assert sorted(re.findall(r"\d+", said)) == sorted(re.findall(r"\d+", turned[title])), title
    bars = (
        re.findall(r'rw-spanbar rw-on-([ab])" aria-hidden="true">(.*?)</span></span>', page) for page in (there, back)
    )
    old, new = ({side: re.sub("rw-on-[ab]", "", inner) for side, inner in found} for found in bars)
    assert old == {"a": new["b"], "b": new["a"]}


@pytest.mark.parametrize("jaren", ["2021–2024", "2021–2030"])
def test_no_page_of_a_gemeente_names_a_cheaper_route(app: AppTest, jaren: str) -> None:
    said = heading(choose(app, gemeente="Hellendoorn", jaren=jaren))
    assert "hangt af van wat niemand publiceerde" in said and "2017" not in said and "akkoord" not in said


@pytest.mark.parametrize(
    "name", ["", *(f"{each}" for each in ("tekort", "begroting", "buren", "waar", "vragen", "besluiten", "bronnen"))]
)
def test_each_word_of_the_glossary_is_explained_on_the_page(app: AppTest, name: str) -> None:
    page = unfold(app, name, gemeente="Twenterand") if name else choose(app, gemeente="Twenterand")
    # The name of a source is a link, in which nothing else can open.
    said = plain(re.sub("<caption.*?</caption>|<a .*?</a>", "", page, flags=re.S))
    explained = {unescape(each) for each in re.findall(r'class="rw-note">([^\n<]+)\n', page)}
    known = {each.name: word for word, each in words().items()}
    used = {term for term, word in known.items() if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said)}
    assert len(used) > 5
    assert used - explained == set()


def test_the_first_screen_has_no_word_of_the_trade_unexplained(app: AppTest) -> None:
    page = choose(app, gemeente="Twenterand")
    text = " ".join([plain(page), *folded(app).values()]).lower()
    for word in ("lopende prijzen", "incidenteel", "omslag", "miljoen", "saldo"):
        assert word not in text, word


def test_decisions_of_another_gemeente_stand_elsewhere(app: AppTest) -> None:
    own = unfold(app, "besluiten", gemeente="Twenterand")
    assert len(tables(own, "Wie beslist wat en wanneer")) == 14 and "Raad van Twenterand" in plain(own)
    other = choose(app, gemeente="Wierden")
    assert len(tables(other, "Wie beslist wat en wanneer")) == 12 and "Raad van Twenterand" not in plain(other)
    assert "Nog 2 besluiten van een andere gemeente" in plain(other)


def test_own_choices_are_made_here_and_change_this_gemeente_alone(app: AppTest) -> None:
    name = "efficiency_eindwaarde@GM0189"
    choose(app, gemeente="Wierden")
    assert "Wierden rekent nu met de waarden van de route." in folded(app)["Wat als Wierden het anders doet?"]
    page = unfold(app, "eigen")
    assert "eigen keuzes van Wierden" not in plain(page)
    slider = next(each for each in app.select_slider if each.label == "Efficiency op termijn, eigen waarde")
    slider.set_value(0.0).run()
    page = unfold(app, "eigen")
    assert app.session_state["aannames"] == f"{name}=0"
    rows = tables(page, "Wat eigen keuzes van Wierden veranderen")
    assert [row[0] for row in rows] == [
        "Wierden, Akkoord 2020",
        "De andere gemeenten samen, Akkoord 2020",
    ]
    assert [row[1].replace("\xa0", " ") for row in rows] == ["€ 50.000 nadeliger", "€ 0"]
    assert "Voor de 5 andere gemeenten verandert er niets" in plain(page)
    app.session_state[f"eigen_{name}"] = True
    unfold(app, "eigen")
    field = next(each for each in app.text_input if each.label == "Efficiency op termijn in Wierden: typ een waarde")
    field.set_value("150 %").run()
    app.session_state[f"eigen_{name}"] = app.session_state["deel_eigen"] = True
    app.run()
    assert any("ligt buiten het toelaatbare bereik" in each.value for each in app.error)
    assert app.session_state["aannames"] == f"{name}=0"
    app.button(key=f"terug_{name}").click().run()
    assert app.session_state["aannames"] == ""
