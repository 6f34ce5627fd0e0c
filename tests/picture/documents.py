"""Every document as text: what stands in it, and in a second file how it is laid out. With what frozen states store."""

import io
from collections.abc import Iterator
from dataclasses import asdict, astuple
from typing import Any

import pyarrow.parquet as pq
from pptx import Presentation

from lib.comparison.answers import Answers
from lib.comparison.release import open_release
from lib.comparison.view import compare_view, default_view
from lib.render.documents import DOCUMENTS, make, make_of_state
from lib.render.export import CannotExport
from lib.render.frozen import download_name, explanation, state_csv, state_parquet, state_words
from lib.render.packing import Imprint
from lib.render.release_files import release_xlsx, release_zip, template_csv, template_xlsx
from lib.store.protection import releases
from lib.store.releases import load
from lib.store.saved_views import State, state, states
from tests.picture.pinned import FIRST_MOMENT
from tests.picture.places import FROZEN, IN_EVERY_KIND, VIEWS, Places
from tests.picture.writing import Folder, digest, json_text, lines_of, rows_text
from tests.render.pdf_reading import opened, page_texts, tags, titles
from tests.render.reading import zip_files
from tests.render.slides.making import charts_of
from tests.render.workbook.cells import CELL, book

#: Kinds of document that cost little: of every view.
QUICK = ("pdf", "gemeente", "pptx")
LINK = "https://routewijzer.example/?a=x&release=1"


def write_documents(folder: Folder, places: Places) -> None:
    """Documents of the views that are frozen too; downloads of releases; templates."""
    release = open_release(places.plain)
    for name in FROZEN:
        view = VIEWS[name](default_view(release))
        answers = Answers(release, view, compare_view(release, view))
        for kind in DOCUMENTS if name in IN_EVERY_KIND else QUICK:
            document = make(kind, answers, Imprint(LINK, FIRST_MOMENT))
            _write(folder, f"documents/{name}/{kind}", document.body, document.kind.extension, document.name)
    for info in releases(places.full):
        content = load(places.full, info.number)
        _write(folder, f"releases/{info.number}/werkmap", release_xlsx(info, content), "xlsx")
        _write(folder, f"releases/{info.number}/bestanden", release_zip(info, content), "zip")
        _write(folder, f"releases/{info.number}/sjabloon", template_xlsx(info, content), "xlsx")
        for file, body in template_csv(info, content).items():
            folder.write(f"releases/{info.number}/sjabloon-{file}", body.decode("utf-8-sig"))


def write_states(folder: Folder, places: Places) -> None:
    """What each frozen state stores, and what it says of itself; what can be taken away of three of them: with own
    assumptions, of another program, on a later release."""
    infos = states(places.full)
    for info in infos:
        place, frozen = f"states/{info.number}", state(places.full, info.number)
        folder.write(f"{place}-gegevens", f"{json_text(asdict(info))}\n{explanation(frozen)}")
        for name, body in frozen.tables.items():
            folder.write(f"{place}-{name}", rows_text(pq.read_table(io.BytesIO(body)).to_pylist()))
    for info in (infos[FROZEN.index("eigen")], *infos[len(FROZEN) :]):
        place, frozen = f"states/{info.number}", state(places.full, info.number)
        for kind, download in (("csv", state_csv(frozen)), ("parquet", state_parquet(frozen))):
            _write(folder, f"{place}-{kind}", download, "zip", download_name(info, kind))
        for kind in DOCUMENTS:
            _write_of_state(folder, f"{place}-{kind}", places, kind, frozen)


def _write_of_state(folder: Folder, place: str, places: Places, kind: str, frozen: State) -> None:
    release = open_release(places.full, frozen.info.release)
    try:
        document = make_of_state(kind, frozen, release, Imprint(LINK, FIRST_MOMENT, state_words(frozen.info)))
    except CannotExport as refusal:
        folder.write(place, refusal.melding)
        return
    _write(folder, place, document.body, document.kind.extension, document.name)


def _write(folder: Folder, place: str, body: bytes, extension: str, name: str = "") -> None:
    """The text of a document under its file name, and where it has one its layout beside it. The hash of its bytes is
    in a file of its own: it differs as soon as anything does."""
    folder.write(f"{place}-bytes", digest(body))
    text, layout = READERS[extension](body)
    folder.write(place, "\n".join(filter(None, (name, text))))
    if layout:
        folder.write(f"{place}-opmaak", layout)


def _pdf(body: bytes) -> tuple[str, str]:
    pages = (f"--- {number}\n{text}" for number, text in enumerate(page_texts(body), start=1))
    about = (f"{key} {value}" for key, value in sorted((opened(body).metadata or {}).items()))
    boxes = (str(page.mediabox) for page in opened(body).pages)
    structure = (" ".join(map(str, astuple(tag))) for tag in tags(body))
    return "\n".join((*about, *titles(body), *pages)), "\n".join((*boxes, *structure))


def _xlsx(body: bytes) -> tuple[str, str]:
    workbook = book(body)
    cells = (
        f"{sheet}!{address} {cell.value!r}{f' ={cell.formula}' if cell.formula else ''}"
        for sheet, content in workbook.sheets.items()
        for address, cell in content.items()
    )
    layout = {name: CELL.sub("", text) for name, text in workbook.parts.items() if name != "xl/sharedStrings.xml"}
    styles = (f"{sheet}!{place}" for sheet, file in workbook.files.items() for place in _styled(workbook.parts[file]))
    return "\n".join(cells), "\n".join((*_files(layout), *styles))


def _styled(sheet: str) -> Iterator[str]:
    """Which cells have which style."""
    return (f"{column}{row}{attributes}" for column, row, attributes, _ in CELL.findall(sheet))


def _pptx(body: bytes) -> tuple[str, str]:
    deck = Presentation(io.BytesIO(body))
    text = [line for number, slide in enumerate(deck.slides, start=1) for line in _slide(number, slide)]
    for chart in charts_of(deck):
        for plot in chart.plots:
            text.append(f"grafiek {list(plot.categories)}")
            text += [f"reeks {series.name} {list(series.values)}" for series in plot.series]
    layout = {name: file.decode() for name, file in zip_files(body).items() if name.endswith((".xml", ".rels"))}
    return "\n".join(text), "\n".join(_files(layout))


def _slide(number: int, slide: Any) -> Iterator[str]:
    yield f"--- {number}"
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield f"{shape.name}: {shape.text_frame.text}"
        if shape.has_table:
            yield from (" | ".join(cell.text_frame.text for cell in row.cells) for row in shape.table.rows)
    if slide.has_notes_slide:
        yield f"notities: {slide.notes_slide.notes_text_frame.text}"


def _zip(body: bytes) -> tuple[str, str]:
    """The files of a zip: text as it stands, Parquet as rows."""
    texts = []
    for name, inside in zip_files(body).items():
        rows = name.endswith(".parquet")
        texts.append(f"--- {name}")
        texts.append(rows_text(pq.read_table(io.BytesIO(inside)).to_pylist()) if rows else inside.decode("utf-8-sig"))
    return "\n".join(texts), ""


def _files(files: dict[str, str]) -> Iterator[str]:
    return (f"--- {name}\n{lines_of(text)}" for name, text in sorted(files.items()))


READERS = {"pdf": _pdf, "xlsx": _xlsx, "pptx": _pptx, "zip": _zip}
