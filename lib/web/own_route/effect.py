"""What an own route does beside the scenario that it is made from, in the tables of the other pages."""

from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.own_routes import read_scenario, with_route
from lib.comparison.view import NotInView, View, compare_view
from lib.render.grids import Bars, draw
from lib.render.html import Html, block, disclosure, paragraph
from lib.subjects import overview
from lib.subjects.people.carriers import in_short
from lib.subjects.people.placement import people_per_carrier
from lib.tables.route_draft import read_draft
from lib.web.blocks import overview as blocks
from lib.web.cache import cached
from lib.web.state import release_of

TITLE = "Wat dit doet"


@cached
def effect(view: View, text: str, stamp: int) -> Html:
    """The effect of the draft with this file, the rest of the view as it is."""
    release = release_of(view.release, stamp)
    draft = read_draft(text)
    scenario, _ = read_scenario(release, draft)
    if scenario is None:
        return block(TITLE, "", paragraph("Er is iets niet in orde; daarna rekent de Routewijzer dit uit."))
    if not draft.changes:
        base = release.scenarios[draft.text("basis")].in_sentence if draft.text("basis") else scenario.in_sentence
        return block(TITLE, "", paragraph(f"Nog niets: zonder veranderingen is dit {base}."))
    beside = replace(view, a=draft.text("basis") or release.zero.id, b=scenario.id)
    extended = with_route(release, scenario)
    try:
        return _blocks(Answers(extended, beside, compare_view(extended, beside)))
    except NotInView as error:
        return block(TITLE, "", paragraph(error.melding))


def _blocks(answers: Answers) -> Html:
    """The readings beside the base, where they come from, how far each can go, and people."""
    base = answers.comparison.a.scenario.in_sentence
    quiet = f"tegenover {base}; met de aannames van nu, de eigen keuzes zijn aannames"
    between = overview.bridges(answers)[-1]
    bridge = draw(between, answers.release, bars=Bars(place="apart"), hidden_caption=True, style="rw-firm")
    people = draw(in_short(answers), answers.release, hidden_caption=True, style="rw-wrap rw-people")
    counts = draw(people_per_carrier(answers), answers.release, style="rw-firm")
    return (
        block(TITLE, quiet)
        + blocks.readings(answers)
        + block("Waar komt het vandaan?", "", bridge)
        + blocks.ranges(answers)
        + block("Mensen", "", people, disclosure("Aantallen per uitvoerder", counts))
    )
