"""The risk register, for who has to steer by it: what is known to exist without an amount (lib.comparison.pm), what was decided
about it, and which risks somebody published. Nothing here is part of a number or of a total."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lib.comparison import pm
from lib.comparison.answers import Answers
from lib.comparison.grid import Cell, Column, Grid, Reference, Row, Words
from lib.comparison.release import Release
from lib.comparison.release import Row as Record
from lib.model.figures import ALL
from lib.model.parameters import PmItem
from lib.store.pm_decisions import PmDecision
from lib.store.publishing import NotAllowed
from lib.text import amount, counted, date_words, decimal, listed, local, upper_first
from lib.text.nearest import meant

TITLE = "Risicoregister"
#: What stands below it, or beside its title.
QUIET = "bekend dat ze bestaan, bedrag onbekend, niet nul; in geen enkel totaal"
#: The paragraph of a municipal budget that tells of risks.
PARAGRAPH = "Paragraaf weerstandsvermogen en risicobeheersing"
#: What is told of a decision outside the app, where no names of people go.
DECIDED = ("besluit", "orgaan", "dag", "staat")
NOT_DECIDED = "nog geen besluit vastgelegd"
#: What a published figure about a risk of ours is called, how it ends for a chance, and for the largest consequence.
RISK, CHANCE, LARGEST = "risico_", "_kans", "_max_impact"
KINDS = (CHANCE, LARGEST)
#: The columns of the register that a board steers by, what two of them are called, and which other stands in small below.
STEERED = ("in", "laag", "hoog", "eigenaar", "gevolg")
STEERING = {"in": "In welke route", "eigenaar": "Wie zoekt het uit, en wanneer"}
BELOW = {"in": "soort", "eigenaar": "wanneer"}
#: What is told of it where it is clear whose it is, and its source stands elsewhere.
FIGURES = ("jaar", "kans", "gevolg", "toelichting", "status")
#: In the place of a figure that nobody published as one.
NO_FIGURE, IN_WORDS = "niet genoemd", "zie wat erbij staat"
ALL_WORDS = "alle"


# -- what is not known ---------------------------------------------------------------------------------------------


def headline(answers: Answers) -> str:
    """How many posts have no amount, in both routes or in one; of how many a source gives a range, and what was decided."""
    items, every = pm.items_of(answers), answers.comparison.zero.scenario.pm
    own = [item for item in items if item.id not in every]
    shared = [item for item in own if all(item.id in run.scenario.pm for _, run in answers.comparison.sides)]
    places = [f"{len(items) - len(own)} {pm.EVERYWHERE}"] if len(items) > len(own) else []
    places += [f"{len(shared)} in beide routes"] if len(answers.comparison.sides) > 1 else []
    for _, run in answers.comparison.sides:
        alone = [item for item in own if item.id in run.scenario.pm and (item not in shared or answers.comparison.same)]
        places.append(f"{len(alone)} {'' if answers.comparison.same else 'alleen '}bij {run.scenario.in_sentence}")
    ranged = sum(item.low is not None for item in items)
    ranges = f"Bij {ranged} noemt het register een bereik{_decided_words(answers, items)}."
    return f"Van {counted(len(items), 'post', 'posten')} is het bedrag onbekend, niet nul: {listed(places)}. {ranges}"


def _decided_words(answers: Answers, items: Iterable[PmItem]) -> str:
    """About how many of the posts something was decided, as the end of a sentence; nothing where nobody looked."""
    if answers.decisions is None:
        return ""
    names = {decision.item for decision in in_force(answers.decisions)}
    count = sum(item.id in names for item in items)
    return f"; over {count} is een besluit vastgelegd" if count else "; over geen ervan is al een besluit vastgelegd"


def register(answers: Answers, items: tuple[PmItem, ...] | None = None) -> Grid:
    """In which route each post stands, who finds its amount and when, what follows if it falls badly, and what was decided about
    it: the register of lib.comparison.pm in the few columns that a board steers by."""
    table = pm.register(answers, items)
    decided = (Column("besluit", "Besloten", numeric=False),) if answers.decisions else ()
    columns = tuple(
        replace(column, label=STEERING.get(column.id, column.label)) for column in table.only(STEERED).columns
    )
    rows = []
    for row in table.rows:
        if row.id not in pm.COUNTS:
            own = tuple(_decided(answers.decisions or (), row) for _ in decided)
            rows.append(replace(row, cells=(*_steered(table, row), *own)))
    return replace(table, columns=(*columns, *decided), rows=tuple(rows))


def _steered(table: Grid, row: Row) -> Iterator[Cell]:
    """The cells of STEERED, with what kind of post it is and when its amount can be known in small."""
    cells = {column.id: cell for column, cell in zip(table.columns, row.cells, strict=True)}
    for name in STEERED:
        below = cells[BELOW[name]] if name in BELOW else Cell("")
        yield replace(cells[name], below=(*cells[name].below, below)) if below.text else cells[name]


def _decided(decisions: Iterable[PmDecision], row: Row) -> Cell:
    """The decisions about a post that hold, the last one first; nothing beside a heading."""
    if row.kind == "section":
        return Cell("")
    own = [decision for decision in in_force(decisions) if decision.item == row.id]
    if not own:
        return Cell(NOT_DECIDED)
    texts = tuple(Cell(decision.text) for decision in reversed(own))
    return Cell("; ".join(cell.text for cell in texts), pieces=texts)


# -- what was decided about it ---------------------------------------------------------------------------------------


def in_force(decisions: Iterable[PmDecision]) -> tuple[PmDecision, ...]:
    """Those that no later one stands in the place of."""
    every = tuple(decisions)
    corrected = {decision.corrects for decision in every}
    return tuple(decision for decision in every if decision.number not in corrected)


def decisions(answers: Answers) -> Grid:
    """Everything that was decided about PM-posten, the last first, with what was corrected later; without rows when there is
    nothing."""
    every = answers.decisions or ()
    later = {decision.corrects: decision.number for decision in every}
    rows = tuple(_decision(answers.release, decision, later) for decision in reversed(every))
    labels = {
        "besluit": "Besluit",
        "orgaan": "Wie besloot",
        "dag": "Wanneer besloten",
        "staat": "Staat",
        "vastgelegd": "Vastgelegd door",
    }
    columns = tuple(Column(name, label, numeric=False) for name, label in labels.items())
    title = "Wat over PM-posten is besloten"
    caption = f"{title}; een besluit wordt verbeterd door een later, en nooit gewist"
    return Grid("besluiten", title, "", Words("Post"), columns, rows, caption)


def _decision(release: Release, decision: PmDecision, later: Mapping[int | None, int]) -> Row:
    better = later.get(decision.number)
    state = f"verbeterd door besluit {better}" if better else "geldt"
    if decision.corrects is not None:
        state += f"; verbetert besluit {decision.corrects}"
    noted = Cell(decision.author, below=(Cell(date_words(local(decision.noted_at))),))
    cells = *map(Cell, (decision.words, decision.body, date_words(decision.decided_on), state)), noted
    return Row(str(decision.number), f"{decision.number}. {item_name(release, decision.item)}", cells)


def item_name(release: Release, name: str) -> str:
    """What a post is called; one that this release does not know by its id."""
    return release.pm[name].label if name in release.pm else name.replace("_", " ")


def check_item(release: Release, name: str) -> None:
    """Raises NotAllowed for a PM-post that the release does not know."""
    if name not in release.pm:
        raise NotAllowed(f"PM-post “{name}” bestaat niet; {meant(name, release.pm)} Er is niets vastgelegd.")


# -- which risks were published ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublishedRisk:
    """What was published of one risk: by which gemeente it was named and for which year; figures by CHANCE or LARGEST."""

    name: str
    who: str
    year: str
    figures: Mapping[str, Record]

    @property
    def first(self) -> Record:
        return next(iter(self.figures.values()))


def published_risks(release: Release, code: str = ALL) -> tuple[PublishedRisk, ...]:
    """Every risk of which a figure was published, of all gemeenten or of one."""
    figures: dict[tuple[str, str, str], dict[str, Record]] = {}
    for row in sorted(release.tables["published_figures"], key=lambda row: row["volgnummer"]):
        if row["maatstaf"].startswith(RISK) and _is_here(release, row["wie"], code):
            kind = next((kind for kind in KINDS if row["maatstaf"].endswith(kind)), "")
            name = row["maatstaf"].removeprefix(RISK).removesuffix(kind)
            figures.setdefault((name, row["wie"], row["jaar"]), {})[kind] = row
    return tuple(PublishedRisk(_name(release, name), who, year, rows) for (name, who, year), rows in figures.items())


def _is_here(release: Release, who: str, code: str) -> bool:
    return code == ALL or who == ALL_WORDS or who in release.counted_in(code)


def _name(release: Release, stem: str) -> str:
    """What a risk is called, with the name of the region as it is written."""
    region = str(release.settings["regio"])
    return upper_first(stem.replace("_", " ").replace(region.lower(), region))


def risk_figures(release: Release, code: str = ALL) -> Grid:
    """The same as a table; without rows when nothing was published."""
    rows = tuple(_risk(i, risk) for i, risk in enumerate(published_risks(release, code)))
    labels = {"wie": "Wie", "jaar": "Jaar", "kans": "Kans", "gevolg": "Grootste gevolg"}
    labels |= {"toelichting": "Wat erbij staat", "status": "Status", "bron": "Bron", "bekend": "Bekend sinds"}
    columns = tuple(Column(name, label, numeric=False) for name, label in labels.items())
    title = "Risico’s die zijn gepubliceerd"
    remark = "Zoals gepubliceerd: niet omgerekend, niet opgeteld en bij geen route gerekend."
    return Grid("gepubliceerde risico’s", title, "", Words("Risico"), columns, rows, title, remark)


def _risk(number: int, risk: PublishedRisk) -> Row:
    remarks = dict.fromkeys(row["toelichting"] for row in risk.figures.values() if row["toelichting"])
    first = risk.first
    cells = (
        *(Cell(risk.who), Cell(risk.year)),
        _figure(risk.figures.get(CHANCE), bool(remarks)),
        _figure(risk.figures.get(LARGEST) or risk.figures.get(""), bool(remarks)),
        *(Cell(" ".join(remarks)), Cell(first["status"])),
        *(
            Cell("", reference=Reference(first["bron_id"], short=True)),
            Cell("", reference=Reference("", first["kennisdatum"])),
        ),
    )
    return Row(str(number), risk.name, cells)


def _figure(row: Record | None, remarked: bool) -> Cell:
    """A figure as it was published, in euros or in its own unit; where there is none, words may say it."""
    if row is None:
        return Cell(IN_WORDS if remarked else NO_FIGURE)
    try:
        value = Decimal(row["waarde"])
    except ArithmeticError:
        return Cell(f"{row['waarde']} {row['eenheid']}", status=row["status"])
    places = max(0, -int(value.normalize().as_tuple().exponent))
    words = amount(value) if row["eenheid"] == "euro" else f"{decimal(value, places)} {row['eenheid']}"
    return Cell(words, exact=float(value), unit=row["eenheid"], status=row["status"])
