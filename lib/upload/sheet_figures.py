"""One recognised sheet → its figures as columns, each with the place where it was read: persons, shares, names, and
amounts in euros without a sign; those of a gemeente as a whole spread over its werkvormen."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from lib.tables.columns import BY_NAME, PM
from lib.tables.content import Content
from lib.tables.figures import settings_of
from lib.tables.rows import Problem
from lib.text import amount
from lib.text.parsing import Style
from lib.upload.meaning import values
from lib.upload.meaning.context import Findings, ReadingContext
from lib.upload.meaning.layout import KIND, VALUES, Layout
from lib.upload.meaning.row_names import dimensions, provenance, sort_rows
from lib.upload.meaning.unit_words import THOUSAND
from lib.upload.reading.files import ShareListener
from lib.upload.reading.sheets import Sheet, Value, quote
from lib.upload.totals import check_totals

STATUS = "raming"
#: In how many parts one figure of a table is counted: cents, and people who are not divided.
UNITS = {"costs": 100, "headcounts": 1}
#: Technical name → values, one per figure; and the row and column of each.
Columns: TypeAlias = dict[str, list[Any]]
Places: TypeAlias = list[tuple[int, int]]


@dataclass(frozen=True)
class SheetFigures:
    """What one sheet holds: `columns` technical name → values, one per figure; `places` its row and column there.

    A figure without a value (an empty cell, a dash) is None: not handed in.
    """

    sheet: Sheet
    layout: Layout
    how: str
    style: Style | None
    columns: Columns
    places: Places
    totals: int
    skipped: Sequence[str]

    @property
    def table(self) -> str:
        return self.layout.table

    @property
    def figures(self) -> Sequence[Any]:
        return self.columns[self.layout.value]

    def place(self, i: int, name: str = "") -> str:
        """Where a figure stands, or another column of its row."""
        row, column = self.places[i]
        at = self.layout.columns.get(
            "bron" if name == "bron_id" else name or self.layout.value, None if name else column
        )
        return self.sheet.place(row, at, name or self.layout.value)

    def problem(self, i: int, what: str, read: str, remedy: str, name: str = "") -> Problem:
        """What there is to say of a figure, or of another column of its row."""
        return Problem(self.sheet.file, self.place(i, name), what, read, remedy)


def read_figures(context: ReadingContext, how: str, shares: "Shares", listener: ShareListener) -> SheetFigures:
    """Read every row below the header; `listener` hears which share was read."""
    layout = context.layout
    body, total_rows, skipped = sort_rows(context)
    names = dimensions(context, body)
    listener(0.4)
    names |= provenance(context, body)
    listener(0.6)
    columns, places = _spread(context, body, names)
    if layout.table == "costs" and context.options.negative_costs:
        _turn_costs(context, columns, places)
    if layout.whole:
        columns, places = _split(context, columns, places, shares)
    if "groep" in layout.dimensions:
        groepen = columns.get("groep", [None] * len(places))
        pairs = zip(groepen, columns["werkvorm"], strict=True)
        columns["groep"] = [groep or context.vocabulary.group_of.get(werkvorm) for groep, werkvorm in pairs]
    listener(0.9)
    convert = _converter(replace(context, findings=Findings()), signed=True)
    totals = check_totals(context, columns, places, total_rows, convert)
    return SheetFigures(context.sheet, layout, how, context.style, columns, places, totals, skipped)


def examine(context: ReadingContext) -> None:
    """Tell what is wrong with the cells of a sheet whose heading is not sound, so that all is told at once."""
    layout = context.layout
    body, _, _ = sort_rows(context)
    if {"gemeente_code", "gemeente"} & set(layout.columns):
        dimensions(context, body)
    provenance(context, body)
    convert = _converter(context)
    for at in sorted(layout.values):
        context.read_column(body, at, quote(layout.headings[at]), convert)


def _spread(context: ReadingContext, body: Sequence[int], names: Mapping[str, list[Any]]) -> tuple[Columns, Places]:
    """One figure per row in long form, one per row and column in cross form."""
    layout, convert = context.layout, _converter(context)
    columns: Columns = {}
    places: Places = []
    for at, members in (layout.across or {layout.columns[layout.value]: {}}).items():
        heading = quote(layout.headings[at]) if layout.across else layout.value
        figures = context.read_column(body, at, heading, convert)
        same = {name: [member] * len(body) for name, member in {**layout.fixed, **members}.items()}
        for name, column in {**names, **same, layout.value: figures}.items():
            columns.setdefault(name, []).extend(column)
        places += [(row, at) for row in body]
    return columns, places


def _converter(context: ReadingContext, signed: bool = False) -> Callable[[Value], Any]:
    """How the figures of a sheet are read; `signed`: an amount may be below zero, as a saldo is."""
    table = context.layout.table
    if table in ("headcounts", "population"):
        column = next(column for column in BY_NAME[table].columns if column.name == context.layout.value)
        least, most = int(column.minimum or 0), int(column.maximum or 0)
        return partial(values.count, style=context.style, least=least, most=most)
    if table == "allocation_keys":
        return partial(values.share, style=context.style)
    if table == "gemeenten":
        return partial(values.required_text, what="de naam")
    return _amounts(context, signed or context.options.negative_costs)


def _amounts(context: ReadingContext, signed: bool) -> Callable[[Value], Any]:
    """Reads amounts; that they are rounded to cents, or multiplied, is said once per sheet."""
    factor = THOUSAND if context.options.thousand else 1
    unsaid = {"rounded", "multiplied"} if factor > 1 else {"rounded"}

    def read(value: Value) -> Any:
        euros, rounded = values.amount(value, context.style, factor, signed)
        if rounded and "rounded" in unsaid:
            unsaid.remove("rounded")
            remedy = f"zij worden afgerond op centen, dit wordt {_comma(euros)}."
            context.add_warning("bedragen met meer dan twee decimalen", quote(value), remedy)
        if "multiplied" in unsaid and euros and euros != PM:
            unsaid.remove("multiplied")
            remedy = f"elk bedrag is met 1.000 vermenigvuldigd: dit wordt {_euros(euros)}."
            context.add_warning("bedragen × € 1.000, zoals is gekozen", quote(value), remedy)
        return euros

    return read


def _euros(euros: Any) -> str:
    return amount(euros, 0 if isinstance(euros, int) else 2)


def _comma(figure: Any) -> str:
    return str(figure).replace(".", ",")


def _turn_costs(context: ReadingContext, columns: Columns, places: Places) -> None:
    """Costs that were written below zero become what they cost; one of the other sign is a problem."""
    turned: list[Any] = []
    for i, (kind, euros) in enumerate(zip(columns["kostensoort"], columns["bedrag_eur"], strict=True)):
        if kind is None or euros in (None, 0, PM):
            continue
        costs = context.soorten[kind][1] < 0
        if costs != (euros < 0):
            what = "positief bedrag bij kosten" if costs else "negatief bedrag bij opbrengsten"
            remedy = "geef kosten een minteken en opbrengsten niet, of haal de keuze “kosten zijn negatief” weg."
            context.add_problem(what, _comma(euros), remedy, *places[i], str(kind))
            context.findings.wrong.add((context.sheet.words, places[i][0]))
        elif costs:
            columns["bedrag_eur"][i] = -euros
            turned.append(euros)
    if turned:
        why = "het minteken is weggehaald, omdat “kosten zijn negatief” is gekozen"
        remedy = f"{why}: dit wordt {_euros(-turned[0])}."
        context.add_warning("kosten met een minteken", _comma(turned[0]), remedy)


@dataclass(frozen=True)
class Shares:
    """Euros per (gemeente, jaar, kostensoort) and werkvorm, and persons per (gemeente, jaar, groep) and werkvorm, where all
    are known and some are not nought; of other years those of `base_year` are taken."""

    figures: Mapping[tuple[str, int, str], Mapping[str, Decimal]]
    base_year: int

    def of(self, code: str, year: int, kind: str) -> tuple[int, Mapping[str, Decimal]] | None:
        """The year that the shares are of, and them; None when the release has none."""
        years = (own for own in (year, self.base_year) if (code, own, kind) in self.figures)
        return next(((own, self.figures[code, own, kind]) for own in years), None)


def shares_of(content: Content) -> Shares:
    """How the release spreads the costs and the people of each gemeente over the werkvormen."""
    figures: dict[tuple[str, int, str], dict[str, Any]] = defaultdict(dict)
    for table, kind in KIND.items():
        for row in content.tables[table]:
            figures[row["gemeente_code"], row["jaar"], row[kind]][row["werkvorm"]] = row[VALUES[table]]
    complete = {
        key: {werkvorm: Decimal(figure) for werkvorm, figure in spread.items()}
        for key, spread in figures.items()
        if PM not in spread.values() and any(spread.values())
    }
    return Shares(complete, int(settings_of(content)["basisjaar"]))


def _split(context: ReadingContext, columns: Columns, places: Places, shares: Shares) -> tuple[Columns, Places]:
    """The figures, each spread over the werkvormen to the cent or the person and marked as raming. That they are is a
    warning; where the release knows no shares is a problem. With one werkvorm there is nothing to spread."""
    table, value = context.layout.table, context.layout.value
    result: Columns = {name: [] for name in (*columns, "werkvorm")}
    spread: Places = []
    years: dict[int, None] = {}
    for i, place in enumerate(places):
        row = {name: column[i] for name, column in columns.items()}
        code, year, kind, figure = (row[name] for name in ("gemeente_code", "jaar", KIND[table], value))
        if None in (code, year, kind, figure):
            continue
        base = shares.of(code, year, kind)
        if base is None:
            what = "de release kent geen verdeling van dit cijfer over werkvormen"
            context.add_problem(what, _comma(figure), "lever het per werkvorm aan.", *place)
            continue
        if len(base[1]) > 1:
            years[base[0]] = None
            note = f"Totaal van de gemeente, verdeeld over werkvormen zoals in {base[0]}."
            row |= {"status": STATUS, "toelichting": " ".join(filter(None, (row["toelichting"], note)))}
        for werkvorm, share in _divided(figure, base[1], UNITS[table]).items():
            for name, cell in {**row, "werkvorm": werkvorm, value: share}.items():
                result[name].append(cell)
            spread.append(place)
    if years:
        what = "cijfers zonder werkvorm zijn verdeeld over de werkvormen met de aandelen van de release in gebruik"
        remedy = f"zij tellen mee met status {STATUS}; lever ze per werkvorm aan als u die heeft, of aanvaard het."
        context.add_warning(what, f"aandelen van {', '.join(map(str, years))}", remedy)
    return result, spread


def _divided(figure: Any, shares: Mapping[str, Decimal], units: int) -> dict[str, Any]:
    """A figure in parts that add up to it; what is left after rounding down goes to the largest rests."""
    if figure == PM:
        return dict.fromkeys(shares, PM)
    counted, whole = int(Decimal(figure) * units), sum(shares.values())
    exact = {werkvorm: counted * share / whole for werkvorm, share in shares.items()}
    parts = {werkvorm: int(part) for werkvorm, part in exact.items()}
    rests = sorted(exact, key=lambda werkvorm: (parts[werkvorm] - exact[werkvorm], werkvorm))
    for werkvorm in rests[: counted - sum(parts.values())]:
        parts[werkvorm] += 1
    return {name: part // units if part % units == 0 else Decimal(part) / units for name, part in parts.items()}
