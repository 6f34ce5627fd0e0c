"""How sure the numbers of people are: small numbers that were merged, the estimates of where people are, published
numbers that contradict each other, and who was counted beside the projection."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan

from lib.comparison.answers import Answers
from lib.comparison.cells import codes_in_view, place_name
from lib.comparison.certainty import (
    headcount_input,
    key_input,
    plain,
    published_conflicts,
    row_input,
    weakest,
)
from lib.comparison.grid import Cell, Column, Grid, Reference, Row, Words
from lib.comparison.numbers import PERSONS, SHARE, ExplainedNumber, Term
from lib.comparison.release import NUMBERS, Release
from lib.comparison.release import Row as Record
from lib.model.figures import ALL
from lib.text import NBSP, lower_first, percentage, rounding_gap, upper_first, whole

#: Conflicts about numbers of people start with this in published_figures.
ABOUT_PEOPLE = "personen_"
PROJECTED = ("wsw", "staf")
POINTS = 100


def counted_with(release: Release, cell: tuple[str, str], place: tuple[str, str]) -> str:
    """What a cell is counted with, in words: the werkvorm, or the gemeente where that is another."""
    labels = {werkvorm.id: lower_first(werkvorm.label) for werkvorm in release.figures.werkvormen}
    named = [labels[place[1]]] if place[1] != cell[1] else []
    return " van ".join([*named, *([release.name(place[0])] if place[0] != cell[0] else [])])


def threshold(release: Release) -> int:
    """Handed-in cells below this number of persons are merged."""
    return int(release.settings["privacy_drempel"])


@dataclass(frozen=True)
class Estimate:
    """Where the Wsw persons of the base year are, for one gemeente or all: by key the share of all of them (1 is
    everything) and the persons."""

    code: str
    shares: Mapping[str, ExplainedNumber]
    persons: Mapping[str, ExplainedNumber]


def where_the_people_are(answers: Answers) -> tuple[Estimate, ...]:
    """Every estimate of the release side by side, per gemeente in view, and all together."""
    codes = codes_in_view(answers)
    return tuple(_estimate(answers, code) for code in (codes if len(codes) == 1 else (*codes, ALL)))


def _estimate(answers: Answers, code: str) -> Estimate:
    keys = answers.release.people_keys
    people = {key: _people(answers, key, code) for key in keys}
    shares = {key: _share(people[key], _people(answers, key, ALL)) for key in keys}
    return Estimate(code, shares, people)


def _people(answers: Answers, key: str, code: str) -> ExplainedNumber:
    """The Wsw persons of the base year where a key says that they are; by the first key the figures are as they stand."""
    release = answers.release
    first, named = key == release.people_keys[0], release.key_label(key)
    figures = release.figures if first else release.figures.placed(key)
    value = answers.of(figures.persons.sum(axis=1), code)
    inputs = [headcount_input(release, "wsw")] if first else [headcount_input(release, "wsw"), key_input(release, key)]
    definition = f"{named}: {_notes(release, key, code)}."
    year = (release.figures.base_year,)
    what = f"Wsw-personen volgens {lower_first(named)}"
    return ExplainedNumber(
        value, what, release.name(code), year, definition, Term(value, PERSONS), weakest(inputs), PERSONS
    )


def _notes(release: Release, key: str, code: str) -> str:
    """What the release says of a key, of one gemeente or of all, each once."""
    rows = [row for row in release.tables["allocation_keys"] if row["sleutel"] == key]
    own = [row for row in rows if code in (ALL, row["gemeente_code"])]
    return "; ".join(dict.fromkeys(row["toelichting"] for row in own if row["toelichting"])) or "zonder toelichting"


def _share(people: ExplainedNumber, whole: ExplainedNumber) -> ExplainedNumber:
    value = people.value / whole.value if whole.value else nan
    what, terms = (
        people.what.replace("Wsw-personen", "Aandeel in de Wsw-personen", 1),
        (people.term(), "÷", whole.term()),
    )
    return replace(people, value=value, what=what, terms=terms, unit=SHARE, decimals=1)


def estimates(answers: Answers) -> Grid:
    """The estimates of where the people are, in percent and in persons, with the lowest and the highest per gemeente."""
    items, keys = where_the_people_are(answers), answers.release.people_keys
    rows = []
    for item in items:
        cells = [cell for key in keys for cell in (_percent_cell(item.shares[key]), _persons_cell(item.persons[key]))]
        total = item.code == ALL
        ends = (Cell(""), Cell("")) if total else (_ends(item.shares, percentage), _ends(item.persons, whole))
        rows.append(Row(item.code, place_name(answers, item.code), (*cells, *ends), "total" if total else ""))
    columns = [column for key in keys for column in _estimate_columns(answers.release, key, items)]
    columns += [
        Column("uiterste aandelen", "Laagste tot hoogste aandeel", numeric=True),
        Column("uiterste personen", "Laagste tot hoogste personen", numeric=True),
    ]
    title = f"{_count_words(len(keys))} van waar de mensen zijn, {answers.release.name(answers.view.gemeente)}"
    return Grid("waar de mensen zijn", title, "", Words("Gemeente"), tuple(columns), tuple(rows), title)


def _count_words(count: int) -> str:
    return f"{NUMBERS.get(count, str(count)).capitalize()} {'schatting' if count == 1 else 'schattingen'}"


def _percent_cell(answer: ExplainedNumber) -> Cell:
    return Cell(percentage(answer.value), answer, unit=SHARE)


def _persons_cell(answer: ExplainedNumber) -> Cell:
    return Cell(whole(answer.value), answer, unit=PERSONS)


def _ends(numbers: Mapping[str, ExplainedNumber], write: Callable[[float], str]) -> Cell:
    """The lowest and the highest, once where they read the same."""
    values = [answer.value for answer in numbers.values()]
    return Cell(" \N{EN DASH} ".join(dict.fromkeys(write(value) for value in (min(values), max(values)))))


def _estimate_columns(release: Release, key: str, items: Sequence[Estimate]) -> tuple[Column, Column]:
    """What an estimate says in percent and in persons."""
    label = release.key_label(key)
    shares, people = (
        [numbers[key].value for numbers in own] for own in zip(*((i.shares, i.persons) for i in items), strict=True)
    )
    first = "hiermee rekent de tool, tenzij u anders kiest" if key == release.people_keys[0] else ""
    return (
        Column(
            f"{key} aandeel", f"{label}, aandeel", below=first, gap=_misses([POINTS * share for share in shares], 1)
        ),
        Column(f"{key} personen", f"{label}, personen", gap=_misses(people, 0)),
    )


def _misses(values: Sequence[float], decimals: int) -> bool:
    """Whether rounded gemeenten miss their rounded total, which comes last."""
    return len(values) > 1 and rounding_gap(values[:-1], values[-1], 1, decimals)


def estimate_sources(answers: Answers) -> Grid:
    """On what each estimate rests, its status, and since when it is known."""
    release, rows = answers.release, []
    for key in release.people_keys:
        own = [row for row in release.tables["allocation_keys"] if row["sleutel"] == key]
        named = dict.fromkeys((row["bron_id"], row["kennisdatum"]) for row in own)
        pieces = tuple(Cell("", reference=Reference(source, day)) for source, day in named)
        status = key_input(release, key).status
        cells = Cell("", tag=status), Cell("", pieces=pieces), Cell(upper_first(_notes(release, key, ALL)))
        rows.append(Row(key, release.key_label(key), cells))
    columns = tuple(Column(name, name, numeric=False) for name in ("Status", "Bron, bekend sinds", "Toelichting"))
    title = "Waar elke schatting op rust"
    return Grid("bronnen van schattingen", title, "", Words("Schatting"), columns, tuple(rows), title)


def anchor(release: Release, name: str) -> ExplainedNumber | None:
    """A number of the derivation of the base year, with its source; None when the release has none of that name."""
    for row in release.tables["anchors"]:
        if row["naam"] == name:
            title = plain(release, row, "naam")
            value, unit = float(row["waarde"]), row["eenheid"]
            terms, certainty = Term(value, unit, None), weakest([row_input(title, row)])
            return ExplainedNumber(value, title, "", (), row["toelichting"] or "", terms, certainty, unit, None)
    return None


def reports(release: Release) -> Grid:
    """Published numbers of people that contradict each other, under a heading per conflict and never averaged; without rows
    when none do."""
    labels, rows = ("Jaar", "Waarde", "Status", "Bron", "Bekend op", "Toelichting"), list[Row]()
    for name, conflict in published_conflicts(release).items():
        if not name.startswith(ABOUT_PEOPLE):
            continue
        rows.append(Row(name, conflict.name, (Cell(""),) * len(labels), "topic"))
        for record in conflict.rows:
            value = whole(int(record["waarde"])) if record["waarde"].isdecimal() else record["waarde"]
            cells = (
                Cell(record["jaar"]),
                Cell(f"{value} {record['eenheid']}".replace(" ", NBSP)),
                Cell("", tag=record["status"]),
                Cell("", reference=Reference(record["bron_id"])),
                Cell("", reference=Reference("", record["kennisdatum"])),
                Cell(record["toelichting"] or ""),
            )
            rows.append(Row(f"{name} {len(rows)}", plain(release, record, "maatstaf"), cells))
    columns = tuple(Column(label, label, numeric=False) for label in labels)
    title = "Tegenstrijdige berichten over het aantal mensen"
    return Grid("berichten", title, "", Words("Wat"), columns, tuple(rows), title)


def counted(release: Release) -> Grid:
    """Headcounts outside the projection: other groepen than Wsw and staf, and years after the base year; without rows when
    there are none. A number below the threshold is hidden."""
    records: dict[tuple[str, int, str], list[Record]] = {}
    for record in (*release.tables["headcounts"], *release.worded["headcounts"]):
        if record["groep"] not in PROJECTED or record["jaar"] != release.figures.base_year:
            records.setdefault((record["gemeente_code"], record["jaar"], record["groep"]), []).append(record)
    rows = []
    for (code, year, group), own in records.items():
        label, count = plain(release, own[0], "groep"), Cell(f"minder dan {threshold(release)}")
        if all(record["personen"] != release.protection.words for record in own):
            certainty = weakest(row_input(label, record) for record in own)
            value = float(sum(record["personen"] for record in own))
            definition, terms = "Geteld, niet geraamd.", Term(value, PERSONS)
            whom = release.name(code)
            answer = ExplainedNumber(value, label, whom, (year,), definition, terms, certainty, PERSONS)
            count = Cell(whole(value), answer)
        rows.append(Row(f"{code} {year} {group}", release.name(code), (Cell(label), Cell(str(year)), count)))
    columns = (
        Column("groep", "Groep", numeric=False),
        Column("jaar", "Jaar", numeric=True),
        Column("personen", "Personen", numeric=True),
    )
    title = "Geteld, niet geraamd"
    return Grid("geteld", title, PERSONS, Words("Gemeente"), columns, tuple(rows), title)
