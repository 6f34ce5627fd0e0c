"""The changes of an own route, a sentence each, with what can be done to it; and the few fields of the one that is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.render.html import block, element, literal
from lib.subjects.own_route.forms import HEAD_KEYS, REASON, WHEN, Field, Forms, read_path, row_from, shifted, write_path
from lib.subjects.own_route.sentences import Sentences
from lib.tables.route_draft import Change, RouteDraft
from lib.tables.rows import Problem
from lib.web.drawing import draw_html
from lib.web.own_route import draft as drafts
from lib.web.own_route.draft import OwnRoute

EDITING, ROUND = "eigen_route_bewerkt", "eigen_route_ronde"
NO_REASON = "nog geen reden"
#: Where a refused change is said.
CHANGES = "veranderingen"
BASE, KIND, WHICH = "eigen_route_basis", "eigen_route_soort", "eigen_route_welke"
#: What can be added: the words, and the block of the file with the kind of row.
KINDS = {
    "Wie het werk doet": ("plaatsing", ""),
    "Een maatregel van de basis anders": ("maatregel", "basis"),
    "Een nieuwe maatregel: een percentage": ("maatregel", "percentage"),
    "Een nieuwe maatregel: eenmalig": ("maatregel", "eenmalig"),
    "Een nieuwe maatregel: elk jaar": ("maatregel", "jaarlijks"),
    "Een maatregel of PM-post laten vervallen": ("vervalt", ""),
    "Een PM-post erbij": ("pm", ""),
    "Hoe de kosten worden verdeeld": ("verdeling", ""),
    "Wie vanaf wanneer de eigen kosten draagt": ("verdeling", "vanaf"),
    "Een nieuwe uitvoerder": ("uitvoerders", ""),
}


@dataclass(frozen=True)
class Editing:
    """The change whose fields are open: its block, its place (None for a new one), what it began with, and a number that
    gives its fields names of their own."""

    block: str
    at: int | str | None
    row: Mapping[str, Any]
    number: int

    def key(self, field: Field) -> str:
        return f"eigen_route_{self.number}_{field.key}"

    def is_of(self, change: Change) -> bool:
        return (self.block, self.at) == (_block_of(change), change.at)


def show(own: OwnRoute) -> RouteDraft:
    """The base, every change, and what can be added. Returns the draft with the change that is being made, while that is
    sound."""
    _choose_base(own)
    editing: Editing | None = st.session_state.get(EDITING)
    upcoming = own.draft
    words = Sentences(own.release, own.base, own.draft)
    changes = own.draft.changes
    draw_html(block("Wat anders is", "" if changes else "nog niets"))
    for number, item in enumerate(changes, start=1):
        _show_change(own, number, item, words.of(item))
        if editing is not None and editing.is_of(item):
            upcoming = _form(own, editing)
    if editing is None:
        drafts.show_refusals(drafts.refusals(CHANGES))
        _add(own)
    elif editing.at is None:
        upcoming = _form(own, editing)
    return upcoming


def _choose_base(own: OwnRoute) -> None:
    """The scenario that everything is a difference with; of one that is only PM there is nothing to change."""
    labels = {name: scenario.title for name, scenario in own.release.computed.items()}
    ids = list(labels)
    st.session_state[BASE] = own.base.id
    st.selectbox("Begin met", ids, key=BASE, format_func=labels.__getitem__, on_change=_rebase, args=(own,))


def _rebase(own: OwnRoute) -> None:
    close()
    drafts.change(own, own.draft.with_text(basis=st.session_state[BASE]), CHANGES)


def _show_change(own: OwnRoute, number: int, item: Change, sentence: str) -> None:
    with st.container(key=f"verandering_{number}", gap="small"):
        draw_html(element("p", element("b", f"{number}. "), sentence, style="rw-text"))
        with st.container(horizontal=True, gap="small"):
            row = Forms(own.release, own.base, own.draft).row_of(item)
            if Forms(own.release, own.base, own.draft).fields(_block_of(item), row):
                act = _block_of(item), item.at, row
                st.button(f"Wijzig {number}", key=f"wijzig_{number}", on_click=_begin, args=act)
            st.button(f"Verwijder {number}", key=f"verwijder_{number}", on_click=_remove, args=(own, item))


def _block_of(item: Change) -> str:
    """The block whose fields a change has."""
    return HEAD_KEYS[0] if item.block in HEAD_KEYS else item.block


def _begin(block: str, at: int | str | None, row: Mapping[str, Any]) -> None:
    """Open the fields of a change."""
    drafts.forget()
    number = st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[EDITING] = Editing(block, at, row, number)


def close() -> None:
    """Close the fields of a change."""
    drafts.forget()
    st.session_state.pop(EDITING, None)


def _remove(own: OwnRoute, item: Change) -> None:
    close()
    drafts.change(own, own.draft.without(item), CHANGES)


def _add(own: OwnRoute) -> None:
    """What kind of change, of what; one button opens its fields."""
    forms = Forms(own.release, own.base, own.draft)
    measures = forms.measures
    kinds = [kind for kind, (_, which) in KINDS.items() if which != "basis" or measures]
    with st.container(key="verandering_erbij"):
        kind = st.selectbox("Verandering toevoegen: wat wordt anders?", kinds, key=KIND)
        name, which = KINDS[kind]
        row = forms.new_row(name, which)
        if which == "basis":
            titles = {measure.id: measure.title for measure in measures.values()}
            measure_id = st.selectbox("Welke maatregel", list(titles), key=WHICH, format_func=titles.__getitem__)
            row = forms.changed_row(measures[measure_id])
        st.button("Verder", key="verandering_verder", on_click=_begin, args=(name, None, row))


def _form(own: OwnRoute, editing: Editing) -> RouteDraft:
    """The fields of one change; what is refused stands at its field, and what was typed stays. Returns the draft with it, or
    as it was while that is not sound."""
    forms = Forms(own.release, own.base, own.draft)
    fields = forms.fields(editing.block, editing.row)
    refused = drafts.refusals(CHANGES)
    with st.container(border=True, key="verandering_velden"):
        keys = {field.key for field in fields}
        drafts.show_refusals(problem for problem in refused if problem.key not in keys)
        for group in dict.fromkeys(field.group for field in fields):
            _group(own, editing, group, [field for field in fields if field.group == group], refused)
        with st.container(horizontal=True, gap="small"):
            args = own, editing, fields
            st.button("Zet in de route", key="zet_in_route", on_click=_submit, args=args)
            st.button("Laat maar", key="laat_maar", on_click=close)
    # What it does is worth seeing before somebody wrote why.
    after = _entered(own, editing, fields, NO_REASON)
    return own.draft if drafts.problems_of(own.release, after) else after


def _group(own: OwnRoute, editing: Editing, group: str, fields: list[Field], refused: tuple[Problem, ...]) -> None:
    """Fields that are about one thing, folded away where a change begins with another."""
    wrong = any(problem.key in {field.key for field in fields} for problem in refused)
    unfold = group == WHEN or wrong or "id" not in editing.row
    with st.expander(group, expanded=unfold) if group else st.container():
        for field in fields:
            _draw_field(editing, field, [item for item in refused if item.key == field.key])
        if group == WHEN:
            with st.container(horizontal=True, gap="small"):
                for label, years in (("Een jaar eerder", -1), ("Een jaar later", 1)):
                    args = editing.key(fields[0]), years
                    st.button(label, key=f"schuif_jaar_{years}", on_click=_shift, args=args)


def _shift(key: str, years: int) -> None:
    st.session_state[key] = write_path(shifted(read_path(str(st.session_state[key])), years))


def _draw_field(editing: Editing, field: Field, refused: list[Problem]) -> None:
    key, options = editing.key(field), list(field.options)
    if key not in st.session_state:
        st.session_state[key] = field.entry(editing.row)
    label, remark = literal(field.label), field.help or None
    match field.kind:
        case "choices":
            st.pills(
                label,
                options,
                key=key,
                format_func=lambda name: field.options[name],
                selection_mode="multi",
                help=remark,
            )
        case "choice" | "year":
            st.selectbox(label, options, key=key, format_func=lambda name: field.options[name], help=remark)
        case "switch":
            st.checkbox(label, key=key, help=remark)
        case _:
            st.text_input(label, key=key, help=remark)
    drafts.show_refusals(refused, named=False)


def _submit(own: OwnRoute, editing: Editing, fields: tuple[Field, ...]) -> None:
    """Put what was entered into the route, or say why the file does not take it."""
    drafts.change(own, _entered(own, editing, fields), CHANGES, close)


def _entered(own: OwnRoute, editing: Editing, fields: tuple[Field, ...], reason: str = "") -> RouteDraft:
    """The draft with what stands in the fields; `reason` stands for one that is not written yet."""
    entered = {field.key: st.session_state[editing.key(field)] for field in fields}
    if REASON in entered:
        entered[REASON] = entered[REASON].strip() or reason
    row = row_from(fields, entered, editing.row)
    return Forms(own.release, own.base, own.draft).put(editing.block, editing.at, row)
