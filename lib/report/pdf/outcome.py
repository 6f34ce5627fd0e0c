"""The sections about the outcome: question, routes, message, per gemeente, bridges, people, years and scenarios."""

from collections.abc import Iterator
from dataclasses import replace

from lib.analysis.bridges import Steps, steps
from lib.analysis.meeting_screens import question
from lib.analysis.message import (
    MILLION,
    ROUNDING,
    SAME,
    decimals,
    headline,
    period,
    reads_as,
    unpublished,
    what_is_published,
)
from lib.analysis.people import checked
from lib.analysis.people_flow import headline as people_headline
from lib.analysis.release import NUMBERS
from lib.analysis.routes import pair_title
from lib.model.attribution import BridgeShare
from lib.model.figures import ALL
from lib.report.pdf.pieces import (
    Bullets,
    Card,
    Cards,
    Cell,
    Heading,
    Item,
    Paragraph,
    Piece,
    Row,
    Table,
)
from lib.report.pdf.source import Draft, own_choices
from lib.report.pdf.told import Block, bar, head, pivot, smaller
from lib.text import amount, lower_first, rounded, rounding_gap

LETTERS = "V is voordelig, N is nadelig voor de route die eerst genoemd is."
#: What the first page says of itself.
OPENING = "Vergelijking (bijlage). De keuze is aan het bestuur; dit document kiest niet."


def opening(draft: Draft) -> Iterator[Piece]:
    """The question, what the routes are, and the message as the first page of the app says it."""
    screen = question(draft.answers)
    comparison, release, code = draft.answers.comparison, draft.release, draft.answers.view.gemeente
    yield Paragraph(OPENING, "small")
    yield from own_choices(draft)
    yield Heading(screen.title, 1)
    yield Paragraph(screen.sentence)
    runs = {run.scenario.id: run for run in (comparison.zero, comparison.a, comparison.b)}
    yield Bullets(
        tuple(
            Item(run.scenario.title, run.scenario.explanation, f"Bron: {draft.cite(run.scenario.source)}.")
            for run in runs.values()
        )
    )
    yield Heading("De boodschap")
    yield Paragraph(headline(release, comparison, code), "lead")
    told = reads_as(release, comparison, code), what_is_published(release, comparison)
    yield Paragraph(" ".join((*told, unpublished(release, comparison, code))), "small")
    yield _cards(draft)


def _cards(draft: Draft) -> Cards:
    block = draft.told.block("routes")
    span, zero = period(draft.answers.comparison), lower_first(draft.answers.comparison.zero.scenario.short_title)
    pm = draft.told.block("pm")
    cards = []
    for side, run in draft.routes:
        moved, structural, single = (block.number(side, name) for name in ("verschil", "structureel", "eenmalig"))
        statuses = dict.fromkeys((moved.status, structural.status, single.status))
        cards.append(
            Card(
                f"{run.scenario.short_title} tegenover {zero}",
                moved.shown,
                (
                    f"structureel {structural.shown} · eenmalig {single.shown}",
                    f"{moved.unit}, {span}, {draft.place} · status: {', '.join(statuses)}",
                    f"PM-posten niet meegeteld: {pm.number('aantal', side).shown}",
                ),
                side,
            )
        )
    return Cards(tuple(cards))


def per_gemeente(draft: Draft) -> Iterator[Piece]:
    """Every gemeente's outcome on one scale; and the same per inhabitant."""
    block = draft.told.block("uitkomsten").without(("a", "b"))
    if draft.answers.comparison.same:
        block = block.without(("b-zero", "b-a"))
    moved = [column for column in ("a-zero", "b-zero") if column in block.columns]
    gemeenten = [row for row in block.rows if row in draft.answers.codes]
    count = NUMBERS.get(len(gemeenten), str(len(gemeenten)))
    yield Heading(f"{count.capitalize()} uitkomsten, niet één gemiddelde")
    table = pivot(
        block,
        "Gemeente",
        block.bars(moved, gemeenten, room=5.4),
        chosen=draft.chosen,
        notes=(LETTERS, "Balken tekenen de getallen ernaast, op één schaal.", *_gap(draft, block)),
        widths=(1.5, 1, *[1.9] * len(moved), *[1.3] * (len(block.columns) - 1 - len(moved))),
    )
    zero = draft.answers.comparison.zero.scenario.short_title
    names = [zero, *(f"{run.scenario.short_title}, verschil met {lower_first(zero)}" for _, run in draft.routes)]
    if not draft.answers.comparison.same:
        names.append(pair_title(draft.answers.comparison.b, draft.answers.comparison.a))
    sides = {name: side for name, (side, _) in zip(names[1:], draft.routes, strict=False)}
    yield replace(table, head=head(("Gemeente", *names), (False, *[True] * len(names)), sides))
    single = draft.told.block("per_inwoner")
    if draft.answers.view.expression == "per_inwoner":
        return
    yield pivot(single if not draft.answers.comparison.same else single.without("b"), "Gemeente", sides=draft.sides)


def _gap(draft: Draft, block: Block) -> tuple[str, ...]:
    """The remark that rounded gemeenten miss their rounded total, where amounts can be added up."""
    if draft.answers.view.expression != "totaal":
        return ()
    codes = draft.answers.codes
    gaps = (
        rounding_gap([block.number(code, column).value for code in codes], block.number(ALL, column).value)
        for column in block.columns
    )
    return (ROUNDING,) if any(gaps) else ()


def bridges(draft: Draft) -> Iterator[Piece]:
    """Each route against the nulalternatief, then from A to B: steps that stand on each other and close."""
    comparison, answers = draft.answers.comparison, draft.answers
    yield Heading("Waar komt het verschil vandaan?")
    if comparison.same:
        yield Paragraph(SAME)
        return
    asked = (
        ("brug a-zero", comparison.bridge_a, comparison.a, comparison.zero),
        ("brug b-zero", comparison.bridge_b, comparison.b, comparison.zero),
        ("brug b-a", comparison.bridge, comparison.b, comparison.a),
    )
    code = answers.view.gemeente
    made = [(name, parts, steps(answers, parts, answers.difference(r, o, code), code)) for name, parts, r, o in asked]
    low, high = min(each.reach[0] for *_, each in made), max(each.reach[1] for *_, each in made)
    for (name, parts, each), (*_, run, other) in zip(made, asked, strict=True):
        yield _bridge(draft, draft.told.block(name), parts, each, (low, high), pair_title(run, other))


def _bridge(
    draft: Draft, block: Block, parts: tuple[BridgeShare, ...], made: Steps, reach: tuple[float, float], title: str
) -> Table:
    rows = []
    for part, step in zip(parts, made.steps, strict=True):
        number = block.number(part.id, "verschil")
        size = f"omvang van de maatregel: {step.measure.status}" if step.measure else ""
        cells = Cell(number.row, below=size), _drawn(block, part.id, step.answer.value, reach, step.start)
        rows.append(Row(cells))
    closes = f"sluit op {amount(made.gap)}" if not rounded(made.gap, 1, 2) else f"sluit niet: {amount(made.gap, 2)}"
    rows.append(Row((Cell(f"Samen ({closes})"), _drawn(block, "samen", made.whole.value, reach, 0.0)), "totaal"))
    code = draft.answers.view.gemeente
    gap = rounding_gap([step.answer.value for step in made.steps], made.whole.value, MILLION, decimals(code))
    return Table(
        f"{title}, {draft.place}, {period(draft.answers.comparison)}, {block.first.unit}",
        head((title, "Verschil"), (False, True)),
        tuple(rows),
        (1, 1.1),
        (LETTERS, *((ROUNDING,) if gap else ()), block.status_words),
    )


def _drawn(block: Block, row: str, euros: float, reach: tuple[float, float], start: float) -> Cell:
    return block.cell(row, "verschil", bar(euros, *reach, start))


def people(draft: Draft) -> Iterator[Piece]:
    """Who carries the work out, and that the same people count in every route."""
    answers, block = draft.answers, draft.told.block("mensen")
    yield Heading("Wie werkt waar?")
    yield Paragraph(people_headline(answers))
    sides = [side for side, _ in draft.routes]
    rows = tuple(
        Row(
            (
                Cell(block.names[row]),
                block.cell(row, "mensen"),
                *(Cell(block.number(row, side).shown) for side in sides),
            ),
            "totaal" if row == "totaal" else "",
        )
        for row in block.rows
    )
    names = [run.scenario.short_title for _, run in draft.routes]
    yield Table(
        block.title,
        head(("Werk", "Mensen", *names), (False, True, *[False] * len(names)), draft.sides),
        rows,
        (1.2, 0.6, *[1.5] * len(names)),
        (block.status_words,),
        wordy=True,
    )
    for name, staff in (("controle wsw", False), ("controle staf", True)):
        if answers.comparison.same:
            continue
        counted = draft.told.block(name)
        closes = all(line.closes for line in checked(answers, staff))
        told = (
            "Beide routes tellen in elk jaar dezelfde mensen." if closes else "De routes tellen niet dezelfde mensen."
        )
        widths = (1.5, *[1.0] * (len(counted.columns) - 1), 1.4)
        yield smaller(pivot(counted, "Gemeente", notes=(told,), widths=widths), 8.5)


def scenarios(draft: Draft) -> Iterator[Piece]:
    """Every scenario against the nulalternatief."""
    block = draft.told.block("scenarios")
    yield Heading("Alle scenario’s naast elkaar")
    caption = f"{block.first.block}, {draft.place}, × € 1 miljoen (PM-posten: aantal)"
    yield pivot(block, "Scenario", caption=caption, notes=(LETTERS,), widths=(2, 1, 1.4, 1.2, 1.2, 1))
