"""What figures look like in Dutch, and that what is shown is the rounded value and nothing else."""

import datetime
import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text import (
    Figure,
    Special,
    amount,
    date_words,
    decimal,
    difference,
    favour,
    lower_first,
    million_words,
    millions,
    moment_words,
    parse_number,
    parse_share,
    percentage,
    percentage_exact,
    persons,
    rounded,
    rounding_gap,
    signed,
    thousands,
    upper_first,
    value_with_unit,
    whole,
    year_range,
)

EUROS = st.floats(-1e13, 1e13) | st.integers(-(10**13), 10**13) | st.decimals(-(10**13), 10**13, places=4)
SHARES = st.floats(-100, 100)
DECIMALS = st.integers(0, 4)
UNITS = st.sampled_from([1, 1_000, 1_000_000])


def plain(text: str) -> str:
    """Text with ordinary spaces and minus signs, to compare with what a test can legibly say."""
    return text.replace("\u00a0", " ").replace("\u2212", "~")


def half_away_from_zero(value: float | Decimal, decimals: int, unit: int = 1) -> Fraction:
    """The rounding rule, written a second time and without decimal."""
    scaled = abs(Fraction(value)) / unit * 10**decimals
    magnitude = Fraction(math.floor(scaled + Fraction(1, 2)), 10**decimals)
    return magnitude if value > 0 else -magnitude


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (amount(1234567), "€ 1.234.567"),
        (amount(-1234), "~€ 1.234"),
        (amount(999.5), "€ 1.000"),
        (amount(-0.4), "€ 0"),
        (amount(-0.0), "€ 0"),
        (amount(610818.86, decimals=2), "€ 610.818,86"),
        (amount(Decimal("0.005"), decimals=2), "€ 0,01"),
        (thousands(-11_408_000), "~11.408"),
        (thousands(-11_407_500), "~11.408"),
        (thousands(3_121_499.99, signed=True), "+3.121"),
        (thousands(1_250, decimals=1), "1,3"),
        (thousands(-499.99), "0"),
        (thousands(499.99, signed=True), "0"),
        (thousands(500, signed=True), "+1"),
        (millions(7_113_000), "7,1"),
        (millions(-8_142_000, signed=True), "~8,1"),
        (millions(50_000, signed=True), "+0,1"),
        (millions(-49_999), "0,0"),
        (million_words(7_113_000), "€ 7,1 miljoen"),
        (million_words(-7_113_000, decimals=2), "~€ 7,11 miljoen"),
        (million_words(20_000), "€ 0,0 miljoen"),
        (difference(3_121_000), "+3.121 V"),
        (difference(-3_511_000), "~3.511 N"),
        (difference(0), "0"),
        (difference(-499), "0"),
        (difference(-500), "~1 N"),
        (difference(499, unit=1), "+499 V"),
        (difference(7_113_000, unit=1_000_000, decimals=1), "+7,1 V"),
        (signed(3_121), "+3.121"),
        (signed(-3_511_000, 1_000), "~3.511"),
        (signed(-0.4), "0"),
        (signed(7_113_000, 1_000_000, decimals=1), "+7,1"),
        (percentage(0.4387), "43,9 %"),
        (percentage(0.5, decimals=0), "50 %"),
        (percentage(1), "100,0 %"),
        (percentage(-0.0004), "0,0 %"),
        (percentage_exact(0.055), "5,5 %"),
        (percentage_exact(0.06), "6 %"),
        (percentage_exact(0.294), "29,4 %"),
        (percentage_exact(Decimal("0.0550")), "5,5 %"),
        (percentage_exact(-0.1), "~10 %"),
        (percentage_exact(1), "100 %"),
        (percentage_exact(12), "1.200 %"),
        (percentage_exact(-0.0), "0 %"),
        (whole(1100), "1.100"),
        (whole(0.5), "1"),
        (whole(-2.5), "~3"),
        (decimal(0.931643, 6), "0,931643"),
        (decimal(1234.5, 2), "1.234,50"),
        (decimal(1e22, 0), "10.000.000.000.000.000.000.000"),
        (persons(463), "463"),
        (persons(1100.0), "1.100"),
        (persons(462.99999999999994), "463"),
        (persons(89.3025), "89,3"),
        (persons(89.04), "89,0"),
        (value_with_unit(0.055, "aandeel per jaar"), "5,5 % per jaar"),
        (value_with_unit(0.294, "aandeel van de opbrengsten"), "29,4 % van de opbrengsten"),
        (value_with_unit(0.4, "aandeel"), "40 %"),
        (value_with_unit(0.03, "per jaar"), "3 % per jaar"),
        (value_with_unit(7000.0, "euro per persoon"), "€ 7.000 per persoon"),
        (value_with_unit(Decimal("1500.7"), "euro"), "€ 1.500,70"),
        (value_with_unit(0.125, "euro"), "€ 0,125"),
        (value_with_unit(5, "duizend euro"), "5 duizend euro"),
        (value_with_unit(0.9, "arbeidsjaar per persoon"), "0,9 arbeidsjaar per persoon"),
        (value_with_unit(80, "personen"), "80 personen"),
        (value_with_unit(1.3, ""), "1,3"),
        (year_range(2021, 2024), "2021–2024"),
        (year_range(2021, 2021), "2021"),
        (date_words(datetime.date(2020, 3, 26)), "26 maart 2020"),
        (date_words(datetime.date(2021, 1, 1)), "1 januari 2021"),
        (moment_words(datetime.datetime(2026, 11, 29, 11, 5)), "29 november 2026, 12:05"),
        (moment_words(datetime.datetime(2026, 7, 31, 22, 30, tzinfo=datetime.UTC)), "1 augustus 2026, 00:30"),
        (date_words(datetime.date(2026, 12, 31)), "31 december 2026"),
    ],
)
def test_figure_in_dutch(shown: str, expected: str) -> None:
    assert plain(shown) == expected


FORMATS: list[Callable[[Figure], str]] = [
    amount,
    thousands,
    millions,
    million_words,
    difference,
    percentage,
    percentage_exact,
    whole,
    persons,
    lambda value: decimal(value, 2),
    lambda value: value_with_unit(value, "aandeel per jaar"),
    lambda value: value_with_unit(value, "euro per persoon"),
    lambda value: value_with_unit(value, "personen"),
]


@pytest.mark.parametrize("write", FORMATS)
def test_what_is_no_number_is_said_in_words(write: Callable[[Figure], str]) -> None:
    assert write(Special.PM) == "PM"
    for nothing in (None, Special.MISSING, math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("sNaN")):
        assert write(nothing) == "onbekend"


@pytest.mark.parametrize("nothing", [None, Special.PM, Special.MISSING, math.nan])
def test_what_is_no_number_favours_nobody(nothing: Figure) -> None:
    assert favour(nothing) == ""
    assert rounded(nothing) is None


def test_unknown_date_is_said_in_words() -> None:
    assert date_words(None) == "onbekend"


def test_numpy_numbers_are_written_as_python_numbers() -> None:
    import numpy

    assert percentage_exact(numpy.float64(0.055)) == percentage_exact(0.055)
    assert whole(numpy.int64(2**53 + 1)) == "9.007.199.254.740.993"
    assert amount(numpy.float64(1.5)) == amount(1.5)
    assert whole(numpy.float64("nan")) == "onbekend"


def test_years_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="volgorde"):
        year_range(2024, 2021)


@pytest.mark.parametrize("unit", [0, -1, -1000, 12, 2000])
def test_unit_that_is_no_power_of_ten_is_refused(unit: int) -> None:
    refusers: list[Callable[[Figure, int], object]] = [favour, difference, signed, rounded]
    for refuses in refusers:
        with pytest.raises(ValueError, match="macht van tien"):
            refuses(1234, unit)
    with pytest.raises(ValueError, match="macht van tien"):
        rounding_gap([1234], 1234, unit)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (2.675, 2, "2,67"),  # the float lies just under 2.675
        (Decimal("2.675"), 2, "2,68"),
        (0.49999999999999994, 0, "0"),
        (1.0000000000000002, 16, "1,0000000000000002"),
        (Decimal("0.4999999999999999999999999999999999"), 0, "0"),  # 34 digits: more than decimal's own context
        (5e-324, 1, "0,0"),
    ],
)
def test_rounds_once_and_on_the_exact_value(value: float | Decimal, decimals: int, expected: str) -> None:
    assert decimal(value, decimals) == expected


@given(EUROS, DECIMALS, UNITS)
def test_rounds_half_away_from_zero(value: float | Decimal, decimals: int, unit: int) -> None:
    shown = rounded(value, unit, decimals)
    assert shown is not None
    assert Fraction(shown) == half_away_from_zero(value, decimals, unit)


@given(st.integers(-(10**6), 10**6), UNITS)
def test_a_tie_goes_away_from_zero(count: int, unit: int) -> None:
    tie = Fraction(2 * count + 1, 2) * unit
    shown = rounded(Decimal(tie.numerator) / tie.denominator, unit)
    assert shown is not None
    assert abs(shown) == abs(tie / unit) + Fraction(1, 2)


@given(EUROS, DECIMALS, st.booleans())
def test_euros_read_back_as_the_rounded_value(value: float | Decimal, decimals: int, signed: bool) -> None:
    written = [
        (amount(value, decimals), 1),
        (decimal(value, decimals), 1),
        (thousands(value, decimals, signed), 1_000),
        (millions(value, decimals, signed), 1_000_000),
        (difference(value, 1_000, decimals).rstrip("VN"), 1_000),
        (million_words(value, decimals).removesuffix(" miljoen"), 1_000_000),
    ]
    for text, unit in written:
        assert parse_number(text, "nl") == half_away_from_zero(value, decimals, unit), text


@given(EUROS)
def test_counts_read_back_as_the_rounded_value(value: float | Decimal) -> None:
    assert parse_number(whole(value), "nl") == half_away_from_zero(value, 0)


@given(st.integers(0, 10**6))
def test_whole_persons_read_back(count: int) -> None:
    assert parse_number(persons(count), "nl") == parse_number(persons(float(count)), "nl") == count


@given(st.integers(0, 10**6), st.floats(0.001, 0.999))
def test_part_persons_read_back_to_one_decimal(count: int, part: float) -> None:
    assert "," in persons(count + part)
    assert parse_number(persons(count + part), "nl") == half_away_from_zero(count + part, 1)


@given(SHARES, DECIMALS)
def test_percentages_read_back_as_the_rounded_share(share: float, decimals: int) -> None:
    assert parse_share(percentage(share, decimals), "nl") == half_away_from_zero(share, decimals + 2)


@given(st.floats(1e-12, 1e12) | st.floats(-1e12, -1e-12) | st.just(0.0))
def test_exact_figures_read_back_as_the_same_float(value: float) -> None:
    share = parse_share(percentage_exact(value), "nl")
    euros = parse_number(value_with_unit(value, "euro"), "nl")
    persons_ = parse_number(value_with_unit(value, "personen").removesuffix(" personen"), "nl")
    assert isinstance(share, Decimal)
    assert isinstance(euros, Decimal)
    assert isinstance(persons_, Decimal)
    assert (float(share), float(euros), float(persons_)) == (value, value, value)


@given(st.integers(-(10**6), 10**6), st.integers(0, 6))
def test_exact_percentage_has_no_decimal_too_many(digits: int, places: int) -> None:
    text = plain(percentage_exact(float(Decimal(digits).scaleb(-places))))
    assert text.endswith(" %")
    assert not ("," in text and text.removesuffix(" %").endswith("0"))


@given(EUROS, UNITS, DECIMALS)
def test_favour_is_the_sign_of_what_is_shown(value: float | Decimal, unit: int, decimals: int) -> None:
    sign = half_away_from_zero(value, decimals, unit)
    letter = favour(value, unit, decimals)
    assert letter == ("V" if sign > 0 else "N" if sign < 0 else "")
    text = plain(difference(value, unit, decimals))
    assert text.endswith(letter)
    assert text[0] == {"V": "+", "N": "~", "": "0"}[letter]
    assert text.count(" ") == len(letter)


@given(st.floats(-2000, 2000), UNITS, DECIMALS)
def test_favour_near_zero(value: float, unit: int, decimals: int) -> None:
    assert (favour(value, unit, decimals) == "") == (half_away_from_zero(value, decimals, unit) == 0)


@given(EUROS | st.floats(-1, 1))
def test_zero_carries_no_sign(value: float | Decimal) -> None:
    for text in (amount(value), thousands(value, signed=True), millions(value), percentage(value), whole(value)):
        if not any(digit in text for digit in "123456789"):
            assert plain(text).strip("€ %").replace(",", "").strip("0") == ""


@given(st.floats(-0.49, 0.0))
def test_a_rounded_zero_is_no_negative_zero(value: float) -> None:
    shown = rounded(value)
    assert shown is not None
    assert not shown.is_signed()


@pytest.mark.parametrize(
    ("rows", "total", "unit", "gap"),
    [
        ([400, 400, 400], 1200, 1_000, True),
        ([400, 600], 1000, 1_000, False),
        ([400, 400, 400], 1200, 1, False),
        ([500, 500], 1000, 1_000, True),
        ([500, 500, 500, 500], 2000, 1_000, True),
        ([-400, -400], -800, 1_000, True),
        ([400, Special.PM, 400], 800, 1_000, True),
        ([1000, None], 1000, 1_000, False),
        ([400, 400], Special.PM, 1_000, False),
        ([400, 400], None, 1_000, False),
        ([], 0, 1_000, False),
    ],
)
def test_rounding_gap(rows: list[Figure], total: Figure, unit: int, gap: bool) -> None:
    assert rounding_gap(rows, total, unit) is gap


def test_a_total_of_other_rows_is_no_rounding_gap() -> None:
    with pytest.raises(ValueError, match="afronding"):
        rounding_gap([1000, 1000], 5000)
    with pytest.raises(ValueError, match="afronding"):
        rounding_gap([0.11, 0.11], 0.42, unit=1, decimals=1)


@given(st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=8), UNITS, st.integers(0, 2))
def test_rounding_gap_is_what_a_reader_finds_when_adding_up(rows: list[int], unit: int, decimals: int) -> None:
    total = sum(rows)
    found = sum(half_away_from_zero(row, decimals, unit) for row in rows) != half_away_from_zero(total, decimals, unit)
    assert rounding_gap(rows, total, unit, decimals) is found


@pytest.mark.parametrize(("label", "expected"), [("Loonkosten Wsw", "loonkosten Wsw"), ("", ""), ("Wsw", "wsw")])
def test_a_label_inside_a_sentence_keeps_its_other_capitals(label: str, expected: str) -> None:
    assert lower_first(label) == expected
    assert upper_first(expected) == label
