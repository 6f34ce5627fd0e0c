"""The slides say what the screens of Vergadermodus say, hold native charts and tables, and nothing of their maker."""

import io
import itertools
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pptx.util import Emu

from lib.comparison.answers import Answers
from lib.comparison.grid import Cell
from lib.comparison.release import Release
from lib.comparison.view import default_view
from lib.render.packing import Imprint
from lib.render.plotly.template import LIGHT
from lib.render.slides.deck import make_slides, web_address
from lib.render.slides.layout import INK, LINE, PAPER, QUIET, SIDES
from lib.subjects.meeting import SCREENS, Screen
from lib.subjects.meeting_choice import MAKERS, conditions_table
from lib.text.glossary import glossary
from tests.render.slides.making import (
    FOOT,
    IMPRINT,
    LINK,
    LONG,
    OTHER,
    answers_of,
    boxes,
    charts_of,
    kind_of,
    parts_of,
    runs_of,
    slides_of,
    texts_of,
    wider,
)

MANY = tuple(f"Gemeente {i} aan de Rijn" for i in range(22))


@pytest.fixture(scope="module")
def answers(release: Release) -> Answers:
    return answers_of(release)


@pytest.fixture(scope="module")
def deck(answers: Answers) -> Any:
    return slides_of(answers)


#: What is slow to look at as well, for the heavy tier.
HEAVY = [pytest.param(name, marks=pytest.mark.heavy) for name in ("same", "zero", "many", "all")]


@pytest.fixture(scope="module", params=["other", "long", *HEAVY])
def any_answers(request: pytest.FixtureRequest, release: Release) -> Answers:
    view = default_view(release)
    return {
        "all": lambda: answers_of(release),
        "other": lambda: answers_of(release, **OTHER),
        "same": lambda: answers_of(release, b=view.a),
        "zero": lambda: answers_of(release, a=release.zero.id),
        "long": lambda: answers_of(wider(release, LONG), gemeente="GM0141"),
        "many": lambda: answers_of(wider(release, MANY)),
    }[request.param]()


@pytest.fixture(scope="module")
def any_deck(any_answers: Answers) -> Any:
    return slides_of(
        any_answers, replace(IMPRINT, state="Bevroren stand nr 3, " + "Voor de vergadering van maart " * 2)
    )


def told(screen: Screen) -> list[str]:
    """Everything that a screen says in words and tables."""
    found = [page.sentence or screen.sentence for page in screen.pages if page.grid] or [screen.sentence]
    found += [text for page in screen.pages for each in page.texts for text in (each.title.text, each.words)]
    for grid in (grid.compact for grid in (screen.grid, *(page.grid for page in screen.pages)) if grid):
        found += [each.text for each in grid.head]
        found += [cell.text for line in grid.rows for cell in (line.name, *line.cells)]
    return found


def of_screen(deck: Any, screen: Screen) -> list[Any]:
    """Its slides."""
    return [slide for slide in deck.slides if slide.shapes.title.text_frame.text.split(" (")[0] == screen.title]


def numbers(screen: Screen) -> list[Cell]:
    """The cells of a screen that explain themselves."""
    grids = [grid for grid in (screen.grid, *(page.grid for page in screen.pages)) if grid]
    cells = [cell for grid in grids for line in grid.compact.rows for cell in line.cells]
    return [piece for cell in cells for piece in cell.pieces or (cell,) if piece.answer]


def test_slides_in_the_order_of_the_screens(answers: Answers, deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(SCREENS) <= len(titles) <= 21 and len(set(titles)) == len(titles)
    bare = [title.split(" (")[0] for title in titles]
    assert [title for title, _ in itertools.groupby(bare)] == [MAKERS[name](answers).title for name in SCREENS]


def test_each_slide_says_what_its_screen_says(any_answers: Answers, any_deck: Any) -> None:
    for name, make in MAKERS.items():
        screen = make(any_answers)
        shown = "\n".join(text for slide in of_screen(any_deck, screen) for text in texts_of(slide))
        wanted = told(screen)
        if name == "voorwaarden" and screen.pages:
            # What is asked one at a time stands in one table.
            wanted = [
                screen.sentence,
                *(cell.text for line in conditions_table(any_answers).rows for cell in line.cells),
            ]
        for text in wanted:
            assert re.sub("[\x00-\x1f\u202e\ufffe]", " ", text) in shown.replace("\n", " ") or text in shown, (
                name,
                text,
            )


def test_no_slide_tells_of_draws_or_adds_what_is_one_off(any_answers: Answers, any_deck: Any) -> None:
    for slide in any_deck.slides:
        shown = " ".join(texts_of(slide))
        assert not re.search(r"P5\b|P95|trekking|kansen? dat|percentiel", shown)
    screen = MAKERS["bereik"](any_answers)
    (first, *_) = of_screen(any_deck, screen)
    if "maatschappelijke_onderneming_2017" in (any_answers.view.a, any_answers.view.b):
        assert "PM: onbekend, niet nul" in " ".join(texts_of(first))


def test_what_each_side_published_stands_with_its_source(answers: Answers, deck: Any) -> None:
    release = answers.release
    shown = " ".join(texts_of(deck.slides[0]))
    for run in (answers.comparison.zero, answers.comparison.a, answers.comparison.b):
        assert run.scenario.published in shown
        assert f"Bron: {release.sources[run.scenario.published_source]['uitgever']}" in shown


def test_a_slide_with_a_letter_says_what_it_means(any_answers: Answers, any_deck: Any) -> None:
    lettered = 0
    for slide in any_deck.slides:
        texts = texts_of(slide)
        if any(re.search(r"\d\xa0[VN]$", text) for text in texts):
            lettered += 1
            assert any("V voordelig, N nadelig" in text for text in texts), slide.shapes.title.text_frame.text
    assert lettered or any_answers.comparison.same


def test_nothing_reaches_over_an_edge_or_over_another(any_deck: Any) -> None:
    wide, high = any_deck.slide_width, any_deck.slide_height
    for slide in any_deck.slides:
        found = boxes(slide)
        for name, left, top, right, bottom in found:
            assert left >= 0 and top >= 0 and right <= wide and bottom <= high and right > left and bottom > top, name
        for one, other in itertools.combinations(found, 2):
            apart = one[3] <= other[1] + 2 or other[3] <= one[1] + 2 or one[4] <= other[2] + 2 or other[4] <= one[2] + 2
            assert apart, (slide.shapes.title.text_frame.text, one, other)


def test_rows_and_columns_make_their_table(any_deck: Any) -> None:
    for slide in any_deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert abs(sum(row.height for row in shape.table.rows) - shape.height) <= len(shape.table.rows) * 2
                assert abs(sum(column.width for column in shape.table.columns) - shape.width) <= Emu(2000)
                assert shape.table.first_row and len(shape.table.rows) > 1


def test_a_room_can_read_it(deck: Any) -> None:
    for shape, run in runs_of(deck):
        if kind_of(shape) not in FOOT:
            assert run.font.size.pt >= (14 if shape.has_table else 18), run.text


def test_every_text_is_dutch(any_deck: Any) -> None:
    for shape, run in runs_of(any_deck):
        assert run._r.rPr.get("lang") == "nl-NL", (shape.name, run.text)
    for chart in charts_of(any_deck):
        written = [*chart._chartSpace.iter("{*}defRPr"), *chart._chartSpace.iter("{*}rPr")]
        assert written and {each.get("lang") for each in written} == {"nl-NL"}
    body = io.BytesIO()
    any_deck.save(body)
    for name, part in parts_of(body.getvalue()).items():
        if name.endswith(".xml"):
            assert set(re.findall(rb'\slang="([^"]*)"', part)) <= {b"nl-NL"}, name
            assert not re.search(
                rb"Click to|Placeholder|Master text|Slide Image|Title 1|Office|TextBox|python", part
            ), name


def test_what_is_not_text_is_told_in_words(any_deck: Any) -> None:
    for slide in any_deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                described = shape._element.nvGraphicFramePr.cNvPr.get("descr")
                assert (
                    described.startswith(("Lijnen met vlakken ", "Lijn van gelijke kosten: ", "Balken ", "Tabel: "))
                    and shape.name
                )
    for chart in charts_of(any_deck):
        assert chart.has_title


def test_titles_are_placeholders_that_come_first(any_deck: Any) -> None:
    for slide in any_deck.slides:
        first, second, *_ = slide.shapes
        assert first == slide.shapes.title and first.text_frame.text.strip()
        assert kind_of(second) == "body" and second.text_frame.text.strip()


def test_the_foot_names_release_moment_link_and_place(deck: Any, release: Release) -> None:
    count = len(deck.slides)
    for number, slide in enumerate(deck.slides, start=1):
        feet = {kind_of(shape): shape for shape in slide.placeholders}
        foot = feet["ftr"].text_frame
        assert foot.text == (
            f"Vergelijking (bijlage) · release 1, kenmerk {release.info.hash[:12]} · 4 maart 2026 · open deze weergave"
        )
        assert foot.paragraphs[0].runs[-1].hyperlink.address == LINK
        numbered = feet["sldNum"]._element
        fields = numbered.findall(".//{*}fld")
        assert [field.get("type") for field in fields] == ["slidenum"]
        assert "".join(each.text for each in numbered.iter("{*}t")) == f"{number} van {count}"


def test_a_state_and_own_assumptions_stand_in_every_foot(release: Release) -> None:
    state = "Bevroren stand nr 3, Maart, release 1, kenmerk abc"
    for slide in slides_of(answers_of(release, **OTHER), Imprint("", IMPRINT.made_at, state)).slides:
        foot = next(shape.text_frame for shape in slide.placeholders if kind_of(shape) == "ftr")
        assert "2 aannames staan anders dan standaard" in foot.text and foot.text.endswith(state)
        assert state in slide.notes_slide.notes_text_frame.text
        assert not any(run.hyperlink.address for run in foot.paragraphs[0].runs)


def test_notes_carry_origin_sources_terms_and_the_status_of_each_number(answers: Answers, deck: Any) -> None:
    release = answers.release
    explained = {term.name: term.explanation for term in glossary()}
    for slide in deck.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert release.info.hash in notes and LINK in notes and "4 maart 2026, 10:30" in notes
        bronnen = notes.split("Bronnen\n")[1].split("\n\n")[0].split("\n")
        assert all(any(line.startswith(release.source_title(s)) for s in release.sources) for line in bronnen)
        if "PM" in " ".join(texts_of(slide)):
            assert f"PM: {explained['PM']}" in notes
    for make in MAKERS.values():
        screen = make(answers)
        mine = "\n".join(slide.notes_slide.notes_text_frame.text for slide in of_screen(deck, screen))
        for each in numbers(screen):
            assert each.answer is not None
            said = f": {each.text}. {each.answer.formula}. Status: {each.answer.status}; bepalend is:"
            assert said in mine, (screen.id, each.text)
            assert all(release.source_title(item.source) in mine for item in each.answer.certainty.inputs)


def test_the_status_of_its_numbers_stands_on_each_slide(answers: Answers, deck: Any) -> None:
    for name, make in MAKERS.items():
        screen = make(answers)
        statuses = {cell.answer.status for cell in numbers(screen) if cell.answer}
        texts = (text for slide in of_screen(deck, screen) for text in texts_of(slide))
        said = " ".join(text for text in texts if "Status van deze getallen: " in text)
        assert all(status in said for status in statuses), name
        assert said or name in ("gepubliceerd", "niet_in_euros", "onbekend"), name


def test_what_a_person_typed_is_only_text(release: Release) -> None:
    hostile = answers_of(wider(release, LONG))
    imprint = Imprint("javascript:alert(1)", IMPRINT.made_at, '<a:hlinkClick r:id="rId1"/>')
    for name, part in parts_of(make_slides(hostile, imprint)).items():
        assert b"hlinkClick r:id" not in part.replace(b"&lt;a:hlinkClick r:id", b""), name
        assert b'TargetMode="External"' not in part, name


def test_the_link_is_the_only_thing_that_leads_elsewhere(any_deck: Any) -> None:
    targets = {rel.target_ref for slide in any_deck.slides for rel in slide.part.rels.values() if rel.is_external}
    assert targets == {LINK}


def test_only_web_addresses_are_links() -> None:
    assert web_address(LINK)
    wrong = (
        "",
        "javascript:alert(1)",
        "https://\n",
        "https://a\nb",
        "file:///etc/passwd",
        "=HYPERLINK(1)",
        "https://[",
    )
    assert not any(map(web_address, (*wrong, f"https://routewijzer.example/{'a' * 2048}")))


def test_equal_answers_and_imprint_give_equal_bytes(release: Release, answers: Answers) -> None:
    first = make_slides(answers, IMPRINT)
    assert first == make_slides(answers_of(release), Imprint(LINK, datetime(2026, 3, 4, 9, 30, 15)))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_tells_what_it_is_and_not_who_made_it(deck: Any, release: Release) -> None:
    told = deck.core_properties
    assert told.title == "Vergelijking (bijlage) Soweco: Route 2017 en Akkoord 2020, 2021–2024"
    assert told.subject == f"Release 1, kenmerk {release.info.hash[:12]}" and told.language == "nl-NL"
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
    assert told.created == told.modified == IMPRINT.made_at
    body = io.BytesIO()
    deck.save(body)
    assert not [name for name in parts_of(body.getvalue()) if re.search("app.xml|thumbnail|printer", name)]


def test_slides_are_as_wide_as_a_screen(deck: Any) -> None:
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)
    assert "type" not in deck.part._element.sldSz.attrib


def test_the_colours_are_those_of_the_screen() -> None:
    screen = [LIGHT.a, LIGHT.b, LIGHT.zero, LIGHT.text, LIGHT.quiet, LIGHT.line, LIGHT.paper]
    assert [f"#{c}" for c in (SIDES["a"], SIDES["b"], SIDES["zero"], INK, QUIET, LINE, PAPER)] == screen


@pytest.mark.heavy
def test_swapped_routes_get_the_same_room(release: Release) -> None:
    view = default_view(release)
    there, back = slides_of(answers_of(release)), slides_of(answers_of(release, a=view.b, b=view.a))
    assert len(there.slides) == len(back.slides)
    for mine, theirs in zip(there.slides, back.slides, strict=True):
        assert [shape.has_table for shape in mine.shapes] == [shape.has_table for shape in theirs.shapes]
        assert [shape.has_chart for shape in mine.shapes] == [shape.has_chart for shape in theirs.shapes]
