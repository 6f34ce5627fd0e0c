"""The model's base year beside what the gemeenten booked (aansluiting), with the reasons for the gap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.certainty import cost_inputs, headcount_input, row_input, weakest
from lib.comparison.grid import Cell, Column, Grid, Words
from lib.comparison.grid import Row as GridRow
from lib.comparison.numbers import ExplainedNumber, Term, joint_certainty, minus, total
from lib.comparison.release import Release, Row
from lib.comparison.view import Scale
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.tables.columns import COMPUTED
from lib.text import amount, lower_first

#: Where a gemeente books what it transfers for the Wsw, and where its other help towards work.
COMPARED, BESIDE = "6.4", "6.5"
ACCOUNTS = "jaarrekening"
#: The words with which the data says of a gemeente that its level says nothing, because it books differently.
NOT_ON_LEVEL = "niet de hoogte"
#: The model of a BooksComparison by attribute, with what a column is called where words may break.
MODEL = {
    "execution": "Uitvoerings\N{SOFT HYPHEN}kosten",
    "returns": "Opbrengsten",
    "subsidy": "Subsidie\N{SOFT HYPHEN}resultaat",
    "saldo": "Saldo",
    "net": "Netto lasten in het model",
}


@dataclass(frozen=True)
class Account:
    """What a gemeente booked on a taakveld; euros None where it made no return."""

    row: Row

    @property
    def euros(self) -> float | None:
        booked = self.row["lasten_eur"]
        return None if booked is None else float(booked)

    @property
    def remark(self) -> str:
        return self.row["toelichting"] or ""


def booked(release: Release, account: Account) -> ExplainedNumber | None:
    """What stands in the books, in euros; None where there is no return."""
    row = account.row
    if account.euros is None:
        return None
    what, whom = f"Lasten op taakveld {row['taakveld']}, {row['verslagsoort']} {row['jaar']}", row["gemeente_code"]
    definition = "Wat de gemeente zelf boekte; er staan ook andere taken op dit taakveld."
    terms = Term(account.euros, before="opgave: ")
    certainty = weakest([row_input(f"{ACCOUNTS}, taakveld {row['taakveld']}", row)])
    return ExplainedNumber(account.euros, what, release.name(whom), (), definition, terms, certainty)


@dataclass(frozen=True)
class BooksComparison:
    """One gemeente (or ALL, without accounts) in the base year: the model in euros, the books, and the gap.

    `net` is uitvoeringskosten plus lonen minus opbrengsten: what the gemeente transfers for these tasks.
    `gap` is booked minus net, None where there is no return or the level says nothing.
    """

    code: str
    execution: ExplainedNumber
    returns: ExplainedNumber
    subsidy: ExplainedNumber
    saldo: ExplainedNumber
    net: ExplainedNumber
    accounts: dict[str, Account]
    gap: ExplainedNumber | None

    @property
    def remarks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(account.remark for account in self.accounts.values() if account.remark))


@dataclass(frozen=True)
class Together:
    """The gemeenten that can be compared on level: how many, the model, the books and the gap in euros."""

    count: int
    net: ExplainedNumber
    booked: ExplainedNumber
    gap: ExplainedNumber


def lines(answers: Answers) -> list[BooksComparison]:
    """One line per gemeente, and the total of the model."""
    return [_line(answers, code) for code in (*answers.codes, ALL)]


def _line(answers: Answers, code: str) -> BooksComparison:
    release, zero = answers.release, answers.comparison.zero
    year = release.figures.base_year
    net = _net(answers, code)
    accounts = {} if code == ALL else accounts_of(release, code, year)
    return BooksComparison(
        code,
        _sum(answers, code, "uitvoeringskosten"),
        _sum(answers, code, "opbrengsten"),
        answers.soort(zero, code, "subsidieresultaat", (year,)),
        answers.saldo(zero, code, (year,)),
        net,
        accounts,
        _gap(answers, net, accounts.get(COMPARED)),
    )


def accounts_of(release: Release, code: str, year: int) -> dict[str, Account]:
    """The accounts of a gemeente and year by taakveld."""
    return {
        row["taakveld"]: Account(row)
        for row in release.tables["municipal_accounts"]
        if (row["gemeente_code"], row["jaar"], row["verslagsoort"]) == (code, year, ACCOUNTS)
    }


def _sum(answers: Answers, code: str, soort: str) -> ExplainedNumber:
    """All kostensoorten of a soort in the base year, in positive euros."""
    figures, zero = answers.release.figures, answers.comparison.zero
    year = figures.base_year
    kinds = [cost_type for cost_type in figures.cost_types if cost_type.soort == soort]
    parts = [answers.cost(zero, code, kind.id, year) for kind in kinds]
    what, names = f"{soort.capitalize()} in het model", [f"{lower_first(kind.label)} " for kind in kinds]
    return total(parts, what, answers.release.name(code), (year,), parts[0].definition, names=names)


def _net(answers: Answers, code: str) -> ExplainedNumber:
    """Lasten minus opbrengsten, before the rijksbijdrage."""
    release, codes = answers.release, answers.codes if code == ALL else (code,)
    return net_costs(answers, answers.comparison.zero, codes, release.figures.base_year, release.name(code))


def _gap(answers: Answers, net: ExplainedNumber, account: Account | None) -> ExplainedNumber | None:
    books = None if account is None else booked(answers.release, account)
    if account is None or books is None or NOT_ON_LEVEL in account.remark:
        return None
    definition = f"Lasten op taakveld {COMPARED} min de netto lasten in het model; geen voor- of nadeel van een route."
    years, certainty = (answers.release.figures.base_year,), joint_certainty(net, books)
    return minus(books, net, f"Gat met de {ACCOUNTS}", definition, years, certainty, brackets=False)


def together(answers: Answers, sums: list[BooksComparison]) -> Together | None:
    """The gemeenten with a gap, added up; None when there is none."""
    compared = [line for line in sums if line.gap is not None]
    if not compared:
        return None
    release, year = answers.release, answers.release.figures.base_year
    who = f"{year}: {', '.join(release.name(line.code) for line in compared)}"
    definition = compared[0].net.definition
    nets = total([line.net for line in compared], f"Netto lasten in het model, {who}", "", (), definition)
    own = [number for line in compared if (number := booked(release, line.accounts[COMPARED]))]
    what, definition = f"Lasten op taakveld {COMPARED}, {ACCOUNTS} {who}", "Wat deze gemeenten samen boekten."
    books = total(own, what, "", (), definition)
    definition = f"Lasten op taakveld {COMPARED} min de netto lasten in het model."
    gap = minus(
        books, nets, f"Gat met de {ACCOUNTS}, {who}", definition, (), joint_certainty(nets, books), brackets=False
    )
    return Together(len(compared), replace(nets, terms=nets.term()), books, gap)


def table(answers: Answers, sums: list[BooksComparison], scale: Scale) -> Grid:
    """The base year of the model beside taakveld 6.4 and 6.5 of the accounts, per gemeente, with the gap."""
    release = answers.release
    columns = [
        Column(name, label, gap=scale.gap({item.code: getattr(item, name).value for item in sums}), numeric=True)
        for name, label in MODEL.items()
    ]
    columns += [
        Column(COMPARED, f"Geboekt op {COMPARED}", numeric=True),
        Column("gap", f"Gat: {COMPARED} − model", numeric=True),
        Column(BESIDE, f"Geboekt op {BESIDE}", numeric=True),
        Column("remark", "Opmerking", numeric=False),
    ]
    rows = []
    for item in sums:
        model = (_money(scale, item.code, getattr(item, name)) for name in MODEL)
        compared, beside = (_books(release, scale, item, taakveld) for taakveld in (COMPARED, BESIDE))
        cells = (*model, compared, _gap_cell(scale, item), beside, Cell(" ".join(item.remarks)))
        total = item.code == ALL
        label = release.name(item.code)
        rows.append(GridRow(item.code, label.capitalize() if total else label, cells, "total" if total else ""))
    caption = f"Basisjaar {release.figures.base_year}, {scale.label}: model (links) en jaarrekening (rechts)"
    return Grid("aansluiting", caption, scale.label, Words("Gemeente"), tuple(columns), tuple(rows), caption)


def _money(scale: Scale, code: str, answer: ExplainedNumber, sign: str = "") -> Cell:
    return Cell(sign + scale.text(answer.value, code), answer, exact=scale.convert(answer.value, code))


def _gap_cell(scale: Scale, item: BooksComparison) -> Cell:
    """Why there is no gap, where there is none."""
    if item.gap:
        return _money(scale, item.code, item.gap, "+" if scale.convert(item.gap.value, item.code) > 0 else "")
    account = item.accounts.get(COMPARED)
    off_level = account is not None and NOT_ON_LEVEL in account.remark
    return Cell("" if item.code == ALL else "niet op hoogte te vergelijken" if off_level else "onbekend")


def _books(release: Release, scale: Scale, item: BooksComparison, taakveld: str) -> Cell:
    """What was booked; "geen opgave" where there is no return."""
    if item.code == ALL:
        return Cell("niet opgeteld")
    account = item.accounts.get(taakveld)
    answer = None if account is None else booked(release, account)
    return Cell("geen opgave") if answer is None else _money(scale, item.code, answer)


def reasons(release: Release) -> list[str]:
    """Why the books and the model differ, with the taakvelden that the release names per kostensoort."""
    elsewhere = [c for c in release.figures.cost_types if COMPARED not in c.taakveld]
    basis = "een raming" if headcount_input(release, "wsw").status in COMPUTED else "aangeleverde cijfers"
    return [
        f"Op {COMPARED} en {BESIDE} staan ook taken die niet in het model zitten, zoals re-integratie en ander werk "
        "uit de Participatiewet.",
        *(
            f"{cost_type.label} hoort in een gemeentebegroting op taakveld {cost_type.taakveld} en "
            f"{'telt bij de baten' if cost_type.sign > 0 else 'kan daar ook geboekt zijn'}."
            for cost_type in elsewhere
        ),
        f"Het model rekent met {basis} van mensen en kosten per gemeente; de boeken volgen wat er echt is betaald.",
        *_anchored(release),
    ]


def _anchored(release: Release) -> list[str]:
    """On which published saldo the base year is fixed, and what that saldo itself rests on."""
    year = release.figures.base_year
    rows = [row for row in release.tables["anchors"] if row["naam"] == f"saldo_{year}" and row["toelichting"]]
    return [
        f"Het saldo van {year} is in het model vastgezet op {amount(float(row['waarde']))}: {row['toelichting']}."
        for row in rows
    ]


def net_costs(answers: Answers, run: Projection, codes: Sequence[str], year: int, who: str) -> ExplainedNumber:
    """Uitvoeringskosten plus wages minus opbrengsten of some gemeenten in a year, in euros, without what is one-off."""
    figures, comparison = answers.release.figures, answers.comparison
    income = [k for k, c in enumerate(figures.cost_types) if c.soort == "subsidieresultaat" and c.sign > 0]
    received, structural = run.costs[:, :, income].sum(axis=(1, 2)), run.saldo - comparison.one_off(run)
    paid, saldo = (sum(answers.pick(euros, code, (year,)) for code in codes) for euros in (received, structural))
    kinds = tuple(cost_type.id for cost_type in figures.cost_types)
    what = f"Netto lasten in het model, {run.scenario.short_title}"
    definition = (
        "Uitvoeringskosten plus lonen van de Wsw min opbrengsten, zonder de rijksbijdrage en zonder wat eenmalig is: "
        "wat de gemeente voor deze taken overmaakt of zelf betaalt."
    )
    terms = Term(paid, before="rijksbijdrage "), "−", Term(saldo, before="saldo (", after=")")
    certainty = weakest(cost_inputs(answers.release, comparison, run, kinds, year > figures.base_year))
    return ExplainedNumber(paid - saldo, what, who, (year,), definition, terms, certainty)
