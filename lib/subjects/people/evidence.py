"""How sure the numbers of people are: small numbers that were merged, a second estimate of where people are, published
numbers that contradict each other, and who was counted beside the projection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lib.comparison.answers import Answers
from lib.comparison.cells import codes_in_view, place_name
from lib.comparison.certainty import (
    Certainty,
    headcount_input,
    key_input,
    plain,
    published_conflicts,
    row_input,
    weakest,
)
from lib.comparison.grid import ROUNDING, Cell, Column, Grid, Reference, Row, Words
from lib.comparison.numbers import EURO, PERSONS, SHARE, ExplainedNumber, Formula, Term
from lib.comparison.release import Release
from lib.comparison.release import Row as Record
from lib.model.figures import ALL
from lib.text import NBSP, decimal, lower_first, percentage, rounded, rounding_gap, thousands, whole

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
    """Where the people are, estimated twice, for one gemeente or all: the rise of the salaries in euros, shares of
    it, of the key and of the Wsw persons (1 is everything), and the difference in share and in persons."""

    code: str
    rise: ExplainedNumber
    rise_share: ExplainedNumber
    key_share: ExplainedNumber
    wsw_share: ExplainedNumber
    difference: ExplainedNumber
    in_persons: ExplainedNumber


def second_estimate(answers: Answers) -> list[Estimate]:
    """Per gemeente in view, and all together; empty when a gemeente has no rise."""
    rises = _rises(answers)
    if rises.keys() != set(answers.codes):
        return []
    codes = codes_in_view(answers)
    return [_estimate(answers, rises, code) for code in (codes if len(codes) == 1 else (*codes, ALL))]


def largest_difference(answers: Answers) -> ExplainedNumber | None:
    """The largest difference in share between both estimates, over all gemeenten."""
    rises = _rises(answers)
    if rises.keys() != set(answers.codes):
        return None
    differences = [_estimate(answers, rises, code).difference for code in answers.codes]
    return max(differences, key=lambda answer: abs(answer.value))


def _rises(answers: Answers) -> Mapping[str, Record]:
    year = answers.release.figures.base_year + 1
    return {row["gemeente_code"]: row for row in answers.release.tables["salary_shift"] if row["jaar"] == year}


def _estimate(answers: Answers, rises: Mapping[str, Record], code: str) -> Estimate:
    release, zero = answers.release, answers.comparison.zero
    base, named = release.figures.base_year, release.name(code)
    every = float(sum(row["toename_eur"] for row in rises.values()))
    rise = every if code == ALL else float(rises[code]["toename_eur"])
    wsw, people = answers.wsw(zero, code, None, base), answers.wsw(zero, ALL, None, base)
    by_salary = weakest(row_input("stijging van de salarissen", row) for row in rises.values())
    by_head = weakest([headcount_input(release, "wsw")])
    by_two = weakest((*by_head.inputs, *by_salary.inputs))
    toelichting = str(next(iter(rises.values()))["toelichting"])

    def of_place(
        value: float, what: str, definition: str, terms: Formula, certainty: Certainty = by_two, unit: str = SHARE
    ) -> ExplainedNumber:
        decimals = 2 if unit == SHARE else 0
        return ExplainedNumber(value, what, named, (), definition, terms, certainty, unit, decimals)

    euros = of_place(rise, f"Stijging van de salarissen {base}–{base + 1}", toelichting, Term(rise), by_salary, EURO)
    definition, terms = "Tweede schatting van waar de mensen zijn.", (euros.term(), "÷", Term(every))
    second = of_place(rise / every, "Aandeel in de stijging", definition, terms, by_salary)
    definition, terms = "Eerste schatting: hiermee wordt gerekend.", (wsw.term(), "÷", people.term())
    first = of_place(wsw.value / people.value, "Aandeel in de Wsw-personen", definition, terms, by_head)
    key, by_key = answers.of(release.figures.keys[zero.key], code), weakest([key_input(release, zero.key)])
    what, definition = f"Aandeel in de {release.key_words(zero.key)}", "Volgens deze sleutel is het tekort verdeeld."
    key_share = of_place(key, what, definition, Term(key, SHARE, 2), by_key)
    gap = second.value - first.value
    points = f"{decimal(POINTS * gap, 2)} procentpunt"
    definition = "Tweede schatting min eerste schatting, in procentpunt: de onzekerheid per gemeente."
    formula = f"{second.text} − {first.text} = {points}"
    difference = of_place(gap, "Verschil tussen beide schattingen", definition, formula)
    definition, in_people = "Het verschil in aandeel, omgerekend naar alle Wsw-personen.", (points, "×", people.term())
    in_persons = of_place(gap * people.value, "Verschil in personen", definition, in_people, unit=PERSONS)
    return Estimate(code, euros, second, key_share, first, difference, in_persons)


def estimates(answers: Answers) -> Grid:
    """Both estimates of where the people are, per gemeente in view; without rows when a gemeente has no rise."""
    items = second_estimate(answers)
    key = f"Aandeel in de {answers.release.key_words(answers.comparison.zero.key)}"
    # What a column is called, how a number is written, and on which scale and with how many decimals.
    written: dict[str, tuple[str, Callable[[float], str], float, int, int]] = {
        "rise": ("Stijging, × € 1.000", thousands, 1, 1_000, 0),
        "rise_share": ("Aandeel in de stijging", percentage, POINTS, 1, 1),
        "key_share": (key, percentage, POINTS, 1, 1),
        "wsw_share": ("Aandeel in de Wsw-personen", percentage, POINTS, 1, 1),
        "difference": ("Verschil, procentpunt", lambda share: _signed(share * POINTS, 1), POINTS, 1, 1),
        "in_persons": ("Verschil, personen", lambda count: _signed(count, 0), 1, 1, 0),
    }
    rows = []
    for item in items:
        named = ((write, getattr(item, name)) for name, (_, write, *_) in written.items())
        cells = tuple(Cell(write(answer.value), answer) for write, answer in named)
        rows.append(Row(item.code, place_name(answers, item.code), cells, "total" if item.code == ALL else ""))
    columns = []
    for name, (label, _, factor, unit, decimals) in written.items():
        values = [getattr(item, name).value * factor for item in items]
        columns.append(
            Column(name, label, gap=len(values) > 1 and rounding_gap(values[:-1], values[-1], unit, decimals))
        )
    title = f"Twee schattingen van waar de mensen zijn, {answers.release.name(answers.view.gemeente)}"
    remark = "Verschil: stijging min Wsw-personen. + is: volgens de tweede schatting zijn er meer mensen."
    remark += f" {ROUNDING}" if any(column.gap for column in columns) else ""
    return Grid("tweede schatting", title, "", Words("Gemeente"), tuple(columns), tuple(rows), title, remark)


def _signed(value: float, decimals: int) -> str:
    digits = rounded(value, 1, decimals)
    return f"{'+' if digits is not None and digits > 0 else ''}{decimal(value, decimals)}"


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
