"""*Cijfers aanleveren*, step by step: the files and what they do not say, what was read, what is wrong, what changes, and the
act of publishing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.comparison.release import Release
from lib.render.html import EMPTY, Cell, Html, Row, block, element, literal, name, paragraph, table, text, words
from lib.render.release_files import template_xlsx
from lib.store import locations
from lib.store.parts import size_words
from lib.subjects.accountability.data_tables import TITLES
from lib.subjects.release_preview import Preview, Ways, part_total, prepare_both_ways
from lib.tables.columns import STATUSES
from lib.tables.content import Content
from lib.tables.rows import Problem, Unsound
from lib.text import local, upper_first, whole, year_range
from lib.text.parsing import Style
from lib.upload.draft import Unclear
from lib.upload.meaning.context import Options, Personal
from lib.upload.meaning.layout import VALUES
from lib.upload.reading.apart import warm
from lib.upload.reading.files import KINDS, Offered
from lib.upload.sheet_figures import SheetFigures
from lib.upload.warnings import Unused
from lib.web import sign_in
from lib.web.drawing import draw_html
from lib.web.messages import CSV, FIGURES, Message, PublishForm, forget, problems_button, tell
from lib.web.messages import show as show_message
from lib.web.releases.change_tables import (
    FILL_IN,
    REPLACE,
    changes_file,
    changes_table,
    effect_tables,
    problems_table,
    ways_table,
)
from lib.web.releases.releases import EXCEL, content_of
from lib.web.state import database_stamp, full_link, release_list, selection

#: Session state of this page: the round (a new one empties the file chooser) and the preview.
ROUND, LOOKED = "aanlevering_ronde", "aanlevering_gezien"
#: More that is not used nobody reads.
SHOWN = 12
STYLES: dict[Style, str] = {"nl": "Nederlands: 1.500 is vijftienhonderd", "en": "Engels: 1.500 is anderhalf"}
NOTATION: dict[Style | None, str] = {"nl": "1.234,56", "en": "1,234.56", None: "zonder scheidingstekens"}
OWN = "Staat in het bestand"
PUBLISHER, STATUS, SOURCE = "aanlevering_door", "aanlevering_status", "aanlevering_bron"
NUMBERS, BASE_YEAR = "aanlevering_notatie", "aanlevering_basisjaar"
#: Fields that belong to the files of a round.
WAY, GEMEENTE, JAAR = "aanlevering_manier", "aanlevering_gemeente", "aanlevering_jaar"
THOUSAND, NEGATIVE = "aanlevering_duizend", "aanlevering_negatief"
#: What happens to what the files leave out → whether whole blocks are replaced.
WAYS = {FILL_IN: False, REPLACE: True}
HEAD = ["Bestand", "Tabel", "Vorm", "Notatie", "Cijfers", "Opgeteld", "Gemeente", "Jaren"]
HEAD += ["Totalen nagerekend", "Niet gebruikt"]


def leave() -> None:
    """The reader is on another page: what was read is let go, since it is large and its files are no longer chosen."""
    st.session_state.pop(LOOKED, None)


def _next_round() -> None:
    """The form is empty for the next files."""
    st.session_state[ROUND] += 1
    leave()


FORM = PublishForm(
    "aanlevering",
    "Naam van de release",
    "Toelichting: wat en waarom",
    "Bewaar als concept; lezers zien haar nog niet",
    "Ik heb de waarschuwingen ({}) gezien en aanvaard ze",
    "vul bij stap 1 in wie aanlevert",
    "Publiceer",
    _next_round,
)


@dataclass(frozen=True)
class Refusal:
    """Why files cannot be published; `unclear` when only the notation of numbers is open.

    Not the exception itself: that would keep what was read in memory for as long as the session lasts.
    """

    problems: tuple[Problem, ...]
    unclear: bool = False


def opening() -> Html:
    """What this page is for."""
    release, _ = selection()
    figures = len(release.tables["headcounts"]) + len(release.tables["costs"])
    title = f"Release {release.info.number} telt {whole(figures)} cijfers; hier levert u nieuwe aan"
    quiet = (
        "U ziet eerst wat er verandert. Pas als u publiceert, telt het mee. De oude cijfers blijven bewaard en u kunt "
        "altijd terug. Lever nooit gegevens over één mens aan."
    )
    return element("h1", title) + paragraph(quiet, "rw-sub")


def outcome() -> None:
    """What the last act came to; after publishing, with a link to what it changed."""
    message = show_message(FIGURES, "Wat er mis is")
    if message is not None and message.release is not None:
        address = full_link(*selection(), page="")
        link = Html('<a href="{}" target="_self">Bekijk release {} op Overzicht</a>')
        draw_html(paragraph(link.format(address, message.release)))


def _per_round(key: str) -> str:
    """The key of a field that belongs to these files, and is as it was for the next."""
    return f"{key}_{st.session_state.setdefault(ROUND, 0)}"


def choose_files() -> Sequence[Offered]:
    """Step 1: the files, and what holds for figures that do not say it themselves."""
    draw_html(block("1. Kies bestanden", "CSV, een werkmap (.xlsx, .xlsm, .xls, .ods) of Parquet; meer tegelijk mag"))
    warm()
    release, _ = selection()
    files = st.file_uploader(
        "Bestanden met aantallen of kosten",
        [suffix.removeprefix(".") for suffix in KINDS],
        accept_multiple_files=True,
        key=_per_round("aanlevering_bestanden"),
        max_upload_size=int(release.settings["aanlevering_megabytes"]),
    )
    st.radio("Wat gebeurt er met cijfers die niet in het bestand staan?", list(WAYS), key=_per_round(WAY))
    left, middle, right = st.columns([1, 1.2, 2])
    with left:
        sign_in.ask_name("Wie levert aan", PUBLISHER, placeholder="uw naam en gemeente")
    middle.selectbox("Status van cijfers zonder status", [OWN, *STATUSES], key=STATUS)
    right.text_input("Bron van cijfers zonder bron", key=SOURCE, max_chars=200, placeholder=OWN.lower())
    _ask_what_lacks(release)
    # A corrected file under the same name takes the place of the earlier one.
    return list({file.name: Offered(file.name, file.getvalue()) for file in files}.values())


def _ask_what_lacks(release: Release) -> None:
    """What the reader of a file knows and the file may not say; asked anew for every round of files."""
    years = range(release.figures.base_year, max(release.horizons) + 1)
    left, middle, right = st.columns([1.3, 1.2, 1.7])
    gemeenten = [gemeente.naam for gemeente in release.figures.gemeenten]
    left.selectbox("Gemeente, als het bestand er geen noemt", [OWN, *gemeenten], key=_per_round(GEMEENTE))
    middle.selectbox("Jaar, als het bestand er geen noemt", [OWN, *years], key=_per_round(JAAR))
    with right:
        st.checkbox("Bedragen staan × € 1.000", key=_per_round(THOUSAND))
        st.checkbox("Kosten staan er negatief in (opbrengsten positief)", key=_per_round(NEGATIVE))
    st.caption(
        "Geef alleen op wat niet in het bestand staat. Noemt het een andere gemeente of een ander jaar, dan wordt het geweigerd."
    )


def _publisher() -> str:
    return str(st.session_state.get(PUBLISHER) or "").strip()


def _options() -> Options:
    """How to read: what was chosen on the page."""
    state = st.session_state
    status, gemeente, jaar = (
        None if value == OWN else value
        for value in (state.get(key, OWN) for key in (STATUS, _per_round(GEMEENTE), _per_round(JAAR)))
    )
    style = state.get(NUMBERS)
    return Options(
        publisher=_publisher() or "onbekend",
        today=local(datetime.now(UTC)).date(),
        numbers=next((key for key, label in STYLES.items() if label == style), None),
        status=status,
        source=(state.get(SOURCE) or "").strip() or None,
        base_year=state.get(BASE_YEAR),
        thousand=bool(state.get(_per_round(THOUSAND))),
        negative_costs=bool(state.get(_per_round(NEGATIVE))),
        gemeente=gemeente,
        jaar=jaar,
    )


def look(files: Sequence[Offered]) -> Ways | Refusal:
    """What the files would change, or why not; read once per choice, for filling in and for replacing blocks. A file
    about one person is dropped at once."""
    options = _options()
    key = tuple(file.sha256 for file in files), tuple(file.name for file in files), options, locations.database()
    before: tuple[object, Ways | Refusal] | None = st.session_state.get(LOOKED)
    if before is not None and before[0] == key and not _stale(before[1]):
        return before[1]
    if before is None or before[0] != key:
        forget(FIGURES)
    bar = st.progress(0.0, "De bestanden worden gelezen")
    try:
        finding: Ways | Refusal = prepare_both_ways(locations.database(), files, options, partial(_progress, bar))
    except Personal as error:
        tell(FIGURES, Message(False, "Het bestand is geweigerd en niets ervan is bewaard.", error.problems))
        _next_round()
        st.rerun()
    except Unsound as error:
        finding = Refusal(error.problems, isinstance(error, Unclear))
    finally:
        bar.empty()
    st.session_state[LOOKED] = key, finding
    return finding


def _stale(finding: Ways | Refusal) -> bool:
    """Whether another release came into use since; a backup that was put back may have given it the same number."""
    if isinstance(finding, Refusal):
        return False
    used = finding.filling.used.number, finding.filling.used.hash
    return not any(info.current and (info.number, info.hash) == used for info in release_list(database_stamp()))


def _progress(bar: DeltaGenerator, share: float, words: str) -> None:
    bar.progress(share, literal(upper_first(words)))


def show(finding: Ways | Refusal) -> None:
    """Steps 2 to 5, in the way that was chosen."""
    replace = WAYS[st.session_state.get(_per_round(WAY)) or FILL_IN]
    if isinstance(finding, Ways) and replace and finding.refused:
        finding = Refusal(finding.refused)
    if isinstance(finding, Refusal):
        _refused(finding)
        return
    preview = finding.preview(replace)
    _read(preview)
    _changes(preview, ways_table(finding, replace))
    _publish(preview)


def _refused(refusal: Refusal) -> None:
    problems = refusal.problems
    if refusal.unclear:
        draw_html(block("2. Getallen op twee manieren te lezen", f"{whole(len(problems))} keer"))
        draw_html(problems_table("Getallen die op twee manieren te lezen zijn", problems))
        st.radio("Hoe zijn de getallen geschreven?", list(STYLES.values()), index=None, key=NUMBERS)
        return
    count = "Eén fout" if len(problems) == 1 else f"{whole(len(problems))} fouten"
    draw_html(block(f"2. {count}; er is niets veranderd", "verbeter het bestand en kies het opnieuw"))
    draw_html(problems_table("Wat er mis is, en wat u kunt doen", problems))
    problems_button("Lijst ophalen (CSV)", problems, "fouten.csv")


def _read(preview: Preview) -> None:
    draw_html(read_block(preview))
    warnings = preview.draft.warnings
    if not warnings:
        draw_html(block("3. Geen fouten en geen waarschuwingen", ""))
        return
    listed = problems_table("Waarschuwingen", warnings)
    draw_html(block("3. Waarschuwingen", f"{whole(len(warnings))}; kijk ze na", listed))
    problems_button("Lijst ophalen (CSV)", warnings, "waarschuwingen.csv")


def read_block(preview: Preview) -> Html:
    """What was read, sheet by sheet, and what no figure comes from, as the command line says it too."""
    draft = preview.draft
    inner = table("Per bestand of blad", HEAD, [_part(part, preview) for part in draft.parts], style="rw-wrap rw-rows")
    if draft.unused:
        more = f"; en nog {whole(len(draft.unused) - SHOWN)}" if len(draft.unused) > SHOWN else ""
        inner += paragraph(f"Niet gebruikt: {'; '.join(map(str, draft.unused[:SHOWN]))}{more}.")
    inner += EMPTY.join(paragraph(f"Let op: {note}") for note in draft.content.notes)
    if draft.beside:
        inner += paragraph(
            f"De cijfers van {', '.join(map(str, draft.beside))} liggen na het basisjaar {draft.base_year}. Zij staan "
            "straks naast de projectie, op Kosten en Mensen, en gaan er niet in."
        )
    return block("2. Wat er is gelezen", "", inner)


def _part(part: SheetFigures, preview: Preview) -> Row:
    content = preview.draft.content
    years = sorted({year for year in part.columns.get("jaar", ()) if year is not None})
    figures = sum(value is not None for value in part.columns[part.layout.value])
    return Row(
        [
            name(part.sheet.words),
            words(TITLES[part.table]),
            words(f"{part.layout.form}, {part.how}"),
            words(NOTATION[part.style]),
            Cell(text(whole(figures))),
            words(part_total(part, content)),
            words(_gemeenten({code for code in part.columns["gemeente_code"] if code is not None}, content)),
            words(year_range(years[0], years[-1]) if years else "niet per jaar"),
            Cell(text(whole(part.totals))),
            words(_columns(part, preview.draft.unused) or "alles gebruikt"),
        ]
    )


def _columns(part: SheetFigures, unused: Sequence[Unused]) -> str:
    return ", ".join(item.counted for item in unused if item.where == part.sheet.words and item.cells is not None)


def _gemeenten(codes: Collection[str], content: Content) -> str:
    """The gemeente by its name when it is one, else how many."""
    if len(codes) != 1:
        return whole(len(codes))
    (code,) = codes
    return next((row["gemeente"] for row in content.tables["gemeenten"] if row["gemeente_code"] == code), code)


def _changes(preview: Preview, ways: Html) -> None:
    """The change in one sentence with what becomes of what the files leave out; its figures, and its effect."""
    used, changes = preview.used.number, preview.changes
    besides = any(change.part not in VALUES for change in changes)
    size = size_words(preview.size) + (", met bronnen en instellingen meegeteld" if besides else "")
    summary = paragraph(" ".join([f"Ten opzichte van release {used}: {size}.", *preview.tally.left_out]))
    figures = changes_table(changes, preview.old, preview.new, preview.vanishes)
    draw_html(block("4. Wat verandert er", f"ten opzichte van release {used}", ways + summary + figures))
    years = [year for year in preview.base_years if year >= preview.draft.base_year]
    if len(years) > 1:
        label = "Basisjaar: het jaar waarin elke projectie begint (alleen jaren die voor alle gemeenten volledig zijn)"
        st.selectbox(label, years, index=years.index(preview.draft.base_year), key=BASE_YEAR)
    if changes:
        file = changes_file(changes, preview.old, preview.new, preview.vanishes)
        st.download_button("Alle wijzigingen ophalen (CSV)", file, "wijzigingen.csv", CSV, on_click="ignore")
        draw_html(effect_tables(preview.effect, preview.new))


def _publish(preview: Preview) -> None:
    if not preview.changes:
        number = preview.used.number
        st.info(f"Geen wijzigingen: release {number} zegt al hetzelfde. Er valt niets te publiceren.")
        return
    draw_html(block("5. Publiceren", "als één nieuwe release"))
    FORM.show(preview, preview.draft.warnings, _publisher(), str(st.session_state[ROUND]))


def templates() -> None:
    """An empty upload to start from."""
    info = selection()[0].info
    content = content_of(locations.database(), info.number, info.created_at)
    draw_html(block("Sjabloon", "een leeg bestand met voorbeeld en uitleg, in de woorden van deze release"))
    make = partial(template_xlsx, info, content)
    st.download_button("Sjabloon ophalen (Excel)", make, "sjabloon.xlsx", EXCEL, on_click="ignore")
