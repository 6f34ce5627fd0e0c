"""Sheet Uitkomst: what the routes differ, of which one-off, the saldo of each route, per gemeente and year."""

from functools import partial

from lib.analysis.pm import left_out
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.report.workbook.context import WorkbookContext
from lib.report.workbook.page import Column
from lib.report.workbook.per_head import PerHead
from lib.report.workbook.pm import left_out_amounts
from lib.report.workbook.subject import PAIRS, ROLES, role_name
from lib.report.workbook.summed import CHOSEN, Block, SummedTable
from lib.report.workbook.titles import pair_name, pair_title, role_title, widest

NAME = "Uitkomst"
TITLE = "Uitkomst: saldo per route en het verschil, per gemeente en per jaar"
TOLD = (
    "Saldo = baten − lasten; een min betekent dat er geld bij moet. Verschil: V is voordelig, N is nadelig voor de route "
    "die voorop staat. Het basisjaar telt niet mee in een som. PM-posten tellen in geen enkel totaal mee."
)
WIDTH = 14
BESIDE = {"eenmalig": "Eenmalig", "jaarlijks": "Overig structureel"}


def write(context: WorkbookContext) -> None:
    page, subject = context.page(NAME), context.subject
    who = widest([*(pair_title(context, pair) for pair in PAIRS), *(role_title(context, role) for role in ROLES)])
    columns = (Column("Onderdeel", 32), Column("Route of verschil", who), Column("Gemeente", 18))
    table = SummedTable(context, page, columns, subject.years, WIDTH, [Column("PM niet meegeteld", 12, True)])
    table.begin(TITLE, TOLD)
    outcome = Outcome(context, table)
    for pair in PAIRS:
        outcome.difference(pair)
    for pair in PAIRS:
        outcome.one_off_difference(pair)
        outcome.structural(pair)
    for role in ROLES:
        outcome.saldo(role)
    for route in subject.routes:
        for role in route.roles[:1]:
            outcome.parts(role)
    PerHead(context, table).write()
    page.filter()


class Outcome:
    """The blocks of euros."""

    def __init__(self, context: WorkbookContext, table: SummedTable) -> None:
        self.context, self.table, self.subject = context, table, context.subject
        self.answers, self.places = context.subject.answers, context.places

    def _run(self, role: str) -> Projection:
        return self.subject.route_of[role].run

    def _there(self, role: str, *what: object) -> str:
        """A cell of the sheet of a route."""
        key = (what[0], self.subject.route_of[role].id, *what[1:])
        return self.places.moving(key)

    def _pm(self, *roles: str) -> tuple[str, int]:
        """How many PM-posten of these routes, and PM amounts of the base year, no total counts."""
        runs = [self._run(role) for role in roles]
        items = {item for run in runs for item in run.scenario.pm}
        every = tuple(range(len(self.subject.figures.cost_types)))
        return f"{len(items)}+{left_out_amounts(self.context, every)}", left_out(self.answers, *runs)

    def _name(self, what: str, key: tuple[object, ...]) -> None:
        self.context.call(what, (*key, ALL, CHOSEN))

    def difference(self, pair: tuple[str, str]) -> None:
        other, route = pair
        values = self._run(route).saldo - self._run(other).saldo
        self.table.block(
            Block(
                ("difference", pair),
                ("Verschil in saldo", pair_title(self.context, pair)),
                "euro",
                "difference",
                lambda g, year: f"{self._there(route, 'saldo', g, year)}-{self._there(other, 'saldo', g, year)}",
                values,
                lambda code: self.answers.difference(self._run(route), self._run(other), code).status,
                self._pm(*pair),
            )
        )
        self._name(f"verschil_{pair_name(pair)}", ("difference", pair))

    def one_off_difference(self, pair: tuple[str, str]) -> None:
        other, route = pair
        comparison = self.subject.comparison

        def cell(g: int, year: int) -> str:
            return f"{self._beside(route, 'eenmalig', g, year)}-({self._beside(other, 'eenmalig', g, year)})"

        def status(code: str) -> str:
            return self.answers.difference(self._run(route), self._run(other), code).status

        values = comparison.one_off(self._run(route)) - comparison.one_off(self._run(other))
        labels = ("Waarvan eenmalig", pair_title(self.context, pair))
        self.table.block(Block(("one-off", pair), labels, "euro", "difference", cell, values, status))

    def structural(self, pair: tuple[str, str]) -> None:
        """The difference without the one-offs."""
        other, route = pair
        one_off, here = self.subject.comparison.one_off, self.table.page.name
        values = [self._run(role).saldo - one_off(self._run(role)) for role in pair]

        def cell(g: int, year: int) -> str:
            whole, single = (self.places.moving((name, pair, g, year), here) for name in ("difference", "one-off"))
            return f"{whole}-{single}"

        def status(code: str) -> str:
            return self.answers.structural(self._run(route), self._run(other), code).status

        labels = ("Waarvan structureel", pair_title(self.context, pair))
        self.table.block(Block(("structural", pair), labels, "euro", "difference", cell, values[1] - values[0], status))
        self._name(f"structureel_{pair_name(pair)}", ("structural", pair))

    def _beside(self, role: str, kind: str, g: int, year: int) -> str:
        """The measures of a kind that stand beside the cells, added up."""
        ids = [measure.id for measure in self._run(role).scenario.measures if measure.kind == kind]
        return "+".join(self._there(role, "direct", name, g, year) for name in ids) or "0"

    def saldo(self, role: str) -> None:
        key = ("saldo of", role)
        labels = ("Saldo", role_title(self.context, role))
        self.table.block(
            Block(
                key,
                labels,
                "euro",
                "euros",
                lambda g, year: self._there(role, "saldo", g, year),
                self._run(role).saldo,
                lambda code: self.answers.saldo(self._run(role), code).status,
                self._pm(role),
            )
        )
        self._name(f"saldo_{role_name(role)}", key)

    def parts(self, role: str) -> None:
        """What the saldo of a route is made of: its soorten, and what stands beside the kostensoorten."""
        run, comparison, figures = self._run(role), self.subject.comparison, self.subject.figures
        title = role_title(self.context, role)
        for soort in figures.soorten:
            kinds = [(k, cost_type.sign) for k, cost_type in enumerate(figures.cost_types) if cost_type.soort == soort]

            def cell(g: int, year: int, kinds: list[tuple[int, int]] = kinds) -> str:
                terms = (
                    f"{'+' if sign > 0 else '-'}N({self._there(role, 'type after', g, k, year)})" for k, sign in kinds
                )
                return "".join(terms)

            status = partial(self._soort_status, run, soort)
            values = comparison.of_soort(run, soort)
            labels = (f"Saldo {soort}", title)
            places = tuple(k for k, _ in kinds)
            pm = left_out_amounts(self.context, places), int(figures.pm[:, :, places].sum())
            self.table.block(Block(("soort", role, soort), labels, "euro", "euros", cell, values, status, pm))
        for kind, values in (("jaarlijks", comparison.yearly(run)), ("eenmalig", comparison.one_off(run))):

            def beside(g: int, year: int, kind: str = kind) -> str:
                return self._beside(role, kind, g, year)

            status = partial(self._beside_status, run, kind)
            self.table.block(
                Block(("beside", role, kind), (BESIDE[kind], title), "euro", "euros", beside, values, status)
            )

    def _soort_status(self, run: Projection, soort: str, code: str) -> str:
        return self.answers.soort(run, code, soort, self.answers.horizon_years).status

    def _beside_status(self, run: Projection, kind: str, code: str) -> str:
        if kind == "eenmalig":
            return self.answers.one_off(run, code).status
        return self.answers.saldo(run, code).status
