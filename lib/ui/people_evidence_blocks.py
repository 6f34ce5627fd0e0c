"""The blocks on how sure the numbers of people are: second estimate, conflicting reports, small numbers, new entrants."""

from collections.abc import Callable, Sequence

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import headcount_input
from lib.analysis.grid import ROUNDING
from lib.analysis.people import shown_years
from lib.analysis.people_evidence import (
    Estimate,
    counted_with,
    largest_difference,
    second_estimate,
    threshold,
)
from lib.analysis.people_reports import Report, anchor, conflicting_reports, counted_beside
from lib.analysis.release import Release
from lib.model.figures import ALL
from lib.store.tables import COMPUTED
from lib.text import date_words, decimal, lower_first, percentage, rounded, rounding_gap, thousands, whole
from lib.ui.html import Cell, Row, block, known_since, name, nowrap, source_link, table, tag, text, why, words

POINTS = 100


def estimate_block(answers: Answers) -> str:
    """The rise of the salaries beside the key and the Wsw persons, and the difference as the uncertainty."""
    release, base = answers.release, shown_years(answers)[0]
    found, largest = second_estimate(answers), largest_difference(answers)
    title, quiet = "Tweede schatting: waar zijn de mensen?", f"stijging van de salarissen {base}–{base + 1}"
    if largest is None:
        return block(
            title,
            quiet,
            "<div class=rw-text>Geen opgave: niet van elke gemeente is de stijging van de salarissen bekend.</div>",
        )
    most = why(f"{decimal(abs(largest.value) * POINTS, 1)} procentpunt", largest, release)
    intro = (
        f"<div class=rw-text>{_counted(release)}Twee schattingen verschillen hooguit {most}. Dat is hier de onzekerheid per "
        "gemeente.</div>"
        f"<div class=rw-text>Let op bij de tweede schatting: in de stijging zit ook gewone loongroei, en misschien staf. En zij was "
        f"pas achteraf bekend: op {text(date_words(release.reference_day))} kon niemand haar maken. De tool rekent met de eerste.</div>"
    )
    head = [
        "Gemeente",
        "Stijging, × € 1.000",
        "Aandeel in de stijging",
        f"Aandeel in de {text(answers.release.key_words(answers.comparison.zero.key))}",
        "Aandeel in de Wsw-personen",
        "Verschil, procentpunt",
        "Verschil, personen",
    ]
    rows = [_estimate_row(answers, each) for each in found]
    note = "Verschil: stijging min Wsw-personen. + is: volgens de tweede schatting zijn er meer mensen."
    drawn = table(
        f"Twee schattingen van waar de mensen zijn, {release.name(answers.view.gemeente)}",
        head,
        rows,
        note=f"{note} {ROUNDING}" if _estimate_gap(found) else note,
    )
    return block(title, quiet, intro + drawn)


def _counted(release: Release) -> str:
    """Said only when nobody counted where the people are."""
    told = headcount_input(release, "wsw").status in COMPUTED
    return "Per gemeente is het aantal mensen berekend, niet geteld. " if told else ""


def _estimate_gap(found: Sequence[Estimate]) -> bool:
    """Whether a shown column misses its shown total."""
    *rows, total = found
    columns: tuple[tuple[Callable[[Estimate], float], int, int], ...] = (
        (lambda each: each.rise.value, 1_000, 0),
        (lambda each: each.rise_share.value * POINTS, 1, 1),
        (lambda each: each.key_share.value * POINTS, 1, 1),
        (lambda each: each.wsw_share.value * POINTS, 1, 1),
        (lambda each: each.difference.value * POINTS, 1, 1),
        (lambda each: each.in_persons.value, 1, 0),
    )
    return bool(rows) and any(
        rounding_gap(map(column, rows), column(total), unit, decimals) for column, unit, decimals in columns
    )


def _estimate_row(answers: Answers, each: Estimate) -> Row:
    def cell(shown: str, answer: Answer) -> Cell:
        return Cell(why(shown, answer, answers.release))

    label = answers.release.name(each.code)
    return Row(
        (
            name(label[:1].upper() + label[1:]),
            cell(thousands(each.rise.value), each.rise),
            cell(percentage(each.rise_share.value), each.rise_share),
            cell(percentage(each.key_share.value), each.key_share),
            cell(percentage(each.wsw_share.value), each.wsw_share),
            cell(_signed(each.difference.value * POINTS, 1), each.difference),
            cell(_signed(each.in_persons.value, 0), each.in_persons),
        ),
        total=each.code == ALL,
    )


def _signed(value: float, decimals: int) -> str:
    shown = rounded(value, 1, decimals)
    return f"{'+' if shown is not None and shown > 0 else ''}{decimal(value, decimals)}"


def reports_block(answers: Answers) -> str:
    """Published numbers that contradict each other, side by side with their source."""
    release = answers.release
    found = conflicting_reports(release)
    rows = [row for conflict, reports in found.items() for row in _conflict_rows(release, conflict, reports)]
    used = anchor(release, "wsw_personen")
    rate = anchor(release, "arbeidsjaar_per_persoon")
    with_used = (
        f" De tool rekent met {why(whole(used.value), used, release)} mensen uit de Wsw: {text(used.definition)}."
        if used
        else ""
    )
    with_rate = f" Hier telt één persoon als {why(decimal(rate.value, 2), rate, release)} arbeidsjaar." if rate else ""
    differ = (
        "Berichten noemen verschillende aantallen. Ze staan hieronder naast elkaar; er is niet gemiddeld en niet gekozen wie "
        "gelijk heeft."
        if rows
        else "Deze release heeft geen berichten die elkaar tegenspreken."
    )
    intro = (
        f"<div class=rw-text>{differ}{with_used}</div>"
        "<div class=rw-text>Drie maten die niet hetzelfde zijn. <b>Personen</b>: mensen, ook wie in deeltijd werkt. "
        f"<b>Arbeidsjaren</b>: banen omgerekend naar een volledige werkweek.{with_rate} <b>SE</b> (standaardeenheid): "
        "een arbeidsjaar dat zwaarder telt bij een ernstige beperking; het Rijk rekende ermee. Deze pagina telt personen.</div>"
    )
    head = ["Wat", "Jaar", "Waarde", "Status", "Bron", "Bekend op", "Toelichting"]
    drawn = table("Tegenstrijdige berichten over het aantal mensen", head, rows, style="rw-wrap rw-reports")
    return block(
        f"Hoeveel mensen?{' Berichten spreken elkaar tegen' if rows else ''}",
        "gepubliceerde aantallen",
        intro + (drawn if rows else ""),
    )


def _conflict_rows(release: Release, conflict: str, reports: Sequence[Report]) -> list[Row]:
    rows = [Row((name(conflict), *[words("")] * 6), style="rw-head")]
    for each in reports:
        rows.append(
            Row(
                (
                    name(each.what),
                    words(each.year),
                    words(nowrap(f"{_number(each.value)} {each.unit}")),
                    Cell(tag(each.status), number=False),
                    Cell(source_link(release, each.source), number=False),
                    Cell(known_since(release, each.kennisdatum), number=False),
                    words(each.note),
                )
            )
        )
    return rows


def _number(value: str) -> str:
    """A published value: whole numbers as a reader writes them, anything else as it stands."""
    return whole(int(value)) if value.isdecimal() else value


def privacy_block(answers: Answers) -> str:
    """The rule for small numbers in plain words, and which merges it made in this release."""
    release = answers.release
    labels = {werkvorm.id: lower_first(werkvorm.label) for werkvorm in release.figures.werkvormen}
    made = [
        f"<li>{text(release.name(cell[0]))}: {text(labels[cell[1]])} is geteld bij {text(counted_with(release, cell, place))}.</li>"
        for cell, place in release.merged.items()
    ]
    told = (
        f"<div class=rw-text>In release {release.info.number} is dat gebeurd bij:</div><ul class=rw-list>{''.join(made)}</ul>"
        if made
        else f"<div class=rw-text>In release {release.info.number} is niets samengevoegd: alle aantallen per werkvorm zijn berekend "
        "of groot genoeg.</div>"
    )
    inner = (
        "<div class=rw-text>Een klein aantal kan een persoon herkenbaar maken, en een indicatie voor beschut werk is een "
        "gezondheidsgegeven. Daarom twee regels.</div><ul class=rw-list>"
        "<li>Berekende cijfers (status raming of aanname) gaan over niemand in het bijzonder. Ze worden gewoon getoond.</li>"
        f"<li>Telt een aangeleverde cel 1 tot en met {threshold(release) - 1} mensen, dan voegt de tool die samen met de "
        "eerstvolgende kleinste werkvorm van dezelfde gemeente: mensen en euro’s samen, vóór er iets wordt berekend. "
        "Zo kloppen alle tabellen, grafieken en sommen met elkaar. Is uit de som nog af te leiden hoeveel mensen het zijn, dan "
        "komt er een volgende werkvorm bij. Is er in de gemeente niets om mee samen te voegen, dan telt zij mee bij een andere "
        "gemeente; dat staat achter haar naam.</li></ul>"
    )
    return block("Kleine aantallen", "de privacyregel", inner + told)


def new_entrants_block(answers: Answers) -> str:
    """Nieuw beschut werk is PM: known to exist, not projected; counts that a release holds stand beside it.

    Empty when the release has neither.
    """
    release = answers.release
    item = release.pm.get("nieuw_beschut")
    why_not = f" {text(item.explanation)} Bron: {source_link(release, item.source)}." if item else ""
    found = counted_beside(release)
    if not (item or found):
        return ""
    rows = [
        Row(
            (
                name(release.name(each.code)),
                words(each.group),
                Cell(str(each.year)),
                Cell(why(whole(each.persons.value), each.persons, release))
                if each.persons
                else Cell(f"minder dan {threshold(release)}"),
            )
        )
        for each in found
    ]
    beside = (
        table("Geteld, niet geraamd", ["Gemeente", "Groep", "Jaar", "Personen"], rows)
        if rows
        else "<div class=rw-text>Deze release bevat er geen telling van.</div>"
    )
    intro = f"<div class=rw-text>Nieuw beschut werk: <b>PM</b>. Het bestaat, maar telt op deze pagina nergens mee.{why_not}</div>"
    return block("Nieuw beschut werk", "niet geraamd", intro + beside)
