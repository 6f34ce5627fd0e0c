"""The controls of the assumptions: a slider for each, and behind its name a field, its band, source and status."""

import streamlit as st

from lib.analysis.answers import Answers
from lib.analysis.assumptions import read_typed, read_words, short_unit, slider_steps
from lib.analysis.own_choices import listed, own_assumptions
from lib.analysis.release import Release
from lib.analysis.view import NotInView
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, Parameter
from lib.text import date_words, value_with_unit
from lib.ui import assumptions
from lib.ui.html import Html, draw_html, element, listing, literal, paragraph, source_link, tag

SLIDER, ENTRY, ECHO = "schuif_", "invoer_", "gelezen_"
#: The group of what is in no other.
OTHER = "Overige aannames"


def controls(answers: Answers) -> None:
    """What was changed, undo and redo, and every parameter in its group."""
    release = answers.release
    _steps(release)
    values = answers.comparison.values
    for i, (title, group) in enumerate(groups(answers).items()):
        drawer = st.expander(title, expanded=i == 0, key=f"groep_{i}", on_change="rerun")
        if drawer.open:
            with drawer:
                for parameter in group:
                    _parameter(release, parameter, values[parameter.id])


def groups(answers: Answers) -> dict[str, list[Parameter]]:
    """The parameters by what they are about, each once: measures of these routes, prices and people, fixed costs."""
    comparison, release = answers.comparison, answers.release
    routes = (comparison.a.scenario, comparison.b.scenario)
    measured = {measure.parameter for route in routes for measure in route.measures}
    prices = {name for cost_type in release.figures.cost_types for _, name in cost_type.index} | {ATTRITION}
    fixed = {cost_type.fixed_share for cost_type in release.figures.cost_types} | {FIXED_REDUCTION}
    kinds: dict[str, set[str | None]] = {
        "Maatregelen van deze routes": {*measured},
        "Lonen, prijzen en uitstroom": {*prices},
        "Vaste kosten": {*fixed},
    }
    groups: dict[str, list[Parameter]] = {title: [] for title in (*kinds, OTHER)}
    for parameter in release.parameters.values():
        groups[next((title for title, names in kinds.items() if parameter.id in names), OTHER)].append(parameter)
    return {title: group for title, group in groups.items() if group}


def _steps(release: Release) -> None:
    """Undo, redo, once more, all back."""
    steps, last = assumptions.history(), assumptions.last_change()
    with st.container(horizontal=True, gap="small", key="stappen"):
        assumptions.button("Ongedaan maken", "ongedaan", assumptions.undo, disabled=not steps.can_undo)
        assumptions.button("Opnieuw", "opnieuw", assumptions.redo, disabled=not steps.can_redo)
        assumptions.button("Herhaal laatste wijziging", "herhaal", assumptions.repeat, release, disabled=last is None)
        assumptions.button("Alles op standaard", "standaard", assumptions.choose, release, (), disabled=not steps.now)
    with st.container(key="geweigerd"):
        why = assumptions.refused()
        if why:
            st.error(literal(why))


def _parameter(release: Release, parameter: Parameter, value: float) -> None:
    """The name, behind which the field is, and the slider over the band."""
    key, args = SLIDER + parameter.id, (release, parameter.id)
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    behind = st.expander(literal(parameter.label), key=f"achter_{parameter.id}", type="compact", on_change="rerun")
    if behind.open:
        with behind:
            _entry(release, parameter, value)
    st.select_slider(
        literal(parameter.label),
        slider_steps(parameter, value),
        key=key,
        format_func=lambda step: value_with_unit(step, short_unit(parameter.unit)),
        on_change=_slid,
        args=args,
        label_visibility="collapsed",
    )


def _entry(release: Release, parameter: Parameter, value: float) -> None:
    """A field that reads Dutch numbers, what was read, and everything there is to know about the parameter."""
    label, shape = literal(f"{parameter.label}: typ een waarde"), value_with_unit(value, short_unit(parameter.unit))
    args = release, parameter.id
    st.text_input(label, key=ENTRY + parameter.id, placeholder=shape, on_change=entered, args=args)
    echo, good = st.session_state.get(ECHO + parameter.id, ("", True))
    if echo:
        (st.success if good else st.error)(literal(echo))
    draw_html(facts(release, parameter, value))
    same = value == parameter.default
    assumptions.button("Terug naar standaard", f"terug_{parameter.id}", _reset, *args, disabled=same)


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
    if value == dict(assumptions.history().now).get(name, release.parameters[name].default):
        return
    assumptions.set_value(release, name, value)
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
    assumptions.set_value(release, name, value)
    st.session_state[ECHO + name] = (read_words(release.parameters[name], value), True)
    st.session_state[ENTRY + name] = ""


def _reset(release: Release, name: str) -> None:
    assumptions.set_value(release, name, release.parameters[name].default)
    st.session_state.pop(ECHO + name, None)


def pins(answers: Answers) -> None:
    """Pin the assumptions of now as an opinion, look at one again, or let it go."""
    release, view = answers.release, answers.view
    draw_html(element("section", element("h2", "Twee meningen over dezelfde routes"), style="rw-block"))
    for (key, name), opinion in zip(assumptions.OPINIONS.items(), view.opinions, strict=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"mening_{key}"):
            named = listed(own_assumptions(release, opinion or ()))
            state = "nog niet vastgelegd" if opinion is None else named or "alles op standaard"
            draw_html(element("p", element("b", name), ": ", state))
            assumptions.button(f"Leg vast als {name}", f"vast_{key}", assumptions.pin, key, view.overrides)
            if opinion is not None:
                assumptions.button(f"Reken met {name}", f"toon_{key}", assumptions.choose, release, opinion)
                assumptions.button(f"Wis {name}", f"wis_{key}", assumptions.pin, key, None)
