"""Marks say what stands in the release: who named what, who speaks about what has no amount, and who finds an amount."""

from dataclasses import replace

import pytest

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.subjects.coverage import OPEN, SAID, published_chart, topics_chart, unknown_chart

MAKERS = (published_chart, topics_chart, unknown_chart)


def answers_of(release: Release, **changes: object) -> Answers:
    view = replace(default_view(release), **changes)
    return Answers(release, view, compare_view(release, view))


def words_of(chart: ChartSpec) -> dict[str, tuple[str, ...]]:
    """Row → what each route has there."""
    return {name: tuple(line.words[i] for line in chart.series) for i, name in enumerate(chart.categories)}


def test_what_each_side_published_itself(release: Release) -> None:
    words = words_of(published_chart(answers_of(release)))
    assert words == {
        "Tekort, zes gemeenten": ("t/m 2022", "open"),
        "Tekort per gemeente": ("deels", "open"),
        "Eenmalige kosten": ("open", "open"),
        "Wie het werk doet": ("genoemd", "genoemd"),
        "Werkgever": ("open", "genoemd"),
        "Werkplek": ("open", "genoemd"),
        "Werkgever van de staf": ("open", "genoemd"),
    }


def test_an_amount_that_a_side_published_fills_the_mark(release: Release) -> None:
    """Amounts of every year make the mark whole; an assumed one does not count."""
    rows = release.tables["contributions"]
    row = next(row for row in rows if row["scenario_id"] == "maatschappelijke_onderneming_2017" and row["jaar"] == 2021)
    years = release.figures.years.tolist()[1:]

    def with_rows(status: str) -> tuple[float, str]:
        own = tuple(
            {**row, "scenario_id": "akkoord_2020", "gemeente_code": "alle", "jaar": year, "status": status}
            for year in years
        )
        more = replace(release, tables={**release.tables, "contributions": (*rows, *own)})
        (_, b) = published_chart(answers_of(more)).series
        return b.values[0], b.words[0]

    assert with_rows("begroting") == (SAID, "genoemd")
    assert with_rows("aanname") == (OPEN, "open")


def test_who_speaks_about_what_has_no_amount(release: Release) -> None:
    words = words_of(topics_chart(answers_of(release)))
    assert words["Sturing"] == ("partij", "partij")
    assert words["Risico"] == ("partij", "een ander"), "a newspaper is no party"
    assert words["Arbeidsmarkt"] == ("een ander", "partij")
    other = {"uitgever": "De Twenterander"}
    sources = tuple(row | (other if row["bron_id"] == "persbericht_2020" else {}) for row in release.tables["sources"])
    renamed = words_of(topics_chart(answers_of(replace(release, tables={**release.tables, "sources": sources}))))
    assert renamed["Sturing"] == ("partij", "een ander"), "nor one that has the name of a gemeente in its own"
    zero = topics_chart(answers_of(release, a=release.zero.id)).series[0]
    own = {row["onderwerp"] for row in release.tables["considerations"] if row["scenario_id"] == release.zero.id}
    assert 0 < len(own) < len(words)
    for topic, word, fullness in zip(words, zero.words, zero.values, strict=True):
        assert (word == "niemand") is (fullness == OPEN) is (topic not in own)


@pytest.mark.parametrize("changes", [{}, {"a": "ongewijzigd"}, {"a": "akkoord_2020", "b": "uitvoering_2021"}])
def test_who_finds_an_amount_counts_every_post_of_a_route_once(release: Release, changes: dict[str, str]) -> None:
    answers = answers_of(release, **changes)
    every = set(release.zero.pm)
    for line, (_, run) in zip(unknown_chart(answers).series, answers.comparison.sides, strict=True):
        assert sum(int(words.split()[0]) for words in line.words if words) == len(every | set(run.scenario.pm))


@pytest.mark.parametrize("make", MAKERS)
def test_swapping_the_routes_swaps_the_columns(release: Release, make: object) -> None:
    there = answers_of(release)
    back = answers_of(release, a=there.view.b, b=there.view.a)
    one, other = make(there), make(back)  # type: ignore[operator]
    by_row = {name: words[::-1] for name, words in words_of(other).items()}
    assert words_of(one) == by_row and one.quiet == other.quiet and one.title == other.title
    assert [line.role for line in one.series] == [line.role for line in other.series] == ["a", "b"]


@pytest.mark.parametrize("make", MAKERS)
def test_the_table_and_the_words_say_what_the_marks_say(release: Release, make: object) -> None:
    chart = make(answers_of(release))  # type: ignore[operator]
    assert chart.twin is not None
    for name, words in words_of(chart).items():
        (row,) = [row for row in chart.twin.rows if row.label == name]
        assert [cell.text for cell in row.cells] == [word or "–" for word in words]
        assert all(
            f"{line.name} {word}" in chart.description for line, word in zip(chart.series, words, strict=True) if word
        )
