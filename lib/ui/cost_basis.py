"""What the costs rest on: the verdeelsleutel, and what was published beside the model."""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.analysis.answers import Answers
from lib.analysis.expression import scale_of
from lib.analysis.key_effect import key_effects, share
from lib.analysis.message import ROUNDING, period
from lib.analysis.published import Published, published_beside_model
from lib.analysis.release import Release
from lib.analysis.routes import runs
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import lower_first, millions, percentage
from lib.ui.cost_blocks import gemeente_row, route
from lib.ui.html import Cell, Row, block, disclosure, name, table, tag, text, why, words
from lib.ui.links import source_link

MILLION = 1_000_000
NO_TEST = "Waar het model op is afgesteld, is samenvallen geen toets."


def keys(answers: Answers, with_key: dict[str, Answers]) -> str:
    """The share of every gemeente in each key, and what another key would do to it over the horizon."""
    release = answers.release
    codes = (*answers.codes, ALL)
    all_keys = list(release.figures.keys)
    users = {key: [run.scenario.short_title for run in _by_key(answers) if run.key == key] for key in all_keys}
    rows = [gemeente_row(answers, code, [_share_cell(answers, key, code) for key in all_keys]) for code in codes]
    heads = [f"{text(release.key_label(key))}<br><small>{text(_in_use(users[key]))}</small>" for key in all_keys]
    shares = table("Aandeel van elke gemeente per verdeelsleutel", ["Gemeente", *heads], rows, style="rw-firm")
    return block(
        "Verdeelsleutel", _who_uses(answers), f'<div class="rw-two">{shares}{_effects(answers, with_key)}</div>'
    )


def _by_key(answers: Answers) -> list[Projection]:
    return [run for run in runs(answers.comparison) if not run.scenario.own_allocation]


def _in_use(titles: Sequence[str]) -> str:
    return f"in gebruik: {', '.join(titles)}" if titles else "niet in gebruik"


def _who_uses(answers: Answers) -> str:
    own = [run.scenario.short_title for run in runs(answers.comparison) if run.scenario.own_allocation]
    chosen = "gekozen bij Weergave" if answers.view.key else "de eigen sleutel van de route"
    return chosen + (f"; zonder sleutel, elke gemeente de eigen kosten: {', '.join(own)}" if own else "")


def _share_cell(answers: Answers, key: str, code: str) -> Cell:
    answer = share(answers, key, code)
    mark = f" {tag(answer.status)}" if code != ALL else ""
    return Cell(f"{why(percentage(answer.value, 2), answer, answers.release)}{mark}")


def _effects(answers: Answers, with_key: dict[str, Answers]) -> str:
    effects = key_effects(answers, with_key)
    if not effects:
        return "<p>Geen van deze routes verdeelt met een sleutel; een andere sleutel verandert niets.</p>"
    scale = scale_of(answers.release, answers.view.expression)
    rows = [
        gemeente_row(
            answers,
            code,
            [Cell(why(scale.difference(e.moved[code].value, code), e.moved[code], answers.release)) for e in effects],
        )
        for code in (*answers.codes, ALL)
    ]
    heads = [f"{route(answers, e.run)}<br><small>met {text(answers.release.key_words(e.key))}</small>" for e in effects]
    drawn = table(
        f"Wat een andere sleutel met het saldo doet, {period(answers.comparison)} opgeteld, {scale.label}; "
        "V voordelig, N nadelig",
        ["Gemeente", *heads],
        rows,
        style="rw-firm",
    )
    closes = all(effect.closes for effect in effects)
    told = "Het totaal blijft gelijk: samen € 0 verschil ✓" if closes else "Het totaal blijft niet gelijk."
    gap = any(scale.gap({code: answer.value for code, answer in effect.moved.items()}) for effect in effects)
    note = f'<p class="rw-small">{ROUNDING}</p>' if gap else ""
    return f'<div>{drawn}<p class="{"rw-good" if closes else "rw-bad"}">{told}</p>{note}</div>'


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
