"""Slides to look at: of which view, of which release, and how a test reads them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
from pptx import Presentation
from pptx.util import Emu

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import Gemeente
from lib.render.packing import Imprint
from lib.render.slides.deck import make_slides

LINK = "https://routewijzer.example/vergadering?a=x&release=1"
IMPRINT = Imprint(LINK, datetime(2026, 3, 4, 9, 30, 15))
#: A gemeente, other amounts, all years, own assumptions and another key.
OTHER = {
    "gemeente": "GM1742",
    "expression": "per_inwoner",
    "horizon": 2030,
    "overrides": (("schaalverlies", 0.11), ("uitstroom_wsw", 0.06)),
    "key": "inwoners",
}
FOOT = ("ftr", "sldNum")


def answers_of(release: Release, **changes: Any) -> Answers:
    view = replace(default_view(release), **changes)
    return Answers(release, view, compare_view(release, view))


def slides_of(answers: Answers, imprint: Imprint = IMPRINT) -> Any:
    return Presentation(io.BytesIO(make_slides(answers, imprint)))


def wider(release: Release, names: Sequence[str]) -> Release:
    """The release with as many gemeenten as there are names: its own, and over again."""
    figures = release.figures
    of = [i % len(figures.gemeenten) for i in range(len(names))]
    codes = [g.code for g in figures.gemeenten] + [f"GM9{i:03}" for i in range(len(names))]
    more = replace(
        figures,
        gemeenten=tuple(Gemeente(code, name) for code, name in zip(codes, names, strict=False)),
        persons=figures.persons[of],
        staff=figures.staff[of],
        costs=figures.costs[of],
        pm=figures.pm[of],
        keys={name: shares[of] / shares[of].sum() for name, shares in figures.keys.items()},
    )
    return replace(release, figures=more)


LONG = (
    "Samenvoegingsgemeente " + "Langenaamstreekdorpsgezicht" * 4 + " aan den IJssel",
    '=HYPERLINK("http://kwaad.example","klik")<b>&amp;',
    "W" * 300,
    "http://kwaad.example/pad?x=1",
    "@SUM(A1)\x07\x1b\u202e\ufffe",
    "Noord- en Zuid-Hollandsch Koffiehuis en omstreken, ten westen van de oude grens, en nog wat",
)


def texts_of(slide: Any) -> list[str]:
    """Every text on a slide: of shapes, and of cells."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return found


def charts_of(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def runs_of(deck: Any) -> Iterator[tuple[Any, Any]]:
    """Each run with the shape that it stands in."""
    for slide in deck.slides:
        for shape in slide.shapes:
            frames = [shape.text_frame] if shape.has_text_frame else []
            if shape.has_table:
                frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
            for frame in frames:
                for paragraph in frame.paragraphs:
                    for run in paragraph.runs:
                        yield shape, run


def kind_of(shape: Any) -> str:
    """Which placeholder it is, or "" for none."""
    return shape._element.ph.get("type", "body") if shape.is_placeholder else ""


def boxes(slide: Any) -> list[tuple[str, int, int, int, int]]:
    """Name, left, top, right and bottom of each shape."""
    return [
        (shape.name, shape.left, shape.top, Emu(shape.left + shape.width), Emu(shape.top + shape.height))
        for shape in slide.shapes
    ]


def sheet_of(chart: Any) -> Any:
    """The sheet behind a chart."""
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active


def parts_of(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}
