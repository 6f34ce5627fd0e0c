"""The steps of handing in figures: what was read, what is wrong, what changes, and the act of publishing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis.data_tables import TITLES
from lib.analysis.effect import size_words
from lib.analysis.handing_in import Preview, Ways, part_total, prepare_both_ways
from lib.store import locations
from lib.store.content import Content
from lib.store.intake.context import Options
from lib.store.intake.draft import Unclear
from lib.store.intake.files import Offered
from lib.store.intake.layout import VALUES
from lib.store.intake.personal import Personal
from lib.store.intake.sheet_figures import SheetFigures
from lib.store.intake.warnings import Unused
from lib.store.problems import Problem, Unsound
from lib.text import upper_first, whole, year_range
from lib.text.parsing import Style
from lib.ui import publishing
from lib.ui.html import Cell, Row, block, literal, name, table, text, words
from lib.ui.messages import Message, forget, tell
from lib.ui.state import database_stamp, release_list

#: Session state of this page: the round (a new one empties the file chooser) and the preview.
ROUND, LOOKED = "aanlevering_ronde", "aanlevering_gezien"
#: Where messages of this page stand.
PLACE = "aanlevering"
#: More that is not used nobody reads.
SHOWN = 12
STYLES: dict[Style, str] = {"nl": "Nederlands: 1.500 is vijftienhonderd", "en": "Engels: 1.500 is anderhalf"}


@dataclass(frozen=True)
class Refusal:
    """Why files cannot be published; `unclear` when only the notation of numbers is open.

    Not the exception itself: that would keep what was read in memory for as long as the session lasts.
    """

    problems: tuple[Problem, ...]
    unclear: bool


def file_key() -> str:
    """The key of the file chooser; a new one empties it."""
    return f"aanlevering_bestanden_{st.session_state.setdefault(ROUND, 0)}"


def look(offered: Sequence[Offered], options: Options) -> Ways | Refusal | None:
    """What the files would change, or why not; read once per choice, for filling in and for replacing blocks. A file
    about one person is dropped at once."""
    key = tuple(one.sha256 for one in offered), tuple(one.name for one in offered), options, locations.database()
    known: tuple[object, Ways | Refusal] | None = st.session_state.get(LOOKED)
    if known is not None and known[0] == key and not _stale(known[1]):
        return known[1]
    if known is None or known[0] != key:
        forget(PLACE)
    bar = st.progress(0.0, "De bestanden worden gelezen")
    try:
        found: Ways | Refusal = prepare_both_ways(locations.database(), offered, options, partial(_tell, bar))
        st.session_state[LOOKED] = key, found
    except Personal as error:
        tell(PLACE, Message(False, "Het bestand is geweigerd en niets ervan is bewaard.", error.problems))
        st.session_state[ROUND] += 1
        st.session_state.pop(LOOKED, None)
        st.rerun()
    except Unsound as error:
        found = Refusal(error.problems, isinstance(error, Unclear))
        st.session_state[LOOKED] = key, found
    finally:
        bar.empty()
    return found


def leave() -> None:
    """The reader is on another page: what was read is let go, since it is large and its files are no longer chosen."""
    st.session_state.pop(LOOKED, None)


def _stale(found: Ways | Refusal) -> bool:
    """Whether another release came into use since; a backup that was put back may have given it the same number."""
    if isinstance(found, Refusal):
        return False
    used = found.filling.used.number, found.filling.used.hash
    return not any(info.current and (info.number, info.hash) == used for info in release_list(database_stamp()))


def _tell(bar: DeltaGenerator, share: float, told: str) -> None:
    bar.progress(share, literal(upper_first(told)))


def read_block(preview: Preview) -> str:
    """What was read, sheet by sheet."""
    rows = [_part(part, preview) for part in preview.draft.parts]
    head = [
        "Bestand",
        "Tabel",
        "Vorm",
        "Notatie",
        "Cijfers",
        "Opgeteld",
        "Gemeente",
        "Jaren",
        "Totalen nagerekend",
        "Niet gebruikt",
    ]
    told = table("Per bestand of blad", head, rows, style="rw-wrap rw-rows")
    return block("2. Wat er is gelezen", "", told + _unused(preview.draft.unused) + _beside(preview))


def _part(part: SheetFigures, preview: Preview) -> Row:
    codes = {code for code in part.columns["gemeente_code"] if code is not None}
    years = sorted({year for year in part.columns.get("jaar", ()) if year is not None})
    figures = sum(value is not None for value in part.columns[part.layout.value])
    columns = [one.counted for one in preview.draft.unused if one.where == part.sheet.words and one.cells is not None]
    style = {"nl": "1.234,56", "en": "1,234.56", None: "zonder scheidingstekens"}[part.style]
    return Row(
        [
            name(part.sheet.words),
            words(TITLES[part.table]),
            words(f"{part.layout.form}, {part.how}"),
            words(style),
            Cell(whole(figures)),
            words(part_total(part, preview.draft.content)),
            words(_gemeenten(codes, preview.draft.content)),
            words(year_range(years[0], years[-1]) if years else "niet per jaar"),
            Cell(whole(part.totals)),
            words(", ".join(columns) or "alles gebruikt"),
        ]
    )


def _gemeenten(codes: Collection[str], content: Content) -> str:
    """The gemeente by its name when it is one, else how many."""
    if len(codes) != 1:
        return whole(len(codes))
    (code,) = codes
    return next((row["gemeente"] for row in content.tables["gemeenten"] if row["gemeente_code"] == code), code)


def _unused(unused: Sequence[Unused]) -> str:
    """What no figure comes from, as the command line says it too."""
    if not unused:
        return ""
    more = f"; en nog {whole(len(unused) - SHOWN)}" if len(unused) > SHOWN else ""
    told = "; ".join(map(str, unused[:SHOWN]))
    return f'<p class="rw-say">Niet gebruikt: {text(told + more)}.</p>'


def _beside(preview: Preview) -> str:
    years = preview.draft.beside
    if not years:
        return ""
    told = ", ".join(map(str, years))
    return (
        f'<p class="rw-say">De cijfers van {text(told)} liggen na het basisjaar {preview.draft.base_year}. Zij staan straks '
        "naast de projectie, op Kosten en Mensen, en gaan er niet in.</p>"
    )


def summary(preview: Preview) -> str:
    """The change in one sentence, and what becomes of what the files leave out."""
    besides = any(change.part not in VALUES for change in preview.changes)
    size = size_words(preview.size) + (", met bronnen en instellingen meegeteld" if besides else "")
    told = " ".join([f"Ten opzichte van release {preview.used.number}: {size}.", *preview.tally.left_out])
    return f'<p class="rw-say">{text(told)}</p>'


def publish(preview: Preview, release_name: str, note: str, who: str, concept: bool) -> None:
    """Publish what was looked at; then the form is empty for the next."""
    if publishing.publish(PLACE, preview, release_name, note, who, concept):
        st.session_state[ROUND] += 1
        st.session_state.pop(LOOKED, None)
