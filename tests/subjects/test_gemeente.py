"""Mijn gemeente in words: people, ranges and questions of one form for both routes, in euros that a councillor knows."""

import re
from dataclasses import replace
from itertools import product

import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view, scale_of
from lib.model.readings import ENDS
from lib.subjects import evidence, gemeente, gemeente_questions
from lib.text import NBSP

A, B, LATER = "maatschappelijke_onderneming_2017", "akkoord_2020", "uitvoering_2021"
CODES = ("GM0141", "GM0163", "GM0183", "GM0189", "GM1700", "GM1742")
SENTENCES = (
    gemeente.headline,
    gemeente.one_off_sentences,
    gemeente.later_sentence,
    gemeente.widest,
    gemeente_questions.rests_mostly,
    gemeente_questions.owners_sentence,
    gemeente_questions.owners_in_short,
    evidence.heading,
)
#: Words of the trade that this page says in plain ones, and amounts that a councillor does not read so.
TRADE = re.compile(r"lopende prijzen|saldo|incidenteel|omslag|miljoen|[−+]\s?€|voordeel|besparing|winst", re.IGNORECASE)


ASKED: dict[View, Answers] = {}


def asked(release: Release, code: str = "GM0189", **changes: object) -> Answers:
    """The same view of the shipped release once."""
    view = replace(default_view(release), gemeente=code, **changes)  # type: ignore[arg-type]
    if view not in ASKED:
        ASKED[view] = Answers(release, view, compare_view(release, view))
    return ASKED[view]


def words(text: str) -> list[str]:
    """Every word and amount, whatever the order."""
    return sorted(word.strip(".,;:()").lower() for word in text.replace(NBSP, "~").split())


# -- no side ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each.__name__)
def test_swapping_the_routes_swaps_what_is_said_of_each_and_nothing_else(release: Release, sentence, code: str) -> None:  # type: ignore[no-untyped-def]
    there, back = sentence(asked(release, code)), sentence(asked(release, code, a=B, b=A))
    assert words(there) == words(back)
    if sentence is not gemeente.headline:
        # What is said of a route goes to the other place.
        first, second = (
            [re.search(name, text.lower()).start() for name in ("route (van )?2017", "akkoord (van )?2020")]  # type: ignore[union-attr]
            for text in (there, back)
        )
        assert first == sorted(first) and second == sorted(second, reverse=True)


@pytest.mark.parametrize("code", CODES)
def test_no_route_is_named_where_the_readings_differ_in_sign(release: Release, code: str) -> None:
    for horizon in (2024, 2030):
        answers = asked(release, code, horizon=horizon)
        signs = {answers.evidence.difference(a, b, code, horizon).value > 0 for a, b in product(ENDS, ENDS)}
        assert signs == {True, False}
        heading = gemeente.headline(answers)
        assert "hangt af van wat niemand publiceerde" in heading
        assert "2017" not in heading and "akkoord" not in heading.lower()


def test_a_route_is_named_where_every_reading_says_so_and_only_structurally(release: Release) -> None:
    for a, b in ((B, LATER), (LATER, B)):
        heading = gemeente.headline(asked(release, a=a, b=b))
        assert "is het tekort bij het akkoord van 2020 structureel lager dan bij de uitvoering vanaf 2021" in heading
        assert "€" not in heading


def test_one_route_twice_is_said_first(release: Release) -> None:
    assert gemeente.headline(asked(release, a=B)).startswith("Twee keer dezelfde route: geen verschil. Wierden:")


# -- people ----------------------------------------------------------------------------------------------------------


def test_employer_uitvoerder_and_workplace_stand_apart_for_each_route(release: Release) -> None:
    grid = gemeente.work_changes(asked(release))
    rows = {row.label: [cell.text for cell in row.cells] for row in grid.rows}
    assert rows["Werkgever"] == ["zoals in 2020", "niet genoemd", "een gemeente"]
    assert rows["Werkplek"] == ["blijft", "niet genoemd", "blijft waar mogelijk"]
    assert rows["Wie het werk uitvoert"] == [
        "Soweco NV",
        "Soweco NV",
        "beschut werk: Stichting van vier gemeenten;\ngroen: Buitendienst Wierden;\nander werk: Werkplein Wierden",
    ]
    back = gemeente.work_changes(asked(release, a=B, b=A))
    assert [[row.cells[i] for i in (0, 2, 1)] for row in back.rows] == [list(row.cells) for row in grid.rows]
    hellendoorn = gemeente.work_changes(asked(release, "GM0163")).cell("uitvoerder", "b").text
    assert "beschut werk: Multipack Nijverdal" in hellendoorn


def test_what_changes_on_the_way_says_from_when(release: Release) -> None:
    agreement = release.scenarios[B]
    later = tuple(
        tuple(
            replace(rule, from_year=2023) if rule.werkvorm == "groen" and rule.from_year == 2021 else rule
            for rule in layer
        )
        for layer in agreement.placements
    )
    other = replace(release, scenarios={**release.scenarios, B: replace(agreement, placements=later)})
    view = replace(default_view(release), gemeente="GM0189")
    answers = Answers(other, view, compare_view(other, view))
    assert (
        "groen: Soweco NV, vanaf 2023 Buitendienst Wierden"
        in gemeente.work_changes(answers).cell("uitvoerder", "b").text
    )


# -- money -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_the_range_per_inhabitant_is_that_of_the_readings(release: Release, code: str) -> None:
    answers = asked(release, code)
    grid, scale = gemeente.inhabitant(answers), scale_of(release, "per_inwoner")
    for side, end, column in (("a", "ongunstig", "jaar"), ("b", "gunstig", "jaar tot")):
        euros = answers.evidence.structural(side, end, code, (2021, 2024)).value  # type: ignore[arg-type]
        cell = grid.cell(side, column)
        assert cell.value == pytest.approx(scale.convert(euros, code) / 4)
        word = "voordeliger" if euros > 0 else "nadeliger"
        assert cell.text == f"€{NBSP}{abs(round(scale.convert(euros, code) / 4))} {word}"
    spec = gemeente.inhabitant_chart(answers)
    for series in spec.series:
        ends = [grid.cell(series.role, name).value for name in ("jaar", "jaar tot")]
        assert list(series.band[0]) == pytest.approx(ends)
        assert series.band[0][0] <= series.values[0] <= series.band[0][1]
        for low, high in series.outer:
            assert low <= series.band[0][0] and series.band[0][1] <= high
    assert spec.description and spec.twin == grid


def test_where_the_people_may_be_widens_a_route_in_which_each_pays_for_itself(release: Release) -> None:
    grid = gemeente.inhabitant(asked(release, "GM1700")).compact
    assert grid.cell("a", "elders").text == grid.cell("a", "jaar").text
    assert grid.cell("b", "elders").text == f"€{NBSP}26 nadeliger tot €{NBSP}5 voordeliger"


def test_a_one_off_that_is_only_pm_reads_pm(release: Release) -> None:
    for routes in ({}, {"a": B, "b": A}):
        answers = asked(release, **routes)
        sentence = gemeente.one_off_sentences(answers)
        assert "Met de route van 2017: onbekend, niet nul (PM)." in sentence
        assert f"Met het akkoord van 2020: tussen €{NBSP}20.000 en €{NBSP}1.210.000 nadeliger" in sentence
        side = "b" if routes else "a"
        cell = gemeente.inhabitant(answers).cell(side, "eenmalig")
        assert (cell.text, cell.verdict, cell.value) == ("PM", ": onbekend, niet nul", None)


@pytest.mark.parametrize(
    ("low", "high", "places", "words"),
    [
        (-2.4, 7.2, 0, "tussen € 2 nadeliger en € 7 voordeliger"),
        (-7.0, -2.0, 0, "tussen € 2 en € 7 nadeliger"),
        (2.0, 7.0, 0, "tussen € 2 en € 7 voordeliger"),
        (0.2, 7.0, 0, "tussen € 0 en € 7 voordeliger"),
        (-0.4, 0.4, 0, "€ 0"),
        (3.1, 3.2, 0, "€ 3 voordeliger"),
        (-1_214_000, -15_800, -4, "tussen € 20.000 en € 1.210.000 nadeliger"),
        (float("nan"), float("nan"), 0, "onbekend"),
    ],
)
def test_a_range_in_words(low: float, high: float, places: int, words: str) -> None:
    assert gemeente.between(low, high, places).replace(NBSP, " ") == words


def test_the_tekort_stands_in_euros_with_the_numbers_of_the_readings(release: Release) -> None:
    chart = gemeente.tekort_here(asked(release))
    assert chart.twin is not None
    texts = [cell.text for row in chart.twin.rows for cell in row.cells]
    assert all(re.fullmatch(rf"−?€{NBSP}[\d.]+0\.000|€{NBSP}0", text) for text in texts), texts
    route = next(series for series in chart.series if series.role == "b")
    cells = chart.twin.column("b")
    assert [cell.value for cell in cells] == pytest.approx(list(route.values))
    assert "miljoen" not in f"{chart.quiet} {chart.description} {chart.twin.caption}"


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each.__name__)
def test_sentences_are_plain(release: Release, sentence) -> None:  # type: ignore[no-untyped-def]
    names = {item.label.lower() for item in release.pm.values()}
    for code in CODES:
        text = sentence(asked(release, code)).lower()
        for name in names:
            text = text.replace(name, "")
        assert not TRADE.search(text), text


# -- questions -------------------------------------------------------------------------------------------------------


def test_every_unknown_stands_under_each_route_that_has_it_or_once_under_all(release: Release) -> None:
    answers = asked(release)
    zero, *routes = (answers.comparison.zero, answers.comparison.a, answers.comparison.b)

    def labels(run) -> list[str]:  # type: ignore[no-untyped-def]
        return [
            item.about.rpartition(" (")[0]
            for kind in gemeente_questions.pm_questions(answers, run).values()
            for item in kind
        ]

    everywhere = {release.pm[name].label for name in zero.scenario.pm}
    assert set(labels(zero)) == everywhere and len(labels(zero)) == len(everywhere)
    for run in routes:
        assert sorted([*labels(run), *everywhere]) == sorted(release.pm[name].label for name in run.scenario.pm)
    shared = set(labels(routes[0])) & set(labels(routes[1]))
    assert {"Opbrengst van het vastgoed", "Belastingen"} <= shared


def test_every_unknown_says_who_finds_it_out_and_when_with_its_own_evidence(release: Release) -> None:
    answers = asked(release)
    for run in (answers.comparison.a, answers.comparison.b):
        kinds = gemeente_questions.pm_questions(answers, run)
        assert next(iter(kinds)) == "Lasten"
        by_label = {item.about.rpartition(" (")[0]: item for kind in kinds.values() for item in kind}
        for name, reason in run.scenario.pm.items():
            item = release.pm[name]
            if name in answers.comparison.zero.scenario.pm:
                continue
            question = by_label[item.label]
            assert reason.explanation in question.facts and item.consequence in question.facts
            assert question.question == f"Wie zoekt het uit: {item.owner}, {item.when}."
            assert question.source == reason.source


def test_a_gemeente_with_a_value_of_its_own_is_asked_about_that_one(release: Release) -> None:
    own = (("efficiency_eindwaarde@GM0163", 0.09),)
    questions = {}
    for code in ("GM0163", "GM0189"):
        answers = asked(release, code, overrides=own)
        items = gemeente_questions.measure_questions(answers, answers.comparison.b)
        questions[code] = next(item.facts for item in items if item.about.startswith("Efficiency"))
    assert f"Hier gerekend met 9{NBSP}%" in questions["GM0163"]
    assert f"Hier gerekend met 6{NBSP}%" in questions["GM0189"]


def test_evidence_is_shared_when_only_the_gemeente_changes(release: Release) -> None:
    answers = asked(release)
    other = answers.of_gemeente("GM1700")
    assert other.evidence is answers.evidence and other.view.gemeente == "GM1700"
    assert gemeente.headline(other) == gemeente.headline(asked(release, "GM1700"))
