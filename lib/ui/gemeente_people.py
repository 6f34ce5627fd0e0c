"""What changes for the people of one gemeente: who works where, under whom, and what the agreement says of it."""

from lib.analysis.answers import Answers
from lib.analysis.gemeente import people_sentence, statements_here
from lib.analysis.grid import ROUNDING
from lib.analysis.people import shown_years
from lib.analysis.placement import WorkRow, work_groups
from lib.model.projection import Projection
from lib.text import lower_first, whole
from lib.ui.gemeente_head import part, say
from lib.ui.html import Cell, Row, name, route, source_link, table, text, why, words
from lib.ui.people_cells import carriers, count
from lib.ui.people_work import work_gap


def people(answers: Answers) -> str:
    """Who works where now and under each route, and the statements it rests on."""
    release, code = answers.release, answers.view.gemeente
    base = shown_years(answers)[0]
    return part(
        "mensen",
        f"Wsw-personen van {release.name(code)}, stand van {base}",
        say(people_sentence(answers, lambda each: why(whole(each.value), each, release), text))
        + _table(answers)
        + _told(answers),
    )


def _table(answers: Answers) -> str:
    release = answers.release
    base, first = shown_years(answers)[:2]
    (group,) = work_groups(answers)
    rows = [_row(answers, row) for row in group.rows]
    blank = [words("")] * (1 + len(answers.comparison.sides))
    rows.append(Row((name("Samen"), Cell(why(whole(group.now.value), group.now, release)), *blank), total=True))
    head = [
        "Werk",
        "Mensen",
        f"Nu ({base})",
        *(f"{route(letter, run)}, vanaf {first}" for letter, run in answers.comparison.sides),
    ]
    return table(
        f"Wie het werk uitvoert, in {base} en vanaf {first}; de nummers zijn uitspraken; wat zij zeggen, staat hieronder",
        head,
        rows,
        note=ROUNDING if work_gap(answers, [group]) else "",
        style="rw-wrap rw-rows rw-close",
    )


def _row(answers: Answers, row: WorkRow) -> Row:
    if row.counted_with:
        blank = [words("")] * (1 + len(answers.comparison.sides))
        return Row((name(row.label), words(f"geteld bij {lower_first(row.counted_with)}"), *blank))
    told = (carriers(answers, row.a if letter == "a" else row.b) for letter, _ in answers.comparison.sides)
    return Row((name(row.label), count(row.now, answers.release), words(row.before), *told))


def _told(answers: Answers) -> str:
    """Per route the statements about the people of this gemeente, in full and with their source."""
    columns = "".join(_statements(answers, letter, run) for letter, run in answers.comparison.sides)
    return f'<div class="rw-two">{columns}</div>'


def _statements(answers: Answers, letter: str, run: Projection) -> str:
    release = answers.release
    rows = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    found = [rows[each] for each in statements_here(answers, run) if each in rows]
    items = "".join(f"<li>{text(row['uitspraak_id'])}: {text(row['uitspraak'])}</li>" for row in found)
    sources = "; ".join(source_link(release, each) for each in dict.fromkeys(row["bron_id"] for row in found))
    told = (
        f"<ul>{items}</ul><p class=rw-small>Bron: {sources}.</p>"
        if items
        else say("Over wie waar werkt, staat bij deze route geen uitspraak in deze release.")
    )
    return f"<div><h3>{route(letter, run)}: wat erover is afgesproken</h3>{told}</div>"
