"""The assumptions of this session: bound to the address on every page, and changed step by step.

The controls of the assumptions: a slider for each, and behind its name a field, its band, source and status.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lib.comparison.answers import Answers
from lib.comparison.assumptions import (
    Change,
    History,
    change_between,
    changed,
    read_assumptions,
    read_opinion,
    read_typed,
    read_words,
    rewrite_typed,
    short_unit,
    slider_steps,
    write_assumptions,
    write_opinion,
)
from lib.comparison.message import listed, own_assumptions
from lib.comparison.release import Release
from lib.comparison.view import NotInView, Overrides, View, assumed_value, assumption_label, parameter_of
from lib.model.figures import ALL
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, Parameter, own_name
from lib.render.html import Html, element, listing, literal, paragraph, source_link, tag
from lib.subjects.own_policy import own_parameters
from lib.subjects.what_if.sensitivity import NAMES
from lib.text import date_words, value_with_unit
from lib.web.drawing import draw_html

#: Keys of the bound widgets, and so the names in the address.
TEXT, PM = "aannames", "pm"
#: What the fields are called together.
TITLE = "Aannames als tekst, en PM"
OPINIONS = dict(zip(("db", "rvc"), NAMES, strict=True))
#: All of them.
FIELDS = (TEXT, *OPINIONS, PM)
#: How these fields write a share, which differs from how a field in percent reads it.
NOTATION = (
    "Zoals in de link: naam=waarde, met ; ertussen. Een aandeel is een deel van 1 of heeft een %-teken: 0,08 of 8 %."
)
#: What stood in a field before somebody typed, and why that was not taken.
STOOD, UNCLEAR = "stond_in_", "onduidelijk_in_"
HISTORY, LAST, REFUSED = "aannames_geschiedenis", "aannames_laatste_wijziging", "aannames_geweigerd"


@dataclass(frozen=True)
class Entered:
    """What the fields say, and a Dutch sentence for each part of them that was dropped."""

    overrides: Overrides
    opinions: tuple[Overrides | None, Overrides | None]
    pm: bool
    wrong: tuple[str, ...]

    def into(self, view: View) -> View:
        return replace(view, overrides=self.overrides, opinions=self.opinions, pm=self.pm)


def fields(release: Release) -> Entered:
    """The fields that hold the assumptions, drawn once on every page so that the address keeps them."""
    st.caption(NOTATION)
    text = _text(release, "Anders dan standaard", TEXT, "alles op standaard")
    pins = [_text(release, f"Mening {name}", key, "niet vastgelegd") for key, name in OPINIONS.items()]
    pm = st.checkbox("PM-posten met een bereik in de spreiding", key=PM, bind="query-params")
    entered = _read(release, text, pins, pm)
    st.session_state[HISTORY] = history().then(entered.overrides)
    return entered


def _text(release: Release, label: str, key: str, empty: str) -> str:
    """One field, and in words why what was typed there could not be taken."""
    args = release, key
    text = st.text_input(label, key=key, bind="query-params", placeholder=empty, on_change=_typed, args=args) or ""
    st.session_state[STOOD + key] = text
    why = st.session_state.pop(UNCLEAR + key, "")
    if why:
        st.error(literal(why))
    return text


def _typed(release: Release, key: str) -> None:
    """What was typed as the link writes it; what can be read two ways is not taken."""
    stood = str(st.session_state.get(STOOD + key, ""))
    try:
        st.session_state[key] = rewrite_typed(release, str(st.session_state[key] or ""), stood)
    except NotInView as error:
        st.session_state[UNCLEAR + key] = error.melding
        st.session_state[key] = stood


def upcoming(release: Release) -> Entered:
    """What the fields will say when they are drawn later, by the page itself."""
    text, *pins, pm = (str(st.session_state.get(key, st.query_params.get(key, ""))) for key in FIELDS)
    return _read(release, text, pins, pm.lower() == "true")


def _read(release: Release, text: str, pins: Sequence[str], pm: bool) -> Entered:
    own, wrong = read_assumptions(release, text)
    opinions = []
    for name, pin in zip(OPINIONS.values(), pins, strict=True):
        opinion, dropped = read_opinion(release, pin)
        opinions.append(opinion)
        wrong += [f"Mening {name}: {sentence}" for sentence in dropped]
    return Entered(own, (opinions[0], opinions[1]), pm, tuple(wrong))


def query(view: View) -> dict[str, str]:
    """What a full link holds of the assumptions."""
    opinions = dict(zip(OPINIONS, map(write_opinion, view.opinions), strict=True))
    query = {TEXT: write_assumptions(view.overrides), **opinions, PM: "true" if view.pm else ""}
    return {name: text for name, text in query.items() if text}


def history() -> History:
    steps: History = st.session_state.get(HISTORY, History())
    return steps


def last_change() -> Change | None:
    change: Change | None = st.session_state.get(LAST)
    return change


def refused() -> str:
    """Why the last act could not be done, in Dutch; told once."""
    return str(st.session_state.pop(REFUSED, ""))


def choose(release: Release, own: Overrides) -> None:
    """Take these assumptions, as a step that can be undone."""
    before = history().now
    st.session_state[LAST] = change_between(release, before, own) or last_change()
    _show(history().then(own))


def set_value(release: Release, name: str, value: float) -> None:
    choose(release, changed(release, {**dict(history().now), name: value}))


def undo() -> None:
    _show(history().undone())


def redo() -> None:
    _show(history().redone())


def remove_value(release: Release, name: str) -> None:
    """Let go of a value that a gemeente has of its own, or of one that is not at standaard."""
    choose(release, changed(release, {other: value for other, value in history().now if other != name}))


def repeat(release: Release) -> None:
    """Make the last change of one assumption once more."""
    change = last_change()
    if change is None:
        return
    try:
        set_value(release, change.name, change.again(release, history().now))
    except NotInView as error:
        st.session_state[REFUSED] = error.melding


def pin(key: str, opinion: Overrides | None) -> None:
    """Pin a set of assumptions as an opinion, or None to let it go."""
    st.session_state[key] = write_opinion(opinion)


def _show(steps: History) -> None:
    st.session_state[HISTORY] = steps
    st.session_state[TEXT] = write_assumptions(steps.now)


def button(label: str, key: str, act: Callable[..., None], *args: object, disabled: bool = False) -> None:
    """A button as wide as its words."""
    st.button(label, key=key, on_click=act, args=args, disabled=disabled)


SLIDER, ENTRY, ECHO = "schuif_", "invoer_", "gelezen_"
#: The group of what is in no other.
OTHER = "Overige aannames"


def controls(answers: Answers) -> None:
    """What was changed, undo and redo, and every parameter in its group."""
    release, code = answers.release, answers.view.gemeente
    _steps(release)
    values = answers.comparison.values
    own = own_parameters(answers) if code != ALL else ()
    for i, (title, group) in enumerate(groups(answers).items()):
        drawer = st.expander(title, expanded=i == 0, key=f"groep_{i}", on_change="rerun")
        if drawer.open:
            with drawer:
                for parameter in group:
                    _parameter(release, parameter, values[parameter.id])
                    if parameter.id in own:
                        title = f"Eigen waarde voor {release.name(code)}"
                        _own_value(release, own_name(parameter.id, code), values[parameter.id], title)


def groups(answers: Answers) -> dict[str, list[Parameter]]:
    """The parameters by what they are about, each once: measures of these routes, prices and people, fixed costs."""
    comparison, release = answers.comparison, answers.release
    routes = (comparison.a.scenario, comparison.b.scenario)
    measured = {name for route in routes for measure in route.measures for name in measure.parameters}
    prices = {name for cost_type in release.figures.cost_types for _, name in cost_type.index} | {ATTRITION}
    fixed = {cost_type.fixed_share for cost_type in release.figures.cost_types} | {FIXED_REDUCTION}
    kinds: dict[str, set[str | None]] = {
        "Maatregelen van deze routes": {*measured},
        "Lonen, prijzen en uitstroom": {*prices},
        "Vaste kosten": {*fixed},
    }
    groups: dict[str, list[Parameter]] = {title: [] for title in (*kinds, OTHER)}
    for parameter in comparison.parameters.values():
        groups[next((title for title, names in kinds.items() if parameter.id in names), OTHER)].append(parameter)
    return {title: group for title, group in groups.items() if group}


def _steps(release: Release) -> None:
    """Undo, redo, once more, all back."""
    steps, last = history(), last_change()
    with st.container(horizontal=True, gap="small", key="stappen"):
        button("Ongedaan maken", "ongedaan", undo, disabled=not steps.can_undo)
        button("Opnieuw", "opnieuw", redo, disabled=not steps.can_redo)
        button("Herhaal laatste wijziging", "herhaal", repeat, release, disabled=last is None)
        button("Alles op standaard", "standaard", choose, release, (), disabled=not steps.now)
    with st.container(key="geweigerd"):
        why = refused()
        if why:
            st.error(literal(why))


def _parameter(release: Release, parameter: Parameter, value: float) -> None:
    """The name, behind which the field is, and the slider over the band."""
    behind = st.expander(literal(parameter.label), key=f"achter_{parameter.id}", type="compact", on_change="rerun")
    if behind.open:
        with behind:
            _entry(release, parameter, value)
    _slider(release, parameter, parameter.id, value, parameter.label)


def _slider(release: Release, parameter: Parameter, name: str, value: float, label: str) -> None:
    """A slider over the band for an assumption by its name: that of all, or of one gemeente."""
    key = SLIDER + name
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.select_slider(
        literal(label),
        slider_steps(parameter, value),
        key=key,
        format_func=lambda step: value_with_unit(step, short_unit(parameter.unit)),
        on_change=_slid,
        args=(release, name),
        label_visibility="collapsed",
    )


def _entry(release: Release, parameter: Parameter, value: float) -> None:
    """A field that reads Dutch numbers, what was read, and everything there is to know about the parameter."""
    args = release, parameter.id
    _field(*args, f"{parameter.label}: typ een waarde", value)
    draw_html(facts(release, parameter, value))
    same = value == parameter.default
    button("Terug naar standaard", f"terug_{parameter.id}", _reset, *args, disabled=same)


def _field(release: Release, name: str, label: str, value: float) -> None:
    """A field that reads Dutch numbers, and what was read; `value` is the one of now."""
    shape = value_with_unit(value, short_unit(parameter_of(release, name).unit))
    args = release, name
    st.text_input(literal(label), key=ENTRY + name, placeholder=shape, on_change=entered, args=args)
    echo, good = st.session_state.get(ECHO + name, ("", True))
    if echo:
        (st.success if good else st.error)(literal(echo))


def _own_value(release: Release, name: str, of_all: float, title: str) -> None:
    """The value that the gemeente in view has of its own, behind a title; `of_all` holds while it has none."""
    parameter = parameter_of(release, name)
    own = dict(history().now).get(name)
    value, whose = (of_all, "dezelfde waarde als de route") if own is None else (own, "een eigen waarde")
    behind = st.expander(literal(title), key=f"eigen_{name}", type="compact", on_change="rerun")
    if behind.open:
        with behind:
            _field(release, name, f"{assumption_label(release, name)}: typ een waarde", value)
            st.caption(literal(f"Nu {whose}: {value_with_unit(value, parameter.unit)}."))
            button("Wis de eigen waarde", f"terug_{name}", _remove, release, name, disabled=own is None)


def own_controls(answers: Answers, parameters: Sequence[str]) -> None:
    """For each of these parameters a slider for the value that the gemeente in view has of its own, and behind its name a
    field and the way back to that of the route."""
    release, values = answers.release, answers.comparison.values
    for parameter in map(release.parameters.__getitem__, parameters):
        name, route = own_name(parameter.id, answers.view.gemeente), values[parameter.id]
        words = value_with_unit(route, short_unit(parameter.unit))
        _own_value(release, name, route, f"{parameter.label}; de route rekent met {words}")
        _slider(release, parameter, name, values.get(name, route), f"{parameter.label}, eigen waarde")


def _remove(release: Release, name: str) -> None:
    remove_value(release, name)
    st.session_state.pop(ECHO + name, None)


def facts(release: Release, parameter: Parameter, value: float) -> Html:
    """Value, standaard, band, admissible range, status, source and explanation."""
    numbers = parameter.low, parameter.default, parameter.high, value, parameter.minimum
    low, default, high, now, least = (value_with_unit(number, parameter.unit) for number in numbers)
    most = "of hoger" if parameter.maximum is None else f"tot {value_with_unit(parameter.maximum, parameter.unit)}"
    lines = (
        f"Nu: {now}, {'binnen' if parameter.in_band(value) else 'buiten'} de bandbreedte",
        f"Standaard: {default}",
        f"Bandbreedte: {low} tot {high}",
        f"Toelaatbaar: {least} {most}",
        Html("Status: {}, bekend sinds {}").format(tag(parameter.status), date_words(parameter.kennisdatum)),
        Html("Bron: {}").format(source_link(release, parameter.source)),
    )
    return paragraph(parameter.explanation, "rw-text") + listing(lines, "rw-list")


def _slid(release: Release, name: str) -> None:
    """Take the slider's value; one that got new steps may tell the value that it already had."""
    value = st.session_state[SLIDER + name]
    if value == assumed_value(release, dict(history().now), name):
        return
    set_value(release, name, value)
    st.session_state.pop(ECHO + name, None)


def entered(release: Release, name: str) -> None:
    """Take what was typed, or say in words why not."""
    typed = st.session_state[ENTRY + name] or ""
    if not typed.strip():
        return
    try:
        value = read_typed(release, name, typed)
    except NotInView as error:
        st.session_state[ECHO + name] = (error.melding, False)
        return
    set_value(release, name, value)
    st.session_state[ECHO + name] = (read_words(parameter_of(release, name), value), True)
    st.session_state[ENTRY + name] = ""


def _reset(release: Release, name: str) -> None:
    set_value(release, name, release.parameters[name].default)
    st.session_state.pop(ECHO + name, None)


def pins(answers: Answers) -> None:
    """Pin the assumptions of now as an opinion, look at one again, or let it go."""
    release, view = answers.release, answers.view
    draw_html(element("section", element("h2", "Twee meningen over dezelfde routes"), style="rw-block"))
    for (key, name), opinion in zip(OPINIONS.items(), view.opinions, strict=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"mening_{key}"):
            named = listed(own_assumptions(release, opinion or ()))
            state = "nog niet vastgelegd" if opinion is None else named or "alles op standaard"
            draw_html(element("p", element("b", name), ": ", state))
            button(f"Leg vast als {name}", f"vast_{key}", pin, key, view.overrides)
            if opinion is not None:
                button(f"Reken met {name}", f"toon_{key}", choose, release, opinion)
                button(f"Wis {name}", f"wis_{key}", pin, key, None)
