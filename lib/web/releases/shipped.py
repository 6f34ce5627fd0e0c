"""The files in data/ and scenarios/ beside the release in use: whether they say something new, and on *Cijfers aanleveren*
what they change and the act of publishing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from lib.render.html import EMPTY, Html, Row, block, name, paragraph, table, words
from lib.store import locations
from lib.store.access import PUBLISH
from lib.store.faults import StoreError
from lib.store.parts import size_words
from lib.subjects.folder_preview import FolderPreview, part_title, prepare_folder
from lib.subjects.release_preview import ModelChange
from lib.tables.rows import Problem, Unsound
from lib.text import counted, upper_first
from lib.upload.folder import ROOMS, file_of
from lib.web import sign_in
from lib.web.cache import cached
from lib.web.drawing import draw_html
from lib.web.messages import CSV, PublishForm, problems_button
from lib.web.releases.change_tables import changes_file, changes_table, effect_tables, problems_table
from lib.web.state import SEEN, database_stamp

UNKNOWN = "Of de bestanden in data/ en scenarios/ gelijk zijn aan de release in gebruik, is nu niet vast te stellen."
EQUAL = "De bestanden in data/ en scenarios/ zijn gelijk aan de release in gebruik."
FAULTY = "De bestanden in data/ en scenarios/ zijn niet in orde; de opdracht python -m lib check zegt wat er mis is."
WAITING = "In data/ en scenarios/ staan nieuwe bestanden klaar; bekijk ze op Cijfers aanleveren."
TITLE = "Nieuwe bestanden in data/ en scenarios/"
WHO = "bestanden_wie"
FORM = PublishForm(
    "bestanden",
    "Hoe heet deze release",
    "Toelichting bij deze bestanden",
    "Als concept bewaren; lezers zien haar nog niet",
    "Ik heb deze waarschuwingen ({}) gezien en aanvaard ze",
    "vul in wie publiceert",
    "Publiceer deze bestanden",
)


@dataclass(frozen=True)
class Faulty:
    """Why the files cannot be published."""

    problems: tuple[Problem, ...]


#: What the files would change, or why they cannot be read; None when that cannot be said now, as when a shared database
#: does not answer.
Finding = FolderPreview | Faulty | None


def look() -> Finding:
    """What is to be said of the files, read once per state of them and of the database."""
    home = locations.home()
    try:
        database_stamp()
        if st.session_state[SEEN].since is not None:
            return None
        return _look(str(home), _stamp(home), database_stamp())
    except (StoreError, Unsound, OSError):
        return None


def _stamp(home: Path) -> tuple[tuple[str, int, int], ...]:
    files = [file for room, ending in ROOMS.items() for file in sorted((home / room).glob(f"*{ending}"))]
    stats = [(file.name, file.stat()) for file in files]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@cached
def _look(home: str, files: tuple[tuple[str, int, int], ...], stamp: int) -> FolderPreview | Faulty:
    try:
        return prepare_folder(locations.database(), Path(home))
    except Unsound as error:
        return Faulty(error.problems)


def offered(finding: Finding) -> bool:
    """Whether there is something to decide: what is a release already was decided before."""
    return isinstance(finding, Faulty) or (finding is not None and bool(finding.changes) and finding.same is None)


def shipped_words() -> str:
    """One sentence on data/ and scenarios/ beside the release in use."""
    finding = look()
    if finding is None or isinstance(finding, Faulty):
        return UNKNOWN if finding is None else FAULTY
    if not finding.changes:
        return EQUAL
    used, same = finding.used.number, finding.same
    if same is not None:
        return f"De bestanden in data/ en scenarios/ zijn gelijk aan release {same.number}; nu is release {used} in gebruik."
    return (
        f"De bestanden in data/ en scenarios/ verschillen van de release in gebruik, release {used} "
        f"({size_words(finding.size)}); ze tellen pas mee na publiceren, op Cijfers aanleveren."
    )


def notice() -> None:
    """In the sidebar, for who can do something about it: that new files are waiting."""
    if PUBLISH.open_to(sign_in.present()) and offered(look()):
        st.caption(WAITING)


def show() -> None:
    """The offer: nothing, unless the files say something new and the reader may publish it."""
    finding = look() if PUBLISH.open_to(sign_in.present()) else None
    if not offered(finding):
        return
    if isinstance(finding, Faulty):
        _refused(finding.problems)
    elif finding is not None:
        _offer(finding)


def _refused(problems: Sequence[Problem]) -> None:
    count = counted(len(problems), "fout", "fouten")
    draw_html(block(f"{TITLE}: {count}", "zij kunnen niet worden gepubliceerd; er is niets veranderd"))
    with st.expander("Wat er mis is"):
        draw_html(problems_table("Wat er mis is in data/ en scenarios/", problems))


def _offer(preview: FolderPreview) -> None:
    used, size = preview.used.number, size_words(preview.size)
    words = (
        f"Zij verschillen van release {used}, die in gebruik is: {size}. Er verandert pas iets als u ze "
        f"publiceert; release {used} blijft bewaard."
    )
    draw_html(block(TITLE, f"ten opzichte van release {used}", paragraph(words)))
    with st.expander("Bekijk wat er verandert en publiceer"):
        _changes(preview)
        if preview.warnings:
            draw_html(problems_table("Waarschuwingen bij deze bestanden", preview.warnings))
            label, file = "Waarschuwingen ophalen (CSV)", "waarschuwingen.csv"
            problems_button(label, preview.warnings, file, key="bestanden_waarschuwingen")
        sign_in.ask_name("Wie publiceert deze bestanden", WHO, placeholder="uw naam en gemeente")
        who = str(st.session_state.get(WHO) or "")
        FORM.show(preview, preview.warnings, who, f"{used}_{preview.folder.content.hash}")


def _changes(preview: FolderPreview) -> None:
    old, new, rows = preview.old, preview.new, preview.rows
    notes = EMPTY.join(paragraph(f"Let op: {note}") for note in preview.content.notes)
    draw_html(notes + parts_table(preview) + model_table(preview.model))
    if rows:
        draw_html(changes_table(rows, old, new))
        file, label = changes_file(rows, old, new), "Wijzigingen in data/ ophalen (CSV)"
        st.download_button(label, file, "wijzigingen.csv", CSV, on_click="ignore", key="bestanden_csv")
    draw_html(effect_tables(preview.effect, new))


def parts_table(preview: FolderPreview) -> Html:
    """Per table how many rows change, and the files that nothing reads."""
    rows = [
        Row([name(part_title(part)), words(file_of(part)), words(size_words(size))])
        for part, size in preview.sizes.items()
    ]
    unused = preview.folder.unused
    note = f"Niet gelezen, want geen tabel en geen scenario: {', '.join(unused)}." if unused else ""
    return table("Wat er per tabel verandert", ["Tabel", "Waar", "Rijen"], rows, note=note, style="rw-wrap rw-rows")


def model_table(changes: tuple[ModelChange, ...]) -> Html:
    """Each scenario, parameter and PM item that is another one."""
    if not changes:
        return paragraph("Geen scenario, aanname of PM-post verandert.")
    rows = []
    for change in changes:
        title = f"{upper_first(change.sort)}: {change.title} ({change.id})"
        rows.append(Row([name(title), words(change.kind), words("; ".join(change.words))]))
    caption = "Scenario’s, aannames en PM-posten die veranderen"
    return table(caption, ["Wat", "Wat gebeurt er", "Waarin"], rows, style="rw-wrap rw-rows rw-tall")
