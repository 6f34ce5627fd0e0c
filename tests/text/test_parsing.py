"""Numbers as people type them: read strictly, refused in Dutch, never guessed."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.text import (
    AmbiguousNumber,
    MixedStyles,
    NotADay,
    NotANumber,
    NumberError,
    Special,
    Style,
    date_words,
    numbers_style_of,
    parse_day,
    parse_number,
    parse_share,
)

PM, MISSING = Special.PM, Special.MISSING
STYLES: list[Style] = ["nl", "en"]
NUMBERLIKE = st.text("0123456789.,", min_size=1, max_size=10)
TYPED = st.text("0123456789.,  -−–+()€%PMpmEURe\u00a0\u2009٣", max_size=14)
MIRROR = str.maketrans(",.", ".,")


def outcome(text: str, style: Style | None) -> Decimal | Special | tuple[Decimal, Decimal] | None:
    """What parse_number makes of text: a value, two readings, or None when refused."""
    try:
        return parse_number(text, style)
    except AmbiguousNumber as error:
        return error.readings
    except NotANumber:
        return None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", "1234.56"),
        *((text, "0") for text in (" € -   ", "€ –", "EUR -", "€-")),
        *((text, "1250") for text in ("€ 1.250,-", "1.250,--", "1.250,=", "1250,- EUR", "1.250,–")),
        ("(€ 1.250,-)", "-1250"),
        *(
            ("1e+05", "100000"),
            ("2e+06", "2000000"),
            ("1.2e+07", "12000000"),
            ("1,25e+07", "12500000"),
            ("-3e+05", "-300000"),
        ),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u2009234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1 234.56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1500", "1500"),
        ("1.500.000", "1500000"),
        ("1,500,000", "1500000"),
        ("1 500 000", "1500000"),
        ("1.500,75", "1500.75"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1500,750", "1500.75"),
        ("1500.750", "1500.75"),
        ("1 234,567", "1234.567"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0", "0"),
        ("0,00", "0"),
        ("  1500\n", "1500"),
        ("€ 1.234.567", "1234567"),
        ("€1234", "1234"),
        ("1234 €", "1234"),
        ("EUR 1234", "1234"),
        ("eur 1234", "1234"),
        ("1234 euro", "1234"),
        ("(1234)", "-1234"),
        ("€ (1234)", "-1234"),
        ("(€ 1234)", "-1234"),
        ("-1234", "-1234"),
        ("- 1234", "-1234"),
        ("−1234", "-1234"),
        ("–1234", "-1234"),
        ("1234-", "-1234"),
        ("1234 −", "-1234"),
        ("-€ 1234", "-1234"),
        ("€ -1234", "-1234"),
        ("€     -   1234,50 ", "-1234.5"),
        ("+3.121,5", "3121.5"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_read_without_being_told_the_style(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("1.500", "1500", "1.5"),
        ("1,500", "1.5", "1500"),
        ("1.000", "1000", "1"),
        ("12.345", "12345", "12.345"),
        ("999,999", "999.999", "999999"),
        ("€ 1.234", "1234", "1.234"),
        ("EUR 1.234", "1234", "1.234"),
        ("(1.234)", "-1234", "-1.234"),
        ("-1.234", "-1234", "-1.234"),
        ("−1.234", "-1234", "-1.234"),
        ("1.234-", "-1234", "-1.234"),
    ],
)
def test_two_readings_are_asked_about_and_settled_by_the_style(text: str, dutch: str, english: str) -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number(text)
    assert caught.value.readings == (Decimal(dutch), Decimal(english))
    assert text in caught.value.melding
    assert parse_number(text, "nl") == Decimal(dutch)
    assert parse_number(text, "en") == Decimal(english)


@pytest.mark.parametrize("style", [None, *STYLES])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PM", PM),
        ("pm", PM),
        (" Pm ", PM),
        ("p.m.", PM),
        ("P.M.", PM),
        ("€ PM", PM),
        ("", MISSING),
        (" \u00a0\t", MISSING),
        ("-", MISSING),
        ("–", MISSING),
        ("—", MISSING),
        ("−", MISSING),
        ("- ", MISSING),
    ],
)
def test_pm_and_missing_are_no_numbers(text: str, value: Special, style: Style | None) -> None:
    assert parse_number(text, style) is value
    assert parse_share(text, style) is value


@pytest.mark.parametrize("style", [None, *STYLES])
@pytest.mark.parametrize(
    "text",
    [
        *("nan", "NaN", "inf", "-inf", "Infinity", "1e400", "1e5", "1E+3", "1_000", "0x10", "geen opgave", "onbekend"),
        *("1.23.456", "1,234,56", "1.234.56", "1,23,456", "1.234,567.890", "1,234.567,890", "1..234", "1,,5"),
        *("1.234 567", "1 234.567,8", "12 34", "1  234", "1234 567", "1234.567,89", "0.125.000", "0 125"),
        *("5,", "5.", ",5", ".5", ",", ".", "1.234,", "00", "007", "0363", "-007"),
        *("--5", "-5-", "(-5)", "(5", "5)", "()", "+5-", "-(5)", "€ 5 €", "€", "€ 5 EUR", "+", "5+"),
        *("٣", "१२३", "１２", "½", "5²", "1٣"),
        *("2021–2024", "26-03-2020", "26.03.2020", "5 6,7 8", "=1+1", "12 mln", "1\n234", "$ 5", "9" * 16, "9" * 5000),
    ],
)
def test_refused_in_every_style(text: str, style: Style | None) -> None:
    for parse in (parse_number, parse_share):
        with pytest.raises(NotANumber) as caught:
            parse(text, style)
        assert caught.value.melding.startswith(f"“{text[:5].strip().splitlines()[0]}")
        assert len(caught.value.melding) < 200


@pytest.mark.parametrize(
    ("text", "style", "remedy"),
    [
        ("1500.75", "nl", "Schrijf 1500,75."),
        ("0.125", "nl", "Schrijf 0,125."),
        ("1,500.75", "nl", "Schrijf 1500,75."),
        ("1,500,000", "nl", "Schrijf 1500000."),
        ("12.3456", "nl", "Schrijf 12,3456."),
        ("-1500.5", "nl", "Schrijf −1500,5."),
        ("1500,75", "en", "Schrijf 1500.75."),
        ("0,125", "en", "Schrijf 0.125."),
        ("1.500,75", "en", "Schrijf 1500.75."),
        ("1.500.000", "en", "Schrijf 1500000."),
        ("(12,5)", "en", "Schrijf −12.5."),
    ],
)
def test_the_other_style_is_refused_with_a_remedy_that_works(text: str, style: Style, remedy: str) -> None:
    with pytest.raises(NotANumber) as caught:
        parse_number(text, style)
    assert text in caught.value.melding
    assert caught.value.melding.endswith(remedy)
    assert parse_number(remedy.removeprefix("Schrijf ").removesuffix("."), style) == parse_number(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("abc", "is geen getal"),
        ("1e5", "macht van tien"),
        ("٣", "andere cijfers"),
        ("0363", "begint met een nul"),
        ("1.23.456", "vreemde plaats"),
        ("9" * 16, "te groot"),
        ("-5-", "is geen getal"),
        ("5 %", "percentage"),
    ],
)
def test_the_reason_is_named(text: str, words: str) -> None:
    with pytest.raises(NotANumber) as caught:
        parse_number(text)
    assert words in caught.value.melding
    assert text in caught.value.melding


def test_the_example_follows_the_style() -> None:
    examples: dict[Style | None, str] = {None: "1234,56", "nl": "1234,56", "en": "1234.56"}
    for style, shown in examples.items():
        with pytest.raises(NotANumber, match=re.escape(shown)):
            parse_number("abc", style)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("5,5 %", "0.055"),
        ("5.5%", "0.055"),
        ("5,5\u00a0%", "0.055"),
        ("6 %", "0.06"),
        ("-5,5 %", "-0.055"),
        ("(5,5 %)", "-0.055"),
        ("100 %", "1"),
        ("0,055", "0.055"),
        ("1", "1"),
        ("0,1234567890123456789012345678901 %", "0.001234567890123456789012345678901"),
    ],
)
def test_share(text: str, share: str) -> None:
    assert parse_share(text) == Decimal(share)


def test_ambiguous_percentage_gives_shares() -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_share("5.125 %")
    assert caught.value.readings == (Decimal("51.25"), Decimal("0.05125"))
    assert caught.value.melding.endswith("5125 % of 5,1250 %.")


@pytest.mark.parametrize("text", ["€ 5 %", "%", "- %", "PM %", "5 % %", "5 %%"])
def test_no_share(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_share(text)


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        ([], None),
        (["1500", "", "PM", "-", "totaal", "1 500", "٣"], None),
        (["1.500", "1,500"], None),
        (["1.500", "2,5"], "nl"),
        (["1.500", "1.500.000"], "nl"),
        (["1,500", "0.125"], "en"),
        (["1.500", "2.75", "PM"], "en"),
        (["5,5 %", "€ 1.000"], "nl"),
        (["1.23.456", "(1,5)"], "nl"),
        (["1,5e3.5", "1.5"], "en"),
    ],
)
def test_style_of_a_column(texts: list[str], style: Style | None) -> None:
    assert numbers_style_of(texts) == style


def test_column_with_both_styles_is_refused_with_examples() -> None:
    with pytest.raises(MixedStyles) as caught:
        numbers_style_of(["100", "1.500,75", "2,5", "1500.75"])
    assert caught.value.examples == ("1.500,75", "1500.75")
    assert "“1.500,75”" in caught.value.melding
    assert "“1500.75”" in caught.value.melding


def test_a_flood_is_refused_without_reading_it_all() -> None:
    for flood in ("9" * 61, "1 " * 20_000 + "x"):
        with pytest.raises(NotANumber, match="te lang"):
            parse_number(flood)


def test_a_message_quotes_no_control_characters_and_no_flood() -> None:
    with pytest.raises(NotANumber) as caught:
        parse_number("a\x00\x1b[31m\u202e" + "b" * 1000)
    assert caught.value.melding.isprintable()
    assert len(caught.value.melding) < 100


@pytest.mark.parametrize("text", ["-0", "(0,00)", "0-", "-0 %"])
def test_zero_has_no_sign(text: str) -> None:
    value = parse_share(text)
    assert isinstance(value, Decimal)
    assert not value.is_signed()


@given(st.decimals(-(10**14), 10**14, places=3), st.sampled_from(["", "€ ", "EUR "]))
def test_grouped_numbers_read_back_in_their_own_style(value: Decimal, currency: str) -> None:
    english = f"{currency}{value:,f}"
    assert parse_number(english, "en") == value
    assert parse_number(english.translate(MIRROR), "nl") == value
    assert parse_number(english.translate(MIRROR).replace(".", "\u00a0"), "nl") == value


@given(NUMBERLIKE)
@example("1.500")
@example("1.500,75")
@example("0.125")
@example("1,500,000")
def test_the_styles_mirror_each_other(text: str) -> None:
    assert outcome(text, "nl") == outcome(text.translate(MIRROR), "en")


@given(NUMBERLIKE | st.from_regex(r"[0-9]{1,4}[.,][0-9]{3}", fullmatch=True))
@example("1.500")
@example("1500.75")
def test_without_a_style_exactly_what_the_styles_agree_on(text: str) -> None:
    dutch, english = outcome(text, "nl"), outcome(text, "en")
    found = {reading for reading in (dutch, english) if reading is not None}
    expected = (dutch, english) if len(found) == 2 else next(iter(found), None)
    assert outcome(text, None) == expected


@given(st.from_regex(r"[0-9]{1,5}[.,][0-9]{2,4}", fullmatch=True))
def test_ambiguous_is_one_separator_with_three_digits_after_and_one_to_three_before(text: str) -> None:
    doubtful = re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", text) is not None
    assert isinstance(outcome(text, None), tuple) is doubtful


@given(st.from_regex(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", fullmatch=True), st.booleans())
def test_what_the_question_proposes_is_itself_unambiguous(text: str, percent: bool) -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_share(text + " %" if percent else text)
    proposals = caught.value.melding.partition("bedoelt: ")[2].removesuffix(".").split(" of ")
    assert tuple(map(parse_share, proposals)) == caught.value.readings


@given(TYPED | st.text(max_size=80), st.sampled_from([None, *STYLES]))
def test_any_text_is_read_or_refused_in_words(text: str, style: Style | None) -> None:
    for parse in (parse_number, parse_share):
        try:
            value = parse(text, style)
        except NumberError as error:
            assert error.melding.isprintable()
            assert error.melding.startswith("“")
            assert error.melding.endswith(".")
        else:
            assert isinstance(value, Special) or value.is_finite()
            assert isinstance(value, Special) or value or not value.is_signed()


@given(NUMBERLIKE, st.sampled_from(STYLES))
def test_signs_and_currency_change_nothing_else(text: str, style: Style) -> None:
    value = outcome(text, style)
    negative = -value if isinstance(value, Decimal) else None
    for written in (f"-{text}", f"−{text}", f"{text}-", f"({text})", f"€ -{text}", f"-€ {text}"):
        without_cents = written.endswith(",-")
        assert without_cents or outcome(written, style) == negative
    for written in (f"€ {text}", f"EUR {text}", f"+{text}", f" {text}\u00a0", f"{text} euro"):
        assert outcome(written, style) == value


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1), st.sampled_from(STYLES))
def test_style_of_a_column_written_in_one_style(values: list[Decimal], style: Style) -> None:
    texts = [f"{value:,f}".translate(MIRROR) if style == "nl" else f"{value:,f}" for value in values]
    assert numbers_style_of(["totaal", "1.500", *texts]) == style
    with pytest.raises(MixedStyles):
        numbers_style_of([*texts, "0.5" if style == "nl" else "0,5"])


@pytest.mark.parametrize(
    "text", ["26-3-2020", "26-03-2020", "26/3/2020", "26.3.2020", " 26  maart 2020 ", "26 Maart 2020", "2020-03-26"]
)
def test_a_day_is_read_as_the_dutch_write_it(text: str) -> None:
    assert parse_day(text) == date(2020, 3, 26)


@pytest.mark.parametrize(
    "text", ["", "26-3-20", "31-2-2020", "26-13-2020", "26 march 2020", "maart 2020", "0-1-2020", "morgen"]
)
def test_what_is_no_day_is_refused_with_what_was_read(text: str) -> None:
    with pytest.raises(NotADay, match="schrijf een dag als 26-3-2020 of 26 maart 2020") as caught:
        parse_day(text)
    assert text in caught.value.melding


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_that_we_write_is_read_back(day: date) -> None:
    assert parse_day(date_words(day)) == parse_day(day.isoformat()) == day
