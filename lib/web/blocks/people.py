"""The blocks of Mensen: the message, who works where, the staff, that nobody is lost; and how sure the numbers are: the
estimates, conflicting reports, small numbers, new entrants."""

from lib.comparison.answers import Answers
from lib.comparison.certainty import headcount_input
from lib.comparison.release import NUMBERS
from lib.model.parameters import ATTRITION
from lib.render.grids import draw, origins, statements_html
from lib.render.html import EMPTY, Html, block, element, prose, route, source_link, tag, why
from lib.subjects.people import evidence as evidence
from lib.subjects.people.flow import headline, switchers, switchers_words
from lib.subjects.people.people import nobody_lost, reconciled, shown_years
from lib.subjects.people.placement import beside_placement, people_per_carrier, staff_per_gemeente, work
from lib.tables.columns import COMPUTED
from lib.text import decimal, lower_first, value_with_unit, whole


def message(answers: Answers) -> Html:
    """The heading that is the message, and what its numbers are."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    base = shown_years(answers)[0]
    wsw, staff = answers.wsw(comparison.zero, code, None, base), answers.staff(comparison.zero, code, None, base)
    runs = [run for _, run in comparison.sides]
    numbers = [(whole(answer.value), answer) for answer in (wsw, staff)]
    numbers += [(switchers_words(answers, run), switchers(answers, run)) for run in runs]
    below = element(
        "div",
        *(f"Personen, geen arbeidsjaren en geen SE. Stand van {base}, het basisjaar; status ", tag(wsw.status)),
        *(". Daarna daalt het aantal in elke route gelijk, met een uitstroom van ", attrition(answers), "."),
        style="rw-sub",
    )
    return element("h1", headline(answers)) + below + origins(numbers, release)


def attrition(answers: Answers) -> Html:
    answer = answers.parameter(ATTRITION)
    return why(value_with_unit(answer.value, answers.release.parameters[ATTRITION].unit), answer, answers.release)


def work_table(answers: Answers) -> Html:
    """Gemeente × werkvorm: persons now and later, uitvoerder now and under A and B, and what is agreed beside it."""
    table = draw(work(answers), answers.release, style="rw-wrap rw-places")
    quiet = f"Wsw-personen, {answers.release.name(answers.view.gemeente)}"
    return block("Wie werkt waar", quiet, table, _beside(answers))


def _beside(answers: Answers) -> Html:
    """What else the agreement says about the placement, and what each route is."""
    lines = []
    for letter, run in answers.comparison.sides:
        also = statements_html(answers.release, beside_placement(answers, run))
        more = (" Hoort ook bij de plaatsing: ", also, ".") if also else ()
        lines.append(element("div", route(letter, run), f": {run.scenario.explanation}", *more, style="rw-small"))
    return EMPTY.join(lines)


def staff_block(answers: Answers) -> Html:
    """Staff per gemeente, and Wsw persons and staff per uitvoerder of each route."""
    grids = staff_per_gemeente(answers), people_per_carrier(answers)
    tables = (element("div", draw(grid, answers.release)) for grid in grids)
    quiet = f"personen, verdeeld naar de omvang van {lower_first(answers.release.staff_carrier.label)}"
    return block("Staf: gaat mee met het werk", quiet, element("div", *tables, style="rw-two rw-wide-right"))


def reconciliation_block(answers: Answers) -> Html:
    """Wsw persons and staff of both routes beside the base year, with the check."""
    agreed = statements_html(answers.release, nobody_lost(answers.release))
    because = (" Dat volgt uit ", agreed, ".") if agreed else ()
    described = "route waarvan iets is gepubliceerd" if answers.comparison.unpublished else "route"
    intro = prose(
        *(f"De tool rekent in elke {described} met dezelfde mensen.", *because),
        *(" Het aantal daalt door uitstroom, in elke route evenveel: ", attrition(answers)),
        ". Bij de staf daalt alleen het deel dat met het werk meebeweegt.",
    )
    base, *later = shown_years(answers)
    columns = str(base), *(f"{side} {year}" for year in later for side in ("a", "b")), "verschil", "controle"
    tables = EMPTY.join(draw(grid.only(columns), answers.release, style="rw-firm") for grid in reconciled(answers))
    stack = Html("<div class=rw-stack>{}</div>").format(tables)
    return block("Niemand valt weg", "aansluiting van beide routes op het basisjaar", intro, stack)


# -- how sure the numbers are ------------------------------------------------------------------------------------


def estimate_block(answers: Answers) -> Html:
    """Every estimate of where the people are side by side, and on what each rests."""
    release = answers.release
    count = len(release.people_keys)
    # Said only when nobody counted where the people are.
    computed = headcount_input(release, "wsw").status in COMPUTED
    how = "Per gemeente is het aantal mensen berekend, niet geteld. " if computed else ""
    several = (
        f"Hieronder staan {NUMBERS.get(count, str(count))} schattingen naast elkaar; geen ervan is zeker. Tussen de laagste en de "
        "hoogste van een gemeente zit wat hier niet bekend is. Het maakt voor het saldo alleen uit in een route waarin elke "
        "gemeente haar eigen kosten draagt."
    )
    only = "Deze release heeft één schatting van waar de mensen zijn; elke route rekent daarmee."
    tables = (
        draw(evidence.estimates(answers), release, style="rw-firm"),
        draw(evidence.estimate_sources(answers), release, style="rw-wrap rw-rows"),
    )
    quiet = f"Wsw-personen in {release.figures.base_year}, per gemeente"
    return block("Waar zijn de mensen?", quiet, prose(f"{how}{several if count > 1 else only}"), *tables)


def reports_block(answers: Answers) -> Html:
    """Published numbers that contradict each other, side by side with their source."""
    release, grid = answers.release, evidence.reports(answers.release)
    used = evidence.anchor(release, "wsw_personen")
    rate = evidence.anchor(release, "arbeidsjaar_per_persoon")
    with_used, with_rate = "", ""
    if used:
        number = why(whole(used.value), used, release)
        with_used = Html(" De tool rekent met {} mensen uit de Wsw: {}.").format(number, used.definition)
    if rate:
        number = why(decimal(rate.value, 2), rate, release)
        with_rate = Html(" Hier telt één persoon als {} arbeidsjaar.").format(number)
    differ = (
        "Berichten noemen verschillende aantallen. Ze staan hieronder naast elkaar; er is niet gemiddeld en niet gekozen wie "
        "gelijk heeft."
        if grid.rows
        else "Deze release heeft geen berichten die elkaar tegenspreken."
    )
    units = Html(
        "Drie maten die niet hetzelfde zijn. <b>Personen</b>: mensen, ook wie in deeltijd werkt. "
        "<b>Arbeidsjaren</b>: banen omgerekend naar een volledige werkweek.{} <b>SE</b> (standaardeenheid): "
        "een arbeidsjaar dat zwaarder telt bij een ernstige beperking; het Rijk rekende ermee. Deze pagina telt personen."
    ).format(with_rate)
    drawing = draw(grid, release, style="rw-wrap rw-reports") if grid.rows else EMPTY
    title = f"Hoeveel mensen?{' Berichten spreken elkaar tegen' if grid.rows else ''}"
    return block(title, "gepubliceerde aantallen", prose(differ, with_used), prose(units), drawing)


def privacy_block(answers: Answers) -> Html:
    """The rule for small numbers in plain words, and which merges it made in this release."""
    release = answers.release
    labels = {werkvorm.id: lower_first(werkvorm.label) for werkvorm in release.figures.werkvormen}
    merges = []
    for cell, place in release.merged.items():
        into = evidence.counted_with(release, cell, place)
        merges.append(f"{release.name(cell[0])}: {labels[cell[1]]} is geteld bij {into}.")
    here = f"In release {release.info.number} is "
    happened = (
        prose(f"{here}dat gebeurd bij:") + _rules(*merges)
        if merges
        else prose(f"{here}niets samengevoegd: alle aantallen per werkvorm zijn berekend of groot genoeg.")
    )
    intro = prose(
        "Een klein aantal kan een persoon herkenbaar maken, en een indicatie voor beschut werk is een gezondheidsgegeven. "
        "Daarom twee regels."
    )
    rules = _rules(
        "Berekende cijfers (status raming of aanname) gaan over niemand in het bijzonder. Ze worden gewoon getoond.",
        f"Telt een aangeleverde cel 1 tot en met {evidence.threshold(release) - 1} mensen, dan voegt de tool die samen met de "
        "eerstvolgende kleinste werkvorm van dezelfde gemeente: mensen en euro’s samen, vóór er iets wordt berekend. "
        "Zo kloppen alle tabellen, grafieken en sommen met elkaar. Is uit de som nog af te leiden hoeveel mensen het zijn, dan "
        "komt er een volgende werkvorm bij. Is er in de gemeente niets om mee samen te voegen, dan telt zij mee bij een andere "
        "gemeente; dat staat achter haar naam.",
    )
    return block("Kleine aantallen", "de privacyregel", intro, rules, happened)


def _rules(*words: str) -> Html:
    return Html("<ul class=rw-list>{}</ul>").format(EMPTY.join(element("li", item) for item in words))


def new_entrants_block(answers: Answers) -> Html:
    """Nieuw beschut werk is PM: known to exist, not projected; counts that a release holds stand beside it.

    Empty when the release has neither.
    """
    release, grid = answers.release, evidence.counted(answers.release)
    item = release.pm.get("nieuw_beschut")
    if not (item or grid.rows):
        return EMPTY
    because = (f" {item.explanation} Bron: ", source_link(release, item.source), ".") if item else ()
    words = Html("Nieuw beschut werk: <b>PM</b>. Het bestaat, maar telt op deze pagina nergens mee.")
    none = prose("Deze release bevat er geen telling van.")
    counts = draw(grid, release) if grid.rows else none
    return block("Nieuw beschut werk", "niet geraamd", prose(words, *because), counts)
