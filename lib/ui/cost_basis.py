"""What the costs rest on: the verdeelsleutel, and what was published beside the model."""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.analysis import costs
from lib.analysis.answers import Answers
from lib.analysis.key_effect import key_effects
from lib.analysis.published import Published, published_beside_model
from lib.analysis.release import Release
from lib.analysis.routes import runs
from lib.text import lower_first, millions
from lib.ui.grids import draw
from lib.ui.html import Cell, Row, block, disclosure, name, source_link, table, tag, text, why, words

MILLION = 1_000_000
NO_TEST = "Waar het model op is afgesteld, is samenvallen geen toets."


def keys(answers: Answers, with_key: dict[str, Answers]) -> str:
    """The share of every gemeente in each key, and what another key would do to it over the horizon."""
    shares = draw(costs.key_shares(answers), answers.release, style="rw-firm")
    return block(
        "Verdeelsleutel", _who_uses(answers), f'<div class="rw-two">{shares}{_effects(answers, with_key)}</div>'
    )


def _who_uses(answers: Answers) -> str:
    own = [run.scenario.short_title for run in runs(answers.comparison) if run.scenario.own_allocation]
    chosen = "gekozen bij Weergave" if answers.view.key else "de eigen sleutel van de route"
    return chosen + (f"; zonder sleutel, elke gemeente de eigen kosten: {', '.join(own)}" if own else "")


def _effects(answers: Answers, with_key: dict[str, Answers]) -> str:
    effects = key_effects(answers, with_key)
    if not effects:
        return "<p>Geen van deze routes verdeelt met een sleutel; een andere sleutel verandert niets.</p>"
    table = costs.key_moves(answers, effects)
    closes = all(effect.closes for effect in effects)
    verdict = "Het totaal blijft gelijk: samen € 0 verschil ✓" if closes else "Het totaal blijft niet gelijk."
    note = f'<p class="rw-small">{table.note}</p>' if table.note else ""
    drawn = draw(table, answers.release, style="rw-firm", note="")
    return f'<div>{drawn}<p class="{"rw-good" if closes else "rw-bad"}">{verdict}</p>{note}</div>'


def published(answers: Answers) -> str:
    """What was published beside what the model says; conflicting reports beside each other."""
    release, base = answers.release, answers.release.figures.base_year
    found = published_beside_model(answers)
    after = [each for each in found if each.year >= base]
    before = [each for each in found if each.year < base]
    inner = (
        _published_table(release, after, f"Gepubliceerd tekort naast het model, {base} en later, × € 1 miljoen")
        if after
        else "<p>Voor deze routes en jaren is geen bijdrage gepubliceerd.</p>"
    )
    if before:
        title = f"Eerdere berichten, vóór {base}: het model begint in {base}"
        inner += disclosure(
            title, _published_table(release, before, f"Gepubliceerde bijdragen vóór {base}, × € 1 miljoen")
        )
    chosen = f"; het model verdeelt met sleutel {answers.view.key}" if answers.view.key else ""
    quiet = f"bijdrage van de gemeenten, × € 1 miljoen, zonder eenmalig{chosen}"
    return block("Gepubliceerd naast het model", quiet, inner)


def _published_table(release: Release, found: Sequence[Published], caption: str) -> str:
    calibrated = any(each.calibrated_on(report) for each in found for report in each.reports)
    return table(
        caption,
        ["Jaar", "Wie", "Wat", "Model", "Gepubliceerd"],
        [_published_row(release, each) for each in found],
        note=NO_TEST if calibrated else "",
        style="rw-wrap rw-rows rw-evidence",
    )


def _published_row(release: Release, each: Published) -> Row:
    who = release.name(each.code)
    model = "geen" if each.model is None else why(millions(each.model.value, 2), each.model, release)
    what = each.kind.replace("_", " ") + (f", {lower_first(each.run.scenario.short_title)}" if each.run else "")
    conflict = "<div><b>Berichten spreken elkaar tegen.</b></div>" if each.conflicting else ""
    return Row(
        (
            name(each.year),
            words(who[:1].upper() + who[1:]),
            words(what),
            Cell(model),
            Cell(conflict + "".join(_report(release, each, row) for row in each.reports), number=False),
        )
    )


def _report(release: Release, each: Published, row: Mapping[str, Any]) -> str:
    decimals = len(str(MILLION)) - len(str(row["afgerond_op_eur"]))
    return (
        f"<div><b>{millions(row['bedrag_eur'], decimals)}</b> {tag(row['status'])}{_verdict(each, row)} "
        f"<small>{text(row['toelichting'] or '')}</small> <small>Bron: {source_link(release, row['bron_id'])}</small></div>"
    )


def _verdict(each: Published, report: Mapping[str, Any]) -> str:
    """How the model stands to a report, where it says anything of the same gemeente and year."""
    if each.model is None:
        return ""
    if not each.fits(report):
        return "; wijkt af van het model"
    return "; het model is hierop afgesteld" if each.calibrated_on(report) else "; valt samen met het model"
