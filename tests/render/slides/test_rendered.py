"""Another program draws the slides: none is lost, every text and every number is there, and nothing is cut off."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import default_view
from lib.render.slides.charts import scale
from lib.render.slides.deck import make_slides
from lib.subjects.evidence import gemeenten_chart, ranges_chart, tekort_chart
from tests.render.slides.making import IMPRINT, LONG, OTHER, answers_of, boxes, slides_of, texts_of, wider

pytestmark = pytest.mark.heavy
DPI = 50


def rendered(answers: Answers, folder: Path) -> tuple[list[str], list[Image.Image]]:
    """Text and picture of each page, drawn by LibreOffice."""
    (folder / "dia.pptx").write_bytes(make_slides(answers, IMPRINT))
    office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", folder, folder / "dia.pptx"], check=True, capture_output=True, timeout=240)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", folder / "dia.pdf", folder / "dia"], check=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader(folder / "dia.pdf").pages]
    return pages, [Image.open(path).convert("L") for path in sorted(folder.glob("dia-*.png"))]


@pytest.fixture(scope="module", autouse=True)
def measured_type() -> None:
    """Slides are measured in Arial: without it or its twin this test says nothing."""
    found = subprocess.run(["fc-match", "Arial"], capture_output=True, text=True, check=True).stdout
    assert re.search("Arial|Liberation", found), f"fonts-liberation is missing: Arial becomes {found}"


def letters(text: str) -> str:
    """Text without what breaking lines changes."""
    return re.sub(r"[\s\x00-\x1f\u202e\ufffe-]", "", text)


@pytest.mark.parametrize("which", ["default", "other", "same", "long"])
def test_nothing_is_lost_and_nothing_is_cut_off(release: Release, which: str, tmp_path: Path) -> None:
    answers = {
        "default": lambda: answers_of(release),
        "other": lambda: answers_of(release, **OTHER),
        "same": lambda: answers_of(release, b=default_view(release).a),
        "long": lambda: answers_of(wider(release, LONG)),
    }[which]()
    deck: Any = slides_of(answers)
    pages, pictures = rendered(answers, tmp_path)
    assert len(pages) == len(pictures) == len(deck.slides)
    for slide, page, picture in zip(deck.slides, pages, pictures, strict=True):
        drawn = letters(page)
        for text in texts_of(slide):
            # A letter that the type lacks comes from another type, and is read out at another place.
            assert all(part in drawn for part in letters(text).split("✓")), (slide.shapes.title.text_frame.text, text)
        _clear(slide, picture)


def _clear(slide: Any, picture: Image.Image) -> None:
    """Outside the boxes of its shapes a slide is empty: no text runs out of its box or off the page."""
    bare = picture.copy()
    scale = DPI / 914400
    for _, left, top, right, bottom in boxes(slide):
        place = (int(left * scale) - 1, int(top * scale) - 1, int(right * scale) + 2, int(bottom * scale) + 2)
        bare.paste(255, place)
    assert bare.getextrema()[0] > 200, slide.shapes.title.text_frame.text


def test_numbers_along_an_axis_are_written_as_on_the_screen(release: Release, tmp_path: Path) -> None:
    """The number format of a chart writes what lib.text writes, Dutch signs included."""
    answers = answers_of(release)
    pages, _ = rendered(answers, tmp_path)
    pages = [page.replace("\xa0", " ") for page in pages]
    for make in (tekort_chart, ranges_chart, gemeenten_chart):
        spec = make(answers)
        low, high, step = scale(spec)
        labels = {
            spec.notation.words(low + i * step).replace("\xa0", " ") for i in range(round((high - low) / step) + 1)
        }
        assert any(all(label in page for label in labels) and spec.title in page for page in pages), (spec.id, labels)
