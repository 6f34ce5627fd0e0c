"""Terugblik: the sentence that opens it, and its tables: what was booked, its course, the budget against it, and what stands
beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.cells import route_words, runs, side_of
from lib.comparison.grid import Cell, Column, Grid, Reference, Row, RowKind, Words
from lib.comparison.message import decimals
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.release import Release
from lib.comparison.view import View
from lib.model.figures import ALL
from lib.subjects.hindsight import beside as beside
from lib.subjects.hindsight.ledger import (
    ACCOUNTS,
    BUDGET,
    NO_RETURN,
    Booked,
    Ledger,
    Who,
    amount_words,
    in_view,
    short_remarks,
    unit_words,
)
from lib.tables.columns import PERCENTILES
from lib.text import (
    NBSP,
    amount,
    decimal,
    difference,
    listed,
    million_words,
    percentage,
    rounding_gap,
    upper_first,
    whole,
    year_range,
)

ONLY_CHANGE = "alleen het verloop"
LEGEND = "V voordelig: lasten lager dan begroot; N nadelig: hoger"
ROUNDED = "Afgerond: de rijen samen kunnen iets van de som afwijken."


def headline(ledger: Ledger, view: View) -> str:
    """What was booked in the last year beside the base year; only the change where the level says nothing."""
    release, years = ledger.release, ledger.years(ACCOUNTS)
    base = release.figures.base_year
    if base not in years:
        return f"Release {release.info.number} heeft geen jaarrekeningen om op terug te kijken."
    who, last, taakveld = ledger.who(view.gemeente), years[-1], ledger.taakvelden[0]
    words = [_words(ledger, view, entry) for entry in _entries(ledger, view)]
    if _only_change(ledger, who):
        return (
            f"De jaarrekening van {who.label} staat op taakveld {taakveld} in {last} op {words[0]}, met {base} als 100; "
            "alleen het verloop is te vergelijken, niet de hoogte."
        )
    return f"{_subject(ledger, who)} in {last} {words[0]} op taakveld {taakveld}; in {base} was het {words[1]}."


def numbers(ledger: Ledger, view: View) -> list[tuple[str, ExplainedNumber]]:
    """The numbers of the sentence as they stand in it, each with its origin."""
    entries = _entries(ledger, view)
    return [(_words(ledger, view, entry), entry.answer) for entry in entries if entry.answer is not None]


def _entries(ledger: Ledger, view: View) -> list[Booked]:
    """The last year and the base year, or the index of the last year; nothing without accounts of the base year."""
    years, base = ledger.years(ACCOUNTS), ledger.release.figures.base_year
    if base not in years:
        return []
    who, taakveld = ledger.who(view.gemeente), ledger.taakvelden[0]
    if _only_change(ledger, who):
        return [ledger.index(who, taakveld, years[-1], base)]
    return [ledger.booked(who, taakveld, ACCOUNTS, year) for year in (years[-1], base)]


def _only_change(ledger: Ledger, who: Who) -> bool:
    return any(code in ledger.only_change for code in who.codes)


def _subject(ledger: Ledger, who: Who) -> str:
    if not who.several:
        return f"{who.label} boekte"
    if not ledger.only_change:
        return f"De {ledger.release.all_together} boekten samen"
    noun = who.label.split(" ")[0]
    return f"Zonder {ledger.names(ledger.only_change)} boekten de andere {noun} gemeenten samen"


def _words(ledger: Ledger, view: View, entry: Booked) -> str:
    if entry.answer is None:
        return f"onbekend ({entry.lacking})"
    if _only_change(ledger, ledger.who(view.gemeente)):
        return decimal(entry.value, 1)
    if ledger.per_inhabitant:
        return f"{amount(entry.value)} per inwoner"
    return million_words(entry.value, decimals(view.gemeente)).replace(" ", NBSP)


def reads_as(ledger: Ledger, view: View) -> str:
    """What the numbers are: who, what, when, unit."""
    years = ledger.years(ACCOUNTS)
    if not years:
        return "Deze release heeft deze cijfers niet: de tabel met begrotingen en jaarrekeningen is leeg."
    who = upper_first(ledger.release.name(view.gemeente)) if view.gemeente == ALL else ledger.who(view.gemeente).label
    unit = "euro per inwoner op 1 januari van elk jaar" if ledger.per_inhabitant else "euro, totaal"
    return (
        f"{who}, lasten op taakveld {listed(ledger.taakvelden)}, begroting en jaarrekening "
        f"{year_range(years[0], years[-1])}, {unit}, lopende prijzen."
    )


# -- what was booked -------------------------------------------------------------------------------------------------


def booked(ledger: Ledger, view: View, taakveld: str) -> Grid:
    """The accounts per gemeente and year; the sum of all only where amounts can be added up."""
    everyone = () if ledger.per_inhabitant or not ledger.only_change else (ledger.everyone,)
    who, years = (*ledger.gemeenten, *everyone, ledger.comparable), ledger.years(ACCOUNTS)
    entries = {item: [ledger.booked(item, taakveld, ACCOUNTS, year) for year in years] for item in who}
    title = f"Lasten op taakveld {taakveld} volgens de jaarrekening, {unit_words(ledger)}"
    remark = ROUNDED if not ledger.per_inhabitant and _gap(ledger, entries) else ""
    return _per_year(ledger, view, "geboekt", title, entries, lambda euros: amount_words(ledger, euros), remark)


def _gap(ledger: Ledger, entries: Mapping[Who, Sequence[Booked]]) -> bool:
    return any(
        rounding_gap(
            [entries[own][t].value for own in ledger.gemeenten if set(own.codes) <= set(who.codes)], cell.value
        )
        for who, cells in entries.items()
        if who.several
        for t, cell in enumerate(cells)
        if cell.answer is not None
    )


def indices(ledger: Ledger, view: View, taakveld: str) -> Grid:
    """The course of the accounts; no index where the first year has no return or is zero."""
    years = ledger.years(ACCOUNTS)
    entries = {
        who: [ledger.index(who, taakveld, year, years[0]) for year in years]
        for who in (*ledger.gemeenten, ledger.comparable)
    }
    per = " per inwoner" if ledger.per_inhabitant else ""
    title = f"Lasten{per} op taakveld {taakveld} volgens de jaarrekening, index, {years[0]} = 100"
    return _per_year(ledger, view, "verloop", title, entries, lambda index: decimal(index, 1))


def _per_year(
    ledger: Ledger,
    view: View,
    name: str,
    title: str,
    entries: Mapping[Who, Sequence[Booked]],
    write: Callable[[float], str],
    remark: str = "",
) -> Grid:
    rows = (
        _row(ledger, view, who, [_cell(entry, write, short_remarks(ledger, entry)) for entry in own])
        for who, own in entries.items()
    )
    return _grid(name, title, ledger.years(ACCOUNTS), rows, remark)


def deviations(ledger: Ledger, view: View, taakveld: str) -> Grid:
    """Budget minus accounts with V or N, and in words how far the accounts ended from the budget."""
    years, rows = ledger.years(ACCOUNTS), []
    unit, digits = (1, 1) if ledger.per_inhabitant else (1_000, 0)
    for who in (*ledger.gemeenten, ledger.comparable):
        cells = []
        for year in years:
            deviation = ledger.deviation(who, taakveld, year)
            cell = _cell(deviation.euros, lambda euros: difference(euros, unit, digits))
            share = _cell(deviation.share, higher)
            cells.append(replace(cell, below=(share,)) if cell.answer else cell)
        rows.append(_row(ledger, view, who, cells))
    title = f"Begroting min jaarrekening, taakveld {taakveld}, {unit_words(ledger)}; {LEGEND}"
    return _grid("afwijking", title, years, rows)


def higher(share: float) -> str:
    """A deviation in words: "3,1 % lager", "gelijk"."""
    size = percentage(abs(share))
    return "gelijk" if size == percentage(0) else f"{size} {'hoger' if share > 0 else 'lager'}"


def accounts_twin(ledger: Ledger, view: View, taakveld: str) -> Grid:
    """Budget and accounts of every year, as their chart draws them."""
    years, last = ledger.years(BUDGET, ACCOUNTS), max(ledger.years(ACCOUNTS), default=0)
    rows = []
    for who in in_view(ledger, view):
        for kind in (BUDGET, ACCOUNTS):
            cells = [Cell(kind)]
            for year in years:
                entry = ledger.booked(who, taakveld, kind, year)
                words = entry.lacking or amount_words(ledger, entry.value)
                words = "nog niet" if kind == ACCOUNTS and year > last else words
                cells.append(Cell(words, exact=entry.value, lacking=entry.answer is None))
            rows.append(Row(f"{who.label} {kind}", who.label, tuple(cells)))
    title = f"Begroting en jaarrekening, taakveld {taakveld}, {unit_words(ledger)}; “{NO_RETURN}” is onbekend, niet nul"
    return _grid("begroting en jaarrekening", title, years, rows, first=("Verslag",))


def _row(ledger: Ledger, view: View, who: Who, cells: Sequence[Cell]) -> Row:
    own = "" if who.several else who.codes[0]
    caution = ONLY_CHANGE if own in ledger.only_change else ""
    kind: RowKind = "total" if who.several else ""
    return Row(who.label, upper_first(who.label), tuple(cells), kind, own == view.gemeente, caution=caution)


def _cell(entry: Booked, write: Callable[[float], str], remarks: Sequence[str] = ()) -> Cell:
    """A number with what is remarked on it, or the words for why there is none."""
    if entry.answer is None:
        return Cell(entry.lacking, lacking=True)
    return Cell(write(entry.answer.value), entry.answer, below=tuple(map(Cell, remarks)))


def _grid(
    name: str, title: str, years: Sequence[int], rows: Iterable[Row], remark: str = "", first: Sequence[str] = ()
) -> Grid:
    """A table with a column per year, after columns of words."""
    columns = *(Column(label, label, numeric=False) for label in first), *_years(years)
    return Grid(name, title, "", Words("Gemeente"), columns, tuple(rows), title, remark)


def _years(years: Sequence[int]) -> tuple[Column, ...]:
    return tuple(Column(str(year), str(year), numeric=True) for year in years)


# -- what stands beside it -------------------------------------------------------------------------------------------


def directions(answers: Answers, ledger: Ledger) -> Grid:
    """The index of the last year of what was booked and of each route, per gemeente and of those that can be compared."""
    base, year = answers.release.figures.base_year, beside.shared_years(answers, ledger)[-1]
    rows = []
    for who in (*ledger.gemeenten, ledger.comparable):
        course = beside.direction(answers, ledger, who)
        entries = course.booked[year], *(Booked(index[year]) for _, index in course.routes)
        rows.append(replace(_row(ledger, answers.view, who, [*map(_index_cell, entries)]), caution=""))
    columns = [Column("geboekt", "Geboekt", numeric=True)]
    for run in runs(answers.comparison):
        heading = route_words(answers.comparison, run)
        columns.append(Column(run.scenario.id, run.scenario.short_title, (heading,), numeric=True))
    title = f"Index van de lasten in {year}, {base} = 100"
    return Grid("richting", title, "", Words("Gemeente"), tuple(columns), tuple(rows), title)


def direction_twin(answers: Answers, ledger: Ledger) -> Grid:
    """The index of every year, as its chart draws it."""
    base, years, rows = answers.release.figures.base_year, beside.shared_years(answers, ledger), []
    for course in beside.courses_in_view(answers, ledger):
        series = [(Cell("geboekt"), course.booked)]
        for run, index in course.routes:
            name = Cell(run.scenario.short_title, side=side_of(answers.comparison, run))
            series.append((name, {year: Booked(index[year]) for year in years}))
        label = upper_first(course.who.label)
        rows += [
            Row(f"{label} {name.text}", label, (name, *(_index_cell(own[year]) for year in years)))
            for name, own in series
        ]
    return _grid("richting per jaar", f"Index van de lasten, {base} = 100", years, rows, first=("Wat",))


def elsewhere(release: Release) -> Grid:
    """The course in other regions; without rows when the release has none."""
    years = beside.group_years(release)
    rows = (
        Row(
            group.label,
            group.label,
            tuple(_index_cell(group.index.get(year, Booked(None, NO_RETURN))) for year in years),
        )
        for group in beside.groups(release)
    )
    title = f"Index van de lasten, {years[0]} = 100" if years else ""
    return Grid("elders", title, "", Words("Groep"), _years(years), tuple(rows), title)


def _index_cell(entry: Booked) -> Cell:
    return _cell(entry, lambda index: decimal(index, 1))


def budget_errors(release: Release) -> Grid:
    """Accounts over budget at other gemeenten, per year and percentile, with the source; without rows when none is known."""
    rows = []
    for item in beside.usual(release):
        row = item.row
        cells = (
            *(Cell(percentage(item.shares[name].value, 0), item.shares[name]) for name in PERCENTILES),
            Cell(whole(row["aantal_gemeenten"]), exact=row["aantal_gemeenten"]),
            Cell("", tag=row["status"]),
            Cell("", reference=Reference(row["bron_id"], row["kennisdatum"], short=True)),
        )
        rows.append(Row(str(item.year), str(item.year), cells, "conflict" if item.against else ""))
    columns = (
        *(Column(name, beside.PERCENTILE_WORDS[name].capitalize(), numeric=True) for name in PERCENTILES),
        Column("gemeenten", "Gemeenten", numeric=True),
        *(Column(label.lower(), label, numeric=False) for label in ("Status", "Bron")),
    )
    title = "Jaarrekening tegenover begroting bij andere gemeenten"
    return Grid("begrotingsfout", title, "", Words("Jaar"), columns, tuple(rows), title)
