"""Cells of figures → what the release holds: persons, shares, names, and amounts in euros without a sign."""

from collections.abc import Callable, MutableMapping, Sequence
from functools import partial
from typing import Any

from lib.store.intake import values
from lib.store.intake.findings import Findings
from lib.store.intake.layout import Layout
from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.stated import Rules
from lib.store.intake.unit_words import THOUSAND
from lib.store.problems import Problem
from lib.store.rows import Unreadable
from lib.store.tables import BY_NAME, PM
from lib.text import amount
from lib.text.parsing import Style


def converter(
    layout: Layout, style: Style | None, sheet: Sheet, rules: Rules, findings: Findings, signed: bool = False
) -> Callable[[Value], Any]:
    """How the figures of a sheet are read; `signed`: an amount may be below zero, as a saldo is."""
    value = next(column for column in BY_NAME[layout.table].columns if column.name == layout.value)
    if layout.table == "headcounts" or layout.table == "population":
        return partial(values.count, style=style, least=int(value.minimum or 0), most=int(value.maximum or 0))
    if layout.table == "allocation_keys":
        return partial(values.share, style=style)
    if layout.table == "gemeenten":
        return _name
    return _amounts(style, sheet, rules, findings, signed or rules.given.negative_costs)


def _name(value: Value) -> str:
    text = values.free_text(value)
    if text is None:
        raise Unreadable("de naam ontbreekt", "vul deze cel in.")
    return text


def _amounts(
    style: Style | None, sheet: Sheet, rules: Rules, findings: Findings, signed: bool
) -> Callable[[Value], Any]:
    """Reads amounts; that they are rounded to cents, or multiplied, is said once per sheet."""
    factor = THOUSAND if rules.given.thousand else 1
    rounding: list[Value] = []
    multiplied = factor == 1

    def read(value: Value) -> Any:
        nonlocal multiplied
        euros, rounded = values.amount(value, style, factor, signed)
        if rounded and not rounding:
            rounding.append(value)
            remedy = f"zij worden afgerond op centen, dit wordt {str(euros).replace('.', ',')}."
            findings.warnings.add(_of_sheet(sheet, "bedragen met meer dan twee decimalen", value, remedy))
        if not multiplied and euros is not None and not isinstance(euros, str) and euros:
            multiplied = True
            remedy = f"elk bedrag is met 1.000 vermenigvuldigd: dit wordt {amount(euros, _decimals(euros))}."
            findings.warnings.add(_of_sheet(sheet, "bedragen × € 1.000, zoals is gekozen", value, remedy))
        return euros

    return read


def _of_sheet(sheet: Sheet, what: str, read: Value, remedy: str) -> Problem:
    return Problem(sheet.file, sheet.place(0).rpartition(", ")[0] or "bestand", what, shown(read), remedy)


def _decimals(euros: Any) -> int:
    return 0 if isinstance(euros, int) else 2


def turn_costs(
    sheet: Sheet,
    columns: MutableMapping[str, list[Any]],
    places: Sequence[tuple[int, int]],
    rules: Rules,
    findings: Findings,
) -> None:
    """Costs that were written below zero become what they cost; one of the other sign is a problem."""
    said = False
    for i, (kind, euros) in enumerate(zip(columns["kostensoort"], columns["bedrag_eur"], strict=True)):
        if kind is None or euros in (None, 0, PM):
            continue
        costs = rules.soorten[kind][1] < 0
        if costs != (euros < 0):
            sign = "positief bedrag bij kosten" if costs else "negatief bedrag bij opbrengsten"
            remedy = "geef kosten een minteken en opbrengsten niet, of haal de keuze “kosten zijn negatief” weg."
            findings.problems.add(
                Problem(sheet.file, sheet.place(*places[i], str(kind)), sign, str(euros).replace(".", ","), remedy)
            )
            findings.wrong.add((sheet.words, places[i][0]))
        elif costs:
            columns["bedrag_eur"][i] = -euros
            if not said:
                said = True
                read = amount(-euros, _decimals(euros))
                remedy = f"het minteken is weggehaald, omdat “kosten zijn negatief” is gekozen: dit wordt {read}."
                findings.warnings.add(_of_sheet(sheet, "kosten met een minteken", str(euros).replace(".", ","), remedy))
