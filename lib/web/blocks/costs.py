"""The blocks of the page on costs: outcomes per year, budgets, gemeenten side by side, and what the costs rest on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lib.comparison.answers import Answers
from lib.comparison.cells import pair_ids, route_ids, runs, title_of
from lib.comparison.grid import Grid
from lib.comparison.message import MILLION, period
from lib.comparison.realised import later_years
from lib.comparison.release import Release
from lib.comparison.view import Scale
from lib.model.allocation import key_divides
from lib.render import html
from lib.render.grids import Bars, draw
from lib.render.html import EMPTY, Html, block, disclosure, element, listing, paragraph
from lib.subjects import overview
from lib.subjects.costs import costs
from lib.subjects.costs.basis import Published, key_effects, key_moves, key_shares, published_beside_model
from lib.subjects.costs.budget import Budget
from lib.subjects.realised import CAUTIONS, beside_projection, realised_costs, realised_people
from lib.text import lower_first, millions, upper_first

NO_TEST = "Waar het model op is afgesteld, is samenvallen geen toets."
NO_KEY = "Geen van deze routes verdeelt met een sleutel; een andere sleutel verandert niets."


def message(answers: Answers, scale: Scale) -> Html:
    """The heading that is the message, and what its numbers are."""
    return element("h1", costs.headline(answers, scale)) + paragraph(costs.reads_as(answers, scale), "rw-sub")


def per_year(answers: Answers, scale: Scale) -> Html:
    """The saldo of every route and the differences, per year, of the gemeente of the view."""
    equal = costs.identical(answers)
    inner = draw(costs.per_year(answers), answers.release, hidden_caption=True, style="rw-firm")
    quiet = f"{costs.whose(answers)}, {scale.label}"
    return block("Saldo per jaar, en het verschil", quiet, inner, element("p", equal) if equal else EMPTY)


def budget_heading(answers: Answers, scale: Scale) -> Html:
    """The heading above the tabs."""
    quiet = f"{costs.whose(answers)}, {scale.label}; kies een tabel"
    return block("Begroting per route en verschil per kostensoort", quiet)


def budget_tabs(answers: Answers) -> dict[str, Callable[[], Html]]:
    """Label → the table under it: a budget per route, then the differences; made when asked for."""
    below = element("div", costs.wages(answers), style="rw-small")
    budgets: dict[str, Budget] = {}

    def write(name: str) -> Callable[[], Html]:
        return lambda: (
            draw(costs.budget_grid(answers, name, budgets).folded(), answers.release, style="rw-budget") + below
        )

    ids = (*route_ids(answers.comparison), *pair_ids(answers.comparison))
    return {title_of(answers.comparison, name): write(name) for name in ids}


def side_by_side(answers: Answers, scale: Scale) -> Html:
    """Every gemeente over the horizon: the saldo of each route and the differences, in the chosen expression."""
    comparison = answers.comparison
    table = overview.outcomes(answers).only((*route_ids(comparison), *pair_ids(comparison)))
    inner = draw(table, answers.release, hidden_caption=True, style="rw-firm")
    quiet = f"saldo en verschil, {period(comparison)} opgeteld, {scale.label}"
    return block("Gemeenten naast elkaar", quiet, inner, per_inhabitant(answers))


def per_inhabitant(answers: Answers) -> Html:
    """Is that a lot, compared with the neighbours? The same saldo per inhabitant, with bars on one scale."""
    table = overview.per_inhabitant(answers).only(route_ids(answers.comparison))
    return draw(table, answers.release, bars=Bars(place="coloured"), style="rw-firm rw-apart")


def realised_saldo(answers: Answers) -> Html:
    """The handed-in saldo of later years beside that of every route; empty when there is none."""
    return _beside_projection(answers, realised_costs(answers))


def realised_persons(answers: Answers) -> Html:
    """The handed-in Wsw persons of later years beside the projection; empty when there are none."""
    return _beside_projection(answers, realised_people(answers))


def _beside_projection(answers: Answers, grid: Grid) -> Html:
    quiet = f"naast de projectie, die alleen op {answers.release.figures.base_year} rust"
    inner = (
        draw(grid, answers.release, style="rw-firm"),
        disclosure("Wat dit is en niet is", handed_in_cautions(answers)),
    )
    return block("Aangeleverd na het basisjaar", quiet, *inner) if grid.rows else EMPTY


def handed_in_cautions(answers: Answers) -> Html:
    """What the handed-in figures are set beside, and what they are and are not."""
    return listing((beside_projection(answers), *CAUTIONS), "rw-list")


def realised_sentence(answers: Answers) -> Html:
    """Where the handed-in figures of later years stand; empty when there are none."""
    years = ", ".join(map(str, later_years(answers.release)))
    sentence = f"Aangeleverde cijfers van {years} staan op Kosten, Mensen en Terugblik naast de projectie."
    return paragraph(sentence, "rw-small") if years else EMPTY


def keys(answers: Answers, with_key: dict[str, Answers]) -> Html:
    """The share of every gemeente in each key, and what another key would do to it over the horizon."""
    shares = draw(key_shares(answers), answers.release, style="rw-firm")
    columns = element("div", shares, _effects(answers, with_key), style="rw-two")
    return block("Verdeelsleutel", _who_uses(answers), columns)


def _who_uses(answers: Answers) -> str:
    every = runs(answers.comparison)
    own = [
        run.scenario.short_title
        for run in every
        if run.scenario.own_costs and not key_divides(answers.release.figures, run.scenario)
    ]
    which = "gekozen bij Weergave" if answers.view.key else "de eigen sleutel van de route"
    return which + (f"; zonder sleutel, elke gemeente de eigen kosten: {', '.join(own)}" if own else "")


def _dividing(answers: Answers) -> bool:
    """Whether a route of the view divides by a key."""
    return any(key_divides(answers.release.figures, run.scenario) for run in runs(answers.comparison))


def _effects(answers: Answers, with_key: dict[str, Answers]) -> Html:
    effects = key_effects(answers, with_key)
    if not effects:
        return element("p", "Er valt geen andere sleutel te kiezen." if _dividing(answers) else NO_KEY)
    table = key_moves(answers, effects)
    closes = all(effect.closes for effect in effects)
    verdict = "Het totaal blijft gelijk: samen € 0 verschil ✓" if closes else "Het totaal blijft niet gelijk."
    note = paragraph(table.note, "rw-small") if table.note else EMPTY
    moves = draw(table, answers.release, style="rw-firm", note="")
    return element("div", moves, paragraph(verdict, "rw-good" if closes else "rw-bad"), note)


def published(answers: Answers) -> Html:
    """What was published beside what the model says; conflicting reports beside each other."""
    release, base = answers.release, answers.release.figures.base_year
    reports = published_beside_model(answers)
    after, before = ([item for item in reports if (item.year < base) is early] for early in (False, True))
    inner = (
        _published_table(release, after, f"Gepubliceerd tekort naast het model, {base} en later, × € 1 miljoen")
        if after
        else element("p", "Voor deze routes en jaren is geen bijdrage gepubliceerd.")
    )
    if before:
        earlier = _published_table(release, before, f"Gepubliceerde bijdragen vóór {base}, × € 1 miljoen")
        inner += disclosure(f"Eerdere berichten, vóór {base}: het model begint in {base}", earlier)
    by_key = f"; het model verdeelt met sleutel {answers.view.key}" if answers.view.key else ""
    quiet = f"bijdrage van de gemeenten, × € 1 miljoen, zonder eenmalig{by_key}"
    return block("Gepubliceerd naast het model", quiet, inner)


def _published_table(release: Release, items: Sequence[Published], caption: str) -> Html:
    """No Grid: a cell holds reports that may conflict, each with its amount, status, verdict, note and link."""
    calibrated = any(item.calibrated_on(report) for item in items for report in item.reports)
    return html.table(
        caption,
        ["Jaar", "Wie", "Wat", "Model", "Gepubliceerd"],
        [_published_row(release, item) for item in items],
        note=NO_TEST if calibrated else "",
        style="rw-wrap rw-rows rw-evidence",
    )


def _published_row(release: Release, item: Published) -> html.Row:
    who = release.name(item.code)
    model = html.text("geen") if item.model is None else html.why(millions(item.model.value, 2), item.model, release)
    what = item.kind.replace("_", " ") + (f", {lower_first(item.run.scenario.short_title)}" if item.run else "")
    conflict = Html("<div><b>Berichten spreken elkaar tegen.</b></div>") if item.conflicting else EMPTY
    reports = (_report(release, item, row) for row in item.reports)
    return html.Row(
        (
            html.name(item.year),
            html.words(upper_first(who)),
            html.words(what),
            html.Cell(model),
            html.Cell(EMPTY.join([conflict, *reports]), number=False),
        )
    )


def _report(release: Release, item: Published, row: Mapping[str, Any]) -> Html:
    decimals = len(str(MILLION)) - len(str(row["afgerond_op_eur"]))
    return Html("<div><b>{}</b> {}{} <small>{}</small> <small>Bron: {}</small></div>").format(
        millions(row["bedrag_eur"], decimals),
        html.tag(row["status"]),
        _verdict(item, row),
        row["toelichting"] or "",
        html.source_link(release, row["bron_id"]),
    )


def _verdict(item: Published, report: Mapping[str, Any]) -> str:
    """How the model stands to a report, where it says anything of the same gemeente and year."""
    if item.model is None:
        return ""
    if not item.fits(report):
        return "; wijkt af van het model"
    return "; het model is hierop afgesteld" if item.calibrated_on(report) else "; valt samen met het model"
