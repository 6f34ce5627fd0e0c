"""The offer on *Cijfers aanleveren*: new files in data/ and scenarios/, what they change, and the act of publishing."""

import streamlit as st

from lib.analysis.effect import size_words
from lib.analysis.folder import FolderPreview
from lib.analysis.folder_words import part_title
from lib.analysis.model_changes import ModelChange
from lib.store.access import PUBLISH
from lib.store.folder import file_of
from lib.text import counted, upper_first, whole
from lib.ui import publishing, shipped, sign_in
from lib.ui.change_tables import changes_file, changes_table, effect_tables, problems_file, problems_table
from lib.ui.handing_in import PLACE
from lib.ui.html import Row, block, name, table, text, words
from lib.ui.shipped import Faulty

TITLE = "Nieuwe bestanden in data/ en scenarios/"
#: Session state of the offer.
WHO, NAME, NOTE, CONCEPT, ACCEPTED = (f"bestanden_{word}" for word in ("wie", "naam", "waarom", "concept", "aanvaard"))
CSV = "text/csv"


def show() -> None:
    """Nothing, unless the files say something new and the reader may publish it."""
    if not PUBLISH.open_to(sign_in.present()):
        return
    found = shipped.look()
    if isinstance(found, Faulty):
        _refused(found)
    elif found is not None and shipped.offered(found):
        _offer(found)


def _refused(found: Faulty) -> None:
    told = counted(len(found.problems), "fout", "fouten")
    st.html(block(f"{TITLE}: {told}", "zij kunnen niet worden gepubliceerd; er is niets veranderd", ""))
    with st.expander("Wat er mis is"):
        st.html(problems_table("Wat er mis is in data/ en scenarios/", found.problems))


def _offer(found: FolderPreview) -> None:
    used = found.used.number
    said = (
        f"Zij verschillen van release {used}, die in gebruik is: {size_words(found.size)}. Er verandert pas iets als u ze "
        f"publiceert; release {used} blijft bewaard."
    )
    st.html(block(TITLE, f"ten opzichte van release {used}", f'<p class="rw-say">{text(said)}</p>'))
    with st.expander("Bekijk wat er verandert en publiceer"):
        _changes(found)
        _warnings(found)
        _publish(found)


def _changes(found: FolderPreview) -> None:
    st.html(parts_table(found) + model_table(found.model))
    if found.rows:
        st.html(changes_table(found.rows, found.old, found.new))
        made = changes_file(found.rows, found.old, found.new)
        st.download_button(
            "Wijzigingen in data/ ophalen (CSV)", made, "wijzigingen.csv", CSV, on_click="ignore", key="bestanden_csv"
        )
    st.html(effect_tables(found.effect, found.new))


def parts_table(found: FolderPreview) -> str:
    """Per table how many rows change, and the files that nothing reads."""
    rows = [
        Row([name(part_title(part)), words(file_of(part)), words(size_words(size))])
        for part, size in found.sizes.items()
    ]
    unused = found.folder.unused
    note = f"Niet gelezen, want geen tabel en geen scenario: {', '.join(unused)}." if unused else ""
    return table("Wat er per tabel verandert", ["Tabel", "Waar", "Rijen"], rows, note=note, style="rw-wrap rw-rows")


def model_table(changes: tuple[ModelChange, ...]) -> str:
    """Each scenario, parameter and PM item that is another one."""
    if not changes:
        return '<p class="rw-say">Geen scenario, aanname of PM-post verandert.</p>'
    rows = [
        Row(
            [
                name(f"{upper_first(each.sort)}: {each.title} ({each.id})"),
                words(each.kind),
                words("; ".join(each.words)),
            ]
        )
        for each in changes
    ]
    caption = "Scenario’s, aannames en PM-posten die veranderen"
    return table(caption, ["Wat", "Wat gebeurt er", "Waarin"], rows, style="rw-wrap rw-rows rw-tall")


def _warnings(found: FolderPreview) -> None:
    if found.warnings:
        st.html(problems_table("Waarschuwingen bij deze bestanden", found.warnings))
        st.download_button(
            "Waarschuwingen ophalen (CSV)",
            problems_file(found.warnings),
            "waarschuwingen.csv",
            CSV,
            on_click="ignore",
            key="bestanden_waarschuwingen",
        )


def _publish(found: FolderPreview) -> None:
    sign_in.ask_name("Wie publiceert deze bestanden", WHO, placeholder="uw naam en gemeente")
    left, right = st.columns([1, 2])
    title = left.text_input("Hoe heet deze release", key=NAME, max_chars=80)
    note = right.text_input("Toelichting bij deze bestanden", key=NOTE, max_chars=300)
    concept = st.checkbox("Als concept bewaren; lezers zien haar nog niet", key=CONCEPT)
    # What was accepted of other files, or beside another release, is not accepted of these.
    key = f"{ACCEPTED}_{found.used.number}_{found.folder.content.hash}"
    accepted = not found.warnings or st.checkbox(
        f"Ik heb deze waarschuwingen ({whole(len(found.warnings))}) gezien en aanvaard ze", key=key
    )
    who = str(st.session_state.get(WHO) or "").strip()
    lacking = [
        told
        for given, told in (
            (accepted, "aanvaard de waarschuwingen"),
            (who, "vul in wie publiceert"),
            (title.strip(), "geef de release een naam"),
            (note.strip(), "schrijf een toelichting"),
        )
        if not given
    ]
    st.button(
        "Publiceer deze bestanden",
        type="primary",
        disabled=bool(lacking),
        on_click=_act,
        args=(found, title, note, who, concept),
    )
    if lacking:
        st.caption(f"Nog te doen: {'; '.join(lacking)}.")


def _act(found: FolderPreview, title: str, note: str, who: str, concept: bool) -> None:
    publishing.publish(PLACE, found, title, note, who, concept)
