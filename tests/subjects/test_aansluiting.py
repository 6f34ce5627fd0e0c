"""The model's base year beside the books: the numbers of both, the gap, and what cannot be compared."""

from dataclasses import replace
from typing import Any

import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view, scale_of
from lib.model.figures import ALL
from lib.subjects.hindsight import state_contribution
from lib.subjects.hindsight.books import COMPARED, NOT_ON_LEVEL, booked, lines, reasons, together


def answers_of(release: Release, **changes: Any) -> Answers:
    view = replace(default_view(release), **changes)
    return Answers(release, view, compare_view(release, view))


def accounts(release: Release, code: str, taakveld: str) -> Any:
    (found,) = (
        row["lasten_eur"]
        for row in release.tables["municipal_accounts"]
        if (row["gemeente_code"], row["jaar"], row["verslagsoort"], row["taakveld"])
        == (code, release.figures.base_year, "jaarrekening", taakveld)
    )
    return found


def test_the_books_are_those_of_the_data(release: Release) -> None:
    for line in lines(answers_of(release)):
        for taakveld, account in line.accounts.items():
            assert account.euros == accounts(release, line.code, taakveld)
            answer = booked(release, account)
            assert answer is not None
            assert (answer.value, answer.status) == (account.euros, "realisatie")


def test_the_model_is_the_base_year_of_the_comparison(release: Release) -> None:
    answers = answers_of(release)
    zero, figures = answers.comparison.zero, release.figures
    found = {line.code: line for line in lines(answers)}
    for g, code in enumerate(answers.codes):
        line = found[code]
        costs = zero.costs[g, :, :, 0].sum(axis=0)
        execution = costs[figures.of_soort("uitvoeringskosten")].sum()
        returns = costs[figures.of_soort("opbrengsten")].sum()
        wages = costs[[c.id for c in figures.cost_types].index("loonkosten_wsw")]
        assert line.execution.value == pytest.approx(execution)
        assert line.returns.value == pytest.approx(returns)
        assert line.saldo.value == pytest.approx(zero.saldo[g, 0])
        assert line.net.value == pytest.approx(execution + wages - returns)
        assert line.saldo.value == pytest.approx(line.returns.value - line.execution.value + line.subsidy.value)


def test_the_total_of_the_model_is_the_sum_of_the_gemeenten(release: Release) -> None:
    found = {line.code: line for line in lines(answers_of(release))}
    total = found.pop(ALL)
    assert total.net.value == pytest.approx(sum(line.net.value for line in found.values()))
    assert total.saldo.value == pytest.approx(-6_100_000)
    assert total.accounts == {}


def test_a_gap_is_booked_minus_model_and_closes_over_what_is_compared(release: Release) -> None:
    answers = answers_of(release)
    found = lines(answers)
    compared = [line for line in found if line.gap]
    assert {line.code for line in compared} == set(answers.codes) - {"GM1700"}
    for line in compared:
        assert line.gap is not None
        assert line.gap.value == pytest.approx(accounts(release, line.code, COMPARED) - line.net.value)
    whole = together(answers, found)
    assert whole is not None
    assert whole.count == len(compared)
    assert whole.gap.value == pytest.approx(sum(line.gap.value for line in compared if line.gap))


def test_who_books_differently_is_not_compared_on_level_and_the_data_says_so(release: Release) -> None:
    (line,) = (line for line in lines(answers_of(release)) if line.code == "GM1700")
    assert line.gap is None
    assert NOT_ON_LEVEL in line.remarks[0]


def test_no_return_is_no_number(release: Release) -> None:
    rows = [dict(row) for row in release.tables["municipal_accounts"]]
    for row in rows:
        if row["jaar"] == release.figures.base_year:
            row["lasten_eur"] = None
    silent = replace(release, tables={**release.tables, "municipal_accounts": tuple(rows)})
    answers = answers_of(silent)
    found = lines(answers)
    assert all(line.gap is None for line in found)
    assert all(booked(silent, account) is None for line in found for account in line.accounts.values())
    assert together(answers, found) is None


def test_another_key_moves_the_model_between_gemeenten_and_not_the_total(release: Release) -> None:
    first, second = (
        {line.code: line.net.value for line in lines(answers_of(release, key=key))} for key in ("gr_2019", "inwoners")
    )
    assert first["GM0141"] != pytest.approx(second["GM0141"])
    assert first[ALL] == pytest.approx(second[ALL])


def test_reasons_name_where_overhead_and_rijksbijdrage_are_booked(release: Release) -> None:
    told = " ".join(reasons(release))
    assert "Overhead hoort in een gemeentebegroting op taakveld 0.4" in told
    assert "Rijksbijdrage hoort in een gemeentebegroting op taakveld 0.7" in told


def test_the_state_contribution_stands_beside_what_was_announced_last(release: Release) -> None:
    answers = answers_of(release)
    by_year = state_contribution.years(answers)
    assert list(by_year) == [2024, 2025]
    k = [kind.id for kind in release.figures.cost_types].index("rijksbijdrage")
    for year, items in by_year.items():
        t = year - release.figures.base_year
        *own, whole = items
        assert [item.code for item in own] == list(answers.codes) and whole.code == ALL
        for g, item in enumerate(own):
            reports = [
                row
                for row in release.tables["published_figures"]
                if (row["maatstaf"], row["jaar"], row["wie"])
                == (state_contribution.MEASURE, str(year), release.name(item.code))
            ]
            last = max(reports, key=lambda row: row["kennisdatum"])
            assert item.announced.value == float(last["waarde"]) and item.announced.status == last["status"]
            assert item.model.value == pytest.approx(answers.comparison.zero.costs[g, :, k, t].sum())
            assert item.gap.value == pytest.approx(item.announced.value - item.model.value)
        assert whole.announced.value == sum(item.announced.value for item in own)
        assert whole.model.value == pytest.approx(sum(item.model.value for item in own))
        grid = state_contribution.table(answers, year, items, scale_of(release, "totaal"))
        assert all(row.cells[-1].reference for row in grid.rows[:-1])


def test_a_year_without_a_report_of_every_gemeente_is_left_out(release: Release) -> None:
    rows = release.tables["published_figures"]
    fewer = tuple(row for row in rows if (row["jaar"], row["wie"]) != ("2025", "Wierden"))
    changed = replace(release, tables={**release.tables, "published_figures": fewer})
    assert list(state_contribution.years(answers_of(changed))) == [2024]


def test_what_the_base_year_is_fixed_on_says_what_that_rests_on(release: Release) -> None:
    (reason,) = (words for words in reasons(release) if "vastgezet" in words)
    assert "6.100.000" in reason and "ging al uit van ontwikkeling tot maatschappelijke onderneming" in reason
