"""Assumptions as text and back, slider steps, and the steps that can be undone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.comparison.assumptions import (
    Change,
    History,
    change_between,
    changed,
    read_assumptions,
    read_opinion,
    read_value,
    slider_steps,
    write_assumptions,
    write_opinion,
)
from lib.comparison.release import Release
from lib.comparison.view import NotInView, Overrides


@given(data=st.data())
def test_what_is_written_reads_back_to_the_last_digit(release: Release, data: st.DataObject) -> None:
    values = {
        name: round(data.draw(st.floats(p.minimum, 1e6 if p.maximum is None else p.maximum) | st.just(p.default)), 15)
        for name, p in release.parameters.items()
        if data.draw(st.booleans())
    }
    chosen = changed(release, values)
    text = write_assumptions(chosen)
    assert read_assumptions(release, text) == (chosen, [])
    assert "." not in text and "e" not in "".join(part.split("=")[1] for part in text.split(";") if part)
    assert read_opinion(release, write_opinion(chosen)) == (chosen, [])


def test_nothing_pinned_is_not_the_same_as_everything_at_standaard(release: Release) -> None:
    assert read_opinion(release, write_opinion(None)) == (None, [])
    assert read_opinion(release, write_opinion(())) == ((), [])


@pytest.mark.parametrize(
    ("text", "kept", "words"),
    [
        ("schaalverlis=0,06;loonindex=0,025", (("loonindex", 0.025),), "bedoelde u “schaalverlies”?"),
        ("schaalverlies=2", (), "200\xa0% van de uitvoeringskosten ligt buiten het toelaatbare bereik"),
        ("schaalverlies=veel", (), "“veel” is geen getal"),
        ("schaalverlies", (), "“schaalverlies” is geen parameter=waarde"),
        ("schaalverlies=0.06", (), "Engelse notatie"),
        ("schaalverlies=", (), "hier hoort een getal"),
        ("schaalverlies=PM", (), "hier hoort een getal"),
        ("frictie_per_persoon=7 %", (), "is een percentage"),
        ("schaalverlies=0,06;schaalverlies=0,07", (("schaalverlies", 0.06),), "staat er twee keer"),
        (";" * 5000, (), "te lang"),
    ],
)
def test_what_cannot_be_is_told_and_dropped(release: Release, text: str, kept: Overrides, words: str) -> None:
    found, wrong = read_assumptions(release, text)
    assert found == kept
    assert len(wrong) == 1 and words in wrong[0]


def test_standaard_is_no_change(release: Release) -> None:
    assert read_assumptions(release, "schaalverlies=0; frictie_per_persoon=7.000 ;") == ((), [])


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("schaalverlies", "5,5 %", 0.055),
        ("schaalverlies", "0,055", 0.055),
        ("schaalverlies", "0.055", 0.055),
        ("frictie_per_persoon", "€ 7.500,50", 7500.5),
        ("frictie_per_persoon", "7 500", 7500.0),
    ],
)
def test_a_typed_value_is_read(release: Release, name: str, typed: str, value: float) -> None:
    assert read_value(release, name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("frictie_per_persoon", "7.500", "op twee manieren te lezen"),
        ("frictie_per_persoon", "-1", "ligt buiten het toelaatbare bereik"),
        ("schaalverlies", "6", "600\xa0% van de uitvoeringskosten ligt buiten"),
        ("schaalverlies", "drie", "geen getal"),
    ],
)
def test_a_typed_value_is_refused_in_words(release: Release, name: str, typed: str, words: str) -> None:
    with pytest.raises(NotInView) as raised:
        read_value(release, name, typed)
    assert words in raised.value.melding and release.parameters[name].label in raised.value.melding


def test_a_slider_has_the_band_standaard_and_the_value_itself(release: Release) -> None:
    for parameter in release.parameters.values():
        for value in (parameter.default, parameter.minimum, parameter.high + 0.001234):
            steps = slider_steps(parameter, value)
            assert {parameter.low, parameter.default, parameter.high, value} <= set(steps)
            assert list(steps) == sorted(set(steps)) and 15 <= len(steps) <= 45
            inside = [step for step in steps if parameter.low <= step <= parameter.high]
            assert inside[0] == parameter.low and inside[-1] == parameter.high
            assert len(str(Decimal(repr(inside[2])).normalize())) <= 7


def test_undo_gives_back_exactly_what_was() -> None:
    first, second, third = (("p", 0.1),), (("p", 0.1 + 0.2),), (("p", 0.3),)
    steps = History().then(first).then(second).then(second).then(third)
    assert len(steps.steps) == 4
    assert steps.undone().now == second and steps.undone().undone().now == first
    assert steps.undone().redone().now == third
    assert not steps.can_redo and not steps.undone().undone().undone().can_undo
    assert steps.undone().undone().undone().undone().now == ()
    branched = steps.undone().then((("q", 1.0),))
    assert branched.now == (("q", 1.0),) and not branched.can_redo and branched.undone().now == second


def test_the_last_change_once_more(release: Release) -> None:
    change = change_between(release, (), (("schaalverlies", 0.04),))
    assert change == Change("schaalverlies", Decimal("0.04"))
    assert change.again(release, (("schaalverlies", 0.04),)) == 0.08
    assert change.again(release, (("loonindex", 0.04),)) == 0.04
    with pytest.raises(NotInView):
        change.again(release, (("schaalverlies", 0.995),))
    assert change_between(release, (), ()) is None
    assert change_between(release, (), (("loonindex", 0.04), ("schaalverlies", 0.04))) is None
