"""The risk register: what is not known, what was decided about it, and which risks were published; no number hangs on it."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from lib.comparison import pm
from lib.comparison.answers import Answers
from lib.comparison.grid import Reference
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.render.documents import make
from lib.render.grids import draw
from lib.render.packing import Imprint
from lib.store.pm_decisions import PmDecision
from lib.store.publishing import NotAllowed
from lib.subjects import risk
from lib.subjects.meeting_choice import unknown
from lib.subjects.saved_views import results_of
from tests.render.pdf_reading import page_texts

NBSP = "\N{NO-BREAK SPACE}"


def decision(number: int, item: str, words: str, corrects: int | None = None) -> PmDecision:
    return PmDecision(
        item, words, "Dagelijks Bestuur", date(2021, 3, 12), corrects, number, "Kim", datetime(2021, 3, 13, 9)
    )


DECISIONS = (
    decision(1, "belastingen", "Navragen"),
    decision(2, "belastingen", "Navragen en <b>reserveren</b>", 1),
    decision(3, "huur_na_verkoop", "Taxeren"),
    decision(4, "huur_na_verkoop", "Eerst overleggen"),
    decision(5, "een_post_van_toen", "Laten rusten"),
)


def answers_of(release: Release, decisions: tuple[PmDecision, ...] | None = None, **changes: str) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view), decisions)


def test_the_headline_counts_every_post_once(release: Release) -> None:
    words = risk.headline(answers_of(release))
    assert words == (
        "Van 12 posten is het bedrag onbekend, niet nul: 2 in elke route, 4 in beide routes, 2 alleen bij de route van 2017 en 4 "
        "alleen bij het akkoord van 2020. Bij 3 noemt het register een bereik."
    )
    assert risk.headline(answers_of(release, ())).endswith("; over geen ervan is al een besluit vastgelegd.")
    assert risk.headline(answers_of(release, DECISIONS)).endswith("; over 2 is een besluit vastgelegd.")


def test_swapped_routes_and_one_route_twice_keep_the_form(release: Release) -> None:
    view = default_view(release)
    swapped = risk.headline(answers_of(release, a=view.b, b=view.a))
    assert "4 alleen bij het akkoord van 2020 en 2 alleen bij de route van 2017" in swapped
    assert "2 in elke route en 6 bij de route van 2017" in risk.headline(answers_of(release, b=view.a))


def test_posts_stand_first_in_both_routes_then_in_one_and_last_in_every(release: Release) -> None:
    answers = answers_of(release)
    places = {pm.EVERYWHERE: 2, "Route 2017 en Akkoord 2020": 0}
    heading, order = "", list[tuple[str, int]]()
    for row in pm.register(answers).rows:
        heading = row.label if row.kind == "section" else heading
        if row.id in release.pm:
            order.append((heading, places.get(row.cells[1].text, 1)))
    sections = dict.fromkeys(section for section, _ in order)
    assert order == [pair for section in sections for pair in sorted(pair for pair in order if pair[0] == section)]


def test_a_decision_stands_beside_its_post_and_a_corrected_one_does_not(release: Release) -> None:
    table = risk.register(answers_of(release, DECISIONS))
    assert (
        table.cell("belastingen", "besluit").text == "Navragen en <b>reserveren</b> (Dagelijks Bestuur, 12 maart 2021)"
    )
    own = table.cell("huur_na_verkoop", "besluit")
    assert [piece.text[:7] for piece in own.pieces] == ["Eerst o", "Taxeren"]
    assert table.cell("nieuw_beschut", "besluit").text == "nog geen besluit vastgelegd"
    assert "besluit" not in [column.id for column in risk.register(answers_of(release, ())).columns]


def test_the_history_shows_all_the_last_first(release: Release) -> None:
    table = risk.decisions(answers_of(release, DECISIONS))
    assert [row.label for row in table.rows] == [
        "5. een post van toen",
        "4. Huur na verkoop van het vastgoed",
        "3. Huur na verkoop van het vastgoed",
        "2. Belastingen",
        "1. Belastingen",
    ]
    assert [cell.text for cell in table.column("staat")] == [
        "geldt",
        "geldt",
        "geldt",
        "geldt; verbetert besluit 1",
        "verbeterd door besluit 2",
    ]
    assert table.cell("1", "vastgelegd").text == "Kim" and "vastgelegd" not in risk.DECIDED
    assert not risk.decisions(answers_of(release)).rows


def test_what_somebody_typed_is_never_markup(release: Release) -> None:
    for grid in (risk.register(answers_of(release, DECISIONS)), risk.decisions(answers_of(release, DECISIONS))):
        html = draw(grid, release)
        assert "<b>reserveren" not in html and "&lt;b&gt;reserveren" in html


def test_no_number_and_nothing_that_is_stored_hangs_on_a_decision(release: Release) -> None:
    assert results_of(answers_of(release, DECISIONS)) == results_of(answers_of(release))


def test_published_risks_stand_as_they_were_published(release: Release) -> None:
    table = risk.risk_figures(release)
    rows = [(row.label, *(cell.text for cell in row.cells[:5])) for row in table.rows]
    assert rows == [
        (
            "Exploitatietekort Soweco",
            "Almelo",
            "2018",
            "50 procent",
            f"€{NBSP}300.000",
            "Grootste gevolg 300.000 euro, gewogen 150.000; bovenop wat al in het meerjarenperspectief stond.",
        ),
        ("Boventalligheid personeel", "Almelo", "2018", "zie wat erbij staat", f"€{NBSP}1.000.000", "Kans 30 procent."),
        (
            "Deelfonds participatiewet wsw",
            "Rijssen-Holten",
            "2018",
            "zie wat erbij staat",
            f"€{NBSP}35.000",
            "Kans 50 procent; voor 2019 is 68.000 genoemd.",
        ),
    ]
    assert [table.cell(row.id, "bron").reference for row in table.rows][1:] == [
        Reference("gapminded_141", short=True),
        Reference("gapminded_1742", short=True),
    ]
    assert {cell.text for cell in table.column("status")} == {"bericht"}


def test_a_gemeente_has_its_own_risks_alone(release: Release) -> None:
    assert [row.label for row in risk.risk_figures(release, "GM1742").rows] == ["Deelfonds participatiewet wsw"]
    assert risk.risk_figures(release, "GM0183").rows == ()


def test_figures_about_others_and_without_a_kind_are_read_as_they_are(release: Release) -> None:
    (row, *_) = (row for row in release.tables["published_figures"] if row["maatstaf"].startswith(risk.RISK))
    changed = {**row, "maatstaf": "risico_brand", "waarde": "hoog", "eenheid": "klasse", "toelichting": None}
    other = replace(release, tables={**release.tables, "published_figures": (changed,)})
    (line,) = risk.risk_figures(other).rows
    assert (line.label, *(cell.text for cell in line.cells[2:5])) == ("Brand", "niet genoemd", "hoog klasse", "")
    none = replace(release, tables={**release.tables, "published_figures": ()})
    assert risk.risk_figures(none).rows == ()


def test_a_post_that_the_release_does_not_know_is_refused(release: Release) -> None:
    risk.check_item(release, "belastingen")
    with pytest.raises(NotAllowed, match="PM-post “belasting” bestaat niet; bedoelde u “belastingen”"):
        risk.check_item(release, "belasting")


def test_the_whole_register_has_posts_of_other_routes_as_well(release: Release) -> None:
    answers = answers_of(release, b=default_view(release).a)
    names = {row.id for row in pm.register(answers, pm.every_item(answers)).rows}
    assert set(release.pm) <= names
    table = pm.register(answers, pm.every_item(answers))
    assert table.cell("tijdelijke_plekken", "in").text == pm.ELSEWHERE
    assert table.cell("tijdelijke_plekken", "a").text == pm.NOWHERE
    assert pm.origin(table).cell("belastingen", "bron").reference == Reference("routewijzer_aanname", short=True)


def test_a_meeting_shows_what_holds_and_what_was_published_and_nothing_empty(release: Release) -> None:
    pages = {page.label: page.grid for page in unknown(answers_of(release, DECISIONS)).pages if page.grid}
    assert {"Besloten", "Gepubliceerd"} <= pages.keys()
    shown = pages["Besloten"]
    assert shown is not None and {row.id for row in shown.rows} == {"2", "3", "4", "5"}
    labels = [page.label for page in unknown(answers_of(release, gemeente="GM0183")).pages]
    assert "Besloten" not in labels and "Gepubliceerd" not in labels


@pytest.mark.parametrize("kind", ["pdf", "gemeente", "pptx"])
def test_documents_tell_what_was_decided_and_by_whom_but_no_names(release: Release, kind: str) -> None:
    body = make(
        kind, answers_of(release, DECISIONS, gemeente="GM0141"), Imprint("", datetime(2026, 1, 1, tzinfo=UTC))
    ).body
    words = " ".join((slide_words(body) if kind == "pptx" else "\n".join(page_texts(body))).split())
    assert "Taxeren" in words and "Dagelijks Bestuur" in words and "Kim" not in words
    assert "Exploitatietekort Soweco" in words and "Deelfonds" not in words


def slide_words(body: bytes) -> str:
    return "\n".join(
        cell.text
        for slide in Presentation(io.BytesIO(body)).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )


def test_the_workbook_has_them_beside_the_posts(release: Release) -> None:
    body = make("xlsx", answers_of(release, DECISIONS), Imprint("", datetime(2026, 1, 1, tzinfo=UTC))).body
    words = [str(cell.value) for row in load_workbook(io.BytesIO(body))["PM"].iter_rows() for cell in row if cell.value]
    assert "Exploitatietekort Soweco" in words and "2. Belastingen" in words
    assert any(
        text.startswith("Besluit: Navragen en <b>reserveren</b>; Wie besloot: Dagelijks Bestuur") for text in words
    )
    assert not any("Kim" in text for text in words)
