"""The tables of what was booked: the amounts, their course as index, and the budget against the accounts."""

from collections.abc import Callable, Sequence

from lib.analysis.hindsight import ACCOUNTS, BUDGET, NO_RETURN, Booked, Ledger, Who
from lib.analysis.hindsight_charts import amount_words, in_view, unit_words
from lib.analysis.hindsight_remarks import short_remarks
from lib.analysis.release import Release
from lib.analysis.view import View
from lib.text import decimal, difference, percentage, rounding_gap, upper_first
from lib.ui.html import Cell, Row, lines, name, source_link, table, text, why

ONLY_CHANGE = "alleen het verloop"
LEGEND = "V voordelig: lasten lager dan begroot; N nadelig: hoger"
ROUNDED = "Afgerond: de rijen samen kunnen iets van de som afwijken."


def tabs(ledger: Ledger, view: View, taakveld: str) -> dict[str, Callable[[], str]]:
    """Label → the table under it, made when asked for."""
    return {
        "Geboekt": lambda: booked_table(ledger, view, taakveld),
        "Verloop als index": lambda: index_table(ledger, view, taakveld),
        "Begroting tegenover jaarrekening": lambda: deviation_table(ledger, view, taakveld),
    }


def booked_table(ledger: Ledger, view: View, taakveld: str) -> str:
    """The accounts per gemeente and year; the sum of all only where amounts can be added up."""
    years = ledger.years(ACCOUNTS)
    everyone = () if ledger.per_inhabitant or not ledger.only_change else (ledger.everyone,)
    who = (*ledger.gemeenten, *everyone, ledger.comparable)
    found = {each: [ledger.booked(each, taakveld, ACCOUNTS, year) for year in years] for each in who}
    rows = [_row(ledger, view, each, [_cell(ledger, booked) for booked in cells]) for each, cells in found.items()]
    caption = f"Lasten op taakveld {taakveld} volgens de jaarrekening, {unit_words(ledger)}"
    note = ROUNDED if not ledger.per_inhabitant and _gap(ledger, found) else ""
    return table(caption, _head(years), rows, note=note, style="rw-firm rw-booked") + _source(ledger)


def _gap(ledger: Ledger, found: dict[Who, list[Booked]]) -> bool:
    return any(
        rounding_gap(
            [found[each][t].value for each in ledger.gemeenten if set(each.codes) <= set(who.codes)], cell.value
        )
        for who, cells in found.items()
        if who.several
        for t, cell in enumerate(cells)
        if cell.answer is not None
    )


def index_table(ledger: Ledger, view: View, taakveld: str) -> str:
    """The course of the accounts; no index where the first year has no return or is zero."""
    years = ledger.years(ACCOUNTS)
    rows = [
        _row(ledger, view, who, [_cell(ledger, ledger.index(who, taakveld, year, years[0]), 1) for year in years])
        for who in (*ledger.gemeenten, ledger.comparable)
    ]
    per = " per inwoner" if ledger.per_inhabitant else ""
    caption = f"Lasten{per} op taakveld {taakveld} volgens de jaarrekening, index, {years[0]} = 100"
    return table(caption, _head(years), rows, style="rw-firm rw-booked") + _source(ledger)


def deviation_table(ledger: Ledger, view: View, taakveld: str) -> str:
    """Budget minus accounts with V or N, and in words how far the accounts ended from the budget."""
    years = ledger.years(ACCOUNTS)
    rows = []
    for who in (*ledger.gemeenten, ledger.comparable):
        found = [ledger.deviation(who, taakveld, year) for year in years]
        cells = [Cell(_euros(ledger, each.euros) + _share(ledger, each.share)) for each in found]
        lacking = [_cell(ledger, each.euros) if each.euros.answer is None else None for each in found]
        rows.append(_row(ledger, view, who, [b or a for a, b in zip(cells, lacking, strict=True)]))
    caption = f"Begroting min jaarrekening, taakveld {taakveld}, {unit_words(ledger)}; {LEGEND}"
    return table(caption, _head(years), rows, style="rw-firm rw-booked") + _source(ledger)


def _euros(ledger: Ledger, found: Booked) -> str:
    if found.answer is None:
        return text(found.lacking)
    unit, decimals = (1, 1) if ledger.per_inhabitant else (1_000, 0)
    return why(difference(found.answer.value, unit, decimals), found.answer, ledger.release)


def _share(ledger: Ledger, found: Booked) -> str:
    if found.answer is None:
        return f'<div class="rw-said">{text(found.lacking)}</div>'
    return f'<div class="rw-said">{why(higher(found.answer.value), found.answer, ledger.release)}</div>'


def higher(share: float) -> str:
    """A deviation in words: "3,1 % lager", "gelijk"."""
    told = percentage(abs(share))
    if told == percentage(0):
        return "gelijk"
    return f"{told} {'hoger' if share > 0 else 'lager'}"


def _row(ledger: Ledger, view: View, who: Who, cells: Sequence[Cell]) -> Row:
    single = not who.several
    marked = single and who.codes[0] in ledger.only_change
    label = f"{text(upper_first(who.label))}{f'<div class=rw-said>{ONLY_CHANGE}</div>' if marked else ''}"
    chosen = "rw-chosen" if single and who.codes[0] == view.gemeente else ""
    return Row((Cell(label, number=False, head=True, style=lines(who.label)), *cells), total=who.several, style=chosen)


def _cell(ledger: Ledger, found: Booked, decimals: int | None = None) -> Cell:
    """A number that explains itself with what is remarked on it, or the words for why there is none."""
    if found.answer is None:
        return Cell(text(found.lacking), style="rw-lacking")
    number = amount_words(ledger, found.answer.value) if decimals is None else decimal(found.answer.value, decimals)
    told = "".join(f'<div class="rw-said">{text(word)}</div>' for word in short_remarks(ledger, found))
    return Cell(why(number, found.answer, ledger.release) + told)


def _head(years: Sequence[int]) -> list[str]:
    return ["Gemeente", *map(str, years)]


def _source(ledger: Ledger) -> str:
    sources = dict.fromkeys(row["bron_id"] for row in ledger.rows.values())
    links = "; ".join(source_link(ledger.release, each) for each in sources)
    return f'<div class="rw-small">Bron: {links}. Status: begroting is begroot, jaarrekening is realisatie.</div>'


def twin(ledger: Ledger, view: View, taakveld: str) -> str:
    """Budget and accounts of every year as they are drawn."""
    years, last = ledger.years(BUDGET, ACCOUNTS), max(ledger.years(ACCOUNTS), default=0)
    rows = []
    for each in in_view(ledger, view):
        for kind in (BUDGET, ACCOUNTS):
            cells = []
            for year in years:
                found = ledger.booked(each, taakveld, kind, year)
                later = kind == ACCOUNTS and year > last
                told = "nog niet" if later else found.lacking or amount_words(ledger, found.value)
                cells.append(Cell(text(told), style="" if found.answer else "rw-lacking"))
            rows.append(Row((name(each.label), Cell(kind, number=False), *cells)))
    caption = (
        f"Begroting en jaarrekening, taakveld {taakveld}, {unit_words(ledger)}; “{NO_RETURN}” is onbekend, niet nul"
    )
    return table(caption, ["Gemeente", "Verslag", *map(str, years)], rows, style="rw-firm rw-many") + _source(ledger)


def index_cell(release: Release, found: Booked) -> Cell:
    if found.answer is None:
        return Cell(text(found.lacking), style="rw-lacking")
    return Cell(why(decimal(found.answer.value, 1), found.answer, release))
