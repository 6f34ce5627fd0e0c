"""The sentence that opens the look back, and what its numbers are."""

from lib.analysis.answers import Answer
from lib.analysis.hindsight import ACCOUNTS, Booked, Ledger, Who, listed
from lib.analysis.message import decimals
from lib.analysis.view import View
from lib.model.figures import ALL
from lib.text import NBSP, amount, decimal, million_words, upper_first, year_range


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


def numbers(ledger: Ledger, view: View) -> list[tuple[str, Answer]]:
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
