"""The blocks on how sure the numbers of people are: second estimate, conflicting reports, small numbers, new entrants."""

from lib.analysis import people_evidence as evidence
from lib.analysis.answers import Answers
from lib.analysis.certainty import headcount_input
from lib.analysis.people import shown_years
from lib.store.tables import COMPUTED
from lib.text import date_words, decimal, lower_first, whole
from lib.ui.grids import draw
from lib.ui.html import block, source_link, text, why


def estimate_block(answers: Answers) -> str:
    """The rise of the salaries beside the key and the Wsw persons, and the difference as the uncertainty."""
    release, base = answers.release, shown_years(answers)[0]
    largest = evidence.largest_difference(answers)
    title, quiet = "Tweede schatting: waar zijn de mensen?", f"stijging van de salarissen {base}–{base + 1}"
    if largest is None:
        lacking = "Geen opgave: niet van elke gemeente is de stijging van de salarissen bekend."
        return block(title, quiet, f"<div class=rw-text>{lacking}</div>")
    most = why(f"{decimal(abs(largest.value) * evidence.POINTS, 1)} procentpunt", largest, release)
    # Said only when nobody counted where the people are.
    computed = headcount_input(release, "wsw").status in COMPUTED
    how = "Per gemeente is het aantal mensen berekend, niet geteld. " if computed else ""
    intro = (
        f"<div class=rw-text>{how}Twee schattingen verschillen hooguit {most}. Dat is hier de onzekerheid per "
        "gemeente.</div>"
        f"<div class=rw-text>Let op bij de tweede schatting: in de stijging zit ook gewone loongroei, en misschien staf. En zij was "
        f"pas achteraf bekend: op {text(date_words(release.reference_day))} kon niemand haar maken. De tool rekent met de eerste.</div>"
    )
    return block(title, quiet, intro + draw(evidence.estimates(answers), release))


def reports_block(answers: Answers) -> str:
    """Published numbers that contradict each other, side by side with their source."""
    release, grid = answers.release, evidence.reports(answers.release)
    used = evidence.anchor(release, "wsw_personen")
    rate = evidence.anchor(release, "arbeidsjaar_per_persoon")
    with_used = (
        f" De tool rekent met {why(whole(used.value), used, release)} mensen uit de Wsw: {text(used.definition)}."
        if used
        else ""
    )
    with_rate = f" Hier telt één persoon als {why(decimal(rate.value, 2), rate, release)} arbeidsjaar." if rate else ""
    differ = (
        "Berichten noemen verschillende aantallen. Ze staan hieronder naast elkaar; er is niet gemiddeld en niet gekozen wie "
        "gelijk heeft."
        if grid.rows
        else "Deze release heeft geen berichten die elkaar tegenspreken."
    )
    intro = (
        f"<div class=rw-text>{differ}{with_used}</div>"
        "<div class=rw-text>Drie maten die niet hetzelfde zijn. <b>Personen</b>: mensen, ook wie in deeltijd werkt. "
        f"<b>Arbeidsjaren</b>: banen omgerekend naar een volledige werkweek.{with_rate} <b>SE</b> (standaardeenheid): "
        "een arbeidsjaar dat zwaarder telt bij een ernstige beperking; het Rijk rekende ermee. Deze pagina telt personen.</div>"
    )
    drawing = draw(grid, release, style="rw-wrap rw-reports") if grid.rows else ""
    title = f"Hoeveel mensen?{' Berichten spreken elkaar tegen' if grid.rows else ''}"
    return block(title, "gepubliceerde aantallen", intro + drawing)


def privacy_block(answers: Answers) -> str:
    """The rule for small numbers in plain words, and which merges it made in this release."""
    release = answers.release
    labels = {werkvorm.id: lower_first(werkvorm.label) for werkvorm in release.figures.werkvormen}
    merges = []
    for cell, place in release.merged.items():
        into = evidence.counted_with(release, cell, place)
        merges.append(f"<li>{text(release.name(cell[0]))}: {text(labels[cell[1]])} is geteld bij {text(into)}.</li>")
    happened = (
        f"<div class=rw-text>In release {release.info.number} is dat gebeurd bij:</div><ul class=rw-list>{''.join(merges)}</ul>"
        if merges
        else f"<div class=rw-text>In release {release.info.number} is niets samengevoegd: alle aantallen per werkvorm zijn berekend "
        "of groot genoeg.</div>"
    )
    inner = (
        "<div class=rw-text>Een klein aantal kan een persoon herkenbaar maken, en een indicatie voor beschut werk is een "
        "gezondheidsgegeven. Daarom twee regels.</div><ul class=rw-list>"
        "<li>Berekende cijfers (status raming of aanname) gaan over niemand in het bijzonder. Ze worden gewoon getoond.</li>"
        f"<li>Telt een aangeleverde cel 1 tot en met {evidence.threshold(release) - 1} mensen, dan voegt de tool die samen met de "
        "eerstvolgende kleinste werkvorm van dezelfde gemeente: mensen en euro’s samen, vóór er iets wordt berekend. "
        "Zo kloppen alle tabellen, grafieken en sommen met elkaar. Is uit de som nog af te leiden hoeveel mensen het zijn, dan "
        "komt er een volgende werkvorm bij. Is er in de gemeente niets om mee samen te voegen, dan telt zij mee bij een andere "
        "gemeente; dat staat achter haar naam.</li></ul>"
    )
    return block("Kleine aantallen", "de privacyregel", inner + happened)


def new_entrants_block(answers: Answers) -> str:
    """Nieuw beschut werk is PM: known to exist, not projected; counts that a release holds stand beside it.

    Empty when the release has neither.
    """
    release, grid = answers.release, evidence.counted(answers.release)
    item = release.pm.get("nieuw_beschut")
    why_not = f" {text(item.explanation)} Bron: {source_link(release, item.source)}." if item else ""
    if not (item or grid.rows):
        return ""
    none = "<div class=rw-text>Deze release bevat er geen telling van.</div>"
    intro = f"<div class=rw-text>Nieuw beschut werk: <b>PM</b>. Het bestaat, maar telt op deze pagina nergens mee.{why_not}</div>"
    return block("Nieuw beschut werk", "niet geraamd", intro + (draw(grid, release) if grid.rows else none))
