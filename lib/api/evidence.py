"""What comes before an outcome, for the API: what each side published, how far each route can go, what is known without an
amount and why it stands with a route; each with its status."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import isnan
from typing import Any

from lib.api.tables import MAYBE, TEXT, WHOLE, Row, api_table, entity, listing
from lib.comparison.answers import Answers
from lib.comparison.cells import codes_of
from lib.comparison.certainty import Certainty
from lib.comparison.pm import direction, items_of, register
from lib.comparison.results import numbers
from lib.model.readings import RANGE
from lib.render.export import runs
from lib.subjects import evidence
from lib.subjects.realised import realised_costs, realised_people
from lib.subjects.risk import risk_figures
from lib.subjects.what_if.pair import AssumptionPair
from lib.tables.columns import PM

#: How sure a number is, what decides it, its source and when that became known.
CERTAINTY = ("status", "bepaald_door", "bron_id", "kennisdatum")
RANGES = api_table(
    "ranges",
    (
        *("scenario", "gemeente_code", "gemeente", "jaar_vanaf", "jaar_tot_en_met"),
        *("structureel_ongunstig_eur", "structureel_gunstig_eur", "eenmalig_ongunstig_eur", "eenmalig_gunstig_eur"),
        *("andere_schatting_laag_eur", "andere_schatting_hoog_eur", *CERTAINTY),
    ),
)
PM_ITEMS = api_table(
    "pm",
    (
        *("scenario", "pm_post", "label", "soort", "teken", "laag_eur", "hoog_eur", "eigenaar", "wanneer", "gevolg"),
        *("waarom", "uitspraken", "status", "bron_id", "kennisdatum"),
    ),
)
EQUAL_COSTS = api_table(
    "equal_costs",
    (
        *("eerste", "eerste_waarde", "tweede", "gemeente_code", "gemeente", "horizon", "omslagwaarde"),
        *("binnen_bandbreedte", "omslagwaarde_structureel", *CERTAINTY),
    ),
)
GRIDS = api_table(
    "grids",
    (*("tabel", "tabel_titel", "rij", "rij_titel", "kolom", "kolom_titel", "getoond", "waarde", "eenheid", "status"),),
)
PUBLISHED = entity(
    kop=TEXT,
    routes=listing(entity(scenario=TEXT, noemt=TEXT, laat_open=TEXT, gepubliceerd=TEXT, bron_id=MAYBE)),
    oordeel=listing(entity(horizon=WHOLE, zin=TEXT)),
)


def published(answers: Answers) -> dict[str, Any]:
    """What each side and the nulalternatief say of themselves, and whether the readings of a horizon agree: as PUBLISHED."""
    scenarios = [run.scenario for run in runs(answers.comparison)]
    return {
        "kop": evidence.heading(answers),
        "routes": [
            {
                "scenario": scenario.id,
                "noemt": scenario.names,
                "laat_open": scenario.leaves_open,
                "gepubliceerd": scenario.published,
                "bron_id": scenario.published_source or None,
            }
            for scenario in scenarios
        ],
        "oordeel": [{"horizon": last, "zin": answers.evidence.verdict(last)} for last in answers.release.horizons],
    }


def ranges(answers: Answers) -> Iterator[Row]:
    """The rows of RANGES: euros over the years, each end apart; no one-off where only PM is known."""
    release, own = answers.release, answers.evidence
    for (side, run), span, code in product(answers.comparison.sides, own.spans, codes_of(answers)):
        low, high = (own.structural(side, end, code, span) for end in RANGE)
        one_offs = [own.one_off(side, end, code, span) for end in RANGE]
        reach = own.reach(side, code, span) if side in own.elsewhere else (low, high)
        yield (
            run.scenario.id,
            code,
            release.name(code),
            *span,
            *(low.value, high.value),
            *(None if number is None else number.value for number in one_offs),
            *(None if isnan(end.value) else end.value for end in reach),
            *certain(low.certainty),
        )


def pm_items(answers: Answers) -> Iterator[Row]:
    """The rows of PM_ITEMS: per scenario every PM-post that it has, with what says so."""
    for run, item in product(runs(answers.comparison), items_of(answers)):
        proof = run.scenario.pm.get(item.id)
        if proof is not None:
            yield (
                *(run.scenario.id, item.id, item.label, item.kind, direction(item), item.low, item.high),
                *(item.owner, item.when, item.consequence, proof.explanation, " ".join(proof.statements) or None),
                *(PM, proof.source or item.source, item.kennisdatum),
            )


def equal_costs(answers: Answers) -> Iterator[Row]:
    """The rows of EQUAL_COSTS, of one pair for every horizon: no value where there is none, or too few people to show."""
    names = AssumptionPair(answers).names
    for horizon in answers.release.horizons:
        view = replace(answers.view, horizon=horizon, pair=names)
        two = AssumptionPair(replace(answers, view=view, comparison=replace(answers.comparison, horizon=horizon)))
        for (value, turns), code in product(two.turns.items(), codes_of(answers)):
            away = code in answers.release.away
            whole, structural = (None if away else turn[code].value for turn in turns)
            in_band = None if whole is None else ("ja" if turns[0][code].in_band else "nee")
            yield (
                *(names[0], value, names[1], code, answers.release.name(code), horizon),
                *(whole, in_band, structural),
                *certain(two.number(value, 0, code).certainty),
            )


def grids(answers: Answers) -> Iterator[Row]:
    """The rows of GRIDS: the risk register, the risks that were published, and what was handed in of later years beside each
    route; without decisions, which have a table of their own."""
    for grid in (register(answers), risk_figures(answers.release), realised_costs(answers), realised_people(answers)):
        for number in numbers(grid):
            table, row, column = number.ids
            yield (
                *(table, number.block, row, number.row, column, number.column, number.shown, number.value),
                *(number.unit or None, number.status or None),
            )


def certain(certainty: Certainty) -> Row:
    """The columns of CERTAINTY."""
    decisive = next(item for item in certainty.inputs if item.label == certainty.decided_by)
    return certainty.status, certainty.decided_by, decisive.source, decisive.kennisdatum
