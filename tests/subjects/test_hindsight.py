"""What was booked afterwards: missing is never zero, no sum skips one, and no index without a start."""

from dataclasses import replace
from typing import Any

import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view, options
from lib.subjects.hindsight.beside import band, direction, groups, shared_years, used_for_band, usual
from lib.subjects.hindsight.books import COMPARED
from lib.subjects.hindsight.ledger import ACCOUNTS, BUDGET, Ledger, remarked
from lib.subjects.hindsight.tables import headline, numbers
from lib.text import listed

TWO = ("GM0141", "GM1700")


def changed(release: Release, **tables: Any) -> Release:
    return replace(release, tables={**release.tables, **tables})


def without(release: Release, **cell: Any) -> Release:
    """The release with no return in the cells that match."""
    rows = [
        {**row, "lasten_eur": None} if all(row[name] == value for name, value in cell.items()) else row
        for row in release.tables["municipal_accounts"]
    ]
    return changed(release, municipal_accounts=tuple(rows))


def answers_of(release: Release) -> Answers:
    view = default_view(release)
    return Answers(release, view, compare_view(release, view))


def test_booked_is_what_the_data_says(release: Release) -> None:
    ledger = Ledger(release)
    for (code, year, kind, taakveld), row in ledger.rows.items():
        found = ledger.booked(ledger.who(code), taakveld, kind, year)
        if row["lasten_eur"] is None:
            assert (found.answer, found.lacking) == (None, "geen opgave")
        else:
            assert found.answer is not None
            assert (found.answer.value, found.answer.status) == (row["lasten_eur"], row["status"])


def test_two_gemeenten_have_no_return_and_no_sum_skips_them(release: Release) -> None:
    ledger = Ledger(release)
    for taakveld in ledger.taakvelden:
        for code in TWO:
            assert ledger.booked(ledger.who(code), taakveld, ACCOUNTS, 2022).lacking == "geen opgave"
        whole = ledger.booked(ledger.everyone, taakveld, ACCOUNTS, 2022)
        some = ledger.booked(ledger.comparable, taakveld, ACCOUNTS, 2022)
        assert (whole.answer, whole.lacking) == (None, "onvolledig: Almelo en Twenterand ontbreken")
        assert (some.answer, some.lacking) == (None, "onvolledig: Almelo ontbreekt")


@pytest.mark.parametrize("taakveld", ["6.4", "6.5"])
def test_a_sum_is_made_of_all_or_not_at_all(release: Release, taakveld: str) -> None:
    ledger = Ledger(release)
    for who in (ledger.everyone, ledger.comparable):
        for kind in (BUDGET, ACCOUNTS):
            for year in ledger.years(kind):
                parts = [ledger.rows[code, year, kind, taakveld]["lasten_eur"] for code in who.codes]
                found = ledger.booked(who, taakveld, kind, year)
                assert (found.answer is None) == (None in parts)
                if found.answer is not None:
                    assert found.answer.value == sum(parts)


def test_a_row_that_is_not_there_at_all_is_missing_too(release: Release) -> None:
    rows = [
        row
        for row in release.tables["municipal_accounts"]
        if (row["gemeente_code"], row["jaar"], row["verslagsoort"]) != ("GM0189", 2021, ACCOUNTS)
    ]
    ledger = Ledger(changed(release, municipal_accounts=tuple(rows)))
    assert ledger.booked(ledger.who("GM0189"), COMPARED, ACCOUNTS, 2021).lacking == "geen opgave"
    assert "Wierden ontbreekt" in ledger.booked(ledger.comparable, COMPARED, ACCOUNTS, 2021).lacking


def test_the_total_to_compare_leaves_out_who_books_differently(release: Release) -> None:
    ledger = Ledger(release)
    assert ledger.only_change == ("GM1700",)
    assert ledger.comparable.label == "vijf samen, zonder Twenterand"
    assert set(ledger.comparable.codes) == set(ledger.everyone.codes) - {"GM1700"}
    rows = [{**row, "toelichting": None} for row in release.tables["municipal_accounts"]]
    alike = Ledger(changed(release, municipal_accounts=tuple(rows)))
    assert alike.comparable == alike.everyone


def test_the_course_of_those_together_is_the_published_index(release: Release) -> None:
    """comparators.csv holds the same index, computed elsewhere."""
    ledger, (own, *_) = Ledger(release), groups(release)
    assert own.own and sum(group.own for group in groups(release)) == 1
    for year in ledger.years(ACCOUNTS):
        found, published = ledger.index(ledger.comparable, COMPARED, year, 2017), own.index[year]
        assert (found.answer is None) == (published.answer is None)
        if found.answer is not None:
            assert round(found.answer.value, 1) == published.value


def test_no_index_without_a_return_in_the_start_year(release: Release) -> None:
    ledger = Ledger(without(release, gemeente_code="GM0163", jaar=2017, verslagsoort=ACCOUNTS))
    for year in ledger.years(ACCOUNTS):
        assert ledger.index(ledger.who("GM0163"), COMPARED, year, 2017).lacking == "geen index: 2017 geen opgave"
        assert ledger.index(ledger.who("GM0141"), COMPARED, 2021, 2017).answer is not None
        assert "Hellendoorn ontbreekt" in ledger.index(ledger.comparable, COMPARED, year, 2017).lacking


def test_no_index_from_zero(release: Release) -> None:
    found = Ledger(release).index(Ledger(release).who("GM1700"), "6.5", 2024, 2017)
    assert (found.answer, found.lacking) == (None, "geen index: 2017 is 0")


def test_per_inhabitant_takes_the_inhabitants_of_the_same_year(release: Release) -> None:
    ledger = Ledger(release, per_inhabitant=True)
    inhabitants = {(row["gemeente_code"], row["jaar"]): row["inwoners"] for row in release.tables["population"]}
    euros = Ledger(release).booked(ledger.who("GM0189"), COMPARED, ACCOUNTS, 2024).value
    assert ledger.booked(ledger.who("GM0189"), COMPARED, ACCOUNTS, 2024).value == euros / inhabitants["GM0189", 2024]
    five = ledger.comparable
    assert ledger.booked(five, COMPARED, ACCOUNTS, 2024).value == pytest.approx(
        Ledger(release).booked(five, COMPARED, ACCOUNTS, 2024).value
        / sum(inhabitants[code, 2024] for code in five.codes)
    )
    nobody = Ledger(changed(release, population=()), per_inhabitant=True)
    assert nobody.booked(five, COMPARED, ACCOUNTS, 2024).lacking == "inwoners onbekend"


def test_a_deviation_is_voordelig_when_less_was_spent(release: Release) -> None:
    ledger = Ledger(release)
    found = ledger.deviation(ledger.who("GM0189"), COMPARED, 2022)
    assert found.euros.value == 2_417_000 - 1_176_000
    assert found.share.value == pytest.approx(1_176 / 2_417 - 1)
    lacking = ledger.deviation(ledger.who("GM0141"), COMPARED, 2022)
    assert lacking.euros.answer is None and lacking.share.lacking == "geen opgave"
    nothing = ledger.deviation(ledger.who("GM1700"), "6.5", 2019)
    assert nothing.euros.value == -5_000 and nothing.share.lacking == "begroot 0"


def test_the_remarks_of_the_data_are_told_once(release: Release) -> None:
    told = {told: (names, years) for told, names, years, _ in remarked(Ledger(release))}
    assert len(told) == 3
    assert told["Geen opgave over 2022: onbekend, niet nul"] == (("Almelo", "Twenterand"), (2022,))
    assert (("Wierden",), (2022,)) in told.values()
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b en c" and listed([]) == ""


# -- the routes beside it --------------------------------------------------------------------------------------


def test_routes_and_books_start_at_hundred_and_count_wages_on_both_sides(release: Release) -> None:
    answers, ledger = answers_of(release), Ledger(release)
    years = shared_years(answers, ledger)
    assert years == (2020, 2021, 2022, 2023, 2024)
    figures, comparison = release.figures, answers.comparison
    for who in (*ledger.gemeenten, ledger.comparable):
        found = direction(answers, ledger, who)
        assert found.booked[2020].value == 100
        rows = [answers.codes.index(code) for code in who.codes]
        for run, index in found.routes:
            assert index[2020].value == pytest.approx(100)
            kinds = [
                k
                for k, c in enumerate(figures.cost_types)
                if c.soort == "uitvoeringskosten" or c.id == "loonkosten_wsw"
            ]
            returns = [k for k, c in enumerate(figures.cost_types) if c.soort == "opbrengsten"]
            net = (run.costs[:, :, kinds].sum(axis=(1, 2)) - run.costs[:, :, returns].sum(axis=(1, 2)))[rows].sum(
                axis=0
            )
            net -= comparison.yearly(run)[rows].sum(axis=0)
            assert index[2024].value == pytest.approx(net[4] / net[0] * 100)


def test_the_wages_that_moved_in_the_books_are_no_jump_in_a_route(release: Release) -> None:
    """domain.md, trap 1."""
    answers, ledger = answers_of(release), Ledger(release)
    for _, index in direction(answers, ledger, ledger.everyone).routes:
        assert abs(index[2021].value - index[2020].value) < 10


# -- how far budgets miss --------------------------------------------------------------------------------------


def test_the_band_is_the_last_measurement_before_the_base_year_around_one_budget(release: Release) -> None:
    ledger, found = Ledger(release), used_for_band(release)
    assert found is not None and found.year == 2019
    budget = ledger.booked(ledger.who("GM0189"), COMPARED, BUDGET, 2024).value
    assert band(ledger, ledger.who("GM0189"), COMPARED, 2024) == pytest.approx((budget * 0.77, budget * 1.23))
    for nothing in (
        band(ledger, ledger.comparable, COMPARED, 2024),
        band(ledger, ledger.who("GM0189"), "6.5", 2024),
        band(Ledger(changed(release, budget_error=())), ledger.who("GM0189"), COMPARED, 2024),
    ):
        assert nothing != nothing or all(edge != edge for edge in nothing)


def test_the_contradicting_computation_stands_beside_it_and_is_not_averaged(release: Release) -> None:
    found = {each.year: each for each in usual(release)}
    assert list(found) == [2018, 2019, 2021, 2023]
    assert [row["volgnummer"] for row in found[2019].against] == [181, 182, 183]
    assert found[2019].shares["p5"].value == -0.23 and found[2019].against[0]["waarde"] == "-13.9"
    assert all(not each.against for year, each in found.items() if year != 2019)


# -- the message -----------------------------------------------------------------------------------------------


def test_the_message_holds_its_numbers(release: Release) -> None:
    view = default_view(release)
    assert headline(Ledger(release), view) == (
        "Zonder Twenterand boekten de andere vijf gemeenten samen in 2024 € 26,4 miljoen op taakveld 6.4; "
        "in 2020 was het € 28,1 miljoen."
    ).replace("€ ", "€\N{NO-BREAK SPACE}").replace(" miljoen", "\N{NO-BREAK SPACE}miljoen")
    for code in options(release)["gemeente"]:
        for per_inhabitant in (False, True):
            ledger, at = Ledger(release, per_inhabitant), replace(view, gemeente=code)
            told = headline(ledger, at)
            assert numbers(ledger, at) and all(shown in told for shown, _ in numbers(ledger, at))
    assert "61,3" in headline(Ledger(release), replace(view, gemeente="GM1700"))


def test_the_message_says_what_is_missing(release: Release) -> None:
    silent = without(release, gemeente_code="GM0189", jaar=2024, verslagsoort=ACCOUNTS)
    view = default_view(release)
    assert "onbekend (onvolledig: Wierden ontbreekt)" in headline(Ledger(silent), view)
    assert "onbekend (geen opgave)" in headline(Ledger(silent), replace(view, gemeente="GM0189"))
    assert "geen jaarrekeningen" in headline(Ledger(changed(release, municipal_accounts=())), view)
