"""What the gemeenten booked afterwards on a taakveld: per year, per inhabitant, as index, and against their budget.

A year without a return is never zero, and a sum over gemeenten is made only when each of them made its return.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

from lib.comparison.certainty import row_input, weakest
from lib.comparison.numbers import COUNT, EURO, INDEX, SHARE, ExplainedNumber, Formula, Term, joint_certainty, minus
from lib.comparison.release import NUMBERS, Release, Row
from lib.comparison.view import View
from lib.model.figures import ALL
from lib.subjects.hindsight.books import COMPARED, NOT_ON_LEVEL
from lib.text import decimal, listed, lower_first, thousands

BUDGET, ACCOUNTS = "begroting", "jaarrekening"
NO_RETURN = "geen opgave"
PER_INHABITANT = "per_inwoner"
HUNDRED = 100


@dataclass(frozen=True)
class Who:
    """One gemeente, or several together; `codes` are those that count."""

    label: str
    codes: tuple[str, ...]

    @property
    def several(self) -> bool:
        return len(self.codes) > 1


@dataclass(frozen=True)
class Booked:
    """An answer, or in `lacking` the words for why there is none; `remarks` are those of the rows behind it."""

    answer: ExplainedNumber | None
    lacking: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The number; NaN where there is none."""
        return float("nan") if self.answer is None else self.answer.value


@dataclass(frozen=True)
class Deviation:
    """Budget minus accounts in euros (above zero is voordelig), and accounts over budget minus 1 as a share."""

    euros: Booked
    share: Booked


@dataclass(frozen=True)
class Ledger:
    """The budgets and accounts of a release, in euros or in euros per inhabitant on 1 January of the same year."""

    release: Release
    per_inhabitant: bool = False

    @cached_property
    def rows(self) -> dict[tuple[str, int, str, str], Row]:
        """Rows by gemeente, year, verslagsoort and taakveld."""
        return {
            (row["gemeente_code"], row["jaar"], row["verslagsoort"], row["taakveld"]): row
            for row in self.release.tables["municipal_accounts"]
        }

    @cached_property
    def inhabitants(self) -> dict[tuple[str, int], Row]:
        return {(row["gemeente_code"], row["jaar"]): row for row in self.release.tables["population"]}

    @cached_property
    def taakvelden(self) -> tuple[str, ...]:
        """Where the gemeenten book, the one that the model is set beside first."""
        return tuple(sorted({taakveld for *_, taakveld in self.rows}, key=lambda code: (code != COMPARED, code)))

    def years(self, *kinds: str) -> tuple[int, ...]:
        """The years of which there is a budget or accounts."""
        booked_years = {year for _, year, kind, _ in self.rows if kind in kinds}
        return tuple(range(min(booked_years), max(booked_years) + 1)) if booked_years else ()

    @cached_property
    def of_one_year(self) -> frozenset[str]:
        """Remarks that stand at one year."""
        years: dict[str, set[int]] = {}
        for (_, year, *_), row in self.rows.items():
            years.setdefault(row["toelichting"], set()).add(year)
        return frozenset(remark for remark, own in years.items() if len(own) == 1)

    @cached_property
    def only_change(self) -> tuple[str, ...]:
        """Gemeenten of which the data says that the level says nothing, because they book differently."""
        marked = {code for (code, *_), row in self.rows.items() if NOT_ON_LEVEL in (row["toelichting"] or "")}
        return tuple(gemeente.code for gemeente in self.release.figures.gemeenten if gemeente.code in marked)

    @cached_property
    def gemeenten(self) -> tuple[Who, ...]:
        return tuple(Who(gemeente.naam, (gemeente.code,)) for gemeente in self.release.figures.gemeenten)

    @cached_property
    def everyone(self) -> Who:
        return Who(f"{self.release.all_together} samen", tuple(code for who in self.gemeenten for code in who.codes))

    @cached_property
    def comparable(self) -> Who:
        """Together those whose level says something; all of them when the data leaves none out."""
        codes = tuple(code for code in self.everyone.codes if code not in self.only_change)
        if codes == self.everyone.codes:
            return self.everyone
        count = NUMBERS.get(len(codes), str(len(codes)))
        return Who(f"{count} samen, zonder {self.names(self.only_change)}", codes)

    def who(self, code: str) -> Who:
        """A gemeente, or for all together those that can be compared."""
        return next((who for who in self.gemeenten if who.codes == (code,)), self.comparable)

    def names(self, codes: Sequence[str]) -> str:
        return listed([self.release.name(code) for code in codes])

    # -- numbers -----------------------------------------------------------------------------------------------

    def booked(self, who: Who, taakveld: str, kind: str, year: int) -> Booked:
        """Lasten of one year; nothing when one of the gemeenten made no return."""
        rows = {code: self.rows.get((code, year, kind, taakveld)) for code in who.codes}
        missing = [code for code, row in rows.items() if row is None or row["lasten_eur"] is None]
        remarks = tuple(dict.fromkeys(row["toelichting"] for row in rows.values() if row and row["toelichting"]))
        if missing:
            return Booked(None, self._incomplete(who, missing), remarks)
        people = [self.inhabitants.get((code, year)) for code in who.codes]
        if self.per_inhabitant and not all(people):
            return Booked(None, "inwoners onbekend", remarks)
        euros = float(sum(row["lasten_eur"] for row in rows.values() if row))
        inputs = [row_input(f"{kind} {year}, taakveld {taakveld}", row) for row in rows.values() if row]
        value, unit, decimals = euros, EURO, 0
        terms: Formula = Term(euros, before="opgave: ")
        if self.per_inhabitant:
            count = sum(row["inwoners"] for row in people if row)
            value, unit, decimals = euros / count, f"{EURO} per inwoner", 2
            terms = Term(euros), "÷", Term(count, COUNT, after=f" inwoners op 1 januari {year}")
            inputs += [row_input("inwoners", row) for row in people if row]
        what = f"Lasten op taakveld {taakveld}, {kind} {year}"
        definition = " ".join(["Wat de gemeente zelf opgaf; er staan ook andere taken op dit taakveld.", *remarks])
        certainty = weakest(inputs)
        number = ExplainedNumber(value, what, who.label, (), definition, terms, certainty, unit, decimals)
        return Booked(number, remarks=remarks)

    def _incomplete(self, who: Who, missing: Sequence[str]) -> str:
        if not who.several:
            return NO_RETURN
        return f"onvolledig: {self.names(missing)} {'ontbreekt' if len(missing) == 1 else 'ontbreken'}"

    def index(self, who: Who, taakveld: str, year: int, start: int, kind: str = ACCOUNTS) -> Booked:
        """Lasten with those in the accounts of the start year as 100; nothing without a start to measure from."""
        first, entry = self.booked(who, taakveld, ACCOUNTS, start), self.booked(who, taakveld, kind, year)
        if first.answer is None:
            return Booked(None, f"geen index: {start} {first.lacking}", entry.remarks)
        if first.answer.value <= 0:
            return Booked(None, f"geen index: {start} is 0", entry.remarks)
        if entry.answer is None:
            return entry
        definition = (
            f"Lasten met de jaarrekening van {start} als 100, in lopende prijzen. {' '.join(entry.remarks)}".strip()
        )
        return Booked(index_of(entry.answer, first.answer, definition), remarks=entry.remarks)

    def deviation(self, who: Who, taakveld: str, year: int) -> Deviation:
        """How far the accounts ended from the budget."""
        planned, actual = (self.booked(who, taakveld, kind, year) for kind in (BUDGET, ACCOUNTS))
        remarks = actual.remarks
        if planned.answer is None or actual.answer is None:
            lacking = Booked(None, actual.lacking or planned.lacking, remarks)
            return Deviation(lacking, lacking)
        before, after = planned.answer, actual.answer
        title = f"taakveld {taakveld}, {year}"
        definition = "V (voordelig): de lasten waren lager dan begroot; N (nadelig): hoger."
        euros = minus(before, after, f"Begroting min jaarrekening, {title}", definition, brackets=False)
        if before.value <= 0:
            return Deviation(Booked(euros, remarks=remarks), Booked(None, "begroot 0", remarks))
        share = replace(
            euros,
            value=after.value / before.value - 1,
            what=f"Jaarrekening tegenover begroting, {title}",
            definition="Lasten in de jaarrekening ÷ lasten in de begroting − 1.",
            terms=(after.term(), "÷", before.term(), "− 1"),
            unit=SHARE,
            decimals=1,
        )
        return Deviation(Booked(euros, remarks=remarks), Booked(share, remarks=remarks))


def index_of(now: ExplainedNumber, first: ExplainedNumber, definition: str) -> ExplainedNumber:
    """A number with that of a first year as 100; NaN where there was nothing to measure from."""
    return replace(
        now,
        value=now.value / first.value * HUNDRED if first.value > 0 else nan,
        what=f"Index van de {lower_first(now.what)}",
        definition=definition,
        terms=(now.term(), "÷", first.term(), "× 100"),
        certainty=joint_certainty(now, first),
        unit=INDEX,
        decimals=1,
    )


def ledger_of(release: Release, expression: str) -> Ledger:
    """The ledger of a view's expression; per Wsw person is not known after the base year, so that becomes totals."""
    return Ledger(release, expression == PER_INHABITANT)


def unit_words(ledger: Ledger) -> str:
    return "€ per inwoner" if ledger.per_inhabitant else "× € 1.000"


def amount_words(ledger: Ledger, euros: float) -> str:
    """Euros as the page prints them: × € 1.000, or per inhabitant with one decimal."""
    return decimal(euros, 1) if ledger.per_inhabitant else thousands(euros)


def in_view(ledger: Ledger, view: View) -> tuple[Who, ...]:
    """Every gemeente, or the chosen one."""
    return ledger.gemeenten if view.gemeente == ALL else (ledger.who(view.gemeente),)


def remarked(ledger: Ledger) -> list[tuple[str, tuple[str, ...], tuple[int, ...], Row]]:
    """Remarks on booked figures: text, names of gemeenten, years, and a row with the source; those without a return
    first."""
    groups: dict[str, list[Row]] = {}
    for (_, year, _, _), row in ledger.rows.items():
        if row["lasten_eur"] is None:
            remark = f"{NO_RETURN} over {year}: onbekend, niet nul".capitalize()
        else:
            remark = row["toelichting"]
        if remark:
            groups.setdefault(remark, []).append(row)
    ordered = sorted(groups.items(), key=lambda item: not any(row["lasten_eur"] is None for row in item[1]))
    return [
        (
            remark,
            tuple(dict.fromkeys(ledger.release.name(row["gemeente_code"]) for row in rows)),
            tuple(sorted({row["jaar"] for row in rows})),
            rows[0],
        )
        for remark, rows in ordered
    ]


def short_remarks(ledger: Ledger, entry: Booked) -> list[str]:
    """The remarks on one year, not on everything that a gemeente books, in a word: what stands before the colon."""
    return [remark.split(":")[0].lower() for remark in entry.remarks if remark in ledger.of_one_year]
