"""The tables of a release, declared once: the check, the reader and the database all go by this."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lib.model.figures import ALL

Type = Literal["text", "whole", "decimal", "date", "amount", "euros"]

STATUSES = ("realisatie", "begroting", "bericht", "raming", "aanname")
#: Statuses of figures that are computed here and identify nobody; all others count real people.
COMPUTED = ("raming", "aanname")
PM = "PM"


@dataclass(frozen=True)
class Column:
    """A column. Types: whole (number of things or a year), decimal, date (ISO), euros (whole, may be negative),
    amount (euros ≥ 0 to the cent, or PM). An optional column may be empty: unknown, never zero.

    `refers` is (table, column) in which the value must occur; `besides` values that are allowed as well.
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


@dataclass(frozen=True)
class Table:
    """`grain` is the set of columns that identifies a row."""

    name: str
    grain: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _source(required: bool = True) -> Column:
    return Column("bron_id", refers=("sources", "bron_id"), required=required)


PROVENANCE = (
    Column("status", choices=STATUSES),
    _source(),
    Column("kennisdatum", "date"),
    Column("toelichting", required=False),
)
#: The same for what may contradict another source.
CONTESTED = (*PROVENANCE[:-1], Column("conflict", required=False), PROVENANCE[-1])
GEMEENTE = Column("gemeente_code", refers=("gemeenten", "gemeente_code"))
YEAR = Column("jaar", "whole", minimum=1998, maximum=2100)
WERKVORM = Column("werkvorm", refers=("werkvormen", "werkvorm"))
GROEPEN = ("wsw", "staf", "nieuw_beschut")
#: How far accounts end from budgets, as shares: from the lowest to the highest of the gemeenten.
PERCENTILES = ("p5", "p25", "mediaan", "p75", "p95")
SOORTEN = ("uitvoeringskosten", "opbrengsten", "subsidieresultaat")

TABLES = (
    Table("settings", ("naam",), (Column("naam"), Column("waarde"), Column("eenheid"), Column("toelichting"))),
    Table(
        "sources",
        ("bron_id",),
        (
            Column("bron_id"),
            Column("titel"),
            Column("uitgever"),
            Column("adres", required=False),
            Column("gepubliceerd", required=False),
            Column("licentie"),
        ),
    ),
    Table("gemeenten", ("gemeente_code",), (Column("gemeente_code"), Column("gemeente"), _source())),
    Table(
        "werkvormen",
        ("werkvorm",),
        (
            Column("werkvorm"),
            Column("label"),
            Column("volgorde", "whole", minimum=1),
            Column("groep", choices=GROEPEN),
        ),
    ),
    Table(
        "cost_types",
        ("kostensoort",),
        (
            Column("kostensoort"),
            Column("label"),
            Column("soort", choices=SOORTEN),
            Column("teken", choices=("1", "-1")),
            Column("vast_aandeel", required=False),
            Column("index"),
            Column("draagt_staf", choices=("ja", "nee")),
            Column("taakveld"),
            Column("volgorde", "whole", minimum=1),
        ),
    ),
    Table(
        "anchors",
        ("naam",),
        (Column("naam"), Column("waarde", "decimal"), Column("eenheid"), *PROVENANCE),
    ),
    Table(
        "headcounts",
        ("gemeente_code", "jaar", "groep", "werkvorm"),
        (
            GEMEENTE,
            YEAR,
            Column("groep", choices=GROEPEN),
            WERKVORM,
            Column("personen", "whole", minimum=0, maximum=1_000_000),
            *PROVENANCE,
        ),
    ),
    Table(
        "costs",
        ("gemeente_code", "jaar", "werkvorm", "kostensoort"),
        (
            GEMEENTE,
            YEAR,
            WERKVORM,
            Column("kostensoort", refers=("cost_types", "kostensoort")),
            Column("bedrag_eur", "amount", minimum=0, maximum=10_000_000_000),
            *PROVENANCE,
        ),
    ),
    Table("keys", ("sleutel",), (Column("sleutel"), Column("label"))),
    Table(
        "allocation_keys",
        ("sleutel", "gemeente_code"),
        (
            Column("sleutel", refers=("keys", "sleutel")),
            GEMEENTE,
            Column("aandeel", "decimal", minimum=0, maximum=1),
            *PROVENANCE,
        ),
    ),
    Table(
        "contributions",
        ("gemeente_code", "jaar", "maatstaf", "status", "bron_id"),
        (
            Column("gemeente_code", refers=("gemeenten", "gemeente_code"), besides=(ALL,)),
            YEAR,
            Column("maatstaf"),
            Column("scenario_id", required=False),
            Column("bedrag_eur", "euros"),
            Column("afgerond_op_eur", "whole", minimum=1),
            *PROVENANCE,
        ),
    ),
    Table(
        "municipal_accounts",
        ("gemeente_code", "jaar", "verslagsoort", "taakveld"),
        (
            GEMEENTE,
            YEAR,
            Column("verslagsoort", choices=("begroting", "jaarrekening")),
            Column("taakveld"),
            Column("lasten_eur", "euros", required=False),
            *PROVENANCE,
        ),
    ),
    Table(
        "budget_error",
        ("jaar",),
        (
            YEAR,
            Column("aantal_gemeenten", "whole", minimum=1),
            *(Column(name, "decimal", minimum=-1) for name in PERCENTILES),
            *CONTESTED,
        ),
    ),
    Table(
        "cautions",
        ("volgorde",),
        (
            Column("volgorde", "whole", minimum=1),
            Column("gemeente_code", refers=("gemeenten", "gemeente_code"), besides=(ALL,)),
            Column("jaar_vanaf", "whole", minimum=1998, maximum=2100),
            Column("let_op"),
            _source(),
            Column("kennisdatum", "date"),
        ),
    ),
    Table(
        "population",
        ("gemeente_code", "jaar"),
        (GEMEENTE, YEAR, Column("inwoners", "whole", minimum=1, maximum=20_000_000), *PROVENANCE),
    ),
    Table(
        "salary_shift",
        ("gemeente_code", "jaar"),
        (GEMEENTE, YEAR, Column("toename_eur", "euros"), *PROVENANCE),
    ),
    Table(
        "comparators",
        ("groep", "jaar"),
        (Column("groep"), YEAR, Column("index_lasten", "decimal", required=False, minimum=0), *PROVENANCE),
    ),
    Table(
        "published_figures",
        ("volgnummer",),
        (
            Column("volgnummer", "whole", minimum=1),
            Column("jaar"),
            Column("wie"),
            Column("maatstaf"),
            Column("waarde"),
            Column("eenheid"),
            *CONTESTED,
        ),
    ),
    Table(
        "timeline",
        ("volgorde",),
        (
            Column("volgorde", "whole", minimum=1),
            Column("datum", "date", required=False),
            Column("datum_tekst"),
            Column("gebeurtenis"),
            Column("bron_ids", refers=("sources", "bron_id"), several=True),
            Column("kennisdatum", "date"),
        ),
    ),
    Table(
        "statements",
        ("uitspraak_id",),
        (Column("uitspraak_id"), Column("uitspraak"), Column("waar"), _source()),
    ),
    Table(
        "considerations",
        ("volgorde",),
        (
            Column("volgorde", "whole", minimum=1),
            Column("onderwerp"),
            Column("scenario_id"),
            Column("overweging"),
            Column("uitspraken", required=False, refers=("statements", "uitspraak_id"), several=True),
            _source(),
        ),
    ),
    Table(
        "decisions",
        ("volgorde",),
        (
            Column("volgorde", "whole", minimum=1),
            Column("wie"),
            Column("rol"),
            Column("besluit"),
            Column("wanneer"),
            _source(),
        ),
    ),
)
BY_NAME = {table.name: table for table in TABLES}
