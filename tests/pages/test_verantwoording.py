"""The page Verantwoording: everything of the release is on it, escaped, with links to sources only."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view, scale_of
from lib.render import html
from lib.text import amount
from lib.text.glossary import glossary
from lib.web.blocks import accountability, accountability_figures
from tests.tiers import first

ROOT = Path(__file__).parents[2]
HREF = re.compile(r'href="([^"]*)"')
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(database: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))

    def opened(**query: str) -> AppTest:
        test = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60)
        for name, value in query.items():
            test.query_params[name] = value
        test.run()
        test.switch_page(str(ROOT / "pages" / "verantwoording.py")).run()
        assert not test.exception
        return test

    return opened


def body(test: AppTest) -> str:
    """The HTML of the page, without the style sheet."""
    return "\n".join(str(each.proto.body) for each in test.get("html") if "<style" not in each.proto.body)


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


def answers_of(release: Release, **changes: Any) -> Answers:
    view = replace(default_view(release), **changes)
    return Answers(release, view, compare_view(release, view))


def test_one_heading_and_every_parameter_pm_item_scenario_statement_source_and_term(
    open_page: Open, release: Release
) -> None:
    shown = body(open_page())
    assert shown.count("<h1") == 1
    told = words(shown)
    wanted = [
        *(f"{p.label} {p.id}" for p in release.parameters.values()),
        *(p.explanation for p in release.parameters.values()),
        *(item.label for item in release.pm.values()),
        *(scenario.explanation for scenario in release.scenarios.values()),
        *(measure.explanation for scenario in release.scenarios.values() for measure in scenario.measures),
        *(row["uitspraak"] for row in release.tables["statements"]),
        *(row["waar"] for row in release.tables["statements"]),
        *(row["titel"] for row in release.tables["sources"]),
        *(row["licentie"] for row in release.tables["sources"]),
        *(row["besluit"] for row in release.tables["decisions"]),
        *(row["gebeurtenis"] for row in release.tables["timeline"]),
        *(row["overweging"] for row in release.tables["considerations"]),
        *(term.explanation for term in glossary()),
    ]
    squeezed = " ".join(told.split())
    assert [text for text in wanted if " ".join(text.split()) not in squeezed] == []


def test_every_link_above_leads_to_a_part_of_the_page(open_page: Open) -> None:
    shown = body(open_page())
    targets = [href[1:] for href in HREF.findall(shown) if href.startswith("#")]
    assert targets == list(accountability.SECTIONS)
    assert [target for target in targets if shown.count(f'id="{target}"') != 1] == []


def test_every_link_outside_is_that_of_a_source_of_the_release(open_page: Open, release: Release) -> None:
    test = open_page()
    addresses = {escape(row["adres"]) for row in release.tables["sources"] if row["adres"]}
    outside = set()
    for title in accountability_figures.choices():
        test.selectbox(key="verantwoording_tabel").set_value(title).run()
        outside |= {href for href in HREF.findall(body(test)) if not href.startswith("#")}
    assert outside <= addresses
    assert outside == addresses
    assert all(href.startswith(("http://", "https://")) for href in outside)


def test_every_table_opens_with_a_caption_and_its_number_of_rows(open_page: Open, release: Release) -> None:
    test = open_page()
    for title, name in accountability_figures.choices().items():
        test.selectbox(key="verantwoording_tabel").set_value(title).run()
        assert not test.exception
        shown = body(test)
        assert f">{escape(title)}</caption>" in shown
        assert f"{len(release.tables[name])} rijen" in shown


def test_a_gemeente_without_a_return_reads_geen_opgave_and_never_zero(release: Release) -> None:
    table = accountability_figures.figures_table(release, "municipal_accounts")
    empty = sum(row["lasten_eur"] is None for row in release.tables["municipal_accounts"])
    assert empty > 0
    assert table.count(">geen opgave<") == empty


def test_the_books_of_the_base_year_without_a_return_read_geen_opgave(release: Release) -> None:
    rows = [dict(row) for row in release.tables["municipal_accounts"]]
    for row in rows:
        if (row["gemeente_code"], row["jaar"]) == ("GM0141", release.figures.base_year):
            row["lasten_eur"] = None
    silent = replace(release, tables={**release.tables, "municipal_accounts": tuple(rows)})
    shown = accountability_figures.accounts(answers_of(silent), scale_of(silent, "totaal"))
    assert shown.count(">geen opgave<") == 2


def test_what_is_known_after_the_reference_day_is_marked(release: Release) -> None:
    shown = accountability.decisions(release)
    late = sum(row["kennisdatum"] > release.reference_day for row in release.tables["timeline"])
    assert 0 < shown.count("met kennis achteraf</span>") == late


def test_a_statement_that_nothing_carries_is_said_to_be_so(release: Release) -> None:
    extra = {"uitspraak_id": "S20", "uitspraak": "Iets nieuws.", "waar": "nergens", "bron_id": "persbericht_2020"}
    changed = replace(release, tables={**release.tables, "statements": (*release.tables["statements"], extra)})
    shown = accountability.statements(changed)
    assert "door geen scenario gedragen: S20" in shown
    assert shown.count("niets in de scenario’s draagt deze uitspraak") == 1
    assert "niets in de scenario’s" not in accountability.statements(release)


def test_text_of_a_file_is_never_markup(release: Release) -> None:
    evil = "<script>alert(1)</script>"
    tables = {name: tuple(_poisoned(row, evil) for row in rows) for name, rows in release.tables.items()}
    changed = replace(
        release,
        info=replace(release.info, note=evil, name=evil, publisher=evil),
        tables=tables,
        parameters={key: replace(p, label=evil, explanation=evil, unit=evil) for key, p in release.parameters.items()},
        pm={key: replace(item, label=evil, explanation=evil) for key, item in release.pm.items()},
        scenarios={
            key: replace(
                scenario,
                title=evil,
                short_title=evil,
                explanation=evil,
                measures=tuple(replace(m, title=evil, explanation=evil) for m in scenario.measures),
            )
            for key, scenario in release.scenarios.items()
        },
    )
    found = answers_of(changed)
    shown = [
        accountability.opening(changed, ""),
        accountability.parameters(found.release, found),
        accountability.scenarios(changed),
        accountability_figures.sources_and_conflicts(changed),
        accountability.statements(changed),
        accountability.considerations(found),
        accountability.decisions(changed),
        accountability_figures.accounts(found, scale_of(changed, "totaal")),
        accountability_figures.example(found, "GM0141", "beschut", "overhead", 2024),
        *(accountability_figures.figures_table(changed, name) for name in accountability_figures.choices().values()),
    ]
    assert all("<script" not in each for each in shown)
    assert sum("&lt;script&gt;" in each for each in shown) > len(shown) / 2


def _poisoned(row: Any, evil: str) -> dict[str, Any]:
    free = ("toelichting", "titel", "uitgever", "licentie", "gebeurtenis", "uitspraak", "overweging", "besluit", "waar")
    return {key: evil if key in free else value for key, value in row.items()}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://x.nl", "https://", "//x.nl", "", None]
)
def test_an_address_that_is_no_web_address_is_no_link(address: str | None) -> None:
    assert html.link(address, "bron", "titel") == "bron"


def test_a_link_cannot_break_out_of_its_attribute() -> None:
    shown = html.link('https://x.nl/"><b>', "<b>", '"')
    assert shown.count('"') == 8
    assert "<b>" not in shown
    assert 'rel="noopener noreferrer"' in shown


def test_the_worked_example_follows_the_choices(open_page: Open, release: Release) -> None:
    test = open_page(gemeente="Hellendoorn")
    test.selectbox(key="verantwoording_kostensoort").set_value("Overhead")
    test.selectbox(key="verantwoording_werkvorm").set_value("Groen")
    test.selectbox(key="verantwoording_jaar").set_value(2023).run()
    assert not test.exception
    comparison = answers_of(release).comparison
    g = [gemeente.naam for gemeente in release.figures.gemeenten].index("Hellendoorn")
    w = [werkvorm.id for werkvorm in release.figures.werkvormen].index("groen")
    k = [cost_type.id for cost_type in release.figures.cost_types].index("overhead")
    told = words(body(test))
    for run in (comparison.a, comparison.b):
        assert amount(run.costs[g, w, k, 3], 2) in told
        assert amount(run.saldo[g, 3]) in told


def test_two_times_the_same_route_reads_geen_verschil(open_page: Open) -> None:
    shown = words(body(open_page(a="Akkoord 2020", b="Akkoord 2020")))
    assert shown.count("Twee keer dezelfde route: geen verschil.") == 2


def test_swapping_the_routes_swaps_the_columns(release: Release) -> None:
    view = default_view(release)
    one = accountability.considerations(answers_of(release))
    other = accountability.considerations(answers_of(release, a=view.b, b=view.a))
    first, second = (release.scenarios[name].short_title for name in (view.a, view.b))
    assert one.index(f">{first}<") < one.index(f">{second}<")
    assert other.index(f">{second}<") < other.index(f">{first}<")
    assert sorted(words(one).split()) == sorted(words(other).split())


@pytest.mark.parametrize("expression", first(["Totaal", "Per inwoner", "Per Wsw-persoon"]))
@pytest.mark.parametrize("a", ["Ongewijzigd", "Uitvoering vanaf 2021"])
def test_the_page_opens_for_other_choices(open_page: Open, expression: str, a: str) -> None:
    test = open_page(a=a, bedragen=expression, jaren="2021–2030", gemeente="Almelo", sleutel="Inwoners")
    assert "Aansluiting" in body(test)


def test_it_says_whether_the_shipped_files_differ(open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEWIJZER_HOME", str(home))
    assert "zijn gelijk aan de release in gebruik" in words(body(open_page()))
    file = home / "data" / "settings.csv"
    file.write_text(file.read_text("utf-8").replace("dag van het akkoord;", "de dag van het akkoord;"), "utf-8")
    assert "verschillen van de release in gebruik, release 1 (1 anders); ze tellen pas mee na publiceren" in words(
        body(open_page())
    )
    file.write_text("onzin", "utf-8")
    assert "zijn niet in orde; de opdracht python -m lib check zegt wat" in words(body(open_page()))


def test_published_figures_that_contradict_each_other_are_marked_and_stand_together(release: Release) -> None:
    table = accountability_figures.figures_table(release, "published_figures")
    marks = re.findall(r'<tr class="([^"]*)">', table)
    marked = [i for i, style in enumerate(marks) if "rw-conflict" in style]
    conflicting = [row for row in release.tables["published_figures"] if row["conflict"]]
    assert len(marked) == len(conflicting) == table.count("tegenspraak: ")
    groups = re.findall(r"tegenspraak: ([^<]*)<", table)
    assert len([name for i, name in enumerate(groups) if i == 0 or groups[i - 1] != name]) == len(set(groups))
