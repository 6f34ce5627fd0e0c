"""The tables of a release, declared once: reading, checking and storing go by this, and the SQL that makes them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lib.model.figures import ALL

Type = Literal["text", "whole", "decimal", "date", "amount", "euros"]
#: How DuckDB stores each type.
SQL_TYPES: dict[Type, str] = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "decimal": "DOUBLE",
    "date": "DATE",
    "amount": "DECIMAL(18, 2)",
    "euros": "BIGINT",
}

STATUSES = ("realisatie", "begroting", "bericht", "raming", "aanname")
#: Statuses of figures that are computed here and identify nobody; all others count real people.
COMPUTED = ("raming", "aanname")
PM = "PM"
#: What a row says of itself that shows how it is done and does not count.
EXAMPLE = "voorbeeld"


@dataclass(frozen=True)
class Column:
    """A column. Types: whole (number of things or a year), decimal, date (ISO), euros (whole, may be negative),
    amount (euros ≥ 0 to the cent, or PM). An optional column may be empty: unknown, never zero.

    `refers` is (table, column) in which the value must occur; `besides` values that are allowed as well. `ordinal` is a
    year or a place in an order: of its bounds the database is not asked.
    """

    name: str
    type: Type = "text"
    required: bool = True
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    refers: tuple[str, str] | None = None
    besides: tuple[str, ...] = ()
    several: bool = False
    ordinal: bool = False

    @property
    def optional(self) -> bool:
        """Whether the database may hold NULL: nothing, or the PM of an amount."""
        return not self.required or self.type == "amount"

    @property
    def definition(self) -> str:
        """The column in SQL."""
        null = "" if self.optional else " NOT NULL"
        check = f" CHECK ({self.name} {self._condition})" if self._condition else ""
        return f"{self.name} {SQL_TYPES[self.type]}{null}{check}"

    @property
    def _condition(self) -> str:
        """What the database asks of a value. The maximum of a number or an amount is there for slips of the pen alone."""
        if self.choices:
            return f"IN ({', '.join(map(repr, self.choices))})"
        if self.minimum is None or self.ordinal:
            return ""
        if self.type == "decimal" and self.maximum is not None:
            return f"BETWEEN {self.minimum:g} AND {self.maximum:g}"
        return "> 0" if self.minimum == 1 else f">= {self.minimum:g}"


@dataclass(frozen=True)
class Table:
    """`grain` is the set of columns that identifies a row."""

    name: str
    grain: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @cached_property
    def example_column(self) -> str:
        """The column in which an example row says that it is one: its status, else its source, else what it begins with."""
        marks = ("status", SOURCE.name, "bron_ids", self.names[0])
        return next(name for name in marks if name in self.names)

    @property
    def file(self) -> str:
        """Where it stands in a folder."""
        return f"data/{self.name}.csv"

    @property
    def definition(self) -> str:
        """What makes the table when a database lacks it: its rows belong to the hash of their content."""
        columns = ["content VARCHAR NOT NULL", *(column.definition for column in self.columns)]
        key = f"PRIMARY KEY (content, {', '.join(self.grain)})"
        return f"CREATE TABLE IF NOT EXISTS {self.name} ({', '.join((*columns, key))});\n"


def _refers(table: str, name: str, *besides: str) -> Column:
    return Column(name, refers=(table, name), besides=besides)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(map(Column, names))


def _year(name: str) -> Column:
    return Column(name, "whole", minimum=1998, maximum=2100, ordinal=True)


def _place(name: str) -> Column:
    """A place in an order, from 1."""
    return Column(name, "whole", minimum=1, ordinal=True)


def _table(name: str, key: tuple[Column, ...], *others: Column, besides: tuple[str, ...] = ()) -> Table:
    """A row is identified by its key, and by these columns `besides`."""
    return Table(name, (*(column.name for column in key), *besides), (*key, *others))


SOURCE = _refers("sources", "bron_id")
KNOWN_ON = Column("kennisdatum", "date")
PROVENANCE = (Column("status", choices=STATUSES), SOURCE, KNOWN_ON, Column("toelichting", required=False))
#: The same for what may contradict another source.
CONTESTED = (*PROVENANCE[:-1], Column("conflict", required=False), PROVENANCE[-1])
GEMEENTE = _refers("gemeenten", "gemeente_code")
GEMEENTE_OR_ALL = _refers("gemeenten", "gemeente_code", ALL)
YEAR = _year("jaar")
ORDER = _place("volgorde")
WERKVORM = _refers("werkvormen", "werkvorm")
GROEPEN = ("wsw", "staf", "nieuw_beschut")
#: How far accounts end from budgets, as shares (0.02 is 2 per cent above): from the lowest to the highest of the gemeenten.
PERCENTILES = ("p5", "p25", "mediaan", "p75", "p95")
SOORTEN = ("uitvoeringskosten", "opbrengsten", "subsidieresultaat")

TABLES = (
    _table("settings", (Column("naam"),), *_texts("waarde", "eenheid", "toelichting")),
    _table(
        "sources",
        (Column("bron_id"),),
        *_texts("titel", "uitgever"),
        Column("adres", required=False),
        Column("gepubliceerd", required=False),
        Column("licentie"),
    ),
    _table("gemeenten", (Column("gemeente_code"),), Column("gemeente"), SOURCE),
    _table("werkvormen", (Column("werkvorm"),), Column("label"), ORDER, Column("groep", choices=GROEPEN)),
    _table(
        "cost_types",
        (Column("kostensoort"),),
        Column("label"),
        Column("soort", choices=SOORTEN),
        Column("teken", choices=("1", "-1")),
        Column("vast_aandeel", required=False),
        Column("index"),
        Column("draagt_staf", choices=("ja", "nee")),
        Column("taakveld"),
        ORDER,
    ),
    _table("anchors", (Column("naam"),), Column("waarde", "decimal"), Column("eenheid"), *PROVENANCE),
    _table(
        "headcounts",
        (GEMEENTE, YEAR, Column("groep", choices=GROEPEN), WERKVORM),
        Column("personen", "whole", minimum=0, maximum=1_000_000),
        *PROVENANCE,
    ),
    _table(
        "costs",
        (GEMEENTE, YEAR, WERKVORM, _refers("cost_types", "kostensoort")),
        Column("bedrag_eur", "amount", minimum=0, maximum=10_000_000_000),
        *PROVENANCE,
    ),
    _table("keys", (Column("sleutel"),), Column("label")),
    _table(
        "allocation_keys",
        (_refers("keys", "sleutel"), GEMEENTE),
        Column("aandeel", "decimal", minimum=0, maximum=1),
        *PROVENANCE,
    ),
    _table(
        "contributions",
        (GEMEENTE_OR_ALL, YEAR, Column("maatstaf")),
        Column("scenario_id", required=False),
        Column("bedrag_eur", "euros"),
        Column("afgerond_op_eur", "whole", minimum=1),
        *PROVENANCE,
        besides=("status", "bron_id"),
    ),
    # An account of which no return was made has no amount.
    _table(
        "municipal_accounts",
        (GEMEENTE, YEAR, Column("verslagsoort", choices=("begroting", "jaarrekening")), Column("taakveld")),
        Column("lasten_eur", "euros", required=False),
        *PROVENANCE,
    ),
    _table(
        "budget_error",
        (YEAR,),
        Column("aantal_gemeenten", "whole", minimum=1),
        *(Column(name, "decimal", minimum=-1) for name in PERCENTILES),
        *CONTESTED,
    ),
    _table("cautions", (ORDER,), GEMEENTE_OR_ALL, _year("jaar_vanaf"), Column("let_op"), SOURCE, KNOWN_ON),
    _table("population", (GEMEENTE, YEAR), Column("inwoners", "whole", minimum=1, maximum=20_000_000), *PROVENANCE),
    _table("salary_shift", (GEMEENTE, YEAR), Column("toename_eur", "euros"), *PROVENANCE),
    _table(
        "comparators",
        (Column("groep"), YEAR),
        Column("index_lasten", "decimal", required=False, minimum=0),
        *PROVENANCE,
    ),
    _table(
        "published_figures",
        (_place("volgnummer"),),
        *_texts("jaar", "wie", "maatstaf", "waarde", "eenheid"),
        *CONTESTED,
    ),
    _table(
        "timeline",
        (ORDER,),
        Column("datum", "date", required=False),
        *_texts("datum_tekst", "gebeurtenis"),
        Column("bron_ids", refers=("sources", "bron_id"), several=True),
        KNOWN_ON,
    ),
    _table("statements", (Column("uitspraak_id"),), *_texts("uitspraak", "waar"), SOURCE),
    _table(
        "considerations",
        (ORDER,),
        *_texts("onderwerp", "scenario_id", "overweging"),
        Column("uitspraken", required=False, refers=("statements", "uitspraak_id"), several=True),
        SOURCE,
    ),
    _table("decisions", (ORDER,), *_texts("wie", "rol", "besluit", "wanneer"), SOURCE),
)
BY_NAME = {table.name: table for table in TABLES}
