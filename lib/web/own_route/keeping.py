"""What an own route is called and what becomes of it: a file, a concept that can be compared, a release."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import streamlit as st

from lib.comparison.own_routes import concept_names
from lib.comparison.release import Release
from lib.comparison.view import View
from lib.render.html import EMPTY, Html, Row, block, element, literal, name, table, tag, words
from lib.store import locations
from lib.store.access import KEEP_ROUTE, PUBLISH
from lib.store.concepts import StoredConcept, keep_concept, newest, read_route
from lib.store.faults import StoreError
from lib.subjects.own_route.forms import Field, Forms
from lib.subjects.own_route.start import NAME, is_named, rename
from lib.subjects.route_preview import RoutePreview, prepare_route
from lib.tables.route_draft import read_draft, write_draft
from lib.tables.rows import Unsound
from lib.text import counted, moment_words, whole
from lib.web import messages, sign_in
from lib.web.cache import cached
from lib.web.drawing import draw_html
from lib.web.messages import FIGURES, Message, PublishForm
from lib.web.own_route import draft as drafts
from lib.web.own_route import editor
from lib.web.own_route.draft import OwnRoute
from lib.web.releases.shipped import model_table
from lib.web.state import RELEASE, database_stamp, every_concept, release_label, release_list, release_of

#: Where messages of this page stand, and where a refused name is said; who keeps or publishes; the round of the file chooser.
PLACE, HEAD, WHO, ROUND = "eigen_route", "kop", "eigen_route_wie", "eigen_route_bestand"
WHICH = "concept_gekozen"
FAULTS = "Wat er mis is met deze route"
FILE_KIND = "application/toml"
FORM = PublishForm(
    "eigen_route_release",
    "Hoe heet deze release",
    "Toelichting bij deze release",
    "Alleen klaarzetten; lezers zien de release nog niet",
    "Ik heb deze waarschuwingen ({}) gezien en aanvaard ze",
    "vul bij Bewaren in wie dit doet",
    "Publiceer deze route",
)


def opening(own: OwnRoute) -> Html:
    """What the route is called, what it is a difference with, and that it is nobody's."""
    number = len(own.draft.changes)
    count = f"met {counted(number, 'verandering', 'veranderingen')}" if number else "nog zonder veranderingen"
    status = Html(" Status: {}; geen voorstel van een bestuur.").format(tag("aanname"))
    below = element("p", f"{own.base.title}, {count}.", status, style="rw-sub")
    title = own.draft.text("titel")
    return element("h1", NAME if title == NAME else f"{NAME}: {title}") + below


def show(own: OwnRoute) -> None:
    """Naming and keeping; then the file; then publishing."""
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        _name(own)
    with right:
        _ask_keeping(own)
        _take_along(own)
    _publish(own)


def outcome(own: OwnRoute) -> None:
    """What the last act came to, and what is wrong with the draft on this release."""
    messages.show(PLACE, FAULTS)
    messages.show(FIGURES, FAULTS)
    if own.problems:
        messages.draw(Message(False, "Deze route klopt op deze release nog niet.", own.problems), FAULTS)
    if not own.fits:
        st.button("Begin een nieuwe route", key="eigen_route_opnieuw", on_click=drafts.start_again)


def _name(own: OwnRoute) -> None:
    """Name, reason and source; and on request the words that follow from them."""
    forms = Forms(own.release, own.base, own.draft)
    draw_html(block("Naam, reden en bron", "zo staat zij overal"))
    _head_field(own, Field("titel", "Naam van de route", "text"))
    _head_field(own, Field("toelichting", "Waarom deze route", "text"))
    _head_field(own, Field("bron_id", "Waar zij op steunt", "choice", forms.sources))
    with st.expander("Hoe zij heet in een zin, en wat zij van zichzelf zegt"):
        for field in forms.naming():
            _head_field(own, field)


def _head_field(own: OwnRoute, field: Field) -> None:
    """A field of the route itself; what is refused stays in it, with why."""
    key = f"eigen_route_kop_{field.key}"
    refused = [problem for problem in drafts.refusals(HEAD) if problem.key == field.key]
    if not refused:
        st.session_state[key] = field.entry(own.draft.content)
    label, args = literal(field.label), (own, field, key)
    if field.kind == "choice":
        words_of, options = field.options.__getitem__, list(field.options)
        st.selectbox(label, options, key=key, format_func=words_of, on_change=_set_head, args=args)
    else:
        st.text_input(label, key=key, on_change=_set_head, args=args)
    drafts.show_refusals(refused, named=False)


def _set_head(own: OwnRoute, field: Field, key: str) -> None:
    text = str(field.value(st.session_state[key]) or "")
    renames = field.key == "titel" and text
    after = rename(own.release, own.draft, text) if renames else own.draft.with_text(**{field.key: text})
    drafts.change(own, after, HEAD)


# -- concepts --------------------------------------------------------------------------------------------------


@contextmanager
def _telling(refusal: str) -> Iterator[None]:
    """An act that cannot be done is told; `refusal` stands above a list of what is wrong."""
    messages.forget(PLACE)
    try:
        yield
    except (Unsound, StoreError) as error:
        problems = error.problems if isinstance(error, Unsound) else ()
        messages.tell(PLACE, Message(False, refusal if problems else str(error.args[0]), problems))


def _ask_keeping(own: OwnRoute) -> None:
    """Who keeps it, and one button."""
    draw_html(block("Bewaren", "als concept, om te vergelijken en te delen; de release verandert niet"))
    sign_in.ask_name("Wie doet dit", WHO, placeholder="uw naam en organisatie")
    lacking = [
        need
        for there, need in (
            (own.draft.changes, "verander eerst iets"),
            (not own.problems, "herstel wat er mis is"),
            (is_named(own.draft), "geef de route een naam en een reden"),
            (_who(), "vul in wie dit doet"),
        )
        if not there
    ]
    st.button("Bewaar als concept", key="concept_bewaren", on_click=_keep, args=(own,), disabled=bool(lacking))
    if lacking:
        st.caption(f"Nog te doen: {'; '.join(lacking)}.")


def _who() -> str:
    return str(st.session_state.get(WHO) or "").strip()


def _keep(own: OwnRoute) -> None:
    """Keep the draft, and set it beside its base."""
    with _telling("Het concept is niet bewaard."):
        by = sign_in.acting(_who())
        number = keep_concept(locations.database(), own.draft, own.release.info.number, by=by)
        beside = f"Concept {number} is bewaard en staat als route B naast {own.base.in_sentence}."
        messages.tell(PLACE, Message(True, f"{beside} De link staat bij “Deel deze weergave”."))
        title = f"Concept {number}: {own.draft.text('titel')}"
        st.session_state[WHICH] = title
        _compare(own.release, own.base.title, title)


def _compare(release: Release, first: str, second: str) -> None:
    """Set two routes beside each other in the choices of every page."""
    st.session_state[RELEASE] = release_label(release.info.number)
    st.session_state["a"], st.session_state["b"] = first, second


def every() -> bool:
    """The concepts of every release, and one of them: compare, change, fetch. Whether a reader wants to compare."""
    stamp = database_stamp()
    readable = {info.number for info in release_list(stamp)}
    entries = [concept for concept in every_concept(stamp) if concept.release in readable]
    if not entries:
        return False
    draw_html(overview(stamp))
    labels = {concept.title: concept for concept in reversed(entries)}
    concept = labels[st.selectbox("Kies een concept", list(labels), key=WHICH)]
    with st.container(horizontal=True, gap="small", key="concept_knoppen"):
        base = release_of(concept.release, stamp).scenarios.get(concept.draft.text("basis"))
        first = base.title if base else ""
        args = release_of(concept.release, stamp), first, concept.title
        compares = st.button(
            "Vergelijk met zijn basis", key="concept_vergelijk", on_click=_compare, args=args, disabled=not base
        )
        if KEEP_ROUTE.open_to(sign_in.present()):
            st.button("Wijzig dit concept", key="concept_wijzig", on_click=_change, args=(concept,))
        file = f"{concept.draft.text('id')}.toml"
        st.download_button("Concept ophalen (TOML)", concept.body.encode(), file, FILE_KIND, on_click="ignore")
    return compares


def _change(concept: StoredConcept) -> None:
    """Go on with a concept on its own release; kept again, it is another concept."""
    editor.close()
    st.session_state[RELEASE] = release_label(concept.release)
    drafts.take(concept.draft)


@cached
def overview(stamp: int) -> Html:
    """All concepts, the newest first."""
    entries = every_concept(stamp)
    rows = [_row(concept, entries, release_of(concept.release, stamp)) for concept in reversed(entries)]
    head = ["Concept", "Waarom", "Wat anders is", "Bij", "Door", "Staat"]
    caption = f"Alle concepten ({whole(len(rows))}), de nieuwste boven; alles is aanname"
    return block("Concepten", "", table(caption, head, rows, style="rw-wrap rw-rows rw-tall"))


def _row(concept: StoredConcept, entries: list[StoredConcept], release: Release) -> Row:
    draft = concept.draft
    base = release.scenarios.get(draft.text("basis"), release.zero)
    last = newest(entries, concept)
    cells = (
        draft.text("toelichting"),
        counted(len(draft.changes), "verandering", "veranderingen"),
        f"{base.title}; release {concept.release}",
        f"{concept.author}, {moment_words(concept.kept_at)}",
        "te vergelijken" if last == concept else f"er is een nieuwere versie: concept {last.number}",
    )
    return Row([name(concept.title), *map(words, cells)])


def notice(release: Release, view: View) -> Html:
    """What must be said of the concepts that a view compares: who kept them, and what came of them since."""
    names = concept_names((view.a, view.b))
    if not names:
        return EMPTY
    stamp = database_stamp()
    entries = every_concept(stamp)
    used = next((info.number for info in release_list(stamp) if info.current), None)
    sentences = []
    for concept in (concept for concept in entries if concept.id in names):
        last, route = newest(entries, concept), concept.draft.text("id")
        said = [
            f"Concept {concept.number} is een eigen route van {concept.author}, bewaard op {moment_words(concept.kept_at)}."
        ]
        said += [f"Er is een nieuwere versie: concept {last.number}."] if last != concept else []
        published = used is not None and route in release_of(used, stamp).scenarios
        said += [f"Onder de naam “{route}” staat een route in release {used}."] if published else []
        sentences.append(" ".join(said))
    return element("p", " ".join(sentences), style="rw-say", role="status")


# -- the file --------------------------------------------------------------------------------------------------


def _take_along(own: OwnRoute) -> None:
    """The file of the draft, and a draft from a file."""
    draw_html(block("Meenemen", "het bestand zoals scenarios/README.md het beschrijft"))
    file = f"{own.draft.text('id') or 'route'}.toml"
    body = write_draft(own.draft).encode()
    st.download_button("Deze route ophalen (TOML)", body, file, FILE_KIND, on_click="ignore", key="route_ophalen")
    key = f"eigen_route_bestand_{st.session_state.setdefault(ROUND, 0)}"
    chosen_file = st.file_uploader("Een route uit een bestand (TOML)", ["toml"], key=key, max_upload_size=1)
    if chosen_file is not None:
        st.session_state[ROUND] += 1
        _read(own.release, chosen_file.name, chosen_file.getvalue())
        st.rerun()


def _read(release: Release, file: str, raw: bytes) -> None:
    """Go on with the route of a file, or say what is wrong with it; the draft of before then stays."""
    with _telling("Het bestand is geweigerd; er is niets veranderd."):
        draft = read_route(file, raw)
        problems = drafts.problems_of(release, draft)
        if not OwnRoute(release, draft, problems).fits:
            raise Unsound(problems)
        editor.close()
        st.session_state[drafts.UPCOMING] = drafts.pack(draft)
        messages.tell(PLACE, Message(True, f"De route uit {file} staat hier; u kunt ermee verder."))


# -- a release -------------------------------------------------------------------------------------------------


@cached
def _preview(text: str, stamp: int) -> RoutePreview:
    return prepare_route(locations.database(), read_draft(text))


def _publish(own: OwnRoute) -> None:
    """What publishing changes, and the act; only while somebody looks at it."""
    drawer = st.expander("Publiceer deze route in een nieuwe release", key="eigen_route_publiceren", on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        if not sign_in.may(PUBLISH):
            return
        if not own.draft.changes or not is_named(own.draft):
            st.caption("Verander eerst iets, en geef de route een naam en een reden.")
            return
        try:
            preview = _preview(write_draft(own.draft), database_stamp())
        except Unsound as error:
            used = "De release in gebruik neemt deze route zo niet aan."
            messages.draw(Message(False, used, error.problems), FAULTS)
            return
        draw_html(
            element("p", f"Release {preview.used.number} blijft bewaard. De nieuwe release krijgt er één route bij.")
        )
        draw_html(model_table(preview.model))
        form = replace(FORM, after=partial(_published, own))
        form.show(preview, (), _who(), preview.content.hash)


def _published(own: OwnRoute) -> None:
    """Set the route beside its base, and begin anew: the release has it now. One that was only put ready, nobody sees yet."""
    if not st.session_state.get(f"{FORM.start}_concept"):
        st.session_state["a"], st.session_state["b"] = own.base.title, own.draft.text("titel")
    drafts.start_again()
