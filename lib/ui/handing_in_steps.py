"""The controls of *Cijfers aanleveren*, step by step."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from lib.analysis.handing_in import Preview, Ways
from lib.analysis.release import Release
from lib.report.template import template_xlsx
from lib.store import locations
from lib.store.intake.apart import warm
from lib.store.intake.context import Options
from lib.store.intake.files import KINDS, Offered
from lib.store.tables import STATUSES
from lib.text import whole
from lib.ui import handing_in, sign_in
from lib.ui.change_tables import (
    FILL_IN,
    REPLACE,
    changes_file,
    changes_table,
    effect_tables,
    problems_file,
    problems_table,
    ways_table,
)
from lib.ui.handing_in import PLACE, ROUND, STYLES, Refusal
from lib.ui.html import block, text
from lib.ui.messages import show as show_message
from lib.ui.release_acts import EXCEL, content_of
from lib.ui.shell import chosen
from lib.ui.state import full_link

OWN = "Staat in het bestand"
PUBLISHER = "aanlevering_door"
WAY, GEMEENTE, JAAR = "aanlevering_manier", "aanlevering_gemeente", "aanlevering_jaar"
THOUSAND, NEGATIVE = "aanlevering_duizend", "aanlevering_negatief"
#: What happens to what the files leave out → whether whole blocks are replaced.
WAYS = {FILL_IN: False, REPLACE: True}


def opening() -> str:
    """What this page is for."""
    release, _ = chosen()
    figures = len(release.tables["headcounts"]) + len(release.tables["costs"])
    return (
        f"<h1>Release {release.info.number} telt {whole(figures)} cijfers; hier levert u nieuwe aan</h1>"
        '<p class="rw-sub">U ziet eerst wat er verandert. Pas als u publiceert, telt het mee. De oude cijfers blijven '
        "bewaard en u kunt altijd terug. Lever nooit gegevens over één mens aan.</p>"
    )


def said() -> None:
    """What the last act came to; after publishing, with a link to what it changed."""
    message = show_message(PLACE, "Wat er mis is")
    if message is not None and message.release is not None:
        release, view = chosen()
        address = text(full_link(release, view, page=""))
        st.html(
            f'<p class="rw-say"><a href="{address}" target="_self">Bekijk release {message.release} op Overzicht</a></p>'
        )


def choose_files() -> Sequence[Offered]:
    """Step 1: the files, and what holds for figures that do not say it themselves."""
    st.html(block("1. Kies bestanden", "CSV, een werkmap (.xlsx, .xlsm, .xls, .ods) of Parquet; meer tegelijk mag", ""))
    warm()
    release, _ = chosen()
    most = int(release.settings["aanlevering_megabytes"])
    files = st.file_uploader(
        "Bestanden met aantallen of kosten",
        [suffix.removeprefix(".") for suffix in KINDS],
        accept_multiple_files=True,
        key=handing_in.file_key(),
        max_upload_size=most,
    )
    st.radio("Wat gebeurt er met cijfers die niet in het bestand staan?", list(WAYS), key=_per_round(WAY))
    left, middle, right = st.columns([1, 1.2, 2])
    with left:
        sign_in.ask_name("Wie levert aan", PUBLISHER, placeholder="uw naam en gemeente")
    middle.selectbox("Status van cijfers zonder status", [OWN, *STATUSES], key="aanlevering_status")
    right.text_input("Bron van cijfers zonder bron", key="aanlevering_bron", max_chars=200, placeholder=OWN.lower())
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


def _per_round(key: str) -> str:
    """The key of a field that belongs to these files, and is as it was for the next."""
    return f"{key}_{st.session_state.setdefault(ROUND, 0)}"


def replaces() -> bool:
    """Whether whole blocks are replaced."""
    return WAYS[st.session_state.get(_per_round(WAY)) or FILL_IN]


def options() -> Options:
    """How to read: what was chosen on the page."""
    state = st.session_state
    status, style = state.get("aanlevering_status", OWN), state.get("aanlevering_notatie")
    gemeente, jaar = (state.get(_per_round(key), OWN) for key in (GEMEENTE, JAAR))
    return Options(
        publisher=(state.get(PUBLISHER) or "").strip() or "onbekend",
        today=datetime.now(UTC).date(),
        numbers=next((known for known, words in STYLES.items() if words == style), None),
        status=None if status == OWN else status,
        source=(state.get("aanlevering_bron") or "").strip() or None,
        base_year=state.get("aanlevering_basisjaar"),
        thousand=bool(state.get(_per_round(THOUSAND))),
        negative_costs=bool(state.get(_per_round(NEGATIVE))),
        gemeente=None if gemeente == OWN else gemeente,
        jaar=None if jaar == OWN else jaar,
    )


def show(found: Ways | Refusal | None) -> None:
    """Steps 2 to 5."""
    if isinstance(found, Refusal):
        _refused(found)
    elif found is not None:
        _proceed(found)


def _proceed(ways: Ways) -> None:
    """Steps 2 to 5 in the way that was chosen."""
    if replaces() and ways.refused:
        _refused(Refusal(ways.refused, unclear=False))
        return
    preview = ways.preview(replaces())
    _read(preview)
    _changes(preview, ways_table(ways, replaces()))
    _publish(preview)


def _refused(found: Refusal) -> None:
    problems = found.problems
    if found.unclear:
        st.html(block("2. Getallen op twee manieren te lezen", f"{whole(len(problems))} keer", ""))
        st.html(problems_table("Getallen die op twee manieren te lezen zijn", problems))
        st.radio("Hoe zijn de getallen geschreven?", list(STYLES.values()), index=None, key="aanlevering_notatie")
        return
    told = "Eén fout" if len(problems) == 1 else f"{whole(len(problems))} fouten"
    st.html(block(f"2. {told}; er is niets veranderd", "verbeter het bestand en kies het opnieuw", ""))
    st.html(problems_table("Wat er mis is, en wat u kunt doen", problems))
    st.download_button("Lijst ophalen (CSV)", problems_file(problems), "fouten.csv", "text/csv", on_click="ignore")


def _read(found: Preview) -> None:
    st.html(handing_in.read_block(found))
    warnings = found.draft.warnings
    if warnings:
        st.html(
            block(
                "3. Waarschuwingen", f"{whole(len(warnings))}; kijk ze na", problems_table("Waarschuwingen", warnings)
            )
        )
        st.download_button(
            "Lijst ophalen (CSV)", problems_file(warnings), "waarschuwingen.csv", "text/csv", on_click="ignore"
        )
    else:
        st.html(block("3. Geen fouten en geen waarschuwingen", "", ""))


def _changes(found: Preview, ways: str) -> None:
    quiet = f"ten opzichte van release {found.used.number}"
    told = ways + handing_in.summary(found) + changes_table(found.changes, found.old, found.new, found.vanishes)
    st.html(block("4. Wat verandert er", quiet, told))
    years = [year for year in found.base_years if year >= found.draft.base_year]
    if len(years) > 1:
        st.selectbox(
            "Basisjaar: het jaar waarin elke projectie begint (alleen jaren die voor alle gemeenten volledig zijn)",
            years,
            index=years.index(found.draft.base_year),
            key="aanlevering_basisjaar",
        )
    if found.changes:
        made = changes_file(found.changes, found.old, found.new, found.vanishes)
        st.download_button("Alle wijzigingen ophalen (CSV)", made, "wijzigingen.csv", "text/csv", on_click="ignore")
        st.html(effect_tables(found.effect, found.new))


def _publish(found: Preview) -> None:
    if not found.changes:
        st.info(f"Geen wijzigingen: release {found.used.number} zegt al hetzelfde. Er valt niets te publiceren.")
        return
    st.html(block("5. Publiceren", "als één nieuwe release", ""))
    state = st.session_state
    left, right = st.columns([1, 2])
    title = left.text_input("Naam van de release", key="aanlevering_naam", max_chars=80)
    note = right.text_input("Toelichting: wat en waarom", key="aanlevering_toelichting", max_chars=300)
    concept = st.checkbox("Bewaar als concept; lezers zien haar nog niet", key="aanlevering_concept")
    warnings = found.draft.warnings
    accepted = not warnings or st.checkbox(
        f"Ik heb de waarschuwingen ({whole(len(warnings))}) gezien en aanvaard ze",
        key=f"aanlevering_aanvaard_{state[ROUND]}",
    )
    lacking = [
        told
        for given, told in (
            (accepted, "aanvaard de waarschuwingen"),
            ((state.get(PUBLISHER) or "").strip(), "vul bij stap 1 in wie aanlevert"),
            (title.strip(), "geef de release een naam"),
            (note.strip(), "schrijf een toelichting"),
        )
        if not given
    ]
    st.button(
        "Publiceer",
        type="primary",
        disabled=bool(lacking),
        on_click=handing_in.publish,
        args=(found, title, note, (state.get(PUBLISHER) or "").strip(), concept),
    )
    if lacking:
        st.caption(f"Nog te doen: {'; '.join(lacking)}.")


def templates() -> None:
    """An empty upload to start from."""
    release, _ = chosen()
    content = content_of(locations.database(), release.info.number, release.info.created_at)
    st.html(block("Sjabloon", "een leeg bestand met voorbeeld en uitleg, in de woorden van deze release", ""))
    st.download_button(
        "Sjabloon ophalen (Excel)",
        partial(template_xlsx, release.info, content),
        "sjabloon.xlsx",
        EXCEL,
        on_click="ignore",
    )
