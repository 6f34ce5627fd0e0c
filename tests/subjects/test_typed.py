"""Values as they are typed: percentages where the unit is percent, amounts in euro, and whatever the pages print."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.comparison.assumptions import (
    bare,
    read_typed,
    read_value,
    read_words,
    rewrite_typed,
    short_unit,
    switching_words,
)
from lib.comparison.message import own_assumptions
from lib.comparison.release import Release
from lib.comparison.view import NotInView
from lib.text import value_with_unit


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        *(("schaalverlies", text, 0.08) for text in ("8", "8 %", "8%", "8 procent", "8 Procent", "8,0%", "8.0", "+8")),
        *(("schaalverlies", text, 0.08) for text in ("8 % van de uitvoeringskosten", "8 van de uitvoeringskosten")),
        ("schaalverlies", "1", 0.01),
        ("schaalverlies", "0,5", 0.005),
        ("schaalverlies", "0,08", 0.0008),
        ("schaalverlies", "100", 1.0),
        ("schaalverlies", "29,412", 0.29412),
        ("loonindex", "-2,5", -0.025),
        ("loonindex", "−2,5 % per jaar", -0.025),
        ("loonindex", "-2,5 procent", -0.025),
        ("vast_overhead", "70 %", 0.7),
        ("uitstroom_wsw", "5,5 % per jaar", 0.055),
        *(
            ("frictie_per_persoon", text, 9000.0)
            for text in ("€ 9.000", "9000", "9.000", "9 000", "EUR 9000", "9000 euro")
        ),
        ("frictie_per_persoon", "10.000", 10_000.0),
        ("frictie_per_persoon", "€ 9.000 per Wsw-persoon in het basisjaar", 9000.0),
        ("frictie_per_persoon", "7.500,50", 7500.5),
    ],
)
def test_what_is_typed_means_what_the_unit_says(release: Release, name: str, typed: str, value: float) -> None:
    assert read_typed(release, name, typed) == value
    assert value_with_unit(value, release.parameters[name].unit) in read_words(release.parameters[name], value)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("schaalverlies", "1.500", "Schrijf wat u bedoelt: 1.500\xa0% of 1,5\xa0%."),
        ("schaalverlies", "5,000 %", "Schrijf wat u bedoelt: 5\xa0% of 5.000\xa0%."),
        ("frictie_per_persoon", "10,000", "Schrijf wat u bedoelt: €\xa010 of €\xa010.000."),
        ("schaalverlies", "140", "140\xa0% van de uitvoeringskosten ligt buiten"),
        ("schaalverlies", "-1", "−1\xa0% van de uitvoeringskosten ligt buiten"),
        ("schaalverlies", "€ 8", "is een bedrag in euro, maar hier hoort een percentage"),
        ("frictie_per_persoon", "8 procent", "is een percentage, maar hier hoort een bedrag in euro"),
        ("schaalverlies", "drie", "geen getal"),
        ("schaalverlies", "PM", "hier hoort een getal"),
        ("loonindex", "8 per week", "geen getal"),
        ("schaalverlis", "8", "bedoelde u “schaalverlies”?"),
    ],
)
def test_what_is_unclear_or_wrong_is_said(release: Release, name: str, typed: str, words: str) -> None:
    with pytest.raises(NotInView) as raised:
        read_typed(release, name, typed)
    assert words in raised.value.melding


def test_both_readings_that_are_offered_are_read(release: Release) -> None:
    for name, typed in (("frictie_per_persoon", "10,000"), ("frictie_per_persoon", "1,250")):
        with pytest.raises(NotInView) as raised:
            read_typed(release, name, typed)
        for offered in raised.value.melding.split("bedoelt: ")[1].rstrip(".").split(" of "):
            read_typed(release, name, offered)


@given(data=st.data())
def test_what_the_pages_print_is_read_back(release: Release, data: st.DataObject) -> None:
    parameter = data.draw(st.sampled_from(sorted(release.parameters.values(), key=lambda each: each.id)))
    most = 1e6 if parameter.maximum is None else parameter.maximum
    value = round(data.draw(st.floats(parameter.minimum, most)), data.draw(st.integers(0, 9)))
    value = min(max(value, parameter.minimum), most) + 0.0
    printed = [
        value_with_unit(value, parameter.unit),
        value_with_unit(value, short_unit(parameter.unit)),
        bare(parameter, value),
        *(each.value for each in own_assumptions(release, ((parameter.id, value),))),
    ]
    if parameter.unit.startswith("euro"):
        # An amount in a table is rounded to whole euros.
        printed[2] = printed[1]
    for text in (*printed, *(each.replace("\N{MINUS SIGN}", "-").replace("\xa0", " ") for each in printed)):
        assert read_typed(release, parameter.id, text) == value, text


def test_every_end_of_every_band_as_printed(release: Release) -> None:
    for parameter in release.parameters.values():
        for value in (parameter.low, parameter.default, parameter.high, parameter.minimum):
            for text in (bare(parameter, value), switching_words(parameter, value)[0]):
                assert read_typed(release, parameter.id, text) == value


def test_a_unit_of_another_region_is_read_back(release: Release) -> None:
    """A unit with a number in it, and one that is neither share nor euro."""
    for unit, value in (("euro per 1.000 inwoners", 12_300.0), ("", 1.234), ("aandeel van de 6 gemeenten", 0.29412)):
        own = replace(release.parameters["frictie_per_persoon"], unit=unit, minimum=0.0, maximum=None)
        other = replace(release, parameters={**release.parameters, own.id: own})
        assert read_typed(other, own.id, value_with_unit(value, unit)) == value


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("schaalverlies=8", "", "schaalverlies=0,08"),
        ("schaalverlies=0,06;vast_overhead=75", "schaalverlies=0,06", "schaalverlies=0,06;vast_overhead=0,75"),
        ("schaalverlies=0,06", "", "schaalverlies=0,06"),
        ("schaalverlies=8 %", "", "schaalverlies=8 %"),
        ("schaalverlies=1;loonindex=2,5", "schaalverlies=1", "schaalverlies=1;loonindex=0,025"),
        ("frictie_per_persoon=9000", "", "frictie_per_persoon=9000"),
        ("schaalverlies=140", "", "schaalverlies=140"),
        ("standaard", "", "standaard"),
        ("schaalverlis=8", "", "schaalverlis=8"),
    ],
)
def test_the_text_of_all_assumptions_takes_a_typed_percentage(
    release: Release, typed: str, before: str, after: str
) -> None:
    assert rewrite_typed(release, typed, before) == after


def test_the_text_of_all_assumptions_asks_what_one_is(release: Release) -> None:
    with pytest.raises(NotInView) as raised:
        rewrite_typed(release, "schaalverlies=1", "")
    assert "1\xa0% of 100\xa0%" in raised.value.melding


def test_a_share_that_is_refused_says_how_it_is_written(release: Release) -> None:
    """In a link, with --set and in the API a share is a part of 1."""
    with pytest.raises(NotInView) as raised:
        read_value(release, "schaalverlies", "8")
    assert "een deel van 1" not in raised.value.melding.split("bereik")[0]
    assert raised.value.melding.endswith("Een aandeel staat hier als deel van 1: 8\xa0% is 0,08.")
    with pytest.raises(NotInView) as raised:
        read_value(release, "frictie_per_persoon", "-8")
    assert "aandeel" not in raised.value.melding
